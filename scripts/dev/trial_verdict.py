"""What must hold of a trial world, as lists of what does not. Used by kill-points.py."""

import collections
import json

from trial_world import SECRET

NOT_OPENED = 4  # the exit code if the journal can't be opened


def problems_of_failed_life(world, life):
    """After a failure of the disk: what is in flight is waited for, what is left is named, and the exit code tells it.

    A process that could not open its journal has begun nothing, and does not know what earlier processes have left.
    """
    problems, truth = [], world.truth()
    if truth["downNow"]:
        problems.append(f"the process ended while {truth['downNow']} were down")
    if life.code == 0 and any(roll["status"] != "closed" for roll in world.campaigns()):
        problems.append("exit code 0, and the end is not recorded")
    if life.code < 0:
        problems.append(f"ended by signal {-life.code}")
    if "done, " not in life.output:  # part of the first line of a resumed roll
        return problems + ([] if life.code == NOT_OPENED else [f"exit {life.code}, though the roll was not begun"])
    return problems + [f"{name} is out of load, and not named" for name in world.out_of_load() if name not in life.output]


def problems_of_world(world):
    """What is wrong at the end of all lives."""
    truth, problems = world.truth(), []
    reboots = collections.Counter(reboot["instanceId"] for reboot in truth["reboots"])
    for name in world.ids:
        if reboots[name] != 1 or truth["boots"].get(name) != 1:
            problems.append(f"{name} was rebooted {reboots[name]} times")
    if truth["mostDown"] > world.batch:
        problems.append(f"{truth['mostDown']} were down at once")
    if truth["downNow"]:
        problems.append(f"{truth['downNow']} are down")
    if world.out_of_load():
        problems.append(f"left out of load: {world.out_of_load()}")
    if any(SECRET in life.output for life in world.lives):
        problems.append("the secret is in the output")
    return problems + problems_of_history(world)


def problems_of_history(world):
    """The journal tells one roll that is closed, and how each instance came to its end."""
    rolls, problems = world.campaigns(), []
    if [(roll["status"], roll["totals"]["done"]) for roll in rolls] != [("closed", world.size)]:
        return [f"runs lists {[(roll['name'], roll['number'], roll['status'], roll['totals']) for roll in rolls]}"]
    for name in world.ids:
        story = world.ask("why", name)
        if "its reboot was about to be requested" not in story or "it ended done" not in story:
            problems.append(f"why does not tell how {name} was rebooted:\n{story}")
        if rolls[0]["lives"] > 1 and "took up the roll" not in story:
            problems.append(f"why does not tell of {rolls[0]['lives']} processes:\n{story}")
    return problems


def was_in_flight_at_a_kill(world):
    """Whether the journal tells of an instance whose reboot was asked for by one process, and ended in the next."""
    for name in world.ids:
        kinds = [event["kind"] for event in json.loads(world.run("why", name, "--json").stdout)["events"]]
        after = kinds[kinds.index("intent"):] if "intent" in kinds else []
        if "begun" in after and "ended" in after[after.index("begun"):]:
            return True
    return False

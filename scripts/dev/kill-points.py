#!/usr/bin/env python3
"""Kills the real program at every point of a roll, starts it again until the roll is over, and compares the outcome with the truth.

Usage: scripts/dev/kill-points.py [PROGRAM] [--only WORD] [--jobs N] [--seed N]

A roll is watched once under strace. Then each of its syncs and each of its requests gets a world of its own, in which the process is
killed there: before the sync, before the request reaches the cloud, and before its answer reaches the program. In other worlds the
disk is full from some write on, or a sync fails. The script is started again until it ends well, and then GET /truth must have every
instance rebooted exactly once, never more down than the batch, and nothing may be left out of load.
The log of strace must show for each drain, reboot and undrain that its event was on the disk before: in the database and in the
witness. Ends with 1 when anything is wrong. `--only` takes kinds: sync, request, error, full, moments.
"""

import argparse
import collections
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import system_calls
from request_relay import Relay
from trial_verdict import problems_of_failed_life, problems_of_world, was_in_flight_at_a_kill
from trial_world import World, place_of

LIVES = 6  # processes; far more than a roll needs that is killed once
RESUMED_AT = 3  # the request before which the first process of a resumed roll is killed: a batch is drained, and no reboot requested
FULL_STEP = 12  # only each twelfth of the many writes meets a full disk
BATCHES = 3  # of a roll of six instances, two at a time
KILLS = 5  # in the large roll
LARGE, LARGE_BATCH = 40, 4
DOWN_TIME = 0.5  # seconds that a reboot takes: most kills come while instances are in flight

Point = collections.namedtuple("Point", "kind is_resumed title injection path request is_before", defaults=(None, None, None, None))
Outcome = collections.namedtuple("Outcome", "point problems is_reached effects output")


# The points of a roll


def points_of_calls(calls, names):
    """The calls of these names, with what hits each: how many calls of its thread come first, on all files or on its own.

    strace counts in each thread for itself, and strikes where the first thread has come so far. A call of another thread is hit only
    where its number on its own file comes first; the others are given back as well.
    """
    points, missed = [], []
    anywhere, on_file = collections.Counter(), collections.Counter()
    is_first = collections.defaultdict(set)
    for call in calls:
        if call.name not in names:
            continue
        file = place_of(call.path)
        anywhere[call.name, call.thread] += 1
        on_file[call.name, call.thread, file] += 1
        plain, filed = anywhere[call.name, call.thread], on_file[call.name, call.thread, file]
        if plain not in is_first[call.name]:
            points.append((call.name, plain, None, file))
        elif filed not in is_first[call.name, file]:
            points.append((call.name, filed, file, file))
        else:
            missed.append((call.name, file))
        is_first[call.name].add(plain)
        is_first[call.name, file].add(filed)
    return points, missed


def call_points(kind, is_resumed, calls, names, effect):
    """Points at which strace strikes, and how many it can't single out; `effect` is what it injects, with COUNT for the number."""
    points, missed = points_of_calls(calls, names)

    def point(name, number, path, file):
        injection = f"{name}:{effect.replace('COUNT', str(number))}"
        return Point(kind, is_resumed, f"{injection} ({file}{', resumed' if is_resumed else ''})", injection, path)

    return [point(*found) for found in points], len(missed)


def request_points(actions):
    return [Point("request", False, f"request {number} ({action}), {'before' if is_before else 'after'} the cloud has it",
                  request=number, is_before=is_before)
            for number, action in enumerate(actions, 1) for is_before in (True, False)]


# One point


def tracer(world, log, injection=None, path=None):
    command = ["strace", "-f", "-y", "-ttt", "-s", "4200", "-o", log, "-e", f"trace={system_calls.TRACED}"]
    if path:
        command += ["-P", world.path(path)]
    return command + (["--inject", injection] if injection else [])


class Strike:
    """Kills the process that a world rolls with, at a request."""

    def __init__(self, world, number, is_before):
        self.process = None
        self.relay = world.relay = Relay(world.address, number, is_before, self.kill)
        world.endpoint = self.relay.address

    def kill(self):
        self.process.kill()
        self.process.wait()

    def watch(self, process):
        self.process = process


def struck_life(world, point):
    """The life that is struck, and the hooks that were cut off before it."""
    if point.is_resumed or point.request:
        strike = Strike(world, point.request or RESUMED_AT, point.is_before is not False)
        life = world.roll(while_running=strike.watch)
    cut_off = world.hooks_on_record() if point.is_resumed else set()
    if not point.request:
        log = os.path.join(world.folder, "strace")
        life = world.roll(tracer(world, log, point.injection, point.path), log)
    return life, cut_off


def is_over(world):
    """Whether the next process would begin another roll: the script ended well, or had recorded the end of all before the kill."""
    if world.lives[-1].code == 0:
        return True
    return world.execution_is_over() and all(roll["status"] == "closed" for roll in world.campaigns())


def run_point(program, point):
    with World(program) as world:
        life, cut_off = struck_life(world, point)
        problems, effects = [], 0
        is_reached = was_struck(life, point)
        if point.kind in ("error", "full") and is_reached:
            problems += problems_of_failed_life(world, life)
        if life.log and not point.path:
            problems_of_order, effects = system_calls.disorder(system_calls.read(life.log), cut_off)
            problems += problems_of_order
        while not is_over(world) and len(world.lives) < LIVES:
            world.roll()
        problems += problems_of_world(world)
        return Outcome(point, problems, is_reached, effects, world.said())


def was_struck(life, point):
    if point.kind in ("error", "full"):
        return any(call.is_injected for call in system_calls.read(life.log))
    return life.code == -signal.SIGKILL


# A larger roll, killed at moments that a random seed gives


def moments(seed):
    """After how many reboots the process is killed, and how long after the last of them, for each kill."""
    chance = random.Random(seed)
    batches = sorted(chance.sample(range(1, LARGE // LARGE_BATCH), KILLS))
    return [(batch * LARGE_BATCH, chance.uniform(0, DOWN_TIME)) for batch in batches]


def kill_at(world, reboots, delay):
    """What kills a process of a world after a number of reboots were requested, and a while has passed."""
    def watch(process):
        while process.poll() is None and len(world.truth()["reboots"]) < reboots:
            time.sleep(0.02)
        time.sleep(delay)
        process.kill()
    return watch


def run_moments(program, seed):
    drawn = moments(seed)
    title = f"kill -9 after {', '.join(f'{count} reboots and {delay:.2f} s' for count, delay in drawn)} (--seed {seed})"
    print(title, flush=True)
    with World(program, LARGE, LARGE_BATCH) as world:
        for count, delay in drawn:
            world.roll(while_running=kill_at(world, count, delay))
        is_reached = all(life.code == -signal.SIGKILL for life in world.lives)
        while not is_over(world) and len(world.lives) < 2 * LIVES:
            world.roll()
        problems = problems_of_world(world)
        if not was_in_flight_at_a_kill(world):
            problems.append("why tells of no instance that was in flight at a kill")
        return Outcome(Point("moments", False, title), problems, is_reached, 0, world.said())


# All points


def survey(program, is_resumed):
    """The calls and the requests of a roll that is not struck, and what is wrong in it."""
    with World(program) as world:
        strike = Strike(world, RESUMED_AT if is_resumed else None, True)
        if is_resumed:
            world.roll(while_running=strike.watch)
        log, cut_off = os.path.join(world.folder, "strace"), world.hooks_on_record()
        life = world.roll(tracer(world, log), log)
        calls = system_calls.read(log)
        problems, effects = system_calls.disorder(calls, cut_off)
        problems += problems_of_world(world) + problems_of_the_rule(calls)
        if life.code != 0 or problems:
            sys.exit(f"a roll that is not struck: exit {life.code}, {problems}\n{life.output}")
        return calls, strike.relay.actions, effects


def problems_of_the_rule(calls):
    """The rule of order must find each reboot where the syncs of one file are taken out of a log."""
    problems = []
    for ending in ("-wal", ".witness"):
        rest = [call for call in calls if not (call.name in system_calls.SYNCS and call.path.endswith(ending))]
        found = [problem for problem in system_calls.disorder(rest)[0] if problem.startswith("reboot")]
        if len(found) != BATCHES:
            problems.append(f"without the syncs of {ending} the rule of order finds {found}")
    return problems


def collect(program):
    """Every point, how many syncs strace can't single out, and how many effects of the surveys were in order."""
    with ThreadPoolExecutor(2) as pool:
        surveys = list(pool.map(lambda is_resumed: survey(program, is_resumed), (False, True)))
    points, missed = request_points(surveys[0][1]), 0
    for is_resumed, (calls, _, _) in zip((False, True), surveys):
        syncs, count = call_points("sync", is_resumed, calls, system_calls.SYNCS, "signal=KILL:when=COUNT")
        missed += count
        errors, _ = call_points("error", is_resumed, calls, ("fdatasync",), "error=EIO:when=COUNT")
        # The disk is full for one write, until the journal frees its reserve; or for this and all later writes.
        once, _ = call_points("full", is_resumed, calls, ("pwrite64",), "error=ENOSPC:when=COUNT")
        always, _ = call_points("full", is_resumed, calls, ("pwrite64",), "error=ENOSPC:when=COUNT+")
        points += syncs + errors + once[::FULL_STEP] + always[FULL_STEP // 2::FULL_STEP]
    return points, missed, sum(effects for _, _, effects in surveys)


def report(outcomes):
    for outcome in outcomes:
        if outcome.problems:
            print(f"FAILED  {outcome.point.title}")
            for problem in outcome.problems:
                print(f"        {problem}")
            print(outcome.output[-4000:])
    for kind, meaning in (("sync", "killed before a sync"), ("request", "killed at a request"), ("error", "a sync that fails"),
                          ("full", "a full disk"), ("moments", "killed at five moments")):
        mine = [outcome for outcome in outcomes if outcome.point.kind == kind]
        reached = [outcome for outcome in mine if outcome.is_reached]
        if mine:
            print(f"{meaning}: {len(reached)} of {len(mine)} points were reached, "
                  f"{sum(bool(outcome.problems) for outcome in mine)} failed")


def require_strace():
    try:
        subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"kill-points: strace can't trace a process here: {problem}")


def parse():
    parser = argparse.ArgumentParser(description="Kills the program at every point of a roll.")
    parser.add_argument("program", nargs="?", default=".build/release/zecscript")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


def main():
    options = parse()
    program = os.path.abspath(options.program)
    require_strace()
    points, missed, effects = collect(program)
    points = [point for point in points if not options.only or point.kind in options.only]
    with ThreadPoolExecutor(options.jobs) as pool:  # each point has a world of its own, and mostly waits
        large = [pool.submit(run_moments, program, options.seed)] if not options.only or "moments" in options.only else []
        outcomes = list(pool.map(lambda point: run_point(program, point), points)) + [one.result() for one in large]
    report(outcomes)
    print(f"{missed} syncs of the journal's thread have the numbers of syncs of the script's thread, and strace can't single them out")
    print(f"order: {effects} drains, reboots and undrains of two rolls that were not struck, "
          f"{sum(outcome.effects for outcome in outcomes)} of rolls that were")
    return 1 if any(outcome.problems for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())

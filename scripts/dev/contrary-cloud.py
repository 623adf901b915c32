#!/usr/bin/env python3
"""Runs the real program against clouds that contradict it, over HTTP and in real time, and compares what it claims with the truth.

Usage: scripts/dev/contrary-cloud.py [PROGRAM] [CASE...]

Each case is a world of its own (see contrary_cloud.py): one refuses a batch after it rebooted a part of it, one answers with a
clock that is an hour off, one revokes the key in the middle. Ends with 1 when a case fails.
"""

import email.utils
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import contrary_cloud
from contrary_cloud import KEY, SECRET, Cloud, Refusal, Silence

ROLLING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "rolling.lua")
FLEET, BATCH = 12, 4
WATCHDOG = 120  # seconds; far above what a case takes
ROLL = [ROLLING, "--all", "--batch-size", str(BATCH), "--max-unavailable", str(BATCH), "--bake-time", "0", "--min-healthy-time", "0",
        "--poll-leave", "200ms", "--poll-up", "200ms", "--verify", "status", "--leave-timeout", "4s", "--observe-time", "4s",
        "--blocker-deadline", "8s", "--blocker-retry", "1s"]


class Case:
    """A world, what is run in it, and what has to hold afterwards."""

    world = Cloud
    command = ROLL
    exit_codes = {0}
    stdout = None  # the path of a file for standard output, instead of a pipe

    def during(self, process, cloud):
        """Called while the program runs."""

    def problems(self, cloud, run):
        """What is wrong beside the exit code and the rules that hold in every world."""
        return []


class CalmCloud(Case):
    """A calm cloud"""

    def problems(self, cloud, run):
        return [] if len(cloud.reboots) == FLEET else [f"{len(cloud.reboots)} of {FLEET} rebooted"]


class CarriedOutInPart(Case):
    """A batch is refused for one id after the instances before that id were rebooted"""

    exit_codes = {5, 6, 7, 8}

    class world(Cloud):
        def RebootInstances(self, parameters):
            names = parameters["instanceIds"]
            if "i-0007" in names:
                self.deleted.add("i-0007")
            for name in names:
                self.check(name)
                self.reboot(name)
            return {"instanceIds": []}


class RefusedWhole(CarriedOutInPart):
    """A batch is refused for one id, and nothing was done"""

    class world(Cloud):
        def RebootInstances(self, parameters):
            if "i-0007" in parameters["instanceIds"]:
                self.deleted.add("i-0007")
            return super().RebootInstances(parameters)


class FailedListOfObjects(Case):
    """The list of failed ids holds objects, and what it names was not rebooted"""

    exit_codes = {5, 6, 7, 8}

    class world(Cloud):
        def RebootInstances(self, parameters):
            first, *others = parameters["instanceIds"]
            for name in others:
                self.reboot(name)
            return {"instanceIds": [{"instanceId": first, "code": "OPERATION_DENIED_INSTANCE_STATUS"}]}


class UnreadableFailedLists(Case):
    """A plain script meets lists of failed ids that cannot be read"""

    command = ["-e", """
        for _, id in ipairs { "i-0001", "i-0002", "i-0003", "i-0004" } do
            local answer = zec.reboot { id }
            if answer.accepted[1] then print(id .. " was called accepted") end
        end"""]
    unreadable = [[{"instanceId": "i-0001"}], "i-0002", {"i-0003": "failed"}, [4]]

    class world(Cloud):
        def RebootInstances(self, parameters):
            number = parameters["instanceIds"][0][-1]
            return {"instanceIds": UnreadableFailedLists.unreadable[int(number) - 1]}

    def problems(self, cloud, run):
        return run.stdout.splitlines()


class ClockOff(CalmCloud):
    """The cloud's clock is an hour ahead"""

    class world(Cloud):
        def clock(self):
            return time.time() + 3600

    def problems(self, cloud, run):
        told = [] if "clock" in run.stderr else ["nothing is said of the clock"]
        return super().problems(cloud, run) + told


class KeyRevoked(Case):
    """The key is revoked while the first batch reboots"""

    exit_codes = {5, 6, 7}

    class world(Cloud):
        def check_signature(self, headers, body):
            if self.reboots:
                raise Refusal(401, "AUTHFAILURE_INVALID_AUTHORIZATION", "The key does not exist.")
            super().check_signature(headers, body)

    def problems(self, cloud, run):
        silent = [name for name in cloud.reboots if f"web-{name[2:]}" not in run.stdout + run.stderr and name not in run.stdout + run.stderr]
        return [f"in flight, and not named: {silent}"] if silent else []


class ListThatShrinks(Case):
    """An instance is deleted while the list is paged"""

    command = ["-e", "local n = {} for _, i in ipairs(zec.instances{}) do n[#n + 1] = i.instanceId end print(table.concat(n, ' '))"]
    exit_codes = {0, 1, 4, 5, 6}

    class world(Cloud):
        def page(self, rows, parameters):
            answer = super().page(rows, parameters, cap=3)
            if parameters.get("pageNum") == 1:
                self.deleted.add("i-0001")
            return answer

    def problems(self, cloud, run):
        if run.returncode != 0:
            return []
        missing = [name for name in cloud.ids[1:] if name not in run.stdout]
        return [f"a shorter list without {missing}"] if missing else []


class AnswerLost(CalmCloud):
    """The answer to the first batch never comes, and the batch was rebooted"""

    class world(Cloud):
        def RebootInstances(self, parameters):
            is_first = not self.reboots
            response = super().RebootInstances(parameters)
            if is_first:
                raise Silence
            return response


class LateEffect(Case):
    """The first batch takes effect three seconds after its connection has closed"""

    exit_codes = {0, 5, 6, 7}

    class world(Cloud):
        is_first = True

        def RebootInstances(self, parameters):
            if not self.is_first:
                return super().RebootInstances(parameters)
            self.is_first = False
            threading.Timer(3, lambda: [self.reboot(name) for name in parameters["instanceIds"]]).start()
            raise Silence


class PageOfHTML(CalmCloud):
    """Each batch is rebooted and answered by a page of HTML with status 502"""

    class world(Cloud):
        def raw_answer(self, action, parameters):
            if action != "RebootInstances":
                return None
            self.answer(action, parameters)
            return 502, b"<html><h1>502 Bad Gateway</h1></html>"


class RetryAfterDate(Case):
    """The cloud asks to slow down with a date"""

    command = ["-e", "print(#zec.instances{})"]

    class world(Cloud):
        until = None

        def DescribeInstances(self, parameters):
            if self.until is None:
                self.until = int(time.time()) + 4
                raise Refusal(429, "REQUEST_LIMIT_EXCEEDED", "Slow down.")
            return super().DescribeInstances(parameters)

        def extra_headers(self, status):
            return {"Retry-After": email.utils.formatdate(self.until, usegmt=True)} if status == 429 else {}

    def problems(self, cloud, run):
        second = cloud.requests[1][0] + time.time() - cloud.now()
        return [] if second >= cloud.until - 0.2 else [f"asked again {cloud.until - second:.1f} s too early"]


class FlagAfterTheScript(Case):
    """--dry-run stands after a script that knows no such option"""

    exit_codes = {2}

    def __init__(self):
        with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
            script.write("for _, i in ipairs(zec.instances{}) do zec.reboot{ i.instanceId } end\n")
        self.command = [script.name, "--dry-run"]

    def problems(self, cloud, run):
        os.unlink(self.command[0])
        return [f"{len(cloud.reboots)} were rebooted"] if cloud.reboots else []


class Hangup(Case):
    """The session's terminal closes (SIGHUP) while the first batch reboots"""

    exit_codes = {129}

    def during(self, process, cloud):
        wait_for(lambda: cloud.reboots)
        process.send_signal(signal.SIGHUP)

    def problems(self, cloud, run):
        begun = [] if len(cloud.reboots) <= BATCH else [f"{len(cloud.reboots)} were rebooted"]
        return begun + ([] if "done" in run.stdout + run.stderr else ["there is no report"])


class OutageAndStop(Case):
    """The cloud is away after the first batch, and the operator presses Ctrl-C"""

    exit_codes = {130}
    command = [*ROLL, "--blocker-deadline", "1h", "--bake-time", "12s"]
    seconds = 0.0

    class world(Cloud):
        def answer(self, action, parameters):
            if self.reboots and self.now() > max(times[-1] for times in self.reboots.values()) + self.lag + self.away + 1:
                raise Silence
            return super().answer(action, parameters)

    def during(self, process, cloud):
        wait_for(lambda: cloud.reboots)
        time.sleep(18)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        wait_for(lambda: process.poll() is not None)
        self.seconds = time.monotonic() - began

    def problems(self, cloud, run):
        return [] if self.seconds < 10 else [f"it took {self.seconds:.0f} s to stop"]


class TimeOut(Case):
    """A time-out of the script ends a roll in the mode "rolling" """

    command = ["-e", """
        local ids = {}
        for _, instance in ipairs(zec.instances {}) do ids[#ids + 1] = instance.instanceId end
        print(try(task.timeout, "2s", require("rolling").reboot, {
            name = "timed", instances = ids, mode = "rolling", max_unavailable = 2, verify = "status", bake_time = 0,
            min_healthy_time = 0, poll = { leave = "200ms", up = "200ms" } }))"""]
    exit_codes = {0, 5, 6, 7, 124}

    def problems(self, cloud, run):
        late = [name for name, times in cloud.reboots.items() if times[-1] - cloud.requests[0][0] > 2.5]
        return [f"rebooted after the time-out: {late}"] if late else []


class ExitInHook(Case):
    """A health check of the script calls exit(0)"""

    command = ["-e", """
        local ids = {}
        for _, instance in ipairs(zec.instances {}) do ids[#ids + 1] = instance.instanceId end
        local report = require("rolling").reboot {
            name = "exits", instances = ids, max_unavailable = 4, batch_size = 4, verify = "status", bake_time = 0, min_healthy_time = 0,
            poll = { leave = "200ms", up = "200ms" }, blocker_deadline = "3s", blocker_retry = "1s",
            health_check = { fn = function() if clock() > 1 then exit(0) end return true end, timeout = "2s", interval = "500ms" } }
        exit(report.exit_code)"""]
    exit_codes = {5, 6, 7}


class FullOutput(Case):
    """Standard output is a device that is full"""

    command = ["-e", "print(#zec.instances{})"]
    exit_codes = {1, 4}
    stdout = "/dev/full"


class Suspended(CalmCloud):
    """The program is suspended for longer than its time limits, in the middle of each reboot"""

    command = ROLL + ["--reboot-timeout", "4s"]

    def during(self, process, cloud):
        wait_for(lambda: cloud.reboots)
        time.sleep(0.6)
        process.send_signal(signal.SIGSTOP)
        time.sleep(7)
        process.send_signal(signal.SIGCONT)


class FullDisk(Case):
    """The report goes to a device that is full"""

    command = ROLL + ["--report", "/dev/full"]
    exit_codes = {1, 4, 5, 6, 7, 8}

    def problems(self, cloud, run):
        return [] if "/dev/full" in run.stderr else ["the file is not named"]


CASES = [CalmCloud, CarriedOutInPart, RefusedWhole, FailedListOfObjects, ClockOff, KeyRevoked, ListThatShrinks, AnswerLost, LateEffect,
         PageOfHTML, RetryAfterDate, UnreadableFailedLists, FlagAfterTheScript, Hangup, OutageAndStop, TimeOut, ExitInHook, Suspended,
         FullDisk, FullOutput]


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


class Outcome:
    def __init__(self, process):
        try:
            stdout, self.stderr = process.communicate(timeout=WATCHDOG)
        except subprocess.TimeoutExpired:
            process.kill()
            stdout, self.stderr = process.communicate()
            self.stderr += f"\nstopped by the test after {WATCHDOG} s"
        self.stdout, self.returncode = stdout or "", process.returncode


def rules(cloud, run, case):
    """What has to hold in every world."""
    problems = []
    if cloud.doubles():
        problems.append(f"rebooted twice: {cloud.doubles()}")
    if cloud.most_down > BATCH:
        problems.append(f"{cloud.most_down} were down at once")
    if run.returncode not in case.exit_codes:
        problems.append(f"exit code {run.returncode}, expected one of {sorted(case.exit_codes)}")
    if case.command[0] == ROLLING and run.returncode == 0 and len(cloud.reboots) < FLEET:
        problems.append(f"exit code 0, and {len(cloud.reboots)} of {FLEET} were rebooted")
    if SECRET in run.stdout + run.stderr:
        problems.append("the secret is in the output")
    return problems


def run_case(kind, program):
    case, cloud = kind(), kind.world(FLEET)
    server = contrary_cloud.serve(cloud)
    environment = {"PATH": os.environ["PATH"], "HOME": tempfile.gettempdir(), "ZENLAYER_ENDPOINT": server.address,
                   "ZENLAYER_ACCESS_KEY_ID": KEY, "ZENLAYER_ACCESS_KEY_SECRET": SECRET,
                   "STATE_DIRECTORY": tempfile.mkdtemp(prefix="zecscript-")}
    started = time.monotonic()
    output = open(case.stdout, "w") if case.stdout else subprocess.PIPE
    process = subprocess.Popen([program, *case.command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, text=True,
                               env=environment)
    case.during(process, cloud)
    run = Outcome(process)
    server.shutdown()
    problems = rules(cloud, run, case) + case.problems(cloud, run)
    print(f"{'FAILED' if problems else 'ok':6}  {kind.__doc__}: exit {run.returncode}, {time.monotonic() - started:.1f} s, "
          f"{len(cloud.reboots)} rebooted, at most {cloud.most_down} down, {len(cloud.requests)} requests", flush=True)
    for problem in problems:
        print(f"        {problem}")
    if problems:
        print(run.stdout[-2000:], run.stderr[-2000:])
    return not problems


def main():
    # A background job of a shell ignores SIGINT, and a program that the job starts inherits this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/zecscript")
    cases = [kind for kind in CASES if kind.__name__ in sys.argv[2:]] or CASES
    with ThreadPoolExecutor(4) as pool:  # each case has a cloud of its own, and mostly waits
        results = list(pool.map(lambda kind: run_case(kind, program), cases))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Reboots a simulated fleet over HTTP and real time with the real program, and compares what it claims with what happened.

Usage: scripts/dev/end-to-end.py [PROGRAM]

Each case starts `zecscript simulator` on a port of its own, runs scripts/rolling.lua against it, and asks GET /truth: never
more down than the batch, nothing rebooted twice, and an exit code that tells the truth. The documentation's roll that is killed is a case
as well, and a machine without SQLite and libedit. Ends with 1 when a case fails.
"""

import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/zecscript")
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROLLING = os.path.join(REPOSITORY, "scripts", "rolling.lua")
KEY, SECRET = "AKIDEXAMPLE0001", "s3cr3t-password-0001"
BATCH = 20
WATCHDOG = 240  # seconds; far above what a case takes

# name, settings of the cloud, options of the program, exit code, instances that are not done
CASES = [
    ("lag 0", ["lag=0"], [], 0, 0),
    ("lag 0.7 s", ["lag=0.7"], [], 0, 0),
    ("lag 5 s", ["lag=5"], [], 0, 0),
    ("one id always fails", ["lag=0.7", 'alwaysFails=["{first}"]'], [], 5, None),
    ("one is stuck in REBOOT", ["lag=0.7", 'stuckInReboot=["{first}"]'], ["--reboot-timeout", "12s"], 5, None),
    ("the first answer hangs", ["lag=0.7", "firstRebootHang=10"], ["--request-timeout", "2s"], None, None),
    ("5 requests a second", ["lag=0.7", "rateLimit=5"], [], 0, 0),
]


def fetch(address, path):
    with urllib.request.urlopen(address + path, timeout=10) as answer:
        return json.load(answer)


def start_simulator(settings):
    command = [PROGRAM, "simulator", "--fleet", "200", "--access-key", f"{KEY}:{SECRET}"]
    for setting in settings:
        command += ["--set", setting]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address = process.stdout.readline().split()[-1]
    return process, address


def first_instance():
    listing = subprocess.run(
        [PROGRAM, "--simulate", "200", "-e", "print(zec.instances{}[1].instanceId)"],
        capture_output=True, text=True, check=True)
    return listing.stdout.strip()


def roll(address, options, variables={}):
    program_options = [o for o in options if o in ("--request-timeout",)]
    ours, theirs = [], []
    for name, value in zip(options[::2], options[1::2]):
        (ours if name in program_options else theirs).extend([name, value])
    environment = {"PATH": os.environ["PATH"], "HOME": tempfile.gettempdir(), "ZENLAYER_ENDPOINT": address,
                   "ZENLAYER_ACCESS_KEY_ID": KEY, "ZENLAYER_ACCESS_KEY_SECRET": SECRET,
                   "STATE_DIRECTORY": tempfile.mkdtemp(prefix="zecscript-"), **variables}
    command = [PROGRAM, *ours, ROLLING, "--all", "--batch-size", str(BATCH), "--pause", "0", "--min-healthy-time", "0",
               "--poll-leave", "500ms", "--poll-up", "500ms", *theirs]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=WATCHDOG)


def problems_of(case, run, truth):
    name, _, _, exit_code, _ = case
    problems = []
    if truth["mostDown"] > BATCH:
        problems.append(f"{truth['mostDown']} were down at once")
    if truth["doubleReboots"]:
        problems.append(f"rebooted twice: {truth['doubleReboots']}")
    if truth["idsPerRequestMax"] > 100:
        problems.append(f"{truth['idsPerRequestMax']} ids in one request")
    if exit_code is not None and run.returncode != exit_code:
        problems.append(f"exit code {run.returncode}, expected {exit_code}")
    rebooted = len(truth["boots"])
    if run.returncode == 0 and (rebooted != 200 or truth["downNow"] != 0):
        problems.append(f"exit code 0, but {rebooted} booted and {truth['downNow']} are down")
    if run.returncode not in (0, 5, 6):
        problems.append(f"exit code {run.returncode}")
    if SECRET in run.stdout + run.stderr:
        problems.append("the secret is in the output")
    return problems


def run_case(case, first):
    name, settings, options, _, _ = case
    common = ["bootTime=2", "warmUp=0"]
    simulator, address = start_simulator(common + [s.format(first=first) for s in settings])
    started = time.monotonic()
    try:
        run = roll(address, options)
        truth = fetch(address, "/truth")
    finally:
        simulator.terminate()
        simulator.wait(timeout=10)
    problems = problems_of(case, run, truth)
    requests = sum(truth["requests"].values())
    print(f"{'FAILED' if problems else 'ok':6}  {name}: exit {run.returncode}, {time.monotonic() - started:.1f} s, "
          f"at most {truth['mostDown']} down, {len(truth['boots'])} rebooted, {requests} requests", flush=True)
    for problem in problems:
        print(f"        {problem}")
    if problems:
        print(run.stdout[-3000:], run.stderr[-3000:])
    return not problems


# The roll that the page Unattended kills and resumes

PAGE = "Sources/zecscript/Documentation.docc/Unattended.md"


def page_lines(port):
    """The shell's lines, with a port of our own in place of theirs."""
    with open(os.path.join(REPOSITORY, PAGE), encoding="utf-8") as text:
        blocks = re.findall(r"```sh\n(.*?)```", text.read(), re.DOTALL)
    return next(block for block in blocks if "kill -9" in block).replace("8080", str(port))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def run_page():
    """What the lines print, in a folder of their own."""
    folder = tempfile.mkdtemp(prefix="zecscript-")
    os.symlink(PROGRAM, os.path.join(folder, "zecscript"))
    os.symlink(os.path.join(REPOSITORY, "scripts"), os.path.join(folder, "scripts"))
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": folder, "STATE_DIRECTORY": os.path.join(folder, "state")}
    lines = "trap 'kill $(jobs -p)' EXIT\n" + page_lines(free_port())
    try:
        return subprocess.run(["bash", "-c", lines], cwd=folder, env=environment, capture_output=True, text=True, timeout=WATCHDOG)
    finally:
        shutil.rmtree(folder)


def problems_of_page(run):
    """The kill came while a batch was under way, and afterwards each instance was rebooted once."""
    problems = [f"the output lacks {words!r}" for words in ("resumed by process 2", "closed", "took up the roll, as process 2 of the roll")
                if words not in run.stdout + run.stderr]
    truth = run.stdout[run.stdout.find("\n{") + 1:]
    if not truth:
        return problems + ["/truth did not answer"]
    boots = json.loads(truth)["boots"]
    if sorted(boots.values()) != [1] * 8:
        problems.append(f"reboots: {boots}")
    return problems


def report(name, problems, run):
    print(f"{'FAILED' if problems else 'ok':6}  {name}", flush=True)
    for problem in problems:
        print(f"        {problem}")
    if problems:
        print(run.stdout[-3000:], run.stderr[-3000:])
    return not problems


def page_case():
    run = run_page()
    return report("the documentation's roll that is killed", problems_of_page(run), run)


# The libraries that the program loads when it needs them

def prompt(variables):
    """What the program prints at a terminal where it would show a prompt, and its exit code."""
    leader, follower = pty.openpty()
    program = subprocess.Popen([PROGRAM], stdin=follower, stdout=follower, stderr=subprocess.PIPE, env={**os.environ, **variables})
    os.close(follower)
    os.write(leader, b"\x04")  # Ctrl-D ends a prompt that is shown after all
    _, errors = program.communicate(timeout=WATCHDOG)
    os.close(leader)
    return program.returncode, errors.decode()


def problems_without_libraries(run, truth, prompt_code, prompt_errors):
    problems = [f"the roll's output lacks {words!r}" for words in ("SQLite can't be loaded", "install the package libsqlite3-0")
                if words not in run.stdout + run.stderr]
    if run.returncode != 4 or truth["boots"]:
        problems.append(f"exit code {run.returncode}, {len(truth['boots'])} rebooted; expected 4, and none")
    if prompt_code != 4 or "install the package libedit2" not in prompt_errors:
        problems.append(f"the prompt: exit code {prompt_code}, {prompt_errors!r}")
    return problems


def libraries_case():
    """Damaged files stand in for missing ones: a roll that can't be recorded does not begin, and a prompt says what to install."""
    simulator, address = start_simulator(["bootTime=2"])
    with tempfile.TemporaryDirectory(prefix="zecscript-") as folder:
        for name in ("libsqlite3.so.0", "libedit.so.0", "libedit.so.2"):
            open(os.path.join(folder, name), "w").close()
        try:
            run = roll(address, [], {"LD_LIBRARY_PATH": folder})
            truth = fetch(address, "/truth")
            code, errors = prompt({"LD_LIBRARY_PATH": folder})
        finally:
            simulator.terminate()
            simulator.wait(timeout=10)
    return report("without SQLite and libedit", problems_without_libraries(run, truth, code, errors), run)


def main():
    first = first_instance()
    with ThreadPoolExecutor(len(CASES) + 2) as pool:  # each case has a simulator of its own, and mostly waits
        others = [pool.submit(page_case), pool.submit(libraries_case)]
        results = list(pool.map(lambda case: run_case(case, first), CASES))
        results += [other.result() for other in others]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

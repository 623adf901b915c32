#!/usr/bin/env python3
"""Measures a rolling reboot over HTTP and real time: zecscript, a careful asyncio script, and an Ansible playbook.

Usage: compare-roll.py [--zecscript PATH] [--json FILE] [--venv FOLDER] [--keep FOLDER] …

Each run gets a `zecscript simulator` of its own on loopback, with fixed times. Who claims what comes from the peer; what is
true (requests that arrived, who was down, who booted how often, who is healthy) is asked of the simulator. Prints a table in
Markdown, and below it what was to be reached. The Python peers live in a virtual environment, made where it is missing; a peer that
can't be had is said to be missing. All of it takes about six minutes.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

BENCH = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(BENCH, "..", "..", ".."))
KEY, SECRET, TOKEN = "AKIDEXAMPLE0001", "s3cr3t-password-0001", "token-0001"
WATCHDOG = 600  # seconds; far above what a run takes


@dataclass
class Reboot:
    """How long the machines of a run take, in seconds."""
    lag: float
    boot: float
    warm: float
    answers: int = 3  # healthy answers in a row that are required, if the peer can count them
    poll: float = 0.3  # seconds between two requests for the statuses
    interval: float = 0  # seconds between two health checks; a fortieth of the reboot's time unless set
    asks_by_function: bool = False  # zecscript's health check is a function of a script

    @property
    def seconds(self):
        return self.lag + self.boot + self.warm

    @property
    def health_interval(self):
        """Between two health checks: they go to the machines and cost the cloud nothing, so they may be tight."""
        return self.interval or self.seconds / 40


REBOOTS = {
    "2": Reboot(0.5, 1, 0.5), "10": Reboot(0.5, 8.5, 1),
    "3.7": Reboot(0.7, 2, 1, answers=1, poll=0.05, interval=0.05, asks_by_function=True),
}


@dataclass
class Run:
    """What a peer needs to know, and where it may write."""
    options: argparse.Namespace
    reboot: Reboot
    address: str
    folder: str
    names: dict  # ids by name, in the order of the inventory

    @property
    def health_url(self):
        return self.address + "/machines/%s/health"

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        try:
            with open(self.path(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""


# MARK: The peers: the command, and the outcome of each instance in its output

class Zecscript:
    title = "zecscript"
    counts = True  # whether the peer can require several healthy answers in a row
    needs = None  # the Python module that the peer needs

    def command(self, run):
        options = run.options
        if run.reboot.asks_by_function:
            return [
                options.zecscript, os.path.join(BENCH, "roll_function.lua"), "--batch-size", str(options.batch_size),
                "--poll", f"{run.reboot.poll}s", "--health-url", run.health_url, "--report", run.path("report.json"),
            ]
        return [
            options.zecscript, os.path.join(ROOT, "scripts", "rolling.lua"), "--all", "--batch-size", str(options.batch_size),
            "--max-targets", str(options.fleet), "--min-healthy-time", "0", "--bake-time", "0", "--verify", options.verify,
            "--poll-leave", f"{run.reboot.poll}s", "--poll-up", f"{run.reboot.poll}s", "--poll-max", f"{run.reboot.poll}s",
            "--health-url", run.health_url, "--health-interval", f"{run.reboot.health_interval}s",
            "--health-consecutive", str(run.reboot.answers), "--report", run.path("report.json"),
        ]

    def outcomes(self, run):
        report = json.loads(run.read("report.json") or "{}")
        return {row["id"]: row["outcome"] for row in report.get("instances", [])}


class Asyncio:
    title = "Python, asyncio + aiohttp"
    counts = True
    needs = "aiohttp"

    def command(self, run):
        options = run.options
        return [
            in_venv(options, "python"), os.path.join(BENCH, "roll_asyncio.py"), "--endpoint", run.address,
            "--batch-size", str(options.batch_size), "--poll", str(run.reboot.poll), "--health-url", run.health_url,
            "--health-interval", str(run.reboot.health_interval), "--consecutive", str(run.reboot.answers),
        ]

    def outcomes(self, run):
        return json.loads(run.read("output") or "{}").get("outcomes", {})


class Ansible:
    title = "Ansible, uri + serial"
    counts = False
    needs = "ansible"

    def command(self, run):
        options = run.options
        with open(run.path("inventory.yml"), "w", encoding="utf-8") as file:
            json.dump(self.inventory(run), file)  # JSON is YAML
        variables = {
            "endpoint": run.address, "token": TOKEN, "batch_size": options.batch_size, "poll_seconds": run.reboot.poll,
            "health_seconds": run.reboot.health_interval, "health_url": run.health_url,
        }
        return [
            in_venv(options, "ansible-playbook"), "-i", run.path("inventory.yml"), "-e", json.dumps(variables),
            os.path.join(BENCH, "roll_ansible.yml"),
        ]

    @staticmethod
    def inventory(run):
        hosts = {name: {"instance_id": id, "address": id} for name, id in run.names.items()}
        return {"fleet": {"hosts": hosts}}

    def outcomes(self, run):
        """From what it prints: who came through the last task; a failure stops the whole batch of whom it strikes."""
        task, outcomes, order = None, {}, list(run.names)
        for line in run.read("output").splitlines():
            found = re.match(r"TASK \[(.*?)\]|(ok|fatal): \[(.*?)\]", line)
            if not found:
                continue
            task = found[1] or task
            if found[2] == "ok" and task == "Call it done":
                outcomes[run.names[found[3]]] = "done"
            elif found[2] == "fatal":
                first = order.index(found[3]) // run.options.batch_size * run.options.batch_size
                for name in order[first:first + run.options.batch_size]:
                    outcomes.setdefault(run.names[name], "failed")
        return outcomes


PEERS = {"zecscript": Zecscript(), "python": Asyncio(), "ansible": Ansible()}

# The first two peers mostly wait, and share the machine; Ansible needs the whole machine.
TOGETHER = [["zecscript", "python"], ["ansible"]]


# MARK: Their environment

def in_venv(options, program):
    return os.path.join(options.venv, "bin", program)


def has_module(options, module):
    python = in_venv(options, "python")
    return os.path.exists(python) and not subprocess.run(
        [python, "-c", f"import {module}"], stderr=subprocess.DEVNULL, timeout=60).returncode


def prepare_venv(options, modules):
    """Installs what is missing, and returns the modules that can't be had."""
    if all(has_module(options, module) for module in modules):
        return []
    packages = {"aiohttp": "aiohttp", "ansible": "ansible-core"}
    try:
        subprocess.run([sys.executable, "-m", "venv", options.venv], check=True, stdout=sys.stderr, timeout=120)
        subprocess.run(
            [in_venv(options, "pip"), "install", "-q", "--disable-pip-version-check", *(packages[m] for m in modules)],
            check=True, stdout=sys.stderr, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"compare-roll: {error}", file=sys.stderr)
    return [module for module in modules if not has_module(options, module)]


def environment(run):
    return {
        "PATH": os.environ["PATH"], "HOME": run.folder, "LC_ALL": "C.UTF-8", "ZENLAYER_ENDPOINT": run.address,
        "ZENLAYER_ACCESS_KEY_ID": KEY, "ZENLAYER_ACCESS_KEY_SECRET": SECRET, "STATE_DIRECTORY": run.folder,
        # These settings make Ansible faster: all instances of a batch at once, and no temporary files.
        "ANSIBLE_FORKS": str(run.options.batch_size), "ANSIBLE_PIPELINING": "1", "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "0", "ANSIBLE_STDOUT_CALLBACK": "default",
    }


# MARK: The simulator

def start_simulator(options, reboot):
    settings = {"lag": reboot.lag, "bootTime": reboot.boot, "warmUp": reboot.warm, "latency": options.latency}
    command = [options.zecscript, "simulator", "--fleet", str(options.fleet), "--access-key", f"{KEY}:{SECRET}",
               "--token", TOKEN]
    for name, value in settings.items():
        command += ["--set", f"{name}={json.dumps(value)}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().split()[-1]


def names_of_fleet(options):
    """Ids by name; from a simulated run, for a listing over HTTP would be counted. Equal fleets have equal ids."""
    listing = subprocess.run(
        [options.zecscript, "--simulate", str(options.fleet), "-e",
         "for _, row in ipairs(zec.instances {}) do print(row.instanceName, row.instanceId) end"],
        capture_output=True, text=True, check=True, timeout=60)
    return dict(line.split() for line in listing.stdout.splitlines())


def truth_of(run):
    with urllib.request.urlopen(run.address + "/truth", timeout=10) as answer:
        truth = json.load(answer)
    truth["healthy"] = [id for id in run.names.values() if is_healthy(run, id)]
    return truth


def is_healthy(run, id):
    try:
        with urllib.request.urlopen(run.health_url.replace("%s", id), timeout=10) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return False


# MARK: One run

def measure(command, run):
    """Runs a command; returns its wall time, its processor time (its children's too) and its exit code."""
    with open(run.path("output"), "w") as output, open(run.path("errors"), "w") as errors:
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment(run), start_new_session=True)
        watchdog = threading.Timer(WATCHDOG, lambda: os.killpg(process.pid, signal.SIGKILL))
        watchdog.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        watchdog.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, process.returncode


def ideal_seconds(options, reboot, peer):
    """What the machines themselves take, and the waits that were asked for: between healthy answers."""
    batches = -(-options.fleet // options.batch_size)
    answers = reboot.answers if peer.counts else 1
    return batches * (reboot.seconds + (answers - 1) * reboot.health_interval)


def judge(outcomes, truth):
    """Compares what was claimed with what happened."""
    healthy = set(truth["healthy"])
    is_done = {id for id, count in truth["boots"].items() if count == 1 and id in healthy}
    done = [id for id, outcome in outcomes.items() if outcome == "done"]
    failed = [id for id, outcome in outcomes.items() if outcome == "failed"]
    return {
        "done": len(done), "failed": len(failed), "uncertain": list(outcomes.values()).count("uncertain"),
        "false_successes": sum(id not in is_done for id in done),
        "false_failures": sum(id in is_done for id in failed),
    }


def one_run(options, seconds, name, names):
    peer, reboot = PEERS[name], REBOOTS[seconds]
    folder = os.path.join(options.keep, f"{name}-{seconds}s")
    os.makedirs(folder, exist_ok=True)
    simulator, address = start_simulator(options, reboot)
    try:
        run = Run(options, reboot, address, folder, names)
        wall, cpu, exit_code = measure(peer.command(run), run)
        truth = truth_of(run)
    finally:
        simulator.terminate()
        simulator.wait(timeout=10)
    ideal = ideal_seconds(options, reboot, peer)
    return {
        "peer": name, "title": peer.title, "reboot_seconds": reboot.seconds, "wall_seconds": round(wall, 2),
        "ideal_seconds": round(ideal, 2), "wall_by_ideal": round(wall / ideal, 4), "requests": truth["requests"],
        "requests_total": sum(truth["requests"].values()), "cpu_seconds": round(cpu, 2), "most_down": truth["mostDown"],
        "exit_code": exit_code, **judge(peer.outcomes(run), truth),
    }


def every_run(options, names):
    missing = prepare_venv(options, [PEERS[name].needs for name in options.peers if PEERS[name].needs])
    for seconds in options.reboots:
        for group in TOGETHER:
            group = [name for name in group if name in options.peers and PEERS[name].needs not in missing]
            with ThreadPoolExecutor(max_workers=len(TOGETHER[0])) as pool:
                yield from pool.map(lambda name: one_run(options, seconds, name, names), group)
    for name in options.peers:
        if PEERS[name].needs in missing:
            print(f"compare-roll: {PEERS[name].title} is missing", file=sys.stderr)


# MARK: Telling

COLUMNS = [
    ("a reboot", lambda row: f"{row['reboot_seconds']:g} s"), ("", lambda row: row["title"]),
    ("wall time", lambda row: f"{row['wall_seconds']:.1f} s"),
    ("of the ideal", lambda row: f"{row['wall_by_ideal'] * 100:.1f} %"),
    ("requests", lambda row: row["requests_total"]), ("CPU", lambda row: f"{row['cpu_seconds']:.2f} s"),
    ("most down", lambda row: row["most_down"]), ("done", lambda row: row["done"]),
    ("false successes", lambda row: row["false_successes"]), ("false failures", lambda row: row["false_failures"]),
]


def print_table(rows):
    print("| " + " | ".join(title for title, _ in COLUMNS) + " |")
    print("|" + "".join(" ---: |" if i > 1 else " --- |" for i in range(len(COLUMNS))))
    for row in rows:
        print("| " + " | ".join(str(text(row)) for _, text in COLUMNS) + " |")


def print_reached(options, rows):
    """What is to be reached, for each reboot time."""
    for seconds in sorted({row["reboot_seconds"] for row in rows}):
        of = {row["peer"]: row for row in rows if row["reboot_seconds"] == seconds}
        ours, python = of.get("zecscript"), of.get("python")
        if ours:
            tell(f"{seconds:g} s: wall time <= 1.02 of the ideal", ours["wall_by_ideal"] <= 1.02)
            tell(f"{seconds:g} s: nothing false, all done, at most a batch down",
                 ours["false_failures"] + ours["false_successes"] == 0 and ours["done"] == options.fleet
                 and ours["most_down"] <= options.batch_size)
        if ours and python:
            tell(f"{seconds:g} s: not slower than the Python script", ours["wall_seconds"] <= python["wall_seconds"])
            tell(f"{seconds:g} s: fewer requests than the Python script",
                 ours["requests_total"] < python["requests_total"])


def tell(what, is_met):
    print(f"{'ok' if is_met else 'MISSED':6}  {what}")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--zecscript", default=os.path.join(ROOT, ".build", "release", "zecscript"), metavar="PATH")
    parser.add_argument("--json", metavar="FILE", help="write the rows as JSON as well")
    parser.add_argument("--venv", default=os.path.join(ROOT, ".build", "bench-venv"), metavar="FOLDER")
    parser.add_argument("--keep", metavar="FOLDER", help="keep what the peers print and report")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--reboots", nargs="+", choices=REBOOTS, default=list(REBOOTS), help="seconds that a reboot takes")
    parser.add_argument("--fleet", type=int, default=200)
    parser.add_argument("--batch-size", type=int, default=20)
    parser.add_argument("--latency", type=float, nargs=2, default=[0.01, 0.01], help="seconds that the cloud takes to answer")
    parser.add_argument("--verify", default="status", help="zecscript's proof; the others have the status alone")
    return parser.parse_args()


def main():
    options = parse_options()
    options.zecscript, options.venv = os.path.abspath(options.zecscript), os.path.abspath(options.venv)
    with tempfile.TemporaryDirectory() as temporary:
        options.keep = os.path.abspath(options.keep or temporary)
        rows = list(every_run(options, names_of_fleet(options)))
    print_table(rows)
    print()
    print_reached(options, rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=2)


if __name__ == "__main__":
    main()

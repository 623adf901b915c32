#!/usr/bin/env python3
"""Measures what the journal costs, over HTTP and in real time, with the simulator.

Usage: journal.py --zecscript PATH pair [--pairs N]    a roll of 200 with the journal beside the same roll without it
       journal.py --zecscript PATH large [--fleet N]   a roll of 100,000 that was stopped near its end

`pair` prints the seconds of both, the sum over all pairs; the rolls of a pair run at the same time, each with a cloud of its own.
`large` prints the seconds that it takes to open the journal with all its events, and those of `runs` and of `why`. To open it, a
roll by other options is begun, which is refused once the journal was read, and before the cloud is asked for anything.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROLLING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "rolling.lua")
KEY, SECRET = "AKIDEXAMPLE0001", "s3cr3t-password-0001"
WATCHDOG = 1800  # seconds; far above what a roll takes
FIRST_OF_LARGE = "web-000001"  # an instance of the simulator's fleet of 100,000
REFUSED, STOPPED = 2, 7  # exit codes


class Cloud:
    """A simulated cloud with a state folder beside it; a context manager."""

    def __init__(self, program, fleet, *settings):
        self.program, self.fleet, self.settings = program, fleet, settings

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="zecscript-")
        command = [self.program, "simulator", "--fleet", str(self.fleet), "--access-key", f"{KEY}:{SECRET}"]
        for setting in self.settings:
            command += ["--set", setting]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def seconds(self, *words, code=0):
        """How long the program takes; it must end with a code."""
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder.name, "ZENLAYER_ENDPOINT": self.address,
                       "ZENLAYER_ACCESS_KEY_ID": KEY, "ZENLAYER_ACCESS_KEY_SECRET": SECRET, "STATE_DIRECTORY": self.folder.name}
        began = time.monotonic()
        run = subprocess.run([self.program, *words], capture_output=True, text=True, timeout=WATCHDOG, env=environment)
        took = time.monotonic() - began
        if run.returncode != code:
            sys.exit(f"exit {run.returncode} of {words}\n{run.stdout[-1000:]}\n{run.stderr[-1000:]}")
        return took

    def roll(self, batch, *options, program_options=(), code=0):
        return self.seconds(
            *program_options, ROLLING, "--all", "--max-targets", str(self.fleet), "--batch-size", str(batch), "--min-healthy-time", "0",
            "--bake-time", "0", "--verify", "status", "--poll-leave", "200ms", "--poll-up", "200ms", *options, code=code)


def one_of_a_pair(program, program_options):
    with Cloud(program, 200, "lag=0.5", "bootTime=1.5", "warmUp=0", "latency=[0.01,0.01]") as cloud:
        return cloud.roll(20, program_options=program_options)


def measure_pair(options):
    sums = [0.0, 0.0]
    for _ in range(options.pairs):
        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda words: one_of_a_pair(options.zecscript, words), ([], ["--no-journal"])))
        sums = [total + one for total, one in zip(sums, both)]
    print(f"{sums[0]:.2f} {sums[1]:.2f}")


def best(cloud, *words, code=0):
    """The shortest of three times: what else the machine does only makes it longer."""
    return min(cloud.seconds(*words, code=code) for _ in range(3))


def measure_large(options):
    # A look at a batch of 5,000 takes 50 requests, so a status must last for seconds to be seen.
    with Cloud(options.zecscript, options.fleet, "lag=1", "bootTime=5", "warmUp=0", "latency=[0.001,0.001]") as cloud:
        batch = options.fleet // 20
        cloud.roll(batch, "--checkpoint-at", "95%", "--checkpoint-approve", os.path.join(cloud.folder.name, "no-approval"),
                   "--checkpoint-timeout", "1s", program_options=("--rate-limit", "0"), code=STOPPED)
        reopened = best(cloud, ROLLING, "--all", "--max-targets", str(options.fleet), "--batch-size", "1", code=REFUSED)
        why = best(cloud, "why", FIRST_OF_LARGE, "all")
        print(f"{reopened:.3f} {best(cloud, 'runs'):.3f} {why:.3f}")


def parse():
    parser = argparse.ArgumentParser(description="Measures what the journal costs.")
    parser.add_argument("--zecscript", required=True)
    parser.add_argument("what", choices=("pair", "large"))
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--fleet", type=int, default=100_000)
    return parser.parse_args()


def main():
    options = parse()
    options.zecscript = os.path.abspath(options.zecscript)
    {"pair": measure_pair, "large": measure_large}[options.what](options)


if __name__ == "__main__":
    main()

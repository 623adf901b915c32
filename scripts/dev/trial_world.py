"""One simulated cloud, one state folder, and the processes that roll there one after another. Used by kill-points.py.

What became of the fleet is what the simulator says (GET /truth), and who is out of load is which files lie in a folder.
"""

import collections
import glob
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import urllib.parse
import urllib.request

KEY, SECRET = "AKIDEXAMPLE0001", "s3cr3t-password-0001"
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kill-points.lua")
EXECUTION = "execution"  # the beginning of the name of a script's own journal
WATCHDOG = 120  # seconds; far above what a process takes
NO_JOURNALS = 4  # the exit code of `runs` if no roll has begun
SETTINGS = ["lag=0.1", "bootTime=0.4", "warmUp=0"]

Life = collections.namedtuple("Life", "code output log")


class World:
    """A fleet of its own, from its start to its verdict; a context manager."""

    def __init__(self, program, size=6, batch=2):
        self.program, self.size, self.batch = program, size, batch
        self.folder = tempfile.mkdtemp(prefix="zecscript-trial-")
        self.state, self.load = (os.path.join(self.folder, name) for name in ("state", "load"))
        self.lives = []
        self.relay = None  # the relay between the program and the simulator; None without a relay

    def __enter__(self):
        command = [self.program, "simulator", "--fleet", str(self.size), "--access-key", f"{KEY}:{SECRET}"]
        for setting in SETTINGS:
            command += ["--set", setting]
        self.simulator = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.simulator.stdout.readline().split()[-1]
        self.endpoint = self.address
        self.ids = self.ask("-e", "for _, i in ipairs(zec.instances {}) do print(i.instanceId) end").split()
        os.mkdir(self.load)
        for side in ("in", "out"):
            os.mkdir(os.path.join(self.load, side))
        for name in self.ids:
            open(os.path.join(self.load, "in", name), "w").close()
        return self

    def __exit__(self, *_):
        if self.relay:
            self.relay.close()
        self.simulator.kill()
        self.simulator.wait()
        self.simulator.stdout.close()
        shutil.rmtree(self.folder)

    # Processes

    @property
    def arguments(self):
        return [self.load, str(self.batch)]

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.folder, "ZENLAYER_ENDPOINT": self.endpoint,
                "ZENLAYER_ACCESS_KEY_ID": KEY, "ZENLAYER_ACCESS_KEY_SECRET": SECRET, "STATE_DIRECTORY": self.state}

    def roll(self, tracer=(), log=None, while_running=None):
        """Starts the script and waits for its end; `tracer` is a command that runs it."""
        command = [*tracer, self.program, "--request-timeout", "5s", SCRIPT, *self.arguments]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   env=self.environment(), start_new_session=True)
        if while_running:
            while_running(process)
        try:
            output, _ = process.communicate(timeout=WATCHDOG)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the traced process outlives strace
            output = process.communicate()[0] + f"\nkilled by the trial after {WATCHDOG} s"
        life = Life(process.returncode, output, log)
        self.lives.append(life)
        return life

    def ask(self, *words):
        """What the program prints, and what it complains of."""
        run = self.run(*words)
        return run.stdout + run.stderr

    def run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, timeout=WATCHDOG, env=self.environment())

    def campaigns(self):
        """The rolls of the state folder as `runs` has them; none before a roll has begun."""
        run = self.run("runs", "--json")
        return [] if run.returncode == NO_JOURNALS else json.loads(run.stdout)

    # The state folder

    @property
    def journals(self):
        """The folder of the journals of this cloud."""
        return os.path.join(self.state, "campaigns", urllib.parse.quote(self.endpoint, safe=""))

    def path(self, place):
        """The path of a journal's file; `place` is as of place_of."""
        return os.path.join(self.journals, place.replace(EXECUTION, self.execution, 1))

    @property
    def execution(self):
        """The folder of this script with these arguments, as the program names it."""
        parts = json.dumps([os.getcwd(), SCRIPT, *self.arguments], separators=(",", ":"), ensure_ascii=False)
        return f"{EXECUTION}%3A{hashlib.sha256(parts.encode()).hexdigest()[:32]}"

    def execution_is_over(self):
        """Whether the script's own journal says that it has ended: the next start is another execution then."""
        found = sorted(glob.glob(os.path.join(glob.escape(self.path(EXECUTION)), "*.db")))
        if not found:
            return False
        connection = sqlite3.connect(f"file:{urllib.parse.quote(found[-1])}?mode=ro", uri=True)
        try:
            rows = connection.execute("select kind from entry order by seq desc limit 1").fetchall()
        except sqlite3.DatabaseError:
            rows = []  # the process was killed before the tables were made
        finally:
            connection.close()
        return rows == [("closed",)]

    def hooks_on_record(self):
        """Drains and undrains that the journal has, as kind and instance."""
        if not self.campaigns():
            return set()
        stories = {name: json.loads(self.run("why", name, "--json").stdout)["events"] for name in self.ids}
        return {(kind, name) for name, events in stories.items() for event in events
                for kind, word in (("drain", "draining"), ("undrain", "undraining")) if event["kind"] == word}

    def said(self):
        """What each process has said, with its exit code."""
        return "\n".join(f"exit {life.code}\n{life.output}" for life in self.lives)

    # The truth

    def truth(self):
        with urllib.request.urlopen(self.address + "/truth", timeout=30) as answer:
            return json.load(answer)

    def out_of_load(self):
        return sorted(os.listdir(os.path.join(self.load, "out")))



def place_of(path):
    """A file of the state folder by its place in the folder of its cloud, the same in every world; by its name elsewhere."""
    inside = path.partition("/campaigns/")[2].partition("/")[2]
    if inside.startswith(EXECUTION):
        return "/".join([EXECUTION, *inside.split("/")[1:]])
    return inside or os.path.basename(path)

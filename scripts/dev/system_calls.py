"""The log of strace, and what it must show: nothing is done to the world before its event is on the disk. Used by kill-points.py."""

import codecs
import json
import os
import re

SYNCS = ("fdatasync", "fsync")
TRACED = "fdatasync,fsync,pwrite64,write,writev,rename"

LINE = re.compile(r"(\d+) +[\d.]+ (.*)")
BEGUN = re.compile(r"(\w+)\((.*)")
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
RESULT = re.compile(r".* = (-?\d+|\?)( E\w+)?")
PATH = re.compile(r"\d+<([^>]*)>")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
# The kinds of event of which one must be on the disk before an effect.
EVENTS = {"reboot": ("intent", "forced"), "drain": ("draining",), "undrain": ("undraining",)}
EVENT = re.compile(rb'\{"at":[^{}]*?"kind":"(intent|forced|draining|undraining)"[^{}]*?"seq":\d+[^{}]*\}')
# The event with which a process takes up a roll: the number of the process, and the number of the event.
PROCESS = re.compile(rb'"kind":"begun","life":(\d+),.*?"seq":(\d+)', re.DOTALL)
WITNESS = b"zecwit01"


class Call:
    """One system call: where in the log it began and ended, and what it was about."""

    def __init__(self, thread, begin, name, arguments):
        self.thread, self.begin, self.end, self.name = thread, begin, None, name
        self.arguments, self.result, self.is_injected = arguments, None, False

    def finish(self, end, rest):
        self.arguments += rest
        result = RESULT.match(rest) or RESULT.match(self.arguments)
        self.result = result and result[1]
        self.end, self.is_injected = end, "(INJECTED)" in rest

    @property
    def path(self):
        found = PATH.match(self.arguments)
        return found[1] if found else ""

    @property
    def texts(self):
        return [codecs.escape_decode(text.encode("latin-1"))[0] for text in TEXT.findall(self.arguments)]

    @property
    def is_good(self):
        return self.end is not None and self.result not in (None, "?") and not self.result.startswith("-")


def read(log):
    """The calls of a log in the order in which they began; a call that a kill cut off has no end."""
    calls, open_calls = [], {}
    with open(log, encoding="latin-1") as lines:
        for number, line in enumerate(lines):
            parts = LINE.match(line)
            if not parts:
                continue
            thread, rest = parts.groups()
            resumed, begun = RESUMED.match(rest), BEGUN.match(rest)
            if resumed:
                call = open_calls.pop((thread, resumed[1]), None)
                if call:
                    call.finish(number, resumed[2])
            elif begun:
                call = Call(thread, number, begun[1], begun[2])
                calls.append(call)
                if rest.endswith("<unfinished ...>"):
                    call.arguments = call.arguments.removesuffix("<unfinished ...>")
                    open_calls[thread, begun[1]] = call
                else:
                    call.finish(number, "")
                    call.is_injected = "(INJECTED)" in rest
    return calls


# The events on the disk


class Disk:
    """Which events are durable in database and witness, as far as a log has been read."""

    def __init__(self):
        self.written = {}  # by event number: the event, and the place in the log where its first commit was synced
        self.commit, self.synced = set(), 0
        self.witness = None  # the event number in the record that is not synced yet
        self.recorded = 0  # the number of the last event that is on the disk in database and witness
        self.process, self.first = 0, 0  # the newest process, and the number of its first event
        self.has_failed = False

    def see(self, call):
        """Takes notice of a call that has ended, unless it is about the script's own journal, which no drain or reboot waits for."""
        if "/execution%3A" in call.path:
            return
        # SQLite ignores a failed sync of a folder; the program syncs the folder itself.
        self.has_failed |= call.is_injected and "." in os.path.basename(call.path)
        if self.has_failed or not call.is_good:
            return
        if call.path.endswith("-wal"):
            self.see_log(call)
        elif call.path.endswith(".witness"):
            self.see_witness(call)

    def see_log(self, call):
        if call.name in SYNCS:
            self.synced = max(self.synced, *self.commit, 0) if self.commit else self.synced
            self.commit = set()
        elif call.name == "pwrite64":
            data = b"".join(call.texts)
            for process, number in PROCESS.findall(data):
                if int(process) > self.process:
                    self.process, self.first = int(process), int(number)
            for match in EVENT.finditer(data):
                event = json.loads(match[0])
                if event["seq"] not in self.written:
                    self.written[event["seq"]] = event
                self.commit.add(event["seq"])

    def see_witness(self, call):
        if call.name == "pwrite64":
            record = call.texts[0]
            self.witness = int.from_bytes(record[8:16], "little") if record.startswith(WITNESS) else None
        elif call.name in SYNCS and self.witness is not None:
            self.recorded = self.witness

    def event_before(self, effect, ids, used):
        """The newest event of this process that announces an effect and is on the disk; nil where there is none."""
        for number in sorted(self.written, reverse=True):
            event = self.written[number]
            is_new = number > self.first and all(number > used.get((effect, name), 0) for name in ids)
            if event["kind"] in EVENTS[effect] and is_new and set(ids) <= set(subjects(event)):
                return event if number <= self.recorded and number <= self.synced else None
        return None


def subjects(event):
    return event.get("ids") or [event.get("id")]


# Effects


def effect_of(call, pending):
    """What a call does to the world: its kind and the instances; `pending` has heads of requests whose body comes in another call."""
    if call.name == "rename":
        source, target = (text.decode() for text in call.texts)
        side = os.path.basename(os.path.dirname(target))
        return ("drain" if side == "out" else "undrain", [os.path.basename(source)])
    if call.name in ("write", "writev") and call.path.startswith("socket:"):
        data = pending.pop(call.path, b"") + b"".join(call.texts)
        if b"X-ZC-Action: RebootInstances" not in data:
            return None
        body = data.partition(b"\r\n\r\n")[2]
        if not body:
            pending[call.path] = data
            return None
        return ("reboot", json.loads(body)["instanceIds"])
    return None


def disorder(calls, cut_off=()):
    """Effects before which their event was not durable, as sentences; and how many effects there were.

    `cut_off` has hooks, as kind and instance, of which an earlier process has an event: they are called again without another.
    """
    disk, used, pending, problems, count = Disk(), {}, {}, [], 0
    moments = [(call.begin, 1, call) for call in calls] + [(call.end, 0, call) for call in calls if call.end is not None]
    for _, is_begin, call in sorted(moments, key=lambda moment: moment[:2]):
        if not is_begin:
            disk.see(call)
            continue
        effect = effect_of(call, pending)
        if not effect or effect[0] == "undrain" and disk.has_failed:  # after a disk failure, an undrain needs no event
            continue
        count += 1
        event = disk.event_before(*effect, used)
        if not event and not {(effect[0], name) for name in effect[1]} <= set(cut_off):
            problems.append(f"{effect[0]} of {' '.join(effect[1])} in line {call.begin + 1} without an event on the disk before it")
        elif event:
            used.update({(effect[0], name): event["seq"] for name in effect[1]})
    return problems, count

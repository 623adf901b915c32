#!/usr/bin/env python3
"""Opens the pages of a rehearsal in headless Chromium, and looks whether they show what they should.

Usage: scripts/dev/page-test.py [--keep FOLDER] [PROGRAM]

`zecscript rehearse --html` makes a page for a runbook that violates something and one for a roll that does not. Each is opened
wide and narrow, light and dark: no script, no error, no request to anywhere; a limit and a bar for each instance in the charts,
the violation marked; and the lines and the text are there in the picture as well, in the page's own colours. --keep leaves
the pages and their pictures in a folder, for people to look at. Ends with 1 when something is wrong.
"""

import argparse
import base64
import fcntl
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zlib
from dataclasses import dataclass

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
WATCHDOG = 180  # seconds; far above what the whole test takes
WIDTHS, SCHEMES = [1280, 400], ["light", "dark"]
LABEL_PIXELS_MIN = 9  # the height of the smallest letter that can be read
MARKUP = "<script>document.title='injected'</script><img src=x>&\""  # an argument that must stay text


@dataclass
class Case:
    name: str
    fleet: int
    options: list  # the options of rehearse
    command: list  # the script and its arguments
    violated: str = ""


CASES = [
    Case("violation", 20, ["--runs", "20", "--faults", "normal", "--max-down", "4"],
         ["Tests/Fixtures/Runbooks/running-right-after.lua", MARKUP], "never more down at once than allowed"),
    Case("clean", 40, ["--runs", "3", "--faults", "calm"],
         ["scripts/rolling.lua", "--all", "--batch-size", "10", "--health-url", "http://%s/health"]),
]


def rehearse(program, case, page):
    """Makes the page, and returns how many instances the smallest case has."""
    command = [program, "rehearse", "--fleet", str(case.fleet), "--html", page, *case.options, *case.command]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=WATCHDOG)
    if run.returncode != (5 if case.violated else 0):
        sys.exit(f"page-test: {case.name}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
    found = re.search(r"The smallest case found: (\d+) instance", run.stdout)
    return int(found[1]) if found else 0


# MARK: The browser

class Browser:
    """Chromium, spoken to by its DevTools protocol over two pipes: JSON with a zero byte after each message."""

    def __init__(self, program, folder):
        command_end, self.commands = os.pipe()
        self.messages, message_end = os.pipe()
        # Chromium needs its ends as descriptors 3 and 4, and the ends in this process may have these numbers already.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (command_end, message_end)]
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
             f"--user-data-dir={folder}/profile", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=lambda: (os.dup2(ends[0], 3), os.dup2(ends[1], 4)))
        for end in [command_end, message_end, *ends]:
            os.close(end)
        self.watchdog = threading.Timer(WATCHDOG, self.process.kill)
        self.watchdog.start()
        self.unread, self.numbers, self.events, self.session = b"", itertools.count(1), [], None

    def close(self):
        self.call("Browser.close")
        self.process.wait(timeout=20)
        self.watchdog.cancel()

    def receive(self):
        while b"\0" not in self.unread:
            piece = os.read(self.messages, 1 << 20)
            if not piece:
                sys.exit("page-test: Chromium has ended")
            self.unread += piece
        message, self.unread = self.unread.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != number:
            self.events.append(answer)
        if "error" in answer:
            sys.exit(f"page-test: {method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, path, width, scheme):
        """Opens a page in a tab of its own, and waits until it is loaded."""
        self.session, self.events = None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url="file://" + path)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"page-test: {result['exceptionDetails']}")
        return result["result"].get("value")

    def picture(self, clip=None):
        """A part of the page as it looks, or all of it, as PNG."""
        options = {"clip": {**clip, "scale": 1}} if clip else {}
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True, **options)["data"])

    def complaints(self):
        """What went wrong while the page was loaded, and each request that was made beside that for the page."""
        for event in self.events:
            parameters = event.get("params", {})
            match event.get("method"):
                case "Runtime.exceptionThrown":
                    yield "script error: " + parameters["exceptionDetails"]["text"]
                case "Runtime.consoleAPICalled":
                    yield f"console: {parameters['args']}"
                case "Log.entryAdded":
                    yield "logged: " + parameters["entry"]["text"]
                case "Network.requestWillBeSent" if parameters["type"] != "Document":
                    yield "asks for " + parameters["request"]["url"]


# MARK: Pictures

class Picture:
    """The pixels of a PNG of eight bits a channel, as Chromium writes them."""

    def __init__(self, png):
        header, data, at = None, b"", 8
        while at < len(png):
            length, kind = int.from_bytes(png[at:at + 4], "big"), png[at + 4:at + 8]
            body = png[at + 8:at + 8 + length]
            header = body if kind == b"IHDR" else header
            data += body if kind == b"IDAT" else b""
            at += 12 + length
        self.width, self.height = (int.from_bytes(header[i:i + 4], "big") for i in (0, 4))
        self.channels = {2: 3, 6: 4}[header[9]]
        self.rows = list(self.unfiltered(zlib.decompress(data)))

    def unfiltered(self, data):
        size, back = self.width * self.channels, self.channels
        above = bytearray(size)
        for start in range(0, len(data), size + 1):
            kind, row = data[start], bytearray(data[start + 1:start + 1 + size])
            for i in range(size if kind else 0):
                left, up = row[i - back] if i >= back else 0, above[i]
                corner = above[i - back] if i >= back else 0
                row[i] = row[i] + (left, up, (left + up) // 2, self.nearest(left, up, corner))[kind - 1] & 255
            yield row
            above = row

    @staticmethod
    def nearest(left, up, corner):
        guess = left + up - corner
        return min((left, up, corner), key=lambda value: abs(guess - value))

    def pixels(self):
        for row in self.rows:
            for i in range(0, len(row), self.channels):
                yield tuple(row[i:i + 3])

    def share(self, color, tolerance=40):
        """The share of the pixels that have about this color."""
        count = sum(all(abs(a - b) <= tolerance for a, b in zip(pixel, color)) for pixel in self.pixels())
        return count / (self.width * self.height)


# MARK: What a page must show

READ = """(() => {
    const box = element => { const r = element.getBoundingClientRect();
        return { x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height } }
    const color = (element, property) => getComputedStyle(element)[property].match(/[0-9.]+/g).slice(0, 3).map(Number)
    const all = (selector, from = document) => [...from.querySelectorAll(selector)]
    const chart = svg => ({
        title: svg.querySelector("title")?.textContent, box: box(svg),
        limits: all("line.limit", svg).map(line => ({ box: box(line), color: color(line, "stroke") })),
        limitLabels: all(".limit-label", svg).map(label => label.textContent),
        violations: all("line.violation", svg).map(line => ({ box: box(line), color: color(line, "stroke") })),
        rows: new Set(all("rect", svg).map(rect => rect.getAttribute("y"))).size,
        names: all("text.label[text-anchor=end]", svg).map(label => label.textContent),
        untitled: all("rect", svg).filter(rect => !rect.querySelector("title")?.textContent).length,
        letters: Math.min(...all("text", svg).map(text => text.getBoundingClientRect().height)) / 1.2,
        outside: all("text", svg).filter(text => { const t = box(text), s = box(svg);
            return t.x < s.x - 1 || t.x + t.width > s.x + s.width + 1 || t.y < s.y - 1 }).map(text => text.textContent),
    })
    return {
        title: document.title, text: document.body.innerText, markup: document.documentElement.outerHTML,
        loads: all("script, link, iframe, object, embed, img, video, audio, [src], [href], [onload], [onerror]").length,
        heading: { box: box(document.querySelector("h1")), ink: color(document.querySelector("h1"), "color") },
        paper: color(document.body, "backgroundColor"),
        verdict: document.querySelector(".verdict")?.className, charts: all("svg").map(chart),
        marked: all(".timeline tr.violation").map(row => row.textContent), timeline: all(".timeline tr").length,
        split: all(".timeline td:nth-child(2)").filter(cell => { const range = document.createRange();
            range.selectNodeContents(cell); return range.getClientRects().length > 1 }).map(cell => cell.textContent),
        excess: document.documentElement.scrollWidth - innerWidth,
        left_out: all(".note").map(note => note.textContent).join(" "),
    }
})()"""


def problems_of_text(case, page):
    if page["loads"] or re.search(r"url\(|@import|javascript:", page["markup"]):
        yield "is not self-contained, or holds markup from outside"
    if page["title"] == "injected":
        yield "ran a script that was an argument"
    if case.command[-1] not in page["text"]:
        yield "does not show the arguments as they are"
    if len(page["text"]) < 400 or len(page["title"]) < 5:
        yield "has hardly any text"
    if wrong := re.findall(r"\bnil\b|\bnan\b|\binf\b|Optional\(|undefined", page["text"]):
        yield f"says {wrong[0]}"
    if page["excess"] > 0:
        yield f"is {page['excess']} pixels wider than the window"
    if page["verdict"] != f"verdict {'bad' if case.violated else 'good'}":
        yield f"has the verdict {page['verdict']}"
    if case.violated and (case.violated not in page["text"] or len(page["marked"]) != 1):
        yield "does not mark the violation in what happened"
    if page["split"]:
        yield f"breaks words: {', '.join(sorted(set(page['split'])))}"


def problems_of_charts(case, page, fleets):
    """The pictures come in pairs, who is down and each instance's way: for the run, and for the smallest case."""
    if len(page["charts"]) != 2 * len(fleets):
        yield f"has {len(page['charts'])} charts"
        return
    for fleet, down, bars in zip(fleets, page["charts"][::2], page["charts"][1::2]):
        if len(down["limits"]) != 1 or not down["limitLabels"]:
            yield f"{down['title']}: no line for the limit"
        untouched = sum(int(count) for count in re.findall(r"\d+", page["left_out"])) if fleet == case.fleet else 0
        if not bars["rows"] == len(bars["names"]) == len(set(bars["names"])) == fleet - untouched:
            yield f"{bars['title']}: {bars['rows']} bars and {len(bars['names'])} names for {fleet} instances"
        if bars["untitled"]:
            yield f"{bars['title']}: {bars['untitled']} stretches without a word"
        for chart in (down, bars):
            if len(chart["violations"]) != bool(case.violated):
                yield f"{chart['title']}: {len(chart['violations'])} marks of a violation"
            if chart["letters"] < LABEL_PIXELS_MIN:
                yield f"{chart['title']}: letters of {chart['letters']:.1f} pixels"
            if chart["outside"]:
                yield f"{chart['title']}: cut off: {', '.join(chart['outside'])}"


def problems_of_picture(browser, page, width):
    """The lines are looked for where they should be, each in its own color; a narrow window may have to be scrolled for them."""
    heading = Picture(browser.picture(page["heading"]["box"]))
    if not (heading.share(page["heading"]["ink"]) > 0.01 and heading.share(page["paper"]) > 0.5):
        yield "the heading can't be seen"
    for chart in page["charts"][:2] if width == WIDTHS[0] else []:
        # A strip of three pixels around a line: less than half of its pixels are the line, and a dashed line has gaps.
        for name, lines, share in [("limit", chart["limits"], 0.1), ("violation", chart["violations"], 0.3)]:
            for line in lines:
                box = line["box"]
                clip = {"x": box["x"] - 1.5, "y": box["y"] - 1.5, "width": box["width"] + 3, "height": box["height"] + 3}
                if Picture(browser.picture(clip)).share(line["color"]) < share:
                    yield f"{chart['title']}: the line of the {name} can't be seen"


def look(browser, case, path, fleets, width, scheme, keep):
    browser.open(path, width, scheme)
    page = browser.evaluate(READ)
    problems = [*browser.complaints(), *problems_of_text(case, page), *problems_of_charts(case, page, fleets),
                *problems_of_picture(browser, page, width)]
    if keep:
        with open(os.path.join(keep, f"{case.name}-{width}-{scheme}.png"), "wb") as file:
            file.write(browser.picture())
    print(f"{'FAILED' if problems else 'ok':6}  {case.name}, {width} pixels, {scheme}", flush=True)
    for problem in problems:
        print(f"        {problem}")
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=os.path.join(ROOT, ".build/release/zecscript"))
    parser.add_argument("--keep", metavar="FOLDER", help="leave the pages and their pictures there")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("page-test: there is no chromium; on Debian it is the package of that name")
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.abspath(options.keep or temporary)
        os.makedirs(folder, exist_ok=True)
        browser = Browser(chromium, temporary)
        for case in CASES:
            path = os.path.join(folder, case.name + ".html")
            smallest = rehearse(os.path.abspath(options.program), case, path)
            fleets = [case.fleet] + ([smallest] if case.violated else [])
            for width, scheme in itertools.product(WIDTHS, SCHEMES):
                results.append(look(browser, case, path, fleets, width, scheme, options.keep))
        browser.close()
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

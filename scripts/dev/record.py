#!/usr/bin/env python3
"""Records the program in a pseudo-terminal and draws the recording as an animated SVG for the README.

Usage: scripts/dev/record.py [PROGRAM] [--output FILE]

The picture has no script: CSS shows one frame after the other. It follows the light or dark mode of the reader. Where the reader
prefers reduced motion, or where CSS is not animated, it shows the last frame.
"""

import argparse
import codecs
import fcntl
import html
import os
import pty
import re
import select
import struct
import tempfile
import termios
import time

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUTPUT = os.path.join(REPOSITORY, "Sources/zecscript/Documentation.docc/Resources/recording.svg")
COLUMNS, ROWS = 124, 22

# The command that is typed, and how many seconds its result stays.
SCENES = [
    ("zecscript --simulate 12 restart.lua", 2.0),
    ("zecscript rehearse --max-down 2 restart.lua", 5.0),
    ("zecscript --simulate 40 --speed 90 ../rolling.lua --tag role=web --batch-size 8 --health-url http://%s/health", 4.0),
]
TYPING = 0.03  # seconds for each key
FRAME = 0.25  # the shortest time between two frames while a command runs


class Screen:
    """A terminal that knows line feeds, carriage returns, colours of the foreground, and erasing of a line."""

    def __init__(self):
        self.lines, self.column, self.style = [[]], 0, ""

    def write(self, text):
        for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]|\x1b", text):
            if part.startswith("\x1b["):
                self.control(part[2:-1], part[-1])
            elif part == "\n":
                self.lines.append([])
                self.column = 0
            elif part == "\r":
                self.column = 0
            elif part >= " ":
                self.put(part)

    def control(self, arguments, final):
        line = self.lines[-1]
        if final == "K":
            del line[0 if arguments == "2" else self.column:]
        elif final == "A":
            pass  # the program moves the cursor within one line only
        elif final == "m":
            for code in arguments.split(";"):
                if code in ("", "0"):
                    self.style = ""
                elif code == "1":
                    self.style = self.style or "bold"
                elif code in ("31", "91"):
                    self.style = "red"
                elif code in ("32", "92"):
                    self.style = "green"
                elif code in ("33", "93"):
                    self.style = "yellow"
                elif code == "2":
                    self.style = "dim"

    def put(self, character):
        if self.column >= COLUMNS:
            self.lines.append([])
            self.column = 0
        line = self.lines[-1]
        line += [(" ", "")] * (self.column + 1 - len(line))
        line[self.column] = (character, self.style)
        self.column += 1

    def frame(self):
        return [tuple(line) for line in self.lines[-ROWS:]]


class Recording:
    """Frames, each with the seconds that it stays."""

    def __init__(self):
        self.screen, self.frames = Screen(), []

    def hold(self, seconds):
        frame = self.screen.frame()
        if self.frames and self.frames[-1][0] == frame:
            self.frames[-1][1] += seconds
        else:
            self.frames.append([frame, seconds])

    def type(self, command):
        self.screen.style = "prompt"
        self.screen.write("$ ")
        self.screen.style = ""
        for start in range(0, len(command), 4):  # a frame shows four more keys
            self.screen.write(command[start:start + 4])
            self.hold(4 * TYPING)
        self.hold(0.5)
        self.screen.write("\n")

    def run(self, command, environment, folder):
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "-c", command], environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        decoder, last = codecs.getincrementaldecoder("utf-8")("replace"), time.monotonic()
        while True:
            select.select([terminal], [], [], FRAME)
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            now = time.monotonic()
            if now - last >= FRAME:
                self.hold(now - last)
                last = now
            self.screen.write(decoder.decode(data))
        os.waitpid(child, 0)


def record(program):
    recording = Recording()
    with tempfile.TemporaryDirectory(prefix="zecscript-") as home:
        os.symlink(program, os.path.join(home, "zecscript"))
        environment = {
            "PATH": f"{home}:/usr/bin:/bin", "HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "STATE_DIRECTORY": os.path.join(home, "state"),
        }
        for command, seconds in SCENES:
            recording.screen.lines, recording.screen.column = [[]], 0
            recording.type(command)
            recording.run(command, environment, os.path.join(REPOSITORY, "scripts/examples"))
            recording.hold(seconds)
    return recording.frames


# MARK: The picture

WIDTH, HEIGHT, MARGIN = 8.4, 18, 14  # the width of a character, the height of a line, the margin around the text

STYLE = """
.paper { fill: #ffffff; stroke: #d0d7de } .text { fill: #1f2328 } .prompt { fill: #0969da } .dim { fill: #59636e }
.red { fill: #cf222e } .green { fill: #1a7f37 } .yellow { fill: #9a6700 } .bold { font-weight: 700 }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; stroke: #3d444d } .text { fill: #e6edf3 } .prompt { fill: #4493f8 } .dim { fill: #9198a1 }
.red { fill: #f85149 } .green { fill: #3fb950 } .yellow { fill: #d29922 }
}
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre }
"""


def runs(line):
    """Pieces of a line with the same style: column, text, style."""
    pieces = []
    for column, (character, style) in enumerate(line):
        if pieces and pieces[-1][2] == style:
            pieces[-1][1] += character
        else:
            pieces.append([column, character, style])
    return [piece for piece in pieces if piece[1].strip()]


def drawn(frame):
    parts = []
    for row, line in enumerate(frame):
        y = MARGIN + HEIGHT * row + 13
        for column, text, style in runs(line):
            kept = text.rstrip()
            x, length = MARGIN + WIDTH * column, WIDTH * len(kept)
            kind = f' class="{style}"' if style else ""
            parts.append(f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" xml:space="preserve"{kind}>'
                         f"{html.escape(kept)}</text>")
    return "".join(parts)


def picture(frames):
    """All frames lie above each other; each is visible for its part of the time, and the last one without animation."""
    total = sum(seconds for _, seconds in frames)
    rules, groups, begin = [STYLE], [], 0.0
    for number, (frame, seconds) in enumerate(frames):
        end = begin + seconds
        is_last = number == len(frames) - 1
        # step-end: each value holds until the next percentage.
        hidden_before = "0% { visibility: hidden } " if begin > 0 else ""
        hidden_after = "" if is_last else f" {100 * end / total:.2f}% {{ visibility: hidden }}"
        rules.append(
            f"@keyframes f{number} {{ {hidden_before}{100 * begin / total:.2f}% {{ visibility: visible }}{hidden_after}"
            f" 100% {{ visibility: {'visible' if is_last else 'hidden'} }} }}")
        rules.append(
            f"#f{number} {{ visibility: {'visible' if is_last else 'hidden'}; "
            f"animation: f{number} {total:.2f}s step-end infinite }}")
        groups.append(f'<g id="f{number}" class="text">{drawn(frame)}</g>')
        begin = end
    rules.append("@media (prefers-reduced-motion: reduce) { g { animation: none !important } }")
    width, height = COLUMNS * WIDTH + 2 * MARGIN, ROWS * HEIGHT + 2 * MARGIN
    newline = "\n"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img">
<title>A script runs in a simulated cloud, its rehearsal finds a mistake, and the library reboots a fleet safely</title>
<style>{newline.join(rules)}</style>
<rect class="paper" x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1:.0f}" rx="8"/>
{newline.join(groups)}
</svg>
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", nargs="?", default=os.path.join(REPOSITORY, ".build/release/zecscript"))
    parser.add_argument("--output", default=OUTPUT)
    options = parser.parse_args()
    frames = record(os.path.abspath(options.program))
    os.makedirs(os.path.dirname(options.output), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(picture(frames))
    print(f"{options.output}: {len(frames)} frames, {sum(s for _, s in frames):.0f} s, {os.path.getsize(options.output)} bytes")


if __name__ == "__main__":
    main()

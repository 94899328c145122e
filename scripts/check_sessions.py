"""The terminal sessions in the documents are what the program prints now.

Every `console` block of a document is run, in order, in one folder that holds only `docs` and `packs`: a line that begins
with `$ ` is a command (a line ending in `\\` goes on), what follows is its output. Seconds and rates may differ. A line
`…` stands for any number of lines. A fenced block with a file name after its language (```csv households.csv) writes that
file first. `--write` puts the real output in. In shell blocks and code spans every `chungtay` command and option must exist.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tracked import ROOT, is_text, report, tracked

FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", re.M | re.S)
VARIES = [
    (re.compile(r"\b\d+(?:[.,]\d+)* ?(ms|s|giây|seconds?)\b"), r"N \1"),
    (re.compile(r"\b\d+(?:[.,]\d+)* (households|hộ)/(s|giây)"), r"N \1/\2"),
]


def like(text: str) -> str:
    """A line without what differs from run to run."""
    for pattern, instead in VARIES:
        text = pattern.sub(instead, text)
    return text.rstrip()


def matches(said: list[str], real: list[str]) -> bool:
    """Whether the output is as the document says; `…` is any number of lines."""
    if not said:
        return not real
    if said[0].strip() == "…":
        return any(matches(said[1:], real[i:]) for i in range(len(real) + 1))
    return bool(real) and like(said[0]) == like(real[0]) and matches(said[1:], real[1:])


def steps(block: str) -> list[tuple[list[str], list[str]]]:
    """Commands with their outputs, as lines."""
    found, lines = [], block.rstrip("\n").split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].startswith("$ "):
            raise ValueError(f"a console block begins with a command: {lines[at]!r}")
        command = [lines[at]]
        while command[-1].endswith("\\"):
            at += 1
            command.append(lines[at])
        at += 1
        output = []
        while at < len(lines) and not lines[at].startswith("$ "):
            output.append(lines[at])
            at += 1
        found.append((command, output))
    return found


class Shell:
    """One empty folder with the program on the path."""

    def __init__(self, binary: Path, folder: str):
        self.folder = folder
        self.env = {"PATH": f"{binary.parent}:/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
                    "COLUMNS": "110", "NO_COLOR": "1", "TZ": "UTC"}

    def run(self, command: str) -> list[str]:
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        text = done.stdout.decode(errors="replace")
        return [line.rstrip() for line in text.split("\n")[: -1 if text.endswith("\n") else None]] if text else []


def renew(text: str, shell: Shell) -> tuple[str, list[str]]:
    """The document with real outputs, and what differed."""
    wrong = []

    def one(match: re.Match) -> str:
        language, name, body = match.groups()
        if name and language != "console":
            path = Path(shell.folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body)
        if language != "console":
            return match[0]
        out = []
        for command, said in steps(body):
            # `sh` of a document is bash with `$ ` before it and `> ` nowhere.
            text_of = "\n".join([command[0][2:], *command[1:]])
            real = shell.run(text_of)
            if matches(said, real):
                out += command + said
            else:
                wrong.append("\n".join(["in a session:", *command, "the program prints:", *real[:60]]))
                out += command + real
        return "```console\n" + "\n".join(out) + "\n```"

    return FENCE.sub(one, text), wrong


def commands_in(text: str) -> list[str]:
    """Every `chungtay …` command of the shell blocks and code spans."""
    found = []
    for language, _, body in FENCE.findall(text):
        if language in ("sh", "bash", "console"):
            joined = re.sub(r"\\\n\s*", " ", body)
            found += re.findall(r"^(?:\$ )?(chungtay [^|>\n#]*)", joined, re.M)
    found += re.findall(r"`(chungtay [a-z][^`]*)`", FENCE.sub("", text))
    return found


def help_of(binary: Path, words: list[str], known: dict[tuple, str]) -> str:
    """The help of a subcommand, or nothing where it does not exist."""
    key = tuple(words)
    if key not in known:
        done = subprocess.run([binary, *words, "--help"], capture_output=True, text=True, timeout=60)
        known[key] = done.stdout if done.returncode == 0 else ""
    return known[key]


def command_problems(command: str, binary: Path, known: dict[tuple, str]) -> list[str]:
    """Subcommands and options that the program does not have."""
    words = command.split()[1:]
    path, before = [], []
    # Options for the whole program stand before the subcommand, each with its value.
    while len(words) > 1 and words[0].startswith("--"):
        before.append(words[0])
        words = words[1 if "=" in words[0] else 2 :]
    while words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        if not help_of(binary, [*path, words[0]], known):
            # An argument, not a subcommand, if the words so far take one.
            if path and "<COMMAND>" not in help_of(binary, path, known):
                break
            return [f"`{command.strip()}`: there is no `chungtay {' '.join([*path, words[0]])}`"]
        path.append(words.pop(0))
    page = help_of(binary, path, known)
    options = [re.split(r"[=\]]", word.strip("[]`"))[0] for word in before + words if word.strip("[").startswith("--")]
    return [
        f"`{command.strip()}`: `chungtay {' '.join(path)}` has no option {option}"
        for option in options
        if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", page)
    ]


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--binary", type=Path, required=True)
    ask.add_argument("--write", action="store_true")
    asked = ask.parse_args()
    binary = asked.binary.resolve()
    if not os.access(binary, os.X_OK):
        print(f"{binary} is not there: build it first.")
        return 2
    found, known, sessions = [], {}, 0
    for path in tracked():
        if not path.endswith(".md") or path == "THIRD-PARTY.md" or not is_text(path):
            continue
        text = (ROOT / path).read_text()
        for command in commands_in(text):
            found += [f"{path}: {problem}" for problem in command_problems(command, binary, known)]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("docs", "packs"):
                Path(folder, name).symlink_to(ROOT / name)
            renewed, wrong = renew(text, Shell(binary, folder))
        sessions += text.count("```console")
        if asked.write and renewed != text:
            (ROOT / path).write_text(renewed)
            print(f"{path}: written")
        elif not asked.write:
            found += [f"{path}: {difference}" for difference in wrong]
    code = report(found, "Run `make sessions` and look at the difference before you commit it.")
    if code == 0:
        print(f"{sessions} sessions are what the program prints")
    return code


if __name__ == "__main__":
    sys.exit(main())

"""Documents cite only what exists: paths, links and their anchors, names in the code, `make` targets, numbers of decisions.

Looked at: every tracked Markdown file, and of these the links, the `code spans` and the shell blocks. A code span is a
path when its first part is a folder or file of the project; `<id>`, `*` and `…` in it stand for anything. It is a name
when it has an underscore, `::` or an inner capital; every part of a name must occur somewhere in the project's sources.
Fenced examples are not looked into, except for `make` in shell blocks. A comment `<!-- docs: NAME NAME -->` in a
document declares names that are examples or foreign.
"""

import re
import sys
from pathlib import PurePosixPath

from tracked import ROOT, is_text, report, tracked

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)*!?$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"(`+)(.+?)\1")


class Project:
    """What a document may cite."""

    def __init__(self, files: dict[str, str | None]):
        self.paths = set(files)
        for path in files:
            self.paths.update(str(parent) for parent in PurePosixPath(path).parents)
        self.top = {PurePosixPath(path).parts[0] for path in files}
        sources = [text for path, text in files.items() if text is not None and not path.endswith(".md")]
        self.words = set()
        for text in sources:
            # In `"\nname"` the letter after the backslash belongs to the escape.
            self.words.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", re.sub(r"\\[ntr]", " ", text)))
        # A test in `tests/cases.rs` is cited by its file's name too; a crate by its folder's.
        for path in self.paths:
            self.words.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", PurePosixPath(path).name))
        makefile = files.get("Makefile") or ""
        self.targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))

    def has_path(self, cited: str) -> bool:
        """Whether a path, perhaps with placeholders, is there."""
        cited = cited.rstrip("/")
        if cited in self.paths:
            return True
        if not re.search(r"[<*…]|NNNN|\{", cited):
            return False
        pattern = re.escape(cited)
        pattern = re.sub(r"\\\{([^}]*)\\\}", lambda m: "(" + m[1].replace(",", "|") + ")", pattern)
        pattern = re.sub(r"<[^>]*>|…|NNNN|(\\\*)+", "[^/]*", pattern)
        return any(re.fullmatch(pattern, path) for path in self.paths)


def anchors(text: str) -> set[str]:
    """The anchors that the headings of a document get."""
    found = set()
    for heading in re.findall(r"^#+ +(.*?) *$", without_fences(text), re.M):
        words = re.sub(r"[^\w\- ]", "", heading.lower().replace("`", ""))
        found.add(words.replace(" ", "-"))
    return found


def without_fences(text: str) -> str:
    """The document with the lines of fenced blocks emptied."""
    out, fence = [], None
    for line in text.split("\n"):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and fence is None:
            fence = mark[1]
        elif mark and line.strip() == fence:
            fence = None
        elif fence is None:
            out.append(line)
            continue
        out.append("")
    return "\n".join(out)


def shell_lines(text: str) -> list[tuple[int, str]]:
    """The lines of shell blocks, with their numbers."""
    found, inside = [], False
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"\s*```", line):
            inside = not inside and re.match(r"\s*```(sh|bash|console)\b", line) is not None
        elif inside:
            found.append((number, line))
    return found


def make_targets(command: str) -> list[str]:
    """The targets of a `make` command; variables and options are none."""
    match = re.match(r"\s*(?:\$ )?make((?: +[A-Za-z0-9_=./-]+)*)", command)
    return [w for w in match[1].split() if "=" not in w and not w.startswith("-")] if match else []


def problems_in(path: str, text: str, project: Project, anchors_of) -> list[str]:
    """What one document cites that is not there."""
    found = []
    declared = set(" ".join(re.findall(r"<!-- docs: (.*?) -->", text)).split())
    folder = PurePosixPath(path).parent
    for number, line in enumerate(without_fences(text).split("\n"), start=1):
        spans = [m[2].strip() for m in SPAN.finditer(line)]
        plain = SPAN.sub("`…`", line)
        for match in LINK.finditer(plain):
            target = match[1] or match[2]
            if re.match(r"[a-z]+:", target):
                continue
            to, _, anchor = target.partition("#")
            where = normal(folder / to) if to else path
            if where not in project.paths:
                found.append(f"{path}:{number}: link to {target}: no such file")
            elif anchor and anchor not in anchors_of(where):
                found.append(f"{path}:{number}: link to {target}: no such heading")
        for span in spans:
            if span in declared:
                continue
            for target in make_targets(span):
                if target not in project.targets:
                    found.append(f"{path}:{number}: `{span}`: the Makefile has no `{target}`")
            found += [f"{path}:{number}: {message}" for message in span_problems(span, folder, project)]
    for number, line in shell_lines(text):
        for target in make_targets(line.split("#")[0]):
            if target not in project.targets:
                found.append(f"{path}:{number}: the Makefile has no target `{target}`")
    return found


def normal(path: PurePosixPath) -> str:
    """The path without `.` and `..`."""
    parts = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) or "."


def span_problems(span: str, folder: PurePosixPath, project: Project) -> list[str]:
    """What is wrong with one code span."""
    cited = span.split("::")[0] if "/" in span else span
    if " " not in cited and "/" in cited and not cited.startswith(("/", "-", "~")):
        first = PurePosixPath(cited).parts[0]
        beside = normal(folder / cited)
        if first in project.top or (folder.parts and folder.parts[0] in project.top and project.has_path(beside)):
            if not project.has_path(cited) and not project.has_path(beside):
                return [f"`{span}`: no such path"]
    if NAME.match(span) and ("_" in span or "::" in span or re.search(r"[a-z][A-Z]", span)):
        parts = span.rstrip("!").split("::")
        lost = [part for part in parts if part not in project.words]
        if lost:
            return [f"`{span}`: nothing in the sources is called `{lost[-1]}`"]
    return []


def main() -> int:
    files = {}
    for path in tracked():
        text = is_text(path) and (ROOT / path).stat().st_size < 4_000_000
        files[path] = (ROOT / path).read_text(errors="replace") if text else None
    project = Project(files)
    cache = {}

    def anchors_of(path: str) -> set[str]:
        if path not in cache:
            cache[path] = anchors(files.get(path) or "")
        return cache[path]

    found = []
    for path, text in sorted(files.items()):
        if path.endswith(".md") and path != "THIRD-PARTY.md" and text is not None:
            found += problems_in(path, text, project, anchors_of)
    return report(found, "Mend the document, or the thing it cites.")


if __name__ == "__main__":
    sys.exit(main())

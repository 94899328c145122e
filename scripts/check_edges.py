"""Crates depend on each other only as the table in ARCHITECTURE.md says, and pure crates touch nothing outside.

The table stands between `<!-- edges -->` and `<!-- /edges -->`. A row: crate, kind (`pure` or `shell`), crates it uses,
crates its tests use besides, and words that are for people.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tracked import ROOT, report, tracked

# What a pure crate's own sources must not name. Tests may read packs from the disk.
IMPURE = re.compile(
    r"std::(fs|net|env|process|thread|time)\b|\bSystemTime\b|\bInstant\b|\basync\b|\.await\b|\bunsafe\b"
    r"|\b(tokio|rand|rayon|tracing|log)::|\be?println!|\binclude_dir\b"
)
# What must not be anywhere below a pure crate.
BANNED_BELOW_PURE = {
    "tokio", "async-std", "mio", "rand", "reqwest", "hyper", "rayon", "sqlx", "sea-orm", "rusqlite", "parquet", "tempfile",
    "tracing", "clap",
}


class Row(NamedTuple):
    pure: bool
    uses: set[str]
    tests_use: set[str]


def table(text: str) -> dict[str, Row]:
    """The rows of the edge table by crate."""
    part = re.search(r"<!-- edges -->\n(.*?)<!-- /edges -->", text, re.S)
    if not part:
        raise SystemExit("ARCHITECTURE.md has no table between `<!-- edges -->` and `<!-- /edges -->`.")
    rows = {}
    for line in part[1].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        names = [re.findall(r"`([a-z][a-z0-9_-]*)`", cell) for cell in cells]
        if len(cells) >= 4 and len(names[0]) == 1:
            rows[names[0][0]] = Row(cells[1] == "pure", set(names[2]), set(names[3]))
    return rows


def workspace_edges(metadata: dict) -> dict[str, tuple[set[str], set[str]]]:
    """By crate: the workspace crates it uses, and those only its tests use."""
    members = {p["name"]: p for p in metadata["packages"] if p["id"] in set(metadata["workspace_members"])}
    edges = {}
    for name, package in members.items():
        within = [d for d in package["dependencies"] if d["name"] in members]
        uses = {d["name"] for d in within if d["kind"] != "dev"}
        edges[name] = (uses, {d["name"] for d in within if d["kind"] == "dev"} - uses)
    return edges


def edge_problems(rows: dict[str, Row], edges: dict[str, tuple[set[str], set[str]]]) -> list[str]:
    """Edges without a row, and rows without an edge."""
    found = []
    for name in sorted(set(edges) - set(rows)):
        found.append(f"crate `{name}` is not in the table")
    for name in sorted(set(rows) - set(edges)):
        found.append(f"the table names crate `{name}`, which does not exist")
    for name in sorted(set(rows) & set(edges)):
        for what, real, said in (
            ("uses", edges[name][0], rows[name].uses),
            ("has tests that use", edges[name][1], rows[name].tests_use),
        ):
            found += [f"`{name}` {what} `{other}`, which the table does not allow" for other in sorted(real - said)]
            found += [f"the table says `{name}` {what} `{other}`, which is not so" for other in sorted(said - real)]
        if rows[name].pure:
            found += [
                f"`{name}` is pure and uses `{other}`, which is not"
                for other in sorted(rows[name].uses)
                if other in rows and not rows[other].pure
            ]
    return found


def strip_comments_and_tests(source: str) -> list[str]:
    """The lines of a Rust file that ship; lines keep their numbers."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.strip() == "#[cfg(test)]" and "mod tests" in "".join(lines[number + 1 : number + 2]):
            lines = lines[:number]
            break
    return [re.sub(r"//.*", "", line) for line in lines]


def purity_problems(path: str, source: str) -> list[str]:
    """Uses of the outside world in one source file of a pure crate."""
    return [
        f"{path}:{number}: a pure crate names `{hit[0]}`"
        for number, line in enumerate(strip_comments_and_tests(source), start=1)
        if (hit := IMPURE.search(line))
    ]


def below(name: str, root: Path = ROOT) -> set[str]:
    """Names of all packages that a crate links when it is built alone, itself left out; not the tools that only build it.

    In the program other crates may turn on more features of what they share; that is not this crate's doing.
    """
    command = ["cargo", "tree", "--package", name, "--edges", "normal,no-proc-macro", "--prefix", "none", "--locked"]
    lines = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[0] for line in lines if line.strip()} - {name}


def metadata(root: Path = ROOT) -> dict:
    """`cargo metadata` of the workspace as locked."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    return json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True).stdout)


def main() -> int:
    meta = metadata()
    rows = table((ROOT / "ARCHITECTURE.md").read_text())
    found = edge_problems(rows, workspace_edges(meta))
    sources = [p for p in tracked() if p.startswith("crates/") and "/src/" in p and p.endswith(".rs")]
    folder = {p["name"]: Path(p["manifest_path"]).parent.relative_to(ROOT) for p in meta["packages"]
              if p["id"] in set(meta["workspace_members"])}
    for name in sorted(n for n, row in rows.items() if row.pure and n in folder):
        found += [f"`{name}` is pure and links `{bad}`" for bad in sorted(below(name) & BANNED_BELOW_PURE)]
        for path in sources:
            if path.startswith(f"{folder[name]}/src/") and not path.endswith("/tests.rs"):
                found += purity_problems(path, (ROOT / path).read_text())
    return report(found, "A new edge needs a decision note (docs/decisions) and a row in ARCHITECTURE.md.")


if __name__ == "__main__":
    sys.exit(main())

"""The law is data: no value and no indicator of a pack stands in the Rust sources.

Values below 1,000 are too common to be told from other numbers; for them there is review. Tests may name anything, and
the numbers of the crate that invents populations, and limits named `MAX_…`, decide nothing.
"""

import re
import sys
import tomllib
from pathlib import PurePosixPath

from check_edges import strip_comments_and_tests
from tracked import ROOT, report, tracked

LEAST = 1000


def law_of(packs: dict[str, dict]) -> tuple[set[int], set[str]]:
    """Values and indicator ids of the standards' files."""
    values, ids = set(), set()
    for path, toml in packs.items():
        for entries in toml.get("param", {}).values():
            values |= {int(e["value"]) for e in entries if isinstance(e.get("value"), int) and e["value"] >= LEAST}
        if path.endswith("indicators.toml"):
            ids |= {i["id"] for i in toml.get("indicator", [])}
    return values, ids


def problems_in(path: str, source: str, values: set[int], ids: set[str]) -> list[str]:
    """Pack values and indicator ids in one source file."""
    found = []
    for number, line in enumerate(strip_comments_and_tests(source), start=1):
        if re.search(r"\bconst MAX_", line):
            continue
        # A number inside a message decides nothing.
        bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', line)
        for literal in re.findall(r"(?<![\w.])\d[\d_]*(?![\w.])", bare):
            if int(literal.replace("_", "")) in values:
                found.append(f"{path}:{number}: {literal} is a value of a pack")
        found += [f"{path}:{number}: {name} is an indicator of a pack" for name in re.findall(r'"(\w+)"', line) if name in ids]
    return found


def main() -> int:
    files = tracked()
    packs = {p: tomllib.loads((ROOT / p).read_text()) for p in files if p.startswith("packs/vn/standards/") and p.endswith(".toml")}
    values, ids = law_of(packs)
    found = []
    for path in files:
        parts = PurePosixPath(path).parts
        if path.endswith(".rs") and parts[0] == "crates" and parts[2] == "src":
            decides = parts[1] != "synthetic"
            found += problems_in(path, (ROOT / path).read_text(), values if decides else set(), ids)
    return report(found, "Read it from the pack; code has no thresholds and no indicators.")


if __name__ == "__main__":
    sys.exit(main())

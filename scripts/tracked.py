"""The files of the project: what git tracks, as the checks see it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Read as bytes by programs, never as text by people.
BINARY = {
    ".arrow", ".backup", ".gz", ".ico", ".jpg", ".jpeg", ".jar", ".parquet", ".pdf", ".png", ".ttf", ".webp", ".woff2", ".xlsx", ".zip",
}
# Folders whose files are wrong on purpose: inputs of tests and of the fuzz targets.
MALFORMED = ("malformed", "corpus")


def tracked(root: Path = ROOT) -> list[str]:
    """Paths relative to the root, with `/`, of the tracked files that are still there."""
    out = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    paths = [p for p in out.decode().split("\0") if p]
    return [p for p in paths if (root / p).is_file()]


def is_text(path: str) -> bool:
    """Whether the file must be clean text."""
    p = Path(path)
    return p.suffix.lower() not in BINARY and not any(part in MALFORMED for part in p.parts[:-1])


def report(problems: list[str], remedy: str) -> int:
    """Prints the problems and what to do; the exit code."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem(s). {remedy}")
    return 1 if problems else 0

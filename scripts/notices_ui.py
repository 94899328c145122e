"""The npm packages whose styles, scripts and fonts the pages and the surveyors' app carry: rows and licence texts for
THIRD-PARTY.md.

Read from the `package-lock.json` of each folder of FOLDERS (what is not only for building) and from the installed packages (`make ui`). A
licence that is not in ALLOWED, or a package that is not installed, is an error: a person must look at it first.
"""

import json
import re
from pathlib import Path

from tracked import ROOT

FOLDERS = [ROOT / "apps/ui", ROOT / "apps/surveyor", ROOT / "apps/fonts"]
# Permissive, and the font licence that lets a font travel with a program.
ALLOWED = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT AND OFL-1.1", "OFL-1.1"}
# Packages that declare a licence and carry no text: who holds the copyright, as their stylesheet's first lines say.
HOLDERS = {"@tabler/core": "Copyright 2018-2026 The Tabler Authors; Copyright 2018-2026 codecalm.net Paweł Kuna; "
           "Bootstrap: Copyright 2011-2025 The Bootstrap Authors"}
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def shipped(lock: dict) -> list[tuple[str, str, str]]:
    """Name, version and licence of every package that is not only for building."""
    found = []
    for path, package in lock["packages"].items():
        # What only builds, and what a package would like to find while it builds.
        if path and not package.get("dev") and not package.get("devOptional"):
            name = path.rpartition("node_modules/")[2]
            found.append((name, package["version"], package.get("license", "none")))
    return sorted(found)


def texts_of(name: str, licence: str, folder: Path) -> list[str]:
    """The package's licence and notice files; Apache-2.0 itself is our LICENSE."""
    named = re.compile(r"(licen[cs]e|notice|copyrightnotice)([-._].*)?$", re.I)
    files = sorted(p for p in folder.iterdir() if p.is_file() and named.match(p.name)) if folder.is_dir() else []
    if licence == "Apache-2.0":
        files = [p for p in files if p.name.lower().startswith("notice")]
    texts = [p.read_text(errors="replace").replace("\r\n", "\n") for p in files]
    if not files and name in HOLDERS:
        texts = [HOLDERS[name] + "\n\n" + MIT]
    return ["\n".join(line.rstrip() for line in text.strip().split("\n")) + "\n" for text in texts]


def gather() -> tuple[list[tuple[str, str, str]], dict[str, list[str]], list[str]]:
    """Rows, users by text, and what a person must look at."""
    where = {}
    for folder in FOLDERS:
        for row in shipped(json.loads((folder / "package-lock.json").read_text())):
            where.setdefault(row, folder)
    rows, texts, problems = sorted(where), {}, []
    for row in rows:
        name, version, licence = row
        if licence not in ALLOWED:
            problems.append(f"{name} {version}: licence `{licence}` is not in the list of {Path(__file__).name}")
        installed = where[row] / "node_modules" / name
        own = texts_of(name, licence, installed)
        # Apache-2.0 asks for no more than its text, which is our LICENSE, where a package brings no notice.
        if not own and not (licence == "Apache-2.0" and installed.is_dir()):
            problems.append(f"{name} {version}: no licence text found; run `make ui`, or look into the package")
        for text in own:
            texts.setdefault(text, []).append(f"{name} {version} (npm)")
    return rows, texts, problems

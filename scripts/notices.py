"""Writes THIRD-PARTY.md: every crate that the program `chungtay` links, its licence, its copyright and NOTICE texts.

`--check` compares instead of writing. Of an `A OR B` licence the first of PREFERRED is chosen. A crate whose licence is
not there, or C sources inside a crate that nobody looked at, is an error: a person must read it first.
"""

import difflib
import re
import sys
from pathlib import Path

import notices_ui
from check_edges import metadata
from tracked import ROOT

TARGET = ROOT / "THIRD-PARTY.md"
PROGRAM = "chungtay"

# In order of preference, with the words that its text must contain.
PREFERRED = {
    "Apache-2.0": "Apache License",
    "MIT": "Permission is hereby granted, free of charge",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "Zlib": "This software is provided 'as-is'",
    "Unicode-3.0": "UNICODE LICENSE V3",
    "CC0-1.0": "CC0 1.0 Universal",
    "ISC": "Permission to use, copy, modify, and",
    "CDLA-Permissive-2.0": "Community Data License Agreement",
}
# Foreign sources that a crate carries inside, by crate: the licence files that cover them.
CARRIED = {
    "zstd-sys": ["zstd/LICENSE"],  # the C library zstd: BSD-3-Clause or GPL-2.0; BSD-3-Clause is chosen
    # Pieces of once_cell (either licence) and of fiat-crypto (Apache-2.0).
    "ring": ["src/polyfill/once_cell/LICENSE-APACHE", "src/polyfill/once_cell/LICENSE-MIT", "third_party/fiat/LICENSE"],
    "libsqlite3-sys": ["sqlcipher/LICENSE"],  # lies in the crate, is not compiled; SQLite itself is in the public domain
    "tracing-core": ["src/spin/LICENSE"],
    "regex-syntax": ["src/unicode_tables/LICENSE-UNICODE"],
    "fontdb": ["tests/fonts/LICENSE.txt"],  # public domain; lies in the crate, is not compiled
    "hayro-cmap": ["assets/LICENSE.txt"],  # Adobe's tables of characters: BSD-3-Clause
    "hayro-interpret": ["assets/LICENSE_FOXIT"],  # PDFium's fonts: BSD-3-Clause
    "hayro-jpeg2000": ["assets/LICENSE.txt"],  # a color profile: CC0
    "krilla": ["icc/LICENSE"],  # color profiles: CC0
}


def choose(expression: str) -> list[str]:
    """The licences to keep to, from an SPDX expression (or the old form `A/B`)."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))
    rank = {name: i for i, name in enumerate(PREFERRED)}

    def cost(names: list[str]) -> tuple[int, int]:
        return (sum(rank.get(n, 1000) for n in names), len(names))

    def either() -> list[str]:
        best = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            best = min(best, both(), key=cost)
        return best

    def both() -> list[str]:
        names = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            names = names + [n for n in one() if n not in names]
        return names

    def one() -> list[str]:
        token = tokens.pop(0)
        if token == "(":
            names = either()
            tokens.pop(0)
            return names
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            token += " WITH " + tokens.pop(0)
        return [token]

    return either()


def linked(meta: dict) -> list[dict]:
    """The foreign packages inside the program on any platform, sorted; not those that only build it."""
    packages = {p["id"]: p for p in meta["packages"]}
    nodes = {n["id"]: n for n in meta["resolve"]["nodes"]}
    todo = [i for i, p in packages.items() if p["name"] == PROGRAM]
    seen = set(todo)
    while todo:
        for dep in nodes[todo.pop()]["deps"]:
            is_macro = any("proc-macro" in t["kind"] for t in packages[dep["pkg"]]["targets"])
            if dep["pkg"] not in seen and not is_macro and any(k["kind"] is None for k in dep["dep_kinds"]):
                seen.add(dep["pkg"])
                todo.append(dep["pkg"])
    foreign = [packages[i] for i in seen if packages[i]["source"]]
    return sorted(foreign, key=lambda p: (p["name"], p["version"]))


def tidy(text: str) -> str:
    """A licence text without its accidents: line ends, indentation of the whole, blank lines at the ends."""
    lines = [line.rstrip() for line in text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


def licence_files(folder: Path) -> list[Path]:
    """Licence, copying and notice files at the top of a crate."""
    named = re.compile(r"(licen[cs]e|copying|unlicense|copyright|notice)([-._ ].*)?$", re.I)
    return sorted(p for p in folder.iterdir() if p.is_file() and named.match(p.name))


def texts_for(package: dict, licence: str) -> list[str]:
    """The crate's own copies of this licence."""
    phrase = PREFERRED[licence]
    files = [p for p in licence_files(Path(package["manifest_path"]).parent) if "notice" not in p.name.lower()]
    return [tidy(t) for t in (p.read_text(errors="replace") for p in files) if phrase in re.sub(r"\s+", " ", t)]


def gather(meta: dict) -> tuple[list[tuple], dict[str, list[str]], list[str]]:
    """Rows of the table, users by text to print, and what a person must look at."""
    rows, texts, problems = [], {}, []
    for package in linked(meta):
        name = f"{package['name']} {package['version']}"
        folder = Path(package["manifest_path"]).parent
        chosen = choose(package["license"] or "none")
        rows.append((package["name"], package["version"], " and ".join(chosen), package["repository"] or ""))
        for licence in chosen:
            if licence not in PREFERRED:
                problems.append(f"{name}: licence `{licence}` is not in the list of {Path(__file__).name}")
                continue
            own = texts_for(package, licence)
            if licence == "Apache-2.0":
                continue  # its text is LICENSE; what the crate must have beside it is a NOTICE
            if not own:
                who = ", ".join(package["authors"]) or f"the authors of {package['name']}"
                own = [f"The crate carries no text of the {licence} licence that its manifest declares. Authors: {who}.\n"]
            for text in own[:1]:
                texts.setdefault(text, []).append(name)
        for path in licence_files(folder):
            if path.name.lower().startswith("notice"):
                texts.setdefault(tidy(path.read_text(errors="replace")), []).append(name)
        carried = CARRIED.get(package["name"], [])
        for path in carried:
            if (folder / path).is_file():
                texts.setdefault(tidy((folder / path).read_text(errors="replace")), []).append(f"{name}, {path}")
            else:
                problems.append(f"{name}: {path} is gone; look where the licence of the carried sources is now")
        inner = {str(p.relative_to(folder)) for p in folder.rglob("LICENSE*") if p.is_file() and p.parent != folder}
        for path in sorted(inner - set(carried)):
            problems.append(f"{name}: carries sources with a licence of their own ({path}); add them to CARRIED")
    return rows, texts, problems


def render(rows: list[tuple], texts: dict[str, list[str]], ui: list[tuple]) -> str:
    """The page."""
    out = [
        "# Third-party notices",
        "",
        "Generated by `scripts/notices.py` from the locked dependencies; `make check` proves it current. The program",
        f"`{PROGRAM}` links these {len(rows)} crates and the standard library of Rust (The Rust Project Developers,",
        "Apache-2.0 OR MIT). Where a crate offers a choice of licences, the one used here is named. The text of",
        "Apache-2.0 is [LICENSE](LICENSE); the other texts, with their copyright lines, and all NOTICE files follow the table.",
        "",
        "| crate | version | licence | source |",
        "|---|---|---|---|",
    ]
    out += [f"| {name} | {version} | {licence} | {where} |" for name, version, licence, where in rows]
    out += ["", f"The pages carry styles, scripts and fonts of these {len(ui)} npm packages.", ""]
    out += ["| package | version | licence |", "|---|---|---|"]
    out += [f"| {name} | {version} | {licence} |" for name, version, licence in ui]
    for text, users in sorted(texts.items(), key=lambda item: item[1]):
        fence = "```"
        while fence in text:
            fence += "`"
        out += ["", f"## {'; '.join(users)}", "", f"{fence}text", text.rstrip("\n"), fence]
    return "\n".join(out) + "\n"


def main() -> int:
    rows, texts, problems = gather(metadata())
    ui, ui_texts, ui_problems = notices_ui.gather()
    for text, users in ui_texts.items():
        texts.setdefault(text, []).extend(users)
    problems += ui_problems
    if problems:
        print("\n".join(problems))
        return 1
    page = render(rows, texts, ui)
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(page)
        return 0
    old = TARGET.read_text() if TARGET.is_file() else ""
    if old != page:
        diff = list(difflib.unified_diff(old.splitlines(), page.splitlines(), "THIRD-PARTY.md", "as it should be", n=0, lineterm=""))
        print("\n".join(diff[:40]))
        print("THIRD-PARTY.md is not current: run `make notices` and commit the result.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

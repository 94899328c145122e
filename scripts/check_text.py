"""Every tracked text file is UTF-8, Unicode NFC, with LF line ends and no byte order mark.

Two spellings of the same Vietnamese letter look alike and compare unequal: a name typed on one keyboard would not be
found by one typed on another.
"""

import sys
import unicodedata

from tracked import ROOT, is_text, report, tracked


def problems_in(path: str, raw: bytes) -> list[str]:
    """What is wrong with one file, as `path:line: message`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return [f"{path}:{line}: not UTF-8"]
    found = []
    if text.startswith("\ufeff"):
        found.append(f"{path}:1: begins with a byte order mark")
    if text and not text.endswith("\n"):
        found.append(f"{path}:{text.count(chr(10)) + 1}: the last line has no line end")
    for number, line in enumerate(text.split("\n"), start=1):
        if "\r" in line:
            found.append(f"{path}:{number}: carriage return")
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            at = next((i for i, (a, b) in enumerate(zip(line, composed)) if a != b), len(composed))
            found.append(f"{path}:{number}:{at + 1}: not NFC near {composed[max(0, at - 10):at + 10]!r}")
    return found


def main() -> int:
    found = []
    for path in filter(is_text, tracked()):
        found += problems_in(path, (ROOT / path).read_bytes())
    return report(found, "Save the file as UTF-8, NFC, LF; wrong input for tests belongs into a folder `malformed`.")


if __name__ == "__main__":
    sys.exit(main())

"""The two copies of one plan in corpus/, a scan and a web page: what each program reports between their bodies.

    python benchmarks/copies.py

What holds here: the bodies are the same plan, so whatever is reported is noise. Every program is counted by its own
account of changes, once on the files as they are and once after NFKC on both; nothing else is done for it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Sequence

import differs
from prose import prose
from rejoining import SCAN, WEB, body

import duikou

Count = Callable[[str, str], int]


def lines_of_diff(old: str, new: str) -> int:
    """The lines that `diff -u` marks."""
    return sum(
        line[:1] in "+-" and line[:3] not in ("+++", "---")
        for line in difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="")
    )


def _marks(program: Callable[[str, str], Sequence[differs.Marks]]) -> Count:
    return lambda old, new: len(program(old, new))


def by_duikou(old: str, new: str) -> int:
    """Changes that duikou counts: all but the editorial."""
    return sum(c.klass != "editorial" or c.type in ("move", "renumber") for c in duikou.diff(old, new).changes)


COUNTS: tuple[tuple[str, str, Count], ...] = (
    ("duikou diff", "changes", by_duikou),
    ("diff -u", "marked lines", lines_of_diff),
    *((peer.name, "changes", _marks(peer.marks)) for peer in differs.PEERS),
)


def rows() -> tuple[list[tuple[str, str, int, int]], list[str]]:
    """(program, what is counted, on the files as they are, after NFKC), and the programs that are absent."""
    old, new = body(SCAN.read_text("utf-8")), body(WEB.read_text("utf-8"))
    plain = [unicodedata.normalize("NFKC", side) for side in (old, new)]
    absent = [peer.name for peer in differs.PEERS if not peer.present]
    found = [(name, what, count(old, new), count(*plain)) for name, what, count in COUNTS if name not in absent]
    return found, absent


def section() -> str:
    """This part of docs/benchmarks.md, without its heading."""
    found, absent = rows()
    lines = ["| program | counted | as they are | after NFKC |", "|---|---|---:|---:|"]
    lines += [f"| {name} | {what} | {raw} | {plain} |" for name, what, raw, plain in found]
    parts = [prose("copies"), "\n".join(lines)]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(section())

"""What duikou does and costs, side by side with what people use today: `make bench`.

    python benchmarks/bench.py [--only PART ...] [--small] [--list]

It prints the table and writes docs/benchmarks.md. Each part can be measured alone; the others stay on the page as they
were. sidebyside.py times each command beside its peers; diffing.py (edits of known kind), copies.py (two copies of one
plan), rejoining.py (paragraphs made whole), throughput.py (a thousand documents to a ledger) and archive.py (three
thousand) are the other parts.

What holds here: everything that is compared runs in turn, round after round, in one run on one machine, and only
ratios of medians are reported. A machine's own speed and its noise fall out of a ratio, not out of seconds. Texts,
edits and noise come from fixed seeds. A peer that is not installed is named as absent, and never installed from here.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import archive
import copies
import diffing
import files
import rejoining
import report
import sidebyside
import throughput
from measuring import ROOT
from sidebyside import Part

PAGE = ROOT / "docs" / "benchmarks.md"
# How often every kind of edit meets every layer of noise in every document, and each run of an archive is repeated:
# as often as lets the whole end in about twenty minutes.
EDIT_ROUNDS, ARCHIVE_ROUNDS = 3, 1


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def _edits(small: bool) -> Part:
    return Part((), diffing.section(1 if small else EDIT_ROUNDS, None if small else say))


def _archive(small: bool) -> Part:
    if small:
        return Part((), "Not tried in small: `python benchmarks/archive.py 1` does.")
    text = archive.section(ARCHIVE_ROUNDS)
    # The heading is the page's.
    return Part((), text.removeprefix(f"## {report.TITLES['archive']}").strip())


PARTS: dict[str, Callable[[bool], Part]] = {
    "start": sidebyside.start,
    "clean": sidebyside.clean,
    "extract": sidebyside.extract,
    "diff": sidebyside.diff,
    "pdf": sidebyside.pdf,
    "xlsx": sidebyside.xlsx,
    "files": lambda small: Part((), files.kept(small)),
    "pages": lambda small: Part((), files.memory(small)),
    "copies": lambda _small: Part((), copies.section()),
    "edits": _edits,
    "paragraphs": lambda small: Part((), rejoining.section(40 if small else 1)),
    "thousand": lambda small: Part((), throughput.section(40, (20, 40)) if small else throughput.section()),
    "archive": _archive,
}


def measured(page: report.Page, names: Sequence[str], small: bool = False) -> report.Page:
    """The page with some parts measured anew, one after another."""
    for number, name in enumerate(names, 1):
        say(f"[{number}/{len(names)}] {name}: {report.TITLES[name]} ...")
        began = time.perf_counter()
        part = PARTS[name](small)
        page = report.renewed(page, name, part.text, part.rows)
        say(f"[{number}/{len(names)}] {name}: done in {time.perf_counter() - began:.0f} s")
    return page


def write(text: str) -> None:
    """Put the page in its place, whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=PAGE.parent, delete=False, newline="\n") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, PAGE)


def main() -> None:
    """Measure, print the table and write the page."""
    parser = argparse.ArgumentParser(description="Measure duikou beside what people use today.")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), metavar="PART")
    parser.add_argument("--small", action="store_true", help="little of everything, as a trial; writes nothing")
    parser.add_argument("--list", action="store_true", help="print the parts, and measure nothing")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(f"{name:11} {title}" for name, title in report.TITLES.items()))
        return
    old = report.parsed(PAGE.read_text("utf-8")) if PAGE.exists() and not asked.small else report.Page()
    page = measured(old, asked.only, asked.small)
    text = report.written(page)
    if asked.small:
        print(text)
        return
    write(text)
    print(report.table(page))
    print(f"-> {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

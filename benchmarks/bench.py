"""What duikou costs, side by side with what people use today: `make bench`.

    python benchmarks/bench.py [--only PART ...] [--small] [--list]

It prints the table and writes docs/benchmarks.md. Each part can be measured alone; the others stay on the page as they
were. sidebyside.py times each command beside its peers; throughput.py (a thousand documents to a ledger) and archive.py
(three thousand) are the other parts. How much of what comes out is right is measured in evaluation/.

What holds here: everything that is compared runs in turn, round after round, in one run on one machine, and only
ratios of medians are reported. A machine's own speed and its noise fall out of a ratio, not out of seconds. Texts,
edits and noise come from fixed seeds. A peer that is not installed is named as absent, and never installed from here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "evaluation"))

import archive
import instructions
import pages
import report
import sidebyside
import throughput
from measuring import Row

# How often each run of an archive is repeated: as often as lets the whole end in about twenty minutes.
ARCHIVE_ROUNDS = 1


def _archive(small: bool) -> tuple[str, Sequence[Row]]:
    if small:
        return "Not tried in small: `python benchmarks/archive.py 1` does.", ()
    text = archive.section(ARCHIVE_ROUNDS)
    # The heading is the page's.
    return text.removeprefix(f"## {report.COST.titles['archive']}").strip(), ()


def _of(part: sidebyside.Part) -> tuple[str, Sequence[Row]]:
    return part.text, part.rows


PARTS: report.Parts = {
    "start": lambda small: _of(sidebyside.start(small)),
    "clean": lambda small: _of(sidebyside.clean(small)),
    "stages": lambda small: (instructions.section(small), ()),
    "extract": lambda small: _of(sidebyside.extract(small)),
    "diff": lambda small: _of(sidebyside.diff(small)),
    "pdf": lambda small: _of(sidebyside.pdf(small)),
    "xlsx": lambda small: _of(sidebyside.xlsx(small)),
    "pages": lambda small: (pages.memory(small), ()),
    "thousand": lambda small: ((throughput.section(40, (20, 40)) if small else throughput.section()), ()),
    "archive": _archive,
}

if __name__ == "__main__":
    report.command(report.COST, PARTS, "Measure duikou beside what people use today.")

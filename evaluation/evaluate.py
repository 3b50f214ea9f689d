"""How much of what duikou gives is right, against truth: `make evaluate`.

    python evaluation/evaluate.py [--only PART ...] [--small] [--list]

It writes docs/evaluation.md. Each part can be measured alone; the others stay on the page as they were. The parts
are files.py (what typeset files and scans give back), copies.py (two copies of one plan), diffing.py (edits of
known kind), rejoining.py (paragraphs made whole), aligning.py (plans side by side) and reading.py (unseen documents, as
readers counted them); scorecard.py holds
extraction against plans made with their truth. What it costs is measured in benchmarks/.

What holds here: truth is never made by duikou: it is written by hand, or known because a text was made with it. Texts,
edits and noise come from fixed seeds, so the same program has the same figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import aligning
import copies
import diffing
import files
import reading
import rejoining
import report

# How often every kind of edit meets every layer of noise in every document.
EDIT_ROUNDS = 3

PARTS: report.Parts = {
    "files": lambda small: (files.kept(small), ()),
    "copies": lambda _small: (copies.section(), ()),
    "edits": lambda small: (diffing.section(1 if small else EDIT_ROUNDS, None if small else report.say), ()),
    "paragraphs": lambda small: (rejoining.section(40 if small else 1), ()),
    "aligned": lambda _small: (aligning.section(), ()),
    "read": lambda _small: (reading.section(), ()),
}

if __name__ == "__main__":
    report.command(report.QUALITY, PARTS, "Hold what duikou gives against truth.")

"""Documents that were not known while duikou was written: how many are entirely right, as counted by a reader.

What holds here: the counts are read.toml, written by hand by those who read what came out against the text. Nothing is
run: the documents are not part of the project.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from prose import prose

HERE = Path(__file__).resolve().parent
COLUMNS = ("what", "format", "documents", "looked_at", "before", "after")


def section() -> str:
    """This part of docs/evaluation.md, without its heading."""
    counts = tomllib.loads((HERE / "read.toml").read_text("utf-8"))["read"]
    rows = [f"| {' | '.join(str(one[column]) for column in COLUMNS)} |" for one in counts]
    head = ["| what | format | documents | read | right before | right after |", "|---|---|---|---:|---:|---:|"]
    return f"{prose('read')}\n\n" + "\n".join([*head, *rows])

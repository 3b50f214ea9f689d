"""Documents that were not known while duikou was written: how many are entirely right, as counted by a reader.

    python evaluation/reading.py

What holds here: the counts are read.toml, written by hand by those who read what came out against the text. Nothing is
run: the documents are not part of the project.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "benchmarks"))

from prose import prose


def section() -> str:
    """This part of docs/evaluation.md, without its heading."""
    counts = tomllib.loads((HERE / "read.toml").read_text("utf-8"))["read"]
    rows = [
        f"| {one['what']} | {one['format']} | {one['documents']} | {one['looked_at']} | {one['before']} | {one['after']} |"
        for one in counts
    ]
    head = ["| what | format | documents | read | right before | right after |", "|---|---|---|---:|---:|---:|"]
    return f"{prose('read')}\n\n" + "\n".join([*head, *rows])


if __name__ == "__main__":
    print(section())

"""The lines of a text as the lines stage sees them: stripped, measured, with what the reader knows of each.

What holds here: a `Row` never changes the text. `shape` is the line without white space and with full-width
punctuation, so that one pattern fits a scan and a web page alike; it is for looking at only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.cleaning.chars import BLANKS, width
from duikou.model import Line

_SHAPE = {**{ord(char): None for char in " \t\u00a0\u1680\u202f\u205f\u3000"}, **dict.fromkeys(range(0x2000, 0x200B))}
_SHAPE.update(str.maketrans(",;:?!()", "，；：？！（）"))


_BUT_TAB = BLANKS.replace("\t", "")


class Row(NamedTuple):
    """One line: its span in the text, the text without white space at its edges, and its measures (em)."""

    start: int
    end: int
    text: str
    indent: float
    shape: str
    page: int | None
    role: str
    level: int | None

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing to read."""
        return not self.text

    @property
    def width(self) -> float:
        """The width of the text in characters (em)."""
        return width(self.text)


def rows_of(text: str, lines: Sequence[Line] | None) -> list[Row]:
    """The lines of `text`, which is broken by line feeds only; `lines` are the reader's, one to one, or None."""
    rows = []
    at = 0
    for number, raw in enumerate(text.split("\n")):
        known = lines[number] if lines is not None else None
        stripped = raw.strip(BLANKS)
        if "\t" in stripped:
            stripped = raw.strip(_BUT_TAB)  # a TAB at the edge of a row is an empty cell
        lead = raw[: len(raw) - len(raw.lstrip(BLANKS))]
        rows.append(
            Row(
                at,
                at + len(raw),
                stripped,
                width(lead),
                shape_of(stripped),
                known.page if known else None,
                known.role if known else "text",
                known.level if known else None,
            )
        )
        at += len(raw) + 1
    return rows


def shape_of(text: str) -> str:
    """`text` without white space, with full-width punctuation."""
    return text.translate(_SHAPE)

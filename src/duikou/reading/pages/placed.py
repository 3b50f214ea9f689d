"""Lines with their places become a Source's text and lines.

What holds here: one line of the text for each placed line, in the order given; boxes are in points from the
page's top left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duikou.model import Line, Place

Box = tuple[float, float, float, float]
POINTS = 72.0  # in an inch


@dataclass(frozen=True, slots=True)
class Placed:
    """A line as a page shows it: its text (no line break in it), page from 1, box and size of type in points.

    `score` is how sure a recognition was of it, from 0 to 1; None where the text is known; `doubts` are spans of the
    text that it was unsure of. `merged` as in `Line`.
    """

    text: str
    page: int
    box: Box
    size: float
    role: str = "text"
    score: float | None = None
    merged: tuple[int, ...] = ()
    doubts: tuple[tuple[int, int], ...] = ()


def lines_of(placed: Sequence[Placed]) -> tuple[str, tuple[Line, ...]]:
    """The text of the lines, joined by line feeds, and the lines with their offsets in it."""
    lines, start = [], 0
    for number, item in enumerate(placed, start=1):
        end = start + len(item.text)
        box = (round(item.box[0], 2), round(item.box[1], 2), round(item.box[2], 2), round(item.box[3], 2))
        size = round(item.size, 2)
        lines.append(Line(start, end, number, item.page, item.role, None, box, size, item.merged, item.score))
        start = end + 1
    return "\n".join(item.text for item in placed), tuple(lines)


def place(line: Line) -> Place:
    """The place of a whole line."""
    return Place(line.page, line.number, line.start, line.end)

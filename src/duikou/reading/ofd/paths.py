"""The ruling lines of an OFD page (GB/T 33190-2016, 9: PathObject), as `pdfpaths` gives those of a PDF.

What holds here: a ruling line is a straight stroke along an axis, a side of a stroked shape, or a filled shape as
thin as a line. Curves are none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from duikou.reading.files.container import Element
from duikou.reading.files.elements import child
from duikou.reading.ofd.package import numbers, words
from duikou.reading.pdf.paths import MOST_RULES, Drawing

_THICK = 3.0  # points: the thickest ruling line
_SHORT = 4.0  # points: what is shorter is a dot or a mark
_LEVEL = 0.6  # points that a straight line may stray
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]


def take_path(x: Element, moved: Callable[[float, float], Point], drawing: Drawing) -> None:
    """Add the ruling lines of a PathObject to `drawing`; `moved` gives a point of the page, in points."""
    stroked = (x.get("Stroke") or "true").lower() != "false"
    filled = (x.get("Fill") or "false").lower() == "true"
    drawing.paths += 1
    for shape in _shapes(words(child(x, "AbbreviatedData"))):
        if len(drawing.across) + len(drawing.down) < MOST_RULES and (stroked or filled):
            _take_shape([moved(*point) for point in shape], stroked, drawing)


def _take_shape(points: Sequence[Point], stroked: bool, drawing: Drawing) -> None:
    x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
    y0, y1 = min(p[1] for p in points), max(p[1] for p in points)
    if y1 - y0 <= _THICK and x1 - x0 >= _SHORT:
        drawing.across.append(((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THICK and y1 - y0 >= _SHORT:
        drawing.down.append(((x0 + x1) / 2, y0, y1))
    elif stroked:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) <= _LEVEL and abs(ax - bx) >= _SHORT:
                drawing.across.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) <= _LEVEL and abs(ay - by) >= _SHORT:
                drawing.down.append(((ax + bx) / 2, min(ay, by), max(ay, by)))


def _shapes(path: str) -> list[list[Point]]:
    """The points of each piece of a path; a piece with a curve in it is left out."""
    found: list[list[Point]] = []
    points: list[Point] = []
    curved = False
    parts = path.replace(",", " ").split()
    i = 0
    while i < len(parts):
        letter = parts[i].upper()
        count = _ARGUMENTS.get(letter)
        if count is None:
            i += 1
            continue
        values = numbers(" ".join(parts[i + 1 : i + 1 + count]))
        i += 1 + count
        if len(values) < count:
            break
        if letter in "SM":
            if len(points) > 1 and not curved:
                found.append(points)
            points, curved = [(values[0], values[1])], False
        elif letter == "L":
            points.append((values[0], values[1]))
        elif letter == "C":
            points.append(points[0] if points else (0.0, 0.0))
        else:
            curved = True
            points.append((values[-2], values[-1]))
    if len(points) > 1 and not curved:
        found.append(points)
    return found

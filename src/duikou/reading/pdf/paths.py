"""What is drawn on a PDF page besides characters: ruling lines, dark fills, and how much of it pictures cover.

What holds here: lengths are points from the page's top left, as for the characters. A ruling line is a straight
stroke along an axis, a side of a stroked rectangle, or a filled rectangle as thin as a line (so Word and browsers
draw borders). What is drawn inside a form is found too. A page with more drawing than a table has is a picture, and
gives no ruling lines.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from duikou.reading.pages.placed import Box
from duikou.reading.pdf.pdfium import address, calls
from duikou.reading.pdf.runs import Turn, box_as_shown

MOST_OBJECTS = 50_000
MOST_RULES = 4_000
_MOST_SEGMENTS = 4_000
_THICK = 3.0  # points: the thickest ruling line
_SHORT = 4.0  # points: what is shorter is a dot or a mark
_DARK = 140  # of 255: on a fill with a channel darker, pale text can be read
_PATH, _IMAGE, _FORM = 2, 3, 5
_DEEPEST = 6
_BEZIER, _MOVE = 1, 2
_RECTANGLE = 5  # segments

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """The ruling lines of a page as (at, start, end): `across` at y from x to x, `down` at x from y to y.

    `fills` are boxes of dark colour, `pictures` the boxes of images, `paths` the number of all paths.
    """

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    paths: int = 0

    def covered(self, width: float, height: float) -> float:
        """The part of the page that pictures cover, 0 to 1. Strips of one scan add up."""
        area = sum(
            max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(bottom, height) - max(top, 0.0))
            for x0, top, x1, bottom in self.pictures
        )
        return min(1.0, area / (width * height)) if width and height else 0.0


def read_drawing(page: Any, turn: Turn) -> Drawing:
    """The drawing of an open `pypdfium2.PdfPage`, turned as its characters were."""
    reader = _Reader(turn)
    call, handle = reader.call, address(page.raw)
    for i in range(min(call.count_objects(handle), MOST_OBJECTS)):
        reader.take(call.get_object(handle, i), _SAME, 0)
    drawing = reader.drawing
    if len(drawing.across) + len(drawing.down) > MOST_RULES:
        drawing.across, drawing.down = [], []
    return drawing


class _Reader:
    """Walks over the objects of a page and collects what they draw."""

    def __init__(self, turn: Turn) -> None:
        self.call, self.turn, self.drawing = calls(), turn, Drawing()
        self.left = MOST_OBJECTS
        self.four, self.six, self.mode = (ctypes.c_float * 4)(), (ctypes.c_float * 6)(), (ctypes.c_int * 2)()
        self.colour = (ctypes.c_uint * 4)()

    def take(self, item: int, matrix: Matrix, depth: int) -> None:
        """Collect one object; `matrix` is that of the form it stands in."""
        kind = self.call.type(item)
        if kind == _PATH:
            self._path(item, matrix)
        elif kind == _IMAGE:
            box = self._bounds(item, matrix)
            if box:
                self.drawing.pictures.append(box)
        elif kind == _FORM and depth < _DEEPEST:
            self.call.object_matrix(item, ctypes.addressof(self.six))
            inner = _times(tuple(self.six), matrix)
            for i in range(self.call.count_inside(item)):
                self.left -= 1
                if self.left < 0:
                    return
                self.take(self.call.get_inside(item, i), inner, depth + 1)

    def _bounds(self, item: int, matrix: Matrix) -> Box | None:
        at = ctypes.addressof(self.four)
        if not self.call.bounds(item, at, at + 4, at + 8, at + 12):
            return None
        left, bottom, right, top = self.four
        if matrix is not _SAME:
            xs, ys = zip(*(_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)), strict=True)
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
        return box_as_shown(self.turn, left, bottom, right, top)

    def _path(self, item: int, matrix: Matrix) -> None:
        at = ctypes.addressof(self.mode)
        if not self.call.draw_mode(item, at, at + 4):
            return
        filled, stroked = self.mode
        box = self._bounds(item, matrix) if filled or stroked else None
        if box is None:
            return
        self.drawing.paths += 1
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= _THICK:
            self._rule(box)
        elif stroked:
            self._strokes(item, matrix)
        else:
            self._fill(item, box)
            if self.call.count_segments(item) > _RECTANGLE:
                self._strips(item, matrix)

    def _fill(self, item: int, box: Box) -> None:
        at = ctypes.addressof(self.colour)
        if self.call.object_fill(item, at, at + 4, at + 8, at + 12):
            red, green, blue, alpha = self.colour
            if min(red, green, blue) < _DARK and alpha > 127:
                self.drawing.fills.append(box)

    def _rule(self, box: Box) -> None:
        x0, top, x1, bottom = box
        if x1 - x0 >= max(_SHORT, bottom - top):
            self.drawing.across.append(((top + bottom) / 2, x0, x1))
        elif bottom - top >= _SHORT:
            self.drawing.down.append(((x0 + x1) / 2, top, bottom))

    def _points(self, item: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The corners of each figure of a path, as it is shown; figures with curves have none.

        The points of a path are in its own axes, which its own matrix moves into those of the page or the form.
        """
        call, at = self.call, ctypes.addressof(self.four)
        if call.object_matrix(item, ctypes.addressof(self.six)):
            matrix = _times(tuple(self.six), matrix)
        figures: list[list[tuple[float, float]]] = []
        curved = False
        for i in range(min(call.count_segments(item), _MOST_SEGMENTS)):
            segment = call.segment(item, i)
            kind = call.segment_type(segment)
            call.point(segment, at, at + 4)
            x, y = _moved(matrix, self.four[0], self.four[1])
            x, y, _, _ = box_as_shown(self.turn, x, y, x, y)
            if kind == _MOVE or not figures:
                figures.append([])
                curved = False
            if kind == _BEZIER or curved:
                curved = True
                figures[-1].clear()
            else:
                figures[-1].append((x, y))
                if call.segment_close(segment):
                    figures[-1].append(figures[-1][0])
        return figures

    def _strokes(self, item: int, matrix: Matrix) -> None:
        for figure in self._points(item, matrix):
            for (x0, y0), (x1, y1) in pairwise(figure):
                if min(abs(x1 - x0), abs(y1 - y0)) < 0.5:
                    self._rule((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _strips(self, item: int, matrix: Matrix) -> None:
        """Many thin rectangles filled as one path."""
        for figure in self._points(item, matrix):
            if figure:
                xs, ys = zip(*figure, strict=True)
                if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICK:
                    self._rule((min(xs), min(ys), max(xs), max(ys)))


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)

"""What stands on one page of an OFD file: its characters with their places (GB/T 33190-2016, 8 and 11), and its
pictures.

What holds here: lengths are millimetres. An object's own coordinates go through its CTM, then its Boundary's corner
is added, then the same for the units that hold it. `DeltaX` and `DeltaY` are the steps from each character to the
next, `g 3 5.2` standing for 5.2 three times; where steps are missing the last one is repeated, and without any,
characters follow each other by their widths. Objects that are not visible are not read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from duikou.reading.budget import Budget
from duikou.reading.files.container import Element
from duikou.reading.files.elements import child, children, local
from duikou.reading.ofd.package import Box4, box, numbers, words
from duikou.reading.pages.glyphs import Glyph, is_wide

Matrix = tuple[float, float, float, float, float, float]
POINTS = 72 / 25.4  # in a millimetre
MOST_OBJECTS = 50_000
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_GLYPHS = 200_000  # steps of one text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: the id of its resource and its box (x, y, width, height)."""

    resource: str
    box: Box4


@dataclass(slots=True)
class Content:
    """What was found on a page so far: characters in points from the page's top left, pictures in millimetres, and
    paths with what moves their points to the page. `area` is the page's box, `units` those that objects may refer to.
    """

    area: Box4
    units: dict[str, Element] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    glyphs: list[Glyph] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    paths: list[tuple[Element, Callable[[float, float], tuple[float, float]]]] = field(default_factory=list)
    hidden: int = 0
    runs: int = 0
    uncoded: int = 0  # glyphs for which the file gives no character

    @property
    def width(self) -> float:
        """The page's width in points."""
        return self.area[2] * POINTS

    @property
    def height(self) -> float:
        """The page's height in points."""
        return self.area[3] * POINTS

    def read(self, element: Element | None, outer: Matrix = PLAIN, depth: int = 0) -> None:
        """Take in the objects of a page's content, a layer, a block or a unit of several objects."""
        if element is None:
            return
        self.budget.reach("nesting", depth)
        for x in element:
            kind = local(x)
            if kind in ("Layer", "PageBlock", "Content"):
                self.read(x, outer, depth + 1)
            elif kind in ("TextObject", "ImageObject", "PathObject", "CompositeObject"):
                if (x.get("Visible") or "true").lower() == "false":
                    self.hidden += 1
                else:
                    self._object(x, kind, _times(_own(x), outer), depth)

    def _object(self, x: Element, kind: str, matrix: Matrix, depth: int) -> None:
        if kind == "PathObject":
            if len(self.paths) < MOST_OBJECTS:
                to_page = _times(matrix, self._to_page())
                self.paths.append((x, partial(_point, to_page)))
        elif kind == "TextObject":
            for glyph in _glyphs(x, _times(matrix, self._to_page()), self.runs):
                self.glyphs.append(glyph)
                self.runs = glyph.run
            self.runs += 1
            self.uncoded += _uncoded(x)
        elif kind == "ImageObject":
            corner, far = _point(matrix, 0, 0), _point(matrix, 1, 1)
            area = box(x.get("Boundary"))
            if x.get("CTM"):
                left, right = sorted((corner[0], far[0]))
                top, bottom = sorted((corner[1], far[1]))
                area = (left, top, right - left, bottom - top)
            if area:
                self.pictures.append(Picture(x.get("ResourceID") or "", area))
        else:
            unit = self.units.get(x.get("ResourceID") or "")
            self.budget.spend("visits")
            self.read(unit, matrix, depth + 1)

    def _to_page(self) -> Matrix:
        """From millimetres to points from the page's corner."""
        return (POINTS, 0.0, 0.0, POINTS, -self.area[0] * POINTS, -self.area[1] * POINTS)


def _own(x: Element) -> Matrix:
    """The matrix of an object: its CTM, then its Boundary's corner."""
    values = numbers(x.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else PLAIN
    area = numbers(x.get("Boundary"))
    left, top = (area[0], area[1]) if len(area) == 4 else (0.0, 0.0)
    return (a, b, c, d, e + left, f + top)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def steps(text: str | None) -> list[float]:
    """The steps of DeltaX or DeltaY, repeats spelled out: `g 2 5 3` is [5, 5, 3]."""
    parts = (text or "").replace(",", " ").split()
    found: list[float] = []
    i = 0
    while i < len(parts) and len(found) < _MOST_GLYPHS:
        if parts[i].lower() == "g" and i + 2 < len(parts):
            count, value = numbers(" ".join(parts[i + 1 : i + 3]))
            found += [value] * int(min(max(count, 0), _MOST_GLYPHS))
            i += 3
        else:
            found += numbers(parts[i])
            i += 1
    return found


def _number(x: Element, name: str, default: float) -> float:
    values = numbers(x.get(name))
    return values[0] if values else default


def _glyphs(x: Element, matrix: Matrix, first_run: int) -> Iterator[Glyph]:
    size = _number(x, "Size", 0.0)
    stretch = _number(x, "HScale", 1.0) or 1.0
    turned = _number(x, "CharDirection", 0.0)
    down = _number(x, "ReadDirection", 0.0) % 180 == 90
    across, along = math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])
    if not all(map(math.isfinite, matrix)):
        matrix = (0.0,) * 6
    angle = round(math.degrees(math.atan2(matrix[1], matrix[0])) + turned % 360) % 360
    at_x, at_y, run = 0.0, 0.0, first_run
    for code in children(x, "TextCode"):
        at_x, at_y = _number(code, "X", at_x), _number(code, "Y", at_y)
        text = (code.text or "").strip("\r\n")
        for char, (dx, dy), new_run, upright in _walk(text, code, size, stretch, down):
            run += new_run
            px, py = _point(matrix, at_x + dx, at_y + dy)
            wide = size * stretch * across * (1.0 if is_wide(char) else 0.5)
            yield Glyph(char, px, py, size * along, wide, angle, run, upright)
        run += 1


def _uncoded(x: Element) -> int:
    """How many glyphs of a text object have no character (11.4): they are drawn by their number in the font."""
    given = sum(len((code.text or "").strip()) for code in children(x, "TextCode"))
    drawn = sum(len(words(child(t, "Glyphs")).split()) for t in children(x, "CGTransform"))
    return max(0, drawn - given)


_Step = tuple[str, tuple[float, float], bool, bool]


def _walk(text: str, code: Element, size: float, stretch: float, down: bool) -> Iterator[_Step]:
    """Each character of a TextCode: its way from the first, whether it opens a run, whether it stands in a line."""
    over, under = steps(code.get("DeltaX")), steps(code.get("DeltaY"))
    ways = [(0.0, 0.0)]
    for i, char in enumerate(text[:-1]):
        dx = over[min(i, len(over) - 1)] if over else 0.0
        dy = under[min(i, len(under) - 1)] if under else 0.0
        if not over and not under:
            natural = size * stretch * (1.0 if is_wide(char) else 0.5)
            dx, dy = (0.0, natural) if down else (natural, 0.0)
        ways.append((ways[-1][0] + dx, ways[-1][1] + dy))
    going_down = sum(abs(b[1] - a[1]) > abs(b[0] - a[0]) for a, b in pairwise(ways))
    upright = going_down <= (len(text) - 1) / 2
    for i, char in enumerate(text):
        back = i > 0 and upright and (abs(ways[i][1] - ways[i - 1][1]) > size / 2 or ways[i][0] < ways[i - 1][0])
        yield char, ways[i], back, upright


def units(resources: list[Element]) -> dict[str, Element]:
    """The units of several objects that resources define (8.6), by id."""
    found = {}
    for root in resources:
        for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            found[unit.get("ID") or ""] = unit
    return found

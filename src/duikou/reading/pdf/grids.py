"""Grids of ruling lines on a page, with the cells that they make.

What holds here: lines that cross make a grid; slots without a line between them are one cell. A side that is left
open, as official tables have them, is closed where the lines across end. The lines are those that pdfium gives: to
read the page once more with another library, for its lines alone, would cost more than all else together. Costs grow
with the lines and with the slots, and both are bounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from duikou.reading.pages.placed import Box
from duikou.reading.pdf.paths import Drawing

NEAR = 2.5  # points: lines this near are one, and ends this near touch
_MOST_SLOTS = 20_000
_NARROWEST, _LOWEST = 5.0, 5.0  # points: a slot smaller than this is between two lines of a double border

_Rule = tuple[float, float, float]  # at, start, end


@dataclass(slots=True)
class Grid:
    """A grid of lines: the x of its columns' edges, the y of its rows', and for each slot (row by row) its cell.

    A cell is named by its first slot. `open_start` and `open_end` say that no line closes the first or the last row: a
    row that goes over a page.
    """

    xs: list[float]
    ys: list[float]
    cells: list[int]
    open_start: bool = False
    open_end: bool = False

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def slot(self, x: float, y: float) -> int | None:
        """The slot at a point; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return row * (len(self.xs) - 1) + column


def find_grids(drawing: Drawing) -> list[Grid]:
    """The grids of a page that have two columns or more, from top to bottom."""
    if len(drawing.across) < 2 or not drawing.down:
        return []
    across, down = _joined(drawing.across), _joined(drawing.down)
    grids = [grid for group in _groups(across, down) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _joined(rules: Sequence[_Rule]) -> list[_Rule]:
    """Lines on one axis, near to each other and touching, as one."""
    found: list[list[_Rule]] = []
    for rule in sorted(rules):
        if found and rule[0] - found[-1][0][0] <= NEAR:
            found[-1].append(rule)
        else:
            found.append([rule])
    whole: list[_Rule] = []
    for level in found:
        at = median(rule[0] for rule in level)
        start, end = None, 0.0
        for _, a, b in sorted(level, key=lambda rule: rule[1]):
            if start is None or a > end + NEAR:
                if start is not None:
                    whole.append((at, start, end))
                start, end = a, b
            else:
                end = max(end, b)
        if start is not None:
            whole.append((at, start, end))
    return whole


def _groups(across: list[_Rule], down: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """The lines that hang together by crossing each other."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    levels = [rule[0] for rule in across]
    for k, (x, top, bottom) in enumerate(down):
        first, end = bisect_right(levels, top - NEAR), bisect_right(levels, bottom + NEAR)
        for i in range(first, end):
            if across[i][1] - NEAR <= x <= across[i][2] + NEAR:
                parent[root(i)] = root(len(across) + k)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for k, rule in enumerate(down):
        groups.setdefault(root(len(across) + k), ([], []))[1].append(rule)
    for group in groups.values():
        if len(group[0]) >= 2 and group[1]:
            yield group


def _grid(across: list[_Rule], down: list[_Rule]) -> Grid | None:
    left, right = min(rule[1] for rule in across), max(rule[2] for rule in across)
    top, bottom = across[0][0], across[-1][0]
    ys = _levels([rule[0] for rule in across], _LOWEST)
    xs = _levels([rule[0] for rule in down], _NARROWEST)
    # Open sides: the lines across go on beyond the last line down.
    if xs[0] - left > _NARROWEST and _ends_at(across, 1, left):
        xs.insert(0, left)
        down = [(left, top, bottom), *down]
    if right - xs[-1] > _NARROWEST and _ends_at(across, 2, right):
        xs.append(right)
        down = [*down, (right, top, bottom)]
    # An open end: the lines down go on beyond the last line across, as where a page cuts a row.
    upper, lower = min(rule[1] for rule in down), max(rule[2] for rule in down)
    open_start = ys[0] - upper > _LOWEST and _ends_at(down, 1, upper)
    open_end = lower - ys[-1] > _LOWEST and _ends_at(down, 2, lower)
    ys = [*([upper] if open_start else []), *ys, *([lower] if open_end else [])]
    wide, high = len(xs) - 1, len(ys) - 1
    if wide < 2 or high < 1 or wide * high > _MOST_SLOTS:
        return None
    cells = _cells(_walls(down, xs, ys), _walls(across, ys, xs), wide, high)
    return Grid(xs, ys, cells, open_start, open_end)


def _walls(rules: list[_Rule], levels: list[float], along: list[float]) -> set[tuple[int, int]]:
    """Which edges of slots have a line: (number of the level, number of the slot along it)."""
    walls = set()
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    for at, start, end in rules:
        near = min(range(len(levels)), key=lambda i: abs(levels[i] - at))
        walls |= {(near, k) for k in range(bisect_left(middles, start), bisect_right(middles, end))}
    return walls


def _cells(right: set[tuple[int, int]], below: set[tuple[int, int]], wide: int, high: int) -> list[int]:
    """For each slot its cell. `right` are the walls (edge of a column, row), `below` those (edge of a row, column)."""
    parent = list(range(wide * high))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for row in range(high):
        for column in range(wide):
            slot = row * wide + column
            if column + 1 < wide and (column + 1, row) not in right:
                a, b = root(slot), root(slot + 1)
                parent[max(a, b)] = min(a, b)
            if row + 1 < high and (row + 1, column) not in below:
                a, b = root(slot), root(slot + wide)
                parent[max(a, b)] = min(a, b)
    return [root(i) for i in range(wide * high)]


def _levels(places: list[float], least: float) -> list[float]:
    """The places in order, those nearer than `least` as one."""
    levels: list[float] = []
    for place in sorted(places):
        if not levels or place - levels[-1] > least:
            levels.append(place)
    return levels


def _ends_at(rules: list[_Rule], side: int, edge: float) -> bool:
    return sum(abs(rule[side] - edge) <= NEAR for rule in rules) >= 2

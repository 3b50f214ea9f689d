"""Where the rows of a table begin that no lines part: told by rules across, by white, and by how its cells go on.

What holds here: a row may begin only where white goes across all columns. Of all ways to cut a table there, the one is
taken that least speaks against: a cell that breaks off in mid-sentence or begins anew inside a row, cells of a row that
are level neither at their tops nor in their middles, two numbers in one row. Where another way is nearly as good,
nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from duikou.notation import column_heads
from duikou.notation.numerals import number
from duikou.notation.ordinals import readings
from duikou.reading.pages import cell_lines
from duikou.reading.pdf.lines import PageLine
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.strips import Strip
from duikou.reading.pdf.tables import is_figure

FULL = 1.6  # em: a cell's line that ends so near its edge is a full one
_WIDER = 1.35  # of the gap between lines: the gap between rows
_MISSING = 1.5  # em: a gap in which a line would have room
_LEVEL = 0.35  # em: cells that begin, or have their middles, so near each other stand level
_BROAD = 8.0  # em: in a column so wide a full line is one that goes on below
_ACROSS = 0.8  # of the table's width: a rule so long parts rows
_TALLEST = 40  # stretches of text that one row may have
_MANY_RULES = 3  # so many between its lines part all rows; fewer stand around a table and below its head

# What speaks against a way to cut. The units are those of a cell that ends in mid-row.
_EMPTY = 0.75  # a cell without text
_UNEVEN = 4.0  # a cell that does not stand as its neighbours do
_UNNUMBERED = 2.0  # a row without a number where rows have them
_ENDED, _ENDED_FULL = 1.0, 0.6  # a line that ends a sentence, or is short, above another in one cell
_TWO_BODIES = 0.4  # the name of a body above that of another
_PERHAPS = 0.2  # a line of a narrow column above another in one cell
_HOLE = 2.0  # a line missing between two of one cell
_APART = 1.5  # more white between two lines of a cell than between others
_FIGURES = 2.0  # a figure below a figure in one cell
_HEADS = 4.0  # the head of a column above a line of its cell
_BROKEN, _LISTED, _PERHAPS_BROKEN = 1.5, 2.0, 0.3  # a row that ends within a sentence, at a comma, in a narrow column
_ALLOWED, _ALLOWED_CLEAR = 1.25, 5.0  # a row; where every other way is far worse
_CLEAR = 0.75  # the margin there
_MARGIN = 0.4  # another way must be worse by so much

_SENTENCE = "。；;！!？?"
_GOES_ON = "、，,（(—-"


def row_levels(columns: Sequence[Sequence[PageLine]], drawing: Drawing) -> list[Strip] | None:
    """The rows of a table as stretches from top to bottom, given the lines of its columns; None when nothing tells."""
    lines = [line for column in columns for line in column]
    top, bottom = min(line.box[1] for line in lines), max(line.box[3] for line in lines)
    rules = [y for y in rules_across(drawing, lines) if top < y < bottom]
    bands = list(pairwise([top - 1, *rules, bottom + 1]))
    found: list[Strip] = []
    for at, (begin, end) in enumerate(bands):
        inside = [[line for line in column if begin <= middle(line) < end] for column in columns]
        if not any(inside):
            continue
        outer = at in (0, len(bands) - 1)
        if rules and _is_row(inside, first=at == 0, one_of_many=len(rules) >= _MANY_RULES and not outer):
            found.append((begin, end))
            continue
        parts = _parted(inside, columns, begin, end)
        if parts is None and not rules:
            return None
        found += parts or [(begin, end)]
    return found


def rules_across(drawing: Drawing, lines: Sequence[PageLine]) -> list[float]:
    """The heights at which rules go across nearly all of the lines."""
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    lengths: dict[int, float] = {}
    for y, x0, x1 in drawing.across:
        lengths[round(y)] = lengths.get(round(y), 0.0) + max(0.0, min(x1, right) - max(x0, left))
    return sorted(float(y) for y, length in lengths.items() if length >= _ACROSS * (right - left))


def middle(line: PageLine) -> float:
    """The height at which the middle of a line stands."""
    return (line.box[1] + line.box[3]) / 2


def is_number(text: str) -> bool:
    """Whether a cell holds the number of its row, or a figure, and no more."""
    return text.isdecimal() or number(text) is not None or any(one.end == len(text) for one in readings(text))


def _is_row(inside: Sequence[Sequence[PageLine]], first: bool, one_of_many: bool) -> bool:
    """Whether what stands between two rules is one row: where all rows have rules, and the head above the first."""
    if any(sum(is_number(line.text) for line in column) > 1 for column in inside[:1]):
        return False
    return one_of_many or (first and all(len(column) < 3 for column in inside))


@dataclass(slots=True)
class _Column:
    """The lines of a column, and what speaks against each way to go on from one to the next.

    `first` has for each stretch of text the index of the first line in it or below; `joined` sums what speaks against
    the lines above an index being one cell with the next; `parted` is what speaks against a row's end behind a line.
    """

    lines: Sequence[PageLine]
    first: list[int]
    joined: list[float]
    parted: list[float]
    numbered: bool


def _parted(
    inside: Sequence[Sequence[PageLine]], columns: Sequence[Sequence[PageLine]], begin: float, end: float
) -> list[Strip] | None:
    """The rows between two heights; None when nothing tells them."""
    covered = _covered([line for column in inside for line in column])
    gaps = [(upper[1] + lower[0]) / 2 for upper, lower in pairwise(covered)]
    if not gaps:
        return [(begin, end)]
    white = [b - a for column in inside for a, b in _white(column)]
    least = min((gap for gap in white if gap > 0), default=0.0)
    found = [_column(own, whole, covered, least) for own, whole in zip(inside, columns, strict=True) if own]
    ways = [_Way(found, covered, stand) for stand in (_at_top, _in_middle)]
    best, other = sorted(ways, key=lambda way: way.cost)
    margin = best.margin()
    clear = margin >= _CLEAR and other.cost > 2 * best.cost
    if margin < _MARGIN or best.cost > (_ALLOWED_CLEAR if clear else _ALLOWED) * len(best.starts):
        return None
    cuts = [gaps[start - 1] for start in best.starts[1:]]
    return list(pairwise([begin, *cuts, end]))


def _covered(lines: Sequence[PageLine]) -> list[Strip]:
    """The stretches of height that lines take, those that touch as one."""
    found: list[Strip] = []
    for _, top, _, bottom in sorted((line.box for line in lines), key=lambda box: box[1]):
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found


def _white(column: Sequence[PageLine]) -> Iterator[Strip]:
    """The white between the lines of a column."""
    for upper, lower in pairwise(column):
        yield upper.box[3], lower.box[1]


def _column(lines: Sequence[PageLine], whole: Sequence[PageLine], covered: Sequence[Strip], least: float) -> _Column:
    """A column between two heights; `whole` is the column of the whole table."""
    extent = max(line.box[2] for line in whole) - min(line.box[0] for line in whole)
    first, at = [], 0
    for top, _ in covered:
        while at < len(lines) and lines[at].box[1] < top:
            at += 1
        first.append(at)
    first.append(len(lines))
    pairs = list(pairwise(lines))
    joined = [_against_one_cell(upper, lower, extent, least) for upper, lower in pairs]
    parted = [_against_an_end(upper, lower, extent) for upper, lower in pairs]
    numbered = sum(is_number(line.text) for line in lines) >= max(2, len(lines) - 2)
    return _Column(lines, first, list(accumulate(joined, initial=0.0)), parted, numbered)


def _against_one_cell(upper: PageLine, lower: PageLine, extent: float, least: float) -> float:
    """What speaks against two lines, one below the other, being of one cell."""
    gap = lower.box[1] - upper.box[3]
    cost = 0.0
    if gap > least + _MISSING * upper.size:
        cost += _HOLE
    elif gap > max(_WIDER * least, least + 1):
        cost += _APART
    if is_figure(upper.text) and is_figure(lower.text):
        cost += _FIGURES
    if column_heads.kind(upper.text) and not (column_heads.kind(lower.text) or column_heads.is_foreign(lower.text)):
        cost += _HEADS
    full = _fullness(upper, extent)
    if upper.text.endswith(tuple(_SENTENCE)):
        return cost + (_ENDED_FULL if full else _ENDED)
    if upper.text.endswith(tuple(_GOES_ON)):
        return cost
    if cell_lines.gap(upper.text, lower.text) == "、":
        return cost + _TWO_BODIES
    return cost + max((1 - full) * _ENDED, _PERHAPS if extent < _BROAD * upper.size else 0.0)


def _against_an_end(upper: PageLine, lower: PageLine, extent: float) -> float:
    """What speaks against a cell ending with a line above another."""
    if upper.text.endswith(tuple(_GOES_ON)):
        return _LISTED
    if upper.text.endswith(tuple(_SENTENCE)) or cell_lines.gap(upper.text, lower.text) == "、":
        return 0.0
    return _fullness(upper, extent) * (_PERHAPS_BROKEN if extent < _BROAD * upper.size else _BROKEN)


def _fullness(line: PageLine, extent: float) -> float:
    """How surely a line is a full one, 0 to 1: of its column less is left than a character takes, or than two do."""
    left = (extent - line.box[2] + line.box[0]) / line.size
    return 1.0 if left < 1 else 0.5 if left < FULL else 0.0


def _at_top(lines: Sequence[PageLine], top: float, _bottom: float) -> float:
    """How far a cell is from beginning where its row does."""
    return abs(lines[0].box[1] - top)


def _in_middle(lines: Sequence[PageLine], top: float, bottom: float) -> float:
    """How far the middle of a cell is from that of its row."""
    return abs(lines[0].box[1] + lines[-1].box[3] - top - bottom) / 2


class _Way:
    """The best way to cut columns into rows whose cells all stand as `stand` says: where rows start, and the cost."""

    def __init__(
        self,
        columns: Sequence[_Column],
        covered: Sequence[Strip],
        stand: Callable[[Sequence[PageLine], float, float], float],
    ) -> None:
        self.columns, self.covered, self.stand = columns, covered, stand
        count = len(covered)
        costs, came = [0.0] + [inf] * count, [0] * (count + 1)
        for start in range(count):
            before = costs[start] + self._end(start)
            for end in range(start + 1, min(count, start + _TALLEST) + 1):
                row = self._row(start, end)
                if row == inf:
                    break
                if before + row < costs[end]:
                    costs[end], came[end] = before + row, start
        self.cost = costs[count]
        self.starts = [count]
        while self.starts[0]:
            self.starts.insert(0, came[self.starts[0]])
        self.starts.pop()

    def margin(self) -> float:
        """By how much every way that differs in one row is worse."""
        ends = [*self.starts[1:], len(self.covered)]
        rows = list(zip(self.starts, ends, strict=True))
        merged = (
            self._row(start, end) - self._row(start, at) - self._end(at) - self._row(at, end)
            for (start, at), (_, end) in pairwise(rows)
        )
        split = (
            self._row(start, at) + self._end(at) + self._row(at, end) - self._row(start, end)
            for start, end in rows
            for at in range(start + 1, end)
        )
        return min((*merged, *split), default=inf)

    def _end(self, at: int) -> float:
        """What speaks against a row's end above a stretch."""
        return sum(
            column.parted[column.first[at] - 1] for column in self.columns if 0 < column.first[at] < len(column.lines)
        )

    def _row(self, start: int, end: int) -> float:
        """What speaks against the stretches from `start` to before `end` being one row; `inf` when nothing longer can
        be one either."""
        cost = 0.0
        top, bottom = self.covered[start][0], self.covered[end - 1][1]
        for column in self.columns:
            first, last = column.first[start], column.first[end]
            if first == last:
                cost += _UNNUMBERED if column.numbered and start else _EMPTY
                continue
            lines = column.lines[first:last]
            if column.numbered and sum(is_number(line.text) for line in lines) > 1:
                return inf
            cost += column.joined[last - 1] - column.joined[first]
            if self.stand(lines, top, bottom) > _LEVEL * lines[0].size:
                cost += _UNEVEN
        return cost

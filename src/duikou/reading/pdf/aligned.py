"""Tables of a page that no lines rule, or lines across only: their columns are told by white space alone.

What holds here: only a table whose cells take several lines is looked for, since read line by line its cells would run
into each other (a row's number into the sentence beside it). Where each row is one line, the gaps between its pieces
tell as much. The columns are the strips of white that go down through all lines; the rows lie between rules, between
gaps that are wider than those of the lines, or begin at the numbers of the first column. Where none of these tells the
rows, the lines are left as they are, and the page is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from duikou.errors import t
from duikou.reading.pages.columns import rows
from duikou.reading.pages.placed import Box
from duikou.reading.pdf.lines import PageLine, TableBlock, line_of
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import Run
from duikou.reading.pdf.tables import FULL, cell_text

UNSURE = t("a table without lines; nothing tells its rows, and its cells may be mixed")
_GUTTER = 0.4  # em: a strip of white between columns is at least so wide
_COLUMNS = (3, 12)
_WIDE = 3.0  # em: two columns at least are so wide, or characters of spaced lines would be columns
_FAR = 3.0  # em: what stands further below is no row of the table
_WIDER = 1.35  # of the gap between lines: the gap between rows
_MOST_ROWS = 400  # lines of a page that are looked at

Strip = tuple[float, float]


@dataclass(slots=True)
class Aligned:
    """The tables that were found, the runs outside them, and whether something looks like one whose rows are unsure."""

    tables: list[TableBlock] = field(default_factory=list)
    rest: list[Run] = field(default_factory=list)
    unsure: bool = False


def take_aligned(runs: list[Run], drawing: Drawing) -> Aligned:
    """The tables without lines down among the runs that stand in no other table."""
    if not _in_pieces(runs):
        return Aligned([], runs)
    found = Aligned()
    lines = [[runs[i] for i in row] for row in rows([run.box for run in runs])]
    at = 0
    while at < len(lines):
        begin, end, strips = _region(lines, at)
        if end - begin < 3:
            found.rest += lines[at]
            at += 1
            continue
        table, above, below = _table(lines[begin:end], strips, drawing, found)
        taken = end - at
        if table is None:
            found.rest += [run for line in lines[at:end] for run in line]
        else:
            # Lines above the first that was seen to be in columns were passed on already.
            early = {id(run) for line in lines[begin:at] for run in line}
            found.rest = [run for run in found.rest if id(run) not in early] + above + below
            found.tables.append(table)
        at += taken
    return found


def _in_pieces(runs: Sequence[Run]) -> bool:
    """Whether three runs stand on one level, apart from each other: without such a line there is no table here."""
    places = sorted((run.baseline, run.lefts[0], run.rights[-1], run.size) for run in runs)
    for (y, _, right, size), (_, x, _, _), (low, _, _, _) in zip(places, places[1:], places[2:], strict=False):
        if low - y < size and abs(x - right) >= _GUTTER * size:
            return True
    return False


def _region(lines: list[list[Run]], at: int) -> tuple[int, int, list[Strip]]:
    """The stretch of lines around `at` that the same strips of white go through: first, end, strips."""
    strips = _strips(lines[at])
    if not _COLUMNS[0] <= len(strips) + 1 <= _COLUMNS[1]:
        return at, at, []
    end = at + 1
    while end < len(lines) and end - at < _MOST_ROWS and _near(lines[end - 1], lines[end]):
        left = _through(strips, lines[end])
        if len(left) + 1 < _COLUMNS[0]:
            break
        strips, end = left, end + 1
    begin = at
    while begin and _near(lines[begin - 1], lines[begin]) and len(_through(strips, lines[begin - 1])) == len(strips):
        begin -= 1
    # The first line may have had fewer pieces than there are columns: what goes through all lines counts.
    every = [run for line in lines[begin:end] for run in line]
    return begin, end, _strips(sorted(every, key=lambda run: run.lefts[0]))


def _strips(line: Sequence[Run]) -> list[Strip]:
    """The gaps between the pieces of a line."""
    size = median(run.size for run in line)
    found = []
    right = line[0].rights[-1]
    for run in line[1:]:
        if run.lefts[0] - right >= _GUTTER * size:
            found.append((right, run.lefts[0]))
        right = max(right, run.rights[-1])
    return found


def _through(strips: Sequence[Strip], line: Sequence[Run]) -> list[Strip]:
    """What is left of the strips when a line stands in them."""
    least = _GUTTER * median(run.size for run in line)
    found = []
    for left, right in strips:
        for run in line:
            x0, x1 = run.lefts[0], run.rights[-1]
            if x1 > left and x0 < right:
                # The run cuts the strip on one side, or takes it all.
                left, right = (max(left, x1), right) if x0 - left < right - x1 else (left, min(right, x0))  # noqa: PLW2901
        if right - left >= least:
            found.append((left, right))
    return found


def _near(above: Sequence[Run], below: Sequence[Run]) -> bool:
    gap = min(run.box[1] for run in below) - max(run.box[3] for run in above)
    return gap <= _FAR * max(run.size for run in above)


def _table(
    lines: list[list[Run]], strips: list[Strip], drawing: Drawing, found: Aligned
) -> tuple[TableBlock | None, list[Run], list[Run]]:
    """The lines as a table, with the runs above and below it that are no rows of it; None when it is none."""
    size = median(run.size for line in lines for run in line)
    edges = [(a + b) / 2 for a, b in strips]
    runs = [run for line in lines for run in line]
    columns = [[run for run in runs if _column(run, edges) == c] for c in range(len(edges) + 1)]
    if sum(_extent(column) >= _WIDE * size for column in columns if column) < 2 or not all(columns):
        return None, [], []
    if all(len({_column(run, edges) for run in line}) == len(columns) for line in lines):
        return None, [], []
    levels = _levels(runs, columns, drawing)
    if levels is None:
        pieces = [len({_column(run, edges) for run in line}) for line in lines]
        found.unsure |= sum(n > 1 for n in pieces) >= _COLUMNS[0]
        return None, [], []
    grid = [[[r for r in column if top <= _middle(r) < bottom] for column in columns] for top, bottom in levels]
    filled = [sum(map(bool, row)) for row in grid]
    first = next((i for i, n in enumerate(filled) if n > 1), len(grid))
    end = len(grid) - next((i for i, n in enumerate(reversed(filled)) if n > 1), len(grid))
    inside = grid[first:end]
    if len(inside) < 3 or not all(inside[0]) or sum(n >= _COLUMNS[0] for n in filled[first:end]) < 3:
        return None, [], []
    if not any(len(rows([run.box for run in cell])) > 1 for row in inside for cell in row):
        return None, [], []
    above = [run for row in grid[:first] for cell in row for run in cell]
    below = [run for row in grid[end:] for cell in row for run in cell]
    return _block(inside, columns, edges, size), above, below


def _block(grid: list[list[list[Run]]], columns: list[list[Run]], edges: list[float], size: float) -> TableBlock:
    """The table of a grid of runs."""
    texts, full, boxes = [], [], []
    x0 = min(run.lefts[0] for column in columns for run in column)
    x1 = max(run.rights[-1] for column in columns for run in column)
    for row in grid:
        cells = [_lines(cell) for cell in row]
        wraps = [
            [line.box[2] - line.box[0] >= _extent(columns[c]) - FULL * line.size for line in cell]
            for c, cell in enumerate(cells)
        ]
        texts.append(
            [cell_text([line.text for line in cell], wraps[c]) if cell else "" for c, cell in enumerate(cells)]
        )
        full.append([bool(w) and w[-1] for w in wraps])
        inside = [run.box for cell in row for run in cell]
        boxes.append((x0, min(box[1] for box in inside), x1, max(box[3] for box in inside)))
    box: Box = (x0, boxes[0][1], x1, boxes[-1][3])
    return TableBlock(box, [x0, *edges, x1], texts, boxes, size, full, ["row"] * len(grid), [()] * len(grid))


def _lines(cell: list[Run]) -> list[PageLine]:
    return [line_of([cell[i] for i in row]) for row in rows([run.box for run in cell])]


def _column(run: Run, edges: Sequence[float]) -> int:
    middle = (run.lefts[0] + run.rights[-1]) / 2
    return sum(edge < middle for edge in edges)


def _extent(column: Sequence[Run]) -> float:
    return max(run.rights[-1] for run in column) - min(run.lefts[0] for run in column)


def _middle(run: Run) -> float:
    return (run.box[1] + run.box[3]) / 2


def _levels(runs: list[Run], columns: list[list[Run]], drawing: Drawing) -> list[Strip] | None:
    """The rows as stretches from top to bottom; None when nothing tells them."""
    top, bottom = min(run.box[1] for run in runs), max(run.box[3] for run in runs)
    left, right = min(run.lefts[0] for run in runs), max(run.rights[-1] for run in runs)
    rules = sorted({round(y) for y, x0, x1 in drawing.across if top < y < bottom and x1 > left and x0 < right})
    bands = list(pairwise([top - 1, *(float(y) for y in rules), bottom + 1]))
    if len(rules) > 1:
        # Beyond the outer rules a caption or a remark may stand with the row.
        outer = [
            _parted([r for r in runs if a <= _middle(r) < b], columns, a, b) or [(a, b)]
            for a, b in (bands[0], bands[-1])
        ]
        return [*outer[0], *bands[1:-1], *outer[1]]
    found: list[Strip] = []
    for begin, end in bands:
        parts = _parted([run for run in runs if begin <= _middle(run) < end], columns, begin, end)
        if parts is None:
            return None
        found += parts
    return found


def _parted(runs: list[Run], columns: list[list[Run]], begin: float, end: float) -> list[Strip] | None:
    """A band cut into rows where white goes across that is wider than the white between lines of a cell."""
    covered: list[list[float]] = []
    for box in sorted((run.box for run in runs), key=lambda box: box[1]):
        if covered and box[1] <= covered[-1][1]:
            covered[-1][1] = max(covered[-1][1], box[3])
        else:
            covered.append([box[1], box[3]])
    gaps = [(upper[1], lower[0]) for upper, lower in pairwise(covered)]
    inside = {id(run) for run in runs}
    between = [gap for column in columns for gap in _line_gaps([run for run in column if id(run) in inside])]
    if not gaps or not between:
        return [(begin, end)]
    wide = [(a + b) / 2 for a, b in gaps if b - a > max(_WIDER * min(between), min(between) + 1)]
    if not wide:
        wide = _anchors([[run for run in column if id(run) in inside] for column in columns])
    return list(pairwise([begin, *wide, end])) if wide else None


def _line_gaps(column: list[Run]) -> Iterator[float]:
    """The white between the lines of a column."""
    for upper, lower in pairwise(sorted(column, key=_middle)):
        if lower.box[1] > upper.box[3]:
            yield lower.box[1] - upper.box[3]


def _anchors(columns: list[list[Run]]) -> list[float]:
    """Where rows begin whose numbers stand in the first column, level with the first line of each cell; [] when not."""
    numbers = sorted((run for run in columns[0] if run.text.strip(_AROUND).isdecimal()), key=_middle)
    if len(numbers) < 2:
        return []
    starts = [_middle(run) - run.size / 2 for run in numbers]
    for number, (start, end) in zip(numbers, pairwise([*starts, float("inf")]), strict=True):
        for column in columns:
            inside = [_middle(run) for run in column if start <= _middle(run) < end]
            if inside and abs(min(inside) - _middle(number)) > number.size / 4:
                return []
    return starts


_AROUND = "（）()、.．"

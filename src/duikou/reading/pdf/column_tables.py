"""The lines of a region whose columns white space tells become the rows of a table.

What holds here: rows are those that `levels` tells. Where it tells none, each line is a row, its columns apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from duikou.reading.pages.columns import PagePiece, are_side_by_side, rows
from duikou.reading.pages.placed import Box
from duikou.reading.pdf import strips
from duikou.reading.pdf.levels import FULL, is_number, row_levels, rules_across
from duikou.reading.pdf.lines import PageLine, TableBlock, line_of
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import Run
from duikou.reading.pdf.strips import FEWEST, Region
from duikou.reading.pdf.tables import cell_text

_WIDE = 3.0  # em: two columns at least are so wide, or characters of spaced lines would be columns


def table_of(
    lines: Sequence[Sequence[Run]], region: Region, drawing: Drawing, gutters: Sequence[float] = ()
) -> tuple[TableBlock | None, list[Run], bool]:
    """The lines of a region as a table, with the runs above and below that are no rows of it, and whether its rows were
    told; None when it is no table. `gutters` are those between the columns of prose of the pages before (x)."""
    size = median(run.size for line in lines for run in line)
    runs = [run for line in lines for run in line]
    edges = edges_of(lines, region)
    columns = [[run for run in runs if strips.column_of(run, edges) == c] for c in range(len(edges) + 1)]
    printed = [_lines(column) for column in columns]
    if all(any(abs(x - gutter) < size for gutter in gutters) for x in edges) or are_side_by_side(
        [[PagePiece(line.box, line.size) for line in column] for column in printed]
    ):
        return None, [], True
    sure = region.known or _rules_around(printed, drawing) > 1 or _counts(printed[0])
    if sum(_extent(column) >= _WIDE * size for column in columns if column) < (1 if sure else 2):
        return None, [], True
    levels = row_levels(printed, drawing)
    if levels and len(levels) == 1 and strips.names_columns(lines[0], edges):
        levels = None  # heads, and nothing that parts what is below them
    told = levels is not None
    if levels is None:
        if sum(_pieces(line, edges) > 1 for line in lines) < FEWEST:
            return None, [], True
        levels = [(min(r.box[1] for r in line) - 1, max(r.box[3] for r in line)) for line in lines]
    grid = [[[x for x in column if top <= _middle(x) < bottom] for column in columns] for top, bottom in levels]
    first, end = 0, len(grid)
    if not region.known:
        first = next((i for i, row in enumerate(grid) if _filled(row) > 1), len(grid))
        end -= next((i for i, row in enumerate(reversed(grid)) if _filled(row) > 1), len(grid))
    inside = grid[first:end]
    if told and not _is_table(inside, known=region.known, sure=sure):
        return None, [], True
    outside = [run for row in (*grid[:first], *grid[end:]) for cell in row for run in cell]
    return _block(inside, columns, edges, size), outside, told


def edges_of(lines: Sequence[Sequence[Run]], region: Region) -> list[float]:
    """The edges between the columns, without those between a head and the narrower cells of its column, which stand
    beside it."""
    edges = list(region.edges)
    at = 0
    while at < len(edges):
        heads = {strips.column_of(run, edges) - at for run in lines[0]}
        below = {strips.column_of(run, edges) - at for line in lines[1:] for run in line}
        sides = [(side in heads, side in below) for side in (0, 1)]
        if sides in ([(True, False), (False, True)], [(False, True), (True, False)]):
            del edges[at]
        else:
            at += 1
    return edges


def _is_table(grid: Sequence[Sequence[Sequence[Run]]], known: bool, sure: bool) -> bool:
    """Whether rows are those of a table: three, most of them whole, one in several lines. Where heads or rules tell
    that it is one, two will do, and one where the table of the page before goes on."""
    if known:
        return len(grid) > 0
    whole = sum(_filled(row) >= FEWEST for row in grid)
    if sure:
        return whole >= 2 and _filled(grid[0]) >= FEWEST
    several = any(len(rows([run.box for run in cell])) > 1 for row in grid for cell in row)
    return whole >= FEWEST and several and all(grid[0])


def _counts(column: Sequence[PageLine]) -> bool:
    """Whether a column holds the numbers of rows, 1, 2, 3, and no more than a head besides."""
    texts = [line.text for line in column]
    return all(map(is_number, texts[1:])) and len(texts) >= FEWEST


def _filled(row: Sequence[Sequence[Run]]) -> int:
    return sum(map(bool, row))


def _pieces(line: Sequence[Run], edges: Sequence[float]) -> int:
    return len({strips.column_of(run, edges) for run in line})


def _rules_around(columns: Sequence[Sequence[PageLine]], drawing: Drawing) -> int:
    """How many rules go across what stands in the columns, or just above and below it."""
    lines = [line for column in columns for line in column]
    top, bottom = min(line.box[1] for line in lines), max(line.box[3] for line in lines)
    near = max(line.size for line in lines)
    return sum(top - near <= y <= bottom + near for y in rules_across(drawing, lines))


def _block(
    grid: Sequence[Sequence[Sequence[Run]]], columns: Sequence[Sequence[Run]], edges: Sequence[float], size: float
) -> TableBlock:
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


def _lines(cell: Sequence[Run]) -> list[PageLine]:
    return [line_of([cell[i] for i in row]) for row in rows([run.box for run in cell])]


def _extent(column: Sequence[Run]) -> float:
    return max(run.rights[-1] for run in column) - min(run.lefts[0] for run in column)


def _middle(run: Run) -> float:
    return (run.box[1] + run.box[3]) / 2

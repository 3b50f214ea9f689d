"""Tables of a PDF page, found by their ruling lines.

What holds here: ruling lines that cross make a grid; slots without a line between them are one cell, whose text stands
once, at its first row and column, so that the columns of all rows agree, as with Word and HTML. A side that is left
open, as official tables have them, is closed where the lines across end. A frame around text, boxes of one column and a
form that holds a whole text are no tables of data: their content is read as lines. The lines are those that pdfium
gives: to read the page once more with another library, for its lines alone, would cost more than all else together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from duikou.reading.columns import rows
from duikou.reading.pdfchars import Aside, Run
from duikou.reading.pdflines import PageLine, TableBlock, line_of
from duikou.reading.pdfpaths import Drawing
from duikou.reading.placed import Box

_NEAR = 2.5  # points: lines this near are one, and ends this near touch
_MOST_SLOTS = 20_000
_NARROWEST, _LOWEST = 5.0, 5.0  # points: a slot smaller than this is between two lines of a double border
_FULL = 1.6  # em: a cell's line that ends so near its edge is a full one
_LONG_TEXT, _LONG_SHARE, _LONG_LINES = 300, 0.7, 8  # characters, of all, lines: a cell that holds a whole text

_Rule = tuple[float, float, float]  # at, start, end


@dataclass(slots=True)
class Grid:
    """A grid of lines: the x of its columns' edges, the y of its rows', and for each slot (row by row) its cell.

    A cell is named by its first slot.
    """

    xs: list[float]
    ys: list[float]
    cells: list[int]

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
        if found and rule[0] - found[-1][0][0] <= _NEAR:
            found[-1].append(rule)
        else:
            found.append([rule])
    whole: list[_Rule] = []
    for level in found:
        at = median(rule[0] for rule in level)
        start, end = None, 0.0
        for _, a, b in sorted(level, key=lambda rule: rule[1]):
            if start is None or a > end + _NEAR:
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
        first, end = bisect_right(levels, top - _NEAR), bisect_right(levels, bottom + _NEAR)
        for i in range(first, end):
            if across[i][1] - _NEAR <= x <= across[i][2] + _NEAR:
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
    wide, high = len(xs) - 1, len(ys) - 1
    if wide < 2 or high < 1 or wide * high > _MOST_SLOTS:
        return None
    return Grid(xs, ys, _cells(_walls(down, xs, ys), _walls(across, ys, xs), wide, high))


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
    return sum(abs(rule[side] - edge) <= _NEAR for rule in rules) >= 2


def take_tables(
    runs: list[Run], asides: list[Aside], drawing: Drawing
) -> tuple[list[TableBlock], list[Run], list[Aside]]:
    """The tables of a page with their text, and the runs and asides that stand outside them.

    Text set sideways or downwards in a cell is the cell's.
    """
    tables: list[TableBlock] = []
    for grid in find_grids(drawing):
        inside, outside = _split(runs, grid)
        turned = [a for a in asides if a.why != "askew" and grid.slot(*_centre(a.box)) is not None]
        table = _table(grid, inside, turned)
        if table is not None:
            tables.append(table)
            runs, asides = outside, [a for a in asides if a not in turned]
    return tables, runs, asides


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _split(runs: list[Run], grid: Grid) -> tuple[dict[int, list[Run]], list[Run]]:
    """The runs by cell, and those outside. A run that crosses the edge of a cell is cut there."""
    inside: dict[int, list[Run]] = {}
    outside = []
    x0, top, x1, bottom = grid.box
    for run in runs:
        y = (run.box[1] + run.box[3]) / 2
        if not top <= y <= bottom or run.rights[-1] <= x0 or run.lefts[0] >= x1:
            outside.append(run)
            continue
        places = [grid.slot((a + b) / 2, y) for a, b in zip(run.lefts, run.rights, strict=True)]
        cells = [None if place is None else grid.cells[place] for place in places]
        begin = 0
        for at in range(1, len(cells) + 1):
            if at == len(cells) or cells[at] != cells[begin]:
                piece, cell = run.cut(begin, at), cells[begin]
                if cell is None:
                    outside.append(piece)
                else:
                    inside.setdefault(cell, []).append(piece)
                begin = at
    return inside, outside


def _table(grid: Grid, inside: dict[int, list[Run]], turned: list[Aside]) -> TableBlock | None:
    """The grid with its text; None when it holds no data but arranges a page."""
    wide = len(grid.xs) - 1
    texts: dict[int, str] = {}
    ends: dict[int, bool] = {}
    most_lines = 0
    longest = 0
    for cell, runs in inside.items():
        lines = [line_of([runs[i] for i in row]) for row in rows([run.box for run in runs])]
        texts[cell] = join([line.text for line in lines])
        ends[cell] = lines[-1].box[2] >= _right(grid, cell) - _FULL * lines[-1].size
        if len(texts[cell]) > longest:
            longest, most_lines = len(texts[cell]), len(lines)
    for aside in turned:
        slot = grid.slot(*_centre(aside.box))
        if slot is not None:
            cell = grid.cells[slot]
            texts[cell] = join([texts.get(cell, ""), aside.text])
    total = sum(map(len, texts.values()))
    if not total or (longest > _LONG_TEXT and longest > _LONG_SHARE * total and most_lines >= _LONG_LINES):
        return None
    # A column in which no cell begins, and a row in which none does, is none that a reader sees.
    starts = set(grid.cells)
    columns = [c for c in range(wide) if any(slot % wide == c for slot in starts)]
    levels = [r for r in range(len(grid.ys) - 1) if any(slot // wide == r for slot in starts)]
    if len(columns) < 2 or all(len({grid.cells[r * wide + c] for c in range(wide)}) < 2 for r in levels):
        return None
    cells = [[texts.get(r * wide + c, "") if r * wide + c in starts else "" for c in columns] for r in levels]
    full = [[ends.get(r * wide + c, False) for c in columns] for r in levels]
    keep = [i for i, row in enumerate(cells) if any(row)]
    boxes = [(grid.xs[0], grid.ys[r], grid.xs[-1], grid.ys[r + 1]) for r in levels]
    size = median(run.size for runs in inside.values() for run in runs) if inside else 10.5
    edges = [grid.xs[c] for c in columns] + [grid.xs[-1]]
    return TableBlock(
        grid.box,
        edges,
        [cells[i] for i in keep],
        [boxes[i] for i in keep],
        size,
        [full[i] for i in keep],
        ["row"] * len(keep),
    )


def _right(grid: Grid, cell: int) -> float:
    """The right edge of a cell, less what is usual for its padding."""
    wide = len(grid.xs) - 1
    row, column = divmod(cell, wide)
    while column + 1 < wide and grid.cells[row * wide + column + 1] == cell:
        column += 1
    return grid.xs[column + 1] - 5.4  # points: Word's own


def join(texts: Sequence[str]) -> str:
    """The lines of a cell as one, without TABs: a space between Latin words, nothing between Chinese characters."""
    whole = ""
    for text in texts:
        ends = whole[-1:] + text[:1]
        gap = len(ends) > 1 and ends.isascii() and ends.isalnum()
        whole += (" " if gap else "") + text.replace("\t", " ")
    return whole


def continue_tables(pages: Sequence[Sequence[PageLine | TableBlock]]) -> None:
    """Make a table that goes on over pages one: a repeated head has the role header, a row cut by the page is whole.

    `pages` are the blocks of each page in reading order; furniture has its role already.
    """
    before: TableBlock | None = None
    head: list[list[str]] = []
    for blocks in pages:
        body = [block for block in blocks if isinstance(block, TableBlock) or block.role == "text"]
        if not body:
            continue
        first = body[0]
        if isinstance(first, TableBlock) and before is not None and _same_columns(before, first):
            repeated = 0
            while repeated < min(len(head), len(first.rows) - 1) and first.rows[repeated] == head[repeated]:
                first.roles[repeated] = "header"
                repeated += 1
            _mend(before, first, repeated)
        last = body[-1]
        if isinstance(last, TableBlock):
            if last is not first or before is None or not _same_columns(before, last):
                head = last.rows[:3]
            before = last
        else:
            before = None


def _same_columns(a: TableBlock, b: TableBlock) -> bool:
    """Whether two tables have the same columns; the margins of even pages may differ."""
    return len(a.edges) == len(b.edges) and all(
        abs((x - a.edges[0]) - (y - b.edges[0])) <= 2 * _NEAR for x, y in zip(a.edges, b.edges, strict=True)
    )


def _mend(before: TableBlock, after: TableBlock, at: int) -> None:
    """Join the row that a page's end cut in two: its first cell is empty overleaf, and each other goes on in
    mid-sentence from a full line."""
    rest, row, full = after.rows[at], before.rows[-1], before.full[-1]
    pairs = [i for i, text in enumerate(rest) if text]
    if rest[0] or not row[0] or not pairs or not all(full[i] and row[i][-1:] not in ("", "。", "；") for i in pairs):
        return
    before.rows[-1] = [join([a, b]) for a, b in zip(row, rest, strict=True)]
    before.full[-1] = after.full[at]
    for part in (after.rows, after.boxes, after.full, after.roles):
        del part[at]

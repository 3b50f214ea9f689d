"""Tables of a PDF page: grids of ruling lines with text in their cells.

What holds here: a cell's text stands once, at its first row and column, so that the columns of all rows agree, as with
Word and HTML. A frame around text, boxes of one column and a form that holds a whole text are no tables of data: their
content is read as lines. A table that goes on over pages is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from duikou.reading.pages import cell_lines
from duikou.reading.pages.columns import rows
from duikou.reading.pages.placed import Box
from duikou.reading.pdf.grids import NEAR, Grid, find_grids
from duikou.reading.pdf.lines import PageLine, TableBlock, line_of
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import Aside, Run

FULL = 1.6  # em: a cell's line that ends so near its edge is a full one
_PADDING = 5.4  # points: Word's own between a cell's edge and its text
_FIGURE = frozenset("0123456789.,%％‰—-–~～/")
_SENTENCE = 8  # characters: a first cell so long is no number, and may go on overleaf
_LONG_TEXT, _LONG_SHARE, _LONG_LINES = 300, 0.7, 8  # characters, of all, lines: a cell that holds a whole text


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
    tall: set[int] = set()
    for cell, runs in inside.items():
        lines = [line_of([runs[i] for i in row]) for row in rows([run.box for run in runs])]
        wraps = [line.box[2] - line.box[0] >= _room(grid, cell) - FULL * line.size for line in lines]
        texts[cell] = cell_text([line.text for line in lines], wraps)
        ends[cell] = wraps[-1]
        if len(lines) >= _LONG_LINES:
            tall.add(cell)
    for aside in turned:
        slot = grid.slot(*_centre(aside.box))
        if slot is not None:
            cell = grid.cells[slot]
            texts[cell] = join([texts.get(cell, ""), aside.text])
    if not texts or _is_frame(texts, tall, wide):
        return None
    # A column in which no cell begins, and a row in which none does, is none that a reader sees.
    starts = set(grid.cells)
    columns = [c for c in range(wide) if any(slot % wide == c for slot in starts)]
    levels = [r for r in range(len(grid.ys) - 1) if any(slot // wide == r for slot in starts)]
    if len(columns) < 2 or all(len({grid.cells[r * wide + c] for c in range(wide)}) < 2 for r in levels):
        return None
    cells = [[texts.get(r * wide + c, "") if r * wide + c in starts else "" for c in columns] for r in levels]
    full = [[ends.get(r * wide + c, False) for c in columns] for r in levels]
    merged = [tuple(i for i, c in enumerate(columns) if grid.cells[r * wide + c] // wide < r) for r in levels]
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
        [merged[i] for i in keep],
        grid.open_start and 0 in keep,
        grid.open_end and len(levels) - 1 in keep,
    )


def _is_frame(texts: dict[int, str], tall: set[int], wide: int) -> bool:
    """Whether most of the text stands in rows of one long cell: a frame around a text, or a form that holds one."""
    levels: dict[int, list[int]] = {}
    for cell, text in texts.items():
        if text:
            levels.setdefault(cell // wide, []).append(cell)
    lone = sum(len(texts[cells[0]]) for cells in levels.values() if len(cells) == 1 and cells[0] in tall)
    longest = max(texts, key=lambda cell: len(texts[cell]))
    if longest in tall and len(texts[longest]) > _LONG_TEXT:
        lone = max(lone, len(texts[longest]))
    return lone > _LONG_SHARE * sum(map(len, texts.values()))


def _room(grid: Grid, cell: int) -> float:
    """How wide a line of a cell may be: its width, less what is usual for its padding."""
    wide = len(grid.xs) - 1
    row, column = divmod(cell, wide)
    end = column + 1
    while end < wide and grid.cells[row * wide + end] == cell:
        end += 1
    return grid.xs[end] - grid.xs[column] - 2 * _PADDING


def cell_text(texts: Sequence[str], wraps: Sequence[bool]) -> str:
    """The lines of a cell as one text: a full line goes on in the next, a short one ends by itself."""
    whole = texts[0]
    for text, wrapped in zip(texts[1:], wraps, strict=False):
        whole = join([whole, text]) if wrapped else cell_lines.join([whole, text])
    return whole.replace("\t", " ")


def is_figure(text: str) -> bool:
    """Whether a cell, or a line of one, is a figure: none goes on in the next."""
    return bool(text) and _FIGURE.issuperset(text)


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
        if isinstance(first, TableBlock) and before is not None and _goes_on(before, first, head):
            repeated = 0
            while repeated < min(len(head), len(first.rows) - 1) and first.rows[repeated] == head[repeated]:
                first.roles[repeated] = "header"
                repeated += 1
            _mend(before, first, repeated)
            if first is body[-1] and len(first.rows) == repeated:
                continue  # all that the page has is the rest of a row, which may go on over the next page too
            _merge(before, first, repeated)
        last = body[-1]
        if isinstance(last, TableBlock):
            if last is not first or before is None or not _goes_on(before, last, head):
                head = last.rows[:3]
            before = last
        else:
            before = None


def _goes_on(before: TableBlock, after: TableBlock, head: Sequence[Sequence[str]]) -> bool:
    """Whether a table is the one of the page before: its columns are the same, or it repeats the head."""
    return _same_columns(before, after) or (len(after.rows) > 1 and after.rows[:1] == list(head[:1]))


def _same_columns(a: TableBlock, b: TableBlock) -> bool:
    """Whether two tables have the same columns; the margins of even pages may differ, and where no lines are, so may
    the outer edges."""
    if len(a.edges) > 2 and a.edges[1:-1] == b.edges[1:-1]:
        return True
    return len(a.edges) == len(b.edges) and all(
        abs((x - a.edges[0]) - (y - b.edges[0])) <= 2 * NEAR for x, y in zip(a.edges, b.edges, strict=True)
    )


def _mend(before: TableBlock, after: TableBlock, at: int) -> None:
    """Join the row that a page's end cut in two: no line closes it on one of the pages, or each cell overleaf goes on
    in mid-sentence from a full line and another, the first most often, does not go on."""
    rest, row, full = after.rows[at], before.rows[-1], before.full[-1]
    pairs = [i for i, text in enumerate(rest) if text]
    begun = row[0] or 0 in before.merged[-1]
    ended = begun and (not rest[0] or (len(row[0]) >= _SENTENCE and _may_go_on(row, rest)))
    figures = any(is_figure(row[i]) and is_figure(rest[i]) for i in pairs)
    if not (before.open_end or (after.open_start and at == 0)) and (
        not ended or not pairs or figures or not all(full[i] and row[i][-1:] not in ("", "。", "；") for i in pairs)
    ):
        return
    before.rows[-1] = [
        join([a, b]) if wraps else cell_lines.join([x for x in (a, b) if x])
        for a, b, wraps in zip(row, rest, full, strict=True)
    ]
    before.full[-1] = after.full[at]
    before.open_end = after.open_end and at == len(after.rows) - 1
    for part in (after.rows, after.boxes, after.full, after.roles, after.merged):
        del part[at]


def _may_go_on(row: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a row overleaf whose first cell has text may be the rest of one: it opens no item, and a cell is done."""
    from duikou.notation.ordinals import readings  # few pages end within a row

    return not readings(rest[0]) and any(a and not b for a, b in zip(row, rest, strict=True))


def _merge(before: TableBlock, after: TableBlock, at: int) -> None:
    """Find the cells that a page's end cut in two: overleaf, the row's first cells stand empty."""
    if at >= len(after.rows):
        return
    empty = next((i for i, text in enumerate(after.rows[at]) if text), 0)
    after.merged[at] = tuple(sorted({*after.merged[at], *range(empty)}))

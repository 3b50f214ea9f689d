"""Runs of a PDF page become its printed lines.

What holds here: one line for each printed line, with its box in points: x0 is where the first character's cell begins,
x1 where the last one's ends, top and bottom the em square of its type. Spaces that a program put between Chinese
characters for its layout are no text; a gap of an em or more is kept as ideographic spaces, unless all characters of
the line stand so far apart. Text that is hardly to be seen, or stands twice, is taken out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from duikou.reading.pages.columns import Columns, PagePiece, beside, rows
from duikou.reading.pages.placed import Box
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import ABOVE, BELOW, Run, parts_words

_PIECE_GAP = 1.0  # em: pieces of a row whose ink stands further apart may stand in two columns
_LEAST_GAP = 0.4  # em: the same of their cells, of which a mark at a line's end or beginning leaves half white
_HALF = 0.5  # em
_CLOSING, _OPENING = "，。、；：）》〉」』】〕！？”’", "（《〈「『【〔“‘"  # white in their second half, in their first
_KEPT_GAP = 0.8  # em: a gap that is kept as ideographic spaces
_LATIN_GAP = 3.0  # em: the same between Latin words, which a justified line sets far apart
_MOST_SPACES = 40
_SPREAD_GAPS = 3  # so many gaps make a line one that is set with space between all characters
_SPACED = 0.15  # em: with so much between its characters a text is letter-spaced; a space is so much wider
_TWICE = 0.35  # em: the same text printed this near is one
_MOST_NEAR = 300  # pieces of one line that are looked at
_RAISED, _SMALL = 0.15, 0.8  # em above the line's baseline, and of its size: a note's mark
_OVER = 0.5  # of its box: invisible text so covered by visible text repeats it


@dataclass(slots=True)
class PageLine:
    """A printed line. `raised` are the spans of small raised characters in its text; `cells` a table row's boxes."""

    text: str
    box: Box
    size: float
    role: str = "text"
    raised: Sequence[tuple[int, int]] = ()


@dataclass(slots=True)
class TableBlock:
    """A table: its box, the x of its column edges, and its rows of cells.

    `full` says for each cell whether its last line reaches the cell's end, so that its text may go on overleaf;
    `merged` has for each row the columns whose cell begins in a row above. `open_start` and `open_end` say that no line
    closes the first or the last row.
    """

    box: Box
    edges: list[float]
    rows: list[list[str]]
    boxes: list[Box]
    size: float
    full: list[list[bool]]
    roles: list[str]
    merged: list[tuple[int, ...]]
    open_start: bool = False
    open_end: bool = False


Block = PageLine | TableBlock


def seen_runs(runs: Sequence[Run], drawing: Drawing) -> tuple[list[Run], list[Run]]:
    """The runs that a reader of the page sees, each once, and those left out.

    Invisible text is what a scan's recognition put over its image: it counts as seen where no visible text stands.
    Pale text can be seen on a dark fill or a picture.
    """
    dark = [*drawing.fills, *drawing.pictures]
    plain = [run for run in runs if not run.why or (run.why == "pale" and _inside(run, dark))]
    left_out = [run for run in runs if run.why in ("pale", "see-through", "outside") and run not in plain]
    hidden = [run for run in runs if run.why == "hidden"]
    if hidden and plain:
        hidden = [run for run in hidden if not any(_covers(other.box, run.box) for other in plain)]
        left_out += [run for run in hidden if not _inside(run, drawing.pictures)]
        hidden = [run for run in hidden if _inside(run, drawing.pictures)]
    return _once([*plain, *hidden]), left_out


def _inside(run: Run, boxes: Iterable[Box]) -> bool:
    x0, top, x1, bottom = run.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return any(left <= x <= right and up <= y <= down for left, up, right, down in boxes)


def _covers(box: Box, other: Box) -> bool:
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide > 0 and high > 0 and wide * high > _OVER * (other[2] - other[0]) * (other[3] - other[1])


def _once(runs: list[Run]) -> list[Run]:
    """The runs without those printed a second time, a hair off, to look bold."""
    seen: dict[str, list[Run]] = {}
    kept = []
    for run in runs:
        same = seen.setdefault(run.text, [])
        near = _TWICE * run.size
        if any(abs(r.lefts[0] - run.lefts[0]) < near and abs(r.baseline - run.baseline) < near for r in same):
            continue
        same.append(run)
        kept.append(run)
    return _not_overlaid(kept)


def _not_overlaid(runs: list[Run]) -> list[Run]:
    """The runs without characters that stand, a hair off, in an earlier run too: a line printed twice in other
    pieces."""
    found: list[Run] = []
    near: list[Run] = []  # earlier runs by baseline, the last ones
    order = sorted(range(len(runs)), key=lambda i: runs[i].baseline)
    gone: dict[int, list[Run]] = {}
    for i in order:
        run = runs[i]
        near = [other for other in near[-_MOST_NEAR:] if run.baseline - other.baseline < _TWICE * run.size]
        over = [o for o in near if o.lefts[0] < run.rights[-1] and run.lefts[0] < o.rights[-1]]
        if over and (pieces := _besides(run, over)) is not None:
            gone[i] = pieces
            near += pieces
        else:
            near.append(run)
    for i, run in enumerate(runs):
        found += gone.get(i, [run])
    return found


def _besides(run: Run, others: Sequence[Run]) -> list[Run] | None:
    """The pieces of a run whose characters stand in none of the others at the same place; None when all are its own."""
    places: dict[str, list[float]] = {}
    for other in others:
        for left, text in zip(other.lefts, other.texts, strict=True):
            places.setdefault(text.lstrip(" "), []).append(left)
    twice = [
        any(abs(left - x) < _TWICE * run.size for x in places.get(text.lstrip(" "), ()))
        for left, text in zip(run.lefts, run.texts, strict=True)
    ]
    if not any(twice):
        return None
    pieces = []
    begin = 0
    for at in range(len(twice) + 1):
        if at == len(twice) or twice[at]:
            if at > begin:
                pieces.append(run.cut(begin, at))
            begin = at + 1
    return pieces


def blocks_of(runs: Sequence[Run], tables: Sequence[TableBlock], columns: Columns) -> list[Block]:
    """The lines and tables of a page in reading order. `columns` remembers the columns of the pages before."""
    found = [untangled([runs[i] for i in row]) for row in rows([run.box for run in runs])]
    parts = [part for row in found for part in _parts(row)]
    pieces = [PagePiece(_box(part), part[0].size) for part in parts]
    if not tables and not any(beside(pieces)):
        return [_line_of(row) for row in found]
    pieces += [PagePiece(table.box, table.size, whole=True) for table in tables]
    return [block for region in columns.regions(pieces) for block in _region(region, parts, tables)]


def _region(region: list[int], parts: list[list[Run]], tables: Sequence[TableBlock]) -> list[Block]:
    """The lines and tables of one column, from top to bottom."""
    texts = [i for i in region if i < len(parts)]
    blocks: list[Block] = [tables[i - len(parts)] for i in region if i >= len(parts)]
    for row in rows([_box(parts[i]) for i in texts]):
        blocks.append(_line_of([run for k in row for run in parts[texts[k]]]))
    return sorted(blocks, key=lambda block: block.box[1])


def _parts(row: list[Run]) -> list[list[Run]]:
    """A row cut where a column may end."""
    parts = [[row[0]]]
    for before, after in pairwise(row):
        em = min(before.size, after.size)
        gap = after.lefts[0] - before.rights[-1]
        if gap >= _LEAST_GAP * em:
            gap += _HALF * em * ((before.texts[-1][-1] in _CLOSING) + (after.texts[0][-1] in _OPENING))
        if gap >= _PIECE_GAP * em:
            parts.append([])
        parts[-1].append(after)
    return parts


def untangled(row: list[Run]) -> list[Run]:
    """A row of runs from left to right, cut where one stands inside another: a quote of another font, set later."""
    if all(after.lefts[0] >= before.lefts[-1] for before, after in pairwise(row)):
        return row
    places = sorted((left, k, i) for k, run in enumerate(row) for i, left in enumerate(run.lefts))
    found: list[Run] = []
    begin = 0
    for at in range(1, len(places) + 1):
        _, k, i = places[at - 1]
        if at == len(places) or places[at][1:] != (k, i + 1):
            found.append(row[k].cut(places[begin][2], i + 1))
            begin = at
    return found


def line_of(row: list[Run]) -> PageLine:
    """One row of runs, from left to right, as a line."""
    return _line_of(untangled(row))


def _line_of(row: Sequence[Run]) -> PageLine:
    sizes: Counter[float] = Counter()
    for run in row:
        sizes[run.size] += len(run.texts)
    size = max(sizes, key=lambda s: (sizes[s], s))
    baseline = next(run.baseline for run in row if run.size == size)
    usual = _usual_gap(row)
    text = ""
    raised: Sequence[tuple[int, int]] = ()
    before: Run | None = None
    for run in row:
        piece = _closed(run)
        if before is not None:
            text += _between(before, run, usual)
        start = len(text)
        text += piece.lstrip(" ")
        if run.size <= _SMALL * size and run.baseline < baseline - _RAISED * size:
            raised = (*raised, (start, len(text)))
        before = run
    top, bottom = baseline - ABOVE * size, baseline + BELOW * size
    return PageLine(text, (row[0].lefts[0], top, max(run.rights[-1] for run in row), bottom), size, "text", raised)


def _closed(run: Run) -> str:
    """A run's text without the spaces that only letter-spacing makes: digits set apart as all characters are."""
    text = run.text
    if " " not in text[1:] or len(run.texts) <= _SPREAD_GAPS:
        return text
    gaps = [left - right for left, right in zip(run.lefts[1:], run.rights, strict=False)]
    usual = median(gaps)
    if usual <= _SPACED * run.size:
        return text
    rest = zip(run.texts[1:], gaps, strict=True)
    return run.texts[0] + "".join(t.lstrip(" ") if gap - usual <= _SPACED * run.size else t for t, gap in rest)


def _usual_gap(row: Sequence[Run]) -> float:
    """The gap (points) between the characters of a line that is set with space between all of them, else 0."""
    gaps = [b.lefts[0] - a.rights[-1] for a, b in pairwise(row)]
    if len(gaps) < _SPREAD_GAPS or len(gaps) < sum(len(run.texts) for run in row) - 1:
        return 0.0
    return max(0.0, min(gaps))


def _between(before: Run, after: Run, usual: float) -> str:
    """What stands for the gap between two runs: nothing, a space, or an ideographic space for each em."""
    em = min(before.size, after.size)
    gap = (after.lefts[0] - before.rights[-1] - usual) / em
    last, first = before.texts[-1][-1], after.texts[0]
    latin = last < "\u0250" and first.lstrip(" ") < "\u0250"
    if gap >= (_LATIN_GAP if latin else _KEPT_GAP):
        return "\u3000" * min(max(1, round(gap)), _MOST_SPACES)
    return " " if parts_words(last, first[-1], first[0] == " ", gap) else ""


def _box(runs: Sequence[Run]) -> Box:
    boxes = [run.box for run in runs]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )

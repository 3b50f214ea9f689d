"""The lines of a text as the lines stage sees them: stripped, measured, with what the reader knows of each.

What holds here: a `Row` never changes the text. `shape` is the line without white space and with full-width
punctuation, so that one pattern fits a scan and a web page alike; it is for looking at only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import ne
from typing import NamedTuple

from duikou.cleaning.paragraphs.cells import ALIKE, counts_alone, edge_cells, spaced_rows
from duikou.model import Line
from duikou.notation.characters import BLANKS, shape_of, width

_BUT_TAB = BLANKS.replace("\t", "")
_COLUMN_LINES = 4  # so many lines on each side of the middle, and none across it, make a page of two columns


class Row(NamedTuple):
    """One line: its span in the text, the text without white space at its edges, and its measures in characters (em).

    `size` is the size of its type and `top` its distance from the page's top, in points, where the format has places;
    `measured` is its width there, None where its characters tell it.
    """

    start: int
    end: int
    text: str
    indent: float
    measured: float | None
    shape: str
    page: int | None
    role: str
    level: int | None
    size: float | None = None
    top: float | None = None
    centred: bool = False

    @property
    def width(self) -> float:
        """How wide the line is: worked out when it is asked for, which it mostly is not."""
        return width_of(self.text) if self.measured is None else self.measured

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing to read."""
        return not self.text


# What is measured is measured several times.
width_of = lru_cache(maxsize=2048)(width)


def rows_of(text: str, lines: Sequence[Line] | None, raws: Sequence[str] | None = None) -> list[Row]:
    """The lines of `text`, which is broken by line feeds only; `lines` are the reader's, one to one, or None; `raws`
    are the same lines where they are known already.

    Where the reader gives boxes, indent and width are measured on the page: they beat what the characters tell.
    """
    edges = _left_edges(lines) if lines else {}
    rows = []
    at = 0
    raws = text.split("\n") if raws is None else raws
    rowed = edge_cells(raws) if "\t" in text else frozenset()
    untold = untold_tables(text)
    shapes = shape_of(text).split("\n")
    texts = [raw.strip(BLANKS) for raw in raws]
    # Most lines are their own shape: one string is kept for both.
    shapes = [said if said == shape else shape for said, shape in zip(texts, shapes, strict=True)]
    # Rows that are set with spaces have some inside, and are several.
    apart = sum(map(ne, map(len, texts), map(len, shapes)))
    spaced = spaced_rows(raws) if apart >= ALIKE else frozenset()
    for number in rowed:
        texts[number] = raws[number].strip(_BUT_TAB)
    for number, (raw, said, shape) in enumerate(zip(raws, texts, shapes, strict=True)):
        end = at + len(raw)
        line = lines[number] if lines is not None else _UNKNOWN
        role, box, size, top = line.role, line.box, line.size, None
        indent, wide = 0.0, None
        if box:
            top = box[1]
        if box and size:
            indent = max(0.0, box[0] - edges.get(number, box[0])) / size
            wide = (box[2] - box[0]) / size
        elif len(said) < len(raw) and (lead := len(raw) - len(raw.lstrip(BLANKS))):
            indent = width(raw[:lead])
        if role == "text" and (number in spaced or (untold and any(start <= at < last for start, last in untold))):
            role = "row"
        rows.append(Row(at, end, said, indent, wide, shape, line.page, role, line.level, size, top, line.centred))
        at = end + 1
    return rows


def untold_tables(text: str) -> tuple[tuple[int, int], ...]:
    """Where tables with one cell a line stand of which the cells can't be told: from the first line's begin to the last
    one's end."""
    if not counts_alone(text):
        return ()
    from duikou.cleaning.paragraphs.stacked_tables import untold

    return tuple(untold(text))


_UNKNOWN = Line(0, 0, 0)


_ONE_SIZE = 0.1  # of the size: type that differs by less is of one size
_ONE_PLACE = 0.3  # em: lines that begin so near each other begin at one place
_FEW = 0.04  # of the characters of a column


def _left_edges(lines: Sequence[Line]) -> dict[int, float]:
    """For each line with a box, where the text of its column begins (points from the page's left edge)."""
    pages: dict[int | None, list[int]] = {}
    for i, line in enumerate(lines):
        if line.box and line.role == "text":
            pages.setdefault(line.page, []).append(i)
    edges: dict[int, float] = {}
    for inside in pages.values():
        for column in _columns(lines, inside):
            edges |= dict.fromkeys(column, _text_edge([lines[i] for i in column]))
    return edges


def _text_edge(lines: Sequence[Line]) -> float:
    """Where the text of a column begins: the leftmost place at which more than a few of its characters do.

    The labels of a table that is wider than the text stand further left, often in smaller type, and say nothing of it.
    """
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size or 0.0] += line.end - line.start
    size = sizes.most_common(1)[0][0]
    lefts: Counter[float] = Counter()
    for line in lines:
        if line.box and abs((line.size or 0.0) - size) <= _ONE_SIZE * size:
            lefts[round(line.box[0], 1)] += line.end - line.start
    enough, near = _FEW * lefts.total(), _ONE_PLACE * size
    return min(
        (x for x in lefts if sum(count for other, count in lefts.items() if abs(other - x) <= near) > enough),
        default=min(line.box[0] for line in lines if line.box),
    )


def _columns(lines: Sequence[Line], inside: Sequence[int]) -> list[list[int]]:
    """The lines of one page, by column: two where lines stand on both sides of the middle and none across it."""
    boxes = {i: box for i in inside if (box := lines[i].box)}
    left = min(box[0] for box in boxes.values())
    right = max(box[2] for box in boxes.values())
    middle = (left + right) / 2
    first = [i for i, box in boxes.items() if box[2] <= middle]
    second = [i for i, box in boxes.items() if box[0] >= middle]
    across = len(boxes) - len(first) - len(second)
    if min(len(first), len(second)) < _COLUMN_LINES or across > 0.2 * len(boxes):
        return _read_in_turn(boxes)
    return [[i for i in boxes if i not in set(second)], second]


def _read_in_turn(boxes: Mapping[int, tuple[float, float, float, float]]) -> list[list[int]]:
    """The lines of a page that is read in three columns or more: where the next line stands further up, and right of
    all before it, a column begins. Fewer lines than a column has are none, but for the last one's."""
    columns: list[list[int]] = [[]]
    right = top = 0.0
    for i, box in boxes.items():
        if columns[-1] and box[1] < top and box[0] > right:
            columns.append([])
            right = 0.0
        columns[-1].append(i)
        right, top = max(right, box[2]), box[1]
    return columns if min(map(len, columns[:-1] or columns)) >= _COLUMN_LINES else [list(boxes)]

"""Tables of web pages: which hold data, and their rows.

What holds here: a table that only arranges the page (another table inside it and no head that names columns, one row,
one column, or one cell that holds a whole text) is not data; its content is read as blocks. In a table of data a
merged cell's text stands once, at its first place, and empty cells keep theirs, so that the columns of all rows agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from duikou.notation import column_heads, site_lines
from duikou.reading.budget import Budget
from duikou.reading.web.tree import Node

_PARTS = ("thead", "tbody", "tfoot")
_PARAGRAPHS = frozenset(["p", "div", "li", "br", "h1", "h2", "h3", "h4"])
_WIDEST, _TALLEST = 200, 5000
_HEAD_ROWS = 3  # among so many rows a head stands, below headings over the whole table
_HEAD_CELLS, _HEAD_LENGTH = 3, 20  # cells, and characters of one, of a table that is a head alone
Span = tuple[int, int]


@dataclass(slots=True)
class Row:
    """A row: for each column the nodes of the cell that begins there, or None. `node` is None for what
    stands in a table outside its rows (a caption): `span` are its nodes. `merged` are the columns that a cell of a row
    above still covers.
    """

    node: int | None
    span: Span
    cells: list[Span | None]
    merged: tuple[int, ...] = ()


def is_data(nodes: list[Node], table: int) -> bool:
    """Whether the table at index `table` holds data rather than arranging the page."""
    end = nodes[table].end
    if (nodes[table].attributes.get("role") or "").lower() in ("presentation", "none"):
        return False
    if any(node.tag == "table" for node in nodes[table + 1 : end]) and not _names_columns(nodes, table):
        return False
    sizes: list[tuple[int, int]] = []
    filled = widest = 0
    for row in _tr(nodes, table):
        cells = _td(nodes, row)
        found = [_size(nodes, cell) for cell in cells]
        sizes += [size for size in found if size[0]]
        filled += any(size[0] for size in found)
        widest = max(widest, len(cells))
    if filled == 1 and _is_head_alone(nodes, table):
        return True
    if filled < 2 or widest < 2:
        return False
    total = sum(length for length, _ in sizes)
    longest, paragraphs = max(sizes)
    # A few cells, one of them with nearly all the text in many paragraphs: a page laid out with a table.
    if longest > 300 and longest > 0.7 * total and (paragraphs >= 8 or (paragraphs >= 4 and len(sizes) <= 6)):
        return False
    return not (longest > 1500 and paragraphs >= 8)


def _names_columns(nodes: list[Node], table: int) -> bool:
    """Whether one of the first rows of a table is a head: three cells or more that are known to name columns. Then a
    table inside it is what stands in a cell."""
    for row in islice(_tr(nodes, table), _HEAD_ROWS):
        spans = [(cell, nodes[cell].end) for cell in _td(nodes, row)]
        heads = ["".join(node.text for node in nodes[start:end]) for start, end in spans]
        if sum(column_heads.kind(head) is not None for head in heads) >= _HEAD_CELLS:
            return True
    return False


def _is_head_alone(nodes: list[Node], table: int) -> bool:
    """Whether the one row of a table is the head of a form: three cells or more, each of a few words without a link,
    half of which, at least, are no tools of a page."""
    inside = nodes[table + 1 : nodes[table].end]
    if any(node.tag in ("a", "button", "input") for node in inside):
        return False
    spans = [(cell, nodes[cell].end) for row in _tr(nodes, table) for cell in _td(nodes, row)]
    cells = ["".join("".join(node.text for node in nodes[start:end]).split()) for start, end in spans]
    few = len(cells) >= _HEAD_CELLS and all(0 < len(cell) <= _HEAD_LENGTH for cell in cells)
    tools = 2 * sum(map(site_lines.is_tools, cells)) >= len(cells)
    return few and not tools and not any("：" in cell or ":" in cell for cell in cells)


def rows(nodes: list[Node], table: int, budget: Budget) -> Iterator[Row]:
    """The rows of a table of data, with what stands outside them, in reading order. Their cells, those that a span
    stands for among them, are spent from `budget`, which raises `UnreadableError` beyond its limit."""
    grid: list[tuple[int, dict[int, Span], frozenset[int]]] = []
    carried: dict[int, int] = {}
    starts: set[int] = set()
    for row in _tr(nodes, table):
        places: dict[int, Span] = {}
        budget.spend("cells", len(carried))
        covered = frozenset(c for c, left in carried.items() if left > 0)
        column = 0
        following = {c: left - 1 for c, left in carried.items() if left > 1}
        for cell in _td(nodes, row):
            while carried.get(column, 0) > 0:
                column += 1
            wide = max(1, nodes[cell].number("colspan", 1, _WIDEST)) if column < _WIDEST else 1
            tall = nodes[cell].number("rowspan", 1, _TALLEST) or _TALLEST
            places[column] = (cell + 1, nodes[cell].end)
            starts.add(column)
            if tall > 1:
                following.update(dict.fromkeys(range(column, column + wide), tall - 1))
            column += wide
        carried = following
        grid.append((row, places, covered))
    # A column in which no cell of any row begins is none that a reader sees.
    columns = sorted(starts)
    budget.spend("cells", len(columns) * len(grid))
    yield from _captions(nodes, table)
    for row, places, covered in grid:
        merged = tuple(i for i, column in enumerate(columns) if column in covered)
        yield Row(row, (row, nodes[row].end), [places.get(column) for column in columns], merged)


def _captions(nodes: list[Node], table: int) -> Iterator[Row]:
    """Captions, which a browser shows above the rows."""
    index = table + 1
    while index < nodes[table].end:
        node = nodes[index]
        if node.tag == "caption":
            yield Row(None, (index, node.end), [])
        index = node.end if node.tag not in _PARTS else index + 1


def _tr(nodes: list[Node], table: int) -> Iterator[int]:
    index, end = table + 1, nodes[table].end
    while index < end:
        if nodes[index].tag == "tr":
            yield index
            index = nodes[index].end
        else:
            index = index + 1 if nodes[index].tag in _PARTS else nodes[index].end


def _td(nodes: list[Node], row: int) -> list[int]:
    cells, index = [], row + 1
    while index < nodes[row].end:
        if nodes[index].tag in ("td", "th"):
            cells.append(index)
        index = nodes[index].end
    return cells


def _size(nodes: list[Node], cell: int) -> tuple[int, int]:
    """Characters and paragraphs in a cell."""
    length = paragraphs = 0
    for node in nodes[cell + 1 : nodes[cell].end]:
        if node.tag:
            paragraphs += node.tag in _PARAGRAPHS
        else:
            length += len(node.text.strip())
    return length, paragraphs

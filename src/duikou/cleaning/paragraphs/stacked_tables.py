"""Tables of which every cell stands on a line of its own, as a copy of a web page or of Word gives them.

What holds here: such a table is known by its head, words that name columns, of which the first is that of the numbers,
and by rows of as many lines that count 1, 2, 3. A line between two rows is a section. Where the last column is for
remarks, all rows may do without it. A row may do without the one column of bodies, which its lines then show to hold
none: a cell merged over rows leaves no line. Where else a row has more or fewer lines, which cell is which can't be
told: the lines of the whole table stay as they are, apart, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from duikou.cleaning.rules.registry import Wanted
from duikou.model import UNIT_ROLES
from duikou.notation import bodies, column_heads
from duikou.notation.characters import BLANKS
from duikou.notation.patterns import patterns

_CELLS = patterns("cleaning/cells")
_COLUMNS = patterns("notation/columns")
_MARKS = patterns("notation/page_marks")

_FEWEST_ROWS = 2
_MOST_COLUMNS = 12
_SECTION = 40  # characters: the line of a section is no longer
_SECTIONS = 2  # lines of sections, at most, between two rows
_FURTHEST = 3  # times as many lines as the table has columns: so far the next number may stand where cells are not told


class _Cell(NamedTuple):
    """A line with text: where its text begins and ends, and the text."""

    start: int
    end: int
    text: str


class _Table(NamedTuple):
    """A table: its rows, the head first, each the cells in order; none where they can't be told, of the lines from
    `first` to `last` (numbers of cells). `empty` is the column that a row of one cell less does without."""

    first: int
    last: int
    rows: tuple[Sequence[_Cell], ...]
    empty: int | None = None


def on_one_line(text: str) -> Iterator[Wanted]:
    """The changes that write each row of such a table on its first line, with a TAB between its cells."""
    for table in _tables(_cells(text)):
        for row in table.rows:
            empty = table.empty if len(row) < len(table.rows[0]) else None
            gaps = [(a.end, b.start) for a, b in pairwise(row)]
            for column, (start, end) in enumerate(gaps, 1):
                yield start, end, "\t\t" if column == empty else "\t"
            # The line ends go behind the row, and a page's number with them: as many lines are left as there were.
            last = "\t" if empty == len(row) else ""
            yield row[-1].end, row[-1].end, last + "".join(text[start:end] for start, end in gaps)


def untold(text: str) -> Iterator[tuple[int, int]]:
    """Where each table stands of which the cells can't be told: from its first line's begin to its last one's end."""
    cells = _cells(text)
    for table in _tables(cells):
        if not table.rows:
            yield text.rfind("\n", 0, cells[table.first].start) + 1, cells[table.last].end


def _cells(text: str) -> list[_Cell]:
    found = []
    at = 0
    for line in text.split("\n"):
        stripped = line.strip(BLANKS)
        if stripped and not _MARKS.decorated.fullmatch("".join(stripped.split())):
            start = at + line.index(stripped)
            found.append(_Cell(start, start + len(stripped), stripped))
        at += len(line) + 1
    return found


def _tables(cells: Sequence[_Cell]) -> Iterator[_Table]:
    at = 0
    while at < len(cells):
        width = _head(cells, at)
        table = _table(cells, at, width) if width else None
        if table:
            yield table
        at = table.last + 1 if table else at + 1


def _number(cell: _Cell) -> int | None:
    match = _COLUMNS.row_number.fullmatch(cell.text)
    return int(match["number"]) if match else None


def _head(cells: Sequence[_Cell], at: int) -> int:
    """How many columns the head names that begins at `at`; 0 where none does."""
    if column_heads.kind(cells[at].text) != "number":
        return 0
    words = []
    for cell in cells[at + 1 : at + _MOST_COLUMNS]:
        if _number(cell) == 1 or not _CELLS.heading.fullmatch(column_heads.plain(cell.text)):
            break
        words.append(cell.text)
    # The last of the words may be a section, the first one of the table.
    known = [i for i, word in enumerate(words, 1) if column_heads.kind(word) or column_heads.is_foreign(word)]
    return known[-1] + 1 if known and 2 * len(known) >= known[-1] else 0


def _table(cells: Sequence[_Cell], head: int, width: int) -> _Table | None:
    remarks = width > 2 and column_heads.kind(cells[head + width - 1].text) == "note"
    for size in (width, width - 1) if remarks else (width,):
        bodied = _bodied(cells[head : head + size])
        rows = _rows(cells, head, width, size, bodied)
        if rows:
            return _Table(head, cells.index(rows[-1][-1], head), rows, bodied if size == width else None)
    last = _last_number(cells, head, width)
    return _Table(head, min(last + width, len(cells)) - 1, ()) if last else None


def _bodied(top: Sequence[_Cell]) -> int | None:
    """The one column of a head that holds bodies; None where there are several or none."""
    found = [i for i, cell in enumerate(top) if column_heads.kind(cell.text) in UNIT_ROLES]
    return found[0] if len(found) == 1 and len(top) > _FEWEST_ROWS else None


def _row(cells: Sequence[_Cell], start: int, size: int, bodied: int | None) -> Sequence[_Cell]:
    """The lines of the row that begins at `start`: `size`, or one less where no bodies stand in the column for them."""
    row = cells[start : start + size]
    if bodied is None or (len(row) > bodied and bodies.is_body(row[bodied].text)):
        return row
    return row[:-1] if len(row) == size else row


def _rows(cells: Sequence[_Cell], head: int, width: int, size: int, bodied: int | None) -> tuple[Sequence[_Cell], ...]:
    """The head and the rows of `size` cells each below it, the cell of the column `bodied` aside; () where a row has
    more or fewer."""
    top = cells[head : head + width]
    rows = [top]
    at, expected = head + width, 1
    while (start := _next(cells, at, top, expected)) is not None:
        if _is_again(cells, start, top):
            rows.append(cells[start : start + width])
            at = start + width
            continue
        row = _row(cells, start, size, bodied if size == width else None)
        if len(row) < size - (bodied is not None and size == width) or any(_opens_section(cell) for cell in row[2:]):
            return ()
        rows.append(row)
        at, expected = start + len(row), int(_number(row[0]) or 0) + 1
    # A number that goes on further down shows that the cells were not told.
    more = any(_number(cell) == expected for cell in cells[at : at + size])
    return () if len(rows) <= _FEWEST_ROWS or more or _holds_numbers(rows) else tuple(rows)


def _holds_numbers(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Whether the number of the row below stands in a cell of a row, in a column that is not one of figures."""
    for column in range(1, min(map(len, rows))):
        figures = [_number(row[column]) for row in rows if _number(row[0])]
        wanted = [_number(row[0]) for row in rows if _number(row[0])]
        if None in figures and any(n and n == w + 1 for n, w in zip(figures, wanted, strict=True) if w):
            return True
    return False


def _next(cells: Sequence[_Cell], at: int, top: Sequence[_Cell], expected: int) -> int | None:
    """Where the next row begins, or the head again; below the lines of sections, if there are any."""
    for i in range(at, min(at + _SECTIONS + 1, len(cells))):
        if _is_again(cells, i, top) or _number(cells[i]) == expected or (i > at and _number(cells[i]) == 1):
            return i
        if len(cells[i].text) > _SECTION or _CELLS.ends_sentence.search(cells[i].text):
            break
    return None


def _is_again(cells: Sequence[_Cell], at: int, top: Sequence[_Cell]) -> bool:
    return [cell.text for cell in cells[at : at + len(top)]] == [cell.text for cell in top]


def _opens_section(cell: _Cell) -> bool:
    from duikou.notation.line_heads import head

    return head(cell.text) is not None


def _last_number(cells: Sequence[_Cell], head: int, width: int) -> int:
    """Where the last of the numbers 1, 2, 3 stands that count on, each not far below the one before; 0 for fewer."""
    at, expected = head + width, 1
    last = 0
    while True:
        window = range(at, min(at + _FURTHEST * width, len(cells)))
        found = next((i for i in window if _number(cells[i]) == expected), None)
        if found is None:
            return last if expected > _FEWEST_ROWS else 0
        last, at, expected = found, found + 1, expected + 1

"""Tables that a text tool laid out with blanks (pdftotext -layout, a viewer's copy): cells that go over several lines.

What holds here: a table is known by its head, a line of three words or more that wide gaps part, and by its first
column, which counts 1, 2, 3. Its columns are the stretches between which no line of the table has text, measured in
characters, as some tools lay out, or in the width that they have on a screen, as others do. Lines between blank ones
are one row when one of them at most has something in the first column; where no blank lines part the rows, a line
without a number goes on with the row above it. Where that can't be told, each line is a row.

A table whose first column does not count is one too where each word of its head names a column of a table of tasks: its
lines are then looked at as those of a page, in `laid_out`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duikou.cleaning.paragraphs.gapped_lines import GappedLine, Span, TableRow, is_page_number, lines_of
from duikou.cleaning.paragraphs.joining import joint
from duikou.cleaning.rules.registry import Wanted
from duikou.notation.patterns import patterns

_CELLS = patterns("cleaning/cells")
_MARKS = patterns("notation/page_marks")

_COLUMNS = 3  # at least
_ROWS = 2  # below the head, at least
_SOON = 8  # lines below the head, in which the first row's number stands
_APART = 2  # blank lines in a row, at most, in a table


def on_one_line(text: str) -> Iterator[Wanted]:
    """The changes that write each row of such a table on its first line, with a TAB between its cells."""
    lines = lines_of(text)
    at = 0
    while at < len(lines):
        rows = _table(lines, at) if _is_head(lines, at) else []
        if not rows and _may_be_head(lines[at]):
            from duikou.cleaning.paragraphs import laid_out  # few tables need it

            rows = laid_out.table(lines[at : at + laid_out.MOST_LINES])
        for row in rows:
            yield from _rewritten(row)
        at = lines.index(rows[-1].lines[-1], at) + 1 if rows else at + 1


def _may_be_head(line: GappedLine) -> bool:
    """Whether a line is two words or more, each of which may be the head of a column."""
    words = ["".join(piece.text.split()) for piece in line.pieces]
    return len(words) > 1 and all(map(_CELLS.heading.fullmatch, words))


def _is_head(lines: Sequence[GappedLine], at: int) -> bool:
    """Whether a line names three columns or more, a word for each, and the number 1 opens a line soon below."""
    words = ["".join(piece.text.split()) for piece in lines[at].pieces]
    if len(words) < _COLUMNS or not all(map(_CELLS.heading.fullmatch, words)):
        return False
    return any(line.pieces and line.pieces[0].text == "1" for line in lines[at + 1 : at + 1 + _SOON])


def _table(lines: Sequence[GappedLine], head: int) -> list[TableRow]:
    """The rows of the table that the head at `head` opens, the head first; [] where it is none."""
    for measure in (0, 1):
        inside, columns = _extent(lines, head, measure)
        blocks = _blocks(inside[1:], columns, measure)
        numbers = [
            int(piece.text)
            for line in inside[1:]
            for piece in line.pieces[:1]
            if _column(line.spans[measure][0], columns) == 0 and piece.text.isdecimal()
        ]
        if len(numbers) >= _ROWS and numbers == list(range(1, len(numbers) + 1)):
            return [_row(block, columns, measure) for block in ([lines[head]], *blocks)]
    return []


def _extent(lines: Sequence[GappedLine], head: int, measure: int) -> tuple[list[GappedLine], list[Span]]:
    """The head and the lines below it that keep its columns apart, the blank ones too; and where the columns stand."""
    kept, found = [lines[head]], 1
    columns = list(lines[head].spans[measure])
    empty = 0
    for at in range(head + 1, len(lines)):
        line = lines[at]
        if not line.pieces or is_page_number(line):
            empty += not line.pieces
            if empty > _APART:
                break
            kept.append(line._replace(pieces=(), spans=((), ())))
            continue
        empty = 0
        wider = _merged([*columns, *line.spans[measure]])
        if len(wider) != len(columns) or _is_head(lines, at):
            break  # the next table counts from 1 again
        kept.append(line)
        found, columns = len(kept), wider
    return kept[:found], columns


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The stretches that the spans cover, from left to right; those that touch are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _column(span: Span, columns: Sequence[Span]) -> int:
    return next(i for i, (start, end) in enumerate(columns) if start <= span[0] < end)


def _blocks(lines: Sequence[GappedLine], columns: Sequence[Span], measure: int) -> list[list[GappedLine]]:
    """The lines below the head, by row."""
    parted: list[list[GappedLine]] = [[]]
    for line in lines:
        if line.pieces:
            parted[-1].append(line)
        elif parted[-1]:
            parted.append([])
    found: list[list[GappedLine]] = []
    for block in filter(None, parted):
        firsts = [i for i, line in enumerate(block) if _column(line.spans[measure][0], columns) == 0]
        if len(firsts) <= 1 and len(parted) > 1:
            found.append(block)
        elif firsts and firsts[0] == 0:
            found += [block[i:j] for i, j in zip(firsts, [*firsts[1:], len(block)], strict=True)]
        else:
            found += [[line] for line in block]
    return found


def _row(lines: Sequence[GappedLine], columns: Sequence[Span], measure: int) -> TableRow:
    cells = [
        {_column(span, columns): piece for span, piece in zip(line.spans[measure], line.pieces, strict=True)}
        for line in lines
    ]
    return TableRow(tuple(lines), tuple(cells), len(columns))


def _first(row: TableRow, column: int) -> str:
    piece = row.cells[0].get(column)
    return piece.text if piece else ""


def _rewritten(row: TableRow) -> Iterator[Wanted]:
    """The changes that put a row on its first line."""
    more = [""] * row.columns
    for line, cells in zip(row.lines[1:], row.cells[1:], strict=True):
        for column, piece in cells.items():
            more[column] += joint(more[column] or _first(row, column), piece.text) + piece.text
        yield line.at, line.at + line.pieces[-1].end, ""
    first, at, between = row.lines[0].at, row.lines[0].at, ""
    for column in range(row.columns):
        between += "\t" if column else ""
        own = row.cells[0].get(column)
        if own is None:
            between += more[column]
            continue
        yield at, first + own.start, between
        at, between = first + own.end, more[column]
    yield at, at, between

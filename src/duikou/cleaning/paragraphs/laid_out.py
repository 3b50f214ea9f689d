"""Tables laid out with blanks whose lines are looked at as those of a page: columns by white, rows by how cells go on.

What holds here: a line is 1.5 em below the one above it, and its pieces stand where they do in characters, as some
tools lay out, or in the width that they have on a screen, as others do. Columns and rows are told as on a page without
ruling lines (`reading.pdf.strips`, `reading.pdf.levels`), below a head that names each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from duikou.cleaning.paragraphs.gapped_lines import GappedLine, Piece, Span, TableRow, is_page_number
from duikou.reading.pdf import strips
from duikou.reading.pdf.column_tables import edges_of
from duikou.reading.pdf.levels import row_levels
from duikou.reading.pdf.lines import PageLine, line_of
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import Run

MOST_LINES = 400
_PITCH = 1.5  # em
_ROWS = 3  # with the head, at least


def table(lines: Sequence[GappedLine]) -> list[TableRow]:
    """The rows of the table whose head is the first of the lines; [] where it is none."""
    for measure, scale in ((0, 1.0), (1, 0.5)):
        kept: list[GappedLine] = []
        page: list[list[Run]] = []
        for number, line in enumerate(lines):
            if line.pieces and not is_page_number(line):
                kept.append(line)
                page.append(
                    [
                        _run(piece, span, scale, number)
                        for piece, span in zip(line.pieces, line.spans[measure], strict=True)
                    ]
                )
        rows = _rows(kept, page) if strips.names_columns(page[0], _middles(page[0])) else []
        if len(rows) >= _ROWS:
            return rows
    return []


def _run(piece: Piece, span: Span, scale: float, number: int) -> Run:
    """A piece as characters on a page; its last one stands apart, since a mark there may hang out of its column."""
    left, right = span[0] * scale, span[1] * scale
    run = Run(_PITCH * number, 1.0, "", [left], [right], [piece.text])
    if len(piece.text) > 1:
        run.lefts, run.rights, run.texts = [left, right - 1], [right - 1, right], [piece.text[:-1], piece.text[-1]]
    return run


def _middles(line: Sequence[Run]) -> list[float]:
    return [(a.rights[-1] + b.lefts[0]) / 2 for a, b in pairwise(line)]


def _rows(lines: Sequence[GappedLine], page: Sequence[Sequence[Run]]) -> list[TableRow]:
    region = strips.region(page, 0, 0, ())
    if region is None or not region.known:
        return []
    inside = page[: region.end]
    edges = edges_of(inside, region)
    columns: list[list[PageLine]] = [[] for _ in range(len(edges) + 1)]
    cells: list[dict[int, Piece]] = []
    for line, runs in zip(lines, inside, strict=False):
        found: dict[int, Piece] = {}
        for piece, run in zip(line.pieces, runs, strict=True):
            column = strips.column_of(run, edges)
            columns[column].append(line_of([run]))
            before = found.get(column)
            found[column] = Piece(before.start, piece.end, f"{before.text} {piece.text}") if before else piece
        cells.append(found)
    if len(cells[0]) != len(columns) or not all(columns):
        return []  # the pieces of the head stand over no columns of their own
    levels = row_levels(columns, Drawing()) or [(runs[0].box[1], runs[0].box[3]) for runs in inside]
    rows = []
    for top, bottom in levels:
        own = [i for i, runs in enumerate(inside) if top <= runs[0].box[1] + 0.5 < bottom]
        rows.append(TableRow(tuple(lines[i] for i in own), tuple(cells[i] for i in own), len(columns)))
    return [row for row in rows if row.lines]

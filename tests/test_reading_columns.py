"""In which order the pieces of a page are read, where their boxes are odd."""

from __future__ import annotations

from duikou.reading.columns import Columns, Piece


def test_pieces_without_a_width_end_the_search_for_columns() -> None:
    prose = [Piece((0, 12 * k, 40, 12 * k + 10), 5) for k in range(4)]
    marks = [Piece((50, 0, 50, 10), 0) for _ in range(4)]
    row = [Piece((50, 0, 100, 10), 5) for _ in range(5)]
    columns = Columns()
    columns.seen.append(50)  # found on an earlier page
    pieces = [*prose, *marks, *row]
    assert sorted(i for region in columns.regions(pieces) for i in region) == list(range(len(pieces)))

"""In which order the pieces of a page are read, where their boxes are odd."""

from __future__ import annotations

from duikou.reading.pages.columns import Columns, PagePiece


def test_pieces_without_a_width_end_the_search_for_columns() -> None:
    prose = [PagePiece((0, 12 * k, 40, 12 * k + 10), 5) for k in range(4)]
    marks = [PagePiece((50, 0, 50, 10), 0) for _ in range(4)]
    row = [PagePiece((50, 0, 100, 10), 5) for _ in range(5)]
    columns = Columns()
    columns.seen.append(50)  # found on an earlier page
    pieces = [*prose, *marks, *row]
    assert sorted(i for region in columns.regions(pieces) for i in region) == list(range(len(pieces)))


def side(x: float, width: float, lines: list[tuple[float, float, float]]) -> list[PagePiece]:
    """Lines of 10 points of type: where each stands (points from the top), its indent, by how much it is short."""
    return [PagePiece((x + indent, top, x + width - short, top + 14), 10) for top, indent, short in lines]


PROSE = [(20 * k, 20 if k % 4 == 0 else 0, 70 if k % 4 == 3 else 0) for k in range(12)]  # three paragraphs
KEYS = [(30 * k, 20, 60 + 10 * (k % 3)) for k in range(6)]  # 文号：…, one below the other
TEXT = [(190, 20, 0), (210, 0, 0), (230, 0, 0), (250, 0, 0), (270, 0, 90)]


def test_short_keys_above_the_text_of_one_column_are_no_rows() -> None:
    left, right = side(90, 200, [*KEYS, *TEXT]), side(320, 200, PROSE)
    regions = Columns().regions([*left, *right])
    assert [sorted(region) for region in regions] == [list(range(11)), list(range(11, 23))]


def test_keys_beside_their_values_are_rows() -> None:
    """A form without lines: each value begins level with its key, and goes on below it."""
    values = [line for k in range(4) for line in ((60 * k, 0, 0), (60 * k + 20, 0, 0), (60 * k + 40, 0, 50))]
    keys = [line for k in range(4) for line in ((60 * k, 0, 0), (60 * k + 20, 0, 120))]
    for width in (100, 200):
        pieces = [*side(90, width, [*keys, (240, 0, 90)]), *side(320, 200, [*values, (240, 0, 90)])]
        assert [len(region) for region in Columns().regions(pieces)] == [len(pieces)]

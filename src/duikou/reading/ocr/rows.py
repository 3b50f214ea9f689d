"""Pieces that an engine read become the lines of a page, in points.

What holds here: pieces side by side are one line, white space standing for wide gaps as in other formats with places.
A line's size is the em that its characters take, which is more even than the height of what was inked: from the
line's width, or for a short line from its height against the other lines'. Columns of prose are read one after the
other, as in a PDF (columns.py). Its box reaches from the first character's
cell to the last one's, so that a line that ends with ， is as wide as one that ends with a hanzi.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from duikou.reading.ocr.text_boxes import TextBox
from duikou.reading.pages import columns
from duikou.reading.pages.glyphs import is_wide
from duikou.reading.pages.placed import Placed

_SAME_ROW = 0.5  # of the lower one's height shared
_LONG = 6.0  # em: from here on a line's width tells its size
_GAP = 0.8  # em
_SPREAD = 0.09  # of the usual size: how far measures of it stray
_WIDEST_GAP = 40  # ideographic spaces
_HALF_BEFORE = "（《〈“‘〔【「『("  # their ink is in the right half of the cell
_HALF_AFTER = "，。、；：！？）》〉”’〕】」』"  # in the left half


def ems(text: str) -> float:
    """How wide a text is in characters (em)."""
    return sum(1.0 if is_wide(char) else 0.5 for char in text)


def inked(text: str) -> float:
    """How wide the ink of a text is in characters (em): marks at its ends fill half of their cells."""
    return ems(text) - 0.5 * (text[:1] in _HALF_BEFORE) - 0.5 * (text[-1:] in _HALF_AFTER) if text else 0.0


def rows_of(pieces: Sequence[TextBox]) -> list[list[TextBox]]:
    """The pieces of each line from left to right, the lines from top to bottom."""
    rows: list[list[TextBox]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.box[0])):
        for row in reversed(rows[-3:]):
            if _level(row, piece):
                row.append(piece)
                break
        else:
            rows.append([piece])
    ordered = [sorted(row, key=lambda p: p.box[0]) for row in rows]
    return sorted(ordered, key=lambda row: statistics.median(p.middle for p in row))


def _level(row: Sequence[TextBox], piece: TextBox) -> bool:
    """Whether the piece stands on a level with the row, beside what is in it."""
    top, bottom = min(p.box[1] for p in row), max(p.box[3] for p in row)
    shared = min(bottom, piece.box[3]) - max(top, piece.box[1])
    if shared < _SAME_ROW * min(bottom - top, piece.height):
        return False
    return all(
        min(p.box[2], piece.box[2]) - max(p.box[0], piece.box[0]) < 0.5 * min(_wide(p), _wide(piece)) for p in row
    )


def _wide(piece: TextBox) -> float:
    return piece.box[2] - piece.box[0]


def height_of_em(pieces: Sequence[TextBox]) -> float:
    """How much higher or lower a box is than its characters' em, on this page."""
    ratios = [p.height * inked(p.text) / _wide(p) for p in pieces if ems(p.text) >= 2 * _LONG and _wide(p) > 0]
    return statistics.median(ratios) if ratios else 1.0


def em_of(piece: TextBox, ratio: float) -> float:
    """The em of a piece in dots."""
    wide = inked(piece.text)
    by_height = piece.height / ratio
    if wide < _LONG:
        return by_height
    by_width = _wide(piece) / wide
    # Letters set apart, or a misread line: the height is nearer.
    return by_width if 0.75 * by_height < by_width < 1.3 * by_height else by_height


def columns_of(pieces: Sequence[TextBox]) -> list[list[TextBox]]:
    """The pieces of each column of prose, in reading order; all of them where the page has no columns."""
    regions, _ = _regions(pieces)
    return [[pieces[i] for i in region] for region in regions]


def gutters_of(pieces: Sequence[TextBox]) -> list[float]:
    """Where the gutters between columns of prose stand, in dots; none where the page has no columns."""
    return sorted(set(_regions(pieces)[1]))


def _regions(pieces: Sequence[TextBox]) -> tuple[list[list[int]], list[float]]:
    ratio = height_of_em(pieces)
    boxes = [columns.PagePiece(p.box, em_of(p, ratio)) for p in pieces]
    if not any(columns.beside(boxes)):
        return [list(range(len(pieces)))], []
    found = columns.Columns()
    return found.regions(boxes), found.seen


def placed(pieces: Sequence[TextBox], page: int, dpi: float) -> list[Placed]:
    """The lines of a page in reading order, with box and size in points."""
    ratio = height_of_em(pieces)
    ordered = [row for region in columns_of(pieces) for row in rows_of(region)]
    found = [line for row in ordered if (line := _line(row, ratio, page, 72 / dpi)) is not None]
    long = [line.size for line in found if ems(line.text) >= _LONG]
    usual = statistics.median(long) if long else 0.0
    # One size of type, measured a little differently on each line.
    return [replace(line, size=usual) if abs(line.size - usual) < _SPREAD * usual else line for line in found]


def _line(row: Sequence[TextBox], ratio: float, page: int, points: float) -> Placed | None:
    texts = [p.text.strip() for p in row]
    if not any(texts):
        return None
    total = sum(map(len, texts))
    size = sum(em_of(p, ratio) * len(t) for p, t in zip(row, texts, strict=True)) / total
    text, doubts = texts[0], _doubts(row[0], 0)
    for before, after, part in zip(row, row[1:], texts[1:], strict=False):
        gap = (after.box[0] - before.box[2]) / size
        if gap > _GAP:
            text += "\u3000" * min(max(1, round(gap)), _WIDEST_GAP)
        elif text[-1:].isascii() and part[:1].isascii():
            text += " "
        doubts += _doubts(after, len(text))
        text += part
    x0, x1 = row[0].box[0], max(p.box[2] for p in row)
    if text[0] in _HALF_BEFORE:
        x0 -= 0.5 * size
    if text[-1] in _HALF_AFTER:
        x1 += 0.5 * size
    middle = statistics.median(p.middle for p in row)
    box = (x0 * points, (middle - size / 2) * points, x1 * points, (middle + size / 2) * points)
    score = sum(p.score * len(t) for p, t in zip(row, texts, strict=True)) / total
    return Placed(text, page, box, size * points, score=score, doubts=doubts)


def _doubts(piece: TextBox, at: int) -> tuple[tuple[int, int], ...]:
    """The doubtful spans of a piece whose text, stripped, begins at `at` of its line."""
    shift = at - (len(piece.text) - len(piece.text.lstrip()))
    return tuple((start + shift, end + shift) for start, end in piece.doubts)

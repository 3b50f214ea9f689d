"""In which order the pieces of a page are read: rows, columns, and what spans them.

What holds here: only boxes count (x0, top, x1, bottom from the page's top left) and sizes, so any format that knows
places can use it. A page is cut into columns only where both sides are prose: several lines, most of them as wide as
their column. On one side fewer will do (a block of keys above its text), where the columns are equally wide and their
paragraphs do not begin level, as those of a row do. A list of names with gaps, a form or a signature is read row by
row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median

from duikou.reading.pages.placed import Box

_OVERLAP = 0.5  # of the lower box: pieces that share so much height are one row
_GUTTER = 1.0  # em: columns are at least so far apart
_TOUCH = 0.1  # of a piece's height: pieces that share less stand one above the other
_LINES = 4  # in each column, where the gutter was not seen on an earlier page
_NARROWEST = 7.0  # em: what is narrower is no column of prose
_FULL = 1.6  # em: a line that ends so near its column's edge is a full one
_MOSTLY = 0.5
_HANGING = 0.75  # em
_BEGINS = 2.6  # em: a line of prose begins so near its column's edge
_SOME = 0.2  # of a column's lines begin at its edge
_LEVEL = 0.25  # em: lines whose middles are so near stand level
_ROWS = 0.6  # of the paragraphs of the side with fewer: where so many begin level with others, they are rows


@dataclass(frozen=True, slots=True)
class PagePiece:
    """A part of a line, or a table as a whole: its box and font size (points)."""

    box: Box
    size: float
    whole: bool = False  # a table: it is a row of its own


def rows(boxes: Sequence[Box]) -> list[list[int]]:
    """The indexes of `boxes` as rows from top to bottom, each from left to right.

    Pieces that stand one above the other are never one row, even beside a larger one: the issuers of a joint document
    beside 文件 (GB/T 9704-2012, 7.2.4).
    """
    found: list[tuple[float, float, list[int]]] = []
    for i in sorted(range(len(boxes)), key=lambda k: (boxes[k][1] + boxes[k][3], boxes[k][0])):
        _, top, _, bottom = boxes[i]
        best, place = 0.0, -1
        for k in range(len(found) - 1, max(-1, len(found) - 4), -1):
            upper, lower, inside = found[k]
            shared = _share(top, bottom, upper, lower)
            if shared > best and not any(_stacked(boxes[i], boxes[j]) for j in inside):
                best, place = shared, k
        if best >= _OVERLAP:
            upper, lower, inside = found[place]
            inside.append(i)
            if bottom - top > lower - upper:
                found[place] = (top, bottom, inside)
        else:
            found.append((top, bottom, [i]))
    found.sort(key=lambda row: row[0] + row[1])
    return [sorted(inside, key=lambda k: boxes[k][0]) for _, _, inside in found]


def _share(start: float, end: float, other_start: float, other_end: float) -> float:
    """How much of the shorter of two stretches the other covers, 0 to 1; less than 0 when they are apart."""
    length = max(0.01, min(end - start, other_end - other_start))
    return (min(end, other_end) - max(start, other_start)) / length


def _stacked(a: Box, b: Box) -> bool:
    return _share(a[0], a[2], b[0], b[2]) > _OVERLAP and _share(a[1], a[3], b[1], b[3]) < _OVERLAP


def beside(pieces: Sequence[PagePiece]) -> Iterator[tuple[PagePiece, PagePiece]]:
    """Each two pieces that stand side by side: they share some height and no width."""
    order = sorted(pieces, key=lambda piece: piece.box[1])
    for k, piece in enumerate(order):
        x0, top, x1, bottom = piece.box
        low = bottom - _TOUCH * (bottom - top)
        for other in islice(order, k + 1, None):
            if other.box[1] >= low:
                break
            if other.box[0] >= x1 or other.box[2] <= x0:
                yield piece, other


class Columns:
    """Finds columns page after page, and remembers where it found them: a last page may have few lines in each."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def regions(self, pieces: Sequence[PagePiece]) -> list[list[int]]:
        """The indexes of `pieces` as regions in reading order; inside a region, rows are read whole."""
        return [region for region in self._split(pieces, list(range(len(pieces)))) if region]

    def _split(self, pieces: Sequence[PagePiece], inside: list[int]) -> list[list[int]]:
        gutter = self._gutter(pieces, inside)
        if gutter is None:
            return [inside]
        crosses = {i for i in inside if _crosses(pieces[i], gutter)}
        bands: list[list[int]] = [[]]
        for i in sorted(inside, key=lambda k: pieces[k].box[1] + pieces[k].box[3]):
            if bands[-1] and (i in crosses) != (bands[-1][-1] in crosses):
                bands.append([])
            bands[-1].append(i)
        found: list[list[int]] = []
        plain: list[int] = []
        for band in bands:
            left = [i for i in band if pieces[i].box[0] + pieces[i].box[2] < 2 * gutter]
            right = [i for i in band if pieces[i].box[0] + pieces[i].box[2] >= 2 * gutter]
            if left and right and not crosses & set(band) and self._are_columns(pieces, left, right, gutter):
                found += [plain, *self._split(pieces, left), *self._split(pieces, right)]
                plain = []
                self.seen.append(gutter)
            else:
                plain = [*plain, *band]
        return [*found, plain]

    def _gutter(self, pieces: Sequence[PagePiece], inside: list[int]) -> float | None:
        """The x at which the most neighbours have a gap; None when few have. Lines of two columns need not be level."""
        gaps = [
            (min(a.box[2], b.box[2]), max(a.box[0], b.box[0]))
            for a, b in beside([pieces[i] for i in inside])
            if max(a.box[0], b.box[0]) - min(a.box[2], b.box[2]) >= _GUTTER * min(a.size, b.size)
        ]
        edges = sorted([(a, 1) for a, _ in gaps] + [(b, -1) for _, b in gaps], key=lambda e: (e[0], -e[1]))
        depth = best = 0
        found = 0.0
        for (x, step), (after, _) in pairwise(edges):
            depth += step
            if depth > best:
                best, found = depth, (x + after) / 2
        if best >= _LINES:
            return found
        return next((x for x in self.seen[::-1] if any(a <= x <= b for a, b in gaps)), None)

    def _are_columns(self, pieces: Sequence[PagePiece], left: list[int], right: list[int], gutter: float) -> bool:
        size = median(pieces[i].size for i in (*left, *right))
        known = any(abs(gutter - x) < size for x in self.seen)
        least = 1 if known else _LINES
        sides = [[pieces[i] for i in side] for side in (left, right)]
        prose = [_is_prose(side, size, least) for side in sides]
        if any(prose) and _are_alike(sides[0], sides[1], size):
            return True
        return all(prose[k] or self._holds_columns(pieces, side) for k, side in enumerate((left, right)))

    def _holds_columns(self, pieces: Sequence[PagePiece], side: list[int]) -> bool:
        """Whether one side of a gutter is columns itself: a page of three."""
        gutter = self._gutter(pieces, side)
        if gutter is None or any(_crosses(pieces[i], gutter) for i in side):
            return False
        left = [i for i in side if pieces[i].box[0] + pieces[i].box[2] < 2 * gutter]
        right = [i for i in side if pieces[i].box[0] + pieces[i].box[2] >= 2 * gutter]
        return bool(left and right) and self._are_columns(pieces, left, right, gutter)


def are_side_by_side(columns: Sequence[Sequence[PagePiece]]) -> bool:
    """Whether what stands in columns is prose in each, equally wide, whose paragraphs do not begin level: a page that
    is set in columns, and no table."""
    size = median(piece.size for column in columns for piece in column)
    return all(_are_alike(list(left), list(right), size) for left, right in pairwise(columns))


def _crosses(piece: PagePiece, gutter: float) -> bool:
    """Whether a piece spans the gutter. A mark that hangs out of its column does not."""
    return piece.box[0] < gutter - _HANGING * piece.size and piece.box[2] > gutter + _HANGING * piece.size


def _is_prose(side: list[PagePiece], size: float, least: int) -> bool:
    """Whether the pieces are lines of one column of prose: wide, and most of them full."""
    lines = [piece for piece in side if not piece.whole]
    if len(lines) < least:
        return least == 1
    # Above a column that earlier pages had, a running head may stand in two pieces.
    if len(lines) - len(rows([piece.box for piece in lines])) > max(0.1 * len(lines), 1 if least == 1 else 0):
        return False
    left, right = _edges(lines)
    if right - left < _NARROWEST * size:
        return False
    full = len(_full(lines, size))
    return (full >= _MOSTLY * len(lines) and _begin_at_edge(lines, size)) or least == 1


def _edges(lines: list[PagePiece]) -> tuple[float, float]:
    return min(line.box[0] for line in lines), max(line.box[2] for line in lines)


def _full(lines: list[PagePiece], size: float) -> list[PagePiece]:
    """The lines that reach the right edge of their column, so that their text may go on below."""
    right = _edges(lines)[1]
    return [line for line in lines if line.box[2] >= right - _FULL * size]


def _begin_at_edge(lines: list[PagePiece], size: float) -> bool:
    left = _edges(lines)[0]
    return sum(line.box[0] <= left + _BEGINS * size for line in lines) >= 0.8 * len(lines)


def _are_alike(left: list[PagePiece], right: list[PagePiece], size: float) -> bool:
    """Whether two sides are equally wide, both with some full lines, and their paragraphs do not begin level."""
    sides = [sorted((line for line in side if not line.whole), key=lambda line: line.box[1]) for side in (left, right)]
    if min(map(len, sides)) < _LINES:
        return False
    edges = [_edges(lines) for lines in sides]
    widths = [x1 - x0 for x0, x1 in edges]
    if min(widths) < _NARROWEST * size or abs(widths[0] - widths[1]) > _FULL * size:
        return False
    for lines in sides:
        if len(rows([line.box for line in lines])) < 0.9 * len(lines) or not _begin_at_edge(lines, size):
            return False
        if len(_full(lines, size)) < _LINES:
            return False
    fewer, more = sorted((_openings(lines, size) for lines in sides), key=len)
    level = sum(any(abs(y - other) <= _LEVEL * size for other in more) for y in fewer)
    return level < _ROWS * len(fewer)


def _text_edge(lines: list[PagePiece], size: float) -> float:
    """The x at which lines of a column begin: the leftmost where many do. A quote may hang out of it."""
    lefts = sorted(line.box[0] for line in lines)
    level = _LEVEL * size
    often = (x for x in lefts if sum(abs(x - other) <= level for other in lefts) >= _SOME * len(lefts))
    return next(often, lefts[0])


def _openings(lines: list[PagePiece], size: float) -> list[float]:
    """The heights (middles) at which paragraphs begin: a line set in, or below one that is not full."""
    left = _text_edge(lines, size)
    full = {id(line) for line in _full(lines, size)}
    return [
        (line.box[1] + line.box[3]) / 2
        for above, line in pairwise([None, *lines])
        if line and (above is None or id(above) not in full or line.box[0] > left + _LEVEL * size)
    ]

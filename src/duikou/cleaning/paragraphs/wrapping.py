"""How a text is hard-wrapped: how wide its full lines are, and what parts its paragraphs.

What holds here: widths are in characters (em). A text is wrapped when many of its lines are about as wide as the widest
ones and most of these end in mid-sentence; clean text, whose paragraphs differ in length, is not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from duikou.cleaning.paragraphs.opening_words import alike, opens_paragraph
from duikou.cleaning.paragraphs.rows import Row, width_of
from duikou.notation.characters import STOPS
from duikou.notation.line_heads import head, heads
from duikou.notation.patterns import patterns

_LINES = patterns("cleaning/paragraphs")

CLOSERS = "”’）》〉〕】」』"
_INDENT, _NARROW_INDENT = 1.5, 0.9  # characters
FIRST_INDENT = 2.0  # characters: how far a paragraph's first line is set in (GB/T 9704-2012, 7.3.3)


class Wrap(NamedTuple):
    """How a hard-wrapped text is set.

    `full` is the width of a full line (em); `indented` says that first lines are set in, by `least` at least (em);
    `spaced` that blank lines part paragraphs and stand nowhere else; `short` is by how much first lines are shorter
    (em), where their indent was lost.

    `plain` says that a line is as wide as its characters are when white space is left
    out and marks are full-width: so it was on the page that a program set out as text (letters spaced to fill the line,
    half-width marks). `counted` says besides that figures and letters were full-width there, so that a line is as wide
    as it has characters.
    """

    full: float
    indented: bool
    spaced: bool
    short: float
    least: float
    plain: bool = False
    counted: bool = False

    def width(self, row: Row) -> float:
        """How wide a line is (em), counted as the lines of this text are."""
        if not self.plain or row.top is not None:
            return row.width
        return len(row.shape) if self.counted else width_of(row.shape)


def find_wraps(rows: Sequence[Row], blanks: Sequence[bool | None]) -> list[Wrap | None]:
    """For each row, how the text around it is hard-wrapped; None where it is not. `blanks` as from `_blanks`.

    The whole text is tried first; stretches that are set narrower are then tried on their own.
    """
    found: list[Wrap | None] = [None] * len(rows)
    _find_wraps(rows, blanks, 0, len(rows), found)
    return found


def _find_wraps(
    rows: Sequence[Row], blanks: Sequence[bool | None], first: int, end: int, found: list[Wrap | None]
) -> None:
    wrap = _wrap_of(rows[first:end], blanks[first:end])
    if wrap is None:
        parts = _by_pages(rows, first, end)
        for begin, stop in parts if len(parts) > 1 else ():
            _find_wraps(rows, blanks, begin, stop, found)
        return
    narrow_from = None
    for i in range(first, end + 1):
        full = i < end and wrap.width(rows[i]) + (rows[i].indent if wrap.indented else 0) >= wrap.full - 4
        if i < end:
            found[i] = wrap
        if i == end or full:
            if narrow_from is not None and i - narrow_from >= 8:
                _find_wraps(rows, blanks, narrow_from, i, found)
            narrow_from = None
        elif narrow_from is None:
            narrow_from = i


def _by_pages(rows: Sequence[Row], first: int, end: int) -> list[tuple[int, int]]:
    """The stretches of pages whose lines are about as wide as each other: those of an annex set across may be wider."""
    parts: list[tuple[int, int]] = []
    widest = 0.0
    for _, group in groupby(range(first, end), key=lambda i: rows[i].page):
        page = list(group)
        widths = sorted(
            row.width + row.indent
            for row in (rows[i] for i in page)
            if row.top is not None and row.role == "text" and row.width >= _LEAST_WIDTH and _is_prose(row.shape)
        )
        own = widths[-1] if widths else 0.0
        narrower = len(widths) >= _FEW_LINES and own < widest - _BEYOND
        if parts and not (own > widest + _BEYOND or narrower):
            parts[-1] = (parts[-1][0], page[-1] + 1)
            widest = max(widest, own)
        else:
            parts.append((page[0], page[-1] + 1))
            widest = own
    return parts


_FEW_LINES = 3  # lines of prose: so many tell how wide those of a page are
_LEAST_WIDTH = 16.0  # characters: narrower lines are columns or names
_COLUMN_WIDTH, _RARELY = 9.0, 0.05  # characters; of the lines: where so few are wider, a page has columns
_MOST_WIDTH = 62.0
_STREWN = 0.2  # of the blank lines: where so many stand in mid-sentence, they part nothing
_CLEARLY = 1.1  # times as many lines of one width
_STRAYS = 0.03  # of the lines of prose may look longer than a full line
_BEYOND = 3  # characters: by more than that a line is longer than a full one
_MANY = 12  # lines of prose: of so many, one may be a stray


def _wrap_of(rows: Sequence[Row], blanks: Sequence[bool | None]) -> Wrap | None:
    """How all of `rows` are wrapped. Only lines of prose count: lists of names may be of one width by chance."""
    texts = [row for row in rows if row.role == "text" and "\t" not in row.text]
    if _is_unwrapped(texts):
        return None
    least = _least_indent(texts)
    indented = sum(row.indent >= least for row in texts) >= 0.08 * len(texts) and any(row.indent < 0.6 for row in texts)
    prose = [row for row in texts if row.width >= _least_width(texts) and _is_prose(row.shape)]
    if len(prose) < 2:
        return None
    widths = [row.width + (row.indent if indented else 0) for row in prose]
    best, full = _usual(widths)
    plain = counted = False
    if all(row.top is None for row in prose):
        # An indent of some half-width spaces stands for two characters of the page.
        leads = [min(row.indent, FIRST_INDENT) if indented else 0.0 for row in prose]
        for by_count in (False, True) if any(row.text != row.shape for row in prose) else (True,):
            measured = [
                (len(row.shape) if by_count else width_of(row.shape)) + lead
                for row, lead in zip(prose, leads, strict=True)
            ]
            fitting, usual = _usual(measured)
            # Figures are half as wide as hanzi on most pages: only much better a fit tells that here they are not.
            if fitting > best * (_CLEARLY if by_count else 1.0):
                best, full, widths, plain, counted = fitting, usual, measured, True, by_count
    # A scan's line that was measured wrong may look longer than the page is wide.
    strays = max(_STRAYS * len(prose), float(len(prose) >= _MANY))
    if best < max(2, 0.35 * len(prose)) or sum(w > full + _BEYOND for w in widths) > strays:
        return None
    filled = [row for row, w in zip(prose, widths, strict=True) if abs(w - full) <= 1.5]
    following = {a.start: b.shape for a, b in pairwise(rows)}
    open_ended = sum(
        _is_open(row)
        and not opens_paragraph(following.get(row.start, ""))
        and not alike(row.shape, following.get(row.start, ""))
        for row in filled[:-1] or filled
    )
    if open_ended < 0.5 * len(filled[:-1] or filled):
        return None
    known = [blank for blank in blanks[1:] if blank is not None]
    spaced = 0.05 * len(known) <= sum(known) <= 0.6 * len(known) and not _are_strewn(rows, blanks)
    firsts = [w for row, w in zip(prose, widths, strict=True) if head(row.shape) and _is_open(row)]
    flush = sum(w >= full - 1.0 for w in firsts)
    lost = not indented and flush <= sum(full - 3.5 <= w < full - 1.0 for w in firsts)
    return Wrap(full, indented, spaced, FIRST_INDENT if lost else 0.0, least, plain, counted)


def _least_width(texts: Sequence[Row]) -> float:
    """How wide a line of prose is at least (em): where a page is known to be set in narrow columns, less."""
    if any(row.top is None for row in texts):
        return _LEAST_WIDTH
    usual = sum(row.width >= _LEAST_WIDTH for row in texts)
    return _LEAST_WIDTH if usual >= _RARELY * len(texts) else _COLUMN_WIDTH


def _is_unwrapped(texts: Sequence[Row]) -> bool:
    """Whether more lines of prose than may be strays are longer than any full line: those of clean text mostly are, and
    that tells without a look at the others."""
    longest = _MOST_WIDTH + _BEYOND
    # However wide its characters are, a line with so many is wider.
    long = [row for row in texts if len(row.shape) > 2 * longest and (row.measured is None or row.measured > longest)]
    most = max(_STRAYS * len(texts), 1.0)
    return len(long) > most and sum(_is_prose(row.shape) for row in long) > most


def _is_prose(shape: str) -> bool:
    """Whether a line has a mark of prose in it, that of its ordinal aside (任务一：, 一、)."""
    opening = next(iter(heads(shape)), None)
    return _LINES.mark.search(shape, opening.length if opening else 0) is not None


def _usual(widths: Sequence[float]) -> tuple[int, float]:
    """How many of the lines are about as wide as each other, and how wide (em): the width that most have."""
    best, full = 0, 0.0
    ranked = sorted(widths)
    for candidate in sorted({round(w * 2) / 2 for w in widths if w <= _MOST_WIDTH}, reverse=True):
        count = bisect_right(ranked, candidate + 1.0) - bisect_left(ranked, candidate - 1.5)
        if count > best:
            best, full = count, candidate
    return best, full


def _are_strewn(rows: Sequence[Row], blanks: Sequence[bool | None]) -> bool:
    """Whether blank lines stand in mid-sentence too often to part paragraphs: below prose that goes on."""
    gaps = [(above, row) for above, row, blank in zip(rows, rows[1:], blanks[1:], strict=False) if blank]
    inside = [
        above for above, row in gaps if _is_open(above) and _is_prose(above.shape) and not opens_paragraph(row.shape)
    ]
    return len(inside) >= max(2, _STREWN * len(gaps))


def _least_indent(rows: Sequence[Row]) -> float:
    """By how much first lines are set in at least (em).

    Two characters become two or three half-width spaces where a program sets out a page as plain text.
    """
    narrow = sum(_NARROW_INDENT <= row.indent < _INDENT for row in rows if row.top is None)
    return _NARROW_INDENT if narrow and narrow >= 0.08 * len(rows) else _INDENT


def _is_open(row: Row) -> bool:
    """Whether the line breaks off: no stop at its end."""
    return row.shape.rstrip(CLOSERS)[-1:] not in tuple(STOPS)

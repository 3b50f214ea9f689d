"""How a text is hard-wrapped: how wide its full lines are, and what parts its paragraphs.

What holds here: widths are in characters (em). A text is wrapped when many of its lines are about as wide as the widest
ones and most of these end in mid-sentence; clean text, whose paragraphs differ in length, is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from duikou.cleaning.layout import Row
from duikou.cleaning.openers import alike, opens
from duikou.patterns import pattern

CLOSERS = "”’）》〉〕】」』"


class Wrap(NamedTuple):
    """How a hard-wrapped text is set.

    `full` is the width of a full line (em); `indented` says that first lines are set in, `spaced` that blank lines part
    paragraphs and stand nowhere else.
    """

    full: float
    indented: bool
    spaced: bool


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
        return
    narrow_from = None
    for i in range(first, end + 1):
        full = i < end and rows[i].width + (rows[i].indent if wrap.indented else 0) >= wrap.full - 4
        if i < end:
            found[i] = wrap
        if i == end or full:
            if narrow_from is not None and i - narrow_from >= 8:
                _find_wraps(rows, blanks, narrow_from, i, found)
            narrow_from = None
        elif narrow_from is None:
            narrow_from = i


_LEAST_WIDTH = 16.0  # characters: narrower lines are columns or names
_MOST_WIDTH = 62.0
_PROSE = pattern("[，。；：]")


def _wrap_of(rows: Sequence[Row], blanks: Sequence[bool | None]) -> Wrap | None:
    """How all of `rows` are wrapped. Only lines of prose count: lists of names may be of one width by chance."""
    texts = [row for row in rows if row.role == "text" and "\t" not in row.text]
    indented = sum(row.indent >= 1.5 for row in texts) >= 0.08 * len(texts) and any(row.indent < 0.6 for row in texts)
    prose = [row for row in texts if _PROSE.search(row.shape) and row.width >= _LEAST_WIDTH]
    widths = [row.width + (row.indent if indented else 0) for row in prose]
    if len(prose) < 2:
        return None
    best, full = 0, 0.0
    for candidate in sorted({round(w * 2) / 2 for w in widths if w <= _MOST_WIDTH}, reverse=True):
        count = sum(candidate - 1.5 <= w <= candidate + 1.0 for w in widths)
        if count > best:
            best, full = count, candidate
    if best < max(2, 0.35 * len(prose)) or sum(w > full + 3 for w in widths) > 0.03 * len(prose):
        return None
    filled = [row for row, w in zip(prose, widths, strict=True) if abs(w - full) <= 1.5]
    following = {a.start: b.shape for a, b in pairwise(rows)}
    open_ended = sum(
        row.shape.rstrip(CLOSERS)[-1:] not in tuple("。！？；：")
        and not opens(following.get(row.start, ""))
        and not alike(row.shape, following.get(row.start, ""))
        for row in filled[:-1] or filled
    )
    if open_ended < 0.5 * len(filled[:-1] or filled):
        return None
    known = [blank for blank in blanks[1:] if blank is not None]
    return Wrap(full, indented, 0.05 * len(known) <= sum(known) <= 0.6 * len(known))

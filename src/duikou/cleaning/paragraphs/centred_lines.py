"""Titles of which the format itself says that their lines are set in the middle (Word, OpenDocument, HTML).

What holds here: lines in the middle that stand one below the other, at the head of a document or of an attachment, are
one title (GB/T 9704-2012, 7.3.1: 分一行或多行居中排布) where none of them is a title by itself, or where the next goes
on a phrase. A title, its 发文字号, its date, and the one who gives a speech stand in the middle too: those are told by
their words.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.cleaning.paragraphs.rows import Row
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import is_body, is_counted, is_date, is_whole_title, lacks_kind, may_be_title

_TITLES = patterns("notation/title_forms")
MOST_LINES = 5
_LONGEST = 100  # characters of a whole title
_SHORTEST = 6  # characters: a shorter line that ends as no title does may be a name


def centred_length(rows: Sequence[Row]) -> int:
    """How many of the first `rows` are one title set in the middle; 0 for none."""
    if not rows or not rows[0].centred or not may_be_title(rows[0].shape):
        return 0
    run = _run(rows)
    whole, length = rows[0].shape, 0
    for count, row in enumerate(run[1:], 2):
        goes_on = _TITLES.joins.match(row.shape) is not None
        if _is_title(whole) and not goes_on:
            break
        if is_body(row.shape) and not is_body(whole):
            break  # who issued it stands below the title
        whole += row.shape
        if len(whole) > _LONGEST:
            break
        if _is_title(whole) or goes_on:
            length = count
    if not length and len(run) == 2 and not _is_title(run[0].shape) and min(len(x.shape) for x in run) >= _SHORTEST:
        length = 2 if not is_body(run[1].shape) else 0
    return length


def _run(rows: Sequence[Row]) -> list[Row]:
    """The first rows that are in the middle, without a blank line between, and may be pieces of a title."""
    run = [rows[0]]
    for row in rows[1:MOST_LINES]:
        piece = may_be_title(row.shape) or _TITLES.joins.match(row.shape) is not None
        bare = row.shape.strip("（）")
        piece = piece and not (is_date(bare) or is_counted(bare))  # 题注, and the number of an order, stand alone
        if not (row.centred and row.role == run[0].role and row.start - run[-1].end <= 1 and piece):
            break
        run.append(row)
    return run


def _is_title(shape: str) -> bool:
    """Whether a line, or several as one, end as a title does, with what may stand behind it in brackets."""
    return is_whole_title(shape) and not lacks_kind(shape)

"""Whether two lines are plainly one sentence: what stands between them is no part of the text."""

from __future__ import annotations

from duikou.cleaning.paragraphs.rows import Row
from duikou.notation.characters import is_han
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import is_whole_title

_LINES = patterns("cleaning/furniture")

_HEADING_LENGTH = 16  # characters: a heading without an ordinal is shorter


def in_sentence(before: Row, after: Row) -> bool:
    """Whether prose breaks off in the line before, and the line after opens nothing new."""
    last = before.shape[-1]
    return (last in "，、" or (is_han(last) and is_prose(before.shape))) and head(after.shape) is None


def is_prose(shape: str) -> bool:
    """Whether a line is a part of a sentence rather than a heading."""
    if _LINES.prose.search(shape):
        return True
    return len(shape) >= _HEADING_LENGTH and head(shape) is None and not is_whole_title(shape)

"""Which words at a line's head say that the line is a paragraph, or one of several lines of a kind.

What holds here: ordinals are the business of `notation.ordinals`; here are questions and answers, captions, labels with
their values, names, bodies that sign. The words lie in data/cleaning/paragraphs.toml.
"""

from __future__ import annotations

from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import is_body

_LINES = patterns("cleaning/paragraphs")


def opens_paragraph(shape: str) -> bool:
    """Whether a line opens a paragraph by its ordinal or by words that do: 问：, 图1, 资料来源：."""
    return head(shape) is not None or opens_by_words(shape)


def opens_by_words(shape: str) -> bool:
    """Whether a line opens a paragraph by its words: 问：, 图1, 资料来源：."""
    return _LINES.openers.match(shape) is not None


def follows_name(shape: str) -> bool:
    """Whether a line says of a text that is named before it what no paragraph opens with: 已经…同意, 印发给你们."""
    return _LINES.after_name.match(shape) is not None


def alike(before: str, row: str) -> bool:
    """Whether two lines begin alike: with the same characters, or each with a year."""
    dated = _LINES.begins_with_year
    return before[:2] == row[:2] or (dated.match(before) is not None and dated.match(row) is not None)


def stands_beside(whole: str, row: str) -> bool:
    """Whether the line `row` is one of several of a kind, or what stands below the text `whole`.

    A label and its value, a year as the line before has one, the same opening words, names, bodies that sign.
    """
    if _LINES.label.match(row) or _LINES.names.fullmatch(row) or alike(whole, row):
        return True
    return not _LINES.no_comma_of_list.search(row) and is_body(row)

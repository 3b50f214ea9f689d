"""Which words at a line's head say that the line is a paragraph, or one of several lines of a kind.

What holds here: ordinals are the business of `starts`; here are questions and answers, captions, labels with their
values, names, bodies that sign. The words lie in data/cleaning/paragraphs.toml.
"""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation.ordinals import head
from duikou.notation.patterns import pattern
from duikou.notation.title_lines import is_body

_YEAR = pattern("(?:到|至|截至)?[0-9]{4}年")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("cleaning/paragraphs")
    return pattern(words["openers"]), pattern(words["labels"]), pattern(words["names"]), pattern(words["after_name"])


def opens(shape: str) -> bool:
    """Whether a line opens a paragraph by its ordinal or by words that do: 问：, 图1, 资料来源：."""
    return head(shape) is not None or opens_by_words(shape)


def opens_by_words(shape: str) -> bool:
    """Whether a line opens a paragraph by its words: 问：, 图1, 资料来源：."""
    return _patterns()[0].match(shape) is not None


def follows_name(shape: str) -> bool:
    """Whether a line says of a text that is named before it what no paragraph opens with: 已经…同意, 印发给你们."""
    return _patterns()[3].match(shape) is not None


def alike(before: str, row: str) -> bool:
    """Whether two lines begin alike: with the same characters, or each with a year."""
    return before[:2] == row[:2] or (_YEAR.match(before) is not None and _YEAR.match(row) is not None)


def stands_beside(whole: str, row: str) -> bool:
    """Whether the line `row` is one of several of a kind, or what stands below the text `whole`.

    A label and its value, a year as the line before has one, the same opening words, names, bodies that sign.
    """
    _, labels, names, _ = _patterns()
    if labels.match(row) or names.fullmatch(row) or alike(whole, row):
        return True
    return is_body(row) and not re.search("[，。；：]", row)

"""Whether all characters of a page are in what was read of it.

What holds here: letters, digits and hanzi are counted, on the page as the file gives it and in what came of it. What a
reader leaves out by a rule (a character printed twice to look bold, text off the page) it counts itself and names. A
difference that is left is a fault, and is told with the page instead of being handed on in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duikou.errors import t
from duikou.model import Caution
from duikou.reading.pages.placed import Placed

RULE = "lost-characters"


def letters(text: str) -> int:
    """How many letters, digits and hanzi a text has."""
    return sum(map(str.isalnum, text))


def count_characters(lines: Iterable[Placed]) -> int:
    """How many letters, digits and hanzi the lines have."""
    return sum(letters(line.text) for line in lines)


def lacking(page: int, on_page: int, in_result: int) -> list[Caution]:
    """The caution for a page (from 1) of whose characters not all are in the result; none when all are there."""
    gone = on_page - in_result
    if gone <= 0:
        return []
    message = t(
        "page {page}: {gone} of its {on_page} letters, digits and hanzi are in no line that was read of it",
        page=page,
        gone=gone,
        on_page=on_page,
    )
    return [Caution(RULE, message, "")]


def text_where_none_is(lines: list[Placed]) -> list[Placed]:
    """The lines of a document; where none is text, what was taken for heads, feet and marks of pages is the text."""
    if any(line.role not in ("header", "footer", "chrome") for line in lines):
        return lines
    return [replace(line, role="text") for line in lines]

"""A text cut into its lines, nothing lost.

What holds here: every character of the text is in one line or is a line break between two lines, so the lines tile the
text. A line ends at LF, CR, CR LF, vertical tab, form feed, NEL, or a Unicode line or paragraph separator. After a
final break there is one more, empty line, as `str.split` gives it. A form feed begins a new page.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from duikou.model import Line

_BREAK = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
Role = tuple[str, int | None]


def split(text: str, role: Callable[[int, str], Role] | None = None) -> tuple[tuple[Line, ...], int | None]:
    """The lines of `text` and the number of its pages (None without a form feed).

    Offsets are characters in `text`, without the break; lines and pages count from 1. A form feed at the very end opens
    no page. `role` gives a line's role and level from its index (from 0) and its text.
    """
    paged = "\f" in text
    page, lines, start = 1, [], 0
    for found in _BREAK.finditer(text):
        lines.append(_line(text, start, found.start(), len(lines), page if paged else None, role))
        start = found.end()
        if found.group() == "\f" and start < len(text):
            page += 1
    lines.append(_line(text, start, len(text), len(lines), page if paged else None, role))
    return tuple(lines), page if paged else None


def _line(
    text: str, start: int, end: int, index: int, page: int | None, role: Callable[[int, str], Role] | None
) -> Line:
    name, level = role(index, text[start:end]) if role else ("text", None)
    return Line(start, end, index + 1, page, name, level)


def texts(text: str) -> list[str]:
    """The texts of the lines of `text`, in order."""
    return _BREAK.split(text)

"""A text cut into its lines, nothing lost.

What holds here: every character of the text is in one line or is a line break between two lines, so the
lines tile the text. A line ends at LF, CR, CR LF, vertical tab, form feed, NEL, or a Unicode line or
paragraph separator. After a final break there is one more, empty line, as `str.split` gives it. A form feed
begins a new page.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from duikou.model import Line
from duikou.notation.patterns import pattern

_BREAK = pattern("\r\n|[\n\r\f\v\x85\u2028\u2029]")
Role = tuple[str, int | None]
_TEXT: Role = ("text", None)
_NO_ROLES: Mapping[int, Role] = MappingProxyType({})


def split(text: str, roles: Mapping[int, Role] = _NO_ROLES) -> tuple[tuple[Line, ...], int | None]:
    """The lines of `text` and the number of its pages (None without a form feed).

    Offsets are characters in `text`, without the break; lines and pages count from 1. A form feed at the
    very end opens no page. `roles` gives role and level by a line's index (from 0); "text" for all others.
    """
    paged = "\f" in text
    page, start = 1, 0
    lines: list[Line] = []
    for found in (*_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        role, level = roles.get(len(lines), _TEXT)
        lines.append(Line(start, end, len(lines) + 1, page if paged else None, role, level))
        if found:
            start = found.end()
            if paged and found.group() == "\f" and start < len(text):
                page += 1
    return tuple(lines), page if paged else None


def texts(text: str) -> list[str]:
    """The texts of the lines of `text`, in order."""
    return _BREAK.split(text)

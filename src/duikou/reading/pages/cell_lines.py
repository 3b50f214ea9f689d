"""The lines of a table cell as one text.

What holds here: a broken line is made whole: nothing between Chinese characters, a space between Latin words or
numbers. Only where each line is a body of its own (市发展改革委 over 市财政局) does the break mean the comma of a list
(顿号, GB/T 15834-2011, 4.5), and becomes one: run together the two would read as one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from duikou.notation import bodies
from duikou.notation.patterns import pattern, patterns

_FORMS = patterns("reading/cells")
_STOPS = "、，；。：,;:（("
_LAST = pattern("[、，；：,;:]")
_FIRST = pattern("[、，；,;]")
_CLOSED = pattern("[。：]")
_LONGEST = 30
_LOOK = 2 * _LONGEST + 2  # characters of what stands above that can tell


def join(lines: Sequence[str]) -> str:
    """The lines of a cell, without TABs, as one text."""
    whole = ""
    for line in lines:
        whole += gap(whole[-_LOOK:], line) + line
    return whole


def gap(above: str, below: str) -> str:
    """What the break between two lines of a cell means: "、" between bodies, " " between Latin words or numbers, else
    nothing."""
    ends = above[-1:] + below[:1]
    if len(ends) < 2:
        return ""
    if ends.isascii():
        return " " if ends.isalnum() else ""
    return "、" if _bodies(above, below) else ""


def _bodies(above: str, below: str) -> bool:
    """Whether the last piece above and the first below are each the name of a body."""
    if above.endswith(tuple(_STOPS)):
        return False
    last = _LAST.split(above)[-1].strip()
    first = _FIRST.split(below, maxsplit=1)[0].strip()
    if not (2 < len(last) <= _LONGEST and 2 < len(first) <= _LONGEST) or _CLOSED.search(first):
        return False
    return bool(_ending().search(last) and _ending().search(first) and _FORMS.own_body.match(first))


@cache
def _ending() -> re.Pattern[str]:
    words = bodies.strong_ends()
    return pattern(f"(?:{'|'.join(map(re.escape, words))})(?:[（(][^（）()]*[）)])?$")

"""Which asterisks are Markdown's, and which stand for what was left out.

What holds here: two or more asterisks are a mark only in pairs around words, or at a line's edge. `138****1234`,
`张**，` and `20**年` hide digits and names: they are the document's own, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.data import lists
from duikou.notation.characters import HAN_RE
from duikou.notation.patterns import patterns

_MARKUP = patterns("cleaning/markup")
_WORDS = lists("cleaning/markup")

_CLOSING = "，。、；：！？）】》〉”’,.;:!?)]"
_OPENING = "（【《〈“‘(["
_LISTING = "、，"
_BOTH = 4  # asterisks: the end of one pair and the beginning of the next


def marks(text: str) -> frozenset[int]:
    """Where the runs of two or more asterisks in `text` begin that are Markdown's."""
    return frozenset(at for offset, line in _lines(text) for at in _in_line(line, offset))


def is_marked(text: str) -> bool:
    """Whether words in `text` plainly stand between Markdown's asterisks."""
    return any(line[start:end].strip() for _, line in _lines(text) for start, end in _pairs(line))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold two asterisks together, each with where it begins."""
    end = 0
    while (at := text.find("**", end)) >= 0:
        start = text.rfind("\n", end, at) + 1 or end
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield start, text[start:end]


def _in_line(line: str, offset: int) -> Iterator[int]:
    paired = {at for pair in _pairs(line) for at in pair}
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    for m in _MARKUP.asterisks.finditer(line):
        at_edge = (m.start() == first or m.end() == last) and not _MARKUP.mask.match(line, m.start())
        if m.end() in paired or m.start() in paired or at_edge:
            yield offset + m.start()


def _pairs(line: str) -> Iterator[tuple[int, int]]:
    """Where the words between two runs that open and close begin and end."""
    opened: re.Match[str] | None = None
    for m in _MARKUP.asterisks.finditer(line):
        if _MARKUP.mask.match(line, m.start()):
            continue
        before, after = line[max(0, m.start() - 1) : m.start()], line[m.end() : m.end() + 1]
        opens = after.strip() != "" and after not in _CLOSING and not (after in _WORDS.joins and HAN_RE.match(before))
        closes = before.strip() != "" and before not in _OPENING
        closes = closes and not (before in _LISTING and opens)
        if opened is not None and closes and _fit(opened.group(), m.group()):
            yield opened.end(), m.start()
            opened = m if len(m.group()) >= _BOTH and opens else None
        elif opens:
            opened = m


def _fit(opening: str, closing: str) -> bool:
    return len(opening) == len(closing) or _BOTH in (len(opening), len(closing))

"""The rule for a title inside a title (GB/T 15834-2011, 4.15.3.4: 书名号 inside 书名号 are 〈 〉).

What holds here: a paragraph changes only where its marks pair wholly, so that a mark that was left out moves no other.
"""

from __future__ import annotations

from collections.abc import Iterator

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.patterns import patterns

_SIGNS = patterns("cleaning/punctuation")

_OPENING, _CLOSING = "《〈<", "》〉>"
_BY_DEPTH = ("《》", "〈〉")


@rule(
    "nested-titles",
    "text",
    "A title inside a title stands in 〈 〉.",
    signs="<>《",
)
def nested_titles(text: str) -> Iterator[Wanted]:
    """`《关于修改<…>的决定》` and `《关于印发《…》的通知》`; < > that stand in no title are signs of other things."""
    at = 0
    while (at := text.find("《", at)) >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if ("<" in line or "《" in line) and _SIGNS.inner_title.search(line, 1):
            yield from ((start + place, start + place + 1, new) for place, new in _changes(line))
        at = end


def _changes(line: str) -> list[tuple[int, str]]:
    """Where the marks of inner titles stand in a line, and what they are; none where the marks do not pair."""
    opened: list[str] = []
    found: list[tuple[int, str]] = []
    for m in _SIGNS.title_mark.finditer(line):
        mark = m.group()
        if mark in "<>" and not opened:
            continue
        if mark in _OPENING:
            if opened and mark != "〈":
                found.append((m.start(), _BY_DEPTH[len(opened) % 2][0]))
            opened.append(mark)
        elif not opened or _OPENING.index(opened[-1]) != _CLOSING.index(mark):
            return []
        else:
            opened.pop()
            if opened and mark != "〉":
                found.append((m.start(), _BY_DEPTH[len(opened) % 2][1]))
    return [] if opened else found

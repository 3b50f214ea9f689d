"""What stands in 《》 and in “”: the titles that a text cites, and its slogans.

What holds here: spans count in the text and include the marks. A title ends on its line; of titles in a title only the
outermost is given (GB/T 15834, 4.8 and 4.15).
"""

from __future__ import annotations

from collections.abc import Iterator

from duikou.notation import marks
from duikou.notation.patterns import pattern

_MARKS = pattern("[《》\n]")
_SLOGAN = pattern("“[^“”]{1,20}”")
_TITLES, _QUOTES = pattern("《"), pattern("“")


def titles(text: str) -> list[tuple[int, int]]:
    """The outermost spans in 《》; an unclosed 《 opens none."""
    if "《" not in text:
        return []
    spans_, depth, start = [], 0, 0
    for match in _MARKS.finditer(text):
        i, c = match.start(), match.group()
        if c == "《":
            start = start if depth else i
            depth += 1
        elif c == "》" and depth:
            depth -= 1
            if not depth:
                spans_.append((start, i + 1))
        elif c == "\n":
            depth = 0
    return spans_


def slogans(text: str) -> list[tuple[int, int]]:
    """The spans of what is quoted in “” and short."""
    return [match.span() for match in _SLOGAN.finditer(text)] if "“" in text else []


@marks.kind("citation", _TITLES, holds=True)
def _cited(text: str) -> Iterator[tuple[int, int, object]]:
    return ((start, end, text[start + 1 : end - 1]) for start, end in titles(text))


@marks.kind("slogan", _QUOTES, holds=True)
def _slogan(text: str) -> Iterator[tuple[int, int, object]]:
    return ((start, end, text[start + 1 : end - 1]) for start, end in slogans(text))

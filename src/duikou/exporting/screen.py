"""Text of documents on a screen.

What holds here: nothing that a document or a file name holds can steer the terminal, nor turn the direction of what
stands beside it.
"""

from __future__ import annotations

import re

from duikou.notation.patterns import pattern

# The private-use area has no signs of its own: a reader would see a box, or nothing.
_PRIVATE = pattern("[\ue000-\uf8ff]")
# Controls but line feed and tab, what turns or embeds a direction of writing, and the private-use area.
_UNSEEN = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")


def coded(text: str) -> str:
    """Text in which private-use characters, which no font shows, are given as their code: 2<U+E010>5."""
    return _PRIVATE.sub(_code, text)


def visible(text: str) -> str:
    """Text that is safe on a terminal: control characters, but for line feed and tab, and private-use characters
    are shown as pictures or codes."""
    return _UNSEEN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    """C0 controls and DEL have pictures in Unicode; all others are shown as their code."""
    if found[0] < " ":
        return chr(0x2400 + ord(found[0]))
    return "␡" if found[0] == "\x7f" else _code(found)


def _code(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def named(path: str) -> str:
    """The name of a file in one line: control characters, line feed and tab too, are shown."""
    return visible(path).replace("\n", "↵").replace("\t", "␉")


# The colours that duikou itself gives (ECMA-48, SGR).
_COLOUR = pattern("\x1b\\[[0-9;]{0,40}m")


def for_terminal(text: str, painted: bool = False) -> str:
    """A result as it may be sent to a terminal. `painted` says that it has colours, which stay: whoever painted it has
    made each text in it `visible`."""
    text = text.replace("\r\n", "\n")
    if not painted:
        return visible(text)
    pieces, at = [], 0
    for found in _COLOUR.finditer(text):
        pieces += [visible(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*pieces, visible(text[at:])])

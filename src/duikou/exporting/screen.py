"""Text of documents on a screen.

What holds here: nothing that a document or a file name holds can steer the terminal, nor turn the direction of what
stands beside it.
"""

from __future__ import annotations

from duikou.notation.patterns import pattern

# C0 controls and DEL have pictures in Unicode; C1 and the controls of direction are shown as their code.
_VISIBLE = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t"} | {0x7F: "␡"}
# What turns or embeds a direction of writing: U+061C, U+200E and so on.
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# The private-use area has no signs of its own: a reader would see a box, or nothing.
_PRIVATE = {code: f"<U+{code:04X}>" for code in range(0xE000, 0xF900)}
_VISIBLE |= {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *_TURNING)}
_VISIBLE |= _PRIVATE


def coded(text: str) -> str:
    """Text in which private-use characters, which no font shows, are given as their code: 2<U+E010>5."""
    return text.translate(_PRIVATE)


def visible(text: str) -> str:
    """Text that is safe on a terminal: control characters, but for line feed and tab, and private-use characters
    are shown as pictures or codes."""
    return text.translate(_VISIBLE)


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

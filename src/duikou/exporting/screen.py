"""Text of documents on a screen.

What holds here: nothing that a document or a file name holds can steer the terminal.
"""

from __future__ import annotations

# C0 controls and DEL have pictures in Unicode; C1 and the controls of direction are shown as their code.
_VISIBLE = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t"} | {0x7F: "␡"}
# The private-use area has no signs of its own: a reader would see a box, or nothing.
_PRIVATE = {code: f"<U+{code:04X}>" for code in range(0xE000, 0xF900)}
_VISIBLE |= {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_VISIBLE |= _PRIVATE


def coded(text: str) -> str:
    """Text in which private-use characters, which no font shows, are given as their code: 2<U+E010>5."""
    return text.translate(_PRIVATE)


def visible(text: str) -> str:
    """Text that is safe on a terminal: control characters, but for line feed and tab, and private-use characters
    are shown as pictures or codes."""
    return text.translate(_VISIBLE)

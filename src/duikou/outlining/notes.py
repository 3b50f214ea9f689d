"""The notes under a table or at the end of a text (注：1、…): which paragraphs they are.

What holds here: notes are counted from 1 on by numbers of their own, which are no items of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.notation import closing_lines
from duikou.notation.ordinals import Reading, readings


def mark_notes(texts: Sequence[str], roles: list[str]) -> None:
    """The notes under a table or at the end (注：1、…) are no items: their first, and those that go on with its
    numbers."""
    for i, text in enumerate(texts):
        if roles[i] != "text":
            continue
        first = i
        head = closing_lines.notes_head(text)
        if head is None and closing_lines.is_notes_mark(text) and i + 1 < len(texts):
            first, head = i + 1, next((r for r in readings(texts[i + 1]) if r.sure), None)
        if head is None or head.ordinal.value != 1:
            continue
        roles[i] = roles[first] = "note"
        for k in range(first + 1, len(texts)):
            if roles[k] != "text" or not _goes_on_as(texts[k], head, 1 + k - first):
                break
            roles[k] = "note"


def _goes_on_as(text: str, head: Reading, value: int) -> bool:
    """Whether `text` opens with the number `value` in the style of `head`."""
    return any(r.sure and r.style == head.style and r.ordinal.value == value for r in readings(text))

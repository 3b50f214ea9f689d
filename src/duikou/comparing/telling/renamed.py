"""References of the old text under the names that what they name has in the new one.

What holds here: where 第二十七条 and 第二十八条 became 第二十八条 and 第二十九条, a list of both is the same list,
though one of its numbers stands in either text. So the texts are compared with the new names put in, and what stands
there is told as a change of the name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from duikou.comparing.telling.region import Region


class Name(NamedTuple):
    """[start, end) of the old text is a reference to what is now called `now`."""

    start: int
    end: int
    now: str


def with_names(old: str, names: Sequence[Name], compared: Callable[[str], list[Region]]) -> list[Region] | None:
    """The regions of the old text and the new one, found with the new names in the old text (`compared`), each name
    that stands unchanged then a region of its own; None where a region cuts a name."""
    spans, text = _put_in(old, names)
    found = compared(text)
    made: list[Region] = []
    shift = 0  # from the text with the names to the new one
    back = 0  # from it to the old one
    k = 0
    for region in [*found, Region(len(text), len(text), 0, 0)]:
        while k < len(spans) and spans[k][1] <= region.o0:
            (start, end), name = spans[k], names[k]
            made.append(Region(name.start, name.end, start + shift, end + shift, swap=True))
            back = name.end - end
            k += 1
        if region.n1 == region.n0 == 0 and region.o0 == len(text):
            break
        begins = region.o0 + back
        if k < len(spans) and spans[k][0] < region.o0:
            return None
        while k < len(spans) and spans[k][0] < region.o1:
            if spans[k][1] > region.o1:
                return None
            back = names[k].end - spans[k][1]
            k += 1
        made.append(Region(begins, region.o1 + back, region.n0, region.n1, region.swap))
        shift = region.n1 - region.o1
    return made


def _put_in(old: str, names: Sequence[Name]) -> tuple[list[tuple[int, int]], str]:
    """Where the new names stand in the text with them, and that text."""
    text, at = "", 0
    spans = []
    for name in names:
        text += old[at : name.start]
        spans.append((len(text), len(text) + len(name.now)))
        text += name.now
        at = name.end
    return spans, text + old[at:]

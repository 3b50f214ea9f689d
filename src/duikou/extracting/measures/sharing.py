"""Tails that answer for several measures: 以上两项由…牵头, and a line after the last of several items.

What holds here: such a tail stands once and is given to every measure that it speaks of, unless that has one of its
own. A line after the last item answers for all of them only where none of the others has a tail.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.extracting.fields.deadlines import labelled
from duikou.extracting.measures.passages import Passage, Stretch
from duikou.notation import tails


def spread(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, each with the tails after later ones that answer for it too."""
    found = list(passages)
    # Asked once for each: the answer takes parsing, and a long list asks for it from every tail.
    tailed = [_tailed(passage) for passage in passages]
    for i, passage in enumerate(passages):
        if passage.measure.kind == "article" or passage.answers:
            continue
        for lines, count in _shared(passage):
            for k in range(i - 1, -1, -1):
                if not _siblings(passages[k], passage) or (count and i - k >= count):
                    break
                if not tailed[k]:
                    found[k] = _given(found[k], lines)
        lines = _closing_lines(passage)
        group = _before(passages, i) if lines and _is_last(passages, i) else []
        if group and not any(tailed[k] or passages[k].above for k in group) and not _within(passage, lines):
            for k in group:
                found[k] = _given(found[k], lines)
    return tuple(found)


def _given(passage: Passage, lines: tuple[Stretch, ...]) -> Passage:
    return passage._replace(above=lines, due=passage.due or labelled.find(lines))


def _shared(passage: Passage) -> list[tuple[tuple[Stretch, ...], int]]:
    """The tails of a passage that say for how many items they answer, each with that number (0 for all)."""
    return [
        ((Stretch(stretch.text[tail.start : tail.end], stretch.start + tail.start),), tail.covers)
        for stretch in passage.stretches
        for tail in tails.find(stretch.text)
        if tail.covers != 1
    ]


def _closing_lines(passage: Passage) -> tuple[Stretch, ...]:
    """The lines at the end of a passage that are nothing but tails."""
    lines: list[Stretch] = []
    for stretch in reversed(passage.stretches[1:]):
        found = tails.find(stretch.text)
        if not found or tails.body(stretch.text) or any(tail.covers != 1 for tail in found):
            break
        lines.insert(0, stretch)
    return tuple(lines)


def _within(passage: Passage, lines: Sequence[Stretch]) -> bool:
    """Whether the passage has tails besides its closing lines."""
    return any(tails.find(s.text) for s in passage.stretches if s not in lines)


def _siblings(a: Passage, b: Passage) -> bool:
    one, other = a.measure, b.measure
    return one.part == other.part and one.path[:-1] == other.path[:-1] and bool(one.path[:-1])


def _is_last(passages: Sequence[Passage], i: int) -> bool:
    return i + 1 == len(passages) or not _siblings(passages[i], passages[i + 1])


def _before(passages: Sequence[Passage], i: int) -> list[int]:
    """The measures right before that at `i` that stand under the same item."""
    at = i
    while at and _siblings(passages[at - 1], passages[i]):
        at -= 1
    return list(range(at, i))


def _tailed(passage: Passage) -> bool:
    return bool(passage.answers) or any(tails.find(stretch.text) for stretch in passage.stretches)

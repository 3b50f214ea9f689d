"""Fields with their spans: what a finder sees in one stretch, put at its place in the clean text.

What holds here: a finder looks at one text and gives values whose spans count in that text; only here are they moved
to where the text stands in the document. A value that a measure names twice is given once, where it is first named.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from duikou.extracting.measures import Stretch
from duikou.model import Citation, Deadline, Mention, Pair, Quantity, Unit

S = TypeVar("S", Citation, Deadline, Mention, Pair, Quantity, Unit)


def collect(
    stretches: Sequence[Stretch], find: Callable[[str], Iterable[S]], key: Callable[[S], Hashable] | None
) -> tuple[S, ...]:
    """What `find` sees in the stretches, in order, with spans in the clean text; of those with the same key the first
    (all when `key` is None)."""
    found: dict[Hashable, S] = {}
    for stretch in stretches:
        for value in find(stretch.text):
            moved = replace(value, start=value.start + stretch.start, end=value.end + stretch.start)
            found.setdefault(key(moved) if key else len(found), moved)
    return tuple(found.values())


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the characters of `spans` as middle dots, so that nothing is found in them and offsets hold."""
    for start, end in spans:
        text = text[:start] + "·" * (end - start) + text[end:]
    return text

"""Texts that are made of words alone, whatever words they divide into.

What holds here: a regular expression such as `(?:增长|增加|到)+` may divide one text in more ways than anyone can wait
for; here each place of the text is looked at once, so that the work is the length of the text times that of the list.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache


def is_made_of(text: str, words: Collection[str], others: Collection[str] = ()) -> bool:
    """Whether `text` is divided wholly into `words` and `others`, one of `words` at least among them."""
    # Where a word may end, and whether one of `words` is among those before.
    ends = {0: False}
    for at in range(len(text)):
        if at not in ends:
            continue
        for group, counts in ((words, True), (others, False)):
            for word in group:
                if text.startswith(word, at):
                    end = at + len(word)
                    ends[end] = ends.get(end, False) or counts or ends[at]
    return ends.get(len(text), False)


def without_end(text: str, words: frozenset[str]) -> str:
    """`text` without the longest end that is made of `words` alone."""
    made, open_ = {len(text)}, [len(text)]
    while open_:
        end = open_.pop()
        for size in _sizes(words):
            at = end - size
            if at >= 0 and at not in made and text[at:end] in words:
                made.add(at)
                open_.append(at)
    return text[: min(made)]


@lru_cache(maxsize=16)
def _sizes(words: frozenset[str]) -> tuple[int, ...]:
    """How long the words are."""
    return tuple(sorted({len(word) for word in words if word}))

"""Every kind of mark, registered: import this to have a paragraph marked up.

What holds here: a text is marked up once, however many fields ask; the kinds that are registered are the same whoever
asks first, so that `inside` says the same on every run.
"""

from __future__ import annotations

from functools import lru_cache

from duikou.notation import doc_numbers, marks, number_forms, places, quotations, tails

__all__ = ["KINDS", "of", "spans"]

# The modules whose kinds a text is marked up with.
KINDS = (doc_numbers, number_forms, places, quotations, tails)
_TEXTS = 4096


@lru_cache(maxsize=_TEXTS)
def of(text: str) -> marks.Marked:
    """`text`, a paragraph, to be asked for its marks by kind; the same value for the same text."""
    return marks.mark(text)


def spans(text: str, *kinds: str) -> list[tuple[int, int]]:
    """Where the marks of these kinds stand in `text`, kind by kind."""
    marked = of(text)
    return [(mark.start, mark.end) for kind in kinds for mark in marked.of(kind)]

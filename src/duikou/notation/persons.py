"""Names of persons, as lists of those present or of a group's members have them.

What holds here: a name is two characters or three behind a surname, or as long behind a surname of two; 某 stands for
any. A word may look so too (全面): one token alone proves nothing, several in a row that all do are names.
"""

from __future__ import annotations

from functools import cache

from duikou.data import lists

_WORDS = lists("notation/persons")
_SHORT, _LONG = 2, 3  # characters of a name with its surname of one


@cache
def surnames() -> frozenset[str]:
    """The surnames of one character."""
    return frozenset(_WORDS.surnames)


def is_person(token: str) -> bool:
    """Whether `token`, without white space and marks, may be the name of a person."""
    if token.startswith(_WORDS.compound):
        return _SHORT < len(token) <= _LONG + 1
    return _SHORT <= len(token) <= _LONG and (token[0] in surnames() or token[1] in _WORDS.untold)

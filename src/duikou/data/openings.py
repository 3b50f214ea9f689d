"""What a match of a pattern may begin with, told to the engine of `re`, so that a search passes everything else by.

What holds here: the engine tries a whole pattern at each character of a text, unless the code of the pattern says with
which characters a match begins; `re` says so for a pattern that opens with a literal, with a class, or with
alternatives that open with a literal each. Here it is worked out for groups, repeats and what looks around too. What is
found is the same: characters at which nothing can match are passed by sooner. Where it can't be worked out, or nearly
every character may begin a match, the code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# A class that has more characters than this passes hardly any by.
_WIDE = 4_096
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_AROUND = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_HEAD = 5  # words of a code before its class of characters: what it is, its length, what it has, two widths


class _Opening(NamedTuple):
    """Items of a class of characters, as `re` parses them, of which a match begins with one; `empty` says that it may
    also be of no length."""

    items: list[Any]
    empty: bool


def with_openings(code: list[int], parsed: Any, flags: int) -> list[int]:
    """The code of a pattern, as `re` makes it of what it `parsed`, with the characters that a match begins with."""
    told = code[2]
    if code[0] != codes.INFO or told or not code[3] or flags & re.IGNORECASE:
        return code  # it has them already, a match may be empty, or a letter stands for another
    found = _opening(parsed)
    if found is None or found.empty or _is_wide(found.items):
        return code
    head: list[int] = []
    one = _parser.SubPattern(parsed.state, [(codes.IN, list(dict.fromkeys(found.items)))])
    _compiler._compile_info(head, one, flags)
    if head[2] != codes.SRE_INFO_CHARSET:
        return code
    # The widths are those of the pattern; its length counts from the word that says it.
    return [*head[:3], *code[3:_HEAD], *head[_HEAD:], *code[1 + code[1] :]]


def _is_wide(items: Iterable[Any]) -> bool:
    size: int = sum(value[1] - value[0] for op, value in items if op is codes.RANGE)
    return size > _WIDE


def _opening(sequence: Iterable[Any]) -> _Opening | None:
    """What a sequence begins with; None where any character may. What it looks ahead for says as much as it does."""
    items: list[Any] = []
    ahead: _Opening | None = None
    for op, value in sequence:
        if op in _AROUND:
            if op is codes.ASSERT and value[0] > 0 and not items and ahead is None:
                ahead = _opening(value[1])
                ahead = None if ahead and ahead.empty else ahead
            continue
        one = _of_one(op, value)
        if one is None:
            return ahead
        items += one.items
        if not one.empty:
            return ahead or _Opening(items, False)
    return ahead or _Opening(items, True)


def _of_one(op: Any, value: Any) -> _Opening | None:
    """What one part of a sequence begins with."""
    if op is codes.LITERAL:
        return _Opening([(op, value)], False)
    if op is codes.IN:
        return None if value[0][0] is codes.NEGATE else _Opening(list(value), False)
    if op is codes.BRANCH:
        return _of_any(value[1])
    if op is codes.GROUPREF_EXISTS:
        return _of_any([value[1], value[2] or ()])
    if op is codes.ATOMIC_GROUP:
        return _opening(value)
    if op is codes.SUBPATTERN and not (value[1] or value[2]):
        return _opening(value[3])
    if op in _REPEATS and (inner := _opening(value[2])):
        return _Opening(inner.items, inner.empty or not value[0])
    return None


def _of_any(branches: Iterable[Any]) -> _Opening | None:
    items: list[Any] = []
    empty = False
    for branch in branches:
        one = _opening(branch)
        if one is None:
            return None
        items += one.items
        empty = empty or one.empty
    return _Opening(items, empty)

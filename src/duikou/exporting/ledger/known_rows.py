"""Which row of a ledger a measure is: known again by its key, or by how alike the two are.

What holds here: a row is given to one measure, and a measure has one row, with the copies that somebody made of it.
What is the same is settled for all rows before anything is guessed, so that an item put in at the front takes no row of
those behind it. Two that only stand at one place are not the same: what an office noted of one measure must not stand
beside another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

from duikou.exporting.ledger.keys import Key

# How alike two measures of a plan must be (0 to 1), with what place and heading add.
_ALIKE, _PLACE, _HEADING = 0.6, 0.15, 0.45


class Known(NamedTuple):
    """A row as it is known again: its key, the heading of its measure and what it says."""

    key: Key
    heading: str
    text: str


def known_again(old: Mapping[int, Known], new: Mapping[int, Known]) -> dict[int, int]:
    """The old row of each new one that has one."""
    found: dict[int, int] = {}
    ways: tuple[Callable[[Key], Hashable], ...] = (lambda key: key, lambda key: (key.plan, key.text))
    for way in ways:
        free: dict[Hashable, list[int]] = {}
        taken = set(found.values())
        for row, known in old.items():
            if row not in taken:
                free.setdefault(way(known.key), []).append(row)
        for row, known in new.items():
            rows = free.get(way(known.key)) if row not in found else None
            if rows:
                found[row] = rows.pop(0)
    return found | _alike(
        {row: known for row, known in old.items() if row not in set(found.values())},
        {row: known for row, known in new.items() if row not in found},
    )


def named_again(old: Mapping[int, Known], new: Mapping[int, Known]) -> dict[int, int]:
    """As `known_again`, for old rows of which no text is kept: those that are left go by a heading of their plan that
    stands in one row of each."""
    found = known_again(old, new)
    taken = set(found.values())
    sides: list[dict[tuple[str, str], list[int]]] = [{}, {}]
    for rows, named, used in ((old, sides[0], taken), (new, sides[1], set(found))):
        for row, known in rows.items():
            if known.heading and row not in used:
                named.setdefault((known.key.plan, known.heading), []).append(row)
    for heading, rows_now in sides[1].items():
        before = sides[0].get(heading, [])
        if len(rows_now) == len(before) == 1:
            found[rows_now[0]] = before[0]
    return found


def with_copies(old: Mapping[int, Known], found: Mapping[int, int]) -> dict[int, list[int]]:
    """All old rows of each new one: that which was found, and the copies that somebody made of it (one measure that
    two people handle), which have its key."""
    taken = set(found.values())
    copies: dict[Key, list[int]] = {}
    for row, known in old.items():
        if row not in taken:
            copies.setdefault(known.key, []).append(row)
    return {row: [before, *copies.pop(old[before].key, ())] for row, before in found.items()}


def _alike(old: Mapping[int, Known], new: Mapping[int, Known]) -> dict[int, int]:
    """The pairs of rows of one plan that are alike, the most alike first."""
    plans: dict[str, list[int]] = {}
    for row, known in old.items():
        plans.setdefault(known.key.plan, []).append(row)
    scored = sorted(
        (-score, row, before)
        for row, known in new.items()
        for before in plans.get(known.key.plan, ())
        if (score := _likeness(old[before], known)) >= _ALIKE
    )
    found: dict[int, int] = {}
    for _, row, before in scored:
        if row not in found and before not in found.values():
            found[row] = before
    return found


def _likeness(a: Known, b: Known) -> float:
    from rapidfuzz import fuzz

    more = _PLACE * (a.key.place == b.key.place) + _HEADING * bool(a.heading and a.heading == b.heading)
    return float(fuzz.ratio(a.text, b.text)) / 100 + more

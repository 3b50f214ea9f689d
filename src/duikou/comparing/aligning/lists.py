"""The items of one list in both versions: reordered, reworded, put together or parted.

What holds here: items of a list are short and share their frame (由…提供；), which tells nothing. An item is known
by its core: the pairs of characters that fewer than half of its siblings have. Two items belong together when their
cores overlap enough, the smaller in the larger counting as much as both in each other, so that an item that was
extended is found. Every place of the other list is tried, each item is given to one other, the likest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import add
from typing import NamedTuple

from duikou.comparing.aligning.alignable import Alignable

# A longer item is told by its text as any other passage.
_SHORT = 120
# How alike two cores must be, from 0 to 1; how much of a core a merge takes over; what must be shared at least.
_ALIKE = 0.38
_TAKEN_IN = 0.6
_SHARED = 2
_MOST = 400  # items of one list that are tried against each other
_NUMBER = 0.05

# Pairs of characters.
Core = frozenset[str]


class Pairing(NamedTuple):
    """Items that belong together, as (old index, new index, how alike), and items that were taken into the pair of
    another: {index: index of the one on the other side}, for the old list and for the new one."""

    pairs: tuple[tuple[int, int, float], ...]
    merged: dict[int, int]
    parted: dict[int, int]


def children(units: Iterable[Alignable]) -> dict[int, list[Alignable]]:
    """The numbered items right below each item."""
    found: dict[int, list[Alignable]] = defaultdict(list)
    for unit in units:
        if unit.label is not None and unit.parent is not None:
            found[unit.parent].append(unit)
    return found


def cores(siblings: Sequence[Alignable]) -> dict[int, Core]:
    """What each short item of a list says that fewer than half of the others say, by the unit's index."""
    if len(siblings) < 2:
        return {}
    pairs = {unit.index: _pairs(unit.key) for unit in siblings}
    short = [unit.index for unit in siblings if is_short(unit)]
    asked = frozenset().union(*(pairs[index] for index in short))
    counts = Counter[str]()
    for each in pairs.values():
        counts.update(each & asked)
    frame = {pair for pair, count in counts.items() if count > 1 and 2 * count >= len(siblings)}
    return {index: pairs[index] - frame for index in short}


def _pairs(key: str) -> Core:
    """Each pair of neighbouring characters."""
    return frozenset(map(add, key, key[1:]))


def is_short(unit: Alignable) -> bool:
    """Whether an item is told by its core."""
    return len(unit.key) <= _SHORT


def alike(a: Core, b: Core) -> float:
    """How alike two cores are: half how much of the smaller is in the larger, half how much both share. 0 to 1."""
    common = len(a & b)
    if common < min(_SHARED, len(a), len(b)) or not common:
        return 0.0
    return common / min(len(a), len(b)) / 2 + common / (len(a) + len(b))


def pair_lists(
    left: Sequence[Alignable], right: Sequence[Alignable], old: dict[int, Core], new: dict[int, Core]
) -> Pairing:
    """Which items of two lists belong together. `old` and `new` are the cores; items without one are left out."""
    left = [unit for unit in left if old.get(unit.index)]
    right = [unit for unit in right if new.get(unit.index)]
    if not left or not right or len(left) * len(right) > _MOST * _MOST:
        return Pairing((), {}, {})
    scored = []
    for a in left:
        for b in right:
            score = alike(old[a.index], new[b.index])
            if score >= _ALIKE:
                scored.append((-score - _NUMBER * (a.label == b.label), a.index, b.index, score))
    forward: dict[int, int] = {}
    back: dict[int, int] = {}
    pairs = []
    for _, i, j, score in sorted(scored):
        if i not in forward and j not in back:
            forward[i], back[j] = j, i
            pairs.append((i, j, score))
    said = {unit.index: unit.key for unit in left}, {unit.index: unit.key for unit in right}
    merged = _taken_in(left, old, new, forward, back, said)
    parted = _taken_in(right, new, old, back, forward, said[::-1])
    return Pairing(tuple(pairs), merged, parted)


def _taken_in(
    lone: Sequence[Alignable],
    own: dict[int, Core],
    others: dict[int, Core],
    partner: dict[int, int],
    holder: dict[int, int],
    said: tuple[dict[int, str], dict[int, str]],
) -> dict[int, int]:
    """Items in no pair whose core, or whole text, stands in what an item of the other side has besides its own
    partner. `holder` maps items of the other side to these partners, `said` is what the items of both sides say."""
    found = {}
    for unit in lone:
        if unit.index in partner:
            continue
        core = own[unit.index]
        best = (0.0, 0)
        for j, i in holder.items():
            more = others[j] - own[i]
            best = max(best, (len(core & more) / len(core), -j))
        j = -best[1]
        if best[0] >= _TAKEN_IN and (len(core) > _SHARED or unit.key in said[1][j]):
            found[unit.index] = j
    return found

"""The other pieces of a passage that was parted or put together: taken into the pair that holds one of them.

What holds here: a passage in no pair that follows one belongs to it when most of what it says stands in the other side,
where nothing of the pair stands yet. One that stands before it as its sibling, and was put together with it in other
words, belongs to it when the pair is clearly liker with it. Short pieces belong together when they say all that the
other side says, but for the word that joined them there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.partners import body_length, joined, shared
from duikou.comparing.aligning.similar import PIECE, Budget, ratio

# How much liker the pair must be with a piece before it, and how alike then. A piece that has nothing to do with the
# other side makes it hardly liker, since any two legal texts share a third of their characters in order.
_BETTER = 0.05
_TOGETHER = 0.65
_ANEW = 0.45
# How long words are that may be a name, in how many passages they then stand, and how much must be shared besides.
_NAME, _EVERYWHERE, _HALF = 8, 4, 0.5
_ALL = 0.8
_LEAST = 16
# The length of a piece that says something of its own, and of the longest word that joins two.
_SAYS = 2
_JOINS = 2

Pair = tuple[list[Alignable], list[Alignable]]


def grown(
    pair: Pair, sides: tuple[Sequence[Alignable], Sequence[Alignable]], free: Callable[[int, int], bool], budget: Budget
) -> Pair:
    """The pair with the passages taken in. `free(side, index)` tells whether a unit is in no pair; side is 0 or 1."""
    left, right = list(pair[0]), list(pair[1])
    for k, (side, units) in enumerate(zip((left, right), sides, strict=True)):
        _after((left, right), k, units, free, budget)
        before = _before(side, units)
        if before is not None and free(k, before.index) and _put_together((left, right), k, before, units, budget):
            side.insert(0, before)
    return left, right


def _after(pair: Pair, k: int, units: Sequence[Alignable], free: Callable[[int, int], bool], budget: Budget) -> None:
    side = pair[k]
    common = shared(*pair)
    while (after := side[-1].index + 1) < len(units) and free(k, after):
        unit = units[after]
        outside = unit.zone != side[0].zone or unit.block.part != side[0].block.part
        if outside or not budget.take(1, "splits"):
            return
        side.append(unit)
        more = shared(*pair)
        gained = more - common
        # A piece that says its subject anew holds nearly all that the other side has besides the first piece.
        rest = len(joined(*pair)[1 - k]) - common
        anew = gained >= max(_LEAST / 2, _ANEW * len(unit.key), _ALL * rest)
        belongs = gained >= PIECE * body_length(unit) or anew or _parted(pair[1 - k], side)
        if not unit.whole_key or not belongs:
            side.pop()
            return
        common = more


def _before(side: Sequence[Alignable], units: Sequence[Alignable]) -> Alignable | None:
    """The numbered sibling right before the first unit of a side."""
    first = side[0]
    if first.index == 0 or first.label is None:
        return None
    unit = units[first.index - 1]
    sibling = unit.label is not None and unit.parent == first.parent and unit.block.part == first.block.part
    return unit if sibling and unit.zone == first.zone else None


def _put_together(pair: Pair, k: int, unit: Alignable, units: Sequence[Alignable], budget: Budget) -> bool:
    if not budget.take(2, "splits"):
        return False
    many = [unit, *pair[k]]
    if _parted(pair[1 - k], many):
        return True
    score = ratio(*joined(*pair))
    with_it = ratio(*(joined(many, pair[1]) if k == 0 else joined(pair[0], many)))
    liker = len(unit.key) >= _LEAST and with_it >= max(_TOGETHER, score + _BETTER)
    return liker and not _only_a_name(unit, pair[1 - k], units)


def _only_a_name(unit: Alignable, others: Sequence[Alignable], units: Sequence[Alignable]) -> bool:
    """Whether what a piece shares with the other side is hardly more than words that stand all over its text, as the
    name of the body that answers does (县级以上人民政府野生动物保护主管部门)."""
    there = "".join(other.key for other in others)
    found = SequenceMatcher(None, unit.key, there, autojunk=False).find_longest_match()
    said = unit.key[found.a : found.a + found.size]
    if found.size < _NAME or sum(said in one.key for one in units) < _EVERYWHERE:
        return False
    rest = unit.key.replace(said, ""), there.replace(said, "")
    return _common(*rest) < _HALF * len(rest[0])


def _parted(whole: Sequence[Alignable], pieces: Sequence[Alignable]) -> bool:
    """Whether a text was parted into these: 档案和保密制度 into 档案制度 and 保密制度. Each says only what it says, and
    something that the others don't; together they leave out at most the word that joined them."""
    one, parts = "".join(unit.key for unit in whole), [unit.key for unit in pieces]
    if len(whole) != 1 or not all(len(part) < len(one) and _common(one, part) == len(part) for part in parts):
        return False
    others = ("".join(parts[:k] + parts[k + 1 :]) for k in range(len(parts)))
    covered = _common(one, "".join(parts))
    return covered >= len(one) - _JOINS and all(covered - _common(one, other) >= _SAYS for other in others)


def _common(a: str, b: str) -> int:
    """How many characters two texts share in order."""
    return round(ratio(a, b) * (len(a) + len(b)) / 2)

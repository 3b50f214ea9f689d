"""Conditions of an article that became the items of a list in it: told as parted from it, in place of words that were
struck in the article and items that were put in. And the other way round: items that its text took up.

What holds here: an item counts that is in no pair, stands below an article that both versions have, and says, but for a
few characters, what was struck in that article. Two of a list must do so, or it may be chance. What joined conditions
(，或者) goes with the one behind it. What is left of the article's changes stays told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.telling.drafts import Draft, End
from duikou.comparing.telling.placed_ops import PlacedOp, Sides, placed_ops, rest

# How much of an item must stand in what was struck, and how many characters.
_SHARE, _LEAST = 0.7, 4
# How many items of a list at least.
_SEVERAL = 2
# How many characters join two conditions, at most.
_JOINT = 4
_ONE_SIDED = ("delete", "insert")


class _Taken(NamedTuple):
    """What an item says of a stretch: `item` is the draft that tells it, `unit` the item, [start, end) of `piece` what
    was struck, of which `size` characters from `at` on are those of the item from `there` on."""

    item: int
    unit: Alignable
    piece: PlacedOp
    start: int
    end: int
    at: int
    there: int
    size: int


def with_lists(drafts: Sequence[Draft], sides: Sides) -> list[Draft]:
    """The drafts, with conditions that became items, and items that became conditions, told as such."""
    made = list(drafts)
    for side in (0, 1):
        made = _with_items(made, sides, side)
    return made


def _with_items(drafts: Sequence[Draft], sides: Sides, side: int) -> list[Draft]:
    """The same for the items of one version."""
    lists = _items(drafts, sides[side], side)
    if not lists:
        return list(drafts)
    starts = [[unit.whole_start for unit in each] for each in sides]
    struck = _struck(drafts, lists, side, starts[side])
    told: list[Draft] = []
    gone: set[int] = set()
    spans: dict[int, list[tuple[int, int]]] = {}
    for head, items in lists.items():
        found = list(_taken(items, struck[head]))
        if len(found) < _SEVERAL:
            continue
        for k, one in found:
            begins = (one.piece.new, one.piece.old)[side]
            unit = sides[1 - side][max(0, bisect_right(starts[1 - side], begins) - 1)]
            told.append(_told(one, unit, begins, drafts[one.item], side))
            gone.add(one.item)
            spans.setdefault(k, []).append((begins + one.start, begins + one.end))
    for k, draft in enumerate(drafts):
        if k in spans:
            there = sorted(spans[k])
            told += rest(draft, ([], there) if side == 0 else (there, []), sides, starts)
        elif k not in gone:
            told.append(draft)
    return told


def _items(drafts: Sequence[Draft], units: Sequence[Alignable], side: int) -> dict[int, list[tuple[int, Alignable]]]:
    """The items that one version alone has, each told by a draft of its own, by the passage they stand below."""
    starts = [unit.whole_start for unit in units]
    found: dict[int, list[tuple[int, Alignable]]] = defaultdict(list)
    for k, draft in enumerate(drafts):
        end = (draft.old, draft.new)[side]
        if draft.type != _ONE_SIDED[side] or draft.matched_by != "none" or end is None or draft.zone != "body":
            continue
        unit = units[max(0, bisect_right(starts, end.start) - 1)]
        if unit.label is not None and unit.parent is not None and (end.start, end.end) == (unit.whole_start, unit.end):
            found[unit.parent].append((k, unit))
    return {head: items for head, items in found.items() if len(items) >= _SEVERAL}


def _struck(
    drafts: Sequence[Draft], lists: dict[int, list[tuple[int, Alignable]]], side: int, starts: Sequence[int]
) -> dict[int, list[tuple[int, PlacedOp]]]:
    """What the other version has in the heads of lists and this one has not, with the drafts that tell it."""
    found: dict[int, list[tuple[int, PlacedOp]]] = {head: [] for head in lists}
    for k, draft in enumerate(drafts):
        if draft.klass != "substantive" or draft.type == "move" or draft.matched_by == "none":
            continue
        for piece in placed_ops(draft):
            if piece.kind == _ONE_SIDED[1 - side]:
                head = bisect_right(starts, (piece.old, piece.new)[side]) - 1
                if head in found:
                    found[head].append((k, piece))
    return found


def _taken(
    items: Sequence[tuple[int, Alignable]], struck: Sequence[tuple[int, PlacedOp]]
) -> Iterator[tuple[int, _Taken]]:
    """Which stretch of what was struck each item says, with the draft that tells of it; none twice."""
    for draft, piece in struck:
        found: list[_Taken] = []
        for item, unit in items:
            match = SequenceMatcher(None, piece.text, unit.shown, autojunk=False).find_longest_match()
            start, end = match.a, match.a + match.size
            apart = all(end <= one.start or one.end <= start for one in found)
            if apart and match.size >= max(_LEAST, _SHARE * len(unit.key)):
                there = match.b + unit.start - unit.whole_start
                found.append(_Taken(item, unit, piece, start, end, start, there, match.size))
        for one in _widened(sorted(found, key=lambda one: one.start), len(piece.text)):
            yield draft, one


def _widened(found: Sequence[_Taken], size: int) -> Iterator[_Taken]:
    """The stretches with what joins each to the one before it, and a few characters at both ends of what was struck."""
    ends = [0, *(one.end for one in found)]
    for one, (before, _) in zip(found, pairwise(ends), strict=True):
        start = before if one.start - before <= _JOINT else one.start
        end = size if one is found[-1] and size - one.end <= _JOINT else one.end
        yield one._replace(start=start, end=end)


def _told(one: _Taken, other: Alignable, begins: int, item: Draft, side: int) -> Draft:
    """The draft of an item that says what stood, or stands, in the article."""
    said, whole = one.piece.text[one.start : one.end], one.unit.block.paragraph.text
    here = End(one.unit.block.path, whole, one.unit.whole_start, one.unit.end)
    there = End(other.block.path, said, begins + one.start, begins + one.end)
    low = one.at - one.start
    texts = (
        (said[:low], whole[: one.there]),
        (said[low + one.size :], whole[one.there + one.size :]),
    )
    kinds = _ONE_SIDED if side else _ONE_SIDED[::-1]
    around = [sorted(zip(kinds, pair, strict=True)) for pair in texts]
    ops = (*around[0], ("equal", said[low : low + one.size]), *around[1])
    old, new = (there, here) if side else (here, there)
    return item._replace(
        type="replace",
        category="split" if side else "merge",
        old=old,
        new=new,
        ops=tuple(op for op in ops if op[1]),
        matched_by="sentence",
        score=1.0,
        old_at=(old.start, 1, new.start),
        new_at=(new.start, 1, old.start),
    )

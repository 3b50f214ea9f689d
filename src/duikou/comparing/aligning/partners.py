"""What makes two passages likely partners: their titles, their labels, their roles, where they stand, and no second
choice.

What holds here: small pure functions that the passes of `align` ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.similar import Budget, alike, candidates, keys, ratio

# How far the best partner must be ahead of the second.
_MARGIN = 0.1
# A partner of which no more than this differs may be so many times ahead, and so much.
_HARDLY, _TIMES, _APART = 0.08, 2.0, 0.025
# A shorter heading may be chance: 其他。
_TITLE_LENGTH = 4
# Roles that a document has once.
SINGLE_ROLES = frozenset(("title", "red_head", "doc_number", "recipients", "issuer", "date", "note"))


def mutual(
    left: Sequence[Alignable],
    right: Sequence[Alignable],
    floor: float,
    budget: Budget,
    score: Callable[[Alignable, Alignable], float] = alike,
) -> list[tuple[int, int, float]]:
    """Positions that are each other's best partner, at least `floor` by `score`, and clearly ahead of any second."""
    found = candidates(left, right, budget, score)
    rivals: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for i, scored in found.items():
        for likely, j in scored:
            rivals[j].append((likely, i))
    pairs = []
    for i, scored in found.items():
        if not scored or scored[0][0] < floor or not _clear(scored):
            continue
        best, j = scored[0]
        back = sorted(rivals[j], key=lambda p: (-p[0], p[1]))
        if back[0][1] == i and _clear(back):
            pairs.append((i, j, best))
    return pairs


def joined(left: Sequence[Alignable], right: Sequence[Alignable]) -> tuple[str, str]:
    """The folds of two runs of passages, each run as one text."""
    a, b = keys(left[0], right[0])
    return a + "".join(u.whole_key for u in left[1:]), b + "".join(u.whole_key for u in right[1:])


def shared(left: Sequence[Alignable], right: Sequence[Alignable]) -> float:
    """How many characters two runs of passages share."""
    a, b = joined(left, right)
    return ratio(a, b) * (len(a) + len(b)) / 2


def body_length(unit: Alignable) -> int:
    """How many characters of the fold of a passage are not of its heading: a merge may leave that out."""
    whole, heading = len(unit.whole_key), len(fold(unit.block.title or ""))
    mark = whole - len(unit.key)
    return whole - heading - mark if 0 < heading < len(unit.key) / 2 else whole


def title(unit: Alignable) -> str:
    """The folded heading of an item; "" when it has none or one too short to tell anything."""
    heading = fold(unit.block.title or "")
    return heading if len(heading) >= _TITLE_LENGTH else ""


def titled(a: Alignable, b: Alignable) -> bool:
    """Whether two items have the same title, or one is the bare heading of the other."""
    if a.block.title and fold(a.block.title) == fold(b.block.title or ""):
        return True
    shorter, longer = sorted((a.key, b.key), key=len)
    return len(shorter) >= _TITLE_LENGTH and longer.startswith(shorter)


def _clear(scored: list[tuple[float, int]]) -> bool:
    """Whether the best partner is clearly ahead of the second: by a margin, or, where hardly a word of it differs, by
    much less that differs (董事会…作成会议记录 beside 监事会…作成会议记录)."""
    if len(scored) < 2:
        return True
    first, second = 1 - scored[0][0], 1 - scored[1][0]
    return second - first >= _MARGIN or (first <= _HARDLY and second >= max(_TIMES * first, first + _APART))


def by_label(unit: Alignable) -> object:
    """What an item is found by in its place: its path. None for what is no item."""
    return (unit.block.path, unit.label) if unit.label is not None else None


def by_role(unit: Alignable) -> object:
    """What a passage without a number is found by in its place: its role. None for an item."""
    if unit.block.role in SINGLE_ROLES:
        return unit.block.role
    return ("text", unit.block.part) if unit.label is None else None


def below_it(units: Sequence[Alignable], at: int, taken: Mapping[int, int]) -> list[Alignable]:
    """The passages that stand in an item, directly behind it, and are not taken."""
    head, found = units[at], []
    path = head.block.path
    for unit in units[at + 1 :]:
        if head.label is None or unit.block.part != head.block.part or unit.block.path[: len(path)] != path:
            break
        if unit.index not in taken and unit.zone == head.zone:
            found.append(unit)
    return found


def crosses(anchors: list[tuple[int, int]], i: int, j: int) -> bool:
    """Whether a pair would cross one of the anchors, sorted pairs in order."""
    k = bisect_left(anchors, (i, j))
    return (k > 0 and anchors[k - 1][1] >= j) or (k < len(anchors) and anchors[k][1] <= j)


def siblings(a: Alignable, b: Alignable) -> bool:
    """Whether two items stand below the same labels, or two rows in one part."""
    if a.block.paragraph.kind == b.block.paragraph.kind == "row":
        return a.block.part == b.block.part
    return a.label is not None and b.label is not None and a.block.path[:-1] == b.block.path[:-1] != ()


def across_zones(old: Sequence[Alignable], new: Sequence[Alignable], links: list[Link]) -> list[Link]:
    """The same text, found once on each side, that was taken for front matter on one side only."""
    used_left = {i for link in links for i in link.left}
    used_right = {j for link in links for j in link.right}
    left = {u.whole_key: u for u in _once([u for u in old if u.index not in used_left and u.whole_key], "whole_key")}
    right = _once([u for u in new if u.index not in used_right and u.whole_key], "whole_key")
    pairs = [(left[u.whole_key], u) for u in right if u.whole_key in left]
    return [Link((a.index,), (b.index,), "exact", 1.0) for a, b in pairs if a.zone != b.zone]


def _once(side: Sequence[Alignable], name: str) -> list[Alignable]:
    counts = Counter(getattr(unit, name) for unit in side)
    return [unit for unit in side if counts[getattr(unit, name)] == 1]


def exact_key(unit: Alignable) -> str:
    """What two passages share that say the same: their fold, or the passage itself where nothing is left of it."""
    return unit.key or "\0" + unit.whole


def once_exact(side: Sequence[Alignable]) -> list[Alignable]:
    """The passages of one side that no other of it says too."""
    counts = Counter(exact_key(unit) for unit in side)
    return [unit for unit in side if counts[exact_key(unit)] == 1]


def goes_on(
    a: Alignable, left: Sequence[Alignable], right: Sequence[Alignable], least: int
) -> tuple[Alignable, Alignable] | None:
    """A passage of `left` with the only one of `right` that begins with it or is its beginning, with `least` characters
    at least, and that of no other."""
    there = [b for b in right if _begins(a, b, least)]
    if len(there) != 1 or sum(_begins(one, there[0], least) for one in left) != 1:
        return None
    return a, there[0]


def _begins(a: Alignable, b: Alignable, least: int) -> bool:
    """Whether one of two passages of one kind is the beginning of the other, and no chance."""
    shorter, longer = sorted((a.key, b.key), key=len)
    alike = (a.label is None) == (b.label is None) and a.block.paragraph.kind == b.block.paragraph.kind
    return alike and len(shorter) >= least and longer.startswith(shorter)


def went_on(a: Alignable, b: Alignable, old: Sequence[Alignable], to_right: Mapping[int, int]) -> bool:
    """Whether an item kept its number, and stands below the item before it only by the mark of that number. `old` are
    the passages of the old version, `to_right` what those that have a partner stand against.

    1． 2、 3） are three items of one level, whatever levels their marks have elsewhere.
    """
    first, then = a.block.ordinal, b.block.ordinal
    if first is None or then is None or first.value != then.value or first.value == 1:
        return False
    before = [u.index for u in old if u.parent == a.parent and u.label is not None and u.index < a.index]
    return bool(before) and to_right.get(before[-1]) == b.parent

"""How alike passages are, and how passages in order are best laid beside one another.

What holds here: nothing is quadratic on a large text. `candidates` finds the likely partners of a passage through the
rare groups of four characters they share; `lay` tries every order-keeping pairing of two short runs (a passage against
one or several: splits and merges) and is only called on runs whose product is bounded by the `Budget`. All is
deterministic: budgets count work, not time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import field

from duikou.comparing.aligning.alignable import Alignable
from duikou.errors import t
from duikou.model.values import dataclass

# A 4-character group shared by more passages than this tells nothing.
_COMMON = 12
_GROUP = 4
# How many passages on each side are laid beside one another at once.
_WINDOW = 8000
_TOP = 3
# How much longer a passage may be that takes up another one.
_WIDER = 3.0
# Below this share of common characters two passages say different things.
FLOOR = 0.5
_GROUP_FLOOR = 0.8
# How much of a piece must stand in the other side's passage for it to be a part of that.
PIECE = 0.7
# Two items that hold a piece within this hold it alike.
_EVEN = 0.1
_SPLIT_MOST = {"body": 6, "front": 12}


@dataclass
class Budget:
    """Work that may still be done, counted in comparisons of two passages. `ended` says where it gave out."""

    left: int = 400_000
    ended: list[str] = field(default_factory=list)

    def take(self, cost: int, what: str) -> bool:
        """Whether `cost` may be spent on `what`; if not, that is noted."""
        if cost > self.left:
            if what not in self.ended:
                self.ended.append(what)
            return False
        self.left -= cost
        return True


def ratio(left: str, right: str, cutoff: float = 0.0) -> float:
    """The share of characters in common, in order: 0 to 1; 0 when it is below `cutoff`."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(left, right, score_cutoff=cutoff)


def keys(left: Alignable, right: Alignable) -> tuple[str, str]:
    """The folds to compare: without ordinals where both or none have one, else with (a lost or misread ordinal)."""
    if (left.label is None) == (right.label is None):
        return left.key, right.key
    return left.whole_key, right.whole_key


def heaviest(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest choice of pairs (i, j, weight) in which both i and j rise. O(n log n)."""
    ordered = sorted(pairs, key=lambda p: (p[0], -p[1]))
    ranks = sorted({j for _, j, _ in ordered})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    for k, (_, j, weight) in enumerate(ordered):
        rank = bisect_left(ranks, j)
        best, at = (0.0, -1), rank
        while at > 0:
            if tree[at][0] > best[0]:
                best = tree[at]
            at -= at & -at
        before.append(best[1])
        total = (best[0] + weight, k)
        at = rank + 1
        while at < len(tree):
            if total[0] > tree[at][0]:
                tree[at] = total
            at += at & -at
    best, at = (0.0, -1), len(ranks)
    while at > 0:
        if tree[at][0] > best[0]:
            best = tree[at]
        at -= at & -at
    kept, k = [], best[1]
    while k >= 0:
        kept.append(ordered[k][:2])
        k = before[k]
    return kept[::-1]


def in_sequence(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of equal keys in order, as many as there are: those of a longest common sequence.

    Long sequences are gone through window by window, so that the cost grows with their length; there a pair may be
    missed where more than half a window was put in.
    """
    from rapidfuzz.distance import LCSseq

    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = left[i : i + _WINDOW], right[j : j + _WINDOW]
        ends = len(a) < _WINDOW and len(b) < _WINDOW
        ops = [op for op in LCSseq.opcodes(a, b) if op.tag == "equal"]
        pairs = [(op.src_start + k, op.dest_start + k) for op in ops for k in range(op.src_end - op.src_start)]
        kept = pairs if ends else [(p, q) for p, q in pairs if max(p, q) < _WINDOW // 2]
        found += [(i + p, j + q) for p, q in kept]
        if ends:
            break
        last = kept[-1] if kept else (_WINDOW // 2, _WINDOW // 2)
        i, j = i + last[0] + 1, j + last[1] + 1
    return found


def alike(left: Alignable, right: Alignable) -> float:
    """The share of characters that two passages have in common, in order; 0 below `FLOOR`."""
    return ratio(*keys(left, right), FLOOR)


def taken_up(left: Alignable, right: Alignable) -> float:
    """How much of the shorter of two passages the longer one says, in order; 0 where it says much more besides."""
    shorter, longer = sorted(keys(left, right), key=len)
    return share_contained(shorter, longer) if len(longer) <= _WIDER * len(shorter) else 0.0


def candidates(
    left: Sequence[Alignable],
    right: Sequence[Alignable],
    budget: Budget,
    score: Callable[[Alignable, Alignable], float] = alike,
) -> dict[int, list[tuple[float, int]]]:
    """For each position in `left` the likeliest positions in `right`, as (score, position), best first."""
    index: dict[str, list[int]] = defaultdict(list)
    for j, unit in enumerate(right):
        for gram in _grams(unit.key):
            index[gram].append(j)
    found: dict[int, list[tuple[float, int]]] = {}
    for i, unit in enumerate(left):
        shared: Counter[int] = Counter()
        for gram in _grams(unit.key):
            holders = index.get(gram, ())
            if len(holders) <= _COMMON:
                shared.update(holders)
        likely = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        if likely and budget.take(len(likely), t("likely partners")):
            scored = [(score(unit, right[j]), j) for j, _ in likely]
            found[i] = sorted(((s, j) for s, j in scored if s), key=lambda p: (-p[0], p[1]))
    return found


def _grams(key: str) -> list[str]:
    return sorted({key[k : k + _GROUP] for k in range(len(key) - _GROUP + 1)})


def share_contained(piece: str, whole: str) -> float:
    """How much of a piece stands in another text, in order: 0 to 1."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(piece, whole) / len(piece) if piece else 0.0


Laid = tuple[tuple[int, ...], tuple[int, ...], float]


def lay(
    left: Sequence[Alignable], right: Sequence[Alignable], kin: dict[int, int], budget: Budget
) -> list[Laid] | None:
    """The best order-keeping pairing of two runs: [(positions in left, positions in right, score)].

    A passage stands against one passage, or against several that make it up (split, merge). `kin` maps the indices of
    paired parents: siblings are preferred. None when the budget does not allow it.
    """
    n, m = len(left), len(right)
    if not n or not m:
        return []
    if not budget.take(n * m, t("passages without a likely partner")):
        return None
    table = _Table(left, right, kin)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step: list[list[tuple[int, int, float]]] = [[(0, 0, 0.0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            options = []
            if i:
                options.append((best[i - 1][j], (1, 0, 0.0)))
            if j:
                options.append((best[i][j - 1], (0, 1, 0.0)))
            if i and j:
                for p, q in table.shapes(i, j):
                    gain, score = table.gain(i - p, i, j - q, j)
                    if gain > 0:
                        options.append((best[i - p][j - q] + gain, (p, q, score)))
            for total, how in options:
                if total > best[i][j] or (how[:2] in ((1, 0), (0, 1)) and total >= best[i][j] == 0.0):
                    best[i][j], step[i][j] = total, how
    laid: list[Laid] = []
    i, j = n, m
    while i or j:
        p, q, score = step[i][j]
        if p and q:
            laid.append((tuple(range(i - p, i)), tuple(range(j - q, j)), score))
        elif not p and not q:
            break
        i, j = i - p, j - q
    return laid[::-1]


class _Table:
    """Gains of pairing runs of passages, with the lengths that rule most of them out at once."""

    def __init__(self, left: Sequence[Alignable], right: Sequence[Alignable], kin: dict[int, int]) -> None:
        self.left, self.right, self.kin = left, right, kin
        self.sides = (left, right)
        self.paths = _by_path(left), _by_path(right)
        self.most = _SPLIT_MOST[left[0].zone]
        self.lengths = tuple(_sums(side) for side in (left, right))

    def shapes(self, i: int, j: int) -> list[tuple[int, int]]:
        """The shapes (how many left, how many right) that may end at i and j."""
        shapes = [(1, 1)]
        shapes += [(1, q) for q in range(2, min(self.most, j) + 1) if self.near(i - 1, i, j - q, j)]
        shapes += [(p, 1) for p in range(2, min(self.most, i) + 1) if self.near(i - p, i, j - 1, j)]
        return shapes

    def near(self, i0: int, i1: int, j0: int, j1: int) -> bool:
        """Whether the lengths of two runs could be those of one text."""
        a = self.lengths[0][i1] - self.lengths[0][i0]
        b = self.lengths[1][j1] - self.lengths[1][j0]
        return min(a, b) >= 0.6 * max(a, b) and _unbroken(self.left, i0, i1) and _unbroken(self.right, j0, j1)

    def gain(self, i0: int, i1: int, j0: int, j1: int) -> tuple[float, float]:
        """What pairing the two runs gains (more for more text in common), and how alike they are."""
        a, b = keys(self.left[i0], self.right[j0])
        single = i1 - i0 == 1 and j1 - j0 == 1
        a += "".join(unit.whole_key for unit in self.left[i0 + 1 : i1])
        b += "".join(unit.whole_key for unit in self.right[j0 + 1 : j1])
        floor = FLOOR if single else _GROUP_FLOOR
        bonus = self.bonus(self.left[i0], self.right[j0])
        score = 1.0 if a == b else ratio(a, b, floor - bonus)
        if score < floor - bonus or not (single or self.made_up((i0, i1), (j0, j1), score)):
            return 0.0, 0.0
        return (len(a) + len(b) + 4) * (score + bonus - FLOOR + 0.01), score

    def made_up(self, left: tuple[int, int], right: tuple[int, int], score: float) -> bool:
        """Whether every passage of the longer run stands in the other side's one: an item put in before it does not."""
        spans = [left, right]
        many = int(left[1] - left[0] == 1)
        texts = [[unit.whole_key for unit in side[slice(*span)]] for side, span in zip(self.sides, spans, strict=True)]
        one, pieces = "".join(texts[1 - many]), texts[many]
        if self.has_its_own(left, right, many):
            return False
        common = score * (len(one) + sum(map(len, pieces))) / 2
        for k, piece in enumerate(pieces):
            rest = "".join(pieces[:k] + pieces[k + 1 :])
            if common - ratio(one, rest) * (len(one) + len(rest)) / 2 < PIECE * len(piece) - 1:
                return False
        return True

    def has_its_own(self, left: tuple[int, int], right: tuple[int, int], many: int) -> bool:
        """Whether a piece after the first has an item of its number on the other side that holds as much of it."""
        spans = left, right
        one = self.sides[1 - many][spans[1 - many][0]]
        for piece in self.sides[many][spans[many][0] + 1 : spans[many][1]]:
            own = self.paths[1 - many].get((piece.block.part, piece.block.path)) if piece.label is not None else None
            if (
                own is not None
                and own is not one
                and share_contained(piece.key, own.key) >= share_contained(piece.key, one.key) - _EVEN
            ):
                return True
        return False

    def bonus(self, a: Alignable, b: Alignable) -> float:
        """Siblings, and items of one label, are likelier to be each other's."""
        kin = a.parent is not None and self.kin.get(a.parent) == b.parent
        same = a.label is not None and a.label == b.label
        return 0.06 * kin + 0.06 * same + 0.04 * (a.block.role == b.block.role) - 0.2 * self.of_other_rank(a, b)

    def of_other_rank(self, a: Alignable, b: Alignable) -> bool:
        """Whether an article is set against an item (or so), while the other version has the article itself."""
        if a.block.ordinal is None or b.block.ordinal is None or a.block.ordinal.style == b.block.ordinal.style:
            return False
        return any(
            (unit.block.part, unit.block.path) in paths for unit, paths in zip((a, b), self.paths[::-1], strict=True)
        )


def _by_path(side: Sequence[Alignable]) -> dict[tuple[int, tuple[str, ...]], Alignable]:
    """The units that open an item, by their path."""
    return {(unit.block.part, unit.block.path): unit for unit in side if unit.label is not None}


def _sums(side: Sequence[Alignable]) -> list[int]:
    sums = [0]
    for unit in side:
        sums.append(sums[-1] + len(unit.whole_key))
    return sums


def _unbroken(side: Sequence[Alignable], start: int, end: int) -> bool:
    """Whether the passages follow each other in the document, in one part."""
    first, last = side[start], side[end - 1]
    return last.index - first.index == end - start - 1 and first.block.part == last.block.part

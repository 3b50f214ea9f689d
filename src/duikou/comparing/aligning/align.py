"""Which passage of the old version stands against which of the new one.

The passes run in this order, and the order matters:

1. exact      the same text after folding away everything editorial, whatever its number. First, because a pass that
              trusted labels before texts would pair article 32 with article 32 after an insertion, and so turn a run of
              renumberings into a run of replacements. Texts found once on each side and long enough may cross: a move.
2. label      the same path with the same title or nearly the same text; then the same title alone.
3. structure  two headings most of whose items are already paired with each other.
4. text       the best order-keeping pairing of what is left between two anchors, siblings preferred; one passage may
              stand against several that make it up (a split, a merge).
5. move       what is left anywhere: long, very alike, and clearly more alike than any second choice. A missed move is
              better than a false one.
6. position   what is left alone in its place with the same label or role, and not wholly different.

Passes 2 to 4 and 6 never cross an anchor that an earlier pass set. Every pair carries the name of its pass and a score
from 0 to 1, the share of common characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter

from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.growing import grown
from duikou.comparing.aligning.lists import Pairing, children, cores, is_short, pair_lists
from duikou.comparing.aligning.partners import (
    SINGLE_ROLES,
    across_zones,
    below_it,
    by_label,
    by_role,
    crosses,
    exact_key,
    goes_on,
    joined,
    mutual,
    once_exact,
    siblings,
    title,
    titled,
    went_on,
)
from duikou.comparing.aligning.similar import Budget, alike, heaviest, in_sequence, keys, lay, ratio, taken_up

# A passage shorter than this, found elsewhere, may be chance: （五）其他有关情形。
_MOVE_EXACT = 8
_MOVE_SIBLING = 6
# How many characters more a heading weighs when passages cross.
_HEADING = 60.0
_MOVE_TEXT = 16
_MOVE_SCORE = 0.78
# A shorter one, where nearly all of it is the same.
_MOVE_SHORT, _MOVE_NEARLY = 12, 0.9
# A longer one may have been reworded more, or taken up into one that says more.
_LONG, _MOVE_LONG, _TAKEN_UP = 24, 0.66, 0.85
_LABEL_SCORE = 0.75
# An item with the same number is passed over for one of this many places around it that is so much liker.
_NEAR = 3
_RIVAL = 0.05
_POSITION_SCORE = 0.36
# The only item between two anchors on both sides, with one label: rewritten rather than replaced by another.
_ALONE_SCORE = 0.2
# Runs whose product is larger are first cut into shorter ones by likely partners.
_LARGE = 900


def align(old: Sequence[Alignable], new: Sequence[Alignable], budget: Budget) -> tuple[Link, ...]:
    """Pair the units of two versions, zone by zone; what is on one side only is in no link. Sorted by old index."""
    links: list[Link] = []
    for zone in ("body", "front"):
        left = [unit for unit in old if unit.zone == zone]
        right = [unit for unit in new if unit.zone == zone]
        links += _Aligner(left, right, old, new, budget).run()
    links += across_zones(old, new, links)
    return tuple(sorted(links, key=lambda link: (link.left, link.right)))


class _Aligner:
    """The passes over one zone; holds the links made so far."""

    def __init__(
        self,
        left: list[Alignable],
        right: list[Alignable],
        old: Sequence[Alignable],
        new: Sequence[Alignable],
        budget: Budget,
    ) -> None:
        self.left, self.right, self.old, self.new, self.budget = left, right, old, new, budget
        self.links: list[Link] = []
        self.to_right: dict[int, int] = {}
        self.to_left: dict[int, int] = {}
        self.below = children(left), children(right)

    def run(self) -> list[Link]:
        self.exact()
        self.lists()
        self.label()
        self.structure()
        self.grow()
        self.text()
        self.begun()
        self.grow()
        self.structure()
        self.within()
        self.moves()
        self.within()
        self.lists()
        self.position()
        return [self.reparented(link) for link in self.links]

    # -- what is linked, and what is left

    def add(
        self, left: Sequence[Alignable], right: Sequence[Alignable], by: str, score: float, moved: bool = False
    ) -> None:
        a, b = tuple(u.index for u in left), tuple(u.index for u in right)
        self.links.append(Link(a, b, by, score, moved))
        for i in a:
            self.to_right[i] = b[0]
        for j in b:
            self.to_left[j] = a[0]

    def rest(self) -> tuple[list[Alignable], list[Alignable]]:
        """The units in no link."""
        left = [u for u in self.left if u.index not in self.to_right]
        right = [u for u in self.right if u.index not in self.to_left]
        return left, right

    def gaps(self) -> Iterator[tuple[list[Alignable], list[Alignable]]]:
        """The runs of units in no link between two anchors, both sides; only where both sides have some."""
        anchors = sorted((link.left[0], link.right[0]) for link in self.links if not link.moved)
        left, right = self.rest()
        i = j = 0
        for a, b in [*anchors, (len(self.old), len(self.new))]:
            i0, j0 = i, j
            while i < len(left) and left[i].index < a:
                i += 1
            while j < len(right) and right[j].index < b:
                j += 1
            if i > i0 and j > j0:
                yield left[i0:i], right[j0:j]

    # -- the passes

    def exact(self) -> None:
        """The same text. Unique texts anchor; repeated ones follow the order between the anchors."""
        left = {exact_key(u): u for u in once_exact(self.left)}
        right = {exact_key(u): u for u in once_exact(self.right)}
        common = [(left[key], right[key]) for key in left if key in right]
        # An item that crosses a heading has moved, not the heading.
        headings = {unit.parent for unit in self.left if unit.label is not None}
        weights = [len(a.key) + 1.0 + _HEADING * (a.index in headings) for a, _ in common]
        kept = set(heaviest([(a.index, b.index, w) for (a, b), w in zip(common, weights, strict=True)]))
        for a, b in common:
            if (a.index, b.index) in kept:
                self.add([a], [b], "exact", 1.0)
        for a, b in common:
            free = a.index not in self.to_right and b.index not in self.to_left
            if free and len(a.key) >= (_MOVE_SIBLING if siblings(a, b) else _MOVE_EXACT):
                self.add([a], [b], "exact", 1.0, moved=True)
                self.along(a, b)
        self.in_order(labelled=True)
        self.in_order(labelled=False)

    def along(self, a: Alignable, b: Alignable) -> None:
        """What stands next to a moved passage on both sides, and says the same, moved with it."""
        for step in (1, -1):
            i, j = a.index + step, b.index + step
            while 0 <= i < len(self.old) and 0 <= j < len(self.new):
                near, there = self.old[i], self.new[j]
                free = i not in self.to_right and j not in self.to_left and near.zone == there.zone == a.zone
                if not free or exact_key(near) != exact_key(there):
                    break
                self.add([near], [there], "exact", 1.0, moved=True)
                i, j = i + step, j + step

    def in_order(self, labelled: bool) -> None:
        """The longest common sequence of texts between anchors, with their labels or without."""
        for left, right in list(self.gaps()):
            a, b = ([exact_key(u) + f"\1{u.label}" * labelled for u in side] for side in (left, right))
            for i, j in in_sequence(a, b):
                self.add([left[i]], [right[j]], "exact", 1.0)

    def lists(self) -> None:
        """The items of one list by what they say besides their common frame, at whatever place of the list."""
        above = [(a.index, b.index) for a, b in self.same_heads()]
        for i, j in above:
            left, right = (
                [u for u in lists.get(k, []) if u.index not in taken and is_short(u)]
                for lists, k, taken in ((self.below[0], i, self.to_right), (self.below[1], j, self.to_left))
            )
            if not left or not right:
                continue
            found = pair_lists(left, right, cores(self.below[0][i]), cores(self.below[1][j]))
            stay = set(heaviest([(a, b, len(self.old[a].key) + 1.0) for a, b, _ in found.pairs]))
            anchors = sorted((link.left[0], link.right[0]) for link in self.links if not link.moved)
            for a, b, score in found.pairs:
                moved = (a, b) not in stay or crosses(anchors, a, b)
                if moved and not alike(self.old[a], self.new[b]):
                    continue
                self.add([self.old[a]], [self.new[b]], "list", score, moved)
            self.taken_in(found)

    def taken_in(self, found: Pairing) -> None:
        """Items of a list that were put together with a neighbour, or parted from one: they join its pair."""
        sides, taken = (self.old, self.new), (self.to_right, self.to_left)
        for k, lone in enumerate((found.merged, found.parted)):
            for index, partner in lone.items():
                at = next((n for n, link in enumerate(self.links) if link.sides[1 - k] == (partner,)), None)
                if at is None or self.links[at].moved or index in taken[k]:
                    continue
                link = self.links[at]
                own = link.sides[k]
                if index not in (own[0] - 1, own[-1] + 1):
                    continue
                many = tuple(sorted((*own, index)))
                taken[k][index] = partner
                left, right = (many, link.right) if k == 0 else (link.left, many)
                texts = joined([sides[0][i] for i in left], [sides[1][j] for j in right])
                self.links[at] = link._replace(left=left, right=right, score=ratio(*texts))

    def same_heads(self) -> list[tuple[Alignable, Alignable]]:
        """Items with a list below them on both sides that are each other's: paired already, or of one number."""
        heads = {(u.block.part, u.block.path): u for u in self.right if u.index in self.below[1] and u.label}
        found = []
        for a in self.left:
            if a.index not in self.below[0]:
                continue
            j = self.to_right.get(a.index)
            b = self.new[j] if j is not None else heads.get((a.block.part, a.block.path))
            if b is not None and b.index in self.below[1] and (j is not None or b.index not in self.to_left):
                found.append((a, b))
        return found

    def label(self) -> None:
        """The same path with the same title or nearly the same text; then the same title, once on each side."""
        for left, right in list(self.gaps()):
            paths = {(u.block.path, u.label): u for u in right if u.label is not None}
            pairs = []
            for a in left:
                b = paths.get((a.block.path, a.label)) if a.label is not None else None
                if b is not None and (titled(a, b) or self.likest(a, b, left, right)):
                    pairs.append((a, b))
            self.keep(pairs, "label")
        for left, right in list(self.gaps()):
            titles = {title(u): u for u in right if title(u)}
            counts = Counter(title(u) for u in [*left, *right])
            self.keep([(a, titles[t]) for a in left if counts[t := title(a)] == 2 and t in titles], "label")

    def likest(self, a: Alignable, b: Alignable, left: Sequence[Alignable], right: Sequence[Alignable]) -> bool:
        """Whether two items of one number are alike, and no item near one of them is liker still."""
        score = self.alike(a, b)
        if score < _LABEL_SCORE:
            return False
        here, there = (bisect_left(side, unit.index, key=attrgetter("index")) for side, unit in ((left, a), (right, b)))
        rivals = [(a, right[k]) for k in _near(there, len(right))] + [(left[k], b) for k in _near(here, len(left))]
        return all(self.alike(*rival) < score + _RIVAL for rival in rivals)

    def alike(self, a: Alignable, b: Alignable) -> float:
        return ratio(*keys(a, b)) if self.budget.take(1, "labels") else 0.0

    def keep(self, pairs: list[tuple[Alignable, Alignable]], by: str) -> None:
        """Link the heaviest choice of pairs that keeps the order."""
        kept = set(heaviest([(a.index, b.index, len(a.key) + 1.0) for a, b in pairs]))
        for a, b in pairs:
            if (a.index, b.index) in kept:
                self.add([a], [b], by, ratio(*keys(a, b)))

    def structure(self) -> None:
        """Headings most of whose paired items stand below each other."""
        votes: Counter[tuple[int, int]] = Counter()
        of_left, of_right = Counter[int](), Counter[int]()
        for link in self.links:
            a, b = self.old[link.left[0]].parent, self.new[link.right[0]].parent
            if a is None or b is None or a in self.to_right or b in self.to_left:
                continue
            votes[a, b] += 1
            of_left[a] += 1
            of_right[b] += 1
        agreed = {(a, b) for (a, b), n in votes.items() if 2 * n > of_left[a] and 2 * n > of_right[b]}
        chosen = dict(agreed)
        for left, right in list(self.gaps()):
            here = {u.index: u for u in right}
            self.keep([(u, here[chosen[u.index]]) for u in left if chosen.get(u.index) in here], "structure")
        stayed = {
            (self.old[link.left[0]].parent, self.new[link.right[0]].parent) for link in self.links if not link.moved
        }
        for a, b in sorted(agreed):
            if a not in self.to_right and b not in self.to_left and (a, b) not in stayed:
                score = ratio(*keys(self.old[a], self.new[b]))
                self.add([self.old[a]], [self.new[b]], "structure", score, moved=True)

    def text(self) -> None:
        """The best pairing of what is left between anchors."""
        for left, right in list(self.gaps()):
            if len(left) * len(right) > _LARGE:
                self.anchor(left, right)
        for left, right in list(self.gaps()):
            laid = lay(left, right, self.to_right, self.budget)
            for p, q, score in laid or ():
                single = len(p) == len(q) == 1
                by = "exact" if score == 1.0 and not single else "text"
                self.add([left[i] for i in p], [right[j] for j in q], by, score)

    def begun(self) -> None:
        """A passage that goes on in the other version with all that it says, where no second one does."""
        for left, right in list(self.gaps()):
            self.keep([pair for a in left if (pair := goes_on(a, left, right, _MOVE_SHORT)) is not None], "text")

    def grow(self) -> None:
        """Take the other piece of a split passage into the pair that holds the first."""
        for k, link in enumerate(self.links):
            if not link.moved and link.score < 1.0:
                self.links[k] = self.grown(link)

    def grown(self, link: Link) -> Link:
        """A pair with the passages in no link next to it that say what the other side says."""
        pair = [self.old[i] for i in link.left], [self.new[j] for j in link.right]
        taken = self.to_right, self.to_left
        left, right = grown(pair, (self.old, self.new), lambda side, at: at not in taken[side], self.budget)
        if (len(left), len(right)) == (len(link.left), len(link.right)):
            return link
        for side, other, known in ((left, right, self.to_right), (right, left, self.to_left)):
            known.update({unit.index: other[0].index for unit in side})
        a, b = joined(left, right)
        return link._replace(left=tuple(u.index for u in left), right=tuple(u.index for u in right), score=ratio(a, b))

    def anchor(self, left: list[Alignable], right: list[Alignable]) -> None:
        """Link passages that are each other's best partner by a margin."""
        self.keep([(left[i], right[j]) for i, j, _ in mutual(left, right, 0.6, self.budget)], "text")

    def within(self) -> None:
        """What stands in an item that moved and is in no link, beside what stands in the item it became: the passages
        of both moved with it, however they changed."""
        for link in [link for link in self.links if link.moved and len(link.left) == len(link.right) == 1]:
            left = below_it(self.old, link.left[0], self.to_right)
            right = below_it(self.new, link.right[0], self.to_left)
            for p, q, score in lay(left, right, self.to_right, self.budget) or ():
                self.add([left[i] for i in p], [right[j] for j in q], "text", score, moved=True)

    def moves(self) -> None:
        """What is left anywhere and clearly belongs together."""
        left, right = ([u for u in side if len(u.key) >= _MOVE_SHORT] for side in self.rest())
        for i, j, score in mutual(left, right, _MOVE_SCORE, self.budget):
            if score >= _MOVE_NEARLY or min(len(left[i].key), len(right[j].key)) >= _MOVE_TEXT:
                self.add([left[i]], [right[j]], "move", score, moved=True)
        for floor, score_of in ((_MOVE_LONG, alike), (_TAKEN_UP, taken_up)):
            left, right = ([u for u in side if len(u.key) >= _LONG] for side in self.rest())
            for i, j, _ in mutual(left, right, floor, self.budget, score_of):
                self.add([left[i]], [right[j]], "move", ratio(*keys(left[i], right[j])), moved=True)

    def position(self) -> None:
        """What is alone in its place."""
        for left, right in list(self.gaps()):
            for place in (by_label, by_role):
                here = {place(u): u for u in right}
                counts = Counter(place(u) for u in right)
                mine = Counter(place(u) for u in left)
                pairs = []
                for a in left:
                    name = place(a)
                    if name is None or counts[name] != 1 or mine[name] != 1 or a.index in self.to_right:
                        continue
                    b = here[name]
                    single = a.block.role in SINGLE_ROLES
                    alone = len(left) == len(right) == 1 and a.label is not None
                    floor = _ALONE_SCORE if alone else _POSITION_SCORE
                    if b.index not in self.to_left and (single or titled(a, b) or self.alike(a, b) >= floor):
                        pairs.append((a, b))
                self.keep(pairs, "position")

    def reparented(self, link: Link) -> Link:
        """An item in order that now stands under another heading is moved, when both headings live on elsewhere."""
        a, b = self.old[link.left[0]], self.new[link.right[0]]
        if link.moved or a.label is None or b.label is None or len(a.key) < _MOVE_EXACT:
            return link
        above, below = a.parent, b.parent
        if above is None or below is None:
            return link
        now, then = self.to_right.get(above), self.to_left.get(below)
        if now is None or then is None or now == below or then == above:
            return link
        if went_on(a, b, self.old, self.to_right):
            return link
        headings = self.new[now].label is not None and self.old[then].label is not None
        return link._replace(moved=True) if headings else link


def _near(at: int, end: int) -> list[int]:
    return [k for k in range(max(0, at - _NEAR), min(end, at + _NEAR + 1)) if k != at]

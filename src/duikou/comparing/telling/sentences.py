"""The sentences of two passages: those that both have hold the others in place, and one that changed its place is told
whole, taken out there and put in here, in place of its words set against those of its neighbours.

What holds here: only a sentence that stands once in each passage counts. Of those that cross, the longest choice in
order stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from duikou.comparing.aligning.similar import heaviest
from duikou.comparing.telling.region import SENTENCE, Region
from duikou.notation.patterns import pattern

_WORD = pattern(r"\w")
# A shorter sentence may stand in two places by chance.
_SHORT = 5
Span = tuple[int, int, int, int]


def by_sentences(old: str, new: str, differing: Callable[[str, str], list[Region]]) -> list[Region]:
    """The regions of two texts: `differing` gives those of two stretches between sentences that both have."""
    both = _common(old, new)
    kept = set(heaviest([(o0, n0, float(o1 - o0)) for o0, o1, n0, _ in both]))
    moved = [span for span in both if (span[0], span[2]) not in kept]
    if not moved:
        return _between(old, new, both, differing)
    cuts = sorted((o0, o1) for o0, o1, _, _ in moved), sorted((n0, n1) for _, _, n0, n1 in moved)
    left, right = _without(old, cuts[0]), _without(new, cuts[1])
    inner = _between(left, right, _common(left, right), differing) if left != right else []
    return _with_cuts(inner, _reduced(cuts[0]), _reduced(cuts[1]), len(left))


def _common(old: str, new: str) -> list[Span]:
    """The sentences that stand once in each text, and say the same: where they stand, in the order of `old`."""
    sides = [_once(text) for text in (old, new)]
    return [(*sides[0][said], *sides[1][said]) for said in sides[0] if said in sides[1]]


def _once(text: str) -> dict[str, tuple[int, int]]:
    found = [(m[0], m.span()) for m in SENTENCE.finditer(text) if len(m[0]) >= _SHORT]
    counts = Counter(said for said, _ in found)
    return {said: span for said, span in found if counts[said] == 1 and _WORD.search(said)}


def _between(old: str, new: str, held: list[Span], differing: Callable[[str, str], list[Region]]) -> list[Region]:
    """The regions between sentences that hold their place."""
    found: list[Region] = []
    o = n = 0
    for o0, o1, n0, n1 in [*held, (len(old), len(old), len(new), len(new))]:
        if old[o:o0] != new[n:n0]:
            found += [region.shifted(o, n) for region in differing(old[o:o0], new[n:n0])]
        o, n = o1, n1
    return found


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    at, kept = 0, []
    for start, end in cuts:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _reduced(cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where each cut stands in the text without the cuts, and its length."""
    found, gone = [], 0
    for start, end in cuts:
        found.append((start - gone, end - start))
        gone += end - start
    return found


def _with_cuts(
    inner: list[Region], old: list[tuple[int, int]], new: list[tuple[int, int]], length: int
) -> list[Region]:
    """The regions of the texts without the sentences that moved, and those sentences, in one order.

    `length` is that of the old text without them. A sentence inside a region becomes a part of it.
    """
    made: list[Region] = []
    old, new = list(old), list(new)
    at = [0, 0]  # in the texts without the cuts
    full = [0, 0]

    def cut() -> None:
        while old and old[0][0] == at[0]:
            size = old.pop(0)[1]
            made.append(Region(full[0], full[0] + size, full[1], full[1]))
            full[0] += size
        while new and new[0][0] == at[1]:
            size = new.pop(0)[1]
            made.append(Region(full[0], full[0], full[1], full[1] + size))
            full[1] += size

    for region in [*inner, Region(length, length, -1, -1)]:
        cut()
        while at[0] < region.o0:
            step = min(region.o0 - at[0], old[0][0] - at[0] if old else length, new[0][0] - at[1] if new else length)
            at[0], at[1], full[0], full[1] = at[0] + step, at[1] + step, full[0] + step, full[1] + step
            cut()
        if region.n0 < 0:
            break
        sizes = [region.o1 - region.o0, region.n1 - region.n0]
        for side, (cuts, end) in enumerate(((old, region.o1), (new, region.n1))):
            while cuts and cuts[0][0] < end:
                sizes[side] += cuts.pop(0)[1]
        made.append(Region(full[0], full[0] + sizes[0], full[1], full[1] + sizes[1], region.swap))
        at = [region.o1, region.n1]
        full = [full[0] + sizes[0], full[1] + sizes[1]]
    return made

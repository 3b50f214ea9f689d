"""What differs inside a pair of passages, as a reader would mark it.

What holds here: `regions` are the stretches that differ, in order and apart, on word boundaries: numbers with their
unit, dates, document numbers and names are never cut. Small equal islands between two changes are taken in, so that a
rewritten phrase reads as one, except between two plain swaps (5万元 and 10万元 changed in one sentence stay two).
`passages` puts around each region, or group of near ones, the sentence or clause it stands in; between two passages
the texts are equal, so each passage stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duikou.comparing.folding import fold, width
from duikou.comparing.similar import Budget
from duikou.comparing.words import kinds, tokens

# Where a passage may be cut: after the end of a sentence, else after a clause. GB/T 15834-2011, 4.
_STRONG = frozenset("。！？；\n")
_WEAK = frozenset("，：、,;:")
_BREAKS = _STRONG | _WEAK
# Two changes further apart than this are two, when a clause ends between them.
_APART = 8
_ISLAND = 8
# Levenshtein's table takes a quarter of a byte a cell.
_CELLS = 100_000_000


@dataclass(frozen=True, slots=True)
class Region:
    """[o0, o1) of the old passage became [n0, n1) of the new one. `swap`: one token against one of the same kind."""

    o0: int
    o1: int
    n0: int
    n1: int
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of both texts that holds the regions of one change, and the equal text that makes it readable."""

    o0: int
    o1: int
    n0: int
    n1: int
    regions: tuple[int, ...]


def regions(old: str, new: str, budget: Budget) -> list[Region]:
    """The stretches that differ between two texts."""
    if old == new:
        return []
    head, tail = _shared_ends(old, new)
    a = tokens(old[head : len(old) - tail])
    b = tokens(new[head : len(new) - tail])
    left, right = _starts(a, head), _starts(b, head)
    joined = _merge(old, _islands(_differences(a, b, left, right, budget)))
    bounds = set(left), set(right)
    trimmed = [_trim(old, new, region, *bounds) for region in joined]
    found = [region for region in trimmed if old[region.o0 : region.o1] != new[region.n0 : region.n1]]
    for k in range(len(found)):
        found[k] = _slide(old, new, found, k)
    return found


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters at both ends are equal and can be left out without cutting a word or a name."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while head and not (old[head - 1] in _BREAKS and _open(old, head) and _open(new, head)):
        head -= 1
    while tail and not (old[-tail] in _BREAKS and _open(old, len(old) - tail) and _open(new, len(new) - tail)):
        tail -= 1
    return head, tail


def _open(text: str, at: int) -> bool:
    """Whether a cut at `at` leaves numbers whole (1,000; 12:30)."""
    return not (text[at - 1 : at].isascii() or text[at : at + 1].isascii()) if 0 < at < len(text) else True


def _key(token: str) -> str:
    return fold(token) or width(token) or " "


def _differences(a: list[str], b: list[str], left: list[int], right: list[int], budget: Budget) -> list[Region]:
    """The runs of tokens that differ, as spans of characters; tokens that differ in form alone are runs too.

    `left` and `right` are where the tokens of each side start, with the end of the last one.
    """
    spans = []
    for i0, i1, j0, j1, equal in _opcodes([_key(t) for t in a], [_key(t) for t in b], budget):
        if not equal:
            spans.append((i0, i1, j0, j1))
            continue
        spans += [(i0 + k, i0 + k + 1, j0 + k, j0 + k + 1) for k in range(i1 - i0) if a[i0 + k] != b[j0 + k]]
    joined: list[tuple[int, int, int, int]] = []
    for i0, i1, j0, j1 in spans:
        if joined and joined[-1][1] == i0 and joined[-1][3] == j0:
            joined[-1] = (joined[-1][0], i1, joined[-1][2], j1)
        else:
            joined.append((i0, i1, j0, j1))
    return [Region(left[i0], left[i1], right[j0], right[j1], _is_swap(a[i0:i1], b[j0:j1])) for i0, i1, j0, j1 in joined]


def _opcodes(a: list[str], b: list[str], budget: Budget) -> list[tuple[int, int, int, int, bool]]:
    from rapidfuzz.distance import Levenshtein

    if len(a) * len(b) <= _CELLS:
        return [
            (op.src_start, op.src_end, op.dest_start, op.dest_end, op.tag == "equal")
            for op in Levenshtein.opcodes(a, b)
        ]
    budget.take(budget.left + 1, "words of very long paragraphs")
    return [(0, len(a), 0, len(b), False)]


def _starts(side: Sequence[str], head: int) -> list[int]:
    starts = [head]
    for token in side:
        starts.append(starts[-1] + len(token))
    return starts


def _is_swap(a: Sequence[str], b: Sequence[str]) -> bool:
    """One token against one of the same kind: a number for a number, a name for a name."""
    if len(a) != 1 or len(b) != 1:
        return False
    return any(p.fullmatch(a[0]) and p.fullmatch(b[0]) for p in kinds().values())


def _islands(found: list[Region]) -> list[tuple[Region, bool]]:
    """Each region, and whether the equal island before it is small beside what it parts."""
    marked = []
    for k, region in enumerate(found):
        small = False
        if k:
            before = found[k - 1]
            island = region.o0 - before.o1
            sizes = [max(r.o1 - r.o0, r.n1 - r.n0) for r in (before, region)]
            small = island <= min(_ISLAND, sum(sizes)) and not (before.swap and region.swap)
        marked.append((region, small))
    return marked


def _merge(old: str, marked: list[tuple[Region, bool]]) -> list[Region]:
    """Join regions over small islands; the end of a sentence parts them unless it is all there is."""
    joined: list[Region] = []
    for region, small in marked:
        if small:
            before = joined[-1]
            island = old[before.o1 : region.o0]
            if len(island) <= 2 or not _STRONG.intersection(island):
                joined[-1] = Region(before.o0, region.o1, before.n0, region.n1)
                continue
        joined.append(region)
    return joined


def _trim(old: str, new: str, region: Region, left: set[int], right: set[int]) -> Region:
    """Leave out equal text at the ends of a region, up to where both sides have a word boundary."""
    if region.swap:
        return region
    o0, o1, n0, n1 = region.o0, region.o1, region.n0, region.n1
    most = min(o1 - o0, n1 - n0)
    same = 0
    while same < most and old[o0 + same] == new[n0 + same]:
        same += 1
    while same and not (o0 + same in left and n0 + same in right):
        same -= 1
    o0, n0 = o0 + same, n0 + same
    most = min(o1 - o0, n1 - n0)
    same = 0
    while same < most and old[o1 - 1 - same] == new[n1 - 1 - same]:
        same += 1
    while same and not (o1 - same in left and n1 - same in right):
        same -= 1
    return Region(o0, o1 - same, n0, n1 - same)


def _slide(old: str, new: str, found: list[Region], k: int) -> Region:
    """Shift a pure insertion or deletion to where a sentence or clause begins and ends, if it can be read so."""
    region = found[k]
    if region.o0 != region.o1 and region.n0 != region.n1:
        return region
    text, start, end = (old, region.o0, region.o1) if region.n0 == region.n1 else (new, region.n0, region.n1)
    # One equal character at least stays between two regions.
    before = region.o0 - (found[k - 1].o1 + 1 if k else 0)
    after = (found[k + 1].o0 - 1 if k + 1 < len(found) else len(old)) - region.o1
    low = 0
    while low < before and text[start - low - 1] == text[end - low - 1]:
        low += 1
    high = 0
    while high < after and text[start + high] == text[end + high]:
        high += 1
    shift = max(range(-low, high + 1), key=lambda s: (_edge(text, start + s) + _edge(text, end + s), -abs(s), s))
    return Region(region.o0 + shift, region.o1 + shift, region.n0 + shift, region.n1 + shift)


def _edge(text: str, at: int) -> int:
    """How good a place for the edge of an inserted passage."""
    if at <= 0 or at >= len(text) or text[at - 1] in _STRONG:
        return 3
    return 2 if text[at - 1] in _WEAK else 1 if re.match(r"\W", text[at]) else 0


def passages(old: str, new: str, found: list[Region], ranks: Sequence[int]) -> list[Passage]:
    """Group regions into passages. `ranks` holds 0 for each editorial region, 1 for a suspect, 2 for a substantive one.

    Regions are kept together where no clause ends between them, or where only a few characters do; editorial ones in a
    row are one passage.
    """
    groups: list[list[int]] = []
    for k, region in enumerate(found):
        if groups:
            island = old[found[k - 1].o1 : region.o0]
            editorial = ranks[k] == 0 and all(ranks[g] == 0 for g in groups[-1])
            mixed = (ranks[k] == 0) != all(ranks[g] == 0 for g in groups[-1])
            near = len(island) < (1 if mixed else _APART)
            if editorial or near or not _cuts(island):
                groups[-1].append(k)
                continue
        groups.append([k])
    made = []
    for g, group in enumerate(groups):
        first, last = found[group[0]], found[group[-1]]
        lead = old[found[groups[g - 1][-1]].o1 if g else 0 : first.o0]
        rest = old[last.o1 : found[groups[g + 1][0]].o0 if g + 1 < len(groups) else len(old)]
        left, right = _context(lead, rest, _whole(old, new, first, last))
        made.append(Passage(first.o0 - left, last.o1 + right, first.n0 - left, last.n1 + right, tuple(group)))
    return made


def _whole(old: str, new: str, first: Region, last: Region) -> bool:
    """Whether the regions are an insertion or deletion of whole sentences, which needs no context."""
    gone, come = old[first.o0 : last.o1], new[first.n0 : last.n1]
    piece = gone or come
    if (gone and come) or not piece.strip():
        return False
    before = old[: first.o0]
    return piece[-1] in _STRONG and (not before or before[-1] in _STRONG)


def _context(lead: str, rest: str, whole: bool) -> tuple[int, int]:
    """How many equal characters before and after belong to the passage: the rest of its sentence, else clause."""
    if whole:
        return 0, 0
    before, after = _cuts(lead), _cuts(rest)
    return len(lead) - (before[-1] if before else 0), after[0] if after else len(rest)


def _cuts(text: str) -> list[int]:
    """Where a text may be cut: after sentences, else after clauses."""
    strong = [k + 1 for k, c in enumerate(text) if c in _STRONG]
    return strong or [k + 1 for k, c in enumerate(text) if c in "，："]


def ops(old: str, new: str, passage: Passage, found: list[Region]) -> tuple[tuple[str, str], ...]:
    """The pieces of a passage: equal and delete give the old text, equal and insert the new one."""
    pieces, at = [], passage.o0
    for k in passage.regions:
        region = found[k]
        pieces.append(("equal", old[at : region.o0]))
        pieces.append(("delete", old[region.o0 : region.o1]))
        pieces.append(("insert", new[region.n0 : region.n1]))
        at = region.o1
    pieces.append(("equal", old[at : passage.o1]))
    return tuple(piece for piece in pieces if piece[1])

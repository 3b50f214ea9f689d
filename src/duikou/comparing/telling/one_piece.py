"""One piece put into a text, or taken out of it: told as that, wherever the words around it would be cut.

What holds here: where what two texts share at both ends covers the shorter one, they differ by one piece. It may often
be read in several places (县人民政府 + 、镇人民政府, or 县 + 人民政府、镇 + 人民政府): the place chosen begins and ends
at a word's edge, best at the end of a sentence or clause. Where no such place is (10 and 100, 应 and 应当), the texts
do not differ by a piece but by a word.
"""

from __future__ import annotations

from duikou.comparing.telling.region import BREAKS, STRONG, WEAK, Region, offsets
from duikou.notation.words import kind_of, tokens, words

# Where a stretch may be cut without cutting a number or a time (12:30).
_CLAUSE_ENDS = BREAKS - frozenset(",:;")
# How many characters around the piece are cut into words with it, where no clause ends before.
_AROUND = 24
_WORD = 4


def one_piece(old: str, new: str) -> Region | None:
    """The piece by which two texts differ, at the best of its places; None where they differ otherwise."""
    if len(old) == len(new):
        return None
    shorter, longer = (old, new) if len(old) < len(new) else (new, old)
    size = len(longer) - len(shorter)
    head = shared_head(shorter, longer)
    tail = shared_tail(shorter, longer)
    if head + tail < len(shorter):
        return None
    at = _best(shorter, longer, len(shorter) - tail, head)
    if at is None:
        return None
    return Region(at, at + size, at, at) if longer is old else Region(at, at, at, at + size)


def shared_head(a: str, b: str) -> int:
    """How many characters at the beginning two texts share."""
    k = 0
    while k < min(len(a), len(b)) and a[k] == b[k]:
        k += 1
    return k


def shared_tail(a: str, b: str) -> int:
    """How many characters at the end two texts share."""
    k = 0
    while k < min(len(a), len(b)) and a[-1 - k] == b[-1 - k]:
        k += 1
    return k


def _best(shorter: str, longer: str, first: int, last: int) -> int | None:
    """The best place from `first` to `last` for the piece; None where each of them cuts a word of either text."""
    size = len(longer) - len(shorter)
    edges, names = _edges(longer, first, last + size)
    seams, _ = _edges(shorter, first, last)
    places = [
        at
        for at in range(first, last + 1)
        if at in edges and at + size in edges and at in seams and not _inside(at, at + size, names)
    ]
    return max(places, key=lambda at: (edge(longer, at) + edge(longer, at + size), at), default=None)


def _edges(text: str, first: int, last: int) -> tuple[set[int], list[tuple[int, int]]]:
    """Where words begin and end from `first` to `last`, those that make up names of bodies too, and these names."""
    low, high = _clause(text, first, last)
    edges, names, at = {low}, [], low
    for token in tokens(text[low:high]):
        named = kind_of(token) == "unit"
        edges.update(offsets(words(token), at) if named else (at + len(token),))
        if named:
            names.append((at, at + len(token)))
        at += len(token)
    return edges, names


def _inside(start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a piece is a part of a name, which is then another name; one that begins before it is none: 、县 of
    区、县教育局."""
    return any(low <= start and end <= high and (start, end) != (low, high) for low, high in names)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch around [start, end) that is cut into words with it."""
    low, high = start, end
    while low > 0 and start - low < _AROUND and text[low - 1] not in _CLAUSE_ENDS:
        low -= 1
    while high < len(text) and high - end < _AROUND and text[high] not in _CLAUSE_ENDS:
        high += 1
    return low, min(len(text), high + 1)


def edge(text: str, at: int) -> int:
    """How good a place for the edge of an inserted passage."""
    if at <= 0 or at >= len(text) or text[at - 1] in STRONG:
        return 3
    return 2 if text[at - 1] in WEAK else 1 if not (text[at].isalnum() or text[at] == "_") else 0


def in_one_piece(old: str, new: str, found: list[Region]) -> list[Region]:
    """The regions, with those that touch read as one piece where they are one."""
    made: list[Region] = []
    k = 0
    while k < len(found):
        end = k + 1
        while end < len(found) and found[end].o0 == found[end - 1].o1 and found[end].n0 == found[end - 1].n1:
            end += 1
        whole = Region(found[k].o0, found[end - 1].o1, found[k].n0, found[end - 1].n1)
        piece = _within(old, new, whole)
        made += [piece] if piece is not None else [_within(old, new, one) or one for one in found[k:end]]
        k = end
    return made


def _within(old: str, new: str, region: Region) -> Region | None:
    """The one piece by which the sides of a region differ, if they do; read with the words around it."""
    if region.swap or region.one_sided:
        return None
    gone, come = old[region.o0 : region.o1], new[region.n0 : region.n1]
    shorter, longer = sorted((gone, come), key=len)
    if len(gone) == len(come) or shared_head(shorter, longer) + shared_tail(shorter, longer) < len(shorter):
        return None
    lead = _lead(old, new, region)
    rest = shared_head(old[region.o1 : region.o1 + _WORD], new[region.n1 : region.n1 + _WORD])
    around = (region.o0 - lead, region.o1 + rest), (region.n0 - lead, region.n1 + rest)
    piece = one_piece(old[slice(*around[0])], new[slice(*around[1])])
    if piece is None:
        return None
    moved = piece.shifted(around[0][0], around[1][0])
    inside = region.o0 <= moved.o0 and moved.o1 <= region.o1 and region.n0 <= moved.n0 and moved.n1 <= region.n1
    return moved if inside else None


def _lead(old: str, new: str, region: Region) -> int:
    before = old[max(0, region.o0 - _WORD) : region.o0], new[max(0, region.n0 - _WORD) : region.n0]
    return shared_tail(*before)

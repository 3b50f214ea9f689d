"""What is shown around what differs: the sentence or clause it stands in.

What holds here: regions that are near and about the same have one surrounding; between two of them the texts
are equal, so each stands for itself. The ops of a surrounding give back both of its texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.comparing.telling.phrases import shared_parts
from duikou.comparing.telling.region import STRONG, Region

# Two changes further apart than this are two, when a clause ends between them.
_SHORTEST_ISLAND = 8


class Surrounding(NamedTuple):
    """A stretch of both texts that holds the regions of one change, and the equal text that makes it readable."""

    o0: int
    o1: int
    n0: int
    n1: int
    regions: tuple[int, ...]


def surroundings(old: str, new: str, found: list[Region], about: Sequence[tuple[str, str]]) -> list[Surrounding]:
    """Group regions by what surrounds them. `about` holds the class and the theme of each region.

    Regions of one class and theme are kept together where no clause ends between them, or where only a few characters
    do; editorial ones in a row are one passage. Others are kept apart, unless an editorial one touches.
    """
    groups: list[list[int]] = []
    for k in range(len(found)):
        if groups and _together(old[found[k - 1].o1 : found[k].o0], about[groups[-1][-1]], about[k]):
            groups[-1].append(k)
        else:
            groups.append([k])
    made = []
    for g, group in enumerate(groups):
        first, last = found[group[0]], found[group[-1]]
        whole = _whole(old, new, first, last)
        lead = old[found[groups[g - 1][-1]].o1 if g else 0 : first.o0]
        rest = old[last.o1 : found[groups[g + 1][0]].o0 if g + 1 < len(groups) else len(old)]
        left = 0 if whole else _lead(lead, g == 0)
        right = 0 if whole else _rest(rest, g + 1 == len(groups))
        made.append(Surrounding(first.o0 - left, last.o1 + right, first.n0 - left, last.n1 + right, tuple(group)))
    return made


def _together(island: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether two regions with `island` between them are one change."""
    if before != after:
        # What must be done, and another word for what that is, are one: 应当调查 became 可以要求申报.
        predicate = {before[1], after[1]} == {"modality", "wording"} and before[0] == after[0]
        if before[1] == "numbering" and before[0] == after[0]:
            # A number that was lost or gained is shown with the clause behind it, and so with what changed in that.
            return not _cuts(island)
        return not island and (predicate or "form" in (before[1], after[1]))
    if before[1] == "order":  # where a sentence stood, and where it stands now
        return True
    return before[0] == "editorial" or len(island) < _SHORTEST_ISLAND or not _cuts(island)


def _whole(old: str, new: str, first: Region, last: Region) -> bool:
    """Whether the regions are an insertion or deletion of whole sentences, which needs no context."""
    gone, come = old[first.o0 : last.o1], new[first.n0 : last.n1]
    piece = gone or come
    if (gone and come) or not piece.strip():
        return False
    before = old[: first.o0]
    return piece[-1] in STRONG and (not before or before[-1] in STRONG)


def _lead(text: str, outermost: bool) -> int:
    """How many equal characters before a change belong to its passage: the beginning of its sentence, else clause.

    Where nothing ends between two changes, what stands between them belongs to the second.
    """
    cuts = _cuts(text) or ([] if outermost else _cuts(text, "、"))
    return len(text) - (cuts[-1] if cuts else 0)


def _rest(text: str, outermost: bool) -> int:
    """How many equal characters after a change belong to its passage: the rest of its sentence, else clause."""
    cuts = _cuts(text) or ([len(text)] if outermost else _cuts(text, "、"))
    return cuts[0] if cuts else 0


def _cuts(text: str, weak: str = "，：") -> list[int]:
    """Where a text may be cut: after sentences, else after clauses."""
    strong = [k + 1 for k, c in enumerate(text) if c in STRONG]
    return strong or [k + 1 for k, c in enumerate(text) if c in weak]


def ops(old: str, new: str, passage: Surrounding, found: list[Region]) -> tuple[tuple[str, str], ...]:
    """The pieces of a passage: equal and delete give the old text, equal and insert the new one.

    Of regions that touch, all that was deleted stands before what was inserted. What two names share at their ends
    stands unmarked (县级人民政府 of 县级人民政府财政部门).
    """
    pieces: list[tuple[str, str]] = []
    gone = come = ""
    at = passage.o0
    for k in passage.regions:
        region = found[k]
        if region.o0 > at:
            pieces += [("delete", gone), ("insert", come), ("equal", old[at : region.o0])]
            gone = come = ""
        gone, come = gone + old[region.o0 : region.o1], come + new[region.n0 : region.n1]
        head, tail = shared_parts(gone, come)
        if head:
            pieces.append(("equal", gone[:head]))
        if tail:
            pieces += [("delete", gone[head:-tail]), ("insert", come[head:-tail]), ("equal", gone[-tail:])]
            gone = come = ""
        else:
            gone, come = gone[head:], come[head:]
        at = region.o1
    pieces += [("delete", gone), ("insert", come), ("equal", old[at : passage.o1])]
    return tuple(piece for piece in pieces if piece[1])

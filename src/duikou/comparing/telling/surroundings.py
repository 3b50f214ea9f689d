"""What is shown around what differs: the sentence or clause it stands in.

What holds here: regions that are near and about the same have one surrounding; between two of them the texts
are equal, so each stands for itself. The ops of a surrounding give back both of its texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.comparing.telling.phrases import pieces, shared_parts
from duikou.comparing.telling.region import STRONG, Region
from duikou.notation.words import kind_of

# Two changes further apart than this are two, when a clause ends between them.
_SHORTEST_ISLAND = 8
_OPENING, _CLOSING = "（）"
_BRACKETS = frozenset((_OPENING, _CLOSING))
# Themes that are one change with the words they touch.
_JOINING = frozenset(("modality", "unit"))


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
        island = old[found[k - 1].o1 : found[k].o0] if k else ""
        # A sentence put in or taken out whole is a change of its own.
        apart = island and any(_whole(old, new, found[n], found[n]) for n in (k - 1, k)) and about[k][1] != "order"
        if groups and not apart and _together(island, about[groups[-1][-1]], about[k]):
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
        # What must be done, and another word for what that is, are one: 应当调查 became 可以要求申报. So are a body and
        # what came or went beside its name: 市人民政府 became 市、县（市、区）人民政府.
        named = before[1] in _JOINING or after[1] in _JOINING
        predicate = named and "wording" in (before[1], after[1]) and before[0] == after[0]
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
    free = _outside_brackets(text)
    strong = [k + 1 for k in free if text[k] in STRONG]
    return strong or [k + 1 for k in free if text[k] in weak]


def _outside_brackets(text: str) -> list[int]:
    """The places that do not lie in brackets, closed behind them or opened before: （含火葬场，下同）."""
    if not _BRACKETS.intersection(text):
        return list(range(len(text)))
    inside = set()
    for brackets, order in ((_OPENING, range(len(text))), (_CLOSING, reversed(range(len(text))))):
        last = ""
        for k in order:
            last = text[k] if text[k] in _BRACKETS else last
            if last == brackets:
                inside.add(k)
    return [k for k in range(len(text)) if k not in inside]


def ops(old: str, new: str, passage: Surrounding, found: list[Region]) -> tuple[tuple[str, str], ...]:
    """The pieces of a passage: equal and delete give the old text, equal and insert the new one.

    What both sides of a change share as a phrase stands unmarked (县级人民政府 of 县级人民政府财政部门).
    """
    made: list[tuple[str, str]] = []
    at = passage.o0
    for group in _touching([found[k] for k in passage.regions]):
        first, last = group[0], group[-1]
        gone, come = old[first.o0 : last.o1], new[first.n0 : last.n1]
        made.append(("equal", old[at : first.o0]))
        swap = len(group) == 1 and (first.swap or kind_of(gone) == kind_of(come) == "unit")
        made += _marked(gone, come, swap)
        at = last.o1
    made.append(("equal", old[at : passage.o1]))
    return _joined(made)


def marks(old: str, new: str, found: list[Region]) -> list[Region]:
    """The regions as they are marked: without the phrases that both sides of one share."""
    whole = Surrounding(0, len(old), 0, len(new), tuple(range(len(found))))
    made: list[Region] = []
    o = n = 0
    for kind, text in ops(old, new, whole, found):
        gone, come = len(text) * (kind != "insert"), len(text) * (kind != "delete")
        if kind != "equal":
            touched = bool(made) and (made[-1].o1, made[-1].n1) == (o, n)
            begun = made.pop() if touched else Region(o, o, n, n)
            made.append(begun._replace(o1=o + gone, n1=n + come))
        o, n = o + gone, n + come
    return made


def _touching(regions: list[Region]) -> list[list[Region]]:
    """The regions in groups: nothing stands between those of one."""
    groups: list[list[Region]] = []
    for region in regions:
        if groups and groups[-1][-1].o1 == region.o0:
            groups[-1].append(region)
        else:
            groups.append([region])
    return groups


def _marked(gone: str, come: str, swap: bool) -> list[tuple[str, str]]:
    """What was taken out and put in: a name in place of a name is whole, but for a phrase that both begin or end with;
    of all else the phrases that both have stand unmarked."""
    head, tail = shared_parts(gone, come)
    inside = gone[head : len(gone) - tail], come[head : len(come) - tail]
    middle = [("delete", inside[0]), ("insert", inside[1])] if swap else pieces(*inside)
    return [("equal", gone[:head]), *middle, ("equal", gone[len(gone) - tail :])]


def _joined(made: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pieces that hold text, equal ones that touch as one."""
    joined: list[tuple[str, str]] = []
    for kind, text in made:
        if text and joined and joined[-1][0] == kind == "equal":
            joined[-1] = kind, joined[-1][1] + text
        elif text:
            joined.append((kind, text))
    return tuple(joined)

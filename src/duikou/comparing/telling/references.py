"""References of a text to its own items, after the items were renumbered: those that follow, and those left stale.

What holds here: a reference follows when what it named in the old version is what it names in the new one: nothing
changed but a number. It is stale when it reads as before, what it named then has another number now, and its number
now belongs to something else. A reference to another document (《某条例》第四条) is none of ours, and neither is one
that names nothing in its version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.numbering import leaves_gap
from duikou.comparing.citing import Citations
from duikou.comparing.telling.drafts import Draft, End, Joined
from duikou.comparing.telling.region import STRONG, Region
from duikou.comparing.telling.renamed import Name
from duikou.model import Mark
from duikou.notation import references

# A target must surely be the same for a reference to be called stale.
_SURE = 0.6
# Marks between the phrases of a sentence.
_BETWEEN = "，、；："

Sides = tuple[Sequence[Alignable], Sequence[Alignable]]


class References:
    """Where the items of two versions went, and what a reference in one of them names."""

    def __init__(self, links: Sequence[Link], sides: Sides) -> None:
        self._sides = sides
        self._items = tuple(
            {(u.block.part, u.block.path): u.index for u in side if u.label is not None} for side in sides
        )
        self._cited = tuple(Citations([unit.block for unit in side]) for side in sides)
        self._links = {i: link for link in links for i in link.left}, {j: link for link in links for j in link.right}
        self.renumbered = any(sides[0][link.left[0]].label != sides[1][link.right[0]].label for link in links)

    def follows(self, old: Joined, new: Joined, region: Region) -> bool:
        """Whether a region is a reference that follows a renumbering."""
        if not self.renumbered or region.one_sided:
            return False
        targets, said = [], []
        for k, (joined, start, stop) in enumerate(((old, region.o0, region.o1), (new, region.n0, region.n1))):
            if not references.is_reference(joined.text[start:stop]):
                return False
            targets.append(self._target(k, joined.unit(start), joined.text, start, stop))
            said.append(joined.text[start:stop])
        return self._one_pair(*targets) and self._as_much(targets, said)

    def _as_much(self, targets: Sequence[int | None], said: Sequence[str]) -> bool:
        """Whether two references name as much: not the whole article before, and one of its paragraphs now."""
        clauses = [references.names_clause(each) for each in said]
        if clauses[0] == clauses[1] or not all(map(references.names_article, said)):
            return True
        whole = clauses.index(False)
        target = targets[whole]
        return target is not None and not self._cited[whole].several(target)

    def renamed(self, old: Joined, new: Joined) -> list[Name]:
        """The references of the old text to articles that have another number now, with their names now; none where the
        new text does not read more like that than like the old one."""
        if not self.renumbered:
            return []
        said = old.marks("reference")
        there = Counter(new.said(mark) for mark in new.marks("reference"))
        names = [Name(mark.start, mark.end, self._now(old, mark) or old.said(mark)) for mark in said] if there else []
        same, renamed = (Counter(one) for one in ([old.said(mark) for mark in said], [name.now for name in names]))
        if (renamed & there).total() <= (same & there).total():
            return []
        return [name for name, mark in zip(names, said, strict=True) if name.now != old.said(mark)]

    def _now(self, old: Joined, mark: Mark) -> str | None:
        """What a reference of the old text to an article would be in the new one; None where that is not known."""
        said = old.said(mark)
        if not references.names_article(said):
            return None
        target = self._target(0, old.unit(mark.start), old.text, mark.start, mark.end)
        link = self._links[0].get(target) if target is not None else None
        if target is None or link is None:
            return None
        whole = not references.names_clause(said)
        was, now = self._cited[0].of(target, whole), self._cited[1].of(link.right[0], whole)
        if said == was:
            return now
        heads = [references.article(cited) for cited in (was, now)]
        alike = heads[0] and heads[1] and was.removeprefix(heads[0]) == now.removeprefix(heads[1])
        return heads[1] + said.removeprefix(heads[0]) if alike and said.startswith(heads[0]) else None

    def _unread(self, side: int, target: int | None) -> bool:
        """Whether what a reference names has no number in the other version because that was lost in reading."""
        link = self._links[side].get(target) if target is not None else None
        if target is None or link is None:
            return False
        mark = self._sides[side][target].block.ordinal
        other = self._sides[1 - side][link.sides[1 - side][0]]
        return mark is not None and other.label is None and leaves_gap(self._sides[1 - side], other, mark)

    def _one_pair(self, old: int | None, new: int | None) -> bool:
        """Whether two units are of one pair."""
        link = None if old is None else self._links[0].get(old)
        return link is not None and new is not None and self._links[1].get(new) is link

    def _target(self, side: int, unit: Alignable, text: str, start: int, stop: int) -> int | None:
        """The index of the unit that a reference at [start, stop) of a text of `unit` names."""
        said = text[start:stop]
        if references.names_another(text[:start]):
            return None
        found = self._cited[side].block_named(references.plain(said), unit.block.part)
        if found is not None or references.names_article(said):
            return found
        label = references.label(said)
        paths = ((*unit.block.path[:-1], label), (*unit.block.path, label))
        return next((at for path in paths if (at := self._items[side].get((unit.block.part, path))) is not None), None)

    def stale(self, link: Link, old: Joined, new: Joined, found: Sequence[Region]) -> Iterator[Draft]:
        """One draft for each reference to an article that reads as before and no longer names what it named."""
        if not self.renumbered:
            return
        for mark in new.marks("reference"):
            said = new.said(mark)
            at = _same_place(mark.start, mark.end, found)
            if at is None or not references.names_article(said):
                continue
            here = self._target(1, new.unit(mark.start), new.text, mark.start, mark.end)
            there = self._target(0, old.unit(at), old.text, at, at + len(said))
            went = self._links[0].get(there) if there is not None else None
            came = self._links[1].get(here) if here is not None else None
            sure = any(one is not None and one.score >= _SURE for one in (went, came))
            if not sure or self._one_pair(there, here) or self._unread(0, there) or self._unread(1, here):
                continue
            wanted = (
                self._cited[0].of(came.left[0], whole=True) if came is not None else "",
                self._cited[1].of(went.right[0], whole=True) if went is not None else "",
            )
            yield _stale(link, (old, new), (at, mark.start), said, wanted)


def _stale(link: Link, sides: tuple[Joined, Joined], at: tuple[int, int], said: str, wanted: tuple[str, str]) -> Draft:
    """The draft: the sentence around the reference, which is the same in both versions around the reference."""
    lead = rest = 0
    old, new = (side.shown for side in sides)
    ends = [start + len(said) for start in at]
    while min(at) > lead and old[at[0] - lead - 1] == new[at[1] - lead - 1] and old[at[0] - lead - 1] not in STRONG:
        lead += 1
    begins = at[0] - lead
    if min(at) > lead and old[begins - 1] not in STRONG:
        # What differs before it may end inside a phrase (第七条、 became 第六条、): the next one begins behind a mark.
        lead = next((at[0] - k - 1 for k in range(begins, at[0]) if old[k] in _BETWEEN), 0)
    while (
        ends[0] + rest < len(old)
        and ends[1] + rest < len(new)
        and old[ends[0] + rest] == new[ends[1] + rest]
        and (rest == 0 or old[ends[0] + rest - 1] not in STRONG)
    ):
        rest += 1
    both: list[End] = [side.end(start - lead, end + rest) for side, start, end in zip(sides, at, ends, strict=True)]
    pieces = (old[at[0] - lead : at[0]], old[at[0] : ends[0]], old[ends[0] : ends[0] + rest])
    return Draft(
        "suspect",
        "replace",
        "reference",
        both[0],
        both[1],
        tuple(("equal", piece) for piece in pieces if piece),
        link.matched_by,
        link.score,
        "body",
        (sides[0].offset(at[0]), 1, sides[1].offset(at[1])),
        (sides[1].offset(at[1]), 1, sides[0].offset(at[0])),
        None,
        wanted,
    )


def _same_place(start: int, stop: int, found: Sequence[Region]) -> int | None:
    """Where [start, stop) of the new text stands in the old one; None where it differs there."""
    shift = 0
    for region in found:
        if region.n0 >= stop:
            break
        if region.n1 > start:
            return None
        shift = region.o1 - region.n1
    return start + shift

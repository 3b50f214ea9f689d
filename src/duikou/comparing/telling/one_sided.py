"""Passages that one version has and the other has not, and passages that moved, each told as one change.

What holds here: what belongs together is one change: a whole part or attachment, an item with all that stands below it,
a run of paragraphs of one item, a run of front matter of one role. What a publisher puts around a text (an editor's
summary, a table of contents, the title once more, the red head, the bare mark 附件) is no change of the text: it is
editorial, in the zone "front".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from duikou import data
from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.reading_order import facts
from duikou.comparing.aligning.similar import Budget, ratio
from duikou.comparing.telling.differences import differing
from duikou.comparing.telling.drafts import Draft, Joined
from duikou.comparing.telling.surroundings import Surrounding, ops
from duikou.notation import document_lines
from duikou.notation.history import is_history
from duikou.notation.patterns import pattern

_SET_AROUND = frozenset(("summary", "contents", "red_head"))
# A notice speaks to its recipients; an editor's summary does not.
_ADDRESSED = pattern("|".join(data.load("comparing/categories")["addressed"]))
_SAID_AGAIN = frozenset(("doc_number", "issuer", "date"))
# What a site adds to a title.
_SITE_WORDS = pattern(rf"(?:{'|'.join(data.load('comparing/categories')['site_words'])})$")
_SAME_TITLE = 0.75


def set_around(unit: Alignable, titles: Sequence[str]) -> bool:
    """Whether a unit is put around the text by its publisher. `titles`: folded, those that both versions have."""
    role = unit.block.role
    if role in _SET_AROUND:
        return not is_history(unit.whole) and _ADDRESSED.search(unit.whole) is None
    if role == "attachment":
        return document_lines.is_any_mark(unit.whole.strip())
    key = _SITE_WORDS.sub("", unit.key)
    return role == "title" and any(
        title in key or key in title or ratio(title, key) >= _SAME_TITLE for title in titles if title
    )


def unmatched_drafts(
    side: Sequence[Alignable],
    other: Sequence[Alignable],
    partner: dict[int, int],
    titles: Sequence[str],
    moved: Collection[int],
    *,
    deleted: bool,
) -> list[Draft]:
    """One draft for each group of units in no link. `partner` maps linked units to the other version's, in order;
    `moved` are those of them that moved."""
    lone = [unit for unit in side if unit.index not in partner]
    known = "\n".join(unit.whole_key for unit in other) if any(unit.zone == "front" for unit in lone) else ""
    linked_parts = {unit.block.part for unit in side if unit.index in partner}
    drafts = []
    linked = sorted(partner)
    parts = {unit.block.part for unit in side}
    over = _over_linked(side, partner)
    for group, zone in _groups(lone, linked_parts if len(parts) > 1 else parts, over):
        around = zone == "front" and all(set_around(unit, titles) or _told(unit, known) for unit in group)
        joined = Joined(group, whole=True)
        end = joined.end(0, len(joined.text))
        before = _anchor(side, group[0], linked, moved)
        at = other[partner[before]].end if before is not None else 0
        here, there = (end.start, 1, at), (at, 0, end.start)
        drafts.append(
            Draft(
                "editorial" if around else "substantive",
                "delete" if deleted else "insert",
                "deletion" if deleted else "insertion",
                end if deleted else None,
                None if deleted else end,
                (("delete" if deleted else "insert", joined.shown),) if joined.shown else (),
                "none",
                0.0,
                zone,
                here if deleted else there,
                there if deleted else here,
            )
        )
    return drafts


def _anchor(side: Sequence[Alignable], unit: Alignable, linked: Sequence[int], moved: Collection[int]) -> int | None:
    """The linked unit behind which a lone one is told: the last before it, but none that moved away from beside it, or
    what went with article 11 would be told where article 10 now stands."""
    for k in range(bisect_left(linked, unit.index) - 1, -1, -1):
        near = side[linked[k]]
        path = near.block.path
        if linked[k] not in moved or (path and unit.block.path[: len(path)] == path):
            return linked[k]
    return None


def _told(unit: Alignable, known: str) -> bool:
    """Whether a line of history, a signature or a date says nothing that the other version does not say elsewhere."""
    if is_history(unit.whole):
        return all(fact in known for fact in facts(unit.whole))
    return unit.block.role in _SAID_AGAIN and bool(unit.key) and unit.key in known


def _over_linked(side: Sequence[Alignable], partner: dict[int, int]) -> set[int]:
    """The passages with one below them that the other version has: a heading put in over articles that stood before."""
    found: set[int] = set()
    by_index = {unit.index: unit for unit in side}
    for index in partner:
        above = by_index[index].parent
        while above is not None and above not in found:
            found.add(above)
            above = by_index[above].parent
    return found


def _groups(lone: list[Alignable], linked_parts: set[int], over: set[int]) -> list[tuple[list[Alignable], str]]:
    """Units in no link, put together by what they belong to, with the zone of each group. What stands below one of
    `over` is told apart from it."""
    groups: list[list[Alignable]] = []
    for unit in lone:
        if groups and groups[-1][-1].index == unit.index - 1 and _belongs(groups[-1], unit, linked_parts, over):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return [(group, _zone(group, linked_parts)) for group in groups]


def _belongs(group: list[Alignable], unit: Alignable, linked_parts: set[int], over: set[int]) -> bool:
    head = group[0]
    if head.index in over and unit.label is not None:
        return False
    if head.block.part != unit.block.part:
        return False
    if unit.block.part not in linked_parts:
        return True
    if head.zone != unit.zone:
        return False
    if unit.zone == "front":
        return unit.block.role == head.block.role
    if head.label is None:
        return unit.label is None and unit.block.path == head.block.path and unit.block.role == head.block.role
    path = head.block.path
    return unit.block.path[: len(path)] == path and not (unit.label is not None and unit.block.path == path)


def _zone(group: list[Alignable], linked_parts: set[int]) -> str:
    """A whole part without items that stands before what both versions have only carries it: a notice, a decree."""
    head = group[0]
    if head.block.part in linked_parts:
        return head.zone
    carries = linked_parts and head.block.part < min(linked_parts) and all(u.label is None for u in group)
    return "front" if carries or all(u.zone == "front" for u in group) else "body"


def move_drafts(
    links: Sequence[Link], old: Sequence[Alignable], new: Sequence[Alignable], budget: Budget
) -> list[Draft]:
    """One draft for each moved item with what moved along below it."""
    runs: list[list[Link]] = []
    for link in links:
        if not link.moved:
            continue
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and (last.left[-1] + 1, last.right[-1] + 1) == (link.left[0], link.right[0])
            and _below(old, runs[-1][0].left[0], link.left[0])
            and _below(new, runs[-1][0].right[0], link.right[0])
        ):
            runs[-1].append(link)
        else:
            runs.append([link])
    return [_move(run, old, new, budget) for run in runs]


def _below(side: Sequence[Alignable], head: int, index: int) -> bool:
    """Whether the unit belongs to the item that the head opens, or to the same paragraphs."""
    unit = side[index]
    if side[head].label is None:
        return unit.label is None and unit.block.path == side[head].block.path
    above = unit.parent
    while above is not None and above > head:
        above = side[above].parent
    return above == head


def _move(run: list[Link], old: Sequence[Alignable], new: Sequence[Alignable], budget: Budget) -> Draft:
    left = Joined([old[i] for link in run for i in link.left], whole=False)
    right = Joined([new[j] for link in run for j in link.right], whole=False)
    found = differing(left, right, budget)
    whole = Surrounding(0, len(left.text), 0, len(right.text), tuple(range(len(found))))
    a, b = left.end(0, len(left.text)), right.end(0, len(right.text))
    return Draft(
        "substantive",
        "move",
        "order",
        a,
        b,
        ops(left.shown, right.shown, whole, found),
        run[0].matched_by,
        min(link.score for link in run),
        old[run[0].left[0]].zone,
        (a.start, 0, b.start),
        (b.start, 0, a.start),
    )


def common_titles(links: Sequence[Link], old: Sequence[Alignable]) -> list[str]:
    """The folded titles that both versions have."""
    return [fold(old[i].text) for link in links for i in link.left if old[i].block.role == "title"]

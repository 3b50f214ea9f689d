"""Sentences that left one passage and stand in another: told as moved, in place of words that went and words that came.

What holds here: a sentence counts that was taken out whole in one place and put in whole in another, stands once in
each version, and is long enough that this is no chance. What is left of the two changes around it stays told. A
sentence that is, or was, a paragraph of its own has moved: one change with both places. One that went from the middle
of a passage into the middle of another is told where it was and where it is, each with the other place (`elsewhere`),
and so is a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.folding import fold
from duikou.comparing.telling.drafts import Draft, End
from duikou.comparing.telling.placed_ops import Sides, placed_ops, rest
from duikou.comparing.telling.region import BREAKS, CLAUSE, SENTENCE, STRONG

# A shorter sentence may stand in two places by chance.
_LEAST = 12
_LEAST_CLAUSE = 10


class _Found(NamedTuple):
    """A sentence that a draft takes out or puts in: its unit, its span in Cleaned.text, where the other version stands
    there, and what it says."""

    draft: int
    unit: Alignable
    start: int
    end: int
    across: int
    text: str
    key: str


def with_moves(drafts: Sequence[Draft], sides: Sides) -> list[Draft]:
    """The drafts, with sentences that changed their place told as such."""
    starts = [[unit.whole_start for unit in side] for side in sides]
    gone, come = (list(_sentences(drafts, k, sides[k], starts[k])) for k in (0, 1))
    pairs = _with_neighbours(list(_pairs(gone, come, sides, _LEAST)), gone, come)
    told = [{(found.start, found.end) for found in side} for side in zip(*pairs, strict=True)] or [set(), set()]
    left, right = (list(_clauses(drafts, k, sides[k], starts[k], told[k])) for k in (0, 1))
    pairs += _pairs(left, right, sides, _LEAST_CLAUSE)
    if not pairs:
        return list(drafts)
    cuts: dict[int, tuple[list[_Found], list[_Found]]] = {}
    made: list[Draft] = []
    runs = _runs(pairs)
    together = _together(drafts, runs)
    for run in runs:
        made += _told(run, together)
        for a, b in run:
            cuts.setdefault(a.draft, ([], []))[0].append(a)
            cuts.setdefault(b.draft, ([], []))[1].append(b)
    for k, draft in enumerate(drafts):
        spans = [sorted((found.start, found.end) for found in one) for one in cuts.get(k, ())]
        made += rest(draft, spans, sides, starts) if spans else [draft]
    return made


def _sentences(
    drafts: Sequence[Draft], side: int, units: Sequence[Alignable], starts: Sequence[int]
) -> Iterator[_Found]:
    """The whole sentences that drafts take out (side 0) or put in (side 1)."""
    for found in _stretches(SENTENCE, drafts, side, units, starts):
        if _is_whole(found.unit, found.start, found.end):
            yield found


def _clauses(
    drafts: Sequence[Draft],
    side: int,
    units: Sequence[Alignable],
    starts: Sequence[int],
    told: Collection[tuple[int, int]],
) -> Iterator[_Found]:
    """The whole clauses that drafts take out or put in, but for those of sentences that are `told` already. Of a whole
    passage that came or went only the first clause counts, which may have been a sentence of another one."""
    for found in _stretches(CLAUSE, drafts, side, units, starts):
        draft, unit = drafts[found.draft], found.unit
        end = draft.new if side else draft.old
        alone = end is not None and end.start <= unit.start and unit.end <= end.end and not (draft.old and draft.new)
        if alone and (unit.label is not None or found.start != unit.start):
            continue
        inside = any(start <= found.start and found.end <= stop for start, stop in told)
        if not inside and _is_clause(unit, found.start, found.end):
            yield found


def _stretches(
    form: re.Pattern[str], drafts: Sequence[Draft], side: int, units: Sequence[Alignable], starts: Sequence[int]
) -> Iterator[_Found]:
    """What a form finds in what drafts take out (side 0) or put in (side 1)."""
    for k, draft in enumerate(drafts):
        if draft.klass != "substantive" or draft.type == "move" or draft.zone != "body" or draft.category == "order":
            continue
        for piece in placed_ops(draft):
            if piece.kind != ("delete", "insert")[side]:
                continue
            at, across = (piece.old, piece.new)[side], (piece.new, piece.old)[side]
            for match in form.finditer(piece.text):
                # The line feed behind a paragraph is no part of its last sentence.
                size = len(match[0].removesuffix("\n"))
                start, end = at + match.start(), at + match.start() + size
                unit = units[max(0, bisect_right(starts, start) - 1)]
                start = max(start, unit.start)
                text = piece.text[start - at : end - at]
                if end <= unit.end:
                    yield _Found(k, unit, start, end, across, text, fold(text))


def _is_clause(unit: Alignable, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph begins and ends where clauses do, and is not all that it says."""
    at, after = start - unit.whole_start, end - unit.whole_start
    begins = start == unit.start or (at > 0 and unit.whole[at - 1] in BREAKS)
    return begins and (end == unit.end or unit.whole[after] in BREAKS)


def _is_whole(unit: Alignable, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph begins and ends where sentences do."""
    at = start - unit.whole_start
    begins = start == unit.start or (at > 0 and unit.whole[at - 1] in STRONG)
    after = end - unit.whole_start
    # The stop behind it may be the one that stood there before.
    return begins and (end == unit.end or unit.whole[after - 1] in STRONG or unit.whole[after] in STRONG)


def _pairs(gone: Sequence[_Found], come: Sequence[_Found], sides: Sides, least: int) -> Iterator[tuple[_Found, _Found]]:
    """The stretches, of some length, that say the same and stand once in each version, in other drafts."""
    there = {found.key: found for found in come}
    counts = Counter(found.key for found in gone), Counter(found.key for found in come)
    once = [a for a in gone if counts[0][a.key] == counts[1].get(a.key, 0) == 1]
    alike = [(a, there[a.key]) for a in once if len(a.key) >= least]
    if not alike:
        return
    texts = ["\n".join(unit.whole_key for unit in side) for side in sides]
    for a, b in alike:
        if a.draft != b.draft and all(text.count(a.key) == 1 for text in texts):
            yield a, b


def _with_neighbours(
    pairs: Sequence[tuple[_Found, _Found]], gone: Sequence[_Found], come: Sequence[_Found]
) -> list[tuple[_Found, _Found]]:
    """The pairs with the sentences, however short, that stand beside them in both versions, in the order of the old."""
    made = {(a.draft, a.start): (a, b) for a, b in pairs}
    for ends in (("start", "end"), ("end", "start")):
        here, there = ({(one.draft, getattr(one, ends[1])): one for one in side} for side in (gone, come))
        for pair in pairs:
            last = pair
            while True:
                near = zip((here, there), last, strict=True)
                a, b = (side.get((one.draft, getattr(one, ends[0]))) for side, one in near)
                if a is None or b is None or a.key != b.key:
                    break
                last = made[a.draft, a.start] = a, b
    return [made[at] for at in sorted(made)]


def _runs(pairs: Sequence[tuple[_Found, _Found]]) -> list[list[tuple[_Found, _Found]]]:
    """Pairs of sentences that follow each other in both versions, together."""
    runs: list[list[tuple[_Found, _Found]]] = []
    for a, b in pairs:
        last = runs[-1][-1] if runs else None
        if last is not None and all(
            (was.draft, was.unit.index, was.end) == (now.draft, now.unit.index, now.start)
            for was, now in zip(last, (a, b), strict=True)
        ):
            runs[-1].append((a, b))
        else:
            runs.append([(a, b)])
    return runs


def _together(
    drafts: Sequence[Draft], runs: Sequence[Sequence[tuple[_Found, _Found]]]
) -> tuple[frozenset[int], frozenset[int]]:
    """The passages of each version, by index, that whole passages of the other one make up: those that moved and hold
    another one besides, and those that hold several."""
    found: list[set[int]] = [set(), set()]
    for k, ends in enumerate(zip(*([(run[0][0].unit, run[0][1].unit) for run in runs]), strict=True)):
        moved = [end for draft in drafts if draft.type == "move" and (end := (draft.old, draft.new)[k]) is not None]
        holds = Counter(
            unit.index for unit, run in zip(ends, runs, strict=True) if _alone(run, 1 - k) and not _alone(run, k)
        )
        for unit in ends:
            in_moved = any(end.start <= unit.end and unit.start < end.end for end in moved)
            if holds[unit.index] > (not in_moved):
                found[k].add(unit.index)
    return frozenset(found[0]), frozenset(found[1])


def _alone(run: Sequence[tuple[_Found, _Found]], side: int) -> bool:
    """Whether the sentences of a run are all that a passage of one version says."""
    first, last = run[0][side], run[-1][side]
    return first.start <= first.unit.start and last.end == first.unit.end


def _told(run: Sequence[tuple[_Found, _Found]], together: tuple[frozenset[int], frozenset[int]]) -> Iterator[Draft]:
    """The draft of a sentence, or of several in a row, that moved; two where both places are inside a passage. What
    makes up a passage with others (`together`) was put together with them, or parted from them."""
    ends = []
    for found in zip(*run, strict=True):
        unit = found[0].unit
        ends.append(End(unit.block.path, "".join(each.text for each in found), found[0].start, found[-1].end))
    old, new = ends
    units = run[0][0].unit, run[0][1].unit
    alone = _alone(run, 0), _alone(run, 1)
    if any(alone):
        same = (("equal", old.text),) if old.text == new.text else (("delete", old.text), ("insert", new.text))
        at = (old.start, 0, new.start), (new.start, 0, old.start)
        about = "merge" if units[1].index in together[1] else "split" if units[0].index in together[0] else "order"
        yield Draft("substantive", "move", about, old, new, same, "sentence", 1.0, "body", *at)
        return
    a, b = run[0]
    yield _one_sided(old, "delete", (a.start, a.across), b.start)
    yield _one_sided(new, "insert", (b.start, b.across), a.start)


def _one_sided(end: End, kind: str, at: tuple[int, int], elsewhere: int) -> Draft:
    """The draft of words that were taken out, or put in, at a place of both versions, and stand elsewhere too."""
    gone = kind == "delete"
    here, there = (at[0], 1, at[1]), (at[1], 0, at[0])
    return Draft(
        "substantive",
        kind,
        "order",
        end if gone else None,
        None if gone else end,
        ((kind, end.text),),
        "sentence",
        1.0,
        "body",
        here if gone else there,
        there if gone else here,
        elsewhere=elsewhere,
    )

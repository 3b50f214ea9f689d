"""The changes inside a pair of passages: the ordinal, then each passage of the text that differs.

What holds here: a pair gives one draft for a changed ordinal and one for each changed stretch; what stands between two
drafts is equal in both versions.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.numbering import leaves_gap
from duikou.comparing.aligning.similar import Budget
from duikou.comparing.judging.classify import Verdict, judge, theme, together
from duikou.comparing.judging.context import Context, Evidence
from duikou.comparing.judging.misreading import lookalikes, wrong_side
from duikou.comparing.judging.recognised import Recognised
from duikou.comparing.telling.drafts import Draft, End, Joined
from duikou.comparing.telling.inline import regions, with_scripts
from duikou.comparing.telling.references import References
from duikou.comparing.telling.region import Region
from duikou.comparing.telling.renamed import Name, with_names
from duikou.comparing.telling.surroundings import Surrounding, ops, surroundings

_AROUND = 12
# A shorter word may be in two places by chance.
_CLAUSE = 4


def pair_drafts(
    link: Link,
    sides: tuple[Sequence[Alignable], Sequence[Alignable]],
    evidence: Evidence,
    budget: Budget,
    scans: tuple[Recognised, Recognised],
    references: References,
) -> list[Draft]:
    """Every difference between the units of a link. `sides` are all units of both versions, `scans` tell what was
    recognised of the two documents."""
    drafts = []
    left, right = [sides[0][i] for i in link.left], [sides[1][j] for j in link.right]
    first = left[0], right[0]
    both = all(unit.label is not None for unit in first) or all(unit.serial is not None for unit in first)
    if both and not link.moved:
        drafts += _ordinal(link, left[0], right[0], evidence)
    whole = not both and any(unit.label is not None or unit.serial is not None for unit in first)
    lost = whole and _lost_number(sides, first)
    # Of what moved, both places are told.
    whole = whole and not (lost and link.moved)
    old, new = Joined(left, whole), Joined(right, whole)
    found = differing(old, new, budget, references.renamed(old, new), apart=lost and whole)
    verdicts = [_verdict(old, new, region, evidence, scans) for region in found]
    if lost and whole:
        verdicts[0] = Verdict("substantive", "numbering")
    for k, verdict in enumerate(verdicts):
        if verdict.category == "reference" and references.follows(old, new, found[k]):
            verdicts[k] = Verdict("editorial", "follows")
    changed = [k for k, verdict in enumerate(verdicts) if verdict.klass == "substantive"]
    for k in _changed_places(old.text, new.text, [found[k] for k in changed]):
        verdicts[changed[k]] = Verdict("substantive", "order")
    for passage in surroundings(old.text, new.text, found, [(v.klass, theme(v)) for v in verdicts]):
        drafts.append(_draft(link, (old, new), passage, found, together([verdicts[k] for k in passage.regions])))
    return [*drafts, *references.stale(link, old, new, found)]


def _lost_number(sides: tuple[Sequence[Alignable], Sequence[Alignable]], pair: tuple[Alignable, Alignable]) -> bool:
    """Whether one of two passages has no number, and that not by a slip in reading: the numbers around it close up."""
    a, b = pair
    mark = a.block.ordinal or b.block.ordinal
    if mark is None or (a.block.ordinal is None) == (b.block.ordinal is None):
        return False
    return not leaves_gap(sides[b.block.ordinal is None], b if b.block.ordinal is None else a, mark)


def _changed_places(old: str, new: str, found: list[Region]) -> set[int]:
    """The regions by which clauses of one passage changed places: what each takes out, another one puts in."""
    gone: dict[str, list[int]] = {}
    for k, region in enumerate(found):
        gone.setdefault(fold(old[region.o0 : region.o1]), []).append(k)
    come = [fold(new[region.n0 : region.n1]) for region in found]
    left = [fold(old[region.o0 : region.o1]) for region in found]
    pairs = {k: gone[text] for k, text in enumerate(come) if len(text) >= _CLAUSE and len(gone.get(text, ())) == 1}
    both = set(pairs) | {where[0] for where in pairs.values()}
    # A side that is neither empty nor found on the other side was not moved alone.
    whole = {text for text in come if text} & {text for text in left if text}
    return {k for k in both if {come[k], left[k]} - {""} <= whole}


def differing(
    old: Joined, new: Joined, budget: Budget, renamed: Sequence[Name] = (), *, apart: bool = False
) -> list[Region]:
    """The stretches that differ, those that differ in script alone among them. `renamed` are references of the old text
    with the name that what they name has now: they stand against that. With `apart`, the number that one text alone has
    is the first, and what stands behind it is compared with the other text."""
    marks = (old.mark, new.mark) if apart else (0, 0)
    here, there = old.text[marks[0] :], new.text[marks[1] :]
    names = [Name(one.start - marks[0], one.end - marks[0], one.now) for one in renamed if one.start >= marks[0]]
    by_name = with_names(here, names, lambda text: regions(text, there, budget)) if names else None
    whole = by_name if by_name is not None else regions(here, there, budget)
    if apart:
        whole = [Region(0, marks[0], 0, marks[1]), *(region.shifted(*marks) for region in whole)]
    found = [part for region in whole for part in _parted(old, new, region)]
    return with_scripts((old.text, old.shown), (new.text, new.shown), found)


def _parted(old: Joined, new: Joined, region: Region) -> list[Region]:
    """A region that holds the seam of a split or merge, as what differs before it, the seam, and what differs after.

    So that a title put in at the seam is an insertion beside the split.
    """
    seams = old.seams(region.o0, region.o1), new.seams(region.n0, region.n1)
    if bool(seams[0]) == bool(seams[1]):
        return [region]
    parts = []
    o, n = region.o0, region.n0
    for begin, end in seams[0] or seams[1]:
        # What the side without the seam has stands against what is before the first.
        parts.append(Region(o, begin, n, region.n1) if seams[0] else Region(o, region.o1, n, begin))
        o, n = (begin, region.n1) if seams[0] else (region.o1, begin)
        parts.append(Region(o, end, n, n) if seams[0] else Region(o, o, n, end))
        o, n = (end, n) if seams[0] else (o, end)
    parts.append(Region(o, region.o1, n, region.n1))
    return [part for part in parts if part.o0 < part.o1 or part.n0 < part.n1]


def _verdict(
    old: Joined, new: Joined, region: Region, evidence: Evidence, scans: tuple[Recognised, Recognised]
) -> Verdict:
    context = Context(
        old.text[region.o0 : region.o1],
        new.text[region.n0 : region.n1],
        old.text[max(0, region.o0 - _AROUND) : region.o0],
        old.text[region.o1 : region.o1 + _AROUND],
        *_scanned(old, new, region, scans),
    )
    if context.old == context.new:
        return Verdict("editorial", "script")
    for side, other, said in ((new, context.new, "split"), (old, context.old, "merge")):
        if not (context.old if side is new else context.new).strip() and other.strip() in side.later_marks:
            return Verdict("substantive", said)
    mark = max(old.mark, new.mark)
    return judge(context, evidence, in_mark=bool(mark) and max(region.o1, region.n1) <= mark)


def _scanned(
    old: Joined, new: Joined, region: Region, scans: tuple[Recognised, Recognised]
) -> tuple[str | None, bool, bool]:
    """The side of a region that alone was recognised, and whether its line, or that very word, with low confidence."""
    spans = (region.o0, region.o1), (region.n0, region.n1)
    # Of a side that has nothing there, what stands before it tells whether it was recognised.
    shown = [(start, stop) if start < stop else (max(0, start - 1), max(1, stop)) for start, stop in spans]
    ends = [side.end(*span) for side, span in zip((old, new), shown, strict=True)]
    (first, *doubted), (second, *doubtful) = (x.over(end.start, end.end) for x, end in zip(scans, ends, strict=True))
    if first == second or spans[not first][0] == spans[not first][1]:
        return None, False, False
    line, word = doubted if first else doubtful
    return "old" if first else "new", line, word


def _draft(
    link: Link, sides: tuple[Joined, Joined], passage: Surrounding, found: list[Region], verdict: Verdict
) -> Draft:
    old, new = sides
    gone = old.end(passage.o0, passage.o1) if passage.o1 > passage.o0 else None
    come = new.end(passage.n0, passage.n1) if passage.n1 > passage.n0 else None
    o_at, n_at = old.offset(passage.o0), new.offset(passage.n0)
    return Draft(
        verdict.klass,
        "replace" if gone and come else "delete" if gone else "insert",
        verdict.category,
        gone,
        come,
        ops(old.shown, new.shown, passage, found),
        link.matched_by,
        link.score,
        _zone(old.units[0], new.units[0]),
        (o_at, int(gone is not None), n_at),
        (n_at, int(come is not None), o_at),
        verdict.wrong,
    )


def _zone(a: Alignable, b: Alignable) -> str:
    return "front" if "front" in (a.zone, b.zone) else "body"


def _ordinal(link: Link, a: Alignable, b: Alignable, evidence: Evidence) -> list[Draft]:
    """The draft for two ordinals that differ: a renumbering, a misread number, or another way of writing it."""
    if a.serial is not None and b.serial is not None:
        return [] if a.serial == b.serial else [_counted(link, a, b)]
    left, right = a.block.ordinal, b.block.ordinal
    if left is None or right is None or left.text == right.text:
        return []
    klass, kind, category, wrong = "editorial", "replace", "numbering", None
    context = Context(left.text, right.text, "", a.text[:_AROUND])
    if fold(left.text) != fold(right.text) and lookalikes(left.text, right.text):
        klass, category, wrong = "suspect", "misreading", wrong_side(context, evidence)
    elif left.value != right.value:
        kind = "renumber"
    elif a.whole[: len(left.text)] == b.whole[: len(right.text)]:
        category = "script"
    ends = [
        End(unit.block.path, mark.text, unit.whole_start, unit.whole_start + len(mark.text))
        for unit, mark in ((a, left), (b, right))
    ]
    return [_marks(link, (a, b), (ends[0], ends[1]), Verdict(klass, category, wrong), kind)]


def _counted(link: Link, a: Alignable, b: Alignable) -> Draft:
    """The draft for two rows of a table that are the same but for their number."""
    ends = [
        End((*unit.block.path, unit.serial or ""), unit.serial or "", unit.whole_start, unit.start - 1)
        for unit in (a, b)
    ]
    return _marks(link, (a, b), (ends[0], ends[1]), Verdict("editorial", "numbering"), "renumber")


def _marks(link: Link, pair: tuple[Alignable, Alignable], ends: tuple[End, End], verdict: Verdict, kind: str) -> Draft:
    """A draft about the numbers at the heads of two passages."""
    a, b = pair
    return Draft(
        verdict.klass,
        kind,
        verdict.category,
        *ends,
        (("delete", ends[0].text), ("insert", ends[1].text)),
        link.matched_by,
        link.score,
        _zone(a, b),
        (a.whole_start, 1, b.whole_start),
        (b.whole_start, 1, a.whole_start),
        verdict.wrong,
    )

"""The changes inside a pair of passages: the ordinal, then each passage of the text that differs.

What holds here: a pair gives one draft for a changed ordinal and one for each changed stretch; what stands between two
drafts is equal in both versions.
"""

from __future__ import annotations

from duikou.comparing.align import Link
from duikou.comparing.classify import RANKS, Verdict, judge
from duikou.comparing.drafts import Draft, End, Joined
from duikou.comparing.folding import fold
from duikou.comparing.inline import Passage, Region, ops, passages, regions
from duikou.comparing.misreading import Context, Evidence, lookalikes, wrong_side
from duikou.comparing.similar import Budget
from duikou.comparing.units import Unit

_AROUND = 12


def pair_drafts(link: Link, left: list[Unit], right: list[Unit], evidence: Evidence, budget: Budget) -> list[Draft]:
    """Every difference between the units of a link."""
    drafts = []
    both = left[0].label is not None and right[0].label is not None
    if both and not link.moved:
        drafts += _ordinal(link, left[0], right[0], evidence)
    whole = not both and (left[0].label or right[0].label) is not None
    old, new = Joined(left, whole), Joined(right, whole)
    found = regions(old.text, new.text, budget)
    verdicts = [_verdict(old, new, region, evidence) for region in found]
    for passage in passages(old.text, new.text, found, [RANKS[v.klass] for v in verdicts]):
        strongest = max((verdicts[k] for k in passage.regions), key=lambda v: RANKS[v.klass])
        drafts.append(_draft(link, (old, new), passage, found, strongest))
    return drafts


def _verdict(old: Joined, new: Joined, region: Region, evidence: Evidence) -> Verdict:
    context = Context(
        old.text[region.o0 : region.o1],
        new.text[region.n0 : region.n1],
        old.text[max(0, region.o0 - _AROUND) : region.o0],
        old.text[region.o1 : region.o1 + _AROUND],
    )
    mark = max(old.mark, new.mark)
    return judge(context, evidence, in_mark=bool(mark) and max(region.o1, region.n1) <= mark)


def _draft(link: Link, sides: tuple[Joined, Joined], passage: Passage, found: list[Region], verdict: Verdict) -> Draft:
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
        ops(old.text, new.text, passage, found),
        link.matched_by,
        link.score,
        _zone(old.units[0], new.units[0]),
        (o_at, int(gone is not None), n_at),
        (n_at, int(come is not None), o_at),
        verdict.wrong,
    )


def _zone(a: Unit, b: Unit) -> str:
    return "front" if "front" in (a.zone, b.zone) else "body"


def _ordinal(link: Link, a: Unit, b: Unit, evidence: Evidence) -> list[Draft]:
    """The draft for two ordinals that differ: a renumbering, a misread number, or another way of writing it."""
    left, right = a.block.ordinal, b.block.ordinal
    if left is None or right is None or left.text == right.text:
        return []
    klass, kind, category, wrong = "editorial", "replace", "numbering", None
    context = Context(left.text, right.text, "", a.text[:_AROUND])
    if fold(left.text) != fold(right.text) and lookalikes(left.text, right.text):
        klass, category, wrong = "suspect", "misreading", wrong_side(context, evidence)
    elif left.value != right.value:
        kind = "renumber"
    return [
        Draft(
            klass,
            kind,
            category,
            End(a.block.path, left.text, a.whole_start, a.whole_start + len(left.text)),
            End(b.block.path, right.text, b.whole_start, b.whole_start + len(right.text)),
            (("delete", left.text), ("insert", right.text)),
            link.matched_by,
            link.score,
            _zone(a, b),
            (a.whole_start, 1, b.whole_start),
            (b.whole_start, 1, a.whole_start),
            wrong,
        )
    ]

"""Sentences that left one passage and stand in another: told as moved, in place of words that went and words that came.

What holds here: a sentence counts that was taken out whole in one place and put in whole in another, stands once in
each version, and is long enough that this is no chance. What is left of the two changes around it stays told. A
sentence that is, or was, a paragraph of its own has moved: one change with both places. One that went from the middle
of a passage into the middle of another is told where it was and where it is, each with the other place (`elsewhere`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.unit import Unit
from duikou.comparing.judging.classify import category, form
from duikou.comparing.telling.drafts import Draft, End
from duikou.comparing.telling.region import STRONG
from duikou.notation.patterns import pattern

_SENTENCE = pattern(r"[^。！？；\n]++[。！？；]?")
# A shorter sentence may stand in two places by chance.
_LEAST = 12
Sides = tuple[Sequence[Unit], Sequence[Unit]]


class _Found(NamedTuple):
    """A sentence that a draft takes out or puts in: its unit, its span in Cleaned.text, where the other version stands
    there, and what it says."""

    draft: int
    unit: Unit
    start: int
    end: int
    across: int
    text: str
    key: str


class _Piece(NamedTuple):
    """A stretch of a draft: `kind` as in its ops, and where it begins in both versions."""

    kind: str
    text: str
    old: int
    new: int


def with_moves(drafts: Sequence[Draft], sides: Sides) -> list[Draft]:
    """The drafts, with sentences that changed their place told as such."""
    starts = [[unit.whole_start for unit in side] for side in sides]
    gone, come = (list(_sentences(drafts, k, sides[k], starts[k])) for k in (0, 1))
    pairs = list(_pairs(gone, come, sides))
    if not pairs:
        return list(drafts)
    cuts: dict[int, tuple[list[_Found], list[_Found]]] = {}
    made: list[Draft] = []
    for run in _runs(pairs):
        made += _told(run)
        for a, b in run:
            cuts.setdefault(a.draft, ([], []))[0].append(a)
            cuts.setdefault(b.draft, ([], []))[1].append(b)
    for k, draft in enumerate(drafts):
        made += _rest(draft, cuts[k], sides, starts) if k in cuts else [draft]
    return made


def _sentences(drafts: Sequence[Draft], side: int, units: Sequence[Unit], starts: Sequence[int]) -> Iterator[_Found]:
    """The whole sentences that drafts take out (side 0) or put in (side 1)."""
    for k, draft in enumerate(drafts):
        if draft.klass != "substantive" or draft.type == "move" or draft.zone != "body" or draft.category == "order":
            continue
        for piece in _pieces(draft):
            if piece.kind != ("delete", "insert")[side]:
                continue
            at, across = (piece.old, piece.new)[side], (piece.new, piece.old)[side]
            for match in _SENTENCE.finditer(piece.text):
                start, end = at + match.start(), at + match.end()
                unit = units[max(0, bisect_right(starts, start) - 1)]
                start = max(start, unit.start)
                text = piece.text[start - at : match.end()]
                if end <= unit.end and _is_whole(unit, start, end) and len(key := fold(text)) >= _LEAST:
                    yield _Found(k, unit, start, end, across, text, key)


def _is_whole(unit: Unit, start: int, end: int) -> bool:
    """Whether a stretch of a paragraph begins and ends where sentences do."""
    at = start - unit.whole_start
    begins = start == unit.start or (at > 0 and unit.whole[at - 1] in STRONG)
    return begins and (end == unit.end or unit.whole[end - unit.whole_start - 1] in STRONG)


def _pairs(gone: Sequence[_Found], come: Sequence[_Found], sides: Sides) -> Iterator[tuple[_Found, _Found]]:
    """The sentences that say the same and stand once in each version, in other drafts."""
    there = {found.key: found for found in come}
    counts = Counter(found.key for found in gone), Counter(found.key for found in come)
    alike = [(a, there[a.key]) for a in gone if counts[0][a.key] == counts[1].get(a.key, 0) == 1]
    if not alike:
        return
    texts = ["\n".join(unit.whole_key for unit in side) for side in sides]
    for a, b in alike:
        if a.draft != b.draft and all(text.count(a.key) == 1 for text in texts):
            yield a, b


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


def _told(run: Sequence[tuple[_Found, _Found]]) -> Iterator[Draft]:
    """The draft of a sentence, or of several in a row, that moved; two where both places are inside a passage."""
    ends = []
    for found in zip(*run, strict=True):
        unit = found[0].unit
        ends.append(End(unit.block.path, "".join(each.text for each in found), found[0].start, found[-1].end))
    old, new = ends
    units = run[0][0].unit, run[0][1].unit
    alone = [
        found[0].start <= unit.start and found[-1].end == unit.end
        for found, unit in zip(zip(*run, strict=True), units, strict=True)
    ]
    if any(alone):
        same = (("equal", old.text),) if old.text == new.text else (("delete", old.text), ("insert", new.text))
        at = (old.start, 0, new.start), (new.start, 0, old.start)
        yield Draft("substantive", "move", "order", old, new, same, "sentence", 1.0, "body", *at)
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


def _rest(
    draft: Draft, cuts: tuple[list[_Found], list[_Found]], sides: Sides, starts: Sequence[Sequence[int]]
) -> Iterator[Draft]:
    """What is left of a draft without the sentences that moved."""
    spans = [[(found.start, found.end) for found in one] for one in cuts]
    held: list[_Piece] = []
    for piece in [*_cut(draft, spans), None]:
        if piece is not None:
            held.append(piece)
            continue
        yield from _made(draft, held, sides, starts)
        held = []


def _cut(draft: Draft, spans: Sequence[Sequence[tuple[int, int]]]) -> Iterator[_Piece | None]:
    """The pieces of a draft without the spans; None where one was, and at the end."""
    for piece in _pieces(draft):
        side = 0 if piece.kind == "delete" else 1
        at, begins = 0, (piece.old, piece.new)[side]
        if piece.kind != "equal":
            for start, end in spans[side]:
                low, high = start - begins, end - begins
                if not at <= low < high <= len(piece.text):
                    continue
                yield _shifted(piece, at, low)
                yield None
                at = high
        yield _shifted(piece, at, len(piece.text))
    yield None


def _shifted(piece: _Piece, start: int, end: int) -> _Piece:
    old = piece.old + start * (piece.kind in ("equal", "delete"))
    new = piece.new + start * (piece.kind in ("equal", "insert"))
    return _Piece(piece.kind, piece.text[start:end], old, new)


def _pieces(draft: Draft) -> Iterator[_Piece]:
    """The ops of a draft, each with where it begins in both versions."""
    old, new = draft.old_at[0], draft.new_at[0]
    if draft.old is not None:
        old = draft.old.start
    if draft.new is not None:
        new = draft.new.start
    for kind, text in draft.ops:
        yield _Piece(kind, text, old, new)
        old += len(text) * (kind in ("equal", "delete"))
        new += len(text) * (kind in ("equal", "insert"))


def _made(draft: Draft, pieces: Sequence[_Piece], sides: Sides, starts: Sequence[Sequence[int]]) -> Iterator[Draft]:
    """The draft of some pieces of another; none where they say nothing, or a number alone that moved along."""
    pieces = [piece for piece in pieces if piece.text]
    gone, come = ("".join(piece.text for piece in pieces if piece.kind == kind) for kind in ("delete", "insert"))
    if not (gone + come).strip("\n") or _is_number(gone + come, pieces[0], sides, starts):
        return
    ends = []
    for side, kind in ((0, "delete"), (1, "insert")):
        text = "".join(piece.text for piece in pieces if piece.kind in ("equal", kind))
        first = next((piece for piece in pieces if piece.kind in ("equal", kind)), pieces[0])
        at = (first.old, first.new)[side]
        unit = sides[side][max(0, bisect_right(starts[side], at) - 1)] if sides[side] else None
        ends.append(End(unit.block.path if unit else (), text, at, at + len(text)) if text else None)
    old, new = ends
    alone = "deletion" if not come else "insertion" if not gone else ""
    says = fold(gone) != fold(come)
    about = draft.category if draft.category == "numbering" else alone or category(gone, come)
    yield draft._replace(
        klass=draft.klass if says else "editorial",
        type="replace" if old and new else "delete" if old else "insert",
        category=about if says else form(gone, come),
        old=old,
        new=new,
        ops=tuple((piece.kind, piece.text) for piece in pieces),
        old_at=(pieces[0].old, int(old is not None), pieces[0].new),
        new_at=(pieces[0].new, int(new is not None), pieces[0].old),
    )


def _is_number(text: str, first: _Piece, sides: Sides, starts: Sequence[Sequence[int]]) -> bool:
    """Whether a text is the number at the head of a passage and nothing more."""
    side = 0 if first.kind == "delete" else 1
    at = (first.old, first.new)[side]
    unit = sides[side][max(0, bisect_right(starts[side], at) - 1)]
    return at == unit.whole_start < unit.start and text.strip() == unit.whole[: unit.start - at].strip()

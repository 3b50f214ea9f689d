"""The ops of a draft with their places in both versions, and what is left when some are told as moved or as parted.

What holds here: what is left gives back both of its texts; where nothing is left but a number that moved along, or
nothing that says anything, there is no draft.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.folding import fold
from duikou.comparing.judging.classify import category, form
from duikou.comparing.telling.drafts import Draft, End

Sides = tuple[Sequence[Alignable], Sequence[Alignable]]


class PlacedOp(NamedTuple):
    """A stretch of a draft: `kind` as in its ops, and where it begins in both versions."""

    kind: str
    text: str
    old: int
    new: int


def rest(
    draft: Draft, spans: Sequence[Sequence[tuple[int, int]]], sides: Sides, starts: Sequence[Sequence[int]]
) -> Iterator[Draft]:
    """What is left of a draft without the spans of each version, in order, that are told otherwise."""
    held: list[PlacedOp] = []
    for piece in [*_cut(draft, spans), None]:
        if piece is not None:
            held.append(piece)
            continue
        yield from _made(draft, held, sides, starts)
        held = []


def _cut(draft: Draft, spans: Sequence[Sequence[tuple[int, int]]]) -> Iterator[PlacedOp | None]:
    """The ops of a draft without the spans; None where one was, and at the end."""
    for piece in placed_ops(draft):
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


def _shifted(piece: PlacedOp, start: int, end: int) -> PlacedOp:
    old = piece.old + start * (piece.kind in ("equal", "delete"))
    new = piece.new + start * (piece.kind in ("equal", "insert"))
    return PlacedOp(piece.kind, piece.text[start:end], old, new)


def placed_ops(draft: Draft) -> Iterator[PlacedOp]:
    """The ops of a draft, each with where it begins in both versions."""
    old, new = draft.old_at[0], draft.new_at[0]
    if draft.old is not None:
        old = draft.old.start
    if draft.new is not None:
        new = draft.new.start
    for kind, text in draft.ops:
        yield PlacedOp(kind, text, old, new)
        old += len(text) * (kind in ("equal", "delete"))
        new += len(text) * (kind in ("equal", "insert"))


def _made(draft: Draft, found: Sequence[PlacedOp], sides: Sides, starts: Sequence[Sequence[int]]) -> Iterator[Draft]:
    """The draft of some ops of another; none where they say nothing, or a number alone that moved along."""
    found = [piece for piece in found if piece.text]
    gone, come = ("".join(piece.text for piece in found if piece.kind == kind) for kind in ("delete", "insert"))
    if not (gone + come).strip("\n") or _is_number(gone + come, found[0], sides, starts):
        return
    ends = []
    for side, kind in ((0, "delete"), (1, "insert")):
        text = "".join(piece.text for piece in found if piece.kind in ("equal", kind))
        first = next((piece for piece in found if piece.kind in ("equal", kind)), found[0])
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
        ops=tuple((piece.kind, piece.text) for piece in found),
        old_at=(found[0].old, int(old is not None), found[0].new),
        new_at=(found[0].new, int(new is not None), found[0].old),
    )


def _is_number(text: str, first: PlacedOp, sides: Sides, starts: Sequence[Sequence[int]]) -> bool:
    """Whether a text is the number at the head of a passage and nothing more."""
    side = 0 if first.kind == "delete" else 1
    at = (first.old, first.new)[side]
    unit = sides[side][max(0, bisect_right(starts[side], at) - 1)]
    return at == unit.whole_start < unit.start and text.strip() == unit.whole[: unit.start - at].strip()

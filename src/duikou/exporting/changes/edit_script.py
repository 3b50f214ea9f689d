"""A comparison as one edit script over both whole texts, for outputs that show the texts themselves.

What holds here, and is a property test: the pieces that are equal, deleted or moved away make the old text exactly, the
pieces that are equal, inserted or moved here make the new one exactly; both with one line feed after every paragraph.
The changes of the comparison are the guide: their pieces are taken as they stand. Where they do not explain all (front
matter that stands elsewhere, a change made by hand without a span), the rest is compared line by line, and such pieces
name no change. Nothing here relies on the comparison being right.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duikou.exporting.changes.edit_guide import Guide, Span
from duikou.model import Change, Comparison, Document

OLD = frozenset(("equal", "delete", "away"))
NEW = frozenset(("equal", "insert", "here"))
# Two lines that share less than this are two lines, not one that was edited.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class EditPiece:
    """A stretch of text: `kind` is "equal", "delete", "insert", "away" (moved, where it stood before) or "here" (moved,
    where it stands now).

    `change` and `move` are indices in `changes_of`, or None: what the piece shows, and the move that it lies in.
    """

    kind: str
    text: str
    change: int | None = None
    move: int | None = None


def changes_of(comparison: Comparison) -> tuple[Change, ...]:
    """The changes that pieces point to: those reported, then those ignored."""
    return (*comparison.changes, *comparison.ignored)


def whole(document: Document) -> str:
    """The clean text with one line feed after every paragraph."""
    return "".join(f"{paragraph.text}\n" for paragraph in document.cleaned.paragraphs)


def edit_script(comparison: Comparison) -> tuple[EditPiece, ...]:
    """The pieces from the old text to the new one, in the order of the new version."""
    old, new = whole(comparison.old), whole(comparison.new)
    changes = changes_of(comparison)
    pieces = _Walk(old, new, Guide(changes, old, new)).run()
    return tuple(_merged(_settled(_merged(pieces))))


class _Walk:
    """Goes through both texts at once, from one place of the guide to the next."""

    def __init__(self, old: str, new: str, guide: Guide) -> None:
        self.text = (old, new)
        self.guide = guide
        self.i = self.j = 0
        self.starts = (self._events(guide.old, guide.within_old), self._events(guide.new, guide.within_new))
        self.at = tuple(sorted(events) for events in self.starts)
        self.steps = sorted((guide.old[k][0], guide.new[k][0]) for k in guide.steps)
        self.marks = tuple(
            sorted((*span, k) for k, span in spans.items() if k not in guide.moves) for spans in (guide.old, guide.new)
        )
        self.firsts = tuple([mark[0] for mark in marks] for marks in self.marks)

    def _events(self, spans: dict[int, Span], within: dict[int, int]) -> dict[int, int]:
        """The changes outside moves by where they begin; of two that overlap, the first."""
        events: dict[int, int] = {}
        end = 0
        for (start, stop), k in sorted((span, k) for k, span in spans.items() if k not in within):
            if start >= end:
                events[start] = k
                end = stop
        return events

    def run(self) -> Iterator[EditPiece]:
        old, new = self.text
        while self.i < len(old) or self.j < len(new):
            pieces = list(self._event() or self._equal() or self._rest())
            for piece in pieces:
                self.i += len(piece.text) * (piece.kind in OLD)
                self.j += len(piece.text) * (piece.kind in NEW)
            yield from pieces

    def _event(self) -> list[EditPiece]:
        """The pieces of the change that begins here, if it can be told here."""
        a, b = self.starts[0].get(self.i), self.starts[1].get(self.j)
        guide = self.guide
        if a is not None and a in guide.moves:
            return self._side(0, guide.old[a])
        if b is not None and b in guide.moves:
            return self._side(1, guide.new[b])
        if a is not None and guide.changes[a].new is None:
            return self._side(0, guide.old[a])
        if b is not None and guide.changes[b].old is None:
            return self._side(1, guide.new[b])
        if a is not None and a == b and a in guide.steps:
            return [
                EditPiece(kind, text, None if kind == "equal" else a) for kind, text in guide.changes[a].ops if text
            ]
        return []

    def _equal(self) -> list[EditPiece]:
        """The equal text up to the next change on either side."""
        (old, new), (i, j) = self.text, (self.i, self.j)
        if i in self.starts[0] or j in self.starts[1]:
            return []
        length = min(self._next(0, i) - i, self._next(1, j) - j)
        if old[i : i + length] != new[j : j + length]:
            length = _common(old[i : i + length], new[j : j + length])
        return [EditPiece("equal", old[i : i + length])] if length else []

    def _next(self, side: int, at: int) -> int:
        events = self.at[side]
        k = bisect_right(events, at)
        return events[k] if k < len(events) else len(self.text[side])

    def _rest(self) -> list[EditPiece]:
        """What the guide does not explain, up to the next change that stands in step."""
        k = bisect_left(self.steps, (self.i, self.j))
        while k < len(self.steps) and (self.steps[k][1] < self.j or self.steps[k] == (self.i, self.j)):
            k += 1
        i, j = self.steps[k] if k < len(self.steps) else (len(self.text[0]), len(self.text[1]))
        return list(self._lines((self.i, i), (self.j, j)))

    def _lines(self, old: Span, new: Span) -> Iterator[EditPiece]:
        """Two stretches compared line by line; lines alike are compared inside. What lies in a move equals nothing."""
        from rapidfuzz.distance import LCSseq

        known: dict[object, int] = {}
        lines, keys = [], []
        for side, span in ((0, old), (1, new)):
            cut = list(self._cut(side, span))
            lines.append([span for span, _ in cut])
            texts = [(side, span) if moved else self._of(side, span) for span, moved in cut]
            keys.append([known.setdefault(text, len(known)) for text in texts])
        for op in LCSseq.opcodes(*keys):
            left, right = lines[0][op.src_start : op.src_end], lines[1][op.dest_start : op.dest_end]
            if op.tag == "equal":
                yield from (EditPiece("equal", self._of(0, span)) for span in left)
            else:
                yield from self._differing(left, right)

    def _differing(self, left: list[Span], right: list[Span]) -> Iterator[EditPiece]:
        for k in range(max(len(left), len(right))):
            gone, come = left[k : k + 1], right[k : k + 1]
            alike = self._inside(gone[0], come[0]) if gone and come and len(left) == len(right) else []
            if alike:
                yield from alike
                continue
            for side, spans in ((0, gone), (1, come)):
                for span in spans:
                    yield from self._side(side, span)

    def _inside(self, gone: Span, come: Span) -> list[EditPiece]:
        """The pieces of two lines that are alike; none when they are not."""
        from rapidfuzz.distance import Indel

        old, new = self._of(0, gone), self._of(1, come)
        if Indel.normalized_similarity(old, new) < _ALIKE:
            return []
        pieces = []
        for op in Indel.opcodes(old, new):
            if op.tag == "equal":
                pieces.append(EditPiece("equal", old[op.src_start : op.src_end]))
            elif op.tag == "delete":
                pieces += self._side(0, (gone[0] + op.src_start, gone[0] + op.src_end))
            else:
                pieces += self._side(1, (come[0] + op.dest_start, come[0] + op.dest_end))
        return pieces

    def _of(self, side: int, span: Span) -> str:
        return self.text[side][span[0] : span[1]]

    def _cut(self, side: int, span: Span) -> Iterator[tuple[Span, bool]]:
        """The lines of a stretch, each with whether it lies in a move; none runs over the edge of one."""
        at, end = span
        moves = self.guide.old if side == 0 else self.guide.new
        regions = sorted(moves[k] for k in self.guide.moves)
        while at < end:
            stop = self.text[side].find("\n", at, end) + 1 or end
            stop = min([stop, *(edge for region in regions for edge in region if at < edge < stop)])
            yield (at, stop), any(start <= at < last for start, last in regions)
            at = stop

    def _side(self, side: int, span: Span) -> list[EditPiece]:
        """A stretch that only one version has here, cut where the change that it shows changes."""
        guide = self.guide
        kinds = ("delete", "away") if side == 0 else ("insert", "here")
        places = guide.old if side == 0 else guide.new
        cuts = {span[0], span[1]}
        for k in guide.moves:
            cuts.update(at for at in places[k] if span[0] < at < span[1])
        marks = list(self._marks_in(side, span))
        for start, end, _, _ in marks:
            cuts.update(at for at in (start, end) if span[0] < at < span[1])
        edges = sorted(cuts)
        pieces = []
        for start, end in pairwise(edges):
            move = next((k for k in guide.moves if places[k][0] <= start and end <= places[k][1]), None)
            mark = next((m for m in marks if m[0] <= start and end <= m[1]), None)
            if move is None:
                change: int | None = mark[2] if mark else None
                pieces.append(EditPiece(kinds[0], self._of(side, (start, end)), change))
            else:
                differs = mark is not None and mark[3]
                change = mark[2] if mark is not None and differs else move
                pieces.append(EditPiece(kinds[0] if differs else kinds[1], self._of(side, (start, end)), change, move))
        return pieces

    def _marks_in(self, side: int, span: Span) -> Iterator[tuple[int, int, int, bool]]:
        """The stretches of changes that lie in a span: start, end, change, whether the text differs there."""
        k = max(0, bisect_right(self.firsts[side], span[0]) - 1)
        own: Callable[[str], bool] = (lambda kind: kind == "delete") if side == 0 else (lambda kind: kind == "insert")
        for start, end, index in self.marks[side][k:]:
            if start >= span[1]:
                break
            if end <= span[0]:
                continue
            at = start
            for kind, text in self.guide.changes[index].ops:
                if kind == "equal" or own(kind):
                    yield at, at + len(text), index, own(kind)
                    at += len(text)
            if at < end:  # the line feed of a whole paragraph
                yield at, end, index, True


def _common(a: str, b: str) -> int:
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[:middle] == b[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _settled(pieces: Sequence[EditPiece] | Iterator[EditPiece]) -> Iterator[EditPiece]:
    """Deleted or inserted stretches that begin with a line feed, shifted to end with one: whole paragraphs.

    That can be done where the next equal text begins with a line feed too.
    """
    held: list[EditPiece] = []
    for piece in pieces:
        if piece.kind in ("delete", "insert"):
            held.append(piece)
            continue
        if (
            piece.kind == "equal"
            and piece.text.startswith("\n")
            and held
            and all(p.text.startswith("\n") for p in held)
        ):
            yield EditPiece("equal", "\n")
            for p in held:
                yield replace(p, text=p.text[1:] + "\n")
            held = []
            if piece.text[1:]:
                yield replace(piece, text=piece.text[1:])
            continue
        yield from held
        held = []
        yield piece
    yield from held


def _merged(pieces: Sequence[EditPiece] | Iterator[EditPiece]) -> Iterator[EditPiece]:
    """Neighbours of one kind and change as one piece."""
    last: EditPiece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and (last.kind, last.change, last.move) == (piece.kind, piece.change, piece.move):
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last

"""Where the changes of a comparison lie in both whole texts: the guide by which the edit script is made.

What holds here: a change is believed only as far as both texts bear it out. One whose ops don't make its texts, or
whose texts don't stand where it says, is no part of the guide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from duikou.comparing.aligning.similar import heaviest
from duikou.comparing.telling.region import STRONG
from duikou.model import Change, Side

Span = tuple[int, int]


class Guide:
    """Where the changes lie in both texts.

    `old` and `new` hold the spans by change; a whole paragraph's span includes its line feed. `steps` are the changes
    with both sides that come in the same order in both texts. `moves` are those that changed their place: whole
    paragraphs, or sentences of one.
    """

    def __init__(self, changes: Sequence[Change], old: str, new: str) -> None:
        self.changes = changes
        self.old: dict[int, Span] = {}
        self.new: dict[int, Span] = {}
        self.moves: set[int] = set()
        for index, change in enumerate(changes):
            if _gives_back(change):
                self._place(index, change, old, new)
        self.within_old = self._within(self.old)
        self.within_new = self._within(self.new)
        both = [
            (self.old[k][0], self.new[k][0], 1.0 + self.old[k][1] - self.old[k][0])
            for k in self.old
            if k in self.new and k not in self.moves and k not in self.within_old and k not in self.within_new
        ]
        kept = set(heaviest(both))
        self.steps = {k for k in self.old if k in self.new and (self.old[k][0], self.new[k][0]) in kept}
        self.steps -= self.moves | self.within_old.keys() | self.within_new.keys()

    def _place(self, index: int, change: Change, old: str, new: str) -> None:
        spans = [_span(change.old, old), _span(change.new, new)]
        if change.type == "move":
            if spans[0] and spans[1]:
                spans = [_moved(old, spans[0]), _moved(new, spans[1])]
                self.moves.add(index)
        elif change.old is None or change.new is None:
            text, side = (old, 0) if change.new is None else (new, 1)
            if (span := spans[side]) and _paragraphs(text, span) == (span[0], span[1] + 1):
                spans[side] = (span[0], span[1] + 1)
        for span, known in zip(spans, (self.old, self.new), strict=True):
            if span is not None:
                known[index] = span

    def _within(self, spans: dict[int, Span]) -> dict[int, int]:
        """The changes that lie in a move, each with the move."""
        moves = sorted((spans[k], k) for k in self.moves)
        starts = [span[0] for span, _ in moves]
        found = {}
        for k, span in spans.items():
            at = bisect_right(starts, span[0]) - 1
            if k not in self.moves and at >= 0 and span[1] <= moves[at][0][1]:
                found[k] = moves[at][1]
        return found


def _gives_back(change: Change) -> bool:
    """Whether the ops make both texts of a change."""
    for side, kind in ((change.old, "delete"), (change.new, "insert")):
        made = "".join(text for op, text in change.ops if op in ("equal", kind))
        if side is not None and made != side.text and change.type != "move":
            return False
    return True


def _span(side: Side | None, text: str) -> Span | None:
    if side is None or side.start is None or side.end is None:
        return None
    return (side.start, side.end) if side.end > side.start and text[side.start : side.end] == side.text else None


def _moved(text: str, span: Span) -> Span:
    """What of a text moved: the paragraphs with their numbers, or the span where a sentence stands before or behind."""
    start, end = _paragraphs(text, span)
    alone = STRONG.isdisjoint(text[start : span[0]]) and text[span[1] : end] in ("", "\n")
    return (start, end) if alone else span


def _paragraphs(text: str, span: Span) -> Span:
    """The whole paragraphs that a span touches, with their line feeds."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", max(span[0], span[1] - 1)) + 1
    return start, end

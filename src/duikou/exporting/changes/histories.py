"""The history of each article over several versions: what it said in each, and what was done to it at each step.

What holds here: an article is followed by what stands against it in the next version, whatever its number there. One
that is put in begins a history where it stands; one that is left out ends its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.provisions import Key, Provision, provisions, side_pieces
from duikou.exporting.changes.report_lines import heading
from duikou.exporting.labels import labels


@dataclass(slots=True)
class History:
    """One article. `names` are what it is called, each once in order; `texts` its pieces in each version, of the kind
    "equal" or "insert" (not in the version before), none where the version has no such article; `said` tells each step
    at which something changed."""

    names: list[str]
    texts: list[list[tuple[str, str]]]
    said: list[str] = field(default_factory=list)


def histories(views: Sequence[View], lang: str) -> list[History]:
    """The history of every article, in the order of the last version; what an earlier one alone has stands behind what
    it stood behind there."""
    count = len(views) + 1
    order: list[History] = []
    at: dict[Key, History] = {}
    for step, view in enumerate(views, 1):
        now: dict[Key, History] = {}
        last: History | None = None
        for provision in provisions(view.rows, view.old, view.new, moved=True):
            history = at.get(provision.old) if provision.old is not None else None
            if history is None:
                history = History([], [[] for _ in range(count)])
                order.insert(_after(order, last), history)
            elif provision.new is not None and last is not None and _place(order, history) < _place(order, last):
                # It changed its place: it stands where it stands now.
                order.pop(_place(order, history))
                order.insert(_after(order, last), history)
            _tell(history, step, view, provision, lang)
            last = history
            if provision.new is not None:
                now[provision.new] = history
        at = now
    return order


def _place(order: Sequence[History], history: History) -> int:
    return next(k for k, one in enumerate(order) if one is history)


def _after(order: Sequence[History], last: History | None) -> int:
    return 0 if last is None else _place(order, last) + 1


def _tell(history: History, step: int, view: View, provision: Provision, lang: str) -> None:
    """Take one step into the history."""
    rows = [view.rows[k] for k in provision.rows]
    if step == 1:
        history.texts[0] = [("equal", piece.text) for piece in side_pieces(rows, view.old, 0)]
    known = len(view.comparison.changes)
    history.texts[step] = [
        ("equal" if piece.kind == "equal" or (piece.change or 0) >= known else "insert", piece.text)
        for piece in side_pieces(rows, view.new, 1)
    ]
    for name in view.called(provision):
        if name and name not in history.names:
            history.names.append(name)
    changes = dict.fromkeys(k for row in rows for k in view.shown(row))
    said = dict.fromkeys(heading(view.comparison.changes[k], lang).rpartition("  ")[2] for k in changes)
    if not said and any(map(view.other, rows)):
        said = {labels(lang, "diff")["other"]: None}
    if said:
        words = labels(lang, "diff")
        history.said.append(f"{words['version'].format(number=step + 1)} {words['wrong_list'].join(said)}")

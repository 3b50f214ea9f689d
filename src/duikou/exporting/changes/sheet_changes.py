"""A comparison as a list of its changes: one row a change, in the order in which they are numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.report_lines import heading, position, remark, standing
from duikou.exporting.changes.sheet_parts import Banded, Cell, Looks, Table, without_forbidden
from duikou.exporting.labels import label, labels, where
from duikou.model import Change

# Columns: key of the label, width in characters half a hanzi wide.
_COLUMNS = (
    ("index", 5),
    ("position", 14),
    ("old", 42),
    ("new", 42),
    ("klass", 12),
    ("type", 11),
    ("note", 20),
    ("place", 14),
)
_CENTERED = frozenset(k for k, (key, _) in enumerate(_COLUMNS) if key in ("index", "klass", "type"))


def write_changes(sheet: Any, looks: Looks, view: View, lang: str) -> None:
    """Fill and set up the sheet of changes."""
    words = labels(lang, "diff")
    table = _table(sheet, looks, lang)
    _rows(table, view, lang)
    title = view.comparison.new.title or view.comparison.old.title or ""
    table.set_up(f"{title} {words['list']}")


def write_all_changes(sheet: Any, looks: Looks, pairs: Sequence[Banded], title: str, lang: str) -> None:
    """The changes of many pairs on one sheet, each pair below a line that names it."""
    table = _table(sheet, looks, lang)
    for pair in pairs:
        table.band([pair.number, pair.name, pair.old, pair.new, pair.said, None, None, None])
        _rows(table, pair.view, lang)
    table.set_up(title)


def _table(sheet: Any, looks: Looks, lang: str) -> Table:
    heads = [_head(key, lang) for key, _ in _COLUMNS]
    return Table(sheet, looks, heads, [width for _, width in _COLUMNS], lang)


def _rows(table: Table, view: View, lang: str) -> None:
    for k, number in view.numbers.items():
        table.row(_cells(number, view.comparison.changes[k], lang), _CENTERED)


def _head(key: str, lang: str) -> str:
    if key == "index":
        return label(lang, "columns", key)
    return label(lang, "words" if key in ("old", "new") else "diff", key)


def _cells(number: int, change: Change, lang: str) -> list[Cell]:
    names = labels(lang, "classes")
    said = heading(change, lang).rpartition("  ")[2]
    at_old, at_new = (where(side.place, lang) if side else "" for side in (change.old, change.new))
    stood = [f"{label(lang, 'words', key)} {at}" for key, at in (("old", at_old), ("new", at_new)) if at]
    sides = [_pieces(change, kind) for kind in ("delete", "insert")]
    stands = position(change, lang).replace(" → ", "\n→ ")
    return [number, stands, *sides, names[change.group], said, note(change, lang), "\n".join(stood)]


def note(change: Change, lang: str) -> str:
    """What a reader must know besides: where it moved, what is likely wrong, that it is not of the body."""
    words = labels(lang, "diff")
    notes = [remark(change, lang)]
    if change.old and change.new and change.type == "move":
        old, new = (standing(side, lang) for side in (change.old, change.new))
        notes.append(words["moved_note"].format(old=old, new=new))
    if change.zone == "front":
        notes.append(words["front"])
    return "\n".join(note for note in notes if note)


def _pieces(change: Change, kind: str) -> list[tuple[str, str]]:
    """One side of a change: its equal pieces and those of `kind`."""
    side = change.old if kind == "delete" else change.new
    if side is None:
        return []
    found = [(op, without_forbidden(text)) for op, text in change.ops if op in ("equal", kind)]
    if not any(text for _, text in found):
        found = [("equal", without_forbidden(side.text))]
    return [(op, text.replace("\t", "　")) for op, text in found if text]

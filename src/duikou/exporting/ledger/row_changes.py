"""What changed from one ledger to another, row by row: rows that are new, changed, renumbered or ended.

What holds here: rows are known again as an update knows them (`known_rows`): by plan, place and text, and by how alike
they are. What the cells say is compared, whatever format each ledger is in; the order of rows says nothing. An office's
own columns count where both ledgers can have such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from duikou.exporting.labels import joined, label
from duikou.exporting.ledger.columns import FIELD_COLUMNS, FLAT, Column, Row, task
from duikou.exporting.ledger.keys import key, plan
from duikou.exporting.ledger.known_rows import Known, known_again
from duikou.exporting.ledger.read_back import ReadBack
from duikou.model import Place
from duikou.relating.grouping.fingerprints import bare_text

# What becomes of a row, in the order in which it is told.
NEW, CHANGED, ENDED, RENUMBERED = KINDS = ("new", "changed", "ended", "renumbered")
# What is said of the document as a whole; and what says where a row stands, or is filled only when it is asked for.
_OF_DOCUMENT = ("document", "doc_number", "issuers", "date")
_UNSAID = frozenset({"source", *_OF_DOCUMENT, "page", "line", "keywords"})
_COMPARED: tuple[Column[Row], ...] = tuple(column for column in FLAT if column.key not in _UNSAID)
# These hold the numbers of headings, which change with those of their items.
_NUMBERED = {"chapter": "chapter", "section": "section"}


# In what order a list of names stands says nothing.
_LISTS = frozenset(column.name for column in FIELD_COLUMNS if column.in_lines)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row stands: the path of its measure, the file that it comes from and its place there."""

    path: tuple[str, ...]
    file: str
    place: Place


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else: `column` is its key, or the head of an office's own column."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that changed: `kind` is one of KINDS, `task` its measure in few words, `text` what it says; `old` and `new`
    are None where there is no such row. A change of the document as a whole has neither path nor text."""

    kind: str
    document: str
    task: str
    text: str
    old: Spot | None
    new: Spot | None
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """A ledger that was compared: its name, and how many documents and measures it has."""

    path: str
    documents: int
    measures: int


@dataclass(frozen=True, slots=True)
class RowChanges:
    """All that changed from one ledger to another."""

    old: LedgerSide
    new: LedgerSide
    changes: tuple[RowChange, ...]

    def counts(self) -> Mapping[str, int]:
        """How many rows changed in each way."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}


@dataclass(slots=True)
class _Side:
    """A ledger: its documents, and its rows with what stands in the office's own columns (None: it has none)."""

    documents: list[ReadBack]
    rows: list[tuple[Row, Mapping[str, str] | None]] = field(default_factory=list)

    def known(self) -> dict[int, Known]:
        """The rows as they are known again."""
        return {
            at: Known(
                key(row.record, row.measure),
                row.measure.title or "",
                bare_text(f"{row.measure.title or ''}{row.measure.text}"),
            )
            for at, (row, _) in enumerate(self.rows)
        }


def compared(old: tuple[str, Iterable[ReadBack]], new: tuple[str, Iterable[ReadBack]], lang: str) -> RowChanges:
    """What changed from one ledger to another, each with its name; cells are compared in one language."""
    before, after = _side(old[1], lang), _side(new[1], lang)
    found = known_again(before.known(), after.known())
    kinds: dict[str, list[RowChange]] = {kind: [] for kind in KINDS}
    kinds[CHANGED] += _of_documents(before, after, lang)
    for at, (row, own) in enumerate(after.rows):
        if at not in found:
            kinds[NEW].append(_change(NEW, None, row))
            continue
        was, had = before.rows[found[at]]
        cells = tuple(_cells(was, had, row, own))
        if cells:
            kind = RENUMBERED if {cell.column for cell in cells} == {"path"} else CHANGED
            kinds[kind].append(_change(kind, was, row, cells))
    kept = set(found.values())
    kinds[ENDED] += [_change(ENDED, row, None) for at, (row, _) in enumerate(before.rows) if at not in kept]
    return RowChanges(
        LedgerSide(old[0], len(before.documents), len(before.rows)),
        LedgerSide(new[0], len(after.documents), len(after.rows)),
        tuple(change for kind in KINDS for change in kinds[kind]),
    )


def _side(documents: Iterable[ReadBack], lang: str) -> _Side:
    side = _Side(list(documents))
    for record, own in side.documents:
        for at, measure in enumerate(record.measures):
            side.rows.append((Row(len(side.rows) + 1, record, measure, lang), own[at] if own is not None else None))
    return side


def _change(kind: str, old: Row | None, new: Row | None, cells: tuple[CellChange, ...] = ()) -> RowChange:
    row = new or old
    assert row is not None
    return RowChange(kind, row.record.name, task(row.measure), row.measure.text, _spot(old), _spot(new), cells)


def _spot(row: Row | None) -> Spot | None:
    return Spot(row.measure.path, row.record.origin.path or "", row.measure.place) if row is not None else None


def _cells(old: Row, had: Mapping[str, str] | None, new: Row, own: Mapping[str, str] | None) -> Iterator[CellChange]:
    """The cells of a row that say something else."""
    for column in _COMPARED:
        name = _NUMBERED.get(column.key)
        if name is not None and getattr(old.measure, name) == getattr(new.measure, name):
            continue
        was, says = str(column.cell(old)), str(column.cell(new))
        if was != says and not (column.key in _LISTS and _items(was, old.lang) == _items(says, old.lang)):
            yield CellChange(column.key, was, says)
    if had is not None and own is not None:
        for head in dict.fromkeys((*had, *own)):
            if had.get(head, "") != own.get(head, ""):
                yield CellChange(head, had.get(head, ""), own.get(head, ""))


def _items(cell: str, lang: str) -> list[str]:
    return sorted(cell.split(label(lang, "words", "list")))


def _of_documents(old: _Side, new: _Side, lang: str) -> Iterator[RowChange]:
    """What changed of the documents that both ledgers have: title, number, issuers, date."""
    before: dict[str, list[ReadBack]] = {}
    for document in old.documents:
        before.setdefault(plan(document.record), []).append(document)
    for document in new.documents:
        known = before.get(plan(document.record))
        if not known:
            continue
        was, says = known.pop(0).record, document.record
        told = [
            {
                "document": record.title or "",
                "doc_number": record.doc_number or "",
                "issuers": joined(record.issuers, lang),
                "date": record.date or "",
            }
            for record in (was, says)
        ]
        both = ((name, told[0][name], told[1][name]) for name in _OF_DOCUMENT)
        cells = tuple(CellChange(*one) for one in both if one[1] != one[2])
        if cells:
            spots = [Spot((), record.origin.path or "", Place(None, 0, 0, 0)) for record in (was, says)]
            yield RowChange(CHANGED, says.name, "", "", spots[0], spots[1], cells)

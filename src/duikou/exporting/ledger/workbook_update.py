"""A ledger that lives (XLSX): new versions and new plans change it, and what the office wrote in it stays.

What holds here: rows are known again by their key (`keys`), which stands in a hidden column, or by what they say
(`known_rows`). Only duikou's own columns are written; the office's columns, its rows, sheets, widths and notes stay as
they are. What an office typed over duikou's cells is told from what duikou wrote there last (`written`): while the plan
says the same, the correction stays, with a note of what the plan says; where the plan changed, the plan is followed,
and the correction is kept as a note. A measure that a plan has no longer keeps its row, with 已取消 in the column of
changes; plans that this run does not read keep theirs untouched. The sheets beside the ledger are duikou's: the rows of
the plans that were read are written anew, as the plans say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from duikou.errors import DuikouError, Text, UnreadableError, UsageError, t
from duikou.exporting.labels import LANGUAGES, joined, labels
from duikou.exporting.ledger import written
from duikou.exporting.ledger.columns import LEDGER
from duikou.exporting.ledger.kept_parts import lost
from duikou.exporting.ledger.keys import Key, parsed
from duikou.exporting.ledger.known_rows import Known, known_again, named_again, with_copies
from duikou.exporting.ledger.merged_cells import put_together, taken_apart
from duikou.exporting.ledger.placed_rows import by_plan, in_order, rearrange
from duikou.exporting.ledger.removed_rows import keep_listed, keep_removed, listed, removed
from duikou.exporting.ledger.renamed_columns import renamed
from duikou.exporting.ledger.sheet_rows import Table, dress, fit, mark, tell_changes
from duikou.exporting.ledger.sheets_beside import beside
from duikou.extracting.fields.registry import FIELDS
from duikou.relating.grouping.fingerprints import bare_text

# Columns that are filled only when they are asked for: without that they say nothing of the plan.
_ASKED = frozenset(column.name for field in FIELDS if field.asked for column in field.columns)


@dataclass
class Updated:
    """How many rows were added, changed and ended, the workbook, and what else is to be told of it."""

    content: bytes
    counts: Counter[str] = field(default_factory=Counter)
    told: tuple[Text, ...] = ()


def update_workbook(old: bytes, new: bytes, lang: str, name: str) -> Updated:
    """The ledger `old` with what the ledger `new`, just written in the same language, says. `name` is the old file's.

    Raises `UnreadableError` for a workbook that can't be opened or holds no ledger, `UsageError` for one in another
    language.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(old))
    except Exception as error:
        cause = t("can't be opened as a workbook ({name})", name=type(error).__name__)
        raise UnreadableError(cause, "Name a ledger that duikou wrote as .xlsx", name) from None
    made = load_workbook(BytesIO(new))
    sheet, words, key = _ledger_of(book, lang, name), labels(lang, "update"), labels(lang, "columns")["row_key"]
    ledger, fresh = Table.of(sheet, key), Table.of(made[labels(lang, "sheets")["ledger"]], key)
    if ledger is None or fresh is None:
        raise UnreadableError(
            t("has no column {head}, by which its rows are known again", head=key),
            "Name a ledger that duikou wrote as .xlsx, or write a new one",
            name,
        )
    merging = _Merging(ledger, fresh, lang, words)
    out = BytesIO()
    try:
        apart = _brought_up_to_date(book, made, merging)
        book.save(out)
    except DuikouError:
        raise
    except Exception as error:
        # A workbook of others may hold what openpyxl does in a way of its own; the ledger is left as it was.
        cause = t("could not be brought up to date at {cell} ({error})", cell=ledger.touched, error=error)
        advice = t("Look at what is particular there; the ledger is as it was. Or write a new one with -o")
        raise UnreadableError(cause, advice, name) from error
    if gone := lost(old, out.getvalue()):
        cause = t("holds {parts}, which would be lost", parts=gone)
        advice = t("Move them to a workbook of their own first; the ledger is as it was. Or write a new one with -o")
        raise UnreadableError(cause, advice, name)
    if apart:
        merging.told.append(t("merged cells whose rows say different things now were split: {ranges}", ranges=apart))
    return Updated(out.getvalue(), merging.counts, tuple(merging.told))


def _brought_up_to_date(book: Any, made: Any, merging: _Merging) -> list[str]:
    """Do it, for all sheets; gives the merged cells that had to be split."""
    ledger, heads, lang, end = merging.ledger, merging.heads, merging.lang, merging.ledger.last
    measures = [row for row in range(ledger.head + 1, end + 1) if parsed(ledger.value(row, heads["row_key"]))]
    merged = taken_apart(ledger, measures, (heads["row_key"], heads["written_cells"]))
    merging.merge(book)
    order = merging.order()
    merged = rearrange(book, ledger, order, merged)
    end = order.index(end) + ledger.head + 1 if end in order else end
    merging.dress()
    fit(ledger, end)
    split = beside(book, made, lang, ledger, merging.numbers, merging.gone, merging.documents, merging.left_out())
    merging.note(book)
    return [*put_together(ledger, merged), *split]


def _ledger_of(book: Any, lang: str, name: str) -> Any:
    """The sheet of the ledger, under its own name or another. Raises `UsageError`, `UnreadableError`."""
    named = {known: labels(known, "sheets")["ledger"] for known in LANGUAGES}
    heads = {known: labels(known, "columns")["row_key"] for known in LANGUAGES}
    if named[lang] in book.sheetnames:
        return book[named[lang]]
    for known in (lang, *LANGUAGES):
        sheet = book[named[known]] if named[known] in book.sheetnames else None
        sheet = sheet or next((one for one in book.worksheets if Table.of(one, heads[known])), None)
        if sheet is not None and known == lang:
            return sheet
        if sheet is not None:
            raise UsageError(
                t("{name} is a ledger in another language", name=name), t("Give --lang {other}", other=known)
            )
    raise UnreadableError("holds no ledger of duikou", "Name a ledger that duikou wrote as .xlsx", name)


class _Merging:
    """Brings the rows of `fresh` into `ledger`. Known when that is done: `counts`, how many were added, changed, ended
    and kept as the office corrected them; `numbers`, the number in the ledger of each number in `fresh`; `gone`, the
    numbers that rows of the plans that were read had before; `documents`, the names that these have and had; `out`, the
    rows of `fresh` that stay out since the office deleted their measures."""

    def __init__(self, ledger: Table, fresh: Table, lang: str, words: Mapping[str, str]) -> None:
        self.ledger, self.fresh, self.lang, self.words = ledger, fresh, lang, words
        self.heads = labels(lang, "columns")
        self.counts: Counter[str] = Counter()
        self.numbers: dict[int, int] = {}
        self.gone: set[int] = set()
        self.documents: set[str] = set()
        self.told: list[Text] = []
        self.out: dict[int, str | None] = {}
        self._new: dict[int, Known] = {}
        self._found: dict[int, list[int]] = {}
        self._added: dict[int, int] = {}
        self._anew: set[str] = set()  # the columns that an update adds again, since somebody took them out

    def merge(self, book: Any) -> None:
        """Do it; `book` remembers what was deleted."""
        ledger, fresh, heads = self.ledger, self.fresh, self.heads
        self._find_columns()
        for head in (*(heads[column.key] for column in LEDGER), self.words["change"]):
            if head not in ledger.columns and (head in fresh.columns or head == self.words["change"]):
                ledger.add_column(head, heads["text"] if heads["text"] in ledger.columns else heads["row_key"])
                if head == self.words["change"]:
                    tell_changes(ledger, head, self.heads["index"], (self.words["new"], self.words["ended"]))
        old, new = self._known(ledger), self._known(fresh)
        found = with_copies(old, known_again(old, new))
        self._new, self._found = new, found
        same = {at for rows in found.values() for at in rows}
        read = {known.key.plan for known in new.values()}
        numbered = (self._number(ledger, row) for row in old)
        last = max((number for number in numbered if number is not None), default=0)
        for row, known in old.items():
            if known.key.plan in read:
                self.documents.add(str(ledger.value(row, heads["document"]) or ""))
                self.gone |= {self._number(ledger, row) or 0}
        self._leave_out(book, old, read)
        for row in new:
            self.documents.add(str(fresh.value(row, heads["document"]) or ""))
            for at in found.get(row, ()):
                if self._number(ledger, at) is None:
                    last += 1
                    ledger.put(at, heads["index"], last)
                self._change(at, row)
            if row not in found and row not in self.out:
                last += 1
                self._add(row, last)
        for row, known in old.items():
            if known.key.plan in read and row not in same:
                self.counts["ended"] += ledger.value(row, self.words["change"]) != self.words["ended"]
                ledger.put(row, self.words["change"], self.words["ended"])
                mark(ledger, row, gone=True)

    def _leave_out(self, book: Any, old: Mapping[int, Known], read: set[str]) -> None:
        """Find the measures that the office deleted from the ledger."""
        here, known = {str(one.key) for one in old.values()}, removed(book, self.lang)
        gone = {**listed(book, self.lang), **known}
        keys = [key for key, one in gone.items() if key not in here and one.key.plan in read]
        left = {row: one for row, one in self._new.items() if row not in self._found}
        found = named_again({at: gone[key] for at, key in enumerate(keys)}, left)
        self.out = {row: keys[at] if keys[at] in known else None for row, at in found.items()}
        if self.out:
            sheet = labels(self.lang, "sheets")["removed"]
            self.told.append(
                t(
                    "{count} measures that were deleted from the ledger stay out; they stand in the sheet {sheet}: "
                    "delete a line there to have its measure back",
                    count=len(self.out),
                    sheet=sheet,
                )
            )

    def left_out(self) -> set[int]:
        """The numbers in `fresh` of the rows that stay out."""
        return {number for row in self.out if (number := self._number(self.fresh, row)) is not None}

    def order(self) -> list[int]:
        """The rows below the head in the order in which they are to stand."""
        rows = range(self.ledger.head + 1, self.ledger.last + 1)
        plans = by_plan({row: one.key.plan for row, one in self._new.items()}, self._found, self._added)
        measures = (row for row in rows if parsed(self.ledger.value(row, self.heads["row_key"])))
        return in_order(rows, plans, measures)

    def dress(self) -> None:
        """Let each new row look like the one above it."""
        keys = {str(self._new[row].key) for row in self._added}
        for at in range(self.ledger.head + 2, self.ledger.last + 1):
            if str(self.ledger.value(at, self.heads["row_key"])) in keys:
                dress(self.ledger, at, at - 1)

    def note(self, book: Any) -> None:
        """Note what the ledger lists now, and what was deleted from it."""
        read = {one.key.plan for one in self._new.values()}
        keep_removed(book, self.lang, self.fresh, self.out, read)
        waiting = [key for key, one in listed(book, self.lang).items() if one.key.plan not in read]
        keep_listed(book, self.lang, self._known(self.ledger).values(), waiting)

    def _find_columns(self) -> None:
        """Find the columns of duikou's whose heads are no longer there, by what they hold, or tell that they are
        missing."""
        ledger, heads = self.ledger, self.heads
        rows = [row for row in range(ledger.head + 1, ledger.last + 1) if parsed(ledger.value(row, heads["row_key"]))]
        missing = {
            heads[column.key]: column.key
            for column in LEDGER
            if heads[column.key] not in ledger.columns and column.key not in written.PLACES - {"index"}
        }
        known = {*(heads[column.key] for column in LEDGER), self.words["change"]}
        for head, name in renamed(ledger, rows, missing, known, heads["written_cells"]).items():
            ledger.columns[head] = ledger.columns.pop(name)
            self.told.append(t("the column {head} is called {name} now, and keeps that name", head=head, name=name))
        notes = [written.read(ledger.value(row, heads["written_cells"])) or {} for row in rows]
        had = {key for note in notes for key in note} | {"index"}
        self._anew = {head for head, key in missing.items() if head not in ledger.columns and key in had}
        if self._anew:
            gone = [head for head in missing if head in self._anew]
            self.told.append(
                t(
                    "warning: columns are missing, or were given other names and contents: {heads}; they are added "
                    "behind the others, with what the plans that are read say now",
                    heads=gone,
                )
            )

    def _known(self, table: Table) -> dict[int, Known]:
        """The rows of a sheet that are measures, as they are known again."""
        found = {}
        for row in range(table.head + 1, table.last + 1):
            key: Key | None = parsed(table.value(row, self.heads["row_key"]))
            if key is not None:
                heading = str(table.value(row, self.heads["title"]) or "")
                found[row] = Known(key, heading, bare_text(f"{heading}{table.value(row, self.heads['text']) or ''}"))
        return found

    def _number(self, table: Table, row: int) -> int | None:
        number = table.value(row, self.heads["index"])
        return number if isinstance(number, int) else None

    def _add(self, row: int, number: int) -> None:
        """A row of a measure that the ledger had none of, below the others until all are there."""
        at = self._added[row] = self.ledger.add_row()
        mark(self.ledger, at, gone=False)
        for column in LEDGER:
            head = self.heads[column.key]
            if head in self.fresh.columns:
                self.ledger.take(at, head, self.fresh, row)
        self._finish(at, row, number, self.words["new"])
        self.counts["new"] += 1

    def _change(self, at: int, row: int) -> None:
        """The row `at` of a measure that says now what `row` of the new ledger does."""
        ledger, fresh, words = self.ledger, self.fresh, self.words
        before = written.read(ledger.value(at, self.heads["written_cells"]))
        changed, kept = [], 0
        for column in LEDGER:
            head = self.heads[column.key]
            if column.key in written.PLACES or head not in ledger.columns:
                continue
            if column.key in _ASKED and head not in fresh.columns:
                continue
            cell, new = ledger.value(at, head), fresh.value(row, head)
            stands, says = written.digest(cell), written.digest(new)
            last = stands if before is None else before.get(column.key, "")
            by_hand = stands not in (last, says) and head not in self._anew
            if last != says:
                changed.append(words["by_hand"].format(head=head) if by_hand else head)
            if by_hand and last == says:
                kept += 1
                ledger.note(at, head, words["says"].format(said=_shown(new) or words["nothing"]))
            elif stands != says:
                if stands:
                    ledger.note(at, head, words["before"].format(said=_shown(cell)))
                ledger.take(at, head, fresh, row)
        change = words["changed"].format(what=joined(changed, self.lang)) if changed else ""
        mark(ledger, at, gone=False)
        self._finish(at, row, self._number(ledger, at), change)
        self.counts["changed"] += bool(changed)
        self.counts["kept"] += kept

    def _finish(self, at: int, row: int, number: int | None, change: str) -> None:
        """What a row goes by, and where it stands in its source."""
        ledger, fresh = self.ledger, self.fresh
        for key in written.PLACES - {"index"}:
            if self.heads[key] in fresh.columns:
                ledger.take(at, self.heads[key], fresh, row)
        ledger.put(at, self.heads["index"], number)
        ledger.put(at, self.words["change"], change or None)
        named = self._number(fresh, row)
        if named is not None and number is not None:
            self.numbers.setdefault(named, number)  # of copies the first


def _shown(value: Any) -> str:
    return str(value.date()) if isinstance(value, datetime) else str(value if value is not None else "")

"""A ledger that lives (XLSX): new versions and new plans change it, and what the office wrote in it stays.

What holds here: rows are known again by their key (`keys`), which stands in a hidden column. Only duikou's own columns
are written; the office's columns, its rows, sheets, widths and notes stay as they are. A measure that a plan has no
longer keeps its row, with 已取消 in the column of changes; plans that this run does not read keep theirs untouched.
What stood in a cell of duikou's that changes, typed by hand or written by duikou, is kept as a note of that cell.
The sheets beside the ledger are duikou's: the rows of the plans that were read are written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from duikou.errors import UnreadableError, UsageError, t
from duikou.exporting.labels import LANGUAGES, joined, labels
from duikou.exporting.ledger.columns import LEDGER
from duikou.exporting.ledger.keys import Key, parsed

# What says where a row stands, not what it says: no change of the measure.
_PLACES = frozenset({"index", "file", "page", "line", "row_key"})
_GONE = "#8A8F95"
_AUTHOR = "duikou"  # of notes


@dataclass
class Updated:
    """How many rows were added, changed and ended, and the workbook."""

    content: bytes
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class _Table:
    """A sheet with a head: its columns by head, and the last row with anything in it."""

    sheet: Any
    columns: dict[str, int]
    last: int

    @classmethod
    def of(cls, sheet: Any) -> _Table:
        heads = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
        last = max(
            (cell.row for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None), default=1
        )
        return cls(sheet, heads, last)

    def value(self, row: int, head: str) -> Any:
        column = self.columns.get(head)
        return None if column is None else self.sheet.cell(row, column).value

    def put(self, row: int, head: str, value: Any) -> None:
        cell = self.sheet.cell(row, self.columns[head])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with

    def keep_former(self, row: int, head: str, form: str) -> None:
        """Let a note of the cell say what stands in it; a note that others wrote stays, with this below it."""
        from openpyxl.comments import Comment

        cell = self.sheet.cell(row, self.columns[head])
        if cell.value in (None, ""):
            return
        note = form.format(said=cell.value)
        others = cell.comment is not None and cell.comment.author != _AUTHOR
        cell.comment = Comment(f"{cell.comment.text}\n{note}" if others else note, _AUTHOR)

    def add_column(self, head: str, like: Any = None) -> None:
        """A new column behind the last one, whose head looks like another's."""
        column = self.sheet.max_column + 1
        self.columns[head] = column
        cell = self.sheet.cell(1, column, head)
        if like is not None:
            cell._style = copy(like._style)

    def copy_look(self, row: int, above: int) -> None:
        """Let a new row look like another one."""
        for column in range(1, self.sheet.max_column + 1):
            self.sheet.cell(row, column)._style = copy(self.sheet.cell(above, column)._style)


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
    sheets, words = labels(lang, "sheets"), labels(lang, "update")
    if sheets["ledger"] not in book.sheetnames:
        other = next((known for known in LANGUAGES if labels(known, "sheets")["ledger"] in book.sheetnames), None)
        if other:
            raise UsageError(
                t("{name} is a ledger in another language", name=name), t("Give --lang {other}", other=other)
            )
        raise UnreadableError("holds no ledger of duikou", "Name a ledger that duikou wrote as .xlsx", name)
    ledger, fresh = _Table.of(book[sheets["ledger"]]), _Table.of(made[sheets["ledger"]])
    counts, numbers, plans = _merge(ledger, fresh, lang, words)
    _fit(ledger)
    _beside(book, made, lang, numbers, plans)
    out = BytesIO()
    book.save(out)
    return Updated(out.getvalue(), counts)


def _merge(
    ledger: _Table, fresh: _Table, lang: str, words: Mapping[str, str]
) -> tuple[Counter[str], dict[int, int], set[str]]:
    """Bring the rows of `fresh` into `ledger`. Gives how many were added, changed and ended; the number in the ledger
    of each number in `fresh`; and the names of the documents that were read."""
    heads = labels(lang, "columns")
    own = [heads[column.key] for column in LEDGER]
    told = [heads[column.key] for column in LEDGER if column.key not in _PLACES]
    first = ledger.sheet.cell(1, 1)
    for head in (*(head for head in own if head in fresh.columns), words["change"]):
        if head not in ledger.columns:
            ledger.add_column(head, first)
    known = _Known(ledger, heads["row_key"])
    counts: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    documents: set[str] = set()
    read: set[str] = set()
    kept: set[int] = set()
    last_number = max(
        (n for n in (ledger.value(r, heads["index"]) for r in known.rows) if isinstance(n, int)), default=0
    )
    for row in range(2, fresh.last + 1):
        key = parsed(fresh.value(row, heads["row_key"]))
        if key is None:
            continue
        read.add(key.plan)
        documents.add(str(fresh.value(row, heads["document"]) or ""))
        at = known.row(key, kept)
        if at is None:
            ledger.last += 1
            at, last_number = ledger.last, last_number + 1
            ledger.copy_look(at, max(2, at - 1))
            ledger.put(at, heads["index"], last_number)
            change = words["new"]
            counts["new"] += 1
        else:
            differing = [h for h in told if h in fresh.columns and _differs(ledger.value(at, h), fresh.value(row, h))]
            change = words["changed"].format(what=joined(differing, lang)) if differing else ""
            counts["changed"] += bool(differing)
            for head in differing:
                ledger.keep_former(at, head, words["before"])
            _mark(ledger, at, gone=False)
        kept.add(at)
        for head in own:
            if head in fresh.columns and head != heads["index"]:
                ledger.put(at, head, fresh.value(row, head))
        ledger.put(at, words["change"], change or None)
        number = fresh.value(row, heads["index"])
        final = ledger.value(at, heads["index"])
        if isinstance(number, int) and isinstance(final, int):
            numbers[number] = final
    for at, key in known.rows.items():
        if key.plan in read and at not in kept:
            counts["ended"] += ledger.value(at, words["change"]) != words["ended"]
            ledger.put(at, words["change"], words["ended"])
            _mark(ledger, at, gone=True)
    return counts, numbers, documents


class _Known:
    """The rows of the old ledger by their keys."""

    def __init__(self, ledger: _Table, head: str) -> None:
        found = ((row, parsed(ledger.value(row, head))) for row in range(2, ledger.last + 1))
        self.rows: dict[int, Key] = {row: key for row, key in found if key is not None}
        self.exact: dict[Key, list[int]] = {}
        self.placed: dict[tuple[str, str], list[int]] = {}
        self.said: dict[tuple[str, str], list[int]] = {}
        for row, key in self.rows.items():
            self.exact.setdefault(key, []).append(row)
            self.placed.setdefault((key.plan, key.place), []).append(row)
            self.said.setdefault((key.plan, key.text), []).append(row)

    def row(self, key: Key, taken: set[int]) -> int | None:
        """The row of a measure: the same one, else the one with its text, else the one at its place."""
        choices = (self.exact.get(key), self.said.get((key.plan, key.text)), self.placed.get((key.plan, key.place)))
        return next((row for rows in choices for row in rows or () if row not in taken), None)


def _differs(old: Any, new: Any) -> bool:
    return (old if old not in (None, "") else None) != (new if new not in (None, "") else None)


def _mark(table: _Table, row: int, *, gone: bool) -> None:
    """Strike a row out that its plan has no longer, or take that back."""
    for cell in table.sheet[row]:
        if cell.font and bool(cell.font.strike) != gone:
            font = copy(cell.font)
            font.strike = gone
            font.color = _GONE[1:] if gone else None
            cell.font = font


def _fit(table: _Table) -> None:
    """Let the filter, the print area and conditional formats reach the last row; the key stays hidden."""
    from openpyxl.utils import get_column_letter

    sheet, last = table.sheet, max(2, table.last)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{last}"
    for head in (labels(lang, "columns")["row_key"] for lang in LANGUAGES):
        if head in table.columns:
            sheet.column_dimensions[get_column_letter(table.columns[head])].hidden = True


def _beside(book: Any, made: Any, lang: str, numbers: Mapping[int, int], read: set[str]) -> None:
    """Write the rows of the documents that were read anew in the sheets beside the ledger."""
    heads, sheets = labels(lang, "columns"), labels(lang, "sheets")
    for name in made.sheetnames:
        if name == sheets["ledger"] or name == sheets["summary"]:
            continue
        fresh = _Table.of(made[name])
        document = heads["title"] if name == sheets["documents"] else heads["document"]
        rows = [_row(fresh, row) for row in range(2, fresh.last + 1)]
        for row in rows:
            if isinstance(row.get(heads["index"]), int):
                row[heads["index"]] = numbers.get(row[heads["index"]], row[heads["index"]])
        if name not in book.sheetnames:
            _copied(book, made[name])
            table = _Table.of(book[name])
            _rewrite(table, rows)
            continue
        table = _Table.of(book[name])
        before = [_row(table, row) for row in range(2, table.last + 1)]
        _rewrite(table, [row for row in before if str(row.get(document) or "") not in read] + rows)
    if sheets["summary"] in book.sheetnames and sheets["units"] in book.sheetnames:
        _summarise(_Table.of(book[sheets["summary"]]), _Table.of(book[sheets["units"]]), lang)


def _row(table: _Table, row: int) -> dict[str, Any]:
    return {head: table.value(row, head) for head in table.columns}


def _rewrite(table: _Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put these rows below the head; what was there goes."""
    for head in dict.fromkeys(head for row in rows for head, value in row.items() if value is not None):
        if head not in table.columns:
            table.add_column(head, table.sheet.cell(1, 1))
    for at, row in enumerate(rows, 2):
        if at > table.last:
            table.copy_look(at, max(2, table.last))
        for head in table.columns:
            table.put(at, head, row.get(head))
    if table.last > len(rows) + 1:
        table.sheet.delete_rows(len(rows) + 2, table.last - len(rows) - 1)
    table.last = len(rows) + 1
    _fit(table)


def _copied(book: Any, sheet: Any) -> None:
    """A sheet of another workbook, with its looks."""
    made = book.create_sheet(sheet.title)
    for row in sheet.iter_rows():
        for cell in row:
            put = made.cell(cell.row, cell.column, cell.value)
            for look in ("font", "border", "fill", "alignment", "number_format"):
                setattr(put, look, copy(getattr(cell, look)))
    for letter, dimension in sheet.column_dimensions.items():
        made.column_dimensions[letter].width = dimension.width
    made.freeze_panes = sheet.freeze_panes
    made.auto_filter.ref = sheet.auto_filter.ref


def _summarise(summary: _Table, units: _Table, lang: str) -> None:
    """Count the tasks of each unit anew, from the sheet of units."""
    heads, roles = labels(lang, "columns"), labels(lang, "unit_roles")
    tasks: dict[str, set[Any]] = {}
    by_role: dict[tuple[str, str], set[Any]] = {}
    for row in range(2, units.last + 1):
        unit, number = str(units.value(row, heads["unit"]) or ""), units.value(row, heads["index"])
        role = next((key for key, said in roles.items() if said == units.value(row, heads["role"])), "")
        tasks.setdefault(unit, set()).add(number)
        by_role.setdefault((unit, role), set()).add(number)
    ordered = sorted(tasks, key=lambda unit: (-len(tasks[unit]), unit))
    rows: Iterable[dict[str, Any]] = (
        {
            heads["unit"]: unit,
            heads["tasks"]: len(tasks[unit]),
            **{heads[role]: len(by_role.get((unit, role), ())) or None for role in roles},
        }
        for unit in ordered
    )
    _rewrite(summary, list(rows))

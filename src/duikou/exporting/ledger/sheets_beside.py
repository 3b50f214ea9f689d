"""The sheets beside the ledger of a workbook that is brought up to date.

What holds here: these sheets say what the plans say. The rows of the plans that were read are written anew, those of
others stay, and units are counted over all of them. What an office wrote in columns of its own goes with the row that
it stands beside; where the plan has that row no longer, the row stays, struck out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from duikou.exporting.labels import labels
from duikou.exporting.ledger.merged_cells import put_together, taken_apart
from duikou.exporting.ledger.sheet_rows import Table, fit, mark
from duikou.exporting.ledger.workbook_sheets import SHEETS, Sheet
from duikou.exporting.links import to_row

# What says where a row stands, or is counted: not what it is known by.
_LOOSE = frozenset({"tasks", "go", "file", "page", "line", "source", "measures", "warnings"})


class _Cell(NamedTuple):
    """What stands in a cell, and where it leads."""

    value: Any = None
    target: str | None = None
    location: str | None = None


_EMPTY = _Cell()
_Row = dict[str, _Cell]


def beside(
    book: Any,
    made: Any,
    lang: str,
    ledger: Table,
    numbers: Mapping[int, int],
    gone: set[int],
    documents: set[str],
    out: set[int],
) -> list[str]:
    """Write the rows of the plans that were read anew: those that name one of the rows `gone` of the ledger, or one of
    these `documents` as a whole, give way to those of `made`, whose numbers are `numbers` in the ledger; those of the
    numbers `out` stay out. Gives the merged cells that had to be split."""
    heads, names = labels(lang, "columns"), labels(lang, "sheets")
    index = heads["index"]
    there = {ledger.value(row, index) for row in range(ledger.head + 1, ledger.last + 1)}
    merged = {}
    for sheet in SHEETS[1:]:
        table = _table(book, names[sheet.name], sheet, heads)
        if table is not None:
            merged[sheet] = taken_apart(table, range(table.head + 1, table.last + 1), ())
    for sheet in SHEETS[2:]:
        name = names[sheet.name]
        fresh = [row for row in _rows(made, name, sheet, heads) if row.get(index, _EMPTY).value not in out]
        for row in fresh:
            number = row.get(index, _EMPTY).value
            if isinstance(number, int):
                row[index] = _Cell(numbers.get(number, number))
        if name not in book.sheetnames:
            if not fresh:
                continue
            _copied(book, made[name])
        table = Table.of(book[name], heads[_first(sheet)])
        if table is None:
            continue  # what the office made of it is no table of duikou's any more
        document = heads["title"] if sheet.name == "documents" else heads["document"]
        old = _read(table)

        def is_read(row: _Row, document: str = document) -> bool:
            number = row.get(index, _EMPTY).value
            # A row that the office deleted from the ledger has none there.
            if isinstance(number, int) and (number in gone or number in there):
                return number in gone
            return str(row.get(document, _EMPTY).value or "") in documents

        own = {heads[column.key] for column in sheet.columns}
        loose = {heads[key] for key in _LOOSE}
        stay = [row for row in old if not is_read(row)]
        left = _with_own([row for row in old if is_read(row)], fresh, own, loose, index, heads[_first(sheet)])
        _rewrite(table, [*stay, *fresh], left, lang, sheet, ledger)
    summary, units = (
        Table.of(book[names[n]], heads["unit"]) if names[n] in book.sheetnames else None for n in _COUNTED
    )
    if summary is not None and units is not None:
        _summarise(summary, units, lang)
    tables = [(_table(book, names[sheet.name], sheet, heads), ranges) for sheet, ranges in merged.items()]
    return [split for table, ranges in tables if table for split in put_together(table, ranges, same=True)]


_COUNTED = ("summary", "units")


def _first(sheet: Sheet) -> str:
    """The column by which the head of a sheet is found."""
    key: str = sheet.columns[0].key
    return key


def _table(book: Any, name: str, sheet: Sheet, heads: Mapping[str, str]) -> Table | None:
    return Table.of(book[name], heads[_first(sheet)]) if name in book.sheetnames else None


def _rows(book: Any, name: str, sheet: Sheet, heads: Mapping[str, str]) -> list[_Row]:
    table = _table(book, name, sheet, heads)
    return _read(table) if table else []


def _read(table: Table) -> list[_Row]:
    found = []
    for row in range(table.head + 1, table.last + 1):
        cells = {}
        for head, column in table.columns.items():
            cell = table.sheet.cell(row, column)
            link = cell.hyperlink
            cells[head] = _Cell(cell.value, link.target, link.location) if link else _Cell(cell.value)
        found.append(cells)
    return found


def _with_own(
    old: Sequence[_Row], fresh: Sequence[_Row], own: set[str], loose: set[str], index: str, first: str
) -> list[_Row]:
    """Bring what the office wrote beside the `old` rows to the `fresh` ones; gives the old rows that have none."""
    left = [row for row in old if any(cell.value is not None for head, cell in row.items() if head not in own)]
    taken: set[int] = set()
    for known in (own - loose, {index, first}):
        places: dict[tuple[str, ...], list[int]] = {}
        for at, row in enumerate(fresh):
            if at not in taken:
                places.setdefault(_said(row, known), []).append(at)
        still = []
        for row in left:
            free = places.get(_said(row, known))
            if not free:
                still.append(row)
                continue
            taken.add(free[0])
            fresh[free.pop(0)].update({head: cell for head, cell in row.items() if head not in own})
        left = still
    return left


def _said(row: _Row, heads: set[str]) -> tuple[str, ...]:
    return tuple(str(row.get(head, _EMPTY).value or "") for head in sorted(heads))


def _rewrite(
    table: Table, rows: Sequence[_Row], left: Sequence[_Row], lang: str, sheet: Sheet, ledger: Table | None
) -> None:
    """Put these rows below the head, those that are `left` struck out; what was there goes."""
    heads, end = labels(lang, "columns"), table.last
    for head in dict.fromkeys(head for row in (*rows, *left) for head, cell in row.items() if cell.value is not None):
        if head not in table.columns:
            table.add_column(head, next(iter(table.columns)))
    for at, row in enumerate((*rows, *left), table.head + 1):
        if at > table.last:
            table.add_row()
        for head in table.columns:
            cell = row.get(head, _EMPTY)
            table.put(at, head, cell.value)
            table.lead(at, head, cell.target, cell.location)
        _go(table, at, lang, sheet, ledger)
        mark(table, at, gone=at > table.head + len(rows))
    count = len(rows) + len(left)
    if table.last > table.head + count:
        table.sheet.delete_rows(table.head + count + 1, table.last - table.head - count)
    table.last = table.head + count
    if heads["index"] in table.columns or rows:
        fit(table, end)


def _go(table: Table, row: int, lang: str, sheet: Sheet, ledger: Table | None) -> None:
    """Let a row lead to its row of the ledger, or of the sheet of units."""
    from openpyxl.utils import get_column_letter

    heads, (leads, by) = labels(lang, "columns"), sheet.leads
    go, key = heads["go"], heads[by]
    if go not in table.columns or key not in table.columns or not table.value(row, go):
        return
    keys = get_column_letter(ledger.columns.get(key, 1)) if ledger else "A"
    name = ledger.sheet.title if ledger else labels(lang, "sheets")[leads]
    formula = to_row(name, f"${get_column_letter(table.columns[key])}{row}", keys, "→")
    table.sheet.cell(row, table.columns[go]).value = formula


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


def _summarise(summary: Table, units: Table, lang: str) -> None:
    """Count the tasks of each unit anew, from the sheet of units."""
    heads, roles = labels(lang, "columns"), labels(lang, "unit_roles")
    tasks: dict[str, set[Any]] = {}
    by_role: dict[tuple[str, str], set[Any]] = {}
    for row in range(units.head + 1, units.last + 1):
        unit, number = str(units.value(row, heads["unit"]) or ""), units.value(row, heads["index"])
        role = next((key for key, said in roles.items() if said == units.value(row, heads["role"])), "")
        tasks.setdefault(unit, set()).add(number)
        by_role.setdefault((unit, role), set()).add(number)
    ordered = sorted(tasks, key=lambda unit: (-len(tasks[unit]), unit))
    counted: Iterable[dict[str, Any]] = (
        {
            heads["unit"]: unit,
            heads["tasks"]: len(tasks[unit]),
            **{heads[role]: len(by_role.get((unit, role), ())) or None for role in roles},
            heads["go"]: "→",
        }
        for unit in ordered
    )
    rows = [{head: _Cell(value) for head, value in row.items() if value is not None} for row in counted]
    sheet = SHEETS[1]
    own = {heads[column.key] for column in sheet.columns}
    left = _with_own(_read(summary), rows, own, own - {heads["unit"]}, heads["unit"], heads["unit"])
    _rewrite(summary, rows, left, lang, sheet, None)

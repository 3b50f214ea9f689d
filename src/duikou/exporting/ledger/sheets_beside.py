"""The sheets beside the ledger of a workbook that is brought up to date.

What holds here: these sheets are duikou's. The rows of the documents that were read are written anew, those of others
stay, and units are counted over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from duikou.exporting.labels import labels
from duikou.exporting.ledger.sheet_rows import Table, fit


def beside(book: Any, made: Any, lang: str, numbers: Mapping[int, int], read: set[str]) -> None:
    """Write the rows of the documents that were read anew in the sheets beside the ledger."""
    heads, sheets = labels(lang, "columns"), labels(lang, "sheets")
    for name in made.sheetnames:
        if name == sheets["ledger"] or name == sheets["summary"]:
            continue
        fresh = Table.of(made[name])
        document = heads["title"] if name == sheets["documents"] else heads["document"]
        rows = [_row(fresh, row) for row in range(2, fresh.last + 1)]
        for row in rows:
            if isinstance(row.get(heads["index"]), int):
                row[heads["index"]] = numbers.get(row[heads["index"]], row[heads["index"]])
        if name not in book.sheetnames:
            _copied(book, made[name])
            table = Table.of(book[name])
            _rewrite(table, rows)
            continue
        table = Table.of(book[name])
        before = [_row(table, row) for row in range(2, table.last + 1)]
        _rewrite(table, [row for row in before if str(row.get(document) or "") not in read] + rows)
    if sheets["summary"] in book.sheetnames and sheets["units"] in book.sheetnames:
        _summarise(Table.of(book[sheets["summary"]]), Table.of(book[sheets["units"]]), lang)


def _row(table: Table, row: int) -> dict[str, Any]:
    return {head: table.value(row, head) for head in table.columns}


def _rewrite(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
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
    fit(table)


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

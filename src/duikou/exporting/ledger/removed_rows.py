"""The measures that an office deleted from a ledger: remembered, so that an update does not bring them back.

What holds here: a ledger keeps the keys of its rows in a sheet that is not shown (所列). A key that stands there and in
no row was deleted. Such a measure is put into a sheet that is shown (已移除) when its plan is read again, and stays out
of the ledger for as long as it stands there: whoever wants it back deletes its line in that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duikou.exporting.labels import labels
from duikou.exporting.ledger.keys import parsed
from duikou.exporting.ledger.known_rows import Known
from duikou.exporting.ledger.sheet_rows import Table

# The columns of the sheet that is not shown.
LISTED = ("row_key", "title")
# The columns of the sheet that is shown, with their widths; the key is hidden.
_SHOWN = {"document": 36, "path": 14, "title": 28, "text": 60, "row_key": 12}


def listed(book: Any, lang: str) -> dict[str, Known]:
    """The rows that the ledger had when it was written last, by their keys."""
    name = labels(lang, "sheets")["listed"]
    if name not in book.sheetnames:
        return {}
    found = {}
    for said, heading in book[name].iter_rows(min_row=2, max_col=2, values_only=True):
        key = parsed(said)
        if key is not None:
            found[str(said)] = Known(key, str(heading or ""), "")
    return found


def removed(book: Any, lang: str) -> dict[str, Known]:
    """The measures that are known to be deleted, by their keys."""
    table = _table(book, lang)
    if table is None:
        return {}
    heads, found = labels(lang, "columns"), {}
    for row in range(table.head + 1, table.last + 1):
        said = table.value(row, heads["row_key"])
        key = parsed(said)
        if key is not None:
            found[str(said)] = Known(key, str(table.value(row, heads["title"]) or ""), "")
    return found


def _table(book: Any, lang: str) -> Table | None:
    name = labels(lang, "sheets")["removed"]
    return Table.of(book[name], labels(lang, "columns")["row_key"]) if name in book.sheetnames else None


def keep_listed(book: Any, lang: str, rows: Iterable[Known], more: Iterable[str]) -> None:
    """Note the rows that the ledger has now, and the keys that are still to be looked for."""
    name, heads = labels(lang, "sheets")["listed"], labels(lang, "columns")
    before = listed(book, lang)
    if name in book.sheetnames:
        del book[name]
    sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    sheet.append([heads[key] for key in LISTED])
    known = {str(one.key): one.heading for one in rows}
    known |= {key: before[key].heading for key in more if key in before and key not in known}
    for key, heading in known.items():
        sheet.append([key, heading or None])
        sheet.cell(sheet.max_row, 2).data_type = "s"


def keep_removed(book: Any, lang: str, fresh: Table, found: Mapping[int, str | None], read: Iterable[str]) -> None:
    """Note the measures (rows of `fresh`) that stay out, each with the key under which it was known as removed, None
    where it was deleted since the last update. What the plans that were `read` do not have any more is forgotten."""
    heads, table, plans = labels(lang, "columns"), _table(book, lang), set(read)
    if table is None:
        if not found:
            return
        table = _made(book, lang)
    rows = {str(table.value(row, heads["row_key"])): row for row in range(table.head + 1, table.last + 1)}
    kept = set()
    for row, known in found.items():
        at = rows.get(known or "")
        if at is None:
            at = table.last = table.last + 1
        kept.add(at)
        for key in _SHOWN:
            table.put(at, heads[key], fresh.value(row, heads[key]))
    for key, row in sorted(rows.items(), key=lambda one: -one[1]):
        known_key = parsed(key)
        if known_key is not None and known_key.plan in plans and row not in kept:
            table.sheet.delete_rows(row)


def _made(book: Any, lang: str) -> Table:
    """An empty sheet of removed measures, behind the sheets that are shown."""
    from copy import copy

    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    heads = labels(lang, "columns")
    sheet = book.create_sheet(labels(lang, "sheets")["removed"])
    sheet.append([heads[key] for key in _SHOWN])
    bold = Font(bold=True)
    for at, (key, width) in enumerate(_SHOWN.items(), 1):
        sheet.cell(1, at).font = copy(bold)
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.column_dimensions[get_column_letter(at)].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(at)].hidden = key == "row_key"
    sheet.freeze_panes = "A2"
    table = Table.of(sheet, heads["row_key"])
    assert table is not None
    return table

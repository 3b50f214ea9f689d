"""The tables of a ledger in a workbook or in CSV: their rows, each cell under the key of its column.

What holds here: a column is known by its head, in any language and by any name that duikou gave it before; in a
workbook also by what it holds, where an office gave it another head. A cell that is merged over rows is said in each of
them. The columns that are an office's own keep their heads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from duikou.data import load
from duikou.exporting.labels import LANGUAGES, labels
from duikou.exporting.ledger import written
from duikou.exporting.ledger.columns import FLAT, LEDGER
from duikou.exporting.ledger.csv_and_markdown import DANGEROUS
from duikou.exporting.ledger.renamed_columns import renamed
from duikou.exporting.ledger.sheet_rows import Table
from duikou.exporting.ledger.workbook_sheets import SHEETS, Sheet

# By these a table is a ledger of duikou's.
_NEEDED = frozenset({"path", "title", "text"})
_ABOVE = 10  # rows in which the head may stand


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what its cells say by the keys of their columns, and the office's own cells by their heads."""

    cells: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """The cell of a column; "" where there is none."""
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The language of a ledger, its rows, and those of its other sheets by their names."""

    lang: str
    rows: tuple[Row, ...]
    beside: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def of_csv(text: str) -> Ledger | None:
    """The ledger in a CSV; None where it is no ledger of duikou's, or one with a row a unit."""
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    heads = next(table, [])
    for lang in LANGUAGES:
        keys = _keys(heads, lang, [column.key for column in FLAT])
        if {*keys.values()} >= _NEEDED | {"source"}:
            return Ledger(lang, tuple(_row([_bare(cell) for cell in cells], heads, keys) for cells in table if cells))
    return None


def of_workbook(book: Any) -> Ledger | None:
    """The ledger in a workbook (openpyxl); None where there is none."""
    for lang in LANGUAGES:
        named = labels(lang, "sheets")
        first = named["ledger"]
        sheets = [*(one for one in book.worksheets if one.title == first), *book.worksheets]
        columns = [*(column.key for column in LEDGER), "change"]
        for sheet in sheets:
            rows = _of_sheet(sheet, lang, columns, _NEEDED)
            if rows is not None:
                beside = {
                    one.name: found
                    for one in SHEETS[1:]
                    if named[one.name] in book.sheetnames and book[named[one.name]] is not sheet
                    if (found := _beside(book[named[one.name]], one, lang)) is not None
                }
                return Ledger(lang, rows, beside)
    return None


def _beside(sheet: Any, kind: Sheet, lang: str) -> tuple[Row, ...] | None:
    keys = [column.key for column in kind.columns]
    return _of_sheet(sheet, lang, keys, frozenset(keys[:1]))


def _of_sheet(sheet: Any, lang: str, columns: Sequence[str], needed: frozenset[str]) -> tuple[Row, ...] | None:
    """The rows of a sheet that has these columns; None where those that are needed are not there."""
    for number, cells in enumerate(sheet.iter_rows(max_row=_ABOVE, values_only=True), 1):
        heads = [_said(cell) for cell in cells]
        keys = _keys(heads, lang, columns)
        if needed - {*keys.values()} and "row_key" in keys.values():
            keys |= _renamed(sheet, lang, keys, columns)
        if {*keys.values()} >= needed:
            table = [list(row) for row in sheet.iter_rows(min_row=number + 1, values_only=True)]
            for area in sheet.merged_cells.ranges:
                if area.min_row > number:
                    _fill(table, area, number)
            rows = (_row([_said(cell) for cell in row], heads, keys) for row in table)
            return tuple(row for row in rows if any(row.cells.values()) or any(row.own.values()))
    return None


def _fill(table: list[list[Any]], area: Any, head: int) -> None:
    """Let merged cells all say what the first does."""
    said = table[area.min_row - head - 1][area.min_col - 1]
    for row in table[area.min_row - head - 1 : area.max_row - head]:
        row[area.min_col - 1 : area.max_col] = [said] * (area.max_col - area.min_col + 1)


def _keys(heads: Sequence[str], lang: str, columns: Sequence[str]) -> dict[int, str]:
    """The keys of the columns with heads of duikou's."""
    words = {**labels(lang, "columns"), "change": labels(lang, "update")["change"]}
    known = {words[key]: key for key in columns}
    for key, before in load("exporting/former_heads")[lang].items():
        if key in columns:
            known |= dict.fromkeys((head for head in before if head not in known), key)
    keys: dict[int, str] = {}
    for at, head in enumerate(heads):
        if head in known and known[head] not in keys.values():
            keys[at] = known[head]
    return keys


def _renamed(sheet: Any, lang: str, keys: Mapping[int, str], columns: Sequence[str]) -> dict[int, str]:
    """The columns that an office gave other heads, by what they hold."""
    words = labels(lang, "columns")
    table = Table.of(sheet, words["row_key"])
    if table is None:
        return {}
    missing = {words[key]: key for key in columns if key in words and key not in keys.values()}
    rows = range(table.head + 1, table.last + 1)
    found = renamed(
        table,
        rows,
        {head: key for head, key in missing.items() if key not in written.PLACES},
        {words[key] for key in keys.values() if key in words},
        words["written_cells"],
    )
    return {table.columns[name] - 1: missing[head] for head, name in found.items()}


def _row(cells: Sequence[str], heads: Sequence[str], keys: Mapping[int, str]) -> Row:
    said = {keys[at]: cell for at, cell in enumerate(cells) if at in keys and cell}
    own = {head: cell for at, (head, cell) in enumerate(zip(heads, cells, strict=False)) if at not in keys and cell}
    own.pop("", None)
    return Row(said, own)


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def items(cell: str, lang: str) -> Iterator[str]:
    """The items of a list in a cell, whether they stand in one line or in several."""
    mark = labels(lang, "words")["list"].strip()
    yield from (one for part in cell.replace(f"{mark}\n", mark).split(mark) if (one := part.strip()))

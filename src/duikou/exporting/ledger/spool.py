"""Rows put aside on disk until all are known: a spreadsheet needs to know its columns before its first row.

What holds here: memory does not grow with the number of rows. The rows lie in a temporary database that belongs to this
process alone and is gone when it is closed. What is remembered of a column is a few numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Self

from duikou.exporting.ledger.columns import Cell
from duikou.exporting.ledger.workbook_sheets import Line
from duikou.model import UNIT_ROLES
from duikou.notation.patterns import pattern

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(slots=True)
class Fill:
    """What the cells of one column need: `widest` line, whole `length` of the longest cell (both in characters half a
    hanzi wide), most line breaks in a cell; `filled` says that one is not empty."""

    filled: bool = False
    widest: int = 0
    length: int = 0
    breaks: int = 0

    def add(self, cell: Cell) -> None:
        """Take note of one cell."""
        if cell == "":
            return
        self.filled = True
        widths = line_widths(cell)
        self.widest = max(self.widest, *widths)
        self.length = max(self.length, sum(widths))
        self.breaks = max(self.breaks, len(widths) - 1)


_MORE_LATIN = pattern("[\u0100-\u024f]")  # what is Latin and not in Latin-1


def wide(text: str) -> int:
    """Width in characters half a hanzi wide: what stands beyond Latin counts two, so does … and “, which Chinese fonts
    set full."""
    if text.isascii():
        return len(text)
    if _MORE_LATIN.search(text):
        return len(text) + sum(map("\u024f".__lt__, text))
    # Encoding counts many times faster.
    return 2 * len(text) - len(text.encode("latin-1", "ignore"))


def line_widths(cell: Cell) -> tuple[int, ...]:
    """The widths of a cell's lines, in characters half a hanzi wide."""
    text = str(cell)
    return _short(text) if len(text) <= _SHORT else tuple(map(wide, text.split("\n")))


# Short cells come again and again: names of units, chapters, documents.
_SHORT = 48


@lru_cache(maxsize=4096)
def _short(text: str) -> tuple[int, ...]:
    return tuple(map(wide, text.split("\n")))


class Spool:
    """Rows of several sheets, by the number of the sheet."""

    def __init__(self, columns: list[int]) -> None:
        """`columns` says how many columns each sheet has."""
        import sqlite3

        # The empty name is a database in a temporary file that no other process sees.
        self._base: Connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-4000"):
            self._base.execute(f"PRAGMA {pragma}")
        for sheet in range(len(columns)):
            self._base.execute(
                f"CREATE TABLE sheet{sheet}"
                " (id INTEGER PRIMARY KEY, grp TEXT, role INTEGER, measure INTEGER, cells TEXT)"
            )
        self.fills = [[Fill() for _ in range(count)] for count in columns]
        self.counts = [0] * len(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._base.close()

    def add(self, sheet: int, line: Line) -> None:
        """Put one row aside."""
        for fill, cell in zip(self.fills[sheet], line.cells, strict=True):
            fill.add(cell)
        self.counts[sheet] += 1
        self._base.execute(
            f"INSERT INTO sheet{sheet} (grp, role, measure, cells) VALUES (?, ?, ?, ?)",
            (line.group, line.role, line.measure, json.dumps(line.cells, ensure_ascii=False)),
        )

    def lines(self, sheet: int) -> Iterator[Line]:
        """The rows of a sheet, in the order in which they came."""
        query = f"SELECT cells, grp, role, measure FROM sheet{sheet} ORDER BY id"
        for cells, *rest in self._base.execute(query):
            yield Line(json.loads(cells), *rest)

    def by_count(self, sheet: int) -> Iterator[tuple[int, Line]]:
        """The rows of a sheet with the number of measures of their group: the groups with most first, within a group
        by role."""
        query = f"""
            SELECT total, cells, grp, role, measure FROM sheet{sheet} JOIN ({_totals(sheet)}) USING (grp)
            ORDER BY total DESC, first, role, id
        """
        for total, cells, *rest in self._base.execute(query):
            yield total, Line(json.loads(cells), *rest)

    def totals(self, sheet: int) -> Iterator[list[Cell]]:
        """The groups of a sheet, those with most measures first: name, measures, measures in each role or ""."""
        for row in self._base.execute(f"{_totals(sheet)} ORDER BY total DESC, first"):
            name, _, total, *roles = row
            yield [name, total, *(count or "" for count in roles)]


def _totals(sheet: int) -> str:
    roles = ", ".join(
        f"count(DISTINCT CASE WHEN role = {role} THEN measure END) AS role{role}" for role in range(len(UNIT_ROLES))
    )
    return f"SELECT grp, min(id) AS first, count(DISTINCT measure) AS total, {roles} FROM sheet{sheet} GROUP BY grp"

"""The measures of a document as a table on a terminal: number, heading, units, deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duikou.errors import DuikouError
from duikou.exporting.grid.cells import Cell, Column, Grid
from duikou.exporting.grid.text import terminal_of
from duikou.exporting.labels import joined, labels, path_text
from duikou.exporting.ledger.record import Record
from duikou.exporting.screen import named
from duikou.model import Measure

# So much of a text stands for a heading where there is none.
_HEADING = 40
_NUMBER, _TITLE, _UNITS, _DEADLINE = 10, 40, 30, 16


def write_table(
    records: Iterable[Record],
    errors: Sequence[DuikouError],
    lang: str = "zh",
    color: bool = False,
    width: int = 0,
) -> Iterator[str]:
    """One table a document, with ANSI colours if `color`, at most `width` columns wide (0: as wide as it needs)."""
    for number, record in enumerate(records):
        text = terminal_of(grid(record, lang), color, width)
        yield f"\n{text}" if number else text


def grid(record: Record, lang: str) -> Grid:
    """The measures of one document."""
    heads = labels(lang, "columns")
    columns = (
        Column("path", heads["path"], _NUMBER),
        Column("title", heads["title"], _TITLE),
        Column("units", heads["responsible_units"], _UNITS),
        Column("deadlines", heads["deadlines"], _DEADLINE),
    )
    rows = tuple(_row(measure, lang) for measure in record.measures)
    name = named(record.origin.path or "")
    title = record.title or name
    made = Grid(title, columns, rows)
    return replace(made, notes=(name,)) if name and name != title else made


def _row(measure: Measure, lang: str) -> tuple[Cell, ...]:
    units = dict.fromkeys((*measure.lead_units, *measure.responsible_units, *measure.supporting_units))
    title = measure.title or (measure.text if len(measure.text) <= _HEADING else f"{measure.text[: _HEADING - 1]}…")
    deadlines = dict.fromkeys(deadline.text for deadline in measure.deadlines)
    return (
        Cell(path_text(measure.path), "head"),
        Cell(title),
        Cell(joined(units, lang)),
        Cell(joined(deadlines, lang)),
    )

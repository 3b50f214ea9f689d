"""What changed from one ledger to another, in every format of `duikou diff` that has no text to mark.

What holds here: one row a cell that changed, or a row that is new or gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duikou.exporting.grid.cells import Cell, Column, Grid
from duikou.exporting.json.contract import dumps, place_value
from duikou.exporting.labels import label, labels, path_text, where
from duikou.exporting.ledger.row_changes import CHANGED, ENDED, NEW, RENUMBERED, LedgerSide, RowChange, RowChanges, Spot
from duikou.exporting.screen import named

_WIDTHS = {"kind": 8, "document": 26, "path": 14, "task": 26, "column": 12, "old": 36, "new": 36, "place": 22}
_TONES = {NEW: "differs", CHANGED: "", ENDED: "gap", RENUMBERED: ""}


def grid(found: RowChanges, lang: str) -> Grid:
    """The changes as a grid."""
    words, counts = labels(lang, "row_changes"), found.counts()
    columns = tuple(Column(key, words[f"column_{key}"], width) for key, width in _WIDTHS.items())
    told = [(at, row) for at, change in enumerate(found.changes) for row in _rows(change, lang)]
    note = words["note"].format(**counts)
    sides = tuple(
        words[name].format(path=named(side.path), documents=side.documents, measures=side.measures)
        for name, side in (("old", found.old), ("new", found.new))
    )
    notes = (*sides, note if found.changes else words["same"])
    return Grid(words["title"], columns, tuple(row for _, row in told), 4, tuple(at for at, _ in told), notes)


def _rows(change: RowChange, lang: str) -> Iterator[tuple[Cell, ...]]:
    words, spot = labels(lang, "row_changes"), change.new or change.old
    head = (
        Cell(words[f"kind_{change.kind}"], "head"),
        Cell(change.document),
        Cell(_path(change, lang)),
        Cell(change.task),
    )
    place = Cell(_place(spot, lang), "", spot.file or None, spot.place.page) if spot else Cell("")
    if not change.cells:
        said = (change.text, "") if change.kind == ENDED else ("", change.text)
        tone = _TONES[change.kind]
        yield (*head, Cell(label(lang, "columns", "text")), *(Cell(text, tone if text else "") for text in said), place)
    for cell in change.cells:
        yield (*head, Cell(label(lang, "columns", cell.column)), Cell(cell.old), Cell(cell.new, "differs"), place)


def _path(change: RowChange, lang: str) -> str:
    paths = [path_text(spot.path) for spot in (change.old, change.new) if spot is not None]
    if not any(paths):
        return "" if change.task else label(lang, "words", "whole")
    return " → ".join(dict.fromkeys(paths))


def _place(spot: Spot | None, lang: str) -> str:
    if spot is None:
        return ""
    at = where(spot.place, lang) if spot.place.line else ""
    return " ".join(filter(None, (named(spot.file), at)))


def write_terminal(found: RowChanges, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A table for the terminal."""
    from duikou.exporting.grid.text import terminal_of

    return terminal_of(grid(found, lang), color, width)


def write_markdown(found: RowChanges, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A table of Markdown."""
    from duikou.exporting.grid.text import markdown_of

    return markdown_of(grid(found, lang))


def write_html(found: RowChanges, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A page."""
    from duikou.exporting.grid.page import html_of

    return html_of(grid(found, lang), lang)


def write_xlsx(found: RowChanges, lang: str = "zh", color: bool = False, width: int = 0) -> bytes:
    """A workbook of one sheet."""
    from duikou.exporting.grid.sheet import xlsx_of

    return xlsx_of(grid(found, lang), labels(lang, "row_changes")["title"])


def write_json(found: RowChanges, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """The whole of duikou.rows/1."""
    value = {
        "schema": "duikou.rows/1",
        "old": _side(found.old),
        "new": _side(found.new),
        "summary": dict(found.counts()),
        "changes": [_value(change) for change in found.changes],
    }
    return dumps(value) + "\n"


def _side(side: LedgerSide) -> dict[str, Any]:
    return {"path": side.path, "documents": side.documents, "measures": side.measures}


def _value(change: RowChange) -> dict[str, Any]:
    return {
        "type": change.kind,
        "document": change.document,
        "task": change.task,
        "text": change.text,
        "old": _spot(change.old),
        "new": _spot(change.new),
        "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in change.cells],
    }


def _spot(spot: Spot | None) -> dict[str, Any] | None:
    if spot is None:
        return None
    return {"path": list(spot.path), "source": {"path": spot.file, **place_value(spot.place)}}

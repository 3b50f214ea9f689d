"""Plans side by side, in every format of `duikou align`: one row a topic, one column a plan.

What holds here: every measure of every plan stands in the table; a gap is shown as a gap; what is doubtful is marked
as doubtful in every format; what the plans say differently (who leads, by when, how many) stands in its own column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.grid.cells import Cell, Column, Grid
from duikou.exporting.json.contract import dumps, error_value
from duikou.exporting.labels import joined, label, labels, path_text, where
from duikou.exporting.screen import named
from duikou.model import Measure
from duikou.model.relations import AlignedPlan, Alignment, Row

Errors = Sequence[DuikouError]
_TOPIC, _PLAN, _SOURCE, _REMARK = 24, 42, 13, 26


def write_json(aligned: Alignment, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """The whole of duikou.align/1."""
    value = {
        "schema": "duikou.align/1",
        "plans": [{"path": plan.path, "title": plan.title} for plan in aligned.plans],
        "rows": [_value(row, aligned.plans) for row in aligned.rows],
        "errors": [error_value(error, lang) for error in errors],
    }
    return dumps(value) + "\n"


def _value(row: Row, plans: Sequence[AlignedPlan]) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "kind": row.kind,
        "cells": [[_measure(plan.measures[at]) for at in cell] for plan, cell in zip(plans, row.cells, strict=True)],
        "score": row.score,
        "doubtful": row.doubtful,
        "evidence": list(row.evidence),
        "differences": list(row.differences),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {"id": measure.id, "part": measure.part, "path": list(measure.path), "title": measure.title}


def write_terminal(aligned: Alignment, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A table for the terminal, each measure by its number and heading."""
    from duikou.exporting.grid.text import terminal_of

    return terminal_of(grid(aligned, lang, whole=False), color, width)


def write_markdown(aligned: Alignment, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A table of Markdown with the texts."""
    from duikou.exporting.grid.text import markdown_of

    return markdown_of(grid(aligned, lang, whole=True))


def write_csv(aligned: Alignment, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """One row a topic, with the texts."""
    from duikou.exporting.grid.text import csv_of

    return csv_of(grid(aligned, lang, whole=True))


def write_xlsx(
    aligned: Alignment,
    errors: Errors,
    lang: str = "zh",
    color: bool = False,
    width: int = 0,
    folder: str | None = None,
) -> bytes:
    """One row a topic, with the texts, and beside each cell the place that it comes from, as seen from `folder`."""
    from duikou.exporting.grid.sheet import xlsx_of

    return xlsx_of(grid(aligned, lang, whole=True, sourced=True), labels(lang, "grouping")["aligned"], folder)


def write_html(aligned: Alignment, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A page with the table, to search and to filter."""
    from duikou.exporting.grid.page import html_of

    return html_of(grid(aligned, lang, whole=True), lang)


def grid(aligned: Alignment, lang: str, *, whole: bool, sourced: bool = False) -> Grid:
    """The alignment as a grid. `whole`: with the text and the fields of each measure, not its heading alone; `sourced`:
    with a column behind each plan that says where its measures stand, and leads there."""
    words = labels(lang, "grouping")
    columns = [Column("topic", words["column_topic"], _TOPIC)]
    for number, plan in enumerate(aligned.plans, 1):
        columns.append(Column(f"plan{number}", plan.title or named(plan.path), _PLAN))
        if sourced:
            columns.append(Column(f"source{number}", label(lang, "columns", "place"), _SOURCE))
    columns.append(Column("differences", words["column_differences"], _REMARK))
    rows = [_row(row, aligned.plans, lang, whole, sourced) for row in aligned.rows]
    shared = sum(sum(map(bool, row.cells)) > 1 for row in aligned.rows)
    note = words["aligned_note"].format(rows=len(rows), shared=shared, plans=len(aligned.plans))
    return Grid(words["aligned_title"], tuple(columns), tuple(rows), frozen=1, notes=(note,))


def _row(row: Row, plans: Sequence[AlignedPlan], lang: str, whole: bool, sourced: bool) -> tuple[Cell, ...]:
    words = labels(lang, "grouping")
    kind = label(lang, "kinds", row.kind)
    cells = [Cell(f"{row.topic}\n{kind}" if whole else row.topic, "head")]
    for plan, members in zip(plans, row.cells, strict=True):
        if not members:
            cells += [Cell(words["gap"], "gap"), *([Cell("", "gap")] if sourced else ())]
            continue
        said = "\n".join(_said(plan.measures[at], lang, whole) for at in members)
        tone = "doubtful" if row.doubtful else ""
        cells.append(Cell(said, tone))
        if sourced:
            first = plan.measures[members[0]].place
            # A link is shown in one line: of several measures it leads to the first.
            more = "…" if len(members) > 1 else ""
            cells.append(Cell(where(first, lang) + more, tone, plan.path, first.page))
    remarks = [words["differs"].format(what=joined((words[f"differs_{d}"] for d in row.differences), lang))]
    remarks = remarks if row.differences else []
    if row.doubtful:
        remarks.append(words["doubtful"])
    cells.append(Cell("\n".join(remarks), "differs" if row.differences else ""))
    return tuple(cells)


def _said(measure: Measure, lang: str, whole: bool) -> str:
    """A measure in a cell: its number and heading, and with `whole` its text and fields."""
    name = f"{path_text(measure.path)} {measure.title or ''}".strip()
    if not whole:
        return name if measure.title else f"{name} {measure.text[:16]}…".strip()
    heads, colon = labels(lang, "columns"), label(lang, "words", "colon")
    fields = {
        "lead_units": joined(measure.lead_units, lang),
        "responsible_units": joined(measure.responsible_units, lang),
        "deadlines": joined(dict.fromkeys(due.text for due in measure.deadlines), lang),
        "quantities": joined(dict.fromkeys(amount.text for amount in measure.quantities), lang),
    }
    lines = [name, measure.text, *(f"{heads[key]}{colon}{value}" for key, value in fields.items() if value)]
    return "\n".join(filter(None, lines))

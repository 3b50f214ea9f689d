"""Groups of files that are one plan, in every format of `duikou group`.

What holds here: a file alone is a group of one; every relation stands beside its evidence, in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.grid.cells import Cell, Column, Grid
from duikou.exporting.json.contract import dumps, error_value
from duikou.exporting.labels import label, labels
from duikou.exporting.screen import named
from duikou.model.relations import Group, GroupedFile

Errors = Sequence[DuikouError]
_WIDTHS = {"group": 6, "title": 40, "relation": 10, "order": 8, "file": 40, "score": 8, "evidence": 40}


def write_json(groups: Sequence[Group], errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """The whole of duikou.group/1."""
    value = {
        "schema": "duikou.group/1",
        "groups": [_value(group, lang) for group in groups],
        "errors": [error_value(error, lang) for error in errors],
    }
    return dumps(value) + "\n"


def _value(group: Group, lang: str) -> dict[str, Any]:
    return {
        "title": group.title,
        "doc_number": group.doc_number,
        "date": group.date,
        "best": group.best,
        "files": [
            {
                "path": file.path,
                "relation": file.relation,
                "order": file.order,
                "score": file.score,
                "evidence": list(_evidence(file, lang)),
            }
            for file in group.files
        ],
    }


def write_terminal(
    groups: Sequence[Group], errors: Errors, lang: str = "zh", color: bool = False, width: int = 0
) -> str:
    """A table for the terminal."""
    from duikou.exporting.grid.text import terminal_of

    return terminal_of(grid(groups, lang), color, width)


def write_csv(groups: Sequence[Group], errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """One row a file."""
    from duikou.exporting.grid.text import csv_of

    return csv_of(grid(groups, lang))


def write_xlsx(
    groups: Sequence[Group],
    errors: Errors,
    lang: str = "zh",
    color: bool = False,
    width: int = 0,
    folder: str | None = None,
) -> bytes:
    """One row a file, linked to it as seen from `folder`."""
    from duikou.exporting.grid.sheet import xlsx_of

    return xlsx_of(grid(groups, lang), labels(lang, "grouping")["groups"], folder)


def write_html(groups: Sequence[Group], errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A page with a table that can be searched."""
    from duikou.exporting.grid.page import html_of

    return html_of(grid(groups, lang), lang)


def grid(groups: Sequence[Group], lang: str) -> Grid:
    """The groups as a grid, one row a file; groups of several files first."""
    words = labels(lang, "grouping")
    columns = tuple(Column(key, words[f"column_{key}"], width) for key, width in _WIDTHS.items())
    ordered = sorted(groups, key=lambda group: len(group.files) == 1)
    rows, bands = [], []
    for number, group in enumerate(ordered, 1):
        for file in group.files:
            base = file.relation == "base"
            rows.append(
                (
                    Cell(str(number)),
                    Cell((group.title or label(lang, "words", "untitled")) if base else "", "head"),
                    Cell(words[f"relation_{file.relation}"], "head" if base else "differs"),
                    Cell(words[f"order_{file.order}"] if file.order else ""),
                    Cell(named(file.path), "", file.path),
                    Cell("" if base else f"{file.score:.2f}"),
                    Cell("\n".join(_evidence(file, lang))),
                )
            )
            bands.append(number)
    many = sum(len(group.files) > 1 for group in groups)
    files = sum(len(group.files) for group in groups)
    note = words["groups_note"].format(files=files, plans=len(groups), many=many)
    return Grid(words["groups_title"], columns, tuple(rows), frozen=2, bands=tuple(bands), notes=(note,))


def _evidence(file: GroupedFile, lang: str) -> tuple[str, ...]:
    words = labels(lang, "grouping")
    return tuple(words[f"evidence_{name}"].format(value=value) for name, value in file.evidence)

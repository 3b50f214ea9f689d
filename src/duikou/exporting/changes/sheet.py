"""A comparison as a workbook (XLSX): 条款对照表, one row an article, as offices circulate it; the list of changes; and
what both versions are.

What holds here: what differs is marked in the cells: a line through what the old version says, a line below what the
new one says. The bytes depend on nothing but the comparison.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.report_lines import grouped
from duikou.exporting.changes.sheet_articles import write_articles, write_history
from duikou.exporting.changes.sheet_changes import write_changes
from duikou.exporting.changes.sheet_parts import LONGEST, SHEET_NAME, TALLEST, Looks, without_forbidden, workbook
from duikou.exporting.changes.versions import short_names
from duikou.exporting.labels import labels
from duikou.exporting.ledger.sheet_looks import height
from duikou.model import Comparison
from duikou.model.changes import ALL_GROUPS


def write_xlsx(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> bytes:
    """The comparison as a workbook: the articles side by side, the changes, and both versions with the counts."""
    return write_several((comparison,), lang)


def write_several(comparisons: Sequence[Comparison], lang: str = "zh", color: bool = False, width: int = 80) -> bytes:
    """Several versions, each against the one before: each article through all versions, the two sheets for each step,
    and one with all versions and counts."""
    words = labels(lang, "diff")
    title = comparisons[-1].new.title or comparisons[-1].old.title or words["sheet"]
    content = io.BytesIO()
    with workbook(content, title) as book:
        looks = Looks(book)
        views = [View(comparison, lang) for comparison in comparisons]
        if len(views) > 1:
            write_history(book.add_worksheet(words["history"]), looks, views, lang)
        for number, view in enumerate(views, 1):
            step = f" {number}→{number + 1}" if len(views) > 1 else ""
            write_articles(book.add_worksheet((words["sheet"] + step)[:SHEET_NAME]), looks, view, lang)
            write_changes(book.add_worksheet((words["list"] + step)[:SHEET_NAME]), looks, view, lang)
        _overview(book.add_worksheet(words["overview"]), looks, comparisons, lang)
    return content.getvalue()


def _overview(sheet: Any, looks: Looks, comparisons: Sequence[Comparison], lang: str) -> None:
    """A column for each version: what it is, and how many changes of each class it has against the one before."""
    words, names, columns = labels(lang, "diff"), labels(lang, "classes"), labels(lang, "columns")
    versions = [comparisons[0].old, *(comparison.new for comparison in comparisons)]
    heads = short_names(versions, lang)
    lines: list[list[Any]] = [
        [words["plain_version"], *heads],
        [columns["title"], *(version.title for version in versions)],
        [columns["doc_number"], *(version.doc_number for version in versions)],
        [columns["date"], *(version.date for version in versions)],
        [columns["file"], *(version.cleaned.source.path for version in versions)],
    ]
    for zone in ("body", "front"):
        counts = [
            grouped(change for change in comparison.changes if (change.zone == "front") == (zone == "front"))
            for comparison in comparisons
        ]
        for group in ALL_GROUPS:
            name = f"{words[zone]} · {names[group]}"
            lines.append([name, None, *(len(found[group]) for found in counts)])
    widths = [30.0, *[44.0] * len(versions)]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for row, cells in enumerate(lines):
        sheet.set_row(row, min(TALLEST, height([str(cell or "") for cell in cells], widths) + 4))
        for at, cell in enumerate(cells):
            look = looks.left if row and at else looks.side if row else looks.head
            if isinstance(cell, int):
                sheet.write_number(row, at, cell, look)
            elif cell:
                sheet.write_string(row, at, without_forbidden(cell)[: LONGEST // 2], look)
            else:
                sheet.write_blank(row, at, None, look)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)

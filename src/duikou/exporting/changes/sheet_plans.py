"""The plans of folders as a workbook (XLSX): an index with a row a pair of versions, then the articles of all pairs
side by side, and the changes of all, each pair below a line that names its plan and its two files; and the history of
each plan of more versions.

What holds here: the index leads to where a pair begins, and names every file that was compared with nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.plan_index import Entry, by_plan, entries, heads, plan_name
from duikou.exporting.changes.report_lines import summary_line
from duikou.exporting.changes.sheet_articles import write_all_articles, write_history
from duikou.exporting.changes.sheet_changes import write_all_changes
from duikou.exporting.changes.sheet_parts import SHEET_NAME, Banded, Looks, Table, workbook
from duikou.exporting.labels import labels
from duikou.model.changes import ALL_GROUPS
from duikou.model.plans import ComparedPlans

# Columns of the index: number, title, both files, relation, and the counts of each group.
_WIDTHS = (6, 40, 36, 36, 24, *(11.0 for _ in ALL_GROUPS))
_COUNTS = 5
_CENTERED = frozenset((0, *range(_COUNTS, _COUNTS + len(ALL_GROUPS))))
_TITLE = 1


def write_plans(
    found: ComparedPlans, errors: Sequence[DuikouError], lang: str = "zh", color: bool = False, width: int = 80
) -> bytes:
    """The workbook of the plans of folders."""
    words = labels(lang, "diff")
    title = words["plans_title"].format(count=len(found.plans))
    index = list(entries(found, errors, lang))
    named = {entry.number: entry for entry in index if entry.number}
    content = io.BytesIO()
    with workbook(content, title) as book:
        looks = Looks(book)
        first = book.add_worksheet(words["index"])
        lines: list[int] = []
        if found.plans:
            # What is shown of a pair is made once, for all sheets.
            views = [View(comparison, lang) for comparison in found.comparisons]
            pairs = [
                Banded(number, entry.title, entry.old, entry.new, summary_line(view.comparison, lang), view)
                for (number, entry), view in zip(named.items(), views, strict=True)
            ]
            lines = write_all_articles(book.add_worksheet(words["sheet"]), looks, pairs, title, lang)
            write_all_changes(book.add_worksheet(words["list"]), looks, pairs, title, lang)
            for number, (plan, steps) in enumerate(by_plan(found, lang), 1):
                if len(steps) > 1:
                    sheet = book.add_worksheet(f"{words['history']} {number}"[:SHEET_NAME])
                    own = [views[step.number - 1] for step in steps]
                    write_history(sheet, looks, own, lang, plan_name(plan, lang))
        _write_index(first, looks, index, lines, title, lang)
    return content.getvalue()


def _write_index(sheet: Any, looks: Looks, index: Sequence[Entry], lines: Sequence[int], title: str, lang: str) -> None:
    """One row a line of the index; the name of a pair leads to where it begins among the articles (`lines`)."""
    table = Table(sheet, looks, heads(lang), _WIDTHS, lang)
    for entry in index:
        counts = entry.counts or [None] * len(ALL_GROUPS)
        table.row([entry.number, entry.title, entry.old, entry.new, entry.relation, *counts], _CENTERED)
        if entry.number:
            table.link(_TITLE, entry.title, labels(lang, "diff")["sheet"], lines[entry.number - 1])
    table.set_up(title)

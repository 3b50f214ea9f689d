"""A comparison as 条款对照表: one row an article or numbered item, both texts whole; and the history of each article
over several versions, one column a version.

What holds here: every paragraph of every version is in one row. What did not change is there too, taken away by the
filter until the reader asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.exporting.changes.edit_script import EditPiece
from duikou.exporting.changes.histories import histories
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.provisions import Provision, provisions, side_pieces
from duikou.exporting.changes.report_lines import heading
from duikou.exporting.changes.sheet_changes import note
from duikou.exporting.changes.sheet_parts import Banded, Cell, Looks, Table, merged
from duikou.exporting.changes.versions import short_names
from duikou.exporting.labels import label, labels

# Columns: number, article, both texts, what changed, remarks; widths in characters half a hanzi wide.
_WIDTHS = (5, 14, 48, 48, 20, 22)
_CENTERED = frozenset((0,))
_CHANGES = 4
_MARKS = {"equal": "equal", "delete": "delete", "away": "delete", "insert": "insert", "here": "insert"}


def write_articles(sheet: Any, looks: Looks, view: View, lang: str) -> None:
    """Fill and set up the sheet of one comparison."""
    words, comparison = labels(lang, "diff"), view.comparison
    names = short_names((comparison.old, comparison.new), lang)
    heads = [label(lang, "columns", "index"), words["position"], *names, words["changes"], words["note"]]
    table = Table(sheet, looks, heads, _WIDTHS, lang)
    hidden = _rows(table, view, lang)
    title = comparison.new.title or comparison.old.title or ""
    table.set_up(f"{title} {words['sheet']}")
    if hidden:
        sheet.filter_column(_CHANGES, "x == NonBlanks")


def write_all_articles(sheet: Any, looks: Looks, pairs: Sequence[Banded], title: str, lang: str) -> list[int]:
    """The articles of many pairs on one sheet, each pair below a line that names it. Gives the rows of these lines."""
    words, sides = labels(lang, "diff"), labels(lang, "words")
    heads = [label(lang, "columns", "index"), words["position"], sides["old"], sides["new"]]
    table = Table(sheet, looks, [*heads, words["changes"], words["note"]], _WIDTHS, lang)
    hidden = False
    lines = []
    for pair in pairs:
        table.band([pair.number, pair.name, pair.old, pair.new, pair.said, None])
        lines.append(table.rows)
        hidden = _rows(table, pair.view, lang) or hidden
    table.set_up(title)
    if hidden:
        sheet.filter_column(_CHANGES, "x == NonBlanks")
    return lines


def _rows(table: Table, view: View, lang: str) -> bool:
    """Put the articles of one comparison into the table; whether some are hidden."""
    hidden = False
    for number, provision in enumerate(in_zones(view), 1):
        cells = _cells(number, provision, view, lang)
        hidden = hidden or not cells[_CHANGES]
        table.row(cells, _CENTERED, hidden=not cells[_CHANGES])
    return hidden


def in_zones(view: View) -> list[Provision]:
    """The provisions of the body, then those of the front matter."""
    found = provisions(view.rows, view.old, view.new, moved=True)
    zoned = [(all(view.zone(view.rows[k]) == "front" for k in one.rows), one) for one in found]
    return [one for front in (False, True) for is_front, one in zoned if is_front == front]


def _cells(number: int, provision: Provision, view: View, lang: str) -> list[Cell]:
    rows = [view.rows[k] for k in provision.rows]
    changes = sorted(dict.fromkeys(k for row in rows for k in view.shown(row)), key=lambda k: view.numbers[k])
    said = [f"{view.numbers[k]}. {heading(view.comparison.changes[k], lang).rpartition('  ')[2]}" for k in changes]
    if not changes and any(map(view.other, rows)):
        said = [labels(lang, "diff")["other"]]
    notes = dict.fromkeys(filter(None, (note(view.comparison.changes[k], lang) for k in changes)))
    known = len(view.comparison.changes)
    sides = [marked(side_pieces(rows, entries, side), known) for side, entries in enumerate((view.old, view.new))]
    return [number, _name(provision, view), *sides, "\n".join(said), "\n".join(notes)]


def _name(provision: Provision, view: View) -> str:
    """What the provision is called in both versions where its number changed, else once."""
    old, new = view.called(provision)
    return f"{old}\n→ {new}" if old and new and old != new else new or old


def marked(pieces: Sequence[EditPiece], known: int) -> list[tuple[str, str]]:
    """The pieces of one side as a cell shows them: what the user ignores (a change from number `known` on) is not
    marked."""
    return merged(
        [
            ("equal" if piece.change is not None and piece.change >= known else _MARKS[piece.kind], piece.text)
            for piece in pieces
        ]
    )


def write_history(sheet: Any, looks: Looks, views: Sequence[View], lang: str, title: str = "") -> None:
    """One row an article, one column a version; in each version what it does not share with the one before is
    marked."""
    words = labels(lang, "diff")
    versions = [views[0].comparison.old, *(view.comparison.new for view in views)]
    heads = [label(lang, "columns", "index"), words["position"], *short_names(versions, lang), words["changes"]]
    widths = (5, 14, *(max(26, 96 // len(versions)) for _ in versions), 20)
    table = Table(sheet, looks, heads, widths, lang)
    hidden = False
    for number, history in enumerate(histories(views, lang), 1):
        said = "\n".join(history.said)
        hidden = hidden or not said
        table.row([number, "\n→ ".join(history.names), *map(merged, history.texts), said], _CENTERED, hidden=not said)
    title = title or versions[-1].title or versions[0].title or ""
    table.set_up(f"{title} {words['history']}")
    if hidden:
        sheet.filter_column(len(heads) - 1, "x == NonBlanks")

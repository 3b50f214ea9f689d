"""What the sheets of a comparison share: the looks of their cells, and passages with what differs marked inside.

What holds here: every cell is written as a string or a number, never as a formula or a link. A cell longer than a
spreadsheet can hold is cut with a mark that says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from duikou.exporting.changes.page_view import View
from duikou.exporting.labels import label
from duikou.exporting.ledger.sheet_looks import FONT, SIZE, height
from duikou.exporting.screen import coded
from duikou.notation.patterns import pattern

LONGEST = 32_767  # UTF-16 units in a cell
TALLEST = 409  # points of a row
SHEET_NAME = 31
_LINKED = 200  # characters of a text that is a link
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD_FONT, _HEAD, _EDGE, _RULE = "黑体", "#DCE6F1", "#C9D1DB", "#5B7A9D"
# What a cell holds: nothing, a text, a number, or a passage as pieces of the kinds equal, delete and insert.
Cell = str | int | Sequence[tuple[str, str]] | None


def without_forbidden(text: str) -> str:
    """The text without what XML forbids."""
    return coded(_FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def workbook(content: io.BytesIO, title: str) -> Any:
    """A new workbook, to be written to `content`; its bytes depend on nothing but what is put in it."""
    from datetime import datetime

    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": datetime(2000, 1, 1), "title": without_forbidden(title)[:255]})
    return book


class Looks:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": FONT, "font_size": SIZE}
        cell = font | {"text_wrap": True, "valign": "top", "border": 1, "border_color": _EDGE}
        head = cell | {"font_name": _HEAD_FONT, "bg_color": _HEAD, "align": "center", "valign": "vcenter"}
        self.head = book.add_format(head | {"bottom": 2, "bottom_color": _RULE})
        self.side = book.add_format(head | {"align": "left"})
        self.cell = book.add_format(cell)
        self.left = book.add_format(cell | {"align": "left"})
        self.center = book.add_format(cell | {"align": "center"})
        self.plain = book.add_format(font)
        marks = {
            "delete": {"font_strikeout": True, "font_color": "#9C3A1D"},
            "insert": {"underline": 1, "font_color": "#0B5A8C"},
        }
        self.marks = {kind: book.add_format(font | mark) for kind, mark in marks.items()}
        self.whole = {kind: book.add_format(cell | mark) for kind, mark in marks.items()}


class Banded(NamedTuple):
    """A comparison among others on one sheet: its number and name, what both files are, and what changed, in words."""

    number: int
    name: str
    old: str
    new: str
    said: str
    view: View


class Table:
    """A sheet with heads, a filter, and rows of cells. `widths` are of the columns, in characters half a hanzi wide."""

    def __init__(self, sheet: Any, looks: Looks, heads: Sequence[str], widths: Sequence[float], lang: str) -> None:
        self.sheet, self.looks, self.widths, self.lang = sheet, looks, widths, lang
        self.rows = 0
        for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(at, at, width)
            self.put(0, at, head, looks.head)
        sheet.set_row(0, 26)

    def band(self, cells: Sequence[Cell]) -> None:
        """A line that heads the rows below it."""
        self.rows += 1
        self.sheet.set_row(self.rows, min(TALLEST, height([str(cell or "") for cell in cells], self.widths) + 4))
        for at, cell in enumerate(cells):
            self.put(self.rows, at, cell, self.looks.side)

    def link(self, at: int, text: str, sheet: str, row: int) -> None:
        """A text in the last row that leads to a row of another sheet."""
        self.sheet.write_url(
            self.rows, at, f"internal:'{sheet}'!A{row + 1}", self.looks.cell, without_forbidden(text)[:_LINKED]
        )

    def row(self, cells: Sequence[Cell], centered: frozenset[int], hidden: bool = False) -> None:
        """One more row; `centered` are the columns whose cells stand in the middle, `hidden` that the filter takes it
        away."""
        self.rows += 1
        texts = ["".join(text for _, text in cell) if isinstance(cell, (list, tuple)) else str(cell) for cell in cells]
        tall = min(TALLEST, height(texts, self.widths))
        self.sheet.set_row(self.rows, tall, None, {"hidden": hidden})
        for at, cell in enumerate(cells):
            self.put(self.rows, at, cell, self.looks.center if at in centered else self.looks.cell)

    def put(self, row: int, at: int, cell: Cell, look: Any) -> None:
        """One cell."""
        if isinstance(cell, int):
            self.sheet.write_number(row, at, cell, look)
        elif not cell:
            self.sheet.write_blank(row, at, None, look)
        elif isinstance(cell, str):
            self.sheet.write_string(row, at, without_forbidden(cell)[: LONGEST // 2], look)
        else:
            self.passage(row, at, cell)

    def passage(self, row: int, at: int, pieces: Sequence[tuple[str, str]]) -> None:
        """A passage with what differs marked inside the cell."""
        kept = list(_cut(pieces, label(self.lang, "words", "cut")))
        cell = self.looks.cell
        marked = any(kind != "equal" for kind, _ in kept)
        if not kept:
            self.sheet.write_blank(row, at, None, cell)
        elif len(kept) == 1 or not marked:
            # A string of several looks needs two pieces.
            look = self.looks.whole[kept[0][0]] if marked else cell
            self.sheet.write_string(row, at, "".join(text for _, text in kept), look)
        else:
            parts: list[Any] = []
            for kind, text in kept:
                parts += [self.looks.marks.get(kind, self.looks.plain), text]
            self.sheet.write_rich_string(row, at, *parts, cell)

    def set_up(self, title: str) -> None:
        """What a reader works with, and the paper: A4 across, as many pages as it takes."""
        sheet = self.sheet
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, self.rows, len(self.widths) - 1)
        # A number such as 3 is the name of an item here; no green corner need warn of it.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self.rows + 1}"})
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        # In heads and feet of a page `&` begins a code; 255 characters is the limit of the format.
        name = title.strip()[:100].replace("\n", "").replace("&", "&&")
        sheet.set_header(f'&C&"{_HEAD_FONT},Regular"&12 {without_forbidden(name)}')
        sheet.set_footer("&C" + label(self.lang, "words", "page_of"))


def merged(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pieces as a cell can hold them: neighbours of one kind as one, without the line feed at the end."""
    found: list[tuple[str, str]] = []
    for kind, piece in pieces:
        text = without_forbidden(piece.replace("\t", "　"))
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        elif text:
            found.append((kind, text))
    if found and found[-1][1].endswith("\n"):
        kind, text = found.pop()
        found += [(kind, text[:-1])] if text[:-1] else []
    return found


def _cut(pieces: Sequence[tuple[str, str]], mark: str) -> Iterator[tuple[str, str]]:
    """The pieces up to what a cell can hold, then the mark that says so."""
    left = LONGEST - len(mark)
    for kind, text in pieces:
        units = len(text.encode("utf-16-le")) // 2
        if units > left:
            kept = text.encode("utf-16-le")[: 2 * left].decode("utf-16-le", "ignore")
            yield kind, kept + mark
            return
        left -= units
        yield kind, text

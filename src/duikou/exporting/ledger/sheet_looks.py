"""How a sheet of the spreadsheet looks, on the screen and on paper.

What holds here: columns stand where they are needed: what is printed first, then what is looked up now and then; empty
columns are left out. The printed ones fit on A4 across at a scale that can be read. No text is cut: a row is as high as
its text needs, and where that is more than a row can be, its column grows wider. Widths are in characters half a hanzi
wide (5.25 points), heights in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from duikou.exporting.labels import labels
from duikou.exporting.ledger.columns import Cell, Column
from duikou.exporting.ledger.spool import Fill, line_widths, wide
from duikou.exporting.ledger.whole_rows import sheet_class
from duikou.exporting.links import address, file_url, page_of, to_row

# The greatest height of a row.
TALLEST = 409
# 宋体 and 黑体 are on every Chinese system. A line of 10 points takes 13 in 宋体 and 14.5 in Noto CJK; the sheet must
# show all of its text with either.
FONT, _HEAD_FONT, SIZE, _LINE, _PADDING = "宋体", "黑体", 10, 14.5, 4.0
# The columns by which a row of the ledger is known.
_NAMING = ("index", "document")
_LINK = "#0B5A8C"
_HEAD, _BAND, _OWN, _EDGE, _RULE = "#DCE6F1", "#F5F8FC", "#FFFBEF", "#C9D1DB", "#5B7A9D"
_CENTERED = {
    *("index", "path", "kind", "date", "format", "pages", "measures", "page", "line", "sort", "relation", "go", "due"),
    *(
        "measured_in",
        "first_day",
        "last_day",
        "role",
        "tasks",
        "lead",
        "responsible",
        "supporting",
        "guiding",
        "status",
    ),
}
# An A4 page across holds 149; with so many the scale is 85 %.
_PAPER = 175.0
# What is wider than this would be too small to read on A4: it is printed on A3. The numbers are those of the format.
_TOO_WIDE = 1.2 * _PAPER
_A4, _A3 = 9, 8
# Titles above the page, in half hanzi: what fits at a size of 12, and at one of 9; a longer one is cut.
_TITLE, _LONG_TITLE = 110, 150
# The greatest width of a column that says the same in every row.
_WIDE = 60
# Room for the arrow of the filter, and for the cell's margins.
_ARROW, _MARGIN = 4, 1.5


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of a sheet in their order. `source` is the place of each in the sheet's cells, None for one that the
    office fills in; the first `printed` of them are printed."""

    columns: tuple[Column[Any], ...]
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    source: tuple[int | None, ...]
    printed: int


@dataclass(frozen=True, slots=True)
class Leading:
    """Where the links of a sheet lead: the sheet that its rows have their own in, the column by which these are found;
    the folder from which files are named, and what stands there for what is no file. `files` says that the rows lead to
    files at all."""

    sheet: str
    by: str
    folder: str | None
    no_file: str
    files: bool = True


# Columns of days, which are written as days, so that a spreadsheet can sort and reckon with them.
_DAYS = frozenset(("date", "first_day", "last_day", "due"))
# Those by which something is to be done.
_DUE = frozenset(("last_day", "due"))
_FILES = frozenset(("file", "source"))
# Columns whose cells may lead to a file.
_LEADS = _FILES | {"page"}
# So many links to files a sheet: each is held in memory, and a list so long is no list to leaf through.
MOST_LINKS = 20_000
# Days before the last one in which a cell says that it is near.
SOON = 30
_ISO = len("2024-03-04")


def plan(
    columns: Sequence[Column[Any]],
    fills: Sequence[Fill],
    lang: str,
    *,
    always: frozenset[str] = frozenset(),
    aside: frozenset[str] = frozenset(),
    office: Sequence[Column[Any]] = (),
) -> Plan:
    """Choose and order the columns of a sheet. `always` are kept though empty, `aside` tell nothing apart and stand
    last, `office` are empty ones at the end of the printed ones."""
    names = labels(lang, "columns")
    kept = [(column, at) for at, column in enumerate(columns) if fills[at].filled or column.key in always - aside]
    first = [(column, at) for column, at in kept if not column.aside and column.key not in aside]
    last = [(column, at) for column, at in kept if column.aside]
    said = [(column, at) for column, at in kept if not column.aside and column.key in aside]
    order: list[tuple[Column[Any], int | None]] = [*first, *((column, None) for column in office), *last, *said]
    heads = tuple(names[column.key] for column, _ in order)
    # What stands behind the printed columns must not make their rows taller.
    widths = tuple(
        _width(replace(column, width=_WIDE) if column.key in aside else column, head, None if at is None else fills[at])
        for (column, at), head in zip(order, heads, strict=True)
    )
    printed = len(first) + len(office)
    # What would not change the scale may be printed too.
    while printed < len(first) + len(office) + len(last) and sum(widths[: printed + 1]) <= _PAPER:
        printed += 1
    return Plan(tuple(column for column, _ in order), heads, widths, tuple(at for _, at in order), printed)


def _width(column: Column[Any], head: str, fill: Fill | None) -> float:
    """As wide as its cells need, at most `column.width`; wider only where a row would grow taller than a row can be."""
    if fill is None:
        return column.width
    wanted = min(max(fill.widest + 2, wide(head) + _ARROW), column.width)
    lines = (TALLEST - _PADDING) // _LINE - fill.breaks - 1
    # A line of wrapped text is not always full: a tenth more than the text would need.
    needed = 1.1 * fill.length / lines + _MARGIN + 2 if lines > 4 else 3 * column.width
    return max(wanted, min(needed, 3 * column.width))


def height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points that a row needs with its text wrapped. The estimate is on the large side: cut text is worse than air."""
    lines = max((_lines(cell, width) for cell, width in zip(cells, widths, strict=True) if cell != ""), default=1)
    return float(min(TALLEST, lines * _LINE + _PADDING))


def _lines(cell: Cell, width: float) -> int:
    # A width of 1 is 7 pixels, half a hanzi of 10 points 6.67. No line holds half a hanzi.
    room = max(2.0, (width * 7 / 6.67 - 0.3) // 2 * 2)
    return sum(max(1, -int(-line // room)) for line in line_widths(cell))


class Looks:
    """The formats of a workbook, and the pages laid out in them."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._words = book, labels(lang, "words")
        base = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top"}
        base |= {"border": 1, "border_color": _EDGE}
        head = {"font_name": _HEAD_FONT, "bg_color": _HEAD, "align": "center", "valign": "vcenter"}
        self.head = book.add_format(base | head | {"bottom": 2, "bottom_color": _RULE})
        # By (banded, centred, the office's own).
        self.cells = {
            (banded, centered, own): book.add_format(
                base
                | ({"bg_color": _OWN} if own else {"bg_color": _BAND} if banded else {})
                | ({"align": "center"} if centered else {})
            )
            for banded in (False, True)
            for centered in (False, True)
            for own in (False, True)
        }
        # Days, by banded.
        self.days = {
            banded: book.add_format(
                base | {"align": "center", "num_format": "yyyy-mm-dd"} | ({"bg_color": _BAND} if banded else {})
            )
            for banded in (False, True)
        }

        link = {"font_color": _LINK, "underline": 1}
        # Links, by (banded, centred).
        self.links = {
            (banded, centered): book.add_format(
                base | link | ({"bg_color": _BAND} if banded else {}) | ({"align": "center"} if centered else {})
            )
            for banded in (False, True)
            for centered in (False, True)
        }
        self.overdue = book.add_format({"bg_color": "#F6CFCB", "font_color": "#8C1C13"})
        self.soon = book.add_format({"bg_color": "#FCE8B2"})

    def page(self, name: str, title: str, planned: Plan, leading: Leading) -> Page:
        """A new sheet with its head, ready for rows. `title` is printed at the top of each page."""
        return Page(self._book, self, planned, name, title, self._words, leading)


class Page:
    """One sheet that is filled row by row."""

    def __init__(
        self, book: Any, looks: Looks, planned: Plan, name: str, title: str, words: Any, leading: Leading
    ) -> None:
        self._sheet = book.add_worksheet(name, sheet_class())
        self._looks, self._plan, self._words = looks, planned, words
        self._leading, self._links = leading, 0
        self._keys = [column.key for column in planned.columns]
        self._row, self._banded, self._group = 0, True, ""
        self._centered = [column.key in _CENTERED for column in planned.columns]
        for at, width in enumerate(planned.widths):
            self._sheet.set_column(at, at, width, None, {"hidden": planned.columns[at].hidden})
        self._sheet.set_row(0, height(planned.heads, planned.widths) + 10)
        for at, head in enumerate(planned.heads):
            self._sheet.write_string(0, at, head, looks.head)
        self._set_up(title)

    def add(self, cells: Sequence[Cell], group: str) -> None:
        """One row; the band changes where the group does."""
        if group != self._group or not self._row:
            self._banded, self._group = not self._banded, group
        self._row += 1
        # What is hidden makes no row taller.
        seen = ["" if column.hidden else cell for cell, column in zip(cells, self._plan.columns, strict=True)]
        written: list[tuple[Any, Any]] = []
        for at, (cell, key) in enumerate(zip(cells, self._keys, strict=True)):
            look = self._looks.cells[self._banded, self._centered[at], self._plan.source[at] is None]
            if cell == "":
                written.append((cell, look))
            elif key in _DAYS and (day := _day(cell)) is not None:
                written.append((day, self._looks.days[self._banded]))
            elif key == "go":
                formula = to_row(self._leading.sheet, self._cell(self._leading.by), "A", str(cell))
                written.append(((formula, cell), self._looks.links[self._banded, True]))
            elif key in _LEADS and self._link(at, cells):
                written.append((cell, self._looks.links[self._banded, self._centered[at]]))
            else:
                written.append((cell, look))
        self._sheet.row(self._row, height(seen, self._plan.widths), written)

    def _cell(self, key: str, row: int | None = None) -> str:
        """The address of the cell of a column by its key, its column fixed."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        made: str = xl_rowcol_to_cell(self._row if row is None else row, self._keys.index(key), col_abs=True)
        return made

    def _link(self, at: int, cells: Sequence[Cell]) -> bool:
        """Make a cell that names a file lead to it, and one that names a page of it to the page."""
        key, cell = self._keys[at], cells[at]
        file = (
            cell if key in _FILES else cells[self._keys.index("file")] if key == "page" and "file" in self._keys else ""
        )
        if not self._leading.files or cell == "" or file in ("", self._leading.no_file) or self._links >= MOST_LINKS:
            return False
        url = _url(str(file), self._leading.folder, cell if key == "page" else None)
        if url is None:
            return False
        self._links += 1
        self._sheet.lead(self._row, at, url)
        return True

    def finish(self) -> None:
        """What is known only now: how far the filter, the choices and the print area reach."""
        last, sheet = self._row, self._sheet
        sheet.autofilter(0, 0, last, len(self._plan.columns) - 1)
        sheet.print_area(0, 0, last, self._plan.printed - 1)
        # A number such as 3 is the name of an item here; no green corner need warn of it.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        for at, column in enumerate(self._plan.columns):
            if column.key == "status" and last:
                choices = self._words["statuses"].split(self._words["list"])
                # A word of the office's own is taken too.
                sheet.data_validation(1, at, last, at, {"validate": "list", "source": choices, "show_error": False})

        for column in self._plan.columns:
            if column.key in _DUE and last:
                self._warn_of_days(column.key)

    def _warn_of_days(self, key: str) -> None:
        """Let the days of a column stand out that are past, or near, unless the office has it done."""
        day, sheet = self._cell(key, 1), self._sheet
        open_ = f"ISNUMBER({day})"
        if "status" in self._keys:
            open_ += f',{self._cell("status", 1)}<>"{self._words["done"]}"'
        at = self._keys.index(key)
        for condition, look in (
            (f"{day}<TODAY()", self._looks.overdue),
            (f"{day}<=TODAY()+{SOON}", self._looks.soon),
        ):
            criteria = f"=AND({open_},{condition})"
            options = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            sheet.conditional_format(1, at, self._row, at, options)

    def _naming(self) -> int:
        """How many columns at the left name a row: they stay in sight with the head."""
        keys = [column.key for column in self._plan.columns]
        return next((at for at, key in enumerate(keys) if key not in _NAMING), len(keys)) if keys[0] == "index" else 0

    def _set_up(self, title: str) -> None:
        sheet = self._sheet
        sheet.freeze_panes(1, self._naming())
        sheet.repeat_rows(0)
        sheet.set_landscape()
        printed = sum(self._plan.widths[: self._plan.printed])
        sheet.set_paper(_A4 if printed <= _TOO_WIDE else _A3)
        # As wide as the page; programs make a sheet smaller for that, and never larger.
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        # In heads and feet of a page `&` begins a code, and digits behind a size would belong to it; 255 characters is
        # the limit of the format.
        whole = title.replace("\n", "")
        name, size = _cut(whole, _LONG_TITLE), 12 if wide(whole) <= _TITLE else 9
        sheet.set_header(f'&C&"{_HEAD_FONT},Regular"&{size} {name.replace("&", "&&")}')
        sheet.set_footer("&C" + self._words["page_of"])


def _cut(text: str, room: int) -> str:
    """A text in so many half hanzi, its end as …"""
    if wide(text) <= room:
        return text
    while wide(text) > room - 2:
        text = text[:-1]
    return f"{text}…"


@lru_cache(maxsize=256)
def _url(file: str, folder: str | None, page: Cell | None) -> Any:
    """The link to a file, or a page of it; None for what is no file. The rows of a page share it."""
    named = address(file, folder)
    return file_url(named, page_of(named, page)) if named is not None else None


def _day(cell: Cell) -> int | None:
    """The number that a spreadsheet has for a day (days since 1899-12-30); None for what is no whole day (2024-03), and
    for days before March 1900, which programs count in two ways."""
    from datetime import date

    try:
        day = date.fromisoformat(cell) if isinstance(cell, str) and len(cell) == _ISO else None
    except ValueError:
        return None
    return (day - date(1899, 12, 30)).days if day is not None and day >= date(1900, 3, 1) else None

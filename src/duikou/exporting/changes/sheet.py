"""A comparison as a spreadsheet (XLSX): 条款对照表, one row a change, as offices circulate it.

What holds here: every cell is written as a string or a number, never as a formula or a link. What differs is marked in
the cells: a line through what the old version says, a line below what the new one says. Changes are numbered as in the
other reports; those of the body come first, front matter after them under its own name. The bytes depend on nothing but
the comparison. A cell longer than a spreadsheet can hold is cut with a mark that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from duikou.exporting.changes.passages import GROUPS, group_of, grouped, heading, position, standing, suspicion
from duikou.exporting.labels import label, labels, where
from duikou.exporting.ledger.sheet_looks import FONT, SIZE, height
from duikou.exporting.screen import coded
from duikou.model import Change, Comparison
from duikou.notation.patterns import pattern

LONGEST = 32_767  # UTF-16 units in a cell
_TALLEST = 409  # points of a row
_SHEET_NAME = 31
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD_FONT, _HEAD, _EDGE, _RULE = "黑体", "#DCE6F1", "#C9D1DB", "#5B7A9D"
# Columns: key of the label, width in characters half a hanzi wide.
_COLUMNS = (
    ("index", 5),
    ("position", 14),
    ("old", 42),
    ("new", 42),
    ("klass", 12),
    ("type", 11),
    ("note", 20),
    ("place", 14),
)
_CENTERED = {"index", "klass", "type"}
_ALL = (*GROUPS, "editorial")


def write_xlsx(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> bytes:
    """The comparison as a workbook: the sheet of changes, and one with both versions and the counts."""
    return write_several((comparison,), lang)


def write_several(comparisons: Sequence[Comparison], lang: str = "zh", color: bool = False, width: int = 80) -> bytes:
    """Several versions, each against the one before: a sheet for each step, and one with all versions and counts."""
    import io
    from datetime import datetime

    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    words = labels(lang, "diff")
    with xlsxwriter.Workbook(content, options) as book:
        title = comparisons[-1].new.title or comparisons[-1].old.title or words["sheet"]
        book.set_properties({"created": datetime(2000, 1, 1), "title": _held(title)[:255]})
        looks = _Looks(book)
        for number, comparison in enumerate(comparisons, 1):
            name = words["sheet"] + (f" {number}→{number + 1}" if len(comparisons) > 1 else "")
            _Table(book.add_worksheet(name[:_SHEET_NAME]), looks, comparison, lang).write()
        _overview(book.add_worksheet(words["overview"]), looks, comparisons, lang)
    return content.getvalue()


def _held(text: str) -> str:
    """The text without what XML forbids."""
    return coded(_FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


class _Looks:
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


class _Table:
    """The sheet of one comparison."""

    def __init__(self, sheet: Any, looks: _Looks, comparison: Comparison, lang: str) -> None:
        self.sheet, self.looks, self.comparison, self.lang = sheet, looks, comparison, lang
        self.words = labels(lang, "diff")

    def write(self) -> None:
        """Fill and set up the sheet."""
        widths = [width for _, width in _COLUMNS]
        heads = [self._head(key) for key, _ in _COLUMNS]
        for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(0, at, head, self.looks.head)
        self.sheet.set_row(0, 26)
        changes = list(enumerate(self.comparison.changes, 1))
        ordered = [c for zone in ("body", "front") for c in changes if (c[1].zone == "front") == (zone == "front")]
        for row, (number, change) in enumerate(ordered, 1):
            self._row(row, number, change, widths)
        self._set_up(len(ordered))

    def _head(self, key: str) -> str:
        if key == "index":
            return label(self.lang, "columns", key)
        return label(self.lang, "words", key) if key in ("old", "new") else self.words[key]

    def _row(self, row: int, number: int, change: Change, widths: Sequence[float]) -> None:
        names = labels(self.lang, "classes")
        said = heading(change, self.lang).rpartition("  ")[2]
        at_old, at_new = (where(side.place, self.lang) if side else "" for side in (change.old, change.new))
        stood = [f"{label(self.lang, 'words', key)} {at}" for key, at in (("old", at_old), ("new", at_new)) if at]
        sides = [_pieces(change, kind) for kind in ("delete", "insert")]
        texts = ["".join(text for _, text in side) for side in sides]
        stands = position(change, self.lang).replace(" → ", "\n→ ")
        kind = names[group_of(change)]
        cells: list[Any] = [number, stands, *texts, kind, said, self._note(change), "\n".join(stood)]
        self.sheet.set_row(row, min(_TALLEST, height([str(cell) for cell in cells], widths)))
        for at, ((key, _), cell) in enumerate(zip(_COLUMNS, cells, strict=True)):
            look = self.looks.center if key in _CENTERED else self.looks.cell
            if isinstance(cell, int):
                self.sheet.write_number(row, at, cell, look)
            elif key in ("old", "new"):
                self._passage(row, at, sides[0 if key == "old" else 1])
            elif cell:
                self.sheet.write_string(row, at, _held(cell)[: LONGEST // 2], look)
            else:
                self.sheet.write_blank(row, at, None, look)

    def _note(self, change: Change) -> str:
        """What a reader must know besides: where it moved, what is likely wrong, that it is not of the body."""
        notes = [suspicion(change, self.lang)]
        if change.old and change.new and change.type == "move":
            old, new = (standing(side, self.lang) for side in (change.old, change.new))
            notes.append(self.words["moved_note"].format(old=old, new=new))
        if change.zone == "front":
            notes.append(self.words["front"])
        return "\n".join(note for note in notes if note)

    def _passage(self, row: int, at: int, pieces: Sequence[tuple[str, str]]) -> None:
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

    def _set_up(self, rows: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(_COLUMNS) - 1)
        # A number such as 3 is the name of an item here; no green corner need warn of it.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        title = self.comparison.new.title or self.comparison.old.title or ""
        # In heads and feet of a page `&` begins a code; 255 characters is the limit of the format.
        name = f"{title} {self.words['sheet']}".strip()[:100].replace("\n", "").replace("&", "&&")
        sheet.set_header(f'&C&"{_HEAD_FONT},Regular"&12 {_held(name)}')
        sheet.set_footer("&C" + label(self.lang, "words", "page_of"))


def _pieces(change: Change, kind: str) -> list[tuple[str, str]]:
    """One side of a change: its equal pieces and those of `kind`."""
    side = change.old if kind == "delete" else change.new
    if side is None:
        return []
    found = [(op, _held(text)) for op, text in change.ops if op in ("equal", kind)]
    if not any(text for _, text in found):
        found = [("equal", _held(side.text))]
    return [(op, text.replace("\t", "　")) for op, text in found if text]


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


def _overview(sheet: Any, looks: _Looks, comparisons: Sequence[Comparison], lang: str) -> None:
    """A column for each version: what it is, and how many changes of each class it has against the one before."""
    words, names, columns = labels(lang, "diff"), labels(lang, "classes"), labels(lang, "columns")
    versions = [comparisons[0].old, *(comparison.new for comparison in comparisons)]
    numbered = [words["version"].format(number=number) for number in range(1, len(versions) + 1)]
    heads = numbered if len(versions) > 2 else [label(lang, "words", key) for key in ("old", "new")]
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
        for group in _ALL:
            name = f"{words[zone]} · {names[group]}"
            lines.append([name, None, *(len(found[group]) for found in counts)])
    widths = [30.0, *[44.0] * len(versions)]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for row, cells in enumerate(lines):
        sheet.set_row(row, min(_TALLEST, height([str(cell or "") for cell in cells], widths) + 4))
        for at, cell in enumerate(cells):
            look = looks.left if row and at else looks.side if row else looks.head
            if isinstance(cell, int):
                sheet.write_number(row, at, cell, look)
            elif cell:
                sheet.write_string(row, at, _held(cell)[: LONGEST // 2], look)
            else:
                sheet.write_blank(row, at, None, look)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)

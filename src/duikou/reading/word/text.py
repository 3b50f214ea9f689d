"""The text of a Word story (body, header, note), as Word shows it with all tracked changes accepted.

What holds here: everything shown is read once, in reading order; what Word does not show is left out: deleted
and moved-away text, hidden text, field codes, comments. An element that is not known is descended into, so
that text in it is not lost. One `Story` is made for a document and fed its parts in turn, because pages,
lists and notes count on.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from duikou.notation.patterns import pattern
from duikou.reading.pages import cell_lines
from duikou.reading.word.numbering import Numbering, Style, Styles
from duikou.reading.word.symbols import font, overlaid, symbol, symbols
from duikou.reading.word.tree import GONE, alternative, inside, merged_away
from duikou.reading.word.xml import Element, attr, child, flag, name, number

LONGEST_HEADING = 120  # characters; a whole paragraph in a heading's style is text
_MARKS = {"w:tab": "\u3000", "w:ptab": "\u3000", "w:noBreakHyphen": "-", "w:br": "\n", "w:cr": "\n"}
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_UNREAD = {
    "a:blip": "picture", "v:imagedata": "picture", "c:chart": "chart", "dgm:relIds": "diagram",
    "w:altChunk": "embedded document", "w:subDoc": "linked document",
}  # fmt: skip
_HEADING_NAME = pattern(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_WORDS = pattern(r"[0-9A-Za-z]")
# What breaks a line in a text may stand in w:t: Word shows a space, or a new line for the last three.
_FLAT = (
    {ord(c): " " for c in "\n\r\v\f\x1c\x1d\x1e"} | {ord("\t"): "\u3000"} | {ord(c): "\n" for c in "\x85\u2028\u2029"}
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a story. `aside`: it stands in a text box or in a table inside a table cell. `merged`: the columns of
    a row whose cell goes on from the row above."""

    text: str
    page: int
    role: str = "text"
    level: int | None = None
    aside: bool = False
    merged: tuple[int, ...] = ()


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True
    shown: bool = False


@dataclass(slots=True)
class _Open:
    """The paragraph being read: its lines so far, each with the page it begins on."""

    lines: list[list[str]] = field(default_factory=lambda: [[]])
    pages: list[int] = field(default_factory=lambda: [1])
    properties: Element | None = None
    carried: bool = False


class Story:
    """Reads stories. `paged`: a page break was met; `notes`: the notes referred to, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, sections: tuple[str, ...] = ()) -> None:
        self.items: list[Item] = []
        self.notes: list[tuple[str, str]] = []
        self.unread: Counter[str] = Counter()
        self.page, self.paged = 1, False
        self._styles, self._numbering = styles, numbering
        self._sections = list(sections)  # how each section after the first begins (w:type)
        self._fresh = True  # nothing stands on this page yet
        self._hard = False  # this page began with a break written by hand
        self._aside = False
        self._fields: list[_Field] = []
        self._boxes: list[Element | str] = []
        self._open: _Open | None = None

    def read(self, root: Element) -> list[Item]:
        """Read one story, the children of `root`, and give its items."""
        self.items = []
        self._fields = []
        self._blocks(root)
        return self.items

    # Blocks.

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            kind = name(element)
            if kind == "w:p":
                self._paragraph(element)
            elif kind == "w:tbl":
                self._end_paragraph()
                self._table(element)
            elif kind == "mc:AlternateContent":
                self._blocks(alternative(element))
            elif kind in _UNREAD:
                self.unread[_UNREAD[kind]] += 1
            elif kind not in GONE:
                self._blocks(element)
        self._end_paragraph()

    def _paragraph(self, paragraph: Element) -> None:
        properties = child(paragraph, "w:pPr")
        if flag(child(properties, "w:pageBreakBefore")) and not self._fresh:
            self._new_page(by_hand=True)
        if self._open is None:
            self._open = _Open(pages=[self.page])
        open_ = self._open
        if open_.properties is None or not _has_text(open_):
            open_.properties = properties
        hidden = self._styles.hidden(self._style_id(properties))
        self._inline(paragraph, hidden)
        mark = child(properties, "w:rPr")
        if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
            # The mark that stays is the next paragraph's, and with it its numbering and style.
            open_.properties, open_.carried = None, True
        elif flag(child(mark, "w:vanish")):
            open_.carried = True
        else:
            open_.carried = False
            self._end_paragraph()
        if child(properties, "w:sectPr") is not None and self._sections:
            begins = self._sections.pop(0)
            if begins != "continuous" and not self._fresh:
                self._new_page(by_hand=True)

    def _end_paragraph(self) -> None:
        open_, self._open = self._open, None
        if open_ is None:
            return
        self._fields = [f for f in self._fields if not f.in_code]  # a code never runs on: its end is missing
        if not (open_.carried and not _has_text(open_)):
            lines = ["".join(line) for line in open_.lines]
            self._add(self._with_label(lines, open_.properties), open_)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            aside, self._aside = self._aside, True
            if isinstance(box, str):
                self._put(Item(box, self.page))
            else:
                self._blocks(box)
            self._aside = aside

    def _with_label(self, lines: list[str], properties: Element | None) -> list[str]:
        label, suffix = self._numbering.label(properties, self._style_id(properties))
        if label and lines[0] and suffix != "nothing" and _glued(label, lines[0]):
            label += " "
        return [label + lines[0], *lines[1:]]

    def _add(self, lines: list[str], open_: _Open) -> None:
        level = self._heading(open_.properties)
        if level is not None and sum(map(len, lines)) > LONGEST_HEADING:
            level = None
        role = "text" if level is None else "heading"
        for line, page in zip(lines, open_.pages, strict=True):
            self._put(Item(line, page, role if line.strip() else "text", level if line.strip() else None))
        self._fresh = False

    def _put(self, item: Item) -> None:
        self.items.append(Item(item.text, item.page, item.role, item.level, self._aside, item.merged))

    def _style_id(self, properties: Element | None) -> str | None:
        return attr(child(properties, "w:pStyle"), "val") or self._styles.default

    def _heading(self, properties: Element | None) -> int | None:
        outline = number(child(properties, "w:outlineLvl"))
        chain: list[Style] = list(self._styles.chain(self._style_id(properties)))
        if outline is None:
            outline = next((s.outline for s in chain if s.outline is not None), None)
        if outline is not None:
            return outline + 1 if 0 <= outline < 9 else None
        if not chain:
            return None
        named = _HEADING_NAME.fullmatch(chain[0].name)
        return int(named[1]) if named else 1 if chain[0].name.lower() in ("title", "标题") else None

    # Tables.

    def _table(self, table: Element) -> None:
        rows = [list(inside(row, "w:tc")) for row in inside(table, "w:tr")]
        if all(len(row) <= 1 for row in rows) or (len(rows) == 1 and not self._bordered(table)):
            for row in rows:
                for cell in row:
                    self._blocks(cell)
            return
        aside, self._aside = self._aside, self._aside or self._in_cell
        for row in inside(table, "w:tr"):
            self._row(row)
        self._aside = aside

    def _bordered(self, table: Element) -> bool:
        properties = child(table, "w:tblPr")
        line = child(properties, "w:tblBorders", "w:insideV")
        if line is not None:
            return bool(flag(line))
        if any(child(x, "w:tcBorders") is not None for x in table.iter() if name(x) == "w:tcPr"):
            return True
        return self._styles.bordered(attr(child(properties, "w:tblStyle"), "val"))

    _in_cell = False

    def _row(self, row: Element) -> None:
        begin = self.page
        last = begin
        cells = [""] * (number(child(row, "w:trPr", "w:gridBefore")) or 0)
        missing = 0  # columns that the cell before takes besides its own
        merged: list[int] = []
        asides: list[Item] = []
        first: int | None = None
        for cell in inside(row, "w:tc"):
            properties = child(cell, "w:tcPr")
            text = ""
            if merged_away(properties):
                if child(properties, "w:vMerge") is not None:
                    merged.append(len(cells) + missing)
            else:
                self.page = begin  # a row that runs over a page has a break in each of its cells
                items = self._cell(cell)
                asides += [item for item in items if item.aside]
                own = [item for item in items if not item.aside]
                text = cell_lines.join([item.text.replace("\t", "\u3000").strip() for item in own])
                if first is None and text:
                    first = next(item.page for item in own if item.text.strip())
                last = max(last, self.page)
            cells += [""] * missing + [text]
            missing = (number(child(properties, "w:gridSpan")) or 1) - 1
        self.page = last
        self._put(Item("\t".join(cells), begin if first is None else first, "row", merged=tuple(merged)))
        for item in asides:
            self._put(item)
        self._fresh = False

    def _cell(self, cell: Element) -> list[Item]:
        outer, self.items = self.items, []
        aside, self._aside = self._aside, False
        in_cell, self._in_cell = self._in_cell, True
        self._blocks(cell)
        items, self.items = self.items, outer
        self._aside, self._in_cell = aside, in_cell
        return items

    # Inside a paragraph.

    def _inline(self, parent: Element, hidden: bool) -> None:
        for element in parent:
            kind = name(element)
            if kind in ("w:t", "m:t"):
                text = element.text or ""
                if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                    text = text.strip(" \t\r\n")
                self._text(symbols(text.translate(_FLAT), font(parent)), hidden)
            elif kind == "w:r":
                properties = child(element, "w:rPr")
                own = flag(child(properties, "w:vanish"))
                if own is None and child(properties, "w:rStyle") is not None:
                    own = self._styles.hidden(attr(child(properties, "w:rStyle"), "val")) or None
                self._inline(element, hidden if own is None else own)
            elif kind in ("w:br", "w:cr") and attr(element, "type") in ("page", "column"):
                if attr(element, "type") == "page" and not hidden:
                    self._break_page()
            elif kind in _MARKS:
                self._text(_MARKS[kind], hidden)
            elif kind == "w:lastRenderedPageBreak":
                self._rendered_break()
            elif kind == "w:sym":
                self._text(symbol(attr(element, "char"), attr(element, "font")), hidden)
            elif kind in ("w:fldChar", "w:instrText"):
                self._field(element, kind, hidden)
            elif kind in _NOTES:
                if not hidden:
                    self.notes.append((_NOTES[kind], attr(element, "id") or ""))
            elif kind == "w:txbxContent":
                self._boxes.append(element)
            elif kind == "v:textpath":
                self._boxes.append(element.get("string") or "")
            elif kind == "a:p":
                self._boxes.append("".join(t.text or "" for t in element.iter() if name(t) == "a:t"))
            elif kind == "mc:AlternateContent":
                self._inline(alternative(element), hidden)
            elif kind in _UNREAD:
                self.unread[_UNREAD[kind]] += 1
            elif kind not in GONE:
                self._inline(element, hidden)

    def _text(self, text: str, hidden: bool) -> None:
        if not text or hidden or self._open is None or any(f.in_code for f in self._fields):
            return
        for f in self._fields:
            f.shown = True
        for i, piece in enumerate(text.split("\n")):
            if i:
                self._open.lines.append([])
                self._open.pages.append(self.page)
            if piece:
                if not any(self._open.lines[-1]):
                    self._open.pages[-1] = self.page
                self._open.lines[-1].append(piece)
                self._fresh = self._hard = False

    def _break_page(self) -> None:
        if self._open is not None and any(self._open.lines[-1]):
            self._text("\n", False)
        self._new_page(by_hand=True)
        if self._open is not None:
            self._open.pages[-1] = self.page

    def _rendered_break(self) -> None:
        # Word also marks the page that a break by hand began: that page is counted already.
        if not self._hard:
            self._new_page(by_hand=False)
        self._hard = False

    def _new_page(self, by_hand: bool) -> None:
        self.page += 1
        self.paged, self._fresh, self._hard = True, True, by_hand

    def _field(self, element: Element, kind: str, hidden: bool) -> None:
        if kind == "w:instrText":
            if self._fields and self._fields[-1].in_code:
                self._fields[-1].code += element.text or ""
            return
        state = attr(element, "fldCharType")
        if state == "begin":
            self._fields.append(_Field())
        elif self._fields and state == "separate":
            self._fields[-1].in_code = False
        elif self._fields and state == "end":
            ended = self._fields.pop()
            if not ended.shown:
                self._text(overlaid(ended.code), hidden)


def _has_text(open_: _Open) -> bool:
    return any(any(line) for line in open_.lines)


def _glued(left: str, right: str) -> bool:
    """Whether a label and the text after it would read as one number or word."""
    return bool(_WORDS.match(right)) and (bool(_WORDS.match(left[-1])) or left[-1] == ".")

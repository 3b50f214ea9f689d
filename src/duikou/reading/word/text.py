"""The text of a Word story (body, header, note), as Word shows it in one view of its tracked changes.

What holds here: everything shown is read once, in reading order; what Word does not show is left out (field codes,
comments) or counted as left out (hidden text, tracked changes). An element that is not known is descended into, so
that text in it is not lost. One `Story` is made for a document and fed its parts in turn, because pages, lists and
notes count on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from duikou.errors import t
from duikou.notation.patterns import pattern
from duikou.reading.pages import cell_lines
from duikou.reading.word import notes
from duikou.reading.word.fields import Fields
from duikou.reading.word.setting import Item, Setting
from duikou.reading.word.styles import centred, heading_level
from duikou.reading.word.symbols import font, raised, symbol, symbols
from duikou.reading.word.tree import alternative, inside, merged_away, properties_of
from duikou.reading.word.xml import Element, attr, child, flag, name, number

LONGEST_HEADING = 120  # characters; a whole paragraph in a heading's style is text
_MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-", "w:br": "\n", "w:cr": "\n"}
_TEXTS = frozenset({"w:t", "m:t", "w:delText"})
_CODES = frozenset({"w:instrText", "w:delInstrText"})
_UNREAD = {
    "a:blip": t("{count} picture"), "v:imagedata": t("{count} picture"), "c:chart": t("{count} chart"),
    "o:OLEObject": t("{count} embedded object"), "w:subDoc": t("{count} linked document"),
}  # fmt: skip
_WORDS = pattern(r"[0-9A-Za-z]")
# What breaks a line in a text may stand in w:t: Word shows a space, or a new line for the last three.
_FLAT = {ord(c): " " for c in "\n\r\v\f\x1c\x1d\x1e"} | {ord(c): "\n" for c in "\x85\u2028\u2029"}
_TEXT_OF_A_VISIT = 100  # characters
_PARAGRAPHS = 12  # no cell of a row of data holds so many
_ON = ("1", "true", "on")
_IN_CELL = str.maketrans("\t", "\u3000")


@dataclass(slots=True)
class _Open:
    """The paragraph being read: its lines so far, each with the page it begins on."""

    lines: list[list[str]] = field(default_factory=lambda: [[]])
    pages: list[int] = field(default_factory=lambda: [1])
    properties: Element | None = None
    carried: bool = False

    @property
    def ends_in_digit(self) -> bool:
        """Whether the last piece of the line so far ends in a digit."""
        return bool(self.lines[-1]) and self.lines[-1][-1][-1:].isdigit()


class Story:
    """Reads stories. `paged`: a page break was met; `notes`: the notes referred to, in order, with their marks;
    `unread`: what is not read, by its name; `hidden`: characters of hidden text."""

    def __init__(self, setting: Setting, sections: tuple[str, ...] = ()) -> None:
        self.items: list[Item] = []
        self.notes: list[notes.Note] = []
        self.unread: Counter[str] = Counter()
        self.hidden = 0
        self.page, self.paged = 1, False
        self._set, self._styles, self._view = setting, setting.styles, setting.view
        self._part = ""
        self._sections = list(sections)  # how each section after the first begins (w:type)
        self._fresh = True  # nothing stands on this page yet
        self._hard = False  # this page began with a break written by hand
        self._aside = self._in_cell = False
        self._depth = 0
        self._fields = Fields(setting.budget)
        self._boxes: list[Element | str] = []
        self._open: _Open | None = None

    def read(self, root: Element, part: str) -> list[Item]:
        """Read one story, the children of `root` in the part of that name, and give its items."""
        self.items, self._part = [], part
        self._fields = Fields(self._set.budget)
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
            elif kind == "w:altChunk":
                self._chunk(attr(element, "id", "r") or "")
            elif kind in _UNREAD:
                self.unread[_UNREAD[kind]] += 1
            elif kind not in self._view.gone:
                self._blocks(element)
        self._end_paragraph()

    def _chunk(self, relation: str) -> None:
        """Another document, put in whole (w:altChunk; part 1, 17.17.2.1)."""
        self._end_paragraph()
        found = self._set.chunk(self._part, relation)
        if isinstance(found, str):
            self.unread[t("{count} embedded document ({found})", found=found)] += 1
            return
        # One part may be taken in many times: what stands in the text is spent, not what stands in the file.
        self._set.budget.spend("visits", 1 + len(found.lines) + len(found.text) // _TEXT_OF_A_VISIT)
        for line in found.lines:
            role = line.role if line.role in ("heading", "row", "footnote") else "text"
            text = found.text[line.start : line.end]
            self._put(Item(text, self.page, role, line.level, merged=line.merged, centred=line.centred))
        self._fresh = False

    def _paragraph(self, paragraph: Element) -> None:
        properties = properties_of(paragraph, self._view)
        if flag(child(properties, "w:pageBreakBefore")) and not self._fresh:
            self._new_page(by_hand=True)
        if self._open is None:
            self._open = _Open(pages=[self.page])
        open_ = self._open
        if open_.properties is None or not _has_text(open_):
            open_.properties = properties
        hidden = self._styles.hidden(self._style_id(properties))
        self._inline(paragraph, hidden)
        now = child(paragraph, "w:pPr")
        mark = child(now, "w:rPr")
        if any(child(mark, gone) is not None for gone in self._view.marks):
            # The mark that stays is the next paragraph's, and with it its numbering and style.
            open_.properties, open_.carried = None, True
        elif flag(child(mark, "w:vanish")):
            open_.carried = True
        else:
            open_.carried = False
            self._end_paragraph()
        if child(now, "w:sectPr") is not None and self._sections:
            begins = self._sections.pop(0)
            if begins != "continuous" and not self._fresh:
                self._new_page(by_hand=True)

    def _end_paragraph(self) -> None:
        open_, self._open = self._open, None
        if open_ is None:
            return
        self._fields.end_paragraph()
        if not (open_.carried and not _has_text(open_)):
            lines = ["".join(line) for line in open_.lines]
            self._add(self._with_label(lines, open_.properties), open_)
        boxes, self._boxes = self._boxes, []
        for box in boxes:  # in a cell they belong to the cell
            if isinstance(box, str):
                self._put(Item(box, self.page))
            else:
                self._inner(box)

    def _inner(self, element: Element) -> None:
        """What stands in a box or a cell, which may hold boxes and tables."""
        self._depth += 1
        self._set.budget.reach("nesting", self._depth)
        self._blocks(element)
        self._depth -= 1

    def _with_label(self, lines: list[str], properties: Element | None) -> list[str]:
        label, suffix = self._set.numbering.label(properties, self._style_id(properties))
        if label and lines[0] and suffix != "nothing" and _glued(label, lines[0]):
            label += " "
        return [label + lines[0], *lines[1:]]

    def _add(self, lines: list[str], open_: _Open) -> None:
        level = heading_level(open_.properties, self._styles.chain(self._style_id(open_.properties)))
        if level is not None and sum(map(len, lines)) > LONGEST_HEADING:
            level = None
        middle = centred(open_.properties)
        if middle is None:
            middle = self._styles.centred(self._style_id(open_.properties))
        for line, page in zip(lines, open_.pages, strict=True):
            if level is not None and line.strip():
                self._put(Item(line, page, "heading", level, centred=middle))
            else:
                self._put(Item(line, page, centred=middle))
        self._fresh = False

    def _put(self, item: Item) -> None:
        self.items.append(replace(item, aside=True) if self._aside else item)

    def _style_id(self, properties: Element | None) -> str | None:
        return attr(child(properties, "w:pStyle"), "val") or self._styles.default

    # Tables.

    def _table(self, table: Element) -> None:
        rows = [list(inside(row, "w:tc", self._view)) for row in inside(table, "w:tr", self._view)]
        one_row = len(rows) == 1 and (_holds_a_text(rows[0]) or not self._bordered(table))
        if all(len(row) <= 1 for row in rows) or one_row:
            for row in rows:
                for cell in row:
                    self._inner(cell)
            return
        aside, self._aside = self._aside, self._aside or self._in_cell
        for row in inside(table, "w:tr", self._view):
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

    def _row(self, row: Element) -> None:
        begin = self.page
        last = begin
        indent = number(child(row, "w:trPr", "w:gridBefore")) or 0
        self._set.budget.spend("cells", indent)
        cells = [""] * indent
        missing = 0  # columns that the cell before takes besides its own
        merged: list[int] = []
        asides: list[Item] = []
        first: int | None = None
        for cell in inside(row, "w:tc", self._view):
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
                text = cell_lines.join([item.text.translate(_IN_CELL).strip() for item in own])
                if first is None and text:
                    first = next(item.page for item in own if item.text.strip())
                last = max(last, self.page)
            self._set.budget.spend("cells", missing + 1)
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
        self._inner(cell)
        items, self.items = self.items, outer
        self._aside, self._in_cell = aside, in_cell
        return items

    # Inside a paragraph.

    def _inline(self, parent: Element, hidden: bool) -> None:
        for element in parent:
            kind = name(element)
            if kind in self._view.gone:
                continue
            if kind in _TEXTS:
                text = element.text or ""
                if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                    text = text.strip(" \t\r\n")
                if text.isascii() and self._open is not None and self._open.ends_in_digit:
                    text = raised(text, parent)
                self._text(symbols(text.translate(_FLAT), font(parent)), hidden)
            elif kind == "w:r":
                self._run(element, hidden)
            elif kind in ("w:br", "w:cr") and attr(element, "type") in ("page", "column"):
                if attr(element, "type") == "page" and not hidden:
                    self._break_page()
            elif kind in _MARKS:
                self._text(_MARKS[kind], hidden)
            elif kind == "w:lastRenderedPageBreak":
                self._rendered_break()
            elif kind == "w:sym":
                self._text(symbol(attr(element, "char"), attr(element, "font")), hidden)
            elif kind == "w:fldChar":
                self._text(self._fields.change(attr(element, "fldCharType")), hidden)
            elif kind in _CODES:
                self._fields.code(element.text or "")
            elif kind in notes.KINDS:
                self._note(element, None, hidden)
            elif kind == "w:txbxContent":
                self._boxes.append(element)
            elif kind == "v:textpath":
                self._boxes.append(element.get("string") or "")
            elif kind == "a:p":
                self._boxes.append(_drawn(element))
            elif kind == "dgm:relIds":
                root = self._set.part(self._part, attr(element, "dm", "r") or "")
                self._boxes += [_drawn(x) for x in (root.iter() if root is not None else ()) if name(x) == "a:p"]
            elif kind == "mc:AlternateContent":
                self._inline(alternative(element), hidden)
            elif kind in _UNREAD:
                self.unread[_UNREAD[kind]] += 1
            else:
                self._changed(element, kind, hidden)

    def _changed(self, element: Element, kind: str, hidden: bool) -> None:
        """What stands in an element that is not known, or in a change that the view shows."""
        before, after = self._view.signs.get(kind, ("", ""))
        self._text(before, hidden)
        self._inline(element, hidden)
        self._text(after, hidden)

    def _run(self, run: Element, hidden: bool) -> None:
        properties = child(run, "w:rPr")
        own = flag(child(properties, "w:vanish"))
        if own is None and child(properties, "w:rStyle") is not None:
            own = self._styles.hidden(attr(child(properties, "w:rStyle"), "val")) or None
        hidden = hidden if own is None else own
        by_hand = next((x for x in run if name(x) in notes.KINDS and attr(x, "customMarkFollows") in _ON), None)
        if by_hand is None:
            self._inline(run, hidden)
            return
        shown = "".join(
            x.text or "" if name(x) in _TEXTS else symbol(attr(x, "char"), attr(x, "font"))
            for x in run
            if name(x) in (*_TEXTS, "w:sym")
        )
        self._note(by_hand, shown, hidden)

    def _note(self, element: Element, by_hand: str | None, hidden: bool) -> None:
        """The mark of a note stands in the text; the note itself is asked for."""
        if hidden:
            return
        kind = notes.KINDS[name(element)]
        shown = by_hand or self._set.marks.counted(kind, self.page, len(self._sections))
        note = notes.Note(kind, attr(element, "id") or "", shown)
        self.notes.append(note)
        self._text(notes.mark(note), hidden)

    def _text(self, text: str, hidden: bool) -> None:
        if not text or self._open is None or self._fields.in_code:
            return
        if hidden:
            self.hidden += len(text)
            return
        self._fields.show()
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


def _drawn(paragraph: Element) -> str:
    """The text of a paragraph of a drawing."""
    return "".join(t.text or "" for t in paragraph.iter() if name(t) == "a:t")


def _holds_a_text(cells: list[Element]) -> bool:
    """Whether a cell holds so many paragraphs that its table only sets a page out, as pages copied from the web do."""
    return any(sum(name(x) == "w:p" for x in cell.iter()) >= _PARAGRAPHS for cell in cells)


def _has_text(open_: _Open) -> bool:
    return any(any(line) for line in open_.lines)


def _glued(left: str, right: str) -> bool:
    """Whether a label and the text after it would read as one number or word."""
    return bool(_WORDS.match(right)) and (bool(_WORDS.match(left[-1])) or left[-1] == ".")

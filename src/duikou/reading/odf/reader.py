"""Reads OpenDocument text (.odt; ISO/IEC 26300) as it is shown with all tracked changes accepted.

What holds here: one line for each paragraph (more where a line break stands in it) and for each table row; headers
first, then the body, then notes, then the footers, as for Word. Automatic numbers and the marks of notes are part of
the text. Deleted text stands apart in the file and is not read, nor are remarks and hidden text: a caution names them.
Pages are those of the last layout, where the file says them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from duikou.errors import UnreadableError, several, t
from duikou.model import Caution, Line, Source
from duikou.notation import notes
from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget
from duikou.reading.files import columns
from duikou.reading.files.container import Container, Element
from duikou.reading.files.elements import child, children, local
from duikou.reading.odf.numbers import BadValueError, Lists, value, whole
from duikou.reading.odf.styles import Styles
from duikou.reading.options import USUAL, Options
from duikou.reading.pages import cell_lines

LONGEST_HEADING = 120  # characters; a whole paragraph in a heading's style is text
_WHITE = pattern("[ \t\r\n]+")
_EMPTY = 64  # columns or rows without text that one element may stand for
_TEXT_OF_A_CELL = 50  # characters: what is longer costs as several
_MOST_SPACES = 200
_GONE = {
    *("tracked-changes", "annotation", "annotation-end", "ruby-text", "sequence-decls", "variable-decls"),
    *("forms", "hidden-text", "hidden-paragraph", "change", "change-start", "change-end", "note-citation"),
    *("table-column", "table-columns", "table-header-columns", "title", "desc", "index-source", "script"),
    *("table-of-content-source", "event-listeners", "user-field-decls", "dde-connection-decls"),
}
_BLOCKS = {"p", "h", "list", "table"}
# Rule of the caution, element, what is said of so many.
_LEFT_OUT = (
    ("odt-hidden", "hidden-text", t("The document holds {count} hidden text, left out")),
    ("odt-hidden", "hidden-paragraph", t("The document holds {count} hidden paragraph, left out")),
    ("odt-comments", "annotation", t("The document holds {count} comment, left out")),
    ("odt-revisions", "changed-region", t("The document holds {count} tracked change, read as accepted")),
)
_UNREAD = {
    "image": t("{count} picture"),
    "object": t("{count} embedded object"),
    "object-ole": t("{count} embedded object"),
}


class _Odt(Container):
    program = t("LibreOffice or WPS")
    again = t("Open it in LibreOffice or WPS and save it again, or get the file again")


def read_odt(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of an OpenDocument text.

    Lines have the roles text, heading (with level), row (cells apart by TAB), header, footer and footnote. Raises
    `UnreadableError` when it is damaged, encrypted, too large, no OpenDocument text, or holds no text.
    """
    container = _Odt(data, path, options.limits)
    manifest = container.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise container.locked()
    root = container.xml("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise container.damaged("it is a zip file without an OpenDocument text in it")
    styles = container.xml("styles.xml")
    roots = [x for x in (styles, root) if x is not None]
    try:
        story = _Story(Lists(roots, container.budget), Styles(roots, container.budget), container.budget)
        heads = story.margin(styles, ("header", "header-left", "header-first"), "header")
        main = story.read(body)
        pages = story.page if story.paged else None
        items = [*heads, *main, *story.notes_read()]
        items += story.margin(styles, ("footer", "footer-left", "footer-first"), "footer")
    except BadValueError as error:
        raise container.damaged(t("it is damaged: {error}", error=error)) from None
    text, placed = _placed(items, pages)
    if not text.strip():
        raise UnreadableError("it holds no text", "Check that it is the right file", path)
    return Source(
        text=text,
        lines=placed,
        format="odt",
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        metadata=_metadata(container, text),
        cautions=_cautions(story, root),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    page: int | None
    role: str = "text"
    level: int | None = None
    merged: tuple[int, ...] = ()
    centred: bool = False
    aside: bool = False  # in a table inside a cell


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, the columns that a cell above covers, and the items in the cells."""

    cells: list[str]
    merged: tuple[int, ...]
    items: list[_Item]


@dataclass(slots=True)
class _Story:
    """Reads the parts of a document; lists and pages count on from one to the next."""

    lists: Lists
    styles: Styles
    budget: Budget
    items: list[_Item] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    in_cell: bool = False
    depth: int = 0
    boxes: list[Element] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    page: int = 1
    paged: bool = False

    def read(self, root: Element) -> list[_Item]:
        self.items = []
        self._blocks(root)
        return self.items

    def margin(self, styles: Element | None, names: tuple[str, ...], role: str) -> list[_Item]:
        """The headers or footers of all kinds of pages, each line once."""
        found: dict[str, _Item] = {}
        for master in children(child(styles, "master-styles"), "master-page"):
            for name in names:
                part = child(master, name)
                if part is not None and value(part, "display") != "false":
                    found |= {x.text: _Item(x.text, None, role) for x in self.read(part) if x.text.strip()}
        return list(found.values())

    def notes_read(self) -> list[_Item]:
        """The notes that were referred to, footnotes first: each with its mark, once."""
        found = []
        for note in sorted(self.notes, key=lambda x: value(x, "note-class") == "endnote"):
            body = child(note, "note-body")
            items = [x for x in self.read(body) if x.text.strip()] if body is not None else []
            for i, item in enumerate(items):
                text = notes.note(_shown(note), item.text) if i == 0 else item.text
                found.append(_Item(text, None, item.role if item.role == "row" else "footnote", merged=item.merged))
        return found

    def _inner(self, parent: Element) -> None:
        """What stands in a list, a box or a cell, which may hold others."""
        self.depth += 1
        self.budget.reach("nesting", self.depth)
        self._blocks(parent)
        self.depth -= 1

    def _blocks(self, parent: Element) -> None:
        for x in parent:
            kind = local(x)
            if kind in ("p", "h"):
                self._paragraph(x, kind)
            elif kind == "list":
                self._list(x)
            elif kind == "table":
                self._table(x)
            elif kind == "soft-page-break":
                self._break()
            elif kind not in _GONE and kind:
                self._blocks(x)

    def _list(self, element: Element) -> None:
        self.lists.enter(element)
        for item in element:
            kind = local(item)
            if kind == "list-item":
                self.lists.item(item)
            if kind in ("list-item", "list-header"):
                self._inner(item)
        self.lists.leave()

    def _paragraph(self, x: Element, kind: str) -> None:
        label = self.lists.label(x)
        outer, self.boxes = self.boxes, []
        begin = self.page
        text = _collapsed(self._inline(x))
        boxes, self.boxes = self.boxes, outer
        lines = text.split("\n")
        if lines[0] or not label:
            lines[0] = label + lines[0]
        level = whole(x, "outline-level", 1) if kind == "h" else None
        centred = self.styles.centred(value(x, "style-name"))
        if level and sum(map(len, lines)) > LONGEST_HEADING:
            level = None
        for line in lines:
            heading = level if line.strip() else None
            self.items.append(_Item(line, begin, "heading" if heading else "text", heading, centred=centred))
        for box in boxes:  # in a cell they belong to the cell
            self._inner(box)

    def _inline(self, parent: Element) -> str:
        """The text of a paragraph: ` ` as written, breaks are \\x01, blanks that count \\x00, TABs \\x02."""
        parts = [parent.text or ""]
        for x in parent:
            kind = local(x)
            if kind == "s":
                parts.append("\x00" * min(whole(x, "c", 1), _MOST_SPACES))
            elif kind == "tab":
                parts.append("\x02")
            elif kind == "line-break":
                parts.append("\x01")
            elif kind == "soft-page-break":
                self._break()
            elif kind == "note":
                self.notes.append(x)
                parts.append(notes.mark(_shown(x)))
            elif kind not in _GONE and any(local(y) in _BLOCKS for y in x):
                self.boxes.append(x)
            elif kind in _UNREAD:
                self.unread[_UNREAD[kind]] += 1
            elif kind not in _GONE and kind:
                parts.append(self._inline(x))
            parts.append(x.tail or "")
        return "".join(parts)

    def _break(self) -> None:
        self.page += 1
        self.paged = True

    def _table(self, table: Element) -> None:
        aside, rows = self.in_cell, [(self._row(row), times) for row, times in _rows(table)]
        if all(sum(bool(c) for c in row.cells) <= 1 and len(row.cells) <= 1 for row, _ in rows):
            self.items += [item for row, _ in rows for item in row.items]
            return
        for row, times in rows:
            own = [item for item in row.items if not item.aside]
            page = next((item.page for item in own if item.text.strip()), self.page)
            line = _Item("\t".join(row.cells), page, "row", merged=row.merged, aside=aside)
            inner = [item for item in row.items if item.aside]
            self.items += [line, *inner] * _times(self.budget, times, line.text)

    def _row(self, row: Element) -> _Row:
        cells: list[str] = []
        merged: list[int] = []
        reach = 0  # where the last cell ends that begins in this row
        all_items: list[_Item] = []
        for cell in row:
            kind = local(cell)
            if kind not in ("covered-table-cell", "table-cell"):
                continue
            times = whole(cell, "number-columns-repeated", 1)
            if kind == "covered-table-cell":
                times = _times(self.budget, times, "")
                merged += [i for i in range(len(cells), len(cells) + times) if i >= reach]
                cells += [""] * times
                continue
            items = self._cell(cell)
            all_items += items
            own = [item.text.replace("\t", columns.GAP).strip() for item in items if not item.aside]
            text = cell_lines.join(own)
            cells += [text] * _times(self.budget, times, text)
            reach = len(cells) - 1 + whole(cell, "number-columns-spanned", 1)
        return _Row(cells, tuple(merged), all_items)

    def _cell(self, cell: Element) -> list[_Item]:
        outer, self.items = self.items, []
        in_cell, self.in_cell = self.in_cell, True
        self._inner(cell)
        items, self.items, self.in_cell = self.items, outer, in_cell
        return items


def _shown(note: Element) -> str:
    """What is shown as the mark of a note."""
    citation = child(note, "note-citation")
    if citation is None:
        return ""
    return "".join(citation.itertext()) or value(citation, "label") or ""


def _times(budget: Budget, times: int, text: str) -> int:
    """How often a cell or row of this text stands; it is spent before it is made. Raises beyond the budget."""
    if not text.strip():
        times = min(times, _EMPTY)
    budget.spend("cells", times * (1 + len(text) // _TEXT_OF_A_CELL))
    return times


def _rows(table: Element) -> list[tuple[Element, int]]:
    """The rows of a table, each with how often it stands."""
    found = []
    for x in table:
        kind = local(x)
        if kind == "table-row":
            found.append((x, whole(x, "number-rows-repeated", 1)))
        elif kind in ("table-header-rows", "table-rows", "table-row-group"):
            found += _rows(x)
    return found


def _collapsed(text: str) -> str:
    """White space as OpenDocument shows it (part 3, 6.1.2): runs are one space, none at the paragraph's edges."""
    text = _WHITE.sub(" ", text).strip(" ")
    return text.replace("\x00", " ").replace("\x01", "\n").replace("\x02", "\t")


def _placed(items: list[_Item], pages: int | None) -> tuple[str, tuple[Line, ...]]:
    texts = columns.told_among([item.text for item in items], [item.role == "row" for item in items])
    placed, start = [], 0
    for number, (text, item) in enumerate(zip(texts, items, strict=True), start=1):
        end, page = start + len(text), item.page if pages else None
        placed.append(Line(start, end, number, page, item.role, item.level, merged=item.merged, centred=item.centred))
        start = end + 1
    return "\n".join(texts), tuple(placed)


def _metadata(container: Container, text: str) -> dict[str, str]:
    """The title of the file's properties, if it stands in the text: titles of templates are common."""
    title = child(container.xml("meta.xml"), "meta", "title")
    words = "".join((title.text or "").split()) if title is not None else ""
    return {"title": words} if len(words) >= 4 and words in "".join(text.split()) else {}


def _cautions(story: _Story, root: Element) -> tuple[Caution, ...]:
    """What the document holds besides what was read."""
    found = []
    if story.unread:
        named = tuple(several(kind, count) for kind, count in sorted(story.unread.items()))
        found.append(
            Caution("odt-unread", t("The document holds {contents}; text inside is not read", contents=named), "")
        )
    there = Counter(local(x) for x in root.iter())
    for rule, kind, word in _LEFT_OUT:
        if there[kind]:
            found.append(Caution(rule, several(word, there[kind]), ""))
    return tuple(found)

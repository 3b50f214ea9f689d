"""Reads OpenDocument text (.odt; ISO/IEC 26300) as it is shown with all tracked changes accepted.

What holds here: one line for each paragraph (more where a line break stands in it) and for each table row; headers
first, then the body, then notes, then the footers, as for Word. Automatic numbers are part of the text. Deleted text
stands apart in the file and is not read, nor are remarks. Pages are those of the last layout, where the file says
them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from duikou.errors import UnreadableError
from duikou.model import Caution, Line, Source
from duikou.reading.files.container import Container, Element
from duikou.reading.odf.numbers import Lists, child, children, local, value
from duikou.reading.options import USUAL, Options
from duikou.reading.pages import cell_lines

LONGEST_HEADING = 120  # characters; a whole paragraph in a heading's style is text
_MOST_REPEATS = 64  # columns or rows that one element may stand for
_GONE = {
    *("tracked-changes", "annotation", "annotation-end", "ruby-text", "sequence-decls", "variable-decls"),
    *("forms", "hidden-text", "hidden-paragraph", "change", "change-start", "change-end", "note-citation"),
    *("table-column", "table-columns", "table-header-columns", "title", "desc", "index-source", "script"),
    *("table-of-content-source", "event-listeners", "user-field-decls", "dde-connection-decls"),
}
_UNREAD = {"image": "picture", "object": "embedded object", "object-ole": "embedded object"}


class _Odt(Container):
    program = "LibreOffice or WPS"
    again = "Open it in LibreOffice or WPS and save it again, or get the file again"


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
    story = _Story(Lists([x for x in (styles, root) if x is not None]))
    heads = story.margin(styles, ("header", "header-left", "header-first"), "header")
    main = story.read(body)
    pages = story.page if story.paged else None
    notes = [_Item(x.text, None, "footnote") for note in story.notes for x in story.read(note) if x.text.strip()]
    feet = story.margin(styles, ("footer", "footer-left", "footer-first"), "footer")
    items = [*heads, *main, *notes, *feet]
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
        cautions=_cautions(story),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    page: int | None
    role: str = "text"
    level: int | None = None
    merged: tuple[int, ...] = ()


@dataclass(slots=True)
class _Story:
    """Reads the parts of a document; lists and pages count on from one to the next."""

    lists: Lists
    items: list[_Item] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
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
                self._blocks(item)
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
        level = int(value(x, "outline-level") or 1) if kind == "h" else None
        if level and sum(map(len, lines)) > LONGEST_HEADING:
            level = None
        for line in lines:
            heading = level if line.strip() else None
            self.items.append(_Item(line, begin, "heading" if heading else "text", heading))
        for box in boxes:
            self._blocks(box)

    def _inline(self, parent: Element) -> str:
        """The text of a paragraph: ` ` may stand several times, line breaks are \\n, blanks that count are \\x00."""
        parts = [parent.text or ""]
        for x in parent:
            kind = local(x)
            if kind == "s":
                parts.append("\x00" * min(int(value(x, "c") or 1), 200))
            elif kind == "tab":
                parts.append("\u3000")
            elif kind == "line-break":
                parts.append("\x01")
            elif kind == "soft-page-break":
                self._break()
            elif kind == "note":
                self.notes.append(child(x, "note-body"))
            elif kind == "text-box":
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
        rows = [self._row(row) for row in _rows(table)]
        if all(sum(bool(c) for c in cells) <= 1 and len(cells) <= 1 for cells, _, _ in rows):
            self.items += [item for _, _, items in rows for item in items]
            return
        for cells, merged, items in rows:
            page = next((item.page for item in items if item.text.strip()), self.page)
            self.items.append(_Item("\t".join(cells), page, "row", merged=merged))

    def _row(self, row: Element) -> tuple[list[str], tuple[int, ...], list[_Item]]:
        """The cells of a row, the columns that a cell above covers, and the items in the cells."""
        cells: list[str] = []
        merged: list[int] = []
        reach = 0  # where the last cell ends that begins in this row
        all_items: list[_Item] = []
        for cell in row:
            kind = local(cell)
            times = min(int(value(cell, "number-columns-repeated") or 1), _MOST_REPEATS)
            if kind == "covered-table-cell":
                merged += [i for i in range(len(cells), len(cells) + times) if i >= reach]
                cells += [""] * times
            elif kind == "table-cell":
                outer, self.items = self.items, []
                self._blocks(cell)
                items, self.items = self.items, outer
                all_items += items
                cells += [cell_lines.join([item.text.replace("\t", "\u3000").strip() for item in items])] * times
                reach = len(cells) - 1 + int(value(cell, "number-columns-spanned") or 1)
        return cells, tuple(merged), all_items


def _rows(table: Element) -> list[Element]:
    found = []
    for x in table:
        kind = local(x)
        if kind == "table-row":
            found += [x] * min(int(value(x, "number-rows-repeated") or 1), _MOST_REPEATS)
        elif kind in ("table-header-rows", "table-rows", "table-row-group"):
            found += _rows(x)
    return found


def _collapsed(text: str) -> str:
    """White space as OpenDocument shows it (part 3, 6.1.2): runs are one space, none at the paragraph's edges."""
    text = re.sub("[ \t\r\n]+", " ", text).strip(" ")
    return text.replace("\x00", " ").replace("\x01", "\n")


def _placed(items: list[_Item], pages: int | None) -> tuple[str, tuple[Line, ...]]:
    placed, start = [], 0
    for number, item in enumerate(items, start=1):
        end = start + len(item.text)
        placed.append(Line(start, end, number, item.page if pages else None, item.role, item.level, merged=item.merged))
        start = end + 1
    return "\n".join(item.text for item in items), tuple(placed)


def _metadata(container: Container, text: str) -> dict[str, str]:
    """The title of the file's properties, if it stands in the text: titles of templates are common."""
    title = child(container.xml("meta.xml"), "meta", "title")
    words = re.sub(r"\s+", "", (title.text or "") if title is not None else "")
    return {"title": words} if len(words) >= 4 and words in re.sub(r"\s+", "", text) else {}


def _cautions(story: _Story) -> tuple[Caution, ...]:
    if not story.unread:
        return ()
    named = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(story.unread.items()))
    return (Caution("odt-unread", f"The document holds {named}; text inside is not read", ""),)

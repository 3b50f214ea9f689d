"""The paragraphs and rows of a Word file in their order, as they are paired and tracked.

What holds here: a passage is a paragraph of the body, wherever it is wrapped (w:sdt, w:customXml), or a row of a table
that stands there; a table in a cell is a part of its cell that is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duikou.exporting.changes.own_file.markup import Element
from duikou.exporting.changes.own_file.pairing import Text
from duikou.exporting.changes.own_file.word_paragraphs import WordParagraph, read_paragraph

_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"))


@dataclass(slots=True, eq=False)
class Flowing:
    """A passage of a story: a paragraph, or a row with its cells in a table. `inside` is what it stands in: the body, a
    table, or a wrapper."""

    element: Element
    inside: Element
    paragraph: WordParagraph | None = None
    table: Element | None = None
    cells: tuple[tuple[WordParagraph, ...], ...] = ()

    @property
    def text(self) -> Text:
        """What it says: the cells of a row apart by TAB."""
        if self.paragraph is not None:
            return Text(self.paragraph.text)
        return Text("\t".join("\n".join(one.text for one in cell) for cell in self.cells), row=True)


def story(xml: str, parent: Element) -> list[Flowing]:
    """The passages of a body."""
    return list(_flowing(xml, parent))


def _flowing(xml: str, parent: Element) -> Iterator[Flowing]:
    for child in parent.children:
        if child.name == "w:p":
            yield Flowing(child, parent, read_paragraph(xml, child))
        elif child.name == "w:tbl":
            for row in _rows(child):
                cells = tuple(tuple(paragraphs_in_cell(xml, cell)) for cell in cells_of(row))
                yield Flowing(row, parent, table=child, cells=cells)
        elif child.name in _WRAPPERS:
            yield from _flowing(xml, child)


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if child.name == "w:tr":
            about = child.child("w:trPr")
            # One that was taken out before is none.
            if about is None or about.child("w:del") is None:
                yield child
        elif child.name in _WRAPPERS:
            yield from _rows(child)


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    found = []
    for child in row.children:
        if child.name == "w:tc":
            found.append(child)
        elif child.name in _WRAPPERS:
            found += cells_of(child)
    return found


def paragraphs_in_cell(xml: str, cell: Element) -> Iterator[WordParagraph]:
    """The paragraphs of a cell, those of tables in it aside."""
    for child in cell.children:
        if child.name == "w:p":
            yield read_paragraph(xml, child)
        elif child.name in _WRAPPERS:
            yield from paragraphs_in_cell(xml, child)

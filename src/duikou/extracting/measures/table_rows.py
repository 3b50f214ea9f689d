"""The rows of a table of measures, and the sections over them.

What holds here: a cell knows where it begins in the clean text, and a row which of its cells go on from the row above.
A section is a line over the whole row (一、…), an item of the plan between two rows, or the heading right before the
table; by its number it stands under those before it that rank above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from duikou.extracting.measures.passages import Stretch
from duikou.extracting.measures.table_heads import Columns
from duikou.model import Block, Document, Marked, Part
from duikou.notation.ordinals import RANKS, readings
from duikou.notation.patterns import patterns

# The line of a section is no longer than this.
_SECTION = 60
_FORMS = patterns("extracting/measures")


class Row(NamedTuple):
    """A row: its block, its cells with where each begins in the clean text, and the columns that go on from above."""

    block: Block
    cells: tuple[Stretch, ...]
    merged: tuple[int, ...]


class Section(NamedTuple):
    """What stands over rows: the path of its item (() without a number), and the headings from the outermost in."""

    path: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def read_row(document: Document, block: Block) -> Row:
    """The row that a block of the document holds."""
    paragraph = block.paragraph
    cells, at = [], paragraph.start
    for text in paragraph.text.split("\t"):
        cells.append(Stretch(Marked(text), at))
        at += len(text) + 1
    lines = document.cleaned.source.lines
    number = paragraph.place.line
    merged = lines[number - 1].merged if 0 < number <= len(lines) else ()
    return Row(block, tuple(cells), merged)


def is_note(text: str) -> bool:
    """Whether a row or a line is a note or a sum."""
    return _FORMS.note_of_table.match(text.strip()) is not None


def is_heading(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line between rows is a heading over those that follow."""
    text = blocks[at].paragraph.text
    near = blocks[at + 1 : at + 4]
    short = len(text) <= _SECTION and not text.endswith(("。", "；")) and not is_note(text)
    return short and blocks[at].role in ("item", "text") and any(b.role == "row" for b in near)


def opened_by(row: Row, columns: Columns) -> Section | None:
    """The section that a row opens whose other cells are all empty: its number and heading in one cell or in two."""
    filled = [i for i, cell in enumerate(row.cells) if cell.text.strip()]
    numbers = columns.of("number")
    heads = filled[-1:] and filled[-1] <= columns.of("task")[-1]
    if not heads or len(filled) > 2 or row.merged or (len(filled) == 2 and filled[0] not in numbers):
        return None
    text = row.cells[filled[-1]].text.strip()
    number = label(row.cells[filled[0]].text) if len(filled) == 2 else label(text)
    numbered = number is not None and not number.isdigit()
    # A line over the whole row stands in a cell that is no task's; it may be a sentence where it has an ordinal.
    whole = filled == [0] and 0 not in columns.of("task") and numbered
    sentence = text.endswith(("。", "；")) and not whole
    if len(text) > _SECTION or sentence or (len(filled) == 2 and not numbered):
        return None
    return Section((number,) if number and numbered else (), (text[mark(text) :].rstrip("。"),))


def under(section: Section, opened: Section) -> Section:
    """A section that a row opens, below those of the rows before it whose numbers rank above its own."""
    if not opened.path:
        return opened
    rank = _rank(opened.path[-1])
    depth = len(section.path)
    while depth and _rank(section.path[depth - 1]) >= rank:
        depth -= 1
    return Section((*section.path[:depth], *opened.path), (*section.titles[:depth], *opened.titles))


def _rank(label: str) -> int:
    found = next((r for r in readings(f"{label}、") if r.sure), None)
    return RANKS[found.style] if found else max(RANKS.values())


def titles_of(part: Part) -> dict[tuple[str, ...], str]:
    """The heading of each item, by its path."""
    return {
        b.path: b.title or b.paragraph.text[len(b.ordinal.text) :]
        for b in part.blocks
        if b.role == "item" and b.ordinal
    }


def at_item(path: tuple[str, ...], titles: Mapping[tuple[str, ...], str]) -> Section:
    """The section that the item of a path is, with the headings down to it."""
    return Section(path, tuple(titles[path[:depth]] for depth in range(1, len(path) + 1) if path[:depth] in titles))


def heading_before(blocks: Sequence[Block], at: int) -> tuple[str, ...]:
    """The path of the item whose heading stands right before a table that closes the part, or a caption before it."""
    for block in reversed(blocks[max(0, at - 3) : at]):
        text = block.paragraph.text
        if block.role not in ("item", "text") or len(text) > _SECTION or text.endswith(("。", "；")):
            return ()
        if block.role == "item":
            return block.path
    return ()


def label(text: str) -> str | None:
    """The ordinal at the head of a cell, or the number that the cell is, without marks."""
    bare = text.strip()
    whole = next((r for r in readings(bare) if r.sure), None) or next(
        (r for r in readings(f"{bare}、") if r.sure and len(bare) <= 4), None
    )
    return whole.ordinal.label if whole else None


def mark(text: str) -> int:
    """Where the text of a cell begins after its ordinal; 0 where the ordinal is the first of several in the cell."""
    first = next((r for r in readings(text) if r.sure), None)
    if first is None:
        return 0
    after = (readings(text[stop.end() :]) for stop in _FORMS.next_in_cell.finditer(text))
    step = (first.style, first.ordinal.value + 1)
    goes_on = any(r.sure and (r.style, r.ordinal.value) == step for found in after for r in found)
    return 0 if goes_on else first.end

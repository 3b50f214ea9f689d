"""Markdown: clean text with its headings, and the escaping that every Markdown output uses.

What holds here: shown as Markdown (CommonMark with the tables and strikethrough of GitHub), every paragraph
reads exactly as it stands in the clean text, but for the space behind 第一条 and
第一章. Only what Markdown would eat is escaped, so that the file
reads well as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duikou.errors import DuikouError
from duikou.exporting.text.plain import join_text
from duikou.exporting.text.typeset import with_space
from duikou.model import Block, Cleaned, Document
from duikou.notation.patterns import pattern

# A backslash, emphasis, code, links, raw HTML, strikethrough; `_` only where it is not inside a word; `&`
# only where it would begin an entity.
_INLINE = pattern(r"[\\*`\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
# At the start of a line: headings, quotes, lists, thematic breaks.
_START = pattern(r"^(?:(#{1,6}|[+-])(?=\s|$)|(>)|(\d{1,9})([.)])(?=\s|$)|([-=])(?=[-=\s]*$))")


def escape(text: str) -> str:
    """Text for the middle of a line."""
    return _INLINE.sub(r"\\\g<0>", text)


def escape_line(text: str) -> str:
    """Text that begins a line: also `#`, `-`, `+`, `>` and `1.` where they would open a block."""
    return _START.sub(_escape_start, escape(text))


def _escape_start(match: re.Match[str]) -> str:
    mark, quote, digits, stop, rule = match.groups()
    return f"{digits}\\{stop}" if digits else f"\\{mark or quote or rule}"


def escape_cell(text: str) -> str:
    """Text for one cell of a table; line breaks are kept as `<br>`."""
    return escape(text).replace("|", "\\|").replace("\n", "<br>")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of plain cells as a table; the first is its head. Short rows are filled up with empty cells."""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join([*map(escape_cell, row), *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def write_markdown(cleaned: Cleaned, lang: str = "zh") -> str:
    """A cleaned document as Markdown: the title `#`, chapters `##`, sections `###`, rows of a table as a
    table."""
    from duikou.outlining import outline

    return markdown(outline(cleaned))


def join_markdown(outputs: Iterable[str], errors: Sequence[DuikouError] = ()) -> Iterator[str]:
    """Documents one after another with a line across between them."""
    return join_text(outputs, errors, between="\n---\n\n")


def markdown(document: Document) -> str:
    """An outlined document as Markdown, each block apart by an empty line."""
    blocks = {block.paragraph.start: block for block in document.blocks}
    pieces: list[str] = []
    rows: list[list[str]] = []
    for paragraph in document.cleaned.paragraphs:
        if paragraph.kind == "row":
            rows.append(paragraph.text.split("\t"))
            continue
        if rows:
            pieces.append(table(rows))
            rows = []
        block = blocks.get(paragraph.start)
        level = heading_level(block, paragraph.level)
        text = with_space(paragraph.text, block)[0] if block is not None else paragraph.text
        pieces.append(f"{'#' * level} {escape(text)}" if level else escape_line(text))
    if rows:
        pieces.append(table(rows))
    return "\n\n".join(pieces) + "\n" if pieces else ""


# The styles of ordinals that head parts of a text: 第一编, 第一章, 第一节, 一、 and （一）. A heading below
# these stays a paragraph, and so does one with its text in the same paragraph.
_HEADS = {"volume", "chapter", "section", "dun", "paren"}


def heading_level(block: Block | None, source_level: int | None = None) -> int:
    """How many `#` a block gets, or 0 for a paragraph. `source_level` is the heading's level in the source's
    format."""
    if block is None:
        return 0
    if block.role == "title":
        return 1
    if block.role == "item" and block.ordinal and block.body_start >= block.paragraph.end:
        return min(len(block.path) + 1, 4) if block.ordinal.style in _HEADS else 0
    if block.role == "text" and block.paragraph.kind == "heading":
        return min(max(source_level or 2, 2), 4)
    return 0

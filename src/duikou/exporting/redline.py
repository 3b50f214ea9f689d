"""A comparison as a Word file with tracked changes: the old version set as GB/T 9704-2012 asks, the new one reached by
accepting.

What holds here, and is a property test: accepting all changes gives the paragraphs of the new clean text, rejecting all
those of the old one, whatever was inserted, deleted, split, joined or moved. So the mark at a paragraph's end is
tracked like its text, a row of a table as a row, and a style that differs as a change of format. The last mark of a
file can't be tracked; what ends there is arranged so that it need not be. Author and date are the ones given, so the
same comparison gives the same bytes. What the user ignores stands as in the new version, untracked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from duikou.exporting.rows import Row, rows
from duikou.exporting.script import NEW, OLD, Piece
from duikou.exporting.typeset import Setting, typeset
from duikou.exporting.word import (
    AFTER_TABLE,
    PLAIN,
    column_widths,
    head_properties,
    paragraph_properties,
    run,
    table_cell,
    table_head,
)
from duikou.exporting.wordparts import W, clean_xml, container, section
from duikou.model import Comparison, Document

AUTHOR, DATE = "duikou", "2000-01-01T00:00:00Z"
_ELEMENTS = {"delete": "w:del", "insert": "w:ins", "away": "w:moveFrom", "here": "w:moveTo"}
_PLAINLY = {"away": "delete", "here": "insert"}
# Keeps the mark of what is tracked at the very end from being the last one.
_LAST = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>'


def write_docx(
    comparison: Comparison,
    lang: str = "zh",
    color: bool = False,
    width: int = 80,
    *,
    author: str = AUTHOR,
    date: str = DATE,
) -> bytes:
    """The comparison as the bytes of a .docx file with tracked changes by `author` at `date` (ISO 8601, UTC)."""
    found = _movable(_without_ignored(rows(comparison), len(comparison.changes)))
    made = _Redline((_Side(comparison.old), _Side(comparison.new)), author, date)
    body = made.body(_ended(found, made.sides))
    title = comparison.new.title or comparison.old.title or ""
    return container(f"<w:document {W}><w:body>{body or '<w:p/>'}{section()}</w:body></w:document>", title)


def _without_ignored(found: Sequence[Row], reported: int) -> list[Row]:
    """The rows with what is ignored as the new version has it: its changes are those from `reported` on."""
    kept = []
    for row in found:
        pieces = []
        gone = 0
        for piece in row.pieces:
            ignored = any(k is not None and k >= reported for k in (piece.move, piece.change))
            if not ignored or piece.kind == "equal":
                pieces.append(piece)
            elif piece.kind in NEW:
                pieces.append(Piece("equal", piece.text))
            else:
                gone += piece.text.count("\n")
        if pieces:
            kept.append(replace(row, pieces=tuple(pieces)))
    return kept

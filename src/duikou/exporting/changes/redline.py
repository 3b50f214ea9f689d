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
from dataclasses import dataclass

from duikou.exporting.changes.edit_script import EditPiece
from duikou.exporting.changes.redline_rows import PRESENT, Tracked, arranged, in_new, in_old
from duikou.exporting.text.typeset import Setting, typeset
from duikou.exporting.text.word import (
    AFTER_TABLE,
    PLAIN,
    column_widths,
    head_properties,
    paragraph_properties,
    run,
    table_cell,
    table_head,
)
from duikou.exporting.text.word_parts import W, clean_xml, container, section
from duikou.model import Comparison, Document

AUTHOR, DATE = "duikou", "2000-01-01T00:00:00Z"
_ELEMENTS = {"delete": "w:del", "insert": "w:ins", "away": "w:moveFrom", "here": "w:moveTo"}
_SPACE = "\u3000"
# Keeps the mark of what is tracked at the very end from being the last one.
_LAST = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>'
_NONE = Setting("body")


def write_docx(
    comparison: Comparison,
    lang: str = "zh",
    color: bool = False,
    width: int = 80,
    *,
    author: str = AUTHOR,
    date: str = DATE,
    originals: tuple[bytes, bytes] | None = None,
) -> bytes:
    """The comparison as the bytes of a .docx file with tracked changes by `author` at `date` (ISO 8601, UTC).

    `originals` are the two files, where both are Word files: then the changes stand in the old one itself. Not so where
    some are ignored, and where its XML is such that it can't be edited in place; then the texts are set anew.
    """
    if originals is not None and not comparison.ignored:
        from duikou.exporting.changes.own_file.writer import own_redline

        made = own_redline(comparison, *originals, lang, author, date)
        if made is not None:
            return made
    sides = _Side(comparison.old), _Side(comparison.new)
    body = _Redline(sides, author, date).body(arranged(comparison, sides[0].tables, sides[1].tables))
    title = comparison.new.title or comparison.old.title or ""
    return container(f"<w:document {W}><w:body>{body or '<w:p/>'}{section()}</w:body></w:document>", title)


class _Side:
    """How each paragraph of one version is set; `tables` are the indices of those that are rows of tables."""

    def __init__(self, document: Document) -> None:
        self.settings: list[Setting] = []
        tables: set[int] = set()
        for setting in typeset(document):
            tables.update(range(len(self.settings), len(self.settings) + len(setting.rows)))
            self.settings += [setting] * (len(setting.rows) or 1)
        self.tables = frozenset(tables)

    def at(self, index: int) -> Setting:
        """The setting of a paragraph; that of plain text past the end."""
        return self.settings[index] if index < len(self.settings) else _NONE


@dataclass(slots=True)
class _Place:
    """Where the writing stands in one version: paragraph and character."""

    side: _Side
    index: int
    at: int = 0

    def setting(self) -> Setting:
        return self.side.at(self.index)

    @property
    def head(self) -> int:
        """Where the heading ends, in the clean text, which has no space behind an ordinal."""
        setting = self.setting()
        return setting.head - (0 < setting.gap < setting.head)

    def properties(self) -> str:
        """Those of the text from here on."""
        return head_properties(self.setting()) if self.at < self.head else PLAIN

    def pass_(self, text: str) -> None:
        self.at += len(text)
        if text.endswith("\n"):
            self.index, self.at = self.index + 1, 0


class _Redline:
    """Writes the body. Every tracked change has a number of its own."""

    def __init__(self, sides: tuple[_Side, _Side], author: str, date: str) -> None:
        self.sides = sides
        self.by = f'w:author="{clean_xml(author).replace(chr(34), "&quot;")}" w:date="{date}"'
        self.number = 0
        self.range: tuple[str, int, int] | None = None  # the move that is open: kind, move, number

    def tracked(self, element: str, inside: str = "") -> str:
        """An element that says who changed what when."""
        self.number += 1
        opened = f'<{element} w:id="{self.number}" {self.by}'
        return f"{opened}>{inside}</{element}>" if inside else f"{opened}/>"

    def body(self, found: Sequence[Tracked]) -> str:
        """The inside of w:body, without the section."""
        parts: list[str] = []
        table: list[Tracked] = []
        for row in [*found, None]:
            if row is not None and row.table:
                table.append(row)
                continue
            if table:
                parts += [self._range(None), self._table(table), AFTER_TABLE]
                table = []
            if row is not None:
                parts += self._paragraphs(row)
        parts.append(self._range(None))
        last = found[-1] if found else None
        if last is not None and not last.table and last.pieces[-1].kind not in PRESENT:
            parts.append(_LAST)
        return "".join(parts)

    def _range(self, piece: EditPiece | None) -> str:
        """The marks that end the move that was open, and begin the one that the piece lies in."""
        kind = "" if piece is None or piece.move is None else "From" if in_old(piece.kind) else "To"
        wanted = (kind, piece.move) if piece is not None and piece.move is not None else None
        if (self.range[:2] if self.range else None) == wanted:
            return ""
        marks = ""
        if self.range is not None:
            marks = f'<w:move{self.range[0]}RangeEnd w:id="{self.range[2]}"/>'
            self.range = None
        if wanted is not None:
            self.number += 1
            self.range = (*wanted, self.number)
            marks += f'<w:move{kind}RangeStart w:id="{self.number}" {self.by} w:name="move{wanted[1] + 1}"/>'
        return marks

    # Paragraphs.

    def _paragraphs(self, row: Tracked) -> Iterator[str]:
        places = (
            _Place(self.sides[0], row.old[0] if row.old else 0),
            _Place(self.sides[1], row.new[0] if row.new else 0),
        )
        runs: list[str] = []
        for piece in row.pieces:
            if piece.kind == "gone":
                places[0].pass_(piece.text)
                continue
            runs.append(self._range(piece))
            text = piece.text.removesuffix("\n")
            runs += self._runs(piece.kind, text, places)
            if piece.text.endswith("\n"):
                yield self._paragraph(piece.kind, runs, places)
                runs = []
                for place, there in zip(places, (in_old(piece.kind), in_new(piece.kind)), strict=True):
                    if there:
                        place.pass_("\n")
        if runs:
            yield self._paragraph("delete", runs, places)

    def _runs(self, kind: str, text: str, places: tuple[_Place, _Place]) -> Iterator[str]:
        """The text as runs, cut where a heading ends in either version."""
        here = [place for place, there in zip(places, (in_old(kind), in_new(kind)), strict=True) if there]
        while text:
            ends = [end - place.at for place in here for end in (place.head, place.setting().gap)]
            length = min([len(text), *(end for end in ends if end > 0)])
            looks = [place.properties() for place in here]
            look = looks[-1]
            if looks[0] != look:
                look += self.tracked("w:rPrChange", f"<w:rPr>{looks[0]}</w:rPr>")
            # Articles stand apart from what follows, as they are printed, where they do so in both versions.
            gap = _SPACE if all(place.at + length == place.setting().gap for place in here) else ""
            piece = run(text[:length] + gap, look, "w:delText" if kind == "delete" else "w:t")
            yield self.tracked(_ELEMENTS[kind], piece) if kind in _ELEMENTS else piece
            for place in here:
                place.pass_(text[:length])
            text = text[length:]

    def _paragraph(self, kind: str, runs: Sequence[str], places: tuple[_Place, _Place]) -> str:
        """A paragraph whose mark is of this kind."""
        was, now = (paragraph_properties(place.setting()) for place in places)
        base = was if not in_new(kind) else now
        mark = f"<w:rPr>{self.tracked(_ELEMENTS[kind])}</w:rPr>" if kind in _ELEMENTS else ""
        changed = ""
        if kind == "equal" and was != now:
            changed = self.tracked("w:pPrChange", f"<w:pPr>{was}</w:pPr>")
        return f"<w:p><w:pPr>{base}{mark}{changed}</w:pPr>{''.join(runs)}</w:p>"

    # Tables.

    def _table(self, table: Sequence[Tracked]) -> str:
        cells = [row.cells for row in table]
        texts = [["".join(piece.text for piece in cell) for cell in row] for row in cells]
        columns = max(map(len, cells))
        widths = column_widths(texts, columns)
        headed = len(table) > 1 and len(cells[0]) == columns
        parts = [table_head(widths)]
        for i, row in enumerate(table):
            style = "head_cell" if headed and i == 0 else "cell"
            kind = row.pieces[0].kind
            whole = kind if kind in ("delete", "insert") and row.whole else ""
            about = "<w:tblHeader/>" if style == "head_cell" else ""
            about += self.tracked(_ELEMENTS[whole]) if whole else ""
            parts.append(f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}")
            for k, cell in enumerate(row.cells):
                span = widths[k:] if k + 1 == len(row.cells) else widths[k : k + 1]
                parts.append(table_cell(span, self._cell(cell, style, whole)))
            parts.append("</w:tr>")
        return "".join([*parts, "</w:tbl>"])

    def _cell(self, cell: Sequence[EditPiece], style: str, whole: str) -> str:
        mark = f"<w:rPr>{self.tracked(_ELEMENTS[whole])}</w:rPr>" if whole else ""
        runs = []
        for piece in cell:
            text = run(piece.text, PLAIN, "w:delText" if piece.kind == "delete" else "w:t")
            runs.append(self.tracked(_ELEMENTS[piece.kind], text) if text and piece.kind in _ELEMENTS else text)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{mark}</w:pPr>{"".join(runs)}</w:p>'

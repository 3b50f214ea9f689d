"""Documents typeset as PDF by the programs that offices use: LibreOffice (from flat ODT) and a browser (from HTML).

A document is a list of pieces in reading order: (kind, text), kind being "title", "para", "right", "row" (cells by
TAB) or "note" (a footnote of the paragraph before). The same list is set by both programs in a given layout.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

Pieces = Sequence[tuple[str, str]]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is set: face, size (points), columns, running head, page numbers; indent of first lines (em)."""

    face: str = "Noto Serif CJK SC"
    size: float = 16
    leading: float = 29
    columns: int = 1
    head: str = ""
    numbers: bool = True
    indent: float = 2
    gap: float = 0  # between paragraphs, points
    width: float = 442  # of the text, points
    repeat_head: bool = True  # a table's first row comes again on each page


def office_pdf(pieces: Pieces, layout: Layout) -> bytes:
    """Marks do not hang out of lines here: LibreOffice 7.4 leaves a hanging mark out of the PDF."""
    return converted(flat_odt(pieces, layout).encode(), "document.fodt")


def as_docx(data: bytes, name: str) -> bytes:
    """A document of LibreOffice's as Word has it."""
    return converted(data, name, "docx")


def converted(data: bytes, name: str, kind: str = "pdf") -> bytes:
    """A document of LibreOffice's or Word's as PDF, or as another kind of file."""
    assert OFFICE
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name)
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return source.with_suffix(f".{kind}").read_bytes()


def browser_pdf(pieces: Pieces, layout: Layout) -> bytes:
    assert BROWSER
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(_html(pieces, layout), "utf-8")
        subprocess.run(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={made}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return made.read_bytes()


def _rows(pieces: Pieces) -> list[tuple[str, list[str]]]:
    """The pieces with the rows of each table together: ("table", rows)."""
    found: list[tuple[str, list[str]]] = []
    for is_row, group in itertools.groupby(pieces, lambda piece: piece[0] == "row"):
        if is_row:
            found.append(("table", [text for _, text in group]))
        else:
            found += [(kind, [text]) for kind, text in group]
    return found


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)


def flat_odt(pieces: Pieces, layout: Layout) -> str:
    font = (
        f'style:font-name-asian="{layout.face}" style:font-name="{layout.face}" fo:font-family="{layout.face}" '
        f'style:font-family-asian="{layout.face}"'
    )

    def style(name: str, paragraph: str = "", size: float = layout.size, more: str = "") -> str:
        leading = layout.leading * size / layout.size
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
            f'fo:line-height="{leading}pt" style:punctuation-wrap="simple" {paragraph}/>'
            f'<style:text-properties {font} fo:font-size="{size}pt" style:font-size-asian="{size}pt" {more}/>'
            "</style:style>"
        )

    indent = f'fo:text-indent="{layout.indent * layout.size}pt"'
    columns = ""
    if layout.columns > 1:
        gap = 2 * layout.size
        columns = f'<style:columns fo:column-count="{layout.columns}" fo:column-gap="{gap}pt"/>'
    margin = (595 - layout.width) / 2
    line = '<style:footnote-sep style:width="0.5pt" style:rel-width="25%" style:adjustment="left"/>'
    head = f'<style:header><text:p text:style-name="head">{escape(layout.head)}</text:p></style:header>'
    foot = '<style:footer><text:p text:style-name="foot">— <text:page-number/> —</text:p></style:footer>'
    body = []
    for kind, texts in _merged(_rows(pieces)):
        if kind == "table":
            body.append(_odt_table(texts, layout))
        else:
            body.append(f'<text:p text:style-name="{kind}">{texts[0]}</text:p>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_ODF} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>{style("head", 'fo:text-align="center"', 10.5)}{style("foot", 'fo:text-align="center"', 12)}
{style("Footnote", "", layout.size * 0.7)}</office:styles>
<office:automatic-styles>
{style("para", f'{indent} fo:margin-bottom="{layout.gap}pt" fo:text-align="justify"')}
{style("title", 'fo:text-align="center" fo:margin-bottom="20pt"', layout.size * 1.35)}
{style("right", 'fo:text-align="end"')}
{style("cell", "", layout.size * 0.75)}
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="2pt"/></style:style>
<style:style style:name="grid" style:family="table"><style:table-properties style:width="{layout.width}pt"
 table:align="left"/></style:style>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="595pt" fo:page-height="842pt"
 fo:margin-left="{margin}pt" fo:margin-right="{margin}pt" fo:margin-top="60pt" fo:margin-bottom="50pt">{columns}{line}
</style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="30pt" fo:margin-bottom="12pt"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="30pt" fo:margin-top="12pt"/></style:footer-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">
{head if layout.head else ""}{foot if layout.numbers else ""}</style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>"""


def _merged(blocks: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Escaped texts, with each note inside the paragraph before it."""
    found: list[tuple[str, list[str]]] = []
    number = 0
    for kind, texts in blocks:
        if kind == "note":
            number += 1
            before = found[-1][1]
            before[0] += (
                f'<text:note text:id="n{number}" text:note-class="footnote"><text:note-citation>{number}'
                f'</text:note-citation><text:note-body><text:p text:style-name="Footnote">{escape(texts[0])}</text:p>'
                "</text:note-body></text:note>"
            )
        else:
            found.append((kind, [escape(text, quote=False) for text in texts]))
    return found


def _odt_table(rows: list[str], layout: Layout) -> str:
    """A cell "^" is one with the cell above it."""
    cells = [row.split("\t") for row in rows]
    wide = max(map(len, cells))

    def cell_of(row: int, column: int) -> str:
        if cells[row][column] == "^":
            return "<table:covered-table-cell/>"
        high = 1
        while row + high < len(cells) and cells[row + high][column : column + 1] == ["^"]:
            high += 1
        spanned = f' table:number-rows-spanned="{high}" table:number-columns-spanned="1"' if high > 1 else ""
        words = f'<text:p text:style-name="cell">{cells[row][column]}</text:p>'
        return f'<table:table-cell table:style-name="box"{spanned}>{words}</table:table-cell>'

    made = [
        f"<table:table-row>{''.join(cell_of(i, k) for k in range(len(row)))}</table:table-row>"
        for i, row in enumerate(cells)
    ]
    head = f"<table:table-header-rows>{made[0]}</table:table-header-rows>" if layout.repeat_head else ""
    columns = f'<table:table-column table:number-columns-repeated="{wide}"/>'
    rest = made[1:] if layout.repeat_head else made
    return f'<table:table table:style-name="grid">{columns}{head}{"".join(rest)}</table:table>'


def _html(pieces: Pieces, layout: Layout) -> str:
    body = []
    for kind, texts in _rows(pieces):
        if kind == "table":
            rows = ["<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row.split("\t")) + "</tr>" for row in texts]
            head = f"<thead>{rows[0]}</thead>" if layout.repeat_head else ""
            body.append(f"<table>{head}<tbody>{''.join(rows[1:] if layout.repeat_head else rows)}</tbody></table>")
        else:
            body.append(f'<p class="{kind}">{escape(texts[0])}</p>')
    margin = (595 - layout.width) / 2
    head = f'@top-center {{ content: "{layout.head}"; font: 10.5pt "{layout.face}"; }}' if layout.head else ""
    foot = f'@bottom-center {{ content: "— " counter(page) " —"; font: 12pt "{layout.face}"; }}'
    columns = f"columns: {layout.columns}; column-gap: {2 * layout.size}pt;" if layout.columns > 1 else ""
    return f"""<!doctype html><meta charset="utf-8"><style>
@page {{ size: 595pt 842pt; margin: 90pt {margin}pt; {head} {foot if layout.numbers else ""} }}
body {{ margin: 0; font: {layout.size}pt/{layout.leading}pt "{layout.face}"; {columns} }}
p {{ margin: 0 0 {layout.gap}pt; text-align: justify; text-indent: {layout.indent}em; }}
.title {{ font-size: 135%; line-height: 1.5; text-align: center; text-indent: 0; margin: 0 0 20pt; }}
.right {{ text-align: right; text-indent: 0; }}
table {{ border-collapse: collapse; width: 100%; font-size: 75%; line-height: 1.5; }}
td {{ border: 0.75pt solid black; padding: 2pt 4pt; }}
tr {{ break-inside: avoid; }}
</style><body>{"".join(body)}"""

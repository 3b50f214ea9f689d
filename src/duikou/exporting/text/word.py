"""A cleaned document as a Word file, set as GB/T 9704-2012 asks.

What holds here: each paragraph of the clean text is one paragraph of the file, so that reading the file gives
the text back; distances are made by spacing, pages by a property, never by empty paragraphs. The file is
written as XML directly: it holds nothing but what is said here, and the same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou import data
from duikou.exporting.text.title_lines import width
from duikou.exporting.text.typeset import Setting, lines_of, typeset
from duikou.exporting.text.word_parts import W, clean_xml, container, indents, run_properties, section, twips
from duikou.model import Document

_NARROWEST, _WIDEST = 4.0, 30.0  # characters: what a column counts for at least and at most
# Word asks for a paragraph after the last table; its hidden mark keeps it out of the text.
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
AFTER_TABLE = f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{_HIDDEN}</w:pPr></w:p>'

# The hint sets marks that both scripts have (“ ” — …) as Chinese.
PLAIN = '<w:rFonts w:hint="eastAsia"/>'


def write_docx(document: Document) -> bytes:
    """The document as the bytes of a .docx file.

    A4, 22 lines of 28 characters in 3号 仿宋, headings by level, tables with lines, `— 1 —` at the foot (GB/T
    9704-2012, 5.2, 7.2 to 7.5). Characters that XML forbids are dropped; a TAB outside tables becomes an
    ideographic space when read.
    """
    body = "".join(_table(s) if s.rows else _paragraph(s) for s in typeset(document))
    return container(
        f"<w:document {W}><w:body>{body or '<w:p/>'}{section()}</w:body></w:document>", document.title or ""
    )


def paragraph_properties(setting: Setting) -> str:
    """The inside of a paragraph's w:pPr."""
    style = f'<w:pStyle w:val="{setting.style}"/>' if setting.style != "body" else ""
    page = "<w:pageBreakBefore/>" if setting.new_page else ""
    styles = data.load("exporting/gbt9704")["styles"]
    return style + page + (indents(styles[setting.style], setting.right) if setting.right is not None else "")


def head_properties(setting: Setting) -> str:
    """The inside of the w:rPr of a heading that stands in one paragraph with its text; "" where there is none."""
    return run_properties(data.load("exporting/gbt9704")["styles"][setting.head_style]) if setting.head else ""


def _paragraph(setting: Setting) -> str:
    head = run(setting.text[: setting.head], head_properties(setting))
    if setting.head:
        text = run(setting.text[setting.head :])
    elif setting.issuers:
        # A line that ends between two bodies needs no blank there, which would move it from the middle.
        text = "<w:r><w:br/></w:r>".join(run(line.rstrip("\u3000")) for line in lines_of(setting))
    else:
        text = "<w:r><w:br/></w:r>".join(map(run, lines_of(setting)))
    return f"<w:p><w:pPr>{paragraph_properties(setting)}</w:pPr>{head}{text}</w:p>"


def run(text: str, properties: str = "", tag: str = "w:t") -> str:
    """A w:r with its text in `tag` (w:delText in what is deleted); "" for no text."""
    if not text:
        return ""
    inside = f'</{tag}><w:tab/><{tag} xml:space="preserve">'.join(map(clean_xml, text.split("\t")))
    return f'<w:r><w:rPr>{properties or PLAIN}</w:rPr><{tag} xml:space="preserve">{inside}</{tag}></w:r>'


def _table(setting: Setting) -> str:
    columns = max(map(len, setting.rows))
    widths = column_widths(setting.rows, columns)
    headed = len(setting.rows) > 1 and len(setting.rows[0]) == columns
    parts = [table_head(widths)]
    for i, row in enumerate(setting.rows):
        style = "head_cell" if headed and i == 0 else "cell"
        missing = columns - len(row)
        header = "<w:tblHeader/>" if style == "head_cell" else ""
        parts.append(f"<w:tr><w:trPr>{header}</w:trPr>" if header else "<w:tr>")
        for k, cell in enumerate(row):
            # The last cell of a short row takes the columns that are left.
            span = 1 + missing if k + 1 == len(row) else 1
            paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(cell)}</w:p>'
            parts.append(table_cell(widths[k : k + span], paragraph))
        parts.append("</w:tr>")
    return "".join([*parts, "</w:tbl>", AFTER_TABLE])


def table_head(widths: Sequence[int]) -> str:
    """The begin of a w:tbl with columns of these widths (twips)."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="table"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def table_cell(widths: Sequence[int], paragraph: str) -> str:
    """A w:tc that takes the columns of these widths."""
    wide = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
    wide += f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    return f'<w:tc><w:tcPr>{wide}<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'


def column_widths(rows: Sequence[Sequence[str]], columns: int) -> list[int]:
    """The columns' widths in twips: as their longest cells ask, within bounds, over the width of the text."""
    total = twips(data.load("exporting/gbt9704")["page"]["text_width"])
    longest = [max((width(row[k]) for row in rows if k < len(row)), default=0.0) for k in range(columns)]
    wanted = [min(max(x + 1, _NARROWEST), _WIDEST) for x in longest]
    return [int(total * x / sum(wanted)) for x in wanted]

"""A Word file as an office makes it: styles, automatic numbering, a table, a header, a picture."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.styles.style import BaseStyle

# How a paragraph's own number tells its style; the number itself is left to Word.
STYLES = (
    (r"[一二三四五六七八九十]+、", "Heading 1", 0),
    (r"（[一二三四五六七八九十]+）", "Heading 2", 1),
    (r"\d+\.", "Item", 2),
)
_NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


def write(lines: list[str], rows: list[tuple[str, ...]], path: Path) -> None:
    """Write a file: its title is the first line, `rows` its table with the head first."""
    document = docx.Document()
    _set_up(document)
    head = document.sections[0].header.paragraphs[0]
    head.text = lines[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(lines[0], "Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_picture(_emblem(), width=Cm(5))
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in lines[1:]:
        for number, style, _ in STYLES:
            if found := re.match(number, line):
                document.add_paragraph(line[found.end() :], style)
                break
        else:
            document.add_paragraph(line, "Body Text")
    table = document.add_table(0, len(rows[0]), "Light Grid Accent 1")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def _set_up(document: Document) -> None:
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    number = numbering.add_num(77)
    document.styles.add_style("Item", 1).base_style = document.styles["Body Text"]
    for _, name, level in STYLES:
        about = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        about.get_or_add_numId().val = number.numId
        about.get_or_add_ilvl().val = level
    looks = (("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 14), ("Heading 2", "楷体_GB2312", 13))
    for name, font, size in (*looks, ("Body Text", "仿宋_GB2312", 12), ("Item", "仿宋_GB2312", 12)):
        _looks(document.styles[name], font, size)


def _looks(style: BaseStyle, font: str, size: int) -> None:
    style.font.name, style.font.size = font, Pt(size)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _emblem() -> io.BytesIO:
    """Two circles that are one pair."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (600, 180), "white")
    draw = ImageDraw.Draw(image)
    draw.line((170, 90, 430, 90), (180, 40, 30), 14)
    for x, colour in ((120, (180, 40, 30)), (480, (40, 80, 150))):
        draw.ellipse((x - 70, 20, x + 70, 160), outline=colour, width=16)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream

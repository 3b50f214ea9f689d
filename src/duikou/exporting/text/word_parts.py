"""The parts of a Word file around the text: styles, fonts, settings, page numbers, properties, and the zip
container.

What holds here: all of it follows from data/exporting/gbt9704.toml and the title, nothing from the clock, the machine
or the user, and the container's entries have fixed order and dates: the same document gives the same bytes.
"""

from __future__ import annotations

import io
import math
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from duikou import data
from duikou.notation.patterns import pattern

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Line breaking by the rules of Chinese, no space added beside digits, not tied to the grid.
_BREAKING = "<w:kinsoku/><w:overflowPunct/>"
_CHINESE = f'{_BREAKING}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
_OFFICE = "http://schemas.microsoft.com/office/word"
_DATE = "2000-01-01T00:00:00Z"
# What XML 1.0 forbids (2.2 Char).
_FORBIDDEN = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_xml(text: str) -> str:
    """The text as it may stand in XML: forbidden control characters dropped, markup escaped."""
    return escape(_FORBIDDEN.sub("", text))


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def grid() -> tuple[int, int]:
    """The grid of 22 lines of 28 characters: the pitch of a line in twips, of a character in 1/4096 point
    over the size.

    Both rounded down, so that the last line and the last character still fit.
    """
    page, size = data.load("exporting/gbt9704")["page"], data.load("exporting/gbt9704")["sizes"]["body"]
    line = twips(page["text_height"]) // page["lines"]
    character = page["text_width"] / 25.4 * 72 / page["characters"]
    return line, math.floor((character - size) * 4096)


def indents(style: dict[str, Any], right: float | None = None) -> str:
    """The w:ind element of a style, in characters with twips for programs that don't know characters."""
    page = data.load("exporting/gbt9704")["page"]
    unit = page["text_width"] / 25.4 * 1440 / page["characters"]
    left, first = style.get("left", 0), style.get("first", 2)
    right = style.get("right", 0) if right is None else right
    line = "firstLine" if first >= 0 else "hanging"
    return (
        f'<w:ind w:leftChars="{left * 100}" w:left="{round(left * unit)}" '
        f'w:rightChars="{round(right * 100)}" w:right="{round(right * unit)}" '
        f'w:{line}Chars="{abs(first) * 100}" w:{line}="{round(abs(first) * unit)}"/>'
    )


def run_properties(style: dict[str, Any]) -> str:
    """The inside of a w:rPr: face by name for every script, weight, colour, size."""
    name = data.load("exporting/gbt9704")["faces"][style.get("face", "fangsong")]["name"]
    sizes = data.load("exporting/gbt9704")["sizes"]
    size = style.get("size", sizes["body"]) * 2
    spacing = round(sizes["spacing"] * 20) if size == sizes["body"] * 2 else 0
    bold = "<w:b/>" if style.get("bold") else ""
    color = f'<w:color w:val="{style["color"]}"/>' if "color" in style else ""
    fonts = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'
    return f'{fonts}{bold}{color}<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _paragraph_properties(key: str, style: dict[str, Any]) -> str:
    pitch, _ = grid()
    before, after = style.get("before", 0) * pitch, style.get("after", 0) * pitch
    # LibreOffice gives a character of 3号 two cells of the grid, as a cell is a little narrower: so no
    # paragraph is tied to the grid; lines have its pitch exactly, and characters nearly, by themselves.
    height = f'w:line="{pitch * (1 + style.get("size", 16) * 20 // pitch)}" w:lineRule="exact"'
    if key in ("cell", "head_cell"):
        height = 'w:line="240" w:lineRule="auto"'
    keep = "<w:keepNext/>" if style.get("keep") else ""
    outline = f'<w:outlineLvl w:val="{style["outline"] - 1}"/>' if "outline" in style else ""
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" {height}/>'
    return (
        f'{keep}<w:widowControl w:val="0"/>{_CHINESE}{spacing}{indents(style)}<w:contextualSpacing/>'
        f'<w:jc w:val="{style.get("align", "both")}"/>{outline}'
    )


def styles() -> str:
    """word/styles.xml."""
    described: dict[str, dict[str, Any]] = data.load("exporting/gbt9704")["styles"]
    parts = [
        f"{_DECLARATION}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{run_properties({})}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    ]
    for key, style in described.items():
        default, based = (' w:default="1"', "") if key == "body" else ("", '<w:basedOn w:val="body"/>')
        parts.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{style["name"]}"/>{based}'
            f"<w:qFormat/><w:pPr>{_paragraph_properties(key, style)}</w:pPr>"
            f"<w:rPr>{run_properties(style)}</w:rPr></w:style>"
        )
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    borders = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    parts.append(
        '<w:style w:type="table" w:styleId="table"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )
    return "".join(parts)


def fonts() -> str:
    """word/fontTable.xml: each face with the one to take where it is missing."""
    faces = "".join(
        f'<w:font w:name="{face["name"]}"><w:altName w:val="{face["alt"]}"/>'
        f'<w:panose1 w:val="{face["panose"]}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in data.load("exporting/gbt9704")["faces"].values()
    )
    return f"{_DECLARATION}<w:fonts {W}>{faces}</w:fonts>"


def settings() -> str:
    """word/settings.xml: page numbers on the outer side, Chinese line breaking, today's layout."""
    return (
        f'{_DECLARATION}<w:settings {W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="632"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:spaceForUL/>'
        "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
        "<w:adjustLineHeightInTable/><w:useFELayout/>"
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{_OFFICE}" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def footer(side: str) -> str:
    """The page number `— 1 —` in 4号 宋体, one character in from the outer side (7.5)."""
    style = {"face": "songti", "size": data.load("exporting/gbt9704")["sizes"]["footer"], "first": 0, side: 1}
    properties = f"<w:rPr>{run_properties(style)}</w:rPr>"
    begin, separate, end = (
        f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return (
        f'{_DECLARATION}<w:ftr {W}><w:p><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>{indents(style)}'
        f'<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{properties}<w:t xml:space="preserve">— </w:t></w:r>{begin}'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{separate}'
        f"<w:r>{properties}<w:t>1</w:t></w:r>{end}"
        f'<w:r>{properties}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def section() -> str:
    """The w:sectPr: the page, its text area and grid, and the footers."""
    page, sizes = data.load("exporting/gbt9704")["page"], data.load("exporting/gbt9704")["sizes"]
    pitch, space = grid()
    width, height = twips(page["width"]), twips(page["height"])
    top, left = twips(page["top"]), twips(page["left"])
    right = width - left - twips(page["text_width"])
    bottom = height - top - twips(page["text_height"])
    foot = max(bottom - twips(page["footer_gap"]) - round(sizes["footer"] * 20 * 1.3), 0)
    return (
        f'<w:sectPr xmlns:r="{_R}"><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" '
        f'w:footer="{foot}" w:gutter="0"/><w:docGrid w:type="linesAndChars" w:linePitch="{pitch}" '
        f'w:charSpace="{space}"/></w:sectPr>'
    )


def container(document: str, title: str) -> bytes:
    """The whole file, from word/document.xml and the title."""
    overrides = {
        "/word/document.xml": "document.main",
        "/word/styles.xml": "styles",
        "/word/settings.xml": "settings",
        "/word/fontTable.xml": "fontTable",
        "/word/footer1.xml": "footer",
        "/word/footer2.xml": "footer",
    }
    types = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in overrides.items()
    )
    package = "application/vnd.openxmlformats-package"
    schemas = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{schemas}/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}'
        f'<Override PartName="/docProps/core.xml" ContentType="{package}.core-properties+xml"/></Types>',
        "_rels/.rels": _relations(
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{schemas}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": _DECLARATION + document,
        "word/_rels/document.xml.rels": _relations(
            (f"{_R}/styles", "styles.xml"), (f"{_R}/settings", "settings.xml"),
            (f"{_R}/fontTable", "fontTable.xml"),
            (f"{_R}/footer", "footer1.xml"), (f"{_R}/footer", "footer2.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
        "docProps/core.xml": f'{_DECLARATION}<cp:coreProperties '
        f'xmlns:cp="{schemas}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{clean_xml(title)}</dc:title>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:modified></cp:coreProperties>',
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, content.encode("utf-8"), compresslevel=6)
    return stream.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>"
    )

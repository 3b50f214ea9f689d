"""Reading Word documents. The files are made here, from the XML that Word and WPS write."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading.files import container
from duikou.reading.options import Limits, Options
from duikou.reading.word.numbering import format_number
from duikou.reading.word.reader import read_docx

SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {SPACES}>{inside}</w:{name}>'


def package(body: str, relations: str = "", core: str = "", **parts: str) -> bytes:
    """A .docx with this body; other parts by name (`styles`, `numbering`, `footnotes`, `header1` …)."""
    roots = {"footer1": "ftr", "header1": "hdr", "header2": "hdr"}
    kinds = {"footer1": "footer", "header1": "header", "header2": "header"}
    relations += "".join(
        f'<Relationship Id="{name}" Type="{KIND}/{kinds.get(name, name)}" Target="{name}.xml"/>' for name in parts
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    props = '<Relationship Id="c" Type="x/core-properties" Target="docProps/core.xml"/>' if core else ""
    main = f'<Relationship Id="d" Type="{KIND}/officeDocument" Target="/word/document.xml"/>'
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"{rels}{main}{props}</Relationships>",
        "word/_rels/document.xml.rels": f"{rels}{relations}</Relationships>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}.xml": part(roots.get(name, name), inside) for name, inside in parts.items()},
    }
    if core:
        dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        files["docProps/core.xml"] = f"<p {dc}><dc:title>{core}</dc:title></p>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') or not content else r(content)}</w:p>"


def num(num_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def lvl(level: int, text: str, format_: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def texts(source: Source, *roles: str) -> list[str]:
    return [source.text[x.start : x.end] for x in source.lines if not roles or x.role in roles]


def read(body: str, **parts: str) -> list[str]:
    return texts(read_docx(package(body, **parts)))


TAB = "<w:r><w:tab/></w:r>"
INSIDE = {
    "tracked insertion": (p(r("到202") + f'<w:ins w:id="1">{r("5")}</w:ins>' + r("年")), ["到2025年"]),
    "tracked deletion": (p(r("到") + "<w:del><w:r><w:delText>去</w:delText></w:r></w:del>" + r("年")), ["到年"]),
    "move": (p(f"<w:moveFrom>{r('旧')}</w:moveFrom>") + p(f"<w:moveTo>{r('旧')}</w:moveTo>"), ["", "旧"]),
    "deleted mark": (p("合作", "<w:rPr><w:del/></w:rPr>") + p("园区") + p("完"), ["合作园区", "完"]),
    "deleted paragraph": (
        p("<w:del><w:r><w:delText>去</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>") + p("留"),
        ["留"],
    ),
    "style separator": (p("一、题", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("文。"), ["一、题文。"]),
    "tab": (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"), ["甲\u3000乙"]),
    "tab as a character": (p(r("甲\t乙")), ["甲\u3000乙"]),
    "tabs between columns": (
        p(r("品名") + TAB + r("数量") + TAB + r("单价")) + p(r("大号") + TAB + r("100") + TAB + r("35.5")),
        ["品名\t数量\t单价", "大号\t100\t35.5"],
    ),
    "a power": (
        p(r("3×10") + r("4", '<w:vertAlign w:val="superscript"/>') + r("吨")),
        ["3×10⁴吨"],
    ),
    "a raised mark of no number": (p(r("5m") + r("2", '<w:vertAlign w:val="superscript"/>')), ["5m2"]),
    "a tab behind an item's number": (p(r("一、") + TAB + r("总体要求")), ["一、\u3000总体要求"]),
    "a mark written by hand": (
        p(r("园区") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="9"/><w:t>*</w:t></w:r>' + r("建设")),
        ["园区[*]建设"],
    ),
    "line break": (p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>"), ["甲", "乙", "丙"]),
    "hyphens": (p("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C</w:t></w:r>"), ["A-BC"]),
    "spaces at the end that Word ignores": (p("<w:r><w:t> 甲 </w:t></w:r>"), ["甲"]),
    "hidden": (p(r("看") + r("不看", "<w:vanish/>") + r("见", '<w:vanish w:val="0"/>')), ["看见"]),
    "web-hidden is printed": (p(r("页1", "<w:webHidden/>")), ["页1"]),
    "link, tag, control": (
        p(
            f"<w:hyperlink>{r('甲')}</w:hyperlink><w:smartTag>{r('乙')}</w:smartTag>"
            f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('丙')}</w:sdtContent></w:sdt>"
            f"<w:customXml>{r('丁')}</w:customXml><w:unknown>{r('戊')}</w:unknown>"
        ),
        ["甲乙丙丁戊"],
    ),
    "control around paragraphs": (f"<w:sdt><w:sdtContent>{p('甲')}{p('乙')}</w:sdtContent></w:sdt>", ["甲", "乙"]),
    "simple field": (p(f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'), ["3"]),
    "field": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            f'{r("码")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("结果")}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{r("后")}'
        ),
        ["结果后"],
    ),
    "field without its end": (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("后"), ["", "后"]),
    "circled by a field": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{r("加强")}'
        ),
        ["③加强"],
    ),
    "symbols": (
        p(
            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F0FE"/>'
            '<w:sym w:font="Nobody" w:char="F041"/><w:sym w:font="宋体" w:char="2252"/></w:r>'
        ),
        ["≥☑\uf041≒"],
    ),
    "symbol font in a run": (p(r("\uf0b1", '<w:rFonts w:ascii="Symbol"/>')), ["±"]),
    "pinyin": (
        p(f"<w:r><w:ruby><w:rt>{r('pīn')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"),
        ["拼"],
    ),
    "formula": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), ["x=1"]),
    "comment mark": (p(r("甲") + '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'), ["甲"]),
    "empty paragraph": (p("甲") + p("") + p("乙"), ["甲", "", "乙"]),
}


@pytest.mark.parametrize("name", INSIDE)
def test_inside_a_paragraph(name: str) -> None:
    body, expected = INSIDE[name]
    assert read(body + p("止")) == [*expected, "止"]


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    choice = f"<w:drawing><wps:txbx>{BOX.format(p('框一') + p('框二'))}</wps:txbx></w:drawing>"
    fallback = f"<w:pict><v:shape><v:textbox>{BOX.format(p('框一') + p('框二'))}</v:textbox></v:shape></w:pict>"
    both = f"<mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    assert read(p(f"<w:r>{both}</w:r>" + r("正文")) + p("后")) == ["正文", "框一", "框二", "后"]
    assert read(p(f"<w:r>{fallback}</w:r>" + r("正文"))) == ["正文", "框一", "框二"]


# Numbering.

PLAN_LIST = (
    '<w:abstractNum w:abstractNumId="0">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LEVELS = lvl(0, "%1、", "chineseCountingThousand") + lvl(1, "（%2）", "chineseCounting") + lvl(2, "%3.")


def test_labels_of_a_plan() -> None:
    body = [p("总体要求", num(1)), p("产业合作", num(1, 1)), p("园区", num(1, 2)), p("项目", num(1, 2))]
    body += [p("交流", num(1, 1)), p("干部", num(1, 2)), p("不编号"), p("保障", num(1)), p("领导", num(1, 1))]
    assert read("".join(body), numbering=PLAN_LIST.format(LEVELS)) == [
        "一、总体要求", "（一）产业合作", "1.园区", "2.项目", "（二）交流", "1.干部", "不编号", "二、保障",
        "（一）领导",
    ]  # fmt: skip


LISTS = {
    "levels above": (lvl(0, "%1") + lvl(1, "%1.%2"), [0, 1, 1, 0, 1], ["1", "1.1", "1.2", "2", "2.1"]),
    "a level passed over": (lvl(0, "%1.") + lvl(1, "%1.%2"), [1, 1, 0, 1], ["1.1", "1.2", "2.", "2.1"]),
    "levels above, plain": (
        lvl(0, "第%1章", "chineseCounting") + lvl(1, "%1.%2", more="<w:isLgl/>"),
        [0, 1],
        ["第一章", "1.1"],
    ),
    "start at another number": (lvl(0, "%1.", start=5), [0, 0], ["5.", "6."]),
    "never starts anew": (
        lvl(0, "%1、", "japaneseCounting") + lvl(1, "%2.", more='<w:lvlRestart w:val="0"/>'),
        [0, 1, 0, 1],
        ["一、", "1.", "二、", "2."],
    ),
    "starts anew after the first level only": (
        lvl(0, "%1、") + lvl(1, "%2.") + lvl(2, "(%3)", more='<w:lvlRestart w:val="1"/>'),
        [0, 1, 2, 1, 2, 0, 1, 2],
        ["1、", "1.", "(1)", "2.", "(2)", "2、", "1.", "(1)"],
    ),
    "bullet": (lvl(0, "●", "bullet"), [0], [""]),
    "no number": (lvl(0, "附件", "none"), [0], ["附件"]),
    "hidden label": (lvl(0, "%1.", more="<w:rPr><w:vanish/></w:rPr>"), [0], [""]),
    "leading zeros": (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"'
        ' w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1号"/></w:lvl>',
        [0, 0],
        ["009号", "010号"],
    ),
    "a level that the list lacks": (lvl(0, "%1."), [3], [""]),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    levels, used, labels = LISTS[name]
    body = "".join(p("文", num(1, level)) for level in used)
    assert read(body, numbering=PLAN_LIST.format(levels)) == [f"{label}文" for label in labels]


def test_a_label_and_a_number_stay_apart() -> None:
    levels = lvl(0, "%1.") + lvl(1, "%2.", more='<w:suff w:val="nothing"/>')
    body = p("5G网络", num(1)) + p("园区", num(1)) + p("5G网络", num(1, 1))
    assert read(body, numbering=PLAN_LIST.format(levels)) == ["1. 5G网络", "2.园区", "1.5G网络"]


def test_lists_that_share_a_definition_count_on_unless_they_start_anew() -> None:
    numbering = PLAN_LIST.format(LEVELS) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{lvl(0, '第%1条', 'chineseCounting')}</w:lvlOverride></w:num>"
    )
    body = "".join(p("文", num(i)) for i in (1, 2, 1, 3, 3, 1, 4)) + p("文", num(0)) + p("文", num(9))
    assert read(body, numbering=numbering) == [
        "一、文", "二、文", "三、文", "一、文", "二、文", "三、文", "第四条文", "文", "文",
    ]  # fmt: skip


def test_numbers_given_by_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="None"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="H3"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = lvl(0, "%1、", "chineseCounting") + lvl(1, "（%2）", "chineseCounting")
    levels += lvl(2, "%3.", more='<w:pStyle w:val="H3"/>')
    body = "".join(p("文", f'<w:pStyle w:val="{x}"/>') for x in ("H1", "H2", "Own", "None", "H3", "Gone"))
    source = read_docx(package(body, styles=styles, numbering=PLAN_LIST.format(levels)))
    assert texts(source) == ["一、文", "（一）文", "（二）文", "文", "1.文", "文"]
    assert [(x.role, x.level) for x in source.lines][:2] == [("heading", 1), ("heading", 2)]


def test_a_list_style_that_lies_behind_another() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = PLAN_LIST.format('<w:styleLink w:val="L"/>' + lvl(0, "%1、", "chineseCounting")) + (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    )
    assert read(p("甲", num(2)) + p("乙", num(2)), styles=styles, numbering=numbering) == ["一、甲", "二、乙"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = p("<w:del><w:r><w:delText>去</w:delText></w:r></w:del>", num(1) + "<w:rPr><w:del/></w:rPr>")
    body = p("甲", num(1)) + gone + p("乙", num(1))
    assert read(body, numbering=PLAN_LIST.format(LEVELS)) == ["一、甲", "二、乙"]


NUMBERS = [
    ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 103: "一○三"}),
    ("chineseCountingThousand", {10: "十", 100: "一百", 101: "一百零一", 110: "一百一十", 1010: "一千零一十"}),
    ("taiwaneseCountingThousand", {12: "十二", 205: "二百零五"}),
    ("japaneseCounting", {10: "十", 101: "百一", 111: "百十一", 21: "二十一"}),
    ("ideographDigital", {1: "一", 10: "一〇", 123: "一二三"}),
    ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
    ("decimalEnclosedCircleChinese", {3: "③"}),
    ("decimalFullWidth", {10: "１０"}),
    ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
    ("lowerRoman", {9: "ix"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
    ("lowerLetter", {2: "b"}),
    ("decimalZero", {7: "07", 12: "12"}),
    ("ideographTraditional", {1: "甲", 11: "11"}),
    ("none", {1: ""}),
    ("never heard of", {8: "8"}),
]


@pytest.mark.parametrize(("format_", "cases"), NUMBERS)
def test_number_formats(format_: str, cases: dict[int, str]) -> None:
    assert {n: format_number(n, format_) for n in cases} == cases


# Headings, tables, notes, margins, pages.


def test_headings() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
    )
    body = "".join(p("文", f'<w:pStyle w:val="{i}"/>') for i in ("t", "1", "2", "3")) + p("文")
    body += p("文", '<w:outlineLvl w:val="2"/>') + p("文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    body += p("长" * 200, '<w:pStyle w:val="1"/>')
    lines = read_docx(package(body, styles=styles)).lines
    assert [x.level for x in lines] == [1, 1, 2, 2, None, 3, None, None]
    assert all((x.role == "heading") == (x.level is not None) for x in lines)


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(x if x.startswith('<w:tc>') else tc(x) for x in cells)}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


LINES = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>'
NESTED = tbl(tr("子", "丑"), tr("寅", "卯"))
TABBED = p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>")
SPAN = '<w:gridSpan w:val="2"/>'
ABOVE = "<w:vMerge/>"
TABLES = {
    "plain": (tbl(tr("序号", "任务"), tr("1", "园区")), ["序号\t任务", "1\t园区"], "row"),
    "merged": (
        tbl(
            tr(tc("甲", SPAN), tc("乙", '<w:vMerge w:val="restart"/>'), "丙"),
            tr("丁", "戊", tc("乙", ABOVE), "己"),
            tr("庚", tc("辛", SPAN + SPAN), properties='<w:gridBefore w:val="1"/>'),
        ),
        ["甲\t\t乙\t丙", "丁\t戊\t\t己", "\t庚\t辛"],
        "row",
    ),
    "paragraphs in a cell": (
        tbl(tr(tc(p("沈阳市，") + p("大连市")), tc(p("GDP") + p("2020") + p("年")))),
        ["沈阳市，", "大连市", "GDP", "2020", "年"],
        "text",
    ),
    "paragraphs in a cell of a table": (
        tbl(tr(tc(p("沈阳市，") + p("大连市")), tc(p("GDP") + p("2020") + p("年"))), tr("a", "b")),
        ["沈阳市，大连市\tGDP 2020年", "a\tb"],
        "row",
    ),
    "one cell": (tbl(tr(tc(p("专栏1") + p("内容")))), ["专栏1", "内容"], "text"),
    "one column": (tbl(tr("甲"), tr("乙"), properties=LINES), ["甲", "乙"], "text"),
    "one row without lines": (tbl(tr("签发人：", "某某")), ["签发人：", "某某"], "text"),
    "one row with lines": (tbl(tr("甲", "乙"), properties=LINES), ["甲\t乙"], "row"),
    "one row with lines around a whole text": (
        tbl(tr("", tc("".join(p(f"第{n}段。") for n in range(1, 15)))), properties=LINES),
        ["", *(f"第{n}段。" for n in range(1, 15))],
        "text",
    ),
    "deleted row and cell": (
        tbl(tr("甲", "乙"), tr("丙", "丁", properties="<w:del/>"), tr("戊", tc("己", "<w:cellDel/>"), "庚")),
        ["甲\t乙", "戊\t庚"],
        "row",
    ),
    "table in a cell": (
        tbl(tr("甲", tc(p("乙") + NESTED + p(""))), properties=LINES),
        ["甲\t乙", "子\t丑", "寅\t卯"],
        "row",
    ),
    "table in one cell": (tbl(tr(tc(p("前") + NESTED + p("后")))), ["前", "子\t丑", "寅\t卯", "后"], None),
    "a tab in a cell": (tbl(tr(tc(TABBED), "丙"), tr("a", "b")), ["甲\u3000乙\t丙", "a\tb"], "row"),
    "row in a control": (
        tbl(f"<w:sdt><w:sdtContent>{tr('甲', '乙')}</w:sdtContent></w:sdt>", tr("丙", "丁")),
        ["甲\t乙", "丙\t丁"],
        "row",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    body, expected, role = TABLES[name]
    source = read_docx(package(p("前文") + body + p("后文")))
    assert texts(source) == ["前文", *expected, "后文"]
    if role:
        assert {x.role for x in source.lines[1:-1]} == {role}


def test_numbers_in_the_cells_of_a_table_are_shown() -> None:
    body = tbl(tr("序号", "任务"), tr(tc(p("", num(1))), "甲"), tr(tc(p("", num(1))), "乙"))
    assert read(body, numbering=PLAN_LIST.format(lvl(0, "%1"))) == ["序号\t任务", "1\t甲", "2\t乙"]


def test_notes_that_are_referred_to_follow_the_body() -> None:
    body = p(r("至2025年") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("止")) + p(
        r("尾") + '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    footnotes = "".join(f'<w:footnote w:id="{i}">{p(f"脚注{i}")}</w:footnote>' for i in (-1, 1, 2))
    source = read_docx(package(body, footnotes=footnotes, endnotes=f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'))
    assert texts(source) == ["至2025年[1]止", "尾[i]", "[1]脚注2", "[i]尾注"]
    assert [x.role for x in source.lines] == ["text", "text", "footnote", "footnote"]


# (w:footnotePr of the settings, the marks of four notes: two on the first page, two on the second)
COUNTS = {
    "as usual": ("", "1 2 3 4"),
    "circled": ('<w:numFmt w:val="decimalEnclosedCircleChinese"/>', "1 2 3 4"),
    "from three": ('<w:numStart w:val="3"/>', "3 4 5 6"),
    "anew on each page": ('<w:numRestart w:val="eachPage"/>', "1 2 1 2"),
    "roman": ('<w:numFmt w:val="lowerRoman"/>', "i ii iii iv"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_marks_of_notes(name: str) -> None:
    properties, marks = COUNTS[name]
    notes = [f'<w:r><w:footnoteReference w:id="{i}"/></w:r>' for i in range(1, 5)]
    body = p(r("甲") + notes[0] + notes[1]) + p('<w:r><w:br w:type="page"/></w:r>' + r("乙") + notes[2] + notes[3])
    footnotes = "".join(f'<w:footnote w:id="{i}">{p(f"脚注{i}")}</w:footnote>' for i in range(1, 5))
    settings = f"<w:footnotePr>{properties}</w:footnotePr>"
    read_ = texts(read_docx(package(body, footnotes=footnotes, settings=settings)), "text", "footnote")
    one, two, three, four = (f"[{mark}]" for mark in marks.split())
    assert "".join(read_) == f"甲{one}{two}乙{three}{four}{one}脚注1{two}脚注2{three}脚注3{four}脚注4"


def test_headers_and_footers_that_are_shown() -> None:
    refs = (
        '<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>'
    )
    first = p("甲", f'<w:sectPr>{refs}<w:type w:val="continuous"/></w:sectPr>')
    parts = {"header1": p("页眉"), "header2": p("首页"), "footer1": p("— 1 —") + p("")}
    source = read_docx(package(first + p("乙") + f"<w:sectPr>{refs}</w:sectPr>", **parts))
    assert [(t, x.role) for t, x in zip(texts(source), source.lines, strict=True)] == [
        ("页眉", "header"),
        ("甲", "text"),
        ("乙", "text"),
        ("— 1 —", "footer"),
    ]
    shown = read_docx(package(first + p("乙") + f"<w:sectPr>{refs}<w:titlePg/></w:sectPr>", **parts))
    assert texts(shown, "header") == ["页眉", "首页"]


PAGE = '<w:r><w:br w:type="page"/></w:r>'
LAID = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGES = {
    "none": (p("甲") + p("乙"), [None, None], None),
    "by hand": (p("甲") + p(PAGE + r("乙")), [1, 2], 2),
    "in a paragraph of its own": (p("甲") + p(PAGE) + p("乙"), [1, 2, 2], 2),
    "inside a paragraph": (p(r("甲") + PAGE + r("乙")), [1, 2], 2),
    "as Word laid it out": (p(r("甲") + LAID + r("甲")) + p("乙") + p(LAID + r("丙")), [1, 2, 3], 3),
    "both count once": (p("甲") + p(PAGE) + p(LAID + r("乙")), [1, 2, 2], 2),
    "before a paragraph": (p("甲", "<w:pageBreakBefore/>") + p("乙", "<w:pageBreakBefore/>"), [1, 2], 2),
    "section": (p("甲", "<w:sectPr/>") + p("乙") + "<w:sectPr/>", [1, 2], 2),
    "section on the same page": (
        p("甲", "<w:sectPr/>") + p("乙") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
        [None, None],
        None,
    ),
    "deleted break": (p("甲") + p(f"<w:del>{PAGE}</w:del>" + r("乙")), [None, None], None),
    "a row over two pages": (
        tbl(tr("甲", "乙"), tr(tc(p(r("丙") + LAID + r("丙"))), tc(p(r("丁") + LAID + r("丁")))), tr("戊", "己")),
        [1, 1, 2],
        2,
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    body, pages, count = PAGES[name]
    source = read_docx(package(body))
    assert [x.page for x in source.lines] == pages
    assert source.pages == count


# The source as a whole.


def test_lines_tile_the_text() -> None:
    source = read_docx(package(p("甲乙") + p("") + p(r("丙\u2028丁")), core="甲 乙"), "a.docx")
    assert source.text == "甲乙\n\n丙\n丁"
    assert [(x.start, x.end, x.number) for x in source.lines] == [(0, 2, 1), (3, 3, 2), (4, 5, 3), (6, 7, 4)]
    assert (source.format, source.path, len(source.sha256)) == ("docx", "a.docx", 64)


@pytest.mark.parametrize(("title", "kept"), [("对口合作方案", True), ("别的文件的标题", False), ("方案", False)])
def test_the_title_in_the_properties_is_kept_when_it_is_the_documents(title: str, kept: bool) -> None:
    assert read_docx(package(p("某省对口合作方案"), core=title)).metadata == ({"title": title} if kept else {})


def test_what_is_not_read_is_named() -> None:
    picture = p(r("文") + "<w:r><w:drawing><a:blip/></w:drawing><w:drawing><a:blip/></w:drawing></w:r>")
    (caution,) = read_docx(package(picture + '<w:altChunk r:id="x"/>')).cautions
    assert "1 embedded document (linked or missing), 2 pictures" in caution.message
    assert read_docx(package(p("文"))).cautions == ()


def test_the_strict_form_and_missing_parts_are_read() -> None:
    data = package(p("甲"), relations=f'<Relationship Id="n" Type="{KIND}/styles" Target="NULL"/>')
    assert read_docx(data).text == "甲"
    files = {
        "word/document.xml": part("document", f"<w:body>{p('甲')}</w:body>").replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        )
    }  # fmt: skip
    assert read_docx(zipped(files)).text == "甲"


def test_a_file_of_python_docx(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("现将方案印发给你们。")
    document.add_paragraph("园区", style="List Number")
    document.add_paragraph("项目", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 0).text, table.cell(1, 1).text = "甲", "乙"
    document.save(tmp_path / "a.docx")
    source = read_docx((tmp_path / "a.docx").read_bytes())
    assert texts(source) == ["一、总体要求", "现将方案印发给你们。", "1.园区", "2.项目", "合并", "甲\t乙"]
    assert [x.role for x in source.lines] == ["heading", "text", "text", "text", "row", "row"]


# Files that can't be read.

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BROKEN = {
    "no zip": (b"PK\x03\x04 broken", "damaged"),
    "cut short": (package(p("甲" * 500))[:400], "damaged"),
    "empty": (b"", "damaged"),
    "old Word": (OLE, "old Word format"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "another zip": (zipped({"a.txt": "x"}), "without a Word document"),
    "a spreadsheet": (zipped({"word/document.xml": "<workbook/>"}), "without a Word document"),
    "unsound XML": (zipped({"word/document.xml": "<a><b></a>"}), "word/document.xml is damaged"),
    "document type": (
        zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY e "eee">]>' + part("document", "<w:body/>")[38:]}),
        "document type",
    ),
    "no text": (package(p("")), "no text"),
    "pictures only": (package(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "1 picture and no text"),
    "a bomb": (zipped({"word/document.xml": " " * (8 * 2**20)}), "times its size"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    data, cause = BROKEN[name]
    with pytest.raises(UnreadableError) as caught:
        read_docx(data, "坏.docx")
    assert cause in caught.value.cause
    assert caught.value.advice
    assert str(caught.value).startswith("坏.docx: ")


def test_a_bad_checksum_and_a_locked_entry() -> None:
    data = bytearray(package(p("甲" * 3000)))
    at = data.index(b"word/document.xml") + 40
    data[at] ^= 0xFF
    with pytest.raises(UnreadableError, match="damaged"):
        read_docx(bytes(data))
    locked = bytearray(zipped({"word/document.xml": part("document", "")}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableError, match="password"):
        read_docx(bytes(locked))


def test_the_limits_on_members_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package(p("甲"))
    for limit, said in (("MAX_MEMBERS", "parts, and at most 2"), ("MAX_TAGS", "more than 2 elements")):
        with monkeypatch.context() as patch:
            patch.setattr(container, limit, 2)
            with pytest.raises(UnreadableError, match=said):
                read_docx(data)
    with pytest.raises(UnreadableError, match=r"unpacks to more.*--limit unpacked=1"):
        read_docx(data, None, Options(limits=Limits(unpacked=0)))

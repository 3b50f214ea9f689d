"""Two Word files compared in the old one's own XML: accepting gives the new text, rejecting the old file.

A file here is a list of passages: a text is a paragraph, a tuple a row of a table (rows in a row are one table).
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import redlining
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import SOFFICE, settle
from wordchanges import read

import duikou
from duikou.exporting.changes.own_file.beside import untracked
from duikou.exporting.changes.own_file.files import originals
from duikou.exporting.changes.own_file.markup import Edits, UnfitError, parse
from duikou.exporting.changes.own_file.writer import own_redline
from duikou.exporting.changes.redline import write_docx

Passage = str | tuple[str, ...]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{_MAIN}"/></Types>'
)


def paragraph(text: str) -> str:
    """One paragraph: its first two characters in a run of their own, with another look."""
    runs = "".join(
        f"<w:r w:rsidR='00A1'><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{escape(piece)}</w:t></w:r>"
        for look, piece in (("<w:b/>", text[:2]), ("<w:sz w:val='32'/>", text[2:]))
        if piece
    )
    return f'<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr>{runs}</w:p>'


def table(rows: list[tuple[str, ...]]) -> str:
    """A table; a cell is one paragraph."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    made = "".join(f"<w:tr>{''.join(cell.format(paragraph(text)) for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def xml(passages: list[Passage]) -> str:
    parts = []
    for is_row, group in groupby(passages, key=lambda one: isinstance(one, tuple)):
        ones = list(group)
        rows = [one for one in ones if isinstance(one, tuple)]
        parts += [table(rows)] if is_row else [paragraph(one) for one in ones if isinstance(one, str)]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}'
        "<w:sectPr ><w:pgSz w:w='11906' /></w:sectPr></w:body></w:document>"
    )


def word(passages: list[Passage]) -> bytes:
    """A Word file of these passages; one that ends in a table has a paragraph after it, as Word has it."""
    return packed(xml([*passages, "（此件公开发布）"]))


def packed(document: str) -> bytes:
    """A Word file with this word/document.xml."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        relation = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", f'<Relationships xmlns="{_REL}">{relation}</Relationships>')
        made.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_REL}"></Relationships>')
        made.writestr("word/document.xml", document)
        made.writestr("word/media/seal.png", b"\x89PNG seal")
    return stream.getvalue()


def said(passages: list[Passage]) -> list[str]:
    return [*("\t".join(one) if isinstance(one, tuple) else one for one in passages), "（此件公开发布）"]


def redline(old: list[Passage], new: list[Passage]) -> bytes:
    """Through the texts, since the files lie nowhere."""
    before, after = word(old), word(new)
    made = own_redline(duikou.diff(before, after), before, after, "zh", "甲", "2026-01-31T00:00:00Z")
    assert made is not None
    return made


def rejected(data: bytes) -> str:
    """document.xml without the marks of revision, runs that were cut joined again."""
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    text = re.sub(r"<w:(?:move\w+Range(?:Start|End)|comment\w+)\b[^>]*/>", "", text)
    text = re.sub(r"<w:r></w:r>", "", text)
    text = re.sub(
        r"<w:pPr>(?:(?!</w:pPr>).)*<w:pPrChange [^>]*>(<w:pPr>.*?</w:pPr>)</w:pPrChange></w:pPr>", r"\1", text
    )
    text = re.sub(r"<w:tr><w:trPr><w:ins [^>]*/></w:trPr>.*?</w:tr>", "", text)
    text = re.sub(r"<w:tbl><w:tblPr><w:tblW .*?</w:tblGrid></w:tbl>", "", text)
    # A paragraph whose mark came in runs on into the next: its own text came in too.
    inserted = (
        r"<w:p\b[^>]*><w:pPr>(?:(?!</w:pPr>).)*<w:rPr><w:(?:ins|moveTo) [^>]*/></w:rPr></w:pPr>"
        r"(?:<w:(ins|moveTo) [^>]*[^/]>.*?</w:\1>)*</w:p>"
    )
    text = re.sub(inserted, "", text)
    text = re.sub(r"<w:(ins|moveTo) [^>]*[^/]>.*?</w:\1>", "", text)
    text = re.sub(r"<w:(?:del|moveFrom|ins|moveTo) [^>]*/>|</?w:(?:del|moveFrom)(?: [^>]*)?>", "", text)
    text = text.replace("w:delText", "w:t").replace("<w:rPr></w:rPr>", "").replace("<w:trPr></w:trPr>", "")
    text = text.replace("<w:t>", '<w:t xml:space="preserve">')
    head = r"(<w:r [^>]*>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
    while True:
        joined = re.sub(rf"{head}(<w:t [^>]*>)([^<]*)</w:t></w:r>\1\2([^<]*)", r"\1\2\3\4", text)
        if joined == text:
            return text
        text = joined


TEXTS = st.lists(
    st.sampled_from(["加强", "河道", "管理", "，", "。", "10个", "第四条", "县", "&", " "]), max_size=8
).map("".join)
ROWS = st.lists(TEXTS.map(str.strip), min_size=2, max_size=2).map(tuple)
PASSAGES = st.lists(st.one_of(TEXTS, TEXTS, ROWS), max_size=7)


def test_what_a_redline_does_not_track_is_told() -> None:
    def with_parts(**parts: bytes) -> bytes:
        stream = io.BytesIO(word(["第一段。"]))
        with zipfile.ZipFile(stream, "a") as made:
            for name, data in parts.items():
                made.writestr(f"word/{name.replace('__', '/')}.{'png' if '__' in name else 'xml'}", data)
        return stream.getvalue()

    def header(text: str) -> bytes:
        return f"<w:hdr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>".encode()

    plain = with_parts(header1=header("内部资料"))
    assert untracked(plain, plain) == []
    # The number in a part's name is the program's.
    assert untracked(plain, with_parts(header2=header("内部资料"))) == []
    other = with_parts(header1=header("公开"), footnotes=header("注"), media__map=b"PNG map")
    assert untracked(plain, other) == ["headers", "footnotes", "pictures"]
    assert untracked(b"no file", plain) == []


def with_margins(header: str, footer: str, note: str = "注一") -> bytes:
    """A Word file with a header, a footer and a note, as its relations name them."""
    relations = {"rId1": "header", "rId2": "footer", "rId3": "footnotes"}
    texts = {
        "header": header,
        "footer": footer,
        "footnotes": f"<w:footnote><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>",
    }
    roots = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(["第一段。"]))) as plain, zipfile.ZipFile(stream, "w") as made:
        for name in plain.namelist():
            text = plain.read(name)
            if name.endswith("document.xml.rels"):
                named = "".join(
                    f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{kind}1.xml"/>'
                    for number, kind in relations.items()
                )
                text = text.replace(b"></Relationships>", f">{named}</Relationships>".encode())
            references = '<w:headerReference w:type="default" r:id="rId1"/><w:footerReference r:id="rId2"/>'
            text = text.replace(b"<w:document ", f'<w:document xmlns:r="{_OFFICE}" '.encode())
            made.writestr(name, text.replace(b"<w:sectPr >", f"<w:sectPr >{references}".encode()))
        for kind, text in texts.items():
            inside = text if kind == "footnotes" else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
            made.writestr(f"word/{kind}1.xml", f'<w:{roots[kind]} xmlns:w="{_W}">{inside}</w:{roots[kind]}>')
    return stream.getvalue()


def test_what_differs_in_headers_footers_and_notes_is_tracked() -> None:
    old, new = with_margins("政策汇编2024年版", "第1页"), with_margins("政策汇编2025年版", "第1页", "注一修订")
    assert untracked(old, new) == []
    made = own_redline(duikou.diff(old, new), old, new, "zh", "甲", "2026-01-31T00:00:00Z")
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as redline, zipfile.ZipFile(io.BytesIO(old)) as before:
        header = redline.read("word/header1.xml").decode()
        assert re.findall(r"<w:(?:delText|t)[^>]*>([^<]*)<", header) == ["政策汇编", "2024年", "2025年", "版"]
        assert "<w:del " in header
        assert "<w:ins " in redline.read("word/footnotes1.xml").decode()
        assert redline.read("word/footer1.xml") == before.read("word/footer1.xml")


def test_headers_of_another_structure_are_told() -> None:
    old = with_margins("内部资料", "第1页")
    new = with_margins("内部资料</w:t></w:r></w:p><w:p><w:r><w:t>公开", "第1页")
    assert untracked(old, new) == ["headers"]


def test_what_goes_or_comes_before_a_table_leaves_no_empty_paragraph() -> None:
    table: list[Passage] = [("任务", "单位"), ("建设平台", "省科技厅"), ("培育企业", "省工信厅")]
    lead, heading = "为落实方案，制定本分工表。", "重点任务分工"
    for old, new in (
        ([lead, heading, *table], [lead, *table[1:]]),  # the heading went, and the first row with it
        ([lead, *table], [lead, heading, *table]),
        ([lead, heading, *table], [lead, "任务清单另行印发。", *table[1:]]),
    ):
        data = redline(old, new)
        assert read(data, accepted=True) == said(new)
        assert read(data, accepted=False) == said(old)


_LEAD, _ASKED, _LAST, _MORE = (
    "为落实方案，制定本清单。",
    "请填写单位名称",
    "（此件公开发布）",
    "各单位于年底前报送进展。",
)


@pytest.mark.parametrize(
    ("new", "inside"),
    [
        (([_LEAD, _MORE], [_ASKED], [_LAST]), [_ASKED]),  # before it opens
        (([_LEAD, _MORE, "逾期不候。"], [_ASKED], [_LAST]), [_ASKED]),
        (([_LEAD], [_MORE, _ASKED], [_LAST]), [_MORE, _ASKED]),  # at its head
        (([_LEAD], [_ASKED, _MORE], [_LAST]), [_ASKED, _MORE]),  # at its end
        (([_LEAD], [_ASKED], [_MORE, _LAST]), [_ASKED]),  # after it closed
        (([_LEAD, "逾期不候。"], [_MORE, _ASKED], [_LAST]), [_MORE, _ASKED]),  # both
    ],
)
def test_what_comes_in_beside_a_content_control_stands_where_the_new_file_has_it(
    new: tuple[list[str], list[str], list[str]], inside: list[str]
) -> None:
    def controlled(before: list[str], held: list[str], after: list[str]) -> bytes:
        control = f"<w:sdt><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent>{''.join(map(paragraph, held))}"
        body = f"{''.join(map(paragraph, before))}{control}</w:sdtContent></w:sdt>{''.join(map(paragraph, after))}"
        return packed(f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')

    old = controlled([_LEAD], [_ASKED], [_LAST])
    after = controlled(*new)
    made = own_redline(duikou.diff(old, after), old, after, "zh", "甲", "2026-01-31T00:00:00Z")
    assert made is not None
    redlined = redlining.document(made)
    accepted = redlining.settled(redlined, accepted=True)
    assert redlining.said(accepted) == [text for part in new for text in part]
    assert redlining.said(redlining.settled(redlined, accepted=False)) == [_LEAD, _ASKED, _LAST]
    held = accepted.find(f".//{{{_W}}}sdtContent")
    assert ["".join(one.itertext(f"{{{_W}}}t")) for one in held] == inside


_FIELD = '<w:fldSimple w:instr=" REF _a \\h &quot;x&quot;"><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:fldSimple>'
_HALVES = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r>{}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Taken out with its paragraph; one that shows nothing too.
        ([_LEAD, ("见附表", "表1", "的规定执行。"), _LAST], [_LEAD, _LAST]),
        ([_LEAD, ("见附表", "", "的规定执行。"), _LAST], [_LEAD, _LAST]),
        # Taken out of a paragraph that stays, or another word in its place.
        ([_LEAD, ("责任单位按照", "表1", "落实。"), _LAST], [_LEAD, "责任单位按照落实。", _LAST]),
        ([_LEAD, ("责任单位按照", "表1", "落实。"), _LAST], [_LEAD, "责任单位按照分工方案落实。", _LAST]),
        # Words put in behind it.
        ([_LEAD, ("责任单位按照", "表1", "落实。"), _LAST], [_LEAD, "责任单位按照表1（见附件）落实。", _LAST]),
        # Moved with its paragraph.
        (
            [_LEAD, ("各单位应当按照", "表1", "的分工抓好落实。"), _MORE, _LAST],
            [_LEAD, _MORE, "各单位应当按照表1的分工抓好落实。", _LAST],
        ),
    ],
)
def test_a_simple_field_goes_as_a_whole(old: list[str | tuple[str, str, str]], new: list[str]) -> None:
    def body(passages: list[str] | list[str | tuple[str, str, str]]) -> bytes:
        made = (
            paragraph(one) if isinstance(one, str) else _HALVES.format(one[0], _FIELD.format(one[1]), one[2])
            for one in passages
        )
        return packed(f'<w:document xmlns:w="{_W}"><w:body>{"".join(made)}</w:body></w:document>')

    came, redlined = redlining.tried(body(old), body(new))
    assert came == "exact"
    assert redlined is not None
    accepted = redlining.settled(redlining.document(redlined), accepted=True)
    fields = [*accepted.iter(f"{{{_W}}}fldSimple", f"{{{_W}}}instrText")]
    texts = ["".join(one.itertext(f"{{{_W}}}t")) for one in accepted.iter(f"{{{_W}}}fldSimple")]
    assert len(fields) == any("表1" in text for text in new)
    assert texts in ([], ["表1"])


@settings(max_examples=150, deadline=None)
@given(PASSAGES, PASSAGES)
def test_accepting_gives_the_new_text_and_rejecting_the_old(old: list[Passage], new: list[Passage]) -> None:
    try:
        data = redline(old, new)
    except duikou.DuikouError:
        return
    assert [text for text in read(data, accepted=True) if text] == [text for text in said(new) if text]
    assert [text for text in read(data, accepted=False) if text] == [text for text in said(old) if text]


PLAN: list[Passage] = [
    "甲市河道管理工作方案", "一、总体要求", "坚持综合治理，坚持依法管理，到2025年建成示范河道10条。",
    ("序号", "任务", "单位"), ("1", "清淤", "市水务局"), ("2", "巡查", "各县政府"), ("3", "宣传", "市教育局"),
    "二、保障措施", "各县应当加强领导，明确责任，落实经费。", "各县每年报告进展情况，并向社会公开。",
]  # fmt: skip


def edited(*changes: tuple[int, Passage | None]) -> list[Passage]:
    """The plan with passages replaced, or dropped where there is None."""
    by = dict(changes)
    return [one for k, each in enumerate(PLAN) if (one := by.get(k, each)) is not None]


EDITS = {
    "a word": edited((2, "坚持综合治理，坚持依法管理，到2030年建成示范河道100条。")),
    "a cell": edited((5, ("2", "巡查、清障", "各县政府"))),
    "a row out": edited((5, None)),
    "a row in": [*PLAN[:6], ("3", "绿化", "市林业局"), *PLAN[6:]],
    "a paragraph out before the table": edited((2, None)),
    "a paragraph in": [*PLAN[:9], "市水务局应当定期检查。", *PLAN[9:]],
    "a paragraph moved": [*PLAN[:2], PLAN[9], *PLAN[2:9]],
    "a table in": [*PLAN[:8], ("甲", "乙"), ("丙", "丁"), *PLAN[8:]],
    "the end": PLAN[:8],
}


@pytest.mark.parametrize("name", EDITS)
def test_rejecting_gives_back_the_very_xml(name: str) -> None:
    data = redline(PLAN, EDITS[name])
    assert read(data, accepted=True) == said(EDITS[name])
    assert read(data, accepted=False) == said(PLAN)
    was = zipfile.ZipFile(io.BytesIO(word(PLAN)))
    assert rejected(data) == was.read("word/document.xml").decode()
    now = zipfile.ZipFile(io.BytesIO(data))
    assert [now.read(part) for part in was.namelist() if part != "word/document.xml"] == [
        was.read(part) for part in was.namelist() if part != "word/document.xml"
    ]


def test_a_move_is_tracked_as_one_and_rows_as_rows() -> None:
    moved = zipfile.ZipFile(io.BytesIO(redline(PLAN, EDITS["a paragraph moved"]))).read("word/document.xml").decode()
    assert moved.count("<w:moveFrom ") == moved.count("<w:moveTo ") == 2  # the text and the mark
    row = zipfile.ZipFile(io.BytesIO(redline(PLAN, EDITS["a row in"]))).read("word/document.xml").decode()
    assert re.search(r"<w:trPr><w:ins [^>]*/></w:trPr>", row)


def test_what_is_suspect_has_a_remark() -> None:
    rules: list[Passage] = [
        "某条例", "第一条 为了规范管理，制定本条例。", "第二条 本条例适用于本市。",
        "第三条 本市实行登记制度，经营者应当登记。",
        "第四条 违反本条例第三条规定的，处罚款。",
    ]  # fmt: skip
    new = [rules[0], rules[1], "第二条 本市实行登记制度，经营者应当登记。", "第三条 违反本条例第三条规定的，处罚款。"]
    file = zipfile.ZipFile(io.BytesIO(redline(rules, new)))
    assert "应为第二条" in file.read("word/comments.xml").decode()
    assert "comments.xml" in file.read("[Content_Types].xml").decode()
    assert "comments.xml" in file.read("word/_rels/document.xml.rels").decode()
    assert file.read("word/document.xml").decode().count("<w:commentReference ") == 1


def test_the_files_of_a_comparison(tmp_path: Path) -> None:
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(word(PLAN))
    new.write_bytes(word(EDITS["a word"]))
    comparison = duikou.diff(old, new)
    files = originals(comparison)
    assert files == (old.read_bytes(), new.read_bytes())
    made = write_docx(comparison, originals=files)
    assert zipfile.ZipFile(io.BytesIO(made)).read("word/media/seal.png") == b"\x89PNG seal"
    new.write_bytes(word(PLAN))
    assert originals(comparison) is None


@pytest.mark.parametrize("text", ["<a><b></a>", "<a/><b/>", "<a>", "", "<a><![CDATA[x]]></a>"])
def test_xml_that_is_not_edited_in_place(text: str) -> None:
    with pytest.raises(UnfitError):
        parse(text)


def test_edits_that_overlap_are_refused() -> None:
    edits = Edits("abcdef")
    edits.replace(0, 3, "x")
    edits.replace(2, 4, "y")
    with pytest.raises(UnfitError):
        edits.done()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_settles_them(tmp_path: Path) -> None:
    found = settle(tmp_path, {f"f{k}": redline(PLAN, new) for k, new in enumerate(EDITS.values())})
    plain = settle(tmp_path / "plain", {f"f{k}": word(new) for k, new in enumerate([*EDITS.values(), PLAN])})
    for k in range(len(EDITS)):
        assert found[f"f{k}"] == (plain[f"f{k}"][0], plain[f"f{len(EDITS)}"][1])


# Lists of parts, and the looks of paragraphs that came in

STYLED = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
TABLE = table([("单位", "任务"), ("市水务局", "巡查河道")])


def styled(*passages: tuple[str, str]) -> bytes:
    """A file of paragraphs with styles; one of style "table" is a table."""
    body = "".join(TABLE if style == "table" else STYLED.format(style, text) for style, text in passages)
    return packed(f'<w:document xmlns:w="{_W}"><w:body>{body}{STYLED.format("End", "完")}</w:body></w:document>')


def without_links(data: bytes) -> bytes:
    """The file without the list of the parts that its document names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as made:
        for entry in old.infolist():
            if entry.filename != "word/_rels/document.xml.rels":
                made.writestr(entry.filename, old.read(entry))
    return stream.getvalue()


def test_a_document_that_names_no_other_part_is_edited_in_place() -> None:
    old = word(["某条例", "第一条 本条例适用于本市。", "第二条 加大投入力度。"])
    new = word(["某条例", "第一条 本条例适用于全市。", "第二条 加大投人力度。"])
    assert redlining.tried(without_links(old), without_links(new))[0] == "exact"
    made = redlining.tried(without_links(old), without_links(new))[1]
    assert made is not None
    file = zipfile.ZipFile(io.BytesIO(made))
    # The reading that is suspect has a remark, and the list of parts that was not there names it.
    assert "comments.xml" in file.read("word/_rels/document.xml.rels").decode()


HEADING, SECOND = ("H", "第一部分任务分工"), ("H", "第二部分保障措施")
TEXTS = [("B", f"各有关单位按照职责抓好第{n}项工作的落实。") for n in "一二三"]
LOOKS = {
    "the only paragraph of its looks moved": (
        [HEADING, *TEXTS],
        [*TEXTS[:2], SECOND, HEADING, TEXTS[2]],
        SECOND[1],
    ),
    "the only paragraph of its looks went": (
        [TEXTS[0], HEADING, *TEXTS[1:]],
        [*TEXTS, ("H", "附则与解释说明")],
        "附则与解释说明",
    ),
    "before a table": (
        [HEADING, TEXTS[0], ("table", ""), TEXTS[1]],
        [HEADING, TEXTS[0], ("H", "分工一览"), ("table", ""), TEXTS[1]],
        "分工一览",
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_comes_in_has_the_looks_of_its_like(name: str) -> None:
    old, new, text = LOOKS[name]
    came, made = redlining.tried(styled(*old), styled(*new))
    assert (came, made is not None) == ("exact", True)
    settled = redlining.settled(redlining.document(made or b""), True)
    names = {
        "".join(p.itertext(f"{{{_W}}}t")): p.find(f"{{{_W}}}pPr/{{{_W}}}pStyle").get(f"{{{_W}}}val")
        for p in settled.iterfind(f"{{{_W}}}body/{{{_W}}}p")
    }
    assert names[text] == "H"


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("本市负责编制规划工作。", "本市负责组织编制有关规划工作。", "", "组织有关"),
        ("本市旅游主管部门主管旅游工作。", "本市文化和旅游主管部门主管旅游工作。", "", "文化和"),
        ("审计整改报告应当全面准确。", "审计查出问题整改情况报告应当全面准确。", "", "查出问题情况"),
    ],
)
def test_no_word_that_both_files_have_is_struck_and_set_again(old: str, new: str, gone: str, come: str) -> None:
    files = [word(["某条例", "第一条 为了规范管理，制定本条例。", f"第二条 {text}"]) for text in (old, new)]
    came, made = redlining.tried(*files)
    assert (came, made is not None) == ("exact", True)
    xml_of = zipfile.ZipFile(io.BytesIO(made or b"")).read("word/document.xml").decode()
    struck = "".join(re.findall(r"<w:delText[^>]*>([^<]*)", xml_of))
    put_in = "".join(
        "".join(re.findall(r"<w:t[ >][^<]*?>?([^<>]*)</w:t>", one)) for one in re.findall(r"<w:ins .*?</w:ins>", xml_of)
    )
    assert (struck, put_in) == (gone, come)

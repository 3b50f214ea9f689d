"""Word files set as GB/T 9704-2012 asks: what is in them, and that they give the text back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import PLAN, Spec, document
from hypothesis import given
from hypothesis import strategies as st

from duikou.exporting.text.typeset import typeset
from duikou.exporting.text.word import write_docx
from duikou.model import Document
from duikou.reading.word.reader import read_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(document: Document) -> list[str]:
    return [p.text for p in document.cleaned.paragraphs]


def given_back(document: Document) -> list[str]:
    source = read_docx(write_docx(document))
    return [source.text[x.start : x.end] for x in source.lines if x.role not in ("header", "footer")]


def part(data: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def value(element: ElementTree.Element, path: str, attribute: str = "val") -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def styled(document: Document) -> dict[str, str]:
    return {s.text: s.style for s in typeset(document) if not s.rows}


def test_reading_gives_the_paragraphs_back() -> None:
    assert given_back(PLAN) == paragraphs(PLAN)


SAFE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
)
CELL = SAFE.map(lambda text: re.sub(r"^\s+|\s+$", "", text))
ROW = st.lists(CELL, min_size=2, max_size=4).map("\t".join)
SPEC = st.one_of(
    st.tuples(
        st.sampled_from(["text", "title", "recipients", "issuer", "date", "note", "attachment", "heading"]), SAFE
    ),
    st.tuples(st.just("row"), ROW),
    SAFE.map(lambda text: ("item", f"一、{text}", "dun", min(len(text), 5) + 2)),
)


@given(st.lists(SPEC, min_size=1, max_size=8))
def test_reading_gives_any_paragraphs_back(specs: list[Spec]) -> None:
    made = document(*specs)
    assert given_back(made) == paragraphs(made)


def test_tables_of_one_row_short_rows_and_rows_apart() -> None:
    made = document(
        ("row", "甲\t乙"), ("text", "文"), ("row", "a\tb\tc"), ("row", "d"), ("row", "\te\t"), ("row", "f\tg")
    )
    assert given_back(made) == paragraphs(made)
    roles = [x.role for x in read_docx(write_docx(made)).lines]
    assert roles[:2] == ["row", "text"]
    assert roles[2:6] == ["row"] * 4


def test_what_xml_forbids_is_dropped() -> None:
    made = document(("text", "甲\x00\x0b\x1f\ud800\uffff乙<&>\"'"), title="题\x01")
    assert given_back(made) == ["甲乙<&>\"'"]


def test_the_same_document_gives_the_same_bytes_and_no_author() -> None:
    data = write_docx(PLAN)
    assert data == write_docx(PLAN)
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {x.date_time for x in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist()[0] == "[Content_Types].xml"
    core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>对口合作实施方案</dc:title>" in core
    assert "creator" not in core
    assert "lastModifiedBy" not in core


def test_an_empty_document_is_a_sound_file() -> None:
    assert part(write_docx(document())).find(f"{W}body/{W}p") is not None


def test_every_part_is_sound_and_declared() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_docx(PLAN)))
    types = archive.read("[Content_Types].xml").decode()
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
        assert name.endswith(".rels") or name == "[Content_Types].xml" or f'PartName="/{name}"' in types


def test_python_docx_opens_it() -> None:
    docx = pytest.importorskip("docx")
    opened = docx.Document(io.BytesIO(write_docx(PLAN)))
    assert opened.core_properties.title == PLAN.title
    assert opened.tables[0].rows[0].cells[1].text == "任务"


def test_the_page() -> None:
    section = part(write_docx(PLAN)).find(f"{W}body/{W}sectPr")
    assert section is not None

    def millimetres(path: str, attribute: str) -> int:
        return round(int(value(section, path, attribute) or 0) / 1440 * 25.4)

    assert (millimetres("pgSz", "w"), millimetres("pgSz", "h")) == (210, 297)
    assert [millimetres("pgMar", side) for side in ("top", "left", "right", "bottom")] == [37, 28, 26, 35]
    assert value(section, "docGrid", "type") == "linesAndChars"
    pitch, space = (int(value(section, "docGrid", x) or 0) for x in ("linePitch", "charSpace"))
    height, width = 225 / 25.4 * 1440, 156 / 25.4 * 72
    assert 22 <= height / pitch < 23
    assert 28 <= width / (16 + space / 4096) < 29


STYLES = {
    "某省人民政府办公厅文件": "red_head",
    "某政办发〔2021〕8号": "doc_number",
    "对口合作实施方案的通知": "title",
    "各市、县人民政府，省直各单位：": "recipients",
    "附件：1.对口合作实施方案": "attachments",
    "2.任务分工表": "attachments_more",
    "某省人民政府办公厅": "issuer",
    "2021年3月5日": "date",
    "（此件公开发布）": "note",
    "附件1": "mark",
    "一、总体要求": "chapter",
    "（一）推进产业合作。": "section",
    "（1）建立联席会议制度，每年召开一次。": "body",
}


@pytest.mark.parametrize("text", STYLES)
def test_the_style_of_each_part(text: str) -> None:
    assert styled(PLAN)[text] == STYLES[text]


FACES = {
    "title": ("方正小标宋简体", "44", "center", "0"),
    "chapter": ("黑体", "32", "both", "200"),
    "section": ("楷体_GB2312", "32", "both", "200"),
    "item": ("仿宋_GB2312", "32", "both", "200"),
    "body": ("仿宋_GB2312", "32", "both", "200"),
    "recipients": ("仿宋_GB2312", "32", "left", "0"),
    "mark": ("黑体", "32", "left", "0"),
}


@pytest.mark.parametrize("key", FACES)
def test_the_faces(key: str) -> None:
    root = part(write_docx(PLAN), "word/styles.xml")
    style = next(x for x in root.iter(f"{W}style") if x.get(f"{W}styleId") == key)
    face, size, align, first = FACES[key]
    assert value(style, "rPr/rFonts", "eastAsia") == face
    assert value(style, "rPr/sz") == size
    assert value(style, "pPr/jc") == align
    assert value(style, "pPr/ind", "firstLineChars") == first


def test_each_face_names_another_to_take() -> None:
    root = part(write_docx(PLAN), "word/fontTable.xml")
    others = {x.get(f"{W}name"): value(x, "altName") for x in root}
    assert others == {
        "方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "黑体": "SimHei", "楷体_GB2312": "楷体", "宋体": "SimSun",
    }  # fmt: skip


def test_only_the_heading_of_a_paragraph_has_the_headings_face() -> None:
    made = document(("item", "（一）深化交流。互派干部。", "paren", 8), ("item", "第三条 各级政府负责。", "article", 0))
    runs = list(part(write_docx(made)).iter(f"{W}r"))
    assert [(x.findtext(f"{W}t"), value(x, "rPr/rFonts", "eastAsia")) for x in runs] == [
        ("（一）深化交流。", "楷体_GB2312"),
        ("互派干部。", None),
        ("第三条", "黑体"),
        (" 各级政府负责。", None),
    ]


def test_the_name_stands_centred_over_the_date() -> None:
    made = document(("text", "文。"), ("issuer", "某省人民政府办公厅"), ("date", "2021年3月5日"))
    rights = [value(x, "pPr/ind", "rightChars") for x in part(write_docx(made)).iter(f"{W}p")]
    assert rights == [None, "250", None]  # nine characters over six, the date four in by its style
    long = document(("text", "文。"), ("issuer", "某" * 30), ("date", "2021年3月5日"))
    assert typeset(long)[1].right == 0


def test_a_date_under_the_title_is_no_signature() -> None:
    made = document(("title", "题"), ("date", "（2021年3月5日）"), ("text", "文。"), ("date", "2021年3月6日"))
    assert [s.style for s in typeset(made)] == ["title", "caption", "body", "date"]


def test_an_attachment_begins_a_page_once() -> None:
    breaks = [s.text for s in typeset(PLAN) if s.new_page]
    assert breaks == ["附件1", "附件2"]
    made = document(("text", "通知。"), ("title", "方案"), ("text", "文。"), parts=(1,))
    assert [s.new_page for s in typeset(made)] == [False, True, False]
    assert not typeset(document(("attachment", "附件"), ("text", "文。")))[0].new_page


def test_dotted_numbers_go_by_their_depth_and_headings_of_the_format_by_their_level() -> None:
    made = document(("item", "1总则", "bare", 3), ("heading", "前言"))
    assert [s.style for s in typeset(made)] == ["chapter", "chapter"]


def test_what_an_article_lists_is_no_heading() -> None:
    made = document(("item", "（一）品行良好。", "paren", 8))
    listed = replace(made, blocks=(replace(made.blocks[0], path=("第五条", "（一）")),))
    assert [s.style for s in (*typeset(made), *typeset(listed))] == ["section", "body"]


def test_tables_have_lines_and_their_head_repeats() -> None:
    root = part(write_docx(PLAN))
    assert value(root, "body/tbl/tblPr/tblStyle") == "table"
    assert len(list(root.iter(f"{W}tblHeader"))) == 1
    widths = [int(x.get(f"{W}w") or 0) for x in root.iter(f"{W}gridCol")]
    assert widths[1] == max(widths)
    assert 0.99 < sum(widths) / (156 / 25.4 * 1440) <= 1
    style = part(write_docx(PLAN), "word/styles.xml")
    assert len(list(style.iter(f"{W}insideV"))) == 1


def test_the_page_number_stands_outside() -> None:
    odd, even = (part(write_docx(PLAN), f"word/footer{i}.xml") for i in (1, 2))
    assert "".join(odd.itertext()) == "—  PAGE 1 —"
    assert [value(x, "p/pPr/jc") for x in (odd, even)] == ["right", "left"]


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs soffice and pdftotext")
def test_libreoffice_sets_22_lines_of_28_characters(tmp_path: Path) -> None:
    made = document(("title", "对口合作实施方案"), ("text", "合" * 28 * 60))
    (tmp_path / "plan.docx").write_bytes(write_docx(made))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plan.docx")], check=True, capture_output=True, timeout=240)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "plan.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    lines = [line.strip() for line in text.split("\f")[1].split("\n") if line.strip()]
    assert lines[-1].replace(" ", "") == "—2—"
    assert len(lines) - 1 == 22
    assert {len(line) for line in lines[:-1]} == {28}

"""Word documents: every part that holds text is read or named, and no part costs without bound."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from duikou.errors import UnreadableError, UsageError
from duikou.model import Source
from duikou.reading.options import REVISIONS, Limits, Options
from duikou.reading.word.old_word import soffice
from duikou.reading.word.reader import read_docx
from tests.test_docx_reading import KIND, LINES, p, package, r, tbl, tc, texts, tr

CHUNK = '<w:altChunk r:id="k"/>'
ROWS = "<tr><td>甲市</td><td>乙市</td></tr><tr><td>丙市</td><td>丁市</td></tr>"
PAGE = f"<html><body><p>第一条　为了加强管理。</p><table>{ROWS}</table></body></html>"


def holding(body: str, name: str, content: bytes) -> bytes:
    """A .docx whose body takes in the part of that name with the relation `k`."""
    relation = f'<Relationship Id="k" Type="{KIND}/aFChunk" Target="{name}"/>'
    stream = io.BytesIO(package(body, relation))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(f"word/{name}", content)
    return stream.getvalue()


def archive_of(page: str) -> bytes:
    """A web archive (.mht) of one page."""
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_mixed()
    return message.as_bytes().replace(b"multipart/mixed", b"multipart/related")


def taken_in(name: str) -> bytes:
    """The content of a part that is taken in."""
    return {
        "a.mht": lambda: archive_of(PAGE),
        "a.html": lambda: PAGE.encode("gb18030").replace(b"<html>", b'<html><meta charset="gb2312">'),
        "a.docx": lambda: package(p(r("第一条　为了加强管理。")) + tbl(tr("甲市", "乙市"), tr("丙市", "丁市"))),
        "a.txt": "第一条　为了加强管理。\n甲市\t乙市\n丙市\t丁市".encode,
        "a.rtf": lambda: rtf("第一条　为了加强管理。", "甲市", "乙市", "丙市", "丁市"),
    }[name]()


def rtf(*lines: str) -> bytes:
    body = "\\par ".join("".join(f"\\u{ord(c)}?" for c in line) for line in lines)
    return f"{{\\rtf1\\ansi\\uc1 {body}}}".encode()


@pytest.mark.parametrize("name", ["a.mht", "a.html", "a.docx", "a.txt", "a.rtf"])
def test_a_document_that_is_taken_in_is_read_in_place(name: str) -> None:
    if name.endswith("rtf") and not soffice():
        pytest.skip("needs LibreOffice")
    source = read_docx(holding(p(r("前文")) + CHUNK + p(r("后文")), name, taken_in(name)))
    read = "\n".join(texts(source)).replace("\u3000", "").replace("\t", "\n").split("\n")
    assert read == ["前文", "第一条为了加强管理。", "甲市", "乙市", "丙市", "丁市", "后文"]
    assert source.format == "docx"
    assert not source.cautions


def test_a_part_that_cannot_be_taken_in_is_named() -> None:
    source = read_docx(holding(p(r("前文")) + CHUNK, "a.bin", b"\x00\x01\x02\xff" * 50))
    (caution,) = source.cautions
    assert caution.rule == "docx-unread"
    assert "embedded document" in caution.message


def test_documents_that_take_in_themselves_end() -> None:
    data = package(p(r("甲")))
    for _ in range(4):
        data = holding(CHUNK * 2 + p(r("乙")), "a.docx", data)
    source = read_docx(data)
    assert texts(source).count("甲") == 16
    with pytest.raises(UnreadableError, match="--limit visits="):
        read_docx(data, options=Options(limits=Limits(visits=20)))
    assert "more than 3 levels" in "".join(
        c.message for c in read_docx(data, options=Options(limits=Limits(nesting=3))).cautions
    )


BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


def test_a_text_box_in_a_cell_belongs_to_its_cell() -> None:
    box = BOX.format(p(r("省科技厅")))
    body = tbl(
        tr("任务", "责任单位"), tr("建设平台", tc(p(box))), tr(tc(p(r("推广") + BOX.format(p(r("成果"))))), "某厅")
    )
    assert texts(read_docx(package(body))) == ["任务\t责任单位", "建设平台\t省科技厅", "推广成果\t某厅"]


def test_a_table_in_a_text_box_in_a_cell_keeps_its_rows() -> None:
    box = BOX.format(tbl(tr("子", "丑"), properties=LINES))
    source = read_docx(package(tbl(tr("甲", tc(p(r("乙") + box))), properties=LINES)))
    assert texts(source) == ["甲\t乙", "子\t丑"]


def test_the_text_of_a_drawn_diagram_is_read() -> None:
    a, dgm = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    )
    relation = f'<Relationship Id="g" Type="{KIND}/diagramData" Target="data1.xml"/>'
    body = p(r("流程：") + f'<w:r><w:drawing><dgm:relIds xmlns:dgm="{dgm}" r:dm="g"/></w:drawing></w:r>')
    points = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{x}</a:t></a:r></a:p></dgm:t></dgm:pt>" for x in ("申报", "评审"))
    stream = io.BytesIO(package(body, relation))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/data1.xml", f'<dgm:dataModel xmlns:dgm="{dgm}" xmlns:a="{a}">{points}</dgm:dataModel>')
    assert texts(read_docx(stream.getvalue())) == ["流程：", "申报", "评审"]


# What is left out, and how the caution names it.
LEFT_OUT = {
    "docx-hidden": (p(r("甲") + r("暗文", "<w:vanish/>")), {}, "2 characters"),
    "docx-comments": (p(r("甲")), {"comments": f'<w:comment w:id="1">{p(r("此处核实"))}</w:comment>'}, "1 comment"),
    "docx-revisions": (p(r("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"), {}, "1 tracked change"),
    "docx-unread": (p(r("甲") + "<w:r><w:drawing><a:blip/></w:drawing></w:r>"), {}, "1 picture"),
}


@pytest.mark.parametrize("rule", LEFT_OUT)
def test_what_is_left_out_is_named(rule: str) -> None:
    body, parts, named = LEFT_OUT[rule]
    source = read_docx(package(body, **parts))
    assert texts(source) == ["甲"]
    assert [(c.rule, named in c.message) for c in source.cautions] == [(rule, True)]


CENTRE = '<w:jc w:val="center"/>'


def test_a_paragraph_in_the_middle_is_told() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="t"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    )
    styled, left = '<w:pStyle w:val="T"/>', '<w:pStyle w:val="T"/><w:jc w:val="left"/>'
    body = p(r("甲"), CENTRE) + p(r("乙"), styled) + p(r("丙"), left) + p(r("丁"))
    source: Source = read_docx(package(body, styles=styles))
    assert [x.centred for x in source.lines] == [True, True, False, False]


def chain_of_styles(count: int) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{i}"><w:name w:val="s"/><w:basedOn w:val="S{i + 1}"/></w:style>'
        for i in range(count)
    )
    return package(p(r("甲"), '<w:pStyle w:val="S0"/>'), styles=styles)


# A limit, and a document that goes beyond it where it is 50.
COSTLY = {
    "cells": package(tbl(tr(tc("甲", '<w:gridSpan w:val="60"/>'), "乙"), tr("丙", "丁"))),
    "cells before": package(tbl(tr("甲", "乙", properties='<w:gridBefore w:val="999999999"/>'), tr("丙", "丁"))),
    "fields": package(
        p('<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>' * 60 + r("甲"))
    ),
    "chain": chain_of_styles(60),
    "nesting": package(tbl(tr(tc(p(BOX.format(p(BOX.format(p(r("甲"))))))), "乙"), tr("丙", "丁"))),
}


@pytest.mark.parametrize("name", COSTLY)
def test_each_document_has_one_budget(name: str) -> None:
    limit = name.split(maxsplit=1)[0]
    most = 2 if limit == "nesting" else 50
    with pytest.raises(UnreadableError, match=f"--limit {limit}="):
        read_docx(COSTLY[name], options=Options(limits=Limits(**{limit: most})))


def change(kind: str, text: str) -> str:
    inner = f'<w:delText xml:space="preserve">{text}</w:delText>' if kind == "del" else f"<w:t>{text}</w:t>"
    return f"<w:{kind}><w:r>{inner}</w:r></w:{kind}>"


MARK = "<w:rPr><w:{}/></w:rPr>"
# A body with tracked changes; then its lines as accepted, in the original, and marked.
CHANGED = {
    "words": (
        p(r("投资") + change("del", "100") + change("ins", "200") + r("万元")),
        ["投资200万元"],
        ["投资100万元"],
        ["投资{-100-}{+200+}万元"],
    ),
    "a passage that moved": (
        p(change("moveFrom", "甲。") + r("乙。") + change("moveTo", "甲。")),
        ["乙。甲。"],
        ["甲。乙。"],
        ["{-甲。-}乙。{+甲。+}"],
    ),
    "a new paragraph": (
        p(r("甲")) + p(change("ins", "乙"), MARK.format("ins")) + p(r("丙")),
        ["甲", "乙", "丙"],
        ["甲", "丙"],
        ["甲", "{+乙+}", "丙"],
    ),
    "two paragraphs made one": (
        p(r("甲"), MARK.format("del")) + p(r("乙")),
        ["甲乙"],
        ["甲", "乙"],
        ["甲", "乙"],
    ),
    "rows": (
        tbl(
            tr("甲", "乙"),
            tr(tc(p(change("ins", "丙"))), "丁", properties="<w:ins/>"),
            tr(tc(p(change("del", "戊"))), "己", properties="<w:del/>"),
        ),
        ["甲\t乙", "丙\t丁"],
        ["甲\t乙", "戊\t己"],
        ["甲\t乙", "{+丙+}\t丁", "{-戊-}\t己"],
    ),
    "a heading that was none": (
        p(r("甲"), '<w:outlineLvl w:val="0"/><w:pPrChange><w:pPr/></w:pPrChange>'),
        ["# 甲"],
        ["甲"],
        ["# 甲"],
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_tracked_changes_are_read_as_asked(name: str) -> None:
    body, *expected = CHANGED[name]
    for revisions, lines in zip(REVISIONS, expected, strict=True):
        source = read_docx(package(body), options=Options(revisions=revisions))
        shown = [("# " if x.role == "heading" else "") + source.text[x.start : x.end] for x in source.lines]
        assert shown == lines, revisions


def test_another_reading_of_tracked_changes_is_refused() -> None:
    with pytest.raises(UsageError, match="--revisions accepted, original, marked"):
        Options(revisions="all")

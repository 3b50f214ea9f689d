"""The HTML page of a cleaned document."""

from __future__ import annotations

import re

import pytest
from builders import PLAN, document
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from duikou.exporting.text.page import write_html


def test_elements_by_role() -> None:
    tree = HTMLParser(write_html(PLAN))
    texts = {tag: [x.text() for x in tree.css(tag)] for tag in ("h1", "h2", "h3", "strong.item", "strong.section")}
    assert texts == {
        "h1": ["某省人民政府办公厅关于印发", "对口合作实施方案的通知", "对口合作实施方案", "任务分工表"],
        "h2": ["一、总体要求", "二、重点任务"],
        "h3": ["（一）推进产业合作。"],
        "strong.item": ["1.共建园区。"],
        "strong.section": ["（二）深化交流。"],
    }
    assert [x.text() for x in tree.css("p.issuer, p.date")] == ["某省人民政府办公厅", "2021年3月5日"]
    assert [x.text() for x in tree.css(".new_page")] == ["附件1", "附件2"]
    assert tree.css_first("html").attributes["lang"] == "zh-CN"
    assert tree.css_first("title").text() == "对口合作实施方案"


def test_tables() -> None:
    tree = HTMLParser(write_html(PLAN))
    assert [[x.text() for x in row.css("th, td")] for row in tree.css("tr")] == [
        ["序号", "任务", "责任单位"],
        ["1", "共建产业园区，推动一批项目落地", "省发展改革委"],
        ["2", "互派干部", ""],
        ["合计"],
    ]
    assert [x.tag for x in tree.css("thead th")] == ["th"] * 3
    assert tree.css("tr")[-1].css_first("td").attributes["colspan"] == "3"


def test_all_text_is_there_in_order() -> None:
    shown = "".join(HTMLParser(write_html(PLAN)).css_first("main").text().split())
    assert shown == "".join(PLAN.cleaned.text.split())


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><b>",
    "&lt;b&gt; &amp;",
    "<!-- -->",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("role", ["title", "text", "recipients", "issuer", "heading"])
def test_text_never_becomes_markup(role: str, text: str) -> None:
    tree = HTMLParser(write_html(document((role, text), ("row", f"{text}\t{text}"), ("row", "甲\t乙"), title=text)))
    assert tree.css("script, img, b") == []
    assert [x.text() for x in tree.css("th")] == [text, text]
    assert tree.css_first("title").text() == text
    assert tree.css_first("main > *").text() == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60))
def test_any_text_is_given_back(text: str) -> None:
    forbidden = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
    shown = HTMLParser(write_html(document(("text", f"文{text}。")))).css_first("main p").text()
    assert shown == forbidden.sub("", f"文{text}。")


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = write_html(PLAN)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)
    assert "default-src 'none'" in page


def test_the_style_sheet_is_for_paper_and_for_both_lights() -> None:
    page = write_html(PLAN)
    for piece in ("@media print", "@page { size: A4; margin: 37mm 26mm 35mm 28mm; }", "prefers-color-scheme: dark"):
        assert piece in page
    css = page[page.index("<style>") : page.index("</style>")]
    assert css.count("{") == css.count("}")
    names = set(re.findall(r"var\((--\w+)", css))
    assert names <= set(re.findall(r"(--\w+):", css))


def test_an_empty_document_is_a_page_and_control_characters_go() -> None:
    assert "<main>" in write_html(document())
    assert "文件" in write_html(document())
    assert "甲乙" in write_html(document(("text", "甲\x00\x1f\ud800乙")))
    write_html(document(("text", "甲\ud800"))).encode("utf-8")


@pytest.mark.parametrize("number", ["第一条", "第二十条", "第十一条"])
def test_an_article_stands_apart_where_it_is_printed(number: str) -> None:
    from duikou.exporting.text.markdown import markdown
    from duikou.exporting.text.typeset import typeset

    document = outline_of(
        f"某市办法\n\n第一章总则\n\n{number}为了规范管理，制定本办法。\n\n第九十条《某法》另有规定的，从其规定。\n"
    )
    printed = [setting.text for setting in typeset(document)]
    assert f"{number}\u3000为了规范管理，制定本办法。" in printed
    assert "第九十条\u3000《某法》另有规定的，从其规定。" in printed
    assert f"{number}\u3000为了" in markdown(document)
    assert f"{number}为了" in document.cleaned.text


def outline_of(text: str):
    from duikou import api

    return api.outline(text)

"""Cleaning what a reader gave and cleaning that text again: the roles of HTML, Markdown and Word change nothing."""

from __future__ import annotations

import io
from html import escape

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import duikou
from duikou.errors import UnreadableError
from duikou.reading.plain.markdown import read_markdown

LINES = st.sampled_from(
    [
        *(
            "一、总体要求",
            "（一）强化对接。",
            "1.任务",
            "1．",
            "第三条",
            "附件",
            "附件：",
            "1.目录.doc",
            "3",
            "15",
            "— 3 —",
            "2018",
            "年",
        ),
        *(
            "某某市",
            "某市人民政府办公室",
            "关于印发",
            "关于印发某市方案的通知",
            "实施方案的通知",
            "推进产业合作,加快发展，到2020年建成两个园区",
        ),
        *(
            "为深入实施区域协调发展战略，按照国务院有关要求结合两市实际情况制定本方案请各单位",
            "，",
            "。",
            "（",
            "）",
            "--",
            "|",
            "｜a｜",
        ),
        *(
            "打印",
            "分享",
            "浏览次数：12",
            "字体：",
            "大",
            "发布日期：2020-01-02",
            "索引号：1",
            "主题分类：商贸 文号：某发〔2020〕1号",
        ),
        *(
            "主任：赵　六　　钱　七",
            "到2020年，建成两个园区。合作取得",
            "https://a.cn",
            "# 一",
            "**粗**",
            "11.121人才",
            "市教育局",
        ),
    ]
)
TABLES = st.lists(st.lists(st.one_of(st.just(""), LINES), min_size=1, max_size=3), min_size=1, max_size=4)
BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["p", "h1", "h2", "h3"]), LINES),
        st.tuples(st.just("ol"), st.lists(LINES, min_size=1, max_size=4)),
        st.tuples(st.just("table"), TABLES),
    ),
    min_size=1,
    max_size=8,
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def as_html(blocks: list) -> str:
    made = []
    for kind, what in blocks:
        if kind == "ol":
            made.append("<ol>" + "".join(f"<li>{escape(line)}</li>" for line in what) + "</ol>")
        elif kind == "table":
            rows = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in what)
            made.append(f"<table>{''.join(rows)}</table>")
        else:
            made.append(f"<{kind}>{escape(what)}</{kind}>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(made)}</body></html>"


def as_markdown(blocks: list) -> str:
    made = []
    for kind, what in blocks:
        if kind == "ol":
            made.append("\n".join(f"- {line}" for line in what))
        elif kind == "table":
            width = max(map(len, what))
            rows = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in what]
            made.append("\n".join([rows[0], "|" + "---|" * width, *rows[1:]]))
        else:
            made.append("#" * int(kind[1:] or 0) + " " * (kind != "p") + what)
    return "\n\n".join(made)


def as_docx(blocks: list) -> bytes:
    document = docx.Document()
    for kind, what in blocks:
        if kind == "ol":
            for line in what:
                document.add_paragraph(line, style="List Number")
        elif kind == "table":
            table = document.add_table(len(what), max(map(len, what)))
            for row, cells in zip(table.rows, what, strict=True):
                for k, cell in enumerate(cells):
                    row.cells[k].text = cell
        elif kind == "p":
            document.add_paragraph(what)
        else:
            document.add_heading(what, int(kind[1:]))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def assert_settled(document: object) -> None:
    try:
        cleaned = duikou.clean(document)
    except UnreadableError:  # a page without any text
        return
    assert duikou.clean(cleaned.text).text == cleaned.text
    assert cleaned.restore() == cleaned.source.text


@pytest.mark.parametrize(
    "make", [lambda b: as_html(b).encode(), lambda b: read_markdown(as_markdown(b), "utf-8", None)]
)
@given(blocks=BLOCKS)
@MANY
def test_cleaning_what_a_reader_gave_is_cleaning_once(make, blocks: list) -> None:
    assert_settled(make(blocks))


@given(blocks=BLOCKS)
@settings(MANY, max_examples=15)
def test_cleaning_a_word_file_is_cleaning_once(blocks: list) -> None:
    assert_settled(as_docx(blocks))


@pytest.mark.parametrize(
    "data",
    [
        "发布时间：2024-01-01 来源：某网 浏览次数：3\n".encode(),
        "<html><body><div>首页 | 打印 | 关闭</div></body></html>".encode(),
    ],
)
def test_a_file_of_which_nothing_is_left_is_an_error(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="holds no document"):
        duikou.clean(data)


def test_a_long_file_of_which_next_to_nothing_is_left_is_warned_of() -> None:
    menu = "".join(f"<li><a href=/{n}>栏目名称第{n}号</a></li>" for n in range(90))
    cleaned = duikou.clean(f"<body><ul>{menu}</ul><p>本页没有可供公开的内容。</p></body>".encode())
    assert cleaned.text == "本页没有可供公开的内容。"
    assert "little-left" in [caution.rule for caution in cleaned.cautions]

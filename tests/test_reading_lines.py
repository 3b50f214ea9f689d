"""Lines tile the text; pages begin at form feeds; a str is never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.errors import DuikouError
from duikou.reading import read

BREAKS = ["\n", "\r", "\r\n", "\f", "\v", "\x85", "\u2028", "\u2029"]
PIECES = st.lists(
    st.sampled_from([*BREAKS, "甲", " ", "。", "\ufeff", "# ", "**", "---", "\n", "title: x", "<p>", "\ud800"])
).map("".join)


@pytest.mark.parametrize(
    ("text", "lines", "pages"),
    [
        ("", [("", None)], None),
        ("甲", [("甲", None)], None),
        ("甲\n", [("甲", None), ("", None)], None),
        ("甲\r\n\r\n乙", [("甲", None), ("", None), ("乙", None)], None),
        ("甲\r乙\x85丙\u2028丁\u2029戊\v己", [(c, None) for c in "甲乙丙丁戊己"], None),
        ("甲\f乙\n丙", [("甲", 1), ("乙", 2), ("丙", 2)], 2),
        ("甲\n\f", [("甲", 1), ("", 1), ("", 1)], 1),
        ("\f甲", [("", 1), ("甲", 2)], 2),
        ("甲\x1c乙", [("甲\x1c乙", None)], None),
    ],
)
def test_split(text: str, lines: list[tuple[str, int | None]], pages: int | None) -> None:
    source = read(text)
    assert [(text[line.start : line.end], line.page) for line in source.lines] == lines
    assert source.pages == pages
    assert [line.number for line in source.lines] == list(range(1, len(lines) + 1))


def assert_tiled(text: str) -> None:
    source = read(text)
    assert source.text == text
    assert source.encoding is None
    position = 0
    for index, line in enumerate(source.lines):
        between = text[position : line.start]
        assert between in (BREAKS if index else [""])
        assert not any(mark in text[line.start : line.end] for mark in BREAKS)
        position = line.end
    assert position == len(text)


@given(PIECES)
def test_lines_tile_recombined_marks(text: str) -> None:
    assert_tiled(text)


@given(st.text())
def test_lines_tile_any_text(text: str) -> None:
    assert_tiled(text)


PARTS = """<div>|</div>|<p>|<table>|<tr>|<td colspan=3>|<td rowspan=2>|</td>|</table>|<br>|<ol>|<li>|<pre>|<a href=x>
|</a>|<h1>|<dl><dt>|<dd>|索引号：|标题|关于防汛的通知|\0|<!--|一、加强领导，落实责任。|（此件公开发布）|2020年1月1日
|版权所有：某市| |\t|\f|&nbsp;|相关文件|-->|<caption>|</tr>|<td>|<span hidden>|</span>|<ol reversed>|<textarea>"""
MARKUP = st.lists(st.sampled_from(PARTS.split("|")), min_size=1).map("".join)


@given(MARKUP)
def test_any_markup_gives_lines_or_one_error(markup: str) -> None:
    try:
        source = read(("<html>" + markup).encode())
    except DuikouError:
        return
    assert "\n".join(source.text[line.start : line.end] for line in source.lines) == source.text
    assert all(source.text[line.start : line.end].strip() for line in source.lines)


@given(
    st.binary()
    | st.binary(min_size=2).map(lambda data: b"PK\x03\x04" + data)
    | PIECES.map(lambda t: t.encode("utf-16", "replace"))
)
def test_any_bytes_give_a_source_or_one_error(data: bytes) -> None:
    try:
        source = read(data)
    except DuikouError as error:
        told = error
    else:
        assert source.format not in ("text", "markdown") or data.decode(source.encoding or "") == source.text
        return
    assert told.cause
    assert told.advice

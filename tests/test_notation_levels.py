"""Which level the name of a unit gives: its sign is told from words that begin so (市民政局, but 市民代表)."""

from __future__ import annotations

import pytest

from duikou.model import Marked
from duikou.notation import bodies, tails, title_lines


@pytest.mark.parametrize(
    "name", ["市民政局", "县民族宗教局", "省外事办公室", "市教育局", "各县（市、区）人民政府", "国务院"]
)
def test_a_sign_gives_a_level(name: str) -> None:
    assert bodies.gives_level(name)


@pytest.mark.parametrize("name", ["市场监管局", "市民代表", "省级部门", "区内企业", "教育局"])
def test_a_word_that_begins_so_gives_none(name: str) -> None:
    assert not bodies.gives_level(name)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("完善甲制度（市民政局、市外事办公室）；加强乙工作。", ["市民政局、市外事办公室"]),
        ("健全服务网络（县民族宗教局）。", ["县民族宗教局"]),
        ("完善配套设施（市内企业）；加强乙工作。", []),
        ("加强日常监管（市直部门）；加强乙工作。", []),
    ],
)
def test_units_alone_in_brackets_answer_where_each_gives_its_level(text: str, inner: list[str]) -> None:
    assert [tail.inner for tail in tails.find_tails(Marked(text))] == inner


@pytest.mark.parametrize(
    ("line", "body"), [("某市妇联", True), ("市政府督查室", True), ("经济社会", False), ("推进区域内部", False)]
)
def test_a_line_of_a_title_ends_as_a_body_does(line: str, body: bool) -> None:
    assert title_lines.is_body(line) is body

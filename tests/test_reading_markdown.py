"""Markdown keeps its marks; roles and metadata tell what they say."""

from __future__ import annotations

import pytest

from duikou.reading import read


def told(text: str) -> list[tuple[str, int | None]]:
    return [(line.role, line.level) for line in read(text).lines]


def test_headings() -> None:
    text = "# 通知\n\n## 一、总则\n###### 六级\n####### 七级\n正文 # 不是\n##（一）无空格\n#无空格\n"
    expected = [("heading", 1), ("text", None), ("heading", 2), ("heading", 6), ("text", None), ("text", None)]
    assert told(text) == [*expected, ("heading", 2), ("text", None), ("text", None)]


def test_no_heading_in_a_block_of_code() -> None:
    assert told("# 通知\n```\n# 注\n```\n# 附件") == [
        ("heading", 1),
        ("text", None),
        ("text", None),
        ("text", None),
        ("heading", 1),
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter(mark: str, end: str) -> None:
    lines = [
        "---",
        'title: "关于防汛的通知"',
        "date: 2020-05-01",
        "文号: 青政发〔2020〕1号",
        "tags:",
        "  - 防汛",
        "---",
        "# 通知",
    ]
    text = mark + end.join(lines)
    source = read(text)
    assert source.text == text
    assert [line.role for line in source.lines] == ["metadata"] * 7 + ["heading"]
    assert source.metadata == {
        "title": "关于防汛的通知",
        "published": "2020-05-01",
        "doc_number": "青政发〔2020〕1号",
    }


@pytest.mark.parametrize("text", ["---\n正文。\n---\n# 一\n", "---\ntitle: x\n# 一\n", "# 一\n---\ntitle: x\n---\n"])
def test_rules_that_are_no_front_matter(text: str) -> None:
    assert "metadata" not in [line.role for line in read(text).lines]


def test_labels_before_the_text() -> None:
    text = (
        "# 关于防汛的通知\n\n**发布日期**: 2020-05-01\n"
        "- **发文机关**：[青原市](http://example.org)\n**原文链接**: 无\n**检索词**: x\n"
        "**文号**: 无\n\n---\n\n正文，**责任单位**：市水利局。\n**发布日期**: 不在开头\n"
    )
    source = read(text)
    assert [line.number for line in source.lines if line.role == "metadata"] == [3, 4, 5, 6, 7]
    assert source.metadata == {"published": "2020-05-01", "issuers": "青原市"}


@pytest.mark.parametrize(
    "text", ["# 任务\n**责任单位**：市水利局\n**完成时限**：6月\n", "# 通知\n**发布日期**：2020-05-01\n正文。\n"]
)
def test_labels_of_the_document_stay_text(text: str) -> None:
    assert "metadata" not in [line.role for line in read(text).lines]


def test_an_information_table_is_metadata() -> None:
    source = read(
        "| 索引号 | 000-1 | 主题分类 | 综合 |\n| --- | --- | --- | --- |\n"
        "| 发文机关 | 某省政府 | 成文日期 | 2024年3月1日 |\n\n# 关于发展的意见\n"
    )
    assert [line.role for line in source.lines] == ["metadata", "metadata", "metadata", "text", "heading", "text"]
    assert source.metadata == {
        "index_number": "000-1",
        "subject": "综合",
        "issuers": "某省政府",
        "date": "2024年3月1日",
    }


def test_a_quoted_line_that_says_who_published_is_metadata() -> None:
    source = read("# 某市若干措施\n\n> 发布机构：某市农业农村局　发布时间：2023-07-01　点击：123\n\n一、强化培育。\n")
    assert source.metadata == {"issuers": "某市农业农村局", "published": "2023-07-01"}
    quoted = read("# 某市若干措施\n\n> 发展目标：到2025年　责任单位：市农业农村局\n\n一、强化培育。\n")
    assert quoted.metadata == {}

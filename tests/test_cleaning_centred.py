"""Titles whose lines the format sets in the middle."""

from __future__ import annotations

import pytest

import duikou
from duikou.model import Line, Source

# Lines of a document: those that begin with > are set in the middle. Then the paragraphs, as far as they are told.
CASES = {
    "a body and a matter": (
        [">某省财政厅2024年度", ">拟表彰先进集体公示公告（第二批）", "根据有关规定，现予以公示。"],
        ["某省财政厅2024年度拟表彰先进集体公示公告（第二批）", "根据有关规定，现予以公示。"],
    ),
    "a title that goes on": (
        [">消防救援人员体能测评标准", ">及实施规范", "一、跑步", "场地为400米跑道。"],
        ["消防救援人员体能测评标准及实施规范", "一、跑步", "场地为400米跑道。"],
    ),
    "issued by two": (
        [">某省教育厅", ">关于进一步加强校园安全", ">管理工作的通知", "各市教育局："],
        ["某省教育厅关于进一步加强校园安全管理工作的通知", "各市教育局："],
    ),
    "an end that no list knows": (
        [">2024—2026年甲市", ">农业机械购置补贴机具种类范围", "1.耕整地机械"],
        ["2024—2026年甲市农业机械购置补贴机具种类范围", "1.耕整地机械"],
    ),
    "who issued it stands below": (
        [">甲市2024年重点工作安排", ">甲市发展改革委", "一、总体要求", "坚持稳中求进。"],
        ["甲市2024年重点工作安排", "甲市发展改革委", "一、总体要求", "坚持稳中求进。"],
    ),
    "a speaker stands below": (
        [">在全市经济工作会议上的讲话", ">市长　张某", "同志们：", "今天召开会议。"],
        ["在全市经济工作会议上的讲话", "市长张某", "同志们：", "今天召开会议。"],
    ),
    "a number and a date stand below": (
        [">甲市人民政府关于印发实施方案的通知", ">甲政发〔2024〕5号", ">2024年5月6日", "各区人民政府："],
        ["甲市人民政府关于印发实施方案的通知", "甲政发〔2024〕5号", "2024年5月6日", "各区人民政府："],
    ),
    "a chapter in the middle": (
        [">甲市公园条例", ">第一章　总则", "第一条　为了加强公园管理，制定本条例。"],
        ["甲市公园条例", "第一章总则", "第一条为了加强公园管理，制定本条例。"],
    ),
    "two titles": (
        [">甲市公园管理办法", ">甲市公园管理实施细则", "为了加强公园管理。"],
        ["甲市公园管理办法", "甲市公园管理实施细则", "为了加强公园管理。"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_in_the_middle(name: str) -> None:
    given, expected = CASES[name]
    texts = [line.lstrip(">") for line in given]
    lines, start = [], 0
    for number, (line, text) in enumerate(zip(given, texts, strict=True), 1):
        lines.append(Line(start, start + len(text), number, centred=line.startswith(">")))
        start += len(text) + 1
    source = Source("\n".join(texts), tuple(lines), "docx")
    assert [p.text for p in duikou.clean(source).paragraphs] == expected

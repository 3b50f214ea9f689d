"""The fields of a measure, one by one: what is cited, by when, how many, who pairs with whom, and who answers."""

from __future__ import annotations

import pytest

from duikou.extracting import citations, deadlines, pairs, quantities, units
from duikou.model import Quantity
from duikou.outlining import contents, tails

CITED = [
    ("落实《关于加快甲事的意见》（某政发〔2019〕3号）。", [("关于加快甲事的意见", "某政发〔2019〕3号")]),
    ("按照《甲规划（2016—2020年）》和《乙办法》。", [("甲规划（2016—2020年）", None), ("乙办法", None)]),
    ("见《关于印发〈甲方案〉的通知》。", [("关于印发〈甲方案〉的通知", None)]),
    ("《甲法》规定，依照《甲法》办理。", [("甲法", None)]),
    ("没有书名。", []),
    ("没有关上的《甲法。", []),
]


@pytest.mark.parametrize(("text", "found"), CITED)
def test_citations(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(c.title, c.doc_number) for c in citations.find(text)] == found


DUE = [
    ("到2025年，建成体系。", [("到2025年", None, "2025-12-31")]),
    ("2019年6月底前完成。", [("2019年6月底前", None, "2019-06-30")]),
    ("2024年2月29日前报送。", [("2024年2月29日前", None, "2024-02-29")]),
    ("2023年底前开工。", [("2023年底前", None, "2023-12-31")]),
    ("2022年上半年启动。", [("2022年上半年", "2022-01-01", "2022-06-30")]),
    ("落实《行动计划（2016—2020年）》。", []),
    ("某政发〔2019〕3号文件。", []),
    ("2018年度考核结果通报。", []),
]


@pytest.mark.parametrize(("text", "found"), DUE)
def test_deadlines(text: str, found: list[tuple[str, str | None, str | None]]) -> None:
    assert [(d.text, d.start, d.end) for d in deadlines.find(text)] == found


COUNTED = [
    ("新增贷款500亿元以上。", Quantity("500亿元以上", 500, None, "亿元", ">=")),
    ("培育不少于10家企业。", Quantity("不少于10家", 10, None, "家", ">=")),
    ("建设3—5个平台。", Quantity("3—5个", 3, 5, "个", "=")),
    ("控制在200万人以内。", Quantity("控制在200万人以内", None, 200, "万人", "<=")),
    ("补助约1,500元。", Quantity("约1,500元", 1500, 1500, "元", "~")),
    ("覆盖率下降2.5个百分点。", Quantity("2.5个百分点", 2.5, 2.5, "个百分点", "-")),
]


@pytest.mark.parametrize(("text", "found"), COUNTED)
def test_quantities(text: str, found: Quantity) -> None:
    assert quantities.find(text) == (found,)


@pytest.mark.parametrize("text", ["发展5G应用。", "第3条规定。", "《甲计划（3个方面）》。", "一带一路。"])
def test_text_without_quantities(text: str) -> None:
    assert quantities.find(text) == ()


PAIRED = [
    ("支持甲省乙市与丙省丁市结对合作。", [("甲省乙市", "丙省丁市")]),
    ("甲区与乙区、丙县与丁县对接。", [("甲区", "乙区"), ("丙县", "丁县")]),
    ("甲区与乙区及周边企业加强交流。", []),
    ("推动两市开展合作。", []),
]


@pytest.mark.parametrize(("text", "found"), PAIRED)
def test_pairs(text: str, found: list[tuple[str, str]]) -> None:
    assert [(p.left, p.right) for p in pairs.find(text)] == found


ANSWERING = [
    ("（甲局牵头，乙局、丙局配合）", ["甲局"], [], ["乙局", "丙局"]),
    ("（甲局、乙局按职责分工负责）", [], ["甲局", "乙局"], []),
    ("（甲局牵头会同乙局、丙局负责）", ["甲局"], ["乙局", "丙局"], []),
    ("（甲局牵头，乙局等部门和各区政府按职责分工负责，2025年底前完成）", ["甲局"], ["乙局", "各区政府"], []),
    ("（责任单位：甲局；完成时限：2025年6月）", [], ["甲局"], []),
    (
        "（牵头单位：甲局、乙局；责任单位：各市、县（市、区）人民政府）",
        ["甲局", "乙局"],
        ["各市、县（市、区）人民政府"],
        [],
    ),
    ("（负责部门：甲局，适用范围：某试验区）", [], ["甲局"], []),
    ("（甲局指导，乙社参与）", [], ["甲局"], ["乙社"]),
    ("（甲局、乙局负责，排在第一位的部门为牵头部门，下同）", ["甲局"], ["乙局"], []),
    ("（甲局、乙局负责。列第一位者为牵头单位，下同）", ["甲局"], ["乙局"], []),
    ("（由甲局牵头，丙局、丁局参加）", ["甲局"], [], ["丙局", "丁局"]),
    ("（甲局牵头，持续推进）", ["甲局"], [], []),
    ("（责任单位：各有关单位）", [], ["各有关单位"], []),
    ("（配合单位：各项目牵头单位）", [], [], ["各项目牵头单位"]),
]


@pytest.mark.parametrize(("tail", "lead", "responsible", "supporting"), ANSWERING)
def test_units(tail: str, lead: list[str], responsible: list[str], supporting: list[str]) -> None:
    (found,) = tails.find("推进工作。" + tail)
    read = units.read(found, first_leads="第一位" in tail)
    assert (list(read.lead), list(read.responsible), list(read.supporting)) == (lead, responsible, supporting)


def test_contents_are_a_run_of_lines_that_headings_repeat() -> None:
    listed = ["目录", "一、甲事的总体要求……1", "二、乙事的重点任务……3"]
    body = ["一、甲事的总体要求", "正文一句。", "二、乙事的重点任务", "正文二句。"]
    assert contents.find([*listed, *body]) == frozenset({0, 1, 2})
    assert contents.find(body) == frozenset()
    assert contents.find([*listed[1:], *body]) == frozenset({0, 1})
    assert contents.find(["一、甲事的总体要求", "正文一句。", *body]) == frozenset()

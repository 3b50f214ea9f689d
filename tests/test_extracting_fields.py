"""The fields of a measure, one by one: what is cited, by when, how many, where, who pairs with whom, who answers, and
how. The cases are data (data/extracting/*.toml)."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from outlines import cleaned

from duikou.extracting import extract_document
from duikou.extracting.fields import citations, instruments, keywords, locate, places, units
from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.pairs import field as pairs
from duikou.extracting.fields.quantities import field as quantities
from duikou.extracting.measures import kinds
from duikou.model import Marked
from duikou.notation import calendar, offices, tails
from duikou.notation import places as gazetteer
from duikou.outlining import contents, outline

CASES: dict[str, list[dict[str, Any]]] = {}
for file in (
    "cases",
    "figures",
    "bounds",
    "relations",
    "moments",
    "amounts",
    "shapes",
    "sides",
    "numerals",
    "phrasings",
    "wordings",
    "series",
    "answering",
):
    written = (Path(__file__).parent / "data" / "extracting" / f"{file}.toml").read_text("utf-8")
    for field, listed in tomllib.loads(written).items():
        CASES.setdefault(field, []).extend(listed)
ISSUED = calendar.issued(datetime.date(2021, 1, 8))


def cases(name: str) -> pytest.MarkDecorator:
    listed = CASES[name]
    return pytest.mark.parametrize(
        "case", listed, ids=[case.get("text", "")[:16] or str(i) for i, case in enumerate(listed)]
    )


def cut(text: str, found: Any) -> None:
    """Every span, cut from the text, is the field as written."""
    for field in found:
        assert text[field.start : field.end] == field.text != ""


@cases("deadline")
def test_deadlines(case: dict[str, Any]) -> None:
    found = deadlines.find_deadlines(Marked(case["text"]), ISSUED)
    assert [[d.text, d.first_day or "", d.last_day or ""] for d in found] == case["found"]
    cut(case["text"], found)


def test_relative_deadlines_have_no_days_without_the_documents_date() -> None:
    found = deadlines.find_deadlines(Marked("3年内建成，年底前报送，6月底前总结。"))
    assert [(d.text, d.first_day, d.last_day) for d in found] == [
        ("3年内", None, None),
        ("年底前", None, None),
        ("6月底前", None, None),
    ]


def test_a_statute_counts_from_no_year_of_its_own() -> None:
    lines = ["某市条例", "第一条 每年制定计划，次年三月底前报告。", "第二条 三月三十一日前缴纳；2025年底前完成改造。"]
    first, second = extract_document(outline(cleaned(*lines, "2020年3月1日"))).measures
    assert [(d.text, d.last_day) for d in first.deadlines] == [("每年", None), ("次年三月底前", None)]
    assert [(d.text, d.last_day) for d in second.deadlines] == [("三月三十一日前", None), ("2025年底前", "2025-12-31")]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2021年6月、2022年6月", [("2021年6月", "2021-06-30"), ("2022年6月", "2022-06-30")]),
        ("2021年6月底前启动，12月底前完成", [("2021年6月底前启动", "2021-06-30"), ("12月底前完成", "2021-12-31")]),
        ("2021年底前建成，长期坚持", [("2021年底前建成，长期坚持", "2021-12-31")]),
        ("6月底前\n11月底前", [("6月底前", "2021-06-30"), ("11月底前", "2021-11-30")]),
        ("2021年3月—2022年6月", [("2021年3月—2022年6月", "2022-06-30")]),
        ("每季度末", [("每季度末", None)]),
        ("2021年12月取得阶段性成果并持续推进", [("2021年12月取得阶段性成果并持续推进", "2021-12-31")]),
        ("2022年第一季度出台方案", [("2022年第一季度出台方案", "2022-03-31")]),
        ("比2020年12月提高", [("比2020年12月提高", None)]),
        ("方案印发后3个月", [("方案印发后3个月", None)]),
    ],
)
def test_cells_of_several_dates(cell: str, found: list[tuple[str, str | None]]) -> None:
    read = deadlines.cell(Marked(cell), ISSUED)
    assert [(d.text, d.last_day) for d in read] == found
    cut(cell, read)


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("2021年12月", "2021-12-31"),
        ("2022", "2022-12-31"),
        ("2021.6", "2021-06-30"),
        ("6月底", "2021-06-30"),
        (" 2021年6月底前 ", "2021-06-30"),
        ("长期坚持", None),
    ],
)
def test_a_cell_is_a_deadline_as_it_stands(cell: str, last: str | None) -> None:
    (found,) = deadlines.cell(Marked(cell), ISSUED)
    assert (found.text, found.last_day) == (cell.strip(), last)
    assert deadlines.cell(Marked(" — "), ISSUED) == ()


@cases("quantity")
def test_quantities(case: dict[str, Any]) -> None:
    found = quantities.find_quantities(Marked(case["text"]))
    wanted = [[None if value == "" else value for value in row] for row in case["found"]]
    if wanted and wanted[0][1:3] == [None, None] and "以上" in wanted[0][0]:
        wanted[0][1:3] = [0.5, 2]
    assert [[q.text, q.low, q.high, q.unit, q.relation, q.counted] for q in found] == wanted
    cut(case["text"], found)


@cases("pair")
def test_pairs(case: dict[str, Any]) -> None:
    found = pairs.find_pairs(Marked(case["text"]))
    assert [[p.left, p.right, p.topic or ""] for p in found] == case["found"]
    cut(case["text"], found)
    for pair in found:
        assert pair.text.startswith(pair.left)
        assert pair.text.endswith(pair.right)


@cases("place")
def test_places(case: dict[str, Any]) -> None:
    found = places.find_places(Marked(case["text"]))
    assert [[m.name, m.text] for m in found] == case["found"]
    cut(case["text"], found)


@cases("citation")
def test_citations(case: dict[str, Any]) -> None:
    found = citations.find_citations(Marked(case["text"]), citations.short_names(case["text"]))
    assert [[c.title, c.doc_number or "", c.full or ""] for c in found] == case["found"]
    cut(case["text"], found)
    assert all(c.text.count("（") == c.text.count("）") for c in found)


@cases("instrument")
def test_instruments(case: dict[str, Any]) -> None:
    found = instruments.find_instruments(Marked(case["text"]))
    assert [[v.name, v.kind] for v in found] == case["found"]
    cut(case["text"], found)


@cases("key")
def test_keys(case: dict[str, Any]) -> None:
    assert {offices.key(name, case["level"]) for name in case["names"]} == {case["key"] or None}


@pytest.mark.parametrize(
    ("name", "home", "key"),
    [
        ("省发改委", {"省": "辽宁省"}, "辽宁省发展改革委"),
        ("发展改革委", {"省": "辽宁省"}, "辽宁省发展改革委"),
        ("省发改委", {"省": "江苏省"}, "江苏省发展改革委"),
        ("省发改委", {}, "省发展改革委"),
        ("江苏省发改委", {"省": "辽宁省"}, "江苏省发展改革委"),
        ("教育部", {"省": "辽宁省"}, "教育部"),
        ("各市政府", {"市": "沈阳市", "省": "辽宁省"}, "辽宁省各市政府"),
        ("各区政府", {"省": "辽宁省", "市": "沈阳市"}, "沈阳市各区政府"),
        ("市财政局", {"市": "沈阳市", "省": "辽宁省"}, "沈阳市财政局"),
        ("市市场监管局", {"市": "沈阳市", "省": "辽宁省"}, "沈阳市市场监管局"),
        ("市人才局", {"市": "沈阳市", "省": "辽宁省"}, "沈阳市人才局"),
        ("市教委", {"市": "沈阳市"}, "沈阳市教育委"),
        ("市级部门", {"市": "沈阳市"}, None),
        ("开发区管委会", {"省": "辽宁省"}, "开发区管委会"),
        ("人行安徽省分行", {"省": "辽宁省"}, "人民银行安徽省分行"),
        ("国家统计局宁波调查队", {}, "国家统计局宁波调查队"),
    ],
)
def test_a_level_gets_the_place_of_the_document(name: str, home: dict[str, str], key: str | None) -> None:
    assert offices.key(name, "省", home) == key


@pytest.mark.parametrize(
    ("issuers", "home"),
    [
        (("辽宁省人民政府办公厅",), {"省": "辽宁省"}),
        (("中共辽宁省委", "辽宁省人民政府"), {"省": "辽宁省"}),
        (("沈阳市人民政府",), {"省": "辽宁省", "市": "沈阳市"}),
        (("辽宁省人民政府", "江苏省人民政府"), {}),
        (("国务院办公厅",), {}),
        (("上海市人民政府",), {"市": "上海市"}),
    ],
)
def test_the_place_of_a_document_is_its_issuers(issuers: tuple[str, ...], home: dict[str, str]) -> None:
    document = replace(outline(cleaned("某方案")), issuers=issuers)
    assert offices.home_of(document) == home


STARS = [
    ("（市甲局*、市乙局、市丙局）", "", [], ["市甲局", "市乙局", "市丙局"]),
    ("（*市甲局，市乙局）", "标注*的为牵头单位。", ["市甲局"], ["市乙局"]),
    ("（市甲局*、市乙局*、市丙局）", "带*的为牵头单位。", ["市甲局", "市乙局"], ["市丙局"]),
]


@pytest.mark.parametrize(("tail", "stated", "lead", "responsible"), STARS)
def test_marks_at_names(tail: str, stated: str, lead: list[str], responsible: list[str]) -> None:
    text = cleaned("某方案", f"为推进工作，制定本方案。{stated}", "一、任务", f"1.推进甲事。推进甲事落实。{tail}")
    (found,) = extract_document(outline(text)).measures
    assert (list(found.lead_units), list(found.responsible_units)) == (lead, responsible)


DUE = [
    (["推进甲事。（责任单位：甲局；完成时限：2022年12月）"], ["2022年12月"]),
    (["推进甲事。", "责任单位：甲局", "完成时限：2022年12月"], ["2022年12月"]),
    (["推进甲事。", "责任单位：甲局。完成时限：2022年6月底前。"], ["2022年6月底前"]),
]


@pytest.mark.parametrize(("lines", "due"), DUE)
def test_a_label_in_a_tail_gives_a_deadline(lines: list[str], due: list[str]) -> None:
    text = cleaned("某方案", "一、任务", f"1.开展甲事。{lines[0]}", *lines[1:])
    (found,) = extract_document(outline(text)).measures
    assert ([d.text for d in found.deadlines], found.text) == (due, "推进甲事。")
    assert all(text.text[d.start : d.end] == d.text for d in found.deadlines)


@pytest.mark.parametrize("when", ["年内持续推进", "全年持续实施", "常态化推进", "年内", "长期坚持", "年内落实"])
def test_what_says_when_in_a_tail_is_no_unit(when: str) -> None:
    text = cleaned("某方案", "一、任务", f"1.开展甲事。推进甲事。（责任单位：市商务局，{when}）")
    (found,) = extract_document(outline(text)).measures
    assert found.responsible_units == ("市商务局",)


KINDS = [
    (["保障措施", "加强领导"], "safeguard"),
    (["强化组织保障", "加强领导"], "safeguard"),
    (["强化督查考核", "严格考核"], "safeguard"),
    (["保障和改善民生", "扩大就业"], None),
    (["完善社会保障体系", "扩大参保"], None),
    (["重点任务", "建立工作机制", "建专班"], None),
    (["重点任务", "组织保障", "建专班"], "safeguard"),
    (["总体要求", "基本原则", "政府引导"], "principle"),
    (["总体要求", "基本原则"], "principle"),
    (["总体要求", "指导思想"], "goal"),
    (["总体要求", "主要目标"], "goal"),
    (["总体要求和主要目标", "发展定位"], "goal"),
    (["紧盯目标任务", "扩大投资"], None),
    (["重点任务", "加强领导"], None),
    (["加强组织领导"], "safeguard"),
    (["重点项目", "甲项目"], "project"),
    (["重点任务", "重大工程项目建设", "甲项目"], "project"),
    (["重大项目清单", "甲项目"], "project"),
    (["发挥重大项目牵引作用", "扩大甲事"], None),
    (["支持民间资本参与重大工程项目建设", "推介甲项目"], None),
    (["加快重点项目建设", "推进甲事"], None),
    (["面临的形势", "甲业发展"], "goal"),
    (["面临形势和挑战", "甲业发展"], "goal"),
    (["发展环境", "甲业发展"], "goal"),
    (["机遇与挑战", "甲业发展"], "goal"),
    (["基础与形势", "甲业发展"], "goal"),
    (["规划背景", "甲业发展"], "goal"),
    (["优化发展环境", "扩大甲事"], None),
    (["抢抓发展机遇", "扩大甲事"], None),
]


@pytest.mark.parametrize(("headings", "kind"), KINDS)
def test_kinds_by_headings(headings: list[str], kind: str | None) -> None:
    assert kinds.by_titles(headings) == kind


def test_every_code_of_the_gazetteer_lies_in_one_above_it() -> None:
    table = gazetteer._table()
    sizes = {size: sum(len(code) == size for code in table.names) for size in (2, 4, 6)}
    assert sizes == {2: 34, 4: 333, 6: 2849}
    for code in table.names:
        assert code[:2] in table.names
        assert code[:4] in table.names or "90" in code[2:4] or code[:2] in ("11", "12", "31", "50")
    for codes in table.codes.values():
        assert set(codes) <= set(table.names)


ANSWERING = [
    ("（甲局牵头，乙局、丙局配合）", ["甲局"], [], ["乙局", "丙局"]),
    ("（甲局牵头、乙局参与、丙局协助）", ["甲局"], [], ["乙局", "丙局"]),
    ("（甲局、乙局按职责分工负责）", [], ["甲局", "乙局"], []),
    ("（甲局牵头会同乙局、丙局负责）", ["甲局"], ["乙局", "丙局"], []),
    ("（甲局会同有关部门负责）", [], ["甲局"], []),
    ("（甲局牵头，乙局等部门和各区政府按职责分工负责，2025年底前完成）", ["甲局"], ["乙局", "各区政府"], []),
    ("（责任单位：甲局；完成时限：2025年6月）", [], ["甲局"], []),
    (
        "（牵头单位：甲局、乙局；责任单位：各市、县（市、区）人民政府）",
        ["甲局", "乙局"],
        ["各市、县（市、区）人民政府"],
        [],
    ),
    ("（牵头单位：甲局责任单位：乙局、丙局）", ["甲局"], ["乙局", "丙局"], []),
    ("（省级责任单位：甲厅；市县责任单位：各市政府）", [], ["甲厅", "各市政府"], []),
    ("（负责部门：甲局，适用范围：某试验区）", [], ["甲局"], []),
    ("（甲局指导，乙社参与）", [], ["甲局"], ["乙社"]),
    ("（甲局（牵头）、乙局）", ["甲局"], ["乙局"], []),
    ("（甲局、乙局负责，排在第一位的部门为牵头部门，下同）", ["甲局"], ["乙局"], []),
    ("（甲局、乙局负责。列第一位者为牵头单位，下同）", ["甲局"], ["乙局"], []),
    ("（由甲局牵头，丙局、丁局参加）", ["甲局"], [], ["丙局", "丁局"]),
    ("（甲局牵头，持续推进）", ["甲局"], [], []),
    ("（甲局牵头督导，乙局配合；2023年底前完成并持续推进）", ["甲局"], [], ["乙局"]),
    ("（责任单位：甲局会同乙局）", [], ["甲局"], ["乙局"]),
    ("（责任单位：甲局会同乙局、丙局）", [], ["甲局"], ["乙局", "丙局"]),
    ("（责任单位：甲局会同有关部门）", [], ["甲局"], []),
    ("（牵头单位：甲局会同乙局；责任单位：丙局）", ["甲局"], ["丙局"], ["乙局"]),
    ("（甲局〔牵头〕、乙局）", ["甲局"], ["乙局"], []),
    ("（牵头领导：张某责任单位：甲局、乙局）", [], ["甲局", "乙局"], []),
    ("（牵头单位：甲局、乙局（按指标顺序））", ["甲局", "乙局"], [], []),
    ("牵头单位：甲局。责任单位：乙局。配合单位：丙局。", ["甲局"], ["乙局"], ["丙局"]),
    ("（甲局牵头，各市〔含县（市、区），下同〕政府负责）", ["甲局"], ["各市〔含县（市、区）〕政府"], []),
    ("（责任单位：各有关单位）", [], ["各有关单位"], []),
    ("（各有关单位）", [], ["各有关单位"], []),
    ("（配合单位：各项目牵头单位）", [], [], ["各项目牵头单位"]),
    ("（责任单位：省商务厅，荆州、襄阳市政府）", [], ["省商务厅", "荆州市政府", "襄阳市政府"], []),
    ("（市公交集团、市贸促会、国网某市供电公司）", [], ["市公交集团", "市贸促会", "国网某市供电公司"], []),
]


@pytest.mark.parametrize(("tail", "lead", "responsible", "supporting"), ANSWERING)
def test_units(tail: str, lead: list[str], responsible: list[str], supporting: list[str]) -> None:
    (found,) = tails.find_tails(Marked("推进工作。" + tail))
    read = units.read(found, first_leads="第一位" in tail)
    assert (list(read.lead), list(read.responsible), list(read.supporting)) == (lead, responsible, supporting)


def test_a_list_before_the_final_stop_is_a_tail() -> None:
    for text in ("推进工作（各有关单位）。", "推进工作（省发展改革委、省财政厅）。", "推进工作（责任单位：甲局）。"):
        assert tails.body(Marked(text)) == "推进工作。"
    assert tails.body(Marked("借鉴“某某经验”（责任单位：甲局）。")) == "借鉴“某某经验”。"


@cases("tail")
def test_who_answers_in_many_wordings(case: dict[str, Any]) -> None:
    read = sum((units.read(tail) for tail in tails.find_tails(Marked(case["text"]))), start=units.Answering())
    assert [list(read.lead), list(read.responsible), list(read.supporting)] == case["found"]


@pytest.mark.parametrize(
    "text",
    [
        "推进工作（含高职院校）。",
        "推进平台（以下简称平台）建设。",
        "推进工作（包括市、县两级）。",
        "试点城市（沈阳、大连）建设。",
        "支持企业（集团公司）发展。",
        "支持各类（内资、外资）企业。",
    ],
)
def test_brackets_that_explain_are_no_tails(text: str) -> None:
    assert tails.find_tails(Marked(text)) == ()


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("省政府", "（省政府办公厅、省政府）", "省政府"),
        ("大连市政府", "（沈阳、大连、营口市政府）", "大连"),
        ("营口市政府", "（沈阳、大连、营口市政府）", "营口市政府"),
        ("省财政厅", "（省 财政厅负责）", "省 财政厅"),
        ("没有的局", "（省财政厅）", "（省财政厅）"),
    ],
)
def test_units_are_found_where_they_stand(name: str, written: str, text: str) -> None:
    start, end = locate.unit(name, written)
    assert written[start:end] == text


def test_keywords_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    keywords._analyser.cache_clear()
    found = keywords.find_keywords("推广稻田养殖技术，建设稻田养殖示范片，培训稻田养殖农户。")
    assert "稻田" in found
    assert "建设" not in found
    assert (tmp_path / "duikou" / "jieba.cache").exists()


def test_contents_are_a_run_of_lines_that_headings_repeat() -> None:
    listed = ["目录", "一、甲事的总体要求……1", "二、乙事的重点任务……3"]
    body = ["一、甲事的总体要求", "正文一句。", "二、乙事的重点任务", "正文二句。"]
    assert contents.find_contents([*listed, *body]) == frozenset({0, 1, 2})
    assert contents.find_contents(body) == frozenset()
    assert contents.find_contents([*listed[1:], *body]) == frozenset({0, 1})
    assert contents.find_contents(["一、甲事的总体要求", "正文一句。", *body]) == frozenset()


def test_quantities_and_deadlines_in_traditional_characters_are_given_as_written() -> None:
    text = cleaned("甲市方案", "一、任務", "1.辦好甲事。3個月內整合3000萬元，給予3萬元—5萬元支持，抓好80萬噸乙烯項目。")
    (found,) = extract_document(outline(text)).measures
    assert [(q.text, q.low, q.high, q.unit) for q in found.quantities] == [
        ("3000萬元", 3000.0, 3000.0, "万元"),
        ("3萬元—5萬元", 3.0, 5.0, "万元"),
        ("80萬噸", 80.0, 80.0, "万吨"),
    ]
    assert [d.text for d in found.deadlines] == ["3個月內"]
    assert all(text.text[one.start : one.end] == one.text for one in (*found.quantities, *found.deadlines))


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        ("支持甲业在沈阳市浑南区落地。", "", [("浑南区", "210112", "辽宁省/沈阳市")]),
        ("支持辽宁省开展试点。", "", [("辽宁省", "21", None)]),
        ("在鼓楼区建设基地。", "", [("鼓楼区", None, None)]),
        ("在鼓楼区建设基地。", "3501", [("鼓楼区", "350102", "福建省/福州市")]),
        ("江苏省鼓楼区建设基地。", "", [("鼓楼区", None, None)]),
        ("江苏省徐州市鼓楼区建设基地。", "", [("鼓楼区", "320302", "江苏省/徐州市")]),
        ("在福州市、鼓楼区建设基地。", "", [("福州市", "3501", "福建省"), ("鼓楼区", "350102", "福建省/福州市")]),
    ],
)
def test_a_place_has_its_code_and_what_it_lies_in_where_that_is_certain(
    text: str, home: str, wanted: list[tuple[str, str | None, str | None]]
) -> None:
    assert [(one.name, one.code, one.within) for one in places.find_places(Marked(text), home)] == wanted

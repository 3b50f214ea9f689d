"""Extraction as a whole: every field stands where it says, nothing is refused, and the scorecard holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import scorecard
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import CASES, cleaned
from outlines import given as clean_of

import duikou
from duikou.extracting import extract_document
from duikou.model import UNIT_ROLES, Citation, Deadline, Extracted, Measure, Mention, Pair, Quantity, Unit
from duikou.outlining import outline

CORPUS = sorted((Path(__file__).resolve().parent.parent / "corpus").glob("*.txt"))
Field = Unit | Mention | Pair | Deadline | Quantity | Citation


def fields(measure: Measure) -> Iterator[Field]:
    yield from measure.units
    yield from measure.place_mentions
    yield from measure.pairs
    yield from measure.deadlines
    yield from measure.quantities
    yield from measure.citations
    yield from measure.instruments


def check(found: Extracted) -> None:
    """What holds for every document: spans, places and lists agree."""
    clean = found.document.cleaned
    for pair in found.pairs:
        assert clean.text[pair.start : pair.end] == pair.text != ""
    for measure in found.measures:
        for field in fields(measure):
            assert clean.text[field.start : field.end] == field.text != ""
        assert {u.role for u in measure.units} <= set(UNIT_ROLES)
        named = {u.name for u in measure.units}
        assert named == {*measure.lead_units, *measure.responsible_units, *measure.supporting_units}
        assert {m.name for m in measure.place_mentions} == set(measure.places)
        for deadline in measure.deadlines:
            assert (deadline.first_day or "") <= (deadline.last_day or "9999")
        for quantity in measure.quantities:
            assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
            assert quantity.relation in ("=", ">=", "<=", ">", "<", "~", "+", "-")


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_fields_of_made_documents_stand_where_they_say(case: dict[str, str]) -> None:
    check(extract_document(outline(clean_of(case))))


@pytest.mark.parametrize("path", CORPUS, ids=[p.stem for p in CORPUS])
def test_fields_of_the_corpus_lead_to_the_source(path: Path) -> None:
    found = duikou.extract(path)
    check(found)
    clean = found.document.cleaned
    for measure in found.measures:
        for field in fields(measure):
            place = clean.place(field.start, field.end)
            passage = clean.source.text[place.start : place.end]
            letters = "".join(re.findall(r"[^\W_]", field.text))
            # What stands in the source may hold marks of the page between the letters, and nothing else is missing.
            assert "".join(re.findall(r"[^\W_]", passage)).find(letters[:4]) >= 0
            assert clean.source.lines[place.line - 1].start <= place.start <= clean.source.lines[place.line - 1].end


def test_a_line_of_its_own_or_at_a_heading_answers_for_all_items_below_it() -> None:
    text = cleaned(
        "某市方案",
        "一、重点任务",
        "（一）优化流程",
        "责任单位：市政务局、市公安局",
        "1.推行证照。简化材料，方便群众。",
        "2.压缩时间。取消环节，公开流程。（责任单位：市商务局）",
        "（二）降低成本（责任单位：市财政局）",
        "1.落实政策。减轻负担，加强宣传。",
        "2.加强监管。规范收费，严格执法。",
    )
    found = [m.responsible_units for m in extract_document(outline(text)).measures]
    assert found == [("市政务局", "市公安局"), ("市商务局",), ("市财政局",), ("市财政局",)]


def test_pairs_of_the_whole_document() -> None:
    text = cleaned(
        "甲省与乙省对口合作实施方案",
        "以四平市与金华市对口合作为切入点，推进各项工作。",
        "一、重点任务",
        "（一）共建园区。支持滁州市与宿迁市结对合作。",
        "（二）加强交流。组织两地企业开展活动。",
    )
    found = extract_document(outline(text))
    assert [(p.left, p.right) for p in found.pairs] == [("甲省", "乙省"), ("四平市", "金华市")]
    assert [(p.left, p.right) for p in found.measures[0].pairs] == [("滁州市", "宿迁市")]


def test_guiding_units_answer_and_are_told_apart() -> None:
    text = cleaned("某省方案", "一、任务", "（一）推进试点。开展评估，总结经验。（甲部指导，各市政府负责落实）")
    (measure,) = extract_document(outline(text)).measures
    assert measure.responsible_units == ("甲部", "各市政府")
    assert [(u.name, u.role) for u in measure.units] == [("甲部", "guiding"), ("各市政府", "responsible")]


def test_a_marked_unit_leads_where_the_document_says_so() -> None:
    items = ("一、任务", "（一）推进试点。开展评估，总结经验。（责任单位：市商务局*、市财政局）")
    (told,) = extract_document(outline(cleaned("某市方案", "带*号的为牵头单位。", *items))).measures
    assert (told.lead_units, told.responsible_units) == (("市商务局",), ("市财政局",))
    (untold,) = extract_document(outline(cleaned("某市方案", *items))).measures
    assert (untold.lead_units, untold.responsible_units) == ((), ("市商务局", "市财政局"))


MARKS = """
一、 （一） 1. （1） ① 第一条 推进工作 ， 。 ； ： （ ） 【 】 《 》 “ ” 、 和 与 等 市商务局 省财政厅
各区政府 牵头单位： 责任单位： 牵头 负责 配合 指导 下同 列第一位者为牵头单位 沈阳 大连市 朝阳 开发区 结对 合作
对接 到 2025年 底前 每年 3年内 “十四五”期间 二○二五年六月 — 至 不少于 三分之 二 10 万 亿 个 家 % 元 以上
左右 以下 鼓励 建立 不得 甲法 （以下简称《甲》） 某政发〔2020〕3号 * 序号 任务 完成时限 · ㈠
"""
PIECES = st.sampled_from([*MARKS.split(), "\t", "\u3000"])
LINES = st.lists(PIECES, min_size=1, max_size=14).map("".join).filter(lambda line: line.strip())


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=10))
def test_nothing_is_refused(lines: list[str]) -> None:
    check(extract_document(outline(cleaned(*lines))))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_a_text_that_is_read_and_cleaned_keeps_its_places(lines: list[str]) -> None:
    check(duikou.extract("\n".join(lines)))


def test_the_scorecard_holds_on_a_sample() -> None:
    card = scorecard.score(60, seed=7)
    for name in scorecard.FIELDS:
        assert card.total(name) >= 0.995, (name, card.misses[:3])

"""What is only looked for where a text holds what it needs: no such gate hides a find.

What holds here: each finder gives the same with its gates as without them, on texts made of the words that it reads.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.comparing.aligning import folding
from duikou.comparing.judging import classify
from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.pairs import field as pairs
from duikou.extracting.fields.pairs import pair_lists
from duikou.model import Marked
from duikou.notation import doc_numbers, places, spoken_tails, tail_words, tails

EVERY = re.compile("")
WORDS = (
    *("由", "市甲局", "省乙厅", "牵头", "负责", "配合", "落实", "责任单位", "牵头单位"),
    *("：", ":", "为", "，", "、", "。", "（", "）", "；", " ", "\n", "—", "15%"),
    *("甲省", "乙市", "丙市", "与", "对", "结对", "对口", "开发区", "合作", "推进", "工作"),
    *("2025年", "底前", "6月", "每年", "长期坚持"),
)
texts = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
SIDES = (
    *(
        "江苏省",
        "南通市",
        "辽阳",
        "浦东新区",
        "和田地区",
        "昆山",
        "雄安新区",
        "中国（上海）自由贸易试验区",
        "苏州工业园",
    ),
    *(
        "某某镇",
        "生产建设兵团第三师",
        "有关城市",
        "海门、启东、通州等区",
        "等沿海六市",
        "发达地区城市",
        "（甲区、乙区）",
    ),
    *("与", "和", "同", "对口支援", "结对", "帮扶", "分别与", "、", "，", "；", "。", "在农业领域", "开展合作", "推进"),
)
paired = st.lists(st.sampled_from(SIDES), max_size=12).map("".join)


class Open:
    """The patterns of a file, but each of these finds something everywhere."""

    def __init__(self, forms: object, *gates: str) -> None:
        self.forms, self.gates = forms, gates

    def __getattr__(self, name: str) -> object:
        return EVERY if name in self.gates else getattr(self.forms, name)


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_no_gate_of_tails_hides_one(text: str) -> None:
    asked = (tail_words.phrased, tail_words.labelled, tail_words.essence, tail_words.dated)
    gated = [ask(text) for ask in asked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tail_words, "_FORMS", Open(tail_words._FORMS, "ends_phrase", "colon"))
        assert [ask(text) for ask in asked] == gated


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_no_gate_of_lists_of_pairs_hides_one(text: str) -> None:
    gated = list(pair_lists.pairs_in_lists(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_lists, "_FORMS", Open(pair_lists._FORMS, "paired"))
        assert list(pair_lists.pairs_in_lists(text)) == gated


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_no_gate_of_deadlines_hides_one(text: str) -> None:
    gated = deadlines.find_deadlines(Marked(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadlines, "_FORMS", Open(deadlines._FORMS, "hint"))
        assert deadlines.find_deadlines(Marked(text)) == gated


MARKS = (*"〇零二01Ａ５²½/⁄.．:：-—−<%_~…·“\u3000a年甲条、，（） ,", "12", "000")
written = st.lists(st.sampled_from(MARKS), max_size=9).map("".join)


@settings(max_examples=1000, deadline=None)
@given(text=written)
def test_no_gate_of_folding_hides_a_sign(text: str) -> None:
    gated = folding._folded(text)
    assert folding.fold(text) in (gated, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_RUNNING", re.compile("(?!)"))
        patch.setattr(folding, "_SIGN", EVERY)
        patch.setattr(folding, "_FIGURE", EVERY)
        assert folding._folded(text) == gated


@settings(max_examples=1000, deadline=None)
@given(mark=written, rest=written)
def test_a_mark_and_what_stands_behind_it_fold_as_one_text(mark: str, rest: str) -> None:
    assert folding.fold_behind(mark, rest, folding.fold(rest)) == folding.fold(mark + rest)


CHANGED = (
    "每年",
    "2020年",
    "二十",
    "第三条",
    "（一）",
    "国发〔2016〕62号",
    "应当",
    "市甲局",
    "甲省",
    "不",
    "推进",
    "、",
    "3项",
    "l0亿",
)


@settings(max_examples=300, deadline=None)
@given(sides=st.tuples(*2 * [st.lists(st.sampled_from(CHANGED), min_size=1, max_size=4).map("".join)]))
def test_no_gate_of_categories_hides_one(sides: tuple[str, str]) -> None:
    gated = classify.category(*sides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classify, "_numeric", lambda: EVERY)
        assert classify.category(*sides) == gated


@settings(max_examples=500, deadline=None)
@given(text=texts)
def test_no_gate_of_spoken_tails_hides_one(text: str) -> None:
    gated = spoken_tails.find_spoken_tail(text), tails.read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken_tails, "_may_close", lambda text: True)
        assert (spoken_tails.find_spoken_tail(text), tails.read(text)) == gated


@settings(max_examples=500, deadline=None)
@given(text=paired)
def test_no_gate_of_pairs_hides_one(text: str) -> None:
    gated = pairs.find_pairs(Marked(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_follows_side", lambda sentence, joins: True)
        assert pairs.find_pairs(Marked(text)) == gated


LISTED = (*"、等两3个区县旗域的。\n", "南开", "河西", "和平", "天津市", "甲东", "〔2016〕62号", "国发", "按照", "（")
listing = st.lists(st.sampled_from(LISTED), max_size=12).map("".join)


@settings(max_examples=500, deadline=None)
@given(text=listing)
def test_no_gate_of_lists_of_districts_hides_one(text: str) -> None:
    gated = places.spots.__wrapped__(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_FORMS", Open(places._FORMS, "shortened_end"))
        assert places.spots.__wrapped__(text) == gated


def test_texts_of_the_districts_gate_hold_some() -> None:
    assert [spot.kind for spot in places.spots("天津市南开、河西、和平等区")][1:] == 3 * ["county"]


@settings(max_examples=500, deadline=None)
@given(text=listing)
def test_numbers_are_found_line_by_line_as_in_the_whole(text: str) -> None:
    found = [match.span() for match in doc_numbers.inline(text)]
    assert found == [match.span() for match in doc_numbers._FORMS.cited.finditer(text)]


@settings(max_examples=500, deadline=None)
@given(text=paired)
def test_no_gate_of_sides_hides_one(text: str) -> None:
    gated = pair_lists._is_side(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "last_characters", lambda: frozenset(text[-1:] or ("",)))
        assert pair_lists._is_side(text) == gated


def test_texts_of_the_pairs_gate_hold_pairs() -> None:
    assert len(pairs.find_pairs(Marked("南通市与辽阳市结对，推动江苏省和某某镇开展合作。"))) == 2

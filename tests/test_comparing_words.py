"""Folding, cutting into words, look-alikes and categories."""

from __future__ import annotations

import pytest

from duikou.comparing.aligning.folding import fold
from duikou.comparing.judging.classify import category
from duikou.comparing.judging.context import Context, Evidence
from duikou.comparing.judging.misreading import breaks_a_word, lookalike, misread
from duikou.notation.words import kind_of, tokens

SAME = [
    ("（一）坚持,创新；", "(一) 坚持，创新;"),
    ("〈条例〉的决定", "《条例》的决定"),
    ("<条例>的决定", "条例的决定"),
    ("二○二一年", "二〇二一年"),
    ("１２．５％", "12.5%"),
    ("1,000元", "1000元"),
    ("2016-2020年", "2016—2020年"),
    ("“五位一体”", '"五位一体"'),
    ("3＋N", "3+N"),
]
DIFFERENT = [
    ("2.5米", "25米"),
    ("1—2个", "12个"),
    ("50%", "50"),
    ("1/3", "13"),
    ("1:500", "1500"),
    (">5人", "5人"),
    ("3+2", "32"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_form_is_folded_away(a, b):
    assert fold(a) == fold(b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_what_makes_another_number_is_kept(a, b):
    assert fold(a) != fold(b)


WHOLE = [
    "100亿元",
    "1,000万元",
    "2.5米",
    "20个工作日",
    "百分之八十",
    "三分之二",
    "2021年1月8日",
    "二〇二一年一月八日",
    "第三十二条",
    "第八条第二款",
    "甲政发〔2016〕62号",
    "应当",
    "不得",
    "5—10万元",
]


@pytest.mark.parametrize("name", WHOLE)
def test_names_and_numbers_are_never_cut(name):
    text = f"关于有关事项的通知，{name}，按照规定办理"
    assert name in tokens(text)
    assert "".join(tokens(text)) == text


def test_names_of_units_in_a_list_are_whole():
    assert {"省发展改革委", "市交通运输局"} <= set(tokens("责任单位：省发展改革委、市交通运输局，各市政府"))


@pytest.mark.parametrize("word", ["论处", "查处", "惩处", "判处", "调处", "用处"])
def test_what_a_clause_ends_in_is_no_body(word):
    assert tokens(f"由公安机关{word}。") == ["由", "公安机关", word, "。"]
    assert [kind_of(token) for token in tokens(f"依法从重{word}，由农业处办理。")].count("unit") == 1


ALIKE = [
    "人入",
    "己已",
    "已巳",
    "未末",
    "日曰",
    "千干",
    "十＋",
    "〇0",
    "0O",
    "l1",
    "笫第",
    "遴遵",
    "允克",
    "拨氢",
    "团署",
    "\ue010.",
]
UNLIKE = ["千十", "二三", "13", "甲乙", "人民"]


@pytest.mark.parametrize("pair", ALIKE)
def test_lookalikes(pair):
    assert lookalike(*pair)
    assert lookalike(*reversed(pair))


@pytest.mark.parametrize("pair", UNLIKE)
def test_no_lookalikes(pair):
    assert not lookalike(*pair)


SLIPS = [
    ("登已机关", "登记机关"),
    ("l／3", "1/3"),
    ("千部", "干部"),
    ("进一步步", "进一步"),
    ("人民府", "人民政府"),
    ("作合", "合作"),
    ("木又利", "权利"),
    ("2\ue0105米", "2.5米"),
]
TRUE = [
    ("三千元", "三十元"),
    ("100元", "1000元"),
    ("应当", "应"),
    ("不得", "得"),
    ("2020年", "2021年"),
    ("教育", "科技"),
]


@pytest.mark.parametrize(("a", "b"), SLIPS)
def test_slips_are_suspect(a, b):
    assert misread(Context(a, b, "", ""))
    assert misread(Context(b, a, "", ""))


@pytest.mark.parametrize(("a", "b"), TRUE)
def test_true_changes_are_no_slips(a, b):
    assert not misread(Context(a, b, "", ""))
    assert not misread(Context(b, a, "", ""))


def test_a_word_written_twice_is_a_slip():
    assert misread(Context("", "进一步", "各地要进一步", "加强"))


ELSEWHERE = "两省加强合作，拓展合作领域。由张建国负责，联系人张建国。"
BROKEN = [
    # (old, new, before, after, whether one side is a broken word)
    ("合作", "侣作", "加强", "，建设园区", True),
    ("侣作", "合作", "加强", "，建设园区", True),
    ("合作", "协作", "加强", "，建设园区", False),  # both are words
    ("引进", "弓进", "鼓励", "项目", False),  # the dictionary alone does not tell: so would 新设 for 新增 be one
    ("新增", "新设", "，", "园区", False),
    ("改建", "改设", "，", "道路", False),
    ("建成", "建好", "，", "园区", False),
    ("青河", "上河", "设立", "镇分中心", False),
    ("园区", "园内", "示范", "建设", False),  # 内 stands by itself
    ("全省", "全县", "覆盖", "范围", False),  # ranks
    ("国强", "国嘎", "，由郝", "负责", False),  # what follows a surname may be a name
    ("辽宁", "这宁", "位于", "北部", False),  # a place that the texts know nowhere else
    ("应当", "应党", "各市", "报告", False),  # a word of obligation
    ("三年", "兰年", "期限", "以内", False),  # a numeral
    ("合作领域", "侣作顿城", "拓展", "。", False),  # too much for a slip
]


@pytest.mark.parametrize(("old", "new", "before", "after", "expected"), BROKEN)
def test_a_broken_word_needs_the_dictionary(old, new, before, after, expected):
    here = [before + side + after for side in (old, new)]
    evidence = Evidence([ELSEWHERE + side for side in here])
    assert breaks_a_word(Context(old, new, before, after), evidence) == expected


def test_a_name_changed_throughout_is_no_slip():
    one, two = ELSEWHERE, ELSEWHERE.replace("建国", "建嘎")
    assert not breaks_a_word(Context("建国", "建嘎", "由张", "负责"), Evidence([one, two]))


CATEGORIES = [
    ("100亿元", "120亿元", "number"),
    ("十二个", "十五个", "number"),
    ("甲政发〔2016〕62号", "甲政发〔2017〕62号", "number"),
    ("2020年12月", "2021年6月", "date"),
    ("第三十二条", "第三十三条", "reference"),
    ("应当依法进行调查", "可以要求申报", "modality"),
    ("必须", "不得", "modality"),
    ("予以公开", "不予公开", "modality"),
    ("省财政厅", "省科技厅", "unit"),
    ("省财政厅、省商务厅", "省财政厅", "unit"),
    ("沈阳", "大连市", "place"),
    ("辽宁沈阳", "辽宁杭州", "place"),
    ("宜昌", "襄阳", "place"),
    ("东湖新区", "浑南区", "place"),
    ("产业园区", "示范区", "wording"),
    ("省科技厅", "省文化和旅游厅", "unit"),
    ("统筹推进", "加快建设", "wording"),
    ("", "并及时公布", "insertion"),
    ("并及时公布", "", "deletion"),
    ("", "不得", "modality"),
    ("", "3年", "number"),
]


@pytest.mark.parametrize(("old", "new", "name"), CATEGORIES)
def test_categories(old, new, name):
    assert category(old, new) == name

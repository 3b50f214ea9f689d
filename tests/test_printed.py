"""Text that programs take from the PDF of a Founder-set document: whole paragraphs, its marks, its lost numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from founder import Setting, printed

import duikou
from duikou.model import Extracted

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
SETTINGS = [
    Setting(),
    Setting(width=30, indent=2),
    Setting(width=26, indent=4, blank=0.3),
    Setting(width=28, spaced=0.3, blank=0.05, lost=0.35),
    Setting(width=32, blank=0.0, lost=0.2, dots=False),
    Setting(indent=8),
]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_every_paragraph_comes_out_whole(path: Path, setting: Setting) -> None:
    paragraphs = [line for line in duikou.clean(path).text.split("\n") if "\t" not in line]
    source = printed(paragraphs, setting, seed=setting.width)
    cleaned = duikou.clean(source)
    assert cleaned.text.split("\n") == paragraphs
    assert cleaned.restore() == source
    assert duikou.clean(cleaned.text).text == cleaned.text


# What is nearly all numbers: on such a page a line is as wide as it has characters, figures or not.
FIGURES = [
    "甲市2021年国民经济和社会发展统计公报",
    "一、综合",
    *(
        f"全年第{k}类产业实现增加值{1203 + 7 * k}.{k}4亿元，比上年增长{k}.{k + 1}%，占全市的比重为3{k}.{k}%，"
        f"其中规上企业{2310 + k}家，增加{10 + k}家，营业收入{90 + k}.{k}8亿元，增长1{k}.6%；从业人员{k}.25万人，"
        f"人均产值{101203 + k}元，三次产业之比为1{k}.1:43.5:46.4，常住人口自然增长率{k}.02‰。"
        for k in range(1, 9)
    ),
    "二、居民生活",
    *(
        f"第{k}个县居民人均可支配收入{20038 + 11 * k}元，增长{k}.3%，新增就业{k}.33万人，新创评国家{k}A级景区{k}家，"
        f"全年降水量{1660 + k}.7毫米，较常年偏少{k}.3%，完成造林{12 + k}.64万亩，森林覆盖率5{k}.16%。"
        for k in range(2, 9)
    ),
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_paragraphs_that_are_nearly_all_numbers_come_out_whole(setting: Setting) -> None:
    cleaned = duikou.clean(printed(FIGURES, setting, seed=setting.width))
    whole = set(FIGURES) & set(cleaned.text.split("\n"))
    assert len(whole) >= 0.98 * len(FIGURES), sorted(set(cleaned.text.split("\n")) - set(FIGURES))


LOST = [
    ("the number before and after", ["1.甲项工作", "\ufffd 乙项工作", "3.丙项工作"], [2]),
    ("only one after", ["\ufffd 甲项工作", "\ufffd 乙项工作", "3.丙项工作"], [1, 2]),
    ("none at all", ["\ufffd 甲项工作", "\ufffd 乙项工作"], [1, 2]),
    ("a new list under a heading", ["1.甲项工作", "2.乙项工作", "（二）深化合作", "\ufffd 丙项工作"], [1]),
    ("one list through all headings", ["1.甲项", "（二）深化合作", "2.乙项", "（三）扩大开放", "\ufffd 丙项工作"], [3]),
]


@pytest.mark.parametrize(("lines", "numbers"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_a_lost_number_is_given_by_its_sequence_and_told(lines: list[str], numbers: list[int]) -> None:
    cleaned = duikou.clean("\n".join(lines))
    given = [c for c in cleaned.cautions if c.rule == "lost-numbers"]
    assert [int(c.text.partition(".")[0]) for c in given] == numbers
    assert all(c.place is not None for c in given)
    assert "\ufffd" not in cleaned.text


def test_a_number_on_the_line_above_is_put_before_its_item_without_a_warning() -> None:
    cleaned = duikou.clean("   １\n — ２ —\n   \ufffd 深化改革.推进合作,加快发展.\n   ２\n   \ufffd 扩大开放.")
    assert cleaned.text == "1.深化改革。推进合作，加快发展。\n2.扩大开放。"
    assert "lost-numbers" not in {c.rule for c in cleaned.cautions}


KEPT = [
    "增长2.5倍，达到3.14。",
    "见http://www.example.gov.cn.cn/甲",
    "买买提.艾力同志任主任。",
    "一.总则",
    "a«b»c",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_dot_or_a_quote_that_is_none_of_the_sets_stays(text: str) -> None:
    assert duikou.clean(text).text == text


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_measures_are_those_of_the_text(path: Path) -> None:
    text = duikou.clean(path).text
    source = printed([line for line in text.split("\n") if "\t" not in line], Setting(lost=0.3), seed=7)

    def told(extracted: Extracted) -> list[tuple[object, ...]]:
        return [(m.path, m.title, m.text, list(m.lead_units), list(m.responsible_units)) for m in extracted.measures]

    assert told(duikou.extract(source)) == told(duikou.extract(text))

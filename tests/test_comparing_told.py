"""What is told of one changed sentence: its class, its category, the marks, and the side that is likely wrong.

The cases are data (data/comparing/told.toml); each is told mirrored when the versions change places.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.comparing.judging.classify import MIRRORED
from duikou.comparing.sifting import checked, sift
from duikou.exporting.changes.report_lines import suspicion
from duikou.model import Change

TABLES = tomllib.loads((Path(__file__).parent / "data/comparing/told.toml").read_text("utf-8"))
CASES = [
    pytest.param(case, id=f"{name}-{k}") for name, table in TABLES.items() for k, case in enumerate(table["cases"])
]
AROUND = "一、重点任务\n（一）{}\n（二）加强督查。各有关方面抓好落实，确保完成。\n"
OTHER = {"old": "new", "new": "old", "": ""}


def changes(old: str, new: str) -> list[Change]:
    return list(duikou.diff(AROUND.format(old), AROUND.format(new)).changes)


def told(change: Change, marks: bool = True) -> list[str]:
    gone, come = ("".join(text for kind, text in change.ops if kind == name) for name in ("delete", "insert"))
    return [change.klass, change.category, *((gone, come) if marks else ("", ""))]


@pytest.mark.parametrize("case", CASES)
def test_one_sentence(case: dict[str, Any]) -> None:
    found = changes(case["old"], case["new"])
    assert [told(change, change.category != "order") for change in found] == case["told"]
    if "wrong" in case:
        assert (found[0].wrong or "") == case["wrong"]


@pytest.mark.parametrize("case", CASES)
def test_one_sentence_the_other_way(case: dict[str, Any]) -> None:
    found = changes(case["new"], case["old"])
    mirrored = [[klass, MIRRORED.get(name, name), come, gone] for klass, name, gone, come in case["told"]]
    assert [told(change, change.category != "order") for change in found] == mirrored
    if "wrong" in case:
        assert (found[0].wrong or "") == OTHER[case["wrong"]]


PART = (
    "1.加强产业合作。支持两市企业开展装备制造合作，建设园区3个{}建设基地5个，推动农产品进入两地市场。\n"
    "{}.保障资金。设立专项资金。"
)
SEAMS = [
    # (what stands at the seam of the new version, categories, what was put in beside the seam)
    ("。\n2.", ["split"]),
    ("。\n2.推动农业合作。", ["split", "insertion"]),
]


@pytest.mark.parametrize(("seam", "categories"), SEAMS)
def test_a_split_is_named_whatever_stands_at_its_seam(seam: str, categories: list[str]) -> None:
    old, new = PART.format("，", 2), PART.format(seam, 3)
    named = [c.category for c in changes(old, new) if c.klass == "substantive"]
    assert named == categories
    back = [c.category for c in changes(new, old) if c.klass == "substantive"]
    assert back == [MIRRORED[category] for category in categories]


def test_items_with_mixed_marks_have_not_moved() -> None:
    items = (
        "加强领导。成立领导小组，由市长任组长。",
        "强化资金。设立专项资金，专款专用。",
        "严格督促考核。建立台账制度，通报进展。",
    )
    text = "三、保障\n" + "\n".join(f"{number}{{}}{item}" for number, item in enumerate(items, 1))
    found = duikou.diff(text.format(".", ".", "."), text.format("．", "、", ")")).changes
    assert {change.klass for change in found} == {"editorial"}
    assert {change.type for change in found} == {"replace"}


NOTES = [
    ("研究确定重点任务。", "研究确定重点点任务。", "新版疑似有误：多“点”字"),
    ("解决重大大问题。", "解决重大问题。", "旧版疑似有误：多“大”字"),
    (
        "已经完成的项目自己负责。",
        "己经完成的项目自已负责。",
        "新版疑似有误：“己经”当为“已经”；“自已”当为“自己”",
    ),
]


@pytest.mark.parametrize(("old", "new", "note"), NOTES)
def test_the_note_names_each_place(old: str, new: str, note: str) -> None:
    (change,) = changes(old, new)
    assert suspicion(change, "zh") == note


def test_a_label_of_the_report_is_a_name_to_ask_for() -> None:
    comparison = duikou.diff(AROUND.format("投资5亿元，由市长牵头。"), AROUND.format("投资6亿元，由县长牵头。"))
    assert [change.category for change in sift(comparison, only=["数字"]).changes] == ["number"]
    assert checked(["实质性变化", "number"]) == ("substantive", "number")

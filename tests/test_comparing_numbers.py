"""A mark inside a number, or between two, is never only editorial."""

from __future__ import annotations

import pytest

import duikou

PAIRS = [
    ("增长-3%，完成任务", "增长3%，完成任务"),
    ("落实第1、2项任务", "落实第12项任务"),
    ("建设10、20家园区", "建设1020家园区"),
    ("投资1·5亿元", "投资15亿元"),
    ("产量10⁴吨以上", "产量104吨以上"),
    ("面积5½亩左右", "面积51/2亩左右"),
    ("各1，2家企业", "各12家企业"),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_mark_between_digits_is_substantive(old: str, new: str) -> None:
    document = "一、重点任务\n（一）推进合作。{}，由有关单位负责落实。\n（二）加强协作。两地定期会商。"
    changes = duikou.diff(document.format(old), document.format(new)).changes
    assert [c.klass for c in changes] == ["substantive"]


def test_the_mark_of_thousands_is_editorial() -> None:
    changes = duikou.diff(
        "一、任务\n（一）建设1,000家企业，做好服务。", "一、任务\n（一）建设1000家企业，做好服务。"
    ).changes
    assert {c.klass for c in changes} <= {"editorial"}

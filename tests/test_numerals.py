"""The one grammar of numbers: every form is read whole, or not at all."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.model import Marked
from duikou.notation import amounts, clock, marks, number_forms, numerals, units
from duikou.notation.number_values import value

CASES = tomllib.loads(Path(__file__).parent.joinpath("data/notation/numerals.toml").read_text("utf-8"))


@pytest.mark.parametrize(("written", "worth"), CASES["exact"].items())
def test_a_numeral_is_read_whole(written: str, worth: str) -> None:
    found = value(written)
    assert found is not None
    assert found.exact
    assert found.low == Decimal(worth)


@pytest.mark.parametrize(("written", "ends"), CASES["estimates"].items())
def test_an_estimate_has_two_ends(written: str, ends: list[int]) -> None:
    assert value(written) == tuple(ends)


@pytest.mark.parametrize("written", CASES["unsure"])
def test_what_may_be_two_numbers_is_none(written: str) -> None:
    assert value(written) is None


def in_hanzi(n: int) -> str:
    """`n` as it is counted in hanzi: an independent writer, group by group of four digits."""
    groups, written, gap = [], "", False
    while n:
        n, last = divmod(n, 10_000)
        groups.append(last)
    for i in range(len(groups) - 1, -1, -1):
        group = groups[i]
        if not group:
            gap = bool(written)
            continue
        if written and (gap or group < 1000):
            written += "零"
        inner, zero = "", False
        for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // unit % 10
            if digit:
                inner += ("零" if zero and inner else "") + "零一二三四五六七八九"[digit] + name
                zero = False
            else:
                zero = True
        written += inner + ("", "万", "亿")[i]
        gap = False
    return written


@given(st.integers(1, 10**12 - 1))
def test_every_whole_number_reads_as_it_is_written(n: int) -> None:
    found = value(in_hanzi(n))
    assert found is not None
    assert found.low == found.high == n


@given(st.integers(1, 10**12 - 1))
def test_a_number_is_found_from_end_to_end(n: int) -> None:
    written = in_hanzi(n)
    (found,) = marks.of(Marked(f"共有{written}个项目"), "number")
    assert (found.start, found.end) == (2, 2 + len(written))
    assert isinstance(found.value, number_forms.Number)


def test_a_unit_is_found_longest_first() -> None:
    listed = units.listed("measured", "counted")
    assert listed.index("平方公里") < listed.index("公里")
    assert units.counts("3平方米", 1)
    assert not units.counts("3号楼", 1)
    assert units.is_unit("万元")


@pytest.mark.parametrize(
    ("cell", "head", "amount"),
    [
        ("1,280.5", "总投资（万元）", (1280.5, 1280.5, "万元", "总投资")),
        ("300—500", "面积（单位：亩）", (300, 500, "亩", "面积")),
        ("1.2亿", "产值（元）", (1.2, 1.2, "亿元", "产值")),
        ("三百二十", "人数/人", (320, 320, "人", "人数")),
        ("-3", "增速（%）", (-3, -3, "%", "增速")),
        ("2025", "建设年限", None),
        ("约300", "投资（万元）", None),
        ("一百二", "投资（万元）", None),
        ("甲市", "地点（市县）", None),
    ],
)
def test_a_cell_has_the_unit_of_its_head(cell: str, head: str, amount: tuple[float, float, str, str] | None) -> None:
    assert amounts.in_cell(cell, head) == amount


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (49, "XLIX"), (1990, "MCMXC"), (0, "")]
)
def test_numbers_in_roman_letters(number: int, written: str) -> None:
    assert numerals.to_roman(number) == written


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("18:00", 1080), ("下午6时", 1080), ("六点半", 390), ("18时30分", 1110), ("晚上12时", None), ("1:75", None)],
)
def test_an_hour_of_the_day_is_read_in_any_form(text: str, minutes: int | None) -> None:
    assert clock.replaced(f"于{text}前", str) == f"于{text if minutes is None else minutes}前"
    assert clock.is_hour(text) is (text != "1:75")

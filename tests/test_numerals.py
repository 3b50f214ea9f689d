"""The one grammar of numbers: every form is read whole, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.notation import marks, number_forms, units
from duikou.notation.number_values import value

# In the forms of strict numbers: what a text may hold, and what it is worth.
EXACT = {
    "三": "3", "十": "10", "十六": "16", "一十六": "16", "四十": "40", "九十七": "97", "二百": "200", "二百零六": "206", "三百一十": "310",
    "五百六十七": "567", "四千": "4000", "四千二百": "4200", "八千零三十": "8030", "八千零三": "8003", "六千零十五": "6015",
    "两万三千四百五十六": "23456", "三十二万一千": "321000", "一百零五万零七": "1050007", "二千零三万零四": "20030004",
    "七亿零八": "700000008", "三亿二千万零五百": "320000500", "九千亿零六十": "900000000060", "五十万亿": "50000000000000",
    "两千零一十二亿三千零四万五千零六": "201230045006", "四万五千六百七十八亿": "4567800000000", "一千一十": "1010", "一百十三": "113",
    "叁佰万": "3000000", "壹拾贰万": "120000", "伍仟零陆拾": "5060", "肆佰叁拾萬": "4300000", "兩千": "2000", "廿三": "23", "卅": "30",
    "三点五亿": "350000000", "零点零零七": "0.007", "十二点零五": "12.05", "负三": "-3", "负零点五": "-0.5", "一二〇": "120",
    "1,234,567.5": "1234567.5", "1，500": "1500", "12 000": "12000", "1.5万": "15000", "2亿3000万": "230000000", "3万5千": "35000",
    "7千万": "70000000", "4百": "400",
}  # fmt: skip
ESTIMATES = {
    "两三": (2, 3), "三五": (3, 5), "七八": (7, 8), "十四五": (14, 15), "二十三四": (23, 24), "四五十": (40, 50), "三四百": (300, 400), "两三千": (2000, 3000),
    "五六万": (50000, 60000), "三五百": (300, 500), "几十": (20, 90), "数百": (200, 900), "十几": (11, 19), "几百万": (2000000, 9000000),
}  # fmt: skip
UNSURE = [
    "一百二",
    "三万五",
    "两千六",
    "一二三",
    "一一",
    "五三",
    "万",
    "亿",
    "三亿亿",
    "二百三百",
    "十百",
    "一百万三",
    "几",
    "3万5",
    "零五个",
    "",
]


@pytest.mark.parametrize(("written", "worth"), EXACT.items())
def test_a_numeral_is_read_whole(written: str, worth: str) -> None:
    found = value(written)
    assert found is not None
    assert found.exact
    assert found.low == Decimal(worth)


@pytest.mark.parametrize(("written", "ends"), ESTIMATES.items())
def test_an_estimate_has_two_ends(written: str, ends: tuple[int, int]) -> None:
    assert value(written) == ends


@pytest.mark.parametrize("written", UNSURE)
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
    (found,) = marks.mark(f"共有{written}个项目").of("number")
    assert (found.start, found.end) == (2, 2 + len(written))
    assert isinstance(found.value, number_forms.Number)


def test_a_unit_is_found_longest_first() -> None:
    listed = units.listed("measured", "counted")
    assert listed.index("平方公里") < listed.index("公里")
    assert units.counts("3平方米", 1)
    assert not units.counts("3号楼", 1)
    assert units.is_unit("万元")

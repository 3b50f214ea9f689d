"""Cleaning never makes a number wrong: gaps close where one reading is left, and no two rules undo each other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou import cleaning
from duikou.cleaning.rules.registry import RULES, Rule, Wanted
from duikou.model.edits import make_pass

CASES = tomllib.loads(Path(__file__).parent.joinpath("data/cleaning/numbers.toml").read_text("utf-8"))["case"]
TEXT_RULES = [name for name in cleaning.ORDER if RULES[name].stage == "text" and RULES[name].safe]
MOST = 8  # rounds of two rules: each does its work in one or two


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_number_is_cleaned(case: dict[str, str]) -> None:
    cleaned = duikou.clean(case["text"])
    assert cleaned.text == case["clean"]
    assert duikou.clean(cleaned.text).text == cleaned.text
    assert cleaned.restore() == case["text"]


# What stands in numbers and beside them.
PIECES = st.sampled_from(
    [
        *"0123456789",
        "1,000",
        "2，500",
        "12:30",
        "10",
        "000",
        *"+-－—~～.．·•,，:：;；()（）/%A％ 　\"'“”",
        "万元",
        "个",
        "年",
        "每",
        "达",
        "。",
        "第",
        "表",
        "一",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_two_rules_undo_each_other(text: str) -> None:
    for first, second in combinations(TEXT_RULES, 2):
        now = text
        for _ in range(MOST):
            before = now
            for name in (first, second):
                now = make_pass(now, (RULES[name].find or nothing)(now), name).apply(now)
            if now == before:
                break
        else:
            pytest.fail(f"{first} and {second} never settle on {text!r}")


def nothing(text: str) -> Iterable[Wanted]:
    return ()


def test_where_rules_undo_each_other_numbers_stay_as_in_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def parting(text: str) -> Iterable[Wanted]:
        return ((i, i + 1, "，") for i, char in enumerate(text) if char == ",")

    def joining(text: str) -> Iterable[Wanted]:
        return ((i, i + 1, ",") for i, char in enumerate(text) if char == "，")

    for name, find in (("times", joining), ("quotes", parting)):
        known = RULES[name]
        monkeypatch.setitem(RULES, name, Rule(name, "text", known.summary, find))
    cleaned = duikou.clean("增收1,000元")
    assert cleaned.text == "增收1,000元"
    assert [caution.rule for caution in cleaned.cautions] == ["rounds"]

"""Plans drawn by chance: a hundred here, as many as one likes with `python fuzz/drawn.py`."""

from __future__ import annotations

import random

import drawn
import pytest


@pytest.mark.parametrize("seed", range(100))
def test_a_drawn_plan_keeps_every_promise(seed: int) -> None:
    assert drawn.attempt(seed) == ""


def test_what_is_missing_is_seen() -> None:
    whole = drawn.letters("".join(drawn.plan(random.Random(1))))
    assert drawn.missing(whole, whole + "完") == ""
    assert drawn.missing(whole, whole[:40] + whole[41:])
    assert drawn.missing(whole, whole[:-1])


def test_plans_are_drawn_alike_and_damaged() -> None:
    def pair(seed: int) -> tuple[list[str], str]:
        dice = random.Random(seed)
        paragraphs = drawn.plan(dice)
        return paragraphs, drawn.damaged(paragraphs, dice)

    assert pair(7) == pair(7)
    assert len({text for _, text in map(pair, range(50))}) == 50
    assert sum("\n".join(paragraphs) != text for paragraphs, text in map(pair, range(50))) > 25

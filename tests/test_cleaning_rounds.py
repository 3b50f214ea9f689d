"""Rounds of cleaning that leave out what is known to find nothing.

What holds here: the same comes out where every rule looks at the whole text in every round.
"""

from __future__ import annotations

from pathlib import Path

import plans
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou import cleaning
from duikou.model import Cleaned

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
PIECES = (
    *(
        "加强合作",
        "（一）",
        "1．",
        "第一条",
        "2025 年",
        "国发[2019]5号",
        "１２",
        "3 、",
        "——",
        "－",
        "．",
        "，",
        "。",
        "；",
    ),
    *(
        "“",
        "”",
        '"',
        "(",
        ")",
        "《",
        "》",
        "〈",
        "**",
        "# ",
        "\u200b",
        "\u3000\u3000",
        " ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "|",
    ),
    *(
        "5 %",
        "10～20",
        "万元",
        "甲  乙",
        "— 3 —",
        "打印 关闭",
        "l0亿",
        "（責任單位：市教育局）",
        "http://a.b",
        "A",
        "b c",
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


class Forgetful(dict[str, int]):
    """What found nothing before is not remembered, so that every rule looks again."""

    def get(self, *_given: object) -> None:  # type: ignore[override]
        return None


def whole_rounds(text: str) -> Cleaned:
    """The text cleaned in rounds in which every rule looks at all of it."""
    made = cleaning._Cleaner.__init__

    def forgetful(self: cleaning._Cleaner, *given: object) -> None:
        made(self, *given)  # type: ignore[arg-type]
        self.quiet = Forgetful()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning._Cleaner, "__init__", forgetful)
        return duikou.clean(text)


def same(text: str) -> bool:
    """Whether both ways give the same, the log and what was removed too."""
    return duikou.clean(text) == whole_rounds(text)


@settings(max_examples=400, deadline=None)
@given(text=texts)
def test_any_text_is_cleaned_as_in_whole_rounds(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_is_cleaned_as_in_whole_rounds(path: Path) -> None:
    assert same(path.read_text("utf-8"))


def test_drawn_plans_are_cleaned_as_in_whole_rounds() -> None:
    assert all(same(plan.text) for plan in plans.plans(12))

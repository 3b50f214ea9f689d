"""Texts made of words alone: what a regular expression would say, in work that grows as the text does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from duikou.notation.made_of import is_made_of, without_end

WORDS = st.sets(st.text("甲乙丙", min_size=1, max_size=3), max_size=4)


@given(st.text("甲乙丙丁", max_size=9), WORDS, WORDS)
def test_it_says_what_a_regular_expression_says(text: str, words: set[str], others: set[str]) -> None:
    both, these = ("|".join(map(re.escape, sorted(group))) or "(?!)" for group in (words | others, words))
    assert is_made_of(text, words, others) == bool(re.fullmatch(f"(?:{both})*(?:{these})(?:{both})*", text))
    assert without_end(text, frozenset(words)) == re.sub(f"(?:{these})+$", "", text)


def test_a_text_that_divides_in_many_ways_is_done_at_once() -> None:
    words = {"甲" * n for n in range(1, 9)}
    assert not is_made_of("甲" * 400 + "乙", words)
    assert without_end("乙" + "甲" * 400, frozenset(words)) == "乙"

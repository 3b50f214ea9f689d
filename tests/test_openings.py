"""What a match may begin with is told to the engine of `re`: nothing that a pattern finds is passed by.

What holds here: each pattern of the package finds the same as the one that `re.compile` makes, in strings made of what
it says and in its own examples, from every place on.
"""

from __future__ import annotations

import random
import re
from typing import Any

import growing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.data import compiled
from duikou.data.openings import _HEAD
from duikou.notation.patterns import longest_first, one_of

# A pattern, and whether it can be told with what its matches begin.
TOLD = [
    ("(?:年|[一二]月)末", True),
    ("(?P<a>第)?(?:甲|乙丙)", True),
    ("(?<!不)(?:(?:甲|乙)|[丙丁])", True),
    ("(?=[甲乙])\\w+", True),
    ("(?:甲?|乙)丙", True),
    ("(?>甲|乙)丙", True),
    ("(甲)?(?(1)乙|丙)", True),
    ("(?:甲|.)末", False),
    ("(?:甲|[^乙])末", False),
    ("(?:[一-鿿]末|ab)", False),
    ("(?:甲|乙)*", False),
    ("(?i)(?:a|[bc])末", False),
    ("[甲乙]末", True),
    ("甲末", False),  # what it begins with is a literal, which `re` sees
]
PIECES = (*"甲乙丙丁第末不年月一二ab。", "")
texts = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def made(source: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    return compiled._taken(source, compiled._made(source, flags))


def found(pattern: re.Pattern[Any], text: Any) -> list[Any]:
    return [(match.span(), match.groups()) for match in pattern.finditer(text)]


def searched(pattern: re.Pattern[Any], text: Any) -> list[Any]:
    return [match and match.span() for at in range(len(text) + 1) for match in [pattern.search(text, at)]]


@pytest.mark.parametrize(("source", "told"), TOLD)
def test_what_a_match_begins_with_is_told(source: str, told: bool) -> None:
    from re import _constants as codes

    words = memoryview(compiled._made(source, 0)[1]).cast("I").tolist()
    assert (words[2] == codes.SRE_INFO_CHARSET) is told
    assert words[3] == 0 or words[1] >= _HEAD - 1


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_nothing_is_passed_by(text: str) -> None:
    for source, _ in TOLD:
        ours, usual = made(source), re.compile(source)
        assert found(ours, text) == found(usual, text), source
        assert searched(ours, text) == searched(usual, text), source


def test_no_pattern_of_the_package_passes_a_find_by() -> None:
    chance = random.Random(1)
    differ = []
    for kept in growing.patterns():
        pieces = [before + body for before, body in growing.troubles(kept.source, kept.flags)]
        pieces += [*growing.ANY, "\n", "　"]
        text: Any = "".join(chance.choices(pieces, k=60))[:2_000]
        if isinstance(kept.source, bytes):
            text = text.encode("utf-8", "replace")
        if found(made(kept.source, kept.flags), text) != found(re.compile(kept.source, kept.flags), text):
            differ.append(kept.where)
    assert differ == []


lists = st.lists(st.text("甲乙丙a.|", min_size=1, max_size=4), min_size=1, max_size=12)


@settings(max_examples=500, deadline=None)
@given(words=lists, text=st.text("甲乙丙a.|末", max_size=12))
def test_words_that_share_a_head_are_found_as_one_by_one(words: list[str], text: str) -> None:
    plain = "|".join(map(re.escape, longest_first(words)))
    for around in ("(?:{})", "(?:{})末", "(?:{})*末", "甲(?:乙|{})a"):
        shared, usual = (re.compile(around.format(written)) for written in (one_of(words), plain))
        assert found(shared, text) == found(usual, text)

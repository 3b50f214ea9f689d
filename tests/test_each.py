"""`each` finds what `finditer` does, for every pattern of the package that opens with a class of a few signs."""

import re
from pathlib import Path

import growing
import pytest

from duikou.notation import characters

CORPUS = Path(__file__).parent.parent / "corpus"
TEXT = "".join(path.read_text("utf-8") for path in sorted(CORPUS.glob("*.txt")))[:40_000]
PATTERNS = [
    re.compile(kept.source, kept.flags)
    for kept in growing.patterns()
    if isinstance(kept.source, str) and characters._signs_of(re.compile(kept.source, kept.flags))
]


def test_it_finds_what_finditer_finds():
    assert len(PATTERNS) > 50
    for one in PATTERNS:
        assert [m.span() for m in characters.each(one, TEXT)] == [m.span() for m in one.finditer(TEXT)], one.pattern


@pytest.mark.parametrize("source", ["[,;]?a", "[,;]|a", r"[\d,]", "[^,]", "[a-z]", "(?:[,;])*", "[,;]{0,2}a", "a[,;]"])
def test_one_that_may_open_with_another_sign_is_looked_for_as_ever(source: str):
    assert characters._signs_of(re.compile(source)) == ""


def test_matches_do_not_overlap():
    assert [m.group() for m in characters.each(re.compile("[,;]{2}"), "a,;,;,b")] == [",;", ",;"]

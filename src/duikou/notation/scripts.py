"""Word lists in both scripts: a document in traditional characters is known by the same words.

What holds here: every list of words has the traditional form of each behind it, where that differs, and a pattern made
of one knows both; tables and their names stay as they are. Text is never changed: units and titles are given as
written. To compare texts, every traditional character has its simplified one (data/notation/simplified.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from duikou.data import load
from duikou.notation.patterns import pattern


@cache
def words(name: str) -> Mapping[str, Any]:
    """The data file `name` with the words of its lists in both scripts."""
    table = load("notation/traditional")
    forms = str.maketrans(table["simple"], table["traditional"])
    both: Mapping[str, Any] = _both(load(name), forms)
    return both


def either(listed: Iterable[str]) -> str:
    """A pattern for any of `listed`, each character of it in either script: 关于 is 關於, 關于 and 关於 too."""
    table = load("notation/traditional")
    forms = dict(zip(table["simple"], table["traditional"], strict=True))
    return "|".join("".join(f"[{c}{forms[c]}]" if c in forms else re.escape(c) for c in word) for word in listed)


def simplified(text: str) -> str:
    """`text` with each traditional character as its simplified one, one by one, so that offsets hold: enough to know
    two texts for one and to find words, not to write."""
    # Nearly all texts have none, which is seen many times faster than the characters are changed.
    return text.translate(_simple_forms()) if _any_traditional().search(text) else text


@cache
def _any_traditional() -> re.Pattern[str]:
    """A character that has a simplified form."""
    return pattern(f"[{re.escape(''.join(map(chr, sorted(_simple_forms()))))}]")


def is_traditional(text: str) -> bool:
    """Whether a passage is in traditional characters, by those that stand in nearly every one."""
    return _traditional().search(text) is not None


@cache
def _traditional() -> re.Pattern[str]:
    """A character that stands in nearly every passage in traditional characters, and in no other."""
    return pattern(f"[{load('notation/traditional')['frequent']}]")


@cache
def _simple_forms() -> dict[int, int]:
    table = load("notation/simplified")
    return str.maketrans(table["traditional"], table["simplified"])


def _both(value: Any, forms: dict[int, int]) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys([*value, *(word.translate(forms) for word in value if isinstance(word, str))]))
    if isinstance(value, Mapping):
        return {key: _both(other, forms) for key, other in value.items()}
    return value

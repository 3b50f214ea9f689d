"""Word lists in both scripts: a document in traditional characters is known by the same words.

What holds here: every list of words has the traditional form of each behind it, where that differs; tables and their
names stay as they are. Text is never changed: units and titles are given as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from duikou.data import load


@cache
def words(name: str) -> Mapping[str, Any]:
    """The data file `name` with the words of its lists in both scripts."""
    table = load("traditional")
    forms = str.maketrans(table["simple"], table["traditional"])
    both: Mapping[str, Any] = _both(load(name), forms)
    return both


def traditional(text: str) -> str:
    """`text`, a word of these lists, with traditional characters."""
    table = load("traditional")
    return text.translate(str.maketrans(table["simple"], table["traditional"]))


def _both(value: Any, forms: dict[int, int]) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys([*value, *(word.translate(forms) for word in value if isinstance(word, str))]))
    if isinstance(value, Mapping):
        return {key: _both(other, forms) for key, other in value.items()}
    return value

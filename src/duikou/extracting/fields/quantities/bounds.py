"""Bounds that do not stand right beside their number: 不超过职工总数的20%, 下调费率50%, 30人（含）以下.

What holds here: only a part of something (%, 三成, 1/3) can have a noun between it and its bound, and nothing else than
that noun, with what it leaves out in brackets. A bracket that says whether the bound is counted in names no second
quantity. Only the words near the number are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from duikou.data import load
from duikou.extracting.fields import spans
from duikou.model import Quantity

# （含）, （不含6亩）, （含本数）; 总投资50亿元（不含土地费用） says nothing of the bound.
_ITSELF = r"包?含(?:本数|\d[\d.,]{0,12}[^\W\d_]{0,4}[%％]?)?）"
INCLUDED = rf"（[不未]?{_ITSELF}"
_LEFT_OUT = re.compile(rf"（[不未]{_ITSELF}")
_OPEN = {">=": ">", "<=": "<"}
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Far:
    """A bound or a change at `start`, and the noun that stands between it and the number."""

    bound: str | None
    change: str | None
    start: int
    noun: str


def far(text: str, since: int, number: int) -> Far | None:
    """The bound or the change whose noun ends at `number`, not before `since`; None without one."""
    near = text[max(since, number - _NEAR) : number]
    found = _far().search(near)
    if found is None or not found["noun"]:
        return None
    return Far(found["bound"], found["change"], number - len(near) + found.start(), found["noun"])


def opened(relation: str, text: str) -> str:
    """The relation of a quantity as written: 6亩以下（不含6亩） is below 6, not at most 6."""
    return _OPEN.get(relation, relation) if _LEFT_OUT.search(text) else relation


def shared(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with a bound that is said once of a list of one unit: 最高500万元、300万元."""
    listed: list[Quantity] = []
    said = False  # whether the bound of the last quantity holds for what is listed behind it
    for q in found:
        last = listed[-1] if listed else None
        if last and said and q.relation == "=" and last.unit == q.unit and text[last.end : q.start] == "、":
            high, low = (q.high, None) if last.relation == "<=" else (None, q.low)
            listed.append(replace(q, relation=last.relation, low=low, high=high))
        else:
            said = q.relation in ("<=", ">=") and _said(q.text)
            listed.append(q)
    return listed


def _said(text: str) -> bool:
    """Whether a quantity as written begins with its bound, and has none behind it."""
    words = load("extracting/quantities")
    return text.startswith(tuple(words["far"])) and not text.endswith(tuple(words["after"]))


def without_verb(named: str | None, change: str | None) -> str | None:
    """What is counted, without the verb before it: 下调费率 is 费率."""
    return named.rsplit(change, 1)[1] or None if named and change and change in named else named


def without_bound(named: str | None) -> str | None:
    """What is counted, without a bound that stands too far from the number to hold for it, and what is before that."""
    return _bounded().sub("", named) or None if named else named


@cache
def _bounded() -> re.Pattern[str]:
    return re.compile(
        f"^.*(?:{spans.one_of(word for word in load('extracting/quantities')['far'] if word[0] == '不')})"
    )


@cache
def _far() -> re.Pattern[str]:
    words: Mapping[str, Sequence[str]] = load("extracting/quantities")
    stops = spans.one_of(words["not_between"])
    whole = spans.one_of(words["between"])
    noun = rf"(?P<noun>(?:{whole}|(?!{stops})[一-龥]){{2,16}}?)(?:（[^（）]{{1,12}}）)?的?"
    return re.compile(rf"(?:(?P<bound>{spans.one_of(words['far'])})|(?P<change>{spans.one_of(words['moved'])})){noun}$")

"""Bounds of a number, right beside it or not: 不超过职工总数的20%, 至少要建成5个, 30人（含）以下.

What holds here: only a part of something (%, 三成, 1/3) can have a noun between it and its bound, and nothing else than
that noun, with what it leaves out in brackets. A word such as 至少 holds for the first number behind it in its clause,
whatever verb stands between. A bracket that says whether the bound is counted in names no second quantity. Only the
words near the number are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from duikou.data import load
from duikou.model import Quantity
from duikou.model.copies import changed
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern, patterns

_FORMS = patterns("extracting/quantities")
_OPEN = {">=": ">", "<=": "<"}
# What a bound of each kind says when what it names is forbidden.
_TURNED = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
LEAST, MOST = (">=", ">"), ("<=", "<")
_NEAR = 40
_LISTS = ("、", "和", "及", "或")
# Characters before a number in which a bound may stand that holds for it, and between the two.
_PARTED, _LONGEST_VERB = 16, 10
# For each of what, and how often, a number counts: 每人每月, 每平方米.
_RATE = f"(?:每{HANZI}{{1,3}}){{1,2}}"


class Far(NamedTuple):
    """A bound or a change at `start`, and the noun that stands between it and the number."""

    bound: str | None
    change: str | None
    start: int
    noun: str | None


def included() -> str:
    """A pattern for a bracket that says whether the bound is counted in: （含）, （不含6亩）."""
    return f"（[不未]?{load('extracting/quantities')['pieces']['included']}"


def bound_before_noun(text: str, since: int, number: int) -> Far | None:
    """The bound or the change whose noun ends at `number`, not before `since`; None without one."""
    near = text[max(since, number - _NEAR) : number]
    found = _far().search(near)
    if found is None or not found["noun"]:
        return None
    return Far(found["bound"], found["change"], number - len(near) + found.start(), found["noun"])


def strict_where_left_out(relation: str, text: str) -> str:
    """The relation of a quantity as written: 6亩以下（不含6亩） is below 6, not at most 6."""
    return _OPEN.get(relation, relation) if _FORMS.left_out.search(text) else relation


def with_shared_bounds(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with a bound that is said once of a list: 最高500万元、300万元; 不少于6天、48学时. Of two units
    the second has no noun of its own, and counts what the first does."""
    listed: list[Quantity] = []
    said = False  # whether the bound of the last quantity holds for what is listed behind it
    for q in found:
        last = listed[-1] if listed else None
        if last and said and q.relation == "=" and text[last.end : q.start] in _LISTS and _alike(last, q):
            high, low = (q.high, None) if last.relation in MOST else (None, q.low)
            named = q.counted if last.unit == q.unit else last.counted or q.counted
            listed.append(changed(q, relation=last.relation, low=low, high=high, counted=named))
        else:
            said = q.relation in (*LEAST, *MOST) and _said(q.text)
            listed.append(q)
    return listed


def _alike(last: Quantity, q: Quantity) -> bool:
    """Whether a bound of `last` can hold for `q` too: both have one unit, or both are numbers of something and no part
    of it."""
    parts = {"%", "‰", None}
    return last.unit == q.unit or (last.unit not in parts and q.unit not in parts and q.low == q.high)


def _said(text: str) -> bool:
    """Whether a quantity as written begins with its bound, and has none behind it."""
    return _opens().match(text) is not None and not text.endswith(tuple(load("extracting/quantities")["after"]))


def relation(bound: str | None) -> str:
    """What a bound before the number says of it: 不得超过 is <=; = where it says nothing."""
    words = load("extracting/quantities")
    if not bound:
        return "="
    if known := words["before"].get(bound) or words["loose"].get(bound) or words["adverbs"].get(bound):
        return str(known)
    turned = _compared().search(bound)
    return "=" if turned is None else "<=" if turned["over"] else ">="


def turned_where_forbidden(relation: str, bound: str | None, text: str, start: int) -> str:
    """The relation of a quantity whose bound, at `start`, says what is forbidden: 禁止生产厚度低于0.01毫米的地膜 asks
    for 0.01 or more."""
    words = load("extracting/quantities")
    if bound not in (*words["over"], *words["under"]):
        return relation
    clause = _FORMS.clause_end.split(text[max(0, start - _NEAR) : start])[-1]
    return _TURNED.get(relation, relation) if any(word in clause for word in words["parts"]["bans"]) else relation


def is_turned(bound: str | None) -> bool:
    """Whether a bound is a comparison that is turned round, as limits are set: 不得超过."""
    return bool(bound) and _compared().search(bound or "") is not None


@cache
def _compared() -> re.Pattern[str]:
    """A comparison that is turned round: 不超过, 不得低于, 最高不得突破."""
    words = load("extracting/quantities")
    over, under = one_of(words["over"]), one_of(words["under"])
    return pattern(rf"(?:{one_of(words['adverbs'])})?(?:{one_of(_turns())})(?:(?P<over>{over})|(?P<under>{under}))")


def _turns() -> tuple[str, ...]:
    """The words that turn a comparison round: what must not be, and what is not."""
    return (*load("notation/modality")["must_not"], *load("extracting/quantities")["turns_besides"])


def _turned() -> str:
    return _compared().pattern.replace("?P<over>", "?:").replace("?P<under>", "?:")


@cache
def bound() -> str:
    """A pattern for what stands right before a number and bounds it."""
    words = load("extracting/quantities")
    return f"{_turned()}|{one_of([*words['before'], *words['adverbs']])}"


@cache
def after() -> str:
    """A pattern for what stands behind a quantity and bounds it, in the group `after`."""
    words = load("extracting/quantities")
    within = "".join(words["words_of_within"])
    said = rf"(?P<after>{one_of(words['after'])}|内(?![{within}]))"
    return rf"(?:(?:{included()})?{said})?(?:{included()})?"


@cache
def _opens() -> re.Pattern[str]:
    """What a list of quantities shares: 最高500万元、300万元."""
    return pattern(f"{_turned()}|{one_of(load('extracting/quantities')['adverbs'])}")


def bound_before_words(text: str, since: int, number: int) -> Far | None:
    """The bound that words part from its number, which begins at `number`: 至少要建成5个, 最多可设3个, 不少于有100人.
    What stands before `since` belongs to another number."""
    near = text[max(since, number - _PARTED) : number]
    found = _adverb().search(near) if _firsts().search(near) else None
    if found is None:
        return None
    words, between = load("extracting/quantities")["between"], found["verb"] or ""
    if any(word in between for word in words["never"]):
        return None
    if found["adverb"] in words["granting"] and not between.startswith(tuple(words["grants"])):
        return None
    start = number - len(near) + found.start()
    return Far(found["adverb"] or found["turned"], None, start, None)


@cache
def _firsts() -> re.Pattern[str]:
    """A character that a bound begins with: most numbers have none before them."""
    words = load("extracting/quantities")
    return pattern(f"[{''.join(sorted({word[0] for word in (*words['adverbs'], *_turns())}))}]")


@cache
def _adverb() -> re.Pattern[str]:
    words = load("extracting/quantities")
    verbs = one_of(words["between"]["auxiliary"])
    return pattern(
        rf"(?:(?P<adverb>{one_of(words['adverbs'])})(?P<verb>{HANZI}{{1,{_LONGEST_VERB}}}?)"
        rf"|(?P<turned>{_turned()})(?:{verbs}|{_RATE}))$"
    )


def without_verb(named: str | None, change: str | None) -> str | None:
    """What is counted, without the verb before it: 下调费率 is 费率."""
    return named.rsplit(change, 1)[1] or None if named and change and change in named else named


def without_bound(named: str | None) -> str | None:
    """What is counted, without a bound that stands too far from the number to hold for it, and what is before that."""
    return _bounded().sub("", named) or None if named else named


@cache
def _bounded() -> re.Pattern[str]:
    return pattern(f"^.*(?:{_turned()})")


@cache
def _far() -> re.Pattern[str]:
    words: Mapping[str, Sequence[str]] = load("extracting/quantities")["parts"]
    stops = one_of(words["not_between"])
    whole = one_of(words["holds"])
    noun = rf"(?P<noun>(?:{whole}|(?!{stops}){HANZI}){{2,16}}?)(?:（[^（）]{{1,12}}）)?的?"
    # 最低工资标准的50%: the word is part of a name.
    adverbs = f"(?:{one_of(load('extracting/quantities')['adverbs'])})(?!{one_of(words['of_names'])})"
    bounded = f"{_turned()}|{adverbs}"
    return pattern(rf"(?:(?P<bound>{bounded})|(?P<change>{one_of(words['moved'])})){noun}$")

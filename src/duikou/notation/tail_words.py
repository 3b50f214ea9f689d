"""The words of tails: labels (责任单位：), verbs (…负责, A牵头，B配合), and rules about tails (下同).

What holds here: each test looks at the inside of a tail alone, without brackets. Words are data (bodies.toml,
tail_forms.toml).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from duikou.data import lists
from duikou.notation import bodies
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words

_FORMS = patterns("notation/tail_forms")
_WORDS = lists("notation/tail_forms")
_IS = "为"
# No phrase of units has more characters.
_LONGEST = 600
# No body's name ends with a word of more characters.
_BODY = 12


def plain(text: str) -> str:
    """`text` with the labels of tails as they usually stand, every character in its place: 【牵头单位】甲局 and
    *责任单位：甲局* open with a label, and a ratio's colon is one."""
    text = text.replace("∶", "：") if "∶" in text else text
    if (match := _FORMS.emphasis.fullmatch(text)) and labelled(match["line"]):
        size = len(match["mark"])
        text = " " * size + match["line"] + " " * size
    if (match := _FORMS.boxed.match(text)) and labelled(match["label"] + "："):
        text = f" {match['label']}：{' ' * len(match['colon'])}{text[match.end() :]}"
    return text


def labelled(inner: str) -> bool:
    """Whether `inner` opens with the label of a role (责任单位：), or with another label of a tail and holds a
    role's."""
    if not _FORMS.colon.search(inner):
        return False
    inner = housed(inner)[1]
    if not (match := label().match(inner)) or (
        match.group().endswith(_IS) and not _opens_with_units(inner, match.end())
    ):
        return False
    return bool(match["role"]) or any(m["role"] for m in label().finditer(inner))


def _opens_with_units(inner: str, at: int) -> bool:
    """Whether what stands behind a label with 为 is units: 责任单位为市甲局; not 建设单位为保证安全."""
    first = next(iter(bodies.split(inner[at:], "，。；,;")), "")
    names = bodies.names(first)
    return bool(names) and all(map(bodies.is_unit, names))


def housed(inner: str) -> tuple[str, str]:
    """The body in which the units of a tail are offices (市甲委内牵头处室：乙处), and the tail without it; "" where it
    names none."""
    match = _FORMS.within_body.match(inner)
    return (match["body"], inner[match.end() :]) if match else ("", inner)


def dated(inner: str) -> bool:
    """Whether `inner` opens with a label that says when or by whom in person (完成时限：), and with no unit's."""
    match = label().match(inner)
    other = match["other"] if match else None
    return other is not None and (makes_a_tail(other) or other.endswith(_WORDS.persons))


def makes_a_tail(label: str) -> bool:
    """Whether a label by itself makes a line a tail though it names no unit: it says by when, or by whom in person."""
    labels = words("notation/bodies")["labels"]
    return label in labels["limits"] or label in labels["persons"]


def says_by_when(label: str) -> bool:
    """Whether what stands behind a label is a time: 完成时限, 时间安排."""
    labels = words("notation/bodies")["labels"]
    return label in labels["limits"] or label in labels["times"]


def answers_for_items(inner: str) -> tuple[int, str] | None:
    """For how many items a tail answers that says so (以上两项由…), 0 for all, and what stands in it besides."""
    match = _FORMS.shared.match(inner)
    if match is None:
        return None
    rest = inner[match.end() :]
    if not (labelled(rest) or phrased(rest)):
        return None
    if match["first"]:
        return max(1, int(match["last"]) - int(match["first"]) + 1), rest
    return (number(match["count"]) or 0) if match["count"] else 0, rest


def phrased(inner: str) -> bool:
    """Whether `inner` says in words who does what: A、B负责; A牵头，B配合."""
    if len(inner) > _LONGEST or not _FORMS.ends_phrase.search(inner):
        return False
    sentence = bodies.split(inner, "。")[:1]
    if not sentence:
        return False
    segments = phrases(sentence[0])
    acting = [verb().search(segment) for segment in segments]
    if not any(m and not states_rule(s) for m, s in zip(acting, segments, strict=True)):
        return False
    for segment, match in zip(segments, acting, strict=True):
        units = segment[: match.start()] if match else segment
        if states_rule(segment) or passing(segment):
            continue
        if units and not _plausible(units):
            return False
    return True


def phrases(sentence: str) -> list[str]:
    """The phrases of a sentence of a tail, each closed by its verb where it has one: cut at ， and ；, and at 、 after
    a verb (A牵头、B配合)."""
    return bodies.split(_FORMS.verb_in_list.sub(r"\g<verb>，", sentence), "，；,;")


def states_rule(segment: str) -> bool:
    """Whether `segment` of a tail is a rule about tails (排在第一位的部门为牵头部门，下同), not units."""
    return _FORMS.rule.search(segment) is not None or first_leads(segment)


def first_leads(text: str) -> bool:
    """Whether `text` says that the first unit of a list leads (列第一位者为牵头单位, 牵头单位列首位)."""
    return ("第" in text or "首" in text) and _FORMS.first_leads.search(text) is not None


def passing(segment: str) -> bool:
    """Whether `segment` of a tail says when or how and names no unit (2025年底前完成, 持续推进)."""
    if not _FORMS.says_when.search(segment):
        return False
    match = verb().search(segment)
    return match is None or not any(map(bodies.is_unit, bodies.names(segment[: match.start()])))


def may_end_tail(text: str) -> bool:
    """Whether `text` ends as a tail without a stop may: with a body, with what it does (负责), or with a time."""
    return bodies.kind(text[-_BODY:]) not in (None, "word") or text.endswith(_ends())


@cache
def _ends() -> tuple[str, ...]:
    verbs = words("notation/bodies")["verbs"]
    return (*verbs["lead"], *verbs["responsible"], *verbs["supporting"], *_WORDS.time_ends)


def timed(segment: str) -> bool:
    """Whether `segment` of a tail says by when and nothing else (2024年12月, 年底前完成)."""
    return _FORMS.opens_time.match(segment) is not None and passing(segment)


def label() -> re.Pattern[str]:
    """Labels of a tail: group `role` is set for those of units, `word` is the word that says which."""
    return _FORMS.label


def verb() -> re.Pattern[str]:
    """The words that close a phrase of units: groups lead, responsible, supporting."""
    return _FORMS.verb


def _plausible(units: str) -> bool:
    """Whether what stands before the verb can be a list of units."""
    pieces = [p for p in bodies.names(_FORMS.leads_to_units.sub("", units)) if p]
    if not pieces:
        return False
    good = sum(bodies.is_unit(p) for p in pieces)
    short = all(len(bodies.core(p)) <= 22 for p in pieces)
    return short and (
        good * 2 >= len(pieces) or (len(pieces) == 1 and len(pieces[0]) <= 10 and not _FORMS.of_clause.search(units))
    )


@lru_cache(maxsize=256)
def essence(inner: str) -> str:
    """`inner` without the clauses that say when, where and by whom in person (完成时限：…, 适用范围：…)."""
    if not _FORMS.colon.search(inner):
        return inner
    marks = list(label().finditer(inner))
    kept, at = "", 0
    for i, match in enumerate(marks):
        if match["other"]:
            kept += inner[at : match.start()]
            at = marks[i + 1].start() if i + 1 < len(marks) else len(inner)
    return (kept + inner[at:]).strip("，；、。 ") if at else inner

"""Tails: the brackets or lines that say who answers for a passage (牵头单位：…，责任单位：…).

What holds here: only where a tail stands is found here; who is in it, and in which role, is read in `extracting`. A
bracket that explains (（以下简称…）, （市、区）) is none: a tail names a role, ends with one (…负责), or lists units
alone at the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from duikou.data import load
from duikou.outlining import agencies

_PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}
_OPENED = re.compile(r"[（(【\[〔]")
# A scan's （ is often read as 〈 or 《.
_MISOPENED = re.compile(r"[。；！](?P<tail>[〈《<](?P<inner>[^〈《<（）》〉]{4,300})[）)])。?$")
# Who leads may be said behind the name: 市科委（牵头）、市教委.
_LEVELED = re.compile("[省市区县州](?![场民级区内外])|国[家务网]|中国|中央|全国|各[市县区省级有]")
_MARKED = re.compile("[（(](?:牵头|主办|主责|负责|责任|配合|协办|参与)(?:单位|部门)?[）)]")
_STOPPED = re.compile("[。；！？;]”?$")
_STOPS = "。；！？;”"


@dataclass(frozen=True, slots=True)
class Tail:
    """A tail in a paragraph: its span with brackets, and the text inside them. `bare` when it is a list of units
    alone."""

    start: int
    end: int
    inner: str
    bare: bool = False


@lru_cache(maxsize=512)
def find(text: str) -> tuple[Tail, ...]:
    """All tails of `text`, one paragraph, in order."""
    found: list[Tail] = []
    for start, end in brackets(text):
        inner = _essence(text[start + 1 : end - 1].strip())
        closes = not text[end:].strip("。；， ") or text[end:].startswith(("（", "(", "【"))
        opens = start == 0 or text[start - 1] in _STOPS or any(t.end == start for t in found)
        if labelled(inner) or (phrased(inner) and (opens or closes or text[end] in "。；，")):
            found.append(Tail(start, end, inner))
        elif closes and _listed(_without_rules(inner), sure=opens) and (opens or not text[end:].strip("。；")):
            found.append(Tail(start, end, _without_rules(inner), bare=True))
    if not found and (match := _MISOPENED.search(text)):
        inner = match["inner"].strip()
        if labelled(inner) or phrased(inner):
            found.append(Tail(match.start("tail"), match.end("tail"), inner))
    if not found and (match := _line().search(text)):
        start = match.start("tail")
        found.append(Tail(start, len(text), text[start:].rstrip("。；")))
    return tuple(found)


def closing(text: str) -> int:
    """Where the last tail begins when nothing but a stop follows it; the length of `text` when it closes with none."""
    tails = find(text)
    if tails and not text[tails[-1].end :].strip("。；， "):
        return tails[-1].start
    return len(text)


def body(text: str) -> str:
    """`text` without its closing tail; a stop that stood after the tail is kept."""
    start = closing(text)
    if start == len(text):
        return text
    end = find(text)[-1].end
    kept, rest = text[:start].rstrip(), text[end:]
    return kept + rest if rest and kept and not _STOPPED.search(kept) else kept


def brackets(text: str) -> list[tuple[int, int]]:
    """The outermost bracketed spans of `text`, brackets included; an unclosed bracket opens none."""
    found, at = [], 0
    while match := _OPENED.search(text, at):
        end = _close(text, match.start())
        if end is not None:
            found.append((match.start(), end))
        at = end or match.end()
    return found


def _close(text: str, start: int) -> int | None:
    opened, closed = text[start], _PAIRS[text[start]]
    depth = 0
    for match in re.finditer(f"[{re.escape(opened + closed)}]", text[start:]):
        depth += 1 if match.group() == opened else -1
        if not depth:
            return start + match.end()
    return None


def _essence(inner: str) -> str:
    """`inner` without the clauses that say when, where and by whom in person (完成时限：…, 适用范围：…)."""
    marks = list(label().finditer(inner))
    kept, at = "", 0
    for i, match in enumerate(marks):
        if match["other"]:
            kept += inner[at : match.start()]
            at = marks[i + 1].start() if i + 1 < len(marks) else len(inner)
    return (kept + inner[at:]).strip("，；、。 ") if at else inner


def labelled(inner: str) -> bool:
    """Whether `inner` opens with the label of a role (责任单位：), or with another label of a tail and holds a
    role's."""
    if not (match := label().match(inner)):
        return False
    return bool(match["role"]) or any(m["role"] for m in label().finditer(inner))


def phrased(inner: str) -> bool:
    """Whether `inner` says in words who does what: A、B负责; A牵头，B配合."""
    if len(inner) > 600:
        return False
    sentence = agencies.split(inner, "。")[:1]
    if not sentence:
        return False
    segments = phrases(sentence[0])
    acting = [verb().search(segment) for segment in segments]
    if not any(m and not states_rule(s) for m, s in zip(acting, segments, strict=True)):
        return False
    for segment, match in zip(segments, acting, strict=True):
        if states_rule(segment) or (not match and _passing(segment)):
            continue
        units = segment[: match.start()] if match else segment
        if units and not _plausible(units):
            return False
    return True


def phrases(sentence: str) -> list[str]:
    """The phrases of a sentence of a tail, each closed by its verb where it has one: cut at ， and ；, and at 、 after
    a verb (A牵头、B配合)."""
    return agencies.split(_one_by_one().sub(r"\g<verb>，", sentence), "，；,;")


def _without_rules(inner: str) -> str:
    """A bare list without what it says about lists (列第一位的为牵头单位，下同)."""
    segments = agencies.split(inner, "，；,;")
    return inner if not any(map(states_rule, segments)) else "，".join(s for s in segments if not states_rule(s))


def states_rule(segment: str) -> bool:
    """Whether `segment` of a tail is a rule about tails (排在第一位的部门为牵头部门，下同), not units."""
    return bool(re.search(r"第一位|首位|第一个|下同|不再列出|不再单列|均需|排名第|排名在", segment))


def _passing(segment: str) -> bool:
    """Whether `segment` of a tail, without a verb, says when or how and names no unit."""
    return bool(re.search(r"\d+年|\d+月|底前|年内|完成|长期|持续|适用", segment))


def label() -> re.Pattern[str]:
    """Labels of a tail: group `role` is set for those of units, `word` is the word that says which."""
    return _label()


def verb() -> re.Pattern[str]:
    """The words that close a phrase of units: groups lead, responsible, supporting."""
    return _verb()


def _plausible(units: str) -> bool:
    """Whether what stands before the verb can be a list of units."""
    pieces = [p for p in agencies.names(re.sub("^(?:由|请)", "", units)) if p]
    if not pieces:
        return False
    good = sum(agencies.is_unit(p) for p in pieces)
    short = all(len(agencies.core(p)) <= 22 for p in pieces)
    return short and (
        good * 2 >= len(pieces) or (len(pieces) == 1 and len(pieces[0]) <= 10 and not re.search("[的了将是]", units))
    )


def _listed(inner: str, sure: bool) -> bool:
    """Whether `inner` is a list of units and nothing else. `sure` when it stands after a stop, where one unit is
    enough."""
    if "：" in inner or "。" in inner.rstrip("。"):
        return False
    pieces = agencies.names(inner.rstrip("。"))
    if not pieces or any(len(agencies.core(p)) > 24 or re.search("[的了是将]", p) for p in pieces):
        return False
    units = sum(agencies.is_unit(p) for p in pieces)
    strong = sum(agencies.is_strong(p) for p in pieces)
    if len(pieces) == 1 and re.fullmatch(
        "各(?:有关|相关|牵头|责任)?(?:单位|部门|地区|地)|(?:有关|相关)(?:单位|部门)", pieces[0]
    ):
        return True
    if len(pieces) > 1 and (
        _MARKED.search(inner)
        or (sure and units == len(pieces) and all(_LEVELED.match(p) or agencies.is_strong(p) for p in pieces))
    ):
        return True
    if not sure:
        return strong == len(pieces) >= 2
    if units == len(pieces) >= 2 and all(re.search("(?:处|科|股|室|队|中心)$", p) for p in pieces):
        return True
    # One name that is no unit's does not spoil a list of them.
    return (units == len(pieces) and strong * 2 >= units) or (strong >= 2 and units * 10 >= len(pieces) * 6)


@cache
def _label() -> re.Pattern[str]:
    labels = load("agencies")["labels"]
    words = sorted(labels["lead"] + labels["responsible"] + labels["supporting"], key=len, reverse=True)
    word, noun = "|".join(words), "|".join(labels["nouns"])
    joined = rf"(?P<word>{word})(?:[（(及和、/与](?:{word})[）)]?)?"
    bracket = "(?:[（(](?:部门|单位|处室)[）)])?"
    # 责任单位： , 市级牵头单位： , 牵头单位（部门）： , 责任单位为
    role = rf"(?:{joined}(?:{noun})?(?:及分工)?{bracket}(?=[:：])|(?P<plain>{word})(?:{noun})(?=为))"
    named = "|".join(labels["levels"])
    level = rf"(?:(?:{named})+|[省市县区州]|各)?"
    other = "|".join(sorted(labels["other"], key=len, reverse=True))
    # Where only a space stood before the label, cleaning has joined it to the unit before.
    ends = _last_characters()
    joins = rf"(?<=[{ends}）])(?=(?:{named})?(?:(?:{word})(?:{noun})|{other})[:：])"
    label = rf"(?:(?P<role>{role})|(?P<other>{other})(?=[:：]))[:：为]"
    return re.compile(rf"(?:(?<![一-鿿]){level}|{joins}(?:{named})?){label}")


@cache
def _last_characters() -> str:
    """How the names of units may end, as the inside of a [ ]."""
    return "".join(sorted({word[-1] for word in load("agencies")["suffixes"]}))


@cache
def _verb() -> re.Pattern[str]:
    verbs = load("agencies")["verbs"]
    manner = "|".join(verbs["manner"])
    roles = "|".join(
        f"(?P<{role}>{'|'.join(sorted(verbs[role], key=len, reverse=True))})"
        for role in ("lead", "responsible", "supporting")
    )
    return re.compile(rf"(?:{manner})*(?:{roles})(?:工作)?$")


@cache
def _one_by_one() -> re.Pattern[str]:
    return re.compile(f"(?<=[{_last_characters()}）])(?P<verb>牵头|负责|配合|参与|参加|协助|落实|指导|主办|协办)、")


@cache
def _line() -> re.Pattern[str]:
    """A line, or the last sentence of one, that is a tail without brackets."""
    labels = load("agencies")["labels"]
    words = "|".join(sorted(labels["lead"] + labels["responsible"] + labels["supporting"], key=len, reverse=True))
    nouns = "|".join(labels["nouns"])
    return re.compile(rf"(?:^|[。；！])\s*(?P<tail>(?:{words})(?:{nouns})(?:及分工)?[:：][^。]{{2,}}。?)$")

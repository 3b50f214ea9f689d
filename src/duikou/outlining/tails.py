"""Tails: the brackets or lines that say who answers for a passage (牵头单位：…，责任单位：…).

What holds here: only where a tail stands is found here; who is in it, and in which role, is read in `extracting`. A
bracket that explains (（以下简称…）, （市、区）) is none: a tail names a role, ends with one (…负责), or lists units
alone at the end of a sentence. Without brackets (see `spoken`) it closes the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from duikou.outlining import agencies, spoken
from duikou.outlining.tailwords import dated, essence, labelled, phrased, shared, states_rule

_PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕"}
_OPENED = re.compile(r"[（(【\[［〔]")
# A scan's （ is often read as 〈 or 《.
_MISOPENED = re.compile(r"[。；！](?P<tail>[〈《<](?P<inner>[^〈《<（）》〉]{4,300})[）)])。?$")
# Who leads may be said behind the name: 市科委（牵头）、市教委.
_LEVELED = re.compile("[省市区县州](?![场民级区内外])|国[家务网]|中国|中央|全国|各[市县区省级有街镇乡]")
_MARKED = re.compile("[（(〔](?:牵头|主办|主责|负责|责任|配合|协办|参与)(?:单位|部门)?[）)〕]")
_STOPPED = re.compile("[。；！？;]”?$")
_STOPS = "。；！？;”"


@dataclass(frozen=True, slots=True)
class Tail:
    """A tail in a paragraph: its span with brackets, and the text inside them. `bare` when it is a list of units
    alone. `covers` says for how many items it answers, its own the last of them (以上两项由…); 0 for all of them."""

    start: int
    end: int
    inner: str
    bare: bool = False
    covers: int = 1


@lru_cache(maxsize=512)
def find(text: str) -> tuple[Tail, ...]:
    """All tails of `text`, one paragraph, in order."""
    found: list[Tail] = []
    stated = len(text)  # where a bracket begins that closes the text and only says a rule
    for start, end in brackets(text):
        inner = essence(text[start + 1 : end - 1].strip())
        closes = not text[end:].strip("。；， ") or text[end:].startswith(("（", "(", "【"))
        if inner and not text[end:].strip("。；， ") and all(map(states_rule, agencies.split(inner, "，；,;"))):
            stated = start
            continue
        if closes and (said := shared(inner)):
            found.append(Tail(start, end, said[1], covers=said[0]))
            continue
        opens = start == 0 or text[start - 1] in _STOPS or any(t.end == start for t in found)
        if (
            labelled(inner)
            or (closes and dated(inner))
            or (phrased(inner) and (opens or closes or text[end] in "。；，"))
        ):
            found.append(Tail(start, end, inner))
        elif closes and _listed(_without_rules(inner), sure=opens) and (opens or not text[end:].strip("。；")):
            found.append(Tail(start, end, _without_rules(inner), bare=True))
    if not found and (match := _MISOPENED.search(text)):
        inner = match["inner"].strip()
        if labelled(inner) or phrased(inner):
            found.append(Tail(match.start("tail"), match.end("tail"), inner))
    at = spoken.find(text[:stated])
    if at is not None and (not found or found[-1].end <= at):
        inner = text[at:stated].strip("。； ")
        covers, inner = shared(inner) or (1, inner)
        found.append(Tail(at, len(text), inner, covers=covers))
    elif found and found[-1].end == stated < len(text):
        found[-1] = replace(found[-1], end=len(text))
    elif stated < len(text):
        found.append(Tail(stated, len(text), text[stated:].strip("。（）()")))
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
    kept, rest = text[:start].rstrip().rstrip("，、"), text[end:].lstrip("，、 ")
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


def _without_rules(inner: str) -> str:
    """A bare list without what it says about lists (列第一位的为牵头单位，下同)."""
    segments = agencies.split(inner, "，；,;")
    return inner if not any(map(states_rule, segments)) else "，".join(s for s in segments if not states_rule(s))


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
        or (units == len(pieces) and all(_LEVELED.match(p) or agencies.is_strong(p) for p in pieces))
    ):
        return True
    if not sure:
        return strong == len(pieces) >= 2
    if units == len(pieces) >= 2 and all(re.search("(?:处|科|股|室|队|中心)$", p) for p in pieces):
        return True
    # One name that is no unit's does not spoil a list of them.
    return (units == len(pieces) and strong * 2 >= units) or (strong >= 2 and units * 10 >= len(pieces) * 6)

"""结对: two places or zones that a measure sets to work together, and on what.

What holds here: a pair has a place or a zone on both sides of 与, 和, 对接 or 对口支援, in a sentence that says that
they work together. A list of pairs (A与甲、B与乙) counts whole, also in brackets; where one side joins two by 和 or a
list, each makes a pair. Sides are given as written. What only ends like a place (能力与江苏省…) is none: a side is
known to the gazetteer from its beginning, or is a zone or a division by its ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from duikou.data import load
from duikou.extracting import citations, gazetteer, spans
from duikou.extracting.measures import Passage
from duikou.model import Document, Measure, Pair

# How far behind the second side a clause may say what the two do.
_REACH = 40
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Side:
    """A side in a sentence: [start, end)."""

    start: int
    end: int


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the pairs of each measure."""
    return [
        replace(measure, pairs=spans.collect(passage.stretches, find, _sides_of))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def of_document(document: Document, passages: Sequence[Passage]) -> tuple[Pair, ...]:
    """The pairs that the document names outside its measures: in its title (辽宁省与江苏省对口合作实施方案) and in what
    stands before and between them."""
    inside = {block.paragraph.start for passage in passages for block in passage.blocks}
    found: dict[frozenset[str], Pair] = {}
    for block in document.blocks:
        start, role = block.paragraph.start, block.role
        if start in inside or role not in ("title", "text", "item"):
            continue
        for pair in find(block.paragraph.text):
            moved = replace(pair, start=pair.start + start, end=pair.end + start)
            found.setdefault(_sides_of(pair), moved)
    return tuple(found.values())


def _sides_of(pair: Pair) -> frozenset[str]:
    return frozenset((pair.left, pair.right))


def find(text: str) -> tuple[Pair, ...]:
    """The pairs that `text` names, in order; spans count in `text`."""
    if not _says().search(text):
        return ()
    masked = spans.blank(text, citations.quoted(text))
    found: dict[frozenset[str], Pair] = {}
    for sentence in re.finditer("[^。；！？\n]+", masked):
        if _says().search(sentence.group()):
            for pair in _in_sentence(sentence.group(), sentence.start(), text):
                found.setdefault(_sides_of(pair), pair)
    return tuple(found.values())


def _in_sentence(sentence: str, offset: int, text: str) -> Iterator[Pair]:
    sides = _sides(sentence)
    at = 0
    for join in _join().finditer(sentence):
        left = next((s for s in sides if s.end == join.start() and s.start >= at), None)
        right = next((s for s in sides if s.start == join.end()), None)
        if left is None or right is None:
            continue
        lefts, rights = _before(sentence, left, sides), _joined(sentence, right, sides)
        end = rights[-1].end
        if not _acts(sentence, join.group(), left, end):
            continue
        at = end
        topic = _topic(text[offset : offset + len(sentence)], end)
        for a in lefts:
            for b in rights:
                start, stop = offset + a.start, offset + b.end
                yield Pair(
                    text[start : offset + a.end], text[offset + b.start : stop], topic, text[start:stop], start, stop
                )


def _before(sentence: str, left: _Side, sides: Sequence[_Side]) -> list[_Side]:
    """The first side with those that stand before it in a list (沈阳、大连与上海); not the second side of the pair
    before."""
    found = [left]
    while sentence[: found[0].start].endswith("、"):
        earlier = next((s for s in sides if s.end == found[0].start - 1), None)
        if earlier is None or any(m.end() == earlier.start for m in _join().finditer(sentence)):
            break
        found.insert(0, earlier)
    return found


def _joined(sentence: str, right: _Side, sides: Sequence[_Side]) -> list[_Side]:
    """The second side with those that 和 joins to it; not the first side of the next pair of a list."""
    found = [right]
    while match := re.match("[和及、]", sentence[found[-1].end :]):
        following = next((s for s in sides if s.start == found[-1].end + match.end()), None)
        if following is None or _join().match(sentence, following.end):
            break
        if match.group() == "、" and any(_join().match(sentence, s.end) for s in sides if s.start > following.start):
            break
        found.append(following)
    return found


def _acts(sentence: str, join: str, left: _Side, end: int) -> bool:
    """Whether the clause says that the two sides work together: by the word between them, by what follows at once, or
    by the head of a list of pairs."""
    words = load("pairs")
    if join in words["acts"]:
        return True
    after = sentence[end:]
    if re.match(r"[、，（）]|$|的", after):
        # In a list of pairs, or at its end: the sentence has said it, or will.
        return _in_list(sentence, left, end)
    if after.startswith(tuple(words["after"])):
        return bool(_says().search(after.split("，", 1)[0]))
    return after.startswith(("在", "围绕", "就")) and bool(_together().search(after[: 2 * _REACH]))


def _in_list(sentence: str, left: _Side, end: int) -> bool:
    """Whether a pair of a list stands beside another, or in brackets."""
    before, after = sentence[: left.start], sentence[end:]
    pair = rf"[一-龥]{{2,{_LONGEST}}}(?:{_join().pattern})[一-龥]{{2,{_LONGEST}}}"
    ahead = re.match(rf"(?:（[^（）]*）)?[、，]{pair}", after)
    behind = re.search(rf"{pair}(?:（[^（）]*）)?[、，]$", before)
    return bool(ahead or behind) or bool(re.search("（$", before) and _says().search(sentence[: left.start]))


def _sides(sentence: str) -> list[_Side]:
    """Everything in a sentence that may be a side, in order."""
    places = gazetteer.spots(sentence)
    zones = gazetteer.zones(sentence, places)
    words = load("pairs")
    some = "|".join(words["some"])
    found: dict[int, _Side] = {}
    for spot in [*places, *zones]:
        end = spot.end
        while match := re.match(rf"(?:{some})", sentence[end:]):
            end += match.end()
        longer = _longer(sentence, spot.start, end)
        if spot.start not in found or found[spot.start].end < longer:
            found[spot.start] = _Side(spot.start, longer)
    # What ends like a zone needs a name before; a division is a word besides (市场, 城市) more often.
    for pattern, shortest, common in ((_zone(), 4, ()), (_division(), 2, tuple(words["words"]))):
        for match in (m for first, last in _between_joins(sentence) for m in pattern.finditer(sentence, first, last)):
            start, end = _trimmed(sentence, *match.span())
            name = sentence[start:end]
            overlaps = any(s.start < end and start < s.end for s in found.values())
            named = not name.startswith(tuple(words["never"])) and not name.endswith(common)
            if end - start >= shortest and named and not overlaps:
                found[start] = _Side(start, end)
    return sorted(found.values(), key=lambda side: side.start)


def _between_joins(sentence: str) -> list[tuple[int, int]]:
    """The pieces of a sentence between the words that join two sides."""
    joins = [m.span() for m in _join().finditer(sentence)]
    return list(zip([0, *(end for _, end in joins)], [*(start for start, _ in joins), len(sentence)], strict=True))


def _longer(sentence: str, start: int, end: int) -> int:
    """Where a side that begins with a place ends: a zone that goes by the names of several (滨海新区天津经济技术开发区)
    is one, and so is a district after its zone."""
    match = _zone_tail().match(sentence, end)
    return match.end() if match else end


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A zone without the words that lead to it."""
    head = sentence[start:end]
    cut = max((m.end() for m in _lead().finditer(head)), default=0)
    return start + cut, end


def _topic(sentence: str, end: int) -> str | None:
    """On what the two work together, as written behind the second side."""
    clause = re.split("，", sentence[end:], maxsplit=1)[0]
    for pattern in _topics():
        match = pattern.search(clause)
        if (
            match
            and (topic := match["topic"].strip("的等"))
            and not topic.startswith(tuple(load("pairs")["topic"]["empty"]))
        ):
            return topic
    return None


def _one_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _says() -> re.Pattern[str]:
    return re.compile(_one_of(load("pairs")["says"]))


@cache
def _together() -> re.Pattern[str]:
    return re.compile(
        "(?:方面|领域|上|中)[^，]{0,6}(?:合作|协作|结对|对接|互学|交流)|(?:开展|加强|深化|进行)[^，]{0,16}(?:合作|协作|对接|交流)"
    )


@cache
def _join() -> re.Pattern[str]:
    return re.compile(_one_of(load("pairs")["joins"]))


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?!{_one_of(load('pairs')['joins'])})[一-龥]){{2,18}}?(?:{_one_of(load('pairs')['endings'])})"
    )


@cache
def _zone_tail() -> re.Pattern[str]:
    words = load("pairs")
    others = _one_of([*words["joins"], *words["leads"], *words["after"], "在", "的", "建"])
    return re.compile(rf"(?:(?!{others})[一-龥]){{0,12}}?(?:{_one_of(words['endings'])})")


@cache
def _division() -> re.Pattern[str]:
    """A division by its ending, right before a join, a stop or what the two do, so that little else can stand in it."""
    words = load("pairs")
    joins, ends = _one_of(words["joins"]), _one_of(words["divisions"])
    closed = rf"(?=[和及、，（在围就]|{joins}|$|{_one_of(words['after'])})"
    return re.compile(rf"(?:(?!{joins}|[的等个])[一-龥]){{1,10}}?(?:{ends}){closed}")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(_one_of(load("pairs")["leads"]))


@cache
def _topics() -> tuple[re.Pattern[str], ...]:
    words = load("pairs")["topic"]
    works, models, acts = _one_of(words["works"]), _one_of(words["models"]), _one_of(words["acts"])
    return (
        re.compile(rf"(?:{works})(?P<topic>[^，。；]{{2,24}}?(?:{models}))"),
        re.compile(rf"^[^，]{{0,6}}(?:在|围绕|就)(?P<topic>[^，。；]{{2,40}}?)(?:等)?(?:{_one_of(words['fields'])})"),
        re.compile(rf"^[^，]{{0,6}}(?:开展|加强|深化|推进|进行|建立)(?P<topic>[^，。；]{{2,20}}?)(?:领域)?(?:{acts})"),
    )

"""结对: two places or zones that a measure sets to work together, and on what.

What holds here: a pair has a place or a zone on both sides of 与, 和, 对接 or 对口支援, in a sentence that says that
they work together. A list of pairs (A与甲、B与乙) counts whole, also in brackets; where one side joins two by 和 or a
list, each makes a pair. Sides are given as written. What only ends like a place (能力与乙省…) is none: a side is
known to the gazetteer from its beginning, or is a zone or a division by its ending. 分别 pairs two lists of one length
one by one. What stands in brackets behind a side tells more of it, and is no part of it. Pairs by a dash or by 对 are
read in `pair_lists`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import product
from typing import NamedTuple

from duikou.data import lists, load
from duikou.extracting.fields import spans
from duikou.extracting.fields.pairs import pair_lists
from duikou.extracting.fields.spec import Attribute, FieldSpec
from duikou.extracting.measures.passages import Passage, outside
from duikou.model import Document, Marked, Measure, Pair
from duikou.notation import marking
from duikou.notation import places as gazetteer
from duikou.notation.patterns import patterns

# How far behind the second side a clause may say what the two do.
_REACH = 40
_FORMS = patterns("extracting/pair_forms")
_LEVELS = lists("notation/levels")


class _Side(NamedTuple):
    """A side in a sentence: [start, end)."""

    start: int
    end: int


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the pairs of each measure."""
    return [
        spans.with_fields(measure, pairs=spans.collect(passage.stretches, find_pairs, _sides_of))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def of_document(document: Document, passages: Sequence[Passage]) -> tuple[Pair, ...]:
    """The pairs that the document names outside its measures: in its title (甲省与乙省对口合作实施方案) and in what
    stands before and between them."""
    return spans.collect(outside(document, passages, "title", "text", "item"), find_pairs, _sides_of)


def _sides_of(pair: Pair) -> frozenset[str]:
    return frozenset((pair.left, pair.right))


def find_pairs(marked: Marked) -> tuple[Pair, ...]:
    """The pairs that a text names, in order; spans count in it."""
    text = marked.text
    if not _FORMS.says.search(text):
        return ()
    masked = spans.blank(text, marking.spans(marked, "citation"))
    found: dict[frozenset[str], Pair] = {}
    listed: list[Pair] = []
    for sentence in _FORMS.sentence.finditer(masked):
        pairs = (
            list(_in_sentence(sentence.group(), sentence.start(), text)) if _FORMS.says.search(sentence.group()) else []
        )
        for pair in [*(listed if pairs and pairs[0].start == sentence.start() else ()), *pairs]:
            found.setdefault(_sides_of(pair), pair)
        going_on = not pairs and masked.startswith("；", sentence.end())
        listed = _goes_on(listed, sentence.group(), sentence.start(), text) if going_on else []
    for pair in pair_lists.pairs_in_lists(masked):
        found.setdefault(_sides_of(pair), pair)
    return tuple(sorted(found.values(), key=lambda pair: pair.start))


def _goes_on(listed: list[Pair], sentence: str, offset: int, text: str) -> list[Pair]:
    """The pairs of a list that ends a sentence which goes on behind ；, to be said of later: A与甲；B与乙结对. With
    those before it, where the sentence holds nothing else."""
    sides = _sides(sentence)
    by_end = {_closed(sentence, side.end): side for side in sides}
    joins = {
        join.end(): join for join in _FORMS.join.finditer(sentence) if join.group() in load("extracting/pairs")["and"]
    }
    found: list[Pair] = []
    at = len(sentence)
    while (right := by_end.get(at)) and (join := joins.get(right.start)) and (left := by_end.get(join.start())):
        start, end = offset + left.start, offset + right.end
        names = text[start : offset + left.end], text[offset + right.start : end]
        found.insert(0, Pair(*names, None, text[start:end], start, end))
        at = left.start - 1
        if not sentence.startswith(("、", "，"), max(at, 0)):
            break
    if at >= 0:
        return found
    listed.extend(found)
    return listed


def _in_sentence(sentence: str, offset: int, text: str) -> Iterator[Pair]:
    joins = list(_FORMS.join.finditer(sentence))
    if not _follows_side(sentence, joins):
        return
    sides, whole = _sides(sentence), text[offset : offset + len(sentence)]
    # Of several sides that end at one place the longest.
    longest = sides[::-1]
    by_end = {_closed(sentence, s.end): s for s in longest} | {s.end: s for s in longest}
    by_start = {s.start: s for s in sides}
    # A join with no side behind it opens no pair: …与定西市、陇南市结对。
    starts = {join.start() for join in joins if join.end() in by_start or _described(sentence, join.end()) in by_start}
    ends = {join.end() for join in joins}
    openers = {s.start for s in sides if _closed(sentence, s.end) in starts or s.end in starts}
    # Of a list behind 帮扶 no two that 和 joins are a pair of their own.
    plain = {s.start for s in sides if s.end in starts and sentence[s.end] in load("extracting/pairs")["and"]}
    at = 0
    for join in joins:
        each = sentence.endswith(tuple(load("extracting/pairs")["one_by_one"]), 0, join.start())
        left = by_end.get(_before_others(sentence, join.start() - (2 if each else 0)))
        right = by_start.get(join.end()) or by_start.get(_described(sentence, join.end()))
        if left is None or right is None or left.start < at:
            continue
        others = openers - plain if join.group() in load("extracting/pairs")["pairing"] else openers
        lefts, rights = _before(sentence, left, by_end, ends), _joined(sentence, right, by_start, others, each)
        end = _closed(sentence, rights[-1].end)
        if not _work_together(sentence, join.group(), left, end):
            continue
        at = rights[-1].end
        topic = _topic(whole, end)
        matched = zip(lefts, rights, strict=True) if each and len(lefts) == len(rights) else product(lefts, rights)
        for a, b in matched:
            start, stop = offset + a.start, offset + b.end
            yield Pair(
                text[start : offset + a.end], text[offset + b.start : stop], topic, text[start:stop], start, stop
            )


def _follows_side(sentence: str, joins: Sequence[re.Match[str]]) -> bool:
    """Whether a character stands before one of the joins that a side can end with, or what closes its list: this is
    told much faster than the sides."""
    return any(join.start() and sentence[join.start() - 1] in _side_ends() for join in joins)


@cache
def _side_ends() -> frozenset[str]:
    """The characters that a side may end with before a join: those of places and zones, of a corps with its divisions,
    of brackets behind them, and of the words that close a list of sides."""
    words = load("extracting/pairs")
    keys = ("some", "several", "corps", "one_by_one")
    ends = (*_LEVELS.signs, *_LEVELS.towns, *(word for key in keys for word in words[key]))
    return frozenset("）").union(gazetteer.last_characters(), (word[-1] for word in ends))


def _before_others(sentence: str, end: int) -> int:
    """Where the first side ends, without what sums up its list: 甲市、乙市等沿海六市."""
    match = _FORMS.summed_up.search(sentence, max(0, end - 12), end)
    return match.start() if match else end


def _closed(sentence: str, end: int) -> int:
    """Where the brackets end that stand right behind a side: 甲市（乙区、丙区）."""
    match = _FORMS.bracket.match(sentence, end)
    return match.end() if match else end


def _before(sentence: str, left: _Side, by_end: Mapping[int, _Side], ends: Set[int]) -> list[_Side]:
    """The first side with those that stand before it in a list (甲市、乙市与丙市); not the second side of the pair
    before. `ends` has where joins end."""
    found = [left]
    while sentence.endswith("、", 0, found[0].start):
        earlier = by_end.get(found[0].start - 1)
        if earlier is None or earlier.start in ends:
            break
        found.insert(0, earlier)
    return found


def _joined(sentence: str, right: _Side, by_start: Mapping[int, _Side], openers: Set[int], each: bool) -> list[_Side]:
    """The second side with those that 和 joins to it; not the first side of the next pair of a list. `openers` has
    where first sides start."""
    found = [right]
    while match := _FORMS.joined.match(sentence, _closed(sentence, found[-1].end)):
        following = by_start.get(match.end())
        if following is None or (following.start in openers and not each):
            break
        if not each and match.group() == "、" and _opens_later(sentence, following.start, openers):
            break
        found.append(following)
    return found


def _opens_later(sentence: str, start: int, openers: Set[int]) -> bool:
    """Whether another pair opens behind `start`, in the same clause."""
    stop = sentence.find("，", start)
    return any(start < opener < (stop if stop >= 0 else len(sentence)) for opener in openers)


def _described(sentence: str, at: int) -> int:
    """Where the name starts of a side that is described first: 发达地区城市广州市."""
    match = _FORMS.described.match(sentence, at)
    return match.end() if match else at


def _work_together(sentence: str, join: str, left: _Side, end: int) -> bool:
    """Whether the clause says that the two sides work together: by the word between them, by what follows at once, or
    by the head of a list of pairs."""
    words = load("extracting/pairs")
    if join in words["pairing"]:
        return True
    after = _FORMS.since.sub("", _FORMS.and_others.sub("", sentence[end : end + 4 * _REACH], count=1), count=1)
    if _FORMS.list_goes_on.match(after):
        # In a list of pairs, or at its end: the sentence has said it, or will.
        return _in_list(sentence, left, end)
    if after.startswith(tuple(words["after"])):
        return bool(_FORMS.says.search(after.split("，", 1)[0]))
    return after.startswith(tuple(words["leads_to_deed"])) and bool(_FORMS.together.search(after[: 2 * _REACH]))


def _in_list(sentence: str, left: _Side, end: int) -> bool:
    """Whether a pair of a list stands beside another, or in brackets."""
    before, after = sentence[max(0, left.start - 4 * _REACH) : left.start], sentence[end : end + 4 * _REACH]
    return bool(_FORMS.next_pair.match(after) or _FORMS.pair_before.search(before)) or (
        before.endswith("（") and _FORMS.says.search(sentence, 0, left.start) is not None
    )


def _sides(sentence: str) -> list[_Side]:
    """Everything in a sentence that may be a side, in order."""
    places = gazetteer.spots(sentence)
    zones = gazetteer.zones(sentence, places)
    words = load("extracting/pairs")
    found: dict[int, _Side] = {}
    for spot in [*places, *zones]:
        end = spot.end
        while match := _FORMS.some_of.match(sentence, end):
            end = match.end()
        longer = _longer(sentence, spot.start, end)
        if spot.start not in found or found[spot.start].end < longer:
            found[spot.start] = _Side(spot.start, longer)
    covered = bytearray(len(sentence))
    for side in found.values():
        covered[side.start : side.end] = bytes([1]) * (side.end - side.start)
    # What ends like a zone needs a name before; a division is a word besides (市场, 城市) more often.
    for pattern, gate, shortest, common in (
        (_FORMS.zone, _FORMS.zone_ending, 4, ()),
        (_FORMS.division, _FORMS.division_end, 2, tuple(words["words"])),
    ):
        # Few sentences, and few pieces of them, have such an ending; only in these is it looked for what stands before.
        if not gate.search(sentence):
            continue
        ended = [piece for piece in _between_joins(sentence) if gate.search(sentence, *piece)]
        for match in (m for piece in ended for m in pattern.finditer(sentence, *piece)):
            start, end = _trimmed(sentence, *match.span())
            name = sentence[start:end]
            overlaps = 1 in covered[start:end]
            named = not name.startswith(tuple(words["never"])) and not name.endswith(common)
            if end - start >= shortest and named and not overlaps:
                found[start] = _Side(start, end)
                covered[start:end] = bytes([1]) * (end - start)
    return sorted(found.values(), key=lambda side: side.start)


def _between_joins(sentence: str) -> list[tuple[int, int]]:
    """The pieces of a sentence between the words that join two sides."""
    joins = [m.span() for m in _FORMS.join.finditer(sentence)]
    return list(zip([0, *(end for _, end in joins)], [*(start for start, _ in joins), len(sentence)], strict=True))


def _longer(sentence: str, start: int, end: int) -> int:
    """Where a side that begins with a place ends: a zone that goes by the names of several (某某新区甲市经济技术开发区)
    is one, and so is a district after its zone."""
    match = _FORMS.zone_tail.match(sentence, end) or _FORMS.named_in_bracket.match(sentence, end)
    return match.end() if match else end


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A zone without the words that lead to it."""
    head = sentence[start:end]
    cut = max((m.end() for m in _FORMS.leading.finditer(head)), default=0)
    return start + cut, end


def _topic(sentence: str, end: int) -> str | None:
    """On what the two work together, as written behind the second side."""
    stop = sentence.find("，", end)
    clause = sentence[end : stop if stop >= 0 else len(sentence)]
    for pattern in (_FORMS.topic_works, _FORMS.topic_field, _FORMS.topic_act):
        match = pattern.search(clause)
        if (
            match
            and (topic := match["topic"].strip("的等"))
            and not topic.startswith(tuple(load("extracting/pairs")["topic"]["empty"]))
        ):
            return topic
    return None


def shown(pair: Pair, _: object = None) -> str:
    """A pair in one phrase: 甲—乙（topic）."""
    return f"{pair.left}—{pair.right}" + (f"（{pair.topic}）" if pair.topic else "")


def read(text: str, _: object = None) -> Pair | None:
    """A pair as the ledger shows it."""
    sides, bracket, topic = text.removesuffix("）").partition("（")
    left, join, right = sides.partition("—")
    return Pair(left, right, topic if bracket else None, text) if join and left and right else None


SPEC = FieldSpec(
    "pairs",
    fill,
    attributes=(
        Attribute("left", "One side, as written.", sql="left_name", indexed=True),
        Attribute("right", "The other side, as written.", sql="right_name", indexed=True),
        Attribute("topic", "On what they work together.", optional=True),
        Attribute("text", "As written in the clean text."),
    ),
    shown=shown,
    made=Pair,
    read=read,
    in_lines=True,
    rank=41,
    mark="pair",
    of_document=True,
)

"""Tails: the brackets or lines that say who answers for a passage (牵头单位：…，责任单位：…).

What holds here: only where a tail stands is found here; who is in it, and in which role, is read in `extracting`. A
bracket that explains (（以下简称…）, （市、区）) is none: a tail names a role, ends with one (…负责), or lists units
alone at the end of a sentence. Without brackets (see `spoken`) it closes the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from duikou.data import lists
from duikou.model import Marked
from duikou.notation import bodies, marks, spoken_tails
from duikou.notation.patterns import pattern, patterns
from duikou.notation.tail_words import answers_for_items, dated, essence, labelled, phrased, plain, states_rule, timed

_PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕"}
_SQUARE = "【[［〔"
_BRACKET = pattern(r"[（(【\[［〔）)】\]］〕]")
_FORMS = patterns("notation/tail_forms")
_BODIES = lists("notation/body_forms")
# The name of an office alone is no longer than this.
_OFFICE = 10
_CLOSED = "）)】]］〕"
_STOPS = "。；！？;”"


class Tail(NamedTuple):
    """A tail in a paragraph: its span with brackets, and the text inside them. `bare` when it is a list of units
    alone. `covers` says for how many items it answers, its own the last of them (以上两项由…); 0 for all of them."""

    start: int
    end: int
    inner: str
    bare: bool = False
    covers: int = 1


def find_tails(marked: Marked) -> tuple[Tail, ...]:
    """All tails of a paragraph, in order."""
    found = marks.of(marked, "tail")
    return tuple(mark.value for mark in found) if found else ()


def read(text: str) -> tuple[Tail, ...]:
    """All tails of `text`, one paragraph, in order; `find_tails` reads them once for each paragraph."""
    text = plain(text)
    # Most paragraphs have no bracket.
    bracketed = brackets(text) if _BRACKET.search(text) else None
    found, stated = _in_brackets(text, bracketed) if bracketed else ([], len(text))
    found = [*found, *_broken_off(text, found, bracketed is not None)]
    return _with_last(text, found, stated)


def _in_brackets(text: str, bracketed: Sequence[tuple[int, int]]) -> tuple[list[Tail], int]:
    """The tails that stand in whole brackets, and where a bracket begins that closes the text and only says a rule
    (the end of the text without one)."""
    found: list[Tail] = []
    stated = len(text)
    several = _one_after_another(text, bracketed) if len(bracketed) > 1 else frozenset()
    for start, end in bracketed:
        written = text[start + 1 : end - 1].strip()
        inner = essence(written)
        closes = not text[end:].strip("。；， ") or text[end:].startswith(("（", "(", "【"))
        rules = not labelled(inner) and all(map(states_rule, bodies.split(inner, "，；,;")))
        if inner and not text[end:].strip("。；， ") and rules:
            stated = start
            continue
        if closes and (said := answers_for_items(inner)):
            found.append(Tail(start, end, said[1], covers=said[0]))
            continue
        follows = bool(found) and found[-1].end == start
        opens = start == 0 or text[start - 1] in _STOPS or follows
        if (
            labelled(inner)
            or (closes and (dated(written) or (follows and timed(inner))))
            or (phrased(inner) and (opens or closes or text[end] in "。；，"))
        ):
            found.append(Tail(start, end, inner or written))
            continue
        units = _without_rules(inner)
        if (closes and _listed(units, sure=opens) and (opens or not text[end:].strip("。；"))) or (
            _named(units) and (_answers(text, start, end, closes) or start in several or _heads(text, start, end))
        ):
            found.append(Tail(start, end, units, bare=True))
    return found, stated


def _broken_off(text: str, found: Sequence[Tail], bracketed: bool) -> Iterator[Tail]:
    """The tails in signs that are no whole bracket: 〈…）, （… to the end, —…. `found` are those in whole ones."""
    ends = [tail.end for tail in found]
    if not found and ("〈" in text or "《" in text or "<" in text) and (match := _FORMS.misopened.search(text)):
        inner = match["inner"].strip()
        if labelled(inner) or phrased(inner):
            ends.append(match.end("tail"))
            yield Tail(match.start("tail"), match.end("tail"), inner)
    if (
        bracketed
        and (match := _FORMS.unclosed.search(text))
        and labelled(match["inner"])
        and not any(end > match.start() for end in ends)
    ):
        yield Tail(match.start(), len(text), match["inner"].strip("。； "))
    if "—" in text and (match := _FORMS.dashed.search(text)) and (labelled(match["inner"]) or _named(match["inner"])):
        yield Tail(match.start(), len(text), match["inner"], bare=not labelled(match["inner"]))


def _with_last(text: str, found: list[Tail], stated: int) -> tuple[Tail, ...]:
    """The tails, with the one without brackets that closes the text, and with what the last one takes in to its end."""
    if (last := _when_alone(found, text)) and (told := spoken_tails.find_spoken_tail(text[: last.start])) is not None:
        # 责任单位：甲局、乙局（完成时限：2024年6月）: the bracket says by when the units before it answer.
        return (*found[:-1], Tail(told if text[:told].strip() else 0, len(text), text[told : last.start]))
    # Behind a bracket that closes the text nothing is left to be said.
    goes_on = not found or text[found[-1].end : stated].strip("。；， ") != ""
    at = spoken_tails.find_spoken_tail(text[:stated]) if goes_on else None
    if at is not None and (not found or found[-1].end <= at):
        inner = text[at:stated].strip("。； ")
        covers, inner = answers_for_items(inner) or (1, inner)
        # What closes a sentence leaves it its stop.
        end = len(text.rstrip("。")) if text[at - 1 : at] == "，" else len(text)
        found.append(Tail(at if text[:at].strip() else 0, end, inner, covers=covers))
    elif found and found[-1].end == stated < len(text):
        found[-1] = found[-1]._replace(end=len(text))
    elif stated < len(text):
        found.append(Tail(stated, len(text), text[stated:].strip("。（）()")))
    return tuple(found)


@marks.kind("tail", holds=True)
def _marked(text: str) -> Iterator[tuple[int, int, object]]:
    return ((tail.start, tail.end, tail) for tail in read(text))


def closing(marked: Marked) -> int:
    """Where the last tail of a paragraph begins when nothing but a stop follows it; the paragraph's length when it
    closes with none."""
    text = marked.text
    start = end = len(text)
    for tail in reversed(find_tails(marked)):
        if text[tail.end : end].strip("。；， "):
            break
        # Tails that follow one another close the text together.
        if end < len(text) and (text[tail.end : end] or text[tail.end - 1] not in _CLOSED):
            break
        start = end = tail.start
    return start


def set_off(marked: Marked) -> bool:
    """Whether the tail that closes a paragraph opens with the label of a role, or is bodies alone in brackets: one that
    an article can have too, which says in prose (由…负责) what it rules and not who answers for it."""
    found = find_tails(marked)[-1:]
    return any(tail.bare or labelled(tail.inner) for tail in found) and ends_in_tail(marked)


def ends_in_tail(marked: Marked) -> bool:
    """Whether a tail closes a paragraph."""
    return closing(marked) < len(marked.text)


def opening(marked: Marked) -> int:
    """Where the text begins behind a tail in square brackets that a paragraph opens with; 0 where it does with none."""
    first = next(iter(find_tails(marked)), None)
    opens = first is not None and first.start == 0 and marked.text[0] in _SQUARE and first.end < closing(marked)
    return first.end if first and opens else 0


def is_alone(marked: Marked) -> bool:
    """Whether a paragraph is tails and nothing else."""
    return bool(find_tails(marked)) and not body(marked)


def body(marked: Marked) -> str:
    """A paragraph without its closing tail, and without a bracket of its own that it opens with; a stop that stood
    after the tail is kept."""
    text, start = marked.text, closing(marked)
    if start == len(text):
        return text[opening(marked) :]
    end = find_tails(marked)[-1].end
    text, end, start = text[(at := opening(marked)) :], end - at, start - at
    kept, rest = text[:start].rstrip().rstrip("，、"), text[end:].lstrip("，、 ")
    return kept + rest if rest and kept and not _FORMS.stopped.search(kept) else kept


def brackets(text: str) -> list[tuple[int, int]]:
    """The outermost bracketed spans of `text`, brackets included; an unclosed bracket opens none."""
    closes: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for match in _BRACKET.finditer(text):
        sign = match.group()
        if sign in _PAIRS:
            opened.setdefault(_PAIRS[sign], []).append(match.start())
        elif opened.get(sign):
            closes[opened[sign].pop()] = match.end()
    found: list[tuple[int, int]] = []
    for start in sorted(closes):
        if not found or start >= found[-1][1]:
            found.append((start, closes[start]))
    return found


def _when_alone(found: Sequence[Tail], text: str) -> Tail | None:
    """The last tail where it closes the text and only says by when."""
    last = found[-1] if found else None
    return last if last and dated(last.inner) and not text[last.end :].strip("。； ") else None


def _without_rules(inner: str) -> str:
    """A bare list without what it says about lists (列第一位的为牵头单位，下同), and by when (2024年12月)."""
    segments = bodies.split(inner, "，；,;。")
    kept = [s for s in segments if not states_rule(s) and not timed(s)]
    return inner if len(kept) == len(segments) else "，".join(kept)


def _named(inner: str) -> bool:
    """Whether `inner` is nothing but units that each give their level or are beyond doubt: 市教育局."""
    if not bodies.is_of_one_level(inner) or "：" in inner or "。" in inner:
        return False
    pieces = bodies.names(inner)
    return bool(pieces) and all(
        bodies.is_of_one_level(p) and bodies.is_strong(p) and len(bodies.core(p)) <= 16 for p in pieces
    )


def _answers(text: str, start: int, end: int, closes: bool) -> bool:
    """Whether a bracket that holds units answers for what stands before it: it closes a clause and does not explain a
    body, or it stands between two sentences."""
    if closes or text[end] in "；。":
        return not _after_unit(text[:start])
    return text[start - 1 : start] in ("。", "；", "！")


def _one_after_another(text: str, bracketed: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Where brackets begin that hold units and close a clause each, the last of them the text: each answers for its own
    (建设学校（市甲局），落实资金（市乙局）。)."""
    found = [
        (start, end)
        for start, end in bracketed
        if text[end : end + 1] in ("，", "；", "。", "")
        and not _after_unit(text[:start])
        and _named(text[start + 1 : end - 1])
    ]
    closes = bool(found) and not text[found[-1][1] :].strip("。； ")
    return frozenset(start for start, _ in found) if closes and len(found) > 1 else frozenset()


def _heads(text: str, start: int, end: int) -> bool:
    """Whether a square bracket opens the text, with what its units answer for behind it: 【市教育局】推进….."""
    return start == 0 and text[0] in _SQUARE and len(text) > end


def _after_unit(text: str) -> bool:
    """Whether `text` ends with the name of a body, which a bracket behind it then explains: 主管部门（市教育局）."""
    return text.endswith(_explained())


@cache
def _explained() -> tuple[str, ...]:
    """How the names of bodies end behind which a bracket explains them."""
    return (*_BODIES.explained, *bodies.strong_ends(), *bodies.ends("general", "temporary"))


def _listed(inner: str, sure: bool) -> bool:
    """Whether `inner` is a list of units and nothing else. `sure` when it stands after a stop, where one unit is
    enough."""
    if "：" in inner or "。" in inner.rstrip("。"):
        return False
    pieces = bodies.names(inner.rstrip("。"))
    if not pieces or any(len(bodies.core(p)) > 24 or _FORMS.of_clause.search(p) for p in pieces):
        return False
    units = sum(bodies.is_unit(p) for p in pieces)
    strong = sum(bodies.is_strong(p) for p in pieces)
    if len(pieces) == 1 and _FORMS.all_units.fullmatch(pieces[0]):
        return True
    if len(pieces) > 1 and (
        _FORMS.marked.search(inner)
        or (units == len(pieces) and all(bodies.gives_level(p) or bodies.is_strong(p) for p in pieces))
    ):
        return True
    if not sure:
        return strong == len(pieces) >= 2
    if units == len(pieces) >= 2 and (all(map(_FORMS.within.search, pieces)) or bodies.gives_level(pieces[0])):
        return True
    if units == len(pieces) == 1 and bodies.is_of_one_level(pieces[0]):
        # 市节能监察中心: behind a sentence one unit of a level is enough.
        return True
    if units == len(pieces) == 1 and bodies.kind(bodies.core(pieces[0])) == "inner" and len(pieces[0]) <= _OFFICE:
        # So is one office: （消费促进处）.
        return True
    # One name that is no unit's does not spoil a list of them.
    return (units == len(pieces) and strong * 2 >= units) or (strong >= 2 and units * 10 >= len(pieces) * 6)

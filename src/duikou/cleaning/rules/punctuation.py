"""Rules for punctuation: one form for each mark (GB/T 15834-2011).

What holds here: a half-width mark becomes full-width only where a neighbour is Chinese. Numbers (1,000), times (12:30),
Latin text, addresses and file names have no Chinese neighbour inside, so they stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import CHINESE_RE, HAN_RE, each, near
from duikou.notation.line_heads import head, heads
from duikou.notation.patterns import patterns
from duikou.notation.units import counts

_SIGNS = patterns("cleaning/punctuation")

_FULL = str.maketrans(",;:?!()", "，；：？！（）")


@rule(
    "brackets",
    "text",
    "Half-width ( ) become full-width where the words inside or beside them are Chinese.",
    signs="()",
)
def brackets(text: str) -> Iterator[Wanted]:
    """Brackets in pairs, line by line; one without a partner goes by its neighbours."""
    done = 0
    for m in each(_SIGNS.half_bracket, text):
        if m.start() >= done:
            start = text.rfind("\n", done, m.start()) + 1 or done
            done = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
            yield from _brackets_in(text[start:done], start)


def _brackets_in(line: str, offset: int) -> Iterator[Wanted]:
    chinese_line = HAN_RE.search(line) is not None
    changed: set[int] = set()
    opened: list[int] = []
    single: list[int] = []
    for m in _SIGNS.bracket.finditer(line):
        if m.group() in "(（":
            opened.append(m.start())
            continue
        if opened:
            first, last = opened.pop(), m.start()
            if _is_chinese_pair(line, first, last, chinese_line):
                changed |= {first, last}
        else:
            single.append(m.start())
    single = sorted((*single, *opened))
    changed |= {at for at in single if _beside_chinese(line, at)}
    # A bracket beside one that becomes full-width has a Chinese neighbour too.
    for step, order in ((-1, single), (1, single[::-1])):
        for at in order:
            if at + step in changed:
                changed.add(at)
    for at in sorted(changed):
        yield offset + at, offset + at + 1, line[at].translate(_FULL)


def _is_chinese_pair(line: str, first: int, last: int, chinese_line: bool) -> bool:
    if line[first] + line[last] != "()":
        return True
    around = line[max(0, first - 1) : first] + line[last + 1 : last + 2]
    if _SIGNS.file_ending.match(line[last + 1 : last + 7]):
        around = ""  # a file name
    if CHINESE_RE.search(line, first + 1, last) or CHINESE_RE.search(around):
        return True
    # An ordinal such as (1) at the head of a Chinese line.
    return chinese_line and not line[:first].strip() and line[first + 1 : last].isdigit()


def _beside_chinese(line: str, at: int) -> bool:
    return CHINESE_RE.search(line[max(0, at - 1) : at] + line[at + 1 : at + 2]) is not None


_PROSE_AHEAD = 200  # characters
_SENTENCE = 8  # characters: a sentence even without a mark in it


@rule(
    "marks",
    "text",
    "Half-width , ; : ? ! become full-width beside Chinese, and so does the dot that ends a paragraph.",
)
def marks(text: str) -> Iterator[Wanted]:
    """Marks beside Chinese; , ; in a chain of Latin words within Chinese text (`AI,5G等`); a dot that ends prose."""
    found = [(m.start(), m.end(), m.group().translate(_FULL)) for m in each(_SIGNS.mark, text)]
    for m in each(_SIGNS.mark_of_times, text):
        if HAN_RE.search(text, text.rfind("\n", 0, m.start()) + 1, _line_end(text, m.end())):
            found.append((m.start(), m.end(), m.group().translate(_FULL)))
    for m in each(_SIGNS.marks, text):
        if CHINESE_RE.search(text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]):
            found += ((at, at + 1, text[at].translate(_FULL)) for at in range(*m.span()))
    for m in each(_SIGNS.stop, text):
        first = max(0, m.start() - _PROSE_AHEAD)
        first = max(first, text.rfind("\n", first, m.start()) + 1)
        if (
            m.start() - first >= _SENTENCE
            or _SIGNS.prose.search(text, first, m.start())
            or any(one.numbers for one in heads(text[first : m.start()]))
        ):
            found.append((m.start(), m.end(), "。"))
            start = text.rfind("\n", 0, m.start()) + 1
            if text.find("。", start, m.start()) < 0:
                found += ((s.start(), s.end(), "。") for s in _SIGNS.stop_between.finditer(text, start, m.start()))
    found += ((m.start(), m.end(), "。") for m in each(_SIGNS.inner_stop, text))
    found += ((m.start(), m.end(), "。") for m in each(_SIGNS.heading_stop, text) if _ends_heading(text, m))
    if "..." in text:
        found += ((m.start(), m.end(), "……") for m in _SIGNS.ellipsis.finditer(text))
    for chain in near(_SIGNS.link, _SIGNS.chain, text):
        words = _SIGNS.comma.split(chain.group())
        beside = text[max(0, chain.start() - 1) : chain.start()] + text[chain.end() : chain.end() + 1]
        if CHINESE_RE.search(beside) and not words[-1].endswith("-"):
            numbers = all(word[:1].isdigit() for word in words)
            for m in (_SIGNS.comma_behind_letter if numbers else _SIGNS.comma).finditer(chain.group()):
                at = chain.start() + m.start()
                if _SIGNS.digits_end.search(text, max(0, at - 4), at + 1) and _SIGNS.group_ahead.match(text, at):
                    continue  # +1,000
                found.append((at, at + 1, m.group().translate(_FULL)))
    yield from found


def _ends_heading(text: str, stop: re.Match[str]) -> bool:
    """Whether a half-width stop ends the heading of an item, with more of a sentence behind it: （一）甲.成立专班。"""
    start = text.rfind("\n", 0, stop.start()) + 1
    front = text[start : stop.start()].strip()
    opening = head(front)
    if opening is None or not opening.numbers or not _SIGNS.heading_words.fullmatch(front, opening.length):
        return False
    return _SIGNS.sentence_goes_on.search(text[stop.end() : _line_end(text, stop.end())]) is not None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


_CLAUSE = 12  # characters before a ratio that may say that it is one


@rule(
    "times",
    "text",
    "The colon in a time of the day is half-width.",
    signs=":：",
)
def times(text: str) -> Iterator[Wanted]:
    """`上午9：30`, `8：30—18：00`; not `附件1：20项任务` nor a ratio: 师生比达到1：15."""
    for m in each(_SIGNS.time, text):
        before = text[max(0, m.start() - _CLAUSE) : m.start()]
        if "比" in before or counts(text, m.end() + 2):
            continue
        timed = _SIGNS.hour.search(before) or (_SIGNS.hour_alone.search(before) and _SIGNS.until.match(text, m.end()))
        if timed and m.group() != ":":
            yield m.start(), m.end(), ":"


@rule(
    "quotes",
    "text",
    "Straight double and single quotes around Chinese are paired into “ ” and ‘ ’.",
    signs="\"＂'＇",
)
def quotes(text: str) -> Iterator[Wanted]:
    """Straight quotes, paired within a paragraph. A paragraph with an odd number of them stays as it is."""
    for straight, pair in ((_SIGNS.double, "“”"), (_SIGNS.single, "‘’")):
        end = 0
        for m in straight.finditer(text):
            if m.start() >= end:
                start = text.rfind("\n", 0, m.start()) + 1
                end = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
                yield from _pairs_in(text[start:end], start, straight, pair)


def _pairs_in(line: str, offset: int, straight: re.Pattern[str], pair: str) -> Iterator[Wanted]:
    # An apostrophe or a prime stands after a letter or digit and before one, or after a digit.
    found = [
        m.start()
        for m in straight.finditer(line)
        if not _SIGNS.apostrophe.match(line[max(0, m.start() - 1) : m.start() + 2])
        and not (
            m.group() == '"'
            and (_SIGNS.seconds.search(line, max(0, m.start() - 8), m.start()) or _SIGNS.tenths.match(line, m.start()))
        )
    ]
    if len(found) % 2 or all(_SIGNS.measured.match(line, at) for at in found):
        return  # 55" and 24" are inches, 20' and 40' feet
    for first, last in zip(found[::2], found[1::2], strict=True):
        around = line[max(0, first - 1) : first] + line[last + 1 : last + 2]
        if CHINESE_RE.search(line, first + 1, last) or CHINESE_RE.search(around):
            yield offset + first, offset + first + 1, pair[0]
            yield offset + last, offset + last + 1, pair[1]


@rule(
    "turned-quotes",
    "text",
    "Of quotation marks that are turned alike each second one closes, where the paragraph's pair in no other way.",
    signs="“”",
)
def turned_quotes(text: str) -> Iterator[Wanted]:
    """`“一窗通“`, as scanners and hasty fingers write it. Passages in passages, and an odd number of marks, stay."""
    done = -1
    for m in _SIGNS.same_quotes.finditer(text):
        if m.start() < done:
            continue
        start = text.rfind("\n", 0, m.start()) + 1
        done = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
        marks = [quote.start() for quote in _SIGNS.quote.finditer(text[start:done])]
        if len(marks) % 2 or _is_nested(text[start + at] for at in marks):
            continue
        for number, at in enumerate(marks):
            yield start + at, start + at + 1, "“”"[number % 2]


def _is_nested(marks: Iterable[str]) -> bool:
    """Whether every “ has its ” behind it."""
    depth = 0
    for mark in marks:
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return depth == 0


@rule(
    "dashes",
    "text",
    "Two hyphens or bars that stand for a 破折号 become ——.",
)
def dashes(text: str) -> Iterator[Wanted]:
    """Two, at a line's head before Chinese or between Chinese, or three between hanzi (GB/T 15834-2011, 4.13)."""
    if not any(two in text for two in ("--", "－－", "――", "──", "––")):
        return
    for m in _SIGNS.dash.finditer(text):
        yield m.start(), m.end(), "——"

"""Rules for punctuation: one form for each mark (GB/T 15834-2011).

What holds here: a half-width mark becomes full-width only where a neighbour is Chinese. Numbers (1,000), times (12:30),
Latin text, addresses and file names have no Chinese neighbour inside, so they stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import CHINESE, CHINESE_RE, HAN, HAN_RE, SPACE, near
from duikou.notation.ordinals import opens_item
from duikou.notation.patterns import pattern
from duikou.notation.units import counts

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
    for m in re.finditer("[()]", text):
        if m.start() >= done:
            start = text.rfind("\n", done, m.start()) + 1 or done
            done = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
            yield from _brackets_in(text[start:done], start)


def _brackets_in(line: str, offset: int) -> Iterator[Wanted]:
    chinese_line = HAN_RE.search(line) is not None
    changed: set[int] = set()
    opened: list[int] = []
    single: list[int] = []
    for m in re.finditer("[()（）]", line):
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
    if re.match(r"\.[A-Za-z0-9]{2,5}(?![A-Za-z0-9])", line[last + 1 : last + 7]):
        around = ""  # a file name
    if CHINESE_RE.search(line, first + 1, last) or CHINESE_RE.search(around):
        return True
    # An ordinal such as (1) at the head of a Chinese line.
    return chinese_line and not line[:first].strip() and line[first + 1 : last].isdigit()


def _beside_chinese(line: str, at: int) -> bool:
    return CHINESE_RE.search(line[max(0, at - 1) : at] + line[at + 1 : at + 2]) is not None


# The mark comes first in these patterns: a class of signs is found many times faster than what stands before one.
_MARK = pattern(f"[,;:?!](?:(?<={CHINESE}.)|(?<=%.)|(?={CHINESE}))")
_MARKS = pattern("[,;:?!]{2,}")
# A dot inside a line may part a name (买买提.艾力); at the end of a sentence it is the 句号.
_STOP = pattern(f"(?m:[.．](?=[”’）]?$)(?:(?<={CHINESE}.)|(?<=%.)))")
_PROSE = pattern("[，。；,;]")
_PROSE_AHEAD = 200  # characters
_SENTENCE = 8  # characters: a sentence even without a mark in it
_WORDS = "A-Za-z0-9+%μ/-"
_LINK = pattern(f"[,;](?<=[{_WORDS}].)(?=[{_WORDS}])")
_GROUPS, _THOUSAND = pattern(r"(?<!\d)\d{1,3},$"), pattern(r",\d{3}(?!\d)")
_CHAIN = pattern(rf"(?<![!-~μ])[{_WORDS}]+(?:[,;][{_WORDS}]+)+(?![!-~μ])")
# Dots inside a paragraph: before a bracket or a closing mark, and between Chinese where all its stops are dots.
_INNER_STOP = pattern(f'[.．](?<={HAN}.)(?=[)）”’"]|[（(](?:责任|牵头|配合|主办|协办))')
_BETWEEN = pattern(f"[.．](?<={HAN}{{5}}.)(?={HAN})")
_ELLIPSIS = pattern(rf"\.(?<={HAN}.)(?:\.\.|\.{{5}})(?={CHINESE})")


@rule(
    "marks",
    "text",
    "Half-width , ; : ? ! become full-width beside Chinese, and so does the dot that ends a paragraph.",
)
def marks(text: str) -> Iterator[Wanted]:
    """Marks beside Chinese; , ; in a chain of Latin words within Chinese text (`AI,5G等`); a dot that ends prose."""
    found = [(m.start(), m.end(), m.group().translate(_FULL)) for m in _MARK.finditer(text)]
    for m in _MARKS.finditer(text):
        if CHINESE_RE.search(text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]):
            found += ((at, at + 1, text[at].translate(_FULL)) for at in range(*m.span()))
    for m in _STOP.finditer(text):
        first = max(0, m.start() - _PROSE_AHEAD)
        first = max(first, text.rfind("\n", first, m.start()) + 1)
        if (
            m.start() - first >= _SENTENCE
            or _PROSE.search(text, first, m.start())
            or opens_item(text[first : m.start()])
        ):
            found.append((m.start(), m.end(), "。"))
            start = text.rfind("\n", 0, m.start()) + 1
            if text.find("。", start, m.start()) < 0:
                found += ((s.start(), s.end(), "。") for s in _BETWEEN.finditer(text, start, m.start()))
    found += ((m.start(), m.end(), "。") for m in _INNER_STOP.finditer(text))
    if "..." in text:
        found += ((m.start(), m.end(), "……") for m in _ELLIPSIS.finditer(text))
    for chain in near(_LINK, _CHAIN, text):
        words = re.split("[,;]", chain.group())
        beside = text[max(0, chain.start() - 1) : chain.start()] + text[chain.end() : chain.end() + 1]
        if CHINESE_RE.search(beside) and not words[-1].endswith("-"):
            numbers = all(word[:1].isdigit() for word in words)
            for m in re.finditer("(?<=[A-Za-z])[,;]" if numbers else "[,;]", chain.group()):
                at = chain.start() + m.start()
                if _GROUPS.search(text, max(0, at - 4), at + 1) and _THOUSAND.match(text, at):
                    continue  # +1,000
                found.append((at, at + 1, m.group().translate(_FULL)))
    yield from found


_TIME = pattern(f"[:：](?<=[0-9].)[{SPACE}]*(?=[0-5][0-9](?![0-9年月日]))")
# A part of the day, a date, a word for time, or another time that this one ends: 8:30—18：00.
_HOUR = pattern("(?:[午晨晚夜早日天]|时间[为是：:]?|:[0-5][0-9][—～~至到-])(?:[01]?[0-9]|2[0-4])\\Z")
_HOUR_ALONE = pattern("(?<![0-9.])(?:[5-9]|1[0-9]|2[0-4])\\Z")
_TO = pattern(f"[0-5][0-9][—～~至到-](?:[01]?[0-9]|2[0-4])[：:][{SPACE}]*[0-5][0-9]")
_CLAUSE = 12  # characters before a ratio that may say that it is one


@rule(
    "times",
    "text",
    "The colon in a time of the day is half-width.",
    signs=":：",
)
def times(text: str) -> Iterator[Wanted]:
    """`上午9：30`, `8：30—18：00`; not `附件1：20项任务` nor a ratio: 师生比达到1：15."""
    for m in _TIME.finditer(text):
        before = text[max(0, m.start() - _CLAUSE) : m.start()]
        if "比" in before or counts(text, m.end() + 2):
            continue
        timed = _HOUR.search(before) or (_HOUR_ALONE.search(before) and _TO.match(text, m.end()))
        if timed and m.group() != ":":
            yield m.start(), m.end(), ":"


# 5'30", 4´25", ≤13": minutes and seconds; 13"1 has tenths of a second behind the mark.
_SECONDS = pattern(r"(?:[0-9]['´′’][0-9]{1,2}|[≤≥<>＜＞±][0-9]{1,3})(?:\.[0-9]+)?\Z")
_TENTHS = pattern(r'(?<=[0-9])"[0-9](?![0-9]*")')


@rule(
    "quotes",
    "text",
    "Straight double and single quotes around Chinese are paired into “ ” and ‘ ’.",
    signs="\"＂'＇",
)
def quotes(text: str) -> Iterator[Wanted]:
    """Straight quotes, paired within a paragraph. A paragraph with an odd number of them stays as it is."""
    for straight, pair in (('["＂]', "“”"), ("['＇]", "‘’")):
        end = 0
        for m in re.finditer(straight, text):
            if m.start() >= end:
                start = text.rfind("\n", 0, m.start()) + 1
                end = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
                yield from _pairs_in(text[start:end], start, straight, pair)


def _pairs_in(line: str, offset: int, straight: str, pair: str) -> Iterator[Wanted]:
    # An apostrophe or a prime stands after a letter or digit and before one, or after a digit.
    found = [
        m.start()
        for m in re.finditer(straight, line)
        if not re.match(r"[A-Za-z0-9]['＇][A-Za-z]|[0-9]'[0-9]", line[max(0, m.start() - 1) : m.start() + 2])
        and not (
            m.group() == '"'
            and (_SECONDS.search(line, max(0, m.start() - 8), m.start()) or _TENTHS.match(line, m.start()))
        )
    ]
    if len(found) % 2:
        return
    for first, last in zip(found[::2], found[1::2], strict=True):
        around = line[max(0, first - 1) : first] + line[last + 1 : last + 2]
        if CHINESE_RE.search(line, first + 1, last) or CHINESE_RE.search(around):
            yield offset + first, offset + first + 1, pair[0]
            yield offset + last, offset + last + 1, pair[1]


_SAME_QUOTES = pattern("“[^“”\n]*“|”[^“”\n]*”")


@rule(
    "turned-quotes",
    "text",
    "Of quotation marks that are turned alike each second one closes, where the paragraph's pair in no other way.",
    signs="“”",
)
def turned_quotes(text: str) -> Iterator[Wanted]:
    """`“一窗通“`, as scanners and hasty fingers write it. Passages in passages, and an odd number of marks, stay."""
    done = -1
    for m in _SAME_QUOTES.finditer(text):
        if m.start() < done:
            continue
        start = text.rfind("\n", 0, m.start()) + 1
        done = (text.find("\n", m.start()) + 1 or len(text) + 1) - 1
        marks = [quote.start() for quote in re.finditer("[“”]", text[start:done])]
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
    for m in re.finditer(f"(?:(?<={CHINESE})|(?m:^))[-－―─–]{{2}}(?={CHINESE})|(?<={HAN})-{{3}}(?={HAN})", text):
        yield m.start(), m.end(), "——"

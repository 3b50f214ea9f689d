"""Rules for text that a program took from a printed page: marks of another set, and numbers whose dot has no character.

What holds here: most official documents are set with a Founder system. What a program takes from their PDF has
half-width stops for 。, « » for 《》, and U+FFFD for the dot after an item's number, which then stands on a line of its
own or is lost. A number that stands in the text is put where it belongs; one that is lost is known by its sequence,
and a warning says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from duikou.cleaning.rules.protected import LITERAL
from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import BLANKS, CHINESE, HAN, NUMERAL, SPACE, shape_of
from duikou.notation.ordinals import heads
from duikou.notation.patterns import pattern

_LOST = "\ufffd"  # what stands for a character that has no code
_ENDS = "[”’»）)》〉〕\\]%％]"
# A stop after Chinese or a closing mark: before Chinese, an opening mark, or at the line's end.
_STOP = pattern(
    rf"(?P<before>{HAN}|{_ENDS}|[A-Za-z]{{2}})[{SPACE}]*(?P<stop>[.．])"
    rf"(?=[{SPACE}]*(?:$|{HAN}|[“‘«《〈（(〔0-9{_LOST}]))",
    8,
)
_SENTENCE = pattern(rf"{HAN}{{4}}[{SPACE}]*[.．][{SPACE}]*(?:$|{HAN})", 8)
_STOPS = 3  # so many make a text whose stops are dots
_LATIN_QUOTE = pattern("[«»‹›]")
_CHINESE = str.maketrans("«»‹›", "《》〈〉")
_HAN = pattern(HAN)
_APART = pattern(r"(?<!\S)\S(?: \S){5,}(?!\S)")
_GAP = pattern(" ")
_MARKED = pattern(CHINESE)
_BLANK = f"[{SPACE}]{{0,80}}"  # no line is set in further
_NUMBER = pattern(rf"{_BLANK}(?P<number>\d{{1,3}}){_BLANK}")
_LOST_DOT = pattern(rf"{_BLANK}(?P<number>\d{{0,3}}){_BLANK}(?P<dot>{_LOST}{_BLANK})(?={HAN}|[“‘«《])")
_PAGE = pattern(rf"{_BLANK}[—－–-]{_BLANK}\d{{1,4}}{_BLANK}[—－–-]{_BLANK}")


@rule(
    "letter-spacing",
    "characters",
    "Where each character of a stretch of Chinese stands apart by a space, the spaces go, in Latin words too.",
    skips=(LITERAL,),
    signs=" ",
)
def letter_spacing(text: str) -> Iterator[Wanted]:
    """Lines that a program spaced out to fill the page, or that it took letter by letter."""
    for m in _APART.finditer(text):
        if len(_MARKED.findall(m.group())) >= max(2, len(m.group()) // 8):
            for gap in _GAP.finditer(text, *m.span()):
                yield *gap.span(), ""


@rule(
    "guillemets",
    "characters",
    "« » in a line of Chinese are 《 》, and ‹ › are 〈 〉.",
    skips=(LITERAL,),
    signs="«»‹›",
)
def guillemets(text: str) -> Iterator[Wanted]:
    """The marks of a Latin set in lines that hold a hanzi."""
    start = 0
    for line in text.split("\n"):
        if _HAN.search(line):
            for m in _LATIN_QUOTE.finditer(line):
                yield start + m.start(), start + m.end(), m.group().translate(_CHINESE)
        start += len(line) + 1


@rule(
    "printed-stops",
    "characters",
    "Where dots stand for 。 throughout a text, a dot after Chinese is 。.",
    skips=(LITERAL,),
    signs=".．",
)
def printed_stops(text: str) -> Iterator[Wanted]:
    """Dots that end sentences, where a text has nearly no 。; never that of an ordinal (一.) or in a number."""
    stops = text.count("。")
    if 4 * stops > text.count(".") + text.count("．"):
        return
    dots = sum(1 for _ in zip(_SENTENCE.finditer(text), range(1000), strict=False))
    if dots < _STOPS or 4 * stops > dots:
        return
    for m in _STOP.finditer(text):
        first = text.rfind("\n", 0, m.start()) + 1
        if text[first : m.start("stop")].strip(BLANKS).strip(NUMERAL):
            yield m.start("stop"), m.end("stop"), "。"


class _Item(NamedTuple):
    """An item whose dot is lost: its line, where the dot stands (in characters of the text), and its number.

    `above` is the span of the number where it stands on a line of its own, `number` None where it is lost.
    """

    line: int
    start: int
    end: int
    number: int | None
    above: tuple[int, int] | None = None


def _items(text: str) -> list[_Item]:
    """The lines that open with a lost dot, with or without their number."""
    found: list[_Item] = []
    alone: tuple[int, int] | None = None  # the number on the last line with text
    start = 0
    for index, line in enumerate(text.split("\n")):
        if m := _LOST_DOT.match(line):
            dot = start + m.start("dot"), start + m.end("dot")
            if m["number"]:
                found.append(_Item(index, start + m.end("number"), dot[1], int(m["number"])))
            else:
                number = int(text[slice(*alone)]) if alone else None
                found.append(_Item(index, *dot, number, alone))
        if m := _NUMBER.fullmatch(line):
            alone = start + m.start("number"), start + m.end("number")
        elif line.strip(BLANKS) and not _PAGE.fullmatch(line):
            alone = None
        start += len(line) + 1
    return found


@rule(
    "item-numbers",
    "characters",
    "An item's number on the line above, with U+FFFD for its dot, is put before its item.",
    skips=(LITERAL,),
    signs=_LOST,
)
def item_numbers(text: str) -> Iterator[Wanted]:
    """`1`, and on the next line `\ufffd 深化改革`: what a program gives whose font has no code for the dot."""
    for item in _items(text):
        if item.number is not None:
            yield item.start, item.end, f"{item.number}." if item.above else "."
            if item.above:
                yield *item.above, ""


@rule(
    "lost-numbers",
    "characters",
    "An item whose number is lost, with U+FFFD for its dot, is given the number that is due in its sequence.",
    skips=(LITERAL,),
    signs=_LOST,
    warns="the item's number was lost; it is given by the sequence",
)
def lost_numbers(text: str) -> Iterator[Wanted]:
    """The number before this item is one less, or the one after it one more; a list begins with 1 under a heading."""
    lost = {item.line: item for item in _items(text) if item.number is None}
    if not lost:
        return
    known = _numbers(text.split("\n"), frozenset(lost))
    for line, item in lost.items():
        yield item.start, item.end, f"{known[line]}."


def _numbers(lines: list[str], lost: frozenset[int]) -> dict[int, int]:
    """The number of each of the lines `lost`, by the items around it.

    A list runs on over headings where a known number says so (24 items in five sections), and else begins anew.
    """
    sections: list[list[tuple[int, int | None]]] = [[]]
    for index, line in enumerate(lines):
        if index in lost:
            sections[-1].append((index, None))
            continue
        opening = next((one for one in heads(shape_of(line)) if one.sure), None)
        if opening is None:
            continue
        if opening.style == "dot":
            sections[-1].append((index, opening.numbers[0]))
        elif opening.style in ("dun", "paren", "chapter", "section", "article", "attachment"):
            sections.append([])
    found: dict[int, int] = {}
    last = 0
    runs_on = _runs_on(sections)
    for section in sections:
        if not section:
            continue
        at = next((k for k, (_, number) in enumerate(section) if number is not None), None)
        first = section[at][1] if at is not None else None
        begin = first - at if first is not None and at is not None and first > at else last + 1 if runs_on else 1
        due = begin
        for index, number in section:
            if number is None:
                found[index] = due
            due = (number if number is not None else due) + 1
        last = due - 1
    return found


def _runs_on(sections: list[list[tuple[int, int | None]]]) -> bool:
    """Whether the items are numbered through the whole text: none but the first section begins with 1."""
    begins = [section[0][1] for section in sections if section and section[0][1] is not None]
    return len(begins) > 1 and begins.count(1) <= 1

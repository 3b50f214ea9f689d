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
from duikou.notation.characters import BLANK_RE, BLANKS, CHINESE_RE, HAN_RE, NUMERAL, near, shape_of
from duikou.notation.line_heads import heads
from duikou.notation.patterns import patterns

_PRINTED = patterns("cleaning/printed")

_LOST = "\ufffd"  # what stands for a character that has no code
_STOPS = 3  # so many make a text whose stops are dots
_CHINESE = str.maketrans("«»‹›", "《》〈〉")


@rule(
    "letter-spacing",
    "characters",
    "Where each character of a stretch of Chinese stands apart by a space, the spaces go, in Latin words too.",
    skips=(LITERAL,),
    signs=" ",
)
def letter_spacing(text: str) -> Iterator[Wanted]:
    """Lines that a program spaced out to fill the page, or that it took letter by letter."""
    for m in near(_PRINTED.spaced, _PRINTED.spaced_out, text):
        if len(CHINESE_RE.findall(m.group())) >= max(2, len(m.group()) // 8):
            for gap in BLANK_RE.finditer(text, *m.span()):
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
        if HAN_RE.search(line):
            for m in _PRINTED.latin_quote.finditer(line):
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
    dots = sum(1 for _ in zip(_PRINTED.sentence.finditer(text), range(1000), strict=False))
    if dots < _STOPS or 4 * stops > dots:
        return
    for m in _PRINTED.stop.finditer(text):
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
        if m := _PRINTED.lost_dot.match(line):
            dot = start + m.start("dot"), start + m.end("dot")
            if m["number"]:
                found.append(_Item(index, start + m.end("number"), dot[1], int(m["number"])))
            else:
                number = int(text[slice(*alone)]) if alone else None
                found.append(_Item(index, *dot, number, alone))
        if m := _PRINTED.number.fullmatch(line):
            alone = start + m.start("number"), start + m.end("number")
        elif line.strip(BLANKS) and not _PRINTED.page.fullmatch(line):
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

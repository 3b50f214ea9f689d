"""Text as programs take it from the PDF of a document that was set with a Founder system.

What holds here: the marks of such a text (FACTS of the trade, seen in published plans): half-width stops for 。 and « »
for 《》, full-width digits with spaces around them, lines of about 28 characters of which some are spaced letter by
letter, blank lines strewn in, first lines set in by some half-width spaces, page numbers in mid-text, and U+FFFD for
the dot after an item's number, which stands on the line above or is lost.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from duikou.notation.characters import HAN

_HALF = str.maketrans("，；：！？（）。《》", ",;:!?().«»")
_FULL = str.maketrans("0123456789%", "０１２３４５６７８９％")
_NO_OPENING = "，。、；：？！）》”"
_ITEM = re.compile(r"(\d{1,3})\.(?=\D)")


@dataclass(frozen=True)
class Setting:
    """How a page is set: characters of a line, half-width spaces before a first line, and how often (of 1) a line is
    spaced out, a blank line is strewn in, an item's number is lost."""

    width: int = 28
    indent: int = 3
    spaced: float = 0.12
    blank: float = 0.15
    lost: float = 0.0
    page: int = 22
    dots: bool = True


def printed(paragraphs: list[str], setting: Setting, seed: int = 0) -> str:
    """`paragraphs`, of canonical text, as such a program gives them."""
    chance = random.Random(seed)
    lines: list[str] = []
    pages = 1
    items = 0
    for paragraph in paragraphs:
        head = ""
        if setting.dots and (item := _ITEM.match(paragraph)):
            items += 1
            if items > 1 and chance.random() < setting.lost:
                head = "\ufffd "
            else:
                lines.append(" " * setting.indent + item[1].translate(_FULL))
                head = "\ufffd "
        for number, line in enumerate(_broken(paragraph[item.end() if head and item else 0 :], setting.width)):
            text = _set(line, chance, setting)
            lines.append((" " * setting.indent + head if number == 0 else "") + text)
            if chance.random() < setting.blank:
                lines.append("")
            if len(lines) > pages * setting.page:
                number_line = f"— {str(pages).translate(_FULL)} —"
                lines.append(" " * (1 if pages % 2 else 38) + number_line)
                pages += 1
    return "\n".join(lines) + "\n"


def _broken(paragraph: str, width: int) -> list[str]:
    """A paragraph in lines of `width` characters, the first shorter by its indent; no line opens with a stop."""
    lines, rest, room = [], paragraph, width - 2
    while rest:
        cut = room
        while cut < len(rest) and rest[cut] in _NO_OPENING:
            cut += 1
        lines.append(rest[:cut])
        rest, room = rest[cut:], width
    return lines


def _set(line: str, chance: random.Random, setting: Setting) -> str:
    """A line with the marks of the set; where it is spaced out, numbers and Latin words stay whole."""
    pieces = re.findall(r"\d+(?:\.\d+)?%?|[A-Za-z]+|.", line)
    at = len(pieces)
    if chance.random() < setting.spaced:
        at = chance.choice((0, len(pieces) // 3, len(pieces) // 2))
    text = ""
    for number, piece in enumerate(pieces):
        numeral = piece[:1].isdigit()
        shown = piece.translate(_FULL if numeral else _HALF)
        text += f" {shown} " if numeral and not number >= at else f"{shown} " if number >= at else shown
    return re.sub(rf"(?<={HAN})“", " “", text).strip()

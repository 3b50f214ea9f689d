"""Pages as typewriters, scanners and text layers of PDF files give them: hard lines, page numbers, running heads.

What holds here: a layout is a handful of choices; the same paragraphs and layout give the same lines. A line holds
`width` em; a half-width character takes half an em; a closing mark may hang over by one (GB/T 15834-2011, 5.1.10).
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from traced import Traced

PAGE_NUMBERS = ("— {} —", "－{}－", "- {} -", "第{}页", "第 {} 页 共 20 页", "{}", "·{}·", "{}/20")
HANGING = frozenset("，。、；：？！）》”’")
OPENING = frozenset("（《“‘〔")


@dataclass(frozen=True, slots=True)
class Layout:
    """How paragraphs are set.

    `width` em a line; `indent` of two em at a paragraph's head: "kept", "stripped" (set so, but the white space was
    lost, so that the first line is two em short) or "none" (never set); `blank` "" for no blank lines, "paragraph" for
    one after each paragraph, "all" for one after every line; `page` lines a page, 0 for no pages; `number` how page
    numbers are written, "" for none; `head` the running head, "" for none.
    """

    width: int = 28
    indent: str = "kept"
    blank: str = ""
    page: int = 0
    number: str = PAGE_NUMBERS[0]
    head: str = ""

    @property
    def name(self) -> str:
        """The layout in a few words."""
        parts = [f"{self.width} em", f"indents {self.indent}"]
        parts += {"": [], "paragraph": ["blank after paragraphs"], "all": ["blank after lines"]}[self.blank]
        parts += [f"pages of {self.page}"] * bool(self.page)
        parts += ["numbered"] * bool(self.page and self.number) + ["running head"] * bool(self.page and self.head)
        return ", ".join(parts)


Line = list[tuple[str, int | None]]


def em(char: str) -> float:
    """How wide a character is set."""
    return 1.0 if east_asian_width(char) in "WFA" else 0.5


def set_lines(paragraph: Line, layout: Layout) -> list[Line]:
    """One paragraph as lines."""
    lines: list[Line] = []
    line: Line = [("　", None)] * 2 if layout.indent == "kept" else []
    used = 0.0 if layout.indent == "none" else 2.0
    for char, origin in paragraph:
        wide = em(char)
        hangs = char in HANGING and used + wide <= layout.width + 1
        if used + wide > layout.width and not hangs:
            over: Line = []
            if line and line[-1][0] in OPENING:
                over = [line.pop()]
            lines.append(line)
            line, used = over, sum(em(c) for c, _ in over)
        line.append((char, origin))
        used += wide
    return [*lines, line]


def typeset(text: Traced, layout: Layout) -> Traced:
    """Paragraphs (one a line) set as `layout` says."""
    lines: list[Line] = []
    for paragraph in text.lines():
        for line in set_lines(paragraph, layout):
            lines += [line, []] if layout.blank == "all" else [line]
        lines += [[]] if layout.blank == "paragraph" else []
    if layout.page:
        lines = list(_paged(lines, layout))
    pieces: Line = []
    for line in lines:
        pieces += [*line, ("\n", None)]
    return Traced.join(pieces[:-1])


def _paged(lines: list[Line], layout: Layout) -> Iterator[Line]:
    for number, start in enumerate(range(0, len(lines), layout.page), 1):
        if layout.head:
            yield from ([(char, None) for char in layout.head], [])
        yield from lines[start : start + layout.page]
        if layout.number:
            yield from ([(char, None) for char in layout.number.format(number)], [])


INDENTS = ("kept", "stripped", "none")
WIDTHS = (20, 24, 26, 28, 30, 34, 38, 44)


def heads(text: str) -> tuple[str, ...]:
    """Running heads that a page of this text may have: a periodical, with its number or without, or the title."""
    titles = [line for line in text.split("\n")[:20] if re.fullmatch(r"[^。，；：]{8,40}(?:方案|意见|规划|通知)", line)]
    return ("某某省人民政府公报", "某某省人民政府公报　2018年第3期", *titles[:1])


def layouts(head: str) -> Iterator[Layout]:
    """Every layout that is measured: widths, indents, blank lines and furniture, each with each."""
    furniture = ((0, "", ""), (22, PAGE_NUMBERS[0], ""), (22, "", head), (22, PAGE_NUMBERS[0], head))
    choices = itertools.product(WIDTHS, INDENTS, ("", "paragraph", "all"), furniture)
    for count, (width, indent, blank, (page, number, running)) in enumerate(choices):
        shape = PAGE_NUMBERS[count % len(PAGE_NUMBERS)] if number else ""
        yield Layout(width, indent, blank, page, shape, running)


def drawn(chance: random.Random, head: str, furniture: bool) -> Layout:
    """A layout drawn by chance; with page numbers or running heads, or both, when `furniture`."""
    layout = Layout(
        chance.choice(WIDTHS),
        chance.choices(INDENTS, (5, 4, 1))[0],
        chance.choice(("", "", "paragraph", "all")),
        number="",
        head="",
    )
    if not furniture:
        return layout
    what = chance.choice(("number", "number", "head", "both"))
    number = chance.choice(PAGE_NUMBERS) if what != "head" else ""
    return replace(layout, page=chance.choice((20, 22, 26)), number=number, head=head if what != "number" else "")

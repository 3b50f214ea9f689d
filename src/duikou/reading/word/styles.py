"""The styles of a Word document: what a paragraph has from its style, and from the styles that one is based on.

What holds here: a property is the nearest style's that says something about it (ECMA-376 part 1, 17.7.2). A style that
is based on itself, in however many steps, ends there; a chain without end is refused by the budget.
"""

from __future__ import annotations

from dataclasses import dataclass

from duikou import data
from duikou.reading.budget import Budget
from duikou.reading.word.xml import Element, attr, child, flag, name, number


@dataclass(frozen=True, slots=True)
class Style:
    """What this reader needs of a style, None where the style says nothing; `outline` counts from 0 (9: body text)."""

    id: str
    name: str = ""
    based_on: str | None = None
    num_id: int | None = None
    ilvl: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    bordered: bool | None = None
    centred: bool | None = None


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Element | None, budget: Budget) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str | None, tuple[Style, ...]] = {}
        self._budget = budget
        self.default: str | None = None
        for element in root if root is not None else ():
            if name(element) != "w:style":
                continue
            style = _style(element)
            self._styles[style.id] = style
            if attr(element, "type") == "paragraph" and attr(element, "default") in ("1", "true", "on"):
                self.default = style.id

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """The style, the one it is based on, and so on; each once. Raises `UnreadableError` beyond the budget."""
        known = self._chains.get(style_id)
        if known is None:
            found: dict[str, Style] = {}
            at = style_id
            while at is not None and at not in found and at in self._styles:
                found[at] = self._styles[at]
                self._budget.reach("chain", len(found))
                at = self._styles[at].based_on
            known = self._chains[style_id] = tuple(found.values())
        return known

    def hidden(self, style_id: str | None) -> bool:
        """Whether text of this style is hidden."""
        return next((s.hidden for s in self.chain(style_id) if s.hidden is not None), False)

    def bordered(self, style_id: str | None) -> bool:
        """Whether a table of this style has lines between its cells."""
        return next((s.bordered for s in self.chain(style_id) if s.bordered is not None), False)

    def centred(self, style_id: str | None) -> bool:
        """Whether a paragraph of this style is set in the middle of its line."""
        return next((s.centred for s in self.chain(style_id) if s.centred is not None), False)


def centred(properties: Element | None) -> bool | None:
    """Whether paragraph properties (w:pPr) set it in the middle of its line; None when they say nothing about it."""
    set_ = attr(child(properties, "w:jc"), "val")
    return None if set_ is None else set_ == "center"


def heading_level(properties: Element | None, chain: tuple[Style, ...]) -> int | None:
    """The level from 1 of a paragraph with these properties and this chain of styles; None when it is no heading."""
    outline = number(child(properties, "w:outlineLvl"))
    if outline is None:
        outline = next((s.outline for s in chain if s.outline is not None), None)
    if outline is not None:
        return outline + 1 if 0 <= outline < 9 else None
    if not chain:
        return None
    words: dict[str, list[str]] = data.load("reading/word")["styles"]
    named = chain[0].name.strip().lower()
    if named in words["title"]:
        return 1
    level = named[-1:]
    return int(level) if level in tuple("123456789") and named[:-1].rstrip() in words["heading"] else None


def _style(element: Element) -> Style:
    properties = child(element, "w:pPr")
    numbering = child(properties, "w:numPr")
    borders = child(element, "w:tblPr", "w:tblBorders")
    return Style(
        id=attr(element, "styleId") or "",
        name=attr(child(element, "w:name"), "val") or "",
        based_on=attr(child(element, "w:basedOn"), "val"),
        num_id=number(child(numbering, "w:numId")),
        ilvl=number(child(numbering, "w:ilvl")),
        outline=number(child(properties, "w:outlineLvl")),
        hidden=flag(child(element, "w:rPr", "w:vanish")),
        bordered=None if borders is None else bool(flag(child(borders, "w:insideV"))),
        centred=centred(properties),
    )

"""Word's automatic numbering: the label that Word shows before a paragraph and that is not in its text.

What holds here: labels are asked for in the order of the document, once a numbered paragraph, because each
answer counts. Paragraphs refer to a `num`, which refers to an `abstractNum`; all nums of one abstractNum
count together, and a num with a startOverride starts anew where it is first used (ECMA-376 part 1, 17.9).
Unknown formats count in digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duikou import data
from duikou.notation.numerals import to_roman
from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget
from duikou.reading.word.styles import Styles
from duikou.reading.word.xml import Element, attr, child, flag, name, number

_LEVELS = 9
_LONG_LABEL = 100  # characters
_PLACE = pattern("%([1-9])")
_ZEROS = pattern(r"0{1,20}1(?=\W)")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, as w:lvl defines it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    plain: bool = False  # w:isLgl: the numbers of all levels in digits
    restart: int | None = None
    suffix: str = "tab"
    hidden: bool = False
    style: str | None = None
    width: int = 0  # digits, where the format is written out as 001, 002


@dataclass(frozen=True, slots=True)
class _Num:
    abstract: int
    starts: dict[int, int]
    levels: dict[int, Level]


@dataclass(slots=True)
class _Counter:
    """How far each level of one abstractNum has counted; None where it begins anew."""

    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    started: set[int] = field(default_factory=set)

    def begin(self, num_id: int, starts: dict[int, int]) -> None:
        if num_id not in self.started:
            self.started.add(num_id)
            for k in starts:
                self.counts[k] = None

    def count(self, ilvl: int, levels: dict[int, Level], starts: dict[int, int]) -> list[int | None]:
        now = self.counts[ilvl]
        self.counts[ilvl] = starts.get(ilvl, 1) if now is None else now + 1
        for k in range(ilvl):
            if self.counts[k] is None:
                self.counts[k] = starts.get(k, 1)  # a level that was passed over counts as begun
        for k in range(ilvl + 1, _LEVELS):
            restart = levels[k].restart if k in levels else None
            if restart is None or (restart != 0 and ilvl < restart):
                self.counts[k] = None
        return self.counts


class Numbering:
    """The counters of one document. `root` is the root of numbering.xml, None when there is none."""

    def __init__(self, root: Element | None, styles: Styles, budget: Budget) -> None:
        self._styles, self._budget = styles, budget
        self._abstract: dict[int, tuple[dict[int, Level], str | None]] = {}
        self._nums: dict[int, _Num] = {}
        self._counters: dict[int, _Counter] = {}
        for element in root if root is not None else ():
            if name(element) == "w:abstractNum":
                levels = dict(_level(x) for x in element if name(x) == "w:lvl")
                link = attr(child(element, "w:numStyleLink"), "val")
                self._abstract[number(element, "abstractNumId") or 0] = (levels, link)
            elif name(element) == "w:num":
                self._nums[number(element, "numId") or 0] = _num(element)

    def label(self, properties: Element | None, style_id: str | None) -> tuple[str, str]:
        """Count one paragraph: the label before it ("" when it has none) and what follows the label (w:suff).

        `properties` is its w:pPr; `style_id` the style it has (the default one when it names none).
        """
        num_id, ilvl = self._reference(properties, style_id)
        num = self._nums.get(num_id) if num_id else None
        if num is None:
            return "", "nothing"
        abstract, levels = self._resolve(num.abstract)
        levels = levels | num.levels
        starts = {k: level.start for k, level in levels.items()} | num.starts
        counter = self._counters.setdefault(abstract, _Counter())
        counter.begin(num_id or 0, num.starts)
        counts = counter.count(ilvl, levels, starts)
        level = levels.get(ilvl)
        if level is None or level.hidden or level.format == "bullet":
            return "", "nothing"

        def shown(match: re.Match[str]) -> str:
            k = int(match[1]) - 1
            other = levels.get(k, Level())
            value = counts[k]
            value = starts.get(k, 1) if value is None else value
            return format_number(value, "decimal" if level.plain else other.format, other.width)

        # A label stands once in the file and many times in the text.
        self._budget.spend("visits", len(level.text) // _LONG_LABEL)
        return _PLACE.sub(shown, level.text), level.suffix

    def _reference(self, properties: Element | None, style_id: str | None) -> tuple[int | None, int]:
        direct = child(properties, "w:numPr")
        num_id, ilvl = number(child(direct, "w:numId")), number(child(direct, "w:ilvl"))
        chain = self._styles.chain(style_id)
        if num_id is None:
            num_id = next((s.num_id for s in chain if s.num_id is not None), None)
            if num_id and ilvl is None and num_id in self._nums:
                # A level that names the style it belongs to has the last word over the style's own w:ilvl.
                num = self._nums[num_id]
                levels = self._resolve(num.abstract)[1] | num.levels
                ids = [s.id for s in chain]
                linked = {level.style: k for k, level in levels.items() if level.style in ids}
                ilvl = next((linked[i] for i in ids if i in linked), None)
        if ilvl is None:
            ilvl = next((s.ilvl for s in chain if s.ilvl is not None), 0)
        return num_id, min(max(ilvl, 0), _LEVELS - 1)

    def _resolve(self, abstract: int) -> tuple[int, dict[int, Level]]:
        seen: set[int] = set()
        while abstract not in seen:
            seen.add(abstract)
            self._budget.reach("chain", len(seen))
            levels, link = self._abstract.get(abstract, ({}, None))
            target = next((s.num_id for s in self._styles.chain(link) if s.num_id), None)
            if levels or target not in self._nums:
                return abstract, levels
            abstract = self._nums[target].abstract
        return abstract, {}


def _level(element: Element) -> tuple[int, Level]:
    start = number(child(element, "w:start"))
    suffix = attr(child(element, "w:suff"), "val")
    format_ = child(element, "w:numFmt")
    fallback = child(element, "mc:AlternateContent", "mc:Choice", "w:numFmt")
    said = attr(fallback, "format") or ""
    if format_ is None:
        format_ = child(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    zeros = _ZEROS.match(said)
    level = Level(
        start=0 if start is None else start,
        format=attr(format_, "val") or "decimal",
        text=attr(child(element, "w:lvlText"), "val") or "",
        plain=flag(child(element, "w:isLgl")) or False,
        restart=number(child(element, "w:lvlRestart")),
        suffix=suffix or "tab",
        hidden=flag(child(element, "w:rPr", "w:vanish")) or False,
        style=attr(child(element, "w:pStyle"), "val"),
        width=len(zeros[0]) if zeros else 0,
    )
    return number(element, "ilvl") or 0, level


def _num(element: Element) -> _Num:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element:
        if name(override) != "w:lvlOverride":
            continue
        k = number(override, "ilvl") or 0
        own = child(override, "w:lvl")
        if own is not None:
            levels[k] = _level(own)[1]
        start = number(child(override, "w:startOverride"))
        if start is not None:
            starts[k] = start
    return _Num(number(child(element, "w:abstractNumId")) or 0, starts, levels)


def format_number(value: int, format_: str, width: int = 0) -> str:
    """A number as Word's numFmt writes it (ECMA-376 part 1, 17.18.59); in digits where the format is not
    known.

    `width` is the least number of digits of a plain number.
    """
    word = data.load("reading/word")
    if format_ in ("none", "bullet"):
        return ""
    if format_ in word["numbers"] and 0 < value <= len(word["numbers"][format_]):
        return str(word["numbers"][format_][value - 1])
    if format_ in word["counting"] and 0 <= value < 10_000:
        return _counted(value, **word["counting"][format_])
    if format_ in ("upperRoman", "lowerRoman") and 0 < value < 40_000:
        roman = to_roman(value)
        return roman if format_ == "upperRoman" else roman.lower()
    if format_ in ("upperLetter", "lowerLetter") and 0 < value < 1000:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if format_ == "upperLetter" else letter.lower()
    if format_ == "decimalZero":
        return f"{value:02d}"
    if format_ in ("decimalFullWidth", "decimalFullWidth2"):
        return str(value).translate({ord("0") + i: ord("０") + i for i in range(10)})
    if format_ == "numberInDash":
        return f"- {value} -"
    return str(value).zfill(width)


def _counted(value: int, *, digits: str, units: str, one: bool, zero: bool, below: int = 10_000) -> str:
    if value == 0 or value >= below:
        return "".join(digits[int(d)] for d in str(value))
    text, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            skipped = True
            continue
        if skipped and text and zero:
            text += digits[0]
        skipped = False
        # 十 rather than 一十 at the head; a counting without zeros never writes 一 before a unit.
        bare = place > 0 and digit == 1 and not one and (not zero or (not text and place == 1))
        text += ("" if bare else digits[digit]) + (units[place - 1] if place else "")
    return text

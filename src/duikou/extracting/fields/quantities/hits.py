"""Every number with its unit in a text, and the words before it that belong to it.

What holds here: what a numeral is and where it ends is asked of `notation.number_forms`, what a unit is of
`notation.units`; here is only how a number, its scale, its unit and its bounds stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from duikou.data import lists, load
from duikou.extracting.fields.quantities import bounds
from duikou.model.values import dataclass
from duikou.notation import number_forms, units
from duikou.notation.number_values import Value
from duikou.notation.patterns import one_of, pattern, piece

# What decides on a number does not stand farther from it.
NEAR = 24
_WORDS = lists("extracting/quantities")
_BIG = "百千万"


class Amount(NamedTuple):
    """A numeral as written, its value counted in its scale (万, 亿, or "")."""

    written: str
    value: Value
    scale: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A number with its unit and the words before it that belong to it. `amount` and `upper` are the numerals read,
    None where there is none; [start, end) is the quantity as written, `low` where its first numeral begins."""

    groups: dict[str, str | None]
    text: str
    start: int
    low: int
    end: int
    amount: Amount | None = None
    upper: Amount | None = None

    def __getitem__(self, name: str) -> str | None:
        return self.groups[name]

    @property
    def hanzi(self) -> bool:
        """Whether the number is written in Chinese numerals."""
        return bool(self.amount) and not self.amount.written.lstrip("-")[:1].isdigit()  # type: ignore[union-attr]

    def before(self, at: int | None = None) -> str:
        """What stands right before the number."""
        stop = self.low if at is None else at
        return self.text[max(0, stop - NEAR) : stop]

    def after(self) -> str:
        """What stands right behind the quantity."""
        return self.text[self.end : self.end + NEAR]


def has_hits(text: str) -> bool:
    """Whether any number with its unit stands in `text`."""
    return _pattern().search(text) is not None


def hits(text: str) -> Iterator[Hit]:
    """Every number with its unit, and the words right before it. A numeral that can't be read whole gives none."""
    last, change, to = 0, None, None
    for match in _pattern().finditer(text):
        start = match.start()
        groups: dict[str, str | None] = match.groupdict()
        amount, upper = (_amount(match, name) if match[name] else None for name in ("low", "high"))
        if (match["low"] and amount is None) or (match["high"] and upper is None):
            last = match.end()
            continue
        lead = head().search(text, max(last, start - NEAR), start)
        words = lead.groupdict() if lead else dict.fromkeys(("change", "to", "bound"))
        if words["bound"] == "上" and text[start] not in _BIG:
            words["bound"] = None
        first = lead.start("bound") if lead and words["bound"] else start
        words["noun"] = words["moved"] = None
        if not (words["change"] or words["bound"]):
            part = (
                match["share"]
                or match["over"]
                or match["one"]
                or match["whole"]
                or match["sign"]
                or match["unit"] in _WORDS.points
            )
            far = (bounds.bound_before_noun(text, last, start) if part else None) or bounds.bound_before_words(
                text, last, start
            )
            if far and far.bound:
                words["bound"], words["noun"], first = far.bound, far.noun, far.start
            elif far:
                words["change"] = words["moved"] = far.change
        elif words["change"] and not words["bound"] and (far := bounds.bound_before_words(text, last, start)):
            # 最多只能增长2%: the bound stands before the change.
            words["bound"], first = far.bound, far.start
        if words["change"] or text[last:start] not in ("、", "和"):
            change, to = words["change"], words["to"]
        elif change and match["sign"]:
            # 分别下降20%、15%
            words["change"], words["to"] = change, to
        last = match.end()
        low = start if match["minus"] or not match["low"] else match.start("low")
        yield Hit({**groups, **words}, text, first, low, last, amount, upper)


def _amount(match: re.Match[str], name: str) -> Amount | None:
    """The numeral of a group with the scale behind it: 5000 and 万, 1亿5000 and 万, 三百 and 万 in 三百多万."""
    written = match[name]
    if not written:
        return None
    scale = (
        match["scale"] if name == "high" else (match["first"] or "") + ("" if match["high"] else match["scale"] or "")
    )
    if name == "low" and match["parts"]:
        # 十二元五角: the parts of the last 元.
        found = number_forms.with_parts(written + scale, match["jiao"], match["fen"])
    else:
        found = number_forms.read(written + (scale or ""))
    return Amount(written, *found) if found else None


@cache
def head() -> re.Pattern[str]:
    """What stands right before a number and belongs to it: 提高到, 不少于, 下降约."""
    words = load("extracting/quantities")
    loose = "|".join(words["forms"]["loose"])
    return pattern(
        rf"(?:(?P<change>{words['forms']['changed']}(?:{one_of(words['changes'])}))(?P<to>{words['forms']['to']})?)?"
        rf"(?P<bound>{bounds.bound()}|{loose})?(?:(?<=[于过出破]){bounds.included()})?[+＋]?$"
    )


@cache
def _pattern() -> re.Pattern[str]:
    """A number (a share, a fraction or a numeral, perhaps to another), its unit, and what bounds it behind."""
    words = load("extracting/quantities")
    forms, numeral = words["forms"], number_forms.numeral()
    scale, more = one_of(units.listed("scales")), one_of(words["more"])
    rates = units.listed("measured.rates")
    named_units = [
        unit for unit in units.listed("measured", "counted.plain", "counted.also_words") if unit not in rates
    ]
    named = one_of(named_units)
    per = one_of(units.listed("per"))
    upto = rf"(?:—{{1,2}}|–|~|～|-|至|到)(?P<high>{numeral})"
    # 下降0.5个百分点至4.35%: no range, but by how much and to what.
    ends = one_of(unit for unit in named_units if unit not in units.listed("measured.parts"))
    included = bounds.included()
    between = rf"(?:{'|'.join(rates)}|(?P<mid>{ends})(?:{included})?(?:[及或]?以上)?(?=[至到—])|{included})?"
    return pattern(
        rf"(?=[-{number_forms.SIGNS}])(?:{piece('extracting/quantities', 'share')}"
        rf"|(?:(?P<whole>{number_forms.hanzi()}){forms['part_of']})?(?:{forms['minus']})?(?P<low>{numeral})(?P<more>{more})?"
        rf"(?:个(?=[万亿]))?(?P<first>{scale})?(?:{between}{upto})?(?P<scale>{scale})?(?P<still>{more})?"
        rf"(?:{_unit(named)}|(?(whole)|{forms['closes']}))"
        rf"(?P<per>/(?:{per})(?:[·/](?:{per}))?)?"
        rf"){bounds.after()}"
    )


def _unit(named: str) -> str:
    """A pattern for what a number is counted in: 元 with its parts, a time, a unit, a rate."""
    words = load("extracting/quantities")
    money = units.listed("measured.money")
    closing = one_of([*load("notation/units")["sums"]["closing"], *money])
    latin = one_of(units.listed("latin.plain", "latin.data", "latin.others"))
    return (
        rf"(?P<yuan>{words['forms']['yuan']}){number_forms.parts()}(?P<closed>{closing})?"
        rf"(?![{words['not_before']['元']}])"
        rf"|(?!{one_of([*words['of_age'], *money])})(?P<duration>{one_of(units.listed('times.spans'))})"
        rf"|(?:个(?=人))?(?P<unit>{named}|(?:{latin})(?![A-Za-z\d]))|(?P<sign>{one_of(words['signs'])})"
    )

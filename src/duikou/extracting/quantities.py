"""数量指标: how many, as written, with lowest and highest value, unit and relation.

What holds here: a number counts only with its unit, and not inside a title, a slogan in quotation marks, a date or a
name (5G, 一带一路). First version: later issues deepen this field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from duikou.data import load
from duikou.extracting.measures import Passage
from duikou.model import Document, Measure, Quantity


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the quantities of each measure."""
    return [
        replace(measure, quantities=find("\n".join(b.paragraph.text for b in passage.blocks)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Quantity, ...]:
    """The quantities that `text` names, in order, each as written."""
    masked = re.sub(r"《[^《》]*》|〔\d{4}〕", lambda m: "·" * len(m.group()), text)
    found: dict[str, Quantity] = {}
    for match in _pattern().finditer(masked):
        before = masked[max(0, match.start("low") - 1) : match.start("low")]
        if not re.match(r"[A-Za-z\d.第\-]", before):
            quantity = _quantity(match)
            found.setdefault(quantity.text, quantity)
    return tuple(found.values())


def _quantity(match: re.Match[str]) -> Quantity:
    words = load("quantities")
    bound = words["before"].get(match["before"], "=")
    sign = words["after"].get(match["after"], bound)
    low, high = _number(match["low"]), _number(match["high"] or match["low"])
    # 增长 and 下降 say which way, and are no part of the quantity.
    start = "before" if bound in (">=", "<=", "~") else "low"
    written = match.string[match.start(start) : match.end()]
    unit = (match["scale"] or "") + match["unit"]
    return Quantity(written, None if sign == "<=" else low, None if sign == ">=" else high, unit, sign)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


@cache
def _pattern() -> re.Pattern[str]:
    words = load("quantities")

    def one_of(choices: Iterable[str]) -> str:
        return "|".join(sorted(choices, key=len, reverse=True))

    number = r"\d[\d,]*(?:\.\d+)?"
    return re.compile(
        rf"(?P<before>{one_of(words['before'])})?(?P<low>{number})(?P<scale>万|亿)?(?:[—–~～-](?P<high>{number}))?"
        rf"(?P<unit>{one_of(words['units'])})(?P<after>{one_of(words['after'])})?"
    )

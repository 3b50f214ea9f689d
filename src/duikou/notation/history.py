"""The history of a text as its own head tells it: 2010年3月1日…通过 根据2018年5月27日…修正.

What holds here: every test looks at one paragraph's text. A sentence of the text itself, which ends in 。, is no line
of history. Words are data (data/notation/history.toml).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from duikou import data
from duikou.notation import dates
from duikou.notation.patterns import pattern

_WORDS = data.load("notation/history")
_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_OPENS = pattern(
    rf"[（(【\[]?(?:{'|'.join(_WORDS['basis'])})?{_DAY}.*(?:{'|'.join(_WORDS['done'])}|第[{_WORDS['digits']}]+号)"
)
_FACTS = pattern(
    rf"[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日|第[{_WORDS['digits']}]+[次号]|{'|'.join(_WORDS['in_force'])}"
)
# What was done on a day stands between it and the next; a title between them may hold the same words.
_DAYS = pattern(_DAY)
_TITLE = pattern("《[^《》]*》")
_DONE = pattern("|".join(_WORDS["done"]))


class Edition(NamedTuple):
    """Which version a text is: the day (ISO), and the same with what was done on it, as written (2018年5月27日修正)."""

    date: str
    text: str


def is_history(text: str) -> bool:
    """Whether a line says when a text was adopted, issued or amended."""
    return not text.endswith("。") and _OPENS.match(text) is not None


def facts(text: str) -> list[str]:
    """The dates, numbers of decrees and counts of amendments that a line of history names, in order; and whether it
    says that the text is in force, or no longer."""
    return _FACTS.findall(text)


def edition(lines: Iterable[str]) -> Edition | None:
    """The version that the lines of a history name: the last amendment, else the last day on which anything was done
    but the coming into force; None where they name none."""
    amended: list[Edition] = []
    other: list[Edition] = []
    for line in lines:
        days = list(_DAYS.finditer(line))
        ends = [*(day.start() for day in days[1:]), len(line)]
        for day, end in zip(days, ends, strict=True):
            done = _DONE.findall(_TITLE.sub("", line[day.end() : end]))
            date = dates.iso(day[0])
            if date is None or not done or done[-1] in _WORDS["in_force"]:
                continue
            known = amended if done[-1] in _WORDS["amended"] else other
            # A decree's number (…令第363号) says that it was issued, and names nothing that was done.
            known.append(Edition(date, day[0] + done[-1] if done[-1] not in _WORDS["numbered"] else day[0]))
    found = amended or other
    return max(found, key=lambda one: one.date) if found else None

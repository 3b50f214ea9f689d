"""The history of a text as its own head tells it: 2010年3月1日…通过 根据2018年5月27日…修正.

What holds here: every test looks at one paragraph's text. A sentence of the text itself, which ends in 。, is no line
of history. Words are data (data/notation/history.toml).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duikou.data import lists
from duikou.notation import dates
from duikou.notation.patterns import patterns

_WORDS = lists("notation/history")
_FORMS = patterns("notation/history")


class Edition(NamedTuple):
    """Which version a text is: the day (ISO), and the same with what was done on it, as written (2018年5月27日修正)."""

    date: str
    text: str


def is_history(text: str) -> bool:
    """Whether a line says when a text was adopted, issued or amended."""
    return not text.endswith("。") and _FORMS.whole.match(text) is not None


def said_of_versions() -> tuple[str, ...]:
    """The words for what was done to a text on a day, which tell its versions apart (2018年修订)."""
    return tuple(_WORDS.done)


def begins_history(text: str) -> bool:
    """Whether a line begins as one of history does, with a day and more; it may go on in the next line."""
    return _FORMS.opening.match(text) is not None


def ends_history(text: str) -> bool:
    """Whether a line ends with what was done on a day, as one of history does."""
    return _FORMS.closed.search(text) is not None


def days(text: str) -> list[str]:
    """The days (ISO) in a line of history; none in one that says only from when the text is in force, or no longer."""
    if not is_history(text) or set(_FORMS.done.findall(text)) <= set(_WORDS.in_force):
        return []
    return [day for day in map(dates.iso, _FORMS.day.findall(text)) if day]


def facts(text: str) -> list[str]:
    """The dates, numbers of decrees and counts of amendments that a line of history names, in order; and whether it
    says that the text is in force, or no longer."""
    return _FORMS.facts.findall(text)


def edition(lines: Iterable[str]) -> Edition | None:
    """The version that the lines of a history name: the last amendment, else the last day on which anything was done
    but the coming into force; None where they name none."""
    amended: list[Edition] = []
    other: list[Edition] = []
    for day, said in steps(lines):
        done = _FORMS.done.findall(said)
        date = dates.iso(day)
        if date is None or not done or done[-1] in _WORDS.in_force:
            continue
        # What was amended may be issued anew on the day (修正并重新公布).
        last = next((word for word in reversed(done) if word in _WORDS.amended), done[-1])
        known = amended if last in _WORDS.amended else other
        # A decree's number (…令第363号) says that it was issued, and names nothing that was done.
        known.append(Edition(date, day + last if last not in _WORDS.numbered else day))
    editions = amended or other
    return max(editions, key=lambda one: one.date) if editions else None


def steps(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each day that the lines name, as written, and what they say between it and the next, without titles."""
    for line in lines:
        found = list(_FORMS.day.finditer(line))
        ends = [*(day.start() for day in found[1:]), len(line)]
        for day, end in zip(found, ends, strict=True):
            yield day[0], _FORMS.title.sub("", line[day.end() : end])

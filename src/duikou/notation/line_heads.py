"""What a line opens with: ordinals, dashes, bullets, the mark of an attachment; and whether numbers go on.

What holds here: a line may be the middle of a sentence, so what it opens with is held against the numbers before it
(`Numbering`). The ordinals themselves are read in `ordinals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from duikou.model.values import dataclass
from duikou.notation.ordinal_forms import BULLETS, worded
from duikou.notation.ordinals import Reading, readings
from duikou.notation.patterns import pattern

_YEAR = pattern(r"(?:19|20)\d\d年")
_BULLET = pattern(rf"[{BULLETS}]+(?=[^{BULLETS}])")
_DASHES = pattern("——(?=[^—])")


class Head(NamedTuple):
    """What a line opens with: the style of its ordinal, or dash, bullet, attachment; its numbers (() without one) and
    the length of the mark. `sure` is False where only the numbers around it can justify it."""

    style: str
    numbers: tuple[int, ...]
    length: int
    sure: bool = True

    @property
    def legal(self) -> bool:
        """Whether it is a part of a statute, which sentences cite as they do no other: 第三条, 第二章."""
        return self.style in ("article", "chapter", "section", "volume")


def numbers(line: str) -> bool:
    """Whether `line` opens with a number of an item or an article that its form makes sure, cited or not."""
    return any(one.numbers and (one.sure or one.legal) for one in heads(line))


@lru_cache(maxsize=4096)
def heads(line: str) -> tuple[Head, ...]:
    """Everything that `line` may open with, the likeliest first; () for a line that opens with running text.

    `line` has no white space, and full-width punctuation. What only a heading of a standard has (1范围) is none: a
    line of running text may begin with any number.
    """
    first = line[:1]
    if first == "—":
        return (Head("dash", (), 2),) if _DASHES.match(line) else ()
    if first == "附":
        match = worded()["attachment"].match(line)
        return (Head("attachment", (), match.end()),) if match else ()
    found = [
        Head(r.style, (*r.numbers, r.inserted) if r.inserted else r.numbers, r.end, _is_sure(r, line))
        for r in readings(line)
        if r.ordinal.style != "bare"
    ]
    found.sort(key=lambda one: not one.sure)
    if not any(one.sure for one in found) and first in BULLETS and (match := _BULLET.match(line)):
        found.append(Head("bullet", (), match.end()))
    return tuple(found)


def _is_sure(reading: Reading, line: str) -> bool:
    """Whether the form of a reading is enough at a line's head: a chapter's name may go on in the next line."""
    if reading.ordinal.style in ("chapter", "section", "volume"):
        return not worded()["citing"].match(line[reading.end :])
    return reading.sure or (reading.style == "dot" and _YEAR.match(line, reading.end) is not None)


def head(line: str) -> Head | None:
    """What `line` opens with, as far as its form tells: the likeliest of `heads`, a bare form aside that running text
    has as often (Ⅰ, A, 任务一, 2.5米)."""
    return next((one for one in heads(line) if one.sure or _is_likely(one, line)), None)


def _is_likely(found: Head, line: str) -> bool:
    if found.style == "dot":
        return not worded()["glued"].match(line[found.length :])
    return found.legal or found.style == "paren"


@dataclass
class Numbering:
    """The numbers seen so far of each style, so that a line's ordinal can be held against what should come."""

    last: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def follows(self, found: Head) -> bool:
        """Whether the ordinal goes on with a list: its number is the next one."""
        if not found.numbers:
            return False
        *before, value = found.numbers
        last = self.last.get(found.style, ())
        if value > 1:
            # 第四条 comes after 第三条之二 too.
            return last == (*before, value - 1) or (found.legal and not before and last[:1] == (value - 1,))
        if found.legal:
            return len(found.numbers) > 1 and last == tuple(before)  # 第三条之一 after 第三条
        # 1.1 under 1, 1.2.1 under 1.2.
        above = self.last.get(f"dotted{len(before)}" if len(before) > 1 else "dot")
        if len(found.numbers) > 1 and above == tuple(before):
            return True
        # 2.1 behind 1.3: what the first number counts has no heading of its own.
        return len(last) == len(found.numbers) > 1 and (*last[:-2], last[-2] + 1) == tuple(before)

    def take(self, found: Head) -> None:
        """Note the ordinal as seen."""
        if found.numbers:
            self.last[found.style] = found.numbers


def continued(lines: Sequence[tuple[Head, ...]]) -> list[frozenset[str]]:
    """For each line, the styles of its ordinals whose next number opens the next line that has one of that style."""
    upcoming: dict[str, tuple[int, ...]] = {}
    found = [_NONE] * len(lines)
    for at in range(len(lines) - 1, -1, -1):
        # Most lines open with no ordinal.
        if not lines[at] or not (numbered := [one for one in lines[at] if one.numbers]):
            continue
        due = {one.style: (*one.numbers[:-1], one.numbers[-1] + 1) for one in numbered}
        found[at] = frozenset(style for style, number in due.items() if upcoming.get(style) == number)
        upcoming |= {one.style: one.numbers for one in numbered}
    return found


_NONE: frozenset[str] = frozenset()

"""Where a title is broken into lines: at words, into lines of different and fitting lengths (GB/T 9704-2012, 7.3.1).

What holds here: joined, the lines are the title. Of all ways to break it at words into as few lines as it takes, or one
more, the one that costs least is taken: lines far from the mean, a shape that is neither a trapezoid nor a diamond, a
break within a name in brackets, and one before a word that opens no line, cost; one before a word that opens a line
well (关于) saves. The words are data (`title_breaks` in data/exporting/gbt9704.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from duikou import data
from duikou.notation.characters import CHINESE_RE
from duikou.notation.words import tokens

_OPENING, _CLOSING = "《（〈“〔【", "》）〉”〕】"
_MOST_WAYS = 20_000
_SHAPELESS, _INSIDE, _BADLY, _WELL = 60.0, 40.0, 1000.0, -25.0


def width(text: str) -> float:
    """How wide a text is set, in Chinese characters: half a character for those of ASCII."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def title_lines(title: str, most: float) -> tuple[str, ...]:
    """The lines of a title, none wider than `most` characters where its words allow that. What holds no Chinese is left
    to whoever sets it: no reader could tell its lines from paragraphs."""
    if width(title) <= most or not CHINESE_RE.search(title):
        return (title,)
    pieces = _unbroken(title)
    widths = [width(piece) for piece in pieces]
    total = sum(widths)
    fewest = int(-(-total // most))
    best: tuple[float, tuple[int, ...]] | None = None
    for lines in (fewest, fewest + 1):
        for breaks in _ways(len(pieces), lines):
            ends = (0, *breaks, len(pieces))
            found = [sum(widths[a:b]) for a, b in pairwise(ends)]
            if max(found) > most:
                continue
            cost = _shape(found) + sum(_break(pieces, at) for at in breaks) + (lines - fewest) * _SHAPELESS
            best = min(best or (cost, breaks), (cost, breaks))
        if best:
            break
    if best is None:
        return (title,)
    ends = (0, *best[1], len(pieces))
    return tuple("".join(pieces[a:b]) for a, b in pairwise(ends))


def _unbroken(title: str) -> list[str]:
    """The words of a title; marks go with the word before them, those that open with the one behind."""
    found: list[str] = []
    opened = ""
    for word in tokens(title):
        if word in _OPENING:
            opened += word
        elif found and not opened and (not word[0].isalnum() or _is_counted(found[-1], word)):
            found[-1] += word
        else:
            found.append(opened + word)
            opened = ""
    if opened:
        found.append(opened)
    return found


def _is_counted(before: str, word: str) -> bool:
    """Whether a word goes with a number before it: 2024年 and 度."""
    return before[-1].isdigit() or (len(word) == 1 and any(map(str.isdigit, before)))


def _ways(pieces: int, lines: int) -> Iterator[tuple[int, ...]]:
    """The ways to break so many pieces into so many lines; of a title without end the first ones."""
    for count, breaks in enumerate(combinations(range(1, pieces), lines - 1)):
        if count == _MOST_WAYS:
            return
        yield breaks


def _shape(lines: Sequence[float]) -> float:
    """What the lengths of lines cost: least for a trapezoid or a diamond of lines that differ a little."""
    mean = sum(lines) / len(lines)
    uneven = sum((line - mean) ** 2 for line in lines)
    steps = [b - a for a, b in pairwise(lines)]
    rising = next((k for k, step in enumerate(steps) if step < 0), len(steps))
    grows_then_shrinks = all(step <= 0 for step in steps[rising:])
    shrinks = all(step <= 0 for step in steps)
    level = all(abs(step) < 1 for step in steps)
    return uneven + (0 if (grows_then_shrinks or shrinks) and not level else _SHAPELESS / (4 if level else 1))


def _break(pieces: Sequence[str], at: int) -> float:
    """What a break before a piece costs."""
    breaks: dict[str, list[str]] = data.load("exporting/gbt9704")["title_breaks"]
    before = "".join(pieces[:at])
    cost = 0.0
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        if before.count(opening) > before.count(closing):
            cost += _INSIDE
    if pieces[at] in breaks["opens_no_line"] or pieces[at - 1] in breaks["ends_no_line"]:
        cost += _BADLY
    if pieces[at] in breaks["opens_well"]:
        cost += _WELL
    return cost

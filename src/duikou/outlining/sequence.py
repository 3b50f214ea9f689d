"""Which reading of each head holds, and at what depth: decided by the numbers before and after.

What holds here: levels are those of the document, not of a table. A style that appears for the first time under another
is its child; one that is already open is continued; one that ran elsewhere runs on (（四） under 二、 after （三） under
一、). The usual ranks (一、 above （一） above 1.) only say where a new style hangs when the document leaves it open. A head
whose form is unsure (11.121人才, 2.5米, 一、二类) becomes an item only where its number is the one expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duikou.model import Ordinal
from duikou.outlining.ordinals import RANKS, Reading, measured, readings


@dataclass(frozen=True, slots=True)
class Head:
    """The ordinal that opens a paragraph: its place in the tree. `end` is where the text after the mark begins."""

    ordinal: Ordinal
    end: int
    path: tuple[str, ...]
    level: int


@dataclass(frozen=True, slots=True)
class _Open:
    style: str
    numbers: tuple[int, ...]
    label: str


_EXPECTED, _RUNS_ON, _BEGINS = 10, 9, 8


def arrange(texts: Sequence[str | None]) -> list[Head | None]:
    """The head of each paragraph of one part, None for those that open no item. `texts` holds None for paragraphs that
    can't open one (titles, signatures, rows)."""
    found = [readings(text) if text else () for text in texts]
    heads: list[Head | None] = []
    stack: list[_Open] = []
    counters: dict[str, int] = {}
    for at, candidates in enumerate(found):
        best = _choose(at, candidates, found, texts, stack, counters)
        if best is None:
            heads.append(None)
            continue
        _place(at, best, found, stack)
        stack.append(_Open(best.style, best.numbers, best.ordinal.label))
        counters[best.style] = best.ordinal.value
        heads.append(Head(best.ordinal, best.end, tuple(o.label for o in stack), len(stack)))
    return heads


def _choose(
    at: int,
    candidates: tuple[Reading, ...],
    found: list[tuple[Reading, ...]],
    texts: Sequence[str | None],
    stack: list[_Open],
    counters: dict[str, int],
) -> Reading | None:
    scored = [(_fit(r, stack, counters), r.sure, -i, r) for i, r in enumerate(candidates)]
    scored.sort(key=lambda entry: entry[:3], reverse=True)
    for score, sure, _, reading in scored:
        if sure or _justified(at, reading, score, found, texts, stack):
            return reading
    return None


def _fit(reading: Reading, stack: list[_Open], counters: dict[str, int]) -> int:
    value, style = reading.ordinal.value, reading.style
    if len(reading.numbers) > 1:
        return _fit_dotted(reading, stack)
    held = next((o for o in reversed(stack) if o.style == style), None)
    if held is not None:
        step = value - held.numbers[-1]
        return _EXPECTED if step == 1 else 5 if 1 < step <= 3 else 4 if value == 1 else 2
    if counters.get(style) == value - 1 and value > 1:
        return _RUNS_ON
    return _BEGINS if value == 1 else 3


def _fit_dotted(reading: Reading, stack: list[_Open]) -> int:
    *prefix, value = reading.numbers
    for held in reversed(stack):
        if held.numbers == (*prefix, value - 1) and len(prefix) == len(held.numbers) - 1:
            return _EXPECTED
        if held.numbers == tuple(prefix):
            return _RUNS_ON if value == 1 else 3
    return _BEGINS if value == 1 and prefix == [1] and not stack else 1


def _justified(
    at: int,
    reading: Reading,
    score: int,
    found: list[tuple[Reading, ...]],
    texts: Sequence[str | None],
    stack: list[_Open],
) -> bool:
    style, value = reading.style, reading.ordinal.value
    rest = (texts[at] or "")[reading.end :]
    if style.startswith("dotted"):
        return score >= _BEGINS
    if reading.ordinal.style == "bare":
        return score >= _BEGINS and len(rest) <= 30 and _next_dotted(at, value, found)
    following = next((r for later in found[at + 1 :] for r in later if r.style == style and r.numbers[1:] == ()), None)
    if reading.ordinal.style in ("roman", "latin"):
        continued = following is not None and following.ordinal.value == value + 1
        return score == _EXPECTED or (score >= _BEGINS and continued)
    if score < _RUNS_ON:
        return False
    if following is not None:
        return following.ordinal.value == value + 1 or (following.ordinal.value == 1 and not measured(rest))
    return not measured(rest)


def _next_dotted(at: int, value: int, found: list[tuple[Reading, ...]]) -> bool:
    for later in found[at + 1 : at + 9]:
        for r in later:
            if r.style == "dotted2":
                return r.numbers == (value, 1)
    return False


def _place(at: int, reading: Reading, found: list[tuple[Reading, ...]], stack: list[_Open]) -> None:
    """Close what `reading` closes, so that the stack holds its parents."""
    style = reading.style
    if len(reading.numbers) > 1:
        prefix = reading.numbers[:-1]
        while stack and stack[-1].numbers[: len(prefix)] != prefix or (stack and len(stack[-1].numbers) > len(prefix)):
            stack.pop()
        return
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style == style and len(stack[depth].numbers) == 1:
            del stack[depth:]
            return
    while stack and RANKS[style] <= RANKS[stack[-1].style] and not _inverted(at, style, stack[-1], found):
        stack.pop()


def _inverted(at: int, style: str, top: _Open, found: list[tuple[Reading, ...]]) -> bool:
    """Whether the document hangs `style` under `top` against the usual ranks: `top` is continued after this list, and
    the next list of `style` begins anew."""
    limit = min(RANKS[style], RANKS[top.style])
    continued = False
    for later in found[at + 1 :]:
        sure = [r for r in later if r.sure]
        if any(RANKS[r.style] < limit for r in sure):
            break
        if not continued:
            continued = any(r.style == top.style and r.ordinal.value == top.numbers[-1] + 1 for r in sure)
        elif again := next((r for r in sure if r.style == style), None):
            return again.ordinal.value == 1
    return continued

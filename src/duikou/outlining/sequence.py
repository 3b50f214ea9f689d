"""Which reading of each head holds, and at what depth: decided by the numbers before and after.

What holds here: levels are those of the document, not of a table. A style that appears for the first time under
another is its child; one that is already open is continued; one that ran elsewhere runs on (（四） under 二、 after
（三） under 一、). The usual ranks (一、 above （一） above 1.) only say where a new style hangs when the document
leaves it open. A box (专栏1) hangs under the section it stands in, and what is numbered in it under the box. A head
whose form is unsure (11.121人才, 2.5米, 一、二类) becomes an item only where its number is the
one expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import NamedTuple

from duikou.model import Ordinal
from duikou.model.values import dataclass
from duikou.notation.ordinals import DOUBTFUL, Reading, measured, rank, readings


class Head(NamedTuple):
    """The ordinal that opens a paragraph: its place in the tree. `end` is where the text after the mark begins."""

    ordinal: Ordinal
    end: int
    path: tuple[str, ...]
    level: int


class _Open(NamedTuple):
    style: str
    numbers: tuple[int, ...]
    label: str


_EXPECTED, _RUNS_ON, _BEGINS = 10, 9, 8
# A numbered heading without a mark (1总则) is no longer than this.
_HEADING = 30
# So many paragraphs behind the heading of an unnumbered chapter tell whether an open item goes on.
_AHEAD = 400


def arrange(texts: Sequence[str | None], breaks: frozenset[int] = frozenset()) -> list[Head | None]:
    """The head of each paragraph of one part, None for those that open no item. `texts` holds None for paragraphs that
    can't open one (titles, signatures, rows); `breaks` are headings of chapters without a number: where nothing that is
    open goes on behind one, it closes all."""
    run = _Run(texts, [readings(text) if text else () for text in texts], breaks)
    return [run.head(at) for at in range(len(texts))]


@dataclass(slots=True)
class _Run:
    """The state of one pass: the items that are open, the last number of each style, and under which style each first
    hung; `outside` are the last numbers before the box that is open. `found` holds all readings of all paragraphs, so
    that a choice can look ahead."""

    texts: Sequence[str | None]
    found: list[tuple[Reading, ...]]
    breaks: frozenset[int] = frozenset()
    stack: list[_Open] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    hung: dict[str, str] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)

    def head(self, at: int) -> Head | None:
        """The head of the paragraph at `at`, which then is open."""
        if at in self.breaks:
            if not self._goes_on(at):
                self.stack.clear()
            return None
        best = self._choose(at)
        if best is None:
            return None
        if self._slipped(at, best):
            best = best._replace(ordinal=replace(best.ordinal, style="paren"))
        self._place(at, best)
        if self.stack:
            self.hung.setdefault(best.style, self.stack[-1].style)
        self.stack.append(_Open(best.style, best.numbers, best.ordinal.label))
        self.counters[best.style] = best.ordinal.value
        return Head(best.ordinal, best.end, tuple(o.label for o in self.stack), len(self.stack))

    def _is_unnumbered(self) -> bool:
        """Whether no paragraph opens with an ordinal that its form makes sure."""
        return not any(r.sure for found in self.found for r in found)

    def _goes_on(self, at: int) -> bool:
        """Whether an item that is open goes on behind `at`: the next number of its style follows."""
        steps = {(o.style, o.numbers[-1] + 1) for o in self.stack}
        ahead = self.found[at + 1 : at + 1 + _AHEAD] if steps else ()
        return any(r.sure and (r.style, r.numbers[-1]) in steps for later in ahead for r in later)

    def _choose(self, at: int) -> Reading | None:
        scored = [(self._fit(r), r.sure, -i, r) for i, r in enumerate(self.found[at])]
        scored.sort(key=lambda entry: entry[:3], reverse=True)
        return next((r for score, sure, _, r in scored if sure or self._justified(at, r, score)), None)

    def _slipped(self, at: int, reading: Reading) -> bool:
        """Whether 二、 stands for （二）: it goes on with the sections that are open, the next section is the one after
        it, and the next chapter has its number again."""
        value = reading.ordinal.value
        if reading.style != "dun" or not any(o.style == "paren" and o.numbers[-1] == value - 1 for o in self.stack):
            return False
        sections, chapters = self._following(at, "paren", 0), self._following(at, "dun", 0)
        chapter = next((o.numbers[-1] for o in self.stack if o.style == "dun"), None)
        if chapter is None or sections != value + 1:
            return False
        return chapters == chapter + 1 and (chapter != value - 1 or chapters == value)

    def _fit(self, reading: Reading) -> int:
        value, style = reading.ordinal.value, reading.style
        if len(reading.numbers) > 1:
            return self._fit_dotted(reading)
        held = next((o for o in reversed(self.stack) if o.style == style), None)
        if held is not None:
            step = value - held.numbers[-1]
            return _EXPECTED if step == 1 else 5 if 1 < step <= 3 else 4 if value == 1 else 2
        if self.counters.get(style) == value - 1 and value > 1:
            return _RUNS_ON
        return _BEGINS if value == 1 else 3

    def _fit_dotted(self, reading: Reading) -> int:
        *prefix, value = reading.numbers
        for held in reversed(self.stack):
            if held.numbers == (*prefix, value - 1) and len(prefix) == len(held.numbers) - 1:
                return _EXPECTED
            if held.numbers == tuple(prefix):
                return _RUNS_ON if value == 1 else 3
        if value == 1 and prefix == [1] and not any(o.style.startswith(("dot", "bare")) for o in self.stack):
            return _BEGINS
        # 2.1 behind 1.3: what the first number counts has no heading of its own.
        last = next((o.numbers for o in reversed(self.stack) if o.style == reading.style), None)
        return _BEGINS if value == 1 and last is not None and [*last[:-2], last[-2] + 1] == prefix else 1

    def _justified(self, at: int, reading: Reading, score: int) -> bool:
        """Whether the numbers around bear out a reading that its form leaves unsure."""
        style, value = reading.style, reading.ordinal.value
        rest = (self.texts[at] or "")[reading.end :]
        if style.startswith("dotted"):
            return score >= _BEGINS
        if style == "padded":
            return score == _EXPECTED
        if reading.ordinal.style == "bare":
            return score >= _BEGINS and len(rest) <= _HEADING and self._next_dotted(at, value)
        following = self._following(at, style, value)
        if style == "order":
            return score == _EXPECTED or (following == value + 1 and score == _BEGINS and self._is_unnumbered())
        if reading.ordinal.style in DOUBTFUL:
            return score == _EXPECTED or (score >= _BEGINS and following == value + 1)
        if following == value + 1 and (score >= _RUNS_ON or (score == _BEGINS and not measured(rest))):
            return True
        return score >= _RUNS_ON and following in (None, 1) and not measured(rest)

    def _following(self, at: int, style: str, value: int) -> int | None:
        """The number of the next item of `style`: the one after `value` however it is written, else the next sure
        one."""
        for later in self.found[at + 1 :]:
            for r in later:
                if r.style == style and len(r.numbers) == 1 and (r.sure or r.ordinal.value == value + 1):
                    return r.ordinal.value
        return None

    def _next_dotted(self, at: int, value: int) -> bool:
        near = (r for later in self.found[at + 1 : at + 9] for r in later if r.style == "dotted2")
        first = next(near, None)
        return first is not None and first.numbers == (value, 1)

    def _place(self, at: int, reading: Reading) -> None:
        """Close what `reading` closes, so that the stack holds its parents."""
        stack, style = self.stack, reading.style
        if style == "box":
            if not any(o.style == "box" for o in stack):
                self.outside = {o.style: o.numbers[-1] for o in stack}
        elif self._in_box(reading):
            return
        if len(reading.numbers) > 1:
            prefix = reading.numbers[:-1]
            headed = any(o.numbers == prefix for o in stack)
            while stack and (stack[-1].numbers[: len(prefix)] != prefix or len(stack[-1].numbers) > len(prefix)):
                if not headed and not stack[-1].style.startswith("dotted"):
                    break
                stack.pop()
            return
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].style == style and len(stack[depth].numbers) == 1:
                del stack[depth:]
                return
        while stack and rank(style) <= rank(stack[-1].style):
            if style != "box" and (
                self.hung.get(style) == stack[-1].style
                or self._under_headings(style, stack[-1])
                or self._within(reading, stack[-1])
                or self._inverted(at, style, stack[-1])
            ):
                break
            stack.pop()

    def _in_box(self, reading: Reading) -> bool:
        """Whether `reading` begins a list in the box that is open; closes the box where the numbers outside go on."""
        at = next((i for i, o in enumerate(self.stack) if o.style == "box"), None)
        if at is None:
            return False
        inside = next((o.numbers[-1] for o in self.stack[at:] if o.style == reading.style), None)
        value = reading.ordinal.value
        if self.outside.get(reading.style) == value - 1 and inside != value - 1:
            del self.stack[at:]
            return False
        return at == len(self.stack) - 1 and value == 1 and reading.style not in self.outside

    def _under_headings(self, style: str, top: _Open) -> bool:
        """Whether the articles of the document hang under headings that usually stand below them (一、…第1条)."""
        held = ("dun", "paren")
        return style == "article" and self.hung.get(style) in held and top.style in held

    def _within(self, reading: Reading, top: _Open) -> bool:
        """Whether `reading` begins a list of words with numbers (任务1) in an item of another such list (行动一)."""
        both = reading.ordinal.style == "named" and top.style.startswith("named:")
        return both and reading.ordinal.value == 1 and reading.style not in self.counters

    def _inverted(self, at: int, style: str, top: _Open) -> bool:
        """Whether the document hangs `style` under `top` against the usual ranks: `top` is continued after this list,
        and the next list of `style` begins anew; the numbers of articles may run on."""
        limit = min(rank(style), rank(top.style))
        continued = False
        for later in self.found[at + 1 :]:
            sure = [r for r in later if r.sure]
            if any(rank(r.style) < limit for r in sure):
                break
            if not continued:
                continued = any(r.style == top.style and r.ordinal.value == top.numbers[-1] + 1 for r in sure)
            elif again := next((r for r in sure if r.style == style), None):
                return again.ordinal.value == 1 or style == "article"
        return continued

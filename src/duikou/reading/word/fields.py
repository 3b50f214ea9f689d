"""The fields of a Word story that are open while it is read (ECMA-376 part 1, 17.16.18).

What holds here: a field has a code, which is not shown, and behind `separate` a result, which is. A field without a
result shows what its code lays out (`overlaid`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from duikou.reading.budget import Budget
from duikou.reading.word.symbols import overlaid


@dataclass(slots=True)
class _Field:
    begun: int
    code: list[str] = field(default_factory=list)
    in_code: bool = True


class Fields:
    """The open fields of one story, outermost first."""

    def __init__(self, budget: Budget) -> None:
        self._open: list[_Field] = []
        self._budget = budget
        self._shown = 0  # pieces of text shown so far

    @property
    def in_code(self) -> bool:
        """Whether what is read now is the code of a field."""
        return any(x.in_code for x in self._open)

    def show(self) -> None:
        """A piece of text is shown."""
        self._shown += 1

    def code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open and self._open[-1].in_code:
            self._open[-1].code.append(text)

    def change(self, state: str | None) -> str:
        """A field begins, goes over to its result, or ends: what its end shows. Raises beyond the budget."""
        if state == "begin":
            self._open.append(_Field(self._shown))
            self._budget.reach("fields", len(self._open))
        elif self._open and state == "separate":
            self._open[-1].in_code = False
        elif self._open and state == "end":
            ended = self._open.pop()
            return overlaid("".join(ended.code)) if ended.begun == self._shown else ""
        return ""

    def end_paragraph(self) -> None:
        """A code never runs on over a paragraph's end: the end of such a field is missing."""
        self._open = [x for x in self._open if not x.in_code]

"""What decides that a line is furniture: the type of the entries of the table, and what they look at.

What holds here: an entry says of the whole document which lines it takes, seeing what the entries before it took. Its
verdict is the rule in whose name the lines go; one that only doubts leaves them in the text, with a warning. Its
example (data/cleaning/furniture_examples.toml) is its test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Any, NamedTuple, TypeVar

from duikou.cleaning.paragraphs.rows import Row
from duikou.data import load
from duikou.errors import t
from duikou.model.values import dataclass

T = TypeVar("T")


@dataclass
class Page:
    """A document's lines: `rows`, the same lines before Markdown's marks went (`raw`, as one text `marked`), and which
    are furniture so far.

    `gone` and `doubtful` are by row: the evidence that took it, or that doubts it. `known` keeps what several entries
    ask for and is worked out once.
    """

    rows: Sequence[Row]
    raw: Sequence[str]
    marked: str
    gone: dict[int, Evidence] = field(default_factory=dict)
    doubtful: dict[int, Evidence] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made at the first call with this name."""
        if name not in self.known:
            self.known[name] = make()
        found: T = self.known[name]
        return found

    @property
    def filled(self) -> list[int]:
        """The rows with text, taken or not."""
        return self.once("filled", lambda: [i for i, row in enumerate(self.rows) if row.text])

    @property
    def texts(self) -> list[int]:
        """The rows with text that are still there."""
        return [i for i in self.filled if i not in self.gone] if self.gone else self.filled

    def told(self, *roles: str) -> list[int]:
        """The rows with text of which the reader says that they are one of these."""
        found = self.once("roles", lambda: {row.role for row in self.rows})
        return [i for i in self.filled if self.rows[i].role in roles] if found.intersection(roles) else []

    def taken(self, *rules: str) -> list[int]:
        """The rows that went in the name of one of `rules`."""
        return [i for i, evidence in self.gone.items() if evidence.verdict in rules]


class Evidence(NamedTuple):
    """One thing that decides: the lines for which it `holds` go in the name of the rule `verdict`, and why."""

    name: str
    verdict: str
    reason: str
    holds: Callable[[Page], Iterable[int]]
    doubts: bool = False

    @property
    def rule(self) -> str:
        """The rule that it decides for."""
        return self.verdict

    @property
    def told(self) -> str:
        """What it says of the lines, in words."""
        return t("may be furniture: stays, with a warning") if self.doubts else t("furniture: goes")

    @property
    def example(self) -> tuple[str, str]:
        """A text, before and after, in which it decides; two empty ones where only a format's own places tell."""
        before, after = load("cleaning/furniture_examples")["examples"][self.name]
        return before, after

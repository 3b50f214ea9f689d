"""The maker of one generated plan: what it draws, what it has written, and the truth of it.

What holds here: a plan says what it holds because it was made so; nothing of duikou is used to make it.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from plan_tails import Tail, Units, draw, forms

HAN = "零一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(slots=True)
class Wanted:
    """A measure as it is: its path, title, first and last words of its text, and its fields."""

    path: tuple[str, ...]
    title: str | None
    text: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pairs: tuple[frozenset[str], ...] = ()
    part: int = 1


@dataclass(slots=True)
class Plan:
    """A plan as text, with its measures. `name` is the file's, where the format matters."""

    style: str
    tail: str
    text: str
    measures: list[Wanted] = field(default_factory=list)
    name: str = "plan.txt"


@cache
def words() -> dict[str, Any]:
    """The words of the grammar."""
    return tomllib.loads(Path(__file__).with_name("plans.toml").read_text("utf-8"))


def han(n: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else HAN[tens]) + "十" if tens else "") + (HAN[ones] if ones else "")


class Maker:
    """Makes one plan: draws words without repeating itself more than it must."""

    def __init__(self, style: str, seed: int) -> None:
        self.random = random.Random(f"{style}/{seed}")
        self.style = style
        self.level = self.random.choice(("省", "市", "国家"))
        names = words()["units"]
        closing = self.level + ("" if self.level.endswith("级") else "级")
        self.units = Units(self.random, names[self.level], names[closing])
        self.tail_name = self.random.choice(sorted(forms()))
        self.lines: list[str] = []
        self.measures: list[Wanted] = []
        self.tail_said = False

    def tail(self) -> Tail:
        """A tail of the plan's form: what only the first one says is said once."""
        form, first = forms()[self.tail_name], not self.tail_said
        self.tail_said = True
        return draw(form.first if first and form.first else form, self.units)

    def new_part(self) -> None:
        """An attachment begins: it says for itself who leads."""
        self.tail_said = self.tail_said and not forms()[self.tail_name].said_in_each_part

    def title(self) -> str:
        return str(self.random.choice(words()["titles"]))

    def body(self, titled: bool) -> tuple[str, dict[str, Any]]:
        """A text of some sentences, one of them with fields, and the fields. Without a heading before it, it begins
        with a sentence that no one would take for one."""
        plain = self.random.sample(words()["sentences"], self.random.randint(1, 3))
        if not titled:
            plain[0] = self.random.choice(words()["running"])
        found = self.random.choice(words()["fields"])
        plain.insert(self.random.randint(1, len(plain)), found["text"])
        return "".join(plain), {k: v for k, v in found.items() if k != "text"}

    def measure(
        self, path: tuple[str, ...], title: str | None, *, tailed: bool = True, part: int = 1
    ) -> tuple[str, Tail]:
        """Draw a measure: its text as it stands after the heading, with the tail, which may want a line of its own."""
        text, fields = self.body(titled=title is not None)
        tail = self.tail() if tailed else Tail("")
        pairs = tuple(frozenset(pair) for pair in fields.pop("pairs", ()))
        fields = {k: tuple(v) for k, v in fields.items()}
        if tail.deadlines:
            fields["deadlines"] = (*fields.get("deadlines", ()), *tail.deadlines)
        self.measures.append(
            Wanted(path, title, text, tail.lead, tail.responsible, tail.supporting, pairs=pairs, part=part, **fields)
        )
        return text, tail

    def write(self, head: str, text: str, tail: Tail) -> None:
        """One paragraph: head, text and tail."""
        if tail.own_line:
            self.lines += [head + text, tail.text]
        elif tail.text.endswith("。"):
            self.lines.append(head + text.removesuffix("。") + tail.text)
        else:
            self.lines.append(head + text + tail.text)

    def plan(self, doc_title: str, name: str = "plan.txt") -> Plan:
        text = "\n".join([doc_title, *self.lines]) + "\n"
        return Plan(self.style, self.tail_name, text, self.measures, name)

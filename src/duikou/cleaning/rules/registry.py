"""The registry of cleaning rules: one record a rule, found by name.

What holds here: a text rule is a pure function from a text to the changes it wants, in any order; it never adds
or takes a line break, except `line-breaks`. A rule that works on lines (furniture, paragraphs) is listed here too,
so that it can be chosen and explained, but has no `find`: the lines stage runs it. Safe rules say only what the
source says;
an unsafe rule guesses, and is reported instead of run unless asked for. The order of the registry is the order of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from duikou.cleaning.rules.protected import BOTH
from duikou.data import load

Wanted = tuple[int, int, str]
Find = Callable[[str], Iterable[Wanted]]


class Rule(NamedTuple):
    """One cleaning rule.

    `summary` is one sentence. `stage` is "characters" (before
    lines are joined), "lines" or "text" (after). `find` gives (start, end, new) in characters of the text. `skips` are
    the kinds of passages (see `protected`) that the rule is not shown. `signs` is a class of characters, as a regular
    expression writes it inside [ ], without any of which in the text the rule finds nothing; empty where there is none.
    `removes` says that what the rule takes out held words, and is told as removed.
    `warns` is what is said of each of its edits, where one rests on more than the passage itself.
    """

    name: str
    stage: str
    summary: str
    find: Find | None = None
    safe: bool = True
    skips: tuple[str, ...] = BOTH
    signs: str = ""
    removes: bool = False
    warns: str = ""

    @property
    def example(self) -> tuple[str, str]:
        """A text, before and after, in which the rule works: the tests run it, and `duikou rules` shows it."""
        before, after = load("cleaning/rules")["examples"][self.name]
        return before, after


RULES: dict[str, Rule] = {}


def rule(
    name: str,
    stage: str,
    summary: str,
    *,
    safe: bool = True,
    skips: tuple[str, ...] = BOTH,
    signs: str = "",
    removes: bool = False,
    warns: str = "",
) -> Callable[[Find], Find]:
    """Register the function below as the rule `name`; its example stands in data/cleaning/rules.toml."""

    def register(find: Find) -> Find:
        RULES[name] = Rule(name, stage, summary, find, safe, skips, signs, removes, warns)
        return find

    return register


def lines_rule(name: str, summary: str) -> str:
    """Register a rule that the lines stage runs; gives back its name."""
    RULES[name] = Rule(name, "lines", summary)
    return name

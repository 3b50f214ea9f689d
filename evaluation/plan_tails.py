"""Tails of generated plans: who answers for a measure, drawn and written as a row of plan_tails.toml says.

What holds here: every tail knows the units of each role, because it was made of them. The same row drawn from the same
state of chance gives the same tail.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Tail:
    """A tail as written, and who stands in it."""

    text: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    own_line: bool = False
    deadlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TailForm:
    """A row of plan_tails.toml, where each column is explained."""

    text: str
    leads: tuple[int, int] | None = None
    units: tuple[int, int] | None = None
    roles: tuple[str, ...] = ("responsible",)
    other: str | None = None
    cities: tuple[str, ...] = ()
    also_responsible: tuple[str, ...] = ()
    also_supporting: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    own_line: bool = False
    first: TailForm | None = None
    said_in_each_part: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one level of government, and the chance that draws among them."""

    chance: random.Random
    names: Sequence[str]
    closing_names: Sequence[str]

    def some(self, least: int, most: int) -> tuple[str, ...]:
        """From `least` to `most` units, none twice."""
        return tuple(self.chance.sample(self.names, self.chance.randint(least, most)))

    def closing(self) -> str:
        """A unit that a list may close with."""
        return str(self.chance.choice(self.closing_names))


@cache
def forms() -> dict[str, TailForm]:
    """Every form of a tail by its name."""
    rows = tomllib.loads(Path(__file__).with_name("plan_tails.toml").read_text("utf-8"))
    return {name: _form(row) for name, row in rows.items()}


def _form(row: dict[str, Any]) -> TailForm:
    first = row.pop("first", None)
    columns = {("other" if k == "else" else k): tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    form = TailForm(**columns)
    if first is None:
        return form
    return replace(form, first=replace(form, **{k: tuple(v) if isinstance(v, list) else v for k, v in first.items()}))


def draw(form: TailForm, units: Units) -> Tail:
    """A tail of this form."""
    drawn: dict[str, tuple[str, ...]] = {"lead": (), "responsible": (), "supporting": ()}
    if form.leads:
        drawn["lead"] = units.some(*form.leads)
    names = tuple(n for n in units.some(*form.units) if n not in drawn["lead"]) if form.units else ()
    last = (units.closing(),) if "{last}" in form.text else ()
    if form.leads and not names:
        names = (form.other or units.closing(),)
    for place, name in enumerate(names):
        drawn[form.roles[min(place, len(form.roles) - 1)]] += (name,)
    cities = tuple(units.chance.sample(form.cities, 2)) if form.cities else ()
    text = form.text.format(
        *names,
        units="、".join(names),
        last="".join(last),
        cities="、".join(cities),
        **{k: "、".join(v) for k, v in drawn.items()},
    )
    return Tail(
        text,
        drawn["lead"],
        (*drawn["responsible"], *last, *(f"{city}市政府" for city in cities), *form.also_responsible),
        (*drawn["supporting"], *form.also_supporting),
        form.own_line,
        form.deadlines,
    )

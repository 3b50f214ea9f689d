"""Styles of generated plans that are numbered in levels: rows of plan_styles.toml and the one builder of them.

What holds here: what is drawn by chance is drawn in the order in which it is written, so that a row and a seed always
give the same plan.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plan_maker import CIRCLED, HAN, Maker, Plan, Wanted, han, words
from plan_tails import Tail

DOCUMENT_TITLE = "某地{matter}三年行动方案"
OPENING = "为做好有关工作，结合实际，制定本方案。"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a numbering; plan_styles.toml explains the columns."""

    mark: str
    heading: str | None = None
    count: int | tuple[int, int] = 2
    path: str | None = None
    headings: tuple[str, ...] = ()
    numbers: tuple[tuple[int, ...], ...] = ()
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering in levels and how its measures are written; plan_styles.toml explains the columns."""

    levels: tuple[Level, ...]
    title: str = DOCUMENT_TITLE
    opening: bool = True
    close: str = "。"
    alone: bool = False
    opens_with: str = ""
    half_width: bool = False
    texts: tuple[str, ...] = ()
    tailed: bool = True
    safeguards: str | None = None


@cache
def styles() -> dict[str, Style]:
    """Every style that is a row, by its name."""
    rows = tomllib.loads(Path(__file__).with_name("plan_styles.toml").read_text("utf-8"))
    return {
        name: Style(**_frozen({**row, "levels": [Level(**_frozen(level)) for level in row["levels"]]}))
        for name, row in rows.items()
    }


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    def freeze(value: Any) -> Any:
        return tuple(map(freeze, value)) if isinstance(value, list) else value

    return {column: freeze(value) for column, value in row.items()}


def build(style: Style, maker: Maker) -> Plan:
    """The plan of a style."""
    if not style.tailed:
        maker.tail_name = "none"
    if style.opening:
        maker.lines.append(OPENING)
    write_levels(style, maker)
    if style.safeguards:
        _write_safeguards(style.safeguards, maker)
    return maker.plan(document_title(maker, style.title))


def document_title(maker: Maker, form: str = DOCUMENT_TITLE) -> str:
    """The title of a whole document: `{matter}` in its form is drawn."""
    return re.sub(r"\{matter\}", lambda _: str(maker.random.choice(words()["matters"])), form)


def write_levels(style: Style, maker: Maker, part: int = 1) -> None:
    """All chapters of a style with what stands below them, into the maker's lines and measures."""
    _write_level(style, maker, style.levels, (), 0, Counter(), part)


def _write_level(
    style: Style,
    maker: Maker,
    levels: Sequence[Level],
    above: tuple[str, ...],
    place_above: int,
    counts: Counter[int],
    part: int,
) -> None:
    level, below = levels[0], levels[1:]
    for place, number in enumerate(_numbers(level, maker, place_above)):
        counts[len(below)] += 1
        shown = counts[len(below)] if level.runs_on else number
        mark = _numbered(level.mark, shown)
        path = (*above, _numbered(level.path, shown) if level.path else mark.strip("、.【 "))
        heading = level.headings[place] if level.headings else _heading(level.heading, shown, maker)
        if below:
            maker.lines.append(f"{mark}{heading or ''}")
            _write_level(style, maker, below, path, place, counts, part)
        elif style.texts:
            maker.lines.append(f"{mark}{style.texts[place]}")
            maker.measures.append(Wanted(path, None, style.texts[place]))
        else:
            _write_measure(style, maker, mark, path, heading, part)


def _numbers(level: Level, maker: Maker, place_above: int) -> Sequence[int]:
    if level.numbers:
        return level.numbers[place_above]
    count = level.count if isinstance(level.count, int) else maker.random.randint(*level.count)
    return range(1, count + 1)


def _numbered(form: str, number: int) -> str:
    wide = "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return form.format(han=han(number), n=number, wide=wide, circled=CIRCLED[(number - 1) % len(CIRCLED)])


def _heading(form: str | None, number: int, maker: Maker) -> str | None:
    """The heading of this number: each of its words is drawn where it stands, and what is not there is not drawn."""
    if form is None:
        return None

    def word(match: re.Match[str]) -> str:
        if match[1] == "title":
            return maker.title()
        if match[1] == "any_section":
            return str(maker.random.choice(words()["sections"]))
        return str(words()[match[1] + "s"][number])

    return re.sub(r"\{(\w+)\}", word, form)


def _write_measure(style: Style, maker: Maker, mark: str, path: tuple[str, ...], title: str | None, part: int) -> None:
    before = _before(style, maker)
    text, tail = maker.measure(path, title, tailed=style.tailed, part=part)
    head = mark if title is None else f"{mark}{title}{style.close}"
    if style.alone:
        maker.lines.append(f"{mark}{title}")
        head = ""
    elif style.opens_with == "sentence":
        maker.lines.append(head + before)
        maker.measures[-1].text = f"{before}\n{text}"
        head = ""
    elif before:
        maker.measures[-1].text = text = before + text
    maker.write(head, text.replace("，", ",") if style.half_width else text, tail)


def _before(style: Style, maker: Maker) -> str:
    """What a measure's text begins with."""
    if style.opens_with == "sentence":
        return str(maker.random.choice(words()["sentences"]))
    if style.opens_with == "counts":
        clauses = maker.random.sample(words()["clauses"], 3)
        return "".join(f"{HAN[k]}是{clause}{'；' if k < 3 else '。'}" for k, clause in enumerate(clauses, 1))
    return ""


def _write_safeguards(form: str, maker: Maker) -> None:
    """A third chapter, of safeguards, whose items have no tails."""
    maker.lines.append("三、保障措施")
    for number, title in enumerate(maker.random.sample(words()["safeguards"], 2), 1):
        mark = _numbered(form, number)
        text, _tail = maker.measure(("三", mark.rstrip(".、")), title, tailed=False)
        maker.write(f"{mark}{title}。", text, Tail(""))

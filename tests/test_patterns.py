"""Regular expressions without catastrophic backtracking, and commands whose cost grows as the text does.

What holds here: every pattern of the package is tried on strings made of its own alphabet (see `growing`); those that
are excused stand in tests/data/patterns/excused.toml, each with what bounds its input. Work is the processor time of
this process at eight (or four) times the length, against the time before: the least of some runs, and a factor half
way to that of quadratic work, so that a busy machine fails nothing.
"""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import growing
import pytest

import duikou
from duikou.extracting.fields.quantities import counted, topics
from duikou.extracting.fields.quantities.field import find_quantities
from duikou.model import Marked

EXCUSED: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "data" / "patterns" / "excused.toml").read_text("utf-8")
)["excused"]
# What stands right below the package. (Looking for patterns imports it all: no work for the collection of tests.)
FLOORS = sorted(
    path.stem for path in growing.SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
)


def of_floor(floor: str) -> list[growing.Kept]:
    """The patterns that stand in one part of the package."""
    return [kept for kept in growing.patterns() if kept.where.startswith((f"duikou.{floor}.", f"duikou.{floor}:"))]


def excuse(kept: growing.Kept) -> str:
    """Why a pattern need not be linear; "" when it must."""
    return next((why for where, why in EXCUSED.items() if re.match(rf"{re.escape(where)}(?![\w])", kept.where)), "")


@pytest.mark.parametrize("floor", FLOORS)
def test_the_work_of_a_pattern_grows_as_the_text_does(floor: str) -> None:
    found = {kept.where: growing.trouble(kept) for kept in of_floor(floor) if not excuse(kept)}
    assert {where: seen for where, seen in found.items() if seen} == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_short_text_keeps_a_pattern_busy(floor: str) -> None:
    """Exponential work shows in a hundred characters; a bound on the length of a text excuses nothing here."""
    found = {kept.where: growing.sudden(kept) for kept in of_floor(floor)}
    assert {where: seen for where, seen in found.items() if seen} == {}


def test_patterns_are_found_wherever_they_are_kept() -> None:
    places = {kept.where for kept in growing.patterns()}
    assert len(places) > 600
    assert sum(len(of_floor(floor)) for floor in FLOORS) == len(growing.patterns())
    assert "duikou.notation.ordinal_forms:_PATTERNS[0][1]" in places
    assert "duikou.notation.tails:_BRACKET" in places
    assert any(where.startswith("duikou.notation.words:kinds['number']") for where in places)


def test_every_excuse_is_for_a_pattern_that_is_there() -> None:
    excused = {why for kept in growing.patterns() if (why := excuse(kept))}
    assert [where for where, why in EXCUSED.items() if why not in excused] == [], "take these from excused.toml"


@pytest.mark.parametrize("lead", ["甲", "由5级", "到2020年", "甲、"])
def test_the_name_of_a_quantity_is_looked_for_near_it_alone(lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Some of the patterns that look for it take the square of their text: they must never be given a long one.
    seen: list[int] = []
    look = topics.before
    monkeypatch.setattr(topics, "before", lambda text, **how: (seen.append(len(text)), look(text, **how))[1])
    find_quantities(Marked(lead * 2000 + "提高到30%，" + lead * 2000 + "补助5万元、6万元和7万元。"))
    assert seen
    assert max(seen) <= max(counted._NEAR, counted._LISTED)


@pytest.mark.parametrize("source", [r"(?:\d{1,6}|甲)+乙", "(?:[、甲]{1,3}){2,20}乙", "(?:甲|乙|甲乙)*丙", "(?:a+)+b"])
def test_what_is_exponential_is_seen_in_a_short_text(source: str) -> None:
    assert growing.sudden(growing.Kept("here", source, 0, False))


@pytest.mark.parametrize("source", ["甲{1,3}", "(?:甲|乙甲?){1,12}丙", "(?>甲+)*+乙", r"(?:\d{1,3}，)*\d"])
def test_what_is_not_exponential_passes(source: str) -> None:
    assert growing.sudden(growing.Kept("here", source, 0, False)) == ""


# Each troubles one way of matching: nested repeats, a start that fails at every place, repeats beside one another.
@pytest.mark.parametrize("source", ["(?:a+)+b", r"\d+月", "（[^）]*）", r"a\s*\s*b", "(?:甲|乙|甲乙)*丙", ".*甲.*乙$"])
def test_what_is_not_linear_is_seen(source: str) -> None:
    assert growing.trouble(growing.Kept("here", source, 0, True))


@pytest.mark.parametrize("source", ["一+二?", r"(?<!\d)\d+月", "（[^（）]{0,9}）", "甲[^，。]{1,40}乙", "[一二三]、"])
def test_what_is_linear_passes(source: str) -> None:
    assert growing.trouble(growing.Kept("here", source, 0, True)) == ""


# What is repeated thousands of times in one document. Each opened something that was looked for to its end, was counted
# anew for each of many, or was looked through from each of its characters.
REPEATED = (
    *("（责任单位：", "（", "【", "*", "#", ".", "…", "|", "·", "一", "1", "甲", " ", "——"),
    *(
        "一、甲乙\n（一）丙丁。戊己。\n",
        "1.甲\n",
        "第一条 甲\n",
        "2025年",
        "牵头",
        "按职责分工",
        "会同",
        "、",
        "印发《",
    ),
    *("省商务厅、", "沈阳市与苏州市", "《甲》", "附件1\n", "序号\t任务\t单位\n", "1.推进甲。（责任单位：省商务厅）\n"),
)


def spent(command: str, piece: str, length: int) -> float:
    """Seconds of processor time of a command on a text of about that length."""
    text = f"某省关于推进合作的实施方案\n{piece * (length // len(piece))}\n一、甲\n1.乙。"
    changed = f"{text[: length // 3]}改动{text[length // 3 + 2 :]}"
    began = time.process_time()
    if command == "extract":
        duikou.extract(text)
    else:
        duikou.diff(text, changed)
    return time.process_time() - began


@pytest.mark.parametrize("command", ["extract", "diff"])
@pytest.mark.parametrize("piece", REPEATED)
def test_four_times_the_text_is_not_much_more_than_four_times_the_work(command: str, piece: str) -> None:
    spent(command, piece, 100)
    # Most are far below at the first try; another one is for a machine that was busy.
    assert any(spent(command, piece, 16_000) / max(spent(command, piece, 4_000), 0.01) < 9 for _ in range(3))


def test_brackets_are_the_outermost_that_close() -> None:
    from duikou.notation import tails

    assert tails.brackets("（甲（乙））丙（丁［戊］") == [(0, 6), (9, 12)]
    assert tails.brackets("（甲［乙）丙］") == [(0, 5)]
    assert tails.brackets("）甲（乙") == []

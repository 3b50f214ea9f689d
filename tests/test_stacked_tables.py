"""Tables with one cell a line, as copies of pages give them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.model import Measure

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "cleaning" / "stacked_tables.toml").read_text("utf-8")
)["table"]


def told(measure: Measure) -> str:
    """A measure as the cases write it."""
    units = (*measure.lead_units, *measure.responsible_units, *measure.supporting_units)
    return " ".join(("/".join(measure.path), measure.text, *units, *(one.text for one in measure.deadlines)))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows_are_put_together_or_stay_lines_with_a_warning(case: dict[str, Any]) -> None:
    before = case["lines"].replace("|", "\n")
    found = duikou.clean(before)
    assert found.text.replace("\t", "¦").replace("\n", "|") == case["clean"]
    assert found.restore() == before
    assert [one.rule for one in found.cautions if one.rule == "stacked-tables"] == ["stacked-tables"] * case.get(
        "warned", False
    )
    assert duikou.clean(found.text).text == found.text


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_measures(case: dict[str, Any]) -> None:
    before = case["lines"].replace("|", "\n")
    measures = duikou.extract(before).measures
    if not case.get("warned"):
        assert [told(one) for one in measures] == case["measures"]
    for one in measures:
        assert before[one.place.start : one.place.end].strip()


def test_the_place_of_a_row_holds_its_cells() -> None:
    before = CASES[0]["lines"].replace("|", "\n")
    measure = duikou.extract(before).measures[1]
    assert before[measure.place.start : measure.place.end] == "2\n加强技能培训\n市乙局、各区政府\n2024年6月底"
    assert measure.place.line == 10

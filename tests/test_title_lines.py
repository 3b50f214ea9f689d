"""What lines are one title: the one answer that cleaning, the outline and the web reader ask."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from duikou.notation import title_lines, titles
from duikou.reading.web import signs

CASES = tomllib.loads((Path(__file__).parent / "data" / "cleaning" / "titles.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_how_many_lines_are_one_title(case: dict[str, Any]) -> None:
    assert title_lines.title_length(case["lines"], case.get("marked", False)) == case["one"]


@pytest.mark.parametrize("kind", title_lines.kinds())
def test_every_floor_knows_every_kind_of_document(kind: str) -> None:
    title = f"某省关于推进重点领域改革的{kind}"
    assert title_lines.is_whole_title(title)
    assert signs.is_title(title)
    assert titles.doctype(title).endswith(kind) or titles.explaining(title)

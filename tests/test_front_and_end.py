"""What stands before and behind a document's text on pages and in files, told from the text, and what it says of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.model import Cleaned
from duikou.outlining import outline

CASES = tomllib.loads((Path(__file__).parent / "data" / "cleaning" / "front_and_end.toml").read_text("utf-8"))["case"]
FIELDS = ("title", "doc_number", "issuers", "recipients", "date")


def cleaned(case: dict[str, Any], folder: Path) -> Cleaned:
    if case.get("format", "txt") == "txt":
        return duikou.clean(case["text"])
    file = folder / f"case.{case['format']}"
    file.write_text(case["text"], "utf-8")
    return duikou.clean(file)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_front_and_end(case: dict[str, Any], tmp_path: Path) -> None:
    found = cleaned(case, tmp_path)
    if "after" in case:
        assert found.text == case["after"].strip("\n")
    document = outline(found)
    parts = [part.title for part in document.parts]
    told = {name: getattr(document, name) for name in FIELDS} | {"parts": parts}
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    asked = {name: case[name] for name in told if name in case}
    assert {name: told[name] for name in asked} == asked

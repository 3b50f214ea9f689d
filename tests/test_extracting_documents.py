"""Whole documents of many forms: their structure, their measures and the units that answer for them."""

from __future__ import annotations

from typing import Any

import pytest
from outlines import CASES, given

from duikou.extracting import extract_document
from duikou.model import Measure
from duikou.outlining import outline


def row(measure: Measure, wanted: str) -> str:
    """The measure as the cases write it; its text only as far as `wanted` shows it."""
    bounds = wanted.split(" | ")[3].split(" … ")
    first, last = bounds[0], bounds[-1]
    shown = f"{measure.text[: len(first)]} … {measure.text[-len(last) :]}"
    roles = (measure.lead_units, measure.responsible_units, measure.supporting_units)
    names = " | ".join(" ".join(units) or "-" for units in roles)
    return f"{measure.part} | {'/'.join(measure.path)} | {measure.title or '-'} | {shown} | {names}"


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_measures(case: dict[str, Any]) -> None:
    found = extract_document(outline(given(case))).measures
    wanted = case["measures"]
    empty = " | | | - … - | - | - | -"
    rows = [row(m, w) for m, w in zip(found, [*wanted, *[empty] * len(found)], strict=False)]
    assert rows == wanted


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_document(case: dict[str, Any]) -> None:
    document = outline(given(case))
    assert (document.title or "") == case["title"]
    assert document.doc_number == case.get("doc_number")
    assert document.date == case.get("date")
    for name in ("issuers", "recipients"):
        if name in case:
            assert list(getattr(document, name)) == case[name]
    if "parts" in case:
        assert [part.title or "" for part in document.parts] == case["parts"]
    else:
        assert len(document.parts) == 1


@pytest.mark.parametrize("case", [c for c in CASES if "kinds" in c], ids=lambda c: c["name"])
def test_kinds(case: dict[str, Any]) -> None:
    assert [m.kind for m in extract_document(outline(given(case))).measures] == case["kinds"]


@pytest.mark.parametrize("case", [c for c in CASES if "said" in c], ids=lambda c: c["name"])
def test_the_tail_as_written(case: dict[str, Any]) -> None:
    assert [m.responsibility or "" for m in extract_document(outline(given(case))).measures] == case["said"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_every_measure_knows_its_place(case: dict[str, Any]) -> None:
    clean = given(case)
    measures = extract_document(outline(clean)).measures
    for measure in measures:
        passage = clean.text[measure.start : measure.end]
        assert passage.lstrip("★*—").startswith(measure.path[-1]) or passage[:1] in "笫第"
        assert measure.text.split("\n")[0].rstrip("。") in passage
        assert clean.place(measure.start, measure.end) == measure.place
    assert len({m.id for m in measures}) == len(measures)

"""What decides whether two lines are one paragraph: each entry of the table on its own example."""

from __future__ import annotations

import pytest

import duikou
from duikou.cleaning.paragraphs.evidence import TABLE, Evidence
from duikou.data import load

# Only a reader of pages knows these.
UNSEEN = {"gap-on-page"}


@pytest.mark.parametrize("evidence", TABLE, ids=lambda entry: entry.name)
def test_each_entry_decides_in_its_example(evidence: Evidence) -> None:
    before, after = evidence.example
    if evidence.name in UNSEEN:
        assert not before
        return
    cleaned = duikou.clean(before)
    assert cleaned.text == after
    assert (evidence.name, evidence.one) in {(end.evidence, end.one) for end in cleaned.line_ends}
    assert evidence.reason.endswith(".")
    assert cleaned.restore() == before


def test_every_example_is_of_an_entry() -> None:
    assert set(load("cleaning/evidence")["examples"]) == {entry.name for entry in TABLE}
    assert len({e.name for e in TABLE}) == len(TABLE)


def test_why_two_lines_are_one_is_told_with_its_place() -> None:
    cleaned = duikou.clean("到20\n25年建成。\n一、总则")
    told = [(end.evidence, *cleaned.line_end(end)[:2], cleaned.line_end(end)[2].line) for end in cleaned.line_ends]
    assert told == [("split-number", "到20", "25年建成。", 2), ("ordinal", "25年建成。", "一、总则", 3)]

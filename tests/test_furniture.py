"""What decides that a line is furniture: each entry of the table decides in its example, and says why."""

from __future__ import annotations

import pytest

import duikou
from duikou.cleaning.furniture.evidence import Evidence
from duikou.cleaning.furniture.finding import TABLE
from duikou.cleaning.rules.registry import RULES
from duikou.data import load

# These need what only a format tells, or more pages than an example has.
NEED_PLACES = ("told-chrome", "told-metadata", "told-margin", "number-at-edge", "information-table", "parts-sentences")


@pytest.mark.parametrize("evidence", TABLE, ids=lambda entry: entry.name)
def test_each_entry_decides_in_its_example(evidence: Evidence) -> None:
    before, after = evidence.example
    assert evidence.reason.endswith(".")
    assert RULES[evidence.verdict].stage == "lines"
    if not before:
        assert evidence.name in NEED_PLACES
        return
    cleaned = duikou.clean(before)
    assert cleaned.text == after
    if evidence.doubts:
        assert evidence.verdict in {caution.rule for caution in cleaned.cautions}
    else:
        assert evidence.name in {removed.evidence for removed in cleaned.removed}


def test_every_example_is_of_an_entry() -> None:
    assert set(load("cleaning/furniture_examples")["examples"]) == {entry.name for entry in TABLE}

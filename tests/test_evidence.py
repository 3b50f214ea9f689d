"""What decides whether two lines are one paragraph: each entry of the table on its own example."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou.cleaning.paragraphs import evidence as evidence_table
from duikou.cleaning.paragraphs.evidence import TABLE, Evidence
from duikou.cleaning.paragraphs.joining import join_rows
from duikou.cleaning.paragraphs.rows import rows_of
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


SAID = (
    *(
        "（一）",
        "1.",
        "第三条",
        "一、",
        "附件：",
        "总则",
        "省直有关",
        "单位：",
        "2016年",
        "20",
        "18年",
        "%",
        "第",
        "五",
        "日",
    ),
    *(
        "《某市条例》",
        "印发给你们",
        "。",
        "，",
        "、",
        "：",
        "；",
        "（",
        "）",
        "“",
        "”",
        "加强合作",
        "……1",
        "附件",
        "责任",
        "某府辦〔2018〕18號",
    ),
)
LINES = st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=7).map("".join), min_size=2, max_size=12)


@settings(max_examples=300, deadline=None)
@given(lines=LINES, width=st.sampled_from((0, 12, 20)))
def test_no_entry_is_left_out_that_would_have_held(lines: list[str], width: int) -> None:
    if width:
        lines = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    rows = rows_of("\n".join(lines), None)
    gated = join_rows(rows, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence_table, "_asked", lambda *edges: TABLE if edges[-1] else evidence_table._OF_ANY_TEXT)
        assert join_rows(rows, {}) == gated


def test_what_can_not_hold_is_not_asked() -> None:
    other = evidence_table._OTHER
    asked = evidence_table._asked(other, other, other, False, False)
    assert {"mark-opens", "percent-sign", "split-number", "ordinal"}.isdisjoint(one.name for one in asked)

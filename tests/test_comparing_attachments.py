"""What changes in the text of an attachment is a change of the document, whether its items are numbered or not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from builders_compare import plan

import duikou
from duikou.comparing import compare

GROUPS = tomllib.loads(Path(__file__).with_name("data").joinpath("comparing/attachments.toml").read_text("utf-8"))
CASES = [
    pytest.param(group["before"], case, id=f"{name}-{k}")
    for name, group in GROUPS.items()
    for k, case in enumerate(group["cases"])
]


@pytest.mark.parametrize(("before", "case"), CASES)
def test_what_follows_the_signature(before, case):
    found = duikou.diff(before + case["old"], before + case["new"])
    assert [[c.klass, c.category, c.zone] for c in found.changes] == case["told"]


SENTENCES = [
    ("现将有关安排印发，请于10月25日前落实。", "现将有关安排印发，请于10月26日前落实。", "substantive", "body"),
    ("现将有关安排印发，各单位应当落实。", "现将有关安排印发，各单位可以落实。", "substantive", "body"),
    ("发布时间：2020-10-21", "发布时间：2020-10-22", "editorial", "front"),
    ("现将有关安排刊发，供大家参考学习。", "现将有关安排刊登，供大家参考学习。", "editorial", "front"),
]


@pytest.mark.parametrize(("old", "new", "klass", "zone"), SENTENCES)
def test_a_fact_in_a_sentence_taken_for_a_summary_is_no_editorial_change(old, new, klass, zone):
    rest = ("title:某市办公室关于做好工作的通知", "一、抓好落实。各县应当抓好落实。")
    found = compare(plan(f"summary:{old}", *rest), plan(f"summary:{new}", *rest)).changes
    assert [(c.klass, c.zone) for c in found] == [(klass, zone)]

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


ROWS = [
    ["序号", "任务", "牵头单位", "完成时限"],
    ["1", "建设算力中心", "市发展改革委", "2025年底"],
    ["2", "推进数据开放", "市数据局", "2024年底"],
]
COLUMNS = [
    # (which cells of each row the new version has, in order; what is told, with both places)
    ([0, 1, 2], ("deletion", "“完成时限”列", "")),
    ([0, 1, 3], ("deletion", "“牵头单位”列", "")),
    ([0, 1, 3, 2], ("order", "“牵头单位”列", "“牵头单位”列")),
]


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize(("kept", "told"), COLUMNS)
def test_a_column_is_one_change(kept: list[int], told: tuple[str, str, str], form: str) -> None:
    def table(rows: list[list[str]]) -> str:
        if form == "html":
            lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
            return "\n".join(["<table>", *lines, "</table>"])
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])

    plan = "# 某市数字经济任务分工\n\n加快数字经济发展，提升治理能力。\n\n{}\n"
    new = [[row[k] for k in kept] for row in ROWS]
    (change,) = duikou.diff(plan.format(table(ROWS)), plan.format(table(new))).changes
    assert (change.category, *(side.cite if side else "" for side in (change.old, change.new))) == told

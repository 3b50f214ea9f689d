"""What lines of a site say, asked of notation: in simplified and in traditional characters alike."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import duikou.data
from duikou.notation import scripts, site_lines

SITE = Path(duikou.data.__file__).parent / "notation" / "site.toml"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(below)


def test_the_lists_are_in_one_script() -> None:
    # A word that stands in two scripts may stand in two lists, and be known differently in each.
    assert [text for text in _texts(tomllib.loads(SITE.read_text("utf-8"))) if scripts.simplified(text) != text] == []


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("编辑：李某 审核：王某", "編輯：李某 審核：王某"),
        ("供稿单位：某局", "供稿單位：某局"),
        ("责任编辑：李某", "責任編輯：李某"),
        ("发布时间：2024-01-02 浏览次数：12", "發佈時間：2024-01-02 瀏覽次數：12"),
        ("发表日期：2024-01-02", "發表日期：2024-01-02"),
        ("上一条：某通知", "上一條：某通知"),
        ("设为首页", "設爲首頁"),
    ],
)
def test_a_line_is_known_alike_in_both_scripts(simplified: str, traditional: str) -> None:
    lines = ["".join(text.split()) for text in (simplified, traditional)]
    assert site_lines.place(lines[0]) == site_lines.place(lines[1])
    assert [one[:2] for one in site_lines.byline(lines[0])] == [one[:2] for one in site_lines.byline(lines[1])]
    assert site_lines.is_tools(lines[0]) == site_lines.is_tools(lines[1])


def test_values_of_a_byline_are_given_as_written() -> None:
    assert site_lines.byline("發佈單位：某縣教育局瀏覽次數：12")[0].value == "某縣教育局"

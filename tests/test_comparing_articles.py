"""What is told of the articles of a regulation: numbers lost and gained, references, places as they are cited.

The cases are data (data/comparing/articles.toml). Plain renumberings are left out of what is told; each case is told
mirrored when the versions change places.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.comparing.judging.classify import MIRRORED
from duikou.model import Change

DATA = tomllib.loads((Path(__file__).parent / "data/comparing/articles.toml").read_text("utf-8"))
CASES = [pytest.param(case, id=str(k)) for k, case in enumerate(DATA["cases"])]
SWAPPED = {"insert": "delete", "delete": "insert"}


def edited(case: dict[str, Any]) -> str:
    text: str = DATA["base"]
    for old, new in case["edits"]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def told(changes: tuple[Change, ...]) -> list[list[str]]:
    return [
        [change.klass, change.type, change.category, *(side.cite if side else "" for side in (change.old, change.new))]
        for change in changes
        if change.type != "renumber"
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_regulation(case: dict[str, Any]) -> None:
    changes = duikou.diff(DATA["base"], edited(case)).changes
    assert told(changes) == case["told"]
    assert [change.wanted for change in changes if change.wanted] == ([case["wanted"]] if "wanted" in case else [])


@pytest.mark.parametrize("case", CASES)
def test_a_regulation_the_other_way(case: dict[str, Any]) -> None:
    mirrored = [[a, SWAPPED.get(b, b), MIRRORED.get(c, c), new, old] for a, b, c, old, new in case["told"]]
    found = told(duikou.diff(edited(case), DATA["base"]).changes)
    assert sorted(found) == sorted(mirrored)


PIECES = [
    # (old, new, what was taken out, what was put in)
    ("乡镇人民政府协助巡查。", "乡镇人民政府、街道办事处协助巡查。", "", "、街道办事处"),
    ("由县水务局、村委会负责。", "由县水务局、镇水利站、村委会负责。", "", "镇水利站、"),
    (
        "从事河道采砂经营、船舶维修经营和船员培训业务的，责令改正。",
        "从事船舶维修经营业务的，责令改正。",
        "河道采砂经营、和船员培训",
        "",
    ),
    ("建成园区10个。", "建成园区100个。", "10个", "100个"),
    (
        "有第（一）、（二）、（四）项情形的，处罚款。",
        "有第（一）、（三）、（四）项情形的，处罚款。",
        "（二）",
        "（三）",
    ),
]


@pytest.mark.parametrize(("old", "new", "gone", "come"), PIECES)
def test_what_stands_unchanged_is_not_marked(old: str, new: str, gone: str, come: str) -> None:
    heads = "某条例\n第一条 {}\n第二条 本条例自公布之日起施行。\n"
    ops = [op for change in duikou.diff(heads.format(old), heads.format(new)).changes for op in change.ops]
    assert "".join(text for kind, text in ops if kind == "delete") == gone
    assert "".join(text for kind, text in ops if kind == "insert") == come


def test_an_article_that_became_a_lead_in_stays_that_article() -> None:
    old = (
        "某办法\n第三十条 违反本办法规定，未取得许可，擅自采砂的，由水务局责令停止；有违法所得的，没收违法所得，"
        "并处一万元以上三万元以下罚款；造成损失的，依法承担赔偿责任。\n第三十一条 本办法自公布之日起施行。\n"
    )
    new = (
        "某办法\n第三十条 违反本办法规定，有下列情形之一的，由水务局责令停止，并处罚款；"
        "造成损失的，依法承担赔偿责任：\n"
        "（一）未取得许可，擅自采砂的，处一万元以上三万元以下罚款；\n"
        "（二）未取得许可，擅自取土，有违法所得的，没收违法所得，并处二万元以上五万元以下罚款。\n"
        "第三十一条 本办法自公布之日起施行。\n"
    )
    changes = duikou.diff(old, new).changes
    assert not [change for change in changes if change.type == "renumber"]
    gone = "".join(text for change in changes for kind, text in change.ops if kind == "delete")
    assert "赔偿责任" not in gone
    assert "责令停止" not in gone


def test_two_texts_that_are_no_versions_say_so() -> None:
    other = "关于召开会议的通知\n各有关单位：\n定于下周召开会议，请准时参加，会期一天。\n"
    other += "一、会议时间\n上午九点。\n二、会议地点\n会议中心。\n"
    assert [caution.rule for caution in duikou.diff(DATA["base"], other).cautions] == ["unlike"]
    assert not duikou.diff(DATA["base"], edited(DATA["cases"][0])).cautions


MOVES = [
    # (pieces of the old text and what the new one has; where what moved stood, and where it stands: None for an item so
    # short that it may stand there by chance)
    (
        [
            ["（二）爆破、钻探；\n（三）", "（二）"],
            ["（四）其", "（三）其"],
            ["第七条 本", "第七条 下列活动免费：\n（一）爆破、钻探；\n（二）取样。\n本"],
        ],
        None,
    ),
    (
        [
            ["第三条 任何单位和个人不得在河道内倾倒垃圾、排放污水。\n第四条", "第三条"],
            [
                "第五条 违反本条例第三条",
                "第四条 任何单位和个人均不得在河道内倾倒垃圾、渣土、排放污水。\n第五条 违反本条例第四条",
            ],
        ],
        ("第三条", "第四条"),
    ),
]


@pytest.mark.parametrize(("edits", "places"), MOVES)
def test_what_moved_into_another_place(edits: list[list[str]], places: tuple[str, str] | None) -> None:
    text: str = DATA["base"]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    moved = [change for change in duikou.diff(DATA["base"], text).changes if change.type == "move"]
    found = [tuple(side.cite for side in (change.old, change.new) if side) for change in moved]
    assert found == ([places] if places else [])


SPLIT = ("并保证正常运行，不得擅自拆除或者更换。", "并保证正常运行。\n第二条 取水单位不得擅自拆除或者更换计量设施。")


def test_a_piece_that_says_its_subject_anew_is_a_split() -> None:
    old = "某办法\n第一条 取水单位应当安装计量设施，{}\n第{}条 本办法自公布之日起施行。\n"
    found = duikou.diff(old.format(SPLIT[0], "二"), old.format(SPLIT[1], "三")).changes
    assert [change.category for change in found] == ["split", "insertion", "numbering"]


TABLE = "# 某表\n\n一、分工\n\n| 事项 | 单位 |{h}\n| --- | --- |{r}\n| 清淤 | 市水务局 |{a}\n| 巡查 | 各县 |{b}\n"


def test_a_new_column_is_one_change(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TABLE.format(h="", r="", a="", b=""), "utf-8")
    new.write_text(TABLE.format(h=" 时限 |", r=" --- |", a=" 2025年 |", b=" 2026年 |"), "utf-8")
    changes = duikou.diff(old, new).changes
    assert [(change.klass, change.category) for change in changes] == [("substantive", "insertion")]

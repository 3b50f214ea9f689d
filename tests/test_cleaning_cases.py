"""Cleaning, case by case: texts as found, texts that must not change, known failures, and every rule on its own."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from layouts import PAGE_NUMBERS, Layout, typeset
from traced import Traced

import duikou
from duikou.cleaning import ALWAYS, ORDER, Selection, rules_in_order
from duikou.errors import UsageError

DATA = Path(__file__).parent / "data" / "cleaning"
CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))


def cases(name: str) -> list[Any]:
    loaded = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in loaded]


@pytest.mark.parametrize("case", cases("in_the_wild"))
def test_texts_in_the_wild(case: dict[str, str]) -> None:
    cleaned = duikou.clean(case["before"])
    assert cleaned.text == case["after"]
    assert cleaned.restore() == case["before"]


@pytest.mark.parametrize("case", cases("must_not_change"))
def test_texts_that_must_not_change(case: dict[str, str]) -> None:
    assert duikou.clean(case["text"]).text == case["text"]


@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["reason"]))
    assert duikou.clean(case["before"]).text == case["after"]


@pytest.mark.parametrize("rule", rules_in_order(), ids=lambda rule: rule.name)
def test_every_rule_does_what_its_example_shows(rule: Any) -> None:
    before, after = rule.example
    assert rule.summary.endswith(".")
    if not before:
        assert rule.name in ("running-heads", "metadata-table"), "only rules that need a page have no example"
        return
    cleaned = duikou.clean(before, Selection(select=(rule.name, "rejoin", "spaces")))
    assert cleaned.text == after
    assert rule.name in cleaned.edits


def test_the_order_names_every_rule_once() -> None:
    assert sorted(ORDER) == sorted(rule.name for rule in rules_in_order())
    assert len(set(ORDER)) == len(ORDER)


GUESSES = [
    ("第三十－条的规定", "misread-dash", "第三十一条的规定"),
    ("笫五十四条清算组", "misread-di", "第五十四条清算组"),
    ("同意的人数达到l／3以上", "misread-digit", "同意的人数达到1/3以上"),
    ("围挡不得低于2\ue0105米", "private-use-point", "围挡不得低于2.5米"),
    ("〈四)加强协作。", "misread-bracket", "（四）加强协作。"),
]


@pytest.mark.parametrize(("text", "rule", "repaired"), GUESSES)
def test_guesses_are_reported_with_their_place_and_made_only_when_asked(text: str, rule: str, repaired: str) -> None:
    cautious = duikou.clean("某某条例\n" + text)
    assert rule in [c.rule for c in cautious.cautions]
    assert all(c.place and c.place.line == 2 for c in cautious.cautions)
    assert rule not in cautious.edits
    asked = duikou.clean("某某条例\n" + text, Selection(unsafe=True))
    assert asked.text == "某某条例\n" + repaired
    assert asked.restore() == "某某条例\n" + text


def test_private_use_characters_are_never_dropped() -> None:
    cleaned = duikou.clean("完成任务。\ue5e5\n2\ue0105米")
    assert "\ue5e5" in cleaned.text
    assert "\ue010" in cleaned.text
    assert {c.rule for c in cleaned.cautions} == {"private-use", "private-use-point"}


def test_rules_can_be_chosen() -> None:
    text = "推进合作,加快发展(试点)"
    assert duikou.clean(text, Selection(select=("marks",))).text == "推进合作，加快发展(试点)"
    assert duikou.clean(text, Selection(ignore=("marks",))).text == "推进合作,加快发展（试点）"
    with pytest.raises(UsageError, match=r"no rule named mark.*[Dd]id you mean marks"):
        duikou.clean(text, Selection(select=("mark",)))
    for name in ALWAYS:
        with pytest.raises(UsageError, match="can't be ignored"):
            duikou.clean(text, Selection(ignore=(name,)))


def test_what_may_be_furniture_is_kept_with_a_caution() -> None:
    cleaned = duikou.clean("合作园区数量\n15\n合作项目数量")
    assert "15" in cleaned.text.split("\n")
    assert [c.rule for c in cleaned.cautions] == ["page-numbers"]


def test_a_red_head_in_a_pages_head_is_kept() -> None:
    from duikou.model import Line, Source

    texts = ["某某省人民政府文件", "内部资料", "一、总体要求"]
    lines, at = [], 0
    for number, text in enumerate(texts, 1):
        lines.append(Line(at, at + len(text), number, role="text" if number == 3 else "header"))
        at += len(text) + 1
    cleaned = duikou.clean(Source("\n".join(texts), tuple(lines), "docx"))
    assert cleaned.text == "某某省人民政府文件\n一、总体要求"
    assert [(r.text, r.rule) for r in cleaned.removed] == [("内部资料", "running-heads")]


PLAN = "\n".join(
    [
        "某某市与某某市对口合作实施方案",
        "各区人民政府，市政府各部门、各直属机构：",
        *(
            f"{n}.完善第{n}类事项的合作机制，推动两市资源共享和优势互补，支持企业在两市之间自由投资，"
            f"定期通报第{n}类事项的进展情况，及时协调解决存在的困难和问题，共同营造良好的发展环境和市场秩序。"
            for n in range(1, 16)
        ),
    ]
)


@pytest.mark.parametrize("number", ["", "— {} —"])
@pytest.mark.parametrize("indent", ["kept", "stripped"])
def test_running_heads_go_and_the_title_that_they_repeat_stays(indent: str, number: str) -> None:
    title = PLAN.split("\n", 1)[0]
    for head in (title, "某某市人民政府公报", "某某市人民政府公报　2019年第3期"):
        layout = Layout(24, indent, "", 12, number, head)
        cleaned = duikou.clean(typeset(Traced.of(PLAN), layout).text)
        assert cleaned.text == PLAN
        assert {r.rule for r in cleaned.removed if r.text == head} == {"running-heads"}


@pytest.mark.parametrize("wide", [16, 20])
def test_recipients_on_a_full_line_stay_alone(wide: int) -> None:
    """The line is as full as the page and the next is not set in: only what it says tells."""
    recipients = "各区人民政府，市政府各部门、各直属机构："[-wide:]
    text = PLAN.replace(
        "各区人民政府，市政府各部门、各直属机构：",
        f"{recipients}\n为深入实施区域协调发展战略，结合两市实际，制定本方案，请认真贯彻落实。",
    )
    cleaned = duikou.clean(typeset(Traced.of(text), Layout(wide, "none")).text)
    assert recipients in cleaned.text.split("\n")


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
@pytest.mark.parametrize("wide", [24, 28, 34])
def test_hard_wrapped_paragraphs_come_out_whole(path: Path, wide: int) -> None:
    """At least 97 of 100 paragraphs of each setting are whole, all settings together 99."""
    paragraphs = duikou.clean(path).text.split("\n")
    draw = random.Random(wide)
    hits = total = 0
    for indent in ("stripped", "kept"):
        for blank in ("", "paragraph", "all"):
            for page in (0, 22):
                layout = Layout(wide, indent, blank, page, draw.choice(PAGE_NUMBERS))
                text = typeset(Traced.of("\n".join(paragraphs)), layout).text
                got = duikou.clean(text).text.split("\n")
                hit = sum(paragraph in got for paragraph in paragraphs)
                f1 = 2 * hit / (len(got) + len(paragraphs))
                assert f1 >= 0.96, (indent, blank, page)
                hits, total = hits + 2 * hit, total + len(got) + len(paragraphs)
    assert hits / total >= 0.975


CHROME = [
    *("请选择年份：", "浏览次数：12", "【字体：大 中 小】", "[打印]", "关闭窗口", "返回顶部", "我要纠错"),
    *(
        "扫一扫在手机打开当前页",
        "分享到：微信",
        "某公网安备 11010802035207号",
        "某ICP备05000001号-1",
        "网站标识码：ab12",
    ),
    *("© 2017 某某 All Rights Reserved", "版权所有：某某", "主办单位：某某 技术支持：某某", "网站地图 | 联系我们"),
    *("当前位置：首页 > 政策", "首页 > 政策 > 正文", "上一篇：某某通知", "下一篇：没有了", "点击下载：某某方案"),
    *(
        "【原文下载】",
        "相关链接：某某",
        "发布时间：2020-01-02 10:00 来源：某某网 浏览次数：3",
        "打印 关闭 【大 中 小】",
    ),
]


@pytest.mark.parametrize("line", CHROME)
def test_site_chrome_goes_and_is_logged(line: str) -> None:
    cleaned = duikou.clean(f"一、总则\n{line}\n加强协作。")
    assert cleaned.text == "一、总则\n加强协作。"
    assert [(r.text, r.rule, r.place.line) for r in cleaned.removed] == [(line, "site-chrome", 2)]

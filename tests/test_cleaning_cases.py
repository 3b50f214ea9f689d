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
from duikou.model import Line, Source

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
    ("加强〈跨市)协作。", "misread-bracket", "加强（跨市）协作。"),
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


PASSAGE = [
    "第二条　合作双方应当每年商定一批园区共建项目，由园区管理部",
    "门会同企业所在地的商务部门列出清单并明确每个项目的进度安排",
    "和联系人。清单经两市同意后公布，其中投资额较大的，另行商定",
    "推进办法，并在每季度末通报一次进展，遇有困难的，由双方会商",
    "解决，不得拖延。教师、医生互派的名额，由有关单位分别提出，",
    "经汇总后下达；互派人员的食宿，由接收单位安排，往返的路费由",
    "派出单位承担；农产品进入对方市场的，减免摊位费用，并在展会",
    "上设立专区；旅游线路由双方共同设计，门票互认，宣传互推，每",
    "年至少举办一次推介活动，活动的结果在年底一并写入总结。",
]


def test_a_line_of_a_passage_that_comes_three_times_is_no_running_head() -> None:
    cleaned = duikou.clean("\n".join(PASSAGE * 3))
    assert [removed.text for removed in cleaned.removed] == []
    assert cleaned.text.count(PASSAGE[1]) == 3


def test_a_line_inside_the_text_of_its_page_is_no_running_head() -> None:
    """What comes before and after it differs, but running heads stand where a page begins or ends."""
    found: list[Line] = []
    at = 0
    texts = [mark + text[1:] if k != 1 else text for mark in "甲乙丙" for k, text in enumerate(PASSAGE)]
    texts = [text if k % 9 != 2 else f"{'甲乙丙'[k // 9]}{text}" for k, text in enumerate(texts)]
    ordered = [texts[i : i + 9] for i in (0, 9, 18)]
    pages = [[*page[5:], *page[:5]] for page in ordered]  # the line stands in the middle
    for number, page in enumerate(pages, 1):
        for k, text in enumerate(page):
            box = (90.0, 80.0 + 20 * k, 90.0 + 12 * len(text), 92.0 + 20 * k)
            found.append(Line(at, at + len(text), len(found) + 1, number, box=box, size=12.0))
            at += len(text) + 1
    text = "\n".join(text for page in pages for text in page)
    assert [removed.text for removed in duikou.clean(Source(text, tuple(found), "pdf")).removed] == []


def paged(heads: list[str]) -> Source:
    """A text of pages, each with a line of `heads` above lines of its own."""
    found: list[Line] = []
    texts: list[str] = []
    at = 0
    for page, head in enumerate(heads, 1):
        for text in (head, *(f"第{page}页第{k}行的事项由有关单位分别办理。" for k in range(1, 8))):
            found.append(Line(at, at + len(text), len(found) + 1, page))
            texts.append(text)
            at += len(text) + 1
    return Source("\n".join(texts), tuple(found), "pdf")


@pytest.mark.parametrize(
    "heads",
    [
        ["2.5 抽查标准", "2.6 抽查标准", "2.8 抽查标准", "2.9 抽查标准", "3.1 抽查标准"],
        ["表3 任务清单", "表4 任务清单", "表7 任务清单", "表9 任务清单", "表13 任务清单"],
        ["第12类事项方案", "第14类事项方案", "第17类事项方案", "第18类事项方案", "第22类事项方案"],
    ],
)
def test_headings_at_the_edges_of_pages_that_count_on_their_own_are_no_running_heads(heads: list[str]) -> None:
    cleaned = duikou.clean(paged(heads))
    assert [removed.text for removed in cleaned.removed] == []


@pytest.mark.parametrize("head", ["某市年鉴 {}", "{} 某市发展规划汇编", "某市政报第3期 {}"])
def test_running_heads_that_count_the_pages_go(head: str) -> None:
    cleaned = duikou.clean(paged([head.format(n) for n in (11, 12, 13, 14, 15)]))
    assert {removed.rule for removed in cleaned.removed} == {"running-heads"}
    assert len(cleaned.removed) == 5
    assert head.format(11) not in cleaned.text


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


CHROME_MORE = tomllib.loads((DATA / "chrome_more.toml").read_text("utf-8"))
CHROME = {
    key: lines + CHROME_MORE[key] for key, lines in tomllib.loads((DATA / "chrome.toml").read_text("utf-8")).items()
}
BODY = "某市实施方案\n一、总则\n两市加强协作，推进合作。"


def removed_from(text: str, line: str) -> None:
    cleaned = duikou.clean(text)
    assert cleaned.text == BODY
    number = text.split("\n").index(line) + 1
    assert (line, "site-chrome", number) in [(r.text, r.rule, r.place.line) for r in cleaned.removed]


@pytest.mark.parametrize("line", CHROME["closed"])
def test_what_only_a_site_says_goes_wherever_it_stands(line: str) -> None:
    for at in range(4):
        lines = BODY.split("\n")
        lines.insert(at, line)
        removed_from("\n".join(lines), line)


@pytest.mark.parametrize("line", CHROME["head"])
def test_what_a_site_says_at_the_head_goes_there(line: str) -> None:
    removed_from(f"{line}\n{BODY}", line)
    removed_from(BODY.replace("一、总则", f"{line}\n一、总则"), line)


@pytest.mark.parametrize("line", CHROME["foot"])
def test_what_a_site_says_at_the_foot_goes_there(line: str) -> None:
    removed_from(f"{BODY}\n\n{line}", line)


@pytest.mark.parametrize("line", CHROME["beside"])
def test_what_a_site_says_beside_its_other_words_goes_with_them(line: str) -> None:
    removed_from(f"{BODY}\n{line}\n某ICP备05000001号", line)
    kept = f"{BODY}\n{line}\n"
    assert "".join(line.split()) in "".join(duikou.clean(kept).text.split())


@pytest.mark.parametrize("line", sorted({*CHROME["kept"], *CHROME["foot"], *CHROME["beside"], *CHROME["head"]}))
def test_nothing_between_two_paragraphs_goes_for_a_word(line: str) -> None:
    text = f"一、总则\n两市加强协作，推进合作。\n{line}\n两市共建园区，推进创新。"
    cleaned = duikou.clean(text)
    assert not cleaned.removed
    assert "".join(line.split()) in "".join(cleaned.text.split())


STRUCTURE = tomllib.loads((DATA / "structure.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", STRUCTURE["kept"], ids=lambda case: case["name"])
def test_lines_that_are_paragraphs_stay_alone(case: dict[str, str]) -> None:
    cleaned = duikou.clean(case["text"])
    assert cleaned.text == case.get("after", case["text"])
    assert not cleaned.removed


@pytest.mark.parametrize("case", STRUCTURE["case"], ids=lambda case: case["name"])
def test_lines_are_put_together_and_kept_apart(case: dict[str, str]) -> None:
    cleaned = duikou.clean(case["before"])
    assert cleaned.text == case["after"]
    assert cleaned.restore() == case["before"]

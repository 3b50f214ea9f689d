"""Many plans: which files are one plan, and measures of different plans side by side."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import duikou
from duikou.relating.grouping import summary
from duikou.relating.grouping.changes import Difference, difference, is_copy
from duikou.relating.grouping.fingerprints import bare_text, containment, fingerprint
from duikou.relating.grouping.summary import core, summarise
from duikou.relating.grouping.telling import group_documents

SUBJECTS = {
    "港口": "加强港口物流合作，共同开拓航线，推进海铁联运和多式联运发展。",
    "农业": "推动农产品基地建设，支持农业龙头企业开展绿色食品品牌合作。",
    "旅游": "共同开发旅游线路，互送客源，举办冰雪旅游推介活动。",
    "人才": "选派高层次人才开展交流，建立人力资源服务联盟。",
    "科技": "支持科研院所共建实验室，促进科技成果转化。",
    "医疗": "支持医院建立医疗联合体，开展远程医疗和中医药合作。",
}


def plan(title: str, subjects: list[str], more: str = "", numbering: int = 1) -> str:
    """A plan with one item a subject."""
    items = [
        f"{number}.推进{name}合作。{SUBJECTS[name]}{more}（牵头单位：某省{name}厅）"
        for number, name in enumerate(subjects, numbering)
    ]
    head = f"{title}\n为做好有关工作，制定本方案。\n一、总体要求\n坚持政府引导、市场运作，务求实效。\n二、重点任务\n"
    return head + "\n".join(items) + "\n"


ALL = list(SUBJECTS)
PLAN = plan("甲省与乙省合作实施方案", ALL)
LONG = "各有关部门要按照职责分工抓好落实，" * 3
NOTICE = (
    "甲省人民政府办公厅关于印发甲省与乙省合作实施方案的通知\n甲政办发〔2021〕8号\n各市人民政府，省直各部门：\n"
    "《甲省与乙省合作实施方案》已经省政府同意，现印发给你们，请认真贯彻执行。\n甲省人民政府办公厅\n2021年3月5日\n"
)
ARTICLE = (
    "《甲省与乙省合作实施方案》解读\n近日，省政府办公厅印发了《甲省与乙省合作实施方案》。为便于理解，现解读如下。\n"
    "问：出台的背景是什么？\n答：为落实国家部署，我省与有关省份加强了合作，取得了积极成效。\n"
)


MEMBERS = (
    "某市人民政府办公厅关于调整市{}委员会组成人员的通知\n各区人民政府，市政府各部门：\n"
    "因人事变动，现对委员会组成人员作如下调整，请各有关单位知照。\n主任：{}\n某市人民政府办公厅\n2020年1月3日\n"
)
ATTACHMENT = (
    "附件\n重点任务清单\n" + "\n".join(f"{n}\t事项{n}的内容与要求\t某省办公厅\t2025年" for n in range(1, 9)) + "\n"
)
LAW = "某某管理条例\n" + "\n".join(
    f"第{n}条　文化主管部门会同有关部门依法对{name}经营活动实施监督管理，受理{SUBJECTS[name]}"
    for n, name in zip("一二三四五六", SUBJECTS, strict=True)
)
TRADITIONAL = str.maketrans("与实务对业东设农产运发创", "與實務對業東設農產運發創")


def misread(text: str) -> str:
    """`text` as a scan gives it: one character in fifty is another one."""
    lines = text.split("\n")
    return "\n".join([lines[0], *(re.sub(r"(?<=.{30})([门关法])(?=.{8})", "口", line, count=1) for line in lines[1:])])


def grouped(*texts: str) -> list[set[tuple[str, str]]]:
    """The groups of texts named a, b, c …, each as the names with their relations."""
    summaries = [summarise(duikou.outline(text), chr(97 + n)) for n, text in enumerate(texts)]
    return [{(file.path, file.relation) for file in group.files} for group in group_documents(summaries)]


def announced(title: str, place: str, day: str) -> str:
    """An announcement, much of it in words that its office always uses."""
    return (
        f"{title}\n为做好有关工作，经研究决定，现将有关事项公告如下。\n一、范围\n位于{place}的地块，具体范围以附图为准。\n"
        f"二、期限\n自公告发布之日起三十日内，逾期不再受理。\n三、其他\n未尽事宜由我局负责解释。\n某局\n{day}\n"
    )


def numbered(title: str, number: int, subjects: list[str]) -> str:
    """A text of few forms, under a number."""
    items = [f"{n}、推进{name}合作\n{SUBJECTS[name]}\n" for n, name in zip("一二三四五六", subjects, strict=False)]
    return f"{title}\n某政发〔2020〕{number}号\n" + "".join(items) + f"某市人民政府\n2020年{number % 12 + 1}月5日\n"


# What is told of two files: (one, the other, the relations in the group of the first, how many groups).
BROKEN = PLAN.replace("，", ",\n").replace("合作。", "合作.")
TOLD = {
    "a copy with broken lines and other marks": (PLAN, PLAN.replace("，", ","), {"base", "same"}, 1),
    "a version with a changed item": (
        PLAN,
        PLAN.replace("共同开拓航线", "每年新开国际航线十条以上"),
        {"base", "version"},
        1,
    ),
    "a version in which only a number differs": (
        PLAN.replace("共同开拓航线", "开拓航线15条"),
        PLAN.replace("共同开拓航线", "开拓航线18条"),
        {"base", "version"},
        1,
    ),
    "a notice that carries the plan": (PLAN, NOTICE + PLAN, {"base", "carries"}, 1),
    "an article that explains it": (PLAN, ARTICLE, {"base", "explains"}, 1),
    "a version with one phrase more": (
        PLAN,
        PLAN.replace("共同开拓航线", "共同开拓海上航线和空中航线"),
        {"base", "version"},
        1,
    ),
    "a version with one office renamed throughout": (
        LAW,
        LAW.replace("文化主管", "旅游综合"),
        {"base", "version"},
        1,
    ),
    "a copy in traditional characters": (PLAN, PLAN.translate(TRADITIONAL), {"base", "same"}, 1),
    "a copy with strewn misreadings": (LAW, misread(LAW), {"base", "same"}, 1),
    "a copy without the attachments": (PLAN + ATTACHMENT, PLAN, {"base", "same"}, 1),
    "a notice without the plan": (plan("甲省与乙省合作实施方案", ALL, LONG), NOTICE, {"base", "carries"}, 1),
    "notices of one form on two bodies": (
        MEMBERS.format("安全生产", "张三"),
        MEMBERS.format("防汛抗旱", "李四"),
        {"base"},
        2,
    ),
    "two copies of an article on a plan that is not here": (ARTICLE, ARTICLE.replace("，", ","), {"base", "same"}, 1),
    "an expert's article": (
        PLAN,
        ARTICLE.replace("《甲省与乙省合作实施方案》解读", "专家解读：甲省与乙省合作实施方案", 1),
        {"base", "explains"},
        1,
    ),
    "five-year plans": (
        plan("某省产业发展第十三个五年规划", ALL[:4]),
        plan("某省产业发展第十四个五年规划", ALL[1:]),
        {"base", "series"},
        2,
    ),
    "the reports of two months": (
        plan("某省2024年5月重点工作实施方案", ALL[:4]),
        plan("某省2024年6月重点工作实施方案", ALL[1:]),
        {"base", "series"},
        2,
    ),
    "one text in two places": (
        plan("甲省辽阳市产业发展实施方案", ALL),
        plan("甲省本溪市产业发展实施方案", ALL),
        {"base"},
        2,
    ),
    "another place's plan of the same text": (
        plan("甲省辽阳市产业发展实施方案", ALL[:3], LONG),
        plan("甲省本溪市产业发展实施方案", ALL[2:], LONG),
        {"base"},
        2,
    ),
    "the next year's text of a series": (
        plan("2023年重点工作安排实施方案", ALL[:4]),
        plan("2024年重点工作安排实施方案", ALL[1:]),
        {"base", "series"},
        2,
    ),
    "announcements of one title, by the number in it": (
        announced("某局用地出让公告（2024年第5号）", "城东", "2024年3月5日"),
        announced("某局用地出让公告（2024年第9号）", "城西", "2024年6月7日"),
        {"base", "series"},
        2,
    ),
    "announcements whose titles end with a number": (
        announced("某局关于招考工作人员的公告（第五号）", "城东", "2024年3月5日"),
        announced("某局关于招考工作人员的公告（第十二号）", "城西", "2024年6月7日"),
        {"base", "series"},
        2,
    ),
    "copies of an announcement, one number in figures and one in words": (
        announced("某局关于招考工作人员的公告（第12号）", "城东", "2024年3月5日"),
        announced("某局关于招考工作人员的公告（第十二号）", "城东", "2024年3月5日"),
        {"base", "same"},
        1,
    ),
    "notices of one title with a number each": (
        numbered("某市关于加强安全工作的通知", 8, ALL[:4]),
        numbered("某市关于加强安全工作的通知", 31, ALL[3:]),
        {"base"},
        2,
    ),
    "a notice that is issued again under another number": (
        numbered("某市关于加强安全工作的通知", 8, ALL),
        numbered("某市关于加强安全工作的通知", 31, ALL[1:]),
        {"base", "version"},
        1,
    ),
    "a plan that is written anew under another number": (
        numbered("某市产业合作实施方案", 8, ALL[:4]),
        numbered("某市产业合作实施方案", 31, ALL[3:]),
        {"base", "version"},
        1,
    ),
    "two plans that share no text": (PLAN, plan("丙市产业发展规划", ["科技"], "另有安排"), {"base"}, 2),
    "an article that explains a plan that is not here": (PLAN, ARTICLE.replace("乙省", "戊省"), {"base"}, 2),
}


@pytest.mark.parametrize("name", TOLD)
def test_how_two_files_stand_to_each_other(name: str) -> None:
    one, other, relations, count = TOLD[name]
    for texts in ((one, other), (other, one)):
        groups = grouped(*texts)
        assert len(groups) == count
        assert {relation for _, relation in max(groups, key=len)} == relations


def test_texts_that_say_nothing_are_alike_to_no_other() -> None:
    assert len(grouped("……\n", "——\n", PLAN)) == 3


def test_groups_do_not_depend_on_the_order_of_the_files() -> None:
    texts = {
        "a": PLAN,
        "b": NOTICE + PLAN,
        "c": ARTICLE,
        "d": plan("丙市产业发展规划", ["科技", "医疗"]),
        "e": PLAN.replace("共同开拓航线", "每年新开国际航线十条以上"),
    }
    summaries = {name: summarise(duikou.outline(text), name) for name, text in texts.items()}

    def told(order: tuple[str, ...]) -> set[frozenset[tuple[str, str, str | None]]]:
        return {
            frozenset((file.path, file.relation, file.order) for file in group.files)
            for group in group_documents([summaries[name] for name in order])
        }

    assert len({frozenset(told(order)) for order in itertools.permutations(texts)}) == 1


def test_a_draft_is_the_earlier_version() -> None:
    draft = PLAN.replace("实施方案\n", "实施方案（征求意见稿）\n", 1).replace("互送客源", "互送游客并给予奖励")
    summaries = [summarise(duikou.outline(text), name) for name, text in {"new": PLAN, "draft": draft}.items()]
    (group,) = group_documents(summaries)
    assert [(file.path, file.relation, file.order) for file in group.files] == [
        ("new", "base", None),
        ("draft", "version", "earlier"),
    ]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("甲省人民政府关于促进产业发展的意见", "促进产业发展的意见"),
        ("促进产业发展的意见（试行）", "促进产业发展的意见"),
        ("甲省人民政府办公厅关于印发《甲省产业方案》的通知", "甲省产业方案"),
        ("甲省产业三年行动计划（2021—2023年）", "甲省产业三年行动计划"),
        ("甲省2024年工作要点", "甲省工作要点"),
        ("中华人民共和国某某法", "某某法"),
    ],
)
def test_the_core_of_a_title_is_the_same_for_all_versions(title: str, key: str) -> None:
    assert core(title) == key


@given(st.text(alphabet="甲乙丙丁戊己庚辛，。 1２a", min_size=0, max_size=400))
def test_a_text_holds_itself_and_every_longer_text_holds_it(text: str) -> None:
    prints = fingerprint(bare_text(text))
    assert containment(prints, prints) == (1.0 if prints else 0.0)
    longer = fingerprint(bare_text(text + "子丑寅卯辰巳午未申酉戌亥"))
    assert not prints or containment(prints, longer) == 1.0


@given(st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=12), max_size=12))
def test_nothing_differs_between_a_text_and_itself(paragraphs: list[str]) -> None:
    found = difference(paragraphs, paragraphs)
    assert found == Difference(length=sum(map(len, paragraphs)))
    assert is_copy(found)


# Side by side


def aligned_titles(*texts: str) -> list[list[list[str]]]:
    """The rows as the titles in their cells."""
    found = duikou.align(texts)
    return [
        [[found.plans[n].measures[at].title or "" for at in cell] for n, cell in enumerate(row.cells)]
        for row in found.rows
    ]


def test_measures_of_one_subject_stand_in_one_row() -> None:
    left = plan("甲省方案", ["港口", "农业", "旅游"])
    right = plan("乙省方案", ["旅游", "港口", "科技"])
    rows = [row for row in aligned_titles(left, right) if any("推进" in title for cell in row for title in cell)]
    assert [["推进港口合作"], ["推进港口合作"]] in rows
    assert [["推进旅游合作"], ["推进旅游合作"]] in rows
    assert [["推进农业合作"], []] in rows
    assert [[], ["推进科技合作"]] in rows


def test_subjects_meet_under_other_words() -> None:
    left = "甲省方案\n二、重点任务\n1.促进海港联动。共同开拓航线。\n2.做强医药健康。支持医院合作。\n"
    right = (
        "乙省方案\n二、重点任务\n1.发展康养产业。建设养老和康复服务体系，支持中医药。\n"
        "2.畅通对外交通。推进铁路、港口建设。\n"
    )
    rows = aligned_titles(left, right)
    assert [["促进海港联动"], ["畅通对外交通"]] in rows
    assert [["做强医药健康"], ["发展康养产业"]] in rows


def test_a_large_item_answers_several() -> None:
    left = (
        "甲省方案\n二、重点任务\n1.发展文化旅游和健康产业。推介文化，互送客源，发展医疗康养。\n"
        "2.加强科技合作。共建实验室。\n"
    )
    right = (
        "乙省方案\n二、重点任务\n1.发展文化旅游。举办文化推介，互送客源。\n2.发展健康产业。发展医疗康养。\n"
        "3.加强科技合作。共建实验室。\n"
    )
    rows = aligned_titles(left, right)
    assert [["发展文化旅游和健康产业"], ["发展文化旅游", "发展健康产业"]] in rows


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(ALL), min_size=1, max_size=6, unique=True), min_size=2, max_size=4))
def test_every_measure_of_every_plan_stands_in_the_table(chosen: list[list[str]]) -> None:
    found = duikou.align([plan(f"{'甲乙丙丁'[n]}省方案", subjects) for n, subjects in enumerate(chosen)])
    for n, one in enumerate(found.plans):
        assert {at for row in found.rows for at in row.cells[n]} == set(range(len(one.measures)))
    assert all(len(row.cells) == len(chosen) and any(row.cells) for row in found.rows)


# The command line


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "duikou", *arguments], cwd=cwd, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "文件"
    place.mkdir()
    texts = {"a.txt": PLAN, "b.txt": PLAN.replace("，", ","), "c.md": ARTICLE, "d.txt": plan("丙市方案", ["科技"])}
    for name, text in texts.items():
        (place / name).write_text(text, "utf-8")
    return tmp_path


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(files("duikou.data").joinpath(f"schemas/{name}.json").read_text("utf-8")))


def test_group_and_align_keep_to_their_schemas(folder: Path) -> None:
    done = run("group", "文件", "-f", "json", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    value = json.loads(done.stdout)
    schema("group").validate(value)
    assert sorted(len(group["files"]) for group in value["groups"]) == [1, 3]
    done = run("align", "文件/a.txt", "文件/d.txt", "-f", "json", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    schema("align").validate(json.loads(done.stdout))


@pytest.mark.parametrize("command", ["group", "align"])
@pytest.mark.parametrize("ending", ["txt", "json", "csv", "xlsx", "html", "md"])
def test_every_output_is_the_same_on_every_run(folder: Path, command: str, ending: str) -> None:
    names = ["文件"] if command == "group" else ["文件/a.txt", "文件/d.txt"]
    if (command, ending) == ("group", "md"):
        assert run(command, *names, "-o", "x.md", cwd=folder).returncode == 2
        return
    for name in ("x", "y"):
        done = run(command, *names, "-o", f"{name}.{ending}", "--jobs", "1" if name == "x" else "2", cwd=folder)
        assert done.returncode == 0, done.stderr.decode()
    assert (folder / f"x.{ending}").read_bytes() == (folder / f"y.{ending}").read_bytes()


def test_what_cannot_be_aligned_is_told(folder: Path) -> None:
    alone = run("align", "文件/a.txt", cwd=folder)
    assert alone.returncode == 2
    assert b"one plan" in alone.stderr
    empty = run("align", "文件/a.txt", "文件/d.txt", "文件/c.md", "-f", "json", cwd=folder)
    assert empty.returncode == 2
    assert [plan["path"] for plan in json.loads(empty.stdout)["plans"]] == ["文件/a.txt", "文件/d.txt"]
    assert json.loads(empty.stdout)["errors"][0]["path"] == "文件/c.md"


def test_the_page_says_what_may_run_on_it(folder: Path) -> None:
    (folder / "文件" / "e.txt").write_text(PLAN.replace("甲省与乙省", "<script>alert(1)</script>"), "utf-8")
    assert run("group", "文件", "-o", "x.html", cwd=folder).returncode == 0
    page = (folder / "x.html").read_text("utf-8")
    assert page.count("<script>") == 1
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("said", ["2018年修订", "征求意见稿", "2021年1月8日修正"])
def test_what_brackets_say_of_a_version_is_no_part_of_a_title(said: str) -> None:
    assert summary.unversioned(f"某市促进合作条例（{said}）") == "某市促进合作条例"
    assert summary.unversioned("某市促进合作条例（试点地区）") == "某市促进合作条例（试点地区）"


def test_a_copy_that_differs_in_single_characters_says_so() -> None:
    plan = "某市行动方案\n" + "".join(
        f"{n}.推进{name}项目建设。联席会议每年由两市召集，共同推动重点工作落实。\n"
        for n, name in enumerate("甲乙丙丁戊己", 1)
    )
    (group,) = duikou.group([plan, plan.replace("丙项目建设。联席会议每年", "丙项目建设。联席会议每月")])
    (copy,) = (file for file in group.files if file.relation != "base")
    assert (copy.relation, dict(copy.evidence)["single_characters"]) == ("same", "1")
    (group,) = duikou.group([plan, plan.replace("\n", "\n\n")])
    (copy,) = (file for file in group.files if file.relation != "base")
    assert "single_characters" not in dict(copy.evidence)

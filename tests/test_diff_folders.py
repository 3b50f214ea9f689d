"""Two folders, and one folder of versions: the files of one plan are found and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import run
from test_relating import ARTICLE, NOTICE, PLAN, plan, schema

CHANGED = PLAN.replace("共同开拓航线", "共同开拓海上航线和空中航线")
DRAFT = PLAN.replace("实施方案\n", "实施方案（征求意见稿）\n", 1).replace("互送客源", "互送游客并给予奖励")
OTHER = plan("丙市产业发展规划", ["科技", "医疗"])
HELD = plan("丁市基础设施建设规划", ["港口", "农业"], "，具体办法由丁市另行规定")


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    sides: dict[str, dict[str, str]] = {
        "旧": {"a.txt": PLAN, "b.txt": OTHER, "only.txt": HELD},
        "新": {"x.txt": OTHER.replace("，", ","), "y.txt": CHANGED, "z.txt": ARTICLE},
    }
    for side, files in sides.items():
        (tmp_path / side).mkdir()
        for name, text in files.items():
            (tmp_path / side / name).write_text(text, "utf-8")
    return tmp_path


def names(value: dict[str, object]) -> list[tuple[str, str]]:
    comparisons = value["comparisons"]
    assert isinstance(comparisons, list)
    return [(Path(one["old"]["path"]).name, Path(one["new"]["path"]).name) for one in comparisons]


def test_files_of_two_folders_are_paired_by_what_they_are(folders: Path) -> None:
    done = run("diff", folders / "旧", folders / "新", "-f", "json")
    assert done.exit_code == 1
    value = json.loads(done.stdout)
    for one in value["comparisons"]:
        schema("diff").validate(one)
    assert names(value) == [("a.txt", "y.txt"), ("b.txt", "x.txt")]
    assert value["comparisons"][0]["summary"]["substantive"] == 1
    assert value["comparisons"][1]["summary"]["substantive"] == 0
    told = [line for line in done.stderr.splitlines() if "no counterpart" in line]
    assert [name in line for name, line in zip(("only.txt", "z.txt"), told, strict=True)] == [True, True]


@pytest.mark.parametrize("ending", ["md", "html", "xlsx", "txt"])
def test_every_report_names_the_plans(folders: Path, ending: str) -> None:
    output = folders / f"x.{ending}"
    assert run("diff", folders / "旧", folders / "新", "-o", output).exit_code == 1
    if ending != "xlsx":
        text = output.read_text("utf-8")
        assert "甲省与乙省合作实施方案" in text
        assert "丙市产业发展规划" in text
        assert "第 1 版" not in text


def test_two_folders_of_one_content_do_not_differ(folders: Path) -> None:
    assert run("diff", folders / "旧", folders / "旧", "--quiet").exit_code == 0


def test_word_is_for_two_files(folders: Path) -> None:
    done = run("diff", folders / "旧", folders / "新", "-o", folders / "x.docx")
    assert done.exit_code == 2
    assert "two files" in done.stderr


def test_the_versions_of_each_plan_are_compared_in_order(tmp_path: Path) -> None:
    texts = {
        "1.txt": CHANGED + "甲省人民政府\n2021年3月5日\n",
        "2.txt": DRAFT + "甲省人民政府\n2020年9月1日\n",
        "3.txt": OTHER,
        "4.txt": NOTICE.replace("2021年3月5日", "2020年12月1日") + PLAN,
        "5.txt": PLAN.replace("，", ","),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = run("diff", "--versions", tmp_path, "-f", "json")
    assert done.exit_code == 1, done.stderr
    found = names(json.loads(done.stdout))
    assert found[0][0] == "2.txt"
    assert found[-1][1] == "1.txt"
    assert [new for _, new in found[:-1]] == [old for old, _ in found[1:]]
    assert run("diff", "--versions", tmp_path, "-f", "markdown").stdout.count("第 1 版 → 第 2 版") >= 2


def test_a_folder_without_versions_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    done = run("diff", "--versions", tmp_path)
    assert done.exit_code == 0
    assert "no plan has several versions" in done.stderr


def test_an_order_that_no_date_tells_is_named(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(PLAN, "utf-8")
    (tmp_path / "乙.txt").write_text(CHANGED, "utf-8")
    assert "no date says which is the older" in run("diff", "--versions", tmp_path).stderr
    for name, text, day in (("甲", PLAN, "2020年3月5日"), ("乙", CHANGED, "2021年3月5日")):
        (tmp_path / f"{name}.txt").write_text(f"{text}甲省人民政府\n{day}\n", "utf-8")
    assert "no date" not in run("diff", "--versions", tmp_path).stderr

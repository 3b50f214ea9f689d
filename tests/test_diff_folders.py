"""Two folders, and one folder of versions: the files of one plan are found and compared."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from test_cli import run
from test_relating import ARTICLE, NOTICE, PLAN, plan, schema

CHANGED = PLAN.replace("共同开拓航线", "共同开拓海上航线和空中航线")
DRAFT = PLAN.replace("实施方案\n", "实施方案（征求意见稿）\n", 1).replace("互送客源", "互送游客并给予奖励")
OTHER = plan("丙市产业发展规划", ["科技", "医疗"])
PORTS = plan("丙市产业发展规划", ["港口", "医疗"])
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
    schema("diff").validate(value)
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


def test_what_is_not_compared_is_in_every_report(folders: Path) -> None:
    (folders / "旧" / "copy.txt").write_text(PLAN.replace("，", ","), "utf-8")
    for ending in ("md", "html", "txt", "json", "xlsx"):
        output = folders / f"x.{ending}"
        done = run("diff", folders / "旧", folders / "新", "-o", output)
        assert "is compared for its plan, and not" in done.stderr
        text = everything(output)
        for name in ("only.txt", "z.txt", "copy.txt", "a.txt", "y.txt", "b.txt", "x.txt"):
            assert name in text, (ending, name)
    value = json.loads((folders / "x.json").read_text("utf-8"))
    schema("diff").validate(value)
    assert [(Path(one["path"]).name, one["side"]) for one in value["alone"]] == [("only.txt", "old"), ("z.txt", "new")]
    (copy,) = value["copies"]
    assert (copy["side"], copy["relation"]) == ("old", "same")
    assert {Path(copy["path"]).name, Path(copy["instead"]).name} == {"a.txt", "copy.txt"}
    assert [(one["relation"], one["comparisons"]) for one in value["plans"]] == [("version", [0]), ("same", [1])]


def everything(path: Path) -> str:
    """All that a report says; of a workbook the texts of its cells, sheet by sheet."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    sheets = openpyxl.load_workbook(path).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_the_workbook_has_an_index_that_leads_to_each_pair(folders: Path) -> None:
    run("diff", folders / "旧", folders / "新", "-o", folders / "x.xlsx")
    book = openpyxl.load_workbook(folders / "x.xlsx")
    assert book.sheetnames == ["索引", "条款对照表", "变化清单"]
    rows = list(book["索引"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [1, 2, None, None]
    assert [row[4] for row in rows] == ["不同版本", "同一文本", "没有对应的文件", "没有对应的文件"]
    for number, row in enumerate(book["索引"].iter_rows(min_row=2, max_row=3), 1):
        sheet, _, cell = row[1].hyperlink.location.partition("!")
        headed = book[sheet.strip("'")][cell].row
        band = [one.value for one in book[sheet.strip("'")][headed]]
        assert band[:4] == [number, *rows[number - 1][1:4]]


def test_each_plan_has_its_own_section_on_the_page(folders: Path) -> None:
    run("diff", folders / "旧", folders / "新", "-o", folders / "x.html")
    text = (folders / "x.html").read_text("utf-8")
    assert "<title>2 份规划的版本比较" in text
    assert re.findall(r'<h2 class="plan"[^>]*>(.*?)</h2>', text) == ["1. 甲省与乙省合作实施方案", "2. 丙市产业发展规划"]
    for number in (1, 2):
        assert f'<a href="#v{number}">' in text
        assert f'id="v{number}"' in text


def test_the_history_of_a_plan_is_its_own(tmp_path: Path) -> None:
    texts = {
        "1.txt": (CHANGED, "2021年3月5日"),
        "2.txt": (DRAFT, "2020年9月1日"),
        "3.txt": (PLAN, "2020年12月1日"),
        "4.txt": (PORTS, "2020年1月1日"),
        "5.txt": (PORTS.replace("共同开拓航线", "共同开拓海上航线和空中航线"), "2021年1月1日"),
        "6.txt": (HELD, "2021年1月1日"),
    }
    for name, (text, day) in texts.items():
        (tmp_path / name).write_text(f"{text}甲省人民政府\n{day}\n", "utf-8")
    for ending in ("json", "html", "xlsx", "md", "txt"):
        assert run("diff", "--versions", tmp_path, "-o", tmp_path.parent / f"x.{ending}").exit_code == 1
    value = json.loads((tmp_path.parent / "x.json").read_text("utf-8"))
    assert [plan["comparisons"] for plan in value["plans"]] == [[0, 1], [2]]
    assert [Path(one["path"]).name for one in value["alone"]] == ["6.txt"]
    page = (tmp_path.parent / "x.html").read_text("utf-8")
    assert page.count('class="history"') == 1
    assert page.count("第 1 版 → 第 2 版</h2>") == 1
    assert openpyxl.load_workbook(tmp_path.parent / "x.xlsx").sheetnames[-1] == "条款沿革 1"
    assert "没有其他版本" in (tmp_path.parent / "x.txt").read_text("utf-8")


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

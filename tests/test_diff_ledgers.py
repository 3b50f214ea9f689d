"""Two ledgers compared: rows are told as new, changed, renumbered or ended, whatever format and order they are in."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

OLD = (
    "甲省产业发展实施方案\n甲政发〔2023〕1号\n一、重点任务\n"
    "1.建设园区。2025年底前建成3个园区。（牵头单位：省商务厅）\n"
    "2.发展旅游。开发线路5条。（牵头单位：省文化和旅游厅）\n"
    "3.引进人才。每年引进100人。（责任单位：省财政厅、省科技厅）\n"
    "4.举办论坛。每年举办一次。（责任单位：省商务厅）\n"
)
NEW = (
    "甲省产业发展实施方案\n甲政发〔2023〕9号\n一、重点任务\n"
    "1.建设园区。2026年底前建成4个园区。（牵头单位：省商务厅）\n"
    "2.引进人才。每年引进100人。（责任单位：省财政厅、省科技厅）\n"
    "3.举办论坛。每年举办一次。（责任单位：省商务厅）\n"
    "4.保护湿地。设立保护区2处。（牵头单位：省林草局）\n"
)
OTHER = "乙市港口方案\n一、重点任务\n1.扩建港口。新建码头。（责任单位：市交通运输局）\n"
FORMATS = ("json", "xlsx", "csv", "sqlite", "jsonl")


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "duikou", *arguments], cwd=place, capture_output=True, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ledgers of a plan and of its next version, each with another plan beside it."""
    tmp_path = tmp_path_factory.mktemp("ledgers")
    (tmp_path / "乙.txt").write_text(OTHER, "utf-8")
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / "甲.txt").write_text(text, "utf-8")
        for format in FORMATS:
            if format in ("xlsx", "json"):
                done = run(tmp_path, "extract", "甲.txt", "乙.txt", "-o", f"{name}.{format}")
            else:
                done = run(tmp_path, "extract", f"{name}.json", "-o", f"{name}.{format}")
            assert done.returncode == 0, done.stderr.decode()
    return tmp_path


def compared(place: Path, old: str, new: str) -> Any:
    done = run(place, "diff", old, new, "-f", "json")
    assert done.returncode in (0, 1), done.stderr.decode()
    value = json.loads(done.stdout)
    schema = json.loads(files("duikou.data").joinpath("schemas/rows.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(value)
    assert done.returncode == (1 if value["changes"] else 0)
    return value


@pytest.mark.parametrize(
    ("old", "new"), [*((one, one) for one in FORMATS), ("xlsx", "csv"), ("csv", "sqlite"), ("json", "xlsx")]
)
def test_rows_are_told_by_what_became_of_them(place: Path, old: str, new: str) -> None:
    found = compared(place, f"old.{old}", f"new.{new}")
    assert found["summary"] == {"new": 1, "changed": 2, "ended": 1, "renumbered": 2}
    by_task = {(one["type"], one["task"]): one for one in found["changes"]}
    assert set(by_task) == {
        ("new", "保护湿地"),
        ("changed", ""),
        ("changed", "建设园区"),
        ("ended", "发展旅游"),
        ("renumbered", "引进人才"),
        ("renumbered", "举办论坛"),
    }
    assert by_task["changed", ""]["cells"] == [
        {"column": "doc_number", "old": "甲政发〔2023〕1号", "new": "甲政发〔2023〕9号"}
    ]
    cells = {one["column"]: (one["old"], one["new"]) for one in by_task["changed", "建设园区"]["cells"]}
    assert cells["deadlines"] == ("2025年底前", "2026年底前")
    assert set(cells) == {"text", "deadlines", "quantities"}
    assert by_task["renumbered", "举办论坛"]["cells"] == [{"column": "path", "old": "一·4", "new": "一·3"}]


def test_the_order_of_rows_says_nothing(place: Path) -> None:
    book = load_workbook(place / "old.xlsx")
    sheet = book["任务台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            sheet.cell(at, column).value = value
    book.save(place / "sorted.xlsx")
    assert compared(place, "old.xlsx", "sorted.xlsx")["changes"] == []


def test_what_an_office_wrote_is_told_by_the_head_of_its_column(place: Path) -> None:
    book = load_workbook(place / "old.xlsx")
    sheet = book["任务台账"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "进展情况")
    sheet.cell(3, column, "已启动")
    book.save(place / "office.xlsx")
    (change,) = compared(place, "old.xlsx", "office.xlsx")["changes"]
    assert (change["type"], change["task"]) == ("changed", "发展旅游")
    assert change["cells"] == [{"column": "进展情况", "old": "", "new": "已启动"}]
    # A database has no such columns.
    assert compared(place, "office.xlsx", "old.sqlite")["changes"] == []


def test_a_plan_that_one_ledger_lacks_is_told_row_by_row(place: Path) -> None:
    assert run(place, "extract", "乙.txt", "-o", "one.csv").returncode == 0
    found = compared(place, "one.csv", "new.csv")
    assert found["summary"] == {"new": 4, "changed": 0, "ended": 0, "renumbered": 0}
    assert {one["document"] for one in found["changes"]} == {"甲省产业发展实施方案"}


@pytest.mark.parametrize("name", ["out.html", "out.md", "out.txt", "out.xlsx"])
def test_every_output_names_the_old_and_the_new(place: Path, name: str) -> None:
    assert run(place, "diff", "old.xlsx", "new.csv", "-o", name).returncode == 1
    if name.endswith(".xlsx"):
        sheet = load_workbook(place / name).worksheets[0]
        said = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        said = (place / name).read_text("utf-8")
    for word in ("新增", "已取消", "2025年底前", "2026年底前", "保护湿地"):
        assert word in said
    # It may be written again, since duikou wrote it.
    assert run(place, "diff", "old.xlsx", "new.csv", "-o", name).returncode == 1


def test_a_renumbering_is_no_substantive_change(place: Path) -> None:
    (place / "甲.txt").write_text(OLD.replace("2.发展旅游。开发线路5条。（牵头单位：省文化和旅游厅）\n", ""), "utf-8")
    assert run(place, "extract", "甲.txt", "-o", "less.csv").returncode == 0
    text = OLD.replace("2.发展旅游。开发线路5条。（牵头单位：省文化和旅游厅）\n3", "3").replace("\n3.引", "\n2.引")
    (place / "甲.txt").write_text(text.replace("\n4.举", "\n5.举"), "utf-8")
    assert run(place, "extract", "甲.txt", "-o", "numbers.csv").returncode == 0
    assert run(place, "diff", "less.csv", "numbers.csv").returncode == 1
    assert run(place, "diff", "less.csv", "numbers.csv", "--fail-on", "substantive").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("old.xlsx", "new.xlsx", "-o", "x.docx"),
        ("old.csv", "new.csv", "old.xlsx"),
        ("old.csv", "new.csv", "--only", "数字"),
    ],
)
def test_what_is_for_texts_is_refused_in_words(place: Path, arguments: tuple[str, ...]) -> None:
    done = run(place, "diff", *arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_ledger_and_a_plan_are_compared_as_texts(place: Path) -> None:
    done = run(place, "diff", "new.xlsx", "甲.txt", "-f", "json", "--anyway")
    assert json.loads(done.stdout)["schema"] == "duikou.diff/1"

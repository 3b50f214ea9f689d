"""Duikou's own results lie among the plans of a folder that is read as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_ledger_update import NEXT, OTHER, PLAN, run

COMMANDS = [
    ("extract", "甲.txt", "-o", "r.xlsx"),
    ("extract", "甲.txt", "-o", "r.html"),
    ("align", "甲.txt", "乙.txt", "-o", "r.xlsx"),
    ("align", "甲.txt", "乙.txt", "-o", "r.html"),
    ("group", "甲.txt", "乙.txt", "-o", "r.html"),
    ("diff", "甲.txt", "新.txt", "-o", "r.html"),
    ("diff", "甲.txt", "新.txt", "-o", "r.xlsx"),
    ("extract", "甲.txt", "-o", "r.md"),
    ("diff", "甲.txt", "新.txt", "-o", "r.md"),
    ("align", "甲.txt", "乙.txt", "-o", "r.md"),
    ("extract", "甲.txt", "-o", "r.ics"),
    ("diff", "甲.txt", "新.txt", "-o", "r.docx"),
]


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for name, text in {"甲": PLAN, "乙": OTHER, "新": NEXT}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_result_in_a_folder_is_no_plan(plans: Path, command: tuple[str, ...]) -> None:
    before = run(plans, "extract", ".", "-f", "csv").stdout
    assert run(plans, *command).returncode in (0, 1)
    done = run(plans, "extract", ".", "-f", "csv")
    assert done.stdout == before
    assert command[-1].encode() in done.stderr
    assert b"left out" in done.stderr
    assert command[-1].encode() not in run(plans, "extract", ".", "-f", "csv", "--quiet").stderr


@pytest.mark.parametrize("name", ["r.md", "r.docx", "r.html"])
def test_a_clean_text_in_a_folder_is_a_plan(plans: Path, name: str) -> None:
    (plans / "其他").mkdir()
    assert run(plans, "clean", "乙.txt", "-o", f"其他/{name}").returncode == 0
    done = run(plans, "extract", "其他", "-f", "csv")
    assert name.encode() in done.stdout
    assert b"left out" not in done.stderr


def test_a_ledger_that_an_office_has_worked_in_is_no_plan_but_is_read_when_it_is_named(plans: Path) -> None:
    assert run(plans, "extract", ".", "-o", "r.xlsx").returncode == 0
    book = load_workbook(plans / "r.xlsx")
    book.active.cell(2, 3, "已办")
    book.save(plans / "r.xlsx")
    assert b"r.xlsx" not in run(plans, "extract", ".", "-f", "csv").stdout
    # Its measures stand in the plans that it names, not in the ledger.
    read = run(plans, "extract", "r.xlsx", "-f", "csv").stdout.decode()
    assert "r.xlsx" not in read
    assert "甲.txt" in read


def test_the_same_command_writes_a_ledger_anew(plans: Path) -> None:
    for _ in range(2):
        assert run(plans, "extract", ".", "-o", "r.xlsx").returncode == 0
    done = run(plans, "extract", "r.xlsx", "-o", "r.xlsx")
    assert done.returncode == 2
    assert b"--update" in done.stderr


@pytest.mark.parametrize("format", ["html", "docx"])
def test_clean_texts_are_documents(plans: Path, format: str) -> None:
    assert run(plans, "clean", "甲.txt", "乙.txt", "-d", "cl", "-f", format).returncode == 0
    done = run(plans, "extract", "cl", "-f", "csv")
    assert done.returncode == 0
    assert "扩建港口" in done.stdout.decode("utf-8-sig")
    assert b"left out" not in done.stderr


def test_workbooks_and_pages_of_others_are_read(plans: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><meta name=generator content=other></head><body><p>丙县工作方案</p></body></html>"
    )
    (plans / "丙.html").write_text(page, "utf-8")
    assert b"left out" not in run(plans, "extract", ".", "-f", "csv").stderr

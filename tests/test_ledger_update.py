"""A ledger that lives: new versions and plans change it, and what the office wrote in it stays."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

PLAN = (
    "甲省产业发展实施方案\n一、重点任务\n"
    "1.建设园区。2025年底前建成3个园区。（牵头单位：省商务厅）\n"
    "2.发展旅游。开发线路5条。（牵头单位：省文化和旅游厅）\n"
    "3.引进人才。每年引进100人。（责任单位：省财政厅）\n"
)
NEXT = (
    "甲省产业发展实施方案\n一、重点任务\n"
    "1.建设园区。2026年底前建成4个园区。（牵头单位：省商务厅）\n"
    "2.引进人才。每年引进100人。（责任单位：省财政厅）\n"
    "3.办好论坛。=每年举办一次。（责任单位：省科技厅）\n"
)
OTHER = "乙市方案\n一、重点任务\n1.扩建港口。新建码头。（责任单位：市交通运输局）\n"


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "duikou", *arguments], cwd=place, capture_output=True, check=False)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A ledger of two plans in which an office has written; the first plan has a new version."""
    (tmp_path / "甲.txt").write_text(PLAN, "utf-8")
    (tmp_path / "乙.txt").write_text(OTHER, "utf-8")
    done = run(tmp_path, "extract", "甲.txt", "乙.txt", "-o", "ledger.xlsx", "--template", "ledger")
    assert done.returncode == 0, done.stderr.decode()
    book = load_workbook(tmp_path / "ledger.xlsx")
    sheet = book["任务台账"]
    heads = head_columns(sheet)
    own = sheet.max_column + 1
    sheet.cell(1, own, "我处意见")
    for row in range(2, sheet.max_row + 1):
        title = sheet.cell(row, heads["标题"]).value
        sheet.cell(row, heads["进展情况"], f"{title}：已启动")
        sheet.cell(row, own, f"意见{row}").fill = PatternFill("solid", fgColor="FFFF00")
    sheet.column_dimensions["B"].width = 61.5
    book.create_sheet("会议记录").append(["记录", 7])
    book.save(tmp_path / "ledger.xlsx")
    (tmp_path / "甲.txt").write_text(NEXT, "utf-8")
    return tmp_path


def head_columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def rows(path: Path) -> list[dict[str, Any]]:
    sheet = load_workbook(path)["任务台账"]
    heads = head_columns(sheet)
    return [{head: sheet.cell(row, at).value for head, at in heads.items()} for row in range(2, sheet.max_row + 1)]


def test_what_changed_is_told_and_what_the_office_wrote_stays(office: Path) -> None:
    done = run(office, "extract", "甲.txt", "-o", "ledger.xlsx", "--update", "ledger.xlsx")
    assert done.returncode == 0, done.stderr.decode()
    found = {row["标题"]: row for row in rows(office / "ledger.xlsx")}
    assert [row["标题"] for row in rows(office / "ledger.xlsx")] == [
        "建设园区",
        "发展旅游",
        "引进人才",
        "扩建港口",
        "办好论坛",
    ]
    assert found["建设园区"]["变动"].startswith("修改：")
    assert {"内容", "时限", "指标"} <= set(found["建设园区"]["变动"].removeprefix("修改：").split("；"))
    assert found["建设园区"]["内容"] == "2026年底前建成4个园区。"
    assert found["发展旅游"]["变动"] == "已取消"
    assert found["发展旅游"]["内容"] == "开发线路5条。"
    assert found["引进人才"]["变动"] == "修改：编号"
    assert found["办好论坛"]["变动"] == "新增"
    assert found["扩建港口"]["变动"] is None
    for title in ("建设园区", "发展旅游", "引进人才", "扩建港口"):
        assert found[title]["进展情况"] == f"{title}：已启动"
        assert found[title]["我处意见"].startswith("意见")
    assert found["办好论坛"]["序号"] == 5
    assert b"1 rows new, 2 changed, 1 ended" in done.stderr


def test_looks_sheets_and_widths_of_the_office_stay(office: Path) -> None:
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    book = load_workbook(office / "ledger.xlsx")
    sheet = book["任务台账"]
    assert sheet.column_dimensions["B"].width == 61.5
    assert sheet.cell(2, head_columns(sheet)["我处意见"]).fill.fgColor.rgb.endswith("FFFF00")
    assert [cell.value for cell in book["会议记录"][1]] == ["记录", 7]
    cell = sheet.cell(6, head_columns(sheet)["内容"])
    assert (cell.value, cell.data_type) == ("=每年举办一次。", "s")
    assert sheet.auto_filter.ref.endswith("6")


def test_the_sheets_beside_the_ledger_are_brought_up_to_date(office: Path) -> None:
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    book = load_workbook(office / "ledger.xlsx")
    sheet = book["单位分工"]
    at = head_columns(sheet)
    units = [
        (sheet.cell(row, at["单位"]).value, sheet.cell(row, at["序号"]).value) for row in range(2, sheet.max_row + 1)
    ]
    assert {number for unit, number in units if unit and "科技" in unit} == {5}
    assert not any(unit and "旅游" in unit for unit, _ in units)
    assert any(unit and "交通" in unit for unit, _ in units)
    counted = {row[0].value for row in book["单位汇总"].iter_rows(min_row=2)}
    assert not any(unit and "旅游" in unit for unit in counted)


def test_updating_again_with_the_same_changes_nothing_more(office: Path) -> None:
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    before = rows(office / "ledger.xlsx")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    after = rows(office / "ledger.xlsx")
    told = ("变动",)
    assert [{k: v for k, v in row.items() if k not in told} for row in after] == [
        {k: v for k, v in row.items() if k not in told} for row in before
    ]
    assert [row["变动"] for row in after] == [None, "已取消", None, None, None]


def test_what_is_no_ledger_is_told_and_left_as_it_is(office: Path) -> None:
    (office / "其他.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    done = run(office, "extract", "甲.txt", "--update", "其他.xlsx")
    assert done.returncode == 2
    assert (office / "其他.xlsx").read_bytes() == b"PK\x03\x04 no workbook"
    assert b"Traceback" not in done.stderr
    assert run(office, "extract", "甲.txt", "-o", "x.csv", "--update", "x.csv").returncode == 2
    assert run(office, "extract", "甲.txt", "-o", "new.xlsx", "--update", "none.xlsx").returncode == 2
    assert run(office, "extract", "甲.txt", "--update", "none.xlsx").returncode == 2
    assert not (office / "none.xlsx").exists()
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx", "--lang", "en").returncode == 2


# SQLite


def titles(place: Path) -> list[str]:
    base = sqlite3.connect(place / "l.sqlite")
    try:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        base.execute("INSERT INTO measures_fts (measures_fts, rank) VALUES ('integrity-check', 0)")
        return [title for (title,) in base.execute("SELECT title FROM measures ORDER BY id")]
    finally:
        base.close()


def test_a_database_takes_documents_in_and_replaces_them(office: Path) -> None:
    (office / "甲.txt").write_text(PLAN, "utf-8")
    assert run(office, "extract", "甲.txt", "乙.txt", "-o", "l.sqlite").returncode == 0
    base = sqlite3.connect(office / "l.sqlite")
    base.execute("CREATE TABLE notes (measure TEXT, note TEXT)")
    base.execute("INSERT INTO notes VALUES ('1/一/1', '已办')")
    base.execute("ALTER TABLE measures ADD COLUMN owner TEXT")
    base.execute("UPDATE measures SET owner = '一处'")
    base.commit()
    base.close()
    (office / "甲.txt").write_text(NEXT, "utf-8")
    done = run(office, "extract", "甲.txt", "-o", "l.sqlite", "--append")
    assert done.returncode == 0, done.stderr.decode()
    assert titles(office) == ["扩建港口", "建设园区", "引进人才", "办好论坛"]
    base = sqlite3.connect(office / "l.sqlite")
    assert base.execute("SELECT note FROM notes").fetchall() == [("已办",)]
    assert base.execute("SELECT owner FROM measures ORDER BY id").fetchall() == [("一处",), (None,), (None,), (None,)]
    base.close()
    found = run(office, "search", "论坛", "l.sqlite", "-f", "csv")
    assert found.returncode == 0
    assert "办好论坛" in found.stdout.decode("utf-8-sig")
    assert run(office, "search", "旅游", "l.sqlite").returncode == 1


def test_what_was_typed_into_a_cell_of_duikou_is_kept_as_a_note(office: Path) -> None:
    (office / "甲.txt").write_text(PLAN, "utf-8")
    book = load_workbook(office / "ledger.xlsx")
    sheet = book["任务台账"]
    column = head_columns(sheet)["牵头单位"]
    typed = sheet.cell(2, column)
    typed.value = f"{typed.value}（李某，138）"
    said = typed.value
    sheet.cell(3, column).comment = Comment("我处批注", "office")
    book.save(office / "ledger.xlsx")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    sheet = load_workbook(office / "ledger.xlsx")["任务台账"]
    assert sheet.cell(2, column).value != said
    assert sheet.cell(2, column).comment.text == f"原为：{said}"
    assert sheet.cell(3, column).comment.text == "我处批注"


@pytest.mark.parametrize("ending", ["xlsx", "sqlite"])
@pytest.mark.parametrize("choice", [["--unit", "省商务厅"], ["--kind", "goal"], ["--chapter", "重点"]])
def test_what_is_chosen_does_not_end_the_rest(office: Path, ending: str, choice: list[str]) -> None:
    assert run(office, "extract", "甲.txt", "-o", f"l.{ending}").returncode == 0
    before = (office / f"l.{ending}").read_bytes()
    done = run(office, "extract", "甲.txt", "--update", f"l.{ending}", *choice)
    assert done.returncode == 2
    assert b"--chapter" in done.stderr
    assert (office / f"l.{ending}").read_bytes() == before


def test_a_database_of_others_is_not_updated(office: Path) -> None:
    base = sqlite3.connect(office / "l.sqlite")
    base.execute("CREATE TABLE t (a)")
    base.commit()
    base.close()
    before = (office / "l.sqlite").read_bytes()
    assert run(office, "extract", "甲.txt", "--update", "l.sqlite").returncode == 2
    assert (office / "l.sqlite").read_bytes() == before

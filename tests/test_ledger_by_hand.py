"""What offices do to a ledger by hand (they merge cells, copy rows, name columns otherwise) and an update after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from test_ledger_update import NEXT, PLAN, head_columns, rows, run

EDIT = Callable[[Any, dict[str, int]], None]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of one plan that has not changed."""
    (tmp_path / "甲.txt").write_text(PLAN, "utf-8")
    assert run(tmp_path, "extract", "甲.txt", "-o", "ledger.xlsx", "--template", "ledger").returncode == 0
    return tmp_path / "ledger.xlsx"


def edit(path: Path, what: EDIT, name: str = "任务台账") -> None:
    book = load_workbook(path)
    what(book[name], head_columns(book[name]))
    book.save(path)


def update(path: Path, text: str = PLAN) -> str:
    (path.parent / "甲.txt").write_text(text, "utf-8")
    done = run(path.parent, "extract", "甲.txt", "--update", path.name)
    assert done.returncode == 0, done.stderr.decode()
    return done.stderr.decode()


def merging(head: str, first: int, last: int, until: str = "") -> EDIT:
    def what(sheet: Any, at: dict[str, int]) -> None:
        sheet.merge_cells(start_row=first, end_row=last, start_column=at[head], end_column=at[until or head])

    return what


def merged(path: Path, name: str = "任务台账") -> list[str]:
    return sorted(str(found) for found in load_workbook(path)[name].merged_cells.ranges)


@pytest.mark.parametrize(
    ("head", "first", "last", "until"),
    [("章", 2, 4, ""), ("牵头单位", 2, 3, ""), ("序号", 2, 3, ""), ("内容", 3, 3, "牵头单位"), ("备注", 2, 4, "")],
)
def test_merged_cells_stay_merged_while_their_rows_say_the_same(
    ledger: Path, head: str, first: int, last: int, until: str
) -> None:
    edit(ledger, merging(head, first, last, until))
    before = merged(ledger)
    for _ in range(2):
        told = update(ledger)
        assert "0 rows new, 0 changed, 0 ended" in told
        assert merged(ledger) == before
        assert "split" not in told


def test_cells_merged_over_rows_hold_their_value_in_each_of_them(ledger: Path) -> None:
    edit(ledger, merging("牵头单位", 2, 3))
    assert "1 cells kept" in update(ledger)
    sheet = load_workbook(ledger)["任务台账"]
    cell = sheet.cell(2, head_columns(sheet)["牵头单位"])
    assert (cell.value, cell.comment.text) == ("省商务厅", "原文为：省文化和旅游厅")


def test_merged_cells_whose_rows_say_different_things_now_are_split_and_told(ledger: Path) -> None:
    edit(ledger, merging("章", 2, 4))
    edit(ledger, merging("时限", 2, 3))
    column = head_columns(load_workbook(ledger)["任务台账"])["时限"]
    letter = chr(ord("A") + column - 1)
    told = update(ledger, NEXT)
    assert f"{letter}2:{letter}3" in told
    assert len(merged(ledger)) == 1  # that of 章
    found = rows(ledger)
    assert [row["时限"] for row in found[:2]] == ["2026年底前", "2025年底前"]
    assert found[0]["章"] == "一、重点任务"


def test_a_row_of_the_office_that_is_merged_across_stays(ledger: Path) -> None:
    def what(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(5, 1, "以下为我处自行安排")
        sheet.merge_cells(start_row=5, end_row=6, start_column=1, end_column=8)

    edit(ledger, what)
    update(ledger, NEXT)
    # The new measure stands behind those of its plan, and what closes the table below it.
    assert "A6:H7" in merged(ledger)
    assert rows(ledger)[3]["标题"] == "办好论坛"


@pytest.mark.parametrize("name", ["单位分工", "单位汇总", "指标"])
@pytest.mark.parametrize("text", [PLAN, NEXT])
def test_merged_cells_of_the_sheets_beside_are_no_obstacle(ledger: Path, name: str, text: str) -> None:
    def what(sheet: Any, at: dict[str, int]) -> None:
        sheet.merge_cells(start_row=2, end_row=3, start_column=2, end_column=2)

    edit(ledger, what, name)
    update(ledger, text)
    sheet = load_workbook(ledger)[name]
    assert sheet.cell(2, 1).value


def copying(row: int, column: str, value: str) -> EDIT:
    """A row is copied below the last one, and one of its cells typed over."""

    def what(sheet: Any, at: dict[str, int]) -> None:
        last = sheet.max_row + 1
        for cell in sheet[row]:
            sheet.cell(last, cell.column).value = cell.value
        sheet.cell(last, at[column]).value = value

    return what


@pytest.mark.parametrize("column", ["进展情况", "牵头单位", "内容"])
def test_a_copied_row_is_the_same_measure_for_another_handler(ledger: Path, column: str) -> None:
    edit(ledger, copying(2, column, "李某负责"))
    assert "0 rows new, 0 changed, 0 ended" in update(ledger)
    copies = [row for row in rows(ledger) if row["标题"] == "建设园区"]
    assert [row["变动"] for row in copies] == [None, None]
    assert copies[1][column] == "李某负责"
    assert "1 rows new, 3 changed, 1 ended" in update(ledger, NEXT)
    copies = [row for row in rows(ledger) if row["标题"] == "建设园区"]
    assert [row["时限"] for row in copies] == ["2026年底前", "2026年底前"]
    assert {row["序号"] for row in copies} == {1}


def test_the_copies_of_a_measure_that_ends_all_end(ledger: Path) -> None:
    edit(ledger, copying(3, "进展情况", "李某负责"))
    assert "1 rows new, 2 changed, 2 ended" in update(ledger, NEXT)


def naming(head: str, name: str | None) -> EDIT:
    def what(sheet: Any, at: dict[str, int]) -> None:
        if name is None:
            sheet.delete_cols(at[head])
        else:
            sheet.cell(1, at[head]).value = name

    return what


@pytest.mark.parametrize(
    ("head", "name"), [("牵头单位", "牵头处室"), ("内容", "工作任务"), ("序号", "编码"), ("标题", "事项")]
)
def test_a_column_that_was_given_another_name_is_known_by_what_it_holds(ledger: Path, head: str, name: str) -> None:
    edit(ledger, naming(head, name))
    told = update(ledger)
    assert "0 rows new, 0 changed, 0 ended" in told
    assert "kept" not in told
    assert head in told
    assert name in told
    assert head not in rows(ledger)[0]
    update(ledger, NEXT)
    found = rows(ledger)
    assert head not in found[0]
    assert found[3][name] == {"牵头单位": None, "内容": "=每年举办一次。", "序号": 4, "标题": "办好论坛"}[head]


@pytest.mark.parametrize("head", ["牵头单位", "时限", "内容"])
def test_a_column_that_is_missing_is_told_and_filled_anew(ledger: Path, head: str) -> None:
    before = [row[head] for row in rows(ledger)]
    edit(ledger, naming(head, None))
    told = update(ledger)
    assert head in told
    assert "0 rows new, 0 changed, 0 ended" in told
    assert "kept" not in told
    assert [row[head] for row in rows(ledger)] == before
    assert head not in update(ledger)


def test_an_error_within_names_the_ledger_and_the_cell(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from duikou.app import commands
    from duikou.app.extract import extract
    from duikou.app.runs import guarded
    from duikou.exporting.ledger import sheet_rows

    def broken(*_: object) -> None:
        raise AttributeError("a cell of a kind that nobody knew")

    monkeypatch.setattr(sheet_rows.Table, "lead", broken)
    monkeypatch.chdir(ledger.parent)
    before = ledger.read_bytes()
    assert guarded(extract, commands.Extract(["甲.txt"], update="ledger.xlsx")) == 2
    told = capsys.readouterr().err
    assert "ledger.xlsx" in told
    assert "任务台账!" in told
    assert ledger.read_bytes() == before

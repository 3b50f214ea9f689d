"""Where new rows of a ledger stand, what moves with the rows below them, and what an office deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from test_ledger_by_hand import edit, update
from test_ledger_update import head_columns, run

from duikou.exporting.ledger.placed_rows import formula, in_order

TASKS = ("建设园区", "发展旅游", "引进人才", "办好论坛", "扩建港口", "保护湿地")


def plan(*tasks: str, title: str = "甲省产业发展实施方案") -> str:
    lines = [f"{at}.{task}。推动{task}取得实效，每年调度一次。" for at, task in enumerate(tasks, 1)]
    return "\n".join([title, "一、重点任务", *lines]) + "\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of a plan of four tasks, and of another plan."""
    (tmp_path / "甲.txt").write_text(plan(*TASKS[:4]), "utf-8")
    (tmp_path / "乙.txt").write_text(plan("修建码头", title="乙市港口方案"), "utf-8")
    done = run(tmp_path, "extract", "甲.txt", "乙.txt", "-o", "ledger.xlsx", "--template", "ledger")
    assert done.returncode == 0, done.stderr.decode()
    return tmp_path / "ledger.xlsx"


def titles(path: Path) -> list[str]:
    sheet = load_workbook(path)["任务台账"]
    at = head_columns(sheet)["标题"]
    return [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value]


def row_of(path: Path, title: str) -> int:
    return titles(path).index(title) + 2


NEWER = ("扩建港口", "建设园区", "发展旅游", "保护湿地", "引进人才", "办好论坛")


def test_new_rows_stand_in_the_order_of_their_plan(ledger: Path) -> None:
    assert "2 rows new" in update(ledger, plan(*NEWER))
    assert titles(ledger) == [*NEWER, "修建码头"]
    update(ledger, plan(*NEWER))
    assert titles(ledger) == [*NEWER, "修建码头"]


@pytest.mark.parametrize("at", [1, 2, 4])
def test_the_last_day_of_a_new_row_is_shown_as_a_day(ledger: Path, at: int) -> None:
    """Also below a row that has none."""
    lines = plan(*TASKS[:4]).splitlines()
    lines.insert(at + 2, "9.扩建港口。2026年6月底前建成码头。")
    update(ledger, "\n".join(lines) + "\n")
    sheet = load_workbook(ledger)["任务台账"]
    days = [sheet.cell(row, head_columns(sheet)["截止日"]) for row in range(2, sheet.max_row + 1)]
    assert [(str(day.value)[:10], day.number_format) for day in days if day.value] == [("2026-06-30", "yyyy-mm-dd")]


def test_an_order_of_the_office_is_kept_and_new_rows_stand_below(ledger: Path) -> None:
    def backwards(sheet: Any, at: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value

    edit(ledger, backwards)
    before = titles(ledger)
    update(ledger, plan(*NEWER))
    assert titles(ledger) == [*before, "扩建港口", "保护湿地"]


def test_a_plan_that_is_new_stands_below_all_others(ledger: Path) -> None:
    (ledger.parent / "丙.txt").write_text(plan("整治河道", title="丙县治水方案"), "utf-8")
    assert run(ledger.parent, "extract", "丙.txt", "--update", ledger.name).returncode == 0
    assert titles(ledger) == [*TASKS[:4], "修建码头", "整治河道"]


def test_what_speaks_of_a_row_moves_with_it(ledger: Path) -> None:
    last = row_of(ledger, "办好论坛")

    def what(sheet: Any, at: dict[str, int]) -> None:
        column = sheet.max_column + 1
        sheet.cell(1, column, "经费")
        for row in range(2, last + 1):
            sheet.cell(row, column, row * 10)
        letter = sheet.cell(1, column).column_letter
        sheet.cell(last, column + 1, f"={letter}{last}*2+SUM({letter}$2:{letter}{last})")
        sheet.cell(last, at["标题"]).comment = Comment("领导批示", "局办")
        sheet.cell(last, at["备注"]).fill = PatternFill("solid", fgColor="FFFF00")
        sheet.row_dimensions[last].height = 77
        choice = DataValidation("list", formula1='"是,否"')
        choice.add(f"{letter}{last}")
        sheet.add_data_validation(choice)
        rule = FormulaRule(formula=[f"${letter}${last}>1"], fill=PatternFill(bgColor="FFFF0000"))
        sheet.conditional_formatting.add(f"{letter}{last}:{letter}{last}", rule)
        other = sheet.parent.create_sheet("经费汇总")
        other["A1"] = f"=任务台账!{letter}{last}"
        other["A2"] = f"=SUM('任务台账'!{letter}2:{letter}{last})&A1"
        sheet.parent.defined_names["论坛"] = DefinedName("论坛", attr_text=f"任务台账!${letter}${last}")

    edit(ledger, what)
    update(ledger, plan(*NEWER))
    book = load_workbook(ledger)
    sheet, now = book["任务台账"], row_of(ledger, "办好论坛")
    assert now == last + 2
    at = head_columns(sheet)
    letter = sheet.cell(1, at["经费"]).column_letter
    assert sheet.cell(now, at["经费"]).value == last * 10
    assert sheet.cell(now, at["经费"] + 1).value == f"={letter}{now}*2+SUM({letter}$3:{letter}{now})"
    assert "领导批示" in sheet.cell(now, at["标题"]).comment.text
    assert sheet.cell(now, at["备注"]).fill.fgColor.rgb.endswith("FFFF00")
    assert book["经费汇总"]["A1"].value == f"=任务台账!{letter}{now}"
    assert book["经费汇总"]["A2"].value == f"=SUM('任务台账'!{letter}3:{letter}{now})&A1"
    assert book.defined_names["论坛"].attr_text == f"任务台账!${letter}${now}"
    assert f"{letter}{now}" in {str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert f"{letter}{now}" in {str(one.sqref) for one in sheet.conditional_formatting}
    # The sheets beside lead to rows by their numbers, wherever these stand.
    assert sheet.cell(now, at["序号"]).value == 4


def test_a_merged_chapter_takes_the_new_rows_in(ledger: Path) -> None:
    def what(sheet: Any, at: dict[str, int]) -> None:
        sheet.merge_cells(start_row=2, end_row=5, start_column=at["章"], end_column=at["章"])

    edit(ledger, what)
    told = update(ledger, plan("建设园区", "扩建港口", *TASKS[1:4]))
    sheet = load_workbook(ledger)["任务台账"]
    letter = sheet.cell(1, head_columns(sheet)["章"]).column_letter
    assert [str(one) for one in sheet.merged_cells.ranges] == [f"{letter}2:{letter}6"]
    assert "split" not in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=A5", "=A7"),
        ("=$A$5+A3", "=$A$7+A3"),
        ("=SUM(B3:B5)", "=SUM(B3:B7)"),
        ("=SUM(B:B)+5", "=SUM(B:B)+5"),
        ("=SUM(5:5)", "=SUM(7:7)"),
        ('=IF(A5="A5",别处!A5,任务台账!A5)', '=IF(A7="A5",别处!A5,任务台账!A7)'),
        ("=INDEX(名称,5)", "=INDEX(名称,5)"),
        ("=LOG10(A5)", "=LOG10(A7)"),
    ],
)
def test_a_formula_speaks_of_the_rows_that_it_did(text: str, expected: str) -> None:
    assert formula(text, "任务台账", "任务台账", lambda row: row + 2 if row >= 5 else row) == expected


def test_another_sheet_s_own_cells_do_not_move() -> None:
    said = formula("=A5+'任务台账'!A5", "任务台账", "别处", lambda row: row + 2)
    assert said == "=A5+'任务台账'!A7"


@pytest.mark.parametrize(
    ("rows", "plan_rows", "measures", "expected"),
    [
        # A new row first, in between, last; rows of an office's own between two measures, and at the end.
        ([2, 3, 4], [((4,), True), ((2,), False), ((3,), False)], {2, 3, 4}, [4, 2, 3]),
        ([2, 3, 4], [((2,), False), ((4,), True), ((3,), False)], {2, 3, 4}, [2, 4, 3]),
        ([2, 3, 4, 5], [((2,), False), ((5,), True), ((4,), False)], {2, 4, 5}, [2, 3, 5, 4]),
        ([2, 3, 4], [((2,), False), ((4,), True)], {2, 4}, [2, 4, 3]),
        # Two copies of a row, a measure that was left out, two new rows in a row.
        ([2, 3, 4, 5], [((2, 3), False), ((), True), ((5,), True), ((4,), False)], {2, 3, 4, 5}, [2, 3, 5, 4]),
        ([2, 3, 4, 5], [((2,), False), ((4,), True), ((5,), True), ((3,), False)], {2, 3, 4, 5}, [2, 4, 5, 3]),
    ],
)
def test_rows_are_put_in_order(rows: list[int], plan_rows: list[Any], measures: set[int], expected: list[int]) -> None:
    assert in_order(rows, [plan_rows], measures) == expected


def deleting(*deleted: str) -> Callable[[Any, dict[str, int]], None]:
    def what(sheet: Any, at: dict[str, int]) -> None:
        for row in range(sheet.max_row, 1, -1):
            if sheet.cell(row, at["标题"]).value in deleted:
                sheet.delete_rows(row)

    return what


def removed(path: Path) -> list[str]:
    book: Workbook = load_workbook(path)
    if "已移除" not in book.sheetnames:
        return []
    sheet = book["已移除"]
    return [sheet.cell(row, head_columns(sheet)["标题"]).value for row in range(2, sheet.max_row + 1)]


def test_a_row_that_an_office_deleted_stays_out(ledger: Path) -> None:
    edit(ledger, deleting("发展旅游", "引进人才"))
    told = update(ledger, plan(*TASKS[:4]))
    assert "0 rows new, 0 changed, 0 ended" in told
    assert "2 measures that were deleted" in told
    assert titles(ledger) == ["建设园区", "办好论坛", "修建码头"]
    assert removed(ledger) == ["发展旅游", "引进人才"]
    # Also with the next version, in which its number and its text are others; what the plan gives up is forgotten.
    update(ledger, plan("扩建港口", *TASKS[:2], "办好论坛").replace("发展旅游取得实效", "发展旅游再上台阶"))
    assert titles(ledger) == ["扩建港口", "建设园区", "办好论坛", "修建码头"]
    assert removed(ledger) == ["发展旅游"]


def test_what_a_removed_measure_says_elsewhere_stays_out_too(ledger: Path) -> None:
    edit(ledger, deleting("发展旅游"))
    update(ledger, plan(*TASKS[:4]))
    for sheet in load_workbook(ledger).worksheets:
        if sheet.title in ("单位分工", "指标", "引用文件"):
            assert not any("发展旅游" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_line_deleted_among_the_removed_brings_its_measure_back(ledger: Path) -> None:
    edit(ledger, deleting("发展旅游"))
    update(ledger, plan(*TASKS[:4]))
    edit(ledger, deleting("发展旅游"), "已移除")
    assert "1 rows new" in update(ledger, plan(*TASKS[:4]))
    assert titles(ledger) == [*TASKS[:4], "修建码头"]
    assert removed(ledger) == []


def test_a_deletion_waits_for_its_plan(ledger: Path) -> None:
    edit(ledger, deleting("发展旅游"))
    assert run(ledger.parent, "extract", "乙.txt", "--update", ledger.name).returncode == 0
    update(ledger, plan(*TASKS[:4]))
    assert titles(ledger) == ["建设园区", "引进人才", "办好论坛", "修建码头"]
    assert removed(ledger) == ["发展旅游"]


def test_one_of_two_copies_that_is_deleted_removes_no_measure(ledger: Path) -> None:
    def copied(sheet: Any, at: dict[str, int]) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(7, column).value = sheet.cell(3, column).value

    edit(ledger, copied)
    update(ledger, plan(*TASKS[:4]))
    edit(ledger, lambda sheet, at: sheet.delete_rows(3))
    update(ledger, plan(*TASKS[:4]))
    assert "发展旅游" in titles(ledger)
    assert removed(ledger) == []


def test_a_ledger_without_the_list_of_its_rows_gets_one(ledger: Path) -> None:
    book = load_workbook(ledger)
    del book["所列"]
    book.save(ledger)
    edit(ledger, deleting("发展旅游"))
    assert "1 rows new" in update(ledger, plan(*TASKS[:4]))
    edit(ledger, deleting("发展旅游"))
    update(ledger, plan(*TASKS[:4]))
    assert removed(ledger) == ["发展旅游"]


def test_the_list_of_rows_is_not_shown_and_not_read(ledger: Path) -> None:
    assert load_workbook(ledger)["所列"].sheet_state == "veryHidden"
    done = run(ledger.parent, "clean", ledger.name)
    assert b"hidden" not in done.stderr

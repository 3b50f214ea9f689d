"""A ledger that lives: new versions and plans change it, and what the office wrote in it stays."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from datetime import datetime
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
        "办好论坛",
        "扩建港口",
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
    cell = sheet.cell(5, head_columns(sheet)["内容"])
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
    (office / "x.csv").write_text("甲,乙\n", "utf-8")
    for name in ("乙.txt", "x.csv"):
        said = run(office, "extract", "甲.txt", "--update", name).stderr.decode()
        assert f"{name} is no workbook and no database" in said
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


# What an office corrected in duikou's own columns


def correct(path: Path, title: str, head: str, value: object) -> None:
    """Type something into a cell, as an office does."""
    book = load_workbook(path)
    sheet = book["任务台账"]
    heads = head_columns(sheet)
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, heads["标题"]).value == title)
    sheet.cell(row, heads[head]).value = value
    book.save(path)


def cell(path: Path, title: str, head: str) -> tuple[Any, str | None]:
    """A cell, and the note of it."""
    sheet = load_workbook(path)["任务台账"]
    heads = head_columns(sheet)
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, heads["标题"]).value == title)
    found = sheet.cell(row, heads[head])
    return found.value, found.comment and found.comment.text


def change(path: Path, title: str) -> str | None:
    told: str | None = cell(path, title, "变动")[0]
    return told


@pytest.mark.parametrize(
    ("title", "head", "typed", "says"),
    [
        ("建设园区", "牵头单位", "省商务厅（李某，138）", "省商务厅"),
        ("引进人才", "内容", "每年引进100人左右。", "每年引进100人。"),
        ("发展旅游", "时限", "2028年", "（无）"),
        ("发展旅游", "牵头单位", None, "省文化和旅游厅"),
        ("建设园区", "截止日", datetime(2025, 10, 1), "2025-12-31"),
    ],
)
def test_a_correction_stays_while_the_plan_says_the_same(
    office: Path, title: str, head: str, typed: object, says: str
) -> None:
    (office / "甲.txt").write_text(PLAN, "utf-8")
    ledger = office / "ledger.xlsx"
    correct(ledger, title, head, typed)
    for _ in range(2):
        done = run(office, "extract", "甲.txt", "--update", "ledger.xlsx")
        assert b"0 rows new, 0 changed, 0 ended" in done.stderr
        assert b"1 cells kept" in done.stderr
        assert cell(ledger, title, head) == (typed, f"原文为：{says}")
        assert change(ledger, title) is None


def test_a_correction_gives_way_where_the_plan_changed_and_both_are_told(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    correct(ledger, "建设园区", "时限", "2025年10月")
    correct(ledger, "建设园区", "牵头单位", "省商务厅（李某）")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert cell(ledger, "建设园区", "时限") == ("2026年底前", "原为：2025年10月")
    assert cell(ledger, "建设园区", "牵头单位") == ("省商务厅（李某）", "原文为：省商务厅")
    assert cell(ledger, "建设园区", "内容") == ("2026年底前建成4个园区。", "原为：2025年底前建成3个园区。")
    told = change(ledger, "建设园区") or ""
    assert "时限（原有手工更正，见批注）" in told
    assert "内容；" in told
    assert "牵头单位" not in told


def test_a_correction_that_the_plan_takes_over_is_no_correction_any_more(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    correct(ledger, "建设园区", "时限", "2026年底前")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert cell(ledger, "建设园区", "时限") == ("2026年底前", None)
    assert "时限" in (change(ledger, "建设园区") or "")
    done = run(office, "extract", "甲.txt", "--update", "ledger.xlsx")
    assert b"kept" not in done.stderr


def test_notes_of_the_office_stay_with_every_update(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    book = load_workbook(ledger)
    sheet = book["任务台账"]
    sheet.cell(2, head_columns(sheet)["内容"]).comment = Comment("我处批注", "office")
    book.save(ledger)
    for text in (NEXT, NEXT.replace("4个", "5个"), PLAN):
        (office / "甲.txt").write_text(text, "utf-8")
        assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert (cell(ledger, "建设园区", "内容")[1] or "").split("\n") == [
        "我处批注",
        "原为：2025年底前建成3个园区。",
        "原为：2026年底前建成4个园区。",
        "原为：2026年底前建成5个园区。",
    ]


def test_a_ledger_of_an_older_version_has_no_note_of_what_was_written(office: Path) -> None:
    """Then what stands there is taken for duikou's, and kept as a note where it gives way."""
    ledger = office / "ledger.xlsx"
    book = load_workbook(ledger)
    sheet = book["任务台账"]
    sheet.delete_cols(head_columns(sheet)["所写"])
    book.save(ledger)
    correct(ledger, "建设园区", "牵头单位", "李某")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert cell(ledger, "建设园区", "牵头单位") == ("省商务厅", "原为：李某")
    correct(ledger, "建设园区", "牵头单位", "王某")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert cell(ledger, "建设园区", "牵头单位")[0] == "王某"


# Rows known again


def plan_of(*items: str) -> str:
    return "甲省产业发展实施方案\n一、重点任务\n" + "".join(f"{n}.{item}\n" for n, item in enumerate(items, 1))


PARK = "建设园区。2025年底前建成3个园区。（牵头单位：省商务厅）"
TOUR = "发展旅游。开发线路5条。（牵头单位：省文化和旅游厅）"
STAFF = "引进人才。每年引进100人。（责任单位：省财政厅）"
PORT = "扩建港口。新建万吨级码头两座，疏浚航道。（责任单位：省交通运输厅）"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((PORT, PARK, TOUR, STAFF), {"扩建港口": "新增", "建设园区": "修改：编号", "引进人才": "修改：编号"}),
        ((STAFF, TOUR, PARK), {"建设园区": "修改：编号", "发展旅游": None, "引进人才": "修改：编号"}),
        ((PORT, TOUR, STAFF), {"扩建港口": "新增", "建设园区": "已取消", "发展旅游": None}),
        ((PARK.replace("3", "6"), TOUR), {"建设园区": "修改：内容；指标", "引进人才": "已取消"}),
        ((TOUR, PARK.replace("3", "6")), {"建设园区": "修改：编号；内容；指标", "引进人才": "已取消"}),
    ],
)
def test_what_an_office_noted_stays_beside_its_measure(
    office: Path, items: tuple[str, ...], told: dict[str, str | None]
) -> None:
    ledger = office / "ledger.xlsx"
    (office / "甲.txt").write_text(plan_of(*items), "utf-8")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    for row in rows(ledger):
        noted = row["进展情况"]
        assert noted == (None if row["标题"] == "扩建港口" and row["变动"] == "新增" else f"{row['标题']}：已启动")
    found = {row["标题"]: row["变动"] for row in rows(ledger) if row["文件"].startswith("甲省")}
    assert {title: found[title] for title in told} == told


def test_what_a_plan_no_longer_says_is_emptied(office: Path) -> None:
    """Also where nothing in the new version has such a field."""
    ledger = office / "ledger.xlsx"
    (office / "甲.txt").write_text(plan_of(PARK.replace("2025年底前建成3个园区", "建成园区"), TOUR, STAFF), "utf-8")
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    assert cell(ledger, "建设园区", "时限") == (None, "原为：2025年底前")
    assert cell(ledger, "建设园区", "截止日") == (None, "原为：2025-12-31")
    sheet = load_workbook(ledger)["指标"]
    at = head_columns(sheet)
    assert "建设园区" not in {sheet.cell(row, at["任务"]).value for row in range(2, sheet.max_row + 1)}


def test_a_title_above_the_head_and_another_name_of_the_sheet_stay(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    book = load_workbook(ledger)
    sheet = book["任务台账"]
    sheet.insert_rows(1)
    sheet["A1"] = "某省重点任务"
    sheet.title = "今年"
    book.save(ledger)
    done = run(office, "extract", "甲.txt", "--update", "ledger.xlsx")
    assert b"1 rows new, 2 changed, 1 ended" in done.stderr, done.stderr.decode()
    sheet = load_workbook(ledger)["今年"]
    assert sheet["A1"].value == "某省重点任务"
    assert sheet["A2"].value == "序号"
    assert sheet.max_row == 7


def test_without_the_column_of_keys_nothing_is_doubled(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    book = load_workbook(ledger)
    sheet = book["任务台账"]
    sheet.delete_cols(head_columns(sheet)["标识"])
    book.save(ledger)
    before = ledger.read_bytes()
    done = run(office, "extract", "甲.txt", "--update", "ledger.xlsx")
    assert done.returncode == 2
    assert "标识" in done.stderr.decode()
    assert ledger.read_bytes() == before


def test_choices_and_colours_of_days_reach_new_rows(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    sheet = load_workbook(ledger)["任务台账"]
    assert sheet.max_row == 6
    assert [str(choice.sqref).endswith("6") for choice in sheet.data_validations.dataValidation] == [True]
    assert {str(found.sqref).endswith("6") for found in sheet.conditional_formatting} == {True}
    # The number of a row, which stays in sight, is coloured by what 变动 says.
    told = [rule.formula[0].partition("2")[2] for found in sheet.conditional_formatting for rule in found.rules]
    assert {'="新增"', '="已取消"', '<>""'} <= set(told)
    assert sheet.print_area.endswith("$6")
    heads = head_columns(sheet)
    assert [sheet.cell(row, heads["出处文件"]).hyperlink.target for row in (5, 6)] == ["甲.txt", "乙.txt"]


def test_rows_are_as_high_as_their_text_and_may_grow(office: Path) -> None:
    long = "2026年底前建成4个园区。" + "协同推进产业对接和项目落地。" * 40
    (office / "甲.txt").write_text(NEXT.replace("2026年底前建成4个园区。", long), "utf-8")
    ledger = office / "ledger.xlsx"
    before = load_workbook(ledger)["任务台账"].row_dimensions
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    after = load_workbook(ledger)["任务台账"].row_dimensions
    assert after[2].height > 2 * before[2].height
    assert after[5].height == before[5].height
    with zipfile.ZipFile(ledger) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert 'customHeight="1"' not in sheet
    assert sheet.count(' ht="') == 6


def test_what_an_office_wrote_beside_the_units_stays_beside_them(office: Path) -> None:
    ledger = office / "ledger.xlsx"
    book = load_workbook(ledger)
    for name in ("单位汇总", "单位分工"):
        sheet = book[name]
        own = sheet.max_column + 1
        sheet.cell(1, own, "电话")
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, own, f"电话：{sheet.cell(row, 1).value}")
    book.save(ledger)
    assert run(office, "extract", "甲.txt", "--update", "ledger.xlsx").returncode == 0
    for name in ("单位汇总", "单位分工"):
        sheet = load_workbook(ledger)[name]
        heads = head_columns(sheet)
        found = {sheet.cell(row, 1).value: sheet.cell(row, heads["电话"]).value for row in range(2, sheet.max_row + 1)}
        assert {unit: said for unit, said in found.items() if said is None} == {
            unit: None for unit in found if "科技" in unit
        }
        assert all(said in (None, f"电话：{unit}") for unit, said in found.items())
        assert any("旅游" in unit for unit in found)  # struck out


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


def older(place: Path) -> None:
    """Make the ledger one of a version before citations of a document, codes of places and rows of other cells."""
    base = sqlite3.connect(place / "l.sqlite")
    base.execute("DROP TABLE other")
    base.execute("DROP TABLE citations")
    base.execute("DROP INDEX places_code")
    base.execute("ALTER TABLE places DROP COLUMN code")
    base.execute(
        "CREATE TABLE citations (id INTEGER PRIMARY KEY, measure_id INTEGER NOT NULL REFERENCES measures(id), "
        "title TEXT, doc_number TEXT, text TEXT, page INTEGER, line INTEGER, start_offset INTEGER, end_offset INTEGER, "
        '"我的 列" TEXT)'
    )
    (number,) = base.execute("SELECT id FROM measures WHERE title = '扩建港口'").fetchone()
    base.execute("INSERT INTO citations (measure_id, title, \"我的 列\") VALUES (?, '港口规划', '存')", (number,))
    base.execute("CREATE INDEX mine ON citations(title)")
    base.execute("CREATE VIEW seen AS SELECT title FROM citations")
    base.commit()
    base.close()


def test_a_ledger_of_an_older_version_gets_what_it_lacks(office: Path) -> None:
    assert run(office, "extract", "甲.txt", "乙.txt", "-o", "l.sqlite").returncode == 0
    older(office)
    (office / "甲.txt").write_text(
        NEXT.replace("一、重点任务", "根据《某某规划》，制定本方案。\n一、重点任务").replace(
            "论坛。=", "论坛。在沈阳市"
        ),
        "utf-8",
    )
    done = run(office, "extract", "甲.txt", "-o", "l.sqlite", "--append")
    assert done.returncode == 0, done.stderr.decode()
    assert titles(office) == ["扩建港口", "建设园区", "引进人才", "办好论坛"]
    fresh = run(office, "extract", "甲.txt", "-o", "fresh.sqlite")
    assert fresh.returncode == 0
    base, new = sqlite3.connect(office / "l.sqlite"), sqlite3.connect(office / "fresh.sqlite")
    names = "SELECT type, name FROM sqlite_master"
    assert set(new.execute(names)) <= set(base.execute(names))
    assert {("index", "mine"), ("view", "seen")} <= set(base.execute(names))
    assert base.execute("SELECT code FROM places WHERE name = '沈阳市'").fetchone()[0]
    kept = 'SELECT c.title, d.path, "我的 列" FROM citations AS c JOIN documents AS d ON d.id = c.document_id'
    assert set(base.execute(kept)) == {("港口规划", "乙.txt", "存"), ("某某规划", "甲.txt", None)}
    assert ("港口规划",) in set(base.execute("SELECT title FROM seen"))
    base.close()
    new.close()


def test_a_ledger_of_a_later_version_is_left_alone(office: Path) -> None:
    assert run(office, "extract", "乙.txt", "-o", "l.sqlite").returncode == 0
    base = sqlite3.connect(office / "l.sqlite")
    base.execute("PRAGMA user_version=99")
    base.close()
    before = (office / "l.sqlite").read_bytes()
    done = run(office, "extract", "甲.txt", "--update", "l.sqlite")
    assert (done.returncode, b"later version" in done.stderr) == (2, True)
    assert (office / "l.sqlite").read_bytes() == before


def test_two_copies_of_one_run_are_both_taken_in_and_replaced_by_their_paths(office: Path) -> None:
    (office / "副本.txt").write_text(NEXT + "4.备案。报省政府备案。\n", "utf-8")
    assert run(office, "extract", "乙.txt", "-o", "l.sqlite").returncode == 0
    for _ in range(2):
        assert run(office, "extract", "甲.txt", "副本.txt", "--update", "l.sqlite").returncode == 0
        assert len(titles(office)) == 1 + 3 + 4
    assert run(office, "extract", "甲.txt", "--update", "l.sqlite").returncode == 0
    assert len(titles(office)) == 1 + 3 + 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沈阳市人民政府关于印发工作要点的通知", "大连市人民政府关于印发工作要点的通知"),
        ("沈阳市2023年工作要点", "沈阳市2024年工作要点"),
        ("沈阳市第一批改革任务", "沈阳市第二批改革任务"),
    ],
)
@pytest.mark.parametrize("ending", ["xlsx", "sqlite"])
def test_another_plan_of_a_like_name_is_another_plan(office: Path, one: str, other: str, ending: str) -> None:
    body = "\n一、重点任务\n1.建设园区。建成3个园区。\n2.{}。开发线路5条。\n"
    (office / "a.txt").write_text(one + body.format("发展旅游"), "utf-8")
    (office / "b.txt").write_text(other + body.format("办好论坛"), "utf-8")
    assert run(office, "extract", "a.txt", "-o", f"p.{ending}").returncode == 0
    done = run(office, "extract", "b.txt", "--update", f"p.{ending}")
    assert done.returncode == 0
    told = b"2 rows new, 0 changed, 0 ended" if ending == "xlsx" else b"1 documents new, 0 replaced"
    assert told in done.stderr


@pytest.mark.parametrize("ending", ["xlsx", "sqlite"])
def test_a_run_that_breaks_off_leaves_the_ledger_as_it_was(
    office: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duikou.app import commands
    from duikou.app.extract import extract

    assert run(office, "extract", "甲.txt", "-o", f"l.{ending}").returncode == 0
    before = (office / f"l.{ending}").read_bytes()

    def broken(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.chdir(office)
    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(Exception, match=r"no room|can't be written"):
        extract(commands.Extract(["甲.txt", "乙.txt"], update=f"l.{ending}"))
    assert (office / f"l.{ending}").read_bytes() == before
    assert not list(office.glob(".duikou-*"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/pivotTables/pivotTable1.xml", "透视表"),
        ("xl/slicers/slicer1.xml", "切片器"),
        ("xl/media/image1.png", "图片"),
    ],
)
def test_what_would_be_lost_is_told_and_the_ledger_stays(office: Path, part: str, said: str) -> None:
    with zipfile.ZipFile(office / "ledger.xlsx", "a") as book:
        book.writestr(part, b"<x/>")
    before = (office / "ledger.xlsx").read_bytes()
    done = run(office, "--lang", "zh", "extract", "甲.txt", "--update", "ledger.xlsx")
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert (office / "ledger.xlsx").read_bytes() == before

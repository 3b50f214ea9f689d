"""What others wrote is theirs: no output replaces it unless told to, no database is mixed with another's changes."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from test_cli import run

from duikou.app import ownership
from duikou.exporting import WRITERS
from duikou.exporting.ledger import database

PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。到2025年共建园区{n}个。（责任单位：省商务厅）\n"


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "甲市方案.txt", tmp_path / "乙市方案.txt"
    old.write_text(PLAN.format(n=3), "utf-8")
    new.write_text(PLAN.format(n=5), "utf-8")
    return old, new


OUTPUTS = [(writer.command, writer.format, writer.extensions[0]) for writer in WRITERS]


@pytest.mark.parametrize(("command", "format", "ending"), OUTPUTS)
def test_what_duikou_wrote_is_replaced(
    command: str, format: str, ending: str, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    output = tmp_path / f"out{ending}"
    named = {"clean": plans[:1], "extract": plans[:1], "search": ("园区", plans[0])}.get(command, plans)
    first = run(command, *named, "-o", output, "-f", format)
    assert first.exit_code in (0, 1), first.stderr
    content = output.read_bytes()
    assert content
    again = run(command, *named, "-o", output, "-f", format)
    assert again.exit_code == first.exit_code, again.stderr
    assert output.read_bytes() == content


def workbook(place: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "已完成"
    book.save(place)


def letter(place: Path) -> None:
    document = docx.Document()
    document.add_paragraph("来函")
    document.save(str(place))


def notes(place: Path) -> None:
    with sqlite3.connect(place) as base:
        base.execute("CREATE TABLE notes (body TEXT)")
        base.execute("INSERT INTO notes VALUES ('留存')")
    base.close()


def text(content: str) -> Callable[[Path], object]:
    return lambda place: place.write_text(content, "utf-8")


# (the command, the output, who else made it)
FOREIGN: list[tuple[str, str, Callable[[Path], object]]] = [
    ("extract", "台账.xlsx", workbook),
    ("extract", "notes.sqlite", notes),
    ("extract", "notes.db", notes),
    ("extract", "表.csv", text("序号,事项\n1,来函\n")),
    ("extract", "纪要.md", text("# 会议纪要\n\n- 出席：某某\n")),
    ("extract", "config.json", text('{"name": "x"}\n')),
    ("extract", "x.jsonl", text('{"name": "x"}\n')),
    ("extract", "日程.ics", text("BEGIN:VCALENDAR\r\nPRODID:-//office//\r\nEND:VCALENDAR\r\n")),
    ("group", "表.csv", text("组,标题,经办人\n1,来函,某某\n")),
    ("group", "纪要.txt", text("会议纪要\n出席：某某\n")),
    ("align", "表.csv", text("事项,完成情况\n来函,已完成\n")),
    ("align", "纪要.md", text("# 会议纪要\n")),
    ("align", "纪要.txt", text("会议纪要\n")),
    ("search", "表.csv", text("序号,事项\n1,来函\n")),
    ("search", "纪要.txt", text("会议纪要\n")),
    ("clean", "来函.docx", letter),
    ("clean", "页.html", text("<!DOCTYPE html>\n<p>甲</p>\n")),
    ("clean", "来函.txt", letter),
    ("clean", "notes.md", notes),
    ("clean", "config.json", text("[]")),
    ("clean", "台账.docx", workbook),
]


@pytest.mark.parametrize(("command", "name", "made"), FOREIGN)
def test_what_others_wrote_is_not_replaced(
    command: str, name: str, made: Callable[[Path], object], plans: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / "out" / name
    output.parent.mkdir()
    made(output)
    before = output.read_bytes()
    named = {"search": ("园区", plans[0]), "align": plans}.get(command, plans[:1])
    refused = run(command, *named, "-o", output)
    assert (refused.exit_code, output.read_bytes()) == (2, before)
    assert "not written by duikou" in refused.stderr
    assert "--force" in refused.stderr
    assert run(command, *named, "-o", output, "--force").exit_code == 0
    assert output.read_bytes() != before
    assert run(command, *named, "-o", output).exit_code == 0
    assert os.listdir(output.parent) == [name]


def filled_workbook(place: Path) -> None:
    book = openpyxl.load_workbook(place)
    book.active["H3"] = "已完成"
    book.save(place)


def retyped(place: Path) -> None:
    """What a program does that keeps the dates of the file: only the parts are packed anew."""
    with zipfile.ZipFile(place) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(place, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def filled_table(place: Path) -> None:
    base = sqlite3.connect(place)
    base.execute("UPDATE measures SET keywords = '已完成'")
    base.commit()
    base.close()


def another_table(place: Path) -> None:
    base = sqlite3.connect(place)
    base.execute("CREATE TABLE notes (body TEXT)")
    base.close()


def another_column(place: Path) -> None:
    place.write_text(place.read_text("utf-8-sig").replace("出处文件", "出处文件,完成情况", 1), "utf-8-sig")


FILLED: list[tuple[str, tuple[str, ...], Callable[[Path], None]]] = [
    ("台账.xlsx", ("--template", "ledger"), filled_workbook),
    ("台账.xlsx", (), retyped),
    ("台账.sqlite", (), filled_table),
    ("台账.sqlite", (), another_table),
    ("台账.csv", (), another_column),
]


@pytest.mark.parametrize(("name", "options", "filled"), FILLED)
def test_entries_of_an_office_are_not_replaced(
    name: str, options: tuple[str, ...], filled: Callable[[Path], None], plans: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / name
    assert run("extract", plans[0], "-o", output, *options).exit_code == 0
    filled(output)
    before = output.read_bytes()
    refused = run("extract", plans[1], "-o", output, *options)
    assert (refused.exit_code, output.read_bytes()) == (2, before)
    assert "since" in refused.stderr or "not written by duikou" in refused.stderr
    assert run("extract", plans[1], "-o", output, *options, "--force").exit_code == 0


def test_a_ledger_is_written_as_often_as_is_known(plans: tuple[Path, Path], tmp_path: Path) -> None:
    for number, named in enumerate([plans[:1], plans, (*plans, tmp_path / "fehlt.txt")]):
        output = tmp_path / f"{number}.sqlite"
        run("extract", *named, "-o", output)
        head = output.read_bytes()[:100]
        assert (database.is_ledger(head), database.was_changed(head)) == (True, False)


def test_one_file_of_several_is_refused_and_the_others_are_written(plans: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "甲市方案.html").write_text("<p>来函</p>", "utf-8")
    done = run("clean", *plans, "-d", folder, "-f", "html")
    assert done.exit_code == 2
    assert (folder / "甲市方案.html").read_text("utf-8") == "<p>来函</p>"
    assert "园区5个" in (folder / "乙市方案.html").read_text("utf-8")


# Beside a database


def left_open(place: Path, journal: str) -> None:
    """A ledger whose program was killed with changes that are not in it: its side file holds them."""
    child = os.fork()
    if child == 0:
        base = sqlite3.connect(place, isolation_level=None)
        base.execute(f"PRAGMA journal_mode={journal}")
        base.execute("PRAGMA cache_size=1")
        base.execute("BEGIN")
        for _ in range(5):
            base.execute("UPDATE measures SET text = text || text || text, keywords = 'x'")
        if journal == "wal":
            base.execute("COMMIT")
        os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize(("journal", "side"), [("wal", "-wal"), ("delete", "-journal")])
def test_changes_beside_a_database_are_never_mixed_into_another(
    journal: str, side: str, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / "台账.sqlite"
    plans[0].write_text(PLAN.format(n=3) + "".join(f"（{n}）共建园区。{'甲' * 900}。\n" for n in range(40)), "utf-8")
    run("extract", plans[0], "-o", output)
    left_open(output, journal)
    beside = output.with_name(output.name + side)
    assert beside.stat().st_size
    refused = run("extract", plans[1], "-o", output)
    assert refused.exit_code == 2
    assert beside.name in refused.stderr
    assert run("extract", plans[1], "-o", output, "--force").exit_code == 0
    assert ownership.side_files(output) == []
    base = sqlite3.connect(output)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("SELECT path FROM documents").fetchall() == [(str(plans[1]),)]
    base.close()


def test_a_side_file_without_its_database_is_not_played_into_a_new_one(
    plans: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / "台账.sqlite"
    output.with_name("台账.sqlite-wal").write_bytes(b"changes")
    assert run("extract", plans[0], "-o", output).exit_code == 2
    assert not output.exists()
    output.with_name("台账.sqlite-wal").write_bytes(b"")
    assert run("extract", plans[0], "-o", output).exit_code == 0
    assert ownership.side_files(output) == []


# What lies beside documents


@pytest.mark.parametrize(
    "name", ["~$甲市方案.docx", "~WRL0001.tmp", "Thumbs.db", ".DS_Store", "desktop.ini", "plan.txt~", "a.crdownload"]
)
def test_what_programs_leave_beside_documents_is_passed_over(name: str, plans: tuple[Path, Path]) -> None:
    folder = plans[0].parent
    (folder / name).write_bytes(b"\x05Someone\0\0")
    done = run("extract", folder, "-f", "json")
    assert done.exit_code == 0, done.stderr
    assert len(json.loads(done.stdout)["documents"]) == 2

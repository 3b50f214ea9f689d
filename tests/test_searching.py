"""`duikou search`: measures by words, in a ledger and in documents."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

PLAN = (
    "甲省产业方案\n一、重点任务\n1.发展物流。建设港口物流园区，改善水运条件。（牵头单位：省交通运输厅）\n"
    "2.发展旅游。开发冰雪线路。（责任单位：省文化和旅游厅）\n"
)
OTHER = "乙市方案\n一、重点任务\n1.做强港口。扩建码头。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("search")
    (place / "in").mkdir()
    (place / "in" / "a.txt").write_text(PLAN, "utf-8")
    (place / "in" / "b.txt").write_text(OTHER, "utf-8")
    assert run(place, "extract", "in", "-o", "ledger.sqlite").returncode == 0
    return place


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "duikou", *arguments], cwd=place, capture_output=True, check=False)


def found(place: Path, words: str, where: str) -> list[str]:
    done = run(place, "search", words, where, "-f", "json")
    assert done.returncode in (0, 1), done.stderr.decode()
    value = json.loads(done.stdout)
    schema = json.loads(files("duikou.data").joinpath("schemas/search.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(value)
    assert done.returncode == (0 if value["measures"] else 1)
    return [measure["title"] for measure in value["measures"]]


@pytest.mark.parametrize("where", ["ledger.sqlite", "in"])
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("港口", ["发展物流", "做强港口"]),
        ("港口 园区", ["发展物流"]),
        ("水", ["发展物流"]),
        ("水 冰雪", []),
        ("港口物流园", ["发展物流"]),
        ("口港", []),
        ("100%", []),
        ('"港口" OR', []),
    ],
)
def test_all_words_must_stand_there(folder: Path, where: str, words: str, titles: list[str]) -> None:
    assert found(folder, words, where) == titles


def test_who_answers_and_where_it_stands_are_told(folder: Path) -> None:
    done = run(folder, "search", "冰雪", "ledger.sqlite", "-f", "json")
    (measure,) = json.loads(done.stdout)["measures"]
    assert measure["units"] == ["省文化和旅游厅"]
    assert measure["source"] == {"path": "in/a.txt", "page": None, "line": 4}


def test_a_ledger_is_not_changed_by_a_search(folder: Path) -> None:
    before = (folder / "ledger.sqlite").read_bytes()
    assert run(folder, "search", "港口", "ledger.sqlite").returncode == 0
    assert (folder / "ledger.sqlite").read_bytes() == before


def test_what_is_no_ledger_is_told(folder: Path) -> None:
    base = sqlite3.connect(folder / "other.sqlite")
    base.execute("CREATE TABLE t (a)")
    base.commit()
    base.close()
    done = run(folder, "search", "港口", "other.sqlite")
    assert done.returncode == 2
    assert "other.sqlite: is no ledger" in done.stderr.decode()
    assert run(folder, "search", " ", "in").returncode == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("junk.sqlite", bytes(range(256)) * 9),
        ("head.sqlite3", b"SQLite format 3\0" + bytes(range(256)) * 9),
        ("empty.db", b""),
        ("text.db", "港口建设方案\n一、任务\n1.扩建港口。\n".encode()),
    ],
)
@pytest.mark.parametrize("format", ["terminal", "csv"])
def test_a_damaged_ledger_is_an_error_and_no_table_of_nothing(
    folder: Path, name: str, content: bytes, format: str
) -> None:
    (folder / name).write_bytes(content)
    done = run(folder, "search", "港口", name, "-f", format)
    assert done.returncode == 2
    assert done.stdout == b""
    assert f"{name}: is no ledger that can be searched" in done.stderr.decode()
    both = run(folder, "search", "港口", name, "ledger.sqlite", "-f", format)
    assert both.returncode == 2
    assert "港口" in both.stdout.decode("utf-8-sig")

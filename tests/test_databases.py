"""The ledger as a database, as Parquet and as lines: whole, the same on every run, and the queries of the docs."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import sqlite3
from importlib.resources import files
from pathlib import Path

import builders_export as make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_cli import run, spawn

from duikou import exporting
from duikou.errors import UnreadableError, UsageError
from duikou.exporting import load
from duikou.exporting.ledger.bigrams import query, tokens
from duikou.exporting.ledger.record import record
from duikou.exporting.ledger.tables import TABLES
from duikou.model import Caution, Pair, Place

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
PAGE = (ROOT / "docs" / "queries.md").read_text("utf-8")
ERROR = UnreadableError("holds no text", "Fetch it again", "空\udcff.txt")


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def made(tmp_path: Path, *records, errors=()) -> sqlite3.Connection:
    place = tmp_path / "made.sqlite"
    place.write_bytes(b"".join(make.written("sqlite", records, list(errors))))
    return sqlite3.connect(place)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    place = tmp_path_factory.mktemp("base") / "measures.sqlite"
    assert run("extract", CORPUS, "-o", place, "--quiet").exit_code == 0
    return sqlite3.connect(place)


@pytest.fixture(scope="module")
def extracted():
    return json.loads(run("extract", CORPUS, "--quiet").stdout)["documents"]


# What is in the database


def test_the_database_is_sound(base):
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA user_version").fetchone() == (1,)


FIELDS = {
    "units": "units",
    "places": "place_mentions",
    "quantities": "quantities",
    "deadlines": "deadlines",
    "citations": "citations",
    "instruments": "instruments",
}


def test_it_holds_what_the_json_holds(base, extracted):
    measures = [measure for document in extracted for measure in document["measures"]]
    assert base.execute("SELECT count(*) FROM documents").fetchone() == (len(extracted),)
    rows = base.execute("SELECT name, path, kind, title, text, line, start_offset FROM measures ORDER BY id").fetchall()
    assert rows == [
        (m["id"], "/".join(m["path"]), m["kind"], m["title"], m["text"], m["source"]["line"], m["source"]["start"])
        for m in measures
    ]
    for table in ("places", "quantities", "deadlines", "citations", "instruments"):
        rows = base.execute(f"SELECT text, start_offset, end_offset FROM {table} ORDER BY id").fetchall()
        # What a document has of a field itself stands before what its measures have.
        owners = [owner for document in extracted for owner in (document, *document["measures"])]
        found = [field for owner in owners for field in owner.get(FIELDS[table], ())]
        assert rows == [(f["text"], f["source"]["start"], f["source"]["end"]) for f in found]
    pairs = [pair for document in extracted for pair in document["pairs"]] + [p for m in measures for p in m["pairs"]]
    assert base.execute("SELECT count(*) FROM pairs").fetchone() == (len(pairs),)
    for role in ("lead", "supporting"):
        rows = base.execute("SELECT measure_id, name FROM units WHERE role = ? ORDER BY id", (role,)).fetchall()
        assert rows == [(at, name) for at, m in enumerate(measures, 1) for name in m[f"{role}_units"]]


def test_every_reference_and_every_index_is_declared(base):
    for table in TABLES:
        keys = base.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        wanted = [column for column in table.columns if column.split()[0] in ("measure_id", "document_id")]
        assert len(keys) == len(wanted)
        indexed = {
            base.execute(f"PRAGMA index_info({row[1]})").fetchone()[2]
            for row in base.execute(f"PRAGMA index_list({table.name})").fetchall()
        }
        assert indexed == set(table.indexed)
        assert {column.split()[0] for column in wanted} <= indexed


def test_datasette_finds_the_full_text(base):
    # What datasette's detect_fts asks: an FTS table whose content is this one.
    asked = """
        SELECT name FROM sqlite_master WHERE rootpage = 0 AND (
            sql LIKE '%VIRTUAL TABLE%USING FTS%content="measures"%'
            OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=[measures]%'
        )"""
    assert base.execute(asked).fetchall() == [("measures_fts",)]


def test_datasette_shows_the_ledger(tmp_path):
    app = pytest.importorskip("datasette.app", reason="datasette is not installed")
    place = tmp_path / "measures.sqlite"
    assert run("extract", CORPUS, "-o", place, "--quiet").exit_code == 0

    async def rows(address: str) -> list[dict[str, object]]:
        served = app.Datasette([str(place)])
        await served.invoke_startup()
        answer = await served.client.get(address)
        assert answer.status_code == 200
        return json.loads(answer.text)["rows"]

    found = asyncio.run(rows("/measures/measures.json?_search=园区&_shape=objects"))
    assert found
    assert all("园区" in f"{row['title']}{row['text']}" for row in found)


def test_every_field_and_error_has_its_row(tmp_path):
    caution = Caution("misread-di", "likely 第", "笫", Place(2, 1, 0, 1))
    one = record(make.extracted(make.FULL, make.measure(2, title=None), cautions=(caution,), pairs=(Pair("甲", "乙"),)))
    base = made(tmp_path, one, record(make.extracted(make.SPANNED)), errors=[ERROR])
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("SELECT rule, page FROM warnings").fetchall() == [("misread-di", 2)]
    assert base.execute("SELECT left_name, measure_id FROM pairs WHERE measure_id IS NULL").fetchall() == [("甲", None)]
    assert base.execute("SELECT path, cause FROM errors").fetchall() == [("空\\udcff.txt", "holds no text")]


def test_nothing_is_a_database_too(tmp_path):
    base = made(tmp_path)
    assert base.execute("SELECT count(*) FROM measures").fetchone() == (0,)


def test_the_bytes_are_the_same_on_every_run_and_with_any_number_of_workers(tmp_path):
    text = (CORPUS / "liaoning-jiangsu-2018-web.txt").read_text("utf-8")
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(text[: 300 * number + 99], "utf-8")
    names = ["one.sqlite", "two.sqlite"]
    for jobs, name in enumerate(names, 1):
        assert spawn("extract", tmp_path, "-o", tmp_path / name, "--jobs", jobs, "--quiet").returncode == 0
    assert (tmp_path / names[0]).read_bytes() == (tmp_path / names[1]).read_bytes()


def test_a_database_is_not_sent_to_a_terminal_and_replaces_only_when_whole(tmp_path):
    old = tmp_path / "old.sqlite"
    old.write_bytes(b"old")
    assert run("extract", tmp_path / "none.txt", "-o", old).exit_code == 2
    assert old.read_bytes() == b"old"


# Full text


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("专利转化", "专利 利转 转化"),
        ("共建园区2个", "共建 建园 园区 2 个"),
        ("3＋N、“放管服”改革", "3 N 放管 管服 改革"),
        ("第5G基地", "第 5G 基地"),
        ("𠀀𠀁〇", "𠀀𠀁 𠀁〇"),
        ("，。", ""),
        ("", ""),
    ],
)
def test_tokens_are_pairs_of_characters(text, want):
    assert tokens(text) == want


CLAUSES = st.lists(st.text("甲乙丙丁戊己，。AB1 2", min_size=1, max_size=12), min_size=1, max_size=6)


@given(CLAUSES, st.data())
def test_every_word_of_two_characters_or_more_is_found_where_it_is_and_nowhere_else(texts, data):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
    base.executemany("INSERT INTO found VALUES (?)", [(tokens(text),) for text in texts])
    word = data.draw(st.text("甲乙丙丁戊己", min_size=2, max_size=4))
    rows = base.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (query(word),)).fetchall()
    assert rows == [(at,) for at, text in enumerate(texts, 1) if word in text]
    base.close()


@pytest.mark.parametrize("word", ['"', "*", "NEAR(", "a OR", "-", "专利 AND 技术", "'"])
def test_any_words_make_a_question_that_can_be_asked(base, word):
    asked = query(word)
    if asked:
        base.execute("SELECT count(*) FROM measures_fts WHERE measures_fts MATCH ?", (asked,)).fetchall()


@pytest.mark.parametrize("sql", examples("sql"))
def test_the_queries_of_the_docs_find_something(base, sql):
    assert base.execute(sql).fetchall(), sql


def test_the_page_names_every_table_and_column():
    for table in TABLES:
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{table.name}` |"))
        names = {column.split()[0] for column in table.columns}
        apart = {"measure_id", "document_id", "page", "line", "start_offset", "end_offset"}
        assert sorted(name for name in names - apart if f"`{name}`" not in line) == []


# Parquet


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    folder = tmp_path_factory.mktemp("parquet")
    assert run("extract", CORPUS, "-o", folder / "measures.parquet", "--quiet").exit_code == 0
    return folder


def test_parquet_holds_what_the_json_holds(parquet, extracted):
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(parquet / "measures.parquet").to_pylist()
    wanted = []
    for document in extracted:
        head = {name: document[name] for name in ("doc_number", "issuers", "date")}
        source = {"document": document["title"], **{name: document["source"][name] for name in ("path", "sha256")}}
        wanted += [{**m, "ordinals": m["path"], **head, **source} for m in document["measures"]]
    assert rows == wanted


def test_parquet_is_the_same_in_groups_of_any_size(parquet, monkeypatch):
    import pyarrow.parquet

    from duikou.exporting.ledger import parquet as writer

    records = [record(make.extracted(make.FULL, make.measure(2, title="\ud800"))) for _ in range(3)]
    whole = b"".join(make.written("parquet", records))
    monkeypatch.setattr(writer, "_GROUP", 2)
    pieces = list(make.written("parquet", records))
    (parquet / "pieces").write_bytes(b"".join(pieces))
    (parquet / "whole").write_bytes(whole)
    one, two = (pyarrow.parquet.read_table(parquet / name) for name in ("pieces", "whole"))
    assert one == two
    assert one.column("title")[1].as_py() == "\\ud800"
    assert len(pieces) > 2


@pytest.mark.parametrize("code", examples("pyarrow"))
def test_the_pyarrow_of_the_docs(parquet, monkeypatch, code):
    import pyarrow.parquet

    monkeypatch.chdir(parquet)
    names: dict[str, object] = {"pyarrow": pyarrow}
    exec(code, names)
    assert names["result"].num_rows > 0


@pytest.mark.parametrize("code", examples("pandas"))
def test_the_pandas_of_the_docs(parquet, monkeypatch, code):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    monkeypatch.chdir(parquet)
    names: dict[str, object] = {"pandas": pandas}
    exec(code, names)
    assert len(names["result"]) > 0


@pytest.mark.parametrize("sql", examples("duckdb"))
def test_the_duckdb_of_the_docs(parquet, monkeypatch, sql):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    monkeypatch.chdir(parquet)
    assert duckdb.sql(sql).fetchall()


def test_a_library_that_is_missing_is_named_before_the_work(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"parquet needs pyarrow.*install.*pyarrow>=17"):
        exporting.choose("extract", None, "x.parquet")


# Lines


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_lines_are_the_documents_of_the_json_and_the_errors_in_their_place(tmp_path, command):
    for number in (1, 3):
        (tmp_path / f"{number}.txt").write_bytes((CORPUS / "liaoning-jiangsu-2018-web.txt").read_bytes())
    for number in (0, 2, 4):
        (tmp_path / f"{number}.txt").write_bytes(b"")
    whole = json.loads(run(command, tmp_path, "-f", "json").stdout)
    result = run(command, tmp_path, "-f", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line for line in lines if "error" not in line] == whole["documents"]
    assert [line["error"] for line in lines if "error" in line] == whole["errors"]
    assert [number for number, line in enumerate(lines) if "error" in line] == [0, 2, 4]
    assert result.exit_code == 2


def test_no_line_holds_a_line_break():
    hostile = make.extracted(make.measure(1, text="甲\u2028乙\u2029丙\x85丁\n戊\r己\x0b\x0c\x1c"))
    (line,) = make.written("jsonl", [record(hostile)])
    assert len(line.splitlines()) == 1
    assert json.loads(line)["measures"][0]["text"] == hostile.measures[0].text


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_each_line_keeps_to_the_schema(command):
    schema = json.loads(files("duikou.data").joinpath(f"schemas/{command}.json").read_text("utf-8"))
    documents = [json.loads(line) for line in run(command, CORPUS, "-f", "jsonl", "--quiet").stdout.splitlines()]
    whole = {"schema": f"duikou.{command}/1", "documents": documents, "errors": []}
    Draft202012Validator(schema).validate(whole)


# CSV


def test_the_guard_of_csv_can_be_left_out(tmp_path):
    records = [record(make.extracted(make.measure(1, title="=1+1", text="-5%")))]
    guarded, plain = (
        "".join(load("ledger.csv_and_markdown:write_csv")(records, [], as_is=as_is)) for as_is in (False, True)
    )
    assert "'=1+1" in guarded
    assert "'" not in plain
    assert plain == guarded.replace("'", "")
    assert run("extract", CORPUS, "-f", "csv", "--as-is", "--quiet").exit_code == 0
    assert "--as-is is for CSV" in run("extract", CORPUS, "--as-is").stderr


def test_importing_a_writer_needs_no_library_of_another():
    for name in (
        "duikou.exporting.ledger.parquet",
        "duikou.exporting.ledger.database",
        "duikou.exporting.json.json_lines",
    ):
        importlib.import_module(name)

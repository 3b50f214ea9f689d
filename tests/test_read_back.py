"""A ledger that is read back is the ledger that it was: in every format, whatever the plans hold."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import duikou
from duikou.exporting import choose, load
from duikou.exporting.ledger import read_back
from duikou.exporting.ledger.record import Record, record
from duikou.extracting.fields.registry import FIELDS

FORMATS = ("json", "jsonl", "sqlite", "csv", "xlsx")
TASKS = (
    "建设园区。2025年底前建成3个园区，投资增加20%。",
    "发展旅游。=开发线路5条；城镇登记失业率控制在5.5%以内。",
    "落实《甲省开发区条例》（甲政发〔2020〕3号），2024年6月底前完成。",
    "推动乙市与丙市结对，开展园区共建。每年互派干部20名，2023—2025年共60名。",
    "引进人才。\n支持设立工作站，鼓励企业参与。",
    "-办好论坛。力争到2030年产值超过1000亿元。",
)
TAILS = (
    "",
    "（牵头单位：省商务厅；责任单位：乙市、丙市政府；配合单位：省财政厅）",
    "（责任单位：省科技厅、省教育厅，各市人民政府）",
    "（省发改委牵头，省工信厅配合）",
    "（指导单位：国家发展改革委；责任单位：省人力资源社会保障厅）",
)
HEADS = ("甲省产业发展实施方案", "乙市与丙市对口合作方案（2023—2025年）", "")
PARTS = st.tuples(st.sampled_from(TASKS), st.sampled_from(TAILS))
PLANS = st.tuples(st.sampled_from(HEADS), st.lists(st.lists(PARTS, min_size=1, max_size=3), min_size=1, max_size=3))


def plan_text(plan: tuple[str, list[list[tuple[str, str]]]]) -> str:
    title, chapters = plan
    lines = [title, "甲政办发〔2023〕12号", "乙市人民政府："] if title else []
    for number, chapter in enumerate(chapters):
        lines.append(f"{'一二三'[number]}、重点任务之{number}")
        lines += [f"{at}.{task}{tail}" for at, (task, tail) in enumerate(chapter, 1)]
    if title:
        lines += [
            "甲省人民政府办公厅",
            "2023年3月5日",
            "附件",
            "任务清单",
            "一、其他事项",
            "1.设立专班。每月调度一次。",
        ]
    return "\n".join(lines)


def written(records: list[Record], format: str, lang: str = "zh") -> bytes:
    writer = choose("extract", format)
    pieces = (load(writer.each)(one, lang) for one in records) if writer.each else records
    made = load(writer.function)(pieces, [], lang)
    return b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in made)


def back(content: bytes, format: str, place: Path) -> list[read_back.ReadBack]:
    file = place / f"ledger.{format}"
    file.write_bytes(content)
    found = read_back.of_file(file, file.name)
    assert found is not None
    return list(found)


def shown(content: bytes, format: str) -> Any:
    """What a ledger says: its bytes, or the cells of all sheets of a workbook."""
    if format != "xlsx":
        return content
    book = load_workbook(BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def records_of(*texts: str) -> list[Record]:
    return [record(duikou.extract(text)) for text in texts]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("back")


@settings(max_examples=25, deadline=None)
@given(st.lists(PLANS, min_size=1, max_size=3), st.sampled_from(FORMATS), st.sampled_from(("zh", "en")))
def test_a_ledger_that_is_read_back_is_the_ledger_that_it_was(
    place: Path, plans: list[tuple[str, list[list[tuple[str, str]]]]], format: str, lang: str
) -> None:
    records = []
    for number, plan in enumerate(plans):
        (place / f"{number}.txt").write_text(plan_text(plan), "utf-8")
        records.append(record(duikou.extract(place / f"{number}.txt")))
    content = written(records, format, lang)
    found = back(content, format, place)
    assert shown(written([one.record for one in found], format, lang), format) == shown(content, format)


@pytest.mark.parametrize("format", FORMATS)
def test_each_plan_of_a_ledger_is_a_document_with_what_is_known_of_it(format: str, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(plan_text((HEADS[0], [[(TASKS[0], TAILS[1])]])), "utf-8")
    (tmp_path / "乙.txt").write_text(plan_text((HEADS[1], [[(TASKS[3], TAILS[2])]])), "utf-8")
    records = [record(duikou.extract(tmp_path / name)) for name in ("甲.txt", "乙.txt")]
    found = [one.record for one in back(written(records, format), format, tmp_path)]
    for read, made in zip(found, records, strict=True):
        for name in ("title", "doc_number", "issuers", "date", "name"):
            assert getattr(read, name) == getattr(made, name)
        assert read.origin.path == made.origin.path
        assert [m.deadlines for m in read.measures] != []
        for one, other in zip(read.measures, made.measures, strict=True):
            assert [d.text for d in one.deadlines] == list(dict.fromkeys(d.text for d in other.deadlines))
            assert (one.part, one.path, one.title, one.text) == (other.part, other.path, other.title, other.text)
            assert one.lead_units == other.lead_units
            assert one.place.line == other.place.line


def test_every_field_with_values_can_be_read_back() -> None:
    for field in FIELDS:
        assert not field.attributes or field.made is not None, field.name


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("deadlines", "2025年底前"),
        ("deadlines", "长期坚持"),
        ("quantities", "投资：增加20%"),
        ("quantities", "城镇登记失业率：5.5%"),
        ("quantities", "3个"),
        ("pairs", "乙市—丙市（园区共建）"),
        ("pairs", "乙市—丙市"),
        ("citations", "《甲省开发区条例》（甲政发〔2020〕3号）"),
        ("citations", "《关于〈条例〉的决定》"),
        ("instruments", "支持"),
        ("other", "备注：按季度：报送"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(key: str, shown: str) -> None:
    from duikou.exporting.ledger.columns import says

    field = next(field for field in FIELDS if field.key == key)
    assert field.read is not None
    assert field.shown(field.read(shown, says("zh")), says("zh")) == shown


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "duikou", *arguments], cwd=place, capture_output=True, check=False)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A ledger in which an office has worked: rows sorted, one ended, one of its own, a cell corrected, a column
    added."""
    (tmp_path / "甲.txt").write_text(plan_text((HEADS[0], [[(TASKS[0], TAILS[1]), (TASKS[1], TAILS[2])]])), "utf-8")
    (tmp_path / "乙.txt").write_text(plan_text((HEADS[1], [[(TASKS[3], TAILS[3])]])), "utf-8")
    assert run(tmp_path, "extract", "甲.txt", "乙.txt", "-o", "ledger.xlsx").returncode == 0
    return tmp_path


def edited(place: Path, edit: Any) -> None:
    book = load_workbook(place / "ledger.xlsx")
    sheet = book["任务台账"]
    edit(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(place / "ledger.xlsx")


def extracted(place: Path) -> list[Any]:
    done = run(place, "extract", "ledger.xlsx", "-f", "json")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)["documents"]  # type: ignore[no-any-return]


def test_what_an_office_corrected_counts(office: Path) -> None:
    def edit(sheet: Any, heads: dict[str, int]) -> None:
        sheet.cell(2, heads["牵头单位"]).value = "省招商局；\n省商务厅"
        sheet.cell(2, heads["时限"]).value = "2026年6月底前"

    edited(office, edit)
    first = extracted(office)[0]["measures"][0]
    assert first["lead_units"] == ["省招商局", "省商务厅"]
    assert [(d["text"], d["end"]) for d in first["deadlines"]] == [("2026年6月底前", "2026-06-30")]


def test_a_row_that_ended_is_no_measure_and_one_of_the_office_is(office: Path) -> None:
    def edit(sheet: Any, heads: dict[str, int]) -> None:
        change = sheet.max_column + 1
        sheet.cell(1, change, "变动")
        sheet.cell(2, change, "已取消")
        sheet.cell(sheet.max_row + 1, heads["内容"], "本处自加的任务。")

    before = sum(len(one["measures"]) for one in extracted(office))
    edited(office, edit)
    texts = [m["text"] for one in extracted(office) for m in one["measures"]]
    assert len(texts) == before
    assert "本处自加的任务。" in texts


def test_heads_of_former_versions_and_of_offices_are_known(office: Path) -> None:
    def edit(sheet: Any, heads: dict[str, int]) -> None:
        sheet.cell(1, heads["出处文件"]).value = "来源文件"
        sheet.cell(1, heads["内容"]).value = "具体举措"

    before = extracted(office)
    edited(office, edit)
    assert [m["text"] for one in extracted(office) for m in one["measures"]] == [
        m["text"] for one in before for m in one["measures"]
    ]
    assert [one["source"]["path"] for one in extracted(office)] == ["甲.txt", "乙.txt"]


def test_searching_a_workbook_names_the_source_and_not_the_ledger(office: Path) -> None:
    done = run(office, "search", "园区", "ledger.xlsx", "-f", "json")
    assert {one["source"]["path"] for one in json.loads(done.stdout)["measures"]} == {"甲.txt", "乙.txt"}


def test_plans_of_one_ledger_are_aligned(office: Path) -> None:
    done = run(office, "align", "ledger.xlsx", "-f", "json")
    assert done.returncode == 0, done.stderr.decode()
    assert [plan["path"] for plan in json.loads(done.stdout)["plans"]] == ["甲.txt", "乙.txt"]


def test_a_database_of_an_older_version_is_read(office: Path) -> None:
    assert run(office, "extract", "甲.txt", "-o", "ledger.sqlite").returncode == 0
    base = sqlite3.connect(office / "ledger.sqlite")
    base.execute("ALTER TABLE documents DROP COLUMN retrieved")
    base.execute("DROP TABLE instruments")
    base.commit()
    base.close()
    done = run(office, "extract", "ledger.sqlite", "-f", "json")
    assert done.returncode == 0, done.stderr.decode()
    assert [one["title"] for one in json.loads(done.stdout)["documents"]] == [HEADS[0]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"schema": "duikou.extract/1", "documents": [{"title": 1}]}'),
        ("a.json", b'{"schema": "duikou.extract/1", "documents": '),
        ("a.jsonl", b'{"source": {"path": "x"}, "recipients": [], "measures": [{}]}\n'),
    ],
)
def test_a_damaged_ledger_is_one_error(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path, "extract", name, "-f", "json")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert name in done.stderr.decode()


def test_an_office_table_is_read_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "分工表.csv").write_text("序号,工作任务,牵头单位\n1,建设园区，年底前完成。,市商务局\n", "utf-8")
    assert read_back.of_file(tmp_path / "分工表.csv", "分工表.csv") is None


def test_what_is_told_of_each_value_is_said_in_chinese_too() -> None:
    from duikou.data import load as words

    for field in FIELDS:
        if field.attributes:
            assert set(words("extracting/fields")[field.key]["values"]) == {one.name for one in field.attributes}

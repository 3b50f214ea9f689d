"""The recipes of CONTRIBUTING.md, carried out in a copy of the project as a newcomer would, and taken away again."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
# `path`, where:  and below it a fenced block.
STEP = re.compile(
    r"^ +`(?P<path>src/[^`]+)`, "
    r"(?P<where>a new file|at the end|among the imports|(?:first|last) in `(?P<name>\w+)`):\n\n"
    r" +```(?:python|toml|text)\n(?P<code>.*?)\n +```$",
    re.MULTILINE | re.DOTALL,
)
PLAN = """某市合作实施方案

一、重点任务
1.便民服务。开通热线12345，受理群众诉求。。（市甲局负责）
2.产业合作。共建产业园区。（市乙局负责）
"""


class Step(NamedTuple):
    path: str
    where: str
    name: str
    code: str


def steps(recipe: str) -> list[Step]:
    """The steps of a recipe that change a file, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    part = text.split(f"## {recipe}\n", 1)[1].split("\n## ", 1)[0]
    return [
        Step(m["path"], m["where"].split(" in ")[0], m["name"] or "", textwrap.dedent(m["code"]) + "\n")
        for m in STEP.finditer(part)
    ]


def done(text: str, step: Step) -> str:
    """A file with one step done."""
    if step.where == "at the end":
        between = "\n\n" if step.path.endswith(".py") else "" if " = [" in step.code.split("\n")[0] else "\n"
        return text + between + step.code
    if step.where == "among the imports":
        return re.sub(r"^(?=from duikou)", lambda _: step.code, text, count=1, flags=re.MULTILINE)
    entry = textwrap.indent(step.code, "    ")
    opened = re.search(rf"^{step.name}\b[^\n]*= \(\n", text, re.MULTILINE)
    assert opened, f"{step.path} has no {step.name}"
    at = opened.end() if step.where == "first" else text.index("\n)", opened.end()) + 1
    return text[:at] + entry + text[at:]


class Copy:
    """A copy of the package, in which recipes are carried out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("src", "tools"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.before: dict[Path, str | None] = {}

    def follow(self, recipe: str) -> None:
        found = steps(recipe)
        assert found, f"CONTRIBUTING.md has no steps for {recipe!r}"
        for step in found:
            path = self.folder / step.path
            text = path.read_text("utf-8") if path.exists() else None
            self.before.setdefault(path, text)
            assert (text is None) == (step.where == "a new file")
            path.write_text(step.code if text is None else done(text, step), "utf-8")

    def take_away(self) -> None:
        for path, text in self.before.items():
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")

    def python(self, *arguments: str) -> bytes:
        env = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        env |= {"PYTHONUTF8": "1", "DUIKOU_LANG": "zh"}
        command = [sys.executable, *arguments]
        ran = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout

    def duikou(self, *arguments: str) -> str:
        return self.python("-m", "duikou", *arguments).decode("utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    made = Copy(tmp_path)
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    yield made
    # What is taken away leaves no trace: the copy gives what it gave before.
    made.take_away()
    for name in ("src/duikou",):
        for path in sorted((ROOT / name).rglob("*.*")):
            if path.suffix in (".py", ".toml"):
                assert (tmp_path / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_a_field_is_added_by_its_recipe(copy: Copy) -> None:
    copy.follow("A field of a measure")
    found = json.loads(copy.duikou("extract", "plan.txt", "-f", "json"))["documents"][0]["measures"]
    assert [one["name"] for measure in found for one in measure["hotlines"]] == ["12345"]
    assert found[0]["hotlines"][0]["source"]["line"] == 4
    table = copy.duikou("extract", "plan.txt", "-f", "csv").splitlines()
    assert "热线" in table[0].split(",")
    assert "12345" in table[1].split(",")
    assert "- 热线：12345" in copy.duikou("extract", "plan.txt", "-f", "markdown")
    assert "<dt>热线</dt><dd>12345</dd>" in copy.duikou("extract", "plan.txt", "-f", "html")
    copy.duikou("extract", "plan.txt", "-o", "made.sqlite", "--quiet")
    base = sqlite3.connect(copy.folder / "made.sqlite")
    try:
        assert base.execute("SELECT name, text, line FROM hotlines").fetchall() == [("12345", "热线12345", 4)]
    finally:
        base.close()
    copy.duikou("extract", "plan.txt", "-o", "made.xlsx", "--quiet")
    openpyxl = pytest.importorskip("openpyxl")
    rows = list(openpyxl.load_workbook(copy.folder / "made.xlsx").worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if "热线" in row)
    assert "12345" in [str(row[head.index("热线")]) for row in rows]


def test_the_pages_and_the_schema_tell_of_a_new_field(copy: Copy) -> None:
    copy.follow("A field of a measure")
    told = "import sys; sys.path.insert(0, 'tools'); import reference"
    page = copy.python("-c", f"{told}; print(reference.ledger_page())").decode("utf-8")
    assert "| 热线 | Hotlines | 措施所列的热线电话。 |" in page
    assert "| `hotlines[].name` | `hotlines.name` | The number. |" in page
    schema = json.loads(copy.python("-c", f"{told}; print(reference.extract_schema())"))
    assert "hotlines" in schema["$defs"]["measure"]["required"]
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(copy.duikou("extract", "plan.txt", "-f", "json")), schema)


def test_a_format_is_added_by_its_recipe(copy: Copy) -> None:
    copy.follow("A format")
    (copy.folder / "plan.memo").write_text(f"MEMO/1\n{PLAN}", "utf-8")
    found = json.loads(copy.duikou("extract", "plan.memo", "-f", "json"))["documents"][0]
    assert found["source"]["format"] == "memo"
    assert [measure["title"] for measure in found["measures"]] == ["便民服务", "产业合作"]
    assert "MEMO" not in copy.duikou("clean", "plan.memo")
    assert re.search(r"memo +\.memo", copy.duikou("doctor"))


def test_a_cleaning_rule_is_added_by_its_recipe(copy: Copy) -> None:
    copy.follow("A cleaning rule")
    assert "诉求。（市甲局负责）" in copy.duikou("clean", "plan.txt")
    assert "诉求。。（市甲局负责）" in copy.duikou("clean", "plan.txt", "--ignore", "double-stops")
    listed = copy.duikou("rules")
    assert "double-stops" in listed
    assert "加强合作。。  ->  加强合作。" in listed

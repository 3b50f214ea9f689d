"""Settings: files up the folders, variables, own words, and errors with their line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "某省工作方案\n\n一、主要任务\n\n（一）建设设备。到2025年，建成30标准台套。由云上示范区落实。\n\n"
TEXT += "本站小编提醒您关注\n"
FILE = """lang = "en"

[clean]
format = "markdown"

[words]
site_lines = ["本站小编提醒您关注"]
units = ["标准台套"]
places = ["云上示范区"]
agencies = { "某省数字发展局" = ["省数发局"] }

[[sites]]
host = "www.example"
select = ".neirong"
"""


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    clear = {k: v for k, v in os.environ.items() if not k.startswith("DUIKOU_")} | {"LC_ALL": "C", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "duikou", *arguments]
    return subprocess.run(command, capture_output=True, env=clear | env, encoding="utf-8", cwd=folder, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "甲" / "乙"
    below.mkdir(parents=True)
    (below / "a.txt").write_text(TEXT, "utf-8")
    return below


@pytest.mark.parametrize("name", ["duikou.toml", "pyproject.toml"])
def test_a_file_up_the_folders_holds(folder: Path, name: str) -> None:
    text = FILE
    if name == "pyproject.toml":
        text = "[project]\nname = 'x'\n\n[tool.duikou]\n" + FILE.replace("[[", "[[tool.duikou.").replace(
            "\n[clean", "\n[tool.duikou.clean"
        ).replace("\n[words", "\n[tool.duikou.words")
    (folder.parent / name).write_text(text, "utf-8")
    cleaned = run(folder, "clean", "a.txt").stdout
    assert cleaned.startswith("# 某省工作方案")
    assert "小编" not in cleaned
    assert "小编" not in run(folder, "clean", "-f", "text", "a.txt").stdout
    measure = json.loads(run(folder, "extract", "-f", "json", "a.txt").stdout)["documents"][0]["measures"][0]
    assert measure["places"] == ["云上示范区"]
    assert [quantity["unit"] for quantity in measure["quantities"]] == ["标准台套"]


def test_the_command_line_goes_before_variables_and_these_before_the_file(folder: Path) -> None:
    (folder / "duikou.toml").write_text('[clean]\nformat = "json"\n', "utf-8")
    assert run(folder, "clean", "a.txt").stdout.startswith("{")
    assert run(folder, "clean", "a.txt", DUIKOU_FORMAT="markdown").stdout.startswith("#")
    assert run(folder, "clean", "a.txt", DUIKOU_CLEAN_FORMAT="text", DUIKOU_FORMAT="json").stdout.startswith("某省")
    assert run(folder, "clean", "a.txt", "-f", "text", DUIKOU_FORMAT="markdown").stdout.startswith("某省")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobs = 1\n\n[clean]\njbos = 2\n", "duikou.toml:4: there is no option jbos"),
        ("[clen]\njobs = 2\n", "duikou.toml:1: there is no command clen"),
        ("foo = 1\n", "duikou.toml:1: there is no option foo"),
        ('quiet = "maybe"\n', "duikou.toml:1: quiet can't be maybe: it is true or false"),
        ('\njobs = "many"\n', "duikou.toml:2: jobs can't be many"),
        ("jobs = [\n", "duikou.toml: can't be read as TOML"),
        ("[words]\nwrods = []\n", "duikou.toml:2: there are no own words of the kind wrods"),
        ("[words]\nunits = 3\n", "duikou.toml:2: units takes a list of words"),
        ('[[sites]]\nhost = "x"\n', "duikou.toml:1: [[sites]] takes host and select"),
        ('[clean]\nformat = "csv"\n', "duikou.toml:2: clean does not write the format 'csv'"),
        ('lang = "en"\nformat = "pdf"\n', "duikou.toml:2: clean does not write the format 'pdf'"),
        ('[clean]\nignore = ["dash"]\n', "duikou.toml:2: there is no rule named dash"),
        ('[diff]\nonly = ["figures"]\n', "duikou.toml:2: there are no changes of the name 'figures'"),
        ('[extract]\nkind = ["tasks"]\n', "duikou.toml:2: there are no measures of the kind 'tasks'"),
        ('limit = ["leaves=3"]\n', "duikou.toml:1: there is no limit named 'leaves'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(folder: Path, text: str, said: str) -> None:
    (folder / "duikou.toml").write_text(text, "utf-8")
    done = run(folder, "clean", "a.txt")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_set_for_all_holds_for_those_that_know_it(folder: Path) -> None:
    (folder / "duikou.toml").write_text('format = "docx"\nignore = ["dashes"]\n', "utf-8")
    said = run(folder, "config").stdout
    assert [line.split(" (")[0].strip() for line in said.splitlines()[1:]] == [
        "clean format = docx",
        "clean ignore = ['dashes']",
        "diff format = docx",
    ]
    assert run(folder, "group", "a.txt").returncode == 0


def test_config_names_variables_that_nothing_takes(folder: Path) -> None:
    assert "DUIKOU_JOBSS: there is no such option" in run(folder, "config", DUIKOU_JOBSS="2").stdout


def test_a_wrong_variable_is_named(folder: Path) -> None:
    assert "DUIKOU_JOBS" in run(folder, "clean", "a.txt", DUIKOU_JOBS="0").stderr
    assert "names no file" in run(folder, "clean", "a.txt", DUIKOU_CONFIG="/nowhere.toml").stderr


def test_config_says_what_holds_and_from_where(folder: Path) -> None:
    (folder / "duikou.toml").write_text(FILE, "utf-8")
    said = run(folder, "config", DUIKOU_JOBS="2").stdout
    assert "clean format = markdown" in said
    assert "duikou.toml:4)" in said
    assert "extract jobs = 2  (DUIKOU_JOBS)" in said
    assert "words.units" in said


def test_the_text_of_a_site_stands_where_the_user_says(folder: Path) -> None:
    (folder / "duikou.toml").write_text(FILE, "utf-8")
    page = (
        '<html><head><link rel="canonical" href="http://www.example.cn/a.html"><title>某省工作方案</title></head><body>'
        '<div class="x"><p>此处是无关的文字，来自网站的其他栏目。</p></div><div class="neirong"><p>某省工作方案</p>'
        "<p>一、主要任务</p><p>加快建设园区。</p></div></body></html>"
    )
    (folder / "a.html").write_text(page, "utf-8")
    assert "无关" not in run(folder, "clean", "-f", "text", "a.html").stdout
    (folder / "duikou.toml").unlink()
    assert "无关" in run(folder, "clean", "-f", "text", "a.html").stdout


@pytest.mark.parametrize(
    ("agencies", "key"),
    [
        ('"某云市数据局" = ["市大数据局"]', "某云市数据局"),
        ('"市数据局" = ["市大数据局"]', "市数据局"),
        ('"数字局" = ["大数据局"]', "市数字局"),
        ('"市场数据局" = ["大数据局"]', "市市场数据局"),
    ],
)
def test_an_own_name_that_says_whose_office_it_is_stays_as_written(folder: Path, agencies: str, key: str) -> None:
    """Before one that says nothing of it goes the level that the plan names."""
    (folder / "duikou.toml").write_text(f"[words]\nagencies = {{ {agencies} }}\n", "utf-8")
    (folder / "a.txt").write_text("某云市工作方案\n一、主要任务\n1.建设平台。推进建设。（市大数据局牵头）\n", "utf-8")
    measure = json.loads(run(folder, "extract", "-f", "json", "a.txt").stdout)["documents"][0]["measures"][0]
    assert [unit["key"] for unit in measure["units"]] == [key]

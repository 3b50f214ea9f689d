"""What fingers expect: colours, help, version, names of outputs, a pipe without -, progress."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePath

import pytest
from typer.testing import CliRunner

from duikou.app import progress, screens
from duikou.app.cli import app
from duikou.app.inputs import Input
from duikou.app.leading import behind_the_command
from duikou.app.places import places_below
from duikou.app.starting import OF_DUIKOU
from duikou.errors import UsageError

RUNNER = CliRunner()
TEXT = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2025年，建成2个园区。（责任单位：省发展改革委）\n"


@pytest.mark.parametrize(
    ("asked", "env", "shown", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colours(asked: str, env: dict[str, str], shown: bool, colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "GIT_PAGER_IN_USE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **env}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(screens, "is_screen", lambda: shown)
    screens.take(asked)
    found, width = screens.screen()
    screens.take("auto")
    assert (found, width > 0) == (colored, shown)


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (["方案.txt"], ["方案.txt"]),
        (["方案.docx"], ["方案.txt"]),
        (["方案.txt", "方案.docx"], ["方案.txt", "方案.docx.txt"]),
        (["方案.docx", "方案.pdf"], ["方案.docx.txt", "方案.pdf.txt"]),
        (["方案.docx", "方案.docx.txt", "方案.pdf"], ["方案.docx-2.txt", "方案.docx.txt", "方案.pdf.txt"]),
        (["A.txt", "a.txt"], ["A.txt", "a-2.txt"]),
        (["甲/方案.txt", "乙/方案.txt"], ["甲/方案.txt", "乙/方案.txt"]),
    ],
)
def test_names_of_outputs(named: list[str], wanted: list[str], tmp_path: Path) -> None:
    inputs = [Input(name, PurePath(name)) for name in named]
    assert [str(Path(one).relative_to(tmp_path)) for one in places_below(str(tmp_path), inputs, ".txt")] == wanted


def test_a_table_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "方案.txt"
    file.write_text(TEXT, "utf-8")
    shown = RUNNER.invoke(app, ["extract", "-f", "table", str(file)])
    assert "省发展改革委" in shown.stdout
    assert "2025年" in shown.stdout
    assert "\x1b" not in shown.stdout
    colored = RUNNER.invoke(app, ["extract", "-f", "table", "--color", "always", str(file)])
    assert "\x1b[1m" in colored.stdout
    assert RUNNER.invoke(app, ["extract", str(file)]).stdout.startswith("{")


@pytest.mark.parametrize("command", ["clean", "diff", "rules"])
def test_help_of_a_command(command: str) -> None:
    assert RUNNER.invoke(app, ["help", command]).stdout.split() == RUNNER.invoke(app, [command, "-h"]).stdout.split()


def test_help_and_version() -> None:
    assert RUNNER.invoke(app, ["help"]).stdout.split()[2:] == RUNNER.invoke(app, ["--help"]).stdout.split()[2:]
    assert RUNNER.invoke(app, ["help", "foo"]).exit_code == 2
    assert RUNNER.invoke(app, ["-V"]).stdout == RUNNER.invoke(app, ["--version"]).stdout


def test_the_time_left_waits_for_evidence() -> None:
    assert "left" not in progress.line(1, 100, None)
    assert "left" in progress.line(10, 100, 2.0)


LEADING = [
    (["--lang", "zh", "clean", "甲.txt"], ["clean", "--lang", "zh", "甲.txt"]),
    (
        ["--lang=zh", "--quiet", "clean", "甲.txt", "-o", "乙.txt"],
        ["clean", "--lang", "zh", "--quiet", "甲.txt", "-o", "乙.txt"],
    ),
    (["--color", "never", "extract", "甲.txt"], ["extract", "--color", "never", "甲.txt"]),
    # Nothing to colour there: it holds all the same.
    (["--color", "never", "clean", "甲.txt"], ["clean", "甲.txt"]),
    (["--quiet", "rules"], ["rules"]),
    (["--lang", "en", "--help"], ["--help"]),
    (["--lang", "en"], []),
    (["clean", "--lang", "zh", "甲.txt"], ["clean", "--lang", "zh", "甲.txt"]),
    (["--nosuch"], ["--nosuch"]),
    (["--nosuch", "claen"], ["--nosuch", "claen"]),
]
KNOWN = {
    "clean": frozenset({"--lang", "--quiet"}),
    "extract": frozenset({"--lang", "--quiet", "--color"}),
    "rules": frozenset({"--lang"}),
}


@pytest.mark.parametrize(("given", "taken"), LEADING)
def test_options_before_the_command(given: list[str], taken: list[str]) -> None:
    assert behind_the_command(given, KNOWN, OF_DUIKOU) == taken


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--lang", "de", "clean"], "--lang can't be de"),
        (["--lang"], "--lang can't be ''"),
        (["--color", "clean", "甲.txt"], "--color can't be clean"),
        (["--quiet=1", "clean"], "--quiet can't be 1"),
        (["-o", "乙.txt", "clean", "甲.txt"], "Write it behind: duikou clean -o ..."),
        (["--lang", "zh", "--explain", "clean"], "Write it behind: duikou clean --explain ..."),
    ],
)
def test_what_can_not_stand_before_the_command(given: list[str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        behind_the_command(given, KNOWN, OF_DUIKOU)
    assert said in str(raised.value)


def test_the_language_before_the_command_holds_for_all_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "DUIKOU_"))}
    for given in (["clean", "nosuch.txt"], ["claen"], ["--help"], ["-o", "x", "clean"], ["clean", "--nosuch"]):
        said = {
            lang: subprocess.run(
                [sys.executable, "-m", "duikou", "--lang", lang, *given],
                capture_output=True,
                env=env | {"PYTHONUTF8": "1"},
                cwd=tmp_path,
                encoding="utf-8",
                check=False,
            )
            for lang in ("zh", "en")
        }
        assert said["zh"].returncode == said["en"].returncode
        found = {lang: bool(re.search(r"[\u4e00-\u9fff]", one.stdout + one.stderr)) for lang, one in said.items()}
        assert found == {"zh": True, "en": False}, given


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "given", [["--help"], ["-V"], ["help", "clean"], ["clean", "-h"], ["completion", "bash"], ["rules"]]
)
def test_a_full_disk_is_told(given: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "duikou", "--lang", "en", *given]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    told = "duikou: standard output can't be written (No space left on device). Make room.\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.skipif(sys.platform == "win32", reason="the shell closes standard output")
@pytest.mark.parametrize("where", ["-o out.txt", "-d out", "-o out.docx", "-o out.txt --explain"])
def test_standard_output_is_not_needed_for_a_file(where: str, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    command = f"'{sys.executable}' -m duikou clean 甲.txt {where} >&-"
    done = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.iterdir() if path.name.startswith("out")]


def test_words_to_search_for_stand_in_quotes(tmp_path: Path) -> None:
    plan = tmp_path / "甲.txt"
    plan.write_text(TEXT, "utf-8")
    told = RUNNER.invoke(app, ["search", "建设", "园区", str(plan), "--lang", "en"])
    assert told.exit_code == 2
    assert f'Put several words in quotes: duikou search "建设 园区" {plan}' in told.stderr
    # A name that looks like a file is one.
    told = RUNNER.invoke(app, ["search", "建设", "乙.txt", str(plan), "--lang", "en"])
    assert "quotes" not in told.stderr

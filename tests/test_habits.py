"""What fingers expect: colours, help, version, names of outputs, a pipe without -, progress."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from typer.testing import CliRunner

from duikou.app import progress, screens
from duikou.app.cli import app
from duikou.app.inputs import Input
from duikou.app.places import places_below

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

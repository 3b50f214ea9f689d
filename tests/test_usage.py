"""Options: those that commands share, and values that none can mean (one sentence, which names the option)."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from duikou.app import arguments, cli, commands
from duikou.app.outputs import File

runner = CliRunner()


def run(*args: object) -> Any:
    return runner.invoke(cli.app, [str(arg) for arg in args], prog_name="duikou", catch_exceptions=False)


@pytest.mark.parametrize("command", ["clean", "extract"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--timeout", "nan"), ("--timeout", "inf"), ("--cache", ""), ("--cache", "-"), ("-o", "")],
)
def test_a_value_that_means_nothing(command: str, option: str, value: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("一、总则\n推进合作。\n", "utf-8")
    result = run(command, plan, option, value)
    assert result.exit_code == 2
    assert option.lstrip("-") in result.stderr
    assert "fault of duikou's own" not in result.stderr
    assert sorted(tmp_path.iterdir()) == [plan]


@pytest.mark.parametrize("command", ["clean", "extract", "diff"])
def test_an_input_without_a_name_is_no_folder(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.txt").write_text("一、总则\n推进合作。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run(command, "", *(["plan.txt"] if command == "diff" else []))
    assert result.exit_code == 2
    assert not result.stdout
    assert "without a name" in result.stderr


def test_a_pipe_that_nobody_writes_into_is_no_wait(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.txt"
    os.mkfifo(pipe)
    result = run("clean", pipe)
    assert result.exit_code == 2
    assert "holds no text" in result.stderr


def test_a_link_to_a_folder_elsewhere_is_told(tmp_path: Path) -> None:
    for name in ("plans", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text("一、总则\n推进合作。\n", "utf-8")
    (tmp_path / "plans" / "more").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "plans" / "again").symlink_to(tmp_path / "plans", target_is_directory=True)
    result = run("clean", tmp_path / "plans", "-d", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.count("is a link to a folder elsewhere") == 1
    assert [path.name for path in (tmp_path / "out").rglob("*.txt")] == ["plans.txt"]


def test_a_container_without_files_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    result = run("clean", tmp_path / "empty.zip", "--recurse")
    assert result.exit_code == 2
    assert "holds no documents" in result.stderr


def test_a_disk_that_fills_up_while_a_file_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left in the buffer has no room either: closing fails as writing did."""
    plan = tmp_path / "plan.txt"
    plan.write_text("一、总则\n推进合作。\n", "utf-8")

    class Full(io.BytesIO):
        def write(self, piece: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(File, "_open", lambda self: setattr(self, "_stream", Full()) or self._stream)
    result = run("clean", plan, "-o", tmp_path / "out.txt")
    assert result.exit_code == 2
    assert "can't be written (No space left on device)" in result.stderr


@pytest.mark.parametrize("record", [commands.Clean, commands.Diff, commands.Extract, commands.Group, commands.Align])
def test_a_field_of_a_shared_record_is_an_option_and_its_value_comes_back_in_it(record: Any):
    names = [option.name for option in commands.options(record)]
    assert set(arguments.Reading._fields) <= set(names)
    filled = commands.filled(record, dict.fromkeys(names) | {"ocr": "off", "limit": ["pages=1"]})
    assert filled.reading == arguments.Reading("off", None, None, ["pages=1"], None)


PLAN = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2025年，建成2个园区。\n"


def test_a_line_break_in_a_name_is_shown_and_kept_out_of_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a\nb.txt", "c.txt"):
        Path(name).write_text(PLAN, "utf-8")
    for given in (("group",), ("group", "-f", "csv"), ("diff",)):
        shown = run(*given, "a\nb.txt", "c.txt").stdout
        assert ("a↵b.txt" in shown, "a\nb.txt" in shown) == (True, False)
    result = run("clean", "a\nb.txt", "-d", "out")
    assert (result.stderr, [path.name for path in Path("out").iterdir()]) == ("", ["a_b.txt"])


def test_an_output_with_a_number_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "x.txt").write_text(PLAN, "utf-8")
    result = run("clean", "a/x.txt", "b/x.txt", "-d", "out", "--jobs", 1)
    assert "b/x.txt is written to out/x-2.txt" in result.stderr
    assert "a/x.txt is written" not in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.xlsx", PLAN, "is named as a spreadsheet (.xlsx), but its content is a text"),
        ("plan.pdf", PLAN, "but its content is a text"),
        ("plan.docx", f"<html><body>{PLAN}</body></html>", "but its content is a web page"),
    ],
)
def test_a_name_that_promises_another_format_is_told(name: str, content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    result = run("clean", tmp_path / name)
    assert (result.exit_code, says in result.stderr, "建设园区" in result.stdout) == (0, True, True)


@pytest.mark.parametrize(
    ("given", "near"), [("--nosuch", ""), ("--explan", "--explain"), ("--out", "--output"), ("--timout", "--timeout")]
)
def test_only_near_options_are_suggested(given: str, near: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duikou", "clean", "a.txt", given, "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith(f"No such option: {given}" + (f" (Possible options: {near})" if near else ""))


@pytest.mark.parametrize("named", ["fr", "x", "zh-TW?"])
def test_a_language_that_is_not_known_is_told(named: str) -> None:
    environment = {**os.environ, "DUIKOU_LANG": named}
    command = [sys.executable, "-m", "duikou", "rules"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    known = named.startswith("zh")
    assert (done.returncode, "DUIKOU_LANG" in done.stderr) == ((0, False) if known else (2, True))

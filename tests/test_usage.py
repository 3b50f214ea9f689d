"""Options: those that commands share, and values that none can mean (one sentence, which names the option)."""

from __future__ import annotations

import errno
import io
import os
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

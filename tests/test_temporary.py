"""Temporary files: those of a run that is killed are removed by the next, and a lack of room is told as what it is."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_cli import run

from duikou.app import outputs
from duikou.reading.files import folders
from duikou.workers import pool

posix = pytest.mark.skipif(sys.platform == "win32", reason="no locks of this kind on Windows")
PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。共建园区3个。（责任单位：省商务厅）\n"

# Holds an unfinished output and a temporary folder, says so, and waits.
HOLDS = """
import sys, time
from duikou.app.outputs import File
from duikou.reading.files import folders
folders.make()
sink = File(sys.argv[1])
sink.write("half")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> subprocess.Popen[bytes]:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(folders, "_YOUNG", 0.0)
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path / "old.csv")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def lying(tmp_path: Path) -> tuple[int, int]:
    """How many unfinished outputs and temporary folders there are."""
    return len(list(tmp_path.glob(".duikou-*.tmp"))), len(list((tmp_path / "tmp").iterdir()))


@posix
@pytest.mark.parametrize("ending", ["csv", "sqlite", "xlsx"])
def test_what_a_killed_run_left_is_removed_by_the_next(
    ending: str, holding: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, "utf-8")
    assert lying(tmp_path) == (1, 1)
    assert run("extract", plan, "-o", tmp_path / f"new.{ending}").exit_code == 0
    assert lying(tmp_path) == (1, 1), "it was in use"
    holding.send_signal(signal.SIGKILL)
    holding.wait(60)
    assert run("extract", plan, "-o", tmp_path / f"new.{ending}").exit_code == 0
    assert lying(tmp_path) == (0, 1 if ending == "csv" else 0)
    folders.sweep(tmp_path / "tmp")
    assert lying(tmp_path) == (0, 0)


@posix
def test_a_folder_just_made_is_not_taken_away(tmp_path: Path) -> None:
    place = tmp_path / "duikou-run-x"
    place.mkdir()
    folders.sweep(tmp_path)
    assert place.exists()
    os.utime(place, (time.time() - 60, time.time() - 60))
    folders.sweep(tmp_path)
    assert not place.exists()


def full(*given: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_lack_of_room_is_no_fault() -> None:
    found = pool.attempt(full, 1)
    assert str(found).startswith("there is no room for temporary files")
    assert "TMPDIR" in str(found)
    assert "fault" not in str(found)


@pytest.mark.parametrize("format", ["xlsx", "sqlite"])
def test_a_ledger_without_room_for_its_temporary_files(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, "utf-8")
    monkeypatch.setattr(folders, "make", full)
    done = run("extract", plan, "-o", tmp_path / f"x.{format}")
    assert done.exit_code == 2
    assert "temporary files" in done.stderr
    assert "TMPDIR" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_temporary_file_of_an_address_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(folders, "make", full)
    with pytest.raises(outputs.OutputError, match=r"temporary file.*TMPDIR"):
        outputs.Behind("memory://x/a.txt").write("x")

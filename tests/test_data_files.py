"""Data files, and what is kept of their parsing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from duikou.data.kept import parsed


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "words.toml"
    path.write_text('verbs = ["推进", "落实"]\n', "utf-8")
    return path


def kept(path: Path) -> list[Path]:
    return sorted(path.parent.glob("__pycache__/*"))


def test_what_was_parsed_is_used_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = parsed(file)
    assert first == {"verbs": ["推进", "落实"]}
    assert len(kept(file)) == 1
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: pytest.fail("parsed again"))
    assert parsed(file) == first


def test_a_file_that_changed_is_parsed_anew(file: Path) -> None:
    parsed(file)
    file.write_text('verbs = ["探索", "试点"]\n', "utf-8")
    os.utime(file, ns=(1, 1))
    assert parsed(file) == {"verbs": ["探索", "试点"]}


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\x00" * 40])
def test_what_is_kept_and_damaged_is_parsed_anew(file: Path, content: bytes) -> None:
    parsed(file)
    kept(file)[0].write_bytes(content)
    assert parsed(file) == {"verbs": ["推进", "落实"]}


def test_nothing_is_kept_where_python_keeps_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    parsed(file)
    assert kept(file) == []


def test_a_folder_that_cannot_be_written_is_no_error(file: Path) -> None:
    (file.parent / "__pycache__").write_text("a file where the folder would be", "utf-8")
    assert parsed(file) == {"verbs": ["推进", "落实"]}


def test_what_is_kept_lies_where_python_puts_its_byte_code(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    first, again = parsed(file), parsed(file)
    assert first == again
    assert kept(file) == []
    assert len(list((tmp_path / "elsewhere").rglob(f"{file.stem}.*"))) == 1

"""--open shows a page to a person at a terminal, and to nobody else."""

from __future__ import annotations

import io
import sys
import webbrowser
from pathlib import Path

import pytest

from duikou.app import commands
from duikou.app.align import align
from duikou.app.extract import extract
from duikou.app.group import group
from duikou.errors import UsageError

PLAN = "甲省产业发展实施方案\n一、重点任务\n1.建设园区。建成3个园区。\n2.发展旅游。开发线路5条。\n"


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser is asked to open, of a person at a terminal."""
    found: list[str] = []
    (tmp_path / "甲.txt").write_text(PLAN, "utf-8")
    (tmp_path / "乙.txt").write_text(PLAN.replace("甲省", "乙市"), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(webbrowser, "open", lambda url: found.append(url) or True)
    return found


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(sys, name, Terminal(io.BytesIO(), "utf-8"))


@pytest.mark.parametrize("command", ["extract", "group", "align"])
def test_a_page_is_opened_when_it_is_there(opened: list[str], command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch)
    given = (["甲.txt", "乙.txt"],)
    options = {"output": "页面.html", "open": True}
    run, asked = {
        "extract": (extract, commands.Extract),
        "group": (group, commands.Group),
        "align": (align, commands.Align),
    }[command]
    assert run(asked(*given, **options)) == 0
    assert opened == [Path("页面.html").resolve().as_uri()]
    assert Path("页面.html").exists()


@pytest.mark.parametrize("nobody", ["ci", "pipe"])
def test_nobody_is_shown_anything(opened: list[str], nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch)
    if nobody == "ci":
        monkeypatch.setenv("CI", "true")
    else:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert extract(commands.Extract(["甲.txt"], output="x.html", open=True)) == 0
    assert opened == []
    assert Path("x.html").exists()


@pytest.mark.parametrize("output", [None, "-", "x.json", "s3://bucket/x.html"])
def test_what_is_no_page_in_a_file_is_refused_before_the_work(opened: list[str], output: str | None) -> None:
    format = "html" if output in (None, "-") else None
    with pytest.raises(UsageError, match="--open"):
        extract(commands.Extract(["甲.txt"], output=output, format=format, open=True))
    assert opened == []


def test_a_page_that_was_not_written_is_not_opened(opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch)
    Path("空.txt").write_text("", "utf-8")
    assert extract(commands.Extract(["空.txt"], output="x.html", open=True)) == 2
    assert opened == []

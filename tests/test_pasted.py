"""What was pasted: lines of which nothing tells, and the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import duikou
from duikou.app import cli
from duikou.cleaning import Selection

runner = CliRunner()
# Each: what was pasted, usual, with --join.
PASTED = [
    (
        "完善设施，引进企业。\n到2025年，建成2个园区。",
        "完善设施，引进企业。\n到2025年，建成2个园区。",
        "完善设施，引进企业。到2025年，建成2个园区。",
    ),
    (
        "推进合作。\n\n加快发展。",
        "推进合作。\n加快发展。",
        "推进合作。\n加快发展。",
    ),
    (
        "一、总体要求\n坚持改革。\n坚持创新。",
        "一、总体要求\n坚持改革。\n坚持创新。",
        "一、总体要求\n坚持改革。坚持创新。",
    ),
    (
        "某省工作方案\n推进合作。\n加快发展。",
        "某省工作方案\n推进合作。\n加快发展。",
        "某省工作方案\n推进合作。加快发展。",
    ),
    (
        "1.建设园区。\n2.引进企业。",
        "1.建设园区。\n2.引进企业。",
        "1.建设园区。\n2.引进企业。",
    ),
    (
        "推进合作，\n加快发展。",
        "推进合作，加快发展。",
        "推进合作，加快发展。",
    ),
]


@pytest.mark.parametrize(("pasted", "usual", "joined"), PASTED)
def test_join_and_keep(pasted: str, usual: str, joined: str) -> None:
    assert duikou.clean(pasted).text == usual
    one = duikou.clean(pasted, Selection(join=True))
    assert one.text == joined
    assert one.restore() == pasted
    assert duikou.clean(one.text).text == joined
    assert duikou.clean(pasted, Selection(ignore=("rejoin",))).text == "\n".join(pasted.split())


def run(*args: object) -> Any:
    return runner.invoke(cli.app, [str(arg) for arg in args], prog_name="duikou", catch_exceptions=False)


def test_the_options_of_the_command(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PASTED[0][0], "utf-8")
    assert run("clean", plan, "--join").stdout == PASTED[0][2] + "\n"
    plan.write_text("推进合作，\n加快发展。", "utf-8")
    assert run("clean", plan, "--keep-lines").stdout == "推进合作，\n加快发展。\n"
    assert "as-asked" not in run("clean", plan, "--explain").stderr
    result = run("clean", plan, "--keep-lines", "--join")
    assert (result.exit_code, "can't go together" in result.stderr) == (2, True)


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipboard that is a file."""
    pyperclip = pytest.importorskip("pyperclip", reason="the extra `clipboard` is not installed")
    held = tmp_path / "held"
    monkeypatch.setattr(pyperclip, "paste", lambda: held.read_text("utf-8"))
    monkeypatch.setattr(pyperclip, "copy", lambda text: held.write_text(text, "utf-8"))
    return held


def test_the_clipboard_is_cleaned(clipboard: Path, tmp_path: Path) -> None:
    clipboard.write_text("建设2—\n3个园区,推进合作。", "utf-8")
    result = run("clean", "--clipboard")
    assert (result.exit_code, result.stdout, clipboard.read_text("utf-8")) == (
        0,
        "建设2—3个园区，推进合作。\n",
        "建设2—3个园区，推进合作。",
    )
    clipboard.write_text("推进合作,加快发展。", "utf-8")
    assert run("clean", "--clipboard", "-o", tmp_path / "a.txt").exit_code == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == "推进合作，加快发展。\n"
    assert clipboard.read_text("utf-8") == "推进合作,加快发展。"
    assert run("clean", "--clipboard", "--check").exit_code == 1
    assert clipboard.read_text("utf-8") == "推进合作,加快发展。"


@pytest.mark.parametrize(
    ("held", "arguments", "says"),
    [
        (" \n", (), "the clipboard holds no text"),
        ("推进合作。", ("a.txt",), "--clipboard takes no INPUT"),
        ("推进合作。", ("-f", "docx"), "the clipboard takes no docx"),
    ],
)
def test_what_the_clipboard_can_not_do(clipboard: Path, held: str, arguments: tuple[str, ...], says: str) -> None:
    clipboard.write_text(held, "utf-8")
    result = run("clean", "--clipboard", *arguments)
    assert (result.exit_code, says in result.stderr, clipboard.read_text("utf-8")) == (2, True, held)


def test_where_there_is_no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    pyperclip = pytest.importorskip("pyperclip", reason="the extra `clipboard` is not installed")

    def none() -> str:
        raise pyperclip.PyperclipException("none")

    monkeypatch.setattr(pyperclip, "paste", none)
    result = run("clean", "--clipboard")
    assert (result.exit_code, "no clipboard can be reached here" in result.stderr) == (2, True)
    assert "Missing argument" in run("clean").stderr, "without it an INPUT is needed, as before"

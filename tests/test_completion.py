"""What shells are told when they complete a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def run(*arguments: str, **env: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DUIKOU_", "LC_"))}
    command = [sys.executable, "-m", "duikou", *arguments]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**clean, "PYTHONUTF8": "1", "LANG": "C", **env},
        check=False,
    )
    return done.stdout


def completed(line: str, lang: str = "C") -> list[str]:
    """What fish is told: values, each with its help."""
    action = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_DUIKOU_COMPLETE": "complete_fish"}
    return run(_TYPER_COMPLETE_ARGS=line, LANG=lang, **action).splitlines()


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("duikou cl", "clean\tGive the text as it was issued."),
        ("duikou clean --expl", "--explain\tSay what was done: edits a rule, what was removed and where, warnings."),
        ("duikou clean -f ", "text"),
        ("duikou extract -f x", "xlsx"),
        ("duikou extract --kind t", "task"),
        ("duikou diff --only num", "number"),
        ("duikou clean --ignore quotes,dash", "quotes,dashes"),
        ("duikou clean --ocr ra", "rapidocr"),
        ("duikou clean --limit pi", "pixels="),
        ("duikou help sea", "search"),
    ],
)
def test_commands_options_and_values(line: str, first: str) -> None:
    assert completed(line)[0] == first


def test_in_chinese() -> None:
    assert completed("duikou cl", "zh_CN.UTF-8") == ["clean\t还原印发时的文本。"]
    assert completed("duikou extract --kind 任", "zh_CN.UTF-8") == ["任务"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell: str) -> None:
    script = run("completion", shell)
    assert "_DUIKOU_COMPLETE" in script
    if shell == "zsh":
        assert script.startswith("#compdef duikou\n")
        assert "compinit" in script.split("compdef _duikou")[0]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_with_it(tmp_path: Path) -> None:
    (tmp_path / "duikou").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m duikou "$@"\n', "utf-8")
    (tmp_path / "duikou").chmod(0o755)
    script = f"{run('completion', 'bash')}\nCOMP_WORDS=(duikou al); COMP_CWORD=1; _duikou_completion duikou\n"
    script += 'echo "${COMPREPLY[@]}"'
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == "align\n"

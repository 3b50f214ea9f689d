"""Hostile inputs: bounded time and memory, one clear error or a result, the others done, nothing left behind."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import CASES, GOOD, Case

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "threats.md").read_text("utf-8")
# What one run may take: address space, seconds of a core, bytes in a file.
MEMORY, SECONDS, WRITTEN = 3 * 2**30, 100, 2**30


def limit() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN)):
        resource.setrlimit(what, (most, most))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_input(case: Case, tmp_path: Path) -> None:
    if not case.fits():
        pytest.skip("can't be tried on this machine, or as this user")
    folder, out, temporary = (tmp_path / name for name in ("in", "out", "tmp"))
    for place in (folder, out, temporary):
        place.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    case.make(folder)
    options = [option.format(out=out, folder=folder) for option in case.extra]
    done = subprocess.run(
        [sys.executable, "-m", "duikou", case.command, str(folder), *options, "--jobs", "1", "--ocr", "off"],
        capture_output=True,
        timeout=300,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    told = done.stderr.decode("utf-8")
    assert done.returncode == case.code, told[-2000:]
    assert "Traceback" not in told
    assert "a fault of duikou's own" not in told
    assert case.says in told
    if not case.says:
        assert [line for line in told.splitlines() if "warning" not in line and "no measures" not in line] == []
    assert all(line.startswith("duikou: ") for line in told.splitlines())
    assert case.holds in done.stdout.decode("utf-8")
    assert list(temporary.iterdir()) == [], "temporary files are left"
    assert not any((*folder.glob(".*"), *out.glob(".*"))), "half a file is left"
    for path in out.iterdir() if os.access(out, os.R_OK) else ():
        assert path.stat().st_size


def table() -> str:
    """The table of docs/threats.md, one line a case."""
    lines = ["| | What comes in | What comes of it | Exit code |", "|---|---|---|---:|"]
    groups = dict.fromkeys(case.group for case in CASES)
    for group in groups:
        own = [case for case in CASES if case.group == group]
        lines += [f"| {group} | {case.name} | {case.outcome.replace('|', '')} | {case.code} |" for case in own]
    return "\n".join(lines)


def test_the_page_lists_every_case() -> None:
    assert table() in PAGE, "copy the table: python -m tests.test_hostile"


def test_every_case_has_its_own_name() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[^|\n]+", name) for name in names)


if __name__ == "__main__":
    print(table())

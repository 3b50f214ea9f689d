"""Golden outputs: all three commands over the corpus, byte for byte.

A change of a golden file is a change that users see: look at the difference before taking it over. To write them anew:

    python -m tests.test_golden
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "data" / "golden"
STEMS = sorted(path.stem for path in (ROOT / "corpus").glob("*.txt"))
PAIR = ("corpus/liaoning-jiangsu-2018-web.txt", "corpus/liaoning-jiangsu-2018-scan.txt")

COMMANDS = {
    **{f"clean/{stem}.txt": ["clean", f"corpus/{stem}.txt"] for stem in STEMS},
    **{f"clean/{stem}.json": ["clean", f"corpus/{stem}.txt", "-f", "json"] for stem in STEMS},
    **{
        f"clean/{stem}.explain.txt": ["clean", f"corpus/{stem}.txt", "--explain", "--check", "--lang", "zh"]
        for stem in STEMS
    },
    **{f"extract/{stem}.json": ["extract", f"corpus/{stem}.txt", "-f", "json"] for stem in STEMS},
    "extract/all.csv": ["extract", *(f"corpus/{stem}.txt" for stem in STEMS), "-f", "csv"],
    "extract/all.md": ["extract", *(f"corpus/{stem}.txt" for stem in STEMS), "-f", "markdown"],
    "diff/liaoning-jiangsu.json": ["diff", *PAIR, "-f", "json"],
    "diff/liaoning-jiangsu.md": ["diff", *PAIR, "-f", "markdown"],
}


def made(arguments: list[str]) -> bytes:
    """What a user gets: standard output, then standard error."""
    command = [sys.executable, "-m", "duikou", *arguments, "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_outputs_of_the_corpus(name: str) -> None:
    assert made(COMMANDS[name]) == (GOLDEN / name).read_bytes()


def test_the_two_copies_of_one_plan_have_the_same_body() -> None:
    """44 paragraphs, byte for byte: from the first sentence on, a web page and a scan read the same."""
    web, scan = (
        (GOLDEN / f"clean/liaoning-jiangsu-2018-{copy}.txt").read_text("utf-8").split("\n为深入实施", 1)[1]
        for copy in ("web", "scan")
    )
    assert web == scan
    assert len(web.strip().split("\n")) == 44


def write() -> None:
    for name, arguments in COMMANDS.items():
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(made(arguments))


if __name__ == "__main__":
    write()

"""What `make demo` runs: the three commands over corpus/, as a user would call them, into out/.

What holds here: only the command line is used, each command is printed before it runs, and whatever was
made is named with its size and with how to open it. A command that fails ends the demo with its exit
code.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DUIKOU = Path(sys.executable).parent / "duikou"
WEB, SCAN = "corpus/liaoning-jiangsu-2018-web.txt", "corpus/liaoning-jiangsu-2018-scan.txt"

# The answers of `diff` that are no error: 0 no differences, 1 differences (`duikou diff --help`).
DIFF_ANSWERS = (0, 1)


def run(arguments: list[str], answers: tuple[int, ...] = (0,)) -> None:
    """Print one `duikou` command and run it in the project's folder. Exit if its code is not in `answers`."""
    shown = shlex.join(["duikou", *arguments]).replace(shlex.join(documents()), "corpus/*.txt")
    print(f"\n$ {shown}", flush=True)
    code = subprocess.run([DUIKOU, *arguments], cwd=ROOT, check=False).returncode
    if code not in answers:
        sys.exit(code)


def made(path: str, what: str) -> None:
    """Say that `path` (relative to the project) was made. A missing file ends the demo with an error."""
    file = ROOT / path
    if not file.exists():
        sys.exit(f"demo: {path} was not made")
    size = f"{len(list(file.iterdir()))} files" if file.is_dir() else f"{file.stat().st_size:,} bytes"
    print(f"  -> {path} ({size}): {what}", flush=True)


def documents() -> list[str]:
    """The documents of the corpus, relative to the project, sorted by name."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "corpus").glob("*.txt"))


def writes(command: str, output_format: str) -> bool:
    """Whether the help of `command` names `output_format`."""
    plain = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
    asked = subprocess.run([DUIKOU, command, "--help"], capture_output=True, text=True, env=plain, check=True)
    return output_format in asked.stdout


def main() -> None:
    """Run the demo."""
    os.chdir(ROOT)
    Path("out").mkdir(exist_ok=True)
    print(f"duikou reads {len(documents())} published documents: web pages, and a scan with every line broken.")

    run(["clean", *documents(), "-d", "out/clean"])
    made("out/clean", "the texts as they were issued, one paragraph a line; open them in any editor")

    run(["diff", WEB, SCAN, "-o", "out/diff.md"], DIFF_ANSWERS)
    made("out/diff.md", "what truly changed between two copies of one plan; open it in any editor")
    if writes("diff", "html"):
        run(["diff", WEB, SCAN, "-o", "out/diff.html"], DIFF_ANSWERS)
        made("out/diff.html", "the same as a page; open it in a browser")

    run(["extract", *documents(), "-o", "out/ledger.xlsx"])
    made("out/ledger.xlsx", "the ledger of tasks; open it in Excel, WPS or LibreOffice")
    run(["extract", *documents(), "-o", "out/measures.json"])
    made("out/measures.json", "the same for programs; docs/json.md says what its fields mean")

    print("\nBefore (scan):", *_first_lines(SCAN, 6), sep="\n  ")
    print("\nAfter:", *_first_lines(f"out/clean/{Path(SCAN).name}", 3), sep="\n  ")
    print("\nNext: duikou --help")


def _first_lines(path: str, count: int) -> list[str]:
    lines = [line for line in (ROOT / path).read_text("utf-8").splitlines() if line.strip()]
    return lines[:count]


if __name__ == "__main__":
    main()

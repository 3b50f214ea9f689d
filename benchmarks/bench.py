"""What duikou costs, side by side with what people use today.

`make bench` runs this: it prints the table and writes docs/benchmarks.md.

What holds here: everything that is compared runs in turn, round after round, in one run on one machine,
and only ratios of medians are reported. A machine's own speed and its noise fall out of a ratio, not out
of seconds. A peer that is not installed is named as absent, and never installed from here.
"""

from __future__ import annotations

import datetime
import gc
import importlib
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
TEXT = "corpus/liaoning-jiangsu-2018-web.txt"
START_ROUNDS, TEXT_ROUNDS = 15, 5
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, against what, the ratio of costs, the target if any."""

    measured: str
    against: str
    ratio: float | None
    target: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the target was met, in a word; nothing where there is none."""
        if self.ratio is None or self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "missed"


def in_turn(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each task. All run once in each round; a first round is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            gc.collect()
            began = time.perf_counter()
            task()
            if number:
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in seconds.items()}


def command(*arguments: str) -> Callable[[], object]:
    """A task that runs a command in the project's folder and waits; it raises if the command fails."""
    env = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    return lambda: subprocess.run(arguments, cwd=ROOT, env=env, check=True, capture_output=True)


def start_up() -> list[Row]:
    """What a start costs against importing typer, the least that a command line of this make can cost."""
    duikou = str(Path(sys.executable).parent / "duikou")
    tasks = {
        "typer": command(sys.executable, "-c", "import typer"),
        "--version": command(duikou, "--version"),
        "--help": command(duikou, "--help"),
        "clean": command(duikou, "clean", TEXT),
        "extract": command(duikou, "extract", TEXT),
    }
    cost = in_turn(tasks, START_ROUNDS)
    base = "`python -c 'import typer'`"
    return [
        Row("`duikou --version`", base, cost["--version"] / cost["typer"], 1.3),
        Row("`duikou --help`", base, cost["--help"] / cost["typer"]),
        Row("`duikou clean` of one text", base, cost["clean"] / cost["typer"], 2.0),
        Row("`duikou extract` of one text", base, cost["extract"] / cost["typer"]),
    ]


def a_megabyte() -> str:
    """The documents of the corpus one after another, again and again, up to 1 MB of UTF-8."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    pieces, size = [], 0
    while size < MEGABYTE:
        for text in texts:
            pieces.append(text)
            size += len(text.encode())
    return "\n".join(pieces).encode()[:MEGABYTE].decode("utf-8", "ignore")


# The peers: how each is installed, and what it does to one text. None does all that duikou does.
PEERS: dict[str, tuple[str, str]] = {
    "autocorrect-py": ("autocorrect_py", "format"),
    "ftfy": ("ftfy", "fix_text"),
    "pangu": ("pangu", "spacing_text"),
}


def peers() -> dict[str, Callable[[str], object]]:
    """The peers that are installed here, by the name of their distribution."""
    found: dict[str, Callable[[str], object]] = {}
    for name, (module, function) in PEERS.items():
        try:
            found[name] = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError):
            continue
    return found


def cleaning() -> tuple[list[Row], list[str]]:
    """What cleaning 1 MB costs against NFKC on the same text, and the names of the peers that are absent."""
    import duikou

    text = a_megabyte()
    present = peers()
    tasks: dict[str, Callable[[], object]] = {
        # NFKC alone takes milliseconds: ten at once are a steadier measure.
        "NFKC": lambda: [unicodedata.normalize("NFKC", text) for _ in range(10)],
        "duikou": lambda: duikou.clean(text),
        **{name: (lambda fix=fix: fix(text)) for name, fix in present.items()},
    }
    cost = in_turn(tasks, TEXT_ROUNDS)
    unit = cost["NFKC"] / 10
    rows = [Row("`duikou.clean`, 1 MB", "NFKC", cost["duikou"] / unit)]
    rows += [Row(f"{name}, 1 MB", "NFKC", cost[name] / unit) for name in present]
    return rows, [name for name in PEERS if name not in present]


def versions() -> str:
    """What was measured with, on one line."""
    names = ["duikou", "typer", "rich", *PEERS]
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {', '.join(found)}; {machine}"


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | against | ratio | target | |", "|---|---|---:|---:|---|"]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None and row.ratio < 10 else f"{row.ratio:.0f}"
        target = f"{row.target:g}" if row.target is not None else ""
        lines.append(f"| {row.measured} | {row.against} | {ratio} | {target} | {row.verdict} |")
    return "\n".join(lines)


LIMITS = """\
What this does not show. The ratios are of one machine and one run; another machine gives others, so
only differences of a fifth or more mean anything. Files are read warm, from the system's cache. The 1
MB is five documents repeated: it has the mix of published texts but not their variety, and it is one
document, which an archive is not. The peers do less, and each does something else: NFKC only folds
widths and compatibility characters, and none of them rejoins paragraphs, takes out furniture or keeps a
log. Memory, long inputs, many files and worker processes are not measured here."""


def page(rows: list[Row], absent: list[str]) -> str:
    """The page docs/benchmarks.md."""
    parts = [
        "<!-- Written by `make bench`: measure again, do not edit. -->",
        "# What it costs",
        f"How many times the cost of something familiar, as medians of runs in turn ({START_ROUNDS} starts,"
        f" {TEXT_ROUNDS} texts). A lower ratio is better.",
        table(rows),
        f"Measured {datetime.date.today():%Y-%m} with {versions()}.",
    ]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    return "\n\n".join([*parts, LIMITS]) + "\n"


def main() -> None:
    """Measure, print the page and write it. The page is written whole or not at all."""
    print("measuring start-up ...", file=sys.stderr)
    rows = start_up()
    print("measuring cleaning ...", file=sys.stderr)
    more, absent = cleaning()
    text = page(rows + more, absent)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=PAGE.parent, delete=False, newline="\n") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, PAGE)
    print(table(rows + more))
    if absent:
        print(f"not installed, so not measured: {', '.join(absent)}")
    print(f"\n-> {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

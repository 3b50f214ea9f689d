"""What duikou does and costs, side by side with what people use today.

`make bench` runs this: it prints the tables and writes docs/benchmarks.md. Each part can be run on its own: diffing.py
(edits of known kind), copies.py (two copies of one plan), rejoining.py (paragraphs made whole), cost.py (what comparing
costs), throughput.py (a thousand documents to a ledger); what starting and cleaning cost is measured here.

What holds here: everything that is compared runs in turn, round after round, in one run on one machine,
and only ratios of medians are reported. A machine's own speed and its noise fall out of a ratio, not out
of seconds. Texts, edits and noise come from fixed seeds. A peer that is not installed is named as absent, and never
installed from here.
"""

from __future__ import annotations

import argparse
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

import archive
import copies
import cost
import differs
import diffing
import rejoining
import throughput
from prose import prose

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
TEXT = "corpus/liaoning-jiangsu-2018-web.txt"
START_ROUNDS, TEXT_ROUNDS = 15, 5
# How often every kind of edit meets every layer of noise in every document.
EDIT_ROUNDS = 5
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
    "pangu": ("pangu", "space_text"),
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
    if "autocorrect-py" in present:
        rows.append(Row("`duikou.clean`, 1 MB", "autocorrect-py", cost["duikou"] / cost["autocorrect-py"], 2.0))
    return rows, [name for name in PEERS if name not in present]


def versions() -> str:
    """What was measured with, on one line."""
    names = ["duikou", "typer", "rich", "rapidfuzz", *PEERS, "markitdown", "unstructured"]
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    found += [*differs.versions(), *rejoining.node_versions()]
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


def timings(rows: list[Row], absent: list[str]) -> str:
    """The part of the page on what starting and cleaning cost."""
    parts = [
        "## What starting and cleaning cost",
        prose("timings", starts=START_ROUNDS, texts=TEXT_ROUNDS),
        table(rows),
    ]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    parts += [prose("parts"), cost.parts_table(a_megabyte())]
    return "\n\n".join(parts)


def page(sections: list[str]) -> str:
    """The page docs/benchmarks.md."""
    parts = [
        "<!-- Written by `make bench`: measure again, do not edit. -->",
        "# What was measured",
        prose("head"),
        *sections,
        f"Measured {datetime.date.today():%Y-%m} with {versions()}.",
    ]
    return "\n\n".join([*parts, "## What this does not show", prose("limits")]) + "\n"


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the page and write it. The page is written whole or not at all."""
    parser = argparse.ArgumentParser(description="Measure duikou beside what people use today.")
    parser.add_argument("--rounds", type=int, default=EDIT_ROUNDS, help="rounds of edits (default: %(default)s)")
    rounds = parser.parse_args().rounds
    say("two copies of one plan ...")
    sections = [copies.section()]
    say("edits of known kind ...")
    sections.append(diffing.section(rounds, say))
    say("paragraphs made whole ...")
    sections.append(rejoining.section())
    say("what comparing costs ...")
    sections.append(cost.section())
    say("what a thousand documents cost ...")
    sections.append(throughput.section())
    say("what starting and cleaning cost ...")
    rows = start_up()
    more, absent = cleaning()
    sections.append(timings(rows + more, absent))
    say("what an archive costs ...")
    sections.append(archive.section())
    text = page(sections)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=PAGE.parent, delete=False, newline="\n") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, PAGE)
    print(text)
    print(f"-> {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

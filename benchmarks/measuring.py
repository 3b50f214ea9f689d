"""How the benchmarks measure: time in turn, memory in a process of its own, and the rows of the table at the top.

What holds here: time is that of processors, of this process and of those it starts, so that other programs on the
machine disturb it little. Everything that is compared runs in turn, round after round; a first round is not counted.
A task that takes long is not repeated as often: what it takes beside the others is beyond doubt. Memory is the most
that a process of its own held, which ran the program on the same input and nothing else.
"""

from __future__ import annotations

import gc
import importlib.metadata
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A task that took so many seconds in its first round is not run again; one that took a tenth of it, twice.
LONG = 10.0
NOT_MEASURED = "not installed here, so not measured"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what duikou does, beside what, duikou's cost as a multiple of the other's (None where it
    was not measured), the most that it may be, and the peak memory of both in MB."""

    task: str
    ours: str
    beside: str
    ratio: float | None = None
    target: float | None = None
    memory: float = math.nan
    memory_beside: float = math.nan
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target was met, in a word; nothing where there is none."""
        if self.ratio is None or self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "missed"


HEAD = (
    "| task | duikou | beside | cost, the other = 1 | at most | | memory | the other's |",
    "|---|---|---|---:|---:|---|---:|---:|",
)


def number(value: float) -> str:
    """Three figures that mean something: 0.0042, 0.42, 4.2, 42, 420."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 0.1 else f"{value:.3g}"


def line(row: Row) -> str:
    """A row of the table as Markdown."""
    sizes = ["" if math.isnan(size) else f"{size:.0f} MB" for size in (row.memory, row.memory_beside)]
    ratio = row.note or NOT_MEASURED if row.ratio is None else number(row.ratio)
    target = "" if row.target is None else f"{row.target:g}"
    cells = (row.task, row.ours, row.beside, ratio, target, row.verdict, *sizes)
    return f"| {' | '.join(cells)} |"


def spent() -> float:
    """Seconds of processors that this process and those that it started and that ended have taken."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in used)


def in_turn(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each task, by name. All run once in each round; the first round is not counted, but for a
    task that took long in it."""
    seconds: dict[str, list[float]] = {}
    wanted: dict[str, int] = {}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            if turn > wanted.get(name, rounds):
                continue
            gc.collect()
            began = spent()
            task()
            taken = spent() - began
            if not turn:
                wanted[name] = 0 if taken > LONG else min(rounds, 2) if taken > LONG / 10 else rounds
            if turn or not wanted[name]:
                seconds.setdefault(name, []).append(taken)
    return {name: statistics.median(seconds[name]) for name in tasks}


def command(*arguments: str, cwd: Path = ROOT) -> Callable[[], object]:
    """A task that runs a command and waits; it raises if the command fails."""
    env = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    return lambda: subprocess.run(arguments, cwd=cwd, env=env, check=True, capture_output=True)


def peak(code: str, *arguments: str) -> float:
    """The most memory that a Python process with this code takes, in MB; no number where the system doesn't tell."""
    # The high-water mark of the process itself: ru_maxrss begins with what the parent held.
    report = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    if not Path("/proc/self/status").exists():
        return math.nan
    done = subprocess.run([sys.executable, "-c", code + report, *arguments], check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1]) / 1024


def version(distribution: str) -> str:
    """The version of an installed distribution; "" where there is none."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def machine() -> str:
    """What was measured on, in a phrase."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def as_table(head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """A Markdown table: the first columns are words and stand to the left, the others to the right."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * words + "---:|" * (len(head) - words)]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows)])

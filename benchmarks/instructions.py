"""What cleaning, outlining and extracting cost in instructions of the processor, stage by stage, beside autocorrect.

    python benchmarks/instructions.py [FILE...]            the table, counted by valgrind
    python benchmarks/instructions.py --profile STAGE      the functions of a stage, by Python's profiler

What holds here: time wobbles by a fifth on a busy machine, instructions by less than a thousandth. Each stage runs in
a process of its own under cachegrind, once over all documents after a first round that compiles patterns and loads
tables; a process that does the first round alone is taken off. What is kept of a text from one call to the next (the
bounded caches) is thrown away before each document, so that a document costs what one that comes once does. Without
files the documents are those of corpus/ and drawn plans.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent / "evaluation"))

import measuring
import plans
from measuring import ROOT
from prose import prose

DRAWN = 3
# What this script counted at 10bab7d, before gates stood before most finders.
BEFORE = {"clean": 461.0, "outline": 211.0, "extract": 848.0, "autocorrect": 42.0}
WHOLE = "the three together"
TARGETS = {"clean": 2.8, WHOLE: 7}
PROFILED = 10
STAGES = ("clean", "outline", "extract", "autocorrect")
_COUNTED = re.compile(r"I\s+refs:\s*([\d,]+)")


def documents(files: Sequence[str]) -> list[str]:
    """The texts that are measured."""
    if files:
        return [Path(file).read_text("utf-8") for file in files]
    corpus = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    return [*corpus, *(plan.text for plan in plans.plans(DRAWN))]


def _does(stage: str) -> Callable[[str], object]:
    """What a stage does with a text, the stages before it included."""
    import duikou

    if stage == "autocorrect":
        import autocorrect_py

        done: Callable[[str], object] = autocorrect_py.format
        return done
    return {"clean": duikou.clean, "outline": duikou.outline, "extract": duikou.extract}[stage]


def kept() -> list[Any]:
    """What duikou keeps of texts from one call to the next: its caches with a bound, of the modules that are loaded."""
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper)
        and str(one.__module__).startswith("duikou.")
        and one.cache_parameters()["maxsize"] is not None
    ]


def work(stage: str, texts: Sequence[str], caches: Sequence[Any]) -> None:
    """One round of a stage over the documents, each as if it came first."""
    does = _does(stage)
    for text in texts:
        for cache in caches:
            cache.cache_clear()
        does(text)


def counted(stage: str, times: int, files: Sequence[str]) -> int:
    """The instructions of a process that does a first round, and then so many."""
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=cachegrind", f"--cachegrind-out-file={folder}/out"]
        mine = [sys.executable, __file__, "--work", stage, "--times", str(times), *files]
        done = subprocess.run([*command, *mine], env=env, check=True, capture_output=True, text=True)
    found = _COUNTED.search(done.stderr)
    assert found is not None, done.stderr
    return int(found[1].replace(",", ""))


def stages(files: Sequence[str] = ()) -> dict[str, float]:
    """Million instructions of each stage alone; of those that can be measured here."""
    if shutil.which("valgrind") is None:
        return {}
    chosen = [stage for stage in STAGES if stage != "autocorrect" or measuring.version("autocorrect-py")]
    # Side by side: what else runs does not change the count.
    with ThreadPoolExecutor() as pool:
        runs = {(stage, times): pool.submit(counted, stage, times, files) for stage in chosen for times in (0, 1)}
    found: dict[str, float] = {}
    before = 0.0
    for stage in chosen:
        whole = (runs[stage, 1].result() - runs[stage, 0].result()) / 1e6
        found[stage] = whole if stage == "autocorrect" else whole - before
        before = whole
    return found


def table(found: dict[str, float]) -> str:
    """The stages as a table: before and now, and beside autocorrect where it is here, with the most that it may be."""
    both = [dict(costs) for costs in (BEFORE, found)]
    for costs in both:
        costs[WHOLE] = sum(costs[stage] for stage in STAGES[:3])
    unit = found.get("autocorrect")
    rows = []
    for stage in (*STAGES[:3], WHOLE, *(("autocorrect",) if unit else ())):
        before, now = (costs[stage] for costs in both)
        ratio = now / unit if unit else None
        target = TARGETS.get(stage)
        verdict = "" if target is None or ratio is None else "met" if ratio <= target else "missed"
        shares = (measuring.number(now / before), measuring.number(ratio) if ratio else "", f"{target or ''}", verdict)
        rows.append((stage, f"{before:,.0f}", f"{now:,.0f}", *shares))
    head = ("stage", "million instructions before", "now", "now, before = 1", "now, autocorrect = 1", "at most", "")
    return measuring.as_table(head, rows)


def section(small: bool = False) -> str:
    """What each stage costs in instructions: this part of docs/benchmarks.md."""
    found = {} if small else stages()
    if not found:
        return "Not measured: valgrind, which counts instructions, is not installed or was not asked for."
    return "\n\n".join((prose("instructions", drawn=DRAWN), table(found)))


def profile(files: Sequence[str], stage: str) -> None:
    """Print the functions that take most of the time of a stage."""
    import cProfile
    import pstats

    texts = documents(files)
    work(stage, texts, ())
    caches = kept()
    # By time of this thread: others on the machine must not count.
    seen = cProfile.Profile(time.thread_time)
    for _ in range(PROFILED):
        seen.runcall(work, stage, texts, caches)
    pstats.Stats(seen).sort_stats("tottime").print_stats(70)


def main() -> None:
    """Print the table, or what was asked for."""
    parser = argparse.ArgumentParser(description="Instructions of cleaning, outlining and extracting.")
    parser.add_argument("files", nargs="*", help="other documents, as plain text")
    parser.add_argument("--profile", choices=STAGES[:3], help="the functions of a stage, by Python's profiler")
    parser.add_argument("--work", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.profile:
        profile(given.files, given.profile)
    elif given.work:
        texts = documents(given.files)
        work(given.work, texts, ())
        caches = kept()
        for _ in range(given.times):
            work(given.work, texts, caches)
    else:
        print(table(stages(given.files)))


if __name__ == "__main__":
    main()

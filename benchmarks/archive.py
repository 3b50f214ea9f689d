"""What an archive costs: one worker against two, memory as it grows, and a run that goes on where it ended.

Run alone (`python benchmarks/archive.py ROUNDS`) or by bench.py. The documents are plans of the grammar (plans.py) with
fixed seeds. Every measure is a command of its own; memory is the largest resident size of the command and its workers.
Two workers are compared with one by the clock, which other programs on the machine disturb, and by the time of
processors, which they hardly do.
"""

from __future__ import annotations

import hashlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "evaluation"))

import plans

MANY, FEW = 3_000, 500
ROUNDS = 3
TEN_MILLION = 10_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """One command: seconds by the clock and of processors, the largest resident size of one of its processes in MB, the
    digest of its output."""

    seconds: float
    work: float
    megabytes: float
    digest: str


def write(folder: Path, count: int) -> None:
    """`count` plans as files, 500 a folder."""
    for number, plan in enumerate(plans.plans(count)):
        below = folder / f"{number // 500:03}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:05}-{plan.name}").write_text(plan.text, "utf-8")


def run(command: str, folder: Path, out: Path, *options: str) -> Cost:
    """A command over a folder, measured."""
    code = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "duikou", *sys.argv[1:]], stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, done.returncode, used.ru_utime + used.ru_stime)
"""
    began = time.perf_counter()
    asked = [command, str(folder), "-o", str(out), "--quiet", *options]
    done = subprocess.run([sys.executable, "-c", code, *asked], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    memory, status, work = done.stdout.split()
    assert status == "0", done.stdout
    return Cost(seconds, float(work), int(memory) / 1024, hashlib.sha256(out.read_bytes()).hexdigest())


def interrupted(folder: Path, out: Path, cache: Path) -> int:
    """Begin a run, interrupt it half way, and say how many documents were done."""
    asked = ["extract", str(folder), "-o", str(out), "--quiet", "--cache", str(cache)]
    process = subprocess.Popen([sys.executable, "-m", "duikou", *asked], stderr=subprocess.DEVNULL)
    while process.poll() is None and sum(1 for _ in cache.rglob("*/??/*")) < MANY // 2:
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)  # a run in the background ignores Ctrl-C
    process.wait()
    assert not out.exists()
    return sum(1 for _ in cache.rglob("*/??/*"))


def clustered(folder: Path, out: Path) -> Cost | None:
    """`extract` by a Dask cluster of two workers on this machine; None where distributed is not installed."""
    try:
        from distributed import LocalCluster
    except ImportError:
        return None
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster:
        return run("extract", folder, out, "--scheduler", cluster.scheduler_address)


def rows(rounds: int = ROUNDS) -> list[tuple[str, str, str]]:
    """What was measured, the figure, and the target."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        write(top / "many", MANY)
        write(top / "few", FEW)
        for command, ending in (("clean", "jsonl"), ("extract", "jsonl"), ("extract", "sqlite")):
            costs: dict[int, list[Cost]] = {1: [], 2: []}
            for _ in range(rounds):
                for jobs, seen in costs.items():
                    seen.append(run(command, top / "many", top / f"o.{ending}", "--jobs", str(jobs)))
            one, two = (statistics.median(cost.seconds for cost in costs[jobs]) for jobs in (1, 2))
            work = {jobs: statistics.median(cost.work for cost in seen) for jobs, seen in costs.items()}
            same = len({cost.digest for seen in costs.values() for cost in seen}) == 1
            few = run(command, top / "few", top / f"o.{ending}", "--jobs", "2").megabytes
            what = f"`{command} -o x.{ending}`, {MANY:,} documents"
            found += [
                (f"{what}: two workers against one, times as fast", f"{one / two:.2f}", "1.6"),
                (f"{what}: the same bytes", "yes" if same else "no", "yes"),
                (f"{what}: processor time of two workers, of that of one", f"{work[2] / work[1]:.2f}", ""),
                (f"{what}: documents a second of a processor", f"{MANY / work[1]:.0f}", ""),
                (f"{what}: the largest process, MB", f"{costs[2][-1].megabytes:.0f}", ""),
                (f"{what}: memory against {FEW} documents", f"{costs[2][-1].megabytes / few:.2f}", "at most 1.3"),
            ]
        there = clustered(top / "many", top / "cluster.jsonl")
        if there is not None:
            here = run("extract", top / "many", top / "here.jsonl", "--jobs", "2")
            same = "yes" if there.digest == here.digest else "no"
            found += [
                ("a Dask cluster of two workers, of the time of two here", f"{there.seconds / here.seconds:.2f}", ""),
                ("a Dask cluster: the same bytes", same, "yes"),
            ]
        whole = run("extract", top / "many", top / "whole.json")
        done = interrupted(top / "many", top / "resumed.json", top / "cache")
        rest = run("extract", top / "many", top / "resumed.json", "--cache", str(top / "cache"))
        again = run("extract", top / "many", top / "again.json", "--cache", str(top / "cache"))
        same = whole.digest == rest.digest == again.digest
        found += [
            (f"interrupted after {done:,} of {MANY:,} and resumed: the same bytes", "yes" if same else "no", "yes"),
            ("the run resumed, of the time of a whole one", f"{rest.seconds / whole.seconds:.2f}", ""),
            ("a run in which nothing changed, of the time of a whole one", f"{again.seconds / whole.seconds:.2f}", ""),
        ]
    return found


def section(rounds: int = ROUNDS) -> str:
    """The part of the page on archives."""
    lines = ["## What an archive costs", "", "| what | measured | target |", "|---|---:|---:|"]
    lines += [f"| {what} | {figure} | {target} |" for what, figure, target in rows(rounds)]
    return "\n".join(lines)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"{asked} rounds; load before: {os.getloadavg()[0]:.1f}")
    print(section(asked))
    print(f"load after: {os.getloadavg()[0]:.1f}")

"""A Dask cluster: the same bytes as on one machine, also when a worker is killed. The cluster is a real one, of two
worker processes that speak over the loopback alone. Skipped where distributed is not installed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest
from test_cli import run
from test_runs import alive

from duikou.errors import DuikouError, UnreadableError, UsageError
from duikou.workers import dask, pool

PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。共建园区{n}个。（责任单位：省商务厅）\n"


@dataclass(frozen=True)
class Item:
    name: str
    value: int


ITEMS = [Item(f"{value}.txt", value) for value in range(60)]


def troubled(item: Item) -> int:
    if item.value % 20 == 3:
        raise UnreadableError("holds no text", "Fetch it again")
    return item.value


def deadly(item: Item) -> int:
    if item.value == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    return item.value


@pytest.fixture(scope="module", autouse=True)
def distributed():
    return pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture(scope="module")
def local(distributed):
    tests = os.path.dirname(__file__)
    inherited = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [tests, inherited]))
    # A document may bring down two workers: each takes seconds to start anew.
    from dask import config

    fewer = config.set({"distributed.scheduler.allowed-failures": 1})
    with (
        fewer,
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
        ) as started,
    ):
        yield started
    os.environ["PYTHONPATH"] = inherited


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(PLAN.format(n=number) * 10, "utf-8")
    (folder / "07.txt").write_bytes(b"")
    return folder


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_the_bytes_are_those_of_one_machine(local, archive, command, monkeypatch):
    monkeypatch.chdir(archive.parent)  # relative names: workers have folders of their own
    here = run(command, "archive", "-f", "json", "--jobs", 1)
    there = run(command, "archive", "-f", "json", "--scheduler", local.scheduler_address)
    assert (there.stdout_bytes, there.stderr, there.exit_code) == (here.stdout_bytes, here.stderr, 2)


@pytest.mark.parametrize(
    "command", [("group",), ("extract", "--one-version"), ("search", "园区")], ids=lambda found: found[0]
)
def test_many_plans_are_one_on_a_cluster_too(local, archive, command, monkeypatch):
    monkeypatch.chdir(archive.parent)
    (archive / "07.txt").unlink()
    here = run(*command, "archive", "-f", "json", "--jobs", 1)
    there = run(*command, "archive", "-f", "json", "--scheduler", local.scheduler_address)
    assert here.exit_code == 0
    assert (there.stdout_bytes, there.stderr, there.exit_code) == (here.stdout_bytes, here.stderr, here.exit_code)


def test_errors_cost_their_own_items(local):
    there = list(dask.run(troubled, ITEMS, local.scheduler_address))
    here = list(pool.run(troubled, ITEMS, 1))
    assert list(map(str, there)) == list(map(str, here))


def test_a_worker_that_is_killed_costs_nothing(local, archive):
    here = run("extract", archive, "--jobs", 1)
    from functools import partial

    from duikou.app.extract import extract_one
    from duikou.app.inputs import gather
    from duikou.extracting.selecting import Choice

    work = partial(extract_one, choice=Choice(), keywords=False)
    results = dask.run(work, gather([str(archive)]), local.scheduler_address)
    first = [next(results) for _ in range(3)]
    victim = next(iter(local.workers.values()))
    os.kill(victim.process.pid, signal.SIGKILL)
    records = [found for found in (*first, *results) if not isinstance(found, DuikouError)]
    import builders_export

    kept = [record for record, _ in records]
    made = "".join(builders_export.written("json", kept, [_empty(archive)], lang="en"))
    assert made.encode() == here.stdout_bytes


def _empty(archive):
    return next(found for found in pool.run(_read, [str(archive / "07.txt")]) if isinstance(found, DuikouError))


def _read(name):
    from pathlib import Path

    import duikou

    return duikou.read(Path(name))


def test_a_document_that_kills_workers_costs_itself_only(local):
    results = list(dask.run(deadly, ITEMS, local.scheduler_address))
    lost = [found for found in results if isinstance(found, DuikouError)]
    assert [(error.path, "its worker process died" in error.cause) for error in lost] == [("9.txt", True)]
    assert [found for found in results if not isinstance(found, DuikouError)] == [v for v in range(60) if v != 9]


def whose() -> str:
    return str(os.getpid())


def test_workers_with_other_rules_are_refused(local):
    with pytest.raises(UsageError, match="another duikou"):
        list(dask.run(troubled, ITEMS, local.scheduler_address, None, whose))


def test_nobody_at_the_address_is_one_error(archive, monkeypatch):
    monkeypatch.setattr(dask, "_PATIENCE", 0.3)
    result = run("clean", archive, "--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert result.stderr.startswith("duikou: no Dask scheduler answers at tcp://127.0.0.1:9")
    assert result.stderr.count("\n") == 1


@pytest.fixture
def alone(distributed):
    """The process of a scheduler that can be killed, with one worker, and its address."""
    program = [sys.executable, "-m"]
    scheduler = subprocess.Popen(
        [*program, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        stderr=subprocess.PIPE,
        text=True,
    )
    address = next(found[1] for line in scheduler.stderr if (found := re.search(r"Scheduler at:\s+(tcp://\S+)", line)))
    worker = subprocess.Popen(
        [*program, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.path.dirname(__file__)},
    )
    yield scheduler, address
    for process in (scheduler, worker):
        process.kill()
        process.wait()
    scheduler.stderr.close()


def test_a_scheduler_that_goes_away_is_one_error(alone, monkeypatch, capfd):
    monkeypatch.setattr(dask, "_PATIENCE", 5)
    scheduler, address = alone
    results = dask.run(lingering, ITEMS * 20, address)
    assert next(results) == 0
    scheduler.kill()
    with pytest.raises(DuikouError, match=f"the Dask scheduler at {address} went away"):
        list(results)
    assert "Traceback" not in capfd.readouterr().err


def test_jobs_do_not_go_with_it(archive):
    result = run("clean", archive, "--scheduler", "tcp://127.0.0.1:9", "--jobs", 2)
    assert result.exit_code == 2
    assert "--jobs is for processes of this machine" in result.stderr


def slow(item: Item) -> int:
    if item.value == 5:
        time.sleep(60)
    if item.value == 13:  # does not come back, whatever rings
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    return os.getpid()


def helpers() -> int:
    from duikou.workers import dask

    return int(dask._helper is not None)


def test_a_document_over_its_time_costs_itself_only(local, distributed):
    found = list(dask.run(slow, ITEMS, local.scheduler_address, 0.5))
    lost = {error.path: error.cause for error in found if isinstance(error, DuikouError)}
    assert lost == dict.fromkeys(("5.txt", "13.txt"), "took longer than the 0.5 s it may take")
    # Two workers, one process each, and one anew for the one that was killed.
    assert len({pid for pid in found if isinstance(pid, int)}) <= 3
    assert not any(map(alive, {pid for pid in found if isinstance(pid, int)}))
    with distributed.Client(local.scheduler_address) as client:
        assert set(client.run(helpers).values()) == {0}


def lingering(item: Item) -> int:
    time.sleep(0.2)
    return item.value


def test_a_run_that_is_stopped_leaves_no_helper(local, distributed):
    results = dask.run(lingering, ITEMS, local.scheduler_address, 5)
    assert next(results) == 0
    results.close()
    until = time.monotonic() + 20
    with distributed.Client(local.scheduler_address) as client:
        while set(client.run(helpers).values()) != {0}:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_a_helper_that_is_dismissed_as_its_chunk_ends_does_not_stay(monkeypatch):
    """The last look within the lock comes before it, and the lock is still held."""
    timed = dask._timed

    def dismissed(*given):
        done = timed(*given)
        dask._dismiss()
        assert helpers() == 1
        return done

    monkeypatch.setattr(dask, "_timed", dismissed)
    assert dask._chunk(troubled, 20, ITEMS[:3]) == [0, 1, 2]
    assert helpers() == 0


@pytest.mark.parametrize("options", [(), ("--timeout", 60)], ids=["as long as it takes", "in time"])
def test_documents_behind_an_address(local, archive, options):
    here = run("extract", f"file://{archive}", "--jobs", 1)
    there = run("extract", f"file://{archive}", "--scheduler", local.scheduler_address, *options)
    assert (there.stdout_bytes, there.stderr, there.exit_code) == (here.stdout_bytes, here.stderr, 2)
    assert b"file://" in here.stdout_bytes
    out = archive.parent / "out"
    run("clean", f"file://{archive}", "-d", f"file://{out}", "--scheduler", local.scheduler_address)
    assert len(list(out.iterdir())) == 59

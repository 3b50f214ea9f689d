"""Many documents: the same results in the same order, whatever the number of workers, and whatever one of
them does."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context

import builders_export as make
import pytest

from duikou.errors import DuikouError, OutputError, UnreadableError, UsageError
from duikou.exporting.ledger.record import record
from duikou.workers import crew as workers
from duikou.workers import pool, spawned

COUNTS = [0, 1, 3, 5, 40, 100]


@dataclass(frozen=True)
class Item:
    name: str
    value: int


ITEMS = [Item(f"{value}.txt", value) for value in range(40)]


def double(item: Item) -> int:
    return 2 * item.value


def troubled(item: Item, *, by: int) -> int:
    if item.value % 7 == by:
        raise UnreadableError("holds no text", "Fetch it again")
    if item.value == 11:
        raise KeyError("surprise")
    return item.value


def deadly(item: Item) -> int:
    if item.value in (9, 23):
        os.kill(os.getpid(), signal.SIGKILL)
    return item.value


def told(results):
    return [(r.path, str(r)) if isinstance(r, DuikouError) else r for r in results]


@pytest.mark.parametrize("jobs", [None, 1, 2, 3])
@pytest.mark.parametrize("count", COUNTS)
def test_results_come_in_the_order_of_the_items(jobs, count):
    items = [Item(str(value), value) for value in range(count)]
    assert list(pool.run(double, items, jobs)) == [2 * value for value in range(count)]


def test_an_error_costs_its_own_item_only():
    results = told(pool.run(partial(troubled, by=3), ITEMS, 2))
    assert results == told(pool.run(partial(troubled, by=3), ITEMS, 1))
    assert results[3] == ("3.txt", "3.txt: holds no text. Fetch it again.")
    assert [r for r in results if isinstance(r, int)] == [v for v in range(40) if v % 7 != 3 and v != 11]


def test_a_fault_is_named_with_its_type():
    error = next(pool.run(partial(troubled, by=3), ITEMS[11:12]))
    assert isinstance(error, DuikouError)
    assert "a fault of duikou's own (KeyError: 'surprise' in test_batch.py, line" in error.cause
    assert "report" in error.advice
    assert error.path == "11.txt"


def test_a_worker_that_dies_costs_its_document_only():
    results = told(pool.run(deadly, ITEMS, 2))
    lost = [value for value, result in enumerate(results) if result != value]
    assert lost == [9, 23]
    assert "its worker process died" in results[9][1]
    assert results[9][0] == "9.txt"


def who(item: Item) -> int:
    time.sleep(0.003)
    return os.getpid()


def test_all_workers_have_their_share():
    for jobs in (2, 3):
        shares = Counter(pool.run(who, ITEMS * 10, jobs)).values()
        assert len(shares) == jobs
        assert min(shares) > 400 / jobs / 2


class Watched(list):
    """Items that know the last one that was asked for."""

    last = 0

    def __getitem__(self, number):
        self.last = max(self.last, number)
        return super().__getitem__(number)


def littering(item: Item) -> int:
    from tempfile import mkstemp

    mkstemp()
    return deadly(item)


def test_temporary_files_of_a_worker_go_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    results = pool.run(littering, ITEMS, 2)
    assert next(results) == 0
    assert len(list(tmp_path.glob("*/*"))) >= 1
    assert len([found for found in results if isinstance(found, DuikouError)]) == 2
    assert list(tmp_path.iterdir()) == []


def test_work_under_way_is_bounded():
    items = Watched(ITEMS * 5)
    size = len(workers.chunks_of(len(items), 2)[0])
    for number, _ in enumerate(pool.run(slower, items, 2)):
        assert items.last < number + (2 * workers.AHEAD + 1) * size
    assert items.last == 199


def slower(item: Item) -> int:
    """The first takes longer than all others, so that these can run ahead of it."""
    time.sleep(0.5 if item.value == 0 else 0)
    return item.value


class Stubborn:
    """A value that can't be handed over: it can't be packed, can't be unpacked, or ends the program in between."""

    def __init__(self, how: str) -> None:
        self.how = how

    def __reduce__(self):
        if self.how == "packed":
            raise TypeError("no such luck")
        if self.how == "ends":
            raise SystemExit(3)
        return int, ("no number",)


def stubborn(item: Item) -> object:
    if item.value == 30:
        raise SystemExit(4)
    return Stubborn({7: "packed", 8: "unpacked", 9: "ends"}[item.value]) if item.value in (7, 8, 9) else item.value


def test_a_result_that_can_not_be_handed_over_costs_its_own_item_only():
    results = list(pool.run(stubborn, ITEMS, 2))
    lost = {number: str(found) for number, found in enumerate(results) if isinstance(found, DuikouError)}
    assert list(lost) == [7, 8, 9, 30]
    assert lost[7].startswith("7.txt: a fault of duikou's own (TypeError: no such luck)")
    assert "ValueError: invalid literal for int()" in lost[8]
    assert "SystemExit: 3" in lost[9]
    assert "SystemExit: 4" in lost[30]
    assert [found for found in results if isinstance(found, int)] == [
        v for v in range(40) if str(v) not in map(str, lost)
    ]


def test_an_item_that_can_not_be_handed_over_costs_itself_only():
    results = list(pool.run(named, [*ITEMS[:9], Stubborn("packed"), Stubborn("unpacked"), *ITEMS[9:]], 2))
    assert ["a fault of duikou's own" in str(found) for found in results[9:11]] == [True, True]
    assert results[:9] + results[11:] == [item.name for item in ITEMS]


def named(item: Item) -> str:
    return item.name


def echo(item: bytes) -> bytes:
    return item * 2


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_workers_that_are_no_copies_of_this_process_do_the_same(monkeypatch, method):
    monkeypatch.setattr(workers, "get_context", lambda: get_context(method))
    assert told(pool.run(partial(troubled, by=3), ITEMS, 2)) == told(pool.run(partial(troubled, by=3), ITEMS, 1))
    assert [number for number, found in enumerate(told(pool.run(deadly, ITEMS, 2))) if number != found] == [9, 23]


def test_large_items_and_large_results_do_not_wait_for_each_other():
    items = [bytes([number]) * 300_000 for number in range(60)]
    assert list(pool.run(echo, items, 2)) == [item * 2 for item in items]


def test_a_run_leaves_no_pipe_no_thread_and_no_process():
    def state():
        return len(os.listdir("/proc/self/fd")), threading.active_count(), len(active_children())

    before = state()
    for work in (double, deadly, stubborn):
        assert len(list(pool.run(work, ITEMS, 2))) == 40
        results = pool.run(work, ITEMS, 2)
        next(results)
        results.close()
        assert state() == before


def test_no_process_to_be_had_is_one_error(monkeypatch):
    def none(work):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers.Crew.__init__, "__defaults__", (None, none))
    with pytest.raises(DuikouError, match="no process can be started"):
        list(pool.run(double, ITEMS, 2))


def test_fewer_processes_than_asked_for_do_the_work(monkeypatch):
    begun = []

    def one(work):
        if begun:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        begun.append(workers.started(work))
        return begun[0]

    monkeypatch.setattr(workers.Crew.__init__, "__defaults__", (None, one))
    assert list(pool.run(double, ITEMS, 2)) == [2 * value for value in range(40)]


def test_few_items_need_no_processes(monkeypatch):
    monkeypatch.setattr(pool, "_parallel", lambda *given: pytest.fail("a process was started"))
    assert list(pool.run(double, ITEMS[: pool.FEW], 8)) == [0, 2, 4, 6]
    assert len(list(pool.run(double, ITEMS, 1))) == 40


def test_stopping_early_ends_the_workers():
    results = pool.run(double, ITEMS, 2)
    assert next(results) == 0
    assert active_children()
    results.close()
    assert not active_children()


def test_a_crew_begins_each_run_anew():
    crew = workers.Crew(slower, 1)
    results = crew.results(ITEMS * 4)
    assert next(results) == 0
    time.sleep(0.3)  # more has been answered than was taken
    assert next(results) == 1
    results.close()
    again = [Item(str(value), value) for value in (1000, 1001, 0, 1003)]
    assert list(crew.results(again)) == [1000, 1001, 0, 1003]
    crew.end()


def test_a_program_without_pipes_leaves_none(monkeypatch):
    pipe, made = os.pipe, []

    def one():
        if made:
            raise OSError(24, "Too many open files")
        made.append(pipe())
        return made[0]

    monkeypatch.setattr(os, "pipe", one)
    with pytest.raises(OSError, match="Too many open files"):
        spawned.started(double)
    for end in made[0]:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(end)


def test_a_work_that_can_not_be_packed_opens_no_pipe(monkeypatch):
    monkeypatch.setattr(os, "pipe", lambda: pytest.fail("a pipe was opened"))
    with pytest.raises(TypeError, match="no such luck"):
        spawned.started(partial(double, Stubborn("packed")))


def test_a_work_that_can_not_be_unpacked_is_told(capfd):
    crew = workers.Crew(partial(double, Stubborn("unpacked")), 1, 20, spawned.started)
    (found, other) = crew.results(ITEMS[:2])
    crew.end()
    assert found.cause == other.cause == "unfit"
    assert "ValueError: invalid literal for int()" in found.said
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", [DuikouError, UnreadableError, OutputError, UsageError])
def test_errors_travel_between_processes(kind):
    error = pickle.loads(pickle.dumps(kind("cause", "advice", "a.txt")))
    assert (type(error), error.cause, error.advice, error.path) == (kind, "cause", "advice", "a.txt")


def test_values_travel_between_processes():
    values = [
        record(make.extracted(make.FULL)),
        make.cleaned("甲  乙", log=make.log_of("甲  乙", (1, 3, " "))),
        make.document(*make.PLAIN),
        make.comparison(*make.ALL_CHANGES),
    ]
    assert pickle.loads(pickle.dumps(values)) == values


def test_a_log_that_was_used_travels_too():
    cleaned = make.cleaned("甲 乙", log=make.log_of("甲  乙", (1, 3, " ")))
    assert cleaned.log.to_source(2) == 3  # fills the cached look-up of the pass
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned


def test_cores_is_at_least_one():
    assert pool.cores() >= 1

"""Many documents: the same results in the same order, whatever the number of workers, and whatever one of
them does."""

from __future__ import annotations

import os
import pickle
import signal
from dataclasses import dataclass
from functools import partial

import builders_export as make
import pytest

from duikou import batch
from duikou.errors import DuikouError, OutputError, UnreadableError, UsageError
from duikou.exporting.record import record

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
    assert list(batch.run(double, items, jobs)) == [2 * value for value in range(count)]


def test_an_error_costs_its_own_item_only():
    results = told(batch.run(partial(troubled, by=3), ITEMS, 2))
    assert results == told(batch.run(partial(troubled, by=3), ITEMS, 1))
    assert results[3] == ("3.txt", "3.txt: holds no text. Fetch it again.")
    assert [r for r in results if isinstance(r, int)] == [v for v in range(40) if v % 7 != 3 and v != 11]


def test_a_fault_is_named_with_its_type():
    error = next(batch.run(partial(troubled, by=3), ITEMS[11:12]))
    assert isinstance(error, DuikouError)
    assert "a fault of duikou's own (KeyError: 'surprise' in test_batch.py, line" in error.cause
    assert "report" in error.advice
    assert error.path == "11.txt"


def test_a_worker_that_dies_costs_its_document_only():
    results = told(batch.run(deadly, ITEMS, 2))
    lost = [value for value, result in enumerate(results) if result != value]
    assert lost == [9, 23]
    assert "its worker process died" in results[9][1]
    assert results[9][0] == "9.txt"


def test_work_under_way_is_bounded(monkeypatch):
    from concurrent.futures import process

    waiting: list[int] = []
    submit = process.ProcessPoolExecutor.submit

    def counted(pool, *args, **kwargs):
        future = submit(pool, *args, **kwargs)
        waiting.append(len(pool._pending_work_items))
        return future

    monkeypatch.setattr(process.ProcessPoolExecutor, "submit", counted)
    assert len(list(batch.run(double, ITEMS * 5, 2))) == 200
    assert max(waiting) <= 2 * batch._AHEAD


def test_few_items_need_no_processes(monkeypatch):
    monkeypatch.setattr(batch, "_pool", lambda workers: pytest.fail("a process was started"))
    assert list(batch.run(double, ITEMS[: batch.FEW], 8)) == [0, 2, 4, 6]
    assert len(list(batch.run(double, ITEMS, 1))) == 40


def test_stopping_early_ends_the_workers():
    from multiprocessing import active_children

    results = batch.run(double, ITEMS, 2)
    assert next(results) == 0
    results.close()
    for child in active_children():
        child.join(10)
    assert not active_children()


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
    assert batch.cores() >= 1

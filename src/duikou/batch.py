"""Many documents: one function over many items, in worker processes where that pays.

What holds here: results come in the order of the items, whatever the number of workers, so the bytes
written are the same. Only a window of items is under way at a time, so memory does not grow with their
number. An error costs its own item only: also an unexpected one, and also a worker that dies, which is
found by running the items that were under way one by one. The work is a function that processes can share:
a top-level function, or a `functools.partial` of one.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from duikou.errors import DuikouError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

# Up to this many items, starting processes costs more than it saves.
FEW = 4
# Chunks under way for each worker, and the most items in a chunk.
_AHEAD, _LARGEST = 3, 16


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def run(work: Callable[[T], R], items: Sequence[T], jobs: int | None = None) -> Iterator[R | DuikouError]:
    """Run `work` on each item; give its results, or the error of an item in its place, in the order of the
    items.

    `jobs` is the greatest number of worker processes, by default the number of cores.
    """
    workers = min(cores() if jobs is None else jobs, len(items))
    if workers < 2 or len(items) <= FEW:
        return (attempt(work, item) for item in items)
    return _parallel(work, items, workers)


def attempt(work: Callable[[T], R], item: T) -> R | DuikouError:
    """The result of one item, or its error. An exception that is none of duikou's errors is a fault, and is
    named."""
    try:
        return work(item)
    except DuikouError as error:
        return _named(error, item)
    except Exception as fault:
        return _named(fault_of(fault), item)


def fault_of(fault: BaseException) -> DuikouError:
    """The error that tells of an unexpected exception: its type, its words and where it came from."""
    trace, where = fault.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f" in {os.path.basename(code.co_filename)}, line {trace.tb_lineno}"
        trace = trace.tb_next
    said = " ".join(str(fault).split())[:200]
    name = f"{type(fault).__name__}: {said}" if said else type(fault).__name__
    return DuikouError(f"a fault of duikou's own ({name}{where})", "Please report it, with the document if you may")


def _named(error: DuikouError, item: object) -> DuikouError:
    """The error with the name of its item, where it has none and the item has one."""
    name = getattr(item, "name", None)
    if error.path is not None or not isinstance(name, str):
        return error
    return type(error)(error.cause, error.advice, name)


def _chunk(work: Callable[[T], R], items: Sequence[T]) -> list[R | DuikouError]:
    return [attempt(work, item) for item in items]


def _parallel(work: Callable[[T], R], items: Sequence[T], workers: int) -> Iterator[R | DuikouError]:
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(_LARGEST, len(items) // (workers * 8)))
    chunks = deque(items[at : at + size] for at in range(0, len(items), size))
    pool = _pool(workers)
    under_way: deque[tuple[Sequence[T], Future[list[R | DuikouError]]]] = deque()
    try:
        while chunks or under_way:
            try:
                while chunks and len(under_way) < workers * _AHEAD:
                    under_way.append((chunks[0], pool.submit(_chunk, work, chunks[0])))
                    chunks.popleft()
                results = under_way[0][1].result()
            except BrokenProcessPool:
                pool.shutdown(wait=True, cancel_futures=True)
                # One of the chunks under way brought a worker down. The others are innocent, but which one
                # it was is only seen by running each item alone.
                left = [item for chunk, _ in under_way for item in chunk]
                under_way.clear()
                yield from _one_by_one(work, left)
                pool = _pool(workers)
            else:
                under_way.popleft()
                yield from results
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _one_by_one(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R | DuikouError]:
    """Each item alone in a process of its own, which is started anew when an item brings it down."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        for item in items:
            try:
                yield from pool.submit(_chunk, work, [item]).result()
            except BrokenProcessPool:
                pool.shutdown(wait=True, cancel_futures=True)
                pool = _pool(1)
                yield _named(
                    DuikouError(
                        "its worker process died, most likely for want of memory",
                        "Run it alone with --jobs 1, on a machine with more memory",
                    ),
                    item,
                )
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once, without waiting for what they are doing."""
    from multiprocessing import active_children

    pool.shutdown(wait=False, cancel_futures=True)
    for child in active_children():
        child.terminate()

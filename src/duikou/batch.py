"""Many documents: one function over many items, in worker processes where that pays.

What holds here: results come in the order of the items, whatever the number of workers, so the bytes
written are the same. Only a window of items is under way at a time, so memory does not grow with their
number. An error costs its own item only: also an unexpected one, also an item over its time, and also a worker that
dies, which is found by running the items that were under way one by one. Workers end with the process that started
them, however that ends. The work is a function that processes can share: a top-level function, or a
`functools.partial` of one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from duikou.errors import DuikouError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

# Up to this many items, starting processes costs more than it saves.
FEW = 4
# Chunks under way for each worker, and the most items in a chunk.
_AHEAD, _LARGEST = 3, 16
# Seconds that a worker has to give back what it holds before it is killed; and between two looks at whether all live.
_FAREWELL, _LOOK = 2.0, 1.0


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def run(
    work: Callable[[T], R], items: Sequence[T], jobs: int | None = None, seconds: float | None = None
) -> Iterator[R | DuikouError]:
    """Run `work` on each item; give its results, or the error of an item in its place, in the order of the
    items.

    `jobs` is the greatest number of worker processes, by default the number of cores. `seconds` is the time that one
    item may take; only a process of its own can be held to it, so one worker is started even for one item.
    """
    workers = min(cores() if jobs is None else jobs, len(items))
    if seconds is None and (workers < 2 or len(items) <= FEW):
        return (attempt(work, item) for item in items)
    return _parallel(work, items, workers, seconds)


def attempt(work: Callable[[T], R], item: T) -> R | DuikouError:
    """The result of one item, or its error. An exception that is none of duikou's errors is a fault, and is
    named."""
    try:
        return work(item)
    except DuikouError as error:
        return named(error, item)
    except Exception as fault:
        return named(fault_of(fault), item)


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


def named(error: DuikouError, item: object) -> DuikouError:
    """The error with the name of its item, where it has none and the item has one."""
    name = getattr(item, "name", None)
    if error.path is not None or not isinstance(name, str):
        return error
    return type(error)(error.cause, error.advice, name)


def chunks_of(items: Sequence[T], workers: int) -> deque[Sequence[T]]:
    """The items in chunks: large enough to cost little on the way, small enough for all workers to have some."""
    size = max(1, min(_LARGEST, len(items) // (workers * 8)))
    return deque(items[at : at + size] for at in range(0, len(items), size))


def _chunk(work: Callable[[T], R], items: Sequence[T], seconds: float | None) -> list[R | DuikouError]:
    """What a worker does with a chunk."""
    try:
        _worker.busy = True
        return [_within(work, item, seconds) for item in items]
    except _Ended:
        os._exit(1)
    finally:
        _worker.busy = False


def _within(work: Callable[[T], R], item: T, seconds: float | None) -> R | DuikouError:
    if seconds is None:
        return attempt(work, item)
    from duikou import limits

    try:
        with limits.limited(seconds):
            return attempt(work, item)
    except limits.OverTime:
        return _over_time(item, seconds)


def _over_time(item: object, seconds: float) -> DuikouError:
    advice = "Give more time with --timeout, or look at what makes it so large"
    return named(DuikouError(f"took longer than the {seconds:g} s it may take", advice), item)


def died(item: object) -> DuikouError:
    """The error of an item that brought its process down."""
    cause = "its worker process died, most likely for want of memory"
    return named(DuikouError(cause, "Run it alone with --jobs 1, on a machine with more memory"), item)


def _parallel(
    work: Callable[[T], R], items: Sequence[T], workers: int, seconds: float | None
) -> Iterator[R | DuikouError]:
    from concurrent.futures.process import BrokenProcessPool

    chunks = chunks_of(items, workers) if items else deque()
    pool = _pool(max(workers, 1))
    under_way: deque[tuple[Sequence[T], Future[list[R | DuikouError]]]] = deque()
    try:
        while chunks or under_way:
            try:
                while chunks and len(under_way) < workers * _AHEAD:
                    under_way.append((chunks[0], pool.submit(_chunk, work, chunks[0], seconds)))
                    chunks.popleft()
                results = _awaited(pool, under_way[0][1])
            except BrokenProcessPool:
                pool.shutdown(wait=True, cancel_futures=True)
                # One of the chunks under way brought a worker down. The others are innocent, but which one
                # it was is only seen by running each item alone. Chunks that came back whole are kept.
                left = list(under_way)
                under_way.clear()
                for chunk, future in left:
                    done = _done(future)
                    yield from _one_by_one(work, chunk, seconds) if done is None else done
                pool = _pool(workers)
            else:
                under_way.popleft()
                yield from results
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _done(future: Future[R]) -> R | None:
    """The result of a chunk that came back before its pool broke."""
    if not future.done() or future.cancelled() or future.exception() is not None:
        return None
    return future.result()


def _one_by_one(work: Callable[[T], R], items: Sequence[T], seconds: float | None) -> Iterator[R | DuikouError]:
    """Each item alone in a process of its own, which is started anew when an item brings it down."""
    from concurrent.futures.process import BrokenProcessPool
    from time import monotonic

    pool = _pool(1)
    try:
        for item in items:
            began = monotonic()
            try:
                yield from _awaited(pool, pool.submit(_chunk, work, [item], seconds))
            except BrokenProcessPool:
                pool.shutdown(wait=True, cancel_futures=True)
                slow = seconds is not None and monotonic() - began >= seconds
                pool = _pool(1)
                yield _over_time(item, seconds) if slow and seconds is not None else died(item)
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _awaited(pool: ProcessPoolExecutor, future: Future[R]) -> R:
    """The result of a chunk. Raises `BrokenProcessPool` when a worker died."""
    lost = False
    while True:
        try:
            return future.result(_LOOK)
        except TimeoutError:
            if lost and not future.done():
                _cut(pool)
            # The pool sees at once that a worker died, unless it died in the middle of a result: then it waits for the
            # rest for ever, and so do the other workers for their turn.
            lost = any(not worker.is_alive() for worker in list((pool._processes or {}).values()))


def _cut(pool: ProcessPoolExecutor) -> None:
    """Kill the workers, and let the pool's own threads see that nobody is at the other end of its pipes."""
    workers, pipes = list((pool._processes or {}).values()), _pipes(pool)
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join()
    for pipe in pipes:
        pipe.close()


def _pipes(pool: Any) -> list[Any]:
    """The workers' ends of a pool's pipes, as this process holds them too."""
    queues = ((pool._result_queue, "_writer"), (pool._call_queue, "_reader"))
    return [getattr(queue, end) for queue, end in queues if queue is not None]


def _without_pipes(told: sys.UnraisableHookArgs) -> None:
    """Tell what can't be raised, but for a pipe that is closed already."""
    if not isinstance(told.exc_value, OSError):
        sys.__unraisablehook__(told)


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, initializer=_begin)


class _Ended(BaseException):
    """A worker is told to end: what it holds is given back on the way out."""


class _Worker:
    """What a worker process knows of itself."""

    busy = False


_worker = _Worker()


def _begin() -> None:
    """Make a process a worker: interrupts are the parent's, an end is clean, and it does not outlive the parent."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    Thread(target=_end_with_parent, daemon=True).start()


def _end(number: int, frame: object) -> None:
    if not _worker.busy:
        os._exit(1)
    raise _Ended


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers without waiting for what they are doing; what they hold is given back first."""
    from time import monotonic

    workers, pipes = list((pool._processes or {}).values()), _pipes(pool)
    # The pool's own thread closes pipes too: whichever is late finds one closed, which nobody needs to be told.
    sys.unraisablehook = _without_pipes
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    until = monotonic() + _FAREWELL
    for worker in workers:
        worker.join(max(0.0, until - monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()
    for pipe in pipes:
        pipe.close()

"""Many documents: one function over many items, in worker processes where that pays.

What holds here: results come in the order of the items, whatever the number of workers, so the bytes
written are the same. Only a window of items is under way at a time, so memory does not grow with their
number. An error costs its own item only: also an unexpected one, also an item over its time, also a result that can't
be handed over, and also a worker that dies. Workers end with the process that started them, however that ends. The
work is a function that processes can share: a top-level function, or a `functools.partial` of one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from duikou.errors import DuikouError, t

if TYPE_CHECKING:
    from duikou.workers.worker import Loss

T = TypeVar("T")
R = TypeVar("R")

_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
# Up to this many items, starting processes costs more than it saves.
FEW = 4


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def run(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int | None = None,
    seconds: float | None = None,
    usual: float | None = None,
) -> Iterator[R | DuikouError]:
    """Run `work` on each item; give its results, or the error of an item in its place, in the order of the
    items.

    `jobs` is the greatest number of worker processes, by default the number of cores. `seconds` is the time that one
    item may take; only a process of its own can be held to it strictly, so one worker is started even for one item.
    `usual` is the time where `seconds` says nothing: workers are held to it, and where none are needed, this process
    holds itself to it (`alarm.watched`).
    """
    workers = min(cores() if jobs is None else jobs, len(items))
    if not items or (seconds is None and (workers < 2 or len(items) <= FEW)):
        return (in_time(work, usual, item) for item in items)
    return _parallel(work, items, workers, usual if seconds is None else seconds)


def in_time(work: Callable[[T], R], seconds: float | None, item: T) -> R | DuikouError:
    """The result of one item or its error, in this process, within some seconds (None: without end)."""
    if seconds is None:
        return attempt(work, item)
    from duikou.workers import alarm

    late = over_time(item, seconds)
    try:
        with alarm.watched(seconds, f"duikou: {late}"):
            return attempt(work, item)
    except alarm.OverTime:
        return late


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
    """The error that tells of an unexpected exception: its type, its words and where it came from. A disk that is full
    and memory that is used up are no faults."""
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
        cause = t("there is no room for temporary files ({reason})", reason=fault)
        return DuikouError(cause, "Make room in the folder for temporary files, or name another in TMPDIR")
    if isinstance(fault, FileNotFoundError) and "temporary directory" in str(fault):
        return DuikouError("there is no folder for temporary files", "Name one that you may write into in TMPDIR")
    if isinstance(fault, MemoryError):
        return DuikouError("needs more memory than there is", "Run it alone, on a machine with more memory")
    trace, where = fault.__traceback__, t("")
    while trace is not None:
        code = trace.tb_frame.f_code
        where = t(
            " in {basename}, line {tb_lineno}", basename=os.path.basename(code.co_filename), tb_lineno=trace.tb_lineno
        )
        trace = trace.tb_next
    said = " ".join(str(fault).split())[:200]
    name = type(fault).__name__
    return _fault(t("{name}{where}", name=f"{name}: {said}" if said else name, where=where))


def _fault(said: str) -> DuikouError:
    return DuikouError(
        t("a fault of duikou's own ({said})", said=said), "Please report it, with the document if you may"
    )


def named(error: DuikouError, item: object) -> DuikouError:
    """The error with the name of its item, where it has none and the item has one."""
    name = getattr(item, "name", None)
    if error.path is not None or not isinstance(name, str):
        return error
    return type(error)(error.cause, error.advice, name)


def within(work: Callable[[T], R], seconds: float | None, item: T) -> R | DuikouError:
    """The result of one item or its error, in a process that does nothing else, within some seconds."""
    if seconds is None:
        return attempt(work, item)
    from duikou.workers import alarm

    try:
        with alarm.limited(seconds):
            return attempt(work, item)
    except alarm.OverTime:
        return over_time(item, seconds)


def over_time(item: object, seconds: float | None) -> DuikouError:
    """The error of an item that took too long."""
    advice = t("Give more time with --timeout SECONDS, or look at what makes it so large")
    return named(DuikouError(t("took longer than the {seconds} s it may take", seconds=f"{seconds:g}"), advice), item)


def died(item: object) -> DuikouError:
    """The error of an item that brought its process down."""
    cause = t("its worker process died, most likely for want of memory")
    return named(DuikouError(cause, "Run it alone with --jobs 1, on a machine with more memory"), item)


def lost(loss: Loss, item: object, seconds: float | None) -> DuikouError:
    """The error of an item that gave no result."""
    from duikou.workers import worker

    if loss.cause == worker.LATE:
        return over_time(item, seconds)
    return died(item) if loss.cause == worker.DIED else named(_fault(loss.said), item)


def _parallel(
    work: Callable[[T], R], items: Sequence[T], count: int, seconds: float | None
) -> Iterator[R | DuikouError]:
    from contextlib import closing

    from duikou.workers.crew import Crew
    from duikou.workers.worker import Loss

    crew = Crew(partial(within, work, seconds), count, seconds)
    with closing(crew.results(items)) as results:
        for item, result in zip(items, results, strict=True):
            yield lost(result, item, seconds) if isinstance(result, Loss) else result
    crew.end()

"""The same work on machines that a Dask cluster brings together.

What holds here: nothing is done here that `batch` does not do; only the processes are others. Results come in the order
of the items. A worker that dies is the cluster's affair: it gives its documents to others, and one that brings down
worker after worker costs itself only. Every worker must hold the same duikou, or results would depend on who made
them. Files are named, not sent: each worker reads them itself, from a folder that all of them see.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError as FuturesCancelled
from contextlib import suppress
from functools import partial
from threading import Event, Lock
from typing import Any, NamedTuple, TypeVar

from duikou.errors import DuikouError, Text, UsageError, said_by, t
from duikou.workers import pool
from duikou.workers.crew import Crew, chunks_of
from duikou.workers.worker import Loss

T = TypeVar("T")
R = TypeVar("R")

# Chunks under way for each worker. Seconds to wait for the scheduler, and for its first worker.
_AHEAD, _PATIENCE = 4, 20
# Libraries that duikou reads with are not made for threads: one document at a time in a process.
_alone = Lock()


def run(
    work: Callable[[T], R],
    items: Sequence[T],
    address: str,
    seconds: float | None = None,
    identity: Callable[[], str] = str,
) -> Iterator[R | DuikouError]:
    """Run `work` on each item by the cluster whose scheduler is at `address` (`tcp://host:8786`); results and errors as
    `batch.run` gives them. `seconds` is the time that one item may take. `identity`
    gives what must be the same on this machine and on each worker: the digest of the program and its libraries.

    Raises `UsageError` when the library distributed is missing, nobody answers, or the workers hold another duikou,
    and `DuikouError` when the scheduler goes away.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError("--scheduler needs distributed", "Install it: {install cluster}") from None
    _quiet()
    # distributed has types, but not for what is called here.
    make: Any = distributed.Client
    try:
        client = make(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            t("no Dask scheduler answers at {address} ({error})", address=address, error=_said(error)),
            "Check the address",
        ) from None
    try:
        try:
            _check(client, address, identity)
        except (OSError, FuturesCancelled) as error:
            raise _away(address, error) from None
        with client.get_executor(pure=False) as executor:
            count = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            yield from _over(partial(executor.submit, _chunk, work, seconds), items, count, address)
    finally:
        if seconds is not None:
            with suppress(Exception):  # They end with their workers, too.
                client.run(_dismiss, on_error="ignore")
        client.close()


def _quiet() -> None:
    """Keep distributed from telling of its connections on standard error: what matters is told as an error here."""
    import logging

    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _away(address: str, error: BaseException) -> DuikouError:
    cause = t("the Dask scheduler at {address} went away ({name})", address=address, name=type(error).__name__)
    return DuikouError(cause, "Start it again; with --cache DIR the run then goes on where it ended")


def _over(submit: Callable[..., Any], items: Sequence[T], workers: int, address: str) -> Iterator[Any]:
    waiting, under_way = chunks_of(len(items), workers), deque[tuple[Sequence[T], Any]]()
    while waiting or under_way:
        try:
            while waiting and len(under_way) < workers * _AHEAD:
                these = [items[number] for number in waiting.popleft()]
                under_way.append((these, submit(these)))
            done = _done(submit, *under_way.popleft())
        except (OSError, FuturesCancelled, RuntimeError) as error:
            raise _away(address, error) from None
        yield from done


def _done(submit: Callable[..., Any], chunk: Sequence[T], future: Any) -> list[Any]:
    """The results of a chunk, of its items one by one where it brings down workers."""
    if not _lost(future):
        results: list[Any] = future.result()
        return results
    found: list[Any] = []
    for item in chunk:
        alone = submit([item])
        found += [pool.died(item)] if _lost(alone) else alone.result()
    return found


def _chunk(work: Callable[[T], R], seconds: float | None, items: Sequence[T]) -> list[R | DuikouError]:
    """What a worker of the cluster does with a chunk."""
    try:
        with _alone:
            return [pool.attempt(work, item) for item in items] if seconds is None else _timed(work, seconds, items)
    finally:
        if _leave.is_set():  # It was told while this chunk was at work.
            _dismiss()


class _Helper(NamedTuple):
    """The process that works in time for this worker of the cluster, and what it does: it serves chunk after chunk,
    until it is told to leave."""

    key: bytes
    crew: Crew


_helper: _Helper | None = None
_leave = Event()


def _timed(work: Callable[[T], R], seconds: float, items: Sequence[T]) -> list[R | DuikouError]:
    """A chunk done by a process of its own: this one works in a thread, where nothing can be stopped."""
    import pickle

    from duikou.workers import spawned

    global _helper  # noqa: PLW0603 (one a process, and `_alone` guards it)
    _leave.clear()
    key = pickle.dumps((work, seconds))
    if _helper is None or _helper.key != key:
        _end_helper()
        _helper = _Helper(key, Crew(partial(pool.within, work, seconds), 1, seconds, spawned.started))
    results = _helper.crew.results(items)
    return [pool.lost(x, y, seconds) if isinstance(x, Loss) else x for x, y in zip(results, items, strict=True)]


def _end_helper() -> None:
    global _helper
    if _helper is not None:
        ended, _helper = _helper, None
        ended.crew.end(hurried=True)


def _dismiss() -> None:
    """End the helper, or have it ended after its chunk: nothing may wait here, where the worker listens."""
    _leave.set()
    if _alone.acquire(blocking=False):
        try:
            _end_helper()
        finally:
            _alone.release()


def _lost(future: Any) -> bool:
    """Whether a chunk brought down so many workers that the cluster gave up on it."""
    from distributed.scheduler import KilledWorker

    error = future.exception()
    if error is None:
        return False
    # Now and then distributed loses the KilledWorker on its way to the future: an AttributeError of its cfexecutor.
    if isinstance(error, KilledWorker | AttributeError):
        return True
    raise error


def _said(error: Exception) -> str:
    """Why nobody answers: in time, but where the address itself is wrong. Of the library's words there is no
    translation."""
    if isinstance(error, ValueError):
        return said_by(error)
    words = t("{name}: {said}", name=type(error).__name__, said=str(error))
    return Text(t("waited {count} seconds").template, {"count": f"{_PATIENCE}"}, words)


def _check(client: Any, address: str, identity: Callable[[], str]) -> None:
    """See that there are workers and that all of them hold this duikou."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise UsageError(
            t("the Dask scheduler at {address} has no workers", address=address), "Start some: dask worker"
        ) from None
    try:
        found = client.run(identity)
    except Exception as error:
        raise UsageError(
            t(
                "a worker of {address} can't run duikou ({error})",
                address=address,
                error=error,
            ),
            "Install duikou on each worker",
        ) from None
    if set(found.values()) != {identity()}:
        raise UsageError(
            t(
                "a worker of {address} holds another duikou, or reads with other libraries than this machine",
                address=address,
            ),
            "Install the same versions on all machines",
        )

"""Worker processes that share nothing with each other.

What holds here: each worker has two pipes of its own, and only this process is at their other ends. There is no queue,
no lock and no thread that several of them use, so a worker that dies or is killed, whenever that is, holds up nobody:
its pipe ends, its item is known, and its temporary files are removed. A message is sent only where it need not wait for
the worker, and taken as it comes (`letters`), so no two processes wait for each other, and a worker that is stopped is
given up when its time is over, wherever it stands. A worker answers items one by one; it does not outlive the process
that started it.
(`concurrent.futures` shares two queues among its workers: one that is killed within them leaves the
others waiting.)
"""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing import connection, get_context
from threading import Thread
from time import monotonic
from typing import Any, Protocol

from duikou.errors import DuikouError, t
from duikou.workers.alarm import GRACE
from duikou.workers.letters import Letters
from duikou.workers.worker import DIED, LATE, SIGNALS, UNFIT, Loss, begin, leave, said, serve

# How far a worker may be ahead of the result that comes next, in chunks; and the most items in a chunk.
AHEAD, LARGEST = 3, 16
# Bytes that the smallest pipe takes when nobody reads.
_SMALL = 4096 - 64
# Seconds: for a worker to give back what it holds; to end when there is nothing left; to start.
_FAREWELL, _LEAVE, _WARM = 2.0, 10.0, 30.0


class Process(Protocol):
    """What is needed of a process: `multiprocessing.Process` has it."""

    def kill(self) -> None: ...  # noqa: D102
    def terminate(self) -> None: ...  # noqa: D102
    def join(self, timeout: float | None = None) -> None: ...  # noqa: D102


class Worker:
    """A worker as its employer sees it: its process, and this end of its pipes."""

    def __init__(self, process: Process, tasks: Any, results: Any, folder: str = "") -> None:
        self.process, self.tasks, self.results, self._folder = process, tasks, results, folder
        self.letters = Letters(results)
        # The items it was given and has not answered, by number: the first is under way.
        self.given: deque[int] = deque()
        # How many items its newest chunk had; and whether the next one is too large to lie in the pipe.
        self.newest, self.large = 0, False
        self.since, self.patience = monotonic(), _WARM

    def wants(self) -> bool:
        """Whether it can be sent a chunk without waiting for it to read: it is idle, or in its newest chunk."""
        return not self.given or (len(self.given) < self.newest and not self.large)

    def close(self) -> None:
        """End what is left of it, at once."""
        self.process.kill()
        self.process.join()
        for end in (self.tasks, self.results):
            _ends.discard(end)
            end.close()
        remove(self._folder)


def folder() -> str:
    """A folder for the temporary files of one worker, which can't remove them when it is killed; "" where there is no
    room for one."""
    from tempfile import mkdtemp

    try:
        return mkdtemp(prefix="duikou-")
    except OSError:
        return ""


def remove(folder: str) -> None:
    """Remove a worker's folder with what is in it."""
    from shutil import rmtree

    if folder:
        rmtree(folder, ignore_errors=True)


# This process's ends of all pipes. A process that is forked off has them too, and closes them: only so does a pipe end
# with the worker at it.
_ends: set[Any] = set()


def started(work: Callable[[Any], Any]) -> Worker:
    """A new worker that does `work`. Raises `OSError` when there can be no more processes."""
    context = get_context()
    their_tasks, tasks = context.Pipe(duplex=False)
    results, their_results = context.Pipe(duplex=False)
    _ends.update((tasks, results))
    place = folder()
    process = context.Process(target=_serve_as_child, args=(their_tasks, their_results, work, place), daemon=True)
    # Until a worker has handlers of its own, it has those of this process, which are not for it.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS) if hasattr(signal, "pthread_sigmask") else None
    try:
        process.start()
    except BaseException:
        for end in (tasks, results):
            _ends.discard(end)
            end.close()
        remove(place)
        raise
    finally:
        their_tasks.close()
        their_results.close()
        if held is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
    return Worker(process, tasks, results, place)


def chunks_of(count: int, workers: int) -> deque[range]:
    """The numbers of `count` items in chunks: large enough to cost little on the way, small enough for all workers to
    have some."""
    size = max(1, min(LARGEST, count // (workers * 8)))
    return deque(range(at, min(at + size, count)) for at in range(0, count, size))


class Crew:
    """Up to `count` workers that do `work` on items. `seconds` is the time that one item may take: a worker that has
    not answered the grace after that is killed. `start` starts one."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        count: int,
        seconds: float | None = None,
        start: Callable[[Callable[[Any], Any]], Worker] = started,
    ) -> None:
        self._work, self._count, self._seconds, self._start = work, count, seconds, start
        self.workers: list[Worker] = []
        self._items: Sequence[Any] = ()
        self._todo: deque[Sequence[int]] = deque()
        self._window = 0
        self._done: dict[int, Any] = {}
        self._tried: set[int] = set()

    def results(self, items: Sequence[Any]) -> Generator[Any, None, None]:
        """The results in the order of the items, a `Loss` where there is none. The workers are there for more items
        then, until `end`; where the results are not all taken, they are ended.

        Raises `DuikouError` when no process can be started.
        """
        self._items, self._todo = items, deque(chunks_of(len(items), self._count))
        self._window = self._count * AHEAD * (len(self._todo[0]) if self._todo else 1)
        # A run before may have been left in the middle.
        self._done.clear()
        self._tried.clear()
        try:
            while len(self.workers) < min(self._count, len(self._todo)) and self._hire():
                pass
            for number in range(len(items)):
                self._give(number)
                while number not in self._done:
                    self._hear(number, None)
                # Whoever has something to say need not wait until this result is dealt with.
                self._hear(number, 0)
                yield self._done.pop(number)
        except BaseException:
            self.end(hurried=True)
            raise

    def end(self, hurried: bool = False) -> None:
        """End the workers. They have some seconds for it; when `hurried` they leave what they are doing."""
        try:
            for worker in self.workers:
                worker.tasks.close()
                if hurried:
                    worker.process.terminate()
            until = monotonic() + (_FAREWELL if hurried else _LEAVE)
            for worker in self.workers:
                worker.process.join(max(0.0, until - monotonic()))
        finally:
            for worker in self.workers:
                worker.close()
            self.workers.clear()

    def _hire(self) -> bool:
        try:
            self.workers.append(self._start(self._work))
        except OSError as error:
            if not self.workers:
                cause = t("no process can be started ({reason})", reason=error)
                raise DuikouError(cause, "Give --jobs 1, or end other programs") from None
            return False
        return True

    def _give(self, first: int) -> None:
        """Give chunks to those who want some, but none that is far from the item whose result comes next."""
        for worker in self.workers:
            while self._todo and worker.wants() and self._todo[0][0] < first + self._window:
                self._send(worker, self._todo.popleft())

    def _send(self, worker: Worker, chunk: Sequence[int]) -> None:
        try:
            content = pickle.dumps([pickle.dumps(self._items[number], -1) for number in chunk], -1)
        except Exception as fault:
            if len(chunk) == 1:
                self._done[chunk[0]] = Loss(UNFIT, said(fault))
            self._todo.extendleft([number] for number in reversed(chunk) if len(chunk) > 1)
            return
        if worker.given and len(content) > _SMALL:
            worker.large = True
            self._todo.appendleft(chunk)
            return
        if not worker.given:
            worker.since = monotonic()
        worker.given.extend(chunk)
        worker.newest, worker.large = len(chunk), False
        with suppress(OSError):  # It has died: its other pipe tells.
            worker.tasks.send_bytes(content)

    def _hear(self, first: int, wait: float | None) -> None:
        """Take an answer of each worker that has one, waiting for the first (`wait` None) as long as it may take."""
        ready = set(connection.wait([worker.results for worker in self.workers], self._patience(wait)))
        now = monotonic()
        for worker in list(self.workers):
            if worker.results in ready:
                try:
                    for message in worker.letters.come():
                        self._answered(worker, message)
                except (EOFError, OSError):
                    self._lost(worker, DIED)
                    continue
            if worker.given and now >= self._until(worker):
                self._lost(worker, LATE)
        self._give(first)

    def _answered(self, worker: Worker, message: bytes) -> None:
        worker.since, worker.patience = monotonic(), 0.0
        if not message:  # it has begun
            return
        number = worker.given.popleft()
        try:
            self._done[number] = pickle.loads(message)
        except Exception as fault:
            self._done[number] = Loss(UNFIT, said(fault))

    def _until(self, worker: Worker) -> float:
        if self._seconds is None:
            return float("inf")
        return worker.since + worker.patience + self._seconds + GRACE

    def _patience(self, wait: float | None) -> float | None:
        """Seconds until a worker is over its time."""
        if wait is not None or self._seconds is None:
            return wait
        until = min((self._until(worker) for worker in self.workers if worker.given), default=None)
        return None if until is None else max(0.0, until - monotonic())

    def _lost(self, worker: Worker, cause: str) -> None:
        """A worker that is no more, or must go: the item that it was at is tried once again, for others may have killed
        it, and what it had not begun goes to others."""
        self.workers.remove(worker)
        worker.close()
        if worker.given:
            number = worker.given.popleft()
            if worker.given:
                self._todo.appendleft(list(worker.given))
            if cause == LATE or number in self._tried:
                self._done[number] = Loss(cause)
            else:
                self._tried.add(number)
                self._todo.appendleft([number])
        if self._todo:
            self._hire()


def _serve_as_child(tasks: Any, results: Any, work: Callable[[Any], Any], folder: str) -> None:
    for end in _ends:
        end.close()
    _ends.clear()
    begin()
    if folder:
        import tempfile

        tempfile.tempdir = os.environ["TMPDIR"] = folder
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    serve(tasks, results, work)
    remove(folder)


def _end_with_parent(folder: str) -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        leave(folder)

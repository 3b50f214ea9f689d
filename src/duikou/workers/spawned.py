"""A worker process for a process that must not fork: one of a Dask cluster, which has threads and connections.

What holds here: it is a program of its own, which is told its work by a pipe, does what any other worker does
(`workers`), and ends when the other end of the pipe is gone.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from subprocess import DEVNULL, Popen, TimeoutExpired
from typing import Any

from duikou.workers import crew
from duikou.workers import worker as serving

_PROGRAM = "from duikou.workers.spawned import main; main()"


class _Program:
    """A program with the methods of a process."""

    def __init__(self, running: Popen[bytes]) -> None:
        self.kill, self.terminate, self._running = running.kill, running.terminate, running

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, at most some seconds."""
        with suppress(TimeoutExpired):
            self._running.wait(timeout)


def started(work: Callable[[Any], Any]) -> crew.Worker:
    """A new worker that does `work`, which is pickled. Raises `OSError` when there can be no more processes."""
    packed = pickle.dumps(work)
    their_tasks, tasks = os.pipe()
    try:
        results, their_results = os.pipe()
    except OSError:
        os.close(their_tasks)
        os.close(tasks)
        raise
    ours = Connection(tasks, readable=False), Connection(results, writable=False)
    # It finds modules where this process does.
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    place = crew.folder()
    command = [sys.executable, "-P", "-c", _PROGRAM, str(their_tasks), str(their_results), place]
    if place:
        found["TMPDIR"] = place
    try:
        running = Popen(command, stdin=DEVNULL, env=found, pass_fds=(their_tasks, their_results))
    except BaseException:
        for end in ours:
            end.close()
        crew.remove(place)
        raise
    finally:
        os.close(their_tasks)
        os.close(their_results)
    worker = crew.Worker(_Program(running), *ours, place)
    with suppress(BrokenPipeError):  # It has died: its other pipe tells.
        worker.tasks.send_bytes(packed)
    return worker


def main() -> None:
    """What the program does."""
    from threading import Thread

    tasks, results = Connection(int(sys.argv[1]), writable=False), Connection(int(sys.argv[2]), readable=False)
    serving.begin()
    Thread(target=_end_with, args=(tasks.fileno(), sys.argv[3]), daemon=True).start()
    try:
        packed = tasks.recv_bytes()
    except (EOFError, OSError):
        return
    try:
        work = pickle.loads(packed)
    except Exception as fault:  # what it needs may not be here
        work = partial(_unfit, serving.said(fault))
    serving.serve(tasks, results, work)
    crew.remove(sys.argv[3])


def _unfit(said: str, item: object) -> serving.Loss:
    """The work where the work itself could not be handed over."""
    return serving.Loss(serving.UNFIT, said)


def _end_with(pipe: int, folder: str) -> None:
    """End when nobody is at the other end of a pipe, and remove a folder."""
    from select import poll

    looking = poll()
    looking.register(pipe, 0)
    looking.poll()
    serving.leave(folder)

"""What a worker process does: it reads items from one pipe and answers each by another.

What holds here: whatever an item does, there is an answer to it, or the process ends. A worker that is told to end
gives back what it holds on the way out.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Loss(NamedTuple):
    """Why there is no result of an item: its worker died, it took too long, or what could not be handed over."""

    cause: str  # DIED, LATE or UNFIT
    said: str = ""


DIED, LATE, UNFIT = "died", "late", "unfit"


def said(fault: BaseException) -> str:
    """An exception in one line."""
    return f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"


class _Ended(BaseException):
    """A worker is told to end: what it holds is given back on the way out."""


class _Self:
    """What a worker process knows of itself."""

    busy = False


def serve(tasks: Any, results: Any, work: Callable[[Any], Any]) -> None:
    """Answer items until there are no more: an empty message at the start, then one a result."""
    try:
        results.send_bytes(b"")
        while True:
            for packed in pickle.loads(tasks.recv_bytes()):
                results.send_bytes(_answer(work, packed))
    except (EOFError, OSError, _Ended):
        return  # The employer has no more, or is no more, or says so.


def _answer(work: Callable[[Any], Any], packed: bytes) -> bytes:
    try:
        _Self.busy = True
        return pickle.dumps(work(pickle.loads(packed)), -1)
    except _Ended:
        os._exit(1)
    except BaseException as fault:
        return pickle.dumps(Loss(UNFIT, said(fault)), -1)
    finally:
        _Self.busy = False


def begin() -> None:
    """Make a process a worker: interrupts are its employer's, and an end is clean."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def leave(folder: str) -> NoReturn:
    """End this process at once, with the programs that a reader has under way and the folder of its temporary files."""
    from shutil import rmtree

    reader = sys.modules.get("duikou.reading.files.programs")
    if reader is not None:
        reader.end_all()
    if folder:
        rmtree(folder, ignore_errors=True)
    os._exit(1)


def _end(number: int, frame: object) -> None:
    if not _Self.busy:
        os._exit(1)
    raise _Ended

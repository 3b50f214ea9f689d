"""Programs of the system that some readers use: where they are, and one run of one of them.

What holds here: a program runs without a shell, in a session of its own; when its time is up it is ended with all the
processes that it started, and so it is when its run is left in any other way. A process that leaves without coming back
here calls `end_all`. One that is killed can't: the program then runs on until it is done.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

# Where LibreOffice lies on macOS, which puts no command on the path.
_ELSEWHERE = {"soffice": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",)}


# Those under way.
_running: set[subprocess.Popen[bytes]] = set()


class TimeUp(Exception):
    """A program took longer than it was given."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left: its exit code, standard output and standard error."""

    code: int
    out: bytes
    err: bytes


@cache
def find_program(*names: str) -> str | None:
    """The first of these programs that this machine has, by its full path; None without any."""
    for name in names:
        for candidate in (name, *_ELSEWHERE.get(name, ())):
            found: str | None = shutil.which(candidate)
            if found:
                return found
    return None


def run(
    command: Sequence[str],
    seconds: float,
    *,
    data: bytes | None = None,
    folder: str | None = None,
    more: Mapping[str, str] | None = None,
) -> Ran:
    """Run a program, `data` on its standard input, in `folder`, with `more` in its environment.

    Raises `TimeUp` after `seconds`, and OSError when it can't be started.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, **(more or {})},
        start_new_session=True,
    )
    _running.add(process)
    try:
        out, err = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TimeUp from None
    finally:
        # Only while it lives: afterwards the number may be another process's.
        if process.poll() is None:
            _end(process)
        _running.discard(process)
    return Ran(process.returncode, out, err)


def end_all() -> None:
    """End the programs under way with all that they started, for a process that leaves at once."""
    for process in list(_running):
        if process.poll() is None:
            _kill(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started, and wait for its end."""
    _kill(process)
    with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
        process.communicate(timeout=10)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

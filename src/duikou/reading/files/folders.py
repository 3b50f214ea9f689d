"""Folders and files for a while, which a run that is killed can't remove: the next run does.

What holds here: whoever makes one holds a lock on it as long as it is in use (`flock`), and the system gives the lock
back when the process ends, however that ends. So what can be locked belongs to nobody any more. Where there are no such
locks (Windows), a file that is open can't be removed there, and folders are left alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

_PREFIX = "duikou-run-"
_YOUNG = 1.0  # seconds: what is younger may not be locked yet


def hold(descriptor: int) -> bool:
    """Lock an open file or folder until it is closed. Gives False where another process holds it."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def is_left(place: Path) -> bool:
    """Whether a file or folder that was held is held no more. What can't be asked is not."""
    try:
        import fcntl

        if time() - place.stat().st_mtime < _YOUNG:
            return False
        number = os.open(place, os.O_RDONLY)
    except (ImportError, OSError):
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(number)
    return True


# The descriptors that hold the folders of this process.
_held: dict[str, int] = {}


def make() -> str:
    """A new folder for temporary files, held until it is removed. Raises `OSError` where there is no room for one."""
    from tempfile import gettempdir, mkdtemp

    sweep(Path(gettempdir()))
    name = mkdtemp(prefix=_PREFIX)
    with suppress(OSError):
        _held[name] = os.open(name, os.O_RDONLY)
        hold(_held[name])
    return name


def remove(name: str) -> None:
    """Remove a folder with what is in it."""
    from shutil import rmtree

    rmtree(name, ignore_errors=True)
    descriptor = _held.pop(name, None)
    if descriptor is not None:
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for temporary files within the block. Raises `OSError` where there is no room for one."""
    name = make()
    try:
        yield Path(name)
    finally:
        remove(name)


def sweep(where: Path) -> None:
    """Remove the folders that runs of this user left, which are no more."""
    from shutil import rmtree

    own = os.getuid() if hasattr(os, "getuid") else None
    with suppress(OSError), os.scandir(where) as listing:
        for entry in listing:
            if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            if (own is None or entry.stat(follow_symlinks=False).st_uid == own) and is_left(Path(entry.path)):
                rmtree(entry.path, ignore_errors=True)

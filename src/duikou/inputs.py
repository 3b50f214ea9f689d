"""What the user named becomes a list of documents: files, the files of folders, standard input.

What holds here: the order is the order named, and within a folder the order of the names, the same on every machine.
Hidden files and folders are left out, links to folders are not followed, and only regular files are taken from a
folder; of these, data and program sources are no documents (named one by one they are read). What can't be read stays
in the list with its error, and the others go on.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from duikou.errors import DuikouError, UnreadableError, UsageError

STDIN = "-"
# Endings of data and of programs' sources. Any other file of a folder is a document or an error.
_NO_DOCUMENTS = frozenset(
    {
        *(
            ".cfg",
            ".conf",
            ".css",
            ".csv",
            ".ini",
            ".ipynb",
            ".js",
            ".json",
            ".jsonl",
            ".lock",
            ".log",
            ".parquet",
            ".py",
        ),
        *(".pyc", ".sh", ".sql", ".sqlite", ".toml", ".ts", ".tsv", ".yaml", ".yml"),
    }
)


class Input(NamedTuple):
    """One document: `name` as the user named it, its file, or its content where it is not a regular file.

    `relative` is its path below the folder that was named, or its own name: where its output stands below
    -d DIR. `error` says why there is no document behind this name.
    """

    name: str
    relative: PurePath
    path: Path | None = None
    content: bytes | None = None
    error: DuikouError | None = None


def gather(names: Sequence[str], leave_out: Path | None = None) -> list[Input]:
    """The documents that `names` mean. `leave_out` is a folder inside them that is not taken: that of the
    outputs.

    A folder without documents is one input with an error. Raises `UsageError` when standard input is named
    twice.
    """
    if names.count(STDIN) > 1:
        raise UsageError("standard input (-) is named twice", "Name it once")
    return [found for name in names for found in _inputs(name, leave_out)]


def single(name: str) -> Input:
    """The one document that `name` means; a folder is an input with an error."""
    if name != STDIN and Path(name).is_dir():
        return _failed(name, "is a folder", "Name one file on each side")
    return next(iter(_inputs(name, None)))


def _failed(name: str, cause: str, advice: str) -> Input:
    return Input(name, PurePath(name), error=UnreadableError(cause, advice, name))


def _inputs(name: str, leave_out: Path | None) -> Iterator[Input]:
    path = Path(name)
    if name == STDIN:
        yield _drained(name, PurePath("stdin"), _read_standard_input)
    elif path.is_dir():
        found = list(_walk(path, path, leave_out))
        yield from found or [_failed(name, "holds no documents", "Name a folder that holds files, or the files")]
    elif _is_pipe(path):
        yield _drained(name, PurePath(path.name), path.read_bytes)
    else:
        yield Input(name, PurePath(path.name), path)


def _walk(folder: Path, top: Path, leave_out: Path | None) -> Iterator[Input]:
    """The regular files below `folder`: its own first, then those of its folders, each by name."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _failed(str(folder), f"can't be listed ({error.strerror})", "Ask for permission")
        return
    shown = [entry for entry in entries if not entry.name.startswith(".")]
    for entry in shown:
        if _is_file(entry) and PurePath(entry.name).suffix.lower() not in _NO_DOCUMENTS:
            path = Path(entry.path)
            yield Input(str(path), path.relative_to(top), path)
    for entry in shown:
        if entry.is_dir(follow_symlinks=False) and not _same(entry.path, leave_out):
            yield from _walk(Path(entry.path), top, leave_out)


def _is_file(entry: os.DirEntry[str]) -> bool:
    # A link that leads nowhere is taken, so that it gets its error instead of vanishing.
    return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))


def _same(path: str, other: Path | None) -> bool:
    return other is not None and os.path.realpath(path) == os.path.realpath(other)


def _is_pipe(path: Path) -> bool:
    """Whether a name stands for a pipe, as `<(command)` of the shell does."""
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _read_standard_input() -> bytes:
    return sys.stdin.buffer.read()


def _drained(name: str, relative: PurePath, read: Callable[[], bytes]) -> Input:
    """An input whose content is read now, since it can be read only once and only here."""
    try:
        return Input(name, relative, content=read())
    except (OSError, ValueError, AttributeError) as error:
        cause = getattr(error, "strerror", None) or "it is closed"
        return _failed(name, f"can't be read ({cause})", "Give a file")

"""What the user named becomes a list of documents: files, the files of folders, standard input.

What holds here: the order is the order named, and within a folder the order of the names, the same on every machine.
Hidden files and folders and caches of programs are left out, links to folders are not followed, and only regular
files are taken from a folder; of these, data and program sources are no documents (named one by one they are read).
What can't be read stays in the list with its error, and the others go on.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from duikou.errors import DuikouError, UnreadableError, UsageError

if TYPE_CHECKING:
    from duikou.reading.options import Options

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
        *(".pyc", ".sh", ".sql", ".sqlite", ".sqlite3", ".db", ".ndjson", ".toml", ".ts", ".tsv", ".yaml", ".yml"),
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


def gather(
    names: Sequence[str], leave_out: Path | None = None, recurse: bool = False, options: Options | None = None
) -> list[Input]:
    """The documents that `names` mean. `leave_out` is a folder inside them that is not taken: that of the
    outputs. With `recurse` a zip container of files stands for these, unpacked as `options` say.

    A folder without documents is one input with an error. Raises `UsageError` when standard input is named
    twice.
    """
    if names.count(STDIN) > 1:
        raise UsageError("standard input (-) is named twice", "Name it once")
    found = (item for name in names for item in _inputs(name, leave_out))
    return [inner for item in found for inner in _unpacked(item, options)] if recurse else list(found)


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
        found = list(_walk(path, leave_out))
        yield from found or [_failed(name, "holds no documents", "Name a folder that holds files, or the files")]
    elif _is_pipe(path):
        yield _drained(name, PurePath(path.name), path.read_bytes)
    else:
        yield Input(name, PurePath(path.name), path)


def _unpacked(item: Input, options: Options | None) -> Iterator[Input]:
    """The files of a zip container, those in it too; any other input as it is."""
    data = _zipped(item)
    if data is None:
        yield item
        return
    from duikou.reading import zipped
    from duikou.reading.options import USUAL

    folder = item.relative.with_suffix("")
    try:
        for name, content in zipped.files(data, item.name, options or USUAL):
            inner = f"{item.name}/{name}"
            if isinstance(content, UnreadableError):
                yield Input(inner, folder / name, error=content)
            elif PurePath(name).suffix.lower() not in _NO_DOCUMENTS:
                yield Input(inner, folder / name, content=content)
    except UnreadableError as error:
        yield Input(item.name, item.relative, error=error)


def _zipped(item: Input) -> bytes | None:
    """The bytes of an input that is a zip container of files; None for any other."""
    from duikou.reading import zipped

    data = item.content
    if data is None and item.path is not None:
        try:
            with item.path.open("rb") as file:
                data = file.read() if file.read(2) == b"PK" and file.seek(0) == 0 else None
        except (OSError, ValueError):
            return None  # whoever reads it tells
    return data if data is not None and zipped.is_zip_of_files(data, item.name) else None


def _walk(top: Path, leave_out: Path | None) -> Iterator[Input]:
    """The regular files below `top`: its own first, then those of its folders, each by name."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _failed(str(folder), f"can't be listed ({error.strerror})", "Ask for permission")
            continue
        if folder != top and _is_cache(entries):
            continue
        shown = [entry for entry in entries if not entry.name.startswith(".")]
        for entry in shown:
            if _is_file(entry) and PurePath(entry.name).suffix.lower() not in _NO_DOCUMENTS:
                path = Path(entry.path)
                yield Input(str(path), path.relative_to(top), path)
        below = [entry for entry in shown if entry.is_dir(follow_symlinks=False)]
        waiting.extend(Path(entry.path) for entry in reversed(below) if not _same(entry.path, leave_out))


def _is_cache(entries: Sequence[os.DirEntry[str]]) -> bool:
    """Whether a folder says that it holds what a program can make again (bford.info/cachedir)."""
    tag = next((entry.path for entry in entries if entry.name == "CACHEDIR.TAG" and entry.is_file()), None)
    if tag is None:
        return False
    try:
        with open(tag, "rb") as file:
            return file.read(43) == b"Signature: 8a477f597d28d172789f06886806bc55"
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    # A link that leads nowhere is taken, so that it gets its error instead of vanishing.
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:
        return entry.is_symlink()  # a link that leads to itself


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

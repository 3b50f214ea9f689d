"""What the user named becomes a list of documents: files, the files of folders, of zip containers and of stores that
have an address, standard input.

What holds here: the order is the order named, and within a folder the order of the names, the same on every machine.
Hidden files and folders, what Office and systems leave beside documents, and caches of programs are left out, links to
folders are not followed, and only regular files are taken from a folder; of these, data, program sources and what
duikou made of plans (ledgers, comparisons) are no documents (named one by one they are read). What can't be read stays
in the list with its error, and the others go on.
Only names are held: what a document says is read when its turn comes, by whoever does the work; but for standard input
and pipes.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from duikou.errors import DuikouError, UnreadableError, UsageError, t
from duikou.reading.files.names import is_bookkeeping

if TYPE_CHECKING:
    from duikou.app.web import Page
    from duikou.reading.files import zipped
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
    """One document: `name` as the user named it, its file, its content where that had to be read at once, or how to
    `load` its content (which raises `UnreadableError`) where it lies in a zip container, whose file `path` then is, or
    behind an address. `retrieved` says when it came from the web, `charset` what the server says its encoding is.

    `relative` is its path below the folder that was named, or its own name: where its output stands below
    -d DIR. `error` says why there is no document behind this name.
    """

    name: str
    relative: PurePath
    path: Path | None = None
    content: bytes | None = None
    error: DuikouError | None = None
    load: Callable[[], bytes | Page] | None = None
    retrieved: str | None = None
    charset: str | None = None


# Tables as text: mostly data, but an office's table of tasks may be one, so what a folder has of them is told.
_TABLES = frozenset({".csv", ".tsv"})
# Endings that a ledger of duikou's may have.
_LEDGERS = (".xlsx", ".csv", ".json", ".jsonl", ".ndjson", ".sqlite", ".sqlite3", ".db")


def may_be_ledger(item: Input) -> bool:
    """Whether an input is a file that has the name of a ledger; what it is, is told by its content."""
    return item.path is not None and item.load is None and item.error is None and item.name.lower().endswith(_LEDGERS)


# Zip containers in one another that are opened.
_DEEPEST = 3


def gather(
    names: Sequence[str],
    leave_out: Path | None = None,
    recurse: bool = False,
    options: Options | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Input]:
    """The documents that `names` mean. `leave_out` is a folder inside them that is not taken: that of the
    outputs. With `recurse` a zip container of files stands for these, unpacked as `options` say.

    What duikou itself made of plans is not taken from a folder, nor are tables as text, which `tell` is told.

    A folder without documents is one input with an error. Raises `UsageError` when a name is empty, when standard
    input is named twice, or what reads an address is not installed.
    """
    if names.count(STDIN) > 1:
        raise UsageError("standard input (-) is named twice", "Name it once")
    for name in names:
        _check_named(name)
    found = (item for name in names for item in _inputs(name, leave_out, options, tell))
    return [inner for item in found for inner in _unpacked(item, options)] if recurse else list(found)


def single(name: str) -> Input:
    """The one document that `name` means; a folder is an input with an error. Raises as `gather`."""
    _check_named(name)
    if is_address(name):
        first = next(iter(_inputs(name, None, None)))
        return first if first.name == name else _failed(name, "is a folder or a pattern", "Name one file on each side")
    if name != STDIN and Path(name).is_dir():
        return _failed(name, "is a folder", "Name one file on each side")
    return next(iter(_inputs(name, None, None)))


def _check_named(name: str) -> None:
    # An empty name would mean the current folder: a variable of the shell that was never set.
    if not name:
        raise UsageError("an input is without a name", "Name a file, a folder, or - for standard input")


def _failed(name: str, cause: str, advice: str) -> Input:
    return Input(name, PurePath(name), error=UnreadableError(cause, advice, name))


def loaded(item: Input) -> Input:
    """The input with its content, where that is to be loaded. Raises `UnreadableError`."""
    if item.load is None:
        return item
    found = item.load()
    if isinstance(found, bytes):
        return item._replace(content=found, load=None)
    return item._replace(content=found.content, load=None, retrieved=found.retrieved, charset=found.charset)


def _inputs(
    name: str, leave_out: Path | None, options: Options | None, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Input]:
    path = Path(name)
    if name == STDIN:
        yield _drained(name, PurePath("stdin"), _read_standard_input)
    elif is_web(name):
        from duikou.app import web

        yield Input(name, PurePath(web.name_of(name)), load=web.loader(name, options))
    elif is_address(name):
        yield from _behind(name, options, tell)
    elif path.is_dir():
        found = list(_walk(path, leave_out, tell))
        yield from found or [_failed(name, "holds no documents", "Name a folder that holds files, or the files")]
    elif _is_pipe(path):
        yield _drained(name, PurePath(path.name), lambda: _read_pipe(path))
    else:
        yield Input(name, PurePath(path.name), path)


def is_address(name: str) -> bool:
    """Whether a name is an address that fsspec may know: `protocol://...`, also `zip://...::s3://...`."""
    protocol, found, _ = name.partition("://")
    return bool(found) and len(protocol) > 1 and protocol.isascii() and not set(protocol) - _LETTERS


def is_web(name: str) -> bool:
    """Whether a name is the address of a page or a file on the web."""
    # A chain leads to such an address, and never begins with one.
    return name[:8].lower().startswith(("http://", "https://"))


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-_:")


def _behind(address: str, options: Options | None, tell: Callable[[str], None]) -> Iterator[Input]:
    """The documents behind an address."""
    from duikou.app import addresses

    try:
        there = addresses.listed(address)
        found = [
            (whole, below)
            for whole, below in there
            if whole == address or PurePath(below).suffix.lower() not in _NO_DOCUMENTS
        ]
        _tell_tables(address, (below for whole, below in there if whole != address), tell)
    except UnreadableError as error:
        found = []
        yield Input(address, PurePath(PurePath(address).name), error=error)
    else:
        if not found:
            yield _failed(address, "holds no documents", "Name an address that holds files, or the files")
    for whole, below in found:
        # The path of a file of this machine says which one it is, so that no output is written over it.
        path = addresses.local(whole)
        yield Input(whole, PurePath(below), path, load=addresses.loader(whole, options))


def _unpacked(item: Input, options: Options | None) -> Iterator[Input]:
    """The files of a zip container, those in it too; any other input as it is."""
    from duikou.reading.options import USUAL

    if is_web(item.name):
        # What is in a container would have to be fetched for each of its files.
        try:
            item = loaded(item)
        except UnreadableError as error:
            item = item._replace(load=None, error=error)
    place = _zipped(item, options or USUAL)
    if place is None:
        yield item
    else:
        found = list(_members(item, place, options or USUAL, [(0, 0)]))
        yield from found or [_failed(item.name, "holds no documents", "Fetch it again, if it should hold some")]


def _members(item: Input, place: zipped.Place, options: Options, spent: list[tuple[int, int]]) -> Iterator[Input]:
    """The files of the container at a place. `spent` holds how many files all that is opened within the outermost
    one has, and how many bytes: they have one limit."""
    from duikou.reading.files import zipped

    folder = item.relative.with_suffix("")
    try:
        found, spent[0] = zipped.members(place, item.name, options, spent[0])
    except UnreadableError as error:
        yield Input(item.name, item.relative, item.path, error=error)
        return
    for name, inner in found:
        whole = f"{item.name}/{name}"
        load = None if item.content is not None else zipped.loader(inner, whole, options)
        member = Input(whole, folder / name, item.path, load=load)
        if zipped.is_container(inner, whole, options):
            if len(inner.way) < _DEEPEST:
                yield from _members(member._replace(content=item.content), inner, options, spent)
            else:
                yield _failed(
                    whole,
                    t("lies in {deepest} other zip containers", deepest=_DEEPEST),
                    "Unpack these and give the files",
                )
        elif PurePath(name).suffix.lower() not in _NO_DOCUMENTS:
            yield member if load else _now(member, inner, options)


def _now(item: Input, place: zipped.Place, options: Options) -> Input:
    """A file of a container that is in memory anyway, such as standard input: unpacked at once."""
    from duikou.reading.files import zipped

    try:
        return item._replace(content=zipped.content(place, item.name, options))
    except UnreadableError as error:
        return item._replace(error=error)


def _zipped(item: Input, options: Options) -> zipped.Place | None:
    """The place of an input that is a zip container of files; None for any other."""
    from duikou.reading.files import zipped

    if item.content is not None:
        return zipped.Place(item.content) if zipped.is_zip_of_files(item.content, item.name) else None
    if item.error is not None:
        return None
    from duikou.app import addresses

    far = is_address(item.name)
    where = item.name if far else os.path.abspath(item.path or item.name)
    how = addresses.open_address if far else zipped.open_local
    try:
        with how(where) as file:
            most = options.limits.size * 2**20
            data = file.read(most) if file.read(2) == b"PK" and file.seek(0) == 0 else b""
    except Exception:  # stores have many ways to fail
        return None  # whoever reads it tells
    return zipped.Place(where, (), how) if zipped.is_zip_of_files(data, item.name) else None


def _walk(top: Path, leave_out: Path | None, tell: Callable[[str], None]) -> Iterator[Input]:
    """The regular files below `top`: its own first, then those of its folders, each by name."""
    from duikou.app import ownership

    waiting: list[Path] = [top]
    tables: list[str] = []
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _failed(str(folder), t("can't be listed ({reason})", reason=error), "Ask for permission")
            continue
        if folder != top and _is_cache(entries):
            continue
        shown = [entry for entry in entries if not is_bookkeeping(entry.name)]
        for entry in shown:
            if _is_file(entry) and PurePath(entry.name).suffix.lower() not in _NO_DOCUMENTS:
                path = Path(entry.path)
                if ownership.is_result(path):
                    tell(
                        t("{name}: a result of duikou's, left out of the folder; named by itself it is read", name=path)
                    )
                    continue
                yield Input(str(path), path.relative_to(top), path)
        tables += [one.name for one in shown if PurePath(one.name).suffix.lower() in _TABLES and _is_file(one)]
        for entry in shown:
            if _leads_elsewhere(entry, top):
                advice = t("Name the folder itself as well")
                yield _failed(entry.path, "is a link to a folder elsewhere, and not followed", advice)
        below = [entry for entry in shown if entry.is_dir(follow_symlinks=False)]
        waiting.extend(Path(entry.path) for entry in reversed(below) if not _same(entry.path, leave_out))
    _tell_tables(top, tables, tell)


def _tell_tables(folder: object, names: Iterable[str], tell: Callable[[str], None]) -> None:
    """Tell how many tables as text are among the names of a folder's files, which is where they are left out."""
    tables = sum(PurePath(name).suffix.lower() in _TABLES for name in names)
    if tables:
        tell(
            t(
                "{folder}: {tables} .csv and .tsv files are left out of the folder as data; each is read when named",
                folder=folder,
                tables=tables,
            )
        )


def _leads_elsewhere(entry: os.DirEntry[str], top: Path) -> bool:
    """Whether an entry is a link to a folder that neither lies below `top`, where it is read anyway, nor holds it."""
    if not entry.is_symlink() or not os.path.isdir(entry.path):
        return False
    there, here = os.path.realpath(entry.path), os.path.realpath(top)
    return os.path.commonpath((there, here)) not in (there, here)


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


def _read_pipe(path: Path) -> bytes:
    """What comes through a pipe. One that nobody writes into is empty: opening it as a file would wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    with open(descriptor, "rb") as file:
        return file.read()


def _read_standard_input() -> bytes:
    return sys.stdin.buffer.read()


def _drained(name: str, relative: PurePath, read: Callable[[], bytes]) -> Input:
    """An input whose content is read now, since it can be read only once and only here."""
    try:
        return Input(name, relative, content=read())
    except (OSError, ValueError, AttributeError) as error:
        cause = error if isinstance(error, OSError) and error.strerror else t("it is closed")
        return _failed(name, t("can't be read ({cause})", cause=cause), "Give a file")

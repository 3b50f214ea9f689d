"""Files behind an address (`s3://bucket/plans`), by fsspec: listing, reading and writing.

What holds here: only an address that the user wrote herself is asked for anything; fsspec is loaded for these alone. A
package that is missing is one error that names it. What a store refuses costs its own document only. A file
that is written appears whole, where the store can do that. Whichever address leads to a file, it is one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from duikou.errors import DuikouError, OutputError, UnreadableError, UsageError, command_for, said_by, t
from duikou.notation.patterns import pattern
from duikou.reading.files.names import is_bookkeeping

if TYPE_CHECKING:
    from duikou.reading.options import Options

# What has no folders to list.
_SINGLE = {"http", "https", "data"}  # the web in a chain only: `duikou.app.web` reads it else
# Brackets are no pattern: they stand in the names of documents (国发[2016]62号).
_WILD = pattern(r"[*?]")


def is_chain(address: str) -> bool:
    """Whether an address leads through another store or a container: `zip://a.txt::s3://bucket/a.zip`."""
    return "::" in address


def local(address: str) -> Path | None:
    """The file of this machine that an address leads to (`file://a.txt`, `zip://a.txt::file:///plans/a.zip`), if there
    is one. Raises `UsageError` without fsspec."""
    last = address.rpartition("::")[2]
    protocol, found, _ = last.partition("://")
    if found and protocol not in ("file", "local"):
        return None
    with _told(address):
        from fsspec.implementations.local import LocalFileSystem

        return Path(LocalFileSystem._strip_protocol(last))


def identity(address: str) -> tuple[str, ...] | None:
    """What is the same for all addresses of one file, and for no others: protocol, host, and each part of the path. Of
    a chain, it is that of the file at its end. None where that can't be told."""
    try:
        system, path = _system(address.rpartition("::")[2])
    except Exception:  # nothing is read or written there either
        return None
    host = getattr(system, "storage_options", {}).get("host", "")
    return _protocols(system)[0], str(host), *path.strip("/").split("/")


def listed(address: str) -> list[tuple[str, str]]:
    """The files behind an address, which may be a folder's or hold `*` and `?`: the address of each, and its path
    below the folder. They stand in the order of files: a folder's own first, each by name. Hidden ones are left out.

    Raises `UnreadableError` when it can't be listed, `UsageError` when what reads it is not installed.
    """
    with _told(address):
        system, path = _system(address)
        wild = _WILD.search(path)
        alone = _SINGLE.intersection(_protocols(system)) or is_chain(address)
        if alone or (system.isfile(path) if wild else not system.isdir(path)):
            return [(address, PurePosixPath(path).name or "document")]
        if wild:
            found = [name for name in system.glob(path.replace("[", "[[]")) if system.isfile(name)]
            top = path[: wild.start()].rpartition("/")[0]
        else:
            found, top = _walked(system, path), path
        below = ((name, _below(name, top)) for name in found)
        shown = [(name, inner) for name, inner in below if not any(map(is_bookkeeping, inner.parts))]
        # Of a folder, the address stays as it was written; of a root nothing was.
        written = address.rstrip("/")
        own = not wild and not written.endswith(":")
        return [
            (f"{written}/{inner}" if own else system.unstrip_protocol(name), str(inner))
            for name, inner in sorted(shown, key=lambda pair: _order(pair[1]))
        ]


def _below(name: str, top: str) -> PurePosixPath:
    # Some stores give names with a slash before them and some without.
    whole, above = PurePosixPath(name.strip("/")), top.strip("/")
    return whole.relative_to(above) if whole.is_relative_to(above) else PurePosixPath(whole.name)


def _order(path: PurePosixPath) -> list[tuple[bool, str]]:
    return [*((True, part) for part in path.parts[:-1]), (False, path.name)]


def _walked(system: Any, top: str) -> list[str]:
    """The files below a folder. Links to folders are not followed, and what lists itself is listed once."""
    found, waiting, seen = [], [top], {top.strip("/")}
    while waiting:
        for entry in system.ls(waiting.pop(), detail=True):
            name = entry["name"].strip("/")
            if name in seen:
                continue
            if entry["type"] == "directory" and not entry.get("islink"):
                seen.add(name)
                waiting.append(entry["name"])
            elif entry["type"] == "file" or entry.get("islink"):
                found.append(entry["name"])
    return [name for name in found if not system.isdir(name)] if "file" in _protocols(system) else found


def content(address: str, options: Options | None = None) -> bytes:
    """The bytes of the file behind an address. Raises `UnreadableError` when it can't be read, or is too large."""
    from duikou.reading.options import MEGABYTE, USUAL

    limits = (options or USUAL).limits
    with _told(address), open_address(address) as file:
        data = file.read(limits.size * MEGABYTE + 1)
    limits.check_size(len(data), address)
    return data


def open_address(address: str) -> IO[bytes]:
    """The file behind an address, open. Raises `UnreadableError`."""
    with _told(address):
        system, path = _system(address)
        file: Any = system.open(path, "rb")
        # A container of a chain is closed with its file system: that must live as long as the file.
        with suppress(AttributeError):
            file.duikou_system = system
        opened: IO[bytes] = file
        return opened


def check(address: str) -> None:
    """See that what writes to an address is installed. Raises `UsageError`, `OutputError` for a chain."""
    if address[:4].lower() == "http":
        raise OutputError("is a web address, and nothing is written to one", "Give a file", address)
    if is_chain(address):
        raise OutputError("is a chain of addresses, and nothing is written through one", "Give one address", address)
    with _told(address, OutputError):
        _system(address)


def put(file: str, address: str) -> None:
    """Send a file to an address. Folders are made for it, but for the first: that may be a bucket, and its name
    mistyped. Raises `OutputError`."""
    with _told(address, OutputError):
        system, path = _system(address)
        parent = path.rpartition("/")[0]
        first = path[: len(path) - len(path.lstrip("/"))] + path.lstrip("/").partition("/")[0]
        if len(parent) > len(first) and system.exists(first):
            system.makedirs(parent, exist_ok=True)
        system.put_file(file, path)


def _system(address: str) -> tuple[Any, str]:
    import fsspec.core

    for link in address.split("::"):
        protocol, found, _ = link.partition("://")
        try:
            if found:
                fsspec.get_filesystem_class(protocol)
        except ValueError:
            raise UsageError(
                t("{address} can't be opened: the protocol {name} is not known", address=address, name=protocol),
                "Give a protocol of fsspec, or a file",
            ) from None
    system, path = fsspec.core.url_to_fs(address)
    return system, path


def _protocols(system: Any) -> tuple[str, ...]:
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


@contextmanager
def _told(address: str, kind: type[DuikouError] = UnreadableError) -> Iterator[None]:
    try:
        yield
    except DuikouError:
        raise
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "fsspec":
            raise UsageError("an address needs fsspec", "Install it: {install cluster}") from None
        # fsspec says what to install; what could not be imported is the package of that name.
        lacking = str(getattr(error.__cause__, "name", None) or error.name or "").partition(".")[0].replace("_", "-")
        if not lacking:
            raise UsageError(
                t("{address} can't be opened ({error})", address=address, error=error), "Install what it names"
            ) from None
        raise UsageError(
            t("{address} can't be opened: that needs {name}", address=address, name=lacking),
            t("Install it: {command}", command=command_for([lacking])),
        ) from None
    except Exception as error:
        said = t("it does not exist") if isinstance(error, FileNotFoundError) else said_by(error)
        written, read = t("can't be written ({cause})", cause=said), t("can't be read ({cause})", cause=said)
        raise kind(
            written if kind is OutputError else read,
            t("Look at the address, and at what the store lets you do"),
            address,
        ) from None


def loader(address: str, options: Options | None) -> Callable[[], bytes]:
    """What gives the bytes behind an address when they are wanted, here or in another process."""
    return partial(content, address, options)

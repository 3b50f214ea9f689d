"""Files behind an address (`s3://bucket/plans`), by fsspec: listing, reading and writing.

What holds here: only an address that the user wrote herself is asked for anything; fsspec is loaded for these alone. A
package that is missing is one error that names it. What a store refuses costs its own document only. A file
that is written appears whole, where the store can do that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from duikou.errors import DuikouError, OutputError, UnreadableError, UsageError

if TYPE_CHECKING:
    from duikou.reading.options import Options

# What has no folders to list.
_SINGLE = {"http", "https", "data"}
_WILD = re.compile(r"[*?\[]")


def local(address: str) -> Path | None:
    """The file of this machine behind an address (`file:///plans/a.txt`), if it is one."""
    protocol, _, path = address.partition("://")
    return Path(path) if protocol in ("file", "local") and path.startswith("/") else None


def listed(address: str) -> list[tuple[str, str]]:
    """The files behind an address, which may be a folder's or hold `*`: the address of each, and its path below the
    folder. They stand in the order of files: a folder's own first, each by name. Hidden ones are left out.

    Raises `UnreadableError` when it can't be listed, `UsageError` when what reads it is not installed.
    """
    with _told(address):
        system, path = _system(address)
        if _SINGLE.intersection(_protocols(system)) or "::" in address:
            return [(address, PurePosixPath(path).name or "document")]
        if _WILD.search(path):
            found = [name for name in system.glob(path) if system.isfile(name)]
            path = _WILD.split(path)[0].rpartition("/")[0]
            whole: Callable[[str, PurePosixPath], str] = lambda name, below: system.unstrip_protocol(name)  # noqa: E731
        elif system.isdir(path):
            found = _walked(system, path)
            whole = lambda name, below: f"{address.rstrip('/')}/{below}"  # noqa: E731
        else:
            return [(address, PurePosixPath(path).name or "document")]
        below = ((name, PurePosixPath(name.rstrip("/")).relative_to(path or "")) for name in found)
        shown = [(name, inner) for name, inner in below if not any(part.startswith(".") for part in inner.parts)]
        return [(whole(name, inner), str(inner)) for name, inner in sorted(shown, key=lambda pair: _order(pair[1]))]


def _order(path: PurePosixPath) -> list[tuple[bool, str]]:
    return [*((True, part) for part in path.parts[:-1]), (False, path.name)]


def _walked(system: Any, top: str) -> list[str]:
    """The files below a folder. Links to folders are not followed."""
    found, waiting = [], [top]
    while waiting:
        for entry in system.ls(waiting.pop(), detail=True):
            if entry["type"] == "directory" and not entry.get("islink"):
                waiting.append(entry["name"])
            elif entry["type"] == "file" or entry.get("islink"):
                found.append(entry["name"])
    return [name for name in found if not system.isdir(name)] if "file" in _protocols(system) else found


def content(address: str, options: Options | None = None) -> bytes:
    """The bytes of the file behind an address. Raises `UnreadableError` when it can't be read, or is too large."""
    from duikou.reading.options import MEGABYTE, USUAL

    limits = (options or USUAL).limits
    with _told(address), opened(address) as file:
        data = file.read(limits.size * MEGABYTE + 1)
    limits.check_size(len(data), address)
    return data


def opened(address: str) -> IO[bytes]:
    """The file behind an address, open. Raises `UnreadableError`."""
    with _told(address):
        system, path = _system(address)
        file: IO[bytes] = system.open(path, "rb")
        return file


def check(address: str) -> None:
    """See that what writes to an address is installed. Raises `UsageError`."""
    with _told(address, OutputError):
        _system(address)


def put(file: str, address: str) -> None:
    """Send a file to an address. Raises `OutputError`."""
    with _told(address, OutputError):
        system, path = _system(address)
        parent = path.rpartition("/")[0]
        if parent:
            system.makedirs(parent, exist_ok=True)
        system.put_file(file, path)


def _system(address: str) -> tuple[Any, str]:
    import fsspec.core

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
            raise UsageError("an address needs fsspec", "Install it: pip install 'duikou[cluster]'") from None
        raise UsageError(f"{address} can't be opened ({error})", "Install what it names, with pip") from None
    except Exception as error:
        if isinstance(error, ValueError) and "rotocol" in str(error):
            raise UsageError(f"{address} can't be opened ({error})", "Give a protocol of fsspec, or a file") from None
        said = "it does not exist" if isinstance(error, FileNotFoundError) else _said(error)
        deed = "written" if kind is OutputError else "read"
        raise kind(
            f"can't be {deed} ({said})", "Look at the address, and at what the store lets you do", address
        ) from None


def _said(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return " ".join(words.split())[:200] or type(error).__name__


def loader(address: str, options: Options | None) -> Callable[[], bytes]:
    """What gives the bytes behind an address when they are wanted, here or in another process."""
    return partial(content, address, options)

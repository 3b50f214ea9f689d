"""Where results go: standard output, one file, or a folder of files.

What holds here: a file is written whole or not at all: beside its place under another name, and moved there
at the end. An input is never written over, by whatever name, link or case it is reached. Text is written as
UTF-8, whatever the terminal says; what UTF-8 cannot hold is written as \\udc80. A reader that goes away (`|
head`) is no error.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from duikou.app.inputs import Input, is_address
from duikou.errors import OutputError, t

if TYPE_CHECKING:
    from duikou.exporting import Writer


class Sink:
    """One output that takes text or bytes piece by piece. `closed` says that its reader has gone, `streams` that what
    was written is out already, so that the output of a run that is interrupted is better completed than taken back.

    As a context manager: leaving it completes the output, leaving it by an exception leaves nothing behind.
    """

    closed = False
    streams = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            self.finish()
        else:
            self.discard()

    def write(self, piece: str | bytes) -> None:
        """Add a piece. Raises `OutputError` when there is no room, or the disk fails."""
        raise NotImplementedError

    def finish(self) -> None:
        """Complete the output."""

    def discard(self) -> None:
        """Leave nothing behind."""


class StandardOutput(Sink):
    """Standard output. Bytes of a binary format are not sent to a terminal, and nothing of a text steers one: control
    characters are shown (`painted`: but for the colours of a report)."""

    streams = True

    def __init__(self, binary: bool = False, painted: bool = False) -> None:
        self._painted = painted
        if sys.stdout is None:
            raise OutputError("standard output is closed", "Give -o FILE")
        if binary and sys.stdout.isatty():
            raise OutputError("this format is not for a terminal", "Give -o FILE, or send the output to a file")

    def write(self, piece: str | bytes) -> None:
        """Add a piece."""
        if isinstance(piece, str) and sys.stdout.isatty():
            from duikou.exporting.screen import for_terminal

            piece = for_terminal(piece, self._painted)
        self._try(lambda stream: _write_all(stream, encoded(piece)))

    def finish(self) -> None:
        """Send what is held back."""
        self._try(lambda stream: stream.flush())

    def _try(self, act: Callable[[BinaryIO], object]) -> None:
        if self.closed:
            return
        try:
            act(sys.stdout.buffer)
        except BrokenPipeError:
            self.closed = True
            _silence(sys.stdout)
        except OSError as error:
            self.closed = True
            raise unwritten(error) from None


def unwritten(error: OSError) -> OutputError:
    """What is said when standard output can't be written; what is held back for it is thrown away."""
    _silence(sys.stdout)
    return OutputError(t("standard output can't be written ({reason})", reason=error), "Make room")


def _write_all(stream: BinaryIO, content: bytes) -> None:
    """Write all of it: a stream without a buffer (`python -u`) takes a part, when a signal comes in the middle."""
    left = memoryview(content)
    while left:
        taken = stream.write(left)
        if taken is None:
            raise BlockingIOError(errno.EAGAIN, "its reader is too slow, and it does not wait")
        left = left[taken:]


class File(Sink):
    """A file that appears when it is whole."""

    def __init__(self, name: str) -> None:
        self.name = name
        # Through a link, the file that it leads to is the one replaced.
        self.place = Path(os.path.realpath(name))
        self._stream: BinaryIO | None = None
        self._temporary = self.place.with_name(f".duikou-{os.getpid()}-{os.urandom(4).hex()}.tmp")

    def write(self, piece: str | bytes) -> None:
        """Add a piece."""
        try:
            self._open().write(encoded(piece))
        except OSError as error:
            self.discard()
            raise cannot_write(self.name, error) from None

    def finish(self) -> None:
        """Move the whole file to its place."""
        try:
            self._open().close()
            if self._temporary.exists():
                # What SQLite would play into a database of this name belongs to the one that goes.
                from duikou.app import ownership

                ownership.clear(self.place)
                os.replace(self._temporary, self.place)
        except OSError as error:
            self.discard()
            raise cannot_write(self.name, error) from None

    def discard(self) -> None:
        """Take the unfinished file away."""
        if self._stream is not None:
            with suppress(OSError):  # what is left in its buffer has no room either
                self._stream.close()
            self._temporary.unlink(missing_ok=True)

    def _open(self) -> BinaryIO:
        if self._stream is None:
            if self._is_device():
                self._stream = open(self.place, "wb")  # noqa: SIM115 (closed by finish or discard)
            else:
                from duikou.reading.files import folders

                _sweep(self.place.parent)
                self._stream = open(self._temporary, "xb")  # noqa: SIM115 (closed by finish or discard)
                folders.hold(self._stream.fileno())
                if self.place.exists():
                    os.chmod(self._temporary, stat.S_IMODE(self.place.stat().st_mode))
        return self._stream

    def _is_device(self) -> bool:
        """Whether the place is something to write into (a pipe, /dev/null) and not a file to be replaced."""
        return self.place.exists() and not self.place.is_file()


def _sweep(folder: Path) -> None:
    """Remove the unfinished files of runs that were killed: of those that are at work nobody else can hold them."""
    from duikou.reading.files import folders

    for left in folder.glob(".duikou-*.tmp"):
        if folders.is_left(left):
            with suppress(OSError):
                left.unlink()


class Behind(Sink):
    """A file behind an address. It is made here, and sent when it is whole."""

    def __init__(self, address: str) -> None:
        from duikou.app import addresses

        addresses.check(address)
        self.address = address
        self._folder = ""
        self._stream: BinaryIO | None = None

    def write(self, piece: str | bytes) -> None:
        """Add a piece."""
        try:
            self._open().write(encoded(piece))
        except OSError as error:
            self.discard()
            raise no_room(error) from None

    def finish(self) -> None:
        """Send the whole file."""
        from duikou.app import addresses

        try:
            stream = self._open()
            stream.close()
            addresses.put(stream.name, self.address)
        except OSError as error:
            raise cannot_write(self.address, error) from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Take the unfinished file away."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
        if self._folder:
            from duikou.reading.files import folders

            folders.remove(self._folder)

    def _open(self) -> BinaryIO:
        if self._stream is None:
            from duikou.reading.files import folders

            try:
                self._folder = folders.make()
                self._stream = open(os.path.join(self._folder, "out"), "wb")  # noqa: SIM115 (closed as above)
            except OSError as error:
                raise no_room(error) from None
        return self._stream


def encoded(piece: str | bytes) -> bytes:
    """Text as UTF-8; a lone surrogate, which UTF-8 cannot hold, as its escape (valid in JSON too)."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def no_room(error: OSError) -> OutputError:
    """The error for a temporary file that can't be written."""
    cause = t("a temporary file can't be written ({reason})", reason=error)
    return OutputError(cause, "Make room in the folder for temporary files, or name another in TMPDIR")


def cannot_write(name: str, error: OSError) -> OutputError:
    """The error for a file that can't be written."""
    return OutputError(
        t("can't be written ({cause})", cause=error), "Choose a folder that you may write into, with room", name
    )


# A pipe that standard output leads into has no folder to make a file in.
_STANDARD = (None, "-", "/dev/stdout", "/dev/fd/1")


def writer_for(command: str, format: str | None, output: str | None, opens: bool) -> Writer:
    """The writer of a command for -f and -o, seen to give a page in a file where --open asks for one (`opens`).

    Raises `UsageError` where there is no such writer, or no page to open.
    """
    from duikou.exporting import choose

    writer = choose(command, format, output)
    if opens:
        from duikou.app import opening

        opening.check(writer, output)
    return writer


def target(output: str | None, inputs: Sequence[Input], writer: Writer, force: bool = False) -> Sink:
    """The sink for -o (None and "-" are standard output), after all checks that can be made before the work.

    Raises `OutputError` for a binary format on a terminal, a place that is a folder or an input, a folder that is
    missing or not writable, and, unless `force` says so, a file that is not duikou's own (`ownership`).
    """
    if output in _STANDARD:
        return StandardOutput(writer.binary, writer.format in ("terminal", "table"))
    output = near(output)
    if is_address(output):
        check_apart([output], inputs)
        return Behind(output)
    if Path(output).is_dir():
        raise OutputError("is a folder", "Name a file; clean takes a folder with -d DIR", output)
    check_folder(Path(os.path.realpath(output)).parent, output)
    check_apart([output], inputs)
    from duikou.app import ownership

    ownership.check(output, writer, force)
    return File(output)


def near(name: str) -> str:
    """The path of a file of this machine that is named by its address (file:///...); any other name as it is. Raises
    `OutputError` for a chain of addresses."""
    if not is_address(name):
        return name
    from duikou.app import addresses

    if addresses.is_chain(name):
        addresses.check(name)
    return str(addresses.local(name) or name)


def check_apart(outputs: Iterable[str], inputs: Sequence[Input]) -> None:
    """See that no output is an input. Raises `OutputError` naming the first that is."""
    outputs = list(outputs)
    taken = {key for found in inputs if found.path for key in _identities(found.path)}
    if any(map(is_address, outputs)):
        for found in inputs:
            taken.update(_identities_behind(found.name, above=True) if is_address(found.name) else ())
    for output in outputs:
        for key in _identities_behind(output) if is_address(output) else _identities(Path(output)):
            if key in taken:
                raise OutputError(
                    "is an input, and inputs are never written over",
                    "Choose another name or folder; to bring a ledger up to date, give --update",
                    output,
                )


def _identities_behind(address: str, above: bool = False) -> list[object]:
    """What tells the file behind an address from others, and with `above` each folder above it: one of these may be
    the zip container that it lies in."""
    from duikou.app import addresses

    whole = addresses.identity(address)
    if whole is None:
        return [address]
    return [address, *(whole[:end] for end in range(3 if above else len(whole), len(whole) + 1))]


def _identities(path: Path) -> list[object]:
    """What tells one file from others: its real path, and where it exists its device and number (links,
    case)."""
    keys: list[object] = [os.path.realpath(path)]
    try:
        found = path.stat()
    except (OSError, ValueError):
        return keys
    if found.st_ino:
        keys.append((found.st_dev, found.st_ino))
    return keys


def check_folder(folder: Path, name: str) -> None:
    """See that a folder can be written into. Raises `OutputError` for the output `name`."""
    if not folder.exists():
        raise OutputError(t("the folder {folder} does not exist", folder=folder), "Make it, or choose another", name)
    if not folder.is_dir():
        raise OutputError(t("{folder} is not a folder", folder=folder), "Choose another place", name)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(
            t("the folder {folder} is not writable", folder=folder), "Choose another, or ask for permission", name
        )


def write_file(name: str, content: str | bytes, writer: Writer, force: bool = False) -> None:
    """Write one file below -d DIR, making the folders it needs. Raises `OutputError`, also for what is not duikou's own
    there, unless `force` says so."""
    if is_address(name):
        with Behind(name) as there:
            there.write(content)
        return
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(name, error) from None
    from duikou.app import ownership

    ownership.check(name, writer, force)
    with File(name) as file:
        file.write(content)


def say(message: str) -> None:
    """A line on standard error, in which control characters are shown. Lost, not fatal, when nobody listens."""
    from duikou.exporting.screen import visible

    if sys.stderr is None:
        return
    try:
        sys.stderr.buffer.write(encoded(f"{visible(message)}\n"))
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: object) -> None:
    """Send the rest of a stream nowhere, so that Python's own flush at the end does not fail."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]
        os.close(nowhere)
    except (OSError, ValueError):
        pass

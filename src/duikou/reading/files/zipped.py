"""The files in a zip container of documents, such as the attachments of a notice.

What holds here: sizes and ratios are checked before anything is unpacked. Names written by Chinese Windows are read in
its code page. A file that can't be unpacked costs itself only, and is unpacked when it is read, not before.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import IO, NamedTuple

from duikou.errors import DuikouError, UnreadableError, t
from duikou.reading.files.container import MAX_MEMBERS, RATIO_FROM
from duikou.reading.files.names import is_bookkeeping
from duikou.reading.options import USUAL, Options

_UTF8 = 0x800  # the flag of a name in UTF-8 (APPNOTE.TXT 4.4.4, bit 11)
_AGAIN = t("Unpack it with another program and give the files in it, or fetch it again")
_LOCKED = 1


def open_local(name: str) -> IO[bytes]:
    """A file of this machine, open. Raises `OSError`."""
    return open(name, "rb")


def is_zip_of_files(data: bytes, name: str) -> bool:
    """Whether this is a zip container, and no document that is one (.docx, .ofd …)."""
    from duikou.reading import formats
    from duikou.reading.files import detect

    record = formats.of_bytes(detect.Content(data, name)) if data.startswith(b"PK") else None
    return record is not None and record.name == "zip"


class Place(NamedTuple):
    """Where a file lies in zip containers: the outermost as a file's name or its bytes, and the way from there: the
    number and name of each member. `open` opens the file of that name; `password` opens containers on the way."""

    outermost: str | bytes
    way: tuple[tuple[int, str], ...] = ()
    open: Callable[[str], IO[bytes]] = open_local
    password: str | None = None


def files(data: bytes, path: str, options: Options = USUAL) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """Each file in the container: its name there, and its bytes or its error. Raises as `members`."""
    for name, place in members(Place(data), path, options)[0]:
        try:
            yield name, content(place, f"{path}/{name}", options)
        except UnreadableError as error:
            yield name, error


def members(
    place: Place, path: str, options: Options = USUAL, before: tuple[int, int] = (0, 0)
) -> tuple[list[tuple[str, Place]], tuple[int, int]]:
    """The files in the container at a place: the name of each, without steps up or from the root and no two the same,
    and its place; and how many there are and the bytes that all have unpacked, on top of those `before`.

    Folders, hidden files and what macOS adds are left out. Raises `UnreadableError` when the container is damaged or
    its files are beyond a limit together.
    """
    found = [
        (number, member)
        for number, member in enumerate(_container(place, path).infolist())
        if member.filename and not member.is_dir()
    ]
    files, total = before[0] + len(found), before[1] + sum(member.file_size for _, member in found)
    if files > MAX_MEMBERS:
        cause = t("holds {files} files, and at most {max_members} are read", files=files, max_members=MAX_MEMBERS)
        raise UnreadableError(cause, "Unpack it and give the folder", path)
    options.limits.check_unpacked(total, path)
    taken: dict[str, int] = {}
    named = [(_other(name, taken), number, member) for number, member in found if (name := _name(member))]
    way, word = place.way, options.password
    return [(n, place._replace(way=(*way, (number, m.filename)), password=word)) for n, number, m in named], (
        files,
        total,
    )


def content(place: Place, path: str, options: Options = USUAL) -> bytes:
    """The bytes of the file at a place. Raises `UnreadableError` when it can't be unpacked."""
    container, member = _member(place, path)
    ratio = -(-member.file_size // max(member.compress_size, 1))
    if member.file_size > RATIO_FROM and ratio > options.limits.ratio:
        cause = t(
            "unpacks to {ratio} times its size, and at most {most} is safe", ratio=ratio, most=options.limits.ratio
        )
        raise options.limits.refusal("ratio", cause, ratio, path)
    return _unpacked(container, member, path, options, member.file_size)


def loader(place: Place, path: str, options: Options) -> Callable[[], bytes]:
    """What gives the bytes of the file at a place when they are wanted, here or in another process."""
    return partial(content, place, path, options)


def is_container(place: Place, path: str, options: Options = USUAL) -> bool:
    """Whether the file at a place, which lies in a container, is a zip container of files itself."""
    try:
        container, member = _member(place, path)
        return _unpacked(container, member, path, options, 2) == b"PK" and is_zip_of_files(
            content(place, path, options), path
        )
    except UnreadableError:
        return False  # whoever reads it tells


def _member(place: Place, path: str) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    container, (number, name) = _container(place._replace(way=place.way[:-1]), path), place.way[-1]
    found = container.infolist()
    if number >= len(found) or found[number].filename != name:
        raise UnreadableError("is no longer where it was: the zip container changed", "Run it again", path)
    return container, found[number]


def _container(place: Place, path: str) -> zipfile.ZipFile:
    state = None
    if isinstance(place.outermost, str) and os.path.exists(place.outermost):
        known = os.stat(place.outermost)
        state = (known.st_size, known.st_mtime_ns, known.st_ino)
    try:
        return _kept_open(place, state, os.getpid())
    except DuikouError:
        raise
    except FileNotFoundError:
        raise UnreadableError("is no longer there", "Run it again", path) from None
    except Exception:  # zipfile has many ways to fail, and a store behind an address has others
        raise UnreadableError("is a damaged zip container", "Fetch it again", path) from None


@lru_cache(maxsize=4)
def _kept_open(place: Place, state: object, process: int) -> zipfile.ZipFile:
    """A container, kept open for its other files: by the state of the file, and for one process alone, since those it
    forks off would move each other's place in the file."""
    if not place.way:
        whole = place.outermost
        return zipfile.ZipFile(place.open(whole) if isinstance(whole, str) else io.BytesIO(whole))
    outer = _kept_open(place._replace(way=place.way[:-1]), state, process)
    # The bounds of what is unpacked were held when the place was made.
    password = place.password.encode() if place.password is not None else None
    with outer.open(outer.infolist()[place.way[-1][0]], pwd=password) as stream:
        return zipfile.ZipFile(io.BytesIO(stream.read()))


def _name(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if not member.flag_bits & _UTF8:
        name = _decoded(name.encode("cp437", "replace"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    hidden = not parts or any(map(is_bookkeeping, parts))
    return "" if hidden else "/".join(parts)


def _decoded(raw: bytes) -> str:
    """A name without a mark of its encoding: UTF-8 where that gives hanzi, since two hanzi of GBK may be other letters
    of UTF-8."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    return name if all(c < "\u0080" or c >= "\u2000" for c in name) else raw.decode("gb18030", "replace")


def _other(name: str, taken: dict[str, int]) -> str:
    """The name, or where a file before has it, the name with the next number. `taken` holds the names and the last
    number of each."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and "/" not in ending else (name, "")
    first, number = name, taken.get(name, 0)
    while name in taken:
        number = max(number + 1, 2)
        name = f"{stem} ({number}){ending}"
    taken[first] = max(number, 1)
    taken.setdefault(name, 1)
    return name


def _unpacked(container: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, options: Options, most: int) -> bytes:
    if member.flag_bits & _LOCKED and options.password is None:
        raise UnreadableError("is encrypted in its zip container", "Give its password with --password", path)
    password = options.password.encode() if options.password is not None else None
    try:
        with container.open(member, pwd=password) as stream:
            return stream.read(most)
    except DuikouError:
        raise
    except Exception:
        locked = member.flag_bits & _LOCKED
        cause = t("can't be unpacked: the password is wrong or the file damaged") if locked else t("can't be unpacked")
        raise UnreadableError(cause, _AGAIN, path) from None

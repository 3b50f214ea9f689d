"""The files in a zip container of documents, such as the attachments of a notice.

What holds here: sizes and ratios are checked before anything is unpacked. Names written by Chinese Windows are read in
its code page. A file that can't be unpacked costs itself only. A container inside the container is left to the caller,
as any other file.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from duikou.errors import UnreadableError
from duikou.reading.container import MAX_MEMBERS, RATIO_FROM
from duikou.reading.options import USUAL, Options

_UTF8 = 0x800  # the flag of a name in UTF-8 (APPNOTE.TXT 4.4.4, bit 11)
_AGAIN = "Unpack it with another program and give the files in it, or fetch it again"
_LOCKED = 1


def is_zip_of_files(data: bytes, name: str) -> bool:
    """Whether this is a zip container, and no document that is one (.docx, .ofd …)."""
    from duikou.reading import detect, formats

    record = formats.of_bytes(detect.Content(data, name)) if data.startswith(b"PK") else None
    return record is not None and record.name == "zip"


def files(data: bytes, path: str, options: Options = USUAL) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """Each file in the container: its name there, without steps up or from the root, and its bytes or its error.

    Folders, hidden files and what macOS adds are left out. Raises `UnreadableError` when the container is damaged or
    its files are beyond a limit together.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableError("is a damaged zip container", "Fetch it again", path) from None
    with container:
        members = [member for member in container.infolist() if not member.is_dir()]
        if len(members) > MAX_MEMBERS:
            cause = f"holds {len(members)} files, and at most {MAX_MEMBERS} are read"
            raise UnreadableError(cause, "Unpack it and give the folder", path)
        options.limits.check_unpacked(sum(member.file_size for member in members), path)
        for member in members:
            name = _name(member)
            if name:
                yield name, _unpacked(container, member, f"{path}/{name}", options)


def _name(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if not member.flag_bits & _UTF8:
        name = _decoded(name.encode("cp437", "replace"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    hidden = not parts or parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)
    return "" if hidden else "/".join(parts)


def _decoded(raw: bytes) -> str:
    """A name without a mark of its encoding: UTF-8 where that gives hanzi, since two hanzi of GBK may be other letters
    of UTF-8."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    return name if all(c < "\u0080" or c >= "\u2000" for c in name) else raw.decode("gb18030", "replace")


def _unpacked(
    container: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, options: Options
) -> bytes | UnreadableError:
    ratio = -(-member.file_size // max(member.compress_size, 1))
    if member.file_size > RATIO_FROM and ratio > options.limits.ratio:
        cause = f"unpacks to {ratio} times its size, and at most {options.limits.ratio} is safe"
        return options.limits.refusal("ratio", cause, ratio, path)
    if member.flag_bits & _LOCKED and options.password is None:
        return UnreadableError("is encrypted in its zip container", "Give its password with --password", path)
    password = options.password.encode() if options.password is not None else None
    try:
        with container.open(member, pwd=password) as stream:
            data = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError):
        locked = member.flag_bits & _LOCKED
        cause = "can't be unpacked: the password is wrong or the file damaged" if locked else "can't be unpacked"
        return UnreadableError(cause, _AGAIN, path)
    return data

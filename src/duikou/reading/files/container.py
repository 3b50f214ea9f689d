"""Opens the zip container of a document (.docx, .ofd, .odt), safely, and reads its parts.

What holds here: nothing is unpacked before its size is known to be within the limits, no entity is expanded,
nothing is fetched, and every way a container can be broken ends in one `UnreadableError` that says what to do.
A part that is missing is None, not an error: the reader of the format knows whether it can go on without it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from duikou.errors import UnreadableError, t
from duikou.reading.budget import Budget
from duikou.reading.options import MEGABYTE, USUAL, Limits

MAX_MEMBERS = 20_000
MAX_TAGS = 2_000_000  # one part; what a tree costs in memory goes by these
_ONE_PART = 4  # a part may take this part of what all may
RATIO_FROM = 4 * 2**20  # bytes; a small part does no harm at any ratio

# An lxml element; lxml has no types of its own.
Element = Any


class Container:
    """The zip container of a document.

    Raises `UnreadableError` when the bytes are no zip file, are encrypted, or unpack to more than the limits.
    `budget` is what its document may cost.
    """

    # What people open such a file with, and what to do when it is damaged.
    program = t("Word or WPS")
    again = t("Open it in Word or WPS and save it again, or get the file again")

    def __init__(self, data: bytes, path: str | None = None, limits: Limits = USUAL.limits) -> None:
        self.path, self.limits, self.budget = path, limits, Budget(limits, path)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.damaged(t("the file is damaged or was cut short")) from error
        members = self._zip.infolist()
        self._members = {_key(m.filename): m for m in members}
        sizes = [m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels"))]
        if len(members) > MAX_MEMBERS:
            raise self._crowded(
                t(
                    "holds {count} parts, and at most {max_members} are read",
                    count=len(members),
                    max_members=MAX_MEMBERS,
                )
            )
        if sum(sizes) > limits.unpacked * MEGABYTE:
            raise self._too_large(max(sum(sizes), _ONE_PART * max(sizes)))

    def parts(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return [member.filename for member in self._members.values()]

    def holds(self, part: str) -> bool:
        """Whether there is a part of that name, in whatever case."""
        return _key(part) in self._members

    def xml(self, part: str) -> Element | None:
        """The root element of a part, None when it is missing. Raises `UnreadableError` for unsound XML."""
        from lxml import etree

        data = self.read(part)
        if not data:
            return None
        if data.count(b"<") > MAX_TAGS:
            raise self._crowded(
                t(
                    "its part {part} has more than {max_tags} elements, which is not safe to read",
                    part=part,
                    max_tags=MAX_TAGS,
                )
            )
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged(t("its part {part} is damaged ({error})", part=part, error=error)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(
                t(
                    "its part {part} declares a document type, which no such file does and is not safe to read",
                    part=part,
                ),
                self.again,
                self.path,
            )
        return root

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, None when it is missing. Raises `UnreadableError` when it can't be unpacked."""
        member = self._members.get(_key(part))
        if member is None:
            return None
        if member.flag_bits & 1:
            raise self.locked()
        ratio = -(-member.file_size // max(member.compress_size, 1))
        if member.file_size > RATIO_FROM and ratio > self.limits.ratio:
            cause = t(
                "its part {part} unpacks to {ratio} times its size, and at most {most} is safe",
                part=part,
                ratio=ratio,
                most=self.limits.ratio,
            )
            raise self.limits.refusal("ratio", cause, ratio, self.path)
        most = self.limits.unpacked * MEGABYTE // _ONE_PART
        if member.file_size > most:
            raise self._too_large(member.file_size * _ONE_PART)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise self.damaged(t("its part {part} is damaged", part=part)) from error
        if len(data) > most:
            raise self._too_large(len(data) * _ONE_PART)
        return data

    def damaged(self, cause: str) -> UnreadableError:
        """The error for a file that is broken in the way that `cause` says."""
        return UnreadableError(cause, self.again, self.path)

    def locked(self) -> UnreadableError:
        """The error for a file behind a password."""
        advice = t("Open it in {program} and save it without one", program=self.program)
        return UnreadableError("it is encrypted with a password", advice, self.path)

    def _too_large(self, count: int) -> UnreadableError:
        most = self.limits.unpacked
        cause = t(
            "it unpacks to more than is safe to read: {most} MB a part, {whole} MB in all",
            most=most // _ONE_PART,
            whole=most,
        )
        return self.limits.refusal("unpacked", cause, -(-count // MEGABYTE), self.path)

    def _crowded(self, cause: str) -> UnreadableError:
        advice = t(
            "If you trust it, open it in {program}, save its text in several smaller files and read those",
            program=self.program,
        )
        return UnreadableError(cause, advice, self.path)


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()

"""Opens the zip container of a Word document, safely, and finds its parts.

What holds here: nothing is unpacked before its size is known to be within the limits, no entity is expanded,
nothing is fetched, and every way a container can be broken ends in one `UnreadableError` that says what to
do. A part that is missing although another one names it is None, not an error: Word opens such files, so this
does. (python-docx loads every part of a package, pictures too, and refuses one whose relations name a missing
part, a template or a file with macros: it is not used here.)
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from duikou.errors import UnreadableError
from duikou.reading.wordxml import Element

MAX_MEMBERS = 20_000
MAX_PART = 32 * 2**20  # bytes, one part
MAX_TAGS = 2_000_000  # one part; what a tree costs in memory goes by these
MAX_XML = 128 * 2**20  # bytes, all XML parts together
MAX_RATIO = 400  # unpacked to packed; real documents stay below 60, a bomb is near 1,000
_RATIO_FROM = 4 * 2**20  # bytes; a small part does no harm at any ratio

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "Open it in Word or WPS and save it as a new .docx, or get the file again"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of the relation's type (`footnotes`), and the part's name."""

    id: str
    kind: str
    target: str


class Package:
    """A Word document's container.

    Raises `UnreadableError` when the bytes are no zip file, are encrypted, or unpack to more than the limits.
    """

    def __init__(self, data: bytes, path: str | None = None) -> None:
        self.path = path
        if data[:8] == _OLE:
            raise self._ole(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self._damaged("the file is damaged or was cut short") from error
        members = self._zip.infolist()
        self._members = {_key(m.filename): m for m in members}
        unpacked = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
        if len(members) > MAX_MEMBERS or unpacked > MAX_XML:
            raise self._too_large()

    def main(self) -> str:
        """The name of the part with the document's body. Raises `UnreadableError` when there is none."""
        named = [r.target for r in self.relations("") if r.kind == "officeDocument"]
        for part in [*named, "word/document.xml"]:
            if _key(part) in self._members:
                return part
        raise UnreadableError("it is a zip file without a Word document in it", _AGAIN, self.path)

    def relations(self, part: str) -> list[Relation]:
        """What the part refers to inside the package; "" stands for the package itself."""
        folder, _, base = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = []
        for r in root if root is not None else ():
            target = r.get("Target") or ""
            if r.get("TargetMode") != "External" and target:
                where = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
                found.append(Relation(r.get("Id") or "", (r.get("Type") or "").rpartition("/")[2], where))
        return found

    def xml(self, part: str) -> Element | None:
        """The root element of a part, None when it is missing. Raises `UnreadableError` for unsound XML."""
        from lxml import etree

        data = self._read(part)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"its part {part} is damaged ({error})") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(
                f"its part {part} declares a document type, which no Word file does and is not safe to read",
                _AGAIN,
                self.path,
            )
        return root

    def _read(self, part: str) -> bytes | None:
        member = self._members.get(_key(part))
        if member is None:
            return None
        if member.flag_bits & 1:
            raise self._locked()
        packed = max(member.compress_size, 1)
        if member.file_size > MAX_PART or (member.file_size > _RATIO_FROM and member.file_size / packed > MAX_RATIO):
            raise self._too_large()
        try:
            with self._zip.open(member) as stream:
                data = stream.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise self._damaged(f"its part {part} is damaged") from error
        if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
            raise self._too_large()
        return data

    def _damaged(self, cause: str) -> UnreadableError:
        return UnreadableError(cause, _AGAIN, self.path)

    def _locked(self) -> UnreadableError:
        return UnreadableError(
            "it is encrypted with a password", "Open it in Word or WPS and save it without one", self.path
        )

    def _ole(self, data: bytes) -> UnreadableError:
        if "EncryptedPackage".encode("utf-16-le") in data:
            return self._locked()
        return UnreadableError(
            "it is in the old Word format (.doc or .wps), not .docx",
            "Open it in Word or WPS and save it as .docx",
            self.path,
        )

    def _too_large(self) -> UnreadableError:
        return UnreadableError(
            f"it unpacks to more than is safe to read: {MAX_PART >> 20} MB a part, {MAX_XML >> 20} MB in all",
            "If you trust it, open it in Word or WPS, save its text in several smaller files and read those",
            self.path,
        )


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()

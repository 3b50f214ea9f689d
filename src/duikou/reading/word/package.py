"""Finds the parts of a Word document in its container.

What holds here: a part that is missing although another one names it is None, not an error: Word opens such
files, so this does. (python-docx loads every part of a package, pictures too, and refuses one whose relations
name a missing part, a template or a file with macros: it is not used here.)
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from duikou.errors import UnreadableError, t
from duikou.reading.files.container import Container
from duikou.reading.options import USUAL, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of the relation's type (`footnotes`), and the part's name."""

    id: str
    kind: str
    target: str


class Package(Container):
    """A Word document's container.

    Raises `UnreadableError` when the bytes are no zip file, are encrypted, or unpack to more than the limits.
    """

    again = t("Open it in Word or WPS and save it as a new .docx, or get the file again")

    def __init__(self, data: bytes, path: str | None = None, limits: Limits = USUAL.limits) -> None:
        if data[:8] == _OLE:
            self.path = path
            raise self._ole(data)
        super().__init__(data, path, limits)

    def main(self) -> str:
        """The name of the part with the document's body. Raises `UnreadableError` when there is none."""
        named = [r.target for r in self.relations("") if r.kind == "officeDocument"]
        for part in [*named, "word/document.xml"]:
            if self.holds(part):
                return part
        raise UnreadableError("it is a zip file without a Word document in it", self.again, self.path)

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

    def _ole(self, data: bytes) -> UnreadableError:
        if "EncryptedPackage".encode("utf-16-le") in data:
            return self.locked()
        return UnreadableError(
            "it is in the old Word format (.doc or .wps), not .docx",
            "Open it in Word or WPS and save it as .docx",
            self.path,
        )

"""A Word file as a container: its parts as text, and the file with some of them in place of its own.

What holds here: every part that is not replaced stays as it is, byte for byte. The same parts give the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from duikou.exporting.changes.own_file.markup import parse, value

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_LINKS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_LINKS}"></Relationships>'


class Package:
    """A Word file as a container."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.main = self._target("", "officeDocument") or "word/document.xml"

    def text(self, name: str) -> str:
        """A part as text. Raises `KeyError`, or `UnicodeDecodeError` where it is not UTF-8."""
        return self._zip.read(name).decode("utf-8-sig")

    def document(self) -> str:
        """The document's XML."""
        return self.text(self.main)

    def _rels(self, part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _links(self, part: str) -> str:
        """The list of the parts that a part names; a part that names none may have no such list."""
        name = self._rels(part)
        return self.text(name) if name in self._zip.namelist() else _NO_LINKS

    def parts(self, part: str) -> dict[str, str]:
        """The parts that a part names, by the number under which it does."""
        xml = self._links(part)
        found = {}
        for relation in parse(xml).every("Relationship"):
            target = value(xml, relation, "Target") or ""
            found[value(xml, relation, "Id") or ""] = self._absolute(part, target)
        return found

    @staticmethod
    def _absolute(part: str, target: str) -> str:
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")

    def _target(self, part: str, kind: str) -> str | None:
        xml = self._links(part)
        for relation in parse(xml).every("Relationship"):
            if (value(xml, relation, "Type") or "").endswith("/" + kind):
                target = value(xml, relation, "Target") or ""
                return self._absolute(part, target)
        return None

    def notes(self, kind: str) -> str | None:
        """The part of the document's notes of a kind ("footnotes", "endnotes"), if it has one."""
        return self._target(self.main, kind)

    def remarks(self) -> tuple[str, str | None]:
        """The name of the part of remarks, and the part; None where there is none yet."""
        name = self._target(self.main, "comments")
        if name is not None:
            return name, self.text(name)
        return posixpath.join(posixpath.dirname(self.main), "comments.xml"), None

    def with_part(self, name: str) -> dict[str, str]:
        """The lists of parts with the part of remarks in them."""
        rels, types = self._links(self.main), self.text(_TYPES)
        number = 1 + rels.count("<Relationship ")
        while f'"rId{number}"' in rels:
            number += 1
        entry = f'<Relationship Id="rId{number}" Type="{_OFFICE}/comments" Target="{posixpath.basename(name)}"/>'
        kind = f'<Override PartName="/{name}" ContentType="{_COMMENTS}"/>'
        return {
            self._rels(self.main): _before(rels, "</Relationships>", entry),
            _TYPES: _before(types, "</Types>", kind),
        }

    def written(self, parts: dict[str, str]) -> bytes:
        """The file with these parts in place of its own."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in self._zip.infolist():
                data = parts.pop(entry.filename).encode() if entry.filename in parts else self._zip.read(entry)
                made.writestr(_entry(entry.filename, entry.date_time), data)
            for name, text in parts.items():
                made.writestr(_entry(name, (1980, 1, 1, 0, 0, 0)), text.encode())
        return stream.getvalue()


def _entry(name: str, date: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    return entry


def _before(text: str, end: str, piece: str) -> str:
    at = text.rindex(end)
    return text[:at] + piece + text[at:]

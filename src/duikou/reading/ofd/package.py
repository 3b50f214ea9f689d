"""The container of an OFD file (GB/T 33190-2016, 7.1–7.5): its documents, and the pages, templates and resources of
each.

What holds here: elements are matched by their local names, since producers differ in prefix and namespace edition. A
location (ST_Loc) counts from the container's root when it begins with `/`, else from the part it stands in; what is
not there is looked for from the root, as some producers write it.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from duikou.errors import UnreadableError, t
from duikou.notation.patterns import pattern
from duikou.reading.files.container import Container, Element
from duikou.reading.files.elements import child, children

Box4 = tuple[float, float, float, float]
_PAGE = pattern(r"(?i)(?:^|/)pages/[^/]+/content\.xml$")
A4 = (0.0, 0.0, 210.0, 297.0)  # mm


def words(element: Element | None) -> str:
    """The text in an element, without white space at its edges; "" for None."""
    return ((element.text or "") if element is not None else "").strip()


def numbers(text: str | None) -> list[float]:
    """The numbers of an array (ST_Array, ST_Box). What is no number (nan and inf are none) counts as 0, as viewers
    take it."""
    found = []
    for word in (text or "").replace(",", " ").split():
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        found.append(value if math.isfinite(value) else 0.0)
    return found


def box(text: str | None) -> Box4 | None:
    """A box (ST_Box: x, y, width, height in mm); None when it is missing, wrong or empty."""
    values = numbers(text)
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return (values[0], values[1], values[2], values[3])


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: its id, the name of its part, and the names of the parts of its annotations."""

    id: str
    part: str
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the container: its pages in order, template parts by id, resource parts, page area,
    attachments.
    """

    part: str
    title: str
    pages: tuple[Page, ...]
    templates: dict[str, str] = field(default_factory=dict)
    resources: tuple[str, ...] = ()
    area: Box4 = A4
    attachments: tuple[str, ...] = ()


class OfdContainer(Container):
    """An OFD file's container. Raises `UnreadableError` as `Container` does, and when it is no OFD file."""

    program = t("an OFD reader")
    again = t("Open it in an OFD reader and save it again or print it to PDF, or get the file again")

    def documents(self) -> list[Document]:
        """The documents in the order of OFD.xml. Raises `UnreadableError` when there is none."""
        root = self.xml("OFD.xml")
        if root is None:
            raise self.damaged(t("it is a zip file without an OFD document in it"))
        found = []
        for body in children(root, "DocBody"):
            where = words(child(body, "DocRoot"))
            part = self.resolve("", where) if where else ""
            document = self.xml(part)
            if document is not None:
                found.append(self._document(part, document, words(child(body, "DocInfo", "Title"))))
        if not found:
            if self.holds("encryptions.xml") or child(root, "Encryptions") is not None:
                raise UnreadableError(
                    "it is encrypted", t("Open it in {program} and save it without", program=self.program), self.path
                )
            raise self.damaged(t("the document that it names is not in it"))
        return found

    def unnamed_pages(self, documents: Sequence[Document]) -> list[str]:
        """The parts that are pages by their place and that no document names as a page or a template."""
        named = {x.part.lower() for document in documents for x in document.pages}
        named |= {part.lower() for document in documents for part in document.templates.values()}
        return [part for part in self.parts() if _PAGE.search(part) and part.lower() not in named]

    def resolve(self, part: str, location: str) -> str:
        """The name of the part that `location` means in `part`."""
        location = location.replace("\\", "/")
        folder = "" if location.startswith("/") else part.rpartition("/")[0]
        found = posixpath.normpath(posixpath.join("/", folder, location.lstrip("/"))).lstrip("/")
        from_root = posixpath.normpath(posixpath.join("/", location.lstrip("/"))).lstrip("/")
        return found if self.holds(found) or not self.holds(from_root) else from_root

    def media(self, resource: str) -> dict[str, str]:
        """The parts of the pictures that a resource part names, by id (GB/T 33190-2016, 7.9)."""
        root = self.xml(resource)
        base = (root.get("BaseLoc") or "") if root is not None else ""
        found = {}
        for x in children(child(root, "MultiMedias"), "MultiMedia"):
            file = words(child(x, "MediaFile"))
            if (x.get("Type") or "Image") == "Image" and file:
                inside = self.resolve(resource, posixpath.join(base, file))
                found[x.get("ID") or ""] = inside if self.holds(inside) else self.resolve(resource, file)
        return found

    def _document(self, part: str, root: Element, title: str) -> Document:
        common = child(root, "CommonData")
        notes = self._annotations(part, words(child(root, "Annotations")))
        pages = tuple(
            Page(x.get("ID") or "", self.resolve(part, x.get("BaseLoc") or ""), tuple(notes.get(x.get("ID") or "", ())))
            for x in children(child(root, "Pages"), "Page")
        )
        named = [x for kind in ("PublicRes", "DocumentRes") for x in children(common, kind)]
        return Document(
            part,
            title,
            pages,
            {x.get("ID") or "": self.resolve(part, x.get("BaseLoc") or "") for x in children(common, "TemplatePage")},
            tuple(self.resolve(part, words(x)) for x in named),
            _area(child(common, "PageArea")) or A4,
            self._attachments(part, words(child(root, "Attachments"))),
        )

    def _annotations(self, part: str, location: str) -> dict[str, list[str]]:
        """The parts of the annotations of each page, by the page's id."""
        found: dict[str, list[str]] = {}
        if not location:
            return found
        listing = self.resolve(part, location)
        for page in children(self.xml(listing), "Page"):
            where = self.resolve(listing, words(child(page, "FileLoc")))
            found.setdefault(page.get("PageID") or "", []).append(where)
        return found

    def _attachments(self, part: str, location: str) -> tuple[str, ...]:
        if not location:
            return ()
        listing = self.xml(self.resolve(part, location))
        shown = (x for x in children(listing, "Attachment") if (x.get("Visible") or "true") != "false")
        return tuple(x.get("Name") or "attachment" for x in shown)


def _area(element: Element | None) -> Box4 | None:
    """The box that is shown of a page (7.7): the crop box where there is one."""
    physical = box(words(child(element, "PhysicalBox")))
    return physical or box(words(child(element, "ApplicationBox")))


def page_area(root: Element, document: Document) -> Box4:
    """The area of a page: its own, or the one of its document."""
    return _area(child(root, "Area")) or document.area

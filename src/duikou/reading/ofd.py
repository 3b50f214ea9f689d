"""Reads OFD (GB/T 33190-2016), the fixed-layout format in which offices send and publish documents.

What holds here: every visible character of every page is in a line, in the order of documents, pages and places on
the page. A template that stands behind several pages is furniture: header, footer, or chrome (a watermark). So are
annotations, stamps among them, and text that is turned against the page. Furniture stays in the text with its role;
cleaning takes it out and logs it. A template behind one page only is that page's own text (a form, a red head). Pages
that hold only a picture are read by recognition (OCR) where it is installed. What can't be read is named in a
caution.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace

from duikou.errors import UnreadableError
from duikou.model import Caution, Source
from duikou.reading.container import Element
from duikou.reading.glyphs import Glyph, lines_of_glyphs
from duikou.reading.ofdpackage import Box4, Document, OfdContainer, Page, child, children, numbers, page_area
from duikou.reading.ofdpage import Content, Picture, units
from duikou.reading.placed import Placed, lines_of

MAX_PAGES = 5_000
_POINTS = 72 / 25.4  # in a millimetre
_EDGE = 0.12  # of a page's height: where its heads and feet stand
_UNKNOWN = "\u00a4"  # what producers write for a glyph without a character


def read_ofd(data: bytes, path: str | None = None) -> Source:
    """Read the bytes of an OFD file.

    Lines have page, box and size in points, and the roles text, header, footer and chrome. Raises `UnreadableError`
    when the file is damaged, encrypted, too large, or holds no text.
    """
    container = OfdContainer(data, path)
    documents = container.documents()
    reader = _Reader(container)
    for document in documents:
        reader.read(document)
    text, lines = lines_of(reader.lines)
    if not text.strip():
        raise _empty(reader, path)
    return Source(
        text=text,
        lines=lines,
        format="ofd",
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=reader.pages,
        metadata=_metadata(documents, text),
        cautions=tuple(reader.cautions),
    )


class _Reader:
    """The lines read so far, over all documents of a file."""

    def __init__(self, container: OfdContainer) -> None:
        self.container = container
        self.lines: list[Placed] = []
        self.cautions: list[Caution] = []
        self.pages = self.pictured = 0

    def read(self, document: Document) -> None:
        resources = [root for part in document.resources if (root := self.container.xml(part)) is not None]
        known = units(resources)
        roots = [self._root(page) for page in document.pages[:MAX_PAGES]]
        used = Counter(x for root in roots for x in {t.get("TemplateID") or "" for t in children(root, "Template")})
        templates = {key: self.container.xml(document.templates[key]) for key in used if key in document.templates}
        for page, root in zip(document.pages, roots, strict=False):
            self.pages += 1
            if root is None:
                self._warn("ofd-page", f"page {self.pages} is missing or damaged in the file; the others are read")
                continue
            self._page(page, root, document, known, templates, used)
        if len(document.pages) > MAX_PAGES:
            self._warn("ofd-pages", f"it has {len(document.pages)} pages; only the first {MAX_PAGES} are read")
        if document.attachments:
            names = ", ".join(document.attachments)
            self._warn("ofd-attachments", f"it carries attached files, which are not read: {names}")

    def _root(self, page: Page) -> Element | None:
        try:
            return self.container.xml(page.part)
        except UnreadableError:
            return None

    def _page(
        self,
        page: Page,
        root: Element,
        document: Document,
        known: dict[str, Element],
        templates: dict[str, Element | None],
        used: Counter[str],
    ) -> None:
        area = page_area(root, document)
        body, margin = Content(known), Content(known)
        for key in [t.get("TemplateID") or "" for t in children(root, "Template")]:
            template = templates.get(key)
            if template is None:
                self._warn("ofd-page", f"page {self.pages} names a template that is not in the file")
            (margin if used[key] > 1 else body).read(child(template, "Content"))
        body.read(child(root, "Content"))
        if body.hidden:
            self._warn("ofd-hidden", f"page {self.pages} holds {body.hidden} objects that are not shown; not read")
        lines, aside = self._lines(body.glyphs, area)
        heads, turned = self._lines(margin.glyphs, area)
        furniture = [replace(line, role=_role(line, area)) for line in heads]
        furniture += [replace(line, role="chrome") for line in [*aside, *turned, *self._notes(page, area, known)]]
        if not lines and body.pictures:
            lines = self._recognised(document, body.pictures, area)
        ordered = [x for x in furniture if x.role == "header"], lines, [x for x in furniture if x.role != "header"]
        self.lines += [line for group in ordered for line in group]
        unknown = sum(line.text.count(_UNKNOWN) for line in lines)
        if unknown:
            message = f"page {self.pages} holds {unknown} signs that only its fonts can show ({_UNKNOWN})"
            self._warn("ofd-glyphs", message)

    def _lines(self, glyphs: list[Glyph], area: Box4) -> tuple[list[Placed], list[Placed]]:
        in_points = [
            replace(
                g,
                x=(g.x - area[0]) * _POINTS,
                y=(g.y - area[1]) * _POINTS,
                size=g.size * _POINTS,
                wide=g.wide * _POINTS,
            )
            for g in glyphs
        ]
        return lines_of_glyphs(in_points, self.pages, area[2] * _POINTS, area[3] * _POINTS)

    def _notes(self, page: Page, area: Box4, known: dict[str, Element]) -> list[Placed]:
        """The text of a page's annotations: stamps, watermarks, remarks (GB/T 33190-2016, 15)."""
        found: list[Placed] = []
        for part in page.annotations:
            try:
                root = self.container.xml(part)
            except UnreadableError:
                self._warn("ofd-page", f"an annotation of page {self.pages} is damaged; not read")
                continue
            for note in children(root, "Annot"):
                content = Content(known)
                appearance = child(note, "Appearance")
                if appearance is not None and (note.get("Visible") or "true").lower() != "false":
                    x, y = _corner(appearance)
                    content.read(appearance, (1.0, 0.0, 0.0, 1.0, x, y))
                lines, aside = self._lines(content.glyphs, area)
                found += [*lines, *aside]
        return found

    def _recognised(self, document: Document, pictures: list[Picture], area: Box4) -> list[Placed]:
        self.pictured += 1
        self._warn("ofd-picture", f"page {self.pages} holds a picture and no text; it is not read")
        return []

    def _warn(self, rule: str, message: str) -> None:
        self.cautions.append(Caution(rule, message, ""))


def _corner(appearance: Element) -> tuple[float, float]:
    values = numbers(appearance.get("Boundary"))
    return (values[0], values[1]) if len(values) == 4 else (0.0, 0.0)


def _role(line: Placed, area: Box4) -> str:
    """What a template's line is: a head, a foot, or a mark on the page."""
    height = area[3] * _POINTS
    middle = (line.box[1] + line.box[3]) / 2
    if middle < _EDGE * height:
        return "header"
    return "footer" if middle > (1 - _EDGE) * height else "chrome"


def _metadata(documents: list[Document], text: str) -> dict[str, str]:
    """The title that the file gives itself, if it stands in the text: titles of templates are common."""
    title = re.sub(r"\s+", "", documents[0].title)
    return {"title": title} if len(title) >= 4 and title in re.sub(r"\s+", "", text) else {}


def _empty(reader: _Reader, path: str | None) -> UnreadableError:
    if reader.pictured:
        return UnreadableError(
            "its pages are pictures without text",
            "Install character recognition (pip install 'duikou[ocr]'), or get a copy that holds the text itself",
            path,
        )
    return UnreadableError("it holds no text", "Check that it is the right file, and fetch it again", path)

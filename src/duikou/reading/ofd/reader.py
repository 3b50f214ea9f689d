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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Line, Source
from duikou.reading.files.container import Element
from duikou.reading.files.elements import child, children
from duikou.reading.ofd.package import Box4, Document, OfdContainer, numbers, page_area
from duikou.reading.ofd.package import Page as OfdPage
from duikou.reading.ofd.page import POINTS, Content, Picture, units
from duikou.reading.ofd.paths import take_path
from duikou.reading.options import USUAL, Options
from duikou.reading.pages.accounts import count_characters, lacking, text_where_none_is
from duikou.reading.pages.columns import Columns
from duikou.reading.pages.glyphs import Glyph, has_place, runs_of_glyphs, turned_back
from duikou.reading.pages.margins import Page, mark_margins
from duikou.reading.pages.placed import Box, Placed, lines_of
from duikou.reading.pdf.aligned import UNSURE, take_aligned
from duikou.reading.pdf.lines import PageLine, blocks_of
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.reader import placed_of, printed_rules
from duikou.reading.pdf.tables import continue_tables, take_tables
from duikou.reading.pdf.text_layer import quality

if TYPE_CHECKING:
    from duikou.reading.ocr.onepage import PageRead

_EDGE = 0.12  # of a page's height: where its heads and feet stand
_LARGE = 0.3  # of a page: a smaller picture is no page of text
_SHOWN = 40  # characters of what is left out
_UNKNOWN = "\u00a4"  # what producers write for a glyph without a character


def read_ofd(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of an OFD file; pages that are pictures by recognition.

    Lines have page, box and size in points, and the roles text, header, footer and chrome. Raises `UnreadableError`
    when the file is damaged, encrypted, too large, or holds no text.
    """
    container = OfdContainer(data, path, options.limits)
    documents = container.documents()
    reader = _Reader(container, options)
    options.limits.check_pages(sum(len(document.pages) for document in documents), path)
    for document in documents:
        reader.read(document)
    reader.tell_unnamed(documents)
    text, lines = lines_of(text_where_none_is(reader.lines))
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
        cautions=(*reader.cautions, *reader.doubts(lines)),
    )


@dataclass(slots=True)
class _Side:
    """One page: its lines and tables, its furniture, and what recognition read of its pictures."""

    page: Page
    furniture: list[Placed]
    read: list[Placed]

    def lines(self) -> list[Placed]:
        """All lines of the page: what stands above it first, marks and what stands below it last."""
        above = [x for x in self.furniture if x.role == "header"]
        return [*above, *placed_of(self.page), *self.read, *(x for x in self.furniture if x.role != "header")]


class _Reader:
    """The lines read so far, over all documents of a file."""

    def __init__(self, container: OfdContainer, options: Options) -> None:
        self.container, self.options = container, options
        self.media: dict[str, str] = {}
        self.scanned: list[PageRead] = []
        self.lines: list[Placed] = []
        self.cautions: list[Caution] = []
        self.pages = self.pictured = self.uncoded = self.garbage = self.outside = 0
        self.unsure = 0.0

    def read(self, document: Document) -> None:
        """Take in one document of the file."""
        resources = [root for part in document.resources if (root := self.container.xml(part)) is not None]
        known = units(resources)
        self.media = {key: where for part in document.resources for key, where in self.container.media(part).items()}
        roots = [self._root(page) for page in document.pages]
        used = Counter(x for root in roots for x in {t.get("TemplateID") or "" for t in children(root, "Template")})
        templates = {key: self.container.xml(document.templates[key]) for key in used if key in document.templates}
        sides = []
        columns = Columns()
        for page, root in zip(document.pages, roots, strict=False):
            self.pages += 1
            if root is None:
                self._warn(
                    "ofd-page", t("page {page} is missing or damaged in the file; the others are read", page=self.pages)
                )
                continue
            sides.append(self._page(page, root, document, known, templates, used, columns))
        mark_margins([side.page for side in sides])
        continue_tables([side.page.blocks for side in sides])
        lines = [line for side in sides for line in side.lines()]
        self.lines += sorted(lines, key=lambda line: line.role == "footnote")
        if document.attachments:
            names = ", ".join(document.attachments)
            self._warn("ofd-attachments", t("it carries attached files, which are not read: {names}", names=names))

    def _root(self, page: OfdPage) -> Element | None:
        try:
            return self.container.xml(page.part)
        except UnreadableError:
            return None

    def _page(
        self,
        page: OfdPage,
        root: Element,
        document: Document,
        known: dict[str, Element],
        templates: dict[str, Element | None],
        used: Counter[str],
        columns: Columns,
    ) -> _Side:
        area = page_area(root, document)
        body, margin = self._content(area, known), self._content(area, known)
        for key in [named.get("TemplateID") or "" for named in children(root, "Template")]:
            template = templates.get(key)
            if template is None:
                self._warn("ofd-page", t("page {page} names a template that is not in the file", page=self.pages))
            (margin if used[key] > 1 else body).read(child(template, "Content"))
        body.read(child(root, "Content"))
        if body.hidden:
            self._warn(
                "ofd-hidden",
                t(
                    "page {page} holds {hidden} objects that are not shown; not read",
                    page=self.pages,
                    hidden=body.hidden,
                ),
            )
        laid, aside = self._laid(body, columns)
        if not laid.blocks and aside:
            self._warn(
                "ofd-turned",
                t("page {page}: all its text is turned against the page; read piece by piece", page=self.pages),
            )
            laid.blocks = [PageLine(x.text, x.box, x.size) for x in aside]
            aside = []
        self._judge(laid, body)
        heads, turned = self._laid(margin, Columns())
        furniture = [replace(line, role=_role(line, laid.height)) for line in placed_of(heads)]
        furniture += [replace(line, role="chrome") for line in [*aside, *turned, *self._notes(page, area, known)]]
        read = self._recognised(body.pictures, area) if not laid.blocks and body.pictures else []
        return _Side(laid, furniture, read)

    def _content(self, area: Box4, known: dict[str, Element]) -> Content:
        return Content(area, known, self.container.budget)

    def _judge(self, laid: Page, body: Content) -> None:
        """Say which characters of a page its file gives no text for, and take out what is garbage."""
        lines = list(placed_of(laid))
        unknown = sum(line.text.count(_UNKNOWN) for line in lines)
        if body.uncoded:
            self.uncoded += body.uncoded
            message = t(
                "page {page} draws {uncoded} glyphs for which the file gives no character; not read",
                page=self.pages,
                uncoded=body.uncoded,
            )
            self._warn("ofd-glyphs", message)
        why = quality("\n".join(line.text for line in lines).replace(_UNKNOWN, "\ufffd")).garbage()
        if why:
            self.garbage += 1
            self._warn("ofd-garbage", t("page {page}: its text is garbage ({why}); not read", page=self.pages, why=why))
            laid.blocks = []
        elif unknown:
            message = t(
                "page {page} holds {unknown} signs that only its fonts can show ({signs})",
                page=self.pages,
                unknown=unknown,
                signs=_UNKNOWN,
            )
            self._warn("ofd-glyphs", message)

    def _laid(self, content: Content, columns: Columns) -> tuple[Page, list[Placed]]:
        """The lines and tables of what was found on a page, and what is turned against it."""
        wide, high = content.width, content.height
        glyphs = self._on_page(content.glyphs, wide, high)
        flat = runs_of_glyphs(glyphs, self.pages, wide, high)
        drawing = Drawing()
        turn = partial(turned_back, flat.angle, wide, high)
        for path, to_page in content.paths:
            take_path(path, lambda x, y, to_page=to_page: turn(*to_page(x, y)), drawing)  # type: ignore[misc]
        tables, runs, _ = take_tables(flat.runs, [], drawing)
        aligned = take_aligned(runs, drawing)
        tables, runs = [*tables, *aligned.tables], aligned.rest
        if aligned.unsure:
            self._warn("ofd-table", t("page {page}: {unsure}", page=self.pages, unsure=UNSURE))
        if flat.angle % 180:
            wide, high = high, wide
        page = Page(self.pages, wide, high, blocks_of(runs, tables, columns), printed_rules(drawing, tables))
        expected = sum(g.char.isalnum() for g in glyphs) - flat.doubled
        self.cautions += lacking(self.pages, expected, count_characters([*placed_of(page), *flat.aside]))
        return page, flat.aside

    def _on_page(self, glyphs: list[Glyph], width: float, height: float) -> list[Glyph]:
        """The characters of the texts that begin on the page; the others are named in a caution."""
        inside = {g.run for g in glyphs if has_place(g) and -g.wide < g.x < width and -g.size < g.y < height + g.size}
        on = [g for g in glyphs if g.run in inside and has_place(g)]
        if len(on) < len(glyphs):
            kept = {id(g) for g in on}
            off = "".join(g.char for g in glyphs if id(g) not in kept)
            if off.strip():
                self.outside += len(off)
                self.cautions.append(
                    Caution("ofd-left-out", t("text off page {page} is left out", page=self.pages), off[:_SHOWN])
                )
        return on

    def _notes(self, page: OfdPage, area: Box4, known: dict[str, Element]) -> list[Placed]:
        """The text of a page's annotations: stamps, watermarks, remarks (GB/T 33190-2016, 15)."""
        found: list[Placed] = []
        for part in page.annotations:
            try:
                root = self.container.xml(part)
            except UnreadableError:
                self._warn("ofd-page", t("an annotation of page {page} is damaged; not read", page=self.pages))
                continue
            for note in children(root, "Annot"):
                content = self._content(area, known)
                appearance = child(note, "Appearance")
                if appearance is not None and (note.get("Visible") or "true").lower() != "false":
                    x, y = _corner(appearance)
                    content.read(appearance, (1.0, 0.0, 0.0, 1.0, x, y))
                laid, aside = self._laid(content, Columns())
                found += [*placed_of(laid), *aside]
        return found

    def _recognised(self, pictures: list[Picture], area: Box4) -> list[Placed]:
        """The text of a page that holds nothing but pictures, by recognition where an engine is there."""
        from duikou.reading import ocr
        from duikou.reading.ocr.onepage import read_picture

        self.pictured += 1
        large = [p for p in pictures if p.box[2] * p.box[3] > _LARGE * area[2] * area[3]]
        off = self.options.ocr == "off" or (self.options.ocr == "auto" and not ocr.available())
        if off or not large:
            self._warn("ofd-picture", t("page {page} holds a picture and no text; it is not read", page=self.pages))
            return []
        engine = ocr.engine_named(self.options.ocr, self.container.path)
        found: list[Placed] = []
        for picture in large:
            try:
                data = self.container.read(self.media.get(picture.resource, "")) or b""
                sheet = next(ocr.pictures_of(data, None, self.options.limits)[1])
            except UnreadableError as error:
                self._warn("ofd-picture", t("page {page}: {cause}; it is not read", page=self.pages, cause=error.cause))
                continue
            dpi = sheet.picture.size[0] / max(picture.box[2] / 25.4, 0.1) if sheet.picture is not None else sheet.dpi
            left, top = (picture.box[0] - area[0]) * POINTS, (picture.box[1] - area[1]) * POINTS
            read = read_picture(replace(sheet, page=self.pages, dpi=dpi), engine, self.options.limits.seconds)
            lines = tuple(replace(x, box=_moved(x.box, left, top)) for x in read.lines)
            self.scanned.append(replace(read, lines=lines))
            self.unsure = engine.UNSURE
            found += lines
        return found

    def tell_unnamed(self, documents: Sequence[Document]) -> None:
        """Say which pages lie in the file without belonging to a document: no viewer shows them."""
        unnamed = self.container.unnamed_pages(documents)
        if unnamed:
            self._warn(
                "ofd-page", t("it holds pages that no document names, which are not read: {names}", names=unnamed)
            )

    def doubts(self, lines: Sequence[Line]) -> tuple[Caution, ...]:
        """What recognition was unsure of, with its place in the Source's lines."""
        if not self.scanned:
            return ()
        from duikou.reading import ocr

        read = tuple(x for page in self.scanned for x in page.lines)
        remarks = tuple(x for page in self.scanned for x in page.remarks)
        return ocr.Scanned(read, remarks, self.unsure).cautions_in(lines)

    def _warn(self, rule: str, message: str) -> None:
        self.cautions.append(Caution(rule, message, ""))


def _corner(appearance: Element) -> tuple[float, float]:
    values = numbers(appearance.get("Boundary"))
    return (values[0], values[1]) if len(values) == 4 else (0.0, 0.0)


def _moved(box: Box, left: float, top: float) -> Box:
    return box[0] + left, box[1] + top, box[2] + left, box[3] + top


def _role(line: Placed, height: float) -> str:
    """What a template's line is: a head, a foot, or a mark on the page."""
    middle = (line.box[1] + line.box[3]) / 2
    if middle < _EDGE * height:
        return "header"
    return "footer" if middle > (1 - _EDGE) * height else "chrome"


def _metadata(documents: list[Document], text: str) -> dict[str, str]:
    """The title that the file gives itself, if it stands in the text: titles of templates are common."""
    title = "".join(documents[0].title.split())
    return {"title": title} if len(title) >= 4 and title in "".join(text.split()) else {}


_COPY = t("Get a copy that holds the text itself (Word, or a PDF made from it), or print it and have that recognised")


def _empty(reader: _Reader, path: str | None) -> UnreadableError:
    if reader.garbage or reader.uncoded:
        return UnreadableError("draws its text by glyphs for which it gives no characters", _COPY, path)
    if reader.outside:
        return UnreadableError("has no text on its pages: all of it stands off them or has no place", _COPY, path)
    if reader.pictured:
        return _only_pictures(reader, path)
    return UnreadableError("it holds no text", "Check that it is the right file, and fetch it again", path)


def _only_pictures(reader: _Reader, path: str | None) -> UnreadableError:
    from duikou.reading import ocr

    why = [caution.message for caution in reader.cautions if caution.rule == "ofd-picture"]
    if ocr.available() and why:
        return UnreadableError(t("its pages are pictures without text ({why})", why=why[0]), _COPY, path)
    return UnreadableError(
        "its pages are pictures without text",
        "Install character recognition ({install ocr}), or get a copy that holds the text itself",
        path,
    )

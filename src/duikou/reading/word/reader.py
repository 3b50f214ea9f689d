"""Reads a Word document (.docx, .docm, .dotx; ECMA-376) as Word shows it in one view of its tracked changes.

What holds here: one line for each paragraph (more where a line break stands in it) and for each table row; headers
first, then the body, with the documents that are put into it, then the notes that the body refers to, then the
footers. The mark of a note stands in the text and before the note as `notation.notes` writes it. What can't be read or
is not shown is named in a caution.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from duikou.errors import UnreadableError, several, t
from duikou.model import Caution, Line, Source
from duikou.notation import notes
from duikou.reading.files import columns
from duikou.reading.options import USUAL, Options
from duikou.reading.word.chunks import Chunks
from duikou.reading.word.notes import Marks
from duikou.reading.word.numbering import Numbering
from duikou.reading.word.package import Package, Relation
from duikou.reading.word.setting import Item, Setting
from duikou.reading.word.styles import Styles
from duikou.reading.word.text import Story
from duikou.reading.word.tree import CHANGES, VIEWS
from duikou.reading.word.xml import Element, attr, child, count, flag, name


def read_docx(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of a Word document.

    Lines have the roles text, heading (with level from 1), row (cells apart by TAB), header, footer and
    footnote. Pages are those of Word's own last layout and of breaks written by hand; None where there are
    neither. Raises `UnreadableError` when it is damaged, encrypted, too large, no Word document, or holds no
    text.
    """
    package = Package(data, path, options.limits)
    main = package.main()
    root = package.xml(main)
    body = child(root, "w:body")
    if body is None:
        raise UnreadableError("it is a zip file without a Word document in it", "Check what file it is", path)
    relations = package.relations(main)
    settings = _part(package, relations, "settings")
    styles = Styles(_part(package, relations, "styles"), package.budget)
    chunks = Chunks(package, options)
    setting = Setting(
        styles,
        Numbering(_part(package, relations, "numbering"), styles, package.budget),
        Marks(settings, _sections(body)),
        package.budget,
        VIEWS[options.revisions],
        chunks.part,
        chunks.document,
    )
    story = Story(setting, _section_types(body))
    items = story.read(body, main)
    pages = story.page if story.paged else None
    feet_of_pages = _notes(package, relations, story)
    heads, feet = _margins(package, relations, body, story, settings)
    lines = [*heads, *((item, item.role, item.page if pages else None) for item in items), *feet_of_pages, *feet]
    text, placed = _placed(lines)
    if not text.strip():
        raise _empty(story, path)
    return Source(
        text=text,
        lines=placed,
        format="docx",
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        metadata=_metadata(package, text),
        cautions=(
            *_cautions(story, count(body, CHANGES), _comments(package, relations), options.revisions),
            *chunks.cautions,
        ),
    )


_READ_AS = {
    "accepted": t("read as accepted"),
    "original": t("left out: it is read as it was before them"),
    "marked": t("marked as {-deleted-} and {+inserted+}"),
}
_Roled = tuple[Item, str, int | None]


def _placed(lines: list[_Roled]) -> tuple[str, tuple[Line, ...]]:
    texts = columns.told_among([item.text for item, _, _ in lines], [role == "row" for _, role, _ in lines])
    placed, start = [], 0
    for i, (text, (item, role, page)) in enumerate(zip(texts, lines, strict=True), start=1):
        end = start + len(text)
        level = item.level if role == "heading" else None
        placed.append(Line(start, end, i, page, role, level, merged=item.merged, centred=item.centred))
        start = end + 1
    return "\n".join(texts), tuple(placed)


def _part(package: Package, relations: list[Relation], kind: str) -> Element | None:
    return next((package.xml(r.target) for r in relations if r.kind == kind), None)


def _sections(body: Element) -> list[Element]:
    return [x for x in body.iter() if name(x) == "w:sectPr" and name(x.getparent()) != "w:sectPrChange"]


def _section_types(body: Element) -> tuple[str, ...]:
    return tuple(attr(child(s, "w:type"), "val") or "nextPage" for s in _sections(body)[1:])


def _notes(package: Package, relations: list[Relation], story: Story) -> list[_Roled]:
    """The notes that the text refers to, in the order of their marks, footnotes first: each with its mark, once."""
    found: list[_Roled] = []
    asked = list({(note.kind, note.id): note for note in reversed(story.notes)}.values())[::-1]
    for kind, element_name in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        parts = [r.target for r in relations if r.kind == kind][:1] if any(x.kind == kind for x in asked) else []
        root = package.xml(parts[0]) if parts else None
        by_id = {attr(x, "id"): x for x in (root if root is not None else ()) if name(x) == element_name}
        for wanted in asked:
            if wanted.kind == kind and wanted.id in by_id:
                items = [x for x in story.read(by_id[wanted.id], parts[0]) if x.text.strip()]
                for i, item in enumerate(items):
                    marked = replace(item, text=notes.note(wanted.shown, item.text)) if i == 0 else item
                    found.append((marked, item.role if item.role == "row" else "footnote", None))
    return found


def _comments(package: Package, relations: list[Relation]) -> int:
    """How many remarks (批注) the document has, which are no part of its text."""
    root = _part(package, relations, "comments")
    return sum(name(x) == "w:comment" for x in (root if root is not None else ()))


def _margins(
    package: Package, relations: list[Relation], body: Element, story: Story, settings: Element | None
) -> tuple[list[_Roled], list[_Roled]]:
    """The headers and the footers that are shown, each distinct line once."""
    targets = {r.id: r.target for r in relations}
    even = flag(child(settings, "w:evenAndOddHeaders"))
    found: dict[str, dict[str, _Roled]] = {"header": {}, "footer": {}}
    done: set[tuple[str, str]] = set()  # sections share their headers
    for section in _sections(body):
        shown = [
            "default",
            *(["first"] if flag(child(section, "w:titlePg")) else []),
            *(["even"] if even else []),
        ]
        for reference in section:
            role = {"w:headerReference": "header", "w:footerReference": "footer"}.get(name(reference))
            if role is None or (attr(reference, "type") or "default") not in shown:
                continue
            part = targets.get(attr(reference, "id", "r") or "", "")
            root = package.xml(part) if (role, part) not in done else None
            done.add((role, part))
            for item in story.read(root, part) if root is not None else ():
                if item.text.strip():
                    found[role].setdefault(item.text, (item, role, None))
    return list(found["header"].values()), list(found["footer"].values())


def _metadata(package: Package, text: str) -> dict[str, str]:
    """The title of the core properties, if it stands in the text: titles of templates are common."""
    core = next((r.target for r in package.relations("") if r.kind == "core-properties"), "")
    title = child(package.xml(core), "dc:title")
    words = "".join((title.text or "").split()) if title is not None else ""
    return {"title": words} if len(words) >= 4 and words in "".join(text.split()) else {}


def _contents(story: Story) -> tuple[str, ...]:
    return tuple(several(kind, count) for kind, count in sorted(story.unread.items()))


def _cautions(story: Story, changes: int, comments: int, view: str) -> list[Caution]:
    """What the document holds besides what was read."""
    found = []
    if story.unread:
        message = t("The document holds {contents}; text inside is not read", contents=_contents(story))
        found.append(Caution("docx-unread", message, ""))
    if story.hidden:
        found.append(
            Caution(
                "docx-hidden",
                t("{what} are left out", what=several(t("{count} character of hidden text"), story.hidden)),
                "",
            )
        )
    if comments:
        found.append(Caution("docx-comments", several(t("The document holds {count} comment, left out"), comments), ""))
    if changes:
        message = t(
            "The document holds {what}, {read_as}",
            what=several(t("{count} tracked change"), changes),
            read_as=_READ_AS[view],
        )
        found.append(Caution("docx-revisions", message, ""))
    return found


def _empty(story: Story, path: str | None) -> UnreadableError:
    if story.unread:
        return UnreadableError(
            t("it holds {contents} and no text", contents=_contents(story)),
            "Run character recognition on it, or get a copy that holds the text itself",
            path,
        )
    return UnreadableError("it holds no text", "Check that it is the right file", path)

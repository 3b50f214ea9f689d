"""Reads a Word document (.docx, .docm, .dotx; ECMA-376) as Word shows it with all tracked changes accepted.

What holds here: one line for each paragraph (more where a line break stands in it) and for each table row;
headers first, then the body, then the notes that the body refers to, then the footers. The marks of notes (a
raised 1) are left out of the body: glued to a date or a number they would change it. What can't be read is
named in a caution.
"""

from __future__ import annotations

import hashlib
import re

from duikou.errors import UnreadableError
from duikou.model import Caution, Line, Source
from duikou.reading.options import USUAL, Options
from duikou.reading.word.numbering import Numbering, Styles
from duikou.reading.word.package import Package, Relation
from duikou.reading.word.text import Item, Story
from duikou.reading.word.xml import Element, attr, child, flag, name


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
    styles = Styles(_part(package, relations, "styles"))
    story = Story(styles, Numbering(_part(package, relations, "numbering"), styles), _section_types(body))
    items = story.read(body)
    pages = story.page if story.paged else None
    notes = _notes(package, relations, story)
    heads, feet = _margins(package, relations, body, story)
    lines = [*heads, *((item, item.role, item.page if pages else None) for item in items), *notes, *feet]
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
        cautions=_cautions(story),
    )


_Roled = tuple[Item, str, int | None]


def _placed(lines: list[_Roled]) -> tuple[str, tuple[Line, ...]]:
    placed, start = [], 0
    for i, (item, role, page) in enumerate(lines, start=1):
        end = start + len(item.text)
        placed.append(Line(start, end, i, page, role, item.level if role == "heading" else None, merged=item.merged))
        start = end + 1
    return "\n".join(item.text for item, _, _ in lines), tuple(placed)


def _part(package: Package, relations: list[Relation], kind: str) -> Element | None:
    return next((package.xml(r.target) for r in relations if r.kind == kind), None)


def _sections(body: Element) -> list[Element]:
    return [x for x in body.iter() if name(x) == "w:sectPr" and name(x.getparent()) != "w:sectPrChange"]


def _section_types(body: Element) -> tuple[str, ...]:
    return tuple(attr(child(s, "w:type"), "val") or "nextPage" for s in _sections(body)[1:])


def _notes(package: Package, relations: list[Relation], story: Story) -> list[_Roled]:
    found: list[_Roled] = []
    asked = list(dict.fromkeys(story.notes))
    for kind, element_name in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        root = _part(package, relations, kind) if any(k == kind for k, _ in asked) else None
        by_id = {attr(x, "id"): x for x in (root if root is not None else ()) if name(x) == element_name}
        for wanted, note_id in asked:
            if wanted == kind and note_id in by_id:
                found += [(item, "footnote", None) for item in story.read(by_id[note_id]) if item.text.strip()]
    return found


def _margins(
    package: Package, relations: list[Relation], body: Element, story: Story
) -> tuple[list[_Roled], list[_Roled]]:
    """The headers and the footers that are shown, each distinct line once."""
    targets = {r.id: r.target for r in relations}
    even = flag(child(_part(package, relations, "settings"), "w:evenAndOddHeaders"))
    found: dict[str, dict[str, _Roled]] = {"header": {}, "footer": {}}
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
            root = package.xml(targets.get(attr(reference, "id", "r") or "", ""))
            for item in story.read(root) if root is not None else ():
                if item.text.strip():
                    found[role].setdefault(item.text, (item, role, None))
    return list(found["header"].values()), list(found["footer"].values())


def _metadata(package: Package, text: str) -> dict[str, str]:
    """The title of the core properties, if it stands in the text: titles of templates are common."""
    core = next((r.target for r in package.relations("") if r.kind == "core-properties"), "")
    title = child(package.xml(core), "dc:title")
    words = re.sub(r"\s+", "", (title.text or "") if title is not None else "")
    return {"title": words} if len(words) >= 4 and words in re.sub(r"\s+", "", text) else {}


def _contents(story: Story) -> str:
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(story.unread.items()))


def _cautions(story: Story) -> tuple[Caution, ...]:
    if not story.unread:
        return ()
    message = f"The document holds {_contents(story)}; text inside is not read"
    return (Caution("docx-unread", message, ""),)


def _empty(story: Story, path: str | None) -> UnreadableError:
    if story.unread:
        return UnreadableError(
            f"it holds {_contents(story)} and no text",
            "Run character recognition on it, or get a copy that holds the text itself",
            path,
        )
    return UnreadableError("it holds no text", "Check that it is the right file", path)

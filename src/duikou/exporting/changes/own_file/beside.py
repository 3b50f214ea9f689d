"""What two Word files differ in beside the text of their documents: headers, footers and notes, which a redline tracks
where both files have the same ones, passage by passage; and what it can't track, and so must be told.

What holds here: headers and footers stand against each other where both files have the same kinds of them in the same
sections, notes where there are as many. Where these have as many paragraphs (and rows with as many cells), what differs
in them is tracked. All else is told: what they show, and pictures by their bytes. What can't be read is passed over.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import unescape

from duikou.comparing.aligning.similar import Budget
from duikou.exporting.changes.own_file.markup import Edits, Element, UnfitError, parse, value
from duikou.exporting.changes.own_file.package import Package
from duikou.exporting.changes.own_file.story import Flowing, story
from duikou.exporting.changes.own_file.tracking import Tracker
from duikou.exporting.changes.own_file.word_paragraphs import Marker, WordParagraph
from duikou.notation.patterns import pattern

_TEXT = pattern(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
# The parts of a Word file by the beginning of their names, and what they are called.
_PARTS = (
    ("header", "headers"),
    ("footer", "footers"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
)
_PICTURES = "pictures"
_REFERENCES = ("w:headerReference", "w:footerReference")
_NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote"}


def tracked(old: Package, new: Package, marker: Marker) -> dict[str, str]:
    """The old file's headers, footers and notes with what changed in them tracked, by the names of their parts."""
    parts = {}
    for name, other in _counterparts(old, new):
        xml, there = old.text(name), new.text(other)
        pairs = _paired(xml, there)
        if not any(one.text != text for one, text in pairs):
            continue
        edits = Edits(xml)
        tracker = Tracker(edits, marker, Budget())
        for one, text in pairs:
            tracker.change(one, text)
        parts[name] = edits.done()
    return parts


def untracked(old: bytes, new: bytes) -> list[str]:
    """What differs beside the document and is not tracked: "headers", "footers", "footnotes", "endnotes", and
    "pictures" where the new file has one that the old one has not."""
    try:
        before, after = _texts(old), _texts(new)
    except (zipfile.BadZipFile, ValueError, KeyError, OSError):
        return []
    try:
        files = Package(old), Package(new)
        for name, other in _counterparts(*files):
            if _paired(files[0].text(name), files[1].text(other)):
                said = _kind(name)
                before[said].subtract([_shown(files[0].text(name))])
                after[said].subtract([_shown(files[1].text(other))])
    except (UnfitError, UnicodeDecodeError, KeyError, ValueError):
        pass
    found = [said for _, said in _PARTS if +before[said] != +after[said]]
    return [*found, _PICTURES] if after[_PICTURES] - before[_PICTURES] else found


def _counterparts(old: Package, new: Package) -> Iterator[tuple[str, str]]:
    """The headers, footers and notes of the old file, each once, with those of the new one that stand in their
    place."""
    here, there = _referred(old), _referred(new)
    if [what for what, _ in here] == [what for what, _ in there]:
        pairs = {one: other for (_, one), (_, other) in zip(here, there, strict=True)}
        # One part may stand in several sections; in all of them the same one must be its counterpart.
        if all(pairs[one] == other for (_, one), (_, other) in zip(here, there, strict=True)):
            yield from pairs.items()
    for kind in _NOTES:
        name, other = old.notes(kind), new.notes(kind)
        if name is not None and other is not None:
            yield name, other


def _referred(package: Package) -> list[tuple[tuple[str, str | None], str]]:
    """The headers and footers of each section in order: what each is, and its part."""
    xml = package.document()
    parts = package.parts(package.main)
    found = []
    for section in parse(xml).every("w:sectPr"):
        for child in section.children:
            part = parts.get(value(xml, child, "r:id") or "")
            if child.name in _REFERENCES and part is not None:
                found.append(((child.name, value(xml, child, "w:type")), part))
    return found


def _paired(xml: str, there: str) -> list[tuple[WordParagraph, str]]:
    """The paragraphs of a part with the text that they have in the other file; none where the two are not built alike,
    or show something besides that differs."""
    sides = _stories(xml), _stories(there)
    paragraphs = [[list(_paragraphs(one)) for one in side] for side in sides]
    if [list(map(len, one)) for one in paragraphs[0]] != [list(map(len, one)) for one in paragraphs[1]]:
        return []
    flat = [[paragraph for one in side for cell in one for paragraph in cell] for side in paragraphs]
    own = ["".join(one.text for one in side) for side in flat]
    shown = [_shown(text) for text in (xml, there)]
    # What stands in a text box is not in the paragraphs.
    besides = [Counter(text) - Counter(part) for text, part in zip(shown, own, strict=True)]
    if besides[0] != besides[1]:
        return []
    return [(one, other.text) for one, other in zip(*flat, strict=True)]


def _stories(xml: str) -> list[Flowing]:
    root = parse(xml)
    notes = [child for child in root.children if child.name in _NOTES.values()]
    holders: Sequence[Element] = notes or [root]
    return [one for holder in holders for one in story(xml, holder)]


def _paragraphs(one: Flowing) -> Iterator[Sequence[WordParagraph]]:
    """The paragraphs of a passage, cell by cell."""
    if one.paragraph is not None:
        yield (one.paragraph,)
    else:
        yield from one.cells


def _kind(name: str) -> str:
    base = posixpath.basename(name)
    return next((said for start, said in _PARTS if base.startswith(start)), "")


def _shown(xml: str) -> str:
    return unescape("".join(_TEXT.findall(xml)))


def _texts(data: bytes) -> dict[str, Counter[str]]:
    """The texts of each kind of part, in whatever order the parts are named; of pictures their digests."""
    found: dict[str, Counter[str]] = {said: Counter() for _, said in (*_PARTS, ("", _PICTURES))}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            folder, base = posixpath.split(name)
            if posixpath.basename(folder) == "media":
                found[_PICTURES][sha256(package.read(name)).hexdigest()] += 1
            if base.endswith(".xml") and not folder.endswith("_rels") and (said := _kind(name)):
                text = _shown(package.read(name).decode("utf-8", "replace"))
                if text.strip():
                    found[said][text] += 1
    return found

"""A paragraph of a Word file as it is read, and how its runs are written anew with tracked changes in them.

What holds here: the text is that of the runs that stand in the paragraph itself, with earlier changes as if accepted;
pictures, notes, fields' codes and text boxes have no characters, and stay where they are. A run that is cut keeps its
own tag and properties in every piece, so that the pieces joined are the run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from duikou.comparing.telling.region import Region
from duikou.exporting.changes.own_file.fields import is_plain, long_form, outermost
from duikou.exporting.changes.own_file.markup import Edits, Element
from duikou.notation.patterns import pattern

_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_GONE = frozenset(("w:del", "w:moveFrom"))
_WRAPPERS = frozenset(
    ("w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:fldSimple", "w:dir")
)
_FORBIDDEN = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = pattern("([\t\n])")


@dataclass(slots=True)
class Atom:
    """One element of a run's content with the text that it shows ("" for a picture, a note …), at `at` of the text."""

    element: Element
    said: str
    at: int


@dataclass(slots=True)
class Run:
    """A run with its content; [at, end) are its characters in the paragraph's text."""

    element: Element
    atoms: list[Atom]
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class _Field:
    """A simple field; [at, end) are its characters in the paragraph's text."""

    element: Element
    at: int
    end: int


@dataclass(slots=True, eq=False)
class WordParagraph:
    """A paragraph: its runs, and the text they make."""

    element: Element
    runs: list[Run] = field(default_factory=list)
    text: str = ""

    @property
    def properties(self) -> Element | None:
        """Its w:pPr."""
        return self.element.child("w:pPr")


def read_paragraph(xml: str, element: Element) -> WordParagraph:
    """Read a paragraph."""
    found = WordParagraph(element)
    said: list[str] = []
    at = 0
    for run in _runs(element):
        atoms, start = [], at
        for child in run.children:
            if child.name == "w:rPr":
                continue
            text = unescape(xml[child.inner : child.close]) if child.name == "w:t" else _SIGNS.get(child.name, "")
            if child.name == "w:br" and "w:type=" in xml[child.start : child.inner]:
                text = ""  # a page or column break
            atoms.append(Atom(child, text, at))
            at += len(text)
            said.append(text)
        found.runs.append(Run(run, atoms, start, at))
    found.text = "".join(said)
    return found


def _runs(parent: Element) -> Iterator[Element]:
    for child in parent.children:
        if child.name == "w:r":
            yield child
        elif child.name in _WRAPPERS:
            yield from _runs(child)


def runs_and_fields(parent: Element) -> Iterator[Element]:
    """The runs of a paragraph, and its simple fields whole, those without a run too."""
    for child in parent.children:
        if child.name == "w:r" or is_plain(child):
            yield child
        elif child.name in _WRAPPERS:
            yield from runs_and_fields(child)


def as_struck(runs: str) -> str:
    """Runs as they are written where they are taken out."""
    runs = runs.replace("<w:t>", '<w:delText xml:space="preserve">').replace("<w:t ", "<w:delText ")
    return runs.replace("</w:t>", "</w:delText>").replace("w:instrText", "w:delInstrText")


class Marker:
    """Gives tracked changes their numbers, author and date."""

    def __init__(self, author: str, date: str, first: int) -> None:
        self.by = f'w:author="{escape(_FORBIDDEN.sub("", author), {chr(34): "&quot;"})}" w:date="{date}"'
        self.number = first

    def opening_tag(self, name: str) -> str:
        """The opening tag of a change."""
        self.number += 1
        return f'<{name} w:id="{self.number}" {self.by}>'

    def alone(self, name: str) -> str:
        """A change that has no content: that of a paragraph's mark, a row, a cell."""
        return self.opening_tag(name)[:-1] + "/>"

    def around(self, name: str, inside: str) -> str:
        """A change with content."""
        return f"{self.opening_tag(name)}{inside}</{name}>" if inside else ""


def words(text: str, name: str = "w:t") -> str:
    """A text as the content of a run."""
    parts = []
    for piece in _BREAKS.split(_FORBIDDEN.sub("", text)):
        if piece in ("\t", "\n"):
            parts.append("<w:tab/>" if piece == "\t" else "<w:br/>")
        elif piece:
            space = ' xml:space="preserve"' if name != "w:t" or piece != piece.strip() else ""
            parts.append(f"<{name}{space}>{escape(piece)}</{name}>")
    return "".join(parts)


def look(xml: str, found: WordParagraph, at: int) -> str:
    """The w:rPr (or "") of the character before `at`, else of the one after it, else of the paragraph's mark."""
    runs = [run for run in found.runs if run.at < run.end]
    before = next((run for run in reversed(runs) if run.at < at), runs[0] if runs else None)
    if before is None:
        mark = found.properties.child("w:rPr") if found.properties else None
        return _plain(xml, mark) if mark else ""
    properties = before.element.child("w:rPr")
    return _plain(xml, properties) if properties else ""


def _plain(xml: str, properties: Element) -> str:
    """A w:rPr without the changes that are tracked in it."""
    kept = [
        xml[child.start : child.end]
        for child in properties.children
        if child.name not in ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange")
    ]
    return f"<w:rPr>{''.join(kept)}</w:rPr>" if kept else ""


def run_of(look_of: str, content: str) -> str:
    """A new run."""
    return f"<w:r>{look_of}{content}</w:r>" if content else ""


def rewrite(edits: Edits, found: WordParagraph, new: str, regions: Sequence[Region], marker: Marker) -> None:
    """Track the regions in a paragraph whose text becomes `new`."""
    xml = edits.text
    inserted: dict[int, str] = {}
    for region in regions:
        if region.n1 > region.n0:
            inserted[region.o1] = inserted.get(region.o1, "") + new[region.n0 : region.n1]
    gone = [(region.o0, region.o1) for region in regions if region.o1 > region.o0]
    placed: set[int] = set()
    fields = [_Field(element, runs[0].at, runs[-1].end) for element, runs in _fields(found)]
    lost = [one for one in fields if one.at < one.end and _covered(one, gone)]
    for one in lost:
        made = marker.around("w:del", as_struck(long_form(xml, one.element)))
        edits.replace(one.element.start, one.element.end, made)
    # What is put in behind a field is no part of what it shows.
    for one in fields:
        for at in sorted(inserted):
            if one.at < at <= one.end and (at == one.end or one in lost):
                placed.add(at)
                edits.insert(one.element.end, marker.around("w:ins", run_of(look(xml, found, at), words(inserted[at]))))
    dead = [(one.element.start, one.element.end) for one in lost]
    for run in found.runs:
        if any(start <= run.element.start < end for start, end in dead):
            continue
        here = [at for at in inserted if at not in placed and run.at < at <= run.end]
        struck = [(max(a, run.at), min(b, run.end)) for a, b in gone if a < run.end and b > run.at]
        if not here and not struck:
            continue
        placed.update(here)
        made = "".join(_pieces(xml, run, struck, {at: inserted[at] for at in here}, found, marker))
        edits.replace(run.element.start, run.element.end, made)
    first = [at for at in inserted if at not in placed]
    if first:
        head = next((run for run in found.runs if run.at <= first[0] <= run.end and run.at < run.end), None)
        properties = found.properties
        where = head.element.start if head is not None and head.at == first[0] else None
        if where is None:
            where = properties.end if properties else found.element.inner
        text = "".join(inserted[at] for at in sorted(first))
        piece = marker.around("w:ins", run_of(look(xml, found, first[0]), words(text)))
        if found.element.empty:
            tag = xml[found.element.start : found.element.end - 2].rstrip()
            edits.replace(found.element.start, found.element.end, f"{tag}>{piece}</w:p>")
        else:
            edits.insert(where, piece)


def _fields(found: WordParagraph) -> list[tuple[Element, list[Run]]]:
    """The simple fields of a paragraph with the runs of each."""
    return [
        (field, list(runs))
        for field, runs in groupby(found.runs, key=lambda run: outermost(run.element))
        if field is not None
    ]


def _covered(field: _Field, gone: Sequence[tuple[int, int]]) -> bool:
    """Whether all that a field shows goes."""
    return sum(max(0, min(b, field.end) - max(a, field.at)) for a, b in gone) == field.end - field.at


def _pieces(
    xml: str,
    run: Run,
    struck: Sequence[tuple[int, int]],
    inserted: dict[int, str],
    found: WordParagraph,
    marker: Marker,
) -> Iterator[str]:
    """A run in pieces: kept, struck, and what is put in between."""
    tag = xml[run.element.start : run.element.inner]
    properties = run.element.child("w:rPr")
    head = tag + (xml[properties.start : properties.end] if properties else "")
    kept: list[str] = []
    lost: list[str] = []

    def flush() -> Iterator[str]:
        if lost:
            yield marker.around("w:del", f"{head}{''.join(lost)}</w:r>")
            lost.clear()
        if kept:
            yield f"{head}{''.join(kept)}</w:r>"
            kept.clear()

    for atom in run.atoms:
        if not atom.said:
            yield from (flush() if lost else ())
            kept.append(xml[atom.element.start : atom.element.end])
            continue
        cuts = sorted(
            {atom.at, atom.at + len(atom.said)}
            | {edge for pair in struck for edge in pair if atom.at < edge < atom.at + len(atom.said)}
            | {at for at in inserted if atom.at < at < atom.at + len(atom.said)}
        )
        for start, stop in pairwise(cuts):
            dead = any(a <= start and stop <= b for a, b in struck)
            if (kept and dead) or (lost and not dead):
                yield from flush()
            (lost if dead else kept).append(_part(xml, atom, start, stop, dead))
            if stop in inserted:
                yield from flush()
                yield marker.around("w:ins", run_of(look(xml, found, stop), words(inserted[stop])))
    yield from flush()


def _part(xml: str, atom: Atom, start: int, stop: int, dead: bool) -> str:
    if atom.element.name != "w:t":
        return xml[atom.element.start : atom.element.end]
    said = atom.said[start - atom.at : stop - atom.at]
    if dead:
        return words(said, "w:delText")
    if len(said) == len(atom.said):
        return xml[atom.element.start : atom.element.end]
    return words(said)

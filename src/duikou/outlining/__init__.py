"""Outlining: whole paragraphs in, a document with its parts and the tree of its numbered items out.

What holds here: nothing is refused and nothing lost. Any list of paragraphs gives a `Document` in which each
paragraph is one block, in order. The structure is that of GB/T 9704-2012 where the document follows it; where it does
not, the sequence of the document's own numbers decides (see `sequence`).

The order of passes matters: contents first (their lines look like headings), then the title, then parts (each has its
own numbering), then each part's frame (title, numbers, signature), and only then the items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.data import lists
from duikou.model import Cleaned, Document, Part
from duikou.notation import dates, doc_numbers, document_lines, issuers, site_lines, titles
from duikou.notation.patterns import patterns
from duikou.outlining import contents, frame, parts, tree
from duikou.outlining.frame import Frame

__all__ = ["outline"]

_LINES = patterns("outlining/frame")
_WORDS = lists("outlining/frame")


def outline(cleaned: Cleaned) -> Document:
    """The structure of a clean text.

    Takes the paragraphs of `cleaned`, and the page's own metadata as a fall-back and a check. Gives the document with
    its parts and items; offsets are characters of `cleaned.text`. Raises nothing.
    """
    paragraphs = cleaned.paragraphs
    metadata = cleaned.source.metadata
    texts = [p.text for p in paragraphs]
    rows = [p.kind == "row" and "\t" in p.text for p in paragraphs]
    levels = [p.level if p.kind == "heading" else None for p in paragraphs]
    plain = ["" if row else text for text, row in zip(texts, rows, strict=True)]
    listed = contents.find_contents(plain)
    open_texts = ["" if i in listed else text for i, text in enumerate(plain)]
    outer = titles.find_title(open_texts, levels, metadata.get("title"))
    closed = listed | {i for i, row in enumerate(rows) if row}
    starts = parts.beginnings(texts, closed, outer)
    ends = [*starts[1:], len(texts)]
    built, frames = [], []
    for index, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        inside = frozenset(i - start for i in listed if start <= i < end)
        known = metadata if index == 1 else {}
        found = frame.find_frame(texts[start:end], levels[start:end], rows[start:end], inside, known)
        nodes, blocks = tree.build(paragraphs[start:end], found.roles, index)
        built.append(Part(index, found.title, nodes, blocks))
        frames.append(found)
    title = _title(frames, metadata.get("title"))
    if built[:1] and built[0].title is None and metadata.get("title"):
        # The text begins below its title, which the page alone gives.
        built[0] = replace(built[0], title=title)
    return Document(
        cleaned,
        title,
        _doc_number(frames, metadata.get("doc_number")),
        _issuers(frames, metadata.get("issuers"), title, _written(cleaned, built)),
        next((f.recipients for f in frames if f.recipients), ()),
        _date(frames, metadata.get("date")),
        next((f.note for f in frames if f.note), None),
        tuple(built),
        tuple(block for part in built for block in part.blocks),
        titles.doctype(title),
    )


def _title(frames: list[Frame], known: str | None) -> str | None:
    found = frames[0].title if frames else None
    if found:
        return found
    return titles.canonical(known) if known else next((f.title for f in frames if f.title), None)


def _doc_number(frames: list[Frame], known: str | None) -> str | None:
    found = next((f.doc_number for f in frames[:1] if f.doc_number), None)
    if found is None and known:
        known = _LINES.year_in_brackets.sub(r"〔\1〕", "".join(known.split()))
        found = document_lines.doc_number(known)
    return found or next((f.doc_number for f in frames if f.doc_number), None)


def _issuers(frames: list[Frame], known: str | None, title: str | None, written: str) -> tuple[str, ...]:
    """The names that sign; without a signature the red head, who gives an order its number, the title, then the
    signatures of other parts, who adopted a statute, and the page's table, in this order. Of those who sign together a
    title may name the first alone: a signature or a table that names more is right."""
    first = frames[0] if frames else None
    if first and first.issuers:
        return first.issuers
    if first and first.red_head:
        return (first.red_head.removesuffix(_WORDS.red_heads[0]),)
    if first and (orders := doc_numbers.issuer(first.doc_number or "")):
        return (orders,)
    own = issuers.of_title(title, written) if title else ()
    later = next((found.issuers for found in frames if found.issuers), ())
    if first and first.adopters and not (own or later):
        return first.adopters
    # A page may name itself where who issued should stand.
    said = _LINES.between_issuers.split(known or "")
    paged = tuple(name for name in said if name and not site_lines.names_site(name))
    for others in (later, paged):
        if others and set(own) <= set(others):
            return others
    return own or later or paged


def _written(cleaned: Cleaned, built: Sequence[Part]) -> str:
    """The lines of the first part's title as they stand in the source."""
    places = [b.paragraph.place for part in built[:1] for b in part.blocks if b.role == "title"]
    return "\n".join(cleaned.source.text[place.start : place.end] for place in places)


def _date(frames: list[Frame], known: str | None) -> str | None:
    first = frames[0].date if frames else None
    return first or (dates.iso(known) if known else None) or next((f.date for f in frames if f.date), None)

"""What is handed on of one extracted document: its head and its measures, without its text and its log of
edits.

What holds here: a record is small, so that it can travel between processes and be put aside on disk. It knows where
each field of its measures stood in the source, since the log that could tell is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import chain

from duikou.exporting.labels import cautions_of, in_order, with_context
from duikou.model import Caution, Citation, Extracted, Measure, Pair, Place, Source, Spanned
from duikou.model.values import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the path as the user named it, format, encoding, sha256 of the bytes,
    pages, and when it came from the web."""

    path: str | None
    format: str
    encoding: str | None
    sha256: str
    pages: int | None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One document in a ledger. `parts` are (index, title); `pairs` and `citations` those of the document as a
    whole; `spots` the
    places in the source of the spans that fields have in the clean text; `passages` what stands in the clean text from
    the start to the end of each measure, () where that was not kept."""

    origin: Origin
    title: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    parts: tuple[tuple[int, str | None], ...]
    measures: tuple[Measure, ...]
    cautions: tuple[Caution, ...]
    pairs: tuple[Pair, ...] = ()
    spots: Mapping[Span, Place] = field(default_factory=dict)
    passages: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def name(self) -> str:
        """The title, or the file's name where there is none."""
        return self.title or self.file

    @property
    def file(self) -> str:
        """The name of the file, without its folder; "" for a text given to the library."""
        from pathlib import PurePath

        return PurePath(self.origin.path).name if self.origin.path else ""

    def place(self, found: Spanned) -> Place | None:
        """Where a field stood in the source; None for one that was made by hand."""
        return self.spots.get((found.start, found.end))


def origin(source: Source) -> Origin:
    """Where a source came from."""
    return Origin(source.path, source.format, source.encoding, source.sha256, source.pages, source.retrieved)


def record(extracted: Extracted) -> Record:
    """The record of a document."""
    document = extracted.document
    return Record(
        origin=origin(document.cleaned.source),
        title=document.title,
        doc_number=document.doc_number,
        issuers=document.issuers,
        recipients=document.recipients,
        date=document.date,
        parts=tuple((part.index, part.title) for part in document.parts),
        measures=extracted.measures,
        cautions=with_context(in_order((*cautions_of(document), *extracted.cautions)), document.cleaned.source.text),
        pairs=extracted.pairs,
        spots={span: document.cleaned.place(*span) for span in sorted(_spans(extracted))},
        citations=extracted.citations,
        passages=tuple(document.cleaned.text[measure.start : measure.end] for measure in extracted.measures),
    )


def fields(measure: Measure) -> Iterator[Spanned]:
    """Every value of a measure that has a span, field by field."""
    from duikou.extracting.fields.registry import FIELDS

    return chain.from_iterable(field.of(measure) for field in FIELDS)


def _spans(extracted: Extracted) -> set[Span]:
    of_measures = chain.from_iterable(map(fields, extracted.measures))
    found: Iterator[Spanned] = chain(extracted.pairs, extracted.citations, of_measures)
    return {(one.start, one.end) for one in found if one.end > one.start}

"""What is handed on of one extracted document: its head and its measures, without its text and its log of
edits.

What holds here: a record is small, so that it can travel between processes and many can be held at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from duikou.exporting.labels import cautions_of
from duikou.model import Caution, Extracted, Measure, Source


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the path as the user named it, format, encoding, sha256 of the bytes,
    pages."""

    path: str | None
    format: str
    encoding: str | None
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """One document in a ledger. `parts` are (index, title)."""

    origin: Origin
    title: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    parts: tuple[tuple[int, str | None], ...]
    measures: tuple[Measure, ...]
    cautions: tuple[Caution, ...]

    @property
    def name(self) -> str:
        """The title, or the file's name where there is none."""
        from pathlib import PurePath

        return self.title or (PurePath(self.origin.path).name if self.origin.path else "")


def origin(source: Source) -> Origin:
    """Where a source came from."""
    return Origin(source.path, source.format, source.encoding, source.sha256, source.pages)


def record(extracted: Extracted, kinds: tuple[str, ...] = ()) -> Record:
    """The record of a document; with `kinds`, only measures of these kinds."""
    document = extracted.document
    return Record(
        origin=origin(document.cleaned.source),
        title=document.title,
        doc_number=document.doc_number,
        issuers=document.issuers,
        recipients=document.recipients,
        date=document.date,
        parts=tuple((part.index, part.title) for part in document.parts),
        measures=tuple(measure for measure in extracted.measures if not kinds or measure.kind in kinds),
        cautions=cautions_of(document),
    )

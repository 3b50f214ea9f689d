"""The JSON that programs read: duikou.clean/1, duikou.extract/1 and duikou.diff/1, held to
`data/schemas/*.json`.

What holds here: the output is what `json.dumps(…, ensure_ascii=False, indent=2)` gives for the whole, but
it is made document by document, so that memory does not grow with their number. Offsets count characters of
the decoded source. `lang` is the language of messages: all else says the same in every language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from duikou.errors import DuikouError
from duikou.exporting.labels import cautions_of, in_order
from duikou.exporting.ledger.record import Origin, Record, origin

if TYPE_CHECKING:
    from duikou.extracting.fields.spec import FieldSpec
    from duikou.model import (
        Block,
        Caution,
        Change,
        Cleaned,
        Comparison,
        Document,
        Measure,
        Paragraph,
        Place,
        Side,
        Spanned,
    )
    from duikou.model.plans import ComparedPlans, LeftOut

# The groups of changes in the order of the JSON.
_COUNTED = ("substantive", "suspect", "editorial", "moved", "renumbered")


def dumps(value: Any) -> str:
    """JSON as all outputs have it: characters as they are, two spaces of indent."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def clean_json(cleaned: Cleaned, lang: str = "en") -> str:
    """One cleaned document as JSON: an entry of "documents" in duikou.clean/1. Outlines it for the
    paragraphs' kinds."""
    from duikou.outlining import outline

    return dumps(clean_value(outline(cleaned), lang))


def join_clean(outputs: Iterable[str], errors: Sequence[DuikouError], lang: str = "en") -> Iterator[str]:
    """The whole of duikou.clean/1 from its documents."""
    return envelope("duikou.clean/1", outputs, errors, lang)


def extract_json(record: Record, lang: str = "en") -> str:
    """One extracted document as JSON: an entry of "documents" in duikou.extract/1."""
    return dumps(extract_value(record, lang))


def join_extract(
    outputs: Iterable[str],
    errors: Sequence[DuikouError],
    lang: str = "en",
    *,
    copies: Sequence[LeftOut] | None = None,
) -> Iterator[str]:
    """The whole of duikou.extract/1 from its documents. `copies` are the files for which another of their plan is
    counted, complete once the documents are used up; None where all are counted."""
    return envelope("duikou.extract/1", outputs, errors, lang, copies)


def diff_json(comparison: Comparison, lang: str = "en", color: bool = False, width: int = 80) -> str:
    """The whole of duikou.diff/1."""
    return dumps(diff_value(comparison, lang)) + "\n"


def diffs_json(comparisons: Sequence[Comparison], lang: str = "en", color: bool = False, width: int = 80) -> str:
    """The whole of duikou.diffs/1: several versions, each against the one before."""
    return dumps({"schema": "duikou.diffs/1", "comparisons": [diff_value(c, lang) for c in comparisons]}) + "\n"


def plans_json(
    found: ComparedPlans, errors: Sequence[DuikouError], lang: str = "en", color: bool = False, width: int = 80
) -> str:
    """The whole of duikou.diffs/1 for folders: every comparison, plan by plan; which of them are of which plan; and the
    files that were not compared."""
    value: dict[str, Any] = {
        "schema": "duikou.diffs/1",
        "comparisons": [diff_value(comparison, lang) for comparison in found.comparisons],
        "plans": [],
        "alone": [{"path": file.path, "title": file.title, "side": file.side} for file in found.alone],
        "copies": [_copy(file) for file in found.copies],
        "errors": [error_value(error, lang) for error in errors],
    }
    before = 0
    for plan in found.plans:
        numbers = list(range(before, before + len(plan.comparisons)))
        value["plans"].append({"title": plan.title, "relation": plan.relation, "comparisons": numbers})
        before += len(numbers)
    return dumps(value) + "\n"


def _copy(file: LeftOut) -> dict[str, Any]:
    return {**_counted_elsewhere(file), "side": file.side}


def _counted_elsewhere(file: LeftOut) -> dict[str, Any]:
    return {"path": file.path, "title": file.title, "instead": file.instead, "relation": file.relation}


def refused_json(comparisons: Sequence[Comparison], errors: Sequence[DuikouError], lang: str = "en") -> str:
    """The whole of duikou.diff/1 where versions are hardly versions of one text: the pairs, and why there are no
    changes. It has no "changes", so that no reader takes it for two versions without any."""
    pairs = [{"old": version_value(c.old), "new": version_value(c.new)} for c in comparisons]
    failed = [error_value(error, lang) for error in errors]
    return dumps({"schema": "duikou.diff/1", "unlike": pairs, "errors": failed}) + "\n"


def envelope(
    schema: str,
    documents: Iterable[str],
    errors: Sequence[DuikouError],
    lang: str,
    copies: Sequence[LeftOut] | None = None,
) -> Iterator[str]:
    """The frame around documents that are JSON already. `errors` and `copies` are read once the documents are used
    up."""
    yield f'{{\n  "schema": "{schema}",\n  "documents": ['
    last = ""
    for document in documents:
        # JSON keeps no raw line feed inside its strings, so indenting lines leaves the values as they are.
        yield f"{last}\n    " + document.replace("\n", "\n    ")
        last = ","
    yield "\n  ]" if last else "]"
    if copies is not None:
        left_out = dumps([_counted_elsewhere(file) for file in copies]).replace("\n", "\n  ")
        yield f',\n  "copies": {left_out}'
    failed = dumps([error_value(error, lang) for error in errors]).replace("\n", "\n  ")
    yield f',\n  "errors": {failed}\n}}\n'


def clean_value(document: Document, lang: str = "en") -> dict[str, Any]:
    """One document of duikou.clean/1."""
    cleaned = document.cleaned
    roles = {block.paragraph.start: block for block in document.blocks}
    return {
        "source": origin_value(origin(cleaned.source)),
        "paragraphs": [_paragraph(paragraph, roles.get(paragraph.start)) for paragraph in cleaned.paragraphs],
        "removed": [
            {"text": removed.text, "rule": removed.rule, "source": place_value(removed.place)}
            for removed in cleaned.removed
        ],
        "edits": cleaned.edits,
        "warnings": [caution_value(caution, lang) for caution in cautions_of(document)],
    }


def _paragraph(paragraph: Paragraph, block: Block | None) -> dict[str, Any]:
    value: dict[str, Any] = {"text": paragraph.text, "kind": block.role if block else paragraph.kind}
    if block and block.role == "item":
        value["path"] = list(block.path)
    return value | {"source": place_value(paragraph.place)}


def extract_value(record: Record, lang: str = "en") -> dict[str, Any]:
    """One document of duikou.extract/1."""
    return {
        "source": origin_value(record.origin),
        "title": record.title,
        "doc_number": record.doc_number,
        "issuers": list(record.issuers),
        "recipients": list(record.recipients),
        "date": record.date,
        "parts": [{"index": index, "title": title} for index, title in record.parts],
        **_of_document(record),
        "measures": [measure_value(measure, record) for measure in record.measures],
        "warnings": [caution_value(caution, lang) for caution in record.cautions],
    }


def _of_document(record: Record) -> dict[str, Any]:
    """The values that the document as a whole has of some fields."""
    from duikou.extracting.fields.registry import FIELDS

    return {
        field.key: [_field_value(field, one, record.place(one)) for one in getattr(record, field.key)]
        for field in FIELDS
        if field.of_document
    }


def measure_value(measure: Measure, record: Record) -> dict[str, Any]:
    """One measure of duikou.extract/1, of a document. A field made by hand stands where its measure does."""
    from duikou.extracting.fields.registry import FIELDS
    from duikou.extracting.fields.spec import kept

    value: dict[str, Any] = {
        "id": measure.id,
        "part": measure.part,
        "path": list(measure.path),
        "chapter": measure.chapter,
        "section": measure.section,
        "kind": measure.kind,
        "title": measure.title,
        "text": measure.text,
    }
    for field in FIELDS:
        for texts in field.texts:
            found = kept(measure, texts.name)
            value[texts.name] = found if texts.single else list(found)
        if field.attributes:
            value[field.key] = [
                _field_value(field, one, record.place(one) or measure.place) for one in field.of(measure)
            ]
    return value | {"source": place_value(measure.place)}


def _field_value(field: FieldSpec, item: Spanned, place: Place | None) -> dict[str, Any]:
    """One value of a field, and where it stood."""
    said = {one.name: one.value(item) for one in field.attributes}
    return {**said, "source": place_value(place) if place else None}


def diff_value(comparison: Comparison, lang: str = "en") -> dict[str, Any]:
    """The value of duikou.diff/1."""
    cautions = (*cautions_of(comparison.old), *cautions_of(comparison.new))
    return {
        "schema": "duikou.diff/1",
        "old": version_value(comparison.old),
        "new": version_value(comparison.new),
        "summary": summary(comparison.changes),
        "ignored": len(comparison.ignored),
        "changes": [change_value(change, lang) for change in comparison.changes],
        "warnings": [caution_value(caution, lang) for caution in (*in_order(comparison.cautions), *cautions)],
    }


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes of each class; moves and renumberings apart. Each change is counted once."""
    counts = dict.fromkeys(_COUNTED, 0)
    for change in changes:
        counts[change.group] += 1
    return counts


def change_value(change: Change, lang: str = "en") -> dict[str, Any]:
    """One change of duikou.diff/1, its hint in a language."""
    return {
        "class": change.klass,
        "type": change.type,
        "category": change.category,
        "zone": change.zone,
        "old": _side(change.old),
        "new": _side(change.new),
        "ops": [list(op) for op in change.ops],
        "wrong": change.wrong,
        "hint": _hint(change, lang),
        "matched_by": change.matched_by,
        "score": change.score,
        "cite": {"old": _cited(change.old), "new": _cited(change.new)},
        "elsewhere": change.elsewhere,
    }


def _hint(change: Change, lang: str) -> str | None:
    if change.hint is None or lang == "en":
        return change.hint
    from duikou.exporting.changes.report_lines import suspicion

    return suspicion(change, lang)


def version_value(document: Document) -> dict[str, Any]:
    """One of the two versions compared."""
    source = document.cleaned.source
    return {
        "path": source.path,
        "title": document.title,
        "doc_number": document.doc_number,
        "date": document.date,
        "format": source.format,
        "sha256": source.sha256,
    }


def origin_value(origin: Origin) -> dict[str, Any]:
    """The "source" of a document; "retrieved" stands there where it came from the web."""
    retrieved = {"retrieved": origin.retrieved} if origin.retrieved else {}
    return {
        "path": origin.path,
        "format": origin.format,
        "encoding": origin.encoding,
        "sha256": origin.sha256,
        "pages": origin.pages,
        **retrieved,
    }


def place_value(place: Place) -> dict[str, Any]:
    """The "source" of a passage: page and line from 1, offsets in characters of the decoded source, half
    open."""
    return {"page": place.page, "line": place.line, "start": place.start, "end": place.end}


def caution_value(caution: Caution, lang: str) -> dict[str, Any]:
    """One entry of "warnings", its message in a language."""
    return {
        "rule": caution.rule,
        "message": _told(caution.message, lang),
        "text": caution.text,
        "source": place_value(caution.place) if caution.place else None,
    }


def _told(message: str, lang: str) -> str:
    from duikou.exporting.wording import told

    return told(message, lang)


def error_value(error: DuikouError, lang: str = "en") -> dict[str, Any]:
    """One entry of "errors", in a language."""
    return {"path": error.path, "cause": _told(error.cause, lang), "advice": _told(error.advice, lang)}


def _cited(side: Side | None) -> str | None:
    return side.cite or None if side is not None else None


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"path": list(side.path), "text": side.text, "source": place_value(side.place)}

"""A ledger in a workbook or in CSV as records: what its rows say now, and what the sheets beside them know.

What holds here: the row is what counts, since an office works in it. A value that a sheet beside the ledger tells in
parts (the days of a deadline, the unit of a quantity) is taken from there as long as the cell still shows it; any other
is read from the cell. A row that is marked as ended, or was taken off by the office, is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from duikou.exporting.labels import label, labels
from duikou.exporting.ledger.columns import numbered, says
from duikou.exporting.ledger.keys import is_at, parsed
from duikou.exporting.ledger.read_back.tables import Ledger, Row, items
from duikou.exporting.ledger.read_back.values import Places, measure, once, with_ids
from duikou.exporting.ledger.record import Origin, Record
from duikou.extracting.fields.citations import in_one_form
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import FieldSpec
from duikou.model import UNIT_ROLES, Caution, Citation, Deadline, Measure, Mention, Pair, Place, Quantity, Unit
from duikou.notation import offices

_MOST_PARTS = 40  # parts of a document that a key is tried for


class ReadBack(NamedTuple):
    """A record, and of each of its measures what stands in the office's own columns; None where there can be none."""

    record: Record
    own: tuple[Mapping[str, str], ...] | None = None


class _About(NamedTuple):
    """What names the document of a row: the file that it comes from, and its title."""

    file: str
    title: str


def documents(ledger: Ledger) -> Iterator[ReadBack]:
    """The documents of a ledger, in the order of its sheet of documents; where the rows were sorted otherwise, in that
    of the rows."""
    told = {_about(row, ledger.lang, "title"): row for row in ledger.beside.get("documents", ()) if not _failed(row)}
    by_document: dict[_About, list[Row]] = {}
    for row in ledger.rows:
        if counts(row, ledger.lang):
            by_document.setdefault(_about(row, ledger.lang), []).append(row)
    details = _Details(ledger)
    listed = [*told, *(one for one in by_document if one not in told)]
    if [one for one in listed if one in by_document] != [*by_document]:
        listed = [*by_document, *(one for one in told if one not in by_document)]
    for about in listed:
        yield _document(about, by_document.get(about, []), told.get(about), details, ledger.lang)


def counts(row: Row, lang: str) -> bool:
    """Whether a row is a measure of its plan: it says something, and is not marked as ended."""
    return bool(row.get("title") or row.get("text")) and row.get("change") != labels(lang, "update")["ended"]


def _failed(row: Row) -> bool:
    """Whether a row of the sheet of documents tells of a file that could not be read."""
    return not (row.get("format") or row.get("measures") or row.get("title"))


def _about(row: Row, lang: str, name: str = "document") -> _About:
    """The document that a row is of; `name` is the column of its title."""
    file = row.get("file") or row.get("source")
    title = row.get(name) if row.get(name) != PurePath(file).name else ""
    return _About("-" if file == label(lang, "words", "stdin") else file, title)


def _document(about: _About, rows: Sequence[Row], told: Row | None, details: _Details, lang: str) -> ReadBack:
    head = told or (rows[0] if rows else Row({}))
    places = Places()
    parts, of_rows = _parts(rows)
    measures = [_measure(row, part, places, details, lang) for row, part in zip(rows, of_rows, strict=True)]
    record = Record(
        Origin(
            about.file or None,
            _name_of(head.get("format"), labels(lang, "formats")),
            None,
            "",
            int(head.get("pages")) if head.get("pages").isdigit() else None,
            head.get("retrieved").replace(" ", "T") or None,
        ),
        about.title or None,
        head.get("doc_number") or None,
        tuple(items(head.get("issuers"), lang)),
        (),
        head.get("date") or None,
        parts,
        with_ids(measures),
        tuple(Caution("told", line, "") for line in head.get("warnings").split("\n") if line),
        spots=places.known,
        **details.of_document(about, places),
    )
    return ReadBack(record, tuple(row.own for row in rows))


def _parts(rows: Sequence[Row]) -> tuple[tuple[tuple[int, str | None], ...], list[int]]:
    """The parts of a document, and the part of each row: by its key, else by what the column of parts says."""
    titles: dict[str, int] = {}
    found = []
    for row in rows:
        said, key = row.get("part"), parsed(row.get("row_key"))
        path = _path(row)
        part = next((p for p in range(1, _MOST_PARTS) if key is not None and is_at(key, p, path)), None)
        if part is None:
            part = int(said) if said.isdigit() else titles.get(said, len(titles) + 1)
        titles.setdefault(said, part)
        found.append(part)
    if not any(titles):
        return ((1, None),), [1] * len(rows)
    by_part = {part: said if not said.isdigit() else None for said, part in titles.items()}
    return tuple((part, by_part.get(part) or None) for part in range(1, max(2, *by_part) + 1)), found


def _path(row: Row) -> tuple[str, ...]:
    return tuple(row.get("path").split("·")) if row.get("path") else ()


def _measure(row: Row, part: int, places: Places, details: _Details, lang: str) -> Measure:
    path = _path(row)
    values: dict[str, Any] = {}
    for field in FIELDS:
        for texts in field.texts:
            said = row.get(texts.name)
            values[texts.name] = (said or None) if texts.single else tuple(items(said, lang))
        if field.read is not None:
            values[field.key] = details.values(field, row, places)
    values["units"] = details.units(row, values, places)
    values["place_mentions"] = tuple(Mention(name, name, 0, 0) for name in values["places"])
    own = {
        "id": "",
        "part": part,
        "path": path,
        "chapter": _heading(row.get("chapter"), path[:1]),
        "section": _heading(row.get("section"), path[-2:-1]),
        "kind": _name_of(row.get("kind"), labels(lang, "kinds")) or "task",
        "title": row.get("title") or None,
        "text": row.get("text"),
        "start": 0,
        "end": 0,
        "place": _place(row) or Place(None, 0, 0, 0),
    }
    return measure(own, values)


def _heading(said: str, above: tuple[str, ...]) -> str | None:
    """A heading without the number that the ledger sets before it."""
    return (said.removeprefix(numbered(above[0], "")) if above else said) or None


def _name_of(said: str, words: Mapping[str, str]) -> str:
    return next((name for name, shown in words.items() if shown == said), said)


def _place(row: Row) -> Place | None:
    page, line = row.get("page"), row.get("line")
    return Place(int(page) if page.isdigit() else None, int(line), 0, 0) if line.isdigit() else None


class _Details:
    """What the sheets beside a ledger tell of the values of its rows, by the number of the row."""

    def __init__(self, ledger: Ledger) -> None:
        self.lang, self.say = ledger.lang, says(ledger.lang)
        self._rows: dict[tuple[str, str], list[tuple[int, Row]]] = {}
        self._whole: dict[tuple[str, _About], list[tuple[int, Row]]] = {}
        self._roles = {shown: role for role, shown in labels(ledger.lang, "unit_roles").items()}
        self._relations = {shown: name for name, shown in labels(ledger.lang, "relations").items()}
        for at, (sheet, row) in enumerate(((sheet, row) for sheet, rows in ledger.beside.items() for row in rows), 1):
            if number := row.get("index"):
                self._rows.setdefault((sheet, number), []).append((at, row))
            elif row.get("file"):
                self._whole.setdefault((sheet, _about(row, ledger.lang)), []).append((at, row))

    def values(self, field: FieldSpec, row: Row, places: Places) -> tuple[Any, ...]:
        """The values of a field that the cells of a row show."""
        cell = row.get(field.columns[0].name)
        shown = self._shown(field, cell)
        known = list(self._known(field, row, places))
        said = [field.shown(one, self.say) for one in known]
        told = [
            one
            for _, one in sorted(
                ((shown.index(text), one) for text, one in zip(said, known, strict=True) if text in shown),
                key=lambda pair: pair[0],
            )
        ]
        read = (field.read(one, self.say) for one in shown if one not in said) if field.read else ()
        return (*told, *(one for one in read if one is not None))

    def _shown(self, field: FieldSpec, cell: str) -> list[str]:
        """The items of a cell; what is no value by itself goes on the one before."""
        found: list[str] = []
        for one in items(cell, self.lang):
            if found and field.read is not None and field.read(one, self.say) is None:
                found[-1] += labels(self.lang, "words")["list"] + one
            else:
                found.append(one)
        return found

    def _known(self, field: FieldSpec, row: Row, places: Places) -> Iterator[Any]:
        sheet = _SHEET_OF.get(field.key)
        if sheet is None or not row.get("index"):
            return
        for at, told in self._rows.get((sheet, row.get("index")), ()):
            made = self._made(field.key, told, places, at)
            if made is not None:
                yield made

    def of_document(self, about: _About, places: Places) -> dict[str, tuple[Any, ...]]:
        """The values that a document as a whole has."""
        return {
            field.key: tuple(
                self._made(field.key, row, places, at) for at, row in self._whole.get((_SHEET_OF[field.key], about), ())
            )
            for field in FIELDS
            if field.of_document
        }

    def _made(self, key: str, row: Row, places: Places, at: int) -> Any:
        """The value that a row of a sheet beside the ledger tells of; None where it tells of another field. `at` counts
        these rows: the values of a measure stand there in the order of its text."""
        start, end = places.span(_place(row), at)
        text = row.get("written")
        figure = row.get("sort") == labels(self.lang, "words")["deadline"]
        if key == "pairs":
            return Pair(row.get("left"), row.get("right"), row.get("topic") or None, text, start, end)
        if key == "citations":
            title = in_one_form(text.partition("《")[2].rpartition("》")[0]) or row.get("cited")
            full = row.get("cited") if row.get("cited") != title else None
            return Citation(title, row.get("doc_number") or None, full, text, start, end)
        if key == "deadlines" and figure:
            return Deadline(text, row.get("first_day") or None, row.get("last_day") or None, start, end)
        if key == "quantities" and not figure:
            relation = self._relations.get(row.get("relation"), "=")
            relation = "=" if relation == "range" else relation
            low, high = (_number(row.get(name)) for name in ("low", "high"))
            measured = row.get("measured_in") or None
            return Quantity(text, low, high, measured, relation, row.get("counted") or None, start, end)
        return None

    def units(self, row: Row, values: Mapping[str, Sequence[str]], places: Places) -> tuple[Unit, ...]:
        """The units of a row: the names in its lists, with what the sheet of units says of them, and who guides."""
        known: dict[tuple[str, str], tuple[str, tuple[int, int]]] = {}
        for at, told in self._rows.get(("units", row.get("index")), ()) if row.get("index") else ():
            name = told.get("as_listed") or told.get("unit")
            said = told.get("unit"), places.span(_place(told), at)
            known.setdefault((self._roles.get(told.get("role"), ""), name), said)
        guiding = [name for role, name in known if role == "guiding" and name in values["responsible_units"]]
        named = [(role, name) for role in UNIT_ROLES[:3] for name in values[f"{role}_units"]]
        listed = [one for one in named if one in known or one[0] != "responsible" or one[1] not in guiding]
        listed += [("guiding", name) for name in guiding]
        made = []
        for role, name in once(listed):
            canonical, span = known.get((role, name), (None, (0, 0)))
            key = offices.key(name)
            if canonical is not None and key != canonical:
                key = canonical if canonical != name else None
            made.append(Unit(name, role, key, name, *span))
        return tuple(made)


def _number(said: str) -> float | None:
    try:
        return float(said) if said else None
    except ValueError:
        return None


# The sheets that tell the values of fields in parts.
_SHEET_OF = {"pairs": "pairs", "citations": "citations", "deadlines": "figures", "quantities": "figures"}


def read_back(records: Iterable[Record]) -> Iterator[ReadBack]:
    """Records of a ledger that only programs write."""
    yield from map(ReadBack, records)

"""Measures that hold some words: found in a ledger that duikou wrote, or in records at hand.

What holds here: all words must stand in the heading or the text of a measure, each as it is written, whatever its
length. In a database the full text that lies in it is asked (`bigrams`); a word of one character, which the pairs of
the index don't know, is looked for in the text itself. Nothing is written to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duikou.errors import DuikouError, UnreadableError, t
from duikou.exporting import formats
from duikou.exporting.grid.cells import Cell, Column, Grid
from duikou.exporting.json.contract import dumps, error_value
from duikou.exporting.labels import joined, labels, path_text
from duikou.exporting.ledger.bigrams import query
from duikou.exporting.ledger.record import Record
from duikou.exporting.screen import named

Errors = Sequence[DuikouError]
_AROUND = 18  # characters shown on each side of the first word found
_WIDTHS = {"document": 28, "path": 12, "title": 24, "text": 48, "unit": 24, "places": 14, "file": 24}


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that holds the words. `path` are its ordinals, `units` those that lead or answer, `file` where the
    document was read, `line` where the measure stands in it."""

    document: str
    part: int
    path: tuple[str, ...]
    title: str | None
    text: str
    kind: str
    units: tuple[str, ...]
    places: tuple[str, ...]
    file: str
    page: int | None
    line: int


def is_ledger(path: str) -> bool:
    """Whether a file is to be searched as a database: by its first bytes, or because its name says that it is one."""
    found = _is_database(path)
    endings = formats("extract")["sqlite"].extensions
    return bool(found) or (found is not None and path.lower().endswith(endings))


def _is_database(path: str) -> bool | None:
    """Whether a file is a database of SQLite, by its first bytes; None for what is no file."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(16) == b"SQLite format 3\0"
    except OSError:
        return None


def in_records(words: str, records: Iterable[Record]) -> Iterator[Hit]:
    """The measures of `records` that hold all of `words` (apart by spaces), in reading order."""
    wanted = words.split()
    for record in records:
        for m in record.measures:
            if all(word in (m.title or "") or word in m.text for word in wanted):
                yield Hit(
                    record.name,
                    m.part,
                    m.path,
                    m.title,
                    m.text,
                    m.kind,
                    tuple(dict.fromkeys((*m.lead_units, *m.responsible_units))),
                    m.places,
                    record.origin.path or "",
                    m.place.page,
                    m.place.line,
                )


def in_database(words: str, path: str) -> list[Hit]:
    """The measures in the ledger at `path` that hold all of `words`, in the order of the ledger.

    Raises `UnreadableError` for a database that is no ledger of duikou, or is damaged.
    """
    import sqlite3

    if not _is_database(path):
        raise UnreadableError(
            "is no ledger that can be searched: it is no database of SQLite",
            "Make one with duikou extract -o ledger.sqlite",
            path,
        )
    wanted = words.split()
    indexed = query(" ".join(word for word in wanted if len(word) > 1))
    conditions = ["(instr(coalesce(m.title, ''), ?) OR instr(coalesce(m.text, ''), ?))"] * len(wanted)
    values: list[str] = [word for word in wanted for _ in range(2)]
    if indexed:
        conditions.insert(0, "m.id IN (SELECT rowid FROM measures_fts WHERE measures_fts MATCH ?)")
        values.insert(0, indexed)
    base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = base.execute(
            "SELECT m.id, d.title, d.path, m.part, m.path, m.title, m.text, m.kind, m.page, m.line FROM measures AS m "
            f"JOIN documents AS d ON d.id = m.document_id WHERE {' AND '.join(conditions)} ORDER BY m.id",
            values,
        ).fetchall()
        units = _names(base, "units", "AND role IN ('lead', 'responsible')")
        places = _names(base, "places", "")
        return [_hit(row, units(row[0]), places(row[0])) for row in rows]
    except sqlite3.Error as error:
        raise UnreadableError(
            t("is no ledger that can be searched ({error})", error=error),
            "Make one with duikou extract -o ledger.sqlite",
            path,
        ) from None
    finally:
        base.close()


def _names(base: Any, table: str, condition: str) -> Any:
    def of(measure: int) -> tuple[str, ...]:
        found = base.execute(f"SELECT name FROM {table} WHERE measure_id = ? {condition} ORDER BY id", (measure,))
        return tuple(dict.fromkeys(name for (name,) in found))

    return of


def _hit(row: Sequence[Any], units: tuple[str, ...], places: tuple[str, ...]) -> Hit:
    _, document, file, part, path, title, text, kind, page, line = row
    ordinals = tuple((path or "").split("/"))
    named = document or file or ""
    return Hit(named, part, ordinals, title, text or "", kind, units, places, file or "", page, line)


def write_json(found: SearchResult, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """The whole of duikou.search/1."""
    value = {
        "schema": "duikou.search/1",
        "words": found.words.split(),
        "measures": [
            {
                "document": hit.document,
                "part": hit.part,
                "path": list(hit.path),
                "title": hit.title,
                "text": hit.text,
                "kind": hit.kind,
                "units": list(hit.units),
                "places": list(hit.places),
                "source": {"path": hit.file, "page": hit.page, "line": hit.line},
            }
            for hit in found.hits
        ],
        "errors": [error_value(error, lang) for error in errors],
    }
    return dumps(value) + "\n"


def write_terminal(found: SearchResult, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """A table for the terminal, with what stands around the first word."""
    from duikou.exporting.grid.text import terminal_of

    return terminal_of(grid(found, lang), color, width)


def write_csv(found: SearchResult, errors: Errors, lang: str = "zh", color: bool = False, width: int = 0) -> str:
    """One row a measure."""
    from duikou.exporting.grid.text import csv_of

    return csv_of(grid(found, lang))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was asked for, and the measures that hold it."""

    words: str
    hits: tuple[Hit, ...]


def grid(found: SearchResult, lang: str) -> Grid:
    """The measures as a grid, one row each."""
    heads, words = labels(lang, "columns"), labels(lang, "search")
    columns = tuple(Column(key, heads[key], width) for key, width in _WIDTHS.items())
    rows = tuple(
        (
            Cell(hit.document, "head"),
            Cell(path_text(hit.path)),
            Cell(hit.title or ""),
            Cell(_around(hit.text, found.words.split())),
            Cell(joined(hit.units, lang)),
            Cell(joined(hit.places, lang)),
            Cell(named(hit.file), "", hit.file),
        )
        for hit in found.hits
    )
    documents = len({hit.file for hit in found.hits})
    note = words["note"].format(measures=len(rows), documents=documents)
    return Grid(words["title"].format(words=found.words), columns, rows, notes=(note,))


def _around(text: str, wanted: Sequence[str]) -> str:
    """What stands around the first of the words in a text; its beginning where none stands there."""
    at = min((at for at in map(text.find, wanted) if at >= 0), default=0)
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    return ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")

"""A ledger that duikou wrote, read back: the records of its documents, whatever an office did with it since.

What holds here: extracting a ledger gives the ledger again. A file is known by what it says of itself, and is read here
only where it is such a ledger; any other is an office's own table, which is read as a document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from duikou.errors import UnreadableError, t
from duikou.exporting import formats
from duikou.exporting.ledger.read_back.from_tables import ReadBack, documents, read_back
from duikou.exporting.ledger.record import Record

__all__ = ["ReadBack", "of_file", "of_records"]

_HEAD = 1 << 12  # bytes that tell what a text is
_NAMED = 1 << 16  # bytes of a part that names sheets, or says when the file was made
# How a JSON names itself, and a line of JSON Lines begins and goes on.
_SCHEMA, _LINE, _IN_LINE = '"duikou.extract/1"', '{"source": {"path": ', '"recipients": ['


def of_file(path: Path, name: str, content: bytes | None = None) -> Iterator[ReadBack] | None:
    """The documents of the ledger in a file, which is called `name`; None where it is no ledger that duikou wrote.

    Raises `UnreadableError` when it is one and is damaged.
    """
    ending = Path(name).suffix.lower()
    kinds = {"xlsx": _workbook, "csv": _separated, "json": _json, "jsonl": _json, "sqlite": _database}
    for format, read in kinds.items():
        if ending in formats("extract")[format].extensions:
            try:
                return read(path, name, content)
            except OSError:
                return None  # whoever reads it as a document tells
    return None


def of_records(records: Iterator[Record], name: str) -> Iterator[ReadBack]:
    """The documents of a ledger that a program keeps. Raises `UnreadableError` where they can't be read."""
    import sqlite3

    try:
        yield from read_back(records)
    except (KeyError, TypeError, ValueError, AttributeError, sqlite3.Error) as error:
        raise UnreadableError(
            t("is a ledger that can't be read back ({error})", error=f"{type(error).__name__}: {error}"),
            "Write it again with duikou extract",
            name,
        ) from None


def _database(path: Path, name: str, content: bytes | None) -> Iterator[ReadBack] | None:
    from duikou.exporting.ledger import database
    from duikou.exporting.ledger.read_back import from_database

    if content is not None:
        return None  # a database is read where it lies
    with path.open("rb") as stream:
        if not database.is_ledger(stream.read(100)):
            return None
    return of_records(from_database.documents(str(path)), name)


def _json(path: Path, name: str, content: bytes | None) -> Iterator[ReadBack] | None:
    from duikou.exporting.ledger.read_back import from_json

    if content is None:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    else:
        head = content[:_HEAD]
    start = head.decode("utf-8-sig", "replace")
    if start.lstrip().startswith("{") and _SCHEMA in start.partition(",")[0]:
        read = from_json.documents
    elif start.startswith(_LINE) and _IN_LINE in start:
        read = from_json.lines
    else:
        return None
    return of_records(read((content or path.read_bytes()).decode("utf-8-sig", "replace")), name)


def _separated(path: Path, name: str, content: bytes | None) -> Iterator[ReadBack] | None:
    from duikou.exporting.ledger.read_back import tables

    data = path.read_bytes() if content is None else content
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")  # as Excel saves it again
    found = tables.of_csv(text)
    return documents(found) if found is not None else None


def _workbook(path: Path, name: str, content: bytes | None) -> Iterator[ReadBack] | None:
    from duikou.exporting.ledger.read_back import tables
    from duikou.reading.sheets.workbook import open_workbook

    data = path.read_bytes() if content is None else content
    if not _names_a_ledger(data):
        return None
    try:
        found = tables.of_workbook(open_workbook(data, name)[0])
    except UnreadableError:
        return None  # whoever reads it as a document tells
    return documents(found) if found is not None else None


def _start(packed: zipfile.ZipFile, part: str) -> str:
    with packed.open(part) as stream:
        return stream.read(_NAMED).decode("utf-8", "replace")


def _names_a_ledger(data: bytes) -> bool:
    """Whether a workbook may be a ledger: by the names of its sheets, or since duikou made it."""
    from duikou.exporting.labels import LANGUAGES, labels

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            book, core = (_start(packed, part) for part in ("xl/workbook.xml", "docProps/core.xml"))
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, OSError):
        return False
    names = [labels(lang, "sheets")[sheet] for lang in LANGUAGES for sheet in ("ledger", "summary")]
    return any(f'name="{name}"' in book for name in names) or "2000-01-01T00:00:00Z" in core

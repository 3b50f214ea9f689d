"""The ledger as a database of SQLite, for archives too large for a spreadsheet.

What holds here: the database is made in a temporary file, row by row, so memory does not grow with the number of
documents, and is handed on when it is whole. References between tables are declared and hold. The full text of measures
is in `measures_fts`, by pairs of characters (`bigrams`), and belongs to `measures` as datasette expects it. The same
documents give the same bytes with the same SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from duikou.errors import DuikouError, OutputError, t
from duikou.exporting.ledger import tables
from duikou.exporting.ledger.bigrams import tokens
from duikou.exporting.ledger.record import Record
from duikou.exporting.ledger.tables import TABLES, Numbering, Rows, rows_of_error

if TYPE_CHECKING:
    from sqlite3 import Connection

# PRAGMA user_version: raised when tables or columns change their meaning. PRAGMA application_id: "duko", by which a
# ledger is known.
VERSION, APPLICATION = 1, 0x64756B6F
# How often a ledger is written to, as the header counts it: by the pragmas, by the rows, by ANALYZE. More is another's.
WRITTEN = 4
# Where the header has them (sqlite.org/fileformat2.html, 1.3): the counter of changes, the number of the application.
_COUNTER, _APPLICATION = 24, 68
_PIECE = 1 << 20
_SEARCHED, _INDEX = ("title", "text"), "measures_fts"
# Where the columns of measures stand in a row.
_COLUMNS = ["id", *(column.split()[0] for table in TABLES if table.name == "measures" for column in table.columns)]


def rows_of(record: Record, lang: str = "zh") -> Rows:
    """The rows of one document, those of the full text among them."""
    rows = tables.rows_of(record)
    at = [_COLUMNS.index(column) for column in _SEARCHED]
    rows[_INDEX] = [(row[0], *(tokens(str(row[i] or "")) for i in at)) for row in rows["measures"]]
    return rows


def write_sqlite(documents: Iterable[Rows], errors: Sequence[DuikouError], lang: str = "zh") -> Iterator[bytes]:
    """The ledger as a database, in pieces, from the rows of each document. Raises `OutputError` when there is no room
    for the temporary file."""
    import sqlite3

    from duikou.reading.files import folders

    try:
        with folders.folder() as folder:
            place = folder / "ledger.sqlite"
            base = sqlite3.connect(place, isolation_level=None)
            try:
                _fill(base, documents, errors)
            finally:
                base.close()
            with place.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    yield piece
    except (sqlite3.Error, OSError) as error:
        cause = t("the temporary files of the database can't be written ({error})", error=error)
        advice = t("Make room in the folder for temporary files, or name another in TMPDIR")
        raise OutputError(cause, advice) from None


def _fill(base: Connection, documents: Iterable[Rows], errors: Sequence[DuikouError]) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=ON", f"user_version={VERSION}"):
        base.execute(f"PRAGMA {pragma}")
    base.execute(f"PRAGMA application_id={APPLICATION}")
    base.execute("BEGIN")
    for statement in schema():
        base.execute(statement)
    numbering = Numbering()
    for rows in documents:
        _insert(base, numbering.numbered(rows))
    for error in errors:
        _insert(base, numbering.numbered(rows_of_error(error)))
    base.execute(f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('optimize')")
    for table in TABLES:
        for column in table.indexed:
            base.execute(f"CREATE INDEX {table.name}_{column} ON {table.name}({column})")
    base.execute("COMMIT")
    # Counts by which SQLite, and datasette, choose an index.
    base.execute("ANALYZE")


def is_ledger(head: bytes) -> bool:
    """Whether a database, by its first 100 bytes, is a ledger that duikou wrote."""
    return head[_APPLICATION : _APPLICATION + 4] == APPLICATION.to_bytes(4, "big")


def was_changed(head: bytes) -> bool:
    """Whether a ledger, by its first 100 bytes, was written to after duikou wrote it."""
    return int.from_bytes(head[_COUNTER : _COUNTER + 4], "big") != WRITTEN


def schema() -> Iterator[str]:
    """The statements that make the tables, without their indexes."""
    for table in TABLES:
        columns = ",\n    ".join(("id INTEGER PRIMARY KEY", *table.columns))
        yield f"CREATE TABLE {table.name} (\n    {columns}\n)"
    searched = ", ".join(_SEARCHED)
    # The text stands in `measures` alone; the index holds its pairs of characters.
    yield f'CREATE VIRTUAL TABLE {_INDEX} USING FTS5 ({searched}, content="measures", content_rowid="id")'


def _insert(base: Connection, rows: Rows) -> None:
    for name, own in rows.items():
        if own:
            columns = f"(rowid, {', '.join(_SEARCHED)}) " if name == _INDEX else ""
            base.executemany(f"INSERT INTO {name} {columns}VALUES ({', '.join('?' * len(own[0]))})", own)

"""A ledger that lives (SQLite): documents that were read replace those of the same plan, the others stay.

What holds here: what others added (tables, columns, views) stays. A document is replaced whole: its rows in duikou's
tables and in the index of the full text go, and the new ones come with ids of their own. Only what was in the ledger
before is replaced: two copies that one run reads are both taken in. What an older version of duikou did not know of, a
table, a column or an index, is made. All of it is one transaction on a copy, so the file is as it was, or as it shall
be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from duikou.errors import DuikouError, UnreadableError, t
from duikou.exporting.ledger import database
from duikou.exporting.ledger.bigrams import tokens
from duikou.exporting.ledger.keys import identity
from duikou.exporting.ledger.tables import TABLES, Rows

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_MEASURES = tuple(table.name for table in TABLES if any("REFERENCES measures" in c for c in table.columns))
_OF_DOCUMENTS = tuple(table.name for table in TABLES if any("REFERENCES documents" in c for c in table.columns))
_DOCUMENTS = ["id", *(column.split()[0] for table in TABLES if table.name == "documents" for column in table.columns)]


class _Before(NamedTuple):
    """A document that was in the ledger before the run."""

    number: int
    path: str | None
    plan: str


def update_database(old: str, made: Path, documents: Iterable[Rows], errors: Sequence[DuikouError]) -> Counter[str]:
    """Write to `made` the ledger at `old` with these documents in it; gives how many were added and replaced.

    Raises `UnreadableError` for a database that is no ledger of duikou, or is damaged, or of a later version.
    """
    import sqlite3

    counts: Counter[str] = Counter()
    try:
        source = sqlite3.connect(f"{Path(old).absolute().as_uri()}?mode=ro", uri=True)
        base = sqlite3.connect(made, isolation_level=None)
        try:
            # With what a -wal file beside it holds.
            source.backup(base)
            _check(base, old)
            base.execute("PRAGMA journal_mode=OFF")
            base.execute("BEGIN")
            _complete(base)
            before = _all_before(base)
            for rows in documents:
                _replace(base, rows, before, counts)
            base.execute("DELETE FROM errors")
            for number, error in enumerate(errors, 1):
                _put(base, "errors", ["id", "path", "cause", "advice"], (number, error.path, error.cause, error.advice))
            base.execute("COMMIT")
            base.execute("ANALYZE")
        finally:
            base.close()
            source.close()
    except sqlite3.Error as error:
        raise UnreadableError(
            t("can't be updated ({error})", error=error), "Name a ledger that duikou wrote", old
        ) from None
    return counts


def _check(base: Connection, old: str) -> None:
    if base.execute("PRAGMA application_id").fetchone()[0] != database.APPLICATION:
        raise UnreadableError("is no ledger of duikou", "Name a ledger that duikou wrote as .sqlite", old)
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > database.VERSION:
        raise UnreadableError(
            t("was written by a later version of duikou (its tables are version {version})", version=version),
            "Update duikou, or write a new ledger",
            old,
        )


def _complete(base: Connection) -> None:
    """Make the tables, columns and indexes that the ledger lacks, as an older version of duikou wrote it."""
    statements = dict(zip((table.name for table in TABLES), database.schema(), strict=False))
    for table in TABLES:
        known = {row[1]: bool(row[3]) for row in base.execute(f"PRAGMA table_info({table.name})")}
        if not known:
            base.execute(statements[table.name])
        elif any(known.get(column.split()[0]) and "NOT NULL" not in column for column in table.columns):
            _rebuild(base, table.name, statements[table.name])
        else:
            for column in table.columns:
                if column.split()[0] not in known:
                    # Rows that are there say nothing of it.
                    base.execute(f"ALTER TABLE {table.name} ADD COLUMN {column.replace(' NOT NULL', '')}")
        for indexed in table.indexed:
            base.execute(f"CREATE INDEX IF NOT EXISTS {table.name}_{indexed} ON {table.name}({indexed})")


def _rebuild(base: Connection, name: str, statement: str) -> None:
    """Make a table anew whose columns asked for more than they do now, with its rows and what others added to it."""
    others = base.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL", (name,)
    ).fetchall()
    base.execute("PRAGMA legacy_alter_table=ON")  # what refers to the table refers to its name
    base.execute(f"ALTER TABLE {name} RENAME TO {name}_before")
    base.execute(statement)
    made = {row[1] for row in base.execute(f"PRAGMA table_info({name})")}
    before = [(row[1], row[2]) for row in base.execute(f"PRAGMA table_info({name}_before)")]
    for column, type_ in before:
        if column not in made:
            base.execute(f"ALTER TABLE {name} ADD COLUMN {_quoted(column)} {type_}")
    columns = {_quoted(column): _quoted(column) for column, _ in before}
    if "document_id" in made and '"document_id"' not in columns and '"measure_id"' in columns:
        columns["document_id"] = f"(SELECT document_id FROM measures WHERE measures.id = {name}_before.measure_id)"
    base.execute(f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {name}_before")
    base.execute(f"DROP TABLE {name}_before")
    for (sql,) in others:
        base.execute(sql)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _all_before(base: Connection) -> list[_Before]:
    found = base.execute("SELECT id, path, title, issuers FROM documents").fetchall()
    return [_Before(number, path, identity(title, _names(issuers))) for number, path, title, issuers in found]


def _names(listed: Any) -> tuple[str, ...]:
    try:
        found = json.loads(listed or "[]")
    except ValueError:
        return ()
    return tuple(name for name in found if isinstance(name, str)) if isinstance(found, list) else ()


def _replace(base: Connection, rows: Rows, before: list[_Before], counts: Counter[str]) -> None:
    """Take what the ledger had of the documents of `rows` out, and put these in their place."""
    for row in rows["documents"]:
        values = dict(zip(_DOCUMENTS, row, strict=True))
        gone = _same(values, before)
        counts["changed" if gone else "new"] += 1
        for one in gone:
            _remove(base, one.number)
            before.remove(one)
    shifts = {table.name: _last(base, table.name) for table in TABLES}
    for table in TABLES:
        own = rows.get(table.name, [])
        names = ["id", *(column.split()[0] for column in table.columns)]
        for row in own:
            shifted = [
                value + shifts[_target(table.name, name)]
                if isinstance(value, int) and _target(table.name, name)
                else value
                for name, value in zip(names, row, strict=True)
            ]
            _put(base, table.name, names, shifted)
    for indexed in rows.get("measures_fts", []):
        base.execute(
            "INSERT INTO measures_fts (rowid, title, text) VALUES (?, ?, ?)",
            (int(indexed[0] or 0) + shifts["measures"], *indexed[1:]),
        )


def _same(document: dict[str, Any], before: Sequence[_Before]) -> list[_Before]:
    """What the ledger had of a document: what was read from the same file, else every copy of the same plan."""
    path = document["path"]
    found = [one for one in before if path and path != "-" and one.path == path]
    plan = identity(document["title"], _names(document["issuers"]))
    return found or [one for one in before if plan and one.plan == plan]


def _target(table: str, column: str) -> str:
    """The table that a column of ids counts in; "" for other columns."""
    return {"id": table, "measure_id": "measures", "document_id": "documents"}.get(column, "")


def _last(base: Connection, table: str) -> int:
    return int(base.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def _put(base: Connection, table: str, names: Sequence[str], values: Sequence[Any]) -> None:
    base.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", tuple(values))


def _remove(base: Connection, document: int) -> None:
    """Take a document out, with all that belongs to it."""
    measures = base.execute("SELECT id, title, text FROM measures WHERE document_id = ?", (document,)).fetchall()
    for number, title, text in measures:
        # The index holds pairs of characters, and must be told what it held.
        base.execute(
            "INSERT INTO measures_fts (measures_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (number, tokens(title or ""), tokens(text or "")),
        )
        for table in _OF_MEASURES:
            base.execute(f"DELETE FROM {table} WHERE measure_id = ?", (number,))
    for table in _OF_DOCUMENTS:
        base.execute(f"DELETE FROM {table} WHERE document_id = ?", (document,))
    base.execute("DELETE FROM documents WHERE id = ?", (document,))

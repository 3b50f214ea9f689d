"""A ledger that lives (SQLite): documents that were read replace those of the same plan, the others stay.

What holds here: what others added (tables, columns, views) stays. A document is replaced whole: its rows in duikou's
tables and in the index of the full text go, and the new ones come with ids of their own. All of it is one transaction
on a copy, so the file is as it was or as it shall be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duikou.errors import DuikouError, UnreadableError, t
from duikou.exporting.ledger import database
from duikou.exporting.ledger.bigrams import tokens
from duikou.exporting.ledger.tables import TABLES, Rows
from duikou.relating.grouping.summary import core

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_MEASURES = tuple(table.name for table in TABLES if any("REFERENCES measures" in c for c in table.columns))
_OF_DOCUMENTS = tuple(table.name for table in TABLES if any("REFERENCES documents" in c for c in table.columns))


def update_database(old: str, made: Path, documents: Iterable[Rows], errors: Sequence[DuikouError]) -> Counter[str]:
    """Write to `made` the ledger at `old` with these documents in it; gives how many were added and replaced.

    Raises `UnreadableError` for a database that is no ledger of duikou, or is damaged.
    """
    import sqlite3

    counts: Counter[str] = Counter()
    try:
        source = sqlite3.connect(f"{Path(old).absolute().as_uri()}?mode=ro", uri=True)
        base = sqlite3.connect(made, isolation_level=None)
        try:
            # With what a -wal file beside it holds.
            source.backup(base)
            if base.execute("PRAGMA application_id").fetchone()[0] != database.APPLICATION:
                raise UnreadableError("is no ledger of duikou", "Name a ledger that duikou wrote as .sqlite", old)
            base.execute("PRAGMA journal_mode=OFF")
            base.execute("BEGIN")
            for rows in documents:
                _replace(base, rows, counts)
            base.execute("DELETE FROM errors")
            for number, error in enumerate(errors, 1):
                base.execute(
                    "INSERT INTO errors (id, path, cause, advice) VALUES (?, ?, ?, ?)",
                    (number, error.path, error.cause, error.advice),
                )
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


def _replace(base: Connection, rows: Rows, counts: Counter[str]) -> None:
    """Take the documents of the plans of `rows` out, and put these in their place."""
    columns = [column.split()[0] for table in TABLES if table.name == "documents" for column in table.columns]
    for row in rows["documents"]:
        values = dict(zip(("id", *columns), row, strict=True))
        before = _same_plan(base, values)
        counts["changed" if before else "new"] += 1
        for number in before:
            _remove(base, number)
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


def _target(table: str, column: str) -> str:
    """The table that a column of ids counts in; "" for other columns."""
    return {"id": table, "measure_id": "measures", "document_id": "documents"}.get(column, "")


def _last(base: Connection, table: str) -> int:
    return int(base.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def _put(base: Connection, table: str, names: Sequence[str], values: Sequence[Any]) -> None:
    base.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", tuple(values))


def _same_plan(base: Connection, document: dict[str, Any]) -> list[int]:
    """The documents of the ledger that are the plan of `document`: by the title, or by the file where it has none."""
    found = base.execute("SELECT id, path, title FROM documents").fetchall()
    if not document["title"]:
        return [number for number, path, _ in found if path == document["path"]]
    wanted = core(document["title"])
    return [number for number, _, title in found if title and core(title) == wanted]


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

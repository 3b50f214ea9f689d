"""Whose a file is that an output would replace: duikou's own, as it wrote it, or somebody else's.

What holds here: what duikou did not write, and what others have changed since (an office's entries in a ledger), is not
replaced unless the user says so. A file is known by what it says of itself, not by its name:

    SQLite      the application's number in its header, and how often it was written: once, by duikou
    Word, XLSX  the fixed dates that duikou gives a file and its parts, which every program renews that saves it
    HTML        the meta element that names its generator
    JSON        the name of its schema; JSON Lines by the first line
    CSV         the heads of its columns, all of them duikou's
    Markdown    of `extract` and `diff`, the fields of its first section; of `align`, its title
    tables      of `group`, `align` and `search`: as CSV by the heads of their columns, as text by their title
    calendars   the program that they name
    Parquet     the column of the digests of documents

A text, and the Markdown of `clean`, is what it says and nothing else: it is replaced, as other programs do, unless what
is there is no text at all. Beside a database lie files of SQLite's own (-wal, -journal): changes that are not in it
yet, which would be played into the new one. As long as they hold something, the database is not replaced.
"""

from __future__ import annotations

import csv
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from duikou.errors import OutputError, t
from duikou.notation.patterns import pattern

if TYPE_CHECKING:
    from duikou.exporting import Writer

_HEAD = 1 << 16  # bytes that are looked at
_NOT_OURS = t("was not written by duikou")
_CHANGED = t("was changed since duikou wrote it")
_SIDE_FILES = ("-wal", "-journal", "-shm")
_SQLITE = b"SQLite format 3\0"
_PACKED = b"PK\3\4"
_PARQUET = b"PAR1"

_SCHEMA = pattern(rb'\s*+\{\s*+"schema":\s*+"duikou\.')
_LINE = pattern(rb'\{"(?:source": \{"path": |error": \{)')
_GENERATOR = pattern(rb'<meta name="generator" content="duikou')
# The dates of a file of Office, which is the same whenever it is made (`exporting`).
_DATES = pattern(rb"<dcterms:(?:created|modified)[^>]{0,60}>([^<]{0,40})<")
_CORE = "docProps/core.xml"
_CREATED = pattern(rb"<dcterms:created[^>]{0,200}>2000-01-01T00:00:00Z<")
_START = 1024  # bytes of a page in which it names what made it
_MADE = b"2000-01-01T00:00:00Z"
# A change in a Word file that duikou tracked, unless another author was named.
_BODY, _TRACKED = "word/document.xml", b'w:author="duikou"'
_LONGEST = 1 << 24  # bytes of it that are looked at
_PARTS_MADE = {(1980, 1, 1, 0, 0, 0), (1980, 1, 31, 0, 0, 0)}


def check(output: str, writer: Writer | None, force: bool = False) -> None:
    """See that an output replaces nothing of others. Raises `OutputError`; with `force` nothing is looked at."""
    place = Path(os.path.realpath(output))
    if force or (place.exists() and not place.is_file()):
        return
    waiting = [found for found in side_files(place) if found.stat().st_size]
    if waiting:
        raise OutputError(
            t("has changes of another program beside it that are not in it yet ({name})", name=waiting[0].name),
            "End the program that has it open, or open it once with sqlite3; or replace both with --force",
            output,
        )
    reason = _whose(place, writer) if place.exists() else ""
    if reason:
        raise OutputError(
            t("is there already, and {reason}", reason=reason),
            "Choose another name, or give --force to replace it",
            output,
        )


def is_result(place: Path) -> bool:
    """Whether a file among documents is what duikou made of plans: a workbook, also one that an office has worked in
    since, a page with a script (a ledger, a comparison), a Markdown of measures or changes, a calendar, a Word file
    with changes that duikou tracked. A clean text in any format is a document."""
    ending = place.suffix.lower()
    try:
        if ending == ".xlsx":
            with zipfile.ZipFile(place) as packed:
                found = packed.getinfo(_CORE)
                return found.file_size <= _HEAD and _CREATED.search(packed.read(found)) is not None
        if ending in (".html", ".htm"):
            with place.open("rb") as stream:
                head = stream.read(_START)
            return _GENERATOR.search(head) is not None and b"script-src" in head
        if ending in _TEXTS:
            with place.open("rb") as stream:
                head = stream.read(_HEAD)
            return any(_KNOWN[known](head) for known in _TEXTS[ending]) if head.strip() else False
        if ending == ".docx":
            with zipfile.ZipFile(place) as packed, packed.open(_BODY) as stream:
                return _TRACKED in stream.read(_LONGEST)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, RuntimeError, NotImplementedError):
        return False  # whoever reads it tells
    return False


# Results that are texts, by the endings of their names.
_MARKDOWN = (("extract", "markdown"), ("diff", "markdown"), ("align", "markdown"))
_TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".ics": (("extract", "ics"),),
}


def side_files(place: Path) -> list[Path]:
    """The files of SQLite's own that lie beside a database, or where one would be."""
    return [found for ending in _SIDE_FILES if (found := place.with_name(place.name + ending)).is_file()]


def clear(place: Path) -> None:
    """Remove the side files of a database that is about to be replaced. Raises `OSError`."""
    for found in side_files(place):
        with suppress(FileNotFoundError):
            found.unlink()


def _whose(place: Path, writer: Writer | None) -> str:
    """Why a file is not to be replaced; "" when it is duikou's, or empty."""
    try:
        with place.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head.strip():
            return ""
        return _binary(place, head) if _is_binary(head) else _text(head, writer)
    except (OSError, zipfile.BadZipFile, ValueError):
        return _NOT_OURS


def _is_binary(head: bytes) -> bool:
    return head.startswith((_SQLITE, _PACKED, _PARQUET)) or b"\0" in head


def _binary(place: Path, head: bytes) -> str:
    if head.startswith(_SQLITE):
        from duikou.exporting.ledger import database

        if not database.is_ledger(head):
            return _NOT_OURS
        return _CHANGED if database.was_changed(head) else ""
    if head.startswith(_PACKED):
        return _office(place)
    if head.startswith(_PARQUET):
        return "" if b"sha256" in _end(place) and b"responsibility" in _end(place) else _NOT_OURS
    return _NOT_OURS


def _office(place: Path) -> str:
    with zipfile.ZipFile(place) as packed:
        members = packed.infolist()
        core = _CORE
        if core not in packed.namelist() or packed.getinfo(core).file_size > _HEAD:
            return _NOT_OURS
        dates = _DATES.findall(packed.read(core))
    if _MADE not in dates:
        return t("{not_ours}, or was changed since", not_ours=_NOT_OURS)
    parts = {found.date_time for found in members}
    return "" if set(dates) == {_MADE} and len(parts) == 1 and parts <= _PARTS_MADE else _CHANGED


def _end(place: Path) -> bytes:
    with place.open("rb") as stream:
        stream.seek(max(0, place.stat().st_size - _HEAD))
        return stream.read()


def _text(head: bytes, writer: Writer | None) -> str:
    known = _KNOWN.get((writer.command, writer.format)) or _KNOWN.get(("", writer.format)) if writer else None
    return "" if known is None or known(head) else _NOT_OURS


def _one_of(*known: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    return lambda head: any(is_known(head) for is_known in known)


def _begins_with(form: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    return lambda head: form.match(head) is not None


def _csv(head: bytes) -> bool:
    """Whether all heads are of duikou's columns. What an office adds (完成情况) is none of them."""
    from duikou.exporting.labels import labels
    from duikou.exporting.ledger.columns import FLAT, TIDY

    keys = {column.key for column in FLAT} | {column.key for column in TIDY}
    known = {labels(lang, "columns")[key] for lang in ("zh", "en") for key in keys}
    first = head.decode("utf-8-sig", "replace").splitlines()[0]
    return set(next(csv.reader([first]))) <= known


def _with_fields(group: str, *names: str) -> Callable[[bytes], bool]:
    """Whether the first lines of a Markdown name one of some fields, as labels of duikou's do."""

    def known(head: bytes) -> bool:
        from duikou.exporting.labels import label

        text = head.decode("utf-8", "replace")
        words = [label(lang, group, name) for lang in ("zh", "en") for name in names]
        return any(line.startswith(f"{mark}{word}") for line in _lines(text) for mark in ("- ", "| ") for word in words)

    return known


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n")[:60] if line.startswith(("- ", "| ")))


def _tables(lang: str) -> dict[str, tuple[str, list[str]]]:
    """How the tables of each command begin: their title (of `search` what stands before the words), and the heads of
    their columns; between the two of `align` stand the titles of plans."""
    from duikou.exporting.labels import labels
    from duikou.exporting.ledger import changed_rows, searching
    from duikou.exporting.ledger.row_changes import LedgerSide, RowChanges
    from duikou.exporting.relations import aligned, groups
    from duikou.model.relations import Alignment

    empty = {
        "group": groups.grid([], lang),
        "align": aligned.grid(Alignment((), ()), lang, whole=True),
        "diff": changed_rows.grid(RowChanges(LedgerSide("", 0, 0), LedgerSide("", 0, 0), ()), lang),
        "search": searching.grid(searching.SearchResult("", ()), lang),
    }
    found = {name: (grid.title, [column.head for column in grid.columns]) for name, grid in empty.items()}
    found["search"] = (labels(lang, "search")["title"].partition("{")[0], found["search"][1])
    return found


def _table(command: str, *, as_csv: bool) -> Callable[[bytes], bool]:
    """Whether a text begins as a table of `command` does."""

    def known(head: bytes) -> bool:
        first = head.decode("utf-8-sig", "replace").splitlines()[0]
        for lang in ("zh", "en"):
            title, heads = _tables(lang)[command]
            if not as_csv:
                if first.removeprefix("# ").startswith(title):
                    return True
                continue
            row = next(csv.reader([first]))
            if row == heads or (command == "align" and len(row) > 2 and [row[0], row[-1]] == heads):
                return True
        return False

    return known


# By command ("": any) and format.
_KNOWN: dict[tuple[str, str], Callable[[bytes], bool]] = {
    ("", "json"): _begins_with(_SCHEMA),
    ("", "jsonl"): _begins_with(_LINE),
    ("", "html"): lambda head: _GENERATOR.search(head) is not None,
    ("extract", "csv"): _csv,
    ("extract", "markdown"): _with_fields("columns", "measures"),
    ("extract", "ics"): lambda head: b"PRODID:-//duikou//" in head,
    ("align", "markdown"): _table("align", as_csv=False),
    **{(name, "csv"): _table(name, as_csv=True) for name in ("group", "align", "search")},
    **{(name, "terminal"): _table(name, as_csv=False) for name in ("group", "align", "search")},
    ("diff", "markdown"): _one_of(_with_fields("columns", "file"), _table("diff", as_csv=False)),
    # A format of bytes is never replaced over a text: an office's notes are no ledger.
    **{("", name): lambda head: False for name in ("docx", "xlsx", "sqlite", "parquet")},
}

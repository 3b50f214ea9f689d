"""A ledger that lives (XLSX): new versions and new plans change it, and what the office wrote in it stays.

What holds here: rows are known again by their key (`keys`), which stands in a hidden column. Only duikou's own columns
are written; the office's columns, its rows, sheets, widths and notes stay as they are. A measure that a plan has no
longer keeps its row, with 已取消 in the column of changes; plans that this run does not read keep theirs untouched.
What stood in a cell of duikou's that changes, typed by hand or written by duikou, is kept as a note of that cell.
The sheets beside the ledger are duikou's: the rows of the plans that were read are written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from duikou.errors import UnreadableError, UsageError, t
from duikou.exporting.labels import LANGUAGES, joined, labels
from duikou.exporting.ledger.columns import LEDGER
from duikou.exporting.ledger.keys import Key, parsed
from duikou.exporting.ledger.sheet_rows import Table, fit, mark
from duikou.exporting.ledger.sheets_beside import beside

# What says where a row stands, not what it says: no change of the measure.
_PLACES = frozenset({"index", "file", "page", "line", "row_key"})


@dataclass
class Updated:
    """How many rows were added, changed and ended, and the workbook."""

    content: bytes
    counts: Counter[str] = field(default_factory=Counter)


def update_workbook(old: bytes, new: bytes, lang: str, name: str) -> Updated:
    """The ledger `old` with what the ledger `new`, just written in the same language, says. `name` is the old file's.

    Raises `UnreadableError` for a workbook that can't be opened or holds no ledger, `UsageError` for one in another
    language.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(old))
    except Exception as error:
        cause = t("can't be opened as a workbook ({name})", name=type(error).__name__)
        raise UnreadableError(cause, "Name a ledger that duikou wrote as .xlsx", name) from None
    made = load_workbook(BytesIO(new))
    sheets, words = labels(lang, "sheets"), labels(lang, "update")
    if sheets["ledger"] not in book.sheetnames:
        other = next((known for known in LANGUAGES if labels(known, "sheets")["ledger"] in book.sheetnames), None)
        if other:
            raise UsageError(
                t("{name} is a ledger in another language", name=name), t("Give --lang {other}", other=other)
            )
        raise UnreadableError("holds no ledger of duikou", "Name a ledger that duikou wrote as .xlsx", name)
    ledger, fresh = Table.of(book[sheets["ledger"]]), Table.of(made[sheets["ledger"]])
    counts, numbers, plans = _merge(ledger, fresh, lang, words)
    fit(ledger)
    beside(book, made, lang, numbers, plans)
    out = BytesIO()
    book.save(out)
    return Updated(out.getvalue(), counts)


def _merge(
    ledger: Table, fresh: Table, lang: str, words: Mapping[str, str]
) -> tuple[Counter[str], dict[int, int], set[str]]:
    """Bring the rows of `fresh` into `ledger`. Gives how many were added, changed and ended; the number in the ledger
    of each number in `fresh`; and the names of the documents that were read."""
    heads = labels(lang, "columns")
    own = [heads[column.key] for column in LEDGER]
    told = [heads[column.key] for column in LEDGER if column.key not in _PLACES]
    first = ledger.sheet.cell(1, 1)
    for head in (*(head for head in own if head in fresh.columns), words["change"]):
        if head not in ledger.columns:
            ledger.add_column(head, first)
    known = _Known(ledger, heads["row_key"])
    counts: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    documents: set[str] = set()
    read: set[str] = set()
    kept: set[int] = set()
    last_number = max(
        (n for n in (ledger.value(r, heads["index"]) for r in known.rows) if isinstance(n, int)), default=0
    )
    for row in range(2, fresh.last + 1):
        key = parsed(fresh.value(row, heads["row_key"]))
        if key is None:
            continue
        read.add(key.plan)
        documents.add(str(fresh.value(row, heads["document"]) or ""))
        at = known.row(key, kept)
        if at is None:
            ledger.last += 1
            at, last_number = ledger.last, last_number + 1
            ledger.copy_look(at, max(2, at - 1))
            ledger.put(at, heads["index"], last_number)
            change = words["new"]
            counts["new"] += 1
        else:
            differing = [h for h in told if h in fresh.columns and _differs(ledger.value(at, h), fresh.value(row, h))]
            change = words["changed"].format(what=joined(differing, lang)) if differing else ""
            counts["changed"] += bool(differing)
            for head in differing:
                ledger.keep_former(at, head, words["before"])
            mark(ledger, at, gone=False)
        kept.add(at)
        for head in own:
            if head in fresh.columns and head != heads["index"]:
                ledger.put(at, head, fresh.value(row, head))
        ledger.put(at, words["change"], change or None)
        number = fresh.value(row, heads["index"])
        final = ledger.value(at, heads["index"])
        if isinstance(number, int) and isinstance(final, int):
            numbers[number] = final
    for at, key in known.rows.items():
        if key.plan in read and at not in kept:
            counts["ended"] += ledger.value(at, words["change"]) != words["ended"]
            ledger.put(at, words["change"], words["ended"])
            mark(ledger, at, gone=True)
    return counts, numbers, documents


class _Known:
    """The rows of the old ledger by their keys."""

    def __init__(self, ledger: Table, head: str) -> None:
        found = ((row, parsed(ledger.value(row, head))) for row in range(2, ledger.last + 1))
        self.rows: dict[int, Key] = {row: key for row, key in found if key is not None}
        self.exact: dict[Key, list[int]] = {}
        self.placed: dict[tuple[str, str], list[int]] = {}
        self.said: dict[tuple[str, str], list[int]] = {}
        for row, key in self.rows.items():
            self.exact.setdefault(key, []).append(row)
            self.placed.setdefault((key.plan, key.place), []).append(row)
            self.said.setdefault((key.plan, key.text), []).append(row)

    def row(self, key: Key, taken: set[int]) -> int | None:
        """The row of a measure: the same one, else the one with its text, else the one at its place."""
        choices = (self.exact.get(key), self.said.get((key.plan, key.text)), self.placed.get((key.plan, key.place)))
        return next((row for rows in choices for row in rows or () if row not in taken), None)


def _differs(old: Any, new: Any) -> bool:
    return (old if old not in (None, "") else None) != (new if new not in (None, "") else None)

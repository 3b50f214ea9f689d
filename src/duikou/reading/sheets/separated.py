"""CSV and TSV: task tables and ledgers as text."""

from __future__ import annotations

import csv
import io

from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading.sheets.rows import Row, cell_text, of_ledger, placed

_MARKS = ",\t;"
_HEAD = 8192  # characters that tell which mark separates


def read_csv(text: str, encoding: str | None, path: str | None) -> Source:
    """The rows of CSV (RFC 4180), or of TSV, by what separates most cells in its first lines."""
    head = text[:_HEAD]
    mark = max(_MARKS, key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        table = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=mark)
        rows = [Row([cell_text(cell) for cell in cells], number) for number, cells in enumerate(table, 1)]
    except csv.Error:
        raise UnreadableError("is damaged CSV", "Open it in Excel or WPS and save it again", path) from None
    shown, lines = placed([of_ledger(rows)])
    if not shown.strip():
        raise UnreadableError("it holds no text", "Check that it is the right file", path)
    return Source(shown, tuple(line._replace(page=None) for line in lines), "csv", encoding, path)

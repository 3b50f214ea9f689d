"""JSON Lines: one document a line, as it comes.

What holds here: a line is one entry of "documents" in duikou.clean/1 or duikou.extract/1, or, for a document that could
not be read, an object whose only field is "error". Lines stand in the order of the documents. No line holds a line
break, whatever the text holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.json.contract import clean_value, error_value, extract_value
from duikou.exporting.ledger.record import Record
from duikou.model import Cleaned

# Line breaks to some readers, though not to JSON.
_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


def clean_line(cleaned: Cleaned, lang: str = "en") -> str:
    """One cleaned document as one line."""
    from duikou.outlining import outline

    return _line(clean_value(outline(cleaned), lang))


def extract_line(record: Record, lang: str = "en") -> str:
    """One extracted document as one line."""
    return _line(extract_value(record, lang))


def join_lines(outputs: Iterable[str], errors: Sequence[DuikouError], lang: str = "en") -> Iterator[str]:
    """The lines of documents, and those of the errors that came before each. `errors` grows with `outputs`."""
    told = 0
    for output in outputs:
        failed = errors[told:]
        told += len(failed)
        yield "".join(_line({"error": error_value(error, lang)}) for error in failed) + output
    for error in errors[told:]:
        yield _line({"error": error_value(error, lang)})


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS) + "\n"

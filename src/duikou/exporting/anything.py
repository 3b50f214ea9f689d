"""Any result as the content of a file, by the registry of writers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from duikou.errors import UsageError
from duikou.exporting import Writer, choose, folder_of, load
from duikou.model import Cleaned, Comparison, Extracted
from duikou.model.relations import Alignment, Group


def written(result: Any, name: str, format: str | None = None, lang: str = "zh") -> bytes:
    """The content of the file `name` that holds a result. Raises `UsageError` for what is no result of duikou, and
    for a format that it is not written in."""
    command = _command(result)
    writer = choose(command, format, name)
    made: Iterable[str | bytes]
    if command == "clean":
        text = load(writer.function)(result, lang)
        made = load(writer.join)([text], ()) if writer.join else [text]
    elif command == "extract":
        made = load(writer.function)(_records(result, writer, lang), [], lang, **folder_of(writer, name))
    elif command == "diff":
        made = [load(writer.function)(result, lang, False, 0, **_originals(result, writer))]
    else:
        made = [load(writer.function)(result, [], lang, False, 0, **folder_of(writer, name))]
    return b"".join(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace") for piece in made)


def _command(result: Any) -> str:
    """The command whose writers take a result."""
    first = result[0] if isinstance(result, Sequence) and not isinstance(result, str) and result else result
    for kind, command in ((Cleaned, "clean"), (Extracted, "extract"), (Comparison, "diff"), (Alignment, "align")):
        if isinstance(first, kind) and (first is result or kind is Extracted):
            return command
    if isinstance(result, Sequence) and isinstance(first, Group):
        return "group"
    raise UsageError("this is no result of duikou", "Give what clean, extract, diff, group or align gave")


def _records(result: Extracted | Sequence[Extracted], writer: Writer, lang: str) -> Iterable[Any]:
    from duikou.exporting.ledger.record import record

    for one in [result] if isinstance(result, Extracted) else result:
        yield load(writer.each)(record(one), lang) if writer.each else record(one)


def _originals(result: Comparison, writer: Writer) -> dict[str, Any]:
    if writer.format != "docx":
        return {}
    from duikou.exporting.changes.own_file.files import originals

    return {"originals": originals(result)}

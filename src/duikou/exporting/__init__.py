"""Exporting: paragraphs, measures and changes become text, Markdown, JSON, CSV, spreadsheets, Word and HTML.

What holds here: every output is one entry of `WRITERS`. A writer is named by module and function and is
imported only when it is used, so that no command pays for the libraries of another. Writers are pure: they
take values of the model and give text or bytes; where these go is not their concern. All text ends with
exactly one line feed, or is empty. Adding an output is adding one file here and one line below.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, NamedTuple

from duikou.errors import UsageError, install_command, t


class Writer(NamedTuple):
    """One output of one command.

    `function` is `module:name` below this package, `extensions` are the endings of file names that choose
    this format, `binary` says that the output is bytes. `join` names the function that puts the outputs of
    several documents (of `diff`: the comparisons of several versions) into one; it is "" where that cannot be
    done, or where `function` takes all documents itself. `plans` names the function that writes the plans of
    folders that were compared. `each` names what is made of one document in the process that
    read it, so that less is left to send to the process that brings them together, and less to do there.
    `rows` names the function that writes what changed in the rows of ledgers, "" where a format only tells of texts.
    `tells_errors` says that the output holds the errors too, so that it is worth having when no document could be
    read. `extra` is the module that it needs beyond what duikou is installed with, and the extra of duikou that brings
    it. `on_screen` says that a terminal gets this format where nothing says otherwise, `linked` that it
    leads to the files that were read, and so takes the `folder` in which it will stand.
    """

    command: str
    format: str
    function: str
    extensions: tuple[str, ...]
    binary: bool = False
    join: str = ""
    plans: str = ""
    each: str = ""
    rows: str = ""
    tells_errors: bool = False
    extra: tuple[str, str] | None = None
    on_screen: bool = False
    linked: bool = False


def load(function: str) -> Callable[..., Any]:
    """Import a writer's function, named `module:name`."""
    from importlib import import_module

    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), name)
    return found


# The first format of a command is the one used when nothing says otherwise.
WRITERS = (
    # One document: f(cleaned, lang) -> str | bytes. Several: join(outputs, errors) -> pieces of one output.
    Writer("clean", "text", "text.plain:write_text", (".txt", ".text"), join="text.plain:join_text"),
    Writer(
        "clean", "markdown", "text.markdown:write_markdown", (".md", ".markdown"), join="text.markdown:join_markdown"
    ),
    Writer("clean", "json", "json.contract:clean_json", (".json",), join="json.contract:join_clean", tells_errors=True),
    Writer(
        "clean",
        "jsonl",
        "json.json_lines:clean_line",
        (".jsonl", ".ndjson"),
        join="json.json_lines:join_lines",
        tells_errors=True,
    ),
    Writer("clean", "docx", "text.plain:write_docx", (".docx",), binary=True),
    Writer("clean", "html", "text.plain:write_html", (".html", ".htm")),
    # All documents: f(records, errors, lang) -> pieces of one output. `errors` is complete once `records`
    # is used up. With `each(record, lang) -> piece` it takes these instead of the records.
    Writer(
        *("extract", "json", "json.contract:join_extract", (".json",)),
        each="json.contract:extract_json",
        tells_errors=True,
    ),
    Writer(
        *("extract", "jsonl", "json.json_lines:join_lines", (".jsonl", ".ndjson")),
        each="json.json_lines:extract_line",
        tells_errors=True,
    ),
    Writer("extract", "table", "ledger.table:write_table", (".txt",), on_screen=True),
    Writer("extract", "markdown", "ledger.csv_and_markdown:write_markdown", (".md", ".markdown")),
    Writer("extract", "csv", "ledger.csv_and_markdown:write_csv", (".csv",)),
    Writer("extract", "xlsx", "ledger.spreadsheet:write_xlsx", (".xlsx",), binary=True, linked=True),
    Writer("extract", "html", "ledger.page:write_html", (".html", ".htm")),
    Writer("extract", "ics", "ledger.calendar_file:write_ics", (".ics",), binary=True),
    Writer(
        *("extract", "sqlite", "ledger.database:write_sqlite", (".sqlite", ".sqlite3", ".db")),
        binary=True,
        each="ledger.database:rows_of",
    ),
    Writer(
        *("extract", "parquet", "ledger.parquet:write_parquet", (".parquet",)),
        binary=True,
        each="ledger.parquet:rows_of",
        extra=("pyarrow", "parquet"),
    ),
    # One comparison: f(comparison, lang, color, width) -> str | bytes, and options of its own. Several versions, each
    # against the one before: join(comparisons, lang, color, width). The plans of folders: plans(compared plans, errors,
    # lang, color, width).
    Writer(
        *("diff", "terminal", "changes.terminal:write_terminal", (".txt",)),
        join="changes.terminal:write_several",
        plans="changes.terminal:write_plans",
        rows="ledger.changed_rows:write_terminal",
    ),
    Writer(
        *("diff", "markdown", "changes.markdown:write_markdown", (".md", ".markdown")),
        join="changes.markdown:write_several",
        plans="changes.markdown:write_plans",
        rows="ledger.changed_rows:write_markdown",
    ),
    Writer(
        *("diff", "json", "json.contract:diff_json", (".json",)),
        join="json.contract:diffs_json",
        plans="json.contract:plans_json",
        rows="ledger.changed_rows:write_json",
    ),
    Writer(
        *("diff", "html", "changes.page:write_html", (".html", ".htm")),
        join="changes.page:write_several",
        plans="changes.page:write_plans",
        rows="ledger.changed_rows:write_html",
    ),
    Writer("diff", "docx", "changes.redline:write_docx", (".docx",), binary=True),
    Writer(
        *("diff", "xlsx", "changes.sheet:write_xlsx", (".xlsx",)),
        binary=True,
        join="changes.sheet:write_several",
        plans="changes.sheet_plans:write_plans",
        rows="ledger.changed_rows:write_xlsx",
    ),
    # All groups, or the aligned plans: f(value, errors, lang, color, width) -> str | bytes.
    Writer("group", "terminal", "relations.groups:write_terminal", (".txt",)),
    Writer("group", "json", "relations.groups:write_json", (".json",), tells_errors=True),
    Writer("group", "csv", "relations.groups:write_csv", (".csv",)),
    Writer("group", "xlsx", "relations.groups:write_xlsx", (".xlsx",), binary=True, linked=True),
    Writer("group", "html", "relations.groups:write_html", (".html", ".htm")),
    Writer("align", "terminal", "relations.aligned:write_terminal", (".txt",)),
    Writer("align", "json", "relations.aligned:write_json", (".json",), tells_errors=True),
    Writer("align", "markdown", "relations.aligned:write_markdown", (".md", ".markdown")),
    Writer("align", "csv", "relations.aligned:write_csv", (".csv",)),
    Writer("align", "xlsx", "relations.aligned:write_xlsx", (".xlsx",), binary=True, linked=True),
    Writer("align", "html", "relations.aligned:write_html", (".html", ".htm")),
    Writer("search", "terminal", "ledger.searching:write_terminal", (".txt",)),
    Writer("search", "json", "ledger.searching:write_json", (".json",), tells_errors=True),
    Writer("search", "csv", "ledger.searching:write_csv", (".csv",)),
)


def folder_of(writer: Writer, output: str | None) -> dict[str, str]:
    """What a writer that leads to files must know of the file `output`, in which its result will stand."""
    return {"folder": str(PurePath(output).parent)} if writer.linked and output and "://" not in output else {}


def formats(command: str) -> dict[str, Writer]:
    """The writers of `command` by format, the default one first."""
    return {writer.format: writer for writer in WRITERS if writer.command == command}


def choose(command: str, format: str | None = None, output: str | None = None) -> Writer:
    """The writer for `command`: the one that `format` names, else by the ending of `output`, else the
    default.

    Raises `UsageError`, listing the formats there are, for a name or an ending that is not known, and for a format
    whose library is missing.
    """
    known = formats(command)
    if format is not None:
        if format in known:
            return _here(known[format])
        raise UsageError(
            t("{command} does not write the format {format}", command=command, format=f"{format!r}"),
            t("Give -f {formats}", formats=_one_of(list(known))),
        )
    ending = PurePath(output).suffix.lower() if output else ""
    if not ending:
        return next(iter(known.values()))
    for writer in known.values():
        if ending in writer.extensions:
            return _here(writer)
    endings = [extension for writer in known.values() for extension in writer.extensions]
    raise UsageError(
        t(
            "{output}: {command} knows no format for names that end in {ending}",
            output=output,
            command=command,
            ending=ending,
        ),
        t("End the name in {endings}, or give -f {formats}", endings=_one_of(endings), formats=_one_of(list(known))),
    )


def _here(writer: Writer) -> Writer:
    """The writer, if this machine has what it needs. Raises `UsageError`."""
    if writer.extra is not None:
        from importlib.util import find_spec

        module, extra = writer.extra
        if find_spec(module) is None:
            raise UsageError(
                t("the format {format} needs {module}", format=writer.format, module=module),
                t("Install it: {command}", command=install_command(extra)),
            )
    return writer


def _one_of(words: list[str]) -> str:
    return t("{names} or {last}", names=words[:-1], last=words[-1])

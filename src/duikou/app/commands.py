"""What each command may be given: one record a command, with an option in each field.

What holds here: a field says all of its option: its name, its letters, its help, its type and what it is where nothing
is said. Options that commands share stand in `duikou.app.arguments`, those that belong together in one record: a field
added there is an option of every command that takes the record. The order of the fields is that of the help.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
from inspect import Parameter
from typing import Annotated, Any, Literal, NamedTuple

import typer

from duikou.app.arguments import (
    Batch,
    Color,
    Inputs,
    Kind,
    Lang,
    Open,
    Output,
    Reading,
    Timeout,
    Writing,
    output_format,
)


def _stands_for_input(context: typer.Context, asked: bool) -> bool:
    """--clipboard stands in the place of INPUT, which is needed without it."""
    for parameter in context.command.params:
        if parameter.name == "inputs":
            parameter.required = not asked
    return asked


class Clean(NamedTuple):
    """What `duikou clean` may be given."""

    inputs: Inputs
    output: Output = None
    directory: Annotated[
        str | None,
        typer.Option(
            "-d",
            "--directory",
            metavar="DIR",
            help="Write one file a document into this folder.",
            show_default=False,
        ),
    ] = None
    format: Annotated[str | None, output_format("clean")] = None
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say what was done: edits a rule, what was removed and where, warnings."),
    ] = False
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; name the documents that would change, and exit with 1."),
    ] = False
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="RULE",
            help="Run only these rules (several: with commas).",
            show_default=False,
        ),
    ] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            help="Leave out these rules (several: with commas).",
            show_default=False,
        ),
    ] = None
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Also repair what is only likely wrong.")] = False
    join: Annotated[
        bool, typer.Option("--join", help="Lines of which nothing tells are one paragraph, as in a pasted piece.")
    ] = False
    keep_lines: Annotated[bool, typer.Option("--keep-lines", help="Never join lines.")] = False
    clipboard: Annotated[
        bool,
        typer.Option(
            "--clipboard",
            is_eager=True,
            callback=_stands_for_input,
            help="Clean what the clipboard holds, and put the result back; takes no INPUT.",
        ),
    ] = False
    reading: Reading = Reading()
    batch: Batch = Batch()
    writing: Writing = Writing()
    lang: Lang = None


class Diff(NamedTuple):
    """What `duikou diff` may be given."""

    versions: Annotated[
        list[str],
        typer.Argument(
            metavar="VERSION...",
            help="Files, the oldest first, or - for standard input; or two folders, to compare each plan in them.",
        ),
    ]
    output: Output = None
    format: Annotated[str | None, output_format("diff")] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="NAME",
            help="Leave these out: a class (editorial, suspect, moved ...), a category (number, date ...), front.",
            show_default=False,
        ),
    ] = None
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Show these alone (several: with commas).", show_default=False),
    ] = None
    fail_on: Annotated[
        Literal["suspect", "substantive"],
        typer.Option("--fail-on", help="Exit with 1 for changes of this class or a graver one."),
    ] = "suspect"
    side_by_side: Annotated[
        bool, typer.Option("--side-by-side", help="Two columns in the terminal, the old version on the left.")
    ] = False
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never show the result in a pager.")] = False
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="NAME", help="Who made the changes, in Word; by default duikou."),
    ] = None
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="When, in Word: 2026-01-31 or 2026-01-31T09:30:00."),
    ] = None
    reading: Reading = Reading()
    every_version: Annotated[
        bool, typer.Option("--versions", help="Compare the versions of each plan in these folders, the oldest first.")
    ] = False
    git: Annotated[
        bool, typer.Option("--git", help="Take the arguments that git gives an external diff (docs/git.md).")
    ] = False
    anyway: Annotated[bool, typer.Option("--anyway", help="Compare texts that are hardly versions of one, too.")] = (
        False
    )
    timeout: Timeout = None
    writing: Writing = Writing()
    color: Color = "auto"
    lang: Lang = None


class Extract(NamedTuple):
    """What `duikou extract` may be given."""

    inputs: Inputs
    output: Output = None
    format: Annotated[str | None, output_format("extract")] = None
    kind: Kind = None
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="NAME",
            help="Only measures of this unit, in any role, by its name or canonical name.",
            show_default=False,
        ),
    ] = None
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="Only measures in this place.", show_default=False),
    ] = None
    chapter: Annotated[
        list[str] | None,
        typer.Option(
            "--chapter", metavar="WORD", help="Only measures under headings that hold this word.", show_default=False
        ),
    ] = None
    keywords: Annotated[bool, typer.Option("--keywords", help="Find keywords too, which takes a second more.")] = False
    template: Annotated[
        Literal["ledger"] | None,
        typer.Option("--template", help="Add empty columns for the office's own use (xlsx).", show_default=False),
    ] = None
    tidy: Annotated[bool, typer.Option("--tidy", help="One row a unit instead of one row a measure (csv).")] = False
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Leave cells that a spreadsheet would run as formulas as they are (csv).")
    ] = False
    update: Annotated[
        str | None,
        typer.Option(
            "--update",
            metavar="LEDGER",
            help="Bring this ledger (xlsx, sqlite) up to date; columns, rows and sheets that others added stay.",
            show_default=False,
        ),
    ] = None
    append: Annotated[
        bool, typer.Option("--append", help="Keep what the ledger of -o holds, and replace documents read again.")
    ] = False
    one_version: Annotated[
        bool, typer.Option("--one-version", help="Count each plan once: the best copy of its latest version.")
    ] = False
    open: Open = False
    reading: Reading = Reading()
    batch: Batch = Batch()
    writing: Writing = Writing()
    color: Color = "auto"
    lang: Lang = None


class Group(NamedTuple):
    """What `duikou group` may be given."""

    inputs: Inputs
    output: Output = None
    format: Annotated[str | None, output_format("group")] = None
    open: Open = False
    reading: Reading = Reading()
    batch: Batch = Batch()
    writing: Writing = Writing()
    color: Color = "auto"
    lang: Lang = None


class Align(NamedTuple):
    """What `duikou align` may be given."""

    plans: Annotated[
        list[str],
        typer.Argument(metavar="PLAN...", help="Two plans or more, the leading one first; files, folders, addresses."),
    ]
    output: Output = None
    format: Annotated[str | None, output_format("align")] = None
    kind: Kind = None
    open: Open = False
    reading: Reading = Reading()
    batch: Batch = Batch()
    writing: Writing = Writing()
    color: Color = "auto"
    lang: Lang = None


class Search(NamedTuple):
    """What `duikou search` may be given."""

    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="A word, or several apart by spaces in quotes: all must stand there.")
    ]
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="LEDGER|INPUT...", help="Ledgers of duikou (.sqlite), files, folders, addresses."),
    ]
    output: Output = None
    format: Annotated[str | None, output_format("search")] = None
    reading: Reading = Reading()
    batch: Batch = Batch()
    writing: Writing = Writing()
    color: Color = "auto"
    lang: Lang = None


def options(record: Any) -> list[Parameter]:
    """The fields of a record as typer looks for them; a field that is a record itself stands for its fields."""
    found: list[Parameter] = []
    for name, kind in record.__annotations__.items():
        if isinstance(kind, type):
            found += options(kind)
        else:
            default = record._field_defaults.get(name, Parameter.empty)
            found.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind))
    return found


def filled(record: Any, values: dict[str, Any]) -> Any:
    """A record with what was given for its options."""
    return record(
        **{
            name: filled(kind, values) if isinstance(kind, type) else values[name]
            for name, kind in record.__annotations__.items()
        }
    )

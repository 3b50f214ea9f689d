"""What the commands may be given: their arguments and options, each declared once.

What holds here: a name stands for one option with its letters, its help and its type; commands that share it show the
same. What an option does stands where the command is.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
from typing import Annotated, Any, Literal

import typer

from duikou.app import language, screens
from duikou.exporting import formats
from duikou.version import __version__

# The help of -f, as the catalogue of translations has it: without a format of its own for terminals, and with one.
FORMATS = "{first} (the default), {others} or {last}."
WITH_SCREEN = "{first} (the default), {screen} (that on a terminal), {others} or {last}."


def _format(command: str) -> Any:
    """The option -f of a command: the formats that it writes, as they are registered."""
    writers = formats(command).values()
    screen = next((writer.format for writer in writers if writer.on_screen), "")
    first, *others, last = (writer.format for writer in writers if not writer.on_screen)
    told = (WITH_SCREEN if screen else FORMATS).format(first=first, screen=screen, others=", ".join(others), last=last)
    return typer.Option("-f", "--format", metavar="FORMAT", help=told, show_default=False)


# Several commands

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders (taken whole, but for data and program sources), addresses (s3://...), - for stdin.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to this file; its ending chooses the format.",
        show_default=False,
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that duikou did not write, or that was changed since.")
]
CleanFormat = Annotated[str | None, _format("clean")]
ExtractFormat = Annotated[str | None, _format("extract")]
DiffFormat = Annotated[str | None, _format("diff")]
Ocr = Annotated[
    Literal["auto", "rapidocr", "tesseract", "off"],
    typer.Option("--ocr", help="What reads pages that are pictures: the best there is, one of these, or nothing."),
]
Revisions = Annotated[
    Literal["accepted", "original", "marked"],
    typer.Option(
        "--revisions",
        help="How tracked changes of Word files are read: accepted, as before them, or marked {-so-} and {+so+}.",
    ),
]
Password = Annotated[
    str | None,
    typer.Option(
        "--password",
        metavar="WORD",
        envvar="DUIKOU_PASSWORD",
        help="Opens encrypted PDF files. Others of this machine see what is given here.",
        show_default=False,
    ),
]


def _first_line(name: str | None) -> str | None:
    """The password in a file, or what is typed at the terminal for `-`."""
    if name is None:
        return None
    if name == "-":
        import warnings
        from getpass import GetPassWarning, getpass

        try:
            with warnings.catch_warnings():
                # Where it can't be typed unseen it is not asked for.
                warnings.simplefilter("error", GetPassWarning)
                return getpass("Password: ")
        except (EOFError, OSError, GetPassWarning):
            raise typer.BadParameter("there is no terminal to ask at") from None
    try:
        with open(name, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{name} can't be read ({getattr(error, 'strerror', None) or 'no UTF-8'})") from None


PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        callback=_first_line,
        help="Take the password from the first line of this file; - asks at the terminal.",
        show_default=False,
    ),
]
Limit = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=N", help="Set size, pages, dots ... (docs/formats.md).", show_default=False),
]
Recurse = Annotated[bool, typer.Option("--recurse", help="Take the files in zip containers, too.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="Worker processes; by default the number of cores.",
        show_default=False,
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="Keep results in this folder; what was done before is taken from there.",
        show_default=False,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        min=0.1,
        metavar="SECONDS",
        help="The longest that one document may take; by default 600.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Let the workers of a Dask cluster do the work (tcp://host:8786).",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no warnings; errors are still told.")]
Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option(
        "--lang",
        callback=language.take,
        help="Language of messages and labels; else DUIKOU_LANG, else messages follow the locale.",
        show_default=False,
    ),
]


Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", callback=screens.take, help="Colours on standard output; auto: on a terminal."),
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"duikou {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version and exit.")
]

Shell = Annotated[
    Literal["bash", "zsh", "fish", "powershell", "pwsh"], typer.Argument(metavar="SHELL", help="The shell.")
]
HelpOf = Annotated[str | None, typer.Argument(metavar="COMMAND", help="The command that help is wanted on.")]

# group and align

GroupFormat = Annotated[str | None, _format("group")]
AlignFormat = Annotated[str | None, _format("align")]
Plans = Annotated[
    list[str],
    typer.Argument(metavar="PLAN...", help="Two plans or more, the leading one first; files, folders, addresses."),
]

# search

Words = Annotated[
    str, typer.Argument(metavar="WORDS", help="A word, or several apart by spaces in quotes: all must stand there.")
]
Searched = Annotated[
    list[str], typer.Argument(metavar="LEDGER|INPUT...", help="Ledgers of duikou (.sqlite), files, folders, addresses.")
]
SearchFormat = Annotated[str | None, _format("search")]

# clean

Directory = Annotated[
    str | None,
    typer.Option(
        "-d",
        "--directory",
        metavar="DIR",
        help="Write one file a document into this folder.",
        show_default=False,
    ),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Say what was done: edits a rule, what was removed and where, warnings."),
]
Check = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; name the documents that would change, and exit with 1."),
]
SelectRules = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Run only these rules (several: with commas).",
        show_default=False,
    ),
]
IgnoreRules = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Leave out these rules (several: with commas).",
        show_default=False,
    ),
]
Unsafe = Annotated[bool, typer.Option("--unsafe", help="Also repair what is only likely wrong.")]

# diff

Versions = Annotated[
    list[str],
    typer.Argument(
        metavar="VERSION...",
        help="Files, the oldest first, or - for standard input; or two folders, to compare each plan in them.",
    ),
]
IgnoreChanges = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="NAME",
        help="Leave these out: a class (editorial, suspect, moved ...), a category (number, date ...), front.",
        show_default=False,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="NAME", help="Show these alone (several: with commas).", show_default=False),
]
FailOn = Annotated[
    Literal["suspect", "substantive"],
    typer.Option("--fail-on", help="Exit with 1 for changes of this class or a graver one."),
]
SideBySide = Annotated[
    bool, typer.Option("--side-by-side", help="Two columns in the terminal, the old version on the left.")
]
Anyway = Annotated[bool, typer.Option("--anyway", help="Compare texts that are hardly versions of one, too.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show the result in a pager.")]
Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", help="Who made the changes, in Word; by default duikou."),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="When, in Word: 2026-01-31 or 2026-01-31T09:30:00."),
]
EveryVersion = Annotated[
    bool, typer.Option("--versions", help="Compare the versions of each plan in these folders, the oldest first.")
]
Git = Annotated[bool, typer.Option("--git", help="Take the arguments that git gives an external diff (docs/git.md).")]

# extract

Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only these: task, principle, safeguard, project, goal, instruction, article.",
        show_default=False,
    ),
]
Unit = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="NAME",
        help="Only measures of this unit, in any role, by its name or canonical name.",
        show_default=False,
    ),
]
Place = Annotated[
    list[str] | None,
    typer.Option("--place", metavar="NAME", help="Only measures in this place.", show_default=False),
]
Chapter = Annotated[
    list[str] | None,
    typer.Option(
        "--chapter", metavar="WORD", help="Only measures under headings that hold this word.", show_default=False
    ),
]
Keywords = Annotated[bool, typer.Option("--keywords", help="Find keywords too, which takes a second more.")]
Template = Annotated[
    Literal["ledger"] | None,
    typer.Option("--template", help="Add empty columns for the office's own use (xlsx).", show_default=False),
]
Update = Annotated[
    str | None,
    typer.Option(
        "--update",
        metavar="LEDGER",
        help="Bring this ledger (xlsx, sqlite) up to date; columns, rows and sheets that others added stay.",
        show_default=False,
    ),
]
Append = Annotated[
    bool, typer.Option("--append", help="Keep what the ledger of -o holds, and replace documents read again.")
]
OneVersion = Annotated[
    bool, typer.Option("--one-version", help="Count each plan once: the best copy of its latest version.")
]
Tidy = Annotated[bool, typer.Option("--tidy", help="One row a unit instead of one row a measure (csv).")]
AsIs = Annotated[
    bool, typer.Option("--as-is", help="Leave cells that a spreadsheet would run as formulas as they are (csv).")
]

# rules

RulesFormat = Annotated[str, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or markdown.")]

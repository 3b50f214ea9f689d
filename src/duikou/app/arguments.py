"""What several commands may be given: the options that they share, each declared once.

What holds here: a name stands for one option with its letters, its help and its type, and a record for several that
belong together; commands that share it show the same. What one command alone takes stands in `duikou.app.commands`,
what an option does where the command is.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
from typing import Annotated, Any, Literal, NamedTuple

import typer

from duikou.app import language, screens
from duikou.errors import t
from duikou.exporting import formats
from duikou.version import __version__

# The help of -f, as the catalogue of translations has it: without a format of its own for terminals, and with one.
FORMATS = "{first} (the default), {others} or {last}."
WITH_SCREEN = "{first} (the default), {screen} (that on a terminal), {others} or {last}."


def output_format(command: str) -> Any:
    """The option -f of a command: the formats that it writes, as they are registered."""
    writers = formats(command).values()
    screen = next((writer.format for writer in writers if writer.on_screen), "")
    first, *others, last = (writer.format for writer in writers if not writer.on_screen)
    told = (WITH_SCREEN if screen else FORMATS).format(first=first, screen=screen, others=", ".join(others), last=last)
    return typer.Option("-f", "--format", metavar="FORMAT", help=told, show_default=False)


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders (taken whole, but for data and program sources), addresses "
        "(https://..., s3://...), - for stdin.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to this file; its ending chooses the format. A text that is there is replaced.",
        show_default=False,
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only these: task, principle, safeguard, project, goal, instruction, article.",
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
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", callback=screens.take, help="Colours on standard output; auto: on a terminal."),
]
Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option(
        "--lang",
        callback=language.take,
        help="Language of messages and labels; else DUIKOU_LANG, else messages follow the locale.",
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
                return getpass(language.told(t("Password: ")))
        except (EOFError, OSError, GetPassWarning):
            raise typer.BadParameter("there is no terminal to ask at") from None
    try:
        with open(name, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{name} can't be read ({getattr(error, 'strerror', None) or 'no UTF-8'})") from None


class Reading(NamedTuple):
    """How files are to be read."""

    ocr: Annotated[
        Literal["auto", "rapidocr", "tesseract", "off"],
        typer.Option("--ocr", help="What reads pages that are pictures: the best there is, one of these, or nothing."),
    ] = "auto"
    password: Annotated[
        str | None,
        typer.Option(
            "--password",
            metavar="PASSWORD",
            envvar="DUIKOU_PASSWORD",
            help="Opens encrypted PDF files. Others of this machine see what is given here.",
            show_default=False,
        ),
    ] = None
    password_file: Annotated[
        str | None,
        typer.Option(
            "--password-file",
            metavar="FILE",
            callback=_first_line,
            help="Take the password from the first line of this file; - asks at the terminal.",
            show_default=False,
        ),
    ] = None
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", metavar="NAME=N", help="Set size, pages, dots ... (docs/formats.md).", show_default=False
        ),
    ] = None
    revisions: Annotated[
        Literal["accepted", "original", "marked"],
        typer.Option(
            "--revisions",
            help="How tracked changes of Word files are read: accepted, as before them, or marked {-so-} and {+so+}.",
        ),
    ] = "accepted"


class Batch(NamedTuple):
    """How many documents are worked on: by what, how long each may take, and where results are kept."""

    recurse: Annotated[bool, typer.Option("--recurse", help="Take the files in zip containers, too.")] = False
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=1,
            metavar="N",
            help="Worker processes; by default the number of cores.",
            show_default=False,
        ),
    ] = None
    timeout: Timeout = None
    cache: Annotated[
        str | None,
        typer.Option(
            "--cache",
            metavar="DIR",
            help="Keep results in this folder; what was done before is taken from there.",
            show_default=False,
        ),
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Let the workers of a Dask cluster do the work (tcp://host:8786).",
            show_default=False,
        ),
    ] = None


class Writing(NamedTuple):
    """What may be replaced, and what is told."""

    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that duikou did not write, or that was changed since.")
    ] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no warnings; errors are still told.")] = False


Open = Annotated[bool, typer.Option("--open", help="Show the page that was written in the browser (html).")]


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
RulesFormat = Annotated[str, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or markdown.")]

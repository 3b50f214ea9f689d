"""The command line: one short function a command, without logic of its own.

What holds here: importing this module loads typer and nothing else that is heavy, so that `--version` and
`--help` answer at once. Options that commands share are declared once. What a command does stands in
`duikou.commands`.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
import gc
from typing import Annotated, Literal

# Starting makes many objects that stay and hardly any garbage: looking for it as often as usual costs a start-up a
# tenth of its time.
gc.set_threshold(20_000, 20, 20)

import typer  # noqa: E402

from duikou.version import __version__  # noqa: E402

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders (taken whole, but for data and program sources), or - for standard input.",
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
CleanFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="text (the default), markdown, json, docx or html.",
        show_default=False,
    ),
]
ExtractFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="json (the default), markdown, csv or xlsx.",
        show_default=False,
    ),
]
DiffFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="terminal (the default), markdown, json, html, docx or xlsx.",
        show_default=False,
    ),
]
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
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no warnings; errors are still told.")]
Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language of labels and column heads.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"duikou {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Clean, compare and extract Chinese government plans.

    Results go to standard output, messages to standard error. Exit codes: 0 done, no differences; 1
    differences found (diff), or would change (clean --check); 2 an error, after all that could be done was
    done.
    """


@app.command(short_help="Give the text as it was issued.")
def clean(
    inputs: Inputs,
    *,
    output: Output = None,
    directory: Annotated[
        str | None,
        typer.Option(
            "-d",
            "--directory",
            metavar="DIR",
            help="Write one file a document into this folder.",
            show_default=False,
        ),
    ] = None,
    format: CleanFormat = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say what was done: edits a rule, what was removed and where, warnings."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; name the documents that would change, and exit with 1."),
    ] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="RULE",
            help="Run only these rules (several: with commas).",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            help="Leave out these rules (several: with commas).",
            show_default=False,
        ),
    ] = None,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Also repair what is only likely wrong.")] = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    lang: Lang = "zh",
) -> None:
    """The text as it was issued: whole paragraphs, one punctuation, nothing of the page or the site."""
    from duikou import commands, running

    raise typer.Exit(
        running.guarded(
            commands.clean,
            inputs,
            output=output,
            directory=directory,
            format=format,
            explain=explain,
            check=check,
            select=select or (),
            ignore=ignore or (),
            unsafe=unsafe,
            jobs=jobs,
            quiet=quiet,
            lang=lang,
        )
    )


@app.command(short_help="Show what truly changed between versions.")
def diff(
    versions: Annotated[
        list[str],
        typer.Argument(metavar="VERSION...", help="Files, the oldest first, or - for standard input."),
    ],
    *,
    output: Output = None,
    format: DiffFormat = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="NAME",
            help="Leave these out: a class (editorial, suspect, moved ...), a category (number, date ...), front.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Show these alone (several: with commas).", show_default=False),
    ] = None,
    fail_on: Annotated[
        Literal["suspect", "substantive"],
        typer.Option("--fail-on", help="Exit with 1 for changes of this class or a graver one."),
    ] = "suspect",
    side_by_side: Annotated[
        bool, typer.Option("--side-by-side", help="Two columns in the terminal, the old version on the left.")
    ] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never show the result in a pager.")] = False,
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="NAME", help="Who made the changes, in Word; by default duikou."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="When, in Word: 2026-01-31 or 2026-01-31T09:30:00."),
    ] = None,
    git: Annotated[
        bool, typer.Option("--git", help="Take the arguments that git gives an external diff (docs/git.md).")
    ] = False,
    quiet: Quiet = False,
    lang: Lang = "zh",
) -> None:
    """What truly changed between versions, and nothing that only looks changed.

    Exit code 1 for a suspect or substantive change, a move or a renumbering; --fail-on substantive: for a substantive
    change or a move alone. With more than two versions, each is compared with the one before.
    """
    from duikou import diffing, running

    raise typer.Exit(
        running.guarded(
            diffing.run,
            versions,
            output=output,
            format=format,
            ignore=ignore or (),
            only=only or (),
            fail_on=fail_on,
            side_by_side=side_by_side,
            pager=not no_pager,
            author=author,
            date=date,
            git=git,
            quiet=quiet,
            lang=lang,
        )
    )


@app.command(short_help="List every numbered measure with its fields.")
def extract(
    inputs: Inputs,
    *,
    output: Output = None,
    format: ExtractFormat = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only these: task, principle, safeguard, project, goal, instruction, article.",
            show_default=False,
        ),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="NAME",
            help="Only measures of this unit, in any role, by its name or canonical name.",
            show_default=False,
        ),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="Only measures in this place.", show_default=False),
    ] = None,
    chapter: Annotated[
        list[str] | None,
        typer.Option(
            "--chapter", metavar="WORD", help="Only measures under headings that hold this word.", show_default=False
        ),
    ] = None,
    keywords: Annotated[bool, typer.Option("--keywords", help="Find keywords too, which takes a second more.")] = False,
    template: Annotated[
        Literal["ledger"] | None,
        typer.Option("--template", help="Add empty columns for the office's own use (xlsx).", show_default=False),
    ] = None,
    tidy: Annotated[bool, typer.Option("--tidy", help="One row a unit instead of one row a measure (csv).")] = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    lang: Lang = "zh",
) -> None:
    """Every numbered measure with who leads, who answers, where, by when, how many."""
    from duikou import commands, running

    raise typer.Exit(
        running.guarded(
            commands.extract,
            inputs,
            output=output,
            format=format,
            kinds=kind or (),
            units=unit or (),
            places=place or (),
            chapters=chapter or (),
            keywords=keywords,
            template=template,
            tidy=tidy,
            jobs=jobs,
            quiet=quiet,
            lang=lang,
        )
    )


@app.command(short_help="List the cleaning rules.")
def rules(
    format: Annotated[str, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or markdown.")] = "text",
) -> None:
    """Every cleaning rule: its name, whether it is safe, what it does, an example."""
    from duikou import commands, running

    raise typer.Exit(running.guarded(commands.rules, format))


@app.command(short_help="Say what this machine can read.")
def doctor() -> None:
    """What this machine can read: each format, and what to do about those it cannot."""
    from duikou import commands, running

    raise typer.Exit(running.guarded(commands.doctor))


def main() -> None:
    """Run the command line."""
    app(prog_name="duikou")

"""The command line: one short function a command, without logic of its own.

What holds here: importing this module loads typer and nothing else that is heavy, so that `--version` and
`--help` answer at once. What a command may be given is a record in `duikou.app.commands`, what it does stands in the
module of `duikou.app` that bears its name; its docstring here is its help.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
import atexit
import gc
import sys
from collections.abc import Callable
from inspect import Signature
from typing import Any

# Starting makes hardly any garbage: looking for it as often as usual costs a start-up a fifth of its time. What one
# short document needs is less than so many values; more of them are worth a look.
gc.set_threshold(100_000, 20, 20)

import typer  # noqa: E402

from duikou.app import arguments as given  # noqa: E402
from duikou.app import commands, starting  # noqa: E402

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def command(short_help: str) -> Callable[[Callable[[Any], int]], Callable[[Any], int]]:
    """Make a function of a record the command that bears its name: the fields of the record are the options."""

    def wire(function: Callable[[Any], int]) -> Callable[[Any], int]:
        record = function.__annotations__["asked"]

        def run(**values: Any) -> None:
            from duikou.app import runs

            raise typer.Exit(runs.guarded(function, commands.filled(record, values)))

        run.__doc__ = function.__doc__
        run.__signature__ = Signature(commands.options(record))  # type: ignore[attr-defined]
        app.command(function.__name__, short_help=short_help)(run)
        return function

    return wire


@app.callback()
def root(version: given.Version = False) -> None:
    """Clean, compare and extract Chinese government plans.

    Results go to standard output, messages to standard error. Exit codes: 0 done, no differences; 1
    differences found (diff), or would change (clean --check); 2 an error, after all that could be done was
    done. --lang, --color and --quiet may stand before the command, too.
    """


@command("Give the text as it was issued.")
def clean(asked: commands.Clean) -> int:
    """The text as it was issued: whole paragraphs, one punctuation, nothing of the page or the site."""
    from duikou.app import clean

    return clean.clean(asked)


@command("Show what truly changed between versions.")
def diff(asked: commands.Diff) -> int:
    """What truly changed between versions, and nothing that only looks changed.

    Exit code 1 for a suspect or substantive change, a move or a renumbering; --fail-on substantive: for a substantive
    change or a move alone. What --ignore and --only leave out does not count. With more than two versions, each is
    compared with the one before. Exit code 2, and no changes, where two texts are hardly versions of one; --anyway
    compares them all the same.
    """
    from duikou.app import diff

    return diff.diff(asked)


@command("List every numbered measure with its fields.")
def extract(asked: commands.Extract) -> int:
    """Every numbered measure with who leads, who answers, where, by when, how many."""
    from duikou.app import extract

    return extract.extract(asked)


@command("Say which files are one plan.")
def group(asked: commands.Group) -> int:
    """Which files are copies and versions of one plan, and which is the best copy of it."""
    from duikou.app import group

    return group.group(asked)


@command("Set the measures of plans side by side.")
def align(asked: commands.Align) -> int:
    """The measures of different plans side by side: one row a topic, one column a plan, gaps shown as gaps."""
    from duikou.app import align

    return align.align(asked)


@command("Find measures by words.")
def search(asked: commands.Search) -> int:
    """The measures whose heading or text holds all the words: in a ledger that duikou wrote, or in documents.

    Exit code 1 when there is none.
    """
    from duikou.app import search

    return search.search(asked)


@app.command(short_help="List the cleaning rules.")
def rules(
    format: given.RulesFormat = "text",
    lang: given.Lang = None,
) -> None:
    """Every cleaning rule: its name, whether it is safe, what it does, an example."""
    from duikou.app import reports, runs

    raise typer.Exit(runs.guarded(reports.rules, format))


@app.command(short_help="Say what this machine can read.")
def doctor(lang: given.Lang = None) -> None:
    """What this machine can read: each format, and what to do about those it cannot."""
    from duikou.app import reports, runs

    raise typer.Exit(runs.guarded(reports.doctor))


@app.command(short_help="Show the settings that hold here.")
def config(lang: given.Lang = None) -> None:
    """Which settings hold here and where each was set: a file, a variable."""
    from duikou.app import reports, runs

    raise typer.Exit(runs.guarded(reports.config, typer.main.get_command(app)))


@app.command(short_help="Print the script that completes commands in a shell.")
def completion(shell: given.Shell, lang: given.Lang = None) -> None:
    """The script by which a shell completes commands and options: add it to what the shell reads at its start."""
    from duikou.app import completing

    typer.echo(completing.script(shell))


@app.command("help", short_help="Show help on a command.")
def help_on(context: typer.Context, command: given.HelpOf = None, lang: given.Lang = None) -> None:
    """What `duikou --help` and `duikou COMMAND --help` show."""
    above = context.parent
    assert above is not None
    if command is None:
        typer.echo(above.get_help())
        return
    found = above.command.get_command(above, command)  # type: ignore[attr-defined]
    if found is None:
        above.fail(f"No such command {command!r}.")
    typer.echo(found.get_help(found.make_context(command, [], parent=above, resilient_parsing=True)))


def main() -> None:
    """Run the command line."""
    # At the end Python would look for garbage once more, which costs another tenth of a start-up.
    atexit.register(gc.freeze)
    sys.exit(starting.start(app))

"""The command line: one short function a command, without logic of its own.

What holds here: importing this module loads typer and nothing else that is heavy, so that `--version` and
`--help` answer at once. What a command may be given stands in `duikou.app.arguments`, what it does in the module of
`duikou.app` that bears its name.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
import atexit
import gc
import sys

# Starting makes hardly any garbage: looking for it as often as usual costs a start-up a tenth of its time.
gc.set_threshold(20_000, 20, 20)

import typer  # noqa: E402

from duikou.app import arguments as given  # noqa: E402
from duikou.app import starting  # noqa: E402

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def root(version: given.Version = False) -> None:
    """Clean, compare and extract Chinese government plans.

    Results go to standard output, messages to standard error. Exit codes: 0 done, no differences; 1
    differences found (diff), or would change (clean --check); 2 an error, after all that could be done was
    done.
    """


@app.command(short_help="Give the text as it was issued.")
def clean(
    inputs: given.Inputs,
    *,
    output: given.Output = None,
    directory: given.Directory = None,
    format: given.CleanFormat = None,
    explain: given.Explain = False,
    check: given.Check = False,
    select: given.SelectRules = None,
    ignore: given.IgnoreRules = None,
    unsafe: given.Unsafe = False,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    recurse: given.Recurse = False,
    jobs: given.Jobs = None,
    timeout: given.Timeout = None,
    cache: given.Cache = None,
    scheduler: given.Scheduler = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    lang: given.Lang = None,
) -> None:
    """The text as it was issued: whole paragraphs, one punctuation, nothing of the page or the site."""
    from duikou.app import clean as clean_command
    from duikou.app import runs

    raise typer.Exit(
        runs.guarded(
            clean_command.clean,
            inputs,
            output=output,
            directory=directory,
            format=format,
            explain=explain,
            check=check,
            select=select or (),
            ignore=ignore or (),
            unsafe=unsafe,
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            recurse=recurse,
            means=runs.Means(jobs, timeout, cache, scheduler),
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


@app.command(short_help="Show what truly changed between versions.")
def diff(
    versions: given.Versions,
    *,
    output: given.Output = None,
    format: given.DiffFormat = None,
    ignore: given.IgnoreChanges = None,
    only: given.Only = None,
    fail_on: given.FailOn = "suspect",
    side_by_side: given.SideBySide = False,
    no_pager: given.NoPager = False,
    author: given.Author = None,
    date: given.Date = None,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    every_version: given.EveryVersion = False,
    git: given.Git = False,
    anyway: given.Anyway = False,
    timeout: given.Timeout = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    color: given.Color = "auto",
    lang: given.Lang = None,
) -> None:
    """What truly changed between versions, and nothing that only looks changed.

    Exit code 1 for a suspect or substantive change, a move or a renumbering; --fail-on substantive: for a substantive
    change or a move alone. What --ignore and --only leave out does not count. With more than two versions, each is
    compared with the one before. Exit code 2, and no changes, where two texts are hardly versions of one; --anyway
    compares them all the same.
    """
    from duikou.app import diff as diff_command
    from duikou.app import runs

    raise typer.Exit(
        runs.guarded(
            diff_command.run,
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
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            every_version=every_version,
            git=git,
            anyway=anyway,
            timeout=timeout,
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


@app.command(short_help="List every numbered measure with its fields.")
def extract(
    inputs: given.Inputs,
    *,
    output: given.Output = None,
    format: given.ExtractFormat = None,
    kind: given.Kind = None,
    unit: given.Unit = None,
    place: given.Place = None,
    chapter: given.Chapter = None,
    keywords: given.Keywords = False,
    template: given.Template = None,
    tidy: given.Tidy = False,
    as_is: given.AsIs = False,
    update: given.Update = None,
    append: given.Append = False,
    one_version: given.OneVersion = False,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    recurse: given.Recurse = False,
    jobs: given.Jobs = None,
    timeout: given.Timeout = None,
    cache: given.Cache = None,
    scheduler: given.Scheduler = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    color: given.Color = "auto",
    lang: given.Lang = None,
) -> None:
    """Every numbered measure with who leads, who answers, where, by when, how many."""
    from duikou.app import extract as extract_command
    from duikou.app import runs

    raise typer.Exit(
        runs.guarded(
            extract_command.extract,
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
            as_is=as_is,
            update=update,
            append=append,
            one_version=one_version,
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            recurse=recurse,
            means=runs.Means(jobs, timeout, cache, scheduler),
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


@app.command(short_help="Say which files are one plan.")
def group(
    inputs: given.Inputs,
    *,
    output: given.Output = None,
    format: given.GroupFormat = None,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    recurse: given.Recurse = False,
    jobs: given.Jobs = None,
    timeout: given.Timeout = None,
    cache: given.Cache = None,
    scheduler: given.Scheduler = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    color: given.Color = "auto",
    lang: given.Lang = None,
) -> None:
    """Which files are copies and versions of one plan, and which is the best copy of it."""
    from duikou.app import group as group_command
    from duikou.app import runs

    raise typer.Exit(
        runs.guarded(
            group_command.group,
            inputs,
            output=output,
            format=format,
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            recurse=recurse,
            means=runs.Means(jobs, timeout, cache, scheduler),
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


@app.command(short_help="Set the measures of plans side by side.")
def align(
    plans: given.Plans,
    *,
    output: given.Output = None,
    format: given.AlignFormat = None,
    kind: given.Kind = None,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    recurse: given.Recurse = False,
    jobs: given.Jobs = None,
    timeout: given.Timeout = None,
    cache: given.Cache = None,
    scheduler: given.Scheduler = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    color: given.Color = "auto",
    lang: given.Lang = None,
) -> None:
    """The measures of different plans side by side: one row a topic, one column a plan, gaps shown as gaps."""
    from duikou.app import align as align_command
    from duikou.app import runs

    raise typer.Exit(
        runs.guarded(
            align_command.align,
            plans,
            output=output,
            format=format,
            kinds=kind or (),
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            recurse=recurse,
            means=runs.Means(jobs, timeout, cache, scheduler),
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


@app.command(short_help="Find measures by words.")
def search(
    words: given.Words,
    inputs: given.Searched,
    *,
    output: given.Output = None,
    format: given.SearchFormat = None,
    ocr: given.Ocr = "auto",
    password: given.Password = None,
    password_file: given.PasswordFile = None,
    limit: given.Limit = None,
    revisions: given.Revisions = "accepted",
    recurse: given.Recurse = False,
    jobs: given.Jobs = None,
    timeout: given.Timeout = None,
    cache: given.Cache = None,
    scheduler: given.Scheduler = None,
    force: given.Force = False,
    quiet: given.Quiet = False,
    color: given.Color = "auto",
    lang: given.Lang = None,
) -> None:
    """The measures whose heading or text holds all the words: in a ledger that duikou wrote, or in documents.

    Exit code 1 when there is none.
    """
    from duikou.app import runs
    from duikou.app import search as search_command

    raise typer.Exit(
        runs.guarded(
            search_command.search,
            words,
            inputs,
            output=output,
            format=format,
            reading=(ocr, password if password_file is None else password_file, limit or (), revisions),
            recurse=recurse,
            means=runs.Means(jobs, timeout, cache, scheduler),
            force=force,
            quiet=quiet,
            lang=lang or "zh",
        )
    )


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
    from typer._completion_shared import get_completion_script

    typer.echo(get_completion_script(prog_name="duikou", complete_var="_DUIKOU_COMPLETE", shell=shell))


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

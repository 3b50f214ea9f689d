"""The command line: one short function a command, without logic of its own.

What holds here: importing this module loads typer and nothing else that is heavy, so that `--version` and
`--help` answer at once. What a command may be given stands in `duikou.app.arguments`, what it does in the module of
`duikou.app` that bears its name.
"""

# No `from __future__ import annotations` here: typer would have to compile every annotation again at each start.
import atexit
import gc
import os
import sys
from collections.abc import Callable
from typing import Any

# Starting makes many objects that stay and hardly any garbage: looking for it as often as usual costs a start-up a
# tenth of its time.
gc.set_threshold(20_000, 20, 20)

import typer  # noqa: E402

from duikou.app import arguments as given  # noqa: E402
from duikou.app import language  # noqa: E402

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def root(
    version: given.Version = False,
) -> None:
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

    script = get_completion_script(prog_name="duikou", complete_var="_DUIKOU_COMPLETE", shell=shell)
    typer.echo(script)


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
    # At the end Python would look through all that was made once more, which costs another tenth of a start-up.
    atexit.register(gc.freeze)
    try:
        code = _run()
    except Exception as error:  # what typer says of the arguments, which are shown as all else is
        code = _told(error)
    sys.exit(code or 0)


def _run() -> Any:
    """Run the command line with the settings that hold here; gives its exit code."""
    if "_DUIKOU_COMPLETE" in os.environ:
        # What a shell asks for; typer adds its classes of shells only here, so that they cost other runs nothing.
        from typer import completion as shells

        shells.completion_init()  # type: ignore[attr-defined]
        return app(prog_name="duikou", complete_var="_DUIKOU_COMPLETE")
    if not any(map(_may_hold_settings, _folders())) and not any(name.startswith("DUIKOU_") for name in os.environ):
        return _program()(prog_name="duikou", standalone_mode=False)
    from duikou.app import runs, settings
    from duikou.errors import DuikouError

    try:
        defaults = settings.default_map(typer.main.get_command(app))
    except DuikouError as error:
        language.look(sys.argv[1:])
        runs.tell(error)
        return runs.FAILED
    if not language.asked():
        language.preset(next((table["lang"] for table in defaults.values() if "lang" in table), None))
    return _program()(prog_name="duikou", standalone_mode=False, default_map=defaults)


def _folders() -> list[str]:
    """The working folder and those above it."""
    try:
        folders = [os.getcwd()]
    except OSError:
        return []
    while (above := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(above)
    return folders


def _may_hold_settings(folder: str) -> bool:
    if os.path.exists(os.path.join(folder, "duikou.toml")):
        return True
    try:
        with open(os.path.join(folder, "pyproject.toml"), "rb") as file:
            return b"tool.duikou" in file.read()
    except OSError:
        return False


def _program() -> Callable[..., Any]:
    """The command line with its help in the language of this run."""
    language.look(sys.argv[1:])
    if language.messages() == "en":
        return app
    from duikou.app import helps

    in_chinese: Callable[..., Any] = helps.in_chinese(app)
    return in_chinese


def _told(error: Exception) -> int:
    """Tell what typer says of wrong arguments; its exit code."""
    import io

    from duikou.app.outputs import say

    show = getattr(error, "show", None)
    if show is None:  # typer's own name for an interrupt, before a command has begun
        if type(error).__name__ != "Abort":
            raise error
        from duikou.app import runs
        from duikou.errors import t

        runs.tell_line(t("interrupted"))
        return 130
    said = io.StringIO()
    show(file=said)
    text = said.getvalue().rstrip("\n")
    if language.messages() != "en":
        from duikou.app import helps

        text = helps.said(text)
    say(text)
    if type(error).__name__ == "MissingParameter" and _piped():
        from duikou.errors import t

        say(language.told(t("Something comes through standard input: name - as well to read it.")))
    return int(getattr(error, "exit_code", 2))


def _piped() -> bool:
    """Whether a pipe or a file stands in the place of the keyboard."""
    import stat

    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)

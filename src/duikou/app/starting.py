"""How the command line is started: its settings, its language, and what is said of wrong arguments.

What holds here: nothing is loaded that a run does not need; where there are no settings and messages are English,
that is nothing at all.
"""

import os
import sys
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

import typer

from duikou.app import language

# What duikou takes without a command.
OF_DUIKOU = ("-h", "--help", "-V", "--version")


def start(app: typer.Typer) -> int:
    """Run the command line; gives its exit code."""
    said = sys.argv[1:]
    try:
        if said and said[0].startswith("-") and said[0] not in OF_DUIKOU and not _put_behind(app, said):
            return 2  # as of all wrong arguments
        code = _run(app, said)
    except OSError as error:  # help, the version and scripts, which typer writes itself
        from duikou.app import outputs, runs

        runs.tell(outputs.unwritten(error))
        return runs.FAILED
    except Exception as error:  # what typer says of the arguments, which are shown as all else is
        code = _told(error)
    return code or 0


def _put_behind(app: typer.Typer, said: list[str]) -> bool:
    """Put options before the command behind it; tells what is wrong with them, and gives whether all is right."""
    from duikou.app import leading, runs
    from duikou.errors import UsageError

    takes = {_name(command): _parameters(command) for command in app.registered_commands}
    try:
        sys.argv[1:] = leading.behind_the_command(said, takes, OF_DUIKOU)
    except UsageError as error:
        language.note_language(said)
        runs.tell(error)
        return False
    return True


def _parameters(command: typer.models.CommandInfo) -> frozenset[str]:
    """The options of a command, by their long names."""
    from inspect import signature

    names = signature(command.callback).parameters  # type: ignore[arg-type]
    return frozenset("--" + name.replace("_", "-") for name in names)


def _run(app: typer.Typer, said: list[str]) -> Any:
    """Run the command line with the settings that hold here; gives its exit code. `said` is what was written."""
    if "_DUIKOU_COMPLETE" in os.environ:
        # What a shell asks for; typer adds its classes of shells only here, so that they cost other runs nothing.
        from typer import completion as shells

        from duikou.app import completing

        shells.completion_init()  # type: ignore[attr-defined]
        program = _program(app, said)
        program = typer.main.get_command(program) if isinstance(program, typer.Typer) else program
        return completing.with_values(program)(prog_name="duikou", complete_var="_DUIKOU_COMPLETE")
    if not any(map(_may_hold_settings, _folders())) and not any(name.startswith("DUIKOU_") for name in os.environ):
        return _program(app, said)(prog_name="duikou", standalone_mode=False)
    from duikou.app import runs, settings
    from duikou.errors import DuikouError, UsageError, t

    try:
        if language.unknown():
            cause = t("{name} can't be {value}", name=language.VARIABLE, value=language.unknown())
            raise UsageError(cause, t("Give {names}", names=language.LANGUAGES))
        defaults = settings.default_map(typer.main.get_command(app))
    except DuikouError as error:
        language.note_language(said)
        runs.tell(error)
        return runs.FAILED
    if not language.asked():
        language.preset(next((table["lang"] for table in defaults.values() if "lang" in table), None))
    return _program(app, said)(prog_name="duikou", standalone_mode=False, default_map=defaults)


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


def _program(app: typer.Typer, said: list[str]) -> Callable[..., Any]:
    """The command line with its help in the language of this run."""
    app = with_what_is_called(app, sys.argv[1:])
    language.note_language(said)
    if language.messages() == "en":
        return app
    from duikou.app import helps

    in_chinese: Callable[..., Any] = helps.in_chinese(app)
    return in_chinese


def with_what_is_called(app: typer.Typer, arguments: list[str]) -> typer.Typer:
    """The command line with the one command that is called, where that is plain: typer looks at all options of every
    command that it has, which takes an eighth of the time to import it. `help` shows them all."""
    called = [command for command in app.registered_commands if arguments and _name(command) == arguments[0]]
    if not called or arguments[0] == "help":
        return app
    narrowed = copy(app)
    narrowed.registered_commands = called
    return narrowed


def _name(command: typer.models.CommandInfo) -> str:
    return command.name or command.callback.__name__  # type: ignore[union-attr]


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
    if possibilities := getattr(error, "possibilities", None):
        error.possibilities = _near(getattr(error, "option_name", ""), possibilities)  # type: ignore[attr-defined]
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


_NEAR = 0.7  # of an option's letters: --explan is near --explain, --nosuch is near nothing


def _near(given: str, names: Sequence[str]) -> list[str]:
    """The names that a mistyped option can mean: those that it begins, else those of nearly its letters."""
    from difflib import SequenceMatcher

    begun = [name for name in names if name.startswith(given)]
    return begun or [
        name for name in names if SequenceMatcher(None, given.strip("-"), name.strip("-")).ratio() >= _NEAR
    ]


def _piped() -> bool:
    """Whether a pipe or a file stands in the place of the keyboard."""
    import stat

    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)

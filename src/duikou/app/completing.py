"""What a shell is told when it completes a command: in the user's language, with the values that options take.

What holds here: this is loaded only when a shell asks, so that it costs other runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from duikou.app import language

# Where zsh has not set up completion yet, `compdef` is no command.
_ZSH = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }"


def script(shell: str) -> str:
    """The script that a shell reads at its start."""
    from typer._completion_shared import get_completion_script

    text = get_completion_script(prog_name="duikou", complete_var="_DUIKOU_COMPLETE", shell=shell)
    head, line, rest = text.partition("\n")
    return f"{head}\n{_ZSH}{line}{rest}" if shell == "zsh" else text


def with_values(program: Any) -> Any:
    """The program, whose options know the values that only their commands know."""
    for name, command in program.commands.items():
        for parameter in command.params:
            values = _VALUES.get((name, parameter.name)) or _VALUES.get(("", parameter.name))
            if (name, parameter.name) == ("help", "command"):
                values = _commands_of(program)
            if values is not None:
                parameter._custom_shell_complete = _completed(values, name)
    return program


def _commands_of(program: Any) -> Callable[[str], Iterable[str]]:
    return lambda command: program.commands


def _completed(values: Callable[[str], Iterable[str]], command: str) -> Callable[..., list[str]]:
    def complete(context: Any, parameter: Any, incomplete: str) -> list[str]:
        # Of a list with commas the last is completed.
        before, comma, begun = incomplete.rpartition(",")
        return [f"{before}{comma}{value}" for value in values(command) if value.startswith(begun)]

    return complete


def _formats(command: str) -> Iterable[str]:
    from duikou.exporting import formats

    return formats(command) or ("text", "json", "markdown")


def _kinds(command: str) -> Iterable[str]:
    from duikou.exporting.labels import labels

    kinds = labels("zh", "kinds")
    return kinds.values() if language.messages() == "zh" else kinds


def _rules(command: str) -> Iterable[str]:
    from duikou.cleaning import ORDER

    return ORDER


def _changes(command: str) -> Iterable[str]:
    from duikou.comparing.sifting import known

    return known()


def _limits(command: str) -> Iterable[str]:
    from dataclasses import fields

    from duikou.reading.options import Limits

    return [f"{field.name}=" for field in fields(Limits)]


# By command ("": any) and option.
_VALUES: dict[tuple[str, str], Callable[[str], Iterable[str]]] = {
    ("", "format"): _formats,
    ("", "kind"): _kinds,
    ("", "limit"): _limits,
    ("clean", "select"): _rules,
    ("clean", "ignore"): _rules,
    ("diff", "only"): _changes,
    ("diff", "ignore"): _changes,
}

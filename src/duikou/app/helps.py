"""Help texts and what is said of wrong arguments, in Chinese.

What holds here: this is loaded only where messages are Chinese. The texts of typer itself are in the catalogue too;
what it says of wrong arguments comes as finished English sentences, which are recognised by their patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import typer

from duikou.app.arguments import FORMATS, WITH_SCREEN
from duikou.errors import Text, t
from duikou.exporting.wording import told
from duikou.notation.patterns import pattern

# What typer and its click say of wrong arguments. `{}` names must be unique in one sentence.
SENTENCES = (
    "Usage: {rest}",
    "Try '{command}' for help.",
    "Error: {rest}",
    "Invalid value for {name}: {rest}",
    "Invalid value: {rest}",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing command.",
    "No such command {name}. Did you mean {others}?",
    "No such command {name}.",
    "No such option: {name} Did you mean {others}?",
    "No such option: {name} (Possible options: {others})",
    "No such option: {name}",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument ({names})",
    "Got unexpected extra argument(s) ({names})",
    "Got unexpected extra arguments ({names})",
    "{value} is not one of {names}.",
    "{value} is not in the range {range}.",
    "{value} is not a valid integer.",
    "{value} is not a valid int.",
    "{value} is not a valid float.",
    "{value} is not a valid float range.",
    "{value} is not a valid integer range.",
    "{value} is not a valid int range.",
    "{name} can't be read ({reason})",
    "there is no terminal to ask at",
    "Missing argument {name}. Choose from:",
)
# What stands for a value, in usage and beside options.
PLACES = (
    *(
        "[OPTIONS]",
        "COMMAND [ARGS]...",
        "INPUT...",
        "FILE",
        "DIR",
        "FORMAT",
        "RULE",
        "WORD",
        "PASSWORD",
        "NAME=N",
        "SECONDS",
    ),
    *("ADDRESS", "VERSION...", "NAME", "DATE", "KIND", "LEDGER", "PLAN...", "WORDS", "LEDGER|INPUT...", "COMMAND"),
)
# The words that help is set with.
WORDS = (
    "Usage: ",
    "Arguments",
    "Options",
    "Commands",
    "Show this message and exit.",
    "required",
    "default: {default}",
    "env var: {var}",
)
_LANG = "zh"
# A place in a message, and the pieces between which a line may be broken.
_NAMED = pattern(r"\{(\w+)\}")
_PIECES = pattern(r"[（“‘\[]*(?:[!-~]+|[^ -~])[，。；：、）”’！？…]*[ ]?|[ ]")
_BRACES = {ord("{"): None, ord("}"): None}


def in_chinese(app: typer.Typer) -> Any:
    """The program of an app with all its help in Chinese."""
    from typer import core, main

    setattr(core, "_", _told)  # noqa: B010
    program = main.get_command(app)
    for command in (program, *getattr(program, "commands", {}).values()):
        _turn(command)
    return program


def said(text: str) -> str:
    """What typer says of wrong arguments, line by line in Chinese."""
    return "\n".join(told(t("{text}", text=sentence(line)), _LANG) for line in text.split("\n"))


def sentence(text: str) -> str:
    """What typer says of a wrong argument, as a message, where it is one of its sentences."""
    for known in SENTENCES:
        found = _pattern(known).fullmatch(text)
        if found:
            values = {name: t("{text}", text=value) for name, value in found.groupdict().items()}
            if "rest" in values:
                values["rest"] = t("{text}", text=sentence(found["rest"]))
            return Text(known, values)
    return text


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = _NAMED.split(sentence)
    return re.compile("".join(f"(?P<{p}>.+?)" if k % 2 else re.escape(p) for k, p in enumerate(pieces)))


def _told(text: str) -> str:
    return told(text, _LANG)


def _turn(command: Any) -> None:
    """Put the help of a command and of its parameters into Chinese."""
    command.help = _told(one_line(command.help))
    command.short_help = _told(command.short_help or "")
    command.options_metavar = _told(command.options_metavar or "")
    if getattr(command, "subcommand_metavar", None):
        command.subcommand_metavar = _told(command.subcommand_metavar)
    for parameter in command.params:
        parameter.help = _help(parameter.help or "")
        parameter.metavar = _told(parameter.metavar) if parameter.metavar else None
    formatter = command.context_class.formatter_class
    command.context_class = type("Context", (command.context_class,), {"formatter_class": _formatter(formatter)})


def _help(text: str) -> str:
    """The help of a parameter in Chinese; what lists formats is known by its pattern (typer keeps text alone)."""
    for template in (WITH_SCREEN, FORMATS):
        if listed := _pattern(template).fullmatch(text):
            values = {**listed.groupdict(), "others": tuple(listed["others"].split(", "))}
            return told(Text(template, values), _LANG)
    return _told(text)


def one_line(text: str | None) -> str:
    """A help text as it stands in the catalogue: its paragraphs without line breaks."""
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _formatter(base: Any) -> type:
    """A formatter whose words are Chinese and whose lines end where the screen does: a hanzi is two columns wide."""

    class Formatter(base):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            # typer puts what is needed in braces.
            super().write_usage(prog, args.translate(_BRACES), _told("Usage: ") if prefix is None else prefix)

        def write_heading(self, heading: str) -> None:
            self.write(f"{'':>{self.current_indent}}{heading}：\n")

        def write_text(self, text: str) -> None:
            indent = " " * self.current_indent
            for paragraph in text.split("\n\n"):
                for line in wrapped(paragraph, self.width - self.current_indent):
                    self.write(f"{indent}{line}\n")
                self.write("\n" if paragraph is not text.rsplit("\n\n", maxsplit=1)[-1] else "")

        def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            # As typer sets it, but by columns of the screen.
            from rich.cells import cell_len

            first = min(max((cell_len(name) for name, _ in rows), default=0), col_max) + col_spacing
            indent = " " * self.current_indent
            for name, text in rows:
                at, *others = wrapped(_told(text), max(self.width - first - 2, 10))
                gap = first - cell_len(name)
                between = " " * gap if gap >= col_spacing else f"\n{indent}{' ' * first}"
                self.write(f"{indent}{name}{between}{at}".rstrip() + "\n")
                self.write("".join(f"{indent}{' ' * first}{line}\n" for line in others))

    return Formatter


def wrapped(text: str, room: int) -> Iterator[str]:
    """The text in lines of at most so many columns, broken between hanzi and at spaces."""
    from rich.cells import cell_len

    line, wide = "", 0
    for piece in _PIECES.findall(" ".join(text.split())):
        more = cell_len(piece.rstrip())
        if line and wide + more > room:
            yield line.rstrip()
            line, wide = "", 0
        line += piece
        wide = cell_len(line)
    yield line.rstrip()

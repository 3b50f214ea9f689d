"""Errors a user can act on: which file, what is wrong, what to do next; and the text of messages.

What holds here: every error that bad input can cause is a `DuikouError`. The command line prints its text and goes on
with the other files; the library raises it. Nothing else is an answer to bad input.

A message is an English text that remembers what it was made of (`t`), so that whoever shows it can say it in another
language (`duikou.exporting.wording`). Whoever makes a message need know of no language.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

# In an advice, this with the name of an extra stands for the command that installs what the extra needs:
# `{install ocr}`. `{install duikou}` stands for the command that installs what duikou itself needs.
_COMMAND = "{install "


class Text(str):
    """A message: the English text, the `template` that it was made of, which is its key in the catalogues, and the
    `values` that stand in it: texts, and tuples of texts for lists."""

    template: str
    values: Mapping[str, Any]
    _written: str | None

    def __new__(cls, template: str, values: Mapping[str, Any] | None = None, written: str | None = None) -> Text:
        """`written` is the template in its English form where that is another, as for more than one."""
        values = values or {}
        made = super().__new__(cls, filled(template if written is None else written, values))
        made.template, made.values = template, values
        made._written = written
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """How it goes from process to process."""
        return Text, (self.template, dict(self.values), self._written)


def t(template: str, **values: object) -> Text:
    """A message: `t("there is no rule named {name}", name="x")`. A value that is a message too is said in the language
    of the whole; a tuple is a list of values."""
    return Text(template, {name: _kept(value) for name, value in values.items()})


def labelled(name: str, label: str) -> Text:
    """A name that has a label in Chinese, where both are understood: task, 任务."""
    return Text("{label}", {"label": label}, name)


def several(kind: str, count: int) -> Text:
    """So many of a kind, which is a message such as `t("{count} picture")`: 1 picture, 3 pictures."""
    kind = kind if isinstance(kind, Text) else Text(kind)
    cut = min((at for at in map(kind.template.find, (", ", " (", "; ", " of ")) if at > 0), default=len(kind.template))
    many = None if count == 1 else f"{kind.template[:cut]}s{kind.template[cut:]}"
    return Text(kind.template, {**kind.values, "count": str(count)}, many)


def filled(template: str, values: Mapping[str, Any], comma: str = ", ") -> str:
    """A template with its values: `{name}` gives way to the value of that name, if there is one."""
    first, *others = template.split("{")
    pieces = [first]
    for other in others:
        name, closed, rest = other.partition("}")
        if closed and name in values:
            value = values[name]
            pieces += [comma.join(value) if isinstance(value, tuple) else value, rest]
        else:
            pieces += ["{", other]
    return "".join(pieces)


def _kept(value: object) -> str | tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(one if isinstance(one, Text) else str(one) for one in value)
    if isinstance(value, BaseException):
        return said_by(value)
    return value if isinstance(value, Text) else str(value)


_LONGEST_WORDS = 200  # characters of what a library says


def said_by(error: BaseException) -> str:
    """What the system or a library says of an error, in one line. Of the system's sentences there are translations; a
    library's own is shown in English, and in another language its name."""
    if isinstance(error, OSError) and error.errno is not None and error.strerror == os.strerror(error.errno):
        return error.strerror
    words = " ".join(str(error).split())[:_LONGEST_WORDS]
    name = type(error).__name__
    return Text(t("a library reports {name}; --lang en shows its words").template, {"name": name}, words or name)


class DuikouError(Exception):
    """One problem with one input or output.

    `path` is the file as the user named it (None for a str or bytes), `cause` says what is wrong, `advice` what to do
    next, where `{install ocr}` becomes the command that installs an extra here (`advised`). All are prose without a
    final full stop.
    """

    def __init__(self, cause: str, advice: str = "", path: str | None = None) -> None:
        self.path, self.cause, self.advice = path, cause, advised(advice)
        super().__init__(cause, self.advice, path)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        what_next = f". {self.advice}" if self.advice else ""
        return f"{where}{self.cause}{what_next}."


class UnreadableError(DuikouError):
    """An input that can't be read: missing, empty, damaged, encrypted, of an unknown format, not decodable."""


class OutputError(DuikouError):
    """An output that can't be written: over an input, into a folder that is missing or not writable."""


class UsageError(DuikouError):
    """Options that don't fit together, or a name that is not known."""


def advised(advice: str) -> str:
    """An advice with the commands that install something spelled out as they work where duikou is installed."""
    template, values = (advice.template, advice.values) if isinstance(advice, Text) else (advice, {})
    values = {name: advised(value) if isinstance(value, Text) else value for name, value in values.items()}
    at = -1
    while (at := template.find(_COMMAND, at + 1)) >= 0:
        name = template[at + 1 : template.index("}", at)]
        values.setdefault(name, install_command(name.removeprefix(_COMMAND[1:])))
    return Text(template, values) if values else advice


def install_command(extra: str) -> str:
    """The command that installs what an extra of duikou needs ("duikou": what it needs itself), as it works here.

    It names the libraries, not duikou, which may have come from a folder or a file. What is put beside it goes by what
    made its environment: pipx, `uv tool`, or else pip, where `uv` made the environment without one `uv pip`.
    """
    return command_for(_requirements(extra))


def command_for(wanted: list[str]) -> str:
    """The command that puts packages beside duikou, as it works here."""
    import sys
    from pathlib import Path
    from shlex import join, quote

    place = Path(sys.prefix)
    if (place / "pipx_metadata.json").is_file():
        return join(["pipx", "inject", place.name, *wanted])
    python = sys.executable or "python3"
    if (place / "uv-receipt.toml").is_file() or not _has_pip():
        return join(["uv", "pip", "install", "--python", python, *wanted])
    return f"{quote(python)} -m {join(['pip', 'install', *wanted])}"


def _has_pip() -> bool:
    from importlib.util import find_spec

    return find_spec("pip") is not None


def _requirements(extra: str) -> list[str]:
    """What an extra needs, as pip takes it: from the metadata that came with duikou."""
    import re
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("duikou") or []
    except PackageNotFoundError:  # its sources are run where it is not installed
        lines = []
    found = []
    for line in lines:
        needed, _, condition = (part.strip() for part in line.partition(";"))
        of = re.search(r"""extra\s*==\s*['"]([\w-]+)['"]""", condition)
        if (of.group(1) if of else "duikou") == extra:
            found.append(needed.replace(" ", ""))
    return found or [f"duikou[{extra}]" if extra != "duikou" else extra]

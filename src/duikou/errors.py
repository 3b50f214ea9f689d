"""Errors a user can act on: which file, what is wrong, what to do next.

What holds here: every error that bad input can cause is a `DuikouError`. The command line prints its text and goes on
with the other files; the library raises it. Nothing else is an answer to bad input.
"""

from __future__ import annotations

# In an advice, this with the name of an extra stands for the command that installs what the extra needs:
# `{install ocr}`. `{install duikou}` stands for the command that installs what duikou itself needs.
_COMMAND = "{install "


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
    while (start := advice.find(_COMMAND)) >= 0:
        end = advice.index("}", start)
        advice = f"{advice[:start]}{install_command(advice[start + len(_COMMAND) : end])}{advice[end + 1 :]}"
    return advice


def install_command(extra: str) -> str:
    """The command that installs what an extra of duikou needs ("duikou": what it needs itself), as it works here.

    It names the libraries, not duikou, which may have come from a folder or a file. What is put beside it goes by what
    made its environment: pipx, `uv tool`, or else pip, where `uv` made the environment without one `uv pip`.
    """
    import sys
    from pathlib import Path
    from shlex import join, quote

    wanted = _requirements(extra)
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

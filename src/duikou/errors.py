"""Errors a user can act on: which file, what is wrong, what to do next.

What holds here: every error that bad input can cause is a `DuikouError`. The command line prints its text and goes on
with the other files; the library raises it. Nothing else is an answer to bad input.
"""

from __future__ import annotations


class DuikouError(Exception):
    """One problem with one input or output.

    `path` is the file as the user named it (None for a str or bytes), `cause` says what is wrong, `advice` what to do
    next. All are prose without a final full stop.
    """

    def __init__(self, cause: str, advice: str = "", path: str | None = None) -> None:
        self.path, self.cause, self.advice = path, cause, advice
        super().__init__(cause, advice, path)

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

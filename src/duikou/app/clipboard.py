"""The clipboard as an input, and as the place of a result, by pyperclip.

What holds here: the clipboard is asked only where --clipboard says so, and what it holds is replaced only by a whole
result.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from duikou.app.inputs import Input
from duikou.app.outputs import Sink, StandardOutput
from duikou.errors import OutputError, UnreadableError, UsageError, t

_NAME = "clipboard"


def taken() -> Input:
    """What the clipboard holds, as an input. Raises `UsageError` where there is none, `UnreadableError` where it holds
    no text."""
    module = _module()
    try:
        text = module.paste()
    except module.PyperclipException:
        raise _none() from None
    if not text.strip():
        raise UnreadableError("the clipboard holds no text", "Copy the passage first")
    return Input(_NAME, PurePath(_NAME), content=text.encode("utf-8", "surrogatepass"))


class Clipboard(Sink):
    """Standard output that puts what is whole back into the clipboard too."""

    streams = True

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._out = StandardOutput()

    def write(self, piece: str | bytes) -> None:
        """Add a piece."""
        self._pieces.append(piece if isinstance(piece, str) else piece.decode("utf-8", "replace"))
        self._out.write(piece)

    def finish(self) -> None:
        """Put the result back."""
        self._out.finish()
        module = _module()
        try:
            module.copy("".join(self._pieces).removesuffix("\n"))
        except module.PyperclipException:
            raise OutputError("the clipboard can't be written", "Take the result from standard output") from None


def _module() -> Any:
    try:
        import pyperclip
    except ImportError:
        raise UsageError("--clipboard needs pyperclip", "Install it: {install clipboard}") from None
    return pyperclip


def _none() -> UsageError:
    return UsageError(
        t("no clipboard can be reached here"),
        "On Linux install wl-clipboard or xclip; or send the text through standard input: duikou clean -",
    )

"""--open: a page that was written is shown in the browser.

What holds here: only a page in a file is opened, once it stands there whole, and only for a person who sits at a
terminal: never in a pipe, a scheduled run or continuous integration.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from duikou.errors import UsageError, t

if TYPE_CHECKING:
    from duikou.exporting import Writer


def check(writer: Writer, output: str | None) -> None:
    """Raises `UsageError` where there will be no page to open."""
    if writer.format != "html" or output in (None, "-") or "://" in str(output):
        raise UsageError("--open shows a page in a file", "Give -o with a name that ends in .html")


def show(output: str | None, written: bool, note: Callable[[str], None]) -> None:
    """Open the page, if it was written; `note` tells why it was not opened."""
    if output is None or not written:
        return
    if os.environ.get("CI") or not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        note(t("{output} was not opened: there is no terminal, and so perhaps nobody to see it", output=output))
        return
    import webbrowser

    if not webbrowser.open(Path(output).resolve().as_uri()):
        note(t("{output} was not opened: no browser was found", output=output))

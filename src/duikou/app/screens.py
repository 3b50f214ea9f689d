"""What standard output is: a terminal with a width and perhaps colours, or a pipe or a file with neither."""

from __future__ import annotations

import os
import sys

CHOICES = ("auto", "always", "never")
_NARROWEST = 40

_asked = ["auto"]


def take(color: str) -> str:
    """Take note of what --color says."""
    _asked[:] = [color]
    return color


def is_screen() -> bool:
    """Whether standard output is a terminal. Below git's own pager a pipe is a screen all the same."""
    return os.environ.get("GIT_PAGER_IN_USE") == "true" or (sys.stdout is not None and sys.stdout.isatty())


def screen() -> tuple[bool, int]:
    """Whether standard output shows colour, and its width in columns: off a terminal 0, which leaves the width to the
    result, unless COLUMNS says one."""
    from shutil import get_terminal_size

    shown = is_screen()
    if not shown and not os.environ.get("COLUMNS", "").isdigit():
        return _colored(shown), 0
    return _colored(shown), max(_NARROWEST, get_terminal_size((80, 24)).columns)


def _colored(shown: bool) -> bool:
    """--color decides; else NO_COLOR (no-color.org) and FORCE_COLOR; else a terminal that is not dumb has colours."""
    if _asked[0] != "auto":
        return _asked[0] == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return shown and os.environ.get("TERM") != "dumb"

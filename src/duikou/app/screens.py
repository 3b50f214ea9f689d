"""What standard output is: a terminal with a width and perhaps colours, or a pipe or a file with neither."""

from __future__ import annotations

import os
import sys


def screen() -> tuple[bool, int]:
    """Whether standard output shows colour, and its width in columns: 0 off a terminal, where nothing is wrapped.

    NO_COLOR and a dumb terminal take the colours away; below git's own pager a pipe is a screen all the same.
    """
    from shutil import get_terminal_size

    if not sys.stdout.isatty() and os.environ.get("GIT_PAGER_IN_USE") != "true":
        return False, 0
    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return color, max(40, get_terminal_size((80, 24)).columns)

"""The user's pager, for what is longer than the screen.

What holds here: only on a terminal, never in a pipe or a file. PAGER names the program and its options; NO_PAGER, or a
PAGER that is empty or `cat`, turns it off. Where no pager can be run, the text is printed as it is. A pager that is
left before the end is no error.
"""

from __future__ import annotations

import contextlib
import os
import sys

from duikou.app.outputs import encoded

_DEFAULT = "less"
# What git gives less: leave when it fits, keep the screen, show colours.
_LESS = "FRX"


def paged(text: str, asked: bool = True) -> bool:
    """Show the text in the pager, if that is wanted and can be done. Gives whether it was shown."""
    command = _command() if asked else None
    if command is None or not _too_long(text):
        return False
    import subprocess

    env = {**os.environ, "LESS": os.environ.get("LESS", _LESS)}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=env)
    except OSError:
        return False
    # The pager, not this program, answers an interrupt.
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        pager.communicate(encoded(text))
    while pager.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):
            pager.wait()
    return True


def _command() -> list[str] | None:
    """The pager as a command, or None for no pager."""
    import shlex
    from shutil import which

    if not sys.stdout.isatty() or os.environ.get("NO_PAGER") or os.environ.get("TERM") == "dumb":
        return None
    try:
        command = shlex.split(os.environ.get("PAGER", _DEFAULT))
    except ValueError:
        return None
    if not command or command == ["cat"] or which(command[0]) is None:
        return None
    return command


def _too_long(text: str) -> bool:
    from shutil import get_terminal_size

    return text.count("\n") >= get_terminal_size((80, 24)).lines

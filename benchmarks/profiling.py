"""Where the time of a piece of work goes, by module: a look at what runs, every millisecond of a processor.

What holds here: each look counts for the innermost function of duikou that is under way, so what a regular expression
or a library takes counts for the module that called it. Nothing of duikou's insides is named here: modules tell what
they do in their own first lines.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import measuring

EVERY = 0.001
LEAST = 0.03
SECONDS = 3.0


def shares(work: Callable[[], object], seconds: float = SECONDS) -> dict[str, float]:
    """The share of each module of duikou in the time of `work`, done again and again for so many seconds."""
    seen: Counter[str] = Counter()

    def look(_number: int, frame: FrameType | None) -> None:
        while frame is not None and not str(frame.f_globals.get("__name__", "")).startswith("duikou."):
            frame = frame.f_back
        seen[str(frame.f_globals["__name__"]) if frame else "other"] += 1

    work()
    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        began = measuring.spent()
        while measuring.spent() - began < seconds:
            work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    total = sum(seen.values()) or 1
    return {name: count / total for name, count in seen.most_common()}


def table(work: Callable[[], object], seconds: float = SECONDS) -> str:
    """The modules that take more than a few hundredths, as a table, and the rest together."""
    found = shares(work, seconds)
    rows = [(f"`{name}`", _does(name), f"{share:.0%}") for name, share in found.items() if share >= LEAST]
    rest = sum(share for share in found.values() if share < LEAST)
    return measuring.as_table(("module", "what it does", "time"), [*rows, ("the others", "", f"{rest:.0%}")], words=2)


def _does(name: str) -> str:
    """The first sentence of a module's docstring."""
    said = " ".join((getattr(sys.modules.get(name), "__doc__", None) or "").split("\n\n")[0].split())
    return said.rstrip(".").replace("|", "\\|")

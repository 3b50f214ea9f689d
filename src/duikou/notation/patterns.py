"""Regular expressions that are compiled when they are first used.

What holds here: a module may name as many patterns as it needs; a run that does not use one does not pay for it.
Compiling all of them would take longer than cleaning a document.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Pattern:
    """Stands in for a compiled pattern, and becomes one at the first use."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled: Any = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile(source, flags)`, but compiled when it is first used; a wrong pattern raises `re.error` then."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))

"""duikou (对口): clean, compare and extract Chinese government plans.

What holds here: importing this package is cheap. Each function loads what it needs when it is first called. In all of
them a `str` is text, a `pathlib.Path` a file, `bytes` a file's content.

    duikou.read(x)      -> Source      what stands in the file, with its lines
    duikou.clean(x)     -> Cleaned     the text as it was issued, with a log of every edit
    duikou.extract(x)   -> Extracted   the document and its measures
    duikou.diff(a, b)   -> Comparison  what truly changed between two versions
    duikou.group(xs)    -> [Group]     which documents are one plan
    duikou.align(xs)    -> Alignment   measures of different plans side by side
    duikou.write(r, p)                 any of these results as a file; its ending chooses the format
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duikou.version import __version__

if TYPE_CHECKING:
    from duikou.api import align, clean, diff, extract, group, outline, read, write
    from duikou.cleaning import Selection
    from duikou.errors import DuikouError, OutputError, UnreadableError, UsageError
    from duikou.reading.options import Limits, Options

# What is no function stands elsewhere, by the module that it comes from.
_ELSEWHERE = {
    **dict.fromkeys(("Limits", "Options"), "duikou.reading.options"),
    **dict.fromkeys(("DuikouError", "OutputError", "UnreadableError", "UsageError"), "duikou.errors"),
    "Selection": "duikou.cleaning",
}
__all__ = [
    "DuikouError",
    "Limits",
    "Options",
    "OutputError",
    "Selection",
    "UnreadableError",
    "UsageError",
    "__version__",
    "align",
    "clean",
    "diff",
    "extract",
    "group",
    "outline",
    "read",
    "write",
]


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(_ELSEWHERE[name]), name)
    if name in __all__:
        from duikou import api

        return getattr(api, name)
    raise AttributeError(f"module 'duikou' has no attribute {name!r}")

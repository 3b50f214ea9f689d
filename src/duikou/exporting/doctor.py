"""What this machine can read: each format, the libraries it uses with their versions, and what to install.

What holds here: the registry of formats is the only source; nothing is imported to find out what is there.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING

from duikou.version import __version__

if TYPE_CHECKING:
    from duikou.reading.formats import Format


def report(formats: Iterable[Format]) -> str:
    """One line a format: readable or not, its file names, its libraries; below, the command or way for what
    is not."""
    return "\n".join(_lines(list(formats))) + "\n"


def _lines(formats: list[Format]) -> Iterator[str]:
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    yield f"duikou {__version__}, Python {python}, {system}"
    yield ""
    owners = metadata.packages_distributions()
    wide = max(len(record.label) for record in formats)
    for record in (record for record in formats if record.readable):
        names = " ".join(record.extensions)
        yield f"reads  {record.label:{wide}}  {names}{_with(record, owners)}"
    for record in (record for record in formats if not record.readable):
        why = f"needs {', '.join(record.missing)}" if record.missing else "not read by this version"
        yield f"no     {record.label:{wide}}  {why}"
        yield f"       {'':{wide}}  {record.install if record.missing else record.advice}"


def _with(record: Format, owners: Mapping[str, Sequence[str]]) -> str:
    versions = [_version(module, owners) for module in record.needs]
    return f"  (with {', '.join(versions)})" if versions else ""


def _version(module: str, owners: Mapping[str, Sequence[str]]) -> str:
    found = owners.get(module, [])
    if not found:
        return module
    return f"{found[0]} {metadata.version(found[0])}"

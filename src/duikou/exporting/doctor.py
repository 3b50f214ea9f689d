"""What this machine can read: each format and tool, the libraries with their versions, and what to install.

What holds here: the registries of formats and tools are the only source.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING

from duikou.errors import advised
from duikou.version import __version__

if TYPE_CHECKING:
    from duikou.reading.files.tools import Tool
    from duikou.reading.formats import Format


def report(formats: Iterable[Format], tools: Iterable[Tool] = ()) -> str:
    """One line a format: readable or not, its file names, its libraries; one line a tool; below, the command or way for
    what is not there."""
    return "\n".join([*_lines(list(formats)), *_tools(list(tools))]) + "\n"


def _lines(formats: list[Format]) -> Iterator[str]:
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    yield f"duikou {__version__}, Python {python}, {system}"
    yield ""
    owners = metadata.packages_distributions()
    wide = max((len(record.label) for record in formats), default=0)
    for record in (record for record in formats if record.readable):
        names = " ".join(record.extensions)
        yield f"reads  {record.label:{wide}}  {names}{_with(record, owners)}"
    for record in (record for record in formats if not record.readable):
        why = f"needs {', '.join(record.missing)}" if record.missing else "not read as a document"
        yield f"no     {record.label:{wide}}  {why}"
        yield f"       {'':{wide}}  {advised(record.install if record.missing else record.advice)}"


def _tools(tools: list[Tool]) -> Iterator[str]:
    if tools:
        yield ""
    wide = max((len(tool.name) for tool in tools), default=0)
    for tool in tools:
        version = tool.version()
        sign = "no   " if version is None else "has  "
        yield f"{sign}  {tool.name:{wide}}  {f'{version}  ' if version else ''}for {tool.reads}"
        if version is None:
            yield f"       {'':{wide}}  {advised(tool.install)}"


def _with(record: Format, owners: Mapping[str, Sequence[str]]) -> str:
    versions = [_version(module, owners) for module in record.needs]
    return f"  (with {', '.join(versions)})" if versions else ""


def _version(module: str, owners: Mapping[str, Sequence[str]]) -> str:
    found = owners.get(module, [])
    if not found:
        return module
    return f"{found[0]} {metadata.version(found[0])}"

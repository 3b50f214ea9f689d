"""What this machine can read: each format and tool, the libraries with their versions, and what to install.

What holds here: the registries of formats and tools are the only source.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING

from duikou.errors import advised, t
from duikou.exporting.wording import teller, told
from duikou.version import __version__

if TYPE_CHECKING:
    from duikou.reading.files.tools import Tool
    from duikou.reading.formats import Format


# What is read, what is not, what is there: each five columns wide.
_SIGNS = {"en": ("reads", "no   ", "has  "), "zh": ("可读 ", "不可 ", "已有 ")}


def report(formats: Iterable[Format], tools: Iterable[Tool] = (), lang: str = "en") -> str:
    """One line a format: readable or not, its file names, its libraries; one line a tool; below, the command or way for
    what is not there."""
    return "\n".join([*_lines(list(formats), lang), *_tools(list(tools), lang)]) + "\n"


def _lines(formats: list[Format], lang: str) -> Iterator[str]:
    say = teller(lang)
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    yield f"duikou {__version__}, Python {python}, {system}"
    yield ""
    owners = metadata.packages_distributions()
    wide = max((_width(say(record.label)) for record in formats), default=0)
    for record in (record for record in formats if record.readable):
        names = " ".join(record.extensions)
        yield f"{_SIGNS[lang][0]}  {_padded(say(record.label), wide)}  {names}{_with(record, owners, lang)}"
    for record in (record for record in formats if not record.readable):
        why = t("needs {names}", names=record.missing) if record.missing else t("not read as a document")
        yield f"{_SIGNS[lang][1]}  {_padded(say(record.label), wide)}  {say(why)}"
        yield f"       {'':{wide}}  {say(advised(record.install if record.missing else record.advice))}"


def _tools(tools: list[Tool], lang: str) -> Iterator[str]:
    say = teller(lang)
    if tools:
        yield ""
    wide = max((_width(say(tool.name)) for tool in tools), default=0)
    for tool in tools:
        version = tool.version()
        sign = _SIGNS[lang][1 if version is None else 2]
        use = say(t("for {what}", what=t(tool.reads)))
        yield f"{sign}  {_padded(say(tool.name), wide)}  {f'{version}  ' if version else ''}{use}"
        if version is None:
            yield f"       {'':{wide}}  {say(advised(tool.install))}"


def _with(record: Format, owners: Mapping[str, Sequence[str]], lang: str) -> str:
    versions = [_version(module, owners) for module in record.needs]
    return "  " + told(t("(with {names})", names=versions), lang) if versions else ""


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - _width(text))


def _version(module: str, owners: Mapping[str, Sequence[str]]) -> str:
    found = owners.get(module, [])
    if not found:
        return module
    return f"{found[0]} {metadata.version(found[0])}"

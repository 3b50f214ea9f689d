"""The tools that some formats are read with, beside the libraries that come with duikou: their versions, and the one
command that installs each.

What holds here: looking never starts a document; a tool that does not answer in time counts as there, without a
version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from duikou.notation.patterns import pattern
from duikou.reading.files import programs

_VERSION = pattern(r"(?<![\d.])\d++(?:\.\d++)++")
_SECONDS = 20.0  # for an answer


class Tool(NamedTuple):
    """A tool: its name, what it reads, how to find its version (None: it is not here, "": here, version unknown), and
    the command that installs it (`errors.advised` spells it out)."""

    name: str
    reads: str
    version: Callable[[], str | None]
    install: str


def _rapidocr() -> str | None:
    from importlib import metadata

    from duikou.reading.ocr import rapid

    return metadata.version("rapidocr") if rapid.available() else None


def _tesseract() -> str | None:
    from duikou.reading.ocr import tesseract

    return _asked("tesseract", "--version") if tesseract.available() else None


def _libreoffice() -> str | None:
    from duikou.reading.word import old_word

    program = old_word.soffice()
    return _asked(program, "--version") if program else None


def _antiword() -> str | None:
    program = programs.find_program("antiword")
    return _asked(program) if program else None


def _library(name: str) -> Callable[[], str | None]:
    """How to find the version of a library."""

    def version() -> str | None:
        from importlib import metadata

        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return None

    return version


def _asked(*command: str) -> str:
    """The first number with a point in what a program says of itself."""
    try:
        ran = programs.run(command, _SECONDS)
    except (OSError, programs.TimeUp):
        return ""
    said = (ran.out + ran.err).decode("utf-8", "replace")
    found = _VERSION.search(said)
    return found[0] if found else ""


TOOLS = (
    Tool("rapidocr", "scans and pictures, best", _rapidocr, "{install ocr}"),
    Tool("tesseract with chi_sim", "scans and pictures", _tesseract, "apt-get install tesseract-ocr-chi-sim"),
    Tool("LibreOffice", ".doc .wps .rtf", _libreoffice, "apt-get install libreoffice-writer"),
    Tool("antiword", ".doc .wps, where LibreOffice is not", _antiword, "apt-get install antiword"),
    Tool("httpx", "web addresses", _library("httpx"), "{install web}"),
    Tool("pyperclip", "the clipboard", _library("pyperclip"), "{install clipboard}"),
)

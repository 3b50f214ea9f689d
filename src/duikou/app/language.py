"""In which language a run speaks.

What holds here: `--lang` decides, else DUIKOU_LANG; both hold for messages and for the labels of results. Where neither
is given, messages follow the locale (LC_ALL, LC_MESSAGES, LANG: Chinese in a Chinese one, else English), what --explain
says among them, and labels are Chinese, as the documents are: a ledger does not change with the machine that it is
made on.
"""

# No `from __future__ import annotations`: `arguments` gives these functions to typer.
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duikou.errors import DuikouError

LANGUAGES = ("zh", "en")
VARIABLE = "DUIKOU_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE = 0x04  # the primary language of Chinese in Windows' identifiers of languages

_given: list[str] = []
_preset: list[str] = []


def take(lang: str | None) -> str:
    """Take note of what --lang says (None: nothing). Gives the language of labels."""
    _given[:] = [lang] if lang in LANGUAGES else []
    return labels()


def preset(lang: str | None) -> None:
    """Take note of what the file of settings says."""
    _preset[:] = [lang] if lang in LANGUAGES else []


def asked() -> bool:
    """Whether the language is said by the command line or DUIKOU_LANG."""
    return bool(_given or _known(os.environ.get(VARIABLE, "")))


def note_language(arguments: Sequence[str]) -> None:
    """Take note of a --lang among arguments that are not read yet, since help and errors come before that."""
    found = None
    for at, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--lang":
            found = arguments[at + 1] if at + 1 < len(arguments) else None
        elif word.startswith("--lang="):
            found = word.partition("=")[2]
    take(found)


def messages() -> str:
    """The language of messages."""
    return _asked() or _of_locale()


def labels() -> str:
    """The language of labels and column heads."""
    return _asked() or "zh"


def of_result(format: str, lang: str | None) -> str:
    """The language in which a result is written whose labels are in `lang`: of JSON, which has no labels, that of
    messages."""
    return messages() if format in ("json", "jsonl") else lang or "zh"


def told(message: str) -> str:
    """A message in the language of messages."""
    if messages() == "en":
        return str(message)
    from duikou.exporting import wording

    return wording.told(message, messages())


def problem(error: "DuikouError") -> str:
    """An error in one line, in the language of messages."""
    if messages() == "en":
        return str(error)
    from duikou.exporting import wording

    return wording.problem(error, messages())


def unknown() -> str:
    """What DUIKOU_LANG says, where that is no language of duikou."""
    named = os.environ.get(VARIABLE, "")
    return "" if _known(named) else named


def _asked() -> str | None:
    if _given:
        return _given[0]
    return _known(os.environ.get(VARIABLE, "")) or (_preset[0] if _preset else None)


def _of_locale() -> str:
    named = next(filter(None, map(os.environ.get, _LOCALE)), "")
    if not named and sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE else "en"
    return _known(named) or "en"


def _known(name: str) -> str | None:
    """The language of a name such as zh, zh_CN.UTF-8, en-GB; None for another."""
    name = name[:2].lower()
    return name if name in LANGUAGES else None

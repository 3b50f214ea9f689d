"""Traditional and simplified characters, and variant forms, as one: what `--ignore script` asks for.

What holds here: a text keeps its length, character for character, so that every span stays what it was; a character for
which there is no single other one stays as it is. The tables are OpenCC's (Apache-2.0; the extra `zh`): the lists of
Taiwan, Hong Kong and Japan first, then traditional to simplified. OpenCC rather than a table of our own, since the
choice among some thousand pairs is not ours to make; rather than opencc-python-reimplemented, which has the same
module and a twentieth of the speed. Variants that it leaves are in data/comparing/scripts.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from duikou import data
from duikou.errors import UsageError

_STEPS = ("tw2t", "hk2t", "jp2t", "t2s")


def simplifier(texts: Iterable[str]) -> Callable[[str], str]:
    """A function that gives the characters of these texts in one script, each as one character.

    Raises `UsageError` where OpenCC is not installed.
    """
    convert = _opencc()
    chars = sorted({char for text in texts for char in text if ord(char) > 0x2E7F})
    table = dict(zip(map(ord, chars), chars, strict=True))
    variants = {form: group[0] for group in data.load("comparing/scripts")["variants"] for form in group[1:]}
    for step in _STEPS:
        # One a line, so that no phrase is seen.
        lines = convert(step, "\n".join(table.values())).split("\n")
        table = {code: new if len(new) == 1 else old for (code, old), new in zip(table.items(), lines, strict=True)}
    table = {code: variants.get(char, char) for code, char in table.items() if variants.get(char, char) != chr(code)}
    return lambda text: text.translate(table)


def ensure() -> None:
    """Raise `UsageError` where OpenCC is not installed."""
    _opencc()


def _opencc() -> Callable[[str, str], str]:
    try:
        from opencc import OpenCC
    except ImportError:
        raise UsageError(
            "to leave out differences of script (traditional against simplified characters) OpenCC is needed",
            "Install it with: {install zh}",
        ) from None

    def convert(step: str, text: str) -> str:
        made: Any = OpenCC(step)
        return str(made.convert(text))

    return convert

"""Messages in the language of whoever reads them.

What holds here: a message is made in English and knows what it was made of (`duikou.errors.Text`); here it becomes a
plain text in a language, from the catalogues of gettext in `data/locale` (`make messages` writes them). What a
catalogue lacks is said in English. Nothing is loaded for English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duikou.errors import DuikouError, Text, filled

if TYPE_CHECKING:
    from gettext import NullTranslations

CATALOGUES = Path(__file__).parent.parent / "data" / "locale"
DOMAIN = "duikou"
# What separates and ends the parts of a message, and what stands between the items of a list.
_MARKS = {"en": (": ", ". ", ".", ", "), "zh": ("：", "。", "。", "、")}
_FOLDERS = {"zh": "zh_CN"}
# What other programs and the system say, as a value of a message, is in the catalogue with this context.
SYSTEM = "system"


def told(text: str, lang: str) -> str:
    """A message, or a text that is a key of the catalogue, in a language."""
    if lang == "en" or not text:
        return str(text)
    catalogue = _catalogue(lang)
    if not isinstance(text, Text):
        return catalogue.gettext(text)
    return filled(catalogue.gettext(text.template), _values(text.values, lang, catalogue), _MARKS[lang][3])


def teller(lang: str) -> Callable[[str], str]:
    """`told` in one language."""
    return lambda text: told(text, lang)


def problem(error: DuikouError, lang: str) -> str:
    """An error in one line: the file, what is wrong, what to do next."""
    if lang == "en":
        return str(error)
    after_name, between, end, _ = _MARKS[lang]
    where = f"{error.path}{after_name}" if error.path else ""
    cause, advice = told(error.cause, lang).rstrip("。"), told(error.advice, lang).rstrip("。")
    return f"{where}{cause}{between + advice if advice else ''}{end}"


def _values(values: Mapping[str, Any], lang: str, catalogue: NullTranslations) -> dict[str, Any]:
    def said(value: str) -> str:
        return told(value, lang) if isinstance(value, Text) else catalogue.pgettext(SYSTEM, value) if value else ""

    return {name: tuple(map(said, v)) if isinstance(v, tuple) else said(v) for name, v in values.items()}


@cache
def _catalogue(lang: str) -> NullTranslations:
    from gettext import translation

    return translation(DOMAIN, CATALOGUES, [_FOLDERS.get(lang, lang)], fallback=True)

"""Labels in Chinese or English for what users hand on. The words are data: `data/exporting/labels.toml`, and for the
fields of a measure `data/extracting/fields.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from duikou.data import load
from duikou.errors import UsageError, t
from duikou.model import Caution, Document, Place

LANGUAGES = ("zh", "en")
_AROUND = 12  # characters


def labels(lang: str, table: str) -> Mapping[str, str]:
    """The labels of one table (columns, kinds, classes, words …) in `lang`. Raises `UsageError` for another
    language."""
    if lang not in LANGUAGES:
        raise UsageError(
            t("there are no labels in the language {lang}", lang=f"{lang!r}"),
            t("Give --lang {names}", names=" or ".join(LANGUAGES)),
        )
    return _table(lang, table)


@cache
def _table(lang: str, table: str) -> Mapping[str, str]:
    found: Mapping[str, str] = load("exporting/labels")[lang][table]
    if table != "columns":
        return found
    return {**found, **{name: words[lang] for name, words in load("extracting/fields").items()}}


def meanings() -> Mapping[str, Mapping[str, str]]:
    """What each column of the ledger and each field means, by its key and the language."""
    fields = {name: words["meaning"] for name, words in load("extracting/fields").items()}
    return {**load("exporting/columns"), **fields}


def label(lang: str, table: str, key: str) -> str:
    """One label; a key without one is its own label."""
    return labels(lang, table).get(key, key)


def joined(items: Iterable[str], lang: str) -> str:
    """A list in one cell or line, joined by ； (or "; ")."""
    return label(lang, "words", "list").join(items)


def where(place: Place | None, lang: str) -> str:
    """A place for a reader: page and line, or the line where there are no pages; "" for None."""
    if place is None:
        return ""
    key = "line" if place.page is None else "page_line"
    return label(lang, "words", key).format(page=place.page, line=place.line)


def path_text(path: Iterable[str]) -> str:
    """The ordinals of an item in one word, joined by `·`.

    No hyphen, stroke or full stop: a spreadsheet would read 1-2, 1/2 or 1.10 as a date or a number.
    """
    return "·".join(path)


def cautions_of(document: Document) -> tuple[Caution, ...]:
    """What the reader and the cleaner were unsure of, each once, in the order of the text."""
    cleaned = document.cleaned
    return in_order((*cleaned.source.cautions, *cleaned.cautions))


def with_context(cautions: Iterable[Caution], text: str) -> tuple[Caution, ...]:
    """Cautions with what stands around each in the text of the source."""
    return tuple(
        replace(one, near=_near(text, one.place)) if one.place is not None and one.text else one for one in cautions
    )


def _near(text: str, place: Place) -> str:
    """A few characters of the line on each side of a place; "" for a long passage, which tells itself."""
    if place.end - place.start > _AROUND:
        return ""
    start = max(text.rfind("\n", 0, place.start) + 1, place.start - _AROUND)
    end = text.find("\n", place.end)
    end = min(len(text) if end < 0 else end, place.end + _AROUND)
    return text[start:end].strip()


def in_order(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    """Cautions each once, by place; those about the whole document first."""
    return tuple(sorted(dict.fromkeys(cautions), key=lambda caution: caution.place.start if caution.place else -1))

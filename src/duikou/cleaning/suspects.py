"""Characters that a reader can't see for what they are: warned of with their place, never changed here.

What holds here: each is looked for in the source, so that the place is the reader's. The controls of writing direction
are removed by the rule `invisible`; look-alike letters and halves of characters stay, since what was meant is a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from duikou.data import load
from duikou.errors import t
from duikou.model import Caution, Source
from duikou.model.edits import place_of
from duikou.notation.patterns import pattern

_CONTEXT = 6  # characters before and after that a warning shows
_DIRECTION = pattern("[\u202a-\u202e\u2066-\u2069]+")
_HALF = pattern("[\ud800-\udfff]+")
_FOREIGN = pattern("[\u0370-\u03ff\u0400-\u052f]")
_SUSPECT = pattern("[\u0370-\u03ff\u0400-\u052f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_WORD = pattern("[A-Za-z\u0370-\u03ff\u0400-\u052f]+")


def suspects(source: Source, alphabet: str) -> Iterator[Caution]:
    """Warnings of controls of writing direction, halves of characters and look-alike letters in `source`.

    `alphabet` holds every character of the source, once: mostly it tells that there is nothing to warn of.
    """
    if not _SUSPECT.search(alphabet):
        return
    text = source.text
    for m in _DIRECTION.finditer(text):
        message = t("a control of writing direction, which can show text in another order than it stands in; removed")
        yield _caution(source, "direction", message, *m.span())
    for m in _HALF.finditer(text):
        yield _caution(source, "half-character", t("half of a character, which no file can hold; kept"), *m.span())
    if _FOREIGN.search(text):
        yield from _look_alikes(source)


def _look_alikes(source: Source) -> Iterator[Caution]:
    """Letters of Greek or Cyrillic that look Latin, in a word that is Latin else or that has no other letters."""
    latin: dict[str, str] = load("cleaning/characters")["look_alikes"]
    for word in _WORD.finditer(source.text):
        letters = word.group()
        if letters.isascii() or not all(c.isascii() or c in latin for c in letters):
            continue
        for at, c in enumerate(letters, word.start()):
            if c in latin:
                script = unicodedata.name(c).split()[0].capitalize()
                message = t(
                    "{c} is a {script} letter that looks like the Latin {latin}; kept",
                    c=f"{c!r}",
                    script=script,
                    latin=f"{latin[c]!r}",
                )
                yield _caution(source, "look-alike", message, at, at + 1)


def _caution(source: Source, rule: str, message: str, start: int, end: int) -> Caution:
    first = max(0, start - _CONTEXT)
    first = source.text.rfind("\n", first, start) + 1 or first
    context = source.text[first : end + _CONTEXT].split("\n")[0]
    # What is shown must be showable: the controls and halves themselves are not.
    shown = "".join(c if c.isprintable() else "\ufffd" for c in context)
    return Caution(rule, message, shown, place_of(source, start, end))

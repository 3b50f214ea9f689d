"""How the mark of a footnote or an endnote is written in a text.

What holds here: every reader of every format writes a mark with `mark`, where it stands in the text and before the
note itself. A raised 1 set into plain text would change the word or the number that it stands at (100万元¹ is no
100万元1), and the same document as Word, as a page and as PDF would differ in nothing but its marks. The notes stand
behind the text, in the order of their marks, each a line of its own with the role "footnote".
"""

from __future__ import annotations

import unicodedata

_AROUND = " \t\u00a0\u3000()[]{}<>^.:、。（）［］【】〔〕〈〉「」"


def mark(shown: str) -> str:
    """The mark of a note that is shown as `shown` (1, ①, [1], （1）, *, i): `[1]`, `[*]`, `[i]`; "" for none.

    >>> mark("①"), mark("〔12〕"), mark("*")
    ('[1]', '[12]', '[*]')
    """
    plain = unicodedata.normalize("NFKC", shown).strip(_AROUND)
    return f"[{plain}]" if plain else ""


def note(shown: str, text: str) -> str:
    """The text of a note with its mark before it, once: `note("1", "1 指…")` is `[1]指…`."""
    written, text = mark(shown), text.strip(_BLANK)
    if not written:
        return text
    for begin in (shown.strip(_BLANK), written):
        rest = text[len(begin) :]
        if begin and text.startswith(begin) and not (begin[-1].isdigit() and rest[:1].isdigit()):
            text = rest.lstrip(_BLANK)
            break
    return written + text


_BLANK = " \t\u00a0\u3000"

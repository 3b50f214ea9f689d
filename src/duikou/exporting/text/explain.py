"""What cleaning did to one document, for a reader: `duikou clean --explain`.

What holds here: everything that was removed is shown with its place, and every warning. Edits are counted
by rule, and the end of each line says why the next went on with it or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from duikou.exporting.labels import in_order, label, labels, where
from duikou.exporting.screen import named, visible
from duikou.exporting.wording import told
from duikou.model import Cleaned, Removed

# What is shown of one removed passage; the whole of it stands in the JSON.
_LONGEST = 60
# So much is shown of each of two lines, in characters.
_EDGE = 8


def explain(cleaned: Cleaned, lang: str = "zh") -> str:
    """Counts a rule, what was removed and where, warnings with their place; one entry a line, ends with a
    line feed."""
    return visible("\n".join(_lines(cleaned, lang))) + "\n"


def _lines(cleaned: Cleaned, lang: str) -> Iterator[str]:
    words, colon = labels(lang, "words"), label(lang, "words", "colon")
    count = words["paragraphs"].format(count=len(cleaned.paragraphs))
    yield f"{named(cleaned.source.path or words['untitled'])}{colon}{count}"
    edits = cleaned.edits
    if edits:
        yield f"  {words['edits']}{colon}{sum(edits.values())}"
        for rule, number in edits.items():
            yield f"    {number:>6}  {rule}"
    else:
        yield f"  {words['no_edits']}"
    if cleaned.removed:
        yield f"  {words['removed']}{colon}{len(cleaned.removed)}"
        for removed in cleaned.removed:
            yield f"    {where(removed.place, lang)}  {_by(removed)}  {_short(removed.text)}"
    else:
        yield f"  {words['kept_all']}"
    cautions = in_order((*cleaned.source.cautions, *cleaned.cautions))
    if cautions:
        yield f"  {labels(lang, 'columns')['warnings']}{colon}{len(cautions)}"
        for caution in cautions:
            parts = (where(caution.place, lang), caution.rule, told(caution.message, lang), _short(caution.text))
            yield "    " + "  ".join(part for part in parts if part)
    yield from _line_ends(cleaned, lang)


def _line_ends(cleaned: Cleaned, lang: str) -> Iterator[str]:
    """Why two lines became one paragraph (…+…), or stayed two (…/…): by which evidence, and where the later begins."""
    if cleaned.line_ends:
        yield f"  {label(lang, 'words', 'line_ends')}{label(lang, 'words', 'colon')}{len(cleaned.line_ends)}"
    for end in cleaned.line_ends:
        before, after, place = cleaned.line_end(end)
        yield f"    {where(place, lang)}  {end.evidence}  …{before[-_EDGE:]}{'+' if end.one else '/'}{after[:_EDGE]}…"


def _by(removed: Removed) -> str:
    """The rule in whose name a passage went, with the evidence that decided."""
    return f"{removed.rule} ({removed.evidence})" if removed.evidence else removed.rule


def _short(text: str) -> str:
    line = text.strip().replace("\n", "↵").replace("\t", " ")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2]}……"

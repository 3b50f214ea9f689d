"""Remarks (批注) in a Word file: what is suspect, at the paragraph it stands in.

What holds here: a file that has remarks keeps them, the new ones come after them. A remark covers its paragraph, or
cell's paragraph, and says where it is meant, as it is cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from duikou.comparing.aligning.folding import fold
from duikou.exporting.changes.own_file.document import Redline
from duikou.exporting.changes.own_file.word_paragraphs import WordParagraph
from duikou.exporting.changes.report_lines import suspicion
from duikou.exporting.text.word_parts import W
from duikou.model import Change
from duikou.notation.patterns import pattern

_NUMBER = pattern(r'<w:comment\s[^<>]*?w:id="(\d+)"')
EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments {W}></w:comments>'


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a paragraph."""

    on: WordParagraph
    said: str


def remarks(changes: Iterable[Change], redline: Redline, lang: str) -> list[Remark]:
    """The remarks on what is suspect, each on the paragraph of the old file that it stands in, else on the first."""
    all_of = [one for flowing in redline.old for one in _paragraphs(flowing.paragraph, flowing.cells)]
    folded = [fold(one.text) for one in all_of]
    found = []
    for change in changes:
        if change.klass != "suspect" or not all_of:
            continue
        sides = [fold(side.text.split("\n")[0]) for side in (change.old, change.new) if side is not None]
        at = next((k for said in sides if said for k, text in enumerate(folded) if said in text), 0)
        cited = next((side.cite for side in (change.new, change.old) if side is not None and side.cite), "")
        found.append(Remark(all_of[at], f"{cited}：{suspicion(change, lang)}" if cited else suspicion(change, lang)))
    return found


def _paragraphs(paragraph: WordParagraph | None, cells: Sequence[Sequence[WordParagraph]]) -> list[WordParagraph]:
    return [paragraph] if paragraph is not None else [one for cell in cells for one in cell]


def put_in(found: Sequence[Remark], redline: Redline, part: str) -> str:
    """Mark the remarks in the document, and give the part of remarks with them at its end."""
    number = max((int(n) for n in _NUMBER.findall(part)), default=-1)
    made = []
    for remark in found:
        element, properties = remark.on.element, remark.on.properties
        if element.empty:
            continue
        number += 1
        start = properties.end if properties else element.inner
        redline.edits.insert(start, f'<w:commentRangeStart w:id="{number}"/>')
        mark = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        redline.edits.insert(element.close, mark)
        made.append(
            f'<w:comment w:id="{number}" {redline.marker.by} w:initials="d"><w:p><w:r>'
            f"<w:t>{escape(remark.said)}</w:t></w:r></w:p></w:comment>"
        )
    end = part.rindex("</w:comments>")
    return part[:end] + "".join(made) + part[end:]

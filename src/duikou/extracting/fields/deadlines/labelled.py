"""完成时限：… in a tail: what stands behind the label is a deadline as it stands, as a cell of a table is.

What holds here: only what names a day, a month or a year is taken (2022年12月); 持续推进 and 长期坚持 are no deadlines.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.extracting.measures.passages import Stretch
from duikou.notation import bodies, tail_words, tails
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/deadlines")
_DONE = "完成"


def labelled_deadlines(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The deadlines that the tails of a measure give by label, each where it stands."""
    return tuple(
        due for stretch in stretches for tail in tails.find_tails(stretch.marked) for due in _in(stretch, tail)
    )


def _in(stretch: Stretch, tail: tails.Tail) -> list[Stretch]:
    text = tail_words.plain(stretch.text)[: tail.end]
    marks = list(tail_words.label().finditer(text, tail.start))
    found = []
    for i, match in enumerate(marks):
        if not match["other"] or not tail_words.says_by_when(match["other"]):
            continue
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        value = next(iter(bodies.split(text[match.end() : end].strip("）)】]〕］ \n"), "，。；,;")), "")
        if value and _FORMS.day.search(value):
            start = text.index(value, match.end())
            found.append(stretch.cut(start, start + len(value)))
    if tail.bare or not marks:
        # 市甲局，2024年12月: a bare list says by when in a piece of its own.
        for piece in bodies.split(text[tail.start : tail.end].strip("（）()【】[]［］〔〕。 "), "，；,;"):
            due = piece.removesuffix(_DONE)
            if tail_words.timed(due) and _FORMS.day.search(due):
                start = text.index(due, tail.start)
                found.append(stretch.cut(start, start + len(due)))
    return found

"""What tells whether two lines are one paragraph: an ordered table, of which the first entry that holds decides.

What holds here: lines stay apart unless something says that they are one; what clean text gives no evidence for is
never joined, so that cleaning twice is cleaning once. Each entry says in one sentence why it decides as it does; its
example (data/cleaning/evidence.toml) is its test, and its name stands in what `duikou clean --explain` and `duikou
rules` show. The order matters: what a line can't be comes before what it may be, and an ordinal before widths. An entry
is asked only of lines that have the characters at their edges that it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from duikou.cleaning.paragraphs import joints, whole_paragraphs
from duikou.cleaning.paragraphs.joints import Joint
from duikou.cleaning.paragraphs.split_numbers import HALVES
from duikou.data import load
from duikou.errors import t


class Edges(NamedTuple):
    """The characters without which an entry can't hold: one of `ends` ends the line above, one of `first` opens
    the line below, one of `last` ends that; "" stands for every character."""

    ends: str = ""
    first: str = ""
    last: str = ""

    def allow(self, end: str, first: str, last: str) -> bool:
        """Whether lines with these characters at their edges have what is needed."""
        return all(not need or char in need for need, char in zip(self, (end, first, last), strict=True))


class Evidence(NamedTuple):
    """One thing that decides: `one` says that the two lines are one paragraph, and `reason` why.

    It is asked only where one of `edges` allows it, and where the line below opens with an ordinal or not as `opening`
    says, if it says so.
    """

    name: str
    one: bool
    reason: str
    holds: Callable[[Joint], bool]
    edges: tuple[Edges, ...] = (Edges(),)
    opening: bool | None = None

    @property
    def rule(self) -> str:
        """The rule that it decides for."""
        return "rejoin"

    @property
    def told(self) -> str:
        """What it says of the two lines, in words."""
        return t("one paragraph") if self.one else t("two paragraphs")

    @property
    def example(self) -> tuple[str, str]:
        """A text, before and after, in which it decides."""
        before, after = load("cleaning/evidence")["examples"][self.name]
        return before, after


def decide(pair: Joint) -> Evidence | None:
    """The evidence that decides on the two lines; None where there is none, so that they stay apart."""
    end, shape = pair.last.shape[-1], pair.row.shape
    first, last = shape[0], shape[-1]
    asked = _asked(
        end if end in _TOLD.ends else _OTHER,
        first if first in _TOLD.first else _OTHER,
        last if last in _TOLD.last else _OTHER,
        pair.opening is not None,
        pair.wrap is not None,
    )
    # A loop and no expression: this is asked of every two lines.
    for evidence in asked:
        if evidence.holds(pair):
            return evidence
    return None


@cache
def _asked(end: str, first: str, last: str, opening: bool, wrapped: bool) -> tuple[Evidence, ...]:
    """The entries that may hold of two lines with these characters at their edges, `_OTHER` for one that no entry
    needs."""
    return tuple(
        evidence
        for evidence in (TABLE if wrapped else _OF_ANY_TEXT)
        if evidence.opening in (None, opening) and any(edges.allow(end, first, last) for edges in evidence.edges)
    )


TABLE: tuple[Evidence, ...] = (
    Evidence(
        "mark-opens",
        True,
        "No paragraph opens with a mark that closes or parts (，。）”).",
        joints.cannot_open,
        (Edges(first=joints.CANNOT_OPEN),),
    ),
    Evidence(
        "percent-sign",
        True,
        "A percent sign belongs to the number that ends the line before it.",
        joints.is_percentage,
        (Edges(first="％%"),),
    ),
    Evidence(
        "split-number",
        True,
        "Together the two lines are one number, year, 发文字号 or list of articles.",
        joints.splits_number,
        (Edges(ends="第"), Edges(first=HALVES)),
    ),
    Evidence(
        "ordinal",
        False,
        "An ordinal begins a paragraph; in mid-sentence only one that is the next of its sequence.",
        joints.opens_item,
        opening=True,
    ),
    Evidence(
        "contents-entry",
        False,
        "A line that ends with leaders and a page number is an entry of a table of contents.",
        joints.is_contents,
        (Edges(ends="0123456789"),),
    ),
    Evidence(
        "said-of-a-name",
        True,
        "What is said of a text named right before it (印发给你们) opens no paragraph.",
        joints.speaks_of_name,
        (Edges(ends="》"),),
    ),
    Evidence(
        "mark-ends",
        True,
        "No paragraph ends with a mark that opens or parts (（ “ ， 、).",
        joints.cannot_end,
        (Edges(ends=joints.CANNOT_END),),
    ),
    Evidence(
        "tail-of-units",
        True,
        "A bracket that is not set in goes on with the full line before it.",
        joints.is_tail,
        (Edges(first="（"),),
        False,
    ),
    Evidence(
        "attachment-named",
        True,
        "The title of an attachment that the line breaks off is whole with the next.",
        joints.ends_attachment,
        opening=False,
    ),
    Evidence(
        "split-label",
        True,
        "Together the two lines have the label of a tail (配合 / 单位：).",
        joints.halves_label,
        opening=False,
    ),
    Evidence(
        "opening-words",
        False,
        "Words such as 问：, 图1, 资料来源： begin a paragraph.",
        joints.begins_by_words,
        opening=False,
    ),
    Evidence(
        "stands-alone",
        False,
        "A date, a 发文字号 or a note is a paragraph of its own.",
        joints.stands_alone,
        (Edges(last=joints.ENDS_ALONE),),
    ),
    Evidence("history", False, "Each line of a text's history (…通过, …修正) stands alone.", joints.is_history),
    Evidence(
        "closes-bracket",
        True,
        "The line closes a bracket that the paragraph before it has opened.",
        joints.closes_bracket,
    ),
    Evidence(
        "addressees",
        True,
        "A list of 主送机关 that breaks off goes on to its colon.",
        joints.ends_addressees,
        (Edges(last="："),),
        False,
    ),
    Evidence(
        "tail-above",
        False,
        "A paragraph that ends with who answers for it or by when is whole.",
        whole_paragraphs.ends_with_tail,
        opening=False,
    ),
    Evidence(
        "sentence-below",
        False,
        "Below a line with room for more, one that begins as only a sentence does (同时，…) begins a paragraph.",
        whole_paragraphs.begins_sentence,
        opening=False,
    ),
    Evidence(
        "breaks-off", True, "Prose that ends without a mark goes on in the next line of prose.", joints.breaks_off
    ),
    Evidence("title-above", False, "A title that fills its line is whole.", joints.is_title),
    Evidence("recipients-above", False, "主送机关 are a paragraph of their own, however long.", joints.is_addressed),
    Evidence("gap-on-page", False, "The page shows the gap that parts its paragraphs.", joints.is_gap),
    Evidence(
        "flush",
        True,
        "Where first lines are set in, a line that is not goes on with the full one before it.",
        joints.goes_on_flush,
    ),
    Evidence("set-in", False, "Where first lines are set in, a line that is begins a paragraph.", joints.is_set_in),
    Evidence(
        "full-line", True, "A line as wide as the page that ends in mid-sentence goes on in the next.", joints.ends_open
    ),
    Evidence(
        "blank-between", False, "Where blank lines part paragraphs, one after a full sentence does.", joints.is_apart
    ),
    Evidence(
        "no-blank-between",
        True,
        "Where blank lines part paragraphs, a full line without one goes on in the next.",
        joints.goes_on_close,
    ),
    Evidence(
        "full-next",
        True,
        "A full line goes on in one as full: a first line would have room for its indent.",
        joints.goes_on_full,
    ),
    Evidence("item-end", True, "A short line before the next item is the end of this one.", joints.ends_item),
)

# What only a hard-wrapped text can show.
_OF_WRAPPED_TEXT = {
    *("tail-of-units", "title-above", "recipients-above", "gap-on-page", "flush", "set-in", "full-line"),
    *("blank-between", "no-blank-between", "full-next", "item-end"),
}
_OF_ANY_TEXT = tuple(evidence for evidence in TABLE if evidence.name not in _OF_WRAPPED_TEXT)
_OTHER = "\n"  # no line has it
# Every character that an entry needs, by the edge at which it needs it.
_TOLD = Edges(*("".join(needs) for needs in zip(*(edges for one in TABLE for edges in one.edges), strict=True)))

"""A measure on the way: its text, and the paragraphs or cells it was read from, in which its fields are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from duikou.model import Block, Document, Marked, Measure, OtherCell, Part
from duikou.notation import tail_words, tails
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/measures")
# Characters by which a passage is found again in the text of its measure.
_NEAR = 12
# What a label ends with; most paragraphs do not, and are not held against all labels.
_LABEL_ENDS = (":", "：", "为")


class Stretch(NamedTuple):
    """A piece of a measure in which fields are looked for: a paragraph without its ordinal, or a cell. `start` is its
    offset in Cleaned.text."""

    marked: Marked
    start: int

    @property
    def text(self) -> str:
        """What the piece says."""
        return self.marked.text

    @classmethod
    def of(cls, block: Block) -> Stretch:
        """The paragraph of a block without its ordinal."""
        marked = block.marked
        return cls(marked, block.paragraph.end - len(marked.text))

    def cut(self, start: int, end: int | None = None) -> Stretch:
        """A part of the piece, by offsets in it."""
        return Stretch(Marked(self.text[start:end]), self.start + start)


class Answer(NamedTuple):
    """A cell of a table that says who answers: the role and the head of its column."""

    role: str
    head: str
    cell: Stretch


class Passage(NamedTuple):
    """A measure with the blocks it was read from, in order, the part it stands in, and its stretches. `answers` has
    stretch for each cell of a table that says who answers, with the role that its column names; `cells` are those of
    columns that no field knows, `due` those under 完成时限, and `years` the heads that are a year, by which what stands
    below is to be done."""

    measure: Measure
    blocks: tuple[Block, ...]
    part: Part
    stretches: tuple[Stretch, ...]
    answers: tuple[Answer, ...] = ()
    cells: tuple[OtherCell, ...] = ()
    due: tuple[Stretch, ...] = ()
    above: tuple[Stretch, ...] = ()
    years: tuple[Stretch, ...] = ()


def outside(document: Document, passages: Sequence[Passage], *roles: str) -> Iterator[Stretch]:
    """The paragraphs of these roles that belong to no measure: what stands before, between and behind them."""
    inside = {block.paragraph.start for passage in passages for block in passage.blocks}
    return (
        Stretch.of(block) for block in document.blocks if block.role in roles and block.paragraph.start not in inside
    )


def stretches(blocks: Sequence[Block]) -> tuple[Stretch, ...]:
    """The paragraphs of an item without their ordinals. A label alone on its line (牵头单位：) is one with the line
    below it, as the two stand in the clean text."""
    if len(blocks) == 1:
        return (Stretch.of(blocks[0]),)
    found: list[Stretch] = []
    labelled = False
    for block in blocks:
        own = Stretch.of(block)
        text = own.text
        label = text.endswith(_LABEL_ENDS) and tail_words.label().fullmatch(text) is not None
        if labelled and not block.ordinal and not label and found[-1].start + len(found[-1].text) + 1 == own.start:
            found[-1] = Stretch(Marked(f"{found[-1].text}\n{text}"), found[-1].start)
        else:
            found.append(own)
        labelled = label
    return tuple(found)


def promised(passage: Passage) -> Passage | None:
    """What an item of a reply promises: all of it under 下一步工作打算, else from where it begins to (下一步，我们将…)
    on; None for an item that only tells what was done."""
    measure = passage.measure
    if any(_FORMS.promises.search(title) for title in (measure.chapter, measure.section, measure.title) if title):
        return passage._replace(measure=replace(measure, kind="task"))
    return _from(passage, _FORMS.promise)


def asked_for(passage: Passage) -> bool:
    """Whether an item of a report on work stands under a heading of what is to be done next (下一步工作要求)."""
    measure = passage.measure
    return any(_FORMS.asks_for.search(title) for title in (measure.chapter, measure.section, measure.title) if title)


def decided(passage: Passage, led: bool) -> Passage | None:
    """What an item of minutes decides: all of it where a unit answers for it, where what stands over it says that it
    was decided, or where what leads to all items does (`led`); else from where it begins to (会议议定，…); None for an
    item that only tells what was said."""
    measure = passage.measure
    over = [title for title in (measure.chapter, measure.section) if title]
    if led or passage.answers or any(tails.find_tails(stretch.marked) for stretch in passage.stretches):
        return passage
    if any(_FORMS.decisions.search(title) for title in over):
        return passage
    return _from(passage, _FORMS.decision)


def _from(passage: Passage, words: re.Pattern[str]) -> Passage | None:
    """An item from where it begins with `words` on; None where it does nowhere."""
    measure = passage.measure
    for i, stretch in enumerate(passage.stretches):
        if begins := words.search(stretch.text):
            rest = stretch.cut(begins.end())
            at = measure.text.find(rest.text[:_NEAR])
            text = measure.text[max(0, at) :]
            return passage._replace(
                measure=replace(measure, text=text, kind="task"), stretches=(rest, *passage.stretches[i + 1 :])
            )
    return None


def text_of(blocks: Sequence[Block], tailed: bool = True) -> str:
    """The text of a measure: its paragraphs joined by line feeds, without heading and closing tail. Tails in between
    stay, since they say which sentence they belong to. `tailed` is False for an article that has none."""
    pieces = list(_pieces(blocks))
    if not tailed:
        return "\n".join(piece.text for piece in pieces if piece.text)
    pieces = _without_lines(pieces)
    while pieces and not pieces[-1].text:
        pieces.pop()
    while len(pieces) > 1 and not tails.body(pieces[0]):
        # A tail right after the heading answers for all that follows.
        del pieces[0]
    alone = False
    while pieces and not (kept := tails.body(pieces[-1])):
        # A tail on a line of its own is the closing one; what stands before it is kept whole.
        alone = bool(pieces.pop().text) or alone
    texts = [piece.text for piece in pieces]
    if texts and not alone:
        texts[-1] = kept
    return "\n".join(text for text in texts if text)


def _pieces(blocks: Sequence[Block]) -> Iterator[Marked]:
    """The paragraphs of a measure: the first from behind its heading, the others with their ordinals."""
    first = {Stretch.of(block).start: block for block in blocks}
    for i, stretch in enumerate(stretches(blocks)):
        block = first[stretch.start]
        whole = block.paragraph.text[: stretch.start - block.paragraph.start] + stretch.text
        piece = (whole if i else whole[max(0, block.body_start - block.paragraph.start) :]).strip()
        yield next((known for known in (stretch.marked, block.own) if known.text == piece), Marked(piece))


def _without_lines(pieces: list[Marked]) -> list[Marked]:
    """The pieces without lines that are nothing but a tail, where no other piece has one: they answer for all."""
    whole = [tails.is_alone(piece) for piece in pieces]
    if any(tails.find_tails(piece) for piece, line in zip(pieces, whole, strict=True) if not line):
        return pieces
    runs = sum(line and not (i and whole[i - 1]) for i, line in enumerate(whole))
    return [piece for piece, line in zip(pieces, whole, strict=True) if not line] if runs == 1 else pieces

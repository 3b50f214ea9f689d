"""Which TABs of a paragraph part columns, and which only set in or space what is written.

What holds here: in a word processor a TAB is a column's edge (尺码⇥数量⇥单价), the gap between a heading and its page
in a table of contents, an indent, the space behind an item's number, or a gap in letter-spacing (目⇥录). Only the first
two stay TABs; the others become ideographic spaces, which are white space to whoever reads on. A TAB is never dropped
here: what stood apart stays apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from duikou.notation.characters import BLANKS, HAN
from duikou.notation.ordinals import readings
from duikou.notation.patterns import pattern

GAP = "\u3000"
_LONGEST = 60  # characters: what is longer is no cell of a lone line
_ALIKE = 3  # lines with as many TABs one below the other are a table, whatever is in their cells
_TABS = pattern("\t[\t \u00a0\u3000]*")
# Behind these the sentence goes on (GB/T 15834-2011, 4.2 to 4.7); a column's head may end in a bracket or a dash.
_GOES_ON = tuple("，、；：,;:（(《〈“‘")
_PROSE = pattern("[。；！？]")
_LETTER = pattern(f"{HAN}")
_SPACED_LETTER = pattern(f"{HAN}(?:[：:].*)?")


def told(lines: Sequence[str]) -> list[str]:
    """The lines of a document, in order, with each TAB that parts no columns as U+3000."""
    found: list[str] = []
    for count, run in groupby(lines, key=lambda line: line.count("\t")):
        alike = list(run)
        if count:
            labelled = all(map(_is_labelled, alike))  # else the numbers are the first column of a table
            alike = [_line(line, len(alike), labelled) for line in alike]
        found += alike
    return found


def told_among(lines: Sequence[str], rows: Sequence[bool]) -> list[str]:
    """As `told`, where `rows` says which lines are rows of a table: those stay as they are."""
    texts = told(["" if row else line for line, row in zip(lines, rows, strict=True)])
    return [line if row else text for line, text, row in zip(lines, texts, rows, strict=True)]


def _line(line: str, alike: int, labelled: bool) -> str:
    """One line with TABs, in a run of `alike` lines with as many of them each, all with an item's number or not."""
    text = line.strip(BLANKS)
    if "\t" not in text:
        return line.replace("\t", GAP)
    begin = line.index(text[0])
    before, after = line[:begin], line[begin + len(text) :]
    inner, kept = _inner(text, alike, labelled)
    if not (kept and alike > 1):
        before, after = before.replace("\t", GAP), after.replace("\t", GAP)
    return before + inner + after


def _inner(text: str, alike: int, labelled: bool) -> tuple[str, bool]:
    """A text without white space at its edges, and whether a TAB of it parts columns."""
    pieces = list(_pieces(text))
    label = labelled or (len(pieces) == 2 and _is_labelled(text))
    table = alike >= _ALIKE or (alike > 1 and len(pieces) - label > 2)
    prose = not table and any(len(piece) > _LONGEST or _PROSE.search(piece) for piece, _ in pieces)
    whole, kept = pieces[0][0], False
    for i, (piece, gap) in enumerate(pieces[1:], start=1):
        above = pieces[i - 1][0]
        parts = not (
            prose
            or (i == 1 and label)
            or (above.endswith(_GOES_ON) and not table)
            or (len(pieces) == 2 and _LETTER.fullmatch(above) and _SPACED_LETTER.fullmatch(piece))
        )
        kept = kept or parts
        tabs = gap.count("\t") if alike > 1 else 1
        whole += ("\t" * tabs if parts else gap.replace("\t", GAP)) + piece
    return whole, kept


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What TABs part, each with the white space before it ("" for the first)."""
    at, gap = 0, ""
    for found in _TABS.finditer(text):
        piece = text[at : found.start()].rstrip(BLANKS)
        yield piece, gap
        gap, at = text[at + len(piece) : found.end()], found.end()
    yield text[at:], gap


def _is_labelled(line: str) -> bool:
    """Whether what stands before the first TAB is an item's number and nothing else (一、 or 第三条 or 1.2)."""
    text = line.strip(BLANKS)
    before, _, behind = text.partition("\t")
    end = len(before.rstrip(BLANKS))
    number = behind.lstrip(BLANKS)[:1].isdigit()
    found = readings(text.replace("\t", GAP))
    return any(x.end == end and (x.sure or ("." in x.ordinal.text and not number)) for x in found)

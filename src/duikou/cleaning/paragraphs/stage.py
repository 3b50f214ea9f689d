"""The lines stage: furniture goes, blank lines and indents go, broken paragraphs are made whole.

What holds here: this stage alone takes out line breaks. It makes one pass, in which every edit carries its own
rule's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duikou.cleaning.furniture.evidence import Page
from duikou.cleaning.furniture.finding import find_furniture
from duikou.cleaning.paragraphs.joining import BLANK, INDENT, REJOIN, Decision, join_rows, joint
from duikou.cleaning.paragraphs.rows import Row, rows_of
from duikou.model import Line
from duikou.model.edits import Edit, Pass

Kind = tuple[str, int | None]  # what a paragraph is, and the level of a heading


class Staged(NamedTuple):
    """What the stage made: the pass, the spans removed as furniture and those in doubt, and what became of each line.

    `removed` are (start, end, rule, evidence) and `doubtful` (start, end, rule) in the text before the pass; `kinds`
    are (kind, level) of the paragraphs after it; `decided` are (evidence, one paragraph or not, offset of the later
    line) of two lines each.
    """

    made: Pass
    removed: tuple[tuple[int, int, str, str], ...]
    doubtful: tuple[tuple[int, int, str], ...]
    kinds: tuple[Kind, ...]
    decided: tuple[tuple[str, bool, int], ...] = ()


def stage_lines(
    text: str,
    marked: str,
    lines: Sequence[Line] | None,
    rules: frozenset[str],
    known: Sequence[Kind] | None = None,
    asked: bool = False,
) -> Staged:
    """Run the stage over `text`.

    `marked` is the same before markup went, line by line, `lines` are the reader's (None in later rounds), `rules`
    those that may act, `known` what an earlier round found the lines of `text` to be; `asked` as `join_rows` has it.
    """
    own = text.split("\n")
    rows = rows_of(text, lines, own)
    raw = own if marked == text else marked.split("\n")
    furniture = find_furniture(rows, raw, marked, rules)
    groups, decisions = join_rows(rows, {i: one.verdict for i, one in furniture.gone.items()}, asked)
    if REJOIN not in rules:
        groups = [[i] for group in groups for i in group]
    cells: dict[int, tuple[int, int]] = {}
    if REJOIN in rules and ("</t" in marked or "</T" in marked):
        from duikou.cleaning.paragraphs import markup_rows

        cells = markup_rows.cells_of(raw)
        groups = markup_rows.grouped(groups, cells) if cells else groups
    if len(groups) == len(rows) and all(len(row.text) == row.end - row.start for row in rows):
        return Staged(Pass(()), (), _doubts(rows, furniture), _kinds(rows, groups, known), _decided(rows, decisions))
    made = Pass(tuple(_edits(text, rows, furniture, groups, cells, INDENT in rules)))
    spans = [(rows[i].start, rows[i].end, one.verdict, one.name) for i, one in sorted(furniture.gone.items())]
    kinds = _kinds(rows, groups, known)
    return Staged(made, tuple(spans), _doubts(rows, furniture), kinds, _decided(rows, decisions))


def _edits(
    text: str,
    rows: Sequence[Row],
    furniture: Page,
    groups: Sequence[Sequence[int]],
    cells: dict[int, tuple[int, int]],
    indents: bool,
) -> Iterator[Edit]:
    """What makes one paragraph of each group of rows: furniture, blank lines and line breaks go, and indents if they
    are to; cells of one row of a table, by their places in `cells`, stand TABs apart."""

    def edit(start: int, end: int, new: str, rule: str) -> Iterator[Edit]:
        if start < end or new:
            yield Edit(start, end, text[start:end], new, rule)

    place_in_group = {i: n for group in groups for n, i in enumerate(group)}
    previous = -1  # the last row that was kept
    for i, row in enumerate(rows):
        break_start = row.start - 1 if i else row.start
        if i not in place_in_group:
            gone = furniture.gone.get(i)
            yield from edit(break_start, row.end, "", gone.verdict if gone else BLANK)
            continue
        if previous < 0:
            yield from edit(break_start, row.start, "", BLANK)
        elif place_in_group[i] > 0:
            one_row = i in cells and previous in cells
            tabs = "\t" * (cells[i][1] - cells[previous][1]) if one_row else ""
            yield from edit(break_start, row.start, tabs or joint(rows[previous].text, row.text), REJOIN)
        if indents and len(row.text) < row.end - row.start:
            line = text[row.start : row.end]
            start = row.start + line.find(row.text)
            yield from edit(row.start, start, "", INDENT)
            yield from edit(start + len(row.text), row.end, "", INDENT)
        previous = i


def _doubts(rows: Sequence[Row], furniture: Page) -> tuple[tuple[int, int, str], ...]:
    return tuple((rows[i].start, rows[i].end, one.verdict) for i, one in sorted(furniture.doubtful.items()))


def _decided(rows: Sequence[Row], decisions: Sequence[Decision]) -> tuple[tuple[str, bool, int], ...]:
    return tuple((evidence, one, rows[row].start) for row, evidence, one in decisions)


def _kinds(rows: Sequence[Row], groups: Sequence[Sequence[int]], known: Sequence[Kind] | None) -> tuple[Kind, ...]:
    """What the paragraphs are: as an earlier round found, else as their first lines are."""
    if known is not None and len(known) == len(rows):
        return tuple(known[group[0]] for group in groups)
    return tuple(_kind(row.role, row.text, row.level) for row in (rows[group[0]] for group in groups))


def _kind(role: str, text: str, level: int | None) -> Kind:
    if role == "row" or "\t" in text:
        return "row", None
    return ("heading", level) if role == "heading" else ("text", None)

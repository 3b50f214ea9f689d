"""word/document.xml of the old file with all that changed tracked in it.

What holds here: accepting gives the passages of the new file in their order, rejecting the old XML but for runs that
were cut. Passages that both files have stand as they are; the others are put in before the next one that both have.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from duikou.comparing.aligning.similar import Budget
from duikou.exporting.changes.own_file.markup import Edits, Element, UnfitError, parse
from duikou.exporting.changes.own_file.pairing import Pairs, Text, pair
from duikou.exporting.changes.own_file.story import Flowing, cells_of, story
from duikou.exporting.changes.own_file.tracking import Tracker, looks
from duikou.exporting.changes.own_file.word_paragraphs import Marker, WordParagraph
from duikou.notation.patterns import pattern

_NUMBER = pattern(r'w:id="(\d+)"')
_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    "<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_WIDE = 8800  # twips


def body_of(xml: str) -> Element:
    """The w:body. Raises `UnfitError`."""
    root = parse(xml)
    body = root.child("w:body")
    if body is None:
        raise UnfitError("no w:body")
    return body


def _closes(passages: Sequence[Flowing], k: int) -> bool:
    """Whether a paragraph is the last before a table, the edge of what it stands in, or the end."""
    after = passages[k + 1] if k + 1 < len(passages) else None
    return after is None or after.table is not None or after.inside is not passages[k].inside


class Redline:
    """The old file's document with the changes to the new one. `passages` are those of the old file, for remarks."""

    def __init__(self, old: str, new: str, author: str, date: str) -> None:
        self.old, self.new = story(old, body_of(old)), story(new, body_of(new))
        self._new_xml = new
        numbers = [int(n) for n in _NUMBER.findall(old)]
        self.edits = Edits(old)
        self.marker = Marker(author, date, max(numbers, default=0) + 1000)
        self._tracker = Tracker(self.edits, self.marker, Budget())
        self._moves = 0
        found = pair([one.text for one in self.old], [one.text for one in self.new])
        self._pairs = self._with_free_moves(self._one_table_each(found))
        self._properties = {j: i for i, j in (*self._pairs.kept, *self._pairs.moved)}
        self._partners = dict(self._pairs.kept)
        self._write()

    def _one_table_each(self, found: Pairs) -> Pairs:
        """The pairs without rows of a table whose first pair is with another table: a table is one table there, too."""
        there: dict[int, Element | None] = {}
        kept = []
        for i, j in found.kept:
            table, other = self.old[i].table, self.new[j].table
            if table is None or there.setdefault(id(table), other) is other:
                kept.append((i, j))
        return Pairs(tuple(kept), found.moved)

    def _with_free_moves(self, found: Pairs) -> Pairs:
        """The pairs without moves from or to where the mark of a paragraph can't go: before a table, an edge or the
        end. Such a paragraph is taken out here and put in there."""
        free = tuple((i, j) for i, j in found.moved if not _closes(self.old, i) and not _closes(self.new, j))
        return Pairs(found.kept, free)

    def _write(self) -> None:
        gone = dict(self._pairs.moved)
        come = {j: i for i, j in self._pairs.moved}
        i = j = 0
        for a, b in [*self._pairs.kept, (len(self.old), len(self.new))]:
            self._between(range(i, a), range(j, b), gone, come)
            if a < len(self.old):
                self._both(self.old[a], self.new[b])
            i, j = a + 1, b + 1

    # What stands on one side only, between two pairs.

    def _between(self, old: range, new: range, gone: dict[int, int], come: dict[int, int]) -> None:
        """Run by run: paragraphs against paragraphs, rows against rows."""
        while len(run := self._run(self.old, old)) < len(old):
            other = self._run(self.new, new)
            if run and other and (self.old[run[0]].table is None) != (self.new[other[0]].table is None):
                if self._opens_table(run[0]):
                    # Paragraphs come before the table, not among its rows.
                    self._one_run(range(old.start, old.start), other, gone, come)
                    new = range(other.stop, new.stop)
                    continue
                other = range(new.start, new.start)
            self._one_run(run, other, gone, come)
            old, new = range(run.stop, old.stop), range(other.stop, new.stop)
        self._one_run(old, new, gone, come)

    def _opens_table(self, k: int) -> bool:
        """Whether a passage of the old file is the first row of its table."""
        table = self.old[k].table
        return table is not None and (k == 0 or self.old[k - 1].table is not table)

    @staticmethod
    def _run(passages: Sequence[Flowing], indices: range) -> range:
        """The first of these that are all paragraphs, or all rows, in one place."""
        end = indices.start
        first = passages[end] if indices else None
        while end < indices.stop and first is not None:
            here = passages[end]
            if (here.table is None, here.inside) != (first.table is None, first.inside):
                break
            end += 1
        return range(indices.start, end)

    def _one_run(self, old: range, new: range, gone: dict[int, int], come: dict[int, int]) -> None:
        after = self.old[old.stop] if old.stop < len(self.old) else None
        closing = self._closing(old, new, gone, come, after)
        # Neither at the end nor before a table or the edge of a wrapper can the mark of a paragraph be taken out.
        stuck = closing is None and bool(old) and not new and self._last_of_its_own(old.stop - 1, after)
        for k in old:
            if closing is None or k != closing[0]:
                self._take_out(k, k in gone, old.start - 1 if stuck and k == old.stop - 1 else None, after is None)
        pieces = [k for k in new if closing is None or k != closing[1]]
        self._put_in(pieces, self.old[closing[0]] if closing else after, come, old)
        found = self.old[closing[0]].paragraph if closing else None
        if closing and found is not None:
            self._tracker.change(found, self.new[closing[1]].text.said)

    def _last_of_its_own(self, k: int, after: Flowing | None) -> bool:
        """Whether a passage is the last of its kind where it stands: what comes after it is a table, or is elsewhere,
        and its mark can't run on into that."""
        return after is None or after.table is not None or after.inside is not self.old[k].inside

    def _closing(
        self, old: range, new: range, gone: dict[int, int], come: dict[int, int], after: Flowing | None
    ) -> tuple[int, int] | None:
        """The last paragraphs of both files before the end, a table or an edge, where neither moved: the one becomes
        the other, so that one stays last."""
        if old and not self._last_of_its_own(old.stop - 1, after):
            return None
        if not old or not new or old.stop - 1 in gone or new.stop - 1 in come:
            return None
        both = self.old[old.stop - 1].paragraph is not None and self.new[new.stop - 1].paragraph is not None
        return (old.stop - 1, new.stop - 1) if both else None

    def _take_out(self, k: int, moved: bool, kept: int | None, ends: bool) -> None:
        """Take out a passage. Where its mark can't be taken out, `kept` is the last passage before that stays: the
        mark of that one goes in its place. `ends`: it stands at the end of the body."""
        one = self.old[k]
        if one.paragraph is None:
            self._tracker.strike_row(one.element, one.cells)
            return
        near = self.old[kept] if kept is not None and kept >= 0 else None
        before = near.paragraph if near is not None and near.inside is one.inside else None
        if before is not None:
            self._tracker.strike(one.paragraph, mark=False)
            self._tracker.mark(before, "w:del")
            self._tracker.adopt(one.paragraph, before)
            return
        lasting = kept is not None and ends
        self._tracker.strike(one.paragraph, mark=not lasting, name="w:moveFrom" if moved else "w:del")
        if moved:
            self._range("From", one.element, k)

    def _range(self, way: str, element: Element, k: int) -> None:
        opened, closed = self._ends(way, k)
        self.edits.insert(element.start, opened)
        self.edits.insert(element.end, closed)

    def _ends(self, way: str, k: int) -> tuple[str, str]:
        self.marker.number += 1
        number, name = self.marker.number, f"move{k + 1}"
        opened = f'<w:move{way}RangeStart w:id="{number}" {self.marker.by} w:name="{name}"/>'
        return opened, f'<w:move{way}RangeEnd w:id="{number}"/>'

    def _put_in(self, pieces: Sequence[int], after: Flowing | None, come: dict[int, int], old: range) -> None:
        before = self.old[old.stop - 1] if old.stop else None
        ours = 0
        while ours < len(pieces) and self._beside(pieces[ours], old.stop):
            ours += 1
        if 0 < ours < len(pieces):
            self._put_in(pieces[:ours], after, come, old)
            pieces = pieces[ours:]
            ours = 0
        paragraphs = [k for k in pieces if self.new[k].paragraph is not None]
        # Before the end, a table or the edge of a wrapper paragraphs take over the mark of the one before them; not so
        # around a new table.
        if ours:
            after = None
        ends = after is None or after.table is not None
        last = paragraphs[-1] if ends and paragraphs == list(pieces[: len(paragraphs)]) and paragraphs else None
        held: list[int] = []
        for k in [*pieces, None]:
            if k is not None and self.new[k].paragraph is None:
                held.append(k)
                continue
            if held:
                self._rows(held, before, after, old.stop)
                held = []
            if k is not None:
                self._paragraph(k, before, after, come, last)

    def _beside(self, k: int, at: int) -> bool:
        """Whether a paragraph of the new file stands in what the passage before `at` stands in, and a wrapper opens or
        closes behind it."""
        sides = [self._partners.get(one) for one in (at - 1, at)]
        if None in sides or self.old[at - 1].paragraph is None or self.new[k].paragraph is None:
            return False
        before, after = (self.new[one].inside for one in sides if one is not None)
        if self.old[at - 1].inside is self.old[at].inside:
            return False
        return self.new[k].inside is before and before is not after

    def _paragraph(
        self, k: int, before: Flowing | None, after: Flowing | None, come: dict[int, int], last: int | None
    ) -> None:
        text = self.new[k].text.said
        if k in come:
            found = self.old[come[k]].paragraph
            opened, closed = self._ends("To", come[k])
            made = f"{opened}{self._tracker.again(found)}{closed}" if found else ""
        elif before is not None and before.paragraph is not None and last is not None:
            # The mark before is the one that came in; the last paragraph ends with the one that was there.
            self._tracker.mark(before.paragraph, "w:ins")
            like = self._like(k)
            made = (
                self._tracker.ending(before.paragraph, like, text) if k == last else self._tracker.written(like, text)
            )
        else:
            made = self._tracker.written(self._like(k), text)
        self.edits.insert(self._place(before, after), made)

    def _place(self, before: Flowing | None, after: Flowing | None) -> int:
        """Where something between two passages stands: before a paragraph, else after what came before."""
        if after is not None and after.paragraph is not None:
            return after.element.start
        if after is not None and after.table is not None:
            return after.table.start
        if before is not None:
            return before.table.end if before.table is not None else before.element.end
        body = body_of(self.edits.text)
        return body.inner

    def _like(self, k: int) -> WordParagraph | None:
        """The paragraph of the old file whose looks a new one takes: the partner of the nearest of its own looks, else
        one that says the same of them."""
        here = self.new[k].paragraph
        wanted = self._looks(here) if here else ""
        near = sorted(self._properties, key=lambda j: (abs(j - k), j))
        for j in near:
            there = self.new[j].paragraph
            if there is not None and self._looks(there) == wanted:
                return self.old[self._properties[j]].paragraph
        paragraphs = [one.paragraph for one in self.old if one.paragraph is not None]
        alike = (one for one in paragraphs if self._looks(one, old=True) == wanted)
        found = (self.old[self._properties[j]].paragraph for j in near if j < k)
        return next(alike, None) or next((one for one in found if one is not None), None)

    def _looks(self, one: WordParagraph, *, old: bool = False) -> str:
        """What a paragraph of the new file says of its looks, as text; with `old` one of the old file."""
        return looks(self.edits.text if old else self._new_xml, one)

    # Rows and tables.

    def _rows(self, pieces: Sequence[int], before: Flowing | None, after: Flowing | None, at: int) -> None:
        """Rows that came in: into the table that their neighbours are in, else as a table of their own."""
        held: list[int] = []
        for k in [*pieces, None]:
            if held and (k is None or self.new[k].table is not self.new[held[-1]].table):
                self._rows_of_one(held, before, after, at)
                held = []
            if k is not None:
                held.append(k)

    def _rows_of_one(self, pieces: Sequence[int], before: Flowing | None, after: Flowing | None, at: int) -> None:
        table = self.new[pieces[0]].table
        inside = [i for i, j in self._pairs.kept if self.new[j].table is table]
        # The table of the nearest row before that both files have, else of the first one after.
        own = self.old[max((i for i in inside if i < at), default=inside[0])].table if inside else None
        texts = [[[one.text for one in cell] for cell in self.new[k].cells] for k in pieces]
        if own is not None:
            above = next((one for one in reversed(self.old[:at]) if one.table is own), None)
            like = above or next(one for one in self.old[at:] if one.table is own)
            made = "".join(self._tracker.row(like.element, like.cells, cells) for cells in texts)
            self.edits.insert(like.element.end if above else like.element.start, made)
            return
        width = _WIDE // max(map(len, texts))
        rows = "".join(self._tracker.row(None, (), cells, width) for cells in texts)
        line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        made = _TABLE.format(
            borders="".join(line.format(side) for side in _SIDES),
            grid=f'<w:gridCol w:w="{width}"/>' * max(map(len, texts)),
            rows=rows,
        )
        self.edits.insert(self._place(before, after), made)

    def _both(self, old: Flowing, new: Flowing) -> None:
        """A passage that both files have."""
        if old.paragraph is not None:
            self._tracker.change(old.paragraph, new.text.said)
            return
        if old.text == new.text and len(old.cells) == len(new.cells):
            return
        elements = cells_of(old.element)
        if len(old.cells) == len(new.cells):
            for cell, other in zip(old.cells, new.cells, strict=True):
                self._cell(cell, [one.text for one in other])
            return
        texts = [["\n".join(one.text for one in cell) for cell in side.cells] for side in (old, new)]
        for tag, i0, i1, j0, j1 in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
            same = min(i1 - i0, j1 - j0) if tag == "replace" else 0
            for k in range(same):
                self._cell(old.cells[i0 + k], [one.text for one in new.cells[j0 + k]])
            if tag == "equal":
                continue
            for k in range(i0 + same, i1):
                self._tracker.strike_cell(elements[k], old.cells[k])
            at = elements[i0 + same].start if i0 + same < len(elements) else elements[-1].end
            like = min(i0 + same, len(elements) - 1)
            for k in range(j0 + same, j1):
                inside = [one.text for one in new.cells[k]]
                self.edits.insert(at, self._tracker.cell(elements[like], old.cells[like], inside))

    def _cell(self, old: Sequence[WordParagraph], new: Sequence[str]) -> None:
        """The paragraphs of a cell; the last one stays the last."""
        if [one.text for one in old] == list(new) or not old:
            return
        if len(old) == len(new):
            for one, text in zip(old, new, strict=True):
                self._tracker.change(one, text)
            return
        kept = dict(pair([Text(one.text) for one in old[:-1]], [Text(text) for text in new[:-1]]).kept)
        j = 0
        for i, one in enumerate(old[:-1]):
            if i not in kept:
                self._tracker.strike(one)
                continue
            for text in new[j : kept[i]]:
                self.edits.insert(one.element.start, self._tracker.written(one, text))
            self._tracker.change(one, new[kept[i]])
            j = kept[i] + 1
        for text in new[j:-1]:
            self.edits.insert(old[-1].element.start, self._tracker.written(old[-1], text))
        self._tracker.change(old[-1], new[-1] if new else "")

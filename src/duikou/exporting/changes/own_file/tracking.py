"""Paragraphs, rows and cells put in and taken out, as tracked changes in the XML of the old file.

What holds here: a paragraph that is put in stands before the one that comes after it, so that rejecting joins its mark
to that one. Where none comes after it (the end of the body or of a cell) the mark before it is the tracked one, and the
last paragraph put in ends with the mark that was there, with its properties: so nothing is left over.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.comparing.aligning.similar import Budget
from duikou.comparing.telling.inline import regions
from duikou.comparing.telling.surroundings import marks
from duikou.exporting.changes.own_file.fields import SIMPLE, long_form
from duikou.exporting.changes.own_file.markup import Edits, Element
from duikou.exporting.changes.own_file.word_paragraphs import (
    Marker,
    WordParagraph,
    as_struck,
    look,
    rewrite,
    run_of,
    runs_and_fields,
    words,
)
from duikou.notation.patterns import pattern

# What names a paragraph among all: no other has it.
_UNIQUE = pattern(r"""(?<!\s)\s+w14:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')""")
_MARKS = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


# What a paragraph's properties hold besides its looks.
_OF_OTHERS = ("w:sectPr", "w:pPrChange")


def looks(xml: str, one: WordParagraph) -> str:
    """What a paragraph says of its looks, as it is written."""
    children = one.properties.children if one.properties else ()
    return "".join(xml[c.start : c.end] for c in children if c.name not in ("w:rPr", *_OF_OTHERS))


def _together(xml: str, old: WordParagraph) -> list[tuple[int, int, str]]:
    """Where the runs of a paragraph stand and what they are, those that touch as one; simple fields in long form."""
    found: list[tuple[int, int, str]] = []
    for element in runs_and_fields(old.element):
        inside = long_form(xml, element) if element.name == SIMPLE else xml[element.start : element.end]
        if found and found[-1][1] == element.start:
            found[-1] = found[-1][0], element.end, found[-1][2] + inside
        else:
            found.append((element.start, element.end, inside))
    return found


class Tracker:
    """Writes tracked changes into the edits of one file."""

    def __init__(self, edits: Edits, marker: Marker, budget: Budget) -> None:
        self.edits, self.marker, self.budget = edits, marker, budget
        self.marked: set[int] = set()

    # Paragraphs.

    def change(self, old: WordParagraph, new: str) -> None:
        """Track what differs between a paragraph and its new text."""
        if old.text != new:
            found = marks(old.text, new, regions(old.text, new, self.budget))
            rewrite(self.edits, old, new, found, self.marker)

    def strike(self, old: WordParagraph, mark: bool = True, name: str = "w:del") -> None:
        """Take a paragraph out (or move it away, by `name`); its mark too, unless `mark` is False."""
        for start, end, inside in _together(self.edits.text, old):
            made = as_struck(inside) if name == "w:del" else inside
            self.edits.replace(start, end, self.marker.around(name, made))
        if mark:
            self.mark(old, name)

    def mark(self, old: WordParagraph, name: str) -> None:
        """Track the mark of a paragraph of the file."""
        if id(old) in self.marked:
            return
        self.marked.add(id(old))
        xml, element, properties = self.edits.text, old.element, old.properties
        tracked = self.marker.alone(name)
        if properties is None:
            made = f"<w:pPr><w:rPr>{tracked}</w:rPr></w:pPr>"
            if element.empty:
                tag = xml[element.start : element.end - 2].rstrip()
                self.edits.replace(element.start, element.end, f"{tag}>{made}</w:p>")
            else:
                self.edits.insert(element.inner, made)
            return
        inner = properties.child("w:rPr")
        if inner is not None and not inner.empty:
            self.edits.insert(inner.inner, tracked)
            return
        made = f"<w:rPr>{tracked}</w:rPr>"
        if inner is not None:
            self.edits.replace(inner.start, inner.end, made)
        elif properties.empty:
            self.edits.replace(properties.start, properties.end, f"<w:pPr>{made}</w:pPr>")
        else:
            after = next((c for c in properties.children if c.name in ("w:sectPr", "w:pPrChange")), None)
            self.edits.insert(after.start if after else properties.close, made)

    def adopt(self, last: WordParagraph, kept: WordParagraph) -> None:
        """Give a paragraph, whose mark will end the text of another one, the looks of that one, tracked."""
        xml = self.edits.text
        own = last.properties.children if last.properties else []
        was, now = looks(xml, last), looks(xml, kept)
        if was == now or any(child.name in _OF_OTHERS for child in own) or last.element.empty:
            return
        change = self.marker.around("w:pPrChange", f"<w:pPr>{was}</w:pPr>")
        if last.properties is None:
            self.edits.insert(last.element.inner, f"<w:pPr>{now}{change}</w:pPr>")
            return
        mark = "".join(xml[child.start : child.end] for child in own if child.name == "w:rPr")
        self.edits.replace(last.properties.start, last.properties.end, f"<w:pPr>{now}{mark}{change}</w:pPr>")

    def written(self, like: WordParagraph | None, text: str, mark: bool = True, name: str = "w:ins") -> str:
        """A new paragraph with the looks of another; its mark is tracked unless `mark` is False: then it is the mark of
        the other one, with what the file says of that."""
        properties = self._properties(like, self.marker.alone(name) if mark else "")
        said = run_of(look(self.edits.text, like, 0) if like else "", words(text))
        own = "" if mark or like is None else _UNIQUE.sub("", self._attributes(like))
        return f"<w:p{own}>{properties}{self.marker.around(name, said)}</w:p>"

    def ending(self, kept: WordParagraph, like: WordParagraph | None, text: str) -> str:
        """A new paragraph that ends with the mark of one of the file, which the one before it gives up: with the looks
        of another paragraph, and those that the mark has so far tracked."""
        xml = self.edits.text
        made = self.written(kept, text, mark=False)
        was, now = looks(xml, kept), looks(xml, like or kept)
        if was == now:
            return made
        properties = self._properties(kept, "")
        about = properties.removeprefix(f"<w:pPr>{was}").removesuffix("</w:pPr>")
        change = self.marker.around("w:pPrChange", f"<w:pPr>{was}</w:pPr>")
        tag = made[: made.index(">") + 1]
        rest = made[len(tag) :].removeprefix(properties)
        return f"{tag}<w:pPr>{now}{about}{change}</w:pPr>{rest}"

    def _attributes(self, one: WordParagraph) -> str:
        tag = self.edits.text[one.element.start : one.element.inner]
        return tag.removeprefix("<w:p").rstrip("/>").rstrip()

    def again(self, old: WordParagraph) -> str:
        """A paragraph of the file written where it moved to, with its own runs."""
        runs = "".join(self.marker.around("w:moveTo", inside) for *_, inside in _together(self.edits.text, old))
        return f"<w:p>{self._properties(old, self.marker.alone('w:moveTo'))}{runs}</w:p>"

    def _properties(self, like: WordParagraph | None, tracked: str) -> str:
        """The w:pPr of a new paragraph: that of another one, but for its section and earlier changes."""
        xml = self.edits.text
        properties = like.properties if like else None
        kept = ""
        inner: list[str] = [tracked]
        for child in properties.children if properties else ():
            if child.name == "w:rPr":
                inner += [xml[c.start : c.end] for c in child.children if c.name not in (*_MARKS, "w:rPrChange")]
            elif child.name not in ("w:sectPr", "w:pPrChange"):
                kept += xml[child.start : child.end]
        about = "".join(inner)
        kept += f"<w:rPr>{about}</w:rPr>" if about else ""
        return f"<w:pPr>{kept}</w:pPr>" if kept else ""

    # Rows and cells.

    def strike_row(self, row: Element, cells: Sequence[Sequence[WordParagraph]]) -> None:
        """Take a row out."""
        self._about(row, "w:trPr", self.marker.alone("w:del"), ("w:tblPrEx",))
        for cell in cells:
            for one in cell:
                self.strike(one)

    def row(
        self,
        like: Element | None,
        looks: Sequence[Sequence[WordParagraph]],
        texts: Sequence[Sequence[str]],
        width: int = 0,
    ) -> str:
        """A new row, set as another one is where there is one; `texts` are the paragraphs of each cell."""
        xml = self.edits.text
        about = like.child("w:trPr") if like else None
        kept = "".join(
            xml[c.start : c.end]
            for c in (about.children if about else ())
            if c.name not in ("w:ins", "w:del", "w:trPrChange")
        )
        cells = [c for c in (like.children if like else ()) if c.name == "w:tc"]
        made = [f"<w:tr><w:trPr>{kept}{self.marker.alone('w:ins')}</w:trPr>"]
        for k, text in enumerate(texts):
            cell = cells[k] if len(cells) == len(texts) else cells[min(k, len(cells) - 1)] if cells else None
            properties = cell.child("w:tcPr") if cell else None
            # A cell that goes on over rows stands for one row here.
            inside = "".join(
                xml[c.start : c.end]
                for c in (properties.children if properties else ())
                if c.name not in ("w:vMerge", "w:cellIns", "w:cellDel", "w:tcPrChange")
                and (c.name != "w:gridSpan" or len(cells) == len(texts))
            )
            inside = inside or f'<w:tcW w:w="{width or 1500}" w:type="dxa"/>'
            own = looks[min(k, len(looks) - 1)] if looks else ()
            made.append(f"<w:tc><w:tcPr>{inside}</w:tcPr>{self._paragraphs(own, text)}</w:tc>")
        return "".join([*made, "</w:tr>"])

    def _about(self, element: Element, name: str, tracked: str, before: Sequence[str] = ()) -> None:
        """Put a mark into the properties of a row or cell, as the last of them."""
        properties = element.child(name)
        if properties is None:
            first = [child for child in element.children if child.name in before]
            self.edits.insert(first[-1].end if first else element.inner, f"<{name}>{tracked}</{name}>")
        elif properties.empty:
            self.edits.replace(properties.start, properties.end, f"<{name}>{tracked}</{name}>")
        else:
            self.edits.insert(properties.close, tracked)

    def strike_cell(self, cell: Element, inside: Sequence[WordParagraph]) -> None:
        """Take a cell out of a row."""
        self._about(cell, "w:tcPr", self.marker.alone("w:cellDel"))
        for one in inside:
            self.strike(one)

    def _paragraphs(self, looks: Sequence[WordParagraph], texts: Sequence[str]) -> str:
        """The paragraphs of a new cell, which has one at least, each set as that of another cell."""
        return "".join(
            self.written(looks[min(k, len(looks) - 1)] if looks else None, text)
            for k, text in enumerate(texts or ("",))
        )

    def cell(self, like: Element, looks: Sequence[WordParagraph], texts: Sequence[str]) -> str:
        """A new cell, set as another one of the row; `texts` are its paragraphs."""
        xml = self.edits.text
        properties = like.child("w:tcPr")
        inside = "".join(
            xml[c.start : c.end]
            for c in (properties.children if properties else ())
            if c.name not in ("w:gridSpan", "w:vMerge", "w:cellIns", "w:cellDel", "w:tcPrChange")
        )
        inside += self.marker.alone("w:cellIns")
        return f"<w:tc><w:tcPr>{inside}</w:tcPr>{self._paragraphs(looks, texts)}</w:tc>"

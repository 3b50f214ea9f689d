"""What stands in the margins of pages: running heads and feet, page numbers, footnotes.

What holds here: place and repetition decide, over all pages of a document. A line is a running head or foot when it
stands outside the text of every page and comes again at the same height, its page number aside; a page number also
when the numbers run with the pages. Footnotes are small type below a short rule. Every line keeps its text: cleaning
removes what has the role header or footer, and logs it. The forms of page numbers lie in data/furniture.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from duikou.data import load
from duikou.reading.pdflines import Block, PageLine, TableBlock

_EDGE = 3  # lines at the head and at the foot of a page that are looked at
_LEVEL = 4.0  # points: lines so near in height stand at one height
_LONGEST = 60  # characters
_REPEATS = 3  # pages; of a shorter document all, and two at least
_APART = 1.2  # lines of text between a page number and the text, in a document of one page
_SMALLER = 0.93  # of the text's size: footnotes
_RULE = (30.0, 0.55)  # points, and of the page's width: the rule above footnotes is so long
_SPACE = re.compile(r"\s+")
_NOTE = re.compile(r"\s*(?:\[(\d{1,3})\]|【(\d{1,3})】|（(\d{1,3})）|(\d{1,3})[.、．]?|([①-⑳])|([*＊※†]))\s*")


@dataclass(slots=True)
class Page:
    """A page as its blocks in reading order, with what the margins need: its size, and its lone rules (y, x0, x1)."""

    number: int
    width: float
    height: float
    blocks: list[Block]
    rules: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def lines(self) -> list[PageLine]:
        """The lines outside tables that have no role yet."""
        return [block for block in self.blocks if isinstance(block, PageLine) and block.role == "text"]


def mark_margins(pages: Sequence[Page]) -> None:
    """Give running heads, feet, page numbers and footnotes their roles."""
    for foot in (False, True):
        for lines in _repeated(pages, foot):
            for _, line in lines:
                line.role = "footer" if foot else "header"
        _number_pages(pages, foot)
    size = _text_size(pages)
    for page in pages:
        _mark_footnotes(page, size)


def _edges(page: Page, foot: bool) -> list[PageLine]:
    """The outermost lines, from the edge inwards, up to the first table or the text of the page."""
    blocks = sorted(page.blocks, key=lambda b: -b.box[3] if foot else b.box[1])
    found: list[PageLine] = []
    for block in blocks:
        if isinstance(block, TableBlock) or len(found) == _EDGE:
            break
        if block.role == "text":
            found.append(block)
    return found


def _key(line: PageLine, page: Page) -> str:
    """The line without white space, its page number as #: only numbers that follow the pages may differ."""
    return re.sub(r"\d+", lambda m: f"#{int(m.group()) - page.number}", _SPACE.sub("", line.text))


def _middle(line: PageLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _repeated(pages: Sequence[Page], foot: bool) -> Iterator[list[tuple[Page, PageLine]]]:
    """Lines that come again at one height on many pages, outermost first."""
    enough = max(2, min(_REPEATS, len(pages)))
    groups: dict[str, list[tuple[Page, PageLine]]] = {}
    for page in pages:
        for line in _edges(page, foot):
            text = _SPACE.sub("", line.text)
            if 0 < len(text) <= _LONGEST:
                groups.setdefault(text, []).append((page, line))
                if any(c.isdigit() for c in text):
                    groups.setdefault(_key(line, page), []).append((page, line))
    keep = _patterns()[2]
    for text, group in groups.items():
        if keep.fullmatch(text) or not text.strip("#0123456789-—－"):
            continue
        for level in _levels(group):
            found = [(page, line) for page, line in level if line.role == "text"]
            if len({page.number for page, _ in found}) >= enough and _outside(pages, found, foot):
                yield found


def _levels(group: list[tuple[Page, PageLine]]) -> Iterator[list[tuple[Page, PageLine]]]:
    """Lines at one height. Feet are measured from the page's foot."""
    level: list[tuple[Page, PageLine]] = []
    for item in sorted(group, key=lambda item: _middle(item[1])):
        if level and _middle(item[1]) - _middle(level[-1][1]) > _LEVEL:
            yield level
            level = []
        level.append(item)
    if level:
        yield level


def _outside(pages: Sequence[Page], found: list[tuple[Page, PageLine]], foot: bool) -> bool:
    """Whether the lines stand above (or below) all text of all pages."""
    ours = {id(line) for _, line in found}
    rest = [
        block.box[3] if foot else block.box[1]
        for page in pages
        for block in page.blocks
        if id(block) not in ours and (isinstance(block, TableBlock) or block.role == "text")
    ]
    if not rest:
        return True
    if foot:
        return min(line.box[1] for _, line in found) >= max(rest) - 2.0
    return max(line.box[3] for _, line in found) <= min(rest) + 2.0


def _number_pages(pages: Sequence[Page], foot: bool) -> None:
    """Give page numbers their role: outermost lines that are a number with its dashes, or a bare one that runs on."""
    decorated, bare, _ = _patterns()
    plain: list[tuple[Page, PageLine]] = []
    for page in pages:
        edge = _edges(page, foot)[:2]
        for k, line in enumerate(edge):
            text = _SPACE.sub("", line.text)
            inner = edge[k + 1] if k + 1 < len(edge) else None
            if len(text) > 16:
                break
            if decorated.fullmatch(text) and _stands_apart(line, inner, page):
                line.role = "footer" if foot else "header"
            elif bare.fullmatch(text) and _stands_apart(line, inner, page):
                plain.append((page, line))
    offsets = Counter(int(m.group()) - page.number for page, line in plain if (m := re.search(r"\d+", line.text)))
    for page, line in plain:
        m = re.search(r"\d+", line.text)
        if m and (offsets[int(m.group()) - page.number] >= 2 or len(pages) == 1):
            line.role = "footer" if foot else "header"


def _stands_apart(line: PageLine, inner: PageLine | None, page: Page) -> bool:
    """Whether a number stands in the margin: near the page's edge, and further from the text than lines are."""
    if not (line.box[3] > 0.85 * page.height or line.box[1] < 0.13 * page.height):
        return False
    if inner is None:
        return True
    return abs(_middle(line) - _middle(inner)) >= _APART * max(line.size, inner.size)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("furniture")
    numbers = data["page_number"]
    keep = data["keep"]
    return (
        re.compile("|".join(f"(?:{p})" for p in numbers["decorated"])),
        re.compile("|".join(f"(?:{p})" for p in numbers["bare"])),
        re.compile("|".join(f"(?:{p})" for p in keep["patterns"])),
    )


def _text_size(pages: Sequence[Page]) -> float:
    """The size of most of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _mark_footnotes(page: Page, size: float) -> None:
    """Give the lines below the short rule the role footnote, one line a note, and take its marks out of the text."""
    low, share = _RULE
    lines = page.lines
    for y, x0, x1 in sorted(page.rules, reverse=True):
        below = [line for line in lines if line.box[1] >= y - 2.0]
        if not (low <= x1 - x0 <= share * page.width and y > 0.3 * page.height and below):
            continue
        above = [line for line in lines if line.box[1] < y - 2.0]
        if above and all(line.size <= _SMALLER * size for line in below):
            _join_notes(page, below)
            _drop_marks(above, {_mark(line.text) for line in below if line.role == "footnote"})
            return


def _mark(text: str) -> str:
    found = _NOTE.match(text)
    return next((g for g in found.groups() if g), "") if found else ""


def _join_notes(page: Page, below: list[PageLine]) -> None:
    """Make the lines of each note one. A note begins with the mark that follows the last one's."""
    note: PageLine | None = None
    last = ""
    for line in below:
        mark = _mark(line.text)
        if note is None or (mark and (line.raised or _follows(last, mark))):
            note, last = line, mark or last
            line.role = "footnote"
            continue
        ends = note.text[-1:] + line.text[:1]
        note.text += (" " if ends.isascii() and ends.isalnum() else "") + line.text
        a, b = note.box, line.box
        note.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        page.blocks.remove(line)


def _follows(last: str, mark: str) -> bool:
    if last.isdecimal() and mark.isdecimal():
        return int(mark) == int(last) + 1
    return len(last) == len(mark) == 1 and (ord(mark) == ord(last) + 1 or mark in "*＊※†")


def _drop_marks(lines: list[PageLine], marks: set[str]) -> None:
    """Take the raised marks of notes out of the text: glued to a number they would change it."""
    for line in lines:
        for start, end in reversed(line.raised):
            if _mark(line.text[start:end]) in marks - {""}:
                line.text = line.text[:start] + line.text[end:]
        line.raised = []

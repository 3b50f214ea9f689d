"""What stands in the margins of pages: running heads and feet, page numbers, footnotes.

What holds here: place and repetition decide, over all pages of a document. A line is a running head or foot when it
stands outside the text of every page and comes again at the same height, its page number aside; a page number also
when the numbers run with the pages. Footnotes are small type below a short rule. Every line keeps its text: cleaning
removes what has the role header or footer, and logs it. The forms of page numbers lie in data/notation/page_marks.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from duikou.notation import notes
from duikou.notation.numerals import CIRCLED
from duikou.notation.patterns import pattern, patterns
from duikou.reading.pdf.lines import Block, PageLine, TableBlock

_MARKS = patterns("notation/page_marks")
_EDGE = 3  # lines at the head and at the foot of a page that are looked at
_LEVEL = 4.0  # points: lines so near in height stand at one height
_LONGEST = 60  # characters
_REPEATS = 3  # pages; of a shorter document all, and two at least
_MARGIN, _WIDE_MARGIN = 0.13, 0.2  # of the page's height; the latter for what many pages have
_LINES_AWAY = 1.2  # lines of text between a page number and the text, in a document of one page
_SMALLER = 0.93  # of the text's size: footnotes
_LARGER = 1.05  # of the text's size: a running head is not larger
_RULE = (30.0, 0.55)  # points, and of the page's width: the rule above footnotes is so long
_SPACE, _NUMBER, _STAR = pattern(r"\s+"), pattern(r"\d+"), pattern(r"[★☆\s]+")
_PROSE = pattern("[，。；！？]")
_NOTE = pattern(
    rf"\s*(?:\[(\d{{1,3}})\]|【(\d{{1,3}})】|（(\d{{1,3}})）|(\d{{1,3}})[.、．]?|([{CIRCLED}])|([*＊※†]))\s*"
)


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
    size = _text_size(pages)
    for foot in (False, True):
        for lines in _repeated(pages, foot, size):
            for _, line in lines:
                line.role = "footer" if foot else "header"
        _number_pages(pages, foot)
    for page in pages:
        _mark_footnotes(page, size)
        for line in page.lines:
            if not _STAR.sub("", line.text):  # the star in the red line of a head (GB/T 9704-2012, 7.2.7)
                line.role = "header"


def _outermost(page: Page, foot: bool) -> list[Block]:
    """The blocks nearest to the page's head or foot, from the edge inwards: one more than are looked at."""
    return sorted(page.blocks, key=lambda b: -b.box[3] if foot else b.box[1])[: _EDGE + 1]


def _edges(blocks: Sequence[Block]) -> list[PageLine]:
    """The lines among the outermost blocks up to the first table, the innermost left out."""
    lines = takewhile(lambda block: isinstance(block, PageLine), blocks[:_EDGE])
    return [line for line in lines if isinstance(line, PageLine) and line.role == "text"]


def _running(group: list[tuple[Page, PageLine]]) -> Iterator[list[tuple[Page, PageLine]]]:
    """Lines that differ in their numbers alone, as sets in which each number stays as it is (a year, how many pages
    there are) or follows the pages."""
    rest = [(page, line, [int(m.group()) for m in _NUMBER.finditer(line.text)]) for page, line in group]
    while rest:
        chosen = []
        for at in range(len(rest[0][2])):
            stays = Counter(numbers[at] for _, _, numbers in rest)
            follows = Counter(numbers[at] - page.number for page, _, numbers in rest)
            (number, times), (offset, others) = stays.most_common(1)[0], follows.most_common(1)[0]
            chosen.append((number, 0) if times >= others else (offset, 1))
        found = [
            (page, line)
            for page, line, numbers in rest
            if all(n == first + follows * page.number for n, (first, follows) in zip(numbers, chosen, strict=True))
        ]
        if not found:
            return
        yield found
        ours = {id(line) for _, line in found}
        rest = [one for one in rest if id(one[1]) not in ours]


def _depth(block: Block, page: Page, foot: bool, side: float) -> float:
    """How far a block is from the page's head or foot: its outer side (0), its inner one (1) or its middle (0.5)."""
    outer, inner = (page.height - block.box[3], page.height - block.box[1]) if foot else (block.box[1], block.box[3])
    return outer + side * (inner - outer)


def _repeated(pages: Sequence[Page], foot: bool, size: float) -> Iterator[list[tuple[Page, PageLine]]]:
    """Lines that come again at one height on many pages. Prose, and what is larger than the text, is none."""
    enough = max(2, min(_REPEATS, len(pages)))
    groups: dict[str, list[tuple[Page, PageLine]]] = {}
    outermost = [_outermost(page, foot) for page in pages]
    for page, blocks in zip(pages, outermost, strict=True):
        for line in _edges(blocks):
            text = _SPACE.sub("", line.text)
            if 0 < len(text) <= _LONGEST and line.size <= _LARGER * size and not _PROSE.search(text):
                groups.setdefault(_NUMBER.sub("#", text), []).append((page, line))
    for text, group in groups.items():
        if _MARKS.kept.fullmatch(_SPACE.sub("", group[0][1].text)) or not text.strip("#-—－"):
            continue
        for level in (level for alike in _running(group) for level in _levels(alike, foot)):
            found = [(page, line) for page, line in level if line.role == "text"]
            times = len({page.number for page, _ in found})
            zone = _MARGIN if times < _REPEATS else _WIDE_MARGIN
            if (
                times >= enough
                and all(_in_margin(line, page, foot, zone) for page, line in found)
                and _outside(pages, outermost, found, foot)
            ):
                yield found


def _in_margin(line: PageLine, page: Page, foot: bool, zone: float) -> bool:
    """Whether a line stands in the uppermost or the lowest part of its page."""
    return _depth(line, page, foot, 1) <= zone * page.height


def _levels(group: list[tuple[Page, PageLine]], foot: bool) -> Iterator[list[tuple[Page, PageLine]]]:
    """Lines at one height above the page's foot, or below its head."""
    level: list[tuple[Page, PageLine]] = []
    last = 0.0
    for depth, page, line in sorted(
        ((_depth(line, page, foot, 0.5), page, line) for page, line in group), key=lambda item: item[0]
    ):
        if level and depth - last > _LEVEL:
            yield level
            level = []
        level.append((page, line))
        last = depth
    if level:
        yield level


def _outside(
    pages: Sequence[Page], outermost: Sequence[Sequence[Block]], found: list[tuple[Page, PageLine]], foot: bool
) -> bool:
    """Whether the lines stand outside the text of the pages: all but one in ten, or all but a cover. What stands level
    with them is the other half of a head in two pieces."""
    ours = {id(line) for _, line in found}
    middle = {page.number: _depth(line, page, foot, 0.5) for page, line in found}
    theirs = {page.number for page, _ in found}
    deepest = max(_depth(line, page, foot, 1) for page, line in found) - 2.0
    across = {
        page.number
        for page, blocks in zip(pages, outermost, strict=True)
        for block in blocks
        if id(block) not in ours
        and (isinstance(block, TableBlock) or block.role == "text")
        and _depth(block, page, foot, 0) < deepest
        and abs(_depth(block, page, foot, 0.5) - middle.get(page.number, -_LEVEL)) >= _LEVEL
    }
    if across & theirs:
        return False
    return len(across) <= len(pages) // 10 or (across == {pages[0].number} and len(theirs) == len(pages) - 1)


def _number_pages(pages: Sequence[Page], foot: bool) -> None:
    """Give page numbers their role: outermost lines that are a number with its dashes, or a bare one that runs on."""
    plain: list[tuple[Page, PageLine]] = []
    for page in pages:
        edge = _edges(_outermost(page, foot))[:2]
        for k, line in enumerate(edge):
            text = _SPACE.sub("", line.text)
            inner = edge[k + 1] if k + 1 < len(edge) else None
            if len(text) > 16:
                break
            if _MARKS.decorated.fullmatch(text) and _stands_apart(line, inner, page, foot):
                line.role = "footer" if foot else "header"
            elif _MARKS.bare.fullmatch(text) and _stands_apart(line, inner, page, foot):
                plain.append((page, line))
    offsets = Counter(int(m.group()) - page.number for page, line in plain if (m := _NUMBER.search(line.text)))
    for page, line in plain:
        m = _NUMBER.search(line.text)
        if m and (offsets[int(m.group()) - page.number] >= 2 or len(pages) == 1):
            line.role = "footer" if foot else "header"


def _stands_apart(line: PageLine, inner: PageLine | None, page: Page, foot: bool) -> bool:
    """Whether a number stands in the margin: near the page's edge, and further from the text than lines are.

    A page that is set across has margins as high as those of the others.
    """
    if _depth(line, page, foot, 1) > _MARGIN * max(page.height, page.width):
        return False
    if inner is None:
        return True
    return abs(_depth(line, page, foot, 0.5) - _depth(inner, page, foot, 0.5)) >= _LINES_AWAY * max(
        line.size, inner.size
    )


def _text_size(pages: Sequence[Page]) -> float:
    """The size of most of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _mark_footnotes(page: Page, size: float) -> None:
    """Give the lines below the short rule the role footnote, one line a note, and write its marks in the text."""
    low, share = _RULE
    lines = page.lines
    for y, x0, x1 in sorted(page.rules, reverse=True):
        below = [line for line in lines if line.box[1] >= y - 2.0]
        if not (low <= x1 - x0 <= share * page.width and y > 0.3 * page.height and below):
            continue
        above = [line for line in lines if line.box[1] < y - 2.0]
        if above and all(line.size <= _SMALLER * size for line in below):
            marks = _join_notes(page, below)
            _write_marks(above, marks)
            return


def _mark(text: str) -> str:
    found = _NOTE.match(text)
    return next((g for g in found.groups() if g), "") if found else ""


def _join_notes(page: Page, below: list[PageLine]) -> set[str]:
    """Make the lines of each note one; give the marks. A note begins with the mark that follows the last one's."""
    marks: set[str] = set()
    note: PageLine | None = None
    last = ""
    for line in below:
        mark = _mark(line.text)
        if note is None or (mark and (line.raised or _follows(last, mark))):
            note, last = line, mark or last
            line.role = "footnote"
            marks.add(mark)
            if found := _NOTE.match(line.text):
                line.text = notes.note(mark, line.text[found.end() :])
            continue
        ends = note.text[-1:] + line.text[:1]
        note.text += (" " if ends.isascii() and ends.isalnum() else "") + line.text
        a, b = note.box, line.box
        note.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        page.blocks.remove(line)
    return marks - {""}


def _follows(last: str, mark: str) -> bool:
    if last.isdecimal() and mark.isdecimal():
        return int(mark) == int(last) + 1
    return len(last) == len(mark) == 1 and (ord(mark) == ord(last) + 1 or mark in "*＊※†")


def _write_marks(lines: list[PageLine], marks: set[str]) -> None:
    """Write the raised marks of notes as marks: glued to a number as they are, they would change it."""
    for line in lines:
        for start, end in reversed(line.raised):
            if (mark := _mark(line.text[start:end])) in marks:
                line.text = line.text[:start] + notes.mark(mark) + line.text[end:]
        line.raised = ()

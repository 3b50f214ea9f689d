"""Reads a PDF by its text layer (ISO 32000): lines with their boxes, in reading order, whole tables, and notes.

What holds here: one line for each printed line and each table row; footnotes stand at the end, as in a Word document.
A page is open only while it is read, and what it gives is kept once. What is left out as no text of the page (a
watermark, a seal, the margin's note), a page that is only a picture, one that can't be read or whose characters are
garbage is named in a caution, or, when nothing else is there, in the one error. Pages without text are given to `ocr`,
where there is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Source
from duikou.reading.options import USUAL, Options
from duikou.reading.pages.accounts import count_characters, lacking, letters, text_where_none_is
from duikou.reading.pages.columns import Columns
from duikou.reading.pages.margins import Page, mark_margins
from duikou.reading.pages.placed import Placed, lines_of
from duikou.reading.pdf import pdfium
from duikou.reading.pdf.aligned import UNSURE, take_aligned
from duikou.reading.pdf.chars import MOST_CHARACTERS, read_chars
from duikou.reading.pdf.lines import PageLine, TableBlock, blocks_of, seen_runs
from duikou.reading.pdf.overlays import Overlays, in_rings
from duikou.reading.pdf.paths import Drawing, read_drawing
from duikou.reading.pdf.sides import Sides
from duikou.reading.pdf.tables import continue_tables, take_tables
from duikou.reading.pdf.text_layer import quality

_COVERED = 0.6  # of a page: a picture that large is the page itself, scanned
_SHOWS = 0.02  # of a page: smaller pictures on an empty page are ornaments
_CURVES = 100  # paths on a page without characters: its text is drawn
_LARGE = 1 / 3  # of a page: a picture that large may hold text of its own
_SHORT = 60  # characters: so little text over a scan is a stamp or a page number
_FEW = 8  # characters
_SHOWN = 40  # characters of what was left out

# Given the file and the numbers of pages (from 1), it gives the lines that it recognised on each page.
PageReader = Callable[[bytes, Sequence[int]], Mapping[int, Sequence[Placed]]]


@dataclass(slots=True)
class _Read:
    """What was found so far: the pages, the characters of each, and what is to be said of them."""

    pages: list[Page] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)  # pages that are pictures
    garbage: dict[int, str] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    over_scan: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)  # pages of text with a large picture
    unmapped: list[int] = field(default_factory=list)  # pages with characters that the font's map does not know
    left_out: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    unsure: list[int] = field(default_factory=list)  # pages with columns whose rows nothing tells
    sides: Sides = field(default_factory=Sides)
    overlays: Overlays = field(default_factory=Overlays)
    lacking: list[Caution] = field(default_factory=list)  # pages of whose characters some are in no line


def read_pdf(data: bytes, path: str | None = None, options: Options = USUAL, ocr: PageReader | None = None) -> Source:
    """Read the bytes of a PDF.

    Lines have the roles text, row (cells apart by TAB), header, footer and footnote, with page, box (points from the
    page's top left) and size of type. `ocr` reads pages without a text layer. Raises `UnreadableError` when the file
    is damaged, cut off, encrypted (and the password does not open it), beyond a limit, or holds no text that can be
    read.
    """
    read = _Read()
    pages, columns = 0, Columns()
    for document, number in pdfium.pages(data, path, options):
        _read_page(document, number, columns, read, path)
        pages = number
    _spread_garbage(read)
    mark_margins(read.pages)
    continue_tables([page.blocks for page in read.pages])
    found: dict[int, list[Placed]] = {}
    while read.pages:  # a page's blocks go when its lines are made: memory holds a document once
        page = read.pages.pop()
        found[page.number] = list(placed_of(page))
        if any("\ufffd" in line.text for line in found[page.number]):
            read.unmapped.append(page.number)
    wanted = sorted([*read.blank, *read.garbage, *read.over_scan])
    recognised: set[int] = set()
    if ocr is not None and wanted:
        for number, lines in ocr(data, wanted).items():
            found[number] = list(lines)
            recognised.add(number)
    lines = [line for number in sorted(found) for line in found[number]]
    lines = text_where_none_is(sorted(lines, key=lambda line: line.role == "footnote"))
    if not any(line.text.strip() for line in lines):
        raise _no_text(read, pages, path)
    text, placed = lines_of(lines)
    return Source(
        text=text,
        lines=placed,
        format="pdf",
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        cautions=tuple(_cautions(read, recognised)),
    )


def _read_page(document: Any, number: int, columns: Columns, read: _Read, path: str | None) -> None:
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
    except PdfiumError:
        read.failed.append(number)
        return
    try:
        chars = read_chars(page)
        drawing = read_drawing(page, chars.turn)
    except PdfiumError:
        read.failed.append(number)
        return
    finally:
        page.close()
    if chars.dense:
        raise UnreadableError(
            t(
                "has more than {most_characters} characters on page {number}, which no page of a document has",
                most_characters=MOST_CHARACTERS,
                number=number,
            ),
            "Take that page out",
            path,
        )
    for run in chars.runs:
        x0, top, x1, bottom = run.box
        if x1 <= 0 or bottom <= 0 or x0 >= chars.width or top >= chars.height:
            run.why = "outside"
    runs, left_out = seen_runs(chars.runs, drawing)
    over = [*read.overlays.on(runs), *in_rings(runs, chars.asides)]
    if over:
        ours = {id(run) for run in over}
        runs = [run for run in runs if id(run) not in ours]
        left_out += [replace(run, why="over") for run in over]
    by_rule = sum(letters(run.text) for run in chars.runs) - sum(letters(run.text) for run in runs)
    tables, runs, asides = take_tables(runs, chars.asides, drawing)
    runs, beside, words = read.sides.take(runs, chars.width)
    asides = [*asides, *words]
    aligned = take_aligned(runs, drawing, _edges_before(read.pages), columns.seen)
    tables, runs = [*tables, *aligned.tables], aligned.rest
    if aligned.unsure:
        read.unsure.append(number)
    unseen = [*((run.why, run.text) for run in left_out), *((aside.why, aside.text) for aside in asides)]
    for why, pieces in groupby(unseen, lambda piece: piece[0]):
        text = "".join(piece[1] for piece in pieces).strip()
        read.left_out.setdefault((why, text), []).append(number)
    blocks = [*blocks_of(runs, tables, columns), *beside]
    page = Page(number, chars.width, chars.height, blocks, printed_rules(drawing, tables))
    read.lacking += lacking(
        number, chars.letters - by_rule, count_characters(placed_of(page)) + sum(letters(a.text) for a in asides)
    )
    _judge(page, drawing, read)


def _judge(page: Page, drawing: Drawing, read: _Read) -> None:
    """Whether the text of a page counts: a page without any that shows something, and one of garbage, do not; one whose
    text may be less than what its pictures show is noted."""
    number, covered = page.number, drawing.covered(page.width, page.height)
    seen = quality(_text_of(page))
    if not seen.characters and (covered >= _SHOWS or drawing.paths >= _CURVES):
        read.blank.append(number)
    elif why := seen.garbage():
        read.garbage[number] = why
    elif seen.characters:
        if covered >= _COVERED and seen.characters < _SHORT:
            read.over_scan.append(number)
        elif covered >= _LARGE and _written_over(page, drawing) < _SHORT:
            read.beside.append(number)
        read.pages.append(page)


def _edges_before(pages: Sequence[Page]) -> Sequence[float]:
    """The edges of the columns of the last table on the page before; () where it has none."""
    blocks = pages[-1].blocks if pages else ()
    return next((block.edges for block in reversed(blocks) if isinstance(block, TableBlock)), ())


def _written_over(page: Page, drawing: Drawing) -> int:
    """How many characters stand on the pictures of a page."""
    return sum(
        len(line.text)
        for line in placed_of(page)
        if any(
            x0 <= (line.box[0] + line.box[2]) / 2 <= x1 and top <= (line.box[1] + line.box[3]) / 2 <= bottom
            for x0, top, x1, bottom in drawing.pictures
        )
    )


def _spread_garbage(read: _Read) -> None:
    """Where most pages are garbage, a page with too little text to tell is held to the same measure."""
    if len(read.garbage) < len(read.pages):
        return
    for page in [page for page in read.pages if quality(_text_of(page)).garbage(_FEW)]:
        read.garbage[page.number] = next(iter(read.garbage.values()))
        read.pages.remove(page)


def _text_of(page: Page) -> str:
    return "\n".join(
        block.text if isinstance(block, PageLine) else "\n".join("\t".join(row) for row in block.rows)
        for block in page.blocks
    )


def printed_rules(drawing: Drawing, tables: Sequence[TableBlock]) -> list[tuple[float, float, float]]:
    """The ruling lines across that stand outside tables."""
    return [
        (y, x0, x1)
        for y, x0, x1 in drawing.across
        if not any(table.box[1] - 2 <= y <= table.box[3] + 2 for table in tables)
    ]


def placed_of(page: Page) -> Iterator[Placed]:
    """The lines of a page, one for each row of a table."""
    for block in page.blocks:
        if isinstance(block, PageLine):
            yield Placed(block.text, page.number, block.box, block.size, block.role)
        else:
            for cells, box, role, merged in zip(block.rows, block.boxes, block.roles, block.merged, strict=True):
                yield Placed("\t".join(cells), page.number, box, block.size, role, merged=merged)


_WHY = {
    "askew": t("set askew (a watermark or a seal?)"),
    "sideways": t("set sideways"),
    "downwards": t("set from top to bottom"),
    "across": t("set across the columns that go down"),
    "pale": t("too pale to be seen"),
    "see-through": t("nearly transparent (a watermark?)"),
    "hidden": "invisible",
    "outside": t("outside the page"),
    "over": t("printed over the text (a watermark or a seal?)"),
}


def _cautions(read: _Read, recognised: set[int]) -> Iterator[Caution]:
    yield from read.lacking
    for (why, text), pages in sorted(read.left_out.items(), key=lambda item: item[1][0]):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        yield Caution("pdf-left-out", t("text {why} is left out ({pages})", why=_WHY[why], pages=_pages(pages)), shown)
    blank = [number for number in read.blank if number not in recognised]
    if blank:
        yield Caution(
            "pdf-images", t("{pages}: a picture without text, which needs OCR; not read", pages=_pages(blank)), ""
        )
    garbage = [number for number in sorted(read.garbage) if number not in recognised]
    if garbage:
        message = t(
            "{pages}: the text layer is garbage ({garbage}) and needs OCR; not read",
            pages=_pages(garbage),
            garbage=read.garbage[garbage[0]],
        )
        yield Caution("pdf-garbage", message, "")
    scans = [number for number in read.over_scan if number not in recognised]
    if scans:
        yield Caution(
            "pdf-scan", t("{pages}: a scan with little text over it; only that is read", pages=_pages(scans)), ""
        )
    if read.beside:
        message = t(
            "{pages}: a large picture beside the text (a scan?); text in the picture is not read",
            pages=_pages(read.beside),
        )
        yield Caution("pdf-picture", message, "")
    if read.unmapped:
        message = t(
            "{pages}: characters that the font's map does not know stand as \ufffd", pages=_pages(read.unmapped)
        )
        yield Caution("pdf-unmapped", message, "")
    if read.unsure:
        yield Caution("pdf-table", t("{pages}: {unsure}", pages=_pages(read.unsure), unsure=UNSURE), "")
    if read.failed:
        yield Caution("pdf-damaged", t("{pages}: damaged; not read", pages=_pages(read.failed)), "")


def _pages(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 1, 4–7`."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    several = len(texts) > 1 or "–" in texts[0]
    return t("pages {numbers}", numbers=texts) if several else t("page {number}", number=texts[0])


_OCR = t("Have its text recognised (OCR), or find a copy that holds the text itself")


def _no_text(read: _Read, pages: int, path: str | None) -> UnreadableError:
    if read.garbage:
        numbers = sorted(read.garbage)
        why = read.garbage[numbers[0]]
        return UnreadableError(
            t(
                "has a text layer of garbage on {pages}: {why}, as when a font's map of characters is broken",
                pages=_pages(numbers),
                why=why,
            ),
            _OCR,
            path,
        )
    pictures = [*read.blank, *read.over_scan]
    if pictures:
        return UnreadableError(
            t("holds pictures and no text ({pages} of {count})", pages=_pages(pictures), count=pages), _OCR, path
        )
    if read.left_out:
        why = ", ".join(sorted({_WHY[why] for why, _ in read.left_out}))
        return UnreadableError(t("has no text that can be seen: what it holds is {why}", why=why), _OCR, path)
    if read.failed:
        return UnreadableError(
            "is a damaged PDF: none of its pages can be read", "Fetch it again, or print it to a new PDF", path
        )
    return UnreadableError("is a PDF without any text", "Check that it is the right file", path)

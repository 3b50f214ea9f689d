"""How well scans are read: each way to spoil a page, each engine that this machine has.

    ocr.py [--pages N] [--engine NAME ...] [--variant NAME ...] [--show] [--cost] [TEXT ...]

What holds here: each text (default: two of the corpus) is cleaned, set as GB/T 9704 asks, made a PDF by LibreOffice,
and spoiled by degrade.py. Characters are compared page by page with the PDF's text layer, page numbers and white
space aside, widths and compatibility forms folded. A line is lost when nothing like it is on its page. Paragraphs are
those of the clean text against those that cleaning makes of the scan: alike when 90 % of the characters are, exact
when all are. Measures are what extracting finds in the scan: those whose path is that of the text's measure at the same
place, of all. Times are of one run on this machine: compare the engines, not the machine. --cost measures processor
time against the engine alone (the page drawn and given to it once), in turn, page by page, with what each misreads.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
from degrade import VARIANTS, as_pdf, scans

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("liaoning-jiangsu-2018-web.txt", "tianjin-changchun-2018-web.txt")
# Read as dashes of any kind, or as 一: none of the text's characters.
_PAGE_NUMBER = re.compile("[-—–一]{1,2}[0-9]{1,3}[-—–一]{1,2}")
_NOT_TEXT = re.compile(r"[\s\u200b\ufeff]+")


def squeeze(text: str) -> str:
    """The text with widths folded, without white space."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text))


def body_of(lines: Sequence[str]) -> str:
    """The lines of a page without its page number, squeezed into one."""
    return squeeze("".join(x for x in lines if not _PAGE_NUMBER.fullmatch(squeeze(x))))


@dataclass
class Figures:
    """What was counted for one variant and engine."""

    errors: int = 0
    characters: int = 0
    lost: list[str] = field(default_factory=list)
    lines: int = 0
    alike: list[tuple[int, int, int]] = field(default_factory=list)
    exact: list[tuple[int, int, int]] = field(default_factory=list)
    measures: list[tuple[int, int, int]] = field(default_factory=list)
    unsure: int = 0
    missing: int = 0
    seconds: float = 0.0
    pages: int = 0

    def row(self, variant: str, engine: str) -> str:
        return (
            f"{variant:10} {engine:10} {100 * self.errors / max(1, self.characters):6.2f} % {len(self.lost):5}"
            f" {f1(self.alike):8.4f} {f1(self.exact):8.4f} {self.same_measures:>9} {self.unsure:7} {self.missing:8}"
            f" {self.seconds / max(1, self.pages):7.2f}"
        )

    @property
    def same_measures(self) -> str:
        """How many measures stand where the text has them, of all: 51/51."""
        hits, got, wanted = (sum(count[i] for count in self.measures) for i in range(3))
        return f"{hits}/{max(got, wanted)}"


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """F1 of (hits, got, wanted), summed."""
    hits, got, wanted = (sum(c[i] for c in counts) for i in range(3))
    return 2 * hits / (got + wanted) if got + wanted else 1.0


def text_pages(pdf: bytes) -> list[str]:
    """The text layer of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def typeset(path: Path, folder: Path) -> tuple[bytes, list[str]]:
    """The PDF of a text, set as GB/T 9704 asks, and its paragraphs."""
    import duikou
    from duikou.reading.word import old_word

    document = folder / f"{path.stem}.docx"
    subprocess.run([sys.executable, "-m", "duikou", "clean", path, "-o", document, "--quiet"], check=True)
    program = old_word.soffice()
    if program is None:
        raise SystemExit("ocr.py needs LibreOffice to make its pages")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, document]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return document.with_suffix(".pdf").read_bytes(), [p.text for p in duikou.clean(path).paragraphs]


def matched(got: Sequence[str], wanted: Sequence[str], least: float) -> tuple[int, int, int]:
    """How many of the wanted paragraphs have one like them among those got, each used once."""
    from rapidfuzz import fuzz, process

    left, hits = list(got), 0
    for paragraph in wanted:
        best = process.extractOne(paragraph, left, scorer=fuzz.ratio, score_cutoff=100 * least)
        if best:
            hits += 1
            left.pop(best[2])
    return hits, len(got), len(wanted)


def measure(
    pdf: bytes,
    paragraphs: Sequence[str],
    variant: str,
    engine: str,
    pages: int | None = None,
    figures: Figures | None = None,
    show: bool = False,
) -> Figures:
    """Count one PDF's scan into `figures`, or new ones."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    import duikou
    from duikou.model import Source
    from duikou.reading.ocr import read_scanned_pages
    from duikou.reading.options import Options
    from duikou.reading.pages.placed import lines_of

    figures = figures or Figures()
    truth = text_pages(pdf)[:pages]
    numbers = range(1, len(truth) + 1)
    scan = as_pdf(scans(pdf, VARIANTS[variant])[: len(truth)], VARIANTS[variant].dpi)
    began = time.perf_counter()
    scanned = read_scanned_pages(scan, numbers, None, Options(ocr=engine))
    figures.seconds += time.perf_counter() - began
    figures.pages += len(truth)
    for number, page in zip(numbers, truth, strict=True):
        wanted = body_of(page.splitlines())
        got = body_of([x.text for x in scanned.lines if x.page == number])
        figures.errors += Levenshtein.distance(wanted, got)
        figures.characters += len(wanted)
        for line in page.splitlines():
            short = squeeze(line)
            figures.lines += len(short) > 3
            if len(short) > 3 and not _PAGE_NUMBER.fullmatch(short) and fuzz.partial_ratio(short, got) < 60:
                figures.lost.append(line)
        if show:
            for tag, a, b, c, d in Levenshtein.opcodes(wanted, got):
                if tag != "equal":
                    print(f"    {number}: {wanted[max(0, a - 6) : a]}[{wanted[a:b]}|{got[c:d]}]{wanted[b : b + 6]}")
    text, lines = lines_of(scanned.lines)
    cautions = scanned.cautions(lines)
    figures.unsure += sum(c.rule == "ocr-unsure" for c in cautions)
    figures.missing += sum(c.rule != "ocr-unsure" for c in cautions)
    source = Source(text, lines, "pdf", pages=len(truth))
    # Of fewer pages, only what stands on them whole.
    kept = (line for page in truth for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(squeeze(line)))
    whole = "".join(map(squeeze, kept))
    wanted_paragraphs = [p for p in map(squeeze, paragraphs) if p in whole or pages is None]
    cleaned = duikou.clean(source)
    got_paragraphs = [squeeze(p.text) for p in cleaned.paragraphs]
    text_paths, scan_paths = (
        [x.path for x in duikou.extract(x).measures] for x in ("\n".join(wanted_paragraphs), cleaned)
    )
    hits = sum(a == b for a, b in zip(text_paths, scan_paths, strict=False))
    figures.measures.append((hits, len(scan_paths), len(text_paths)))
    figures.alike.append(matched(got_paragraphs, wanted_paragraphs, 0.9))
    figures.exact.append(matched(got_paragraphs, wanted_paragraphs, 1.0))
    for paragraph in wanted_paragraphs if show else ():
        if not matched(got_paragraphs, [paragraph], 0.9)[0]:
            print("    not whole:", paragraph[:40])
    return figures


class Cost(NamedTuple):
    """Processor seconds a page: read by duikou, by the engine alone, and by the engine alone before the page was
    stamped; how many characters were misread by each of the three, and how many stand there."""

    ours: float
    alone: float
    unstamped: float
    errors: tuple[int, int, int]
    characters: int

    def row(self, variant: str, engine: str) -> str:
        ours, alone, unstamped = (f"{100 * n / max(1, self.characters):.2f} %" for n in self.errors)
        return (
            f"{variant:10} {engine:10} {self.ours:6.2f} s/page, {ours:>7} misread; "
            f"alone {self.alone:6.2f} s, {alone:>7}, ratio {self.ours / self.alone:.3f}; "
            f"alone without a seal {self.unstamped:6.2f} s, {unstamped:>7}, ratio {self.ours / self.unstamped:.3f}"
        )


def cost(pdf: bytes, variant: str, engine: str, pages: int | None) -> Cost:
    """What reading the pages of a scan costs, those of other processes too, each page by each reader in turn.

    An engine alone gives up what a seal covers, and what is not read costs nothing. So it is measured on the page
    before it was stamped, too: there it reads the same text.
    """
    from rapidfuzz.distance import Levenshtein

    from duikou.reading.ocr import engine_named, onepage, page_pictures, rows

    module = engine_named(engine)
    how = VARIANTS[variant]
    truth = text_pages(pdf)[:pages]
    scan, plain = (as_pdf(scans(pdf, x)[:pages], x.dpi) for x in (how, replace(how, seal=False)))

    def ours(number: int) -> list[str]:
        [sheet] = page_pictures.of_pdf(scan, [number], dpi=module.DPI)
        read = onepage.read_picture(sheet, module, 120)
        assert not read.failed
        return [line.text for line in read.lines]

    def theirs(data: bytes, number: int) -> list[str]:
        [sheet] = page_pictures.of_pdf(data, [number], dpi=module.DPI)
        found = module.read(sheet.picture.convert("L"), sheet.dpi, 120, strip=False)
        return [piece.text for row in rows.rows_of(found) for piece in row]

    works = (ours, partial(theirs, scan), partial(theirs, plain))
    ours(1)  # the engine loads its models
    spent, errors, characters = [0.0] * 3, [0] * 3, 0
    for number, page in enumerate(truth, start=1):
        wanted = body_of(page.splitlines())
        characters += len(wanted)
        for i, work in enumerate(works):
            before = sum(os.times()[:4])
            read = work(number)
            spent[i] += sum(os.times()[:4]) - before
            errors[i] += Levenshtein.distance(wanted, body_of(read))
    a, b, c = (seconds / len(truth) for seconds in spent)
    return Cost(a, b, c, (errors[0], errors[1], errors[2]), characters)


def main() -> int:
    from duikou.reading.ocr import available

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="*", type=Path, default=[ROOT / "corpus" / name for name in TEXTS])
    parser.add_argument("--pages", type=int, help="only so many pages of each")
    parser.add_argument("--engine", nargs="+", default=list(available()))
    parser.add_argument("--variant", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--show", action="store_true", help="print every difference")
    parser.add_argument("--cost", action="store_true", help="measure the cost against the engine alone instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sets = [typeset(path, Path(folder)) for path in options.text]
    for variant in options.variant if options.cost else ():
        for engine in options.engine:
            print(cost(sets[0][0], variant, engine, options.pages).row(variant, engine), flush=True)
    if options.cost:
        return 0
    print("variant    engine      error     lost    alike    exact  measures  unsure  missing  s/page")
    for variant in options.variant:
        for engine in options.engine:
            figures = Figures()
            for pdf, paragraphs in sets:
                measure(pdf, paragraphs, variant, engine, options.pages, figures, options.show)
            print(figures.row(variant, engine), flush=True)
            for line in figures.lost if options.show else ():
                print("    lost:", line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

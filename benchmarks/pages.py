"""What pages cost in memory: PDF files with a text layer, and scans, of more and more pages.

    pages.py [--text N ...] [--scans N ...] [--engine NAME]

What holds here: a document of corpus/ is typeset by LibreOffice again and again until it has about so many pages, or
spoiled by degrade.py and read by an engine. Peak memory is that of a process that reads one file and ends, the
interpreter and all libraries included; an engine that is a program of its own is not in it. What a result takes (text,
lines, boxes) is counted by the interpreter. Linux only, since no other system tells a process's peak so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "evaluation"), str(ROOT / "tests")]

import builders_typeset as typeset  # noqa: E402
from degrade import VARIANTS, as_pdf, scans  # noqa: E402
from prose import prose  # noqa: E402

import duikou  # noqa: E402

TEXT = ROOT / "corpus" / "liaoning-jiangsu-2018-web.txt"
A_PAGE = 560  # characters of a page, roughly
TEXT_PAGES, SCAN_PAGES = (10, 50, 200), (2, 6, 12)
VARIANT = VARIANTS["grey-200"]
_READ = """
import sys
from pathlib import Path
import duikou
from duikou.reading.options import Options
path, options = Path(sys.argv[1]), Options(ocr=sys.argv[2])
"""
# The high-water mark of the process itself: ru_maxrss begins with what the parent held.
_PEAK = """
source = duikou.read(path, options)
used = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(source.pages, len(source.text), used)
"""
_RESULT = """
import tracemalloc
duikou.read(path, options)
tracemalloc.start()
source = duikou.read(path, options)
print(tracemalloc.get_traced_memory()[0])
"""


class Memory(NamedTuple):
    """One file: what it is, its pages and characters, the peak of the process that read it, what the result takes."""

    kind: str
    pages: int
    characters: int
    peak: float  # MB
    result: float | None  # MB; not counted for a scan

    def row(self) -> str:
        """As a row of a table in Markdown."""
        result = "" if self.result is None else f"{self.result:.1f} MB"
        return f"| {self.kind} | {self.pages} | {self.characters:,} | {self.peak:.0f} MB | {result} |"


def child(code: str, *arguments: str) -> list[int]:
    """The numbers that a Python process with this code prints."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return [int(word) for word in done.stdout.split()]


def files(folder: Path, text: Sequence[int], scanned: Sequence[int]) -> Iterator[tuple[str, Path]]:
    """The files, made as they are asked for: ("text", path) or ("scan", path)."""
    paragraphs = [("para", paragraph.text) for paragraph in duikou.clean(TEXT).paragraphs]
    size = sum(len(words) for _, words in paragraphs)
    pdf = b""
    for pages in text:
        pdf = typeset.office_pdf(paragraphs * max(1, round(pages * A_PAGE / size)), typeset.Layout())
        path = folder / f"text-{pages}.pdf"
        path.write_bytes(pdf)
        yield "text", path
    few = scans(typeset.office_pdf(paragraphs, typeset.Layout()), VARIANT) if scanned else []
    for pages in scanned:
        path = folder / f"scan-{pages}.pdf"
        path.write_bytes(as_pdf((few * (pages // len(few) + 1))[:pages], VARIANT.dpi))
        yield "scan", path


def measured(
    text: Sequence[int] = TEXT_PAGES, scanned: Sequence[int] = SCAN_PAGES, engine: str = "tesseract"
) -> Iterator[Memory]:
    """Each file's figures. Needs LibreOffice, and for scans the engine."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in files(Path(folder), text, scanned):
            name = "PDF with text" if kind == "text" else f"scan, {engine}"
            how = str(path), "off" if kind == "text" else engine
            pages, characters, used = child(_READ + _PEAK, *how)
            result = child(_READ + _RESULT, *how)[0] / 2**20 if kind == "text" else None
            yield Memory(name, pages, characters, used / 1024, result)


def memory(small: bool = False) -> str:
    """What the pages of a file take of memory."""
    from duikou.reading.ocr import available

    if not typeset.OFFICE:
        return "Not measured: LibreOffice, which makes the files, is not installed."
    text, pictures = ((2,), ()) if small else (TEXT_PAGES, SCAN_PAGES)
    head = ["| file | pages | characters | peak memory | of which the result |", "|---|---:|---:|---:|---:|"]
    rows = [row.row() for row in measured(text, pictures if "tesseract" in available() else ())]
    return "\n\n".join([prose("pages"), "\n".join([*head, *rows])])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", nargs="*", type=int, default=TEXT_PAGES)
    parser.add_argument("--scans", nargs="*", type=int, default=SCAN_PAGES)
    parser.add_argument("--engine", default="tesseract")
    options = parser.parse_args()
    print("| file | pages | characters | peak memory | of which the result |\n|---|---:|---:|---:|---:|")
    for found in measured(options.text, options.scans, options.engine):
        print(found.row(), flush=True)


if __name__ == "__main__":
    main()

"""What reading a typeset PDF keeps: paragraphs and characters exact, and what a page costs against pdfplumber.

    .venv/bin/python benchmarks/pdf.py [--speed] [-v]

What holds here: the documents of corpus/ are cleaned as text, typeset by LibreOffice, Chromium and Typst in several
layouts, faces and sizes, read back and cleaned. A paragraph counts when it comes back exactly; characters are compared
after white space is gone; -v prints what differs. Layouts that a program can't make (footnotes in a browser) are left
out. Speed is the ratio of medians of processor time, in turn, in one run.
"""

from __future__ import annotations

import difflib
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import builders_typeset as typeset  # noqa: E402
import typstpages  # noqa: E402
from builders_typeset import Layout, Pieces  # noqa: E402

import duikou  # noqa: E402
from duikou.exporting.text.word import write_docx  # noqa: E402
from duikou.reading.pdf.reader import read_pdf  # noqa: E402

NOTES = (
    "本款所称产业园区，是指经省级以上人民政府批准设立的各类开发区。",
    "数据来源于统计部门公布的年度统计公报，未含海域面积。",
)
SANS = "Noto Sans CJK SC"
UNITS = "省发展改革委、省工业和信息化厅"
LAYOUTS = {
    "plain": Layout(),
    "sans 12": Layout(face=SANS, size=12, leading=20),
    "serif 10.5": Layout(size=10.5, leading=16, width=460),
    "head": Layout(head="某省人民政府公报　2021年第3期", size=14, leading=24),
    "two columns": Layout(columns=2, size=10.5, leading=17, width=480),
    "columns, head": Layout(
        columns=2, size=12, leading=20, width=500, head="某省人民政府公报", face="Noto Sans CJK SC"
    ),
    "spaced": Layout(indent=0, gap=9, size=15, leading=24),
    "table": Layout(size=14, leading=24),
    "notes": Layout(size=14, leading=24),
}


def pieces_of(path: Path, layout: str) -> Pieces:
    """The document's paragraphs as pieces, with a table or notes where the layout asks for them."""
    texts = [paragraph.text for paragraph in duikou.clean(path).paragraphs]
    pieces = [("title" if i == 0 else "para", text) for i, text in enumerate(texts)]
    if layout == "table":
        rows = [("row", "序号\t任务名称\t责任单位\t完成时限")]
        tasks = [text[:24].split("，")[0] for text in texts[5:45]]
        rows += [("row", f"{n}\t{task}\t{UNITS}\t2025年") for n, task in enumerate(tasks, 1)]
        pieces[8:8] = rows
    if layout == "notes":
        for note, at in zip(NOTES, (14, 6), strict=True):
            pieces.insert(at, ("note", note))
    return pieces


def with_marks(pieces: Pieces) -> tuple[list[str], list[str]]:
    """The paragraphs, each with the marks of the notes that stand behind it, and the notes with theirs."""
    texts: list[str] = []
    notes: list[str] = []
    for kind, text in pieces:
        if kind == "note":
            notes.append(f"[{len(notes) + 1}]{text}")
            texts[-1] += f"[{len(notes)}]"
        else:
            texts.append(text)
    return texts, notes


def made() -> Iterator[tuple[str, str, list[str], bytes]]:
    """Each PDF: who made it, how it is set, the paragraphs that it should give, and its bytes."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        if typeset.OFFICE:
            texts = [paragraph.text for paragraph in duikou.clean(path).paragraphs]
            docx = write_docx(duikou.outline(path))
            yield "LibreOffice", "GB/T 9704", texts, typeset.converted(docx, "document.docx")
        for name, layout in LAYOUTS.items():
            pieces = pieces_of(path, name)
            texts, notes = with_marks(pieces)
            if typeset.OFFICE:
                yield "LibreOffice", name, texts + notes, typeset.office_pdf(pieces, layout)
            if typstpages.THERE:
                yield "Typst", name, texts + notes, typstpages.typst_pdf(pieces, layout)
            if typeset.BROWSER and name != "notes":
                yield "Chromium", name, texts, typeset.browser_pdf(pieces, layout)


def squeezed(text: str) -> str:
    return "".join(text.split())


def common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many items two sequences share, in order."""
    return sum(block.size for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())


class Kept(NamedTuple):
    """How much of a layout's documents came back exactly, as shares."""

    program: str
    layout: str
    paragraphs: float
    characters: float


def fidelity(verbose: bool = False) -> list[Kept]:
    """What every program's layouts keep; the last row is of all."""
    figures: dict[tuple[str, str], list[int]] = {}
    for program, layout, wanted, data in made():
        got = [paragraph.text for paragraph in duikou.clean(data).paragraphs]
        whole = common(wanted, got)
        a, b = squeezed("".join(wanted)), squeezed("".join(got))
        right = len(a) if a == b else common(a, b)
        for key in ((program, layout), ("all", "")):
            row = figures.setdefault(key, [0, 0, 0, 0])
            for i, value in enumerate((2 * whole, len(wanted) + len(got), 2 * right, len(a) + len(b))):
                row[i] += value
        if verbose:
            for sign, one, other in (("-", wanted, got), ("+", got, wanted)):
                for text in one:
                    if text not in other:
                        print(f"    {program}, {layout}: {sign} {text[:50]}…{text[-15:]}")
    rows = sorted(figures.items(), key=lambda item: item[0][0] == "all")
    return [
        Kept(program, layout, whole / paragraphs, right / characters)
        for (program, layout), (whole, paragraphs, right, characters) in rows
    ]


def speed(rounds: int = 7) -> None:
    """A page's cost against pdfplumber's extract_text, on documents of both programs."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def plumber(data: bytes) -> None:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                page.extract_text()
                page.close()

    path = sorted((ROOT / "corpus").glob("*.txt"))[0]
    documents = {}
    if typeset.OFFICE:
        documents["LibreOffice, GB/T 9704"] = typeset.converted(write_docx(duikou.outline(path)), "document.docx")
        documents["LibreOffice, table"] = typeset.office_pdf(pieces_of(path, "table"), LAYOUTS["table"])
    if typeset.BROWSER:
        documents["Chromium, plain"] = typeset.browser_pdf(pieces_of(path, "plain"), LAYOUTS["plain"])
        documents["Chromium, two columns"] = typeset.browser_pdf(pieces_of(path, "two columns"), LAYOUTS["two columns"])
    for name, data in documents.items():
        pages = read_pdf(data).pages or 1
        times: dict[Callable[[bytes], object], list[float]] = {read_pdf: [], plumber: []}
        for _ in range(rounds):
            for task, taken in times.items():
                gc.collect()
                began = time.process_time()
                task(data)
                taken.append(time.process_time() - began)
        ours, theirs = (statistics.median(taken) for taken in times.values())
        print(
            f"{name:24} {pages / ours:6.0f} pages/s, pdfplumber {pages / theirs:5.0f}; cost {ours / theirs:.3f} of it"
        )


if __name__ == "__main__":
    if "--speed" not in sys.argv:
        print(f"{'program':12} {'layout':14} {'paragraphs':>12} {'characters':>11}")
        for kept in fidelity("-v" in sys.argv):
            print(f"{kept.program:12} {kept.layout:14} {kept.paragraphs:12.4f} {kept.characters:11.5f}")
    speed()

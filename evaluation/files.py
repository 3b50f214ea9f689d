"""What typeset files and scans give back: a part of docs/evaluation.md.

What holds here: the figures are those of pdf.py (paragraphs and characters of typeset PDFs) and ocr.py (scans that
degrade.py spoils). A program or engine that is not installed is named as absent.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import ocr
import pdf
import typstpages
from prose import prose

SCANS = ("grey-200", "bits-300", "seal", "faint", "fax")  # some of degrade.py's: all of them take half an hour


def kept(small: bool = False) -> str:
    """What PDFs and scans give back."""
    from duikou.reading.ocr import available

    office, browser = bool(pdf.typeset.OFFICE), bool(pdf.typeset.BROWSER)
    programs = {"LibreOffice": office, "Chromium": browser, "Typst": typstpages.THERE}
    engines = {name: name in available() for name in ("tesseract", "rapidocr")}
    absent = [name for name, there in (programs | engines).items() if not there]
    parts = []
    if any(programs.values()) and not small:
        parts += [prose("typeset"), "\n".join(_typeset())]
    if office and any(engines.values()):
        named = [name for name, there in engines.items() if there]
        some, most = (SCANS[:1], 2) if small else (SCANS, None)
        parts += [prose("scans"), "\n".join(_scans(some, named, most))]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    return "\n\n".join(parts)


def _typeset() -> Iterator[str]:
    yield "| program | layout | paragraphs exact | characters exact |"
    yield "|---|---|---:|---:|"
    for row in pdf.fidelity():
        yield f"| {row.program} | {row.layout} | {row.paragraphs:.4f} | {row.characters:.5f} |"


def _scans(variants: Sequence[str], engines: Sequence[str], most: int | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        made, paragraphs = ocr.typeset(pdf.ROOT / "corpus" / ocr.TEXTS[0], Path(folder))
    yield "| scan | engine | characters misread | lines lost | paragraphs whole | measures as in the text |"
    yield "|---|---|---:|---:|---:|---:|"
    for variant in variants:
        for engine in engines:
            found = ocr.measure(made, paragraphs, variant, engine, most)
            share = 100 * found.errors / max(1, found.characters)
            yield (
                f"| {variant} | {engine} | {share:.2f} % | {len(found.lost)} | {ocr.f1(found.alike):.3f} |"
                f" {found.same_measures} |"
            )

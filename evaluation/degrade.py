"""Makes scans from typeset PDF files: what a scanner, a fax, a stamp or a tired toner does to a page.

    degrade.py IN.pdf OUT-FOLDER [VARIANT ...]

What holds here: the same PDF, variant and seed give the same bytes, so that figures can be compared from one day to
the next. A variant is a handful of numbers; the list of them is below. Pages come out as pictures, or as a PDF that
holds only pictures.
"""

from __future__ import annotations

import io
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEAL_FONTS = ("NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "SimSun.ttc", "Songti.ttc")
SEAL_TEXT = "某某省人民政府办公厅"
RED = (205, 32, 36)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to spoil a page.

    `dpi` dots an inch; `bits` 1 for black and white, 8 for grey, 24 for colour; `skew` degrees; `blur` the radius of
    the lens in dots; `grain` how far the paper's brightness strays (0 to 255); `specks` dots of dirt in a million;
    `jpeg` the quality, None for no loss; `ink` how dark black is (1 is black, 0 white); `seal` whether a red seal
    stands over text. `mild` marks what an office's scanner gives on a good day.
    """

    dpi: int = 200
    bits: int = 8
    skew: float = 0.0
    blur: float = 0.4
    grain: int = 6
    specks: int = 0
    jpeg: int | None = None
    ink: float = 1.0
    seal: bool = False
    mild: bool = True


VARIANTS: dict[str, Variant] = {
    "grey-200": Variant(),
    "grey-300": Variant(dpi=300, blur=0.6),
    "bits-200": Variant(bits=1),
    "bits-300": Variant(dpi=300, bits=1, blur=0.6),
    "skew": Variant(skew=1.3, jpeg=75),
    "noise": Variant(grain=45, specks=400, mild=False),
    "jpeg": Variant(jpeg=22, mild=False),
    "seal": Variant(bits=24, seal=True, jpeg=75),
    "faint": Variant(ink=0.35, grain=10),
    "fax": Variant(bits=1, skew=-0.8, specks=300, ink=0.6, mild=False),
}


def scans(pdf: bytes, variant: Variant, seed: int = 1) -> list[Any]:
    """The pages of a PDF as pictures (PIL), spoiled as `variant` says."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            spoil(document[i].render(scale=variant.dpi / 72).to_pil().convert("RGB"), variant, seed * 1000 + i)
            for i in range(len(document))
        ]
    finally:
        document.close()


def spoil(page: Any, variant: Variant, seed: int) -> Any:
    """One page's picture (RGB), spoiled."""
    from PIL import Image, ImageChops, ImageFilter

    chance = random.Random(seed)
    if variant.seal:
        page = ImageChops.multiply(page, _seal_on(page.size, variant.dpi, chance))
    if variant.ink < 1:
        page = page.point(lambda v: 255 - round((255 - v) * variant.ink))
    if variant.skew:
        page = page.rotate(variant.skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if variant.bits < 24:
        page = page.convert("L")
    if variant.blur:
        page = page.filter(ImageFilter.GaussianBlur(variant.blur))
    if variant.grain:
        page = _grained(page, variant.grain, chance)
    if variant.specks:
        _speckle(page, variant.specks, chance)
    if variant.bits == 1:
        # Half way between the paper and the ink, as scanners set it.
        edge = 255 - round(127 * variant.ink)
        page = page.point(lambda v: 255 if v > edge else 0).convert("1")
    if variant.jpeg:
        stream = io.BytesIO()
        page.save(stream, "JPEG", quality=variant.jpeg)
        page = Image.open(io.BytesIO(stream.getvalue()))
        page.load()
    page.info["dpi"] = (variant.dpi, variant.dpi)
    return page


def _grained(page: Any, grain: int, chance: random.Random) -> Any:
    """The page with its brightness straying by up to `grain` from dot to dot."""
    from PIL import Image, ImageChops

    noise = Image.frombytes("L", page.size, chance.randbytes(page.size[0] * page.size[1]))
    noise = noise.point(lambda v: round(v * 2 * grain / 255))
    if page.mode == "RGB":
        noise = noise.convert("RGB")
    return ImageChops.add(page, noise, 1.0, -grain)


def _speckle(page: Any, specks: int, chance: random.Random) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(page)
    width, height = page.size
    for _ in range(width * height * specks // 1_000_000):
        x, y, size = chance.randrange(width), chance.randrange(height), chance.choice((1, 1, 2, 3))
        dark = chance.random() < 0.7
        shade = 40 if dark else 255
        pen.ellipse((x, y, x + size - 1, y + size - 1), fill=shade if page.mode == "L" else (shade,) * 3)


def _seal_on(size: tuple[int, int], dpi: int, chance: random.Random) -> Any:
    """A white page with a red seal of 4.2 cm somewhere in its lower middle: a ring, a star, the issuer around it."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", size, (255, 255, 255))
    radius = round(2.1 / 2.54 * dpi)
    left = round(size[0] * (0.35 + 0.3 * chance.random()))
    top = round(size[1] * (0.35 + 0.3 * chance.random()))
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((left - radius, top - radius, left + radius, top + radius), outline=RED, width=max(2, dpi // 50))
    pen.polygon(
        [
            (
                left + radius * reach * math.sin(math.pi * k / 5),
                top - radius * reach * math.cos(math.pi * k / 5),
            )
            for k, reach in enumerate((0.34, 0.13) * 5)
        ],
        fill=RED,
    )
    font = _font(radius // 4)
    if font is not None:
        for k, char in enumerate(SEAL_TEXT):
            angle = math.radians(-120 + 240 * k / (len(SEAL_TEXT) - 1))
            letter = Image.new("L", (radius // 2, radius // 2), 0)
            ImageDraw.Draw(letter).text((radius // 4, radius // 4), char, fill=255, font=font, anchor="mm")
            letter = letter.rotate(-math.degrees(angle))
            x, y = left + 0.78 * radius * math.sin(angle), top - 0.78 * radius * math.cos(angle)
            sheet.paste(RED, (round(x) - radius // 4, round(y) - radius // 4), letter)
    return sheet


def _font(size: int) -> Any:
    from PIL import ImageFont

    for name in SEAL_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


def as_pdf(pages: Sequence[Any], dpi: int) -> bytes:
    """A PDF that holds only these pictures, without a line of text."""
    stream = io.BytesIO()
    first, *others = pages
    # The date of making would differ from run to run.
    day = time.gmtime(1_700_000_000)
    how = {} if first.mode == "1" else {"quality": 90}
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=dpi, creationDate=day, modDate=day, **how)
    return stream.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write the scans of a PDF, one PDF a variant, into a folder."""
    if len(arguments) < 2 or any(name not in VARIANTS for name in arguments[2:]):
        print(__doc__, "Variants:", ", ".join(VARIANTS), file=sys.stderr)
        return 2
    pdf, folder = Path(arguments[0]), Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in arguments[2:] or VARIANTS:
        variant = VARIANTS[name]
        target = folder / f"{pdf.stem}-{name}.pdf"
        target.write_bytes(as_pdf(scans(pdf.read_bytes(), variant), variant.dpi))
        print(target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

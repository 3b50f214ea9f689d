"""Make the pictures of docs/img/ anew: `python tools/pictures.py [NAME...]`.

What holds here: a picture shows what a user gets, made by the installed `duikou` from corpus/ and drawn by LibreOffice
(`soffice`) and poppler (`pdftoppm`). Chinese fonts that a machine lacks are stood in for by Noto CJK. The pictures are
committed, since most machines have neither; pixels differ a little with the versions of these programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "img"
DUIKOU = Path(sys.executable).parent / "duikou"
# Dots across.
WIDTH = 1600
NEEDED = ("soffice", "pdftoppm", "pdftotext")

# The fonts that the spreadsheet names, and what is drawn in their place.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern"><test name="family"><string>宋体</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
  <match target="pattern"><test name="family"><string>黑体</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
</fontconfig>
"""


def ledger(picture: Path, folder: Path) -> None:
    """A page of the ledger of one plan, as it is printed: the one that names most units."""
    made = folder / "ledger.xlsx"
    plan = ROOT / "corpus" / "liaoning-strategies-2021-web.txt"
    subprocess.run([DUIKOU, "extract", plan, "-o", made, "--quiet"], check=True)
    document = drawn(made, folder)
    pages = [page for page in text_of(document).split("\f") if "内容" in page]
    best = max(range(len(pages)), key=lambda at: pages[at].count("；"))
    crop(page_of(document, best + 1, folder), picture)


def drawn(file: Path, folder: Path) -> Path:
    """A document as PDF, drawn by LibreOffice with a profile of its own."""
    (folder / "fonts.conf").write_text(FONTS, "utf-8")
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    surroundings = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "LC_ALL": "zh_CN.UTF-8"}
    subprocess.run([*command, file], check=True, capture_output=True, env=surroundings)
    return file.with_suffix(".pdf")


def text_of(document: Path) -> str:
    """The text of a PDF, pages apart by form feeds."""
    return subprocess.run(["pdftotext", document, "-"], check=True, capture_output=True, encoding="utf-8").stdout


def page_of(document: Path, page: int, folder: Path) -> Path:
    """One page of a PDF as a picture."""
    name = folder / "page"
    dots = ["-scale-to-x", str(WIDTH + 120), "-scale-to-y", "-1"]
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page), *dots, document, name], check=True
    )
    return name.with_suffix(".png")


def crop(page: Path, picture: Path) -> None:
    """Cut the page's margins down to a narrow one, and save with few colours, so that the file is small."""
    from PIL import Image, ImageOps

    margin = 24
    with Image.open(page) as whole:
        drawing = whole.convert("RGB")
        ink = ImageOps.invert(drawing.convert("L")).getbbox()
        if ink is None:
            sys.exit(f"pictures: {picture.name} would be empty")
        left, top, right, bottom = ink
        box = (max(0, left - margin), max(0, top - margin), right + margin, bottom + margin)
        small = ImageOps.contain(drawing.crop(box), (WIDTH, 10 * WIDTH), Image.Resampling.LANCZOS)
        small.quantize(64).save(picture, optimize=True)


PICTURES = {"ledger": ledger}


def main() -> None:
    """Make the pictures named, or all."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        sys.exit(f"pictures: needs {', '.join(missing)} (LibreOffice with Calc, poppler-utils)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        if name not in PICTURES:
            sys.exit(f"pictures: there is no {name!r}; there are {', '.join(PICTURES)}")
        picture = FOLDER / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder:
            PICTURES[name](picture, Path(folder))
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""Make the pictures of docs/img/ anew: `python tools/pictures.py [NAME...]`.

What holds here: a picture shows what a user gets, made by the installed `duikou` from corpus/ and drawn by LibreOffice
(`soffice`), poppler (`pdftoppm`) and Chromium. The second version of a plan, where two are compared, is the first with
edits made here. Chinese fonts that a machine lacks are stood in for by Noto CJK. The pictures are
committed, since most machines have neither; pixels differ a little with the versions of these programs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import wordfile

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "img"
DUIKOU = Path(sys.executable).parent / "duikou"
# Dots across.
WIDTH = 1600
NEEDED = ("soffice", "pdftoppm", "pdftotext", "chromium")
PLAN = ROOT / "corpus" / "tianjin-changchun-2018-web.txt"
# What makes the second version: each pattern is replaced once.
EDITS = (
    (r"到2020年，", "到2022年，"),
    (r"(?m)^2\.[^\n]*\n", ""),
    (r"定期组织", "每年至少两次组织"),
    (r"增强民营企业发展信心。", r"\g<0>定期发布政策清单。"),
    (r"可预期", "可顶期"),
    (r"天津航空港", "北京航空港"),
)
# The table of the plan as a Word file, and the row that its second version has in place of the third.
ROWS = (
    ("序号", "任务", "牵头单位"),
    ("1", "共享行政管理体制改革成果", "两市政府"),
    ("2", "共享国有企业改革经验", "两市国资委"),
    ("3", "完善民营经济发展环境", "两市工商联"),
)
ADDED = ("4", "推进陆港建设", "两市商务局")

# The fonts that the spreadsheet names, and what is drawn in their place.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern"><test name="family"><string>宋体</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
  <match target="pattern"><test name="family"><string>黑体</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
  <match target="pattern"><test name="family"><string>方正小标宋简体</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
  <match target="pattern"><test name="family"><string>仿宋_GB2312</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
  <match target="pattern"><test name="family"><string>楷体_GB2312</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
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


def updated(picture: Path, folder: Path) -> None:
    """A ledger in which an office has written, after a new version of its plan."""
    from openpyxl import load_workbook

    versions(folder)
    command = [DUIKOU, "extract", "old.txt", "-o", "ledger.xlsx", "--template", "ledger", "--quiet"]
    subprocess.run(command, check=True, cwd=folder)
    book = load_workbook(folder / "ledger.xlsx")
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row, (state, progress) in enumerate((("推进中", "已召开两次会商会"), ("已完成", "已印发清单")) * 4, 5):
        sheet.cell(row, heads["完成情况"]).value, sheet.cell(row, heads["进展情况"]).value = state, progress
    book.save(folder / "ledger.xlsx")
    update = [DUIKOU, "extract", "new.txt", "--update", "ledger.xlsx", "--quiet"]
    subprocess.run(update, check=True, cwd=folder)
    book = load_workbook(folder / "ledger.xlsx")
    sheet = book.worksheets[0]
    # On the screen 变动 stands behind the columns that are printed; on this page it is to be seen.
    shown = {"序号", "编号", "标题", "内容", "进展情况", "完成情况", "变动"}
    for cell in sheet[1]:
        sheet.column_dimensions[cell.column_letter].hidden = cell.value not in shown
    sheet.print_area = sheet.dimensions
    for other in book.worksheets[1:]:
        book.remove(other)
    sheet.column_dimensions[next(cell.column_letter for cell in sheet[1] if cell.value == "变动")].width = 22
    book.save(folder / "ledger.xlsx")
    crop(page_of(drawn(folder / "ledger.xlsx", folder), 2, folder), picture)


def aligned(picture: Path, folder: Path) -> None:
    """The first page of two plans side by side, as a spreadsheet."""
    made = folder / "aligned.xlsx"
    plans = [ROOT / "corpus" / name for name in ("liaoning-jiangsu-2018-web.txt", "tianjin-changchun-2018-web.txt")]
    subprocess.run([DUIKOU, "align", *plans, "-o", made, "--kind", "task", "--quiet"], check=True)
    crop(page_of(drawn(made, folder), 1, folder), picture)


def browse(picture: Path, folder: Path) -> None:
    """The page of a ledger in a browser, with a measure open beside its source."""
    shutil.copy(ROOT / "corpus" / "liaoning-jiangsu-2018-web.txt", folder)
    shutil.copy(PLAN, folder)
    subprocess.run([DUIKOU, "extract", ".", "-o", "ledger.html", "--quiet"], check=True, cwd=folder)
    made = folder / "ledger.html"
    made.write_text(made.read_text("utf-8").replace(' id="m1-7"', ' id="m1-7" open', 1), "utf-8")
    crop(shot(made.as_uri(), folder, 1000), picture, margin=0)


def versions(folder: Path) -> None:
    """Write old.txt, a plan, cleaned, and new.txt, the same with the edits made.

    An item is gone, and those after it are counted anew.
    """
    command = [DUIKOU, "clean", PLAN, "--quiet"]
    clean = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    edited = clean
    for pattern, text in EDITS:
        edited, times = re.subn(pattern, text, edited, count=1)
        if not times:
            sys.exit(f"pictures: {PLAN.name} has no {pattern!r}")
    edited = re.sub(r"(?m)^(\d+)\.", lambda m: f"{int(m[1]) - (int(m[1]) > 2)}.", edited)
    (folder / "old.txt").write_text(clean, "utf-8")
    (folder / "new.txt").write_text(edited, "utf-8")


def page(picture: Path, folder: Path) -> None:
    """The page of a comparison in a browser, from its top."""
    crop(shot(compared(folder, "changes.html").as_uri(), folder, 1100), picture, margin=0)


def shot(address: str, folder: Path, height: int) -> Path:
    """What a browser shows of a page."""
    made = folder / "shot.png"
    options = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1.25",
    ]
    profile = f"--user-data-dir={folder / 'chromium'}"
    window = [f"--window-size=1280,{height}", f"--screenshot={made}"]
    subprocess.run(["chromium", *options, profile, *window, address], check=True, capture_output=True)
    return made


def compared(folder: Path, name: str) -> Path:
    """What `duikou diff` makes of the two versions; it is run where they are, so that no path is in the picture."""
    versions(folder)
    command = [DUIKOU, "diff", "old.txt", "new.txt", "-o", name]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True)
    if done.returncode != 1:
        sys.exit(f"pictures: the versions do not differ: {done.stderr.decode()}")
    return folder / name


def redline(picture: Path, folder: Path) -> None:
    """The upper part of a page of the Word file with tracked changes."""
    document = drawn(compared(folder, "changes.docx"), folder)
    pages = text_of(document).split("\f")
    best = max(range(len(pages)), key=lambda at: EDITS[2][1] in pages[at])
    crop(page_of(document, best + 1, folder), picture, most=1000)


def own_file(picture: Path, folder: Path) -> None:
    """The first page of a Word file, and beside it the same page after `duikou diff -o`: its own file, redlined."""
    from PIL import Image

    versions(folder)
    whole = (folder / "old.txt").read_text("utf-8"), (folder / "new.txt").read_text("utf-8")
    for name, text, rows in zip(("old", "new"), whole, (ROWS, (*ROWS[:2], *ROWS[3:], ADDED)), strict=True):
        body = text[text.index("\n附件\n") + len("\n附件\n") :].split("\n")
        first = body.index("三、重点任务")
        last = next(k for k, line in enumerate(body) if "协同促进民营经济" in line)
        wordfile.write([body[0], *body[first : last + 1]], list(rows), folder / f"{name}.docx")
    done = subprocess.run(
        [DUIKOU, "diff", "old.docx", "new.docx", "-o", "redline.docx", "--quiet"], check=False, cwd=folder
    )
    if done.returncode != 1:
        sys.exit("pictures: the Word files do not differ")
    halves = []
    for name in ("old", "redline"):
        page = page_of(drawn(folder / f"{name}.docx", folder), 1, folder)
        halves.append(folder / f"{name}.png")
        crop(page, halves[-1], most=2300)
    pages = [Image.open(half).convert("RGB") for half in halves]
    both = Image.new("RGB", (sum(one.width for one in pages) + 60, max(one.height for one in pages)), "white")
    both.paste(pages[0], (0, 0))
    both.paste(pages[1], (pages[0].width + 60, 0))
    both.save(folder / "both.png")
    crop(folder / "both.png", picture, margin=0)


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


def crop(page: Path, picture: Path, margin: int = 24, most: int = 10 * WIDTH) -> None:
    """Cut the page's margins down to a narrow one, and save with few colours, so that the file is small.

    `most`: how many dots of the picture's height are kept.
    """
    from PIL import Image, ImageOps

    with Image.open(page) as whole:
        drawing = whole.convert("RGB")
        ink = ImageOps.invert(drawing.convert("L")).getbbox()
        if ink is None:
            sys.exit(f"pictures: {picture.name} would be empty")
        left, top, right, bottom = ink
        box = (max(0, left - margin), max(0, top - margin), right + margin, bottom + margin)
        small = ImageOps.contain(drawing.crop(box), (WIDTH, 10 * WIDTH), Image.Resampling.LANCZOS)
        small = small.crop((0, 0, small.width, min(small.height, most)))
        small.quantize(64).save(picture, optimize=True)


PICTURES = {
    "ledger": ledger,
    "updated": updated,
    "aligned": aligned,
    "browse": browse,
    "page": page,
    "redline": redline,
    "own-file": own_file,
}


def main() -> None:
    """Make the pictures named, or all."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        sys.exit(f"pictures: needs {', '.join(missing)} (LibreOffice with Calc and Writer, poppler-utils)")
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

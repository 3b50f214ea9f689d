"""Fuzz every reader and the grammar with atheris, each for some seconds: `make fuzz`, or `python fuzz/run.py 60 docx`.

What holds here: each target runs in a process of its own and begins with small sound documents. There is one for each
format of the registry that is read (`reading.formats`), one for zip containers, one for texts of pieces and one for
pairs of them. What breaks a promise is written to fuzz/found/; a case that was mended goes to tests/data/fuzz, where
the tests keep it.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FORMATS = (
    "text",
    "html",
    "markdown",
    "mhtml",
    "docx",
    "odt",
    "ofd",
    "pdf",
    "image",
    "doc",
    "rtf",
    "csv",
    "xlsx",
    "xls",
)
KINDS = (*FORMATS, "zip", "grammar", "pairs")
ENDINGS = {"text": "txt", "markdown": "md", "mhtml": "mht", "image": "png"}
PARTS = tuple(f"duikou.{part}" for part in ("reading", "cleaning", "outlining", "extracting", "comparing"))
# What is read by LibreOffice, as a process for each input.
OFFICE = ("doc", "rtf")
ABSENT = """atheris is not installed. It has wheels for CPython on Linux (x86_64, aarch64): pip install 'duikou[fuzz]' there.
Without it, `make test` still tries readers and texts with hypothesis (tests/test_fuzz.py)."""


def seeds(kind: str) -> list[bytes]:
    """Small sound documents of a kind."""
    sys.path[:0] = [str(ROOT / "tests"), str(HERE)]
    text = (ROOT / "corpus" / "liaoning-jiangsu-2018-web.txt").read_text("utf-8")[:600]
    if kind == "docx":
        import io

        import docx

        document, out = docx.Document(), io.BytesIO()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(out)
        return [out.getvalue()]
    if kind == "xlsx":
        return [_workbook(text)]
    if kind == "xls":
        import builders_typeset

        book = _workbook(text)
        return [builders_typeset.converted(book, "document.xlsx", "xls")] if builders_typeset.OFFICE else []
    if kind in ("odt", "ofd"):
        import builders_ofd
        import hostile

        return [hostile.odt(b"", text[:99].encode()) if kind == "odt" else builders_ofd.plain(*text.splitlines()[:9])]
    if kind == "pdf":
        import builders_pdf

        short, page = ["一、任务", "1.共建园区。"], builders_pdf.grid((80, 200, 400), (200, 230, 260))
        return [builders_pdf.pdf(builders_pdf.lines(some)) for some in (short, text.splitlines()[:5])] + [
            builders_pdf.pdf(page + builders_pdf.lines(["序号任务", "1园区"], top=210))
        ]
    if kind in ("grammar", "pairs"):
        return [bytes(range(90)), bytes([0, 60, 20, 61, 1, 62, 21]), bytes([3, 7, 255, 2, 9, *range(40, 100)])]
    if kind == "image":
        return _pictures()
    if kind == "doc":
        import builders_typeset

        rich = as_rtf(text).encode()
        return [builders_typeset.converted(rich, "document.rtf", "doc")] if builders_typeset.OFFICE else []
    if kind == "zip":
        import hostile

        return [hostile.packed({"一.txt": text.encode(), "b/二.html": html_of(text).encode()})]
    if kind == "mhtml":
        return [as_mhtml(html_of(text))]
    rows = "\n".join(f"{number},{line}" for number, line in enumerate(text.splitlines(), 1))
    made = {"html": html_of(text), "markdown": f"# {text}", "rtf": as_rtf(text), "csv": rows}
    return [made.get(kind, text).encode(), made.get(kind, text).encode("gb18030")]


def html_of(text: str) -> str:
    """A text as a web page, with the beginning of a table."""
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><body>{body}<table><tr><td>1</table>"


def as_mhtml(page: str) -> bytes:
    """A web archive of one page."""
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related", boundary="----=_part", type="text/html")
    message["Subject"] = "page"
    message.attach(MIMEText(page, "html", "utf-8"))
    return message.as_bytes()


def _workbook(text: str) -> bytes:
    """A text as a spreadsheet, each line a row with its number."""
    import io

    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for number, line in enumerate(text.splitlines(), 1):
        book.active.append([number, line])
    book.save(out)
    return out.getvalue()


def _pictures() -> list[bytes]:
    """A small picture in each of some formats, one of two pages."""
    import io

    from PIL import Image

    found = []
    for name, more in (("PNG", {}), ("JPEG", {}), ("GIF", {}), ("BMP", {}), ("TIFF", {"save_all": True})):
        out = io.BytesIO()
        picture = Image.new("L", (24, 16), 200)
        picture.save(out, name, dpi=(200, 200), **(more and {**more, "append_images": [picture]}))
        found.append(out.getvalue())
    return found


def as_rtf(text: str) -> str:
    """A text as RTF, each character by its number."""
    lines = ("".join(f"\\u{ord(char)}?" for char in line) for line in text.splitlines()[:9])
    return "{\\rtf1\\ansi\\uc1 " + "\\par ".join(lines) + "}"


def keep(kind: str, data: bytes) -> None:
    """Try what is promised of an input of a kind; raises when it is not kept."""
    import grammar
    import promises

    name = f"x.{ENDINGS.get(kind, kind)}"
    if kind == "grammar":
        promises.of_text(grammar.text_of(data))
    elif kind == "pairs":
        promises.of_pair(*grammar.pair_of(data))
    elif kind == "image":
        promises.of_picture(data, name)
    elif kind == "zip":
        promises.of_container(data, name)
    else:
        promises.of_bytes(data, name)


def lacks(kind: str) -> str:
    """What this machine lacks to fuzz a kind; "" when nothing."""
    if kind == "xls" and importlib.util.find_spec("python_calamine") is None:
        return "python-calamine is not installed"
    if kind not in (*OFFICE, "xls"):
        return ""
    sys.path.insert(0, str(ROOT / "tests"))
    import builders_typeset

    return "" if builders_typeset.OFFICE else "LibreOffice is not installed"


def fuzz(kind: str, seconds: int) -> None:
    """Fuzz one kind in this process; never comes back."""
    import atheris

    with atheris.instrument_imports(include=["duikou"]):
        import duikou

        # Also what is imported later as a rule, or its branches would not be seen.
        for found in pkgutil.walk_packages(duikou.__path__, "duikou."):
            if found.name.startswith(PARTS):
                importlib.import_module(found.name)
    sys.path.insert(0, str(HERE))

    def one(data: bytes) -> None:
        keep(kind, data)

    corpus, found = HERE / "corpus" / kind, HERE / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(kind)):
        (corpus / f"seed{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={found}/{kind}-", "-timeout=20", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, "-max_len=60000", "-print_final_stats=1", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz each kind for the seconds given, one after another; 1 when something was found, 2 when nothing can be."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    kinds = sys.argv[2:] or KINDS
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        print(f"There is no kind {', '.join(unknown)}. Kinds: {', '.join(KINDS)}.", file=sys.stderr)
        return 2
    if importlib.util.find_spec("atheris") is None:
        print(ABSENT, file=sys.stderr)
        return 2
    failed = []
    for kind in kinds:
        if why := lacks(kind):
            print(f"{kind:9} {'-':>8} inputs, not tried: {why}", flush=True)
            continue
        done = subprocess.run(
            [sys.executable, __file__, "--one", kind, str(seconds)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        print(
            f"{kind:9} {runs[0] if runs else '?':>8} inputs, {'nothing found' if not done.returncode else 'FOUND'}",
            flush=True,
        )
        if done.returncode:
            failed.append(kind)
            print(done.stderr[-3000:])
    if failed:
        print(
            f"\nFound in: {', '.join(failed)}. The inputs lie in fuzz/found/; keep each in tests/data/fuzz when it is mended."
        )
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], int(sys.argv[3]))
    sys.exit(main())

"""Fuzz every reader and the grammar with atheris, each for some seconds: `make fuzz`, or `python fuzz/run.py 60 docx`.

What holds here: each target runs in a process of its own and begins with small sound documents. What breaks a promise
is written to fuzz/found/; a case that was mended goes to tests/data/fuzz, where the tests keep it.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KINDS = ("text", "html", "markdown", "docx", "odt", "ofd", "pdf", "rtf", "grammar")
ENDINGS = {"text": "txt", "markdown": "md"}


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
    html = "".join(f"<p>{line}</p>" for line in text.splitlines())
    made = {"html": f"<html><body>{html}<table><tr><td>1</table>", "markdown": f"# {text}", "rtf": as_rtf(text)}
    if kind == "grammar":
        return [bytes(range(90)), bytes([0, 60, 20, 61, 1, 62, 21])]
    return [made.get(kind, text).encode(), made.get(kind, text).encode("gb18030")]


def as_rtf(text: str) -> str:
    """A text as RTF, each character by its number."""
    lines = ("".join(f"\\u{ord(char)}?" for char in line) for line in text.splitlines()[:9])
    return "{\\rtf1\\ansi\\uc1 " + "\\par ".join(lines) + "}"


def fuzz(kind: str, seconds: int) -> None:
    """Fuzz one kind in this process; never comes back."""
    import atheris

    with atheris.instrument_imports(include=["duikou"]):
        import duikou

        # Also what is imported later as a rule, or its branches would not be seen.
        for found in pkgutil.walk_packages(duikou.__path__, "duikou."):
            if found.name.startswith(("duikou.reading", "duikou.cleaning", "duikou.outlining", "duikou.extracting")):
                importlib.import_module(found.name)
    sys.path.insert(0, str(HERE))
    import grammar
    import promises

    def one(data: bytes) -> None:
        if kind == "grammar":
            promises.of_text(grammar.text_of(data))
        else:
            promises.of_bytes(data, f"x.{ENDINGS.get(kind, kind)}")

    corpus, found = HERE / "corpus" / kind, HERE / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(kind)):
        (corpus / f"seed{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={found}/{kind}-", "-timeout=20", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, "-max_len=60000", "-print_final_stats=1", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz each kind for the seconds given, one after another; 1 when something was found."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    failed = []
    for kind in sys.argv[2:] or KINDS:
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
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], int(sys.argv[3]))
    sys.exit(main())

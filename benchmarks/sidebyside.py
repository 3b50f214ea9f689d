"""Each thing that duikou does, timed beside what others take for the same input: the rows of the table at the top of
docs/benchmarks.md, and what is to be said of each.

What holds here: a part gives its rows and its text; `small` makes everything little, to see that it runs. Inputs come
from corpus/ and from fixed seeds.
"""

from __future__ import annotations

import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import cost
import instructions
import measuring
import plans
import profiling
import programs
from measuring import ROOT, Row, number
from prose import prose

TEXT = "corpus/liaoning-jiangsu-2018-web.txt"
START_ROUNDS, ROUNDS = 15, 5
# Bytes of UTF-8.
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
SHORT = 3_000  # bytes
EXTRACT_SIZES = (10_000, 100_000, 1_000_000)
DIFF_CHARACTERS = 20_000
LEDGER_DOCUMENTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What one part adds to the page: rows for the table, and the text of its section."""

    rows: Sequence[Row]
    text: str


def named(size: int) -> str:
    """A size in bytes, as people say it."""
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1_000} KB"


def corpus(size: int) -> str:
    """The documents of the corpus one after another, again and again, in whole lines up to so many bytes of UTF-8."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))) + "\n"
    data = text.encode()
    cut = (data * (size // len(data) + 1))[:size]
    return cut[: cut.rfind(b"\n") + 1 or size].decode("utf-8", "ignore")


def start(small: bool = False) -> Part:
    """What a start costs against importing typer, the least that a command line of this make can cost."""
    duikou = str(Path(sys.executable).parent / "duikou")
    tasks = {
        "typer": measuring.command(sys.executable, "-c", "import typer"),
        "--version": measuring.command(duikou, "--version"),
        "--help": measuring.command(duikou, "--help"),
        "clean": measuring.command(duikou, "clean", TEXT),
        "extract": measuring.command(duikou, "extract", TEXT),
        "diff": measuring.command(duikou, "diff", TEXT, TEXT),
    }
    taken = measuring.in_turn(tasks, 1 if small else START_ROUNDS)
    base = f"`python -c 'import typer'` {measuring.version('typer')}"
    least = measuring.peak("import typer")
    command = (
        "import sys; from duikou.app.cli import main; sys.argv = {!r}\ntry:\n    main()\nexcept SystemExit:\n    pass"
    )
    rows = []
    for name, target in (("--version", 1.3), ("--help", None), ("clean", 1.6), ("extract", 3.0), ("diff", 3.0)):
        arguments = ["duikou", name, *([TEXT] * {"clean": 1, "extract": 1, "diff": 2}.get(name, 0))]
        shown = f"`duikou {name}`" + {3: " of one text", 4: " of two texts"}.get(len(arguments), "")
        held = measuring.peak(f"import os; os.chdir({str(ROOT)!r})\n" + command.format(arguments))
        rows.append(Row("start", shown, base, taken[name] / taken["typer"], target, held, least))
    return Part(rows, prose("start", rounds=START_ROUNDS))


def clean(small: bool = False) -> Part:
    """What cleaning 1 MB costs beside others, how that grows, and where the time goes."""
    size = 20_000 if small else 1_000_000
    text = corpus(size)
    rows = programs.measured("clean", [text.encode()], 1 if small else ROUNDS, f"`clean`, {named(size)}")
    names = ["NFKC", "autocorrect-py"]
    sizes = SIZES[:2] if small else SIZES
    table = _growth("clean", sizes, corpus, [name for name in names if _present("clean", name)])
    parts = [prose("clean", rounds=ROUNDS), table, prose("profile"), profiling.table(lambda: _clean(text))]
    return Part(rows, "\n\n".join(parts))


def _clean(text: str) -> object:
    import duikou

    return duikou.clean(text)


def _present(task: str, name: str) -> bool:
    return any(program.present for program in programs.TASKS[task] if program.name == name)


def _growth(task: str, sizes: Sequence[int], made: Callable[[int], str], others: Sequence[str] = ()) -> str:
    """The cost a byte at each size, that at the second size as 1; beside others, duikou's cost with theirs as 1."""
    chosen = [(place, p) for place, p in enumerate(programs.TASKS[task]) if p.name == "duikou" or p.name in others]
    runs = {p.name: _as_first(p.run, made(SHORT)) if p.name == "duikou" else p.run for _, p in chosen}
    each: list[tuple[int, dict[str, float], float]] = []
    for size in sizes:
        text = made(size)
        # What is short is done often, or a clock tells nothing.
        times = max(1, 200_000 // size)
        jobs = {p.name: (lambda run=runs[p.name], t=text, n=times: [run(t) for _ in range(n)]) for _, p in chosen}
        taken = measuring.in_turn(jobs, 3)
        seconds = {name: s / times / programs.TIMES.get(name, 1) for name, s in taken.items()}
        each.append((size, seconds, programs.memory(task, 0, [text.encode()])))
    unit = each[1][1]["duikou"] / each[1][0]
    head = ["size", f"cost a byte, at {named(each[1][0])} = 1", *(f"{name} = 1" for name in others), "peak memory"]
    lines = [
        [
            named(size),
            number(seconds["duikou"] / size / unit),
            *(number(seconds["duikou"] / seconds[name]) for name in others),
            f"{held:.0f} MB",
        ]
        for size, seconds, held in each
    ]
    return measuring.as_table(head, lines)


def _as_first(run: Callable[[Any], object], short: str) -> Callable[[Any], object]:
    """`run` as if each text came first: what duikou keeps of texts would make one that fits into it seem cheap, and a
    longer one dear. `short` is a text that loads everything."""
    run(short)
    caches = instructions.kept()

    def work(text: Any) -> object:
        for kept in caches:
            kept.cache_clear()
        return run(text)

    return work


def with_tails(size: int) -> str:
    """A made-up plan of so many bytes, with a tail that says who answers for it behind each item."""
    units = plans.words()["units"]["省"]
    lines = []
    for count, line in enumerate(cost.plan(size // 3 - size // 60).split("\n")):
        tail = (
            f"（责任单位：{units[count % len(units)]}、{units[(count + 3) % len(units)]}）"
            if line[:1].isdigit()
            else ""
        )
        lines.append(line + tail)
    return "\n".join(lines)


def extract(small: bool = False) -> Part:
    """What extracting costs beside cleaning the same text, and how that grows."""
    size = 20_000 if small else 100_000
    text = with_tails(size)
    rows = programs.measured("extract", [text.encode()], 1 if small else ROUNDS, f"`extract`, {named(size)}")
    table = _growth("extract", EXTRACT_SIZES[:2] if small else EXTRACT_SIZES, with_tails)
    return Part(rows, "\n\n".join([prose("extract"), table]))


def diff(small: bool = False) -> Part:
    """What comparing costs beside others on a plan, and more of it on a large one."""
    import duikou

    size = 5_000 if small else DIFF_CHARACTERS
    old = cost.plan(size)
    texts = [duikou.clean(text).text.encode() for text in (old, cost.edited(old))]
    rows = programs.measured("diff", texts, 1 if small else 3, f"`diff`, {size:,} characters, 1 % edited")
    return Part(rows, cost.text((5_000, 10_000), 5_000) if small else cost.text())


def pdf(small: bool = False) -> Part:
    """What reading the text of PDF pages costs beside others."""
    files, made = _typeset(small)
    if not files:
        nothing = [
            Row("PDF", "the text of a page", program.called, note="no LibreOffice or Chromium here to make PDF files")
            for program in programs.TASKS["PDF"][1:]
        ]
        return Part(nothing, prose("pdf", made="none: neither LibreOffice nor Chromium is installed", pages=0))
    from duikou.reading.pdf.reader import read_pdf

    pages = sum(read_pdf(data).pages or 1 for data in files)
    rows = programs.measured("PDF", files, 1 if small else ROUNDS, f"the text of a page ({pages} pages)")
    return Part(rows, prose("pdf", made=" and ".join(made), pages=pages))


def _typeset(small: bool) -> tuple[list[bytes], list[str]]:
    """The first documents of the corpus as PDF files of each program that is here, and the programs."""
    sys.path.insert(0, str(ROOT / "tests"))
    import builders_typeset as typeset

    import duikou
    from duikou.exporting.text.word import write_docx

    files, made = [], []
    path = sorted((ROOT / "corpus").glob("*.txt"))[0]
    pieces = [("title" if not k else "para", p.text) for k, p in enumerate(duikou.clean(path).paragraphs)]
    if typeset.OFFICE and not (small and typeset.BROWSER):
        files.append(typeset.converted(write_docx(duikou.outline(path)), "document.docx"))
        made.append("LibreOffice")
    if typeset.BROWSER:
        files.append(typeset.browser_pdf(pieces, typeset.Layout()))
        made.append("Chromium")
    return files, made


def xlsx(small: bool = False) -> Part:
    """What writing a ledger costs beside openpyxl writing the same cells."""
    import throughput

    count = 10 if small else LEDGER_DOCUMENTS
    folder = Path(tempfile.mkdtemp())
    try:
        records: list[Any] = list(throughput.extracted(throughput.write(folder, count)))
    finally:
        shutil.rmtree(folder)
    book = b"".join(_write_xlsx(records))
    cells = _cells(book)
    files = [pickle.dumps(records), pickle.dumps(cells)]
    rows = programs.measured("XLSX", files, 1 if small else ROUNDS, f"the ledger of {count} documents")
    total = sum(len(row) for _, sheet in cells for row in sheet)
    return Part(rows, prose("xlsx", count=count, cells=total))


def _write_xlsx(records: Sequence[Any]) -> Any:
    from duikou.exporting.ledger.spreadsheet import write_xlsx

    return write_xlsx(records, [])


def _cells(book: bytes) -> list[tuple[str, list[list[object]]]]:
    """The cells of a spreadsheet by sheet; none where openpyxl is not installed."""
    try:
        import openpyxl
    except ImportError:
        return []
    sheets = openpyxl.load_workbook(BytesIO(book), read_only=True)
    return [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in sheets]

"""What a document costs on its way from a file to the ledger, step by step, and what memory many documents take.

    python benchmarks/throughput.py [--small]

What holds here: the documents are plans of the grammar (plans.py) and the corpus in turn, each written to a file of its
own. Every step is timed for each document in one pass, in one process, so that a machine's noise meets all alike; a
step is given as the ratio of its total to that of reading and cleaning. Memory is the peak of a process of its own that
puts so many documents into one spreadsheet, as `duikou extract -o ledger.xlsx` does with one worker.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "evaluation"))

import plans
from measuring import peak
from prose import prose

ROOT = Path(__file__).resolve().parent.parent
MANY = 1_000
SIZES = (100, 500, 1_000)
# Every so many documents one is of the corpus.
_CORPUS_EACH = 20
_WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
import throughput
throughput.to_ledger(throughput.extracted(sorted(Path(sys.argv[1]).iterdir())), Path(sys.argv[2]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many documents took: total seconds of each step, characters and measures."""

    documents: int
    characters: int
    measures: int
    seconds: dict[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        """Each step as a ratio to reading and cleaning."""
        unit = self.seconds["read and clean"]
        return {name: seconds / unit for name, seconds in self.seconds.items()}


def write(folder: Path, count: int) -> list[Path]:
    """So many documents as files, in a stable order."""
    corpus = sorted((ROOT / "corpus").glob("*.txt"))
    made: list[Path] = []
    for number, plan in enumerate(plans.plans(count)):
        path = folder / f"{number:05}-{plan.name}"
        if number % _CORPUS_EACH:
            path.write_text(plan.text, "utf-8")
        else:
            path = folder / f"{number:05}.txt"
            path.write_bytes(corpus[number // _CORPUS_EACH % len(corpus)].read_bytes())
        made.append(path)
    return made


def extracted(paths: list[Path]) -> Iterator[object]:
    """The record of each document, one after another."""
    import duikou
    from duikou.exporting.ledger.record import record

    for path in paths:
        yield record(duikou.extract(path))


def to_ledger(records: Iterable[object], path: Path) -> None:
    """All records in one spreadsheet."""
    from duikou.exporting.ledger.spreadsheet import write_xlsx

    with path.open("wb") as file:
        for piece in write_xlsx(records, []):  # type: ignore[arg-type]
            file.write(piece)


def cost(paths: list[Path], ledger: Path) -> Cost:
    """Each step for each document in turn, then all records into one spreadsheet."""
    import duikou
    from duikou.exporting.ledger.record import record

    seconds = dict.fromkeys(("read and clean", "outline", "extract", "write the XLSX"), 0.0)
    characters = measures = 0
    records = []
    duikou.extract(paths[0])  # what is loaded once is not a document's cost
    for path in paths:
        began = time.perf_counter()
        clean = duikou.clean(path)
        cleaned = time.perf_counter()
        document = duikou.outline(clean)
        outlined = time.perf_counter()
        found = duikou.extract(document)
        done = time.perf_counter()
        for name, taken in zip(seconds, (cleaned - began, outlined - cleaned, done - outlined), strict=False):
            seconds[name] += taken
        characters += len(clean.text)
        measures += len(found.measures)
        records.append(record(found))
    began = time.perf_counter()
    to_ledger(records, ledger)
    seconds["write the XLSX"] = time.perf_counter() - began
    return Cost(len(paths), characters, measures, seconds)


def memory(folder: Path, sizes: tuple[int, ...] = SIZES) -> dict[int, float]:
    """Peak MB of a process that puts so many documents into a ledger."""
    found = {}
    for size in sizes:
        part = folder / f"of-{size}"
        part.mkdir()
        write(part, size)
        code = _WRITE.format(here=str(Path(__file__).resolve().parent))
        found[size] = peak(code, str(part), str(folder / f"{size}.xlsx"))
    return found


def table(found: Cost, used: dict[int, float]) -> str:
    """The two tables, as Markdown."""
    steps = ["| step | cost a document, reading and cleaning = 1 |", "|---|---:|"]
    steps += [f"| {name} | {ratio:.2f} |" for name, ratio in found.ratios.items()]
    peaks = ["| documents in one ledger | peak memory |", "|---:|---:|"]
    peaks += [f"| {size:,} | {megabytes:.0f} MB |" for size, megabytes in used.items()]
    return "\n".join(steps) + "\n\n" + "\n".join(peaks)


def section(count: int = MANY, sizes: tuple[int, ...] = SIZES) -> str:
    """What a thousand documents cost: this part of docs/benchmarks.md, without its heading."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = folder / "documents"
        documents.mkdir()
        found = cost(write(documents, count), folder / "ledger.xlsx")
        used = memory(folder, sizes)
    said = prose("throughput", count=found.documents, measures=found.measures, characters=found.characters)
    return "\n\n".join([said, table(found, used)])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="What many documents cost, from file to ledger.")
    parser.add_argument("--small", action="store_true", help="few documents, to see that it runs")
    print(section(40, (20, 40)) if parser.parse_args().small else section())


if __name__ == "__main__":
    main()

"""Whether paragraphs that a page broke come out whole: duikou, plain rules, and what people use today.

    python benchmarks/rejoining.py [--full]

What holds here: a paragraph counts as whole when a line of the output is that paragraph and nothing else, white space
and width aside (NFKC), so that a peer is not judged by marks it leaves alone. F1 is over paragraphs: twice the hits by
the paragraphs there are and the lines there came. A peer that is not installed is named as absent.
"""

from __future__ import annotations

import argparse
import importlib
import re
import shutil
import statistics
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import measuring
import programs
from layouts import Layout, em, heads, layouts, typeset
from prose import prose
from traced import Traced

import duikou

ROOT = Path(__file__).resolve().parent.parent
SCAN = ROOT / "corpus" / "liaoning-jiangsu-2018-scan.txt"
WEB = ROOT / "corpus" / "liaoning-jiangsu-2018-web.txt"
Rejoin = Callable[[str], list[str]]

# -- the programs


def by_duikou(text: str) -> list[str]:
    """duikou.clean."""
    return duikou.clean(text).text.split("\n")


def by_stop_mark(text: str) -> list[str]:
    """A line that does not end in a stop mark goes on in the next."""
    return _joined(text, lambda line, _after, _first: not line.endswith(("。", "！", "？", "：", "；")))


def by_marks_and_headings(text: str) -> list[str]:
    """The same, but an ordinal begins a paragraph and a short line with an ordinal ends one."""
    ordinal = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、](?!\d)|附件|第.{1,3}[条章]")

    def goes_on(line: str, after: str, _first: bool) -> bool:
        if ordinal.match(after):
            return False
        heading = ordinal.match(line) is not None and len(line) <= 16 and not re.search("[，。]", line)
        return not heading and not line.endswith(("。", "！", "？", "：", "；"))

    return _joined(text, goes_on)


def by_length(text: str) -> list[str]:
    """A line as wide as most lines goes on in the next; the first line of a paragraph may be two em narrower.

    The tolerances are those that did best on the scan, of a dozen tried.
    """
    full = Counter(int(_width(line)) for line in text.split("\n") if line.strip()).most_common(1)[0][0]
    return _joined(text, lambda line, _after, first: _width(line) > full - (3.5 if first else 1))


def _width(line: str) -> float:
    return sum(map(em, line.strip()))


def _joined(text: str, goes_on: Callable[[str, str, bool], bool]) -> list[str]:
    """The lines put together; `goes_on` is asked with a line, the next one, and whether the first opens a paragraph."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found: list[str] = lines[:1]
    for before, line in pairwise(lines):
        if goes_on(before, line, found[-1] == before):
            found[-1] += line
        else:
            found.append(line)
    return found


def _module(module: str, function: str) -> Rejoin:
    return lambda text: getattr(importlib.import_module(module), function)(text).split("\n")


def by_zhlint(text: str) -> list[str]:
    """zhlint on a file."""
    try:
        return programs.by_zhlint(text).split("\n")
    except programs.Failed:
        return []


def by_markitdown(text: str) -> list[str]:
    """markitdown on a text file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "text.txt")
        file.write_text(text, "utf-8")
        return importlib.import_module("markitdown").MarkItDown().convert(str(file)).text_content.split("\n")


def by_unstructured(text: str) -> list[str]:
    """unstructured's partition_text, with its paragraph grouper for broken lines."""
    cleaners = importlib.import_module("unstructured.cleaners.core")
    return cleaners.group_broken_paragraphs(text).split("\n")


@dataclass(frozen=True, slots=True)
class Program:
    """A program or a rule: `needs` a module or a command ("" for nothing); `package` its distribution."""

    name: str
    run: Rejoin
    needs: str = ""
    package: str = ""

    @property
    def present(self) -> bool:
        """Whether it can run here."""
        if not self.needs:
            return True
        if self.needs == "zhlint":
            return shutil.which("zhlint") is not None
        try:
            importlib.import_module(self.needs)
        except ImportError:
            return False
        return True

    @property
    def version(self) -> str:
        """Its version; "" where there is none to name."""
        return measuring.version(self.package) if self.package else ""


RULES = (
    Program("line length alone", by_length),
    Program("a stop mark ends a paragraph", by_stop_mark),
    Program("stop marks, ordinals and headings", by_marks_and_headings),
)
PEERS = (
    Program("autocorrect", _module("autocorrect_py", "format"), "autocorrect_py", "autocorrect-py"),
    Program("ftfy", _module("ftfy", "fix_text"), "ftfy", "ftfy"),
    Program("pangu", _module("pangu", "space_text"), "pangu", "pangu"),
    Program("zhlint", by_zhlint, "zhlint"),
    Program("markitdown", by_markitdown, "markitdown", "markitdown"),
    Program("unstructured (group_broken_paragraphs)", by_unstructured, "unstructured.cleaners.core", "unstructured"),
)


DUIKOU = Program("duikou", by_duikou, "", "duikou")

# -- what is true


def key(paragraph: str) -> str:
    """A paragraph without width and white space."""
    return "".join(unicodedata.normalize("NFKC", paragraph).split())


def body(text: str) -> str:
    """The text from the paragraph before 一、 on, as the web copy has it: what surrounds the plan differs by copy."""
    lines = [line.strip() for line in WEB.read_text("utf-8").split("\n") if line.strip()]
    first = next(k for k, line in enumerate(lines) if line.startswith("一、"))
    return text[text.index(lines[first - 1][:10]) :]


def scan_paragraphs() -> list[str]:
    """The body's paragraphs, from the web copy: one a line, but for two that it breaks in mid-sentence."""
    lines = [line.strip() for line in body(WEB.read_text("utf-8")).split("\n") if line.strip()]
    return _rejoined(lines)


def _rejoined(lines: Sequence[str]) -> list[str]:
    found = list(lines[:1])
    for line in lines[1:]:
        if len(found[-1]) > 40 and found[-1][-1] not in "。：；）”":
            found[-1] += line
        else:
            found.append(line)
    return found


def whole(paragraphs: Sequence[str], lines: Iterable[str]) -> int:
    """How many of the paragraphs are a line of their own."""
    got = {key(line) for line in lines}
    return sum(key(paragraph) in got for paragraph in paragraphs)


def f1(paragraphs: Sequence[str], lines: Sequence[str]) -> float:
    """Twice the hits, by the paragraphs there are and the lines there came."""
    return 2 * whole(paragraphs, lines) / (len(paragraphs) + sum(bool(key(line)) for line in lines))


# -- settings


def settings(every: int = 1) -> Iterator[tuple[Layout, list[str], str]]:
    """Documents of the corpus set in each layout: the layout, the paragraphs, the text; one setting in `every`."""
    count = 0
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = duikou.clean(path).text
        running = heads(text)
        for number, plain in enumerate(layouts("head")):
            layout = replace(plain, head=running[number % len(running)]) if plain.head else plain
            count += 1
            if count % every == 0:
                yield layout, text.split("\n"), typeset(Traced.of(text), layout).text


def over_settings(programs: Sequence[Program], every: int = 1) -> dict[str, dict[str, list[float]]]:
    """F1 of each program, by what the layout has: {program: {feature: values}}."""
    found: dict[str, dict[str, list[float]]] = {program.name: defaultdict(list) for program in programs}
    for layout, paragraphs, text in settings(every):
        for program in programs:
            value = f1(paragraphs, program.run(text))
            for feature in features(layout):
                found[program.name][feature].append(value)
    return found


def features(layout: Layout) -> list[str]:
    """What a layout is counted under."""
    furniture = "no pages"
    if layout.page:
        furniture = {(True, False): "page numbers", (False, True): "running heads"}.get(
            (bool(layout.number), bool(layout.head)), "page numbers and running heads"
        )
    return [
        "all",
        f"indents {layout.indent}",
        {"": "no blank lines", "paragraph": "blank lines between paragraphs", "all": "blank lines between lines"}[
            layout.blank
        ],
        furniture,
        f"{layout.width} characters a line",
    ]


# -- tables


def settings_table(found: dict[str, dict[str, list[float]]]) -> str:
    """F1 by layout: the mean, and the worst for duikou."""
    names, order = list(found), ["all", "indents", "no blank", "blank", "no pages", "page", "running"]
    lines = [
        "| set with | settings | " + " | ".join(names) + " | duikou, worst |",
        "|---|---:|" + "---:|" * (len(names) + 1),
    ]
    ranked = sorted(
        found[DUIKOU.name].items(),
        key=lambda item: next((k for k, head in enumerate(order) if item[0].startswith(head)), len(order)),
    )
    for feature, values in ranked:
        means = " | ".join(f"{100 * statistics.mean(found[name][feature]):.1f}" for name in names)
        lines.append(f"| {feature} | {len(values)} | {means} | {100 * min(values):.1f} |")
    return "\n".join(lines)


def scan_rows() -> tuple[list[tuple[str, int, int]], list[str]]:
    """On the scan of the corpus: (program, paragraphs whole, lines that came), and what is absent."""
    text, paragraphs = body(SCAN.read_text("utf-8")), scan_paragraphs()
    rows, absent = [], []
    for program in (DUIKOU, *RULES, *PEERS):
        if not program.present:
            absent.append(program.name)
            continue
        lines = [line for line in program.run(text) if key(line)]
        name = f"{program.name} {program.version}".strip()
        rows.append((name, whole(paragraphs, lines), len(lines)))
    return rows, absent


def scan_table(rows: Sequence[tuple[str, int, int]]) -> str:
    """The scan's paragraphs by program."""
    total = len(scan_paragraphs())
    lines = ["| program | paragraphs whole | lines it gives |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {hits} of {total} | {count} |" for name, hits, count in rows)])


def section(every: int = 1) -> str:
    """This part of docs/benchmarks.md, without its heading."""
    rows, absent = scan_rows()
    parts = [
        prose("whole", count=len(scan_paragraphs())),
        scan_table(rows),
    ]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    parts += [
        prose("settings"),
        settings_table(over_settings((DUIKOU, *RULES), every)),
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Paragraphs made whole.")
    parser.add_argument("--every", type=int, default=1, help="only one setting in so many")
    print(section(parser.parse_args().every), file=sys.stdout)


if __name__ == "__main__":
    main()

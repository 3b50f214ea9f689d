"""What comparing costs, as ratios, and how that grows with the text; and the made-up plans it is measured on.

    python benchmarks/cost.py [--small]

What holds here: texts are made of the sentences of corpus/, shuffled from a fixed seed into numbered chapters, sections
and items, so that no paragraph stands twice; the new version has edits in 1 % of its characters, and both versions are
read and cleaned as any text is. Times are medians of runs in turn, each beside what it is compared with; peak memory is
that of a process of its own.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "evaluation"))

import edits
from measuring import in_turn, peak
from prose import prose

import duikou

ROOT = Path(__file__).resolve().parent.parent
SIZES = (25_000, 50_000, 100_000, 200_000, 333_000)  # characters; the last is 1 MB of UTF-8
MAIN = 200_000
SHARE = 0.01
ROUNDS = 3


def plan(characters: int, seed: int = 1) -> str:
    """A plan of about so many characters, one paragraph a line, no paragraph twice."""
    chance = random.Random(seed)
    found: list[str] = []
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        for paragraph in duikou.clean(path).text.split("\n"):
            bare = edits.ITEM.sub("", paragraph, count=1)
            found += re.findall("[^。“”（）]{12,80}。", bare)
    sentences = sorted(set(found))
    lines, size = ["某省与某省合作实施方案"], 0
    chapter = 0
    while size < characters:
        chapter += 1
        lines.append(f"{edits.label('一', chapter % 99 or 99)}、重点任务之{edits.label('一', chapter % 99 or 99)}")
        for section in range(1, 6):
            lines.append(f"（{edits.label('一', section)}）{chance.choice(sentences)[:8].strip('，、；：')}合作")
            for item in range(1, 9):
                body = "".join(chance.sample(sentences, chance.randint(2, 6)))
                lines.append(f"{item}.{body}")
                size += len(lines[-1]) + 1
    text = "\n".join(lines)
    return text[: text.rindex("\n", 0, characters + 1)] if len(text) > characters else text


def edited(text: str, share: float = SHARE, seed: int = 2) -> str:
    """The text with about that share of its characters edited: words changed, clauses put in and taken out."""
    chance = random.Random(seed)
    swaps = dict(edits.lists()["word_swaps"])
    clauses, left = edits.lists()["clauses"], int(len(text) * share)
    pieces, at = [], 0
    spots = list(re.finditer("|".join(swaps) + "|(?<=，)[^，。；\n]{5,12}，", text))
    chosen = sorted(chance.sample(range(len(spots)), min(len(spots), left // 4)))
    for k in chosen:
        m = spots[k]
        if left <= 0 or m.start() < at:
            continue
        new = swaps.get(m[0], "" if chance.random() < 0.5 else chance.choice(clauses) + "，" + m[0])
        pieces += [text[at : m.start()], new]
        at = m.end()
        left -= max(len(new), len(m[0])) if m[0] in swaps else abs(len(new) - len(m[0]))
    return "".join([*pieces, text[at:]])


@dataclass(frozen=True, slots=True)
class Growth:
    """One size: the changes found, and the seconds of comparing and of cleaning and outlining both versions."""

    characters: int
    changes: int
    compare: float
    prepare: float
    ended: bool


def growth(sizes: tuple[int, ...] = SIZES, rounds: int = ROUNDS) -> list[Growth]:
    """The costs at each size: seconds of comparing two outlines, and of cleaning and outlining both texts."""
    found = []
    for size in sizes:
        old = plan(size)
        new = edited(old)
        documents = duikou.outline(old), duikou.outline(new)
        cost = in_turn(
            {
                "compare": lambda pair=documents: duikou.diff(*pair),
                "prepare": lambda texts=(old, new): [duikou.outline(text) for text in texts],
            },
            rounds,
        )
        comparison = duikou.diff(*documents)
        found.append(
            Growth(len(old), len(comparison.changes), cost["compare"], cost["prepare"], bool(comparison.cautions))
        )
    return found


def growth_table(found: list[Growth]) -> str:
    """The sizes as a table: costs by character, as ratios to the first size."""
    base = found[0]
    lines = [
        "| characters | changes | comparing / cleaning both | comparing, by character, / first size |"
        " cleaning, by character, / first size | all compared |",
        "|---:|---:|---:|---:|---:|---|",
    ]
    for g in found:
        each = [
            getattr(g, name) / g.characters / (getattr(base, name) / base.characters) for name in ("compare", "prepare")
        ]
        lines.append(
            f"| {g.characters} | {g.changes} | {g.compare / g.prepare:.2f} | {each[0]:.2f} | {each[1]:.2f} |"
            f" {'no, and said so' if g.ended else 'yes'} |"
        )
    return "\n".join(lines)


def beside_others(size: int = MAIN, rounds: int = 1) -> list[tuple[str, float]]:
    """What others take on the clean texts of one size, as ratios to duikou's whole diff of two texts."""
    from rapidfuzz.distance import Levenshtein

    old = plan(size)
    new = edited(old)
    tasks: dict[str, Callable[[], object]] = {
        "duikou.diff of two texts": lambda: duikou.diff(old, new),
        "reading and cleaning the two": lambda: [duikou.clean(text) for text in (old, new)],
        "difflib on lines": lambda: difflib.SequenceMatcher(
            None, old.split("\n"), new.split("\n"), autojunk=False
        ).get_opcodes(),
        "rapidfuzz, Levenshtein.opcodes on characters": lambda: Levenshtein.opcodes(old, new),
    }
    try:
        from diff_match_patch import diff_match_patch
    except ImportError:
        pass
    else:
        engine = diff_match_patch()
        engine.Diff_Timeout = 0
        tasks["diff-match-patch on characters"] = lambda: engine.diff_main(old, new)
    cost = in_turn(tasks, rounds)
    first = next(iter(cost.values()))
    return [(name, seconds / first) for name, seconds in cost.items()]


def memory(size: int = MAIN) -> dict[str, float]:
    """Peak MB: of Python with duikou imported, of cleaning both texts, of the whole diff."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.txt"), Path(folder, "new.txt")
        text = plan(size)
        old.write_text(text, "utf-8")
        new.write_text(edited(text), "utf-8")
        read = "import sys, duikou, pathlib; a, b = map(pathlib.Path, sys.argv[1:]); "
        return {
            "cleaning both": peak(read + "x = duikou.clean(a), duikou.clean(b)", str(old), str(new)),
            "duikou.diff": peak(read + "x = duikou.diff(a, b)", str(old), str(new)),
        }


def text(sizes: tuple[int, ...] = SIZES, main: int = MAIN) -> str:
    """What comparing large texts costs: this part of docs/benchmarks.md."""
    others = beside_others(main)
    used = memory(main)
    rows = ["| what | ratio |", "|---|---:|", *(f"| {name} | {ratio:.3g} |" for name, ratio in others)]
    return "\n\n".join(
        [
            prose("cost", size=main),
            "\n".join(rows),
            prose("memory", diff=used["duikou.diff"], clean=used["cleaning both"]),
            prose("growth"),
            growth_table(growth(sizes)),
        ]
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="What comparing costs.")
    parser.add_argument("--small", action="store_true", help="small texts, to see that it runs")
    small = parser.parse_args().small
    print(text((5_000, 10_000, 20_000), 20_000) if small else text())


if __name__ == "__main__":
    main()

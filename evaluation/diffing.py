"""What is found of edits of known kind, and what else is reported, by duikou and by what people use today.

    python benchmarks/diffing.py [--rounds N] [--misses FILE]

What holds here: a pair is one document of corpus/, cleaned, beside itself with one edit (or none) under one layer of
noise; every kind of edit meets every layer and every document, `rounds` times, each time drawn anew from a fixed seed.
Every program is given the very same pairs. Figures are counts: nothing here is timed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import differs
import edits
import layouts
import noise
from differs import Report
from edits import Edit, Truth
from prose import prose
from traced import Traced

import duikou

ROOT = Path(__file__).resolve().parent.parent
# An edit counts as found when this share of its characters is marked: a diff may shift an insertion by a character.
ENOUGH = 0.6
DUIKOU = "duikou"
# Noise misreads nothing so near to an edit: two changes of one clause are one to any reader.
MARGIN = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions: their texts as they are compared, the true changes, and the misreadings that noise made."""

    name: str
    kind: str
    layer: str
    old: Traced
    new: Traced
    truths: tuple[Truth, ...]
    slips: tuple[Truth, ...]


@dataclass
class Tally:
    """Counts over some pairs."""

    pairs: int = 0
    truths: int = 0
    found: int = 0
    texts: int = 0
    texts_found: int = 0
    named: int = 0
    reports: int = 0
    right: int = 0
    beyond: int = 0
    quiet: int = 0
    slips: int = 0
    suspect: int = 0

    def add(self, other: Tally) -> None:
        """Put another tally's counts to this one's."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float:
        """The share of true changes that were reported."""
        return self.found / self.truths if self.truths else 1.0

    @property
    def recall_of_texts(self) -> float:
        """The same without ordinals: a diff may say as well that 4. stayed and a text with another 5. came after it."""
        return self.texts_found / self.texts if self.texts else 1.0

    @property
    def named_right(self) -> float:
        """The share of true changes that were reported and called what they are."""
        return self.named / self.truths if self.truths else 1.0

    @property
    def precision(self) -> float:
        """The share of reports that are about a true change (or a misreading that noise made)."""
        return self.right / self.reports if self.reports else 1.0


def documents() -> dict[str, str]:
    """The clean text of each document of the corpus, by name."""
    return {path.stem: duikou.clean(path).text for path in sorted((ROOT / "corpus").glob("*.txt"))}


def pair(text: str, name: str, kind: str, layer: str, number: int) -> Pair:
    """One pair; the same arguments give the same pair."""
    seed = f"{name}/{kind}/{layer}/{number}"
    edit = edits.make(text, kind, seed)
    head = random.Random(seed).choice(layouts.heads(text))
    traced, misread = noise.noisy(edit.new, layer, seed, _spared(edit), head)
    slips = tuple(Truth("slip", ((frozenset(), frozenset((o,))),), frozenset(("suspect",))) for o in misread)
    made = Pair(seed, kind, layer, Traced.of(edit.old), traced, edit.truths, slips)
    # Half of the pairs the other way round: the noisy copy is the old version.
    if zlib.crc32(seed.encode()) % 2:
        mirrored = edit.mirrored()
        slips = tuple(slip.mirrored() for slip in slips)
        made = Pair(seed, edit.kind, layer, traced, Traced.of(edit.old), mirrored.truths, slips)
    return made


def _spared(edit: Edit) -> frozenset[int]:
    """The offsets in the new text that noise must not misread: those of the edit and a little around."""
    told = {o for truth in edit.truths for _, new in truth.spots for o in new}
    near = {o + k for o in told for k in range(-MARGIN, MARGIN + 1)}
    heads, at = set(), 0
    for paragraph in edit.new.split("\n"):
        heads |= set(range(at, at + 6))
        at += len(paragraph) + 1
    return frozenset(near | heads)


def pairs(rounds: int, kinds: Sequence[str] = (), layers: Sequence[str] = ()) -> Iterator[Pair]:
    """Every kind of edit under every layer in every document, `rounds` times."""
    texts = documents()
    for number in range(rounds):
        for (name, text), kind, layer in itertools.product(texts.items(), kinds or edits.KINDS, layers or noise.LAYERS):
            yield pair(text, name, kind, layer, number)


def sample(count: int, kinds: Sequence[str], layers: Sequence[str]) -> Iterator[Pair]:
    """`count` pairs of each kind, over layers and documents in turn."""
    texts = list(documents().items())
    for at, kind in enumerate(kinds):
        for k in range(count):
            name, text = texts[(at + k) % len(texts)]
            yield pair(text, name, kind, layers[(at + k) % len(layers)], k)


def judged(given: Pair, reports: Sequence[Report], editorial: Iterable[str] = ()) -> Tally:
    """How the reports on a pair stand against what is true. `editorial`: what duikou reports of form alone."""
    tally = Tally(pairs=1, reports=len(reports))
    told = frozenset(editorial)
    gone = frozenset[int]().union(*(r.old for r in reports))
    come = frozenset[int]().union(*(r.new for r in reports))
    for truth in given.truths:
        tally.truths += 1
        found = _found(truth, gone, come) if truth.spots else bool(truth.names & told)
        tally.found += found
        if truth.kind != "renumbering":
            tally.texts += 1
            tally.texts_found += found
        touching = [r for r in reports if _touches(r, truth)]
        tally.named += any(r.names & truth.names for r in touching) or bool(truth.names & told and not truth.spots)
    for slip in given.slips:
        touching = [r for r in reports if _touches(r, slip)]
        tally.slips += 1
        tally.suspect += any("suspect" in r.names for r in touching)
    everything = (*given.truths, *given.slips)
    tally.right = sum(any(_touches(r, truth) for truth in everything) for r in reports)
    tally.quiet = int(tally.right == tally.reports)
    known = [frozenset[int]().union(*(spot[k] for t in everything for spot in t.spots)) for k in (0, 1)]
    tally.beyond = len(gone - known[0]) + len(come - known[1])
    return tally


def _found(truth: Truth, gone: frozenset[int], come: frozenset[int]) -> bool:
    return any(
        len(old & gone) >= ENOUGH * len(old) and len(new & come) >= ENOUGH * len(new) for old, new in truth.spots
    )


def _touches(report: Report, truth: Truth) -> bool:
    return any(report.old & old or report.new & new for old, new in truth.spots)


@dataclass
class Results:
    """Tallies by program, kind and layer, and the pairs that went wrong for duikou."""

    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)

    def over(self, program: str, kind: str | None = None, layer: str | None = None) -> Tally:
        """The tally of a program over all pairs of a kind, of a layer, or of both."""
        total = Tally()
        for (name, k, la), tally in self.tallies.items():
            if name == program and kind in (None, k) and layer in (None, la):
                total.add(tally)
        return total


def measure(given: Iterable[Pair], peers: Sequence[differs.Peer] = (), say: Any = None) -> Results:
    """Compare every pair with duikou and the peers."""
    results = Results()
    outlines: dict[str, Any] = {}
    for count, one in enumerate(given, 1):
        sides = []
        for traced in (one.old, one.new):
            if traced.origins == tuple(range(len(traced.text))):
                outlines.setdefault(traced.text, None)
                sides.append(outlines[traced.text] or duikou.outline(traced.text))
                if len(outlines) < 64:
                    outlines[traced.text] = sides[-1]
            else:
                sides.append(traced.text)
        reports, editorial = differs.by_duikou(sides[0], sides[1], (one.old, one.new))
        tally = judged(one, reports, editorial)
        results.tallies[DUIKOU, one.kind, one.layer].add(tally)
        if tally.named < tally.truths or tally.right < tally.reports or tally.suspect < tally.slips:
            results.misses.append(told(one, tally, reports, editorial))
        for peer in peers:
            results.tallies[peer.name, one.kind, one.layer].add(judged(one, peer.reports(one.old, one.new)))
        if say and count % 100 == 0:
            say(f"{count} pairs")
    return results


def told(given: Pair, tally: Tally, reports: Sequence[Report], editorial: Iterable[str]) -> str:
    """A pair that went wrong, so that it can be looked at."""
    clean = [_clean(traced) for traced in (given.old, given.new)]
    lines = [
        f"== {given.name}  found {tally.found}/{tally.truths} named {tally.named} right {tally.right}/{tally.reports}"
        f" slips {tally.suspect}/{tally.slips} editorial {sorted(editorial)}"
    ]
    for truth in (*given.truths, *given.slips):
        shown = [tuple(_shown(clean[k], spot[k]) for k in (0, 1)) for spot in truth.spots[:1]]
        lines.append(f"   true {truth.kind} {sorted(truth.names)} {shown}")
    for report in reports:
        right = any(_touches(report, truth) for truth in (*given.truths, *given.slips))
        lines.append(
            f"   {'said' if right else 'FALSE'} {sorted(report.names)} {_shown(clean[0], report.old)!r} ->"
            f" {_shown(clean[1], report.new)!r}"
        )
    return "\n".join(lines)


def _clean(traced: Traced) -> dict[int, str]:
    return {o: char for char, o in traced.pairs() if o is not None}


def _shown(chars: dict[int, str], offsets: frozenset[int]) -> str:
    """The marked characters with a little of what stands around them."""
    if not offsets:
        return ""
    low, high = min(offsets), max(offsets)
    text = "".join(f"[{chars[k]}]" if k in offsets else chars.get(k, "") for k in range(low - 6, high + 7))
    return text.replace("][", "").replace("\n", "⏎")[:160]


# -- tables


def percent(share: float) -> str:
    """A share for a table."""
    return f"{100 * share:.1f}"


def kinds_table(results: Results) -> str:
    """duikou's figures for each kind of edit."""
    lines = [
        "| edit | pairs | true changes | found % | found and named % | precision % |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind in (*edits.KINDS, None):
        t = results.over(DUIKOU, kind)
        if not t.pairs:
            continue
        share = [percent(t.recall), percent(t.named_right)] if t.truths else ["", ""]
        precise = f"quiet on {t.quiet} of {t.pairs}" if kind == "none" else percent(t.precision)
        lines.append(f"| {kind or '**all**'} | {t.pairs} | {t.truths} | {share[0]} | {share[1]} | {precise} |")
    return "\n".join(lines)


def layers_table(results: Results) -> str:
    """duikou's figures for each layer of noise."""
    lines = [
        "| noise | pairs | found % | found and named % | precision % | misreadings told as suspect |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for layer in noise.LAYERS:
        t = results.over(DUIKOU, layer=layer)
        slips = f"{t.suspect} of {t.slips}" if t.slips else ""
        shares = " | ".join(percent(share) for share in (t.recall, t.named_right, t.precision))
        lines.append(f"| {layer} | {t.pairs} | {shares} | {slips} |")
    return "\n".join(lines)


def _edited(results: Results, program: str, layer: str | None = None) -> Tally:
    """A program's tally over the pairs that every program can be held to: splits and merges leave no mark in a text
    without line breaks."""
    total = Tally()
    for kind in edits.KINDS:
        if kind not in ("none", "split", "merge"):
            total.add(results.over(program, kind, layer))
    return total


def peers_table(results: Results, peers: Sequence[differs.Peer]) -> str:
    """Every program on the same pairs: what it found, and how much else it reports."""
    lines = [
        "| program | found % | precision % | reports a pair | characters marked beyond the edit, a pair |"
        " quiet where nothing changed |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for program in (DUIKOU, *(peer.name for peer in peers)):
        t, still = _edited(results, program), results.over(program, "none")
        lines.append(
            f"| {program} | {percent(t.recall_of_texts)} | {percent(t.precision)} | {t.reports / t.pairs:.1f} |"
            f" {t.beyond / t.pairs:.0f} | {still.quiet} of {still.pairs} |"
        )
    return "\n".join(lines)


def false_table(results: Results, peers: Sequence[differs.Peer]) -> str:
    """How many reports a pair are about nothing that changed, by layer of noise."""
    lines = ["| program | " + " | ".join(noise.LAYERS) + " |", "|---|" + "---:|" * len(noise.LAYERS)]
    for program in (DUIKOU, *(peer.name for peer in peers)):
        cells = []
        for layer in noise.LAYERS:
            t = _edited(results, program, layer)
            cells.append(f"{(t.reports - t.right) / t.pairs:.2f}" if t.pairs else "")
        lines.append(f"| {program} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def section(rounds: int, say: Any = None) -> str:
    """This part of docs/benchmarks.md, without its heading."""
    peers = [peer for peer in differs.PEERS if peer.present]
    absent = [peer.name for peer in differs.PEERS if not peer.present]
    results = measure(pairs(rounds), peers, say)
    total = results.over(DUIKOU)
    parts = [
        prose("edits", pairs=total.pairs),
        kinds_table(results),
        prose("layers"),
        layers_table(results),
        prose("peers"),
        "\n".join(["| program | given |", "|---|---|", *(f"| {peer.name} | {peer.how} |" for peer in peers)]),
        peers_table(results, peers),
        prose("false"),
        false_table(results, peers),
    ]
    if absent:
        parts.append(f"Not installed, so not measured: {', '.join(absent)}.")
    return "\n\n".join(parts)


def main() -> None:
    """Measure, print the tables, and write down what went wrong where asked."""
    parser = argparse.ArgumentParser(description="Recall and precision of comparing, on edits of known kind.")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="only so many pairs of each kind")
    parser.add_argument("--kinds", nargs="*", default=[], choices=list(edits.KINDS))
    parser.add_argument("--layers", nargs="*", default=[], choices=list(noise.LAYERS))
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--misses", type=Path)
    asked = parser.parse_args()
    peers = [peer for peer in differs.PEERS if peer.present and not asked.no_peers]
    if asked.sample:
        given = sample(asked.sample, asked.kinds or list(edits.KINDS), asked.layers or list(noise.LAYERS))
    else:
        given = pairs(asked.rounds, asked.kinds, asked.layers)
    results = measure(given, peers, say=lambda text: print(text, file=sys.stderr))
    print(kinds_table(results), layers_table(results), sep="\n\n")
    if peers:
        print(peers_table(results, peers), false_table(results, peers), sep="\n\n")
    if asked.misses:
        random.Random(1).shuffle(results.misses)
        asked.misses.write_text("\n".join(results.misses), "utf-8")


if __name__ == "__main__":
    main()

"""Text that is printed over the text of a page: a watermark that is neither pale nor askew, the last letters of a seal.

What holds here: characters of a text stand beside each other, never upon each other. What is much larger than the
characters that it covers, or comes again and again on a page and covers some, is laid over them; a character that
stands upright among those of a ring belongs to the ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from duikou.reading.pages.placed import Box
from duikou.reading.pdf.runs import Aside, Run

_LARGER = 1.5  # times as large as what it covers
_TILES = 4  # so often on a page is no text of it
_COVERED = 0.3  # of a character's height and width
_RING = 4  # characters that stand askew near each other
_WIDE = 12.0  # em: a ring is no wider
_ALIKE = (0.6, 4.0)  # of the size of a ring's characters: those that stand in it (the star is larger)


@dataclass(slots=True)
class Overlays:
    """What was laid over the text of the pages so far: texts with their size and place. A page on which they happen to
    cover nothing has them too."""

    seen: set[tuple[str, int, int, int]] = field(default_factory=set)

    def on(self, runs: Sequence[Run]) -> list[Run]:
        """The runs of a page that are printed over others, or were on the pages before."""
        found = _laid_over(runs)
        ours = {id(run) for run in found}
        if self.seen:
            found += [run for run in runs if id(run) not in ours and _key(run) in self.seen]
        self.seen |= {_key(run) for run in found}
        return found


def _key(run: Run) -> tuple[str, int, int, int]:
    return run.text.strip(), round(run.size), round(run.lefts[0]), round(run.baseline)


def _laid_over(runs: Sequence[Run]) -> list[Run]:
    """The runs that are printed over others, each with what stands beside it in the same type."""
    if not runs:
        return []
    size = median(run.size for run in runs)
    large = [run for run in runs if run.size >= _LARGER * size and any(map(str.isalnum, run.text))]
    texts: dict[str, list[Run]] = {}
    for run in runs:
        if len(run.texts) > 1:
            texts.setdefault(run.text.strip(), []).append(run)
    tiled = [run for same in texts.values() if len(same) >= _TILES for run in same]
    if not large and not tiled:
        return []
    order = sorted(runs, key=lambda run: run.baseline)
    covering = [run for run in large if any(run.size >= _LARGER * other.size for other in _under(run, order))]
    levels = {(round(run.size), round(run.baseline)) for run in covering}
    found = [run for run in large if (round(run.size), round(run.baseline)) in levels]
    names = {run.text.strip() for run in tiled if any(_under(run, order))}
    ours = {id(run) for run in found}
    return [*found, *(run for run in tiled if run.text.strip() in names and id(run) not in ours)]


def in_rings(runs: Sequence[Run], asides: Sequence[Aside]) -> list[Run]:
    """The characters of seals that happen to stand upright, and the star in the middle of them."""
    askew = [aside for aside in asides if aside.why != "downwards"]
    found: list[Run] = []
    rest = askew
    while len(rest) >= _RING:
        first = rest[0]
        near = [aside for aside in rest if _far(first.box, aside.box) <= _WIDE * first.size]
        if len(near) >= _RING and sum(aside.why == "askew" and len(aside.text) < 3 for aside in near) >= _RING:
            box = _hull([aside.box for aside in near])
            size = median(aside.size for aside in near)
            found += [
                run
                for run in runs
                if len(run.texts) == 1
                and _ALIKE[0] * size <= run.size <= _ALIKE[1] * size
                and box[0] - size <= (run.lefts[0] + run.rights[-1]) / 2 <= box[2] + size
                and box[1] - size <= run.baseline - run.size / 2 <= box[3] + size
                and not _goes_on(run, runs)
            ]
        ours = {id(aside) for aside in near}
        rest = [aside for aside in rest if id(aside) not in ours]
    return found


def _under(run: Run, order: Sequence[Run]) -> list[Run]:
    """The other runs of which a run covers a character."""
    x0, top, x1, bottom = run.box
    found = []
    for other in order:
        if other.baseline < top or other is run:
            continue
        if other.baseline - other.size > bottom:
            break
        least = _COVERED * min(other.size, run.size)
        a, upper, b, lower = other.box
        if min(bottom, lower) - max(top, upper) >= least and min(x1, b) - max(x0, a) >= least:
            found.append(other)
    return found


def _goes_on(run: Run, runs: Sequence[Run]) -> bool:
    """Whether a character has others beside it in its line."""
    return any(
        abs(other.baseline - run.baseline) < run.size / 4
        and (0 <= run.lefts[0] - other.rights[-1] < run.size or 0 <= other.lefts[0] - run.rights[-1] < run.size)
        and abs(other.size - run.size) < run.size / 10
        for other in runs
        if other is not run
    )


def _far(a: Box, b: Box) -> float:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]))


def _hull(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )

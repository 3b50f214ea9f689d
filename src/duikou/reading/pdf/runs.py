"""Characters of a PDF page with their cells become runs in the direction of reading.

What holds here: lengths are points, from the page's top left as it is shown. A run is characters of one size on one
baseline, none further from the last than one em. What may not be text of the page is marked: runs that are pale,
see-through or invisible by `why`, characters that are set askew, sideways or downwards as `Aside`. Who makes lines of
them decides, and says what it left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from duikou.reading.pages.placed import Box

ABOVE, BELOW = 0.88, 0.12  # of the size: how far a hanzi stands above its baseline and below
_GAP = 1.0  # em: a wider gap ends a run
_OBJECT_GAP = 0.3  # em: the same between two pieces of text
_WORD_GAP, _SPACE_GAP = 0.22, 0.15  # em: between Latin letters a space; with a space in the file, any two characters
_LATIN = "\u0250"  # the first character that is not Latin
_QUOTES = "‘’“”"  # of both scripts
_DROP = 0.12  # em: a baseline further off ends a run
_DOUBLE = 0.35  # em: the same character this near is printed twice to look bold
_STACK, _STEP = 4, (0.8, 1.35)  # so many hanzi, each so many em below the last, are vertical text
_UPRIGHT = 2.5  # degrees
_BLANK = frozenset(
    map(chr, [9, 10, 11, 12, 13, 32, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x3000, 0xFEFF])
)

Turn = tuple[int, float, float, float, float]  # quarter turns clockwise, and the page's box left, bottom, right, top


@dataclass(slots=True)
class Run:
    """Characters on one baseline: for each its left and right edge and its text (with a space before it, if any).

    `why` is "" for plain text, else what is odd: "hidden" (invisible), "pale", "see-through".
    """

    baseline: float
    size: float
    why: str = ""
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The cells' box: x0, top, x1, bottom."""
        top, bottom = self.baseline - ABOVE * self.size, self.baseline + BELOW * self.size
        return (self.lefts[0], top, self.rights[-1], bottom)

    @property
    def text(self) -> str:
        """The characters, with the spaces between words."""
        return "".join(self.texts)

    def cut(self, at: int, end: int) -> Run:
        """The characters [at, end) as a run of their own."""
        return Run(self.baseline, self.size, self.why, self.lefts[at:end], self.rights[at:end], self.texts[at:end])


@dataclass(slots=True)
class Aside:
    """Text that does not stand upright on a line: "sideways" (by a quarter), "downwards" (upright characters one
    below the other) or "askew"."""

    text: str
    why: str
    box: Box
    size: float

    def add(self, text: str, box: Box) -> None:
        """Take one more character."""
        mine = self.box
        self.text += text
        self.box = (min(mine[0], box[0]), min(mine[1], box[1]), max(mine[2], box[2]), max(mine[3], box[3]))


@dataclass(slots=True)
class Style:
    """What all characters of one text object share. `lift` is from the box's bottom to the baseline, `angle` the
    direction of the text in degrees, against that of the page; `why` as of runs. `wild` says that the cells given for
    its characters can't be theirs."""

    size: float
    angle: float
    lift: float
    why: str
    wild: bool = False


def box_as_shown(turn: Turn, left: float, bottom: float, right: float, top: float) -> Box:
    """A box of the page's own axes as it is shown: x0, top, x1, bottom from the top left."""
    quarter, x0, y0, x1, y1 = turn
    if quarter == 0:
        return (left - x0, y1 - top, right - x0, y1 - bottom)
    if quarter == 1:
        return (bottom - y0, left - x0, top - y0, right - x0)
    if quarter == 2:
        return (x1 - right, bottom - y0, x1 - left, top - y0)
    return (y1 - top, x1 - right, y1 - bottom, x1 - left)


class Cutter:
    """Cuts the characters of a page into runs, in one pass over them.

    `objects` are the addresses of the characters' text objects (0 for what the file does not have), `boxes` their
    cells as left, top, right, bottom in the page's own axes, one after the other, `styles` those of the objects,
    `origin` gives the point on the baseline where a character begins: a letter that reaches below its font's own
    descent (g, p, y in a Chinese face) has a cell that does not tell where the line stands.
    """

    def __init__(
        self,
        objects: list[int],
        boxes: list[float],
        styles: dict[int, Style],
        turn: Turn,
        origin: Callable[[int], tuple[float, float]],
    ) -> None:
        self.objects, self.boxes, self.styles, self.turn, self.origin = objects, boxes, styles, turn, origin
        self.doubled = 0  # letters, digits and hanzi printed a second time in their place
        self.asides: dict[int, Aside] = {}
        self.columns: dict[int, list[int]] = {}  # runs of a text object that goes downwards

    def runs(self, codes: list[int]) -> tuple[list[Run], list[Aside]]:
        """The runs in the order of the file, and what stands aside. `codes` are the characters' code points."""
        runs: list[Run] = []
        last_object, last_left, last_right, last_baseline = 0, 0.0, 0.0, 0.0
        size = lift = near = 0.0
        straight, spaced, why, last = False, False, "", ""
        level: float | None = None  # where the cells of the run end below, while its characters may just go on
        lefts: list[float] = []
        rights: list[float] = []
        texts: list[str] = []
        each = zip(map(chr, codes), self.objects, *self._cells(), strict=True)
        for i, (char, item, left, right, low) in enumerate(each):
            # Most characters follow the one before in its line, without a gap.
            if item == last_object and low == level and last_left <= left <= last_right + near and char not in _BLANK:
                lefts.append(left)
                rights.append(right)
                texts.append(char)
                last_left, last_right, last = left, right, char
                continue
            if char in _BLANK or not item:
                # pdfium puts in spaces of its own where it sees a gap; only those of the file count.
                if item:
                    spaced, level = True, None
                continue
            same = item == last_object
            if not same:
                style = self.styles[item]
                size, lift, why = style.size, style.lift, style.why
                near = _SPACE_GAP * size
                straight = -_UPRIGHT < style.angle < _UPRIGHT
            baseline = low - lift
            if not straight:
                self._aside(item, char, i)
                last_object, spaced, level = item, False, None
                continue
            gap = left - last_right
            if same and texts and not -_DROP * size <= baseline - last_baseline <= _DROP * size:
                x, y = self.origin(i)
                baseline = box_as_shown(self.turn, x, y, x, y)[3]
            if (
                texts
                and abs(baseline - last_baseline) <= _DROP * size
                and left >= last_left
                and gap < (_GAP if same else _OBJECT_GAP) * size
                and (same or (abs(runs[-1].size - size) <= 0.05 * size and runs[-1].why == why))
            ):
                # The letters of a ligature share its box, but they are of one text object.
                if not same and char == last and left - last_left < _DOUBLE * size and gap < -_DOUBLE * (right - left):
                    self.doubled += char.isalnum()
                    continue
                wide = gap > _SPACE_GAP * size or spaced
                texts.append(f" {char}" if wide and parts_words(last, char, spaced, gap / size) else char)
            else:
                if same and texts and abs(left - last_left) < 0.6 * size and baseline > last_baseline + _DROP * size:
                    self.columns.setdefault(item, [len(runs) - 1]).append(len(runs))
                lefts, rights, texts = [], [], [f" {char}" if spaced else char]
                runs.append(Run(baseline, size, why, lefts, rights, texts))
            lefts.append(left)
            rights.append(right)
            last_object, last_left, last_right, last_baseline, last, spaced = item, left, right, baseline, char, False
            level = low
        return self._without_columns(runs), list(self.asides.values())

    def _cells(self) -> tuple[list[float], list[float], list[float]]:
        """For each character the left, the right and the lower edge of its cell on the page as it is shown."""
        boxes = self.boxes
        quarter, x_edge, _, _, y_edge = self.turn
        if quarter == 0:
            lows = [y_edge - y for y in boxes[3::4]]
            if not x_edge:
                return boxes[0::4], boxes[2::4], lows
            return [x - x_edge for x in boxes[0::4]], [x - x_edge for x in boxes[2::4]], lows
        found = [self._box(i) for i in range(len(boxes) // 4)]
        return [box[0] for box in found], [box[2] for box in found], [box[3] for box in found]

    def _box(self, i: int) -> Box:
        left, top, right, bottom = self.boxes[4 * i : 4 * i + 4]
        return box_as_shown(self.turn, left, bottom, right, top)

    def _aside(self, item: int, char: str, i: int) -> None:
        box = self._box(i)
        if item not in self.asides:
            style = self.styles[item]
            quarter = abs(abs(style.angle) - 90) < _UPRIGHT
            self.asides[item] = Aside("", "sideways" if quarter else "askew", box, style.size)
        self.asides[item].add(char, box)

    def _without_columns(self, runs: list[Run]) -> list[Run]:
        for members in _stacks(runs):
            self.columns[-1 - members[0]] = members
        for item, members in self.columns.items():
            first = runs[members[0]]
            aside = self.asides[item] = Aside("", "downwards", first.box, first.size)
            for i in members:
                aside.add(runs[i].text, runs[i].box)
        gone = {i for members in self.columns.values() for i in members}
        return [run for i, run in enumerate(runs) if i not in gone] if gone else runs


def _stacks(runs: list[Run]) -> list[list[int]]:
    """Hanzi that follow each other downwards in the file, one at a time: vertical text drawn by hand."""
    stacks: list[list[int]] = []
    stack: list[int] = []
    for i, run in enumerate(runs):
        if len(run.texts) != 1 or not "\u3400" <= run.texts[0][-1] <= "\u9fff":
            stack = []
            continue
        if stack:
            above = runs[stack[-1]]
            step = (run.baseline - above.baseline) / run.size
            below = abs(run.lefts[0] - above.lefts[0]) <= _DROP * run.size and _STEP[0] <= step <= _STEP[1]
            stack = [*stack, i] if below and run.size == above.size else [i]
        else:
            stack = [i]
        if len(stack) == _STACK:
            stacks.append(stack)
        elif len(stack) > _STACK:
            stacks[-1] = stack
    return stacks


def parts_words(before: str, after: str, spaced: bool, gap: float) -> bool:
    """Whether a space stands between two characters; `gap` in em, `spaced` when the file has a space there."""
    one, other = before < _LATIN, after < _LATIN
    if (one or before in _QUOTES) and (other or after in _QUOTES) and (one or other):
        return spaced or gap > _WORD_GAP
    return spaced and (gap > _SPACE_GAP or one or other)

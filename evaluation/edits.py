"""Edits of known kind, put into real text: what was edited is known to the character, and what it should be called.

What holds here: an edit never changes the texts beyond what it says it does; the same text and seed give the same edit.
Where a text has nothing of a kind (few plans hold many numbers), an invented sentence is put into both versions first.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import noise

NUMERALS = "一二三四五六七八九十"
ITEM = re.compile(r"（([一二三四五六七八九十]+)）|(\d+)\.(?!\d)")
# Paragraphs with fewer hanzi are headings, signatures and the like; edits are put into the others.
LONG = 40


@dataclass(frozen=True, slots=True)
class Patch:
    """[start, end) of the first text becomes `text` in the second."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Truth:
    """One true change: the offsets of the letters, digits and hanzi it concerns, and what it may be called.

    `spots` are pairs (offsets in the old text, offsets in the new one); a comparison that marks any one of them has
    found the change (an item moved past two others, or those two moved past it). `names` are of duikou's words: types,
    categories or classes.
    """

    kind: str
    spots: tuple[tuple[frozenset[int], frozenset[int]], ...]
    names: frozenset[str]

    def mirrored(self) -> Truth:
        """The same change from the new text to the old one."""
        mirror = {"insertion": "deletion", "insert": "delete", "split": "merge"}
        mirror |= {value: key for key, value in mirror.items()}
        names = frozenset(mirror.get(name, name) for name in self.names)
        return replace(self, spots=tuple((new, old) for old, new in self.spots), names=names)


@dataclass(frozen=True, slots=True)
class Edit:
    """Two versions of a text and the true changes between them."""

    kind: str
    old: str
    new: str
    truths: tuple[Truth, ...]

    def mirrored(self) -> Edit:
        """The versions changed about."""
        return replace(self, old=self.new, new=self.old, truths=tuple(truth.mirrored() for truth in self.truths))


class Base:
    """A text that edits are put into: its paragraphs, where they start, and which of them are long enough."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = text.split("\n")
        self.starts = [0]
        for paragraph in self.paragraphs:
            self.starts.append(self.starts[-1] + len(paragraph) + 1)
        first = next((k for k, p in enumerate(self.paragraphs) if p.startswith("一、")), 0)
        self.long = [k for k, p in enumerate(self.paragraphs) if k > first and len(p) >= LONG]

    def put(self, k: int, sentence: str) -> Base:
        """The text with a sentence added to the end of a paragraph."""
        paragraphs = [p + sentence * (i == k) for i, p in enumerate(self.paragraphs)]
        return Base("\n".join(paragraphs))


def lists() -> dict[str, Any]:
    """What edits are made of (edits.toml)."""
    return _loaded()


@cache
def _loaded() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "edits.toml").read_text("utf-8"))


# -- from patches to an edit


def applied(text: str, patches: Sequence[Patch]) -> tuple[str, list[tuple[int, int]]]:
    """The text with the patches made, and the span of each patch's text in it. Patches keep the order of `patches`."""
    pieces, spans, at, grown = [], {}, 0, 0
    for k, patch in sorted(enumerate(patches), key=lambda p: (p[1].start, p[1].end)):
        pieces += [text[at : patch.start], patch.text]
        spans[k] = (patch.start + grown, patch.start + grown + len(patch.text))
        grown += len(patch.text) - (patch.end - patch.start)
        at = patch.end
    return "".join([*pieces, text[at:]]), [spans[k] for k in range(len(patches))]


def telling(text: str, start: int, end: int) -> frozenset[int]:
    """The offsets of letters, digits and hanzi in [start, end)."""
    return frozenset(k for k in range(start, end) if text[k].isalnum())


def spot(old: str, patch: Patch, new: str, span: tuple[int, int]) -> tuple[frozenset[int], frozenset[int]]:
    """What a patch changed, without what is the same at both ends."""
    gone, come = old[patch.start : patch.end], new[slice(*span)]
    most = min(len(gone), len(come))
    head = next((k for k in range(most) if gone[k] != come[k]), most)
    tail = next((k for k in range(most - head) if gone[-1 - k] != come[-1 - k]), most - head)
    return telling(old, patch.start + head, patch.end - tail), telling(new, span[0] + head, span[1] - tail)


def edited(base: Base, kind: str, made: Sequence[tuple[Patch, str, tuple[str, ...]]]) -> Edit:
    """An edit of patches that are each one true change: (patch, its kind, its names)."""
    patches = [patch for patch, _, _ in made]
    new, spans = applied(base.text, patches)
    truths = [
        Truth(name, (spot(base.text, patch, new, span),), frozenset(names))
        for (patch, name, names), span in zip(made, spans, strict=True)
    ]
    return Edit(kind, base.text, new, tuple(truths))


def simple(base: Base, kind: str, start: int, end: int, text: str) -> Edit:
    """An edit of one patch that is named for its kind."""
    return edited(base, kind, [(Patch(start, end, text), kind, (kind,))])


# -- the kinds


def _found(base: Base, pattern: str, chance: random.Random) -> tuple[int, int] | None:
    """The span of one match in a long paragraph, drawn by chance; never an ordinal at its head."""
    spans = [
        (base.starts[k] + m.start(), base.starts[k] + m.end())
        for k in base.long
        for m in re.finditer(pattern, base.paragraphs[k])
        if m.start() > 5
    ]
    return chance.choice(spans) if spans else None


def _invented(base: Base, kind: str, chance: random.Random) -> Edit:
    """A change inside an invented sentence that both versions have."""
    sentence, before, after = chance.choice(lists()[kind])
    if chance.random() < 0.5:
        before, after = after, before
    if sentence.startswith("（"):
        # A tail of units stands at the end of its item, once.
        k = chance.choice([k for k in base.long if not base.paragraphs[k].endswith("）")] or base.long)
    else:
        k = chance.choice([k for k in base.long if base.paragraphs[k].endswith("。")])
    at = base.starts[k] + len(base.paragraphs[k]) + sentence.index("{}")
    return simple(base.put(k, sentence.format(before)), kind, at, at + len(before), after)


def number(base: Base, chance: random.Random) -> Edit:
    """A number becomes another one."""
    span = _found(base, r"(?<![\d.〔第—])\d+(?:\.\d+)?(?![\d.]*[年月日号〕—\d])", chance)
    if span is None or chance.random() < 0.6:
        return _invented(base, "number", chance)
    piece = base.text[slice(*span)]
    k = chance.randrange(len(piece.partition(".")[0]))
    other = chance.choice([d for d in "123456789" if d != piece[k]])
    return simple(base, "number", *span, piece[:k] + other + piece[k + 1 :])


def date(base: Base, chance: random.Random) -> Edit:
    """A year, a month or a day becomes another one."""
    span = _found(base, r"(?:19|20)\d\d(?=年)", chance)
    if span is None or chance.random() < 0.6:
        return _invented(base, "date", chance)
    year = int(base.text[slice(*span)])
    return simple(base, "date", *span, str(year + chance.choice((-2, -1, 1, 2, 5, 10))))


def unit(base: Base, chance: random.Random) -> Edit:
    """A public body becomes another one."""
    span = _found(base, "|".join(f"(?<=[：、，]){name}(?=[、，）])" for name in lists()["bodies"]), chance)
    if span is None or chance.random() < 0.5:
        return _invented(base, "unit", chance)
    line = base.text[base.text.rfind("（", 0, span[0]) : base.text.find("）", span[1])]
    others = [name for name in lists()["bodies"] if name not in line]
    return simple(base, "unit", *span, chance.choice(others))


def place(base: Base, chance: random.Random) -> Edit:
    """A place becomes another one of its rank."""
    ranks = [lists()["provinces"], lists()["cities"]]
    chance.shuffle(ranks)
    span = _found(base, "|".join(ranks[0]), chance)
    if span is None or chance.random() < 0.4:
        return _invented(base, "place", chance)
    others = [name for name in ranks[0] if name not in base.text[span[0] - 6 : span[1] + 6]]
    return simple(base, "place", *span, chance.choice(others))


def modality(base: Base, chance: random.Random) -> Edit:
    """What must be done may be done; or a word of obligation is put in."""
    how = chance.random()
    if how < 0.4:
        return _invented(base, "modality", chance)
    swaps = dict(lists()["modal_swaps"])
    span = _found(base, "|".join(swaps), chance)
    if span is not None and how < 0.6:
        return simple(base, "modality", *span, swaps[base.text[slice(*span)]])
    span = _found(base, f"(?<=[，。；])(?={'|'.join(lists()['verbs'])})", chance)
    if span is None:
        return _invented(base, "modality", chance)
    return simple(base, "modality", *span, chance.choice(lists()["modals"]))


def wording(base: Base, chance: random.Random) -> Edit:
    """A word becomes another word."""
    swaps = dict(lists()["word_swaps"])
    span = _found(base, "|".join(swaps), chance)
    if span is None:
        return wording(base.put(base.long[0], lists()["sentences"][0]), chance)
    return simple(base, "wording", *span, swaps[base.text[slice(*span)]])


def deletion(base: Base, chance: random.Random) -> Edit:
    """A sentence, a clause or a member of a list goes."""
    patterns = (
        r"(?<=。)[^。，\d“”（）]{6,}(?:，[^。\d“”（）]+)*。(?=[^（])",
        r"(?<=，)[^，。；：\d、“”（）]{5,}，",
        r"、[^，。；：\d、“”（）和与及等]{2,8}(?=、)",
    )
    k = chance.randrange(len(patterns))
    span = _found(base, patterns[k], chance)
    if span is None:
        k, span = 1, _found(base, patterns[1], chance) or (0, 0)
    # A body that goes from a list of bodies is a change of unit.
    names = ("deletion", "unit") if k == 2 else ("deletion",)
    return edited(base, "deletion", [(Patch(*span, ""), "deletion", names)])


def insertion(base: Base, chance: random.Random) -> Edit:
    """A sentence or a clause comes."""
    if chance.random() < 0.5:
        span = _found(base, r"(?<=[^。]。)(?=[^）”])", chance)
        return simple(base, "insertion", *(span or (0, 0)), chance.choice(lists()["sentences"]))
    span = _found(base, r"，(?=[^，。；]{4,}[。；])", chance) or (0, 0)
    return simple(base, "insertion", span[1], span[1], chance.choice(lists()["clauses"]) + "，")


def misreading(base: Base, chance: random.Random) -> Edit:
    """A character is taken for another that looks like it."""
    while True:
        k = chance.choice(base.long)
        at = chance.randrange(base.starts[k] + 6, base.starts[k] + len(base.paragraphs[k]))
        other = noise.misread(base.text[at], chance)
        if other is not None:
            return edited(base, "misreading", [(Patch(at, at + 1, other), "misreading", ("suspect",))])


def value(ordinal: str) -> int:
    """The value of an ordinal up to 99."""
    if ordinal.isdigit():
        return int(ordinal)
    tens, ten, ones = ordinal.rpartition("十")
    high = (NUMERALS.index(tens) + 1 if tens else 1) if ten else 0
    return 10 * high + (NUMERALS.index(ones) + 1 if ones else 0)


def label(like: str, count: int) -> str:
    """An ordinal of the same form with another value."""
    if like.isdigit():
        return str(count)
    tens, ones = divmod(count, 10)
    high = (NUMERALS[tens - 1] if tens > 1 else "") + "十" * bool(tens)
    return high + (NUMERALS[ones - 1] if ones else "")


def _ordinal(base: Base, k: int) -> tuple[str, int, int] | None:
    """The ordinal at the head of a paragraph: its numeral and where that stands in the text."""
    found = ITEM.match(base.paragraphs[k])
    if found is None:
        return None
    group = 1 if found[1] else 2
    return found[group], base.starts[k] + found.start(group), base.starts[k] + found.end(group)


def _following(base: Base, k: int) -> list[int]:
    """The items that come after item k and count on from it: numbering may run on over headings."""
    first = _ordinal(base, k)
    if first is None:
        return []
    found, count = [], value(first[0])
    for i in range(k + 1, len(base.paragraphs)):
        ordinal = _ordinal(base, i)
        if ordinal is None or ordinal[0].isdigit() != first[0].isdigit():
            if re.match("[一二三四五六七八九十]+、", base.paragraphs[i]) and not first[0].isdigit():
                break
            continue
        if value(ordinal[0]) != count + 1:
            break
        found.append(i)
        count += 1
    return found


def _relabelled(base: Base, items: Sequence[int], by: int) -> list[tuple[Patch, str, tuple[str, ...]]]:
    made = []
    for i in items:
        numeral, start, end = _ordinal(base, i) or ("", 0, 0)
        made.append((Patch(start, end, label(numeral, value(numeral) + by)), "renumbering", ("renumber",)))
    return made


def _leaves(base: Base) -> list[int]:
    """Long items with nothing below them but themselves."""
    found = []
    for k in base.long:
        after = base.paragraphs[k + 1] if k + 1 < len(base.paragraphs) else "一、"
        if ITEM.match(base.paragraphs[k]) and (ITEM.match(after) or re.match("[一二三四五六七八九十]+、", after)):
            found.append(k)
    return found


def renumbering(base: Base, chance: random.Random) -> Edit:
    """An item comes or goes, and those after it are counted anew."""
    leaves = [k for k in _leaves(base) if _following(base, k)]
    if not leaves:
        return insertion(base, chance)
    k = chance.choice(leaves)
    numeral, start, _ = _ordinal(base, k) or ("", 0, 0)
    head = base.text[base.starts[k] : start], base.paragraphs[k][start - base.starts[k] + len(numeral)]
    if chance.random() < 0.5:
        body = f"{chance.choice(lists()['headings'])}。{''.join(chance.sample(lists()['sentences'], 2))}"
        line = f"{head[0]}{numeral}{head[1]}{body}\n"
        patch = Patch(base.starts[k], base.starts[k], line)
        made = [(patch, "insertion", ("insert", "insertion")), *_relabelled(base, [k, *_following(base, k)], 1)]
    else:
        patch = Patch(base.starts[k], base.starts[k + 1], "")
        made = [(patch, "deletion", ("delete", "deletion")), *_relabelled(base, _following(base, k), -1)]
    return edited(base, "renumbering", made)


def move(base: Base, chance: random.Random) -> Edit:
    """An item, or a paragraph, goes to another place among its neighbours; what it passed is counted anew."""
    leaves = set(_leaves(base))
    runs = []
    for k in base.long:
        if not ITEM.match(base.paragraphs[k]) and not leaves:
            runs += [(k, k + n) for n in (2, 3, 4) if k + n < len(base.paragraphs)]
        following = _following(base, k)
        for n in (2, 3):
            if {k, *following[:n]} <= leaves and following[n - 1 : n] == [k + n]:
                runs.append((k, k + n))
    k, last = chance.choice(runs)
    up = chance.random() < 0.5
    moved = last if up else k
    passed = range(k, last) if up else range(k + 1, last + 1)
    line = base.paragraphs[moved]
    ordinal = _ordinal(base, moved)
    if ordinal is not None:
        target = _ordinal(base, k if up else last) or ordinal
        at = ordinal[1] - base.starts[moved]
        line = line[:at] + target[0] + line[at + len(ordinal[0]) :]
    to = base.starts[k] if up else base.starts[last + 1]
    # The last paragraph has no line feed after it.
    end = to >= len(base.text) + 1
    goes = Patch(base.starts[moved], base.starts[moved + 1], "")
    comes = Patch(len(base.text), len(base.text), "\n" + line) if end else Patch(to, to, line + "\n")
    made = _relabelled(base, passed, 1 if up else -1) if ordinal is not None else []
    patches = [goes, comes, *(patch for patch, _, _ in made)]
    new, spans = applied(base.text, patches)
    old_span = telling(base.text, goes.start, goes.end - 1)
    new_span = telling(new, *spans[1])
    others = frozenset(o for i in passed for o in telling(base.text, base.starts[i] + 4, base.starts[i + 1] - 1))
    shifted = _passed_in_new(base, passed, new, spans, moved, up)
    truths = [Truth("move", ((old_span, new_span), (others, shifted)), frozenset(("move",)))]
    truths += [
        Truth(name, (spot(base.text, patch, new, span), (others, shifted)), frozenset((*names, "move")))
        for (patch, name, names), span in zip(made, spans[2:], strict=True)
    ]
    return Edit("move", base.text, new, tuple(truths))


def _passed_in_new(
    base: Base, passed: range, new: str, spans: list[tuple[int, int]], moved: int, up: bool
) -> frozenset[int]:
    """Where the passages that the moved one passed stand in the new text."""
    if up:
        start = spans[1][1]
        return telling(new, start + 4, min(len(new), base.starts[moved + 1] - 1))
    return telling(new, base.starts[moved] + 4, spans[1][0] - 1)


def split(base: Base, chance: random.Random) -> Edit:
    """A paragraph becomes two."""
    span = _found(base, r"(?<=[^。]{25}。)(?=[^。（]{25})", chance) or (0, 0)
    made = Patch(span[0], span[0], "\n")
    new, _ = applied(base.text, [made])
    return Edit("split", base.text, new, (Truth("split", (), frozenset(("split",))),))


def merge(base: Base, chance: random.Random) -> Edit:
    """Two paragraphs become one."""
    return replace(split(base, chance).mirrored(), kind="merge")


def nothing(base: Base, chance: random.Random) -> Edit:
    """Nothing is edited: whatever is reported is noise."""
    return Edit("none", base.text, base.text, ())


KINDS: dict[str, Callable[[Base, random.Random], Edit]] = {
    "none": nothing,
    "insertion": insertion,
    "deletion": deletion,
    "number": number,
    "date": date,
    "unit": unit,
    "place": place,
    "modality": modality,
    "wording": wording,
    "renumbering": renumbering,
    "move": move,
    "split": split,
    "merge": merge,
    "misreading": misreading,
}


def make(text: str, kind: str, seed: str) -> Edit:
    """An edit of a kind in a clean text (one paragraph a line)."""
    return KINDS[kind](Base(text), random.Random(seed))

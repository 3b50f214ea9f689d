"""What kind of change a difference is: its class and its category.

What holds here: a difference that folding takes away is editorial. One that is look-alike characters or a slip is
suspect, and so is a broken word, or what only a scan has and no dictionary. All else is substantive, and named for what
changed: references to items, dates, numbers, obligation (应当, 可以, 不得), public bodies, places, else wording,
insertion or deletion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from duikou import data
from duikou.comparing.aligning.folding import fold, width
from duikou.comparing.judging.context import Context, Evidence
from duikou.comparing.judging.misreading import breaks_a_word, misread, wrong_side
from duikou.comparing.judging.recognised import misrecognised
from duikou.comparing.judging.values import are_hours, same_value
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern, piece
from duikou.notation.words import kinds

RANKS = {"editorial": 0, "suspect": 1, "substantive": 2}
MIRRORED = {"insertion": "deletion", "deletion": "insertion", "split": "merge", "merge": "split"}
_WORDS = {"wording", "insertion", "deletion"}
_SEPARATORS = pattern(r"[、，,；;（）()\s和与及由]+")
_COUNTED = ("reference", "doc_number", "date", "number")


class Verdict(NamedTuple):
    """The class and category of a difference; `wrong` is "old" or "new" where one side is likely misread."""

    klass: str
    category: str
    wrong: str | None = None


def judge(context: Context, evidence: Evidence, in_mark: bool = False) -> Verdict:
    """Class one difference. `in_mark`: it lies in the ordinal of an item that only one side has read as one."""
    old, new = context.old, context.new
    if fold(old) == fold(new):
        return Verdict("editorial", "numbering" if in_mark else form(old, new))
    if misread(context):
        return Verdict("suspect", "misreading", wrong_side(context, evidence) or context.scanned)
    if in_mark:
        return Verdict("editorial", "numbering")
    about = "number" if _bounds_a_number(context) else "date" if are_hours(old, new) else category(old, new)
    if about in _COUNTED and same_value(old, new):
        return Verdict("editorial", about)
    if about in ("wording", "place", "unit", "insertion", "deletion") and breaks_a_word(context, evidence):
        return Verdict("suspect", "misreading", wrong_side(context, evidence) or context.scanned)
    if about in ("place", "unit", *_WORDS) and misrecognised(context, named=about != "wording"):
        return Verdict("suspect", "misreading", context.scanned)
    return Verdict("substantive", about)


def theme(verdict: Verdict) -> str:
    """What tells near changes apart: the category; wording, insertion and deletion are one theme, forms another."""
    if verdict.klass == "editorial":
        return verdict.category if verdict.category in ("script", "follows") else "form"
    return "wording" if verdict.category in _WORDS else verdict.category


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on regions that are told as one change: that of the strongest, and of those the one with a
    name; of words put in and taken out, wording."""
    rank = max(RANKS[verdict.klass] for verdict in verdicts)
    strongest = [verdict for verdict in verdicts if RANKS[verdict.klass] == rank]
    categories = {verdict.category for verdict in strongest}
    sides = {verdict.wrong for verdict in strongest} - {None}
    named = [verdict.category for verdict in strongest if verdict.category not in _WORDS]
    category = named[0] if named else "wording" if len(categories) > 1 else strongest[0].category
    return Verdict(strongest[0].klass, category, sides.pop() if len(sides) == 1 else None)


def form(old: str, new: str) -> str:
    """The category of an editorial difference."""
    if "".join(old.split()) == "".join(new.split()):
        more = new.count("\n") - old.count("\n")
        return "split" if more > 0 else "merge" if more < 0 else "spacing"
    return "width" if width(old) == width(new) else "punctuation"


def category(old: str, new: str) -> str:
    """What a true change is about."""
    if not fold(old) or not fold(new):
        return _alone(old if fold(old) else new) or ("deletion" if fold(old) else "insertion")
    rest_old, rest_new, differing = old, new, []
    # Without a numeral, nothing but a date (每年) is counted.
    for kind in _COUNTED if _numeric().search(old) or _numeric().search(new) else ("date",):
        pattern = kinds()[kind]
        if pattern.findall(rest_old) != pattern.findall(rest_new):
            differing.append(kind)
        rest_old, rest_new = pattern.sub("\0", rest_old), pattern.sub("\0", rest_new)
        if differing and _unbounded(rest_old) == _unbounded(rest_new):
            return "number" if differing[0] == "doc_number" else differing[0]
    if _about_time(old, new):
        return "date"
    modal = kinds()["modality"]
    words = [modal.findall(side) for side in (old, new)]
    if words[0] != words[1]:
        heads = [m[0] if (m := modal.match(side)) else None for side in (old, new)]
        if heads[0] != heads[1] or fold(modal.sub("", old)) == fold(modal.sub("", new)):
            return "modality"
    if all(side.strip() in data.load("comparing/categories")["alone_modal"] for side in (old, new)):
        return "modality"
    if _negated(old) != _negated(new) and _without_not(old) == _without_not(new):
        return "modality"
    for kind in ("unit", "place"):
        if all(_all_are(_names(kind), side) for side in (old, new)):
            return kind
    return "wording"


@cache
def _numeric() -> re.Pattern[str]:
    return pattern(piece("notation/token_forms", "numeric"))


def _about_time(old: str, new: str) -> bool:
    """Whether a date, or how often, stands against words for a time without one: 长期坚持 became 2025年底."""
    words = data.load("comparing/categories")
    terms = words["terms"]
    sides = [side.strip("，。；：、 ").removesuffix(words["from_then_on"]) for side in (old, new)]
    dated = [kinds()["date"].fullmatch(side) is not None for side in sides]
    return any(dated) and all(is_date or side in terms for is_date, side in zip(dated, sides, strict=True))


@cache
def _bounds() -> re.Pattern[str]:
    return pattern(one_of(data.load("comparing/categories")["bounds"]))


def _bounds_a_number(context: Context) -> bool:
    """Whether what was put in, taken out or changed is what bounds a number next to it: 8%以上, 约100亿元."""
    sides = [fold(side) for side in (context.old, context.new)]
    if not any(sides) or not all(not side or _bounds().fullmatch(side) for side in sides):
        return False
    number = kinds()["number"]
    after = number.match(context.after)
    return after is not None or any(m.end() == len(context.before) for m in number.finditer(context.before))


def _alone(piece: str) -> str | None:
    """The category of an added or dropped piece that is one date, number, word of obligation … and nothing more."""
    bare = piece.strip("，。；：、 ")
    for kind in (*_COUNTED, "modality", "unit"):
        if kinds()[kind].fullmatch(bare):
            return "number" if kind == "doc_number" else kind
    if bare in data.load("comparing/categories")["alone_modal"]:
        return "modality"
    listed = [kind for kind in ("unit", "place") if _all_are(kinds()[kind], bare)]
    return listed[0] if listed else "place" if _all_are(_places_together(), bare) else None


@cache
def _places_together() -> re.Pattern[str]:
    """Names of places, perhaps one within the other (甲省乙市), and only such as a list has."""
    return pattern(rf"(?:{kinds()['place'].pattern})+")


def _unbounded(text: str) -> str:
    return fold(_bounds().sub("", text) if "\0" in text else text)


def _negated(text: str) -> int:
    return sum(char in data.load("comparing/categories")["negations"] for char in text)


def _without_not(text: str) -> str:
    return "".join(char for char in fold(text) if char not in data.load("comparing/categories")["negations"])


@cache
def _names(kind: str) -> re.Pattern[str]:
    """What a name of a kind looks like when it is all that changed.

    Places may stand together (甲省乙市). One that no list has is known by its end (某某区), common nouns aside.
    """
    if kind != "place":
        return kinds()[kind]
    lists = data.load("comparing/categories")
    ends, nouns = piece("notation/words", "place_end"), "|".join(lists["common_nouns"])
    return pattern(rf"(?:{kinds()[kind].pattern})+|(?!.{{0,4}}(?:{nouns})$){HANZI}{{2,7}}{ends}")


def _all_are(name: re.Pattern[str], text: str) -> bool:
    """Whether a text is a list of names of one kind, with or without what such a list is headed by (责任单位：)."""
    joined, heads, between = _list_marks()
    held = joined.sub(lambda m: m[0].replace("和", "\0"), heads.sub("、", text))
    names = [one.replace("\0", "和") for one in between.split(held) if one]
    return bool(names) and all(name.fullmatch(one) for one in names)


@cache
def _list_marks() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Names in which 和 joins nothing, what heads a list, and what stands between its names."""
    return (
        pattern("|".join(data.load("notation/words")["lists"]["joined_names"])),
        pattern("|".join(data.load("comparing/categories")["heads_of_lists"])),
        pattern(r"[:：\u3000]|" + _SEPARATORS.pattern),
    )

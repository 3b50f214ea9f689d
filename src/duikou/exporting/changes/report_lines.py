"""What the readable reports of a comparison share: which changes are listed, and how one is shown in few
words.

What holds here: the pieces shown of a change are its `ops` with long equal stretches shortened to what
stands next to a change, so nothing deleted or inserted is ever left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duikou.comparing.telling.one_piece import shared_head
from duikou.exporting.labels import label, labels, path_text, where
from duikou.exporting.screen import coded
from duikou.model import Change, Comparison, Side
from duikou.model.changes import ALL_GROUPS, GROUPS
from duikou.notation.characters import NUMERAL
from duikou.notation.numerals import CIRCLED, number
from duikou.notation.patterns import pattern

Piece = tuple[str, str]
ELLIPSIS = "……"
# So many times the same words for the same words are one entry.
_THROUGHOUT = 3


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes by group, in the order given; each group is there."""
    groups: dict[str, list[Change]] = {name: [] for name in ALL_GROUPS}
    for change in changes:
        groups[change.group].append(change)
    return groups


def summary_line(comparison: Comparison, lang: str) -> str:
    """How many changes of each group, in one line."""
    names = labels(lang, "classes")
    counts = {name: len(changes) for name, changes in grouped(comparison.changes).items()}
    shown = [f"{names[name]} {count}{_unit(lang)}" for name, count in counts.items() if count]
    return ("，" if lang == "zh" else ", ").join(shown) or _nothing(comparison, lang)


def _nothing(comparison: Comparison, lang: str) -> str:
    """What is said where no change is listed: that there is none, or none of those asked for."""
    return label(lang, "diff", "none_listed") if comparison.ignored else label(lang, "words", "no_changes")


def zones(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of the body, then those of the front matter; a zone without any is left out."""
    found: dict[str, list[Change]] = {"body": [], "front": []}
    for change in changes:
        found["front" if change.zone == "front" else "body"].append(change)
    return {zone: listed for zone, listed in found.items() if listed}


def zone_line(comparison: Comparison, lang: str) -> str:
    """How many of the changes are in the body and how many outside it; "" where none is outside."""
    found, words = zones(comparison.changes), labels(lang, "diff")
    if "front" not in found:
        return ""
    counts = [f"{words[zone]} {len(found.get(zone, ()))}{_unit(lang)}" for zone in ("body", "front")]
    return ("，" if lang == "zh" else ", ").join(counts)


def ignored_line(comparison: Comparison, lang: str) -> str:
    """That there are more changes than are listed; "" where there are not."""
    count = len(comparison.ignored)
    return label(lang, "diff", "ignored").format(count=count) if count else ""


# What an article's ordinal ends in; a statute is cited by its articles.
_ARTICLE = ("条", "條")
# What the name of each level begins with, where an item is cited.
_NAMED = "第"
_DIGITS = pattern(f"[0-9{NUMERAL}{CIRCLED}]+")


# Changes of any words, and those of words that may begin alike without being the same: no numbers, no dates.
_OF_ANY_WORDS = ("wording", "insertion", "deletion")
_OF_WORDS = (*_OF_ANY_WORDS, "unit", "place")
# How many characters behind words put in or taken out tell that it is the same again.
_BEHIND = 4


def runs(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """The changes one by one, but items renumbered by as much in a row, below the same headings, together; and the same
    words put for the same words throughout together, where the first of them stands."""
    everywhere: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if (words := _one_replacement(change)) is not None:
            everywhere.setdefault(words, []).append(change)
    held: list[Change] = []
    for change in changes:
        words = _one_replacement(change)
        alike = everywhere.get(words, []) if words is not None else []
        if len(alike) >= _THROUGHOUT and change is not alike[0]:
            continue
        if held and not _goes_on(held[-1], change):
            yield tuple(held)
            held = []
        if len(alike) >= _THROUGHOUT:
            yield tuple(alike)
        else:
            held.append(change)
    if held:
        yield tuple(held)


def _one_replacement(change: Change) -> tuple[str, ...] | None:
    """The words of a change that puts words for words, once or several times, and does nothing else; of words that are
    put in or taken out, those behind them too. What both begin with tells nothing: 省林业厅 and 林业厅 are one name."""
    if change.type != "replace" or change.klass == "editorial" or change.wanted is not None:
        return None
    found = set(_words(change))
    return found.pop() if len(found) == 1 else None


def _words(change: Change) -> Iterator[tuple[str, ...]]:
    for gone, come, behind in _replaced(change):
        shared = shared_head(gone, come) if change.category in _OF_WORDS else 0
        if gone and come:
            shared = min(shared, len(gone) - 1, len(come) - 1)
            yield gone[shared:], come[shared:]
        else:
            yield gone, come, behind[:_BEHIND] if len(behind) >= _BEHIND else str(id(change))


def _count(run: Sequence[Change]) -> int:
    """In how many places the changes of a run are."""
    return sum(len(list(_replaced(change))) for change in run)


def _goes_on(last: Change, change: Change) -> bool:
    if last.type != "renumber" or change.type != "renumber":
        return False
    ends = [(_value(last.old), _value(change.old)), (_value(last.new), _value(change.new))]
    paths = [(last.old, change.old), (last.new, change.new)]
    return all(a is not None and b is not None and b == a + 1 for a, b in ends) and all(
        a is not None and b is not None and (a.part, a.path[:-1]) == (b.part, b.path[:-1]) for a, b in paths
    )


def _value(side: Side | None) -> int | None:
    found = _DIGITS.search(side.path[-1]) if side is not None and side.path else None
    return number(found[0]) if found else None


def run_position(run: Sequence[Change], lang: str) -> str:
    """Where a run of renumbered items stood and stands: 四·6—13 → 四·7—14."""
    if len(run) == 1:
        return position(run[0], lang)
    ends = []
    for first, last in ((run[0].old, run[-1].old), (run[0].new, run[-1].new)):
        if first is not None and last is not None:
            ends.append(f"{standing(first, lang)}—{_own_name(last, lang)}")
    return " → ".join(ends)


def _own_name(side: Side, lang: str) -> str:
    """An item by its own number, as it is named where it stands: 第（四）项 of 第八条第一款第（四）项, 13 of 四·13."""
    named = standing(side, lang)
    at = named.rfind(_NAMED)
    return named[at:] if at >= 0 and "·" not in named[at:] else side.path[-1]


def verdict(comparison: Comparison, lang: str) -> str | None:
    """One sentence when nothing is to be listed, else None."""
    groups = grouped(comparison.changes)
    if any(groups[name] for name in GROUPS):
        return None
    if groups["editorial"] and not comparison.ignored:
        return label(lang, "words", "only_editorial")
    return None if groups["editorial"] else _nothing(comparison, lang)


def editorial_line(changes: Sequence[Change], lang: str) -> str:
    """The editorial changes, counted by category."""
    names, colon = labels(lang, "categories"), label(lang, "words", "colon")
    counted = Counter(change.category for change in changes)
    parts = [f"{names.get(category, category)} {count}" for category, count in counted.most_common()]
    head = f"{label(lang, 'classes', 'editorial')} {len(changes)}{_unit(lang)}"
    return f"{head}{colon}{('，' if lang == 'zh' else ', ').join(parts)}"


def _unit(lang: str) -> str:
    unit = label(lang, "words", "changes")
    return f" {unit}" if unit else ""


def heading(change: Change, lang: str) -> str:
    """Where a change is and what it is: path, category, type."""
    names = labels(lang, "categories")
    kind = labels(lang, "types")[change.type]
    category = names.get(change.category, change.category)
    one_word = change.type in ("move", "renumber", "insert", "delete") or category == kind
    said = [category] if change.type == "move" and change.category in ("split", "merge") else [kind]
    said = said if one_word else [category, kind]
    return f"{position(change, lang)}  {' · '.join(said)}"


def run_heading(run: Sequence[Change], lang: str) -> str:
    """As `heading`, for a run of changes."""
    if len(run) == 1:
        return heading(run[0], lang)
    kind = label(lang, "types", run[0].type)
    if run[0].type != "renumber":
        told = next((change.category for change in run if change.category not in _OF_ANY_WORDS), run[0].category)
        about = label(lang, "categories", told)
        where_ = labels(lang, "diff")["wrong_list"].join(dict.fromkeys(position(change, lang) for change in run))
        return f"{about} · {kind} ×{_count(run)}  {where_}"
    return f"{run_position(run, lang)}  {kind} {len(run)}{_unit(lang)}"


def remark(change: Change, lang: str) -> str:
    """What a reader must know of a change besides: where its words stand in the other version, or which side is likely
    wrong; "" for others."""
    if change.elsewhere is not None:
        key = "moved_to" if change.new is None else "moved_from"
        return coded(label(lang, "diff", key).format(where=change.elsewhere))
    return suspicion(change, lang)


def suspicion(change: Change, lang: str) -> str:
    """The sentence that says which side of a suspect change is likely wrong, for each place that differs; "" for a
    change of another class."""
    if change.klass != "suspect":
        return ""
    words = labels(lang, "diff")
    if change.wanted:
        key = "stale_old" if change.wrong == "old" else "stale"
        return coded(words[key].format(wanted=change.wanted))
    said = dict.fromkeys(_suspected(gone, come, change.wrong, words) for gone, come, _ in _replaced(change))
    side = words.get(f"wrong_{change.wrong or 'one'}", "")
    return coded(side + words["wrong_list"].join(said))


def _replaced(change: Change) -> Iterator[tuple[str, str, str]]:
    """What was deleted and inserted in each place of a change, and what stands behind it."""
    gone = come = ""
    for kind, text in (*change.ops, ("equal", "")):
        if kind == "delete":
            gone += text
        elif kind == "insert":
            come += text
        elif gone or come:
            yield gone, come, text
            gone = come = ""


def _suspected(gone: str, come: str, wrong: str | None, words: Mapping[str, str]) -> str:
    """What is likely wrong in one place: a character too many or too few, or one for another."""
    if wrong is None:
        key = "either" if gone and come else "surplus_or_missing"
        return words[key].format(old=gone or come, new=come)
    here, there = (gone, come) if wrong == "old" else (come, gone)
    if here and there:
        return words["for_another"].format(here=here, there=there)
    return words["surplus" if here else "missing"].format(here=here or there)


def position(change: Change, lang: str) -> str:
    """Where a change is on both sides where they differ, else once: the part beside the main text, and the item's path
    or what the passage is."""
    old, new = (_stands(side, change, lang) for side in (change.old, change.new))
    stayed = change.type != "move" and change.category != "numbering"
    if change.old and change.new and change.old.path == change.new.path and stayed:
        return new or ""  # the two may call the part by different names
    if old is None or new is None or old == new:
        return new or old or ""
    return f"{old} → {new}"


def standing(side: Side, lang: str) -> str:
    """Where one side stands: 附件1·三·（二）; outside any item its role."""
    if any(label.endswith(_ARTICLE) for label in side.path) and side.role != "row" and side.cite:
        return side.cite
    named = path_text(side.path) or labels(lang, "roles").get(side.role) or label(lang, "diff", "unnumbered")
    if side.part and side.role == "attachment":
        return side.part
    numbered: tuple[str, ...] = (named,)
    if side.role == "row" and side.path:
        row = labels(lang, "roles")["row"]
        # The number of a row: 表格·3; a row below an item: 三·表格.
        numbered = (row, named) if side.text == side.path[-1] else (named, row)
    return "·".join(filter(None, (side.part, *numbered)))


def _stands(side: Side | None, change: Change, lang: str) -> str | None:
    if side is None:
        return None
    if not side.path and change.zone == "front" and side.role in ("", "text"):
        return "·".join(filter(None, (side.part, label(lang, "diff", "front"))))
    return standing(side, lang)


def places(change: Change, lang: str) -> str:
    """Where a change stands in the sources of both versions."""
    sides = (("old", change.old), ("new", change.new))
    shown = [f"{label(lang, 'words', name)} {where(side.place, lang)}" for name, side in sides if side]
    return " → ".join(shown)


def shortened_ops(change: Change, context: int) -> list[Piece]:
    """The ops of a change, equal stretches cut down to `context` characters on each side of a change.

    A move or renumbering without changes of text gives the beginning of its text.
    """
    ops = [(kind, text) for kind, text in change.ops if text]
    if all(kind == "equal" for kind, _ in ops):
        text = "".join(text for _, text in ops) or (change.new.text if change.new else "")
        return [("equal", text if len(text) <= 2 * context else text[:context] + ELLIPSIS)]
    last = len(ops) - 1
    return [
        (kind, text if kind != "equal" else _shortened(text, context, index == 0, index == last))
        for index, (kind, text) in enumerate(ops)
    ]


def _shortened(text: str, context: int, first: bool, last: bool) -> str:
    before, after = ("" if first else text[:context]), ("" if last else text[-context:])
    if len(before) + len(after) + len(ELLIPSIS) >= len(text):
        return text
    return f"{before}{ELLIPSIS}{after}"

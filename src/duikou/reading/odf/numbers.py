"""Automatic numbers of OpenDocument text, resolved to the labels that are shown (ISO/IEC 26300 part 3, 5.3 and
16.30).

What holds here: a list counts for each of its levels; a deeper level begins anew below each item. A list goes on from
an earlier one of its style only when it says so. Elements and attributes are matched by local names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from duikou import data
from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget
from duikou.reading.files.container import Element
from duikou.reading.files.elements import local
from duikou.reading.word.numbering import format_number

_DEEPEST = 10
_LONG_LABEL = 100  # characters; a label stands once in the file and many times in the text
_DIGITS = 10  # of the longest whole number that makes sense anywhere in a document
_PLACEHOLDER = pattern("%([0-9]{1,2})%")


def value(element: Element, name: str) -> str | None:
    """The attribute of that local name; None when it is missing."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


class BadValueError(ValueError):
    """An attribute that must be a whole number and is none: the file is damaged."""


def whole(element: Element, name: str, usual: int) -> int:
    """The attribute of that local name as a whole number from 0, `usual` when it is missing. Raises `BadValueError`."""
    written = value(element, name)
    if written is None:
        return usual
    if not (written.isascii() and written.isdigit() and len(written) < _DIGITS):
        raise BadValueError(f"{local(element)} has {name}={written[:20]!r}, which makes no sense")
    return int(written)


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1
    written: str | None = None


@dataclass(slots=True)
class _Open:
    """A list being read: its style, its level from 1, and whether its item's first paragraph is still to come."""

    style: str
    level: int
    fresh: bool = False
    headings: bool = False


@dataclass(slots=True)
class _Counts:
    by_level: dict[int, int] = field(default_factory=dict)


class Lists:
    """The list styles of a document and how far each list has counted.

    `roots` are the roots of styles.xml and content.xml.
    """

    def __init__(self, roots: list[Element], budget: Budget) -> None:
        self._budget = budget
        self._styles: dict[str, dict[int, _Level]] = {}
        self._paragraphs: dict[str, tuple[str | None, str | None]] = {}  # the list style and the parent of each style
        self._outline: dict[int, _Level] = {}
        for root in roots:
            for part in root:
                for x in part if local(part) in ("styles", "automatic-styles") else ():
                    name = value(x, "name") or ""
                    if local(x) == "list-style":
                        self._styles[name] = _levels(x)
                    elif local(x) == "outline-style":
                        self._outline = _levels(x)
                    elif local(x) == "style":
                        self._paragraphs[name] = (value(x, "list-style-name"), value(x, "parent-style-name"))
        self._open: list[_Open] = []
        self._counts: dict[str, _Counts] = {}
        self._last: dict[str, str] = {}  # the counter that a style, or a list by its id, used last
        self._counter = ""
        self._made = 0
        self._headings = _Counts()

    def enter(self, element: Element) -> None:
        """A list begins."""
        named = value(element, "style-name")
        if self._open:
            style = named or self._open[-1].style
            self._open.append(_Open(style, self._open[-1].level + 1))
            return
        style = named or ""
        goes_on = value(element, "continue-list")
        if goes_on and goes_on in self._last:
            self._counter = self._last[goes_on]
        elif value(element, "continue-numbering") == "true" and style in self._last:
            self._counter = self._last[style]
        else:
            self._made += 1
            self._counter = f"#{self._made}"
        self._last[style] = self._counter
        self._last[value(element, "id") or style] = self._counter
        self._open.append(_Open(style, 1))

    def leave(self) -> None:
        """The list ends."""
        self._open.pop()

    def item(self, element: Element) -> None:
        """An item of the list begins: it counts when its first paragraph comes."""
        here = self._open[-1]
        here.fresh = True
        if value(element, "start-value"):
            counts = self._counts.setdefault(self._counter, _Counts())
            counts.by_level[here.level] = whole(element, "start-value", 1) - 1

    def label(self, paragraph: Element) -> str:
        """The label before a paragraph, "" for none. Counts the item that it opens. Raises beyond the budget."""
        label = self._label(paragraph)
        self._budget.spend("visits", len(label) // _LONG_LABEL)
        return label

    def _label(self, paragraph: Element) -> str:
        for outer in self._open:
            if outer.fresh and outer is not self._open[-1]:
                outer.fresh = False  # an item that holds only a list
        if not self._open:
            return self._heading(paragraph)
        here = self._open[-1]
        if not here.fresh:
            return ""
        here.fresh = False
        counts = self._counts.setdefault(self._counter, _Counts())
        style = here.style or self._style_of(value(paragraph, "style-name"))
        levels = self._styles.get(style, {})
        return _count(counts, levels, here.level)

    def _style_of(self, name: str | None) -> str:
        seen: set[str] = set()
        while name and name in self._paragraphs and name not in seen:
            seen.add(name)
            style, parent = self._paragraphs[name]
            if style is not None:
                return style
            name = parent
        return ""

    def _heading(self, paragraph: Element) -> str:
        """The label of a heading outside lists: the outline's (part 3, 5.1.2)."""
        if local(paragraph) != "h" or value(paragraph, "is-list-header") == "true":
            return ""
        return _count(self._headings, self._outline, whole(paragraph, "outline-level", 1))


def _levels(style: Element) -> dict[int, _Level]:
    found = {}
    for x in style:
        level = whole(x, "level", 0)
        if not 0 < level <= _DEEPEST:
            continue
        if "number" not in local(x) and "outline" not in local(x):
            continue  # a bullet
        found[level] = _Level(
            value(x, "num-format") or "",
            value(x, "num-prefix") or "",
            value(x, "num-suffix") or "",
            whole(x, "display-levels", 1),
            whole(x, "start-value", 1),
            value(x, "num-list-format"),
        )
    return found


def _count(counts: _Counts, levels: dict[int, _Level], level: int) -> str:
    """Count one item of a level, and give its label."""
    own = levels.get(level)
    start = own.start if own else 1
    counts.by_level[level] = counts.by_level.get(level, start - 1) + 1
    for deeper in [x for x in counts.by_level if x > level]:
        del counts.by_level[deeper]
    if own is None:
        return ""

    def number(at: int) -> str:
        known = levels.get(at)
        return _written(counts.by_level.get(at, known.start if known else 1), known.format if known else "")

    if own.written is not None:
        return _PLACEHOLDER.sub(lambda found: number(int(found[1])), own.written)
    if not own.format:
        return own.before + own.after if own.before or own.after else ""
    parts = [number(at) for at in range(max(1, level - own.shown + 1), level + 1)]
    return own.before + ".".join(p for p in parts if p) + own.after


def _written(count: int, format_: str) -> str:
    """A number in one of OpenDocument's formats (part 3, 19.500), which name themselves by their first numbers."""
    if not format_:
        return ""
    known: dict[str, str] = data.load("reading/odt")["formats"]
    return format_number(count, known.get(format_.partition(",")[0].strip(), "decimal"))

"""What is extracted: measures and their fields.

What holds here: every field knows its span [start, end) in Cleaned.text, and `text` is that span as it stands there.
Where it stood in the source is `document.cleaned.place(start, end)`. The span 0, 0 says that a value was made by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, ClassVar, Protocol

from duikou.model.document import Document
from duikou.model.shown import Shown, counted, short, titled
from duikou.model.text import Caution, Place
from duikou.model.values import dataclass


class Spanned(Protocol):
    """What every value of a field has, whatever else it says: a frozen dataclass with its span, and the text there."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def text(self) -> str:
        """What stands at the span, as written."""

    @property
    def start(self) -> int:
        """Where it begins in Cleaned.text."""

    @property
    def end(self) -> int:
        """Where it ends in Cleaned.text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that answers for a measure. `name` is as given in the lists (elliptical lists spelled out), `text` as it
    stands in the clean text; `role` one of UNIT_ROLES. `key` is the canonical name (甲省发展改革委 and 甲省发改委
    share one; a level without a place stays without one), None where the lexicon does not know the unit."""

    name: str
    role: str
    key: str | None = None
    text: str = ""
    start: int = 0
    end: int = 0


# 牵头 · 负责, 责任 · 配合, 参加, 协助 · 指导. The last is in no list of the ledger, but in Measure.units.
UNIT_ROLES = ("lead", "responsible", "supporting", "guiding")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place or a leading verb where it stands: `name` is what it is called in the lists, `text` as written, `kind`
    what it is (a place: province, city, county, zone; a verb: duty, encouragement, pilot …). Of a division `code` is
    that of the official list (2, 4 or 6 digits), and `within` the names of those that it lies in, from the province
    down, with / between them; None for a zone and where nothing says which of several of one name it is."""

    name: str
    text: str
    start: int
    end: int
    kind: str | None = None
    code: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A 结对: two places or zones that work together, and on what. `text` is the passage that names both."""

    left: str
    right: str
    topic: str | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A 时限 as written, with the days it names where they can be computed (ISO dates): 2025年底前 has a last day
    only. The contract's JSON calls them start and end; here those are the span."""

    text: str
    first_day: str | None = None
    last_day: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A 数量指标 as written: its lowest and highest value, unit, relation (=, >=, <=, >, <, ~, +, -), and what is
    counted."""

    text: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    relation: str = "="
    counted: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A 引用文件: the title without 《》, and its 发文字号 where it follows. `full` is the whole title where this is a
    short one that the document explained (以下简称). `text` is as written, with 《》 and number."""

    title: str
    doc_number: str | None = None
    full: str | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class OtherCell:
    """A cell of a table of measures in a column that no field knows (备注, 总投资, 责任领导): the head of its column,
    and what the cell says as written."""

    head: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Measure(Shown):
    """A 措施: a numbered item with text of its own and no numbered item below it.

    `text` is the body without title and closing tail; `responsibility` the tails as written, joined by `|`. The lists
    of names are what the ledger shows; `units` and `place_mentions` say where each name stands (a name once in a list
    may be mentioned more often). `instruments` are the leading verbs of its sentences, `other` the cells of columns
    that no field knows. `fields` holds what further fields give, by the name of the field.
    """

    id: str
    part: int
    path: tuple[str, ...]
    chapter: str | None
    section: str | None
    kind: str
    title: str | None
    text: str
    start: int
    end: int
    place: Place
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    responsibility: str | None = None
    places: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    citations: tuple[Citation, ...] = ()
    keywords: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    place_mentions: tuple[Mention, ...] = ()
    instruments: tuple[Mention, ...] = ()
    other: tuple[OtherCell, ...] = ()
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict, hash=False)

    def _said(self) -> str:
        return f"{'·'.join(self.path)} {short(self.title or self.text)}".strip()

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        said = {
            "chapter": self.chapter,
            "section": self.section,
            "kind": self.kind,
            "text": self.text,
            "responsibility": self.responsibility,
            "deadlines": "；".join(deadline.text for deadline in self.deadlines),
            "quantities": "；".join(quantity.text for quantity in self.quantities),
        }
        return ("field", "value"), ((name, value) for name, value in said.items() if value)


@dataclass(frozen=True, slots=True, repr=False)
class Extracted(Shown):
    """What `extract` gives for one document. `pairs` are those of the document as a whole (甲省与乙省), named in
    its title or before its first item; `citations` what it cites outside its measures (根据《…》); `cautions` what the
    fields were unsure of, and did not give."""

    document: Document
    measures: tuple[Measure, ...]
    pairs: tuple[Pair, ...] = ()
    cautions: tuple[Caution, ...] = ()
    citations: tuple[Citation, ...] = ()

    def _said(self) -> str:
        return f"{titled(self.document.title)}: {counted(len(self.measures), 'measure')}"

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        heads = ("path", "kind", "title", "units", "deadlines")
        return heads, (
            (
                "·".join(one.path),
                one.kind,
                one.title or one.text,
                "、".join((*one.lead_units, *one.responsible_units, *one.supporting_units)),
                "；".join(deadline.text for deadline in one.deadlines),
            )
            for one in self.measures
        )

    def to_frame(self) -> Any:
        """One row a measure, as a data frame of pandas, or of polars where pandas is not installed.

        Raises `UsageError` where neither is."""
        from duikou.model.frames import frame

        return frame(self)

"""What is extracted: measures and their fields."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.model.document import Document
from duikou.model.text import Place


@dataclass(frozen=True, slots=True)
class Pair:
    """A 结对: two places or zones that work together, and on what."""

    left: str
    right: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A 时限 as written, with the days it names where they can be computed (ISO dates)."""

    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A 数量指标 as written: its lowest and highest value, unit, and relation (=, >=, <=, ~, +, -)."""

    text: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Citation:
    """A 引用文件: the title without 《》, and its 发文字号 where it follows."""

    title: str
    doc_number: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A 措施: a numbered item with text of its own and no numbered item below it.

    `text` is the body without title and closing tail; `responsibility` the tails as written, joined by `|`.
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


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` gives for one document."""

    document: Document
    measures: tuple[Measure, ...]

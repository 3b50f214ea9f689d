"""What is compared: changes between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duikou.model.document import Document
from duikou.model.shown import Shown, counted, short, titled
from duikou.model.text import Caution, Place
from duikou.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the item's path, the text, and where it stood in that version's source.

    `start` and `end` are its span in that version's Cleaned.text; None where a change was made by hand. `part` is what
    the attachment that it stands in is called (附件1), "" in the main text; `role` is what the passage is in its
    document (Block.role, or "history" for the history of amendments). `cite` is the place as it is cited
    (第八条第二款第（三）项), "" outside any item.
    """

    path: tuple[str, ...]
    text: str
    place: Place
    start: int | None = None
    end: int | None = None
    part: str = ""
    role: str = ""
    cite: str = ""


# What reports group changes by, in their order, and what else is counted.
GROUPS = ("substantive", "suspect", "moved", "renumbered")
ALL_GROUPS = (*GROUPS, "editorial")
_GROUP_OF_TYPE = {"move": "moved", "renumber": "renumbered"}


@dataclass(frozen=True, slots=True, repr=False)
class Change(Shown):
    """One change between two versions.

    `klass` is "substantive", "suspect" or "editorial"; `type` "replace", "insert", "delete", "move" or "renumber".
    `category` names what changed (number, date, reference, unit, place, modality, wording, insertion, deletion, order,
    follows (a reference that follows a renumbering), punctuation,
    width, spacing, split, merge, numbering, misreading, script). `zone` is "body" or "front" (outside the
    items and paragraphs of the text: titles, 发文字号, bylines, history of amendments, attachment marks). `ops` give
    back both texts: the equal and deleted pieces make the old one, the equal and inserted ones the new. `hint` says
    what is likely wrong with a suspect one, `wrong` which side: "old", "new" or None where nothing tells. `wanted` is
    what a stale reference should be. `elsewhere` is where the words that were taken out here, or put in, stand in the
    other version, as it is cited.
    """

    klass: str
    type: str
    category: str
    old: Side | None
    new: Side | None
    ops: tuple[tuple[str, str], ...]
    matched_by: str
    score: float
    zone: str = "body"
    hint: str | None = None
    wrong: str | None = None
    wanted: str | None = None
    elsewhere: str | None = None

    def _said(self) -> str:
        texts = (short(side.text) if side is not None else "" for side in (self.old, self.new))
        return f"{self.group} {self.category}: {' → '.join(texts)}"

    @property
    def group(self) -> str:
        """Where reports list and count it: moves and renumberings by type, whatever their class, the others by
        class. So each is counted once."""
        return _GROUP_OF_TYPE.get(self.type, self.klass)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Shown):
    """What `diff` gives: both documents and the changes, in reading order of the new version.

    `ignored` are changes that the user asked to leave out; they are in no report, but their texts still differ.
    """

    old: Document
    new: Document
    changes: tuple[Change, ...]
    cautions: tuple[Caution, ...] = ()
    ignored: tuple[Change, ...] = ()

    def _said(self) -> str:
        return f"{titled(self.old.title)} → {titled(self.new.title)}: {counted(len(self.changes), 'change')}"

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        heads = ("class", "type", "path", "old", "new")
        return heads, (
            (
                change.klass,
                change.type,
                "·".join(side.path) if (side := change.new or change.old) else "",
                change.old.text if change.old else "",
                change.new.text if change.new else "",
            )
            for change in self.changes
        )

    def __bool__(self) -> bool:
        """Whether anything changed (but for what was left out as asked)."""
        return bool(self.changes)

"""What a field of a measure is: one frozen value beside the code that fills it.

What holds here: all that shows a field asks its `FieldSpec`: JSON and its schema, the columns of the ledger, the tables
of a database, Parquet, the pages of docs/. Nothing else knows that the field is there. Its heads and meanings, in both
languages, are data: `data/extracting/fields.toml`, by the names used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from duikou.extracting.measures.passages import Passage
from duikou.model import Document, Measure
from duikou.model.values import dataclass

Fill = Callable[[Document, Sequence[Passage], Sequence[Measure]], list[Measure]]
# A label in the language of the output, by the table and the key in which it stands: say("unit_roles", "lead").
Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that is said of a value.

    `name` is what JSON and Parquet call it, `of` the attribute of the value in the model and `sql` the column of the
    database where these go by another name. `meaning` is told by the schema; `optional` says that it may be null;
    `allowed` are the only texts it can be, `form` the pattern that texts keep to; `indexed` says that the database has
    an index for it.
    """

    name: str
    meaning: str = ""
    type: Literal["text", "number"] = "text"
    optional: bool = False
    of: str = ""
    sql: str = ""
    indexed: bool = False
    allowed: tuple[str, ...] = ()
    form: str = ""

    def value(self, item: object) -> Any:
        """What it is for one value of the field."""
        return getattr(item, self.of or self.name)


@dataclass(frozen=True, slots=True)
class Texts:
    """Plain texts of a measure, without a place: a list of names, or one text (`single`, which may be null).

    `stored` says that the table of measures has a column for it, since no table of the field's own tells as much.
    """

    name: str
    single: bool = False
    stored: bool = False


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column of the ledger: `items` gives what stands in its cell for one measure.

    `width` is the greatest width in a spreadsheet, in characters half a hanzi wide. `printed` says that it stands among
    the columns that are printed, `in_lines` that a spreadsheet sets each item on a line of its own, `on_page` that the
    page of the ledger shows it.
    """

    name: str
    items: Callable[[Measure, Say], Iterable[str]]
    width: float = 30
    printed: bool = False
    in_lines: bool = False
    on_page: bool = True


def of_attribute(name: str) -> Callable[[Measure, Say], Iterable[str]]:
    """The items of a column that are a list of texts of the measure."""

    def items(measure: Measure, say: Say) -> Iterable[str]:
        found: Iterable[str] = kept(measure, name)
        return found

    return items


def kept(measure: Measure, name: str) -> Any:
    """What a measure has under a name: its own attribute, or an entry of `Measure.fields`; () where there is none."""
    return getattr(measure, name) if name in NATIVE else measure.fields.get(name, ())


NATIVE = frozenset(Measure.__dataclass_fields__) - {"fields"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a measure.

    `name` is that of the field, and of its table. `fill` gives the measures with the field filled; it is None where
    the values come with the measure itself. `attributes` say what each value is, besides its place; without them the
    field has no values of its own, only `texts`. `values` is what JSON calls the list of values, `name` where that is
    the same. `shown` gives one value as a reader sees it. `columns` are those of the ledger; a field that names none
    has one of its name, with what `shown` gives for its values, each once. `rank` orders the columns of the ledger.
    `mark` is the class by which the page of the ledger marks a value in the text of its measure, "" for none.
    `made` is the class of a value, and `read` gives the value that a cell of the ledger shows as `shown` does (None
    where that tells none): by these two a ledger is read back.
    `asked` says that the field is filled only when it is asked for, `of_document` that the document as a whole has
    values of it too, `listed` which values a database shows where these are more than JSON does, `table` how the
    columns of the table are ordered where that is not as in JSON.
    """

    name: str
    fill: Fill | None
    attributes: tuple[Attribute, ...] = ()
    values: str = ""
    shown: Callable[[Any, Say], str] = lambda value, say: str(value.text)
    texts: tuple[Texts, ...] = ()
    own_columns: tuple[FieldColumn, ...] = ()
    width: float = 30
    printed: bool = False
    in_lines: bool = False
    on_page: bool = True
    rank: int = 50
    mark: str = ""
    asked: bool = False
    of_document: bool = False
    listed: Callable[[Measure], Sequence[Any]] | None = None
    made: type[Any] | None = None
    read: Callable[[str, Say], Any] | None = None
    table: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What JSON calls the list of values, and `Measure` (or its `fields`) too."""
        return self.values or self.name

    @property
    def columns(self) -> tuple[FieldColumn, ...]:
        """The columns of the ledger."""
        if self.own_columns:
            return self.own_columns
        return (FieldColumn(self.name, self._items, self.width, self.printed, self.in_lines, self.on_page),)

    def _items(self, measure: Measure, say: Say) -> Iterable[str]:
        return dict.fromkeys(self.shown(value, say) for value in self.of(measure))

    def of(self, measure: Measure) -> Sequence[Any]:
        """The values that a measure has of the field; () for a field of plain texts."""
        found: Sequence[Any] = kept(measure, self.key) if self.attributes else ()
        return found

    def rows(self, measure: Measure) -> Sequence[Any]:
        """The values that the field's table shows of a measure."""
        return self.listed(measure) if self.listed else self.of(measure)

    def stored(self) -> tuple[Attribute, ...]:
        """The attributes in the order of the columns of the table."""
        by_name = {one.name: one for one in self.attributes}
        return tuple(by_name[name] for name in self.table) if self.table else self.attributes

"""Fields with their spans: what a finder sees in one stretch, put at its place in the clean text.

What holds here: a finder looks at one text and gives values whose spans count in that text; only here are they moved
to where the text stands in the document. A value that a measure names twice is given once, where it is first named.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from duikou.extracting.measures.passages import Stretch
from duikou.model import Marked, Measure, Spanned
from duikou.model.copies import changed
from duikou.notation.scripts import is_traditional, simplified

S = TypeVar("S", bound=Spanned)
_NATIVE = frozenset(Measure.__dataclass_fields__)


def collect(
    stretches: Iterable[Stretch], find: Callable[[Marked], Iterable[S]], key: Callable[[S], Hashable] | None
) -> tuple[S, ...]:
    """What `find` sees in the stretches, in order, with spans in the clean text; of those with the same key the first
    (all when `key` is None)."""
    found: dict[Hashable, S] = {}
    for stretch in stretches:
        for value in find(stretch.marked):
            named = key(value) if key else len(found)
            if named not in found:
                found[named] = changed(value, start=value.start + stretch.start, end=value.end + stretch.start)
    return tuple(found.values())


def in_simplified(find: Callable[[Marked], Iterable[S]]) -> Callable[[Marked], Iterable[S]]:
    """`find` for texts in either script: it sees the text in simplified characters, and gives what it finds as it is
    written. `text`, and what is counted, are the passages themselves."""

    def found(marked: Marked) -> Iterable[S]:
        if not is_traditional(marked.text):
            return find(marked)
        plain = simplified(marked.text)
        return [_as_written(value, marked.text, plain) for value in find(Marked(plain))]

    return found


def _as_written(value: S, text: str, plain: str) -> S:
    written: dict[str, Any] = {"text": text[value.start : value.end]}
    counted = getattr(value, "counted", None)
    if counted and (at := plain.find(counted)) >= 0:
        written["counted"] = text[at : at + len(counted)]
    return changed(value, **written)


def with_fields(measure: Measure, **found: Any) -> Measure:
    """The measure with the fields that were found; itself where nothing was, which saves most of the copies. What
    `Measure` has no attribute for goes to its `fields`."""
    if not any(found.values()):
        return measure
    if found.keys() <= _NATIVE:
        return changed(measure, **found)
    others = {name: value for name, value in found.items() if name not in _NATIVE}
    native = {name: value for name, value in found.items() if name in _NATIVE}
    return changed(measure, **native, fields={**measure.fields, **others})


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the characters of `spans` as middle dots, so that nothing is found in them and offsets hold."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            first = max(start, at)
            pieces += [text[at:first], "·" * (end - first)]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else text

"""What a quantity counts, by the shape of its clause.

What holds here: there are few shapes. Behind a unit that counts stands the thing (500个充电桩), or before it the object
of a verb (新建充电桩500个); before a measure or a part stands the topic (森林覆盖率达到30%), and a sum is what it is
given as (给予10万元奖励). A condition (年收入2000万元以上的企业) measures what stands before it. A name is given as
written; where none is certain, none is given. Only the words near the number are looked at, so that the cost does not
grow with the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duikou.data import lists
from duikou.extracting.fields.quantities import objects, topics
from duikou.model import Quantity
from duikou.model.copies import changed
from duikou.notation.patterns import patterns

# No name stands farther away.
_NEAR = 80
_PER_CENT = ("%", "％", "‰")
# Characters of the longest list of things that 分别 closes.
_LISTED = 120
_FORMS = patterns("extracting/counted")
_QUANTITIES = patterns("extracting/quantities")
_WORDS = lists("extracting/counted")


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a quantity in its clause: [start, end) of `text`. `measures` is True for units such as 亿元 and
    公里, after which no noun follows as a rule; `sized` for those of a size (公里, 万吨), after which one does where
    none stands before (新建1000公里农村公路); `reached` behind a verb of reaching; `bounded` where a bound stands
    behind."""

    text: str
    start: int
    end: int
    measures: bool
    sized: bool = False
    reached: bool = False
    bounded: bool = False

    @property
    def before(self) -> str:
        """What stands before the quantity."""
        return self.text[max(0, self.start - _NEAR) : self.start]

    @property
    def after(self) -> str:
        """What stands behind the quantity."""
        return self.text[self.end : self.end + _NEAR]


def name(slot: Slot) -> str | None:
    """What the quantity counts."""
    before, after = slot.before, slot.after
    if whole := objects.of_part(slot.text[slot.start : slot.end + _NEAR]):
        return whole
    if slot.bounded and _FORMS.condition.match(after) and (topic := _topic(slot, before)) and not topics.is_verb(topic):
        return topic
    if slot.sized and _FORMS.summed.search(before) and (thing := objects.of_size(after)):
        return thing
    if not slot.measures:
        return objects.of_unit(after) or _topic(slot, before)
    of_parts = any(sign in slot.text[slot.start : slot.end] for sign in _PER_CENT)
    if not of_parts and (rate := objects.given(after)):
        return rate
    given = _FORMS.given.match(_FORMS.other_sums.sub("", after, count=1))
    of_whole = slot.text[slot.end - 1 : slot.end] in _PER_CENT and before.endswith("的")
    if given is None or of_whole or _FORMS.named_sum.search(before):
        return _topic(slot, before) or (objects.of_size(after) if slot.sized else None)
    if fund := given["fund"]:
        return _topic(slot, before) or objects.fund(fund)
    if given["fine"] and of_parts:
        # 增长20%以上的再奖励: what is given is no part of what grows.
        return _topic(slot, before)
    named = (objects.to_end(given["name"]) or given["name"]) if given["name"] else given["fine"]
    return named if len(named) >= 2 else _topic(slot, before)


def _topic(slot: Slot, before: str) -> str | None:
    closed = (_FORMS.clause_end.match(slot.after) or _FORMS.clause_behind.match(slot.after)) is not None
    reached = slot.reached or slot.text[slot.end - 1 : slot.end] in _PER_CENT
    return topics.before(before, counting=not slot.measures or slot.sized, reached=reached, closed=closed)


def is_sum(name: str) -> bool:
    """Whether a name is that of a sum (年营业收入), which a list of sums shares, whatever follows the last of them."""
    return _FORMS.named_sum.search(name) is not None


def each_its_own(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, each of a list behind 分别 with what it counts: 普及率和覆盖率分别达到65%和55%. Only lists of one
    length are matched, since any other match would be a guess."""
    named = list(found)
    for run in _runs(found, text):
        first = found[run[0]]
        each = _QUANTITIES.each_before.search(text, max(0, first.start - _LISTED), first.start)
        things = _things(each["things"], len(run)) if each else ()
        for at, thing in zip(run, things, strict=False):
            named[at] = changed(named[at], counted=thing)
    return named


def _runs(found: Sequence[Quantity], text: str) -> Iterator[list[int]]:
    """The lists of two quantities and more that nothing parts but a mark of a list."""
    run: list[int] = []
    for at, q in enumerate(found):
        if run and not _QUANTITIES.listed.fullmatch(text, found[run[-1]].end, q.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(at)
    if len(run) > 1:
        yield run


def _things(text: str, count: int) -> tuple[str, ...]:
    """`count` names that `text` lists; () where it lists more or fewer. What a 的 before them says of all is left
    out: 甲县、乙县的普及率和覆盖率. Where the last alone says what is measured (种植、收获机械化率), the list is the
    name."""
    things = _QUANTITIES.between_things.split(text)
    if len(things) > count and "的" in things[-count]:
        things = things[-count:]
    if len(things) != count:
        return ()
    if _FORMS.measured_last.search(things[-1]) and not all(_FORMS.measured_last.search(one) for one in things):
        whole = topics.cut_off(text)
        return (whole,) * count
    named = [topics.before(thing, reached=True) for thing in things]
    return tuple(name for name in named if name) if all(named) else ()

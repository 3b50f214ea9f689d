"""Who leads, who answers, who supports: the tails of a measure read by role.

What holds here: units are given as written, elliptical lists spelled out, each once, in order of first mention; 等
and 按职责分工 are dropped. The first unit of a bare list leads only from where the document says so
(列第一位者为牵头单位，下同). A rule that a tail states for others (以下均需…，不再列出) is not applied to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from duikou.data import lists
from duikou.extracting.fields import locate
from duikou.extracting.fields.spec import Attribute, FieldColumn, FieldSpec, Texts, of_attribute
from duikou.extracting.measures.passages import Passage
from duikou.model import UNIT_ROLES, Document, Measure, Unit
from duikou.model.copies import changed
from duikou.model.values import dataclass
from duikou.notation import bodies, offices, ordinals, spoken_tails, tail_words, tails
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words

_FORMS = patterns("extracting/answering")
_WORDS = lists("extracting/answering")
_JOINS = "会同"


@dataclass(frozen=True, slots=True)
class Answering:
    """The units of one tail or of all tails of a measure, by role. Those that guide answer too; `guiding` says which
    they are."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    guiding: tuple[str, ...] = ()

    def __add__(self, other: Answering) -> Answering:
        return Answering(
            _once(self.lead + other.lead),
            _once(self.responsible + other.responsible),
            _once(self.supporting + other.supporting),
            _once(self.guiding + other.guiding),
        )


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the three lists of units, the responsibility and the units with their places of each measure."""
    leading = {part.index: _stated_for_all(document, part.index) for part in document.parts}
    level, starred = offices.level_of(document), _FORMS.starred_lead.search(document.cleaned.text) is not None
    home = offices.home_of(document)
    filled = []
    for passage, measure in zip(passages, measures, strict=True):
        answering, units, written = Answering(), list[Unit](), list[str]()
        for found in _tails(passage, measure):
            here = tail_words.first_leads((found.head or "") + found.written)
            part = passage.part.index
            leading[part] = leading[part] or (here and bool(_FORMS.from_here.search(found.written)))
            first = (here or leading[part]) and not (found.head and answering.lead)
            read_ = _unmarked(read(found.tail, found.role, first_leads=first), starred)
            answering += read_
            units += _placed(read_, found, level, home)
            inner = found.tail.inner
            if found.head is None and tail_words.timed(inner) and not tail_words.label().match(inner):
                continue
            said = found.written.replace("\n", "")
            written.append(f"{found.head}：{said}" if found.head else said)
        filled.append(
            changed(
                measure,
                lead_units=answering.lead,
                responsible_units=answering.responsible,
                supporting_units=answering.supporting,
                responsibility="|".join(written) or None,
                units=tuple(units),
            )
        )
    return filled


class _FoundTail(NamedTuple):
    """A tail, as written and with where it stands in the clean text; for a cell the role of its column and its head."""

    tail: tails.Tail
    written: str
    start: int
    role: str | None = None
    head: str | None = None


def _tails(passage: Passage, measure: Measure) -> Iterator[_FoundTail]:
    """The tails and the cells that say who answers for a measure; else its last sentence that says so among other
    things; else those of a line above that answers for all below it. Articles have no other tail than one at their
    end that is set off from what they rule."""
    found = measure.kind == "article"
    for answer in passage.answers:
        text = answer.cell.text
        yield _FoundTail(tails.Tail(0, len(text), text), text, answer.cell.start, answer.role, answer.head)
        found = True
    own = passage.stretches
    if measure.kind == "article":
        own = tuple(stretch for stretch in own[-1:] if tails.set_off(stretch.marked))
    for stretch in own:
        for tail in tails.find_tails(stretch.marked):
            yield _FoundTail(tail, stretch.text[tail.start : tail.end], stretch.start + tail.start)
            found = True
    last = passage.stretches[-1] if passage.stretches and not found else None
    if last and (said := spoken_tails.said(last.text)):
        start, end, inner = said
        yield _FoundTail(tails.Tail(start, end, inner), last.text[start:end], last.start + start)
        found = True
    for stretch in () if found else passage.above:
        for tail in tails.find_tails(stretch.marked):
            yield _FoundTail(tail, stretch.text[tail.start : tail.end], stretch.start + tail.start)


def _placed(found: Answering, tail: _FoundTail, level: str, home: Mapping[str, str]) -> Iterator[Unit]:
    """The units of a tail, each with its key and where it stands."""
    for role, names in (("lead", found.lead), ("responsible", found.responsible), ("supporting", found.supporting)):
        for name in names:
            start, end = locate.unit(name, tail.written)
            as_ = "guiding" if role == "responsible" and name in found.guiding else role
            text = tail.written[start:end]
            yield Unit(name, as_, offices.key(name, level, home), text, tail.start + start, tail.start + end)


def read(tail: tails.Tail, role: str | None = None, first_leads: bool = False) -> Answering:
    """The units of one tail, by role. `role` is that of a list without any (a column's), `first_leads` says that the
    first unit of a list that names no lead leads."""
    inner = _rounded(_FORMS.gap.sub("", tail.inner))
    if role:
        # 指导单位 answers too, and is told apart.
        plain = "responsible" if role == "guiding" else role
        found = _labelled(inner) if tail_words.labelled(inner) else _of(plain, _units(inner), inner)
        found = changed(found, guiding=found.responsible) if role == "guiding" else found
    elif tail.bare:
        found = _marked("responsible", tuple(bodies.names(inner.rstrip("。"))))
    elif tail_words.labelled(inner):
        body, inner = tail_words.housed(inner)
        found = _in_body(_labelled(inner), body)
    elif tail_words.dated(inner):
        found = Answering()
    else:
        found = _phrased(inner)
    if first_leads and not found.lead and found.responsible:
        first, *others = found.responsible
        return changed(found, lead=(first,), responsible=tuple(others))
    return found


def _in_body(found: Answering, body: str) -> Answering:
    """The units, each office named as the body's where that gives its level (市甲委医政处)."""
    of_body = bodies.gives_level(body)
    lists = (found.lead, found.responsible, found.supporting, found.guiding)
    return Answering(*(bodies.of_body(body, names) for names in lists)) if of_body else found


def _rounded(inner: str) -> str:
    """`inner` with round brackets about the roles behind names (甲局〔牵头〕), and without the numbers of the clauses
    that each unit answers for (1.甲局 2.乙局): all of them answer for the item."""
    inner = ordinals.without_before_names(_FORMS.alike_after.sub("", inner)).lstrip("；")
    return _FORMS.square_role.sub(r"（\g<role>）", inner)


def _unmarked(found: Answering, starred: bool) -> Answering:
    """The units without marks at their names; those that had one lead where the document says so."""
    marked = (
        [u for u in found.responsible if u[-1] in bodies.LEADER_MARKS or u[0] in bodies.LEADER_MARKS] if starred else []
    )
    plain = changed(
        found,
        lead=tuple(u.strip(bodies.LEADER_MARKS) for u in found.lead),
        responsible=tuple(u.strip(bodies.LEADER_MARKS) for u in found.responsible if u not in marked),
        supporting=tuple(u.strip(bodies.LEADER_MARKS) for u in found.supporting),
    )
    return changed(plain, lead=_once((*plain.lead, *(u.strip(bodies.LEADER_MARKS) for u in marked))))


def _labelled(inner: str) -> Answering:
    found = Answering()
    marks = list(tail_words.label().finditer(inner))
    for i, match in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(inner)
        if match["role"]:
            word, written, others = match["word"] or match["plain"], *_sentences(inner[match.end() : end])
            read_ = _of(_role(word), _units(written), written) + others
            found += changed(read_, guiding=read_.responsible) if word in _WORDS.guides else read_
    return found


def _sentences(written: str) -> tuple[str, Answering]:
    """What stands under a label, without the sentences behind it that say themselves who does what, and who that is
    (责任单位：市甲局。各区政府配合)."""
    sentences = bodies.split(written, "。")
    told = [sentence for sentence in sentences[1:] if tail_words.phrased(sentence)]
    kept = "。".join(sentence for sentence in sentences if sentence not in told)
    return kept if told else written, sum(map(_phrased, told), start=Answering())


def _of(role: str, units: tuple[str, ...], written: str) -> Answering:
    """The units under a label, where phrases inside may still name a role (责任单位：A牵头，B配合)."""
    marked = [_FORMS.with_role.fullmatch(unit) for unit in units]
    if any(m and tail_words.verb().fullmatch(_FORMS.noun_of_role.sub("", m["verb"])) for m in marked):
        return _marked(role, units)
    sentence = written.strip("，；。、")
    if (
        _FORMS.role_named.search(sentence)
        and (phrased := _phrased(sentence))
        and any((phrased.lead, phrased.supporting))
    ):
        return phrased
    joint = (i for i, unit in enumerate(units) if _JOINS in unit and bodies.is_unit(unit.partition(_JOINS)[0]))
    at = next(joint, None)
    if at is None:
        return Answering(**{role: units})
    first, _, other = units[at].partition(_JOINS)
    others = tuple(name for name in (*_units(other), *units[at + 1 :]) if not _FORMS.nobody_named.fullmatch(name))
    # 甲局会同乙局、丙局: who stands behind 会同 works with the one before it.
    return Answering(**{role: (*units[:at], first)}) + Answering(supporting=others)


def _marked(role: str, units: tuple[str, ...]) -> Answering:
    """Units of which some say their role in brackets: 市科委（牵头）、市教委."""
    found = Answering()
    for unit in units:
        match = _FORMS.with_role.fullmatch(unit)
        verb = tail_words.verb().fullmatch(_FORMS.noun_of_role.sub("", match["verb"])) if match else None
        if match and verb:
            found += Answering(**{str(verb.lastgroup): (match["name"],)})
        else:
            found += Answering(**{role: (unit,)})
    return found


def _phrased(inner: str) -> Answering:
    found = Answering()
    waiting: tuple[str, ...] = ()
    for sentence in bodies.split(inner, "。"):
        for segment in tail_words.phrases(sentence):
            if (_FORMS.when_or_how.search(segment) and not tail_words.verb().search(segment)) or tail_words.passing(
                segment
            ):
                continue
            if tail_words.states_rule(segment):
                continue
            if tail_words.labelled(segment):
                found += _labelled(segment)
                continue
            match = tail_words.verb().search(segment)
            if match is None:
                together = _together(_units(segment), segment, "responsible")
                waiting += together.lead + together.responsible
                continue
            role = str(match.lastgroup)
            guides = match[role].endswith(_WORDS.guides)
            units = waiting + _units(segment[: match.start()])
            waiting = ()
            read_ = (
                _together(units, segment[: match.start()], role)
                if role != "supporting"
                else Answering(supporting=units)
            )
            found += changed(read_, guiding=read_.responsible) if guides else read_
        # Units that no verb closes answer with the others.
    if waiting:
        found += Answering(responsible=waiting)
    return found


def _together(units: tuple[str, ...], segment: str, role: str) -> Answering:
    """A牵头会同B、C负责 and A会同B: who stands before 牵头 leads, the others answer."""
    match = _FORMS.works_with.search(segment)
    if match is None:
        inner = _FORMS.leads_others.search(segment)
        if inner:
            return Answering(lead=_units(inner["first"]), responsible=_units(inner["others"]))
        return Answering(**{role: units})
    first = _units(match["first"])
    others = tuple(unit for unit in _units(match["others"]) if not _FORMS.nobody_named.fullmatch(unit))
    if match["leads"] or role == "lead":
        return Answering(lead=first, responsible=others)
    return Answering(responsible=first + others)


def _units(text: str) -> tuple[str, ...]:
    """The units of a list, without what is said about them."""
    text = text.strip("，；。、 \n")
    sentences = bodies.split(text, "。")
    if len(sentences) > 1:
        said = (_units(sentence) for sentence in sentences if not tail_words.states_rule(sentence))
        return _once(tuple(unit for units in said for unit in units))
    text = _FORMS.by_duties.sub("", text)
    found = []
    for written in bodies.names(_without_rules(text)):
        name = _FORMS.aside.sub("", _FORMS.before_name.sub("", written).strip("，；。、： "))
        name = _without_own_rule(name[: _answers_at(name)])
        if name and not _FORMS.when_or_how.search(bodies.core(name) or name) and name not in _WORDS.nobody:
            found.append(name)
    return _once(tuple(found))


def _without_own_rule(name: str) -> str:
    """A unit without a bracket that says a rule about lists: 市财政局（除另有标注外，列第一位的为牵头单位）."""
    bracket = _FORMS.last_bracket.search(name)
    return name[: bracket.start()] if bracket and tail_words.states_rule(bracket["inner"]) else name


def _without_rules(text: str) -> str:
    """A list without the clauses that say a rule about lists: …，排名第一的为牵头单位，下同. What stands in brackets is
    its unit's."""
    clauses = bodies.split(text, "，；,;")
    kept = [clause for clause in clauses if not tail_words.states_rule(_FORMS.bracketed.sub("", clause))]
    return text if len(kept) == len(clauses) else "，".join(kept)


def _answers_at(name: str) -> int:
    """Where the words behind a unit begin that say how it answers (分别负责); the length of `name` where none do."""
    end = len(name)
    while name.endswith(_WORDS.manner, 0, end):
        end -= next(len(word) for word in _WORDS.manner if name.endswith(word, 0, end))
    return end


def _once(units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))


@cache
def _role_words() -> dict[str, str]:
    labels = words("notation/bodies")["labels"]
    return {word: role for role in ("lead", "responsible", "supporting") for word in labels[role]}


def _role(word: str) -> str:
    return _role_words()[word]


def _stated_for_all(document: Document, part: int) -> bool:
    """Whether a paragraph outside the items says that the first unit of every list leads."""
    return any(
        block.part == part and not block.path and tail_words.first_leads(block.paragraph.text)
        for block in document.blocks
    )


def listed(measure: Measure) -> tuple[Unit, ...]:
    """The units of a measure, each once in each role, in the order of the roles.

    A name of the ledger's lists that is nowhere mentioned is a unit without a place of its own.
    """
    lists = {"lead": "lead_units", "responsible": "responsible_units", "supporting": "supporting_units"}
    known: dict[tuple[str, str], Unit] = {}
    for unit in measure.units:
        known.setdefault((unit.role, unit.name), unit)
    # A unit that guides is in the list of those responsible too.
    guiding = {name for role, name in known if role == "guiding"}
    for role, names in lists.items():
        for name in getattr(measure, names):
            if not (role == "responsible" and name in guiding):
                known.setdefault((role, name), Unit(name, role))
    return tuple(sorted(known.values(), key=lambda unit: UNIT_ROLES.index(unit.role)))


SPEC = FieldSpec(
    "units",
    fill,
    attributes=(
        Attribute("name", "As in the lists of units: elliptical lists spelled out.", indexed=True),
        Attribute("role", "Who leads, who answers, who supports, who guides.", allowed=UNIT_ROLES),
        Attribute(
            "key",
            "The canonical name, shared by all ways to write the unit; null where it is not known.",
            optional=True,
            indexed=True,
        ),
        Attribute("text", "As written in the clean text."),
    ),
    texts=(
        Texts("lead_units"),
        Texts("responsible_units"),
        Texts("supporting_units"),
        Texts("responsibility", single=True, stored=True),
    ),
    own_columns=(
        FieldColumn("lead_units", of_attribute("lead_units"), 14, printed=True, in_lines=True),
        FieldColumn("responsible_units", of_attribute("responsible_units"), 16, printed=True, in_lines=True),
        FieldColumn("supporting_units", of_attribute("supporting_units"), 13, printed=True, in_lines=True),
        FieldColumn("responsibility", lambda measure, _: filter(None, [measure.responsibility]), 36, on_page=False),
    ),
    rank=10,
    mark="unit",
    listed=listed,
    made=Unit,
    table=("name", "key", "role", "text"),
)

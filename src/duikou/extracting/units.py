"""Who leads, who answers, who supports: the tails of a measure read by role.

What holds here: units are given as written, elliptical lists spelled out, each once, in order of first mention; 等
and 按职责分工 are dropped. The first unit of a bare list leads only from where the document says so
(列第一位者为牵头单位，下同). A rule that a tail states for others (以下均需…，不再列出) is not applied to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from duikou.data import load
from duikou.extracting.measures import Passage
from duikou.model import Document, Measure
from duikou.outlining import agencies, tails

_FIRST = re.compile(
    r"(?:列|排|列在|排在|排名|名列)?(?:在|名)?第一(?:位|个|家)?[^，。；]{0,8}(?:为|是)(?:该项?(?:工作|任务)(?:的)?)?牵头|(?:首位|首个|第一个)[^，。；]{0,8}(?:为|是)牵头|牵头[^，。；]{0,4}(?:列|排)(?:在)?(?:首位|第一)"
)
_FROM_HERE = re.compile("下同|以下同|以下均|其余同|以下相同")
_DROPPED = re.compile(
    r"^(?:由|请|并由|同时由|会同|和|及|与|、)|(?:第一|主要)?(?:单位|部门)?为(?:牵头)$|^(?:其他|其它)(?=.{8,})"
)
_TIME = re.compile(
    r"\d{4}年|\d+月(?:底|末|\d)|^(?:长期|持续)(?:推进|坚持|实施|开展)?$|底前|年内完成|^完成$|适用于|^下同$|列第一|排在|不再列出|不再单列|第一位|首位|均需|以下"
)


@dataclass(frozen=True, slots=True)
class Answering:
    """The units of one tail or of all tails of a measure, by role."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()

    def __add__(self, other: Answering) -> Answering:
        return Answering(
            _once(self.lead + other.lead),
            _once(self.responsible + other.responsible),
            _once(self.supporting + other.supporting),
        )


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the three lists of units and the responsibility of each measure."""
    found = []
    leading = {part.index: _stated_for_all(document, part.index) for part in document.parts}
    for passage, measure in zip(passages, measures, strict=True):
        part = passage.part.index
        units, written = Answering(), []
        for block in passage.blocks if measure.kind != "article" else ():
            for tail in tails.find(block.paragraph.text):
                here = bool(_FIRST.search(tail.inner))
                leading[part] = leading[part] or (here and bool(_FROM_HERE.search(tail.inner)))
                units += read(tail, first_leads=here or leading[part])
                written.append(block.paragraph.text[tail.start : tail.end])
        found.append(
            replace(
                measure,
                lead_units=units.lead,
                responsible_units=units.responsible,
                supporting_units=units.supporting,
                responsibility="|".join(written) or None,
            )
        )
    return found


def read(tail: tails.Tail, first_leads: bool = False) -> Answering:
    """The units of one tail, by role. `first_leads` says that the first unit of a list that names no lead leads."""
    inner = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", tail.inner)
    if tail.bare:
        found = Answering(responsible=tuple(agencies.names(inner.rstrip("。"))))
    elif tails.labelled(inner):
        found = _labelled(inner)
    else:
        found = _phrased(inner)
    if first_leads and not found.lead and found.responsible:
        first, *others = found.responsible
        return Answering((first,), tuple(others), found.supporting)
    return found


def _labelled(inner: str) -> Answering:
    found = Answering()
    marks = list(tails.label().finditer(inner))
    for i, match in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(inner)
        if match["role"]:
            found += _of(
                _role(match["word"] or match["plain"]), _units(inner[match.end() : end]), inner[match.end() : end]
            )
    return found


def _of(role: str, units: tuple[str, ...], written: str) -> Answering:
    """The units under a label, where phrases inside may still name a role (责任单位：A牵头，B配合)."""
    marked = [re.fullmatch(r"(?P<name>.+?)[（(](?P<verb>[一-鿿]{2,6})[）)]", unit) for unit in units]
    if any(m and tails.verb().fullmatch(m["verb"]) for m in marked):
        return _marked(role, units)
    sentence = written.strip("，；。、")
    if (
        re.search(r"牵头|配合|参与", sentence)
        and (phrased := _phrased(sentence))
        and any((phrased.lead, phrased.supporting))
    ):
        return phrased
    return Answering(**{role: units})


def _marked(role: str, units: tuple[str, ...]) -> Answering:
    """Units of which some say their role in brackets: 市科委（牵头）、市教委."""
    found = Answering()
    for unit in units:
        match = re.fullmatch(r"(?P<name>.+?)[（(](?P<verb>[一-鿿]{2,6})[）)]", unit)
        verb = tails.verb().fullmatch(match["verb"]) if match else None
        if match and verb:
            found += Answering(**{str(verb.lastgroup): (match["name"],)})
        else:
            found += Answering(**{role: (unit,)})
    return found


def _phrased(inner: str) -> Answering:
    found = Answering()
    waiting: tuple[str, ...] = ()
    for sentence in agencies.split(inner, "。"):
        for segment in agencies.split(sentence, "，,；;"):
            if _TIME.search(segment) and not tails.verb().search(segment):
                continue
            if tails.states_rule(segment):
                continue
            match = tails.verb().search(segment)
            if match is None:
                waiting += _units(segment)
                continue
            role = str(match.lastgroup)
            units = waiting + _units(segment[: match.start()])
            waiting = ()
            found += (
                _together(units, segment[: match.start()], role)
                if role != "supporting"
                else Answering(supporting=units)
            )
        # Units that no verb closes answer with the others.
    if waiting:
        found += Answering(responsible=waiting)
    return found


def _together(units: tuple[str, ...], segment: str, role: str) -> Answering:
    """A牵头会同B、C负责 and A会同B: who stands before 牵头 leads, the others answer."""
    match = re.search(r"(?P<first>.+?)(?P<leads>牵头)?(?:，)?(?:会同|会商|联合)(?P<others>.+)", segment)
    if match is None:
        inner = re.search(r"(?P<first>.+?)牵头[、，]?(?P<others>.+)", segment)
        if inner:
            return Answering(lead=_units(inner["first"]), responsible=_units(inner["others"]))
        return Answering(**{role: units})
    first, others = _units(match["first"]), _units(match["others"])
    if match["leads"] or role == "lead":
        return Answering(lead=first, responsible=others)
    return Answering(responsible=first + others)


def _units(text: str) -> tuple[str, ...]:
    """The units of a list, without what is said about them."""
    text = text.strip("，；。、 ")
    text = re.sub(
        r"(?:等)?(?:部门|单位)?(?:按照|按|依|依照|根据|结合)(?:照)?(?:各自)?(?:职责|职能|任务|责任)?(?:范围|权限)?(?:内)?(?:分工)?(?:分别)?(?:负责|落实|配合)?$",
        "",
        text,
    )
    found = []
    for written in agencies.names(text):
        name = _DROPPED.sub("", written).strip("，；。、： ")
        name = re.sub(r"(?:分别|共同|具体|负责|落实|牵头|按职责分工|按职责)+$", "", name)
        if name and not _TIME.search(agencies.core(name) or name) and not re.fullmatch("等|各方|有关方面", name):
            found.append(name)
    return _once(tuple(found))


def _once(units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))


@cache
def _role_words() -> dict[str, str]:
    labels = load("agencies")["labels"]
    return {word: role for role in ("lead", "responsible", "supporting") for word in labels[role]}


def _role(word: str) -> str:
    return _role_words()[word]


def _stated_for_all(document: Document, part: int) -> bool:
    """Whether a paragraph outside the items says that the first unit of every list leads."""
    return any(
        block.part == part and not block.path and _FIRST.search(block.paragraph.text) is not None
        for block in document.blocks
    )

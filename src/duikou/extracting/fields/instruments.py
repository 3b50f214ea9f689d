"""政策工具: the leading verb of each sentence of a measure, and what kind it is.

What holds here: a reader can tell a duty (建立, 落实) from a wish (鼓励, 支持), a trial (探索, 试点), a study (研究)
and a ban (不得). The verb is the first of the lexicon (`data/extracting/instruments.toml`) after words that say how,
when and who. Of a sentence whose clauses are parted by ； each clause has its own. A sentence that leads
with no verb of the lexicon has none: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from duikou.data import load
from duikou.extracting.fields import spans
from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.spec import Attribute, FieldSpec
from duikou.extracting.measures.passages import Passage, Stretch
from duikou.model import Document, Marked, Measure, Mention
from duikou.notation import marking
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern, patterns

_FORMS = patterns("extracting/instruments")
# A subject is no longer than this: 国务院有关部门要…
_SUBJECT = 24


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the instruments of each measure, from its text without heading."""
    return [
        spans.with_fields(measure, instruments=spans.collect(_bodies(passage, measure), find_instruments, None))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find_instruments(marked: Marked) -> tuple[Mention, ...]:
    """The leading verbs of the sentences of a text, in order; spans count in it."""
    text = marked.text
    masked = spans.blank(text, marking.spans(marked, "tail"))
    found = []
    for sentence in _FORMS.sentence.finditer(masked):
        span = _leading(sentence.group())
        if span is not None:
            start, end = sentence.start() + span[0], sentence.start() + span[1]
            verb = text[start:end]
            found.append(Mention(verb, verb, start, end, _kinds()[verb]))
    return tuple(found)


def _bodies(passage: Passage, measure: Measure) -> list[Stretch]:
    """The stretches of a measure without its heading."""
    first = passage.blocks[0]
    if first.ordinal is None or not first.title:
        return [s for s in passage.stretches if s.text.rstrip("。") != measure.title]
    head, *others = passage.stretches
    cut = first.body_start - head.start
    own = Stretch(first.own, first.body_start) if head.marked is first.marked else head.cut(cut)
    return [own if cut > 0 else head, *others]


def _leading(sentence: str) -> tuple[int, int] | None:
    """The span of the verb that leads a sentence."""
    at = 0
    while at < len(sentence):
        stop = sentence.find("，", at)
        clause = sentence[at : stop if stop >= 0 else len(sentence)]
        if found := _in_clause(clause):
            return at + found[0], at + found[1]
        at += len(clause) + 1
    return None


def _in_clause(clause: str) -> tuple[int, int] | None:
    """The verb that leads a clause; None for one that only says when, where or by what."""
    at = len(clause) - len(clause.lstrip("·—-“ \t"))
    at += max((d.end - at for d in deadlines.find_deadlines(Marked(clause)) if d.start == at), default=0)
    if _FORMS.counted.match(clause[at:]):
        at += clause[at:].index("是") + 1 if "是" in clause[at : at + 3] else 2
    words = load("extracting/instruments")
    if match := _verb().match(clause, at):
        return match.span("verb")
    if clause[at:].startswith(tuple(words["phrases"])):
        return None
    subject = _subject().match(clause, at)
    return subject.span("verb") if subject else None


@cache
def _kinds() -> dict[str, str]:
    """The kind of each verb; of two that name it the first."""
    found: dict[str, str] = {}
    for kind, verbs in load("extracting/instruments")["kinds"].items():
        for verb in verbs:
            found.setdefault(verb, kind)
    return found


@cache
def _verb() -> re.Pattern[str]:
    words = load("extracting/instruments")
    manner = [w for w in words["before"] if w not in words["phrases"] and w not in _kinds()]
    leads = one_of(words["lead_too"])
    return pattern(f"(?:{one_of(manner)})*(?:(?:{leads})(?={_verbs()}))?(?P<verb>{_verbs()})")


@cache
def _subject() -> re.Pattern[str]:
    words = load("extracting/instruments")
    manner = [w for w in words["before"] if w not in words["phrases"] and w not in _kinds()]
    return pattern(
        rf"(?:{HANZI}|[（）、]){{2,{_SUBJECT}}}?(?:{one_of(words['subjects'])})(?:{one_of(manner)})*(?P<verb>{_verbs()})"
    )


def _verbs() -> str:
    return one_of(_kinds())


SPEC = FieldSpec(
    "instruments",
    fill,
    attributes=(
        Attribute("name", "The verb.", indexed=True),
        Attribute("kind", "What it asks for: duty, encouragement, pilot.", optional=True),
        Attribute("text", "As written in the clean text."),
    ),
    shown=lambda verb, _: verb.name,
    made=Mention,
    read=lambda text, _: Mention(text, text, 0, 0, _kinds().get(text)),
    width=24,
    on_page=False,
    rank=44,
)

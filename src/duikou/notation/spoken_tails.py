"""Tails without brackets: the sentences that close a paragraph and say who answers for it.

What holds here: such a tail is whole sentences, or the last clause of one (…，由甲局牵头，乙局配合。). Each opens with
a label (牵头单位：…。责任单位：…。) or says who does it (由…负责。), and nothing else follows in the paragraph. A
paragraph that names nobody but units who lead, answer and support is one too. A last sentence that says
more than that (由甲局牵头，每季度通报一次) is no tail: it stays in the text, and `said` finds who is named.
"""

from __future__ import annotations

from functools import cache

from duikou.data import lists
from duikou.notation import bodies
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words
from duikou.notation.tail_words import answers_for_items, dated, label, labelled, phrased, phrases, verb

_FORMS = patterns("notation/tail_forms")
_WORDS = lists("notation/tail_forms")
# A paragraph that has none of these, and no verb of a tail at its end, has no tail.
_SIGNS = frozenset("：由为")
# Longer than this, a paragraph is more than who answers.
_LONGEST = 300
# What the words open with that say for how many items a tail is (以上两项, 上述, 第1—2项).
_COUNTS = frozenset("以上第0123456789")


def find_spoken_tail(text: str) -> int | None:
    """Where the closing sentences of `text`, one paragraph, begin that are a tail; None when there are none."""
    if not text or (_SIGNS.isdisjoint(text) and not _FORMS.closed_by_verb.search(text)) or not _may_close(text):
        return None
    blank = len(text) - len(text.lstrip())
    for start, inside in (
        (blank, False),
        *((match.end(), text[match.start()] == "，") for match in _FORMS.start.finditer(text)),
    ):
        rest = text[start:]
        if not rest or len(rest) > _LONGEST or (start and not _opens(rest)) or (inside and not _names_one(rest)):
            continue
        if not bodies.depth(text[:start]) and _is_tail(rest, whole=start == 0):
            return start
    return None


def _may_close(text: str) -> bool:
    """Whether the last sentence of `text` can say who answers or by when. Every sentence of a tail has a label, or a
    verb that closes a phrase, so that the last one tells most paragraphs by; a stop in brackets parts no sentences."""
    bare = text.rstrip("。；， ")
    at = bare.rfind("。") + 1
    last = bare[at:]
    return (
        _FORMS.colon.search(last) is not None
        or _FORMS.ends_phrase.search(last) is not None
        or bodies.depth(bare[:at]) > 0
    )


def _opens(rest: str) -> bool:
    """Whether a sentence that begins so can say who answers: by a label, by 由, or by how many items it is for."""
    bare = rest.lstrip("；， ")
    return bare[:1] in _COUNTS or _FORMS.by.match(bare) is not None or label().match(bare) is not None


def said(text: str) -> tuple[int, int, str] | None:
    """Where the last sentence of `text` says who leads or answers among other things (由甲局牵头，乙局配合，每季度
    通报一次): its span from there on, and the phrases that name units. None where it does not."""
    end = len(text.rstrip("。； "))
    start = max(text.rfind(stop, 0, end) for stop in "。；！") + 1
    sentence = text[start:end]
    if not 0 < len(sentence) <= _LONGEST or not any(word in sentence for word in _WORDS.says):
        return None
    places = bodies.places(sentence, "，")
    clauses = [sentence[at:stop] for at, stop in places]
    for i, clause in enumerate(clauses):
        acts = verb().search(clause)
        by = _FORMS.told.match(clause)
        role = acts.lastgroup if acts else None
        alone = i == 0 and (role == "lead" or (role == "responsible" and phrased(clause)))
        if (by and role != "supporting" and acts) or alone:
            rest = clause[by.end() :] if by else clause
            if not rest.startswith(_vague()) and _only_units(rest):
                named = [rest, *(c for c in clauses[i + 1 :] if verb().search(c) and _only_units(c))]
                return start + places[i][0], end, "，".join(named)
    return None


def _names_one(rest: str) -> bool:
    """Whether the clause that ends a sentence opens with a full label, or with 由 and a unit that is no 有关部门."""
    match = label().match(rest)
    if rest.count("。") > 1 or (match and match["other"]):
        return False
    if match:
        return match.group().rstrip("：:为").endswith(tuple(words("notation/bodies")["labels"]["nouns"]))
    said = next(iter(phrases(rest[1:])), "")
    acts = verb().search(said)
    first = next(iter(bodies.names(said[: acts.start()] if acts else said)), "")
    named = bodies.gives_level(first) or (bodies.is_strong(first) and not first.endswith(_WORDS.kinds))
    return rest[0] == "由" and named and not first.startswith(_vague())


def _is_tail(rest: str, whole: bool) -> bool:
    sentences = bodies.split(rest, "。")
    return bool(sentences) and all(_answers(sentence, whole) for sentence in sentences)


def _answers(sentence: str, whole: bool) -> bool:
    """Whether a sentence says who answers, or by when. `whole` when nothing stands before it in the paragraph."""
    sentence = sentence.strip("；， ")
    if answers_for_items(sentence) or dated(sentence):
        return True
    if labelled(sentence):
        return _names_units(sentence)
    by = _FORMS.by.match(sentence)
    if not by and not whole:
        return False
    rest = sentence[by.end() :] if by else sentence
    return phrased(rest) and _only_units(rest)


def _names_units(sentence: str) -> bool:
    """Whether the label of a role that opens the sentence is a full one (责任单位：), or units stand behind it."""
    match = label().match(sentence)
    if match is None or match["other"]:
        return match is not None
    nouns = tuple(words("notation/bodies")["labels"]["nouns"])
    if match.group().rstrip("：:为").endswith(nouns):
        return True
    units = bodies.names(sentence[match.end() :].split("；", maxsplit=1)[0])
    return bool(units) and all(map(bodies.is_unit, units))


def _only_units(sentence: str) -> bool:
    """Whether all that stands before the verbs are units, one of them beyond doubt."""
    units = []
    for segment in phrases(sentence):
        match = verb().search(segment)
        units += bodies.names(segment[: match.start()] if match else segment)
    units = [unit for unit in (_FORMS.leads_to_unit.sub("", name) for name in units) if unit]
    return (
        bool(units)
        and all(map(bodies.is_unit, units))
        and any(bodies.is_strong(unit) or bodies.gives_level(unit) for unit in units)
    )


@cache
def _vague() -> tuple[str, ...]:
    """What opens words for units that no one is told apart by, in both scripts."""
    return tuple(words("notation/bodies")["vague"])

"""Tails without brackets: the sentences that close a paragraph and say who answers for it.

What holds here: such a tail is whole sentences. Each opens with a label (牵头单位：…。责任单位：…。) or says who does
it (由…负责。), and nothing else follows in the paragraph. A paragraph that names nobody but units who lead, answer and
support is one too.
"""

from __future__ import annotations

import re

from duikou.data import load
from duikou.outlining import agencies
from duikou.outlining.tailwords import dated, label, labelled, phrased, phrases, shared, verb

_START = re.compile("(?:^|(?<=[。；！]))\\s*")
_BY = re.compile("(?:(?:此|该|这|本)项?(?:工作|任务|措施|事项)?|具体(?:工作)?)?由")
_LEVELED = re.compile("[省市区县州](?![场民级区内外])|国家|中央|全国|各[省市县区州]")
# Longer than this, a paragraph is more than who answers.
_LONGEST = 300


def find(text: str) -> int | None:
    """Where the closing sentences of `text`, one paragraph, begin that are a tail; None when there are none."""
    if not text or ("：" not in text and "由" not in text and not _WHOLE.search(text)):
        return None
    for match in _START.finditer(text):
        rest = text[match.end() :]
        if agencies.depth(text[: match.end()]):
            continue
        if rest and len(rest) <= _LONGEST and _is_tail(rest, whole=match.end() == 0):
            return match.end()
    return None


_WHOLE = re.compile("(?:牵头|负责|配合|落实|参与|协助|参加)。?$")


def _is_tail(rest: str, whole: bool) -> bool:
    sentences = agencies.split(rest, "。")
    return bool(sentences) and all(_answers(sentence, whole) for sentence in sentences)


def _answers(sentence: str, whole: bool) -> bool:
    """Whether a sentence says who answers, or by when. `whole` when nothing stands before it in the paragraph."""
    sentence = sentence.strip("；， ")
    if shared(sentence) or dated(sentence):
        return True
    if labelled(sentence):
        return _names_units(sentence)
    by = _BY.match(sentence)
    if not by and not whole:
        return False
    rest = sentence[by.end() :] if by else sentence
    return phrased(rest) and _only_units(rest)


def _names_units(sentence: str) -> bool:
    """Whether the label of a role that opens the sentence is a full one (责任单位：), or units stand behind it."""
    match = label().match(sentence)
    if match is None or match["other"]:
        return match is not None
    nouns = tuple(load("agencies")["labels"]["nouns"])
    if match.group().rstrip("：:为").endswith(nouns):
        return True
    return all(map(agencies.is_unit, agencies.names(sentence[match.end() :].split("；", maxsplit=1)[0])))


def _only_units(sentence: str) -> bool:
    """Whether all that stands before the verbs are units, one of them beyond doubt."""
    units = []
    for segment in phrases(sentence):
        match = verb().search(segment)
        units += agencies.names(segment[: match.start()] if match else segment)
    units = [unit for unit in (re.sub("^(?:由|会同|并由)", "", name) for name in units) if unit]
    return (
        bool(units)
        and all(map(agencies.is_unit, units))
        and any(agencies.is_strong(unit) or _LEVELED.match(unit) for unit in units)
    )

"""结对: two places or zones that a measure sets to work together.

What holds here: a pair stands on both sides of 与, 和, 同 or 对接, each side a place or a zone by its ending, in a
clause that says 结对, 对口, 合作 or 对接. First version: later issues deepen this field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duikou.extracting.measures import Passage
from duikou.model import Document, Measure, Pair

_ENDING = "省|自治区|市|区|县|州|盟|旗|新区|园区|开发区|试验区|示范区|生态城|保税区|保税港区|中心商务区|度假区"
_PROVINCE = "(?:[一-鿿]{2,3}省|[一-鿿]{2,6}自治区)"
_NAME = rf"(?:{_PROVINCE}?(?:(?!与|对接)[一-鿿]){{1,16}}?(?:{_ENDING})|{_PROVINCE})"
_AFTER = "(?=$|在|等|开展|结对|对接|建立|进行|对口|合作|共同|共建|签|之间|互|加强|深化)"
_PAIRED = re.compile(
    rf"^(?P<left>{_NAME})(?:与|和|同|对接)(?P<right>{_NAME}(?:和{_NAME})*|{_PROVINCE}有关城市){_AFTER}"
)
_SAYS = re.compile("结对|对口合作|对口协作|对口支援|对口帮扶|对接|互学合作|合作机制|开展[^，。；]{0,8}合作|合作交流")
_NOT_PLACE = re.compile(
    "^(?:两|全|国家|各|本|我|有关|重点|相关|部分|双方)|市场|区域|地区$|社区$|城市$|(?:合作|产业|重点)园区$|功能区$|区县|省市$|市区$|县区$"
)


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the pairs of each measure."""
    return [
        replace(measure, pairs=find("\n".join(b.paragraph.text for b in passage.blocks)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Pair, ...]:
    """The pairs that `text` names, in order. A list of pairs in one sentence counts whole, also those in brackets."""
    found: dict[tuple[str, str], Pair] = {}
    for sentence in re.split("[。；\n]", text):
        if not _SAYS.search(sentence):
            continue
        for clause in _clauses(sentence):
            for left, right in _sides(clause):
                found.setdefault((left, right), Pair(left, right))
    return tuple(found.values())


def _clauses(sentence: str) -> list[str]:
    """The pieces of a sentence that may hold a pair; what stands in brackets is a piece of its own."""
    inner = re.findall("（([^（）]*)）", sentence)
    return [
        piece
        for whole in (re.sub("（[^（）]*）", "", sentence), *inner)
        for piece in re.split("[，、：]", whole)
        if piece
    ]


def _sides(clause: str) -> list[tuple[str, str]]:
    for start in _starts(clause):
        match = _PAIRED.match(clause[start:])
        if match is None:
            continue
        left = match["left"]
        rights = re.split("(?<=[区市县省城港])和(?!平区)", match["right"])
        if _NOT_PLACE.search(left) or any(_NOT_PLACE.search(r) and "有关城市" not in r for r in rights):
            continue
        return [(left, right) for right in rights]
    return []


def _starts(clause: str) -> list[int]:
    """Where the name of the first side may begin: the head of the clause, and after each word that leads to it."""
    words = "支持|推动|推进|深化|促进|鼓励|引导|组织|围绕|探索|依托|通过|加强|以|请|由|使|积极"
    return [0, *(m.end() for m in re.finditer(words, clause))][::-1]

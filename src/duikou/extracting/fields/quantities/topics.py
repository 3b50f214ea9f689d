"""What a quantity counts that stands before it: the topic of a clause (森林覆盖率达到30%) or the object of its verb
(新建充电桩500个).

What holds here: behind a verb of reaching (达到, 提高到, 不低于) what is measured (率, 比例, 面积) is the whole
topic's, and a verb in its name is part of it (新建住宅比例); else the verb that brings about what is counted is left
out. Where only verbs stand between a comma and the number, the clause before names the thing (桥梁涂装，完成20座).
"""

from __future__ import annotations

from functools import cache

from duikou.data import lists, load
from duikou.extracting.fields.quantities import bounds
from duikou.notation import made_of, words
from duikou.notation.patterns import patterns

# No name is longer, and none is shorter; a topic, which is a whole phrase, may be longer than a thing.
LONGEST, LONGEST_TOPIC, SHORTEST = 24, 30, 2
_LONGEST_SHARE = 40
# What opens the name of a rate: 每千名老年人拥有养老床位.
_EACH = "每"
# How many characters beside one are cut into words with it.
_BESIDE = 3
_FORMS = patterns("extracting/counted")
_WORDS = lists("extracting/counted")


def before(text: str, counting: bool = False, reached: bool = False, closed: bool = False) -> str | None:
    """What a number counts that stands at the end of `text`, by the words before it. `counting` is True for units that
    count things, `reached` where a verb of reaching stands between, `closed` where a clause ends behind the number."""
    run = _FORMS.run_before.search(text)
    written = run.group() if run else ""
    if counting and written.endswith(_WORDS.and_so_on):
        return None  # 甲路、乙路等50条: what they are stands behind, if anywhere
    if together := _FORMS.together.search(text):
        return bare(cut_off(together["things"]))
    if reduced := _FORMS.reduced.search(written):
        written = reduced["name"]
    for money in load("extracting/quantities")["names"]["before_numbers"]:
        written = written.removesuffix(money)  # 经费人民币30万元
    written = _FORMS.each_last.sub("", written)
    if held := _FORMS.held.search(written):
        return held["work"]
    found = made_of.without_end(written, _verbs())
    reached = reached or _FORMS.reaching.search(written[len(found) :]) is not None
    found = _FORMS.each_last.sub("", found)
    if found.endswith("的") and written.endswith(_WORDS.gives):
        # 对通过复核的给予50万元: what is given is not said.
        return None
    found = _FORMS.year_last.sub(r"\g<name>", found.removesuffix("的"))
    if agent := _FORMS.agent_last.search(found):
        found = agent["name"]
    if compared := _FORMS.compared.search(found):
        found = made_of.without_end(compared["name"], _verbs())
    named = _named(bounds.without_bound(found) or "", counting, reached)
    if named is None and counting and closed and run is not None and _only_verbs(found):
        return _before_comma(text[: run.start()])
    return named


def _named(found: str, counting: bool, reached: bool) -> str | None:
    found = _FORMS.rank.sub("", _FORMS.dated.sub("", found))
    if share := _FORMS.share_of.search(found):
        return bare(led_off(share.group())[-_LONGEST_SHARE:])
    found = _FORMS.counted_before.sub("", found)
    of_topic = reached and _FORMS.measured_last.search(found) is not None
    if _FORMS.attribute.search(found):
        # 建设停车场的比例: how much of it is no name without what it is of.
        return _checked(cut_off(found), LONGEST_TOPIC)
    if not of_topic and (pivot := _FORMS.pivot.match(found)):
        found = found[pivot.end() :]
    found = _divided(led_off(found) if not of_topic else cut_off(found), of_topic)
    found = _FORMS.to_first_of.sub("", found)
    if not (of_topic or found.startswith(_EACH)):
        found = _FORMS.last_verb.sub("", found)
    found = _FORMS.once.sub("", _FORMS.object.sub("", found))
    if rewarded := _FORMS.rewarded.match(found):
        found = rewarded["sum"] or rewarded["of"]
    if reached_of := _FORMS.reached_of.match(found):
        found = reached_of["name"] or reached_of["set"]
    return _checked(cut_off(found), LONGEST_TOPIC) if of_topic else _checked(led_off(found), LONGEST)


def _checked(found: str, longest: int) -> str | None:
    """The name, or None where it can be none."""
    if (
        found.startswith("（")
        or len(found) < SHORTEST
        or found.startswith(_WORDS.bounds)
        or _FORMS.another_number.match(found)
        or is_verb(found)
        or _FORMS.no_name.match(found)
    ):
        return None
    return bare(cut(found, longest))


def is_verb(found: str) -> bool:
    """Whether a name is only a verb that brings about: 招用, 报废."""
    return not made_of.without_end(found, _pure()) or found in load("extracting/quantities")["names"]["works"]


def cut_off(found: str) -> str:
    """The name of a topic without what only leads to it; a verb that may be part of it stays."""
    while shorter := _FORMS.leading_topic.match(found):
        found = found[shorter.end() :]
    return found


def _divided(found: str, of_topic: bool) -> str:
    """What stands behind a word that divides the clause, without its verb: 铁路全天开行列车; the topic before it where
    only a verb does."""
    divided = _FORMS.divided.match(found)
    if not divided:
        return found
    rest = cut_off(divided["rest"]) if of_topic else led_off(divided["rest"])
    rest = made_of.without_end(rest, _pure())
    return rest if len(rest) >= SHORTEST else divided["topic"]


def _only_verbs(found: str) -> bool:
    """Whether nothing is in a clause but verbs and what leads to a name."""
    rest = made_of.without_end(led_off(_FORMS.dated.sub("", found)), _pure())
    return not rest or rest in load("extracting/quantities")["names"]["works"]


def _before_comma(text: str) -> str | None:
    """The thing that the clause before a comma is about, where it has no number of its own."""
    clause = _FORMS.clause_before.search(text)
    if clause is None or clause["clause"].endswith(_WORDS.activities):
        return None
    named = _named(clause["clause"], counting=True, reached=False)
    return named if named and len(named) <= LONGEST and "、" not in named else None


@cache
def _verbs() -> frozenset[str]:
    """The verbs between what is measured and the number: 达到, 提高到, 增长, 不低于."""
    table = load("extracting/quantities")
    return frozenset((*table["changes"], *table["before"], *table["names"]["verbs"]))


@cache
def _pure() -> frozenset[str]:
    """The verbs that bring about, with those between what is measured and the number."""
    return frozenset((*_WORDS.pure_verbs, *_verbs()))


def led_off(found: str) -> str:
    """`found` without the words that lead to a name."""
    while (shorter := _FORMS.leading.match(found)) and (len(shorter.group()) > 1 or alone(found, 0)):
        found = found[shorter.end() :]
    return found


def alone(text: str, at: int) -> bool:
    """Whether the character at `at` is a word of its own."""
    start = max(0, at - _BESIDE)
    place = start
    for word in words.words(text[start : at + 1 + _BESIDE]):
        if place <= at < place + len(word):
            return len(word) == 1
        place += len(word)
    return True


def cut(found: str, longest: int = LONGEST) -> str:
    """The end of a long name; not from within a Latin word or a number, and from behind a word that joins where one
    stands in it."""
    end = found[-longest:]
    if len(found) > longest and (joined := _FORMS.joined_at.search(end)):
        return end[joined.end() :]
    return _FORMS.cut_latin.sub("", end) if _FORMS.latin.match(found[-longest - 1 : -longest]) else end


def bare(found: str) -> str | None:
    """The name without marks at its ends, and without a quotation mark that has lost its fellow."""
    found = found.strip("+")
    if found.startswith("“") and found.endswith("”") and found.count("“") == 1:
        found = found[1:-1]
    while found.count("“") != found.count("”"):
        odd = "“" if found.count("“") > found.count("”") else "”"
        at = found.rindex(odd) if odd == "“" else found.index(odd)
        found = found[:at] + found[at + 1 :]
    return found or None

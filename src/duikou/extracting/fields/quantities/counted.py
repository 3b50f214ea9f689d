"""What a quantity counts: the noun after a unit that counts things, or before one that measures.

What holds here: a name is given as written, without the verb that leads to it, and no longer than a name is. Only the
words near the number are looked at, so that the cost does not grow with the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from duikou.data import lists, load
from duikou.model import Quantity
from duikou.model.copies import changed
from duikou.notation import made_of
from duikou.notation.patterns import patterns

# No name is longer; nor does one stand farther away.
_LONGEST, _NEAR = 20, 80
_LONGEST_SHARE = 40
_SHORTEST = 2
_PER_CENT = ("%", "％", "‰")
# Characters of the longest list of things that 分别 closes.
_LISTED = 120
_FORMS = patterns("extracting/counted")
_QUANTITIES = patterns("extracting/quantities")
_WORDS = lists("extracting/counted")


def name(text: str, start: int, end: int, measures: bool, sized: bool = False) -> str | None:
    """What the quantity [start, end) of `text` counts; `measures` is True for units such as 亿元 and 公里, after which
    no noun follows as a rule; `sized` for those of a size (公里, 万吨), after which one does where none stands before:
    新建1000公里农村公路."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if whole := _whole(text[start : end + _NEAR]):
        return whole
    if not measures:
        return _after(after) or name_before(before)
    given = _FORMS.given.match(_FORMS.other_sums.sub("", after, count=1))
    of_whole = text[end - 1 : end] in _PER_CENT and before.endswith("的")
    if given is None or of_whole or _FORMS.named_sum.search(before):
        return name_before(before) or (_sized(after) if sized else None)
    if fund := given["fund"]:
        return name_before(before) or _led_off(_to_end(fund)) or None
    if given["fine"] and any(sign in text[start:end] for sign in _PER_CENT):
        # 增长20%以上的再奖励: what is given is no part of what grows.
        return name_before(before)
    named = (_to_end(given["name"]) or given["name"]) if given["name"] else given["fine"]
    return named if len(named) >= 2 else name_before(before)


def _whole(text: str) -> str | None:
    """What the part that opens `text` is of, right behind it: 三分之二以上的乡镇, 近八成企业."""
    found = _FORMS.part_of_whom.match(text)
    named = _to_end(found["noun"]) if found else ""
    return named if len(named) >= _SHORTEST or named in _WORDS.short_names else None


def is_sum(name: str) -> bool:
    """Whether a name is that of a sum (年营业收入), which a list of sums shares, whatever follows the last of them."""
    return _FORMS.named_sum.search(name) is not None


def _led_off(found: str) -> str:
    """`found` without the words that lead to a name."""
    while shorter := _FORMS.leading.match(found):
        found = found[shorter.end() :]
    return found


def _after(text: str) -> str | None:
    kinds = _FORMS.kinds_listed.match(text)
    if kinds and (rest := _after(text[kinds.end() :])):
        return kinds.group() + rest
    if described := _FORMS.described.match(text):
        return described["noun"]
    if _FORMS.clause_behind.match(text):
        return None
    run = _FORMS.run.match(text)
    found = _FORMS.next_number.split((run.group() if run else "").removeprefix("的"), maxsplit=1)[0]
    if "的" in found and not _FORMS.taking_part.match(found):
        found = found.rsplit("的", 1)[1]
    return _bare(_to_end(found)[:_LONGEST])


def _sized(text: str) -> str | None:
    """What is so large: the noun right behind."""
    named = "" if text.startswith("的") else _after(text) or ""
    project = _FORMS.project.match(named)
    named = project.group() if project else named
    if len(named) < _SHORTEST or named.endswith(_WORDS.no_things) or _FORMS.another_number.match(named):
        return None
    return named


def _to_end(found: str) -> str:
    """`found` up to what closes a name."""
    closing = (match for match in _FORMS.ends.finditer(found) if match["whole"] is None)
    ends = (match.start() for match in closing if match.start() or match.group() not in _WORDS.adverbs)
    return found[: next(ends, None)]


def name_before(text: str) -> str | None:
    """What a number counts that stands at the end of `text`, by the words before it."""
    run = _FORMS.run_before.search(text)
    written = run.group() if run else ""
    if reduced := _FORMS.reduced.search(written):
        written = reduced["name"]
    for money in load("extracting/quantities")["names"]["before_numbers"]:
        written = written.removesuffix(money)  # 经费人民币30万元
    written = _FORMS.each_last.sub("", written)
    if held := _FORMS.held.search(written):
        return held["work"]
    found = _FORMS.each_last.sub("", made_of.without_end(written, _verbs()))
    if found.endswith("的") and written.endswith(_WORDS.gives):
        # 对通过复核的给予50万元: what is given is not said.
        return None
    found = _FORMS.year_last.sub(r"\g<name>", found.removesuffix("的"))
    if compared := _FORMS.compared.search(found):
        found = made_of.without_end(compared["name"], _verbs())
    found = _FORMS.rank.sub("", _FORMS.dated.sub("", found))
    if share := _FORMS.share_of.search(found):
        return _bare(_led_off(share.group())[-_LONGEST_SHARE:])
    while shorter := _FORMS.leading.match(found):
        found = found[shorter.end() :]
    found = _FORMS.last_verb.sub("", _FORMS.to_first_of.sub("", found))
    found = _FORMS.once.sub("", _FORMS.object.sub("", found))
    if rewarded := _FORMS.rewarded.match(found):
        found = rewarded["sum"] or rewarded["of"]
    if reached := _FORMS.reached_of.match(found):
        found = reached["name"] or reached["set"]
    found = _led_off(found)
    if (
        found.startswith("（")
        or len(found) < 2
        or found.startswith(_WORDS.bounds)
        or _FORMS.another_number.match(found)
    ):
        return None
    return None if found in load("extracting/quantities")["names"]["works"] else _bare(_cut(found))


def _cut(found: str) -> str:
    """The end of a long name; not from within a Latin word or a number, and from behind a word that joins where one
    stands in it."""
    end = found[-_LONGEST:]
    if len(found) > _LONGEST and (joined := _FORMS.joined_at.search(end)):
        return end[joined.end() :]
    return _FORMS.cut_latin.sub("", end) if _FORMS.latin.match(found[-_LONGEST - 1 : -_LONGEST]) else end


def _bare(found: str) -> str | None:
    """The name without marks at its ends, and without a quotation mark that has lost its fellow."""
    found = found.strip("+")
    if found.startswith("“") and found.endswith("”") and found.count("“") == 1:
        found = found[1:-1]
    while found.count("“") != found.count("”"):
        odd = "“" if found.count("“") > found.count("”") else "”"
        at = found.rindex(odd) if odd == "“" else found.index(odd)
        found = found[:at] + found[at + 1 :]
    return found or None


@cache
def _verbs() -> frozenset[str]:
    """The verbs between what is measured and the number: 达到, 提高到, 增长, 不低于."""
    words = load("extracting/quantities")
    return frozenset((*words["changes"], *words["before"], *words["names"]["verbs"]))


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
    out: 甲县、乙县的普及率和覆盖率."""
    things = _QUANTITIES.between_things.split(text)
    if len(things) > count and "的" in things[-count]:
        things = things[-count:]
    named = [name_before(thing) for thing in things]
    return tuple(name for name in named if name) if len(named) == count and all(named) else ()

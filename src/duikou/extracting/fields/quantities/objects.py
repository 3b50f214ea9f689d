"""What a quantity counts that stands behind its unit: 500个充电桩, 10万元以下的罚款, 三分之二以上的乡镇.

What holds here: a name ends at a word that joins, leads or acts (和, 对, 用于). A character that does so ends it only
where it is a word of its own; in 中等职业学校 and 可再生能源 it is none.
"""

from __future__ import annotations

from duikou.data import lists
from duikou.extracting.fields.quantities.topics import LONGEST, SHORTEST, alone, bare, led_off
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/counted")
_WORDS = lists("extracting/counted")


def of_part(text: str) -> str | None:
    """What the part that opens `text` is of, right behind it: 三分之二以上的乡镇, 近八成企业."""
    found = _FORMS.part_of_whom.match(text)
    named = to_end(found["noun"]) if found else ""
    if named in _WORDS.attributes:
        return None  # 建成区40%以上的面积: how much of what stands before
    return named if len(named) >= SHORTEST or named in _WORDS.short_names else None


def of_unit(text: str) -> str | None:
    """The noun that opens `text`, behind a unit that counts."""
    kinds = _FORMS.kinds_listed.match(text)
    if kinds and (rest := of_unit(text[kinds.end() :])):
        return kinds.group() + rest
    if described := _FORMS.described.match(text):
        return to_end(described["noun"]) or None
    if _FORMS.clause_behind.match(text):
        return None
    listed = _FORMS.listed_things.match(text)
    if listed and to_end(listed["rest"]) == listed["rest"]:
        return listed.group()
    text = _FORMS.unit_goes_on.sub("", text)
    run = _FORMS.run.match(text)
    found = _FORMS.next_number.split((run.group() if run else "").removeprefix("的"), maxsplit=1)[0]
    if "的" in found and not _FORMS.taking_part.match(found):
        # 3类人员中失能的: what is said of the noun stands behind it.
        thing, _, rest = found.rpartition("的")
        found = thing if rest in _WORDS.of_things else rest or found
    found = _FORMS.number_last.sub("", to_end(found))[:LONGEST]
    return None if _FORMS.no_name.match(found) else bare(found)


def of_size(text: str) -> str | None:
    """What is so large: the noun right behind."""
    named = "" if text.startswith("的") else of_unit(text) or ""
    project = _FORMS.project.match(named)
    named = project.group() if project else named
    if len(named) < SHORTEST or named.endswith(_WORDS.no_things) or _FORMS.another_number.match(named):
        return None
    return named


def given(text: str) -> str | None:
    """What a sum is that stands before `text`, where the words behind it say so: 的罚款, 的标准给予生活补贴."""
    found = _FORMS.given_at_rate.match(text)
    return _FORMS.to_whom.sub("", found["sum"]) if found else None


def to_end(found: str) -> str:
    """`found` up to what closes a name."""
    for match in _FORMS.ends.finditer(found):
        at, word = match.start(), match.group()
        if match["whole"] is not None or (not at and word in _WORDS.adverbs):
            continue
        if len(word) > 1 or alone(found, at):
            return found[:at]
    return found


def fund(text: str) -> str | None:
    """The name of money set apart, as what the sum is: 产业引导基金."""
    return led_off(to_end(text)) or None

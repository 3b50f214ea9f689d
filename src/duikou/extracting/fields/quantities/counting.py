"""Whether a number with its unit counts something, by what stands around it.

What holds here: a number counts only with its unit, or as a part of something; a name that holds a number (5G,
公益二类, 第二产业), an ordinal, an article of a statute and the head of a list count nothing. How long something takes
counts where it is a limit or has a name (任期三年).
"""

from __future__ import annotations

from duikou.data import lists, load
from duikou.extracting.fields.quantities import bounds
from duikou.extracting.fields.quantities.hits import Hit
from duikou.notation import places, units
from duikou.notation.number_values import plain
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/quantities")
_WORDS = lists("extracting/quantities")
_FEWEST = 2
# So many and more are counted, whatever follows.
_MANY = 20
# Characters of the longest numeral that is also part of words: 二十, 三百.
_WORD = 2
# More than so many are a year, not a time.
_YEARS = 200
# What the articles of a statute are counted in.
_CITED = ("条", "款", "项")


def counts(hit: Hit) -> bool:
    """Whether the hit counts something, by what stands around it."""
    before, after, unit = hit.before(), hit.after(), hit["unit"]
    if hit["share"] or hit["over"]:
        return _counts_as_part(hit, before, after)
    if hit["one"]:
        if before.endswith((":", "：", "∶")) or after.startswith((":", "：", "∶")):
            return False  # 5:3:2 parts in three, and is no number
        near = hit.before(hit.start) + (hit["change"] or "") + (hit["to"] or "")
        return bool(
            _FORMS.ratio_before.search(before) or _FORMS.ratio_before.search(near) or _FORMS.ratio_after.match(after)
        )
    if after.startswith(tuple(load("extracting/quantities")["named_by_reach"])) and not (hit["bound"] or hit["after"]):
        return False
    if unit in units.listed("measured.lengths") and _FORMS.within.search(before):
        return False
    if hit["after"] and hit["yuan"] and _FORMS.class_of_many.match(after):
        return False
    if _beside_a_code(hit, before, after) or (unit == "方" and after.startswith("面")):
        return False
    if unit in _CITED and (before.endswith(_WORDS.statutes) or after.startswith(_WORDS.after_article)):
        return False
    if hit["duration"] and not _lasts(hit, before):
        return False
    if unit and (after.startswith(_WORDS.batches) or _begins_a_word(hit, after)):
        return False
    if unit in load("extracting/quantities")["shy"] and not _set(hit):
        return False
    if not (unit or hit["yuan"] or hit["sign"] or hit["duration"] or hit["whole"]):
        return _reached_bare(hit, before)
    if unit in load("extracting/quantities")["of_age"]:
        # 3岁以下婴幼儿 is a class of people.
        closed = not after or after[0] in "，。；、）"
        ages = tuple(load("extracting/quantities")["ages"])
        limit = hit["bound"] or hit["change"] or ((hit["after"] or hit["high"]) and closed)
        return bool(limit) or before.endswith(ages)
    if hit.hanzi and not hit["scale"] and not hit["sign"]:
        return _counts_in_words(hit, before, after)
    if after.startswith(tuple(load("extracting/quantities")["names"]["listing"])) and not hit["after"]:
        return False
    return not (unit and after and after[0] in ("级号" if unit == "个" else "级等号以") and not hit["after"])


def _beside_a_code(hit: Hit, before: str, after: str) -> bool:
    """Whether the number is part of a code, an ordinal or a formula (5G, 第二产业, 3+N), or only the end of a vague
    one; a sign between words and a sum is a sign (增收+1,000元, 支出-2,500万元)."""
    if _FORMS.vague_before.search(before):
        return True
    if "，" in (hit["low"] or ""):
        several = load("notation/numbers")["several"]
        sure = hit["yuan"] or hit["first"] or "." in (hit["low"] or "") or hit["unit"] in units.listed("measured.money")
        if not sure or any(word in before for word in several):
            return True  # 分别为98，120，134家
    measured = bool(hit["yuan"] or hit["sign"]) or hit["unit"] in units.listed("measured", "latin")
    if hit["minus"] and not measured:
        return True
    signed = measured and _FORMS.sign_before.search(before) is not None
    stroke = before[-1:] == "/" and _FORMS.stroke_before.search(before)
    if _FORMS.code_before.search(before) and not (hit["bound"] or signed or before[-1] in "：:—" or stroke):
        return True
    return _FORMS.code_after.match(after) is not None and not hit["sign"]


def _reached_bare(hit: Hit, before: str) -> bool:
    """Whether a bare number is set as a mark to reach: 用户超过4.2亿, 系数提高到0.6, 投资三百万."""
    scaled = bool(hit["scale"] or hit["first"] or (hit.amount and hit.amount.scale))
    if not scaled:
        return not hit.hanzi and bool(hit["to"] or hit["bound"]) and "." in (hit["low"] or "")
    named = before.endswith(tuple(load("extracting/quantities")["headcounts"]))
    return bool(hit["bound"] or hit["to"] or (hit["after"] and not hit.hanzi) or _reached(before)) or named


def _lasts(hit: Hit, before: str) -> bool:
    """Whether so long a time is set as a limit, or has a name (任期三年); 2025年 is a year."""
    words = load("extracting/quantities")
    if hit["duration"] == "年" and hit.amount and hit.amount.value.high >= _YEARS:
        return False
    if before.endswith(tuple(words["shortens"])) or bounds.is_turned(hit["bound"]) or hit["bound"] in words["adverbs"]:
        return True
    return _FORMS.named_time.search(hit.before(hit.start)) is not None


def _begins_a_word(hit: Hit, after: str) -> bool:
    """Whether what looks like a unit is the beginning of a word: 5部门."""
    return (
        not hit["after"]
        and after[:1] != ""
        and after[0] in load("extracting/quantities")["not_before"].get(hit["unit"], "")
    )


def _set(hit: Hit) -> bool:
    """Whether a bound, a change or a scale says that the number is set as a mark."""
    return bool(hit["bound"] or hit["after"] or hit["change"] or hit["scale"] or hit["first"] or _reached(hit.before()))


def _reached(before: str) -> bool:
    return before.endswith(_WORDS.reached)


def _counts_as_part(hit: Hit, before: str, after: str) -> bool:
    """Whether 1/3, 一半 or 七成 is a part of something, and not a date, a number of a list, or part of a word."""
    bounded = bool(hit["bound"] or hit["after"] or hit["change"])
    if hit["over"]:
        part, whole = int(hit["part"] or 0), int(hit["over"])
        if part >= whole or _FORMS.figure_before.search(before):
            return False
        # 占比达1/3，
        closed = not after or after[0] in "，。；、）"
        return bounded or after.startswith("的") or (closed and before.endswith(_WORDS.before_part))
    if hit["share"] in _WORDS.half:
        return bounded
    return (bounded or after.startswith("的")) and not before.endswith(("第", "现", "其"))


def _counts_in_words(hit: Hit, before: str, after: str) -> bool:
    """Whether a Chinese numeral with its unit is a number of things: two and more, and not the head of a list. A long
    numeral, one with decimals and one in capitals is always a number."""
    words = load("extracting/quantities")
    assert hit.amount
    names, unit, written = words["names"], hit["unit"], hit["low"] or ""
    figure = len(written) > _WORD or plain(written) != written or written[0] == "负" or bool(hit.amount.scale)
    figure = figure or hit.amount.value.low >= _MANY
    estimated = not hit.amount.value.exact
    set_ = bounds.relation(hit["bound"]) != "=" or bool(hit["after"] or hit["high"] or hit["more"] or hit["still"])
    bounded = set_ or estimated or bool(hit["whole"] or hit["duration"] or hit["parts"])
    few = hit.amount.value.high < _FEWEST and not figure
    if few and (not bounded or unit == "批" or hit["bound"] in _WORDS.passed or not hit.amount.value.high):
        return False
    if unit in names["before_numbers"] and not (hit.amount.scale or figure):
        return False  # 李四人民币
    if not bounded and (unit in names["figures_only"] or before.endswith(tuple(names["points_back"]))):
        return False
    if (
        plain(written).rstrip("万亿") in ("百", "千", "")
        and not (set_ or hit["whole"])
        and not hit["bound"]
        and not hit["to"]
    ):
        # 千家企业, 百亿元企业: how a class is called.
        return False
    start = hit.low if hit["whole"] is None else hit.start
    near = max(0, start - 6)
    if any(s.start + near < hit.end and start < s.end + near for s in places.spots(hit.text[near : hit.end + 6])):
        return False
    if unit in _WORDS.ranking and not bounded and (_FORMS.listed_numerals.search(before) or written == "二"):
        return False  # 一、二、三类新药: which of them, not how many
    if unit == "次" and plain(written) == "二" and "两" not in written and not bounded:
        return False  # 二次供水
    if bounded or figure or not unit or unit in units.listed("measured"):
        return True
    if after.startswith(tuple(names["vague"])):
        return False
    if not after or after[0] in "·“、，。；）：":
        return (
            unit not in names["abstract"]
            and (not after or after[0] in "，。；")
            and _FORMS.two_hanzi.search(before) is not None
        )
    return True

"""The words of tails: labels (责任单位：), verbs (…负责, A牵头，B配合), and rules about tails (下同).

What holds here: each test looks at the inside of a tail alone, without brackets. Words are data (agencies.toml).
"""

from __future__ import annotations

import re
from functools import cache

from duikou.notation import bodies
from duikou.notation.numerals import number
from duikou.notation.patterns import pattern
from duikou.notation.scripts import words

# 以上两项由…牵头, 上述任务责任单位：…, 1—2项责任单位：…
_SHARED = pattern(
    "(?:(?:以上)?第?(?P<first>\\d{1,2})[—~至-]第?(?P<last>\\d{1,2})(?:项|条|款|点)|以上|上述)(?P<count>[一二两三四五六七八九十]{1,3}|\\d{1,2})?(?:各|所有|全部)?(?:项|条|款|点|个)?"
    "(?:重点)?(?:工作|任务|措施|事项|内容|要求|政策|项目)?，?(?:均|都|分别|统一)?(?=由|[一-鿿]{0,4}(?:单位|部门)：)"
)

# A label ends with one of these.
_COLON = pattern("[:：为]")
_RULE = pattern("第一位|首位|第一个|下同|不再[^，；]{0,3}列出|不再单列|均需|排名第|排名在|^其[他余][^，；]{0,6}为")
# A label in brackets of its own: 【牵头单位】甲局; and a line set in asterisks.
_BOXED = pattern("[【［\\[〔〖](?P<label>[一-鿿]{4,8})[】］\\]〕〗](?P<colon>[:：]?)(?=.)")
_EMPHASIS = pattern(r"(?P<mark>[*_]{1,2})(?P<line>[^*_]+)(?P=mark)")
_WHEN = pattern(
    "(?:\\d|[一二三四五六七八九十]{1,3}月|每[年月季]|长期|持续|年底|年内|力争|到|至|于|计划|本月|今年|明年|完成)"
)


def plain(text: str) -> str:
    """`text` with the labels of tails as they usually stand, every character in its place: 【牵头单位】甲局 and
    *责任单位：甲局* open with a label, and a ratio's colon is one."""
    text = text.replace("∶", "：") if "∶" in text else text
    if (match := _EMPHASIS.fullmatch(text)) and labelled(match["line"]):
        size = len(match["mark"])
        text = " " * size + match["line"] + " " * size
    if (match := _BOXED.match(text)) and labelled(match["label"] + "："):
        text = f" {match['label']}：{' ' * len(match['colon'])}{text[match.end() :]}"
    return text


def labelled(inner: str) -> bool:
    """Whether `inner` opens with the label of a role (责任单位：), or with another label of a tail and holds a
    role's."""
    if not _COLON.search(inner) or not (match := label().match(inner)):
        return False
    return bool(match["role"]) or any(m["role"] for m in label().finditer(inner))


def dated(inner: str) -> bool:
    """Whether `inner` opens with a label that says when or by whom in person (完成时限：), and with no unit's."""
    match = label().match(inner)
    other = match["other"] if match else None
    return other is not None and (
        other in words("notation/bodies")["labels"]["closing"] or other.endswith(("领导", "责任人", "负责人", "联系人"))
    )


def shared(inner: str) -> tuple[int, str] | None:
    """For how many items a tail answers that says so (以上两项由…), 0 for all, and what stands in it besides."""
    match = _SHARED.match(inner)
    if match is None:
        return None
    rest = inner[match.end() :]
    if not (labelled(rest) or phrased(rest)):
        return None
    if match["first"]:
        return max(1, int(match["last"]) - int(match["first"]) + 1), rest
    return (number(match["count"]) or 0) if match["count"] else 0, rest


def phrased(inner: str) -> bool:
    """Whether `inner` says in words who does what: A、B负责; A牵头，B配合."""
    if len(inner) > 600 or not _ends_phrase().search(inner):
        return False
    sentence = bodies.split(inner, "。")[:1]
    if not sentence:
        return False
    segments = phrases(sentence[0])
    acting = [verb().search(segment) for segment in segments]
    if not any(m and not states_rule(s) for m, s in zip(acting, segments, strict=True)):
        return False
    for segment, match in zip(segments, acting, strict=True):
        units = segment[: match.start()] if match else segment
        if states_rule(segment) or passing(segment):
            continue
        if units and not _plausible(units):
            return False
    return True


def phrases(sentence: str) -> list[str]:
    """The phrases of a sentence of a tail, each closed by its verb where it has one: cut at ， and ；, and at 、 after
    a verb (A牵头、B配合)."""
    return bodies.split(_one_by_one().sub(r"\g<verb>，", sentence), "，；,;")


def states_rule(segment: str) -> bool:
    """Whether `segment` of a tail is a rule about tails (排在第一位的部门为牵头部门，下同), not units."""
    return _RULE.search(segment) is not None or first_leads(segment)


def first_leads(text: str) -> bool:
    """Whether `text` says that the first unit of a list leads (列第一位者为牵头单位, 牵头单位列首位)."""
    return ("第" in text or "首" in text) and _leading().search(text) is not None


def passing(segment: str) -> bool:
    """Whether `segment` of a tail says when or how and names no unit (2025年底前完成, 持续推进)."""
    if not re.search(r"\d年|\d月|底前|年内|完成|长期|持续|适用", segment):
        return False
    match = verb().search(segment)
    return match is None or not any(map(bodies.is_unit, bodies.names(segment[: match.start()])))


def timed(segment: str) -> bool:
    """Whether `segment` of a tail says by when and nothing else (2024年12月, 年底前完成)."""
    return _WHEN.match(segment) is not None and passing(segment)


def label() -> re.Pattern[str]:
    """Labels of a tail: group `role` is set for those of units, `word` is the word that says which."""
    return _label()


def verb() -> re.Pattern[str]:
    """The words that close a phrase of units: groups lead, responsible, supporting."""
    return _verb()


def _plausible(units: str) -> bool:
    """Whether what stands before the verb can be a list of units."""
    pieces = [p for p in bodies.names(re.sub("^(?:由|请)", "", units)) if p]
    if not pieces:
        return False
    good = sum(bodies.is_unit(p) for p in pieces)
    short = all(len(bodies.core(p)) <= 22 for p in pieces)
    return short and (
        good * 2 >= len(pieces) or (len(pieces) == 1 and len(pieces[0]) <= 10 and not re.search("[的了将是]", units))
    )


def essence(inner: str) -> str:
    """`inner` without the clauses that say when, where and by whom in person (完成时限：…, 适用范围：…)."""
    if not _COLON.search(inner):
        return inner
    marks = list(label().finditer(inner))
    kept, at = "", 0
    for i, match in enumerate(marks):
        if match["other"]:
            kept += inner[at : match.start()]
            at = marks[i + 1].start() if i + 1 < len(marks) else len(inner)
    return (kept + inner[at:]).strip("，；、。 ") if at else inner


@cache
def _label() -> re.Pattern[str]:
    labels = words("notation/bodies")["labels"]
    roles = sorted(labels["lead"] + labels["responsible"] + labels["supporting"], key=len, reverse=True)
    word, noun = "|".join(roles), "|".join(labels["nouns"])
    joined = rf"(?P<word>{word})(?:[（(及和、/与](?:{word})[）)]?)?"
    bracket = "(?:[（(](?:部门|单位|处室)[）)])?"
    # 责任单位： , 市级牵头单位： , 牵头单位（部门）： , 责任单位为
    role = rf"(?:{joined}(?:{noun})?(?:及分工)?{bracket}(?=[:：])|(?P<plain>{word})(?:{noun})(?=为))"
    named = "|".join(labels["levels"])
    level = rf"(?:(?:{named})+|[省市县区州]|各)?"
    other = "|".join([*sorted(labels["other"], key=len, reverse=True), "[一-鿿]{0,5}(?:领导|责任人|负责人|联系人)"])
    # Where only a space stood before the label, cleaning has joined it to the unit before.
    ends = _last_characters()
    full = f"(?:{word})(?:单位|部门|科室|处室|股室)|(?:完成|时限|办结)[一-鿿]{{2}}"
    after_unit = rf"(?<=[{ends}）])(?=(?:{named})?(?:(?:{word})(?:{noun})|{other})[:：])"
    joins = rf"(?:{after_unit}|(?<=[一-鿿])(?=(?:{named})?(?:{full})[:：]))"
    label = rf"(?:(?P<role>{role})|(?P<other>{other})(?=[:：]))[:：为]"
    return re.compile(rf"(?:(?<![一-鿿]){level}|{joins}(?:{named})?){label}")


@cache
def _leading() -> re.Pattern[str]:
    table = words("notation/bodies")["leading"]
    stands, first, place, leads = (
        "|".join(sorted(table[name], key=len, reverse=True)) for name in ("stands", "first", "place", "leads")
    )
    # 排名第一的, 第一位, 首位: one of the words around 第一 is there.
    where = f"(?:(?:{stands})(?:在|于)?(?:{first})(?:{place})?|(?:{first})(?:{place}))"
    return re.compile(
        f"{where}[^，。；、]{{0,10}}?(?:为|是|系|作为)[^，。；、]{{0,10}}?(?:{leads})"
        f"|(?:{leads})[^，。；、]{{0,6}}(?:{stands})(?:在|于)?(?:{first})(?:{place})?"
    )


@cache
def _last_characters() -> str:
    """How the names of units may end, as the inside of a [ ]."""
    return "".join(sorted({word[-1] for word in bodies.ends()}))


@cache
def _ends_phrase() -> re.Pattern[str]:
    """A verb where a phrase may end: most texts have none, and are not cut into phrases."""
    verbs = words("notation/bodies")["verbs"]
    roles = "|".join(verb for role in ("lead", "responsible", "supporting") for verb in verbs[role])
    return re.compile(rf"(?:{roles})(?:工作)?(?=\s*(?:$|[，；,;。、]))")


@cache
def _verb() -> re.Pattern[str]:
    verbs = words("notation/bodies")["verbs"]
    manner = "|".join(verbs["manner"])
    roles = "|".join(
        f"(?P<{role}>{'|'.join(sorted(verbs[role], key=len, reverse=True))})"
        for role in ("lead", "responsible", "supporting")
    )
    # No more words of manner than anyone writes: a long run of them is looked through from each one.
    return re.compile(rf"(?:{manner}){{,8}}(?:{roles})(?:工作)?$")


@cache
def _one_by_one() -> re.Pattern[str]:
    return re.compile(f"(?<=[{_last_characters()}）])(?P<verb>牵头|负责|配合|参与|参加|协助|落实|指导|主办|协办)、")

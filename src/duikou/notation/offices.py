"""The canonical name of a unit: 省发改委, 省发展和改革委员会 and 省发展改革委 are one.

What holds here: the name falls apart into level or place, matter and form by the lexicon
(`data/notation/offices.toml`), and each is put in its canonical word. A name without a level is a state body's in a
document of the state, else it gets the level of the document: 发展改革委 is 国家发展改革委 here and 省发展改革委
there. What the lexicon does not know has no key. Where the document is one province's or one city's, a level without a
place gets it: 省财政厅 of two provinces are two bodies. A key is made from the name alone (and what the document
adds), so that a name has the same key wherever it stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from duikou.data import load
from duikou.model import Document
from duikou.notation import places
from duikou.notation.patterns import pattern

# What may stand before matter and form, besides a place: a level, alone or after 各.
_LEVEL = (
    r"(?:各|有关|相关|设区的?)?(?:国家|国务院|中央|中共|中国|全国|省级|市级|区级|县级|自治区|自治州|自治县|省|市|区|县|州|盟|旗|新区|开发区|地方|地级市|设区市|直辖市|兵团|集团军|高新区)"
    r"(?:委|政府|直|级)?"
)
# What makes a level part of another word: 省级, 市县, 区域.
_MORE = "级直县区市域内外属际"
# The form of a bank's or a company's branch belongs to its name: 人民银行某市分行, 人民银行某市中心支行.
_BRANCH = pattern("(?:省|市|县|区|州)?(?P<form>分行|中心支行|支行|分局|分公司|营业管理部|总部|调查总队|调查队)")
# The name of a zone's own has as many characters at least.
_OWN = 2
_OF_THE_STATE = ("国家", "中国", "中央", "国务院", "全国", "最高")
# Bodies named together are those of the place that the document is of.
_EACH = pattern("(?:各|有关|相关)(?P<level>[省市县区州盟旗乡镇街地])")
_RANKS = {level: rank for rank, levels in enumerate(("省", "市州盟地", "县区旗", "乡镇街")) for level in levels}
_LEVELS = pattern(rf"(?:{_LEVEL}|区县|市县|县区|市区|区（县）|县（市、区）|市（州）)?")


def key(name: str, level: str = "", home: Mapping[str, str] | None = None) -> str | None:
    """The canonical name of a unit, or None when the lexicon does not know it. `level` is the document's (国家, 省, 市,
    区, 县; "" when it is not known), for names that give none; `home` gives the place that the document has at a level
    (省 -> 甲省), for names that give a level alone."""
    found = _key(name, level)
    if home and (each := _EACH.match(name)):
        # 各市政府 of two provinces are two.
        return _holder(home, each["level"]) + (found or name)
    if found and home:
        for at, place in home.items():
            # 省级单位 and 市县政府 name no body of the place's own.
            if re.match(f"{at}(?:(?=市场)|(?![{_MORE}]))", found):
                return place + found.removeprefix(at)
    return found


def _holder(home: Mapping[str, str], level: str) -> str:
    """The smallest place of `home` that holds places of a level: of 各区 the city, of 各市 the province."""
    ranked = sorted((_RANKS.get(at[-1:], 0) if at != "自治区" else 0, place) for at, place in home.items())
    above = [place for rank, place in ranked if rank < _RANKS[level]]
    return above[-1] if above else ranked[0][1]


@lru_cache(maxsize=4096)
def _key(name: str, level: str) -> str | None:
    bare = re.sub(r"^中共|[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]$", "", re.sub(r"\s", "", name))
    table = load("notation/offices")
    if bare in table["turned"]:
        return str(table["turned"][bare])
    found = _state().get(bare)
    if found and (level in ("", "国家") or found[1] or bare.startswith(_OF_THE_STATE)):
        return found[0]
    if placed := _placed(bare):
        return placed
    return _taken_apart(bare, level) or _of_zone(bare)


def level_of(document: Document) -> str:
    """The level of the body that issued the document: 国家, 省, 市, 区 or 县; "" where nothing tells."""
    for name in (*document.issuers, document.title or ""):
        if re.match("国务院|中共中央|国家|中央|全国|最高人民|中国人民银行|中国证监会|海关总署|税务总局", name):
            return "国家"
        match = re.match("(?P<place>[一-龥]{2,10}?)(?:省|自治区|市|区|县|州|盟|旗|新区)", name)
        if match:
            found = places.spots(name[:24])
            if found and found[0].start == 0:
                last = found[-1] if found[-1].start <= found[0].end else found[0]
                return {"province": "市" if last.name.endswith("市") else "省", "city": "市"}.get(
                    last.kind, "县" if last.name.endswith("县") else "区"
                )
            level = re.match("[一-龥]{1,10}?(省|自治区|市|区|县|州|盟|旗)", name)
            return {"自治区": "省", "州": "市", "盟": "市", "旗": "县"}.get(level[1], level[1]) if level else ""
        if re.match("[一-龥、和]{2,12}部$|[一-龥]{2,8}部(?:办公厅|等|关于)", name):
            return "国家"
    return ""


def home_of(document: Document) -> dict[str, str]:
    """The place that the document's issuers have at each level, as 省 -> 甲省; {} where none or several are named."""
    codes = set()
    for name in document.issuers or ((document.title or "")[:24],):
        found = places.spots(name.removeprefix("中共"))
        if found and found[0].start == 0:
            codes.add(max((s.code for s in found if s.code.startswith(found[0].code)), key=len))
    if len({code[:2] for code in codes}) != 1:
        return {}
    home = {}
    for size in (2, 4, 6):
        held = {code[:size] for code in codes if len(code) >= size}
        place = places.official(held.pop()) if len(held) == 1 else None
        if place and (level := re.search("(?:省|自治区|市|自治州|州|盟|县|区)$", place)):
            home[level.group()] = place
    return home


def _taken_apart(name: str, level: str) -> str | None:
    """The key of a name that ends with a body of the lexicon, after a level or place."""
    for ending, canonical in _bodies_of(name):
        prefix = name[: len(name) - len(ending)]
        if prefix == "" and canonical in load("notation/offices")["many"]["names"]:
            return canonical
        if prefix == "":
            # 教育部 is the state's whatever the document; 发展改革委 is its issuer's.
            return canonical if canonical.endswith("部") and ending not in _wholes() else _level_key(canonical, level)
        if _LEVELS.fullmatch(prefix):
            return prefix.removesuffix("级") + canonical if prefix != "国家" else _of_state(canonical)
        if places.is_place(prefix) or _after_place(prefix):
            return prefix + canonical
    return None


def _level_key(canonical: str, level: str) -> str:
    if level == "国家":
        return _of_state(canonical)
    return level + canonical


def _of_state(canonical: str) -> str:
    known = _state().get("国家" + canonical) or _state().get(canonical)
    return known[0] if known else "国家" + canonical


def _after_place(prefix: str) -> bool:
    """Whether `prefix` is a place with a level behind it: 甲市委, 乙区政府."""
    match = re.fullmatch("(?P<place>.+?)(?:委|政府|直)", prefix)
    return match is not None and places.is_place(match["place"])


def _placed(name: str) -> str | None:
    """The key of a state body in a province: 国家税务总局甲省税务局 -> 甲省税务局."""
    for canonical, heads in load("notation/offices")["local"].items():
        for head in heads:
            rest = name.removeprefix(head)
            if rest == name or not rest:
                continue
            found = places.spots(rest)
            if found and found[0].start == 0:
                place = rest[: found[0].end]
            elif level := re.match("(?:省|市|县|区|自治区)", rest):
                place = level.group()
            else:
                continue
            named = str(canonical).format(place)
            branch = _BRANCH.fullmatch(rest[len(place) :])
            return named + branch["form"] if branch and named.endswith(place) else named
    return None


def _of_zone(name: str) -> str | None:
    """The key of what governs a zone that has a name of its own, without the province or city before that name:
    甲省某某新区管理委员会 -> 某某新区管委会."""
    match = _zone().fullmatch(name)
    if match is None:
        return None
    own, zone, body = match["own"], match["zone"], match["body"]
    found = places.spots(own)
    if found and found[0].start == 0 and len(own) - found[0].end >= _OWN:
        own = own[found[0].end :]
    table = load("notation/offices")
    zones, bodies = (
        {way: name for name, others in table[key].items() for way in (name, *others)}
        for key in ("zones", "zone_bodies")
    )
    return f"{own}{zones[zone]}{bodies[body]}"


@cache
def _zone() -> re.Pattern[str]:
    table = load("notation/offices")
    zones, bodies = (
        "|".join(sorted({w for name, others in table[key].items() for w in (name, *others)}, key=len, reverse=True))
        for key in ("zones", "zone_bodies")
    )
    return re.compile(f"(?P<own>(?!各|有关|相关)[一-鿿]{{2,8}}?)(?P<zone>{zones})(?P<body>{bodies})")


def _bodies_of(name: str) -> list[tuple[str, str]]:
    """The endings of `name` that the lexicon knows, the longest first, each with its canonical word."""
    table, found = _table(), []
    for at in range(len(name)):
        if canonical := table.get(name[at:]):
            found.append((name[at:], canonical))
    return found


@cache
def _wholes() -> frozenset[str]:
    return frozenset(w for name, others in load("notation/offices")["whole"].items() for w in (name, *others))


@cache
def _table() -> dict[str, str]:
    """Every way to write a body without its level, and its canonical word."""
    data, table = load("notation/offices"), {}
    forms = [(form, way) for form, others in data["forms"].items() for way in (form, *others)]
    for matter, others in data["matters"].items():
        for word in (matter, *others):
            for form, way in forms:
                table[word + way] = matter + form
    for name, others in data["whole"].items():
        table |= dict.fromkeys((name, *others), name)
    return table


@cache
def _state() -> dict[str, tuple[str, bool]]:
    """Every way to write a body of the state, its canonical name, and whether no other level has one so called."""
    local = frozenset(_table())
    return {
        way: (name, way not in local)
        for name, others in load("notation/offices")["state"].items()
        for way in (name, *others)
    }

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

from duikou.data import lists, load
from duikou.model import Document
from duikou.notation import bodies, places
from duikou.notation.patterns import one_of, pattern, patterns

_FORMS = patterns("notation/office_forms")
_WORDS = lists("notation/office_forms")
_LEVELS = lists("notation/levels")
_BODIES = lists("notation/body_forms")
# The name of a zone's own has as many characters at least.
_OWN = 2
# What a committee of the party is called in the names of its offices, and the state's.
_PARTY, _CENTRE = "委", "中央"
# Which level a place is of that the gazetteer does not know, where its own word does not say.
_LEVEL_OF = {"自治区": "省", "州": "市", "盟": "市", "旗": "县"}


def key(name: str, level: str = "", home: Mapping[str, str] | None = None) -> str | None:
    """The canonical name of a unit, or None when the lexicon does not know it. `level` is the document's (国家, 省, 市,
    区, 县; "" when it is not known), for names that give none; `home` gives the place that the document has at a level
    (省 -> 甲省), for names that give a level alone."""
    found = _key(name, level)
    if home and (each := _FORMS.each.match(name)):
        # 各市政府 of two provinces are two.
        return _holder(home, each["level"]) + (found or name)
    if home:
        # A body that the lexicon does not know (市人才局) is the place's all the same.
        named = found or (name if bodies.is_strong(name) else "")
        for at, place in home.items():
            # 省级单位 and 市县政府 name no body of the place's own.
            if named.startswith(at) and not _FORMS.in_word.match(named, len(at)):
                return place + named.removeprefix(at)
    return found


def _holder(home: Mapping[str, str], level: str) -> str:
    """The smallest place of `home` that holds places of a level: of 各区 the city, of 各市 the province."""
    ranked = sorted((_rank(at), place) for at, place in home.items())
    above = [place for rank, place in ranked if rank < _rank(level)]
    return above[-1] if above else ranked[0][1]


def _rank(level: str) -> int:
    """The rank of a level: 0 for provinces and regions, 3 for towns; 0 for what is none."""
    ranks = _WORDS.ranks if level not in _WORDS.regions else ()
    return next((rank for rank, levels in enumerate(ranks) if level[-1:] and level[-1:] in levels), 0)


@lru_cache(maxsize=4096)
def _key(name: str, level: str) -> str | None:
    bare = _FORMS.stripped.sub("", "".join(name.split()))
    table = load("notation/offices")
    if bare in table["turned"]:
        return str(table["turned"][bare])
    own = table["own"].get(bare)
    if own and _names_its_holder(own):
        return str(own)
    found = _state().get(bare)
    if found and (level in ("", *_WORDS.state) or found[1] or opens_for_the_state(bare)):
        return found[0]
    if placed := _placed(bare):
        return placed
    return _taken_apart(bare, level) or _of_zone(bare)


def _names_its_holder(name: str) -> bool:
    """Whether `name` opens with the place or the level whose office it is, so that none is to be put before it."""
    level = _FORMS.levels.match(name[:1]) and not _FORMS.in_word.match(name, 1)
    return bool(level) or _FORMS.placed.match(name) is not None


def is_of_the_state(name: str) -> bool:
    """Whether `name` is the whole name of a body of the state, or of a ministry: 财政部, 海关总署."""
    if name in _state():
        return True
    return name.endswith(_WORDS.ministries) and name in _table() and name not in _wholes()


def opens_for_the_state(name: str) -> bool:
    """Whether `name` begins as only that of a body of the state does: 国家档案局, 中国气象局."""
    return name.startswith((*_LEVELS.state, *_WORDS.of_the_state))


def level_of(document: Document) -> str:
    """The level of the body that issued the document: 国家, 省, 市, 区 or 县; "" where nothing tells."""
    for name in (*document.issuers, document.title or ""):
        if name.startswith(_WORDS.issues_for_the_state):
            return _WORDS.state[0]
        if _FORMS.in_zone.match(name):
            found = places.spots(name[:24])
            if found and found[0].start == 0:
                last = found[-1] if found[-1].start <= found[0].end else found[0]
                return {"province": "市" if last.name.endswith("市") else "省", "city": "市"}.get(
                    last.kind, "县" if last.name.endswith("县") else "区"
                )
            level = _FORMS.placed.match(name)
            return _LEVEL_OF.get(level["level"], level["level"]) if level else ""
        if _FORMS.ministry.match(name):
            return _WORDS.state[0]
    return ""


def _codes_of(document: Document) -> set[str]:
    """The codes of the divisions that the document's issuers, or its title, begin with; none where they lie in several
    provinces."""
    codes = set()
    for name in document.issuers or ((document.title or "")[:24],):
        found = places.spots(name.removeprefix(_WORDS.party[0]))
        if found and found[0].start == 0:
            codes.add(max((s.code for s in found if s.code.startswith(found[0].code)), key=len))
    return codes if len({code[:2] for code in codes}) == 1 else set()


def home_code(document: Document) -> str:
    """The code of the smallest division that holds those of all issuers; "" where none or several provinces are
    named."""
    codes = _codes_of(document)
    shared = (min(codes, key=len)[:size] for size in (6, 4, 2)) if codes else ()
    return next((code for code in shared if all(each.startswith(code) for each in codes)), "")


def home_of(document: Document) -> dict[str, str]:
    """The place that the document's issuers have at each level, as 省 -> 甲省; {} where none or several are named."""
    codes = _codes_of(document)
    home = {}
    for size in (2, 4, 6):
        held = {code[:size] for code in codes if len(code) >= size}
        place = places.official(held.pop()) if len(held) == 1 else None
        if place and (level := _FORMS.last_level.search(place)):
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
            return (
                canonical
                if canonical.endswith(_WORDS.ministries) and ending not in _wholes()
                else _level_key(canonical, level)
            )
        if _FORMS.levels.match(prefix):
            return (
                prefix.removesuffix(_WORDS.ranked[0]) + canonical
                if prefix not in _WORDS.state
                else _of_state(canonical)
            )
        if places.is_place(prefix) or _after_place(prefix):
            return prefix + canonical
    return None


def _level_key(canonical: str, level: str) -> str:
    if level in _WORDS.state:
        return _of_state(canonical)
    return level + canonical


def _of_state(canonical: str) -> str:
    # The offices of a party committee (委网信办) are those of the party's centre.
    party = canonical.startswith(_PARTY)
    whole = _CENTRE + canonical.removeprefix(_PARTY) if party else _WORDS.state[0] + canonical
    known = _state().get(whole) or _state().get(canonical)
    return known[0] if known else whole


def _after_place(prefix: str) -> bool:
    """Whether `prefix` is a place with a level behind it: 甲市委, 乙区政府."""
    match = _FORMS.after_place.fullmatch(prefix)
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
            elif level := _FORMS.level_first.match(rest):
                place = level.group()
            else:
                continue
            named = str(canonical).format(place)
            branch = _FORMS.branch.fullmatch(rest[len(place) :])
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
        one_of(word for name, others in table[key].items() for word in (name, *others))
        for key in ("zones", "zone_bodies")
    )
    return pattern(f"(?P<own>(?!{'|'.join(_BODIES.groups)})[一-鿿]{{2,8}}?)(?P<zone>{zones})(?P<body>{bodies})")


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

"""The gazetteer: where the names of provinces, cities, counties and zones stand in a text.

What holds here: the names and codes are the official ones of `data/notation/places.toml`, which says as of when. A
province or a city is also known without its ending, a county only with it. A name that is a word besides (城区)
counts only where its neighbours bear it out: in a list of places, or right after the place that holds it. Places that
follow one another, from the larger to the smaller (甲省乙市), are one. The table is read when first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from duikou.data import lists, load
from duikou.notation import marks
from duikou.notation.patterns import pattern, patterns

_KINDS = {2: "province", 4: "city", 6: "county"}
# No short name has fewer characters: 内蒙古 keeps its people.
_LEAST = 2
_JOINS = "、和与及同跟"
_FORMS = patterns("notation/place_forms")
_WORDS = lists("notation/place_forms")


class Spot(NamedTuple):
    """A place where it stands. `name` is the official name, `code` that of the division ("" for zones), `kind`
    province, city, county or zone."""

    name: str
    code: str
    kind: str
    start: int
    end: int


class _Table(NamedTuple):
    """`codes` the codes of each name, full or short; `names` the official name of each code; `heads` the names by
    their first two characters, the longest first; `short` those without their ending; `shy` those of counties that are
    cities (昆山), which count only beside a place that is sure, or right after the one that holds them."""

    codes: dict[str, tuple[str, ...]]
    names: dict[str, str]
    heads: dict[str, tuple[str, ...]]
    short: frozenset[str]
    shy: frozenset[str]


@lru_cache(maxsize=512)
def spots(text: str) -> tuple[Spot, ...]:
    """The places that `text` names, in order, without overlap; zones not among them (see `zones`)."""
    found = [spot for spot in _named(text) if not _cut_off(text, spot)]
    merged = _merged(_borne_out(text, found), text)
    shortened = list(_shortened(text, merged))
    if not shortened:
        return tuple(merged)
    others = [s for s in merged if not any(s.start < o.end and o.start < s.end for o in shortened)]
    return tuple(sorted([*others, *shortened], key=lambda spot: spot.start))


@marks.kind("place")
def _marked(text: str) -> Iterator[tuple[int, int, object]]:
    return ((spot.start, spot.end, spot) for spot in spots(text))


def zones(text: str, places: Sequence[Spot]) -> tuple[Spot, ...]:
    """The zones of `text` that go by the name of one of its `places` (某某新区), or by one of their own."""
    data = load("notation/places")["zones"]
    found = [Spot(match.group(), "", "zone", *match.span()) for match in _FORMS.known_zone.finditer(text)]
    for place in places:
        if any(zone.start <= place.start < zone.end for zone in found):
            continue
        behind = text.startswith("（", max(0, place.start - 1))
        state = _FORMS.state_before.search(text, max(0, place.start - 6), place.start) if behind else None
        opened = bool(state) and text.startswith("）", place.end)
        match = _FORMS.zone_after.match(text, place.end + opened)
        if (
            match
            and not match["filler"].startswith(tuple(data["general"]))
            and not any(word in match["filler"] for word in data["never_in"])
        ):
            start = state.start() if state and opened else place.start
            found = [z for z in found if z.start >= match.end() or z.end <= start]
            found.append(Spot(text[start : match.end()], "", "zone", start, match.end()))
    for match in _FORMS.own_zone.finditer(text) if _FORMS.own_zone_end.search(text) else ():
        start, end = match.span("zone")
        taken = any(other.start < end and start < other.end for other in (*found, *places))
        if (
            not taken
            and not match["own"].startswith(tuple(data["general"]))
            and _known(text, start, end, places, found)
        ):
            found.append(Spot(match["zone"], "", "zone", start, end))
    return tuple(sorted(found, key=lambda spot: spot.start))


def _known(text: str, start: int, end: int, places: Sequence[Spot], zones: Sequence[Spot]) -> bool:
    """Whether what is called a zone goes by a name that the table has, be it a word besides (舟山群岛新区), or stands
    in a list beside a place or a zone (甲市、某某经开区)."""
    if name_end(text, start):
        return True
    beside = (*places, *zones)
    return any(
        (s.end == start - 1 and text[s.end] in _JOINS) or (s.start == end + 1 and text[end] in _JOINS) for s in beside
    )


def is_place(text: str) -> bool:
    """Whether `text` as a whole is the name of a place, full or short, also after the place that holds it."""
    found = _merged(list(_named(text)), text)
    return len(found) == 1 and found[0].start == 0 and found[0].end == len(text)


def name_end(text: str, at: int) -> int | None:
    """Where the name of a place ends that begins at `at`, whether its neighbours bear it out or not; None without."""
    names = _table().heads.get(text[at : at + 2], ())
    return next((at + len(name) for name in names if text.startswith(name, at)), None)


@cache
def last_characters() -> frozenset[str]:
    """Every character that the name of a place or a zone may end with."""
    zones = load("notation/places")["zones"]
    return frozenset(name[-1] for names in (_table().codes, zones["known"], zones["suffixes"]) for name in names)


def official(code: str) -> str | None:
    """The official name of the division with this code; None where the table has none."""
    return _table().names.get(code)


def holders(code: str) -> tuple[str, ...]:
    """The official names of the divisions that the one with this code lies in, from the province down: () for a
    province, 某省 and 甲市 for a district of 甲市. A level that the list has no name for is left out."""
    names = _table().names
    return tuple(name for size in range(2, len(code), 2) if (name := names.get(code[:size])))


def codes_of_name(name: str) -> tuple[str, ...]:
    """The codes of all divisions that go by this name: 鼓楼区 is a district of several cities."""
    return _table().codes.get(name, ())


def of_cities() -> tuple[str, ...]:
    """The names, full and short, of provinces and of cities and their like, former ones too."""
    return tuple(name for name, codes in _table().codes.items() if any(len(code) < 6 for code in codes))


def within(inner: str, outer: str) -> bool:
    """Whether the division `inner` lies in `outer`, by their codes."""
    return len(inner) > len(outer) and inner.startswith(outer)


def _named(text: str) -> Iterator[Spot]:
    """Every name of the table in `text`, the longest at each place."""
    table, free = _table(), 0
    for match in _head().finditer(text):
        at = match.start()
        names = table.heads.get(text[at : at + 2]) if at >= free else None
        name = next((n for n in names if text.startswith(n, at) and _ends(text, at, n)), None) if names else None
        if name is not None:
            code = table.codes[name][0]
            free = at + len(name)
            yield Spot(name, code, _KINDS[len(code)], at, free)


def _shortened(text: str, merged: Sequence[Spot]) -> Iterator[Spot]:
    """Districts and counties of a list that has their ending once, at its close: 甲、乙、丙等区. All of them are
    known, or none counts."""
    for match in _FORMS.shortened.finditer(text) if "、" in text and _FORMS.shortened_end.search(text) else ():
        listed = list(_FORMS.name.finditer(match.group().rsplit("、", 1)[0]))
        last = _FORMS.last_name.match(text[match.start() + listed[-1].end() + 1 :])
        if last is None:
            continue
        at = match.start()
        ranges = [(at + m.start(), at + m.end()) for m in listed]
        ranges.append((ranges[-1][1] + 1, ranges[-1][1] + 1 + last.end()))
        found = [
            _with_ending(text, start, end, match["ending"], merged, i == 0) for i, (start, end) in enumerate(ranges)
        ]
        if all(found):
            yield from (spot for spot in found if spot)


def _with_ending(text: str, start: int, end: int, endings: str, merged: Sequence[Spot], first: bool) -> Spot | None:
    """The district that [start, end) names with one of `endings`; of the first of a list its end, since other words may
    stand before it. Of several of one name that which lies in a place named before."""
    table = _table()
    for at in range(start, end - 1) if first else (start,):
        for ending in endings:
            codes = [c for c in table.codes.get(text[at:end] + ending, ()) if len(c) == 6]
            if codes:
                near = [s.code for s in merged if s.start < at][::-1]
                inner = next((c for outer in near for c in codes if within(c, outer)), codes[0])
                return Spot(table.names[inner], inner, "county", at, end)
    return None


def _ends(text: str, at: int, name: str) -> bool:
    """Whether the name ends where it seems to: 甲市 does not in 甲市场, nor is there a city where two words meet."""
    data, after = load("notation/places"), text[at + len(name) : at + len(name) + 1]
    if name in data["crossing"] and text.startswith(tuple(data["crossing"][name]), at + len(name)):
        return False
    if name in data["crossing_before"] and text.endswith(tuple(data["crossing_before"][name]), 0, at):
        return False
    if name[-1] == "市":
        return after not in data["after_city"] or not after
    if name[-1] == "县":
        return after not in data["after_county"] or not after
    return not (name[-1] == "区" and after and after in data["after_district"])


def _cut_off(text: str, spot: Spot) -> bool:
    """Whether what looks like a county of one character (和县, 应县) is the end and the beginning of other words."""
    if spot.end - spot.start > 2 or text[spot.end - 1] not in "县区市":
        return False
    if text[spot.start] in _JOINS:
        return spot.start > 0 and text[spot.start - 1] not in "在、"
    return (
        spot.start > 0
        and bool(_FORMS.han.match(text[spot.start - 1]))
        and text[spot.start - 1] not in "在省市州和与及到赴"
    )


def _borne_out(text: str, found: list[Spot]) -> list[Spot]:
    """The places of which nothing speaks against, or whose neighbours speak for them."""
    if not found:
        return []
    (words, generic), shy = _doubtful(), _table().shy
    sure = [text[s.start : s.end] not in words and text[s.start : s.end] not in generic for s in found]
    kept = []
    for i, spot in enumerate(found):
        held = any(
            other.end == spot.start
            and len(other.code) < len(spot.code)
            and (text[spot.start : spot.end] not in shy or within(spot.code, other.code))
            for other in found[max(0, i - 1) : i]
        )
        listed = text[spot.start : spot.end] in words and any(
            sure[k] and _listed(text, *sorted((found[k], spot), key=lambda s: s.start))
            for k in (i - 1, i + 1)
            if 0 <= k < len(found)
        )
        if sure[i] or held or listed:
            sure[i] = True
            kept.append(spot)
    return kept


def _listed(text: str, left: Spot, right: Spot) -> bool:
    """Whether two places stand side by side in a list."""
    between = text[left.end : right.start]
    return len(between) == 1 and between in _JOINS


def _merged(found: list[Spot], text: str) -> list[Spot]:
    """Places that follow one another as one, under the name and code of the smallest, which lies in the larger."""
    table, merged = _table(), list[Spot]()
    for spot in found:
        codes = table.codes[text[spot.start : spot.end]]
        last = merged[-1] if merged else None
        if last is not None and last.end == spot.start:
            inner = next((c for c in codes if within(c, last.code)), None)
            if inner:
                merged[-1] = Spot(table.names[inner], inner, _KINDS[len(inner)], last.start, spot.end)
                continue
        merged.append(_official(spot, codes, merged, text))
    return merged


def _official(spot: Spot, codes: Sequence[str], before: Sequence[Spot], text: str) -> Spot:
    """The place under its official name. Of several of one name that which lies in a place named before it; of a
    province and a city the city among cities."""
    table = _table()
    code = codes[0]
    if len(codes) > 1:
        near = [s.code for s in reversed(before)]
        inner = next((c for outer in near for c in codes if c.startswith(outer[:4]) or c.startswith(outer[:2])), None)
        listed = bool(before) and _listed(text, before[-1], spot) and before[-1].kind == "city"
        if listed or _FORMS.of_cities.match(text[spot.end :]):
            inner = next((c for c in codes if len(c) == 4), inner)
        elif text[spot.start : spot.end] in table.short:
            inner = min(codes, key=len)
        code = inner or code
    return Spot(table.names[code], code, _KINDS[len(code)], spot.start, spot.end)


@cache
def _table() -> _Table:
    data = load("notation/places")
    names: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    short: set[str] = set()
    shy: dict[str, str] = {}
    for line in data["codes"].split():
        name = line.lstrip("0123456789")
        code = line[: -len(name)]
        names[code] = name
        codes.setdefault(name, []).append(code)
        if len(code) < 6 and (brief := _short(name, data["peoples"])) and brief != name:
            for known in (brief, f"{brief}州") if name.endswith(_WORDS.prefectures) else (brief,):
                codes.setdefault(known, []).append(code)
                short.add(known)
        elif len(code) == 6 and (ending := next(filter(name.endswith, _WORDS.autonomous), "")):
            # 积石山县, and 东乡县 where the people gives the name.
            brief = _short(name.removesuffix(ending), data["peoples"]).removesuffix("族")
            codes.setdefault(brief + name[-1], []).append(code)
        elif len(code) == 6 and name.endswith("市") and len(name) > 2 and name not in data["generic"]:
            shy.setdefault(name[:-1], code)
    for line in data["former"].strip().split("\n"):
        code, name = re.match(r"(\d+)([^\d\s]+)", line).groups()  # type: ignore[union-attr]
        codes.setdefault(name, []).append(code)
    shy = {name: code for name, code in shy.items() if name not in codes and name not in data["not_short"]}
    for name, code in shy.items():
        codes[name] = [code]
    heads: dict[str, list[str]] = {}
    for name in codes:
        heads.setdefault(name[:2], []).append(name)
    ordered = {
        head: tuple(sorted(found, key=len, reverse=True) if len(found) > 1 else found) for head, found in heads.items()
    }
    return _Table({n: tuple(c) for n, c in codes.items()}, names, ordered, frozenset(short), frozenset(shy))


@cache
def _doubtful() -> tuple[frozenset[str], frozenset[str]]:
    """Names that are words besides or those of cities without their ending, and names of no one place."""
    data = load("notation/places")
    return _table().shy.union(data["words"]), frozenset(data["generic"])


@cache
def _head() -> re.Pattern[str]:
    """Where a name of the table may begin, by its first two characters each for itself."""
    heads = _table().heads
    first, second = ("".join(map(re.escape, sorted({head[i] for head in heads}))) for i in (0, 1))
    return pattern(f"[{first}](?=[{second}])")


def _short(name: str, peoples: Sequence[str]) -> str:
    """A province's or city's name without its ending and the peoples in it; "" where fewer than two characters stay."""
    for ending in _WORDS.endings:
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    # Most names have none in them, which is seen at once.
    stripped = name.endswith(tuple(peoples))
    while stripped:
        stripped = False
        for people in peoples:
            if name.endswith(people) and len(name) - len(people) >= _LEAST:
                name, stripped = name.removesuffix(people), True
    return name if len(name) >= _LEAST else ""

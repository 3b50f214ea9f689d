"""地点: where a measure acts: the provinces, cities, counties and zones that it names.

What holds here: a place inside the name of a body, a company, a port, an event or a title (某市海关, 《某地条约》) is
no place of action, nor is one in the tail, which says who answers. A region without a code of its own (长三角, 京津冀,
辽中南) is none either: the official list of divisions does not know it, and its bounds differ from plan to plan. Names
are the official ones, as the gazetteer has them; zones go by the name as written. Each once a measure;
`place_mentions` has every mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial

from duikou.data import load
from duikou.extracting.fields import cells, spans
from duikou.extracting.fields.spec import Attribute, FieldColumn, FieldSpec, Texts, of_attribute
from duikou.extracting.measures.passages import Passage
from duikou.model import Document, Marked, Measure, Mention
from duikou.notation import marking, offices
from duikou.notation import places as gazetteer
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern

_AND = ("和", "与", "及")


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the places of each measure, and where each is mentioned."""
    home = offices.home_code(document)
    filled = []
    for passage, measure in zip(passages, measures, strict=True):
        found = spans.collect((*passage.stretches, *cells.stretches(passage)), partial(find_places, home=home), None)
        names = tuple(dict.fromkeys(mention.name for mention in found))
        filled.append(spans.with_fields(measure, places=names, place_mentions=found))
    return filled


def find_places(marked: Marked, home: str = "") -> tuple[Mention, ...]:
    """The places of action that a text names, in order; spans count in it. `home` is the code of the division whose
    document it is: of several districts of one name, it tells the one that lies there."""
    text, codes = marked.text, list[str]()
    masked = spans.blank(text, marking.spans(marked, "tail", "citation", "slogan"))
    places = gazetteer.spots(masked)
    zones = gazetteer.zones(masked, places)
    found = [Mention(z.name, text[z.start : z.end], z.start, z.end, z.kind) for z in zones]
    aside_ = _aside(masked, places)
    for spot in places:
        if any(z.start < spot.end and spot.start < z.end for z in zones) or spot.start in aside_:
            continue
        code = _code(text, spot, codes, home)
        codes += [code] if code else []
        within = "/".join(gazetteer.holders(code)) if code else ""
        written = text[spot.start : spot.end]
        found.append(Mention(spot.name, written, spot.start, spot.end, spot.kind, code, within or None))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _code(text: str, spot: gazetteer.Spot, before: Sequence[str], home: str) -> str | None:
    """The code of a place: of several of one name that of the one which is written with what it lies in, or the only
    one in the city or the province that is named last before it or issued the document. None where nothing tells."""
    alike = gazetteer.codes_of_name(spot.name)
    if len(alike) < 2:
        return spot.code
    # 甲省鼓楼区 says the province, 甲省乙市鼓楼区 the city too.
    led = text[spot.start : spot.end].removesuffix(spot.name)
    said = [spot.code[:4] if gazetteer.holders(spot.code)[-1][:2] in led else spot.code[:2]] if led else []
    for outer in said or (*reversed(before), home):
        for size in (4, 2):
            held = [code for code in alike if outer[:size] and code.startswith(outer[:size])]
            if held:
                return held[0] if len(held) == 1 else None
    return None


def _aside(text: str, places: Sequence[gazetteer.Spot]) -> frozenset[int]:
    """Where the places start that are none of action: they only open the name of a body, a company, a port or an event
    (also all of a list that does: 甲市、乙市和丙省办事处), name a road, a bay or a person, tell where a
    school lies."""
    found: set[int] = set()
    names: set[int] = set()
    later: gazetteer.Spot | None = None
    for spot in reversed(places):
        between = text[spot.end : later.start] if later else ""
        if _is_road(text, spot) or _is_product(text, spot) or _is_person(text, spot) or _is_campus(text, spot):
            found.add(spot.start)
        # A port goes by two cities' names, of which the second may be a word besides.
        elif (
            _opens_name(text, spot.end)
            or _opens_name(text, gazetteer.name_end(text, spot.end))
            or (later and later.start in names and _one_list(text, places, spot, between))
        ):
            names.add(spot.start)
        later = spot
    return frozenset(found | names)


def _one_list(text: str, places: Sequence[gazetteer.Spot], spot: gazetteer.Spot, between: str) -> bool:
    """Whether what stands between a place and the next makes them a list before one body; two that 和 joins may as well
    be a place and a body."""
    if between in ("、", ""):
        return True
    return between in _AND and any(other.end == spot.start - 1 and text[other.end] == "、" for other in places)


def _opens_name(text: str, end: int | None) -> bool:
    """Whether the name of a body or an event goes on at `end`, behind a place."""
    return end is not None and _named_after().match(text, end) is not None


def _is_road(text: str, spot: gazetteer.Spot) -> bool:
    """Whether the short name of a place is that of a road or a bay (某省路, 某省南路); 甲区某路 lies in 甲区."""
    return not _is_full(text, spot) and _road().match(text, spot.end) is not None


def _is_product(text: str, spot: gazetteer.Spot) -> bool:
    """Whether the short name of a place opens that of a dish, a brand or a street like them (某地小面一条街), which
    may be found anywhere."""
    return not _is_full(text, spot) and _product().match(text, spot.end) is not None


def _is_full(text: str, spot: gazetteer.Spot) -> bool:
    """Whether a place stands under its full name, so that what follows lies in it."""
    return text.endswith(spot.name, spot.start, spot.end)


def _is_person(text: str, spot: gazetteer.Spot) -> bool:
    """Whether the short name of a place is a person's here: 吉林同志."""
    named = load("notation/places")["named"]
    if _is_full(text, spot):
        return False
    if text.startswith(tuple(named["persons"]), spot.end):
        return True
    surname, before = text[spot.start - 1 : spot.start], text[spot.start - 2 : spot.start - 1]
    alone = _bounds(before) and (
        _bounds(text[spot.end : spot.end + 1]) or text.startswith(tuple(named["behind_persons"]), spot.end)
    )
    if spot.start and alone and surname.isalpha() and surname not in named["before_places"]:
        from duikou.notation import persons  # few texts name persons

        if surname in persons.surnames():
            # 王辽宁、李某某: a surname and a name, and nothing else between two marks.
            return True
    return text.endswith(tuple(named["leads_to_persons"]), 0, spot.start)


def _bounds(char: str) -> bool:
    """Whether a name may begin or end beside `char`: it is no hanzi, letter or figure, or "" at an end of the text."""
    return not char.isalnum()


def _is_campus(text: str, spot: gazetteer.Spot) -> bool:
    """Whether a place in brackets belongs to the name of a school before it: 某大学（威海）."""
    return text.endswith(tuple(load("notation/places")["named"]["campus_of"]), 0, spot.start)


@cache
def _named_after() -> re.Pattern[str]:
    """How a name goes on behind a place: no more than a few characters, and an end. What only ends like a body (布局,
    社会) is passed over whole."""
    data = load("notation/places")
    named, ends = data["named"], load("notation/bodies")["ends"]
    known = {end for kind in named["kinds"] for end in ends[kind] if len(end) > 1} | {*named["ends"], *named["others"]}
    verbs = {verb for listed in load("extracting/instruments")["kinds"].values() for verb in listed}
    offices = "|".join((*_office_words(), *known))
    stops = one_of({*named["stops"], *(verb for verb in verbs if verb not in offices)})
    words = one_of(word for word in ends["word"] if word not in known)
    held = one_of(named["names_hold"])
    filler = f"(?:{held}|(?!(?:{stops})(?!{one_of(named['offices'])}))(?>{words}|{HANZI}|[（）()]|·+)){{0,6}}?"
    ports = one_of(data["ports"])
    return pattern(
        f"{filler}(?:{one_of(known)})(?!{HANZI}?(?:{one_of(named['no_ends_before'])}))|(?:{ports})(?![{''.join(data['ports_not'])}])"
    )


@cache
def _product() -> re.Pattern[str]:
    named = load("notation/places")["named"]
    filler = f"(?:(?!{one_of(named['stops'])}){HANZI}){{0,3}}?"
    return pattern(f"{filler}(?:{one_of(named['products'])})(?!{one_of(named['no_products'])})")


@cache
def _office_words() -> frozenset[str]:
    """The matters that offices are named by (发展改革, 住房城乡建设)."""
    table = load("notation/offices")
    return frozenset(word for name, others in table["matters"].items() for word in (name, *others))


@cache
def _road() -> re.Pattern[str]:
    named = load("notation/places")["named"]
    points, roads = one_of(named["points"]), one_of(named["roads"])
    return pattern(f"(?:{points})?(?:{roads})|(?:{one_of(named['waters'])})")


SPEC = FieldSpec(
    "places",
    fill,
    attributes=(
        Attribute("name", "As in places.", indexed=True),
        Attribute("kind", "A province, city, county or zone.", optional=True),
        Attribute(
            "code",
            "The code of the division in the official list; null for a zone and where its name has several.",
            optional=True,
            indexed=True,
        ),
        Attribute("within", "The divisions that it lies in, from the province down: 某省/甲市.", optional=True),
        Attribute("text", "As written in the clean text."),
    ),
    values="place_mentions",
    made=Mention,
    texts=(Texts("places"),),
    own_columns=(FieldColumn("places", of_attribute("places")),),
    rank=40,
    mark="place",
)

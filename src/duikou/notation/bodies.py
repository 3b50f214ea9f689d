"""Names of units: what ends like one, and how a list of them falls apart.

What holds here: a list is cut at 、 ， ； and at 和, 及, 与, 以及 only where units stand on both sides, never inside
brackets (市交通委（市道运局）) nor inside a name (工业和信息化部, 粮食和储备局). 等 and what it counts (等部门) are
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from duikou.data import lists, load
from duikou.notation.patterns import longest_first, pattern, patterns
from duikou.notation.scripts import words

_FORMS = patterns("notation/body_forms")
_WORDS = lists("notation/body_forms")
_LEVELS = lists("notation/levels")

# A place in an elliptical list (甲、乙、丙市政府) is no longer than this.
_PLACE = 4
_PROVINCE_CODE = 2  # digits of the code of a province (GB/T 2260)
_OPEN, _CLOSE = "（(【[［〔《“", "）)】]］〕》”"
# A mark at the name of a unit that leads.
LEADER_MARKS = "*★▲#"
# The marks inside what is one (各市党委和政府) are out of the way as these while a list is cut.
_KEPT = {"、": "\ue0f0", "和": "\ue0f1", "及": "\ue0f2"}
_OF_A_PLACE = {"government", "party", "people", "justice"}


def split(text: str, marks: str = "、，,；;") -> list[str]:
    """`text` cut at `marks`, outside brackets and quotation marks; empty pieces are left out."""
    return [text[start:end] for start, end in places(text, marks)]


def places(text: str, marks: str) -> list[tuple[int, int]]:
    """Where the pieces of `split` stand in `text`, without the white space around them."""
    cuts, depth = [-1], 0
    for match in _stops(marks).finditer(text):
        sign = match.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            cuts.append(match.start())
    cuts.append(len(text))
    found = []
    for before, end in pairwise(cuts):
        piece = text[before + 1 : end]
        if bare := piece.strip():
            start = before + 1 + len(piece) - len(piece.lstrip())
            found.append((start, start + len(bare)))
    return found


def depth(text: str) -> int:
    """How many brackets that `text` opens it leaves open."""
    return max(0, sum(1 if match.group() in _OPEN else -1 for match in _stops("").finditer(text)))


@cache
def _stops(marks: str) -> re.Pattern[str]:
    """Brackets, and the marks at which a text is cut."""
    return pattern(f"[{re.escape(_OPEN + _CLOSE + marks)}]")


def kind(text: str) -> str | None:
    """What kind of body ends as `text` does (government, people, finance …; "word" for what is no body though it ends
    like one): the longest ending that the list has decides. None where it has none."""
    kinds, sizes = _kinds()
    for size in sizes.get(text[-1:], ()):
        if found := kinds.get(text[-size:]):
            return found
    return None


def is_unit(text: str) -> bool:
    """Whether `text` ends as the name of a unit does, and nothing in it speaks against one."""
    bare = core(text)
    if not 2 <= len(bare) <= 30 or kind(bare) in (None, "word") or _FORMS.no_name.search(bare):
        return False
    return not bare.startswith(_opens("explains"))


def is_strong(text: str) -> bool:
    """Whether `text` is a unit of government beyond doubt."""
    bare = core(text)
    if len(bare) < 3 or not is_unit(text):
        return False
    return kind(bare) in _uses("strong") or bare.endswith(_uses("strong_ends")) or bare in _state()


def signs(text: str) -> bool:
    """Whether `text`, which may hold brackets, ends as the name of a body does that signs documents and is addressed
    by them, and not as a word does."""
    if is_state(text) or text.endswith(_uses("signs_ends")):
        return True
    return kind(text) in _uses("signs") and not text.endswith(_uses("signs_not"))


def is_body(text: str) -> bool:
    """Whether `text`, a name or a list of names, ends as the name of a body of any kind does."""
    return kind(core(text)) not in (None, "word")


def ends(*kinds: str) -> tuple[str, ...]:
    """How the names of bodies of these kinds end, the longest first, in both scripts; those of all kinds where none is
    named."""
    table = words("notation/bodies")["ends"]
    chosen = kinds or tuple(kind for kind in table if kind != "word")
    return tuple(longest_first(end for kind in chosen for end in table[kind]))


def is_end(text: str) -> bool:
    """Whether `text` is the end of a body's name and no name: 办公室, 管理委员会."""
    table, _ = _kinds()
    return text in table or any(text[:at] in table and text[at:] in table for at in range(1, len(text)))


def strong_ends() -> tuple[str, ...]:
    """How the names of bodies of the state end that are such beyond doubt, in both scripts."""
    return (*ends(*_uses("strong")), *_uses("strong_ends"))


def signing_ends() -> tuple[str, ...]:
    """How the names of bodies end that sign documents, the longest first, in both scripts."""
    return tuple(end for end in ends(*_uses("signs")) if end not in _uses("signs_not"))


def gives_level(text: str) -> bool:
    """Whether `text`, a name, gives its level or says that it is one of the state or of several (市民政局,
    国家税务总局, 各县（市、区）); 市场监管局 gives none."""
    return _FORMS.gives_level.match(text) is not None


def is_of_one_level(text: str) -> bool:
    """Whether `text`, a name, is that of a body of one place or of each (市教育局, 各县教育局), and not of a group
    of them (市直部门)."""
    return _FORMS.of_one_level.match(text) is not None


def is_state(text: str) -> bool:
    """Whether `text` is a body of the state that stands by its own name (财政部, 国家发展改革委)."""
    return text in _state()


def core(text: str) -> str:
    """`text` without the brackets at its end and marks (市科委*): 市交通委（市道运局） -> 市交通委."""
    bare = text.strip(f" {LEADER_MARKS}")
    return _FORMS.aside.sub("", bare) if bare[-1:] in _CLOSE else bare


def names(text: str) -> list[str]:
    """The units of a list as written, elliptical ones spelled out (甲、乙、丙市政府), in order."""
    text = _FORMS.matters.sub(_of_matters, text)
    text = _FORMS.each_two.sub(r"\g<each>委、\g<each>\g<body>", _FORMS.stroke.sub("、", text))
    text = _FORMS.two_in_one.sub(lambda match: _KEPT[match.group()], _FORMS.etc_places.sub("", text))
    text = _FORMS.etc.sub(_without_etc, text)
    pieces = [part for piece in split(text) for part in _conjoined(_FORMS.leading_join.sub("", piece))]
    found = _whole([piece for piece in pieces if piece not in _WORDS.empty])
    return [_restored(name) for name in _of_each_level(_of_one_body(_of_one_committee(found)))]


def _of_one_committee(found: list[str]) -> list[str]:
    """`found` with each office of a party committee behind another of its named as its (县委组织部、宣传部)."""
    committee = ""
    named = []
    for name in found:
        office = next((office for office in _WORDS.party_offices if name.endswith(office)), "")
        if office != name:
            committee = name.removesuffix(office) if office and name.removesuffix(office).endswith("委") else ""
        named.append(committee + name if office == name else name)
    return named


def _of_one_body(found: list[str]) -> list[str]:
    """`found` with each office behind one of a body named as that body's (市甲委能源处、价格处)."""
    body = ""
    named = []
    for name in found:
        bare = core(name)
        inner = kind(bare) == "inner"
        if inner and body and not gives_level(bare) and not is_strong(bare):
            named.append(body + name)
            continue
        match = _FORMS.office_of_body.fullmatch(bare) if inner else None
        body = match["body"] if match and is_unit(match["body"]) else ""
        named.append(name)
    return named


def of_body(body: str, found: Sequence[str]) -> tuple[str, ...]:
    """`found` with each office named as that of `body`."""
    return tuple(body + name if kind(core(name)) == "inner" else name for name in found)


def _of_each_level(found: list[str]) -> list[str]:
    """`found` with what is one of each town named so behind the others of the place (各乡镇人民政府、街道办事处)."""
    each = _WORDS.groups[0]
    named: list[str] = []
    for name in found:
        alone = name.startswith(_LEVELS.towns) and is_end(core(name))
        named.append(each + name if alone and named and _FORMS.each_town.match(named[-1]) else name)
    return named


def addressed(text: str) -> list[str]:
    """The bodies of a line of addressees, or of one group in it: 各市科技局、财政局 are the two of each city."""
    found: list[str] = []
    for name in names(text):
        # What names a place of its own is no body of each of them: 各省交通局、北京市交通局.
        each = _FORMS.each_of_level.match(found[-1]) if found and not _FORMS.of_a_place.match(name) else None
        if each and {kind(core(found[-1])), kind(core(name))} <= _OF_A_PLACE and _FORMS.office.fullmatch(core(name)):
            found.append(each.group() + name)
        else:
            found.append(name)
    return found


def _without_etc(match: re.Match[str]) -> str:
    """A mark of the list in place of 等 and what it counts; as written where 等 is part of a word (高等学校)."""
    held = match.string.endswith(_opens("etc_in_words"), 0, match.start() + 1)
    return match.group() if held else "、"


def _of_matters(match: re.Match[str]) -> str:
    """A list of matters alone, each as the body that sees to it; the list as written where it names bodies."""
    pieces = match["list"].split("、")
    return match.group() if any(map(is_unit, pieces)) else "、".join(piece + match["body"] for piece in pieces)


def _restored(name: str) -> str:
    for mark, kept in _KEPT.items():
        name = name.replace(kept, mark)
    return name


def _conjoined(piece: str) -> list[str]:
    """`piece` cut at 和, 及, 与 where a unit stands before it and one (or 各…) after it, and where two units of one
    level touch."""
    for match in _FORMS.glued.finditer(piece):
        left, right = piece[: match.start()], piece[match.start() :]
        same = match["level"] in (piece[0], "各") and piece[0] in "省市区县州" and not depth(left)
        if same and is_strong(left) and is_unit(_conjoined(right)[0]):
            return [left, *_conjoined(right)]
    for match in _FORMS.join.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if left.count("（") != left.count("）") or not right or right in _WORDS.kinds:
            continue
        if not is_unit(left):
            continue
        others = _conjoined(right)
        if len(others) > 1 or is_unit(right) or right.startswith(_WORDS.groups):
            return [left, *others]
    return [piece]


def _whole(pieces: list[str]) -> list[str]:
    """Spell out elliptical lists; keep a list of levels that one word closes (各市、县（市、区）人民政府) as one, and
    so a list of kinds (市政府各委、办、局)."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        if together := _levels(pieces[at:]) or _kinds_named(pieces[at:]):
            found.append("、".join(pieces[at : at + together]))
            at += together
            continue
        end = at
        while end < len(pieces) - 1 and not is_unit(pieces[end]):
            end += 1
        run = pieces[at : end + 1]
        if len(run) > 1 and is_unit(run[-1]):
            found += _spelled(run)
        else:
            found += run
        at = end + 1
    return found


def _levels(pieces: list[str]) -> int:
    """How many pieces from the first on name levels that one word closes (各市、县（市、区）人民政府); 0 when none
    do."""
    if _FORMS.level_there.fullmatch(pieces[0]):
        return _levels_there(pieces)
    if not _FORMS.levels.fullmatch(pieces[0]):
        return 0
    count = 1
    while count < len(pieces) and _FORMS.further_levels.match(pieces[count]):
        count += 1
        if is_unit(pieces[count - 1]):
            break
    return count if count > 1 else 0


def _kinds_named(pieces: list[str]) -> int:
    """How many pieces from the first on name all bodies by their kinds (市政府各委、办、局), or 0."""
    if not _FORMS.kinds_named.search(pieces[0]):
        return 0
    count = 1
    while count < len(pieces) and _FORMS.further_kinds.fullmatch(pieces[count]):
        count += 1
    return count if count > 1 else 0


def _levels_there(pieces: list[str]) -> int:
    """How many pieces from the first on name levels whose bodies in one place are meant (中央、省在某各单位), or 0."""
    for count, piece in enumerate(pieces[1:], 2):
        if _FORMS.levels_there.fullmatch(piece):
            return count
        if not _FORMS.level_there.fullmatch(piece):
            break
    return 0


def _spelled(run: list[str]) -> list[str]:
    if provinces := _of_provinces(run):
        return provinces
    if all(_FORMS.of_level.fullmatch(core(p) or p) and not _proper(p) for p in run):
        return ["、".join(run)]
    last = core(run[-1])
    match = _FORMS.closes_places.search(last)
    if match is None or any(p.startswith(_WORDS.groups) for p in run):
        return ["、".join(run)] if run[0].startswith(_WORDS.groups) else run
    if any(len(core(p)) > _PLACE and p[-1] not in _level_signs() for p in run[:-1]):
        return run
    ending = match.group() + run[-1][len(last) :]
    if ending[0] in _level_signs() and any(map(_leveled, run[:-1])):
        return [p + (ending[1:] if _leveled(p) else ending) for p in run[:-1]] + [run[-1]]
    return [p + ending for p in run[:-1]] + [run[-1]]


def _of_provinces(run: list[str]) -> list[str]:
    """The bodies of several provinces by their full names (北京、广西、海南省（市、区）财政厅); [] where a name in the
    list is no province's."""
    last = _FORMS.of_province.fullmatch(run[-1])
    if last is None:
        return []
    named = [_province(name) for name in (*run[:-1], last["place"])]
    return [province + last["body"] for province in named] if all(named) else []


def _province(name: str) -> str:
    """The official name of the province that goes by `name`, short or full, or "" where none does."""
    from duikou.notation import places

    code = next((code for code in places.codes_of_name(name) if len(code) == _PROVINCE_CODE), "")
    return places.official(code) or ""


def _leveled(place: str) -> bool:
    """Whether the name of a place gives its level: 甲区, 乙州; not that of a city which ends with 州."""
    return place[-1] in _level_signs() and (place[-1] != "州" or len(place) > 2)


@cache
def _level_signs() -> frozenset[str]:
    """The levels that the names of places end with."""
    return frozenset((*_LEVELS.signs, *_LEVELS.towns))


def _proper(piece: str) -> bool:
    """Whether `piece` names one place, not a level: 甲市, 某某综合实验区."""
    return not piece.startswith(_WORDS.groups) and not _FORMS.level_alone.match(piece)


@cache
def _state() -> frozenset[str]:
    """The bodies of the state that stand by their own name (证监会, 供销合作总社)."""
    return frozenset(name for key, others in load("notation/offices")["state"].items() for name in (key, *others))


@cache
def _kinds() -> tuple[Mapping[str, str], Mapping[str, Sequence[int]]]:
    """The kind of body for each ending, in both scripts, and for each last character how long endings with it are, the
    longest first."""
    table = {end: kind for kind, ends in words("notation/bodies")["ends"].items() for end in ends}
    sizes: dict[str, set[int]] = {}
    for end in table:
        sizes.setdefault(end[-1], set()).add(len(end))
    return table, {last: sorted(found, reverse=True) for last, found in sizes.items()}


@cache
def _uses(name: str) -> tuple[str, ...]:
    return tuple(words("notation/bodies")["uses"][name])


@cache
def _opens(name: str) -> tuple[str, ...]:
    return tuple(words("notation/bodies")[name])

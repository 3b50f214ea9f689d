"""Names of units: what ends like one, and how a list of them falls apart.

What holds here: a list is cut at 、 ， ； and at 和, 及, 与, 以及 only where units stand on both sides, never inside
brackets (市交通委（市道运局）) nor inside a name (工业和信息化部, 粮食和储备局). 等 and what it counts (等部门) are
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from duikou.data import load
from duikou.notation.patterns import pattern
from duikou.notation.scripts import words

# A place in an elliptical list (甲、乙、丙市政府) is no longer than this.
_PLACE = 4
_OPEN, _CLOSE = "（(【[［〔《“", "）)】]］〕》”"
_AND = pattern("以及|和|及|与")
# A mark at the name of a unit that leads.
STARS = "*★▲#"
_ETC = pattern(
    r"等\d*[个家项]?(?:[省市县区州][直级]?)?(?:其他)?(?:各?有关|各?相关|各)?(?:[省市县区州][直级])?(?:部[门門][、和及\ue0f0-\ue0f2][单單]位|部[门門][单單]位|[单單]位[、和及]部[门門]|部[门門]|[单單]位|方面|机构|地区|地方|企业|高校|高等学校|院校|学校|医院|科研院所|科研机构|金融机构|银行|乡镇|市州|[区區][县縣]|[县縣][区區]|市[县縣]|成员[单單]位|地|厅局|委办局)?"
    r"(?=$|[、，,；;和及与按负牵参配指承推落实协共分])"
)
# 各县（市、区）委、人民政府 and 各市党委和政府 are one; their mark is kept out of the way while the list is cut.
_TWO_IN_ONE = pattern(
    "(?:(?<=党委)|(?<=[县区市州旗镇乡）〕]委))[、和及](?=(?:人民)?政府(?:$|[、，；。）按分负牵配等]))"
    # 市直有关部门、单位 are one group.
    "|(?<=[各关直级属]部门)[、和及](?=单位(?:$|[、，；。）按分负牵配等]))"
)
# 甲、乙、丙等区政府: the places are those that the list names.
_ETC_PLACES = pattern("(?<=[一-鿿])等(?=(?:[市县区旗]|地市|省)(?:人民)?(?:政府|管委会)|[市县区]委(?:$|[、，；]))")
# 各市委、市政府: 各 holds for both.
_EACH_TWO = pattern("(?P<each>各(?P<level>[市县区州旗盟]))委、(?P=level)(?P<body>(?:人民)?政府)")
# 财政、教育、卫健等部门: matters, and the bodies that see to them.
_MATTERS = pattern("(?P<list>(?:^|(?<=[，；]))(?:[省市区县]级?)?[一-鿿]{2,4}(?:、[一-鿿]{2,4})+)等(?:相关|有关)?部门")
_SLASH = pattern(r"(?<=[一-鿿）])\s*[/／|]\s*(?=[一-鿿])")
# 新建学校2所 counts; 第718所 is a name.
_NO_NAME = pattern(r"[。：！？的了是将把]|\d{3}(?!\d*[所院厂队])|(?<!\d\d)\d[所处台站馆院科]$")
# A blank between two units of one level that cleaning took out: 市甲局市乙局.
_GLUED = pattern(r"(?<=[委局厅办府会队院])(?=(?P<level>[省市区县州]|各(?=[区县市乡镇街]))(?![级直属场中]))")
_CLOSING_BRACKET = pattern(r"[（(〔［【\[][^（）()〔〕［］【】\[\]]*[）)〕］】\]]$")
_KEPT = {"、": "\ue0f0", "和": "\ue0f1", "及": "\ue0f2"}
# 各市, 各县（市、区） before a department's name; and a department's name that gives no level.
_EACH_OF_LEVEL = pattern(
    "(?:各|有关|相关)(?:省|市|县|区|州|盟|旗|区县|县区|市县|市州)(?:[（(][^（）()]*[）)])?(?=[一-鿿])(?!政府|人民政府|委员会|委$)"
)
_OFFICE = pattern("(?!各|有关|相关|省|市|县|区|国家|中国|人民)[一-鿿]{2,12}(?:局|厅|委|办|部)")
_OF_A_PLACE = {"government", "party", "people"}
_LEVEL = r"(?:省|市|县|区|州|盟|旗|自治区|直辖市|自治州|自治县|乡|镇|街道|计划单列市|设区市|地市|新区)"
_GENERAL = (
    r"(?:各|有关|相关|省|市|县|区|州|盟|旗|自治区|直辖市|自治州|自治县|乡|镇|街道|计划单列市|设区市|地市|新区|设区的市)"
)


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
    return re.compile(f"[{re.escape(_OPEN + _CLOSE + marks)}]")


def kind(text: str) -> str | None:
    """What kind of body ends as `text` does (government, people, finance …; "word" for what is no body though it ends
    like one): the longest ending that the list has decides. None where it has none."""
    kinds, longest = _kinds()
    for size in range(min(longest, len(text)), 0, -1):
        if found := kinds.get(text[-size:]):
            return found
    return None


def is_unit(text: str) -> bool:
    """Whether `text` ends as the name of a unit does, and nothing in it speaks against one."""
    bare = core(text)
    if not 2 <= len(bare) <= 30 or kind(bare) in (None, "word") or _NO_NAME.search(bare):
        return False
    # 本届大会由市教育局 is a clause; 自由 is a word of zones.
    return not bare.startswith(_opens("explains")) and ("由" not in bare or "由" not in bare.replace("自由", ""))


def is_strong(text: str) -> bool:
    """Whether `text` is a unit of government beyond doubt."""
    bare = core(text)
    if len(bare) < 3 or not is_unit(text):
        return False
    return kind(bare) in _uses("strong") or bare.endswith(_uses("strong_ends")) or bare in _state()


def signs(text: str) -> bool:
    """Whether `text`, which may hold brackets, ends as the name of a body does that signs documents and is addressed
    by them, and not as a word does."""
    return kind(text) in _uses("signs") and not text.endswith(_uses("signs_not"))


def is_body(text: str) -> bool:
    """Whether `text`, a name or a list of names, ends as the name of a body of any kind does."""
    return kind(core(text)) not in (None, "word")


def ends(*kinds: str) -> tuple[str, ...]:
    """How the names of bodies of these kinds end, the longest first, in both scripts; those of all kinds where none is
    named."""
    table = words("notation/bodies")["ends"]
    chosen = kinds or tuple(kind for kind in table if kind != "word")
    return tuple(sorted({end for kind in chosen for end in table[kind]}, key=len, reverse=True))


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


def is_state(text: str) -> bool:
    """Whether `text` is a body of the state that stands by its own name (财政部, 国家发展改革委)."""
    return text in _state()


def core(text: str) -> str:
    """`text` without the brackets at its end and marks (市科委*): 市交通委（市道运局） -> 市交通委."""
    bare = text.strip(f" {STARS}")
    return _CLOSING_BRACKET.sub("", bare) if bare[-1:] in _CLOSE else bare


def names(text: str) -> list[str]:
    """The units of a list as written, elliptical ones spelled out (甲、乙、丙市政府), in order."""
    text = _MATTERS.sub(_of_matters, text)
    text = _ETC_PLACES.sub("", _EACH_TWO.sub(r"\g<each>委、\g<each>\g<body>", _SLASH.sub("、", text)))
    text = _ETC.sub(_without_etc, _TWO_IN_ONE.sub(lambda match: _KEPT[match.group()], text))
    pieces = [part for piece in split(text) for part in _conjoined(re.sub("^(?:以及|和|及|与)", "", piece))]
    found = _whole([piece for piece in pieces if piece not in ("等", "各", "有关", "相关")])
    return [_restored(name) for name in found]


def addressed(text: str) -> list[str]:
    """The bodies of a line of addressees, or of one group in it: 各市科技局、财政局 are the two of each city."""
    found: list[str] = []
    for name in names(text):
        each = _EACH_OF_LEVEL.match(found[-1]) if found else None
        if each and {kind(found[-1]), kind(name)} <= _OF_A_PLACE and _OFFICE.fullmatch(name):
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
    return match.group() if any(map(is_unit, pieces)) else "部门、".join(pieces) + "部门"


def _restored(name: str) -> str:
    for mark, kept in _KEPT.items():
        name = name.replace(kept, mark)
    return name


def _conjoined(piece: str) -> list[str]:
    """`piece` cut at 和, 及, 与 where a unit stands before it and one (or 各…) after it, and where two units of one
    level touch."""
    for match in _GLUED.finditer(piece):
        left, right = piece[: match.start()], piece[match.start() :]
        same = match["level"] in (piece[0], "各") and piece[0] in "省市区县州" and not depth(left)
        if same and is_strong(left) and is_unit(_conjoined(right)[0]):
            return [left, *_conjoined(right)]
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if left.count("（") != left.count("）") or right in ("", "单位", "部门", "机构", "地区", "企业"):
            continue
        if not is_unit(left):
            continue
        others = _conjoined(right)
        if len(others) > 1 or is_unit(right) or re.match("各|有关|相关", right):
            return [left, *others]
    return [piece]


def _whole(pieces: list[str]) -> list[str]:
    """Spell out elliptical lists; keep a list of levels that one word closes (各市、县（市、区）人民政府) as one."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        if levels := _levels(pieces[at:]):
            found.append("、".join(pieces[at : at + levels]))
            at += levels
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
    if not re.fullmatch(rf"(?:各|有关|相关|各有关|各相关){_GENERAL}+(?:[（〔][^（）〔〕]*[）〕])?", pieces[0]):
        return 0
    count = 1
    while count < len(pieces) and re.match(
        rf"(?:[县縣][级級])?{_LEVEL}+(?:[和及与]{_LEVEL})*(?:[（〔]|人民|政府|管委会|党委|委|$)", pieces[count]
    ):
        count += 1
        if is_unit(pieces[count - 1]):
            break
    return count if count > 1 else 0


def _spelled(run: list[str]) -> list[str]:
    if all(re.fullmatch(rf"{_GENERAL}.{{0,8}}", core(p) or p) and not _proper(p) for p in run):
        return ["、".join(run)]
    last = core(run[-1])
    match = re.search(
        r"(?:(?:市|县|区|省|州|盟|旗)?(?:人民)?政府|(?:市|县|区)委|管委会|海关|证监局|银保监局|监管局|税务局|部门|中心支行|分行|分局|海事局|行署)$",
        last,
    )
    if match is None or any(re.match("各|有关|相关", p) for p in run):
        return ["、".join(run)] if re.match("各|有关|相关", run[0]) else run
    if any(len(core(p)) > _PLACE and p[-1] not in "市县区省州盟旗" for p in run[:-1]):
        return run
    ending = match.group() + run[-1][len(last) :]
    if ending[0] in "市县区省州盟旗" and any(map(_leveled, run[:-1])):
        return [p + (ending[1:] if _leveled(p) else ending) for p in run[:-1]] + [run[-1]]
    return [p + ending for p in run[:-1]] + [run[-1]]


def _leveled(place: str) -> bool:
    """Whether the name of a place gives its level: 甲区, 乙州; not that of a city which ends with 州."""
    return place[-1] in "市县区省盟旗" or (place[-1] == "州" and len(place) > 2)


def _proper(piece: str) -> bool:
    """Whether `piece` names one place, not a level: 甲市, 某某综合实验区."""
    return not re.match("各|有关|相关", piece) and not re.match(rf"{_GENERAL}级?(?:[（(]|人民政府|政府|$)", piece)


@cache
def _state() -> frozenset[str]:
    """The bodies of the state that stand by their own name (证监会, 供销合作总社)."""
    return frozenset(name for key, others in load("notation/offices")["state"].items() for name in (key, *others))


@cache
def _kinds() -> tuple[Mapping[str, str], int]:
    """The kind of body for each ending, in both scripts, and how long the longest ending is."""
    table = {end: kind for kind, ends in words("notation/bodies")["ends"].items() for end in ends}
    return table, max(map(len, table))


@cache
def _uses(name: str) -> tuple[str, ...]:
    return tuple(words("notation/bodies")["uses"][name])


@cache
def _opens(name: str) -> tuple[str, ...]:
    return tuple(words("notation/bodies")[name])

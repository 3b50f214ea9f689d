"""What one line says of a web site: its tools, bylines, breadcrumbs and its foot, in whatever format the page was kept.

What holds here: every function looks at one line as `characters.shape_of` gives it (no white space, full-width
punctuation); where the line stands is the business of those who ask. A line is told as a whole: words of a site inside
a sentence tell nothing, since a document may be about sites. The words lie in data/notation/site.toml, once for all
formats. The cost of each question is linear in the line, but for `is_weak` and `place`, which take lines of bounded
length and never more steps than its square.

The lists and patterns are in simplified characters, and a line is looked at in them (`_plain`), so that a word can't be
known in one script alone, or to one list in the one and to another in the other. Values are given as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from duikou.data import load
from duikou.notation.patterns import one_of, pattern
from duikou.notation.scripts import simplified

_LONGEST = 240  # characters: no line of a site is longer, but for its foot
_LONGEST_FOOT = 600
_LONGEST_WEAK = 160  # characters
_LONGEST_NAME = 30  # characters of a value in a byline
_LONGEST_LABEL = 3  # characters of a label that must not stand right behind a letter
_LONGEST_PERSON = 4  # characters of a person's name
# Lists of labels of which more is known than the kind of their value, and that kind.
_KIND_OF_LIST = {"published": "date", "sure": "name", "staff": "name"}
_OF_OTHERS = "generic"  # the list of labels that stand in another list too
_BETWEEN = r"[\[\]【】()（）|｜/\\>＞»›·：，,、_＿\-—*+A\d年月日]"
_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
_CLOCK = r"(?:\d{1,2}[：:]\d{2}(?:[：:]\d{2})?)"
_A_DAY = pattern(_DAY)
_MOMENT = pattern(rf"{_DAY}?{_CLOCK}?[|｜]*")
_COUNT = pattern(r"\[?[-—\d,，.]{0,12}\]?(?:人?次)?[|｜]*")
_MARKS = pattern("[【】（）()|｜]*")
_SENTENCE_MARK = pattern("[。；，！？]")
_DUTY = pattern("应当|不得")
_ITEM = pattern(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]{1,6}[章节条款]")


class Form(NamedTuple):
    """One form of the site's: where it is furniture ("any", or its place), and whether its place alone will do."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    where: str
    alone: bool

    def may_be_in(self, shape: str) -> bool:
        """Whether one of the words is in the line: a form is tried in no other."""
        for word in self.words:  # noqa: SIM110 (any() costs several times as much, in every line)
            if word in shape:
                return True
        return False


class Said(NamedTuple):
    """One label of a byline with its value; `kind` is that of the value: date, name, count, size or share."""

    label: str
    kind: str
    value: str


@lru_cache(maxsize=4096)
def _plain(shape: str) -> str:
    """A line in simplified characters, one for each, so that offsets hold; the same line is asked many questions."""
    return simplified(shape)


# -- bylines


def byline(shape: str) -> tuple[Said, ...]:
    """The labels and values of a line that is a byline as a whole, in whatever order; () when it is none.

    `发布时间：2026-04-20 11:19 信息来源：某局 浏览量：-` has three. A date may stand before the first label. Labels are
    given in simplified characters.
    """
    if "：" not in shape or len(shape) > _LONGEST:
        return ()
    written, shape = shape, _plain(shape)
    start = _opening(shape)
    labels: list[re.Match[str]] = []
    for m in _labels()[0].finditer(shape, start):
        dated = _labels()[1][m.group()[:-1]] == "date" and _A_DAY.match(shape, m.end())
        long = m.end() - m.start() - 1 >= _LONGEST_LABEL or m.start() == start or m.end() == len(shape)
        if long or _free(shape, m) or dated or _follows_person(labels, m):
            labels.append(m)
    if not labels or labels[0].start() != start:
        return ()
    ends = [following.start() for following in labels[1:]] + [len(shape)]
    said = tuple(
        Said(m.group()[:-1], _labels()[1][m.group()[:-1]], written[m.end() : end])
        for m, end in zip(labels, ends, strict=True)
    )
    if start and (day := _A_DAY.search(shape, 0, start)):
        said = (Said("", "date", day.group()), *said)
    return said if all(map(_has_its_value, said)) else ()


def is_plain_byline(said: Sequence[Said]) -> bool:
    """Whether labels and values say by themselves that they are a site's: two of them, one that only sites write; or
    three that tell who wrote a text, where it is from, and when."""
    table = load("notation/site")["labels"]
    if len(said) > 2 and any(one.kind == "date" for one in said):
        return any(one.label in table["staff"] for one in said)
    return len(said) > 1 and any(one.label and one.label not in table["generic"] for one in said)


def names_staff(said: Sequence[Said]) -> bool:
    """Whether a line tells of nobody but those who keep a site and its texts: 责任编辑：无, 编辑：李某 审核：王某."""
    table = load("notation/site")["labels"]
    labels = [one.label for one in said]
    keepers = bool(labels) and all(label in table["sure"] or label in table["staff"] for label in labels)
    return keepers and (len(labels) > 1 or labels[0] in table["sure"])


def _follows_person(labels: Sequence[re.Match[str]], other: re.Match[str]) -> bool:
    """Whether a person's name alone parts a label of those who keep a site from the last one: 编辑：李某审核：王某."""
    staff = load("notation/site")["labels"]["staff"]
    both = labels and labels[-1].group()[:-1] in staff and other.group()[:-1] in staff
    return bool(both) and 2 <= other.start() - labels[-1].end() <= _LONGEST_PERSON


def _opening(shape: str) -> int:
    """How many characters of a bracket and a moment stand before the first label."""
    start = len(shape) - len(shape.lstrip("【[（(|"))
    m = _MOMENT.match(shape, start)
    if m is None:
        return start
    read = pattern_of("read").match(shape, m.end())
    return read.end() if read else m.end()


def _free(shape: str, label: re.Match[str]) -> bool:
    """Whether a short label begins a word: no hanzi of the value before it runs into it."""
    before = shape[label.start() - 1] if label.start() else ""
    return not before or before.isascii() or not before.isalpha()


def _has_its_value(said: Said) -> bool:
    if said.kind == "date":
        return _MOMENT.fullmatch(said.value.strip("-—【】[]（）")) is not None
    if said.kind == "count":
        return _COUNT.fullmatch(said.value.rstrip("】）")) is not None or is_tools(said.value)
    if said.kind in ("size", "share"):
        return _MARKS.fullmatch(said.value) is not None or is_tools(said.value)
    return len(said.value) <= _LONGEST_NAME and not _SENTENCE_MARK.search(said.value)


def labels() -> tuple[str, ...]:
    """The labels of bylines."""
    return tuple(_labels()[1])


def is_label(word: str) -> bool:
    """Whether a word is a label of bylines."""
    return word in _labels()[1]


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all labels with their colon, and the kind of each."""
    kinds = {
        label: _KIND_OF_LIST.get(name, name)
        for name, labels in load("notation/site")["labels"].items()
        if name != _OF_OTHERS
        for label in labels
    }
    return pattern(f"(?:{one_of(kinds)})："), kinds


# -- tools, breadcrumbs


def is_tools(shape: str) -> bool:
    """Whether a line is made of a page's words alone: 打印, 字体：大中小, 扫一扫."""
    return len(shape) <= _LONGEST and _tools().fullmatch(_plain(shape)) is not None


def is_heading(shape: str) -> bool:
    """Whether a line is a heading of a page, or the name of a column of a site: 详细信息, 政府文件."""
    return _plain(shape) in load("notation/site")["words"]["outside"]


def has_tool(shape: str) -> bool:
    """Whether a line of a page's words has one that documents have not as a line: 打印, 返回顶部, no 时间, 标准, 无."""
    return len(shape) <= _LONGEST and _sure_tools().search(_plain(shape)) is not None


def is_crumbs(shape: str) -> bool:
    """Whether a line is a breadcrumb: where in the site the page stands."""
    return len(shape) <= _LONGEST and pattern_of("crumbs").fullmatch(_plain(shape)) is not None


def is_page_line(shape: str) -> bool:
    """Whether a line outside the text's box has the shape of a breadcrumb, a byline, a counter."""
    if len(shape) > _LONGEST or _is_sentence(shape):
        return False
    return bool(_any("page", "shapes").fullmatch(_plain(shape))) or bool(byline(shape))


def opens_tail(shape: str) -> bool:
    """Whether the page's tail begins with this line: related links, sharing, the article before and after."""
    if len(shape) > _LONGEST or _is_sentence(shape) or _ITEM.match(shape):
        return False
    return _any("page", "tail").fullmatch(_plain(shape)) is not None


def _is_sentence(shape: str) -> bool:
    """Whether a line ends as a sentence does: 字体大小应当符合标准。 is said of what sites have, but by a document."""
    return shape.endswith(("。", "；"))


@cache
def _tools() -> re.Pattern[str]:
    words = load("notation/site")["words"]
    either = one_of((*words["tools"], *words["outside"]))
    # Atomic, so that a long line of such words can't be tried in all its divisions.
    return pattern(rf"(?>{_BETWEEN})*(?>{either})(?>{either}|{_BETWEEN})*")


@cache
def _sure_tools() -> re.Pattern[str]:
    tools = load("notation/site")["words"]["tools"]
    return pattern(one_of(tools))


@cache
def _any(table: str, name: str) -> re.Pattern[str]:
    return pattern("|".join(f"(?:{shape})" for shape in load("notation/site")[table][name]))


# -- the foot


def is_foot(shape: str) -> bool:
    """Whether a line says by itself that it is the site's foot: 版权所有, ICP备, 网站标识码 and their like, in no item
    and no sentence of duty."""
    if len(shape) > _LONGEST_FOOT:
        return False
    shape = _plain(shape)
    if _any("foot", "banner").match(shape):
        return True
    if not _any("foot", "sure").search(shape):
        return False
    return not (_ITEM.match(shape) or _DUTY.search(shape)) and not (shape.endswith("；") or shape.count("。") > 1)


def may_be_foot(shape: str) -> bool:
    """Whether a line is the foot where it stands beside one that says so: 主办：…, 地址：…, and no sentence."""
    if len(shape) > _LONGEST_FOOT or shape.endswith(("；", "，")) or "。" in shape[:-1] or _DUTY.search(shape):
        return False
    return _opens_contact(_plain(shape))


def names_hosts(shape: str) -> bool:
    """Whether a line names those who run a site (主办：…, 技术支持：…) and not only where they are found."""
    return _any("foot", "hosts").search(_plain(shape)) is not None


def is_contact(shape: str) -> bool:
    """Whether a line opens as that of hosts or of an address does: a notice says such things at its end too, but it
    has nobody who keeps a page (维护单位：某中心)."""
    if names_staff(byline(shape)):
        return False
    return _opens_contact(_plain(shape))


def _opens_contact(plain: str) -> bool:
    return _any("foot", "hosts").match(plain) is not None or _any("foot", "contact").match(plain) is not None


# -- forms


@lru_cache(maxsize=4096)
def place(shape: str) -> tuple[str, bool] | None:
    """Where a line is furniture, and whether its place alone will do; None when the forms don't consume it whole."""
    if len(shape) > _LONGEST_WEAK:
        return None
    if "。" in shape:
        return ("any", True) if shape in _own() else None  # no value of a byline has one
    said = byline(shape)
    if is_plain_byline(said):
        return ("any" if any(one.kind == "count" for one in said) else "edge"), True
    if len(said) == 1 and said[0].value and said[0].label in load("notation/site")["labels"]["published"]:
        return "edge", True
    if names_staff(said):
        return ("edge" if len(said) > 1 else "foot"), True
    if shape in _own():
        return "any", True
    shape = _plain(shape)
    any_word, forms = _forms()
    if not any_word.search(shape) or shape.endswith(("；", "，")) or _DUTY.search(shape):
        return None
    strong = [form for form in forms if form.may_be_in(shape) and form.pattern.search(shape)]
    used: list[Form] = []
    at = 0
    while strong and at < len(shape):
        form, m = next(
            ((form, m) for form in strong if (m := form.pattern.match(shape, at)) and m.end() > at), (None, None)
        )
        if form is not None:
            used.append(form)
        else:
            m = _weak_token().match(shape, at)
        if not m or m.end() == at:
            return None
        at = m.end()
    if not used:
        return None
    if any(form.where == "any" for form in strong):
        return "any", True
    best = next((form for form in used if form.alone), used[0])
    return best.where, best.alone


def is_weak(shape: str) -> bool:
    """Whether a line is made of what a site says beside its own words: a date, 来源：…, 打印, a file's name."""
    if not 0 < len(shape) <= _LONGEST_WEAK:
        return False
    shape = _plain(shape)
    reached = {0}
    for at in range(len(shape)):
        # Each form is tried once from each place that is reached, so no division of the line is tried twice.
        if at in reached:
            reached |= {m.end() for form in _weak_forms() if (m := form.match(shape, at))}
            if len(shape) in reached:
                return True
    return False


def names_site(text: str) -> bool:
    """Whether a line is what a site calls itself: 某县政府网站."""
    return text.endswith(tuple(load("notation/site")["document"]["sites"]))


def heads_related(shape: str) -> bool:
    """Whether a line heads a list of other documents: 相关文件, 延伸阅读."""
    return pattern_of("related").fullmatch(_plain(shape)) is not None


@cache
def _own() -> frozenset[str]:
    """The lines that the user names, in the shape that lines are looked at in."""
    wide = str.maketrans(",:;?!()", "，：；？！（）")
    return frozenset("".join(line.split()).translate(wide) for line in load("notation/site")["own"]["lines"])


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """The pattern `name` of the table of forms."""
    return pattern(load("notation/site")["forms"][name])


@cache
def _forms() -> tuple[re.Pattern[str], list[Form]]:
    """A pattern of all words without which no form can be in a line, and the forms."""
    data = load("notation/site")["forms"]
    forms = [Form(tuple(e["words"]), pattern(e["pattern"]), "any", True) for e in data["closed"]]
    forms += [Form(tuple(e["words"]), pattern(e["pattern"]), e["where"], e.get("alone", False)) for e in data["placed"]]
    return pattern(one_of(word for form in forms for word in form.words)), forms


@cache
def _weak_forms() -> tuple[re.Pattern[str], ...]:
    site = load("notation/site")
    return (pattern(one_of(site["words"]["tools"])), *map(pattern, site["forms"]["weak"]))


@cache
def _weak_token() -> re.Pattern[str]:
    return pattern("|".join(f"(?:{form.pattern})" for form in _weak_forms()))

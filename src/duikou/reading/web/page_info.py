"""What a page says of itself as data: labels such as 索引号, 发文机关, 成文日期, and the field that each
one fills.

What holds here: a label is known by its letters alone, so `索 引 号：` and `标　　题：` are 索引号 and
标题. The words are in data/reading/page_info.toml.
"""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation import site_lines
from duikou.notation.characters import HANZI
from duikou.notation.patterns import longest_first, one_of, pattern
from duikou.notation.scripts import simplified

_SPACE = pattern(r"[\s\u00a0\u3000\u200b]+")

_BAR = pattern("[|｜\t]")

_CELL_ROW = pattern(r"[|｜](?:[^|｜\n]{0,200}[|｜]){2,8}")

_ANY_LABEL = pattern(
    rf"(?:^|(?<=[\s\u00a0\u3000]))(?P<label>{HANZI}(?:{HANZI}|[ \u00a0\u3000]){{0,14}}{HANZI})[ \u00a0\u3000]?[:：]"
)

_LABEL, _VALUE = 8, 60  # characters
_LINE = 240  # characters of a line of labels
_GLUED = 3  # characters of a label that may stand right behind a value

_NOTHING = frozenset(["", "无", "-", "--", "—", "——", "/", "暂无", "null"])


def bare(label: str) -> str:
    """A label without its white space, brackets and colon, in simplified characters as our lists are."""
    return simplified(_SPACE.sub("", label).strip("【】[]：:*·•"))


def is_label(label: str) -> bool:
    """Whether `label` is one of the labels of an information table."""
    return bare(label) in _labels()


def is_key(label: str) -> bool:
    """Whether `label` is one of an information table, or one that collectors put around a text: 版本, 更新时间."""
    return is_label(label) or bare(label) in load("reading/page_info")["collector"]["labels"]


def field_of(label: str) -> str | None:
    """The name of our field that `label` fills; None when it fills none or is not known."""
    return _labels().get(bare(label)) or None


def labelled_values(text: str) -> list[tuple[str, str]]:
    """The (label, value) pairs of a line `发布日期：2020-01-01 来源：…` that begins with a label; [] when
    it does not.
    """
    pattern = _pattern()
    text = text.strip().lstrip("【[ •·●◆■▪*-")
    found = list(pattern.finditer(simplified(text)))
    if not found or found[0].start() != 0:
        return []
    ends = [following.start() for following in found[1:]] + [len(text)]
    return [
        (bare(match.group(1)), text[match.end() : end].strip(" \t\u00a0\u3000|｜】]"))
        for match, end in zip(found, ends, strict=True)
    ]


def find_in_cells(text: str) -> list[tuple[str, str]]:
    """The (label, value) pairs of a row `索引号 | 000-1 | 主题分类 | 综合政务`, with TABs or bars between its cells.

    [] of any other line: every second cell is a label, or empty as its value is.
    """
    cells = [cell.strip() for cell in _BAR.split(text.strip().strip("|｜"))]
    if len(cells) < 2 or not is_label(cells[0]):
        return []
    pairs = list(zip(cells[::2], [*cells[1::2], ""], strict=False))
    return [(bare(label), value) for label, value in pairs if label] if all(map(_is_pair, pairs)) else []


def find_in_columns(text: str) -> list[tuple[str, str]]:
    """The (label, value) pairs of a row `发文字号 某政〔2015〕24号 时  效 有效`; [] when it begins with no label."""
    text = text.strip()
    found = list(_pattern_in_columns().finditer(simplified(text)))
    if not found or found[0].start() != 0:
        return []
    ends = [following.start() for following in found[1:]] + [len(text)]
    return [(bare(m.group(1)), text[m.end() : end].strip()) for m, end in zip(found, ends, strict=True)]


def find_among(text: str) -> list[tuple[str, str]]:
    """The (label, value) pairs of a row of a table whose labels need not all be ours: 废止时间： 名称：…, or two cells
    by a bar. [] of any other line. What stands around the row must tell that it is one."""
    text = text.strip()
    if _CELL_ROW.fullmatch(text):
        cells = [cell.strip() for cell in text.strip("|｜").split("|")]
        pairs = list(zip(cells[::2], [*cells[1::2], ""], strict=False))
    else:
        found = list(_ANY_LABEL.finditer(text))
        if not found or found[0].start() != 0:
            return []
        ends = [following.start() for following in found[1:]] + [len(text)]
        pairs = [(m["label"], text[m.end() : end].strip()) for m, end in zip(found, ends, strict=True)]
    short = all(label and len(bare(label)) <= _LABEL and len(value) <= _VALUE for label, value in pairs)
    return [(bare(label), value) for label, value in pairs] if short and "。" not in text else []


def find_on_line(text: str) -> list[tuple[str, str]]:
    """The (label, value) pairs of a line of two or more and nothing else: `发文机构：某市 体裁：通知`, glued ones too.

    [] of any other line: half of its labels are known, and one is none of those that documents print as well.
    """
    text = text.strip().lstrip("【[ •·●◆■▪*-")
    labels = _on_line(text) if len(text) <= _LINE else []
    if len(labels) < 2 or labels[0].start() != 0:
        return []
    ends = [following.start() for following in labels[1:]] + [len(text)]
    names = [bare(m.group()) for m in labels]
    values = [text[m.end() : end].strip(" \t\u00a0\u3000|｜】]") for m, end in zip(labels, ends, strict=True)]
    known = [name for name in names if is_label(name) or site_lines.is_label(name)]
    sure = any(name not in load("reading/page_info")["printed"]["labels"] for name in known)
    if 2 * len(known) < len(names) or not sure or any(len(value) > _VALUE or "。" in value for value in values):
        return []
    return list(zip(names, values, strict=True))


def _on_line(text: str) -> list[re.Match[str]]:
    """The labels in a line: known ones anywhere, if they are of three characters or more, and any behind a gap."""
    found: list[re.Match[str]] = []
    either = [*_glued_pattern().finditer(simplified(text)), *_ANY_LABEL.finditer(text)]
    for m in sorted(either, key=lambda m: (m.start(), -m.end())):
        parted = m.start() == 0 or text[m.start() - 1] in " \t\u00a0\u3000|｜】]"
        if (not found or m.start() >= found[-1].end()) and (parted or len(bare(m.group())) >= _GLUED):
            found.append(m)
    return found


def _is_pair(pair: tuple[str, str]) -> bool:
    label, value = pair
    return is_label(label) if label else not value


def collect(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The values by the names of our fields, as written, without those that say nothing (无, -).

    Of several labels for one field the one that stands first in data/reading/page_info.toml counts, then the first
    on the page.
    """
    chosen: dict[str, tuple[int, str]] = {}
    for label, written in pairs:
        field, value = field_of(label), written.strip(" \t\u00a0\u3000")
        if field and value not in _NOTHING:
            rank = load("reading/page_info")["fields"][field].index(bare(label))
            if field not in chosen or rank < chosen[field][0]:
                chosen[field] = (rank, value)
    return {field: value for field, (_, value) in chosen.items()}


@cache
def _labels() -> dict[str, str]:
    """Each label with its field, "" for those that fill none."""
    data = load("reading/page_info")
    labels = dict.fromkeys(data["other"]["labels"], "")
    for field, words in data["fields"].items():
        labels.update(dict.fromkeys(words, field))
    return labels


_GAP = r"[ \u00a0\u3000]*"


@cache
def _any_label() -> str:
    """A regular expression of all labels, letter-spaced or not."""
    return "|".join(_GAP.join(map(re.escape, word)) for word in longest_first(_labels()))


@cache
def _pattern() -> re.Pattern[str]:
    """Any label with a colon, at the start or after white space or a bar."""
    return pattern(rf"(?:^|(?<=[\s\u00a0\u3000|｜【\[]))({_any_label()}){_GAP}[】\]]?{_GAP}[:：]")


@cache
def _pattern_in_columns() -> re.Pattern[str]:
    """Any label between white space."""
    return pattern(rf"(?<!\S)({_any_label()})(?!\S)")


@cache
def _glued_pattern() -> re.Pattern[str]:
    """Any label with a colon, wherever it stands; those of bylines too."""
    labels = f"{_any_label()}|{one_of(site_lines.labels())}"
    return pattern(rf"(?:{labels}){_GAP}[】\]]?{_GAP}[:：]")


def meta_field(name: str) -> str | None:
    """The name of our field that the head's meta element `name` fills; None when it fills none."""
    fields: dict[str, str] = load("reading/page_info")["meta"]
    return fields.get(name.lower())

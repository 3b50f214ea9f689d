"""What a line of a title looks like, and which lines are one title (GB/T 9704-2012, 7.3.1: 发文机关, 事由 and 文种).

What holds here: this is the one answer to what a title is; every floor asks it. A line is looked at as a shape: without
white space, with full-width punctuation. Lines are one title only when none is whole by itself and together they end
as a title does; a line is not whole where its phrase is cut. The words lie in data/notation/titles.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from duikou.data import lists
from duikou.notation import bodies
from duikou.notation.characters import CHINESE_RE, is_han
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words

_FORMS = patterns("notation/title_forms")
_DATES = patterns("notation/date_forms")
_NUMBERS = patterns("notation/doc_number_forms")
_WORDS = lists("notation/title_forms")
TITLE_LINES = 12  # a title of more lines, with the names of those who issue, was never seen
_OWN_LINES = 4  # nor one of more lines without them
TITLE_LENGTH = 50  # characters of a line of a title
_MATTER = 8  # characters: what a title is about has as many
_PIECE = 30  # characters: a later line of an attachment's title is no longer


@cache
def kinds() -> tuple[str, ...]:
    """What documents call themselves at the end of their titles, in both scripts, the longest first."""
    return tuple(sorted(words("notation/titles")["kinds"], key=len, reverse=True))


@cache
def leads_to_matter() -> tuple[str, ...]:
    """The words that stand between who issues and the matter, in both scripts: a line of a title may end or open with
    one (关于, 印发)."""
    return tuple(words("notation/documents")["about"])


def title_length(lines: Sequence[str], marked: bool = False) -> int:
    """How many of the first `lines` are one title; 0 when they are none or the first is whole. `marked` says that the
    mark of an attachment stands right above, so that the first is a title, whole or not."""
    if not lines or not may_be_title(lines[0]):
        return 0
    first = lines[0]
    following = lines[1] if len(lines) > 1 else ""
    if ends_title(first) and not _is_half_said(first, following):
        if following.startswith("的") and _FORMS.rest.fullmatch(following):
            return 2
        if _FORMS.bracket.fullmatch(following) and not _FORMS.bracket.search(first):
            return 2
        return 2 if _goes_on_phrase(following) else 0
    about = _FORMS.starts.search(first) is not None
    joint = _joint_lines(lines)
    if first.startswith("《") and first.find("》") == len(first) - 1 and _FORMS.starts.search(following):
        return 0  # the name of a text alone, as a site puts it above the title itself
    if bodies.signs(first) and not about and not joint:
        return 0
    if not (about or joint) and _is_another(following):
        return 0
    whole = first
    for count, line in enumerate(lines[1 : joint + _OWN_LINES], 2):
        if not _goes_on(line):
            break
        # A line may end within 关于.
        about = about or _FORMS.starts.search(line) is not None or _FORMS.starts.search(whole[-1] + line) is not None
        if bodies.signs(line) and not (about or joint):
            return 0
        whole += line
        if is_doc_number(whole):
            return 0
        below = lines[count] if count < len(lines) else ""
        if ends_title(whole) and not _is_half_said(whole, below):
            # What a site cuts short within 《 is no beginning of the title below it.
            if whole.count("《") > whole.count("》") or (not about and not _splits_phrase(first, line, count)):
                return 0
            return count + (_FORMS.bracket.fullmatch(below) is not None and not _FORMS.bracket.search(whole))
    return 2 if marked and _is_cut(first, following, lines[2] if len(lines) > 2 else "") else 0


def _is_another(line: str) -> bool:
    """Whether a line is whole as a title and says at its head who issues: what stands above it is no part of it."""
    if not (says_matter(line) and ends_title(line)):
        return False
    from duikou.notation import issuers  # few lines are such titles

    return bool(issuers.of_title(line))


def _joint_lines(lines: Sequence[str]) -> int:
    """How many of the first lines name nothing but bodies, where the line below says what they issue; else 0."""
    for count, line in enumerate(lines):
        issued = _FORMS.starts.search(line)
        if issued and (issued.start() == 0 or bodies.signs(line[: issued.start()])):
            # Who issues may stand above a title that names them in short: 某县人民政府 / 县人民政府关于….
            return 0 if count == 1 and issued.start() and lines[0].endswith(line[: issued.start()]) else count
        if issued and count and bodies.signs(lines[count - 1] + line[: issued.start()]):
            return count  # the name of a body goes over two lines
        if not bodies.signs(line):
            break
    return 0


def ends_title(line: str) -> bool:
    """Whether a line, or several as one, ends as a title does, and not with the kind of a text that it hands on."""
    return _FORMS.ends.search(_without_number(line)) is not None and not lacks_kind(line)


def _is_half_said(whole: str, below: str) -> bool:
    """Whether what says what a title is about (关于全面推行甲制度) has still to come to its own kind, which the line
    below ends with (乙制度的意见)."""
    at = max(whole.rfind(word) for word in _WORDS.matter)
    if at < 0 or _FORMS.of.search(whole, at) or not may_be_title(below) or _FORMS.starts.search(below):
        return False
    return _FORMS.of.search(below) is not None and not below.startswith("的")


def _goes_on_phrase(line: str) -> bool:
    """Whether a line goes on the phrase of a title that is whole without it: 及实施细则."""
    opens = _FORMS.joins.match(line)
    return opens is not None and opens.group() not in "的" and may_be_title(line) and ends_title(line)


def _is_cut(first: str, following: str, below: str) -> bool:
    """Whether the first line of an attachment's title is cut in its phrase, and the next ends it: the text follows."""
    if not _FORMS.cuts.search(first) or not may_be_title(following) or len(following) > _PIECE:
        return False
    return head(below) is not None or below.startswith("（") or below.endswith("。")


def _goes_on(line: str) -> bool:
    """Whether a line may be a later piece of a title, which the years in brackets may open, or one character be."""
    return may_be_title(_FORMS.years.sub("", line)) or (len(line) == 1 and is_han(line))


def lacks_kind(whole: str) -> bool:
    """Whether the title of a notice that carries a text ends with that text's kind, so that 的通知 is still to come."""
    whole = _without_number(whole)
    return _FORMS.hands_open.search(whole) is not None and not _FORMS.notice.search(whole)


def _splits_phrase(first: str, second: str, count: int) -> bool:
    """Whether a title without 关于 goes over two lines: the first of some length, the second no title of its own."""
    return count == 2 and len(first) >= 6 and len(second) >= 2 and "》" not in first + second


def is_body(line: str) -> bool:
    """Whether a line ends as the name of a body does."""
    return bodies.signs(line)


def is_whole_title(line: str) -> bool:
    """Whether a line without any mark inside ends as a title does."""
    bare = _without_number(line)
    ends = _FORMS.ends.search(bare) is not None
    return may_be_title(bare) and ends and ("、" not in bare or says_matter(bare))


def end_alike(one: str, other: str) -> bool:
    """Whether two lines end alike, the mark that closes the name of a text aside: then they may be one title."""
    ends = one[-1:], other[-1:]
    if ends[0] != ends[1] and "》" not in ends:
        return False
    return one.rstrip("》")[-_MATTER:] == other.rstrip("》")[-_MATTER:]


def may_be_title(line: str) -> bool:
    """Whether a line may be a title or a piece of one: short, without an ordinal, and not a sentence or a date."""
    bare = _without_number(line)
    return (
        1 < len(bare) <= TITLE_LENGTH
        and not _FORMS.no_title.search(bare)
        and head(bare) is None
        and not ("日" in bare and _DATES.like_a_day.search(bare))
        and not (("号" in bare or "號" in bare) and (_NUMBERS.like.search(bare) or is_counted(bare)))
        and not bare.endswith("：")
        and not is_red_head(bare)
        and not bare.startswith("（")
        and CHINESE_RE.search(bare) is not None
    )


def is_red_head(line: str) -> bool:
    """Whether a line that says nothing of a matter ends as a 发文机关标志 does: 某省人民政府文件."""
    return line.endswith(_WORDS.red_heads) and not says_matter(line)


def is_date(line: str) -> bool:
    """Whether a line is nothing but a day as it is written, whether a calendar has it or not."""
    return "日" in line and _DATES.like_a_day.fullmatch(line) is not None


def is_doc_number(line: str) -> bool:
    """Whether a line is nothing but a 发文字号 as it may stand before cleaning, in any brackets."""
    return ("号" in line or "號" in line) and _NUMBERS.like.fullmatch(line) is not None


def is_counted(line: str) -> bool:
    """Whether a line is nothing but the number of an order or an announcement: 第179号, 公告2023年第12号, and in
    brackets behind who makes it: 某局公告（第12号）, but not 用地出让公告（第12号）, which is a title."""
    if not ("号" in line or "號" in line) or not (found := _NUMBERS.counted_line.fullmatch(line)):
        return False
    return not (found["bracket"] and found["who"]) or bodies.signs(found["who"])


def _without_number(line: str) -> str:
    """A line of a title without the 发文字号 in brackets that closes it."""
    return _NUMBERS.last.sub("", line) if line.endswith("号）") else line


def says_matter(line: str) -> bool:
    """Whether a line says what a title is about: 关于."""
    return any(word in line for word in _WORDS.matter)

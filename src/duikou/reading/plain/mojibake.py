"""Text whose bytes were read in a wrong encoding before it came here, and what such conversions leave behind.

What holds here: nothing is repaired, since what the bytes were is a guess; the damage is told with its share of the
letters that are not ASCII, and a text that is mostly damage is an error. Three kinds are known: UTF-8 or GBK read as a
Western code page (å»ºè®¾), UTF-8 read as GBK (鍙戝睍), and what a conversion gave up (U+FFFD, 锟斤拷). The first
two are proved by turning them back: the bytes must be Chinese in the other encoding.
"""

from __future__ import annotations

from typing import NamedTuple

from duikou.errors import UnreadableError, t
from duikou.model import Caution
from duikou.notation.patterns import pattern, patterns
from duikou.reading.plain.encoding import plausible

_PLAIN = patterns("reading/plain")

RULE = "mojibake"
_MOST = 0.5  # of the letters beyond ASCII: from this share on, the text is damage and no document
_LIKE_CHINESE = 0.6  # share of plausible characters (`encoding.plausible`) that proves a text turned back
_SAMPLE = 20_000  # characters
_WESTERN = (
    "\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026"
    "\u2030\u2039\u203a\u20ac\u2122"
)
_RUN = pattern(f"[{_WESTERN}][{_WESTERN} ]+")
_HANZI_RUN = pattern("[^\x00-\x7f]+")
_ADVICE = t("Fetch the file again, or save it as UTF-8 text from the program that still shows it right")


class Damage(NamedTuple):
    """One kind of damage: what happened, how many characters it takes up, and where the first stands."""

    what: str
    size: int
    start: int
    end: int


def damages(text: str) -> list[Damage]:
    """The kinds of damage in a text, each with its extent; none of a sound text."""
    found = []
    if given_up := [m.span() for m in _PLAIN.given_up.finditer(text)]:
        found.append(_damage(t("characters that an earlier conversion gave up"), given_up))
    if western := [m.span() for m in _RUN.finditer(text) if _was_chinese(m.group())]:
        found.append(_damage(t("Chinese characters whose bytes were read as a Western encoding"), western))
    if _PLAIN.utf_8_as_gbk.search(text) and (misread := _utf_8_as_gbk(text)):
        found.append(_damage(t("UTF-8 characters whose bytes were read as GBK"), misread))
    return found


def cautions(text: str, refuse: bool, path: str | None) -> tuple[Caution, ...]:
    """A warning for each kind of damage in a text, with its share of the characters beyond ASCII.

    With `refuse`, raises `UnreadableError` for a text that is mostly damage.
    """
    found = damages(text)
    if not found:
        return ()
    letters = sum(not c.isascii() and not c.isspace() for c in text)
    told = []
    for damage in found:
        share = min(1.0, damage.size / max(1, letters))
        if refuse and share >= _MOST:
            raise UnreadableError(
                t("is not readable: {share} of it are {what}", share=f"{share:.0%}", what=damage.what), _ADVICE, path
            )
        line = text.count("\n", 0, damage.start) + 1
        context = text[max(0, damage.start - 6) : damage.end + 6].strip().split("\n")[0]
        extent = t(
            "{size} characters ({share} of those beyond ASCII, the first in line {line})",
            size=damage.size,
            share=f"{share:.1%}",
            line=line,
        )
        message = t("{extent} are {what}; kept", extent=extent, what=damage.what)
        told.append(Caution(RULE, message, "".join(c if c.isprintable() else "\ufffd" for c in context)))
    return tuple(told)


def _damage(what: str, spans: list[tuple[int, int]]) -> Damage:
    return Damage(what, sum(end - start for start, end in spans), *spans[0])


def _was_chinese(run: str) -> bool:
    """Whether a run of Western letters is Chinese when its bytes are read as UTF-8 or GBK: four bytes at least, so that
    a name with two accents is none."""
    data = b"".join(_bytes(c) for c in run)
    if len(data.replace(b" ", b"")) < 4:
        return False
    utf_8 = data.decode("utf-8", "replace")
    hanzi = [c for c in utf_8 if not c.isascii()]
    if len(hanzi) - hanzi.count("\ufffd") >= max(1, 3 * hanzi.count("\ufffd")) and plausible(utf_8) >= _LIKE_CHINESE:
        return True
    gbk = data.replace(b" ", b"").decode("gb18030", "replace")
    return "\ufffd" not in gbk and len(gbk) >= 2 and plausible(gbk) > 0.9


def _bytes(c: str) -> bytes:
    """The byte that a Western code page (Windows-1252, else Latin-1) shows as `c`."""
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return c.encode("latin-1", "replace")


def _utf_8_as_gbk(text: str) -> list[tuple[int, int]]:
    """The runs of a text that are Chinese when their GBK bytes are read as UTF-8."""
    spans = []
    for m in _HANZI_RUN.finditer(text, 0, _SAMPLE):
        back = m.group().encode("gb18030", "replace").decode("utf-8", "replace")
        # A character at the end may have lost a byte.
        if len(m.group()) >= 3 and back.count("\ufffd") * 3 <= len(back) and plausible(back) >= _LIKE_CHINESE:
            spans.append(m.span())
    return spans

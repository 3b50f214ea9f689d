"""Bytes to text: which encoding a file is in, told by its content.

What holds here: `data.decode(name) == text` for what `decode` gives, exactly; a byte order mark is the
encoding's signature and not part of the text (it is dropped by the codecs `utf-8-sig`, `utf-16`, `utf-32`).
Nothing is ever guessed byte by byte: either all bytes are valid and the text is plausible, or one error
names the first bad byte. No Western single-byte code page is tried, since each of them accepts any Chinese
file and gives rubbish.

The order: byte order mark; UTF-16 when there are zero bytes and it reads well (a stray zero byte in another encoding
is a character like any other); strict UTF-8; then GB18030, Big5 and UTF-16
without zero bytes, by the frequent characters of Chinese (data/reading/encodings.toml).
"""

from __future__ import annotations

import codecs
from functools import cache

from duikou.data import load
from duikou.errors import UnreadableError, t
from duikou.notation.patterns import pattern

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "ms936", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950", "ms950", "x-x-big5"), "big5"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
}
_SAVE_AS = t("Open it in the program it came from and save it as text in UTF-8")
_SHORT = 24  # bytes: no longer Chinese text in GB 18030 is valid UTF-8
_SAMPLE = 4000
# Shares of plausible characters: the least for a text, and that from which there is no doubt.
_LEAST, _SURE = 0.35, 0.75
_ENOUGH = 20  # bytes
_FAMILIES = (
    ("gb18030", "GB18030", ("gb18030",)),
    ("big5", "Big5", ("big5", "cp950", "big5hkscs")),
    ("utf-16", "", ("utf-16-le",)),
    ("utf-16", "", ("utf-16-be",)),
)
_HANZI_IN_UTF_8 = pattern(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_CONTROLS = pattern("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def decode(data: bytes, path: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """The text of `data` and the name of its Python codec.

    `declared` is the charset that a web page names for itself; it is believed when the bytes agree. Raises
    `UnreadableError` when the bytes are valid in no encoding of Chinese text, or are not text at all.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name, path), name
    zeros = b"\x00" in data
    if zeros and (found := _utf_16(data)):
        return found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        failed_at = error.start
    else:
        if chinese := _short_chinese(data, text):
            return chinese, "gb18030"
        return _not_binary(text, path), "utf-8"
    try:
        return _legacy(data, path, declared, failed_at)
    except UnreadableError:
        if zeros:
            raise _binary(path) from None
        raise


def _short_chinese(data: bytes, text: str) -> str | None:
    """A few hanzi in GB 18030 whose bytes are valid UTF-8 by chance (通知): as UTF-8 they are letters and accents of
    scripts that no text mixes so; None for any other text."""
    if len(data) > _SHORT or data.isascii() or any(not c.isascii() and not "\u0250" <= c < "\u0800" for c in text):
        return None
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    hanzi = [c for c in chinese if not c.isascii()]
    return chinese if len(hanzi) > 1 and all(c in _frequent() for c in hanzi) else None


def is_known(charset: str | None) -> bool:
    """Whether a name is that of an encoding of Chinese text."""
    return (charset or "").lower() in _DECLARED


def _strict(data: bytes, name: str, path: str | None) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            t(
                "begins with the mark of {name}, but the byte at offset {start} is not valid in it",
                name=name,
                start=error.start,
            ),
            t("The file is damaged. {save_as}", save_as=_SAVE_AS),
            path,
        ) from None
    return _not_binary(text, path)


def _not_binary(text: str, path: str | None) -> str:
    """`text` itself, unless so many control characters stand in it that it was never text."""
    found = len(_CONTROLS.findall(text, 0, 100_000))
    if found > 3 and found > len(text[:100_000]) // 100:
        raise _binary(path)
    return text


def _binary(path: str | None) -> UnreadableError:
    return UnreadableError(
        "is not text: it holds the control bytes of a binary file of no known format",
        "Give the document as text, Markdown, HTML or Word (.docx)",
        path,
    )


def _utf_16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark, in the byte order in which more of it is Chinese or plain Latin text; None for none."""
    best = (0.0, "", "")
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        best = max(best, (_utf_16_plausible(text), text, name))
    return (best[1], best[2]) if best[0] >= 0.6 else None


def _utf_16_plausible(text: str) -> float:
    """The share of characters that Chinese text is made of; 0 with a control character in it."""
    sample = text[:_SAMPLE]
    if not sample or _CONTROLS.search(sample):
        return 0.0
    frequent = _frequent()
    good = sum(1.0 if c < "\x7f" or c in frequent else 0.6 if _is_mark(c) else 0.5 * _is_hanzi(c) for c in sample)
    return good / len(sample)


def _legacy(data: bytes, path: str | None, declared: str | None, failed_at: int) -> tuple[str, str]:
    readings: list[tuple[float, str, str]] = []
    damaged = [("UTF-8", failed_at)] if _damaged_utf_8(data) else []
    named = _DECLARED.get((declared or "").strip().lower())
    for family, label, names in _FAMILIES:
        try:
            text, name = _first_valid(data, names)
        except UnicodeDecodeError as error:
            if label and error.start > _ENOUGH and plausible(data[: error.start].decode(error.encoding)) > _SURE:
                damaged.append((label, error.start))
            continue
        share = plausible(text) + (0.25 if family == named else 0.0)
        # Any pair of bytes is some character of UTF-16, so its characters must nearly all be frequent ones.
        readings.append((share if label or share > _SURE else 0.0, name, text))
    best = max(readings, key=lambda reading: reading[0], default=(0.0, "", ""))
    if best[0] >= (_SURE if damaged else _LEAST):
        return _not_binary(best[2], path), best[1]
    if damaged:
        label, offset = damaged[0]
        raise UnreadableError(
            t("is {label} text with damaged bytes, the first at offset {offset}", label=label, offset=offset),
            t("Fetch the file again, or mend that place. {save_as}", save_as=_SAVE_AS),
            path,
        )
    raise UnreadableError(
        t(
            "can't be decoded: it is not Chinese text in UTF-8, UTF-16, GB18030 or Big5 "
            "(not valid in UTF-8 from offset {failed_at} on)",
            failed_at=failed_at,
        ),
        _SAVE_AS,
        path,
    )


def _first_valid(data: bytes, names: tuple[str, ...]) -> tuple[str, str]:
    """The reading of the first codec that accepts all bytes.

    Python's `big5` reads a few marks (～, ￥) as others than Windows wrote; where the two differ, `cp950`
    is right.
    """
    failure: UnicodeDecodeError | None = None
    for name in names:
        try:
            text = data.decode(name)
            if name == "big5" and text != data.decode("cp950"):
                continue
        except UnicodeDecodeError as error:
            failure = max(failure or error, error, key=lambda e: e.start)
        else:
            return text, name
    assert failure is not None
    raise failure


def _damaged_utf_8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for few of them: many whole sequences of three, few bytes that fit
    nowhere.
    """
    sample = data[:200_000]
    whole = len(_HANZI_IN_UTF_8.findall(sample))
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    return whole >= 4 and whole >= 4 * bad


def plausible(text: str) -> float:
    """How much like Chinese text the characters beyond ASCII are, from 0 to 1.

    A frequent character counts most, then Chinese punctuation, then a character of GB 2312's first level; a
    rare one counts nothing, and a private-use one counts against.
    """
    frequent = _frequent()
    total = good = 0.0
    for c in text[: _SAMPLE * 4]:
        if c < "\x80":
            continue
        total += 1
        if c in frequent:
            good += 1
        elif _is_mark(c):
            good += 0.7
        elif "\ue000" <= c <= "\uf8ff":
            good -= 0.5
        elif _is_common(c):
            good += 0.6
        if total >= _SAMPLE:
            break
    return max(0.0, good / total) if total else 1.0


def _is_mark(c: str) -> bool:
    return c in "·—‘’“”…　、。〈〉《》「」『』【】〔〕（），：；！？．～％"


def _is_hanzi(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


def _is_common(c: str) -> bool:
    """Whether `c` is of the 3,755 characters of GB 2312, level 1 (rows 16 to 55)."""
    try:
        code = c.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


@cache
def _frequent() -> frozenset[str]:
    data = load("reading/encodings")
    return frozenset(data["simplified"] + data["traditional"])

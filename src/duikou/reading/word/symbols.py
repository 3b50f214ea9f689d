"""Characters that Word keeps as codes of a symbol font, or as a field that lays one character over another.

What holds here: a code is turned into the character that is shown (data/reading/word.toml), or is kept as a
private-use character, so that cleaning can name it; it is never dropped.
"""

from __future__ import annotations

from duikou import data
from duikou.notation.patterns import pattern
from duikou.reading.word.xml import Element, attr, child

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_OVER = "\\o"
_DIGITS = 2
_SHIFTED = pattern(r"(?:\\\w++\s*+(?:\d++\s*+)?)++\(")


def font(run: Element) -> str | None:
    """The font that a run names for itself."""
    return attr(child(run, "w:rPr", "w:rFonts"), "ascii")


def symbols(text: str, font: str | None) -> str:
    """A text with the private-use codes of a symbol font turned into what they show."""
    if font is None or not any("\uf020" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(symbol(f"{ord(c):x}", font) if "\uf020" <= c <= "\uf0ff" else c for c in text)


def raised(text: str, run: Element) -> str:
    """A power in its own characters: the 4 of 10⁴ is no further digit of 10."""
    if attr(child(run, "w:rPr", "w:vertAlign"), "val") != "superscript":
        return text
    return text.translate(_RAISED) if text.strip("+-−").isdecimal() else text


def symbol(code: str | None, font: str | None) -> str:
    """The character that a symbol font shows for a code; a code not known stays a private-use character."""
    try:
        value = int(code or "", 16)
    except ValueError:
        return ""
    if not 0x20 <= value <= 0xFFFD or 0xD800 <= value <= 0xDFFF:
        return ""
    table = data.load("reading/word")["symbols"].get((font or "").lower())
    if table is None or not (value < 0x100 or 0xF020 <= value <= 0xF0FF):
        return chr(value)
    shown = table.get(f"{value & 0xFF:02X}")
    return str(shown) if shown else chr(0xF000 | value & 0xFF)


def overlaid(code: str) -> str:
    r"""What an EQ field with \o shows: `eq \o\ac(○,1)` is ①, `eq \o\ad(\s\up 9(pīn),拼)` is 拼."""
    code = code.strip()
    lower = code.lower()
    over = lower.find(_OVER)
    begin = code.find("(", over)
    if not lower.startswith("eq") or lower[2:3].isalnum() or over < 0 or begin < 0 or not code.endswith(")"):
        return ""
    frame, _, inner = code[begin + 1 : -1].rpartition(",")
    inner = inner.strip()
    if inner.startswith("\\") and inner.endswith(")") and (shift := _SHIFTED.match(inner)):
        inner = inner[shift.end() : -1]
    circled = data.load("reading/word")["numbers"]["decimalEnclosedCircle"]
    if "○" in frame and len(inner) <= _DIGITS and inner.isdecimal() and 0 < int(inner) <= len(circled):
        return str(circled[int(inner) - 1])
    return inner

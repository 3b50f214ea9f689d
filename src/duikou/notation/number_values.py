"""What a numeral of any size and form is worth, read whole or not at all.

What holds here: `value` reads 二千五百, 一百九十万零三千九百七十一, 3万5千, 叁佰万, 三点五亿 and 1,000.5, and an
estimate as its lowest and highest value (两三 is 2 to 3, 十七八 17 to 18, 三四十 30 to 40, 几十 20 to 90, 十几 11 to
19). What may be read in two ways (一百二, 三万五, 一二三) is not read. Where a numeral begins and ends in a text is
found in `number_forms`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from duikou.notation.numerals import CAPITALS, COUNTING, DIGITS, UNITS, number
from duikou.notation.patterns import pattern

SCALES = {"万": 10_000, "亿": 100_000_000}
# Capital and traditional forms, and what each is in plain ones (GB/T 15835-2011; 票据法 has the capitals).
_FORMAL = dict(zip(CAPITALS, COUNTING, strict=True)) | dict(
    zip("貳弍參弎陸佰仟萬億兩", "二二三三六百千万亿两", strict=True)
)
# Of these, those that stand for one figure each; and those for ten, a scale or a pair.
FORMAL_DIGITS = "".join(sign for sign, plain in _FORMAL.items() if plain in COUNTING[:-1])
FORMAL_UNITS = "".join(sign for sign in _FORMAL if sign not in FORMAL_DIGITS)
_TO_PLAIN = str.maketrans({**_FORMAL, "，": ",", " ": None})
_OLD_TENS = {"廿": "二十", "卅": "三十"}
# A few, and which digits that may be.
FEW = "几数"
_FEWEST, _MOST = 2, 9

# Figures, in groups of three or not; no longer than any number is, as a run of them is looked through once.
ARABIC = (
    r"(?:(?<!\d)\d{1,3}(?:[,，]\d{3}){1,6}(?![\d,，]\d)|(?<!\d)[1-9]\d{0,2}(?: \d{3}){1,5}(?!\d)|\d{1,18})"
    r"(?:\.\d{1,12})?"
)
_TOKEN = pattern(rf"(?P<arabic>{ARABIC})|(?P<sign>.)")
_ARABIC = pattern(ARABIC)


class Value(NamedTuple):
    """What a numeral is worth: `low` and `high` are one for an exact number, apart for an estimate (三五)."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether it is one number and no estimate."""
        return self.low == self.high


class _Token(NamedTuple):
    """A piece of a numeral: `what` is arabic, digit, few, zero, unit or scale."""

    what: str
    value: Decimal


def value(text: str) -> Value | None:
    """The value of a whole numeral; None for what is none, and for what may be read in two ways. `text` has no white
    space and no unit of measure."""
    text = plain(text)
    negative = text[:1] in ("-", "－", "−", "负")
    text = text[1:] if negative or text[:1] == "+" else text
    found = _unsigned(text)
    return Value(-found.high, -found.low) if found and negative else found


def plain(text: str) -> str:
    """A numeral in plain forms: 叁佰万 is 三百万, 廿二 is 二十二."""
    text = text.translate(_TO_PLAIN)
    for old, new in _OLD_TENS.items():
        text = text.replace(old, new)
    return text


def _unsigned(text: str) -> Value | None:
    if not text:
        return None
    if _ARABIC.fullmatch(text):
        exact = Decimal(text.replace(",", ""))
        return Value(exact, exact)
    if "点" in text:
        return _decimal(text)
    tokens = _tokens(text)
    if tokens is None:
        return None
    if len(tokens) > 1 and all(token.what in ("digit", "zero") for token in tokens):
        return _digits(tokens)
    readings = _readings(tokens)
    if readings is None:
        return None
    values = [_whole(each) for each in readings]
    if any(v is None for v in values):
        return None
    return Value(values[0], values[-1])  # type: ignore[arg-type]  # none is None, as seen above


def _decimal(text: str) -> Value | None:
    """三点五亿: digits behind 点, then perhaps a scale."""
    whole, _, rest = text.partition("点")
    digits = rest.rstrip("十百千万亿")
    left = _unsigned(whole)
    scale = _whole([_Token("digit", Decimal(1)), *(_tokens(rest[len(digits) :]) or [])])
    if left is None or not left.exact or scale is None or not digits or any(c not in DIGITS for c in digits):
        return None
    exact = (left.low + Decimal("0." + "".join(str(DIGITS[c]) for c in digits))) * scale
    return Value(exact, exact)


def _digits(tokens: list[_Token]) -> Value | None:
    """Digits without a unit between them: 一二〇 is 120, 两三 an estimate, 一二三 neither for sure."""
    digits = [int(token.value) for token in tokens]
    if 0 in digits[1:] and digits[0]:
        exact = Decimal("".join(map(str, digits)))
        return Value(exact, exact)
    return Value(Decimal(digits[0]), Decimal(digits[1])) if len(digits) == 2 and _is_pair(*digits) else None


def _is_pair(low: int, high: int) -> bool:
    """Whether two digits side by side are an estimate: 七八, 三五."""
    return 0 < low < high and (high == low + 1 or (low, high) == (3, 5))


def _tokens(text: str) -> list[_Token] | None:
    found = []
    for match in _TOKEN.finditer(text):
        char = match["sign"]
        if match["arabic"]:
            found.append(_Token("arabic", Decimal(match["arabic"].replace(",", ""))))
        elif char in DIGITS:
            found.append(_Token("digit" if DIGITS[char] else "zero", Decimal(DIGITS[char])))
        elif char in FEW:
            found.append(_Token("few", Decimal(0)))
        elif char in UNITS:
            found.append(_Token("unit", Decimal(UNITS[char])))
        elif char in SCALES:
            found.append(_Token("scale", Decimal(SCALES[char])))
        else:
            return None
    return found


def _readings(tokens: list[_Token]) -> list[list[_Token]] | None:
    """The numerals that an estimate may be, lowest and highest; an exact number is the only one. None where digits
    stand side by side and are no estimate."""
    few = [i for i, token in enumerate(tokens) if token.what == "few"]
    pairs = [i for i in range(len(tokens) - 1) if tokens[i].what == tokens[i + 1].what == "digit"]
    if not few and not pairs:
        return [tokens]
    if len(few) + len(pairs) > 1 or len(tokens) == 1:
        return None
    if few:
        at = few[0]
        closes = at == len(tokens) - 1  # 十几
        if (at and tokens[at - 1].what == "digit") or (closes and tokens[at - 1].value != UNITS["十"]):
            return None
        return [
            [*tokens[:at], _Token("digit", Decimal(digit)), *tokens[at + 1 :]]
            for digit in (1 if closes else _FEWEST, _MOST)
        ]
    at = pairs[0]
    if not _is_pair(int(tokens[at].value), int(tokens[at + 1].value)):
        return None
    return [[*tokens[:at], tokens[kept], *tokens[at + 2 :]] for kept in (at, at + 1)]


def _whole(tokens: list[_Token], scale: int = SCALES["亿"], above: int = 0) -> Decimal | None:
    """The value of a numeral of which `scale` is the highest scale that it may have: what stands before the scale is
    so many of it, what stands behind is less than one. `above` is the scale right before it, 0 where there is none."""
    at = max((i for i, token in enumerate(tokens) if token.value == scale and token.what == "scale"), default=None)
    lower = SCALES["万"] if scale == SCALES["亿"] else 0
    if at is None:
        return _whole(tokens, lower, above) if lower else _section(tokens, above)
    # 三万亿: of 亿 there may be so many 万.
    many = _whole(tokens[:at], lower, above) if lower else _section(tokens[:at], above)
    if not many:
        return None
    rest = tokens[at + 1 :]
    if not rest:
        return many * scale
    less = _whole(rest, lower, scale) if lower else _section(rest, scale)
    return many * scale + less if less is not None and less < scale else None


def _section(tokens: list[_Token], above: int) -> Decimal | None:
    """The value of a numeral below 万, such as 三千零五; `above` is the scale that stands right before it."""
    total, last = Decimal(0), Decimal(0)
    many: Decimal | None = None
    zero = False
    for i, (what, amount) in enumerate(tokens):
        if what == "scale" or (many is not None and what != "unit"):
            return None
        if what == "zero":
            zero = True
            many = Decimal(0) if len(tokens) == 1 and not above else None
        elif what == "unit":
            implied = many is None and (i == 0 or zero or amount == UNITS["十"])
            if (last and amount >= last) or (many is None and not implied) or many == 0:
                return None
            total += (Decimal(1) if many is None else many) * amount
            last, many, zero = amount, None, False
        else:
            many = amount
    if many is None:
        return total if last and not zero else None
    higher = last or Decimal(above)
    if higher and many >= higher:
        return None
    # 一百二 is 120 to some and 102 to others.
    if higher > UNITS["十"] and many < UNITS["十"] and not zero:
        return None
    return total + many


def is_numeral(text: str) -> bool:
    """Whether `text` is one number that can be read, of any form."""
    return bool(text.strip()) and (value(text) is not None or number(text) is not None)

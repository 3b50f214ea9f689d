"""Symbols that a Founder system's font gives as hanzi are put right, and hanzi stay."""

from __future__ import annotations

import pytest

from duikou.reading.pdf.symbol_fonts import as_symbol, put_right

HANZI, MARKS = "ABCDEF+FZSSK--GBK1-0", "ABCDEG+EU-BZ"


def read(pieces: list[tuple[str, str]]) -> str:
    """The text of pieces, each a text object in the font that it names."""
    text = "".join(piece for piece, _ in pieces)
    objects = [at for at, (piece, _) in enumerate(pieces, 1) for _ in piece]
    codes = put_right(list(map(ord, text)), objects, lambda i: pieces[objects[i] - 1][1])
    return "".join(map(chr, codes))


@pytest.mark.parametrize(
    ("hanzi", "symbol"),
    list(zip("袁遥尧院曰叶曳渊冤员圆园要郧郾", "，。、：；《》（）１２０—Ｇ.", strict=True)),
)
def test_a_hanzi_of_such_a_font_is_a_symbol(hanzi: str, symbol: str) -> None:
    assert as_symbol(hanzi) == symbol


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (
            [("到", HANZI), ("圆园圆缘", MARKS), ("年", HANZI), ("袁", MARKS), ("建成", HANZI), ("遥", MARKS)],
            "到２０２５年，建成。",
        ),
        (
            [("责任单位", HANZI), ("院", MARKS), ("省科学院", HANZI), ("尧", MARKS), ("市政府", HANZI)],
            "责任单位：省科学院、市政府",
        ),
        ([("袁某遥控", HANZI)], "袁某遥控"),
        ([("袁某遥控", MARKS)], "袁某遥控"),  # 某 is no symbol: a font of hanzi, whatever its name
        ([("a, b", MARKS), ("遥控", HANZI)], "a, b遥控"),
    ],
)
def test_only_fonts_of_symbols_are_put_right(pieces: list[tuple[str, str]], whole: str) -> None:
    assert read(pieces) == whole


@pytest.mark.parametrize("char", ["a", "，", "\ufffd", "𠀀", "某"])
def test_what_is_no_such_hanzi_stands_for_nothing(char: str) -> None:
    assert as_symbol(char) is None

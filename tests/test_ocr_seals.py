"""Scans: what lies under a seal, the number behind the dots of a table of contents, digits of which there is doubt."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw
from test_ocr import (
    A4,
    EM,
    NEEDS_FONT,
    NEEDS_RAPIDOCR,
    NEEDS_TESSERACT,
    WITH_ENGINE,
    Fake,
    bar_pieces,
    bars,
    drawn,
    encoded,
    font,
)

from duikou.reading import ocr
from duikou.reading.ocr import leaders, onepage, page_pictures, prepare, rapid, seals
from duikou.reading.ocr.text_boxes import TextBox
from duikou.reading.options import Options

RED = (226, 58, 60)


def star(pen: Any, x: float, y: float, reach: float) -> None:
    points = []
    for k in range(10):
        far = reach if k % 2 == 0 else reach * 0.4
        angle = math.pi * (k / 5 - 0.5)
        points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    pen.polygon(points, fill=RED)


def sealed(sheet: Image.Image, x: float, y: float, reach: float = 180, dense: float = 0.98) -> Image.Image:
    """A seal of one colour over a page, through which the print shines by a few levels."""
    over = sheet.copy()
    pen = ImageDraw.Draw(over)
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=RED, width=8)
    star(pen, x, y, reach / 3)
    return Image.blend(sheet, over, dense)


def test_print_shines_through_a_seal_of_one_colour() -> None:
    sheet = bars(mode="RGB")
    stamped = sealed(sheet, 700, 560)
    assert ImageChops.difference(prepare.ready(stamped).grey, prepare.ready(sheet).grey).histogram()[
        200:
    ] == pytest.approx([0] * 56, abs=200)


def test_a_seal_of_many_reds_hides_what_it_hides() -> None:
    green = Image.linear_gradient("L")
    assert seals.print_under(green, Image.new("L", green.size, 255)) is None


def test_lines_under_a_seal_are_told_with_their_place() -> None:
    sheet = sealed(bars(mode="RGB"), 700, 560, 60)
    done = onepage.read_picture(page_pictures.PagePicture(1, sheet, 200), Fake(lambda picture, strip: bar_pieces()), 60)
    told = [remark for remark in done.remarks if remark.rule == "ocr-seal"]
    assert {done.lines.index(line) for line in done.lines for remark in told if remark.box == line.box} == {3}
    plain = onepage.read_picture(
        page_pictures.PagePicture(1, bars(), 200), Fake(lambda picture, strip: bar_pieces()), 60
    )
    assert plain.remarks == ()


@NEEDS_FONT
@WITH_ENGINE
def test_a_date_under_a_seal_is_read_or_told(engine: str) -> None:
    sheet = sealed(drawn(mode="RGB"), 700, 560 + 22)
    source = ocr.read_image(encoded(sheet, dpi=(200, 200)), None, Options(ocr=engine))
    told = [caution for caution in source.cautions if caution.rule == "ocr-seal"]
    assert told
    for caution in told:
        assert caution.place is not None
        assert source.text[caution.place.start : caution.place.end] == caution.text


@NEEDS_FONT
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("rapidocr", marks=NEEDS_RAPIDOCR),
        pytest.param(
            "tesseract",
            marks=[
                NEEDS_TESSERACT,
                pytest.mark.xfail(strict=True, reason="tesseract leaves out most lines of a page of dots"),
            ],
        ),
    ],
)
@pytest.mark.parametrize("dots", ["…", "."])
def test_the_number_behind_dots_is_read(engine: str, dots: str) -> None:
    sheet = Image.new("L", A4, 255)
    pen = ImageDraw.Draw(sheet)
    entries = [("一、发展基础", "1"), ("二、主要任务", "4"), ("三、组织实施", "17")]
    for i, (entry, number) in enumerate(entries):
        pen.text((220, 400 + 80 * i), entry + dots * (24 if dots == "…" else 60), fill=0, font=font())
        pen.text((1380, 400 + 80 * i), number, fill=0, font=font())
    source = ocr.read_image(encoded(sheet, dpi=(200, 200)), None, Options(ocr=engine))
    lines = source.text.split("\n")
    assert ["".join(c for c in line if c.isdigit()) for line in lines] == [number for _, number in entries]


@pytest.mark.parametrize(
    ("read", "number"), [("12", "12"), ("l", "1"), ("…3", "3"), ("— 5 —", "5"), ("总体", ""), ("", ""), ("O2l", "021")]
)
def test_what_stands_behind_dots_is_a_number_or_nothing(read: str, number: str) -> None:
    grey = Image.new("L", (1400, 60), 255)
    pen = ImageDraw.Draw(grey)
    pen.rectangle((10, 5, 300, 50), fill=0)
    pen.rectangle((1350, 5, 1370, 50), fill=0)
    piece = TextBox("总体要求……", (0.0, 0.0, 1400.0, 60.0), 0.9)
    parts = leaders.parted(piece, [piece], grey, EM, lambda box: TextBox(read, box, 0.9))
    assert [part.text for part in parts] == (["总体要求", number] if number else ["总体要求……"])


class Words:
    def __init__(self, confs: list[float]) -> None:
        self.confs = confs


def test_a_number_with_a_doubtful_digit_is_doubtful_as_a_whole() -> None:
    text = "投资1,250万元"
    sure = [0.99] * len(text)
    assert rapid.doubts(text, [Words(sure)]) == ()
    sure[5] = 0.7
    assert rapid.doubts(text, [Words(sure)]) == ((2, 7),)
    sure[0] = 0.7  # a hanzi is surer of itself than a digit at the same figure
    assert rapid.doubts(text, [Words(sure)]) == ((2, 7),)
    assert rapid.doubts(text, []) == ()

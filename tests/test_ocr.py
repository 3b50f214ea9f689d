"""Reading scans. The pages are drawn here. What needs an engine, or a font with hanzi, is skipped by name."""

from __future__ import annotations

import difflib
import io
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builders_ofd import document, element, ofd, page
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import duikou
from duikou.errors import UnreadableError, UsageError, install_command
from duikou.reading import ocr, read
from duikou.reading.ocr import onepage, page_pictures, prepare, rapid, residue, rows, tesseract
from duikou.reading.ocr.ghosts import Word, without_ghosts
from duikou.reading.ocr.pagenumber import is_page_number
from duikou.reading.ocr.text_boxes import SlowPage, TextBox
from duikou.reading.ofd.reader import read_ofd
from duikou.reading.options import Limits, Options
from duikou.reading.pdf import scans

A4 = (1654, 2339)  # dots, 200 to an inch
EM = 44  # dots: 16 points


def font(size: int = EM) -> Any:
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "simsun.ttc", "Songti.ttc"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


NEEDS_FONT = pytest.mark.skipif(font() is None, reason="needs a font with hanzi (fonts-noto-cjk)")
NEEDS_TESSERACT = pytest.mark.skipif(not tesseract.available(), reason="needs tesseract with chi_sim")
NEEDS_RAPIDOCR = pytest.mark.skipif(not rapid.available(), reason="needs rapidocr and onnxruntime")
WITH_ENGINE = pytest.mark.parametrize(
    "engine",
    [pytest.param("tesseract", marks=NEEDS_TESSERACT), pytest.param("rapidocr", marks=NEEDS_RAPIDOCR)],
)

PLAN = (
    "　　一、总体要求",
    "　　坚持合作共赢、优势互补，推动两地在产业发展、科技创新",
    "和人才交流等方面开展深度合作，形成一批可复制推广的经验。",
    "到二〇二五年，合作机制更加完善，重点项目取得实效。",
    "　　二、重点任务",
    "　　支持双方企业共同建设产业园区，完善道路、供水等设施，",
    "吸引更多投资。鼓励高等学校和科研机构联合培养人才。",
)


def paper(mode: str = "L", size: tuple[int, int] = A4) -> Image.Image:
    return Image.new(mode, size, 255 if mode == "L" else (255, 255, 255))


def drawn(lines: tuple[str, ...] = PLAN, mode: str = "L", top: int = 400, step: int = 80) -> Image.Image:
    sheet = paper(mode)
    pen = ImageDraw.Draw(sheet)
    for i, line in enumerate(lines):
        indent = len(line) - len(line.lstrip("　"))
        pen.text(
            (220 + indent * EM, top + i * step), line.strip("　"), fill=0 if mode == "L" else (0, 0, 0), font=font()
        )
    return sheet


def bars(count: int = 12, mode: str = "L") -> Image.Image:
    """A page with bars where lines of text would be, cut into blocks as hanzi are."""
    sheet = paper(mode)
    pen = ImageDraw.Draw(sheet)
    for i in range(count):
        for k in range(26):
            left, top = 220 + k * EM, 300 + i * 80
            pen.rectangle((left + 4, top, left + 34, top + 6), fill=0 if mode == "L" else (0, 0, 0))
            pen.rectangle((left + 16, top + 6, left + 22, top + 36), fill=0 if mode == "L" else (0, 0, 0))
    return sheet


def bar_pieces(count: int = 12, without: tuple[int, ...] = ()) -> list[TextBox]:
    return [
        TextBox("合" * 26, (220.0, 298.0 + i * 80, 220.0 + 26 * EM, 340.0 + i * 80), 0.99)
        for i in range(count)
        if i not in without
    ]


def encoded(*pages: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    stream = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(stream, kind, **more, **how)
    return stream.getvalue()


class Fake:
    """An engine that says what it is told to: a function (picture, strip) -> pieces."""

    UNSURE, DPI, PARALLEL = 0.8, 200, False

    def __init__(self, answer: Callable[[Any, bool], list[TextBox]], parallel: bool = False) -> None:
        self.answer, self.asked, self.PARALLEL = answer, [], parallel

    def read(self, picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[TextBox]:
        self.asked.append((picture.size, strip))
        return self.answer(picture, strip)


def one_line(text: str, score: float = 0.99) -> Callable[[Any, bool], list[TextBox]]:
    return lambda picture, strip: [TextBox(text, (220.0, 300.0, 220.0 + EM * len(text), 340.0), score)]


def use(monkeypatch: pytest.MonkeyPatch, engine: Fake) -> Fake:
    monkeypatch.setattr(ocr, "engine_named", lambda choice, path=None: engine)
    monkeypatch.setattr(ocr, "available", lambda: ("rapidocr",))
    return engine


# Pictures


def test_the_frames_of_a_tiff_are_pages() -> None:
    data = encoded(bars(3), bars(4), kind="TIFF", dpi=(200, 200))
    count, frames = page_pictures.of_image(data)
    found = list(frames)
    assert count == 2
    assert [(s.page, s.dpi, s.picture.size, s.problem) for s in found] == [(1, 200, A4, ""), (2, 200, A4, "")]


KINDS = ["PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_opened(kind: str) -> None:
    _, frames = page_pictures.of_image(encoded(bars(2, "RGB"), kind=kind))
    assert next(frames).picture.size == A4


# (picture, mode after) of what is not simply grey or red, green and blue
MODES = [
    (paper("L").convert("1"), "L"),
    (Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "RGB"),
    (Image.new("LA", (50, 50), (0, 0)), "RGB"),
    (paper("RGB", (50, 50)).convert("P"), "RGB"),
    (Image.new("I;16", (50, 50), 65535), "L"),
]


@pytest.mark.parametrize(("picture", "mode"), MODES)
def test_paper_is_white_whatever_the_picture_is_made_of(picture: Image.Image, mode: str) -> None:
    _, frames = page_pictures.of_image(encoded(picture, kind="PNG"))
    got = next(frames).picture
    assert got.mode == mode
    assert got.convert("L").getextrema()[0] >= 254


# (size, dots an inch that the file says, dots an inch taken)
RESOLUTIONS = [
    ((1654, 2339), (300, 300), 300),
    ((1654, 2339), None, 200),
    ((2339, 1654), None, 200),
    ((2480, 3508), (72, 72), 300),
    ((2480, 3508), (96, 96), 300),
    ((1654, 2339), (5, 5), 200),
]


@pytest.mark.parametrize(("size", "told", "taken"), RESOLUTIONS)
def test_the_dots_of_an_inch(size: tuple[int, int], told: tuple[int, int] | None, taken: int) -> None:
    _, frames = page_pictures.of_image(encoded(paper("L", size), **({"dpi": told} if told else {})))
    assert next(frames).dpi == pytest.approx(taken, abs=1)


def test_a_damaged_and_a_huge_picture_give_one_clear_error() -> None:
    data = encoded(bars(3))
    for broken in (data[:400], data[:60], b"\x89PNG\r\n\x1a\n" + b"\x00" * 40):
        with pytest.raises(UnreadableError, match="damaged"):
            list(page_pictures.of_image(broken, "坏.png")[1])
    with pytest.raises(UnreadableError, match=r"4 million dots, and at most 1.*--limit pixels=4"):
        page_pictures.of_image(data, None, Limits(pixels=1))
    with pytest.raises(UnreadableError, match=r"2 pages, and at most 1.*--limit pages=2"):
        page_pictures.of_image(encoded(bars(1), bars(1), kind="TIFF"), None, Limits(pages=1))


def test_a_page_that_is_damaged_among_others_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(lambda picture, strip: [] if strip else bar_pieces(1)))
    sizes = iter([None, UnreadableError("x"), None])

    def check(picture: Any, path: str | None, limits: Limits) -> None:
        error = next(sizes)
        if error:
            raise error

    data = encoded(bars(1), bars(1), kind="TIFF")
    monkeypatch.setattr(page_pictures, "_check", check)
    source = ocr.read_image(data)
    assert [(c.rule, "page 1" in c.message) for c in source.cautions] == [("ocr-page", True)]
    assert [line.page for line in source.lines] == [2]


# Made ready

ANGLES = [-3.0, -1.3, -0.5, 0.0, 0.7, 2.2]


@pytest.mark.parametrize("angle", ANGLES)
def test_a_page_askew_is_turned_straight(angle: float) -> None:
    askew = bars().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    ready = prepare.ready(askew)
    assert ready.skew == pytest.approx(-angle, abs=0.11)
    profile = ready.grey.crop((0, 290, A4[0], 300 + 12 * 80)).resize((1, 970), Image.Resampling.BOX).tobytes()
    assert sum(value > 250 for value in profile) > 300, "the paper between the lines is not clear"


@pytest.mark.parametrize("sheet", [paper(), bars(1)], ids=["empty", "one line"])
def test_a_page_without_lines_is_left_as_it_is(sheet: Image.Image) -> None:
    assert prepare.skew(sheet) == 0.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_laid_the_wrong_way_is_turned_and_told(turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = bars(20)
    mark = (1000, 2200, 1080, 2280)  # tells this way up from the other
    ImageDraw.Draw(sheet).rectangle(mark, fill=0)

    def answer(picture: Any, strip: bool) -> list[TextBox]:
        upright = picture.size == A4 and picture.crop(mark).getextrema()[1] < 128
        return [TextBox(p.text, p.box, 0.99 if upright else 0.2) for p in ([] if strip else bar_pieces(20))]

    engine = use(monkeypatch, Fake(answer))
    source = ocr.read_image(encoded(sheet.rotate(turn, expand=True), dpi=(200, 200)))
    told = [caution.message for caution in source.cautions if caution.rule == "ocr-turned"]
    assert len(told) == (turn != 0)
    assert all("turned before it was read" in message for message in told)
    assert len(source.lines) == 20
    assert not [caution for caution in source.cautions if caution.rule == "ocr-unsure"]
    whole = [size for size, strip in engine.asked if not strip]
    assert whole == [A4] * len(whole)  # a sideways page is never read sideways
    assert len(whole) <= 2


def test_a_page_that_is_hard_to_read_either_way_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(lambda picture, strip: [] if strip else one_line("推进合作", 0.3)(picture, strip)))
    source = ocr.read_image(encoded(bars(20), dpi=(200, 200)))
    assert [caution.rule for caution in source.cautions] == ["ocr-unsure"]


@NEEDS_FONT
@NEEDS_TESSERACT
@pytest.mark.parametrize("turn", [90, 180])
def test_a_scan_laid_the_wrong_way_is_read(turn: int) -> None:
    data = encoded(drawn().rotate(turn, expand=True), dpi=(200, 200))
    source = ocr.read_image(data, None, Options(ocr="tesseract"))
    assert alike("".join(source.text.split()), "".join("".join(PLAN).split())) > 0.97


def test_what_is_red_goes_and_black_under_it_stays() -> None:
    sheet = bars(mode="RGB")
    red = Image.new("RGB", A4, (255, 255, 255))
    ImageDraw.Draw(red).ellipse((600, 500, 900, 800), outline=(205, 32, 36), width=8, fill=(230, 60, 60))
    from PIL import ImageChops

    stamped = ImageChops.multiply(sheet, red)
    ready = prepare.ready(stamped)
    clean = prepare.ready(sheet)
    difference = ImageChops.difference(ready.grey, clean.grey)
    assert difference.getextrema()[1] < 80
    assert ready.red is not None
    assert ready.red.getpixel((750, 505)) < 60
    assert ready.red.getpixel((100, 100)) == 255
    assert clean.red is None


def test_pale_ink_becomes_black_and_grained_paper_white() -> None:
    pale = bars().point(lambda v: 235 if v else 170)
    grey = prepare.ready(pale).grey
    assert grey.getextrema() == (0, 255)
    assert grey.getpixel((10, 10)) == 255


def test_dirt_goes_and_text_stays() -> None:
    sheet = bars()
    dirty = sheet.copy()
    pen = ImageDraw.Draw(dirty)
    for k in range(60):
        pen.ellipse((60 + 25 * k, 1600, 62 + 25 * k, 1602), fill=0)
    assert prepare.without_specks(dirty, 200).tobytes() == sheet.tobytes()


# What an engine left out


def test_a_skipped_line_is_found() -> None:
    (strip,) = residue.strips(bars(), bar_pieces(without=(5,)), EM)
    left, top, right, bottom = strip
    assert left < 240
    assert right > 220 + 25 * EM
    assert 690 <= top <= 710
    assert 730 <= bottom <= 745


def test_nothing_is_missed_where_all_is_read() -> None:
    sheet = bars()
    pen = ImageDraw.Draw(sheet)
    pen.line((220, 1500, 1400, 1500), fill=0, width=4)  # a rule
    pen.ellipse((700, 1700, 1000, 2000), outline=0, width=6)  # a seal
    pen.rectangle((0, 0, 12, A4[1]), fill=0)  # a shadow
    pen.ellipse((500, 1600, 506, 1606), fill=0)  # dirt
    assert residue.strips(sheet, bar_pieces(), EM) == []


def test_a_skipped_line_is_read_again_and_a_doubtful_one_too() -> None:
    def answer(picture: Any, strip: bool) -> list[TextBox]:
        if strip:
            return [TextBox("合" * 26, (0.0, 0.0, 1.0, 1.0), 0.97)]
        pieces = bar_pieces(without=(5,))
        return [TextBox("含" * 26, p.box, 0.4) if i == 2 else p for i, p in enumerate(pieces)]

    engine = Fake(answer)
    done = onepage.read_picture(page_pictures.PagePicture(1, bars(), 200), engine, 60)
    assert [line.text for line in done.lines] == ["合" * 26] * 12
    assert [line.score for line in done.lines] == pytest.approx([0.99, 0.99, 0.97] + [0.99] * 2 + [0.97] + [0.99] * 6)
    assert sum(strip for _, strip in engine.asked) == 2
    assert done.remarks == ()


def test_a_line_that_cannot_be_read_is_told() -> None:
    def answer(picture: Any, strip: bool) -> list[TextBox]:
        return [TextBox("合古", (0.0, 0.0, 1.0, 1.0), 0.3)] if strip else bar_pieces(without=(5,))

    done = onepage.read_picture(page_pictures.PagePicture(3, bars(), 200), Fake(answer), 60)
    assert [(r.rule, r.page) for r in done.remarks] == [("ocr-missing", 3)]
    assert done.remarks[0].box is not None
    assert done.remarks[0].box[1] == pytest.approx(700 * 72 / 200, abs=4)


def test_a_red_head_is_read_and_a_seal_is_not() -> None:
    head = TextBox("某省人民政府文件", (300.0, 200.0, 300 + 8 * 100.0, 300.0), 0.98)
    ring = TextBox("某省政府办公厅", (900.0, 900.0, 900 + 7 * 30.0, 930.0), 0.95)
    sheet = bars(mode="RGB")
    ImageDraw.Draw(sheet).rectangle((300, 200, 1100, 290), fill=(220, 30, 30))

    def answer(picture: Any, strip: bool) -> list[TextBox]:
        return bar_pieces() if picture.size == A4 else [head, ring]

    done = onepage.read_picture(page_pictures.PagePicture(1, sheet, 200), Fake(answer), 60)
    assert done.lines[0].text == "某省人民政府文件"
    assert done.lines[0].size > 2 * done.lines[1].size
    assert len(done.lines) == 13


# Lines


def test_pieces_become_lines_with_box_and_size_in_points() -> None:
    pieces = [
        TextBox("推进产业合作发展，", (220.0, 300.0, 220.0 + 8.5 * EM, 342.0), 0.9),
        TextBox("（一）统筹安排重点项目", (220.0 + 2.5 * EM, 220.0, 220.0 + 13 * EM, 262.0), 0.8),
        TextBox("负责单位", (220.0 + 12 * EM, 301.0, 220.0 + 16 * EM, 341.0), 1.0),
    ]
    first, second = rows.placed(pieces, 4, 200)
    assert (first.text, first.page, first.score) == ("（一）统筹安排重点项目", 4, 0.8)
    assert second.text == "推进产业合作发展，　　　　负责单位"
    assert first.box[0] == pytest.approx((220 + 2 * EM) * 0.36, abs=2)
    assert second.box[2] == pytest.approx((220 + 16 * EM) * 0.36, abs=1)
    assert (first.size, second.size) == (pytest.approx(16, abs=1.2), pytest.approx(16, abs=1.2))


def test_a_line_that_ends_with_a_mark_is_as_wide_as_one_that_does_not() -> None:
    left = 220.0
    full = TextBox("合" * 28, (left, 300.0, left + 28 * EM, 342.0), 0.9)
    marked = TextBox("合" * 27 + "，", (left, 380.0, left + 27.5 * EM, 422.0), 0.9)
    one, two = rows.placed([full, marked], 1, 200)
    assert two.box[2] == pytest.approx(one.box[2], abs=1)


@given(st.permutations(range(9)))
def test_the_order_of_pieces_does_not_matter(order: list[int]) -> None:
    pieces = [
        TextBox(
            f"{row}行{part}列",
            (200.0 + 300 * part, 300.0 + 70 * row + 5 * part, 400.0 + 300 * part, 345.0 + 70 * row),
            1.0,
        )
        for row in range(3)
        for part in range(3)
    ]
    placed = rows.placed([pieces[i] for i in order], 1, 200)
    assert [line.text.replace("　", "") for line in placed] == [f"{r}行0列{r}行1列{r}行2列" for r in range(3)]


# (as it was read, whether it may be a page number)
NUMBERS = [
    ("一7二", True),
    ("— 12 —", True),
    ("-1-", True),
    ("3", True),
    ("二〇二五年", False),
    ("1.共建园区", False),
    ("一", False),
]


@pytest.mark.parametrize(("text", "wanted"), NUMBERS)
def test_a_page_number_is_known_however_it_was_read(text: str, wanted: bool) -> None:
    assert is_page_number(text) is wanted


def test_page_numbers_and_running_heads_of_scans_have_their_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = iter(["一1一", "二2一", "—3—", "一4二"])

    def answer(picture: Any, strip: bool) -> list[TextBox]:
        if strip:
            return []
        read = next(counted)
        body = [TextBox("甲乙丙丁"[int(read[1]) - 1] * 26, p.box, p.score) for p in bar_pieces()]
        number = TextBox(read, (760.0, 2180.0, 860.0, 2210.0), 0.5)
        head = TextBox("某市三年行动方案", (700.0, 150.0, 700 + 8 * 40.0, 190.0), 0.99)
        return [head, *body, number]

    use(monkeypatch, Fake(answer))
    source = ocr.read_image(encoded(*(bars() for _ in range(4)), kind="TIFF", dpi=(200, 200)))
    roles = [(line.role, source.text[line.start : line.end]) for line in source.lines]
    assert [t for role, t in roles if role == "footer"] == ["一1一", "二2一", "—3—", "一4二"]
    assert {t for role, t in roles if role == "header"} == {"某市三年行动方案"}
    assert {t for role, t in roles if role == "text"} == {c * 26 for c in "甲乙丙丁"}
    assert source.cautions == ()


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def tsv(*words: tuple[int, str, int, float]) -> str:
    made = [
        f"5\t1\t1\t1\t{line}\t{i}\t{left}\t100\t{40 * len(text)}\t40\t{conf}\t{text}"
        for i, (line, text, left, conf) in enumerate(words)
    ]
    return HEAD + "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n" + "\n".join(made) + "\n"


# (words, the text of the line)
WORDS = [
    ([(1, "推进", 0, 90.0), (1, "合作", 80, 90.0)], "推进合作"),
    ([(1, "Smart", 0, 90.0), (1, "City", 220, 90.0)], "Smart City"),
    ([(1, "20", 0, 90.0), (1, "25", 80, 90.0), (1, "年", 160, 90.0)], "2025年"),
    ([(1, '"', 0, 90.0), (1, "三", 40, 90.0)], '"三'),
]


@pytest.mark.parametrize(("words", "text"), WORDS)
def test_the_words_of_a_line_are_joined(words: list[tuple[int, str, int, float]], text: str) -> None:
    (piece,) = tesseract.pieces_of(tsv(*words))
    assert piece.text == text


def test_lines_confidence_and_boxes_of_tesseract() -> None:
    first, second = tesseract.pieces_of(tsv((1, "推进", 10, 90.0), (1, "合", 90, 30.0), (2, "作", 10, 50.0)))
    assert (first.text, second.text) == ("推进合", "作")
    assert first.score == pytest.approx(0.7)
    assert first.box == (10.0, 100.0, 130.0, 140.0)
    assert tesseract.pieces_of("") == []


def test_words_that_tesseract_doubts_are_spans_of_the_line() -> None:
    words = [(1, "推进", 0, 90.0), (1, "送选", 80, 12.0), (1, "，", 160, 5.0), (1, "项目", 200, 59.0)]
    (piece,) = tesseract.pieces_of(tsv(*words))
    assert [piece.text[start:end] for start, end in piece.doubts] == ["送选", "项目"]


def side(text: str, left: float, top: float, size: float = 40.0) -> TextBox:
    return TextBox(text, (left, top, left + size * len(text), top + size), 0.95)


LEFT_COLUMN = [
    "推动两市产业合作共建园区",
    "鼓励企业引进先进技术设备",
    "建立联席会议制度研究重大",
    "事项协调解决困难和问题。",
] * 2
RIGHT_COLUMN = [
    "支持高等学校联合培养人才",
    "开展干部互派挂职交流经验",
    "举办展会推介特色产品拓展",
    "销售渠道形成长效机制。",
] * 2


def test_columns_of_a_scan_are_read_one_after_the_other() -> None:
    title = side("两市对口合作方案", 300, 100, 80)
    pieces = [title]
    for k, (left, right) in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)):
        pieces += [side(left, 200, 300 + 60 * k), side(right, 760, 300 + 60 * k)]
    assert [line.text for line in rows.placed(pieces, 1, 200)] == [title.text, *LEFT_COLUMN, *RIGHT_COLUMN]


def test_cells_of_a_scan_are_read_row_by_row() -> None:
    pieces = [
        piece
        for k in range(8)
        for piece in (
            side(f"{k}", 200, 300 + 60 * k),
            side("推进合作", 300, 300 + 60 * k),
            side("省商务厅", 900, 300 + 60 * k),
        )
    ]
    assert [line.text[0] for line in rows.placed(pieces, 1, 200)] == [str(k) for k in range(8)]


def across(gap: int, glued: bool = False) -> str:
    """What tesseract gives for two columns that are `gap` apart: one line for both."""
    made = [HEAD]
    for k, (left, right) in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)):
        start = 12 * 40 + gap
        words = [(c, i * 40, 36) for i, c in enumerate(left)] + [(c, start + i * 40, 36) for i, c in enumerate(right)]
        if glued and k == 2:
            words[11:13] = [(left[11] + right[0], 11 * 40, start + 36 - 11 * 40)]
        made += [
            f"5\t1\t1\t1\t{k}\t{i}\t{200 + x}\t{300 + 60 * k}\t{wide}\t40\t95\t{c}\n"
            for i, (c, x, wide) in enumerate(words)
        ]
    return "".join(made)


@pytest.mark.parametrize("glued", [False, True])
def test_a_line_that_tesseract_reads_across_a_gutter_is_cut(glued: bool) -> None:
    pieces = tesseract.pieces_of(across(80, glued))
    assert [line.text for line in rows.placed(pieces, 1, 200)] == [*LEFT_COLUMN, *RIGHT_COLUMN]


def test_a_line_without_a_gutter_is_not_cut() -> None:
    pieces = tesseract.pieces_of(across(10))
    assert [piece.text for piece in pieces] == [a + b for a, b in zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)]


# (what stands on a line of 14 cells, and whether the character that tesseract doubts goes)
GHOSTS = [
    ("推动两地在土地、人金融和人才上合作", "人", True),
    ("推动两地在土地、人金融和人才上合", "人", False),  # there is room for it
    ("鼓励“互联网二现代”农业发展和合作", "二", False),  # the marks may be half as wide
]


@pytest.mark.parametrize(("text", "doubted", "gone"), GHOSTS)
def test_a_character_goes_where_the_line_has_no_room_for_it(text: str, doubted: str, gone: bool) -> None:
    def words(text: str, wide: float) -> list[Word]:
        step, at = wide / len(text), text.find(doubted)
        return [Word(c, i * step, 0, (i + 1) * step, 40, 0.3 if i == at else 0.95) for i, c in enumerate(text)]

    lines = [*[words("推动两地合作共建产业园区和平台", 600.0)] * 2, words(text, 640.0)]
    read = "".join(word.text for word in without_ghosts(lines)[2])
    assert read == (text.replace(doubted, "", 1) if gone else text)


# Pages


def test_pages_come_in_order_whatever_takes_longer() -> None:
    def answer(picture: Any, strip: bool) -> list[TextBox]:
        ink = sum(picture.histogram()[:128])
        time.sleep(0.2 if ink < 40_000 else 0.0)
        return [TextBox(f"墨{ink}", (220.0, 300.0, 420.0, 340.0), 0.99)]

    engine = Fake(answer, parallel=True)
    made = [page_pictures.PagePicture(i + 1, bars(i % 3 + 1), 200) for i in range(6)]
    told: list[tuple[int, int]] = []
    scanned = ocr._scanned(iter(made), 6, engine, Options(tell=lambda done, count: told.append((done, count))))
    assert [line.page for line in scanned.lines] == [1, 2, 3, 4, 5, 6]
    assert len({line.text for line in scanned.lines}) == 3
    assert told == [(i, 6) for i in range(7)]


def test_pages_are_not_drawn_far_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.os, "cpu_count", lambda: 2)
    made = 0
    gate = threading.Semaphore(0)

    def pages() -> Iterator[page_pictures.PagePicture]:
        nonlocal made
        for i in range(20):
            made += 1
            yield page_pictures.PagePicture(i + 1, bars(1), 200)

    def answer(picture: Any, strip: bool) -> list[TextBox]:
        gate.acquire(timeout=10)
        return [TextBox("甲", (220.0, 300.0, 264.0, 340.0), 0.99)]

    reading = ocr._pages(pages(), 20, Fake(answer, parallel=True), 60)
    for _ in range(100):
        gate.release()
    next(reading)
    assert made <= 4
    assert len(list(reading)) == 19


def failing(error: Exception) -> Fake:
    def answer(picture: Any, strip: bool) -> list[TextBox]:
        if strip:
            return []
        if picture.size[0] < 1000:
            raise error
        return [TextBox("推进合作", (220.0, 300.0, 396.0, 340.0), 0.99)]

    return Fake(answer)


FAILURES = [(SlowPage(), "longer than"), (OSError("broken pipe"), "broken pipe"), (RuntimeError(), "RuntimeError")]


@pytest.mark.parametrize(("error", "said"), FAILURES)
def test_a_page_that_fails_is_named_and_the_rest_goes_on(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, failing(error))
    small = paper("L", (800, 1131))
    data = encoded(bars(1), small, bars(1), kind="TIFF", dpi=(200, 200))
    source = ocr.read_image(data)
    assert [line.page for line in source.lines] == [1, 3]
    (caution,) = source.cautions
    assert caution.rule == "ocr-page"
    assert "page 2" in caution.message
    assert said in caution.message
    with pytest.raises(UnreadableError, match="no page of it could be read"):
        ocr.read_image(encoded(small, dpi=(200, 200)))


def test_what_is_unsure_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(lambda p, s: [] if s else one_line("推进合作", 0.5)(p, s)))
    source = ocr.read_image(encoded(bars(1), bars(1), kind="TIFF"))
    assert source.text == "推进合作\n推进合作"
    assert [(c.rule, c.text, c.place.page, c.place.start) for c in source.cautions if c.place] == [
        ("ocr-unsure", "推进合作", 1, 0),
        ("ocr-unsure", "推进合作", 2, 5),
    ]
    assert "0.50" in source.cautions[0].message


def test_a_doubtful_word_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    left = TextBox(" 推进", (220.0, 300.0, 308.0, 340.0), 0.9)
    right = TextBox("送选项目", (400.0, 300.0, 576.0, 340.0), 0.9, ((0, 2),))
    use(monkeypatch, Fake(lambda picture, strip: [] if strip else [left, right]))
    source = ocr.read_image(encoded(bars(1)))
    (caution,) = source.cautions
    assert (caution.rule, caution.text) == ("ocr-unsure", "送选")
    assert caution.place is not None
    assert source.text[caution.place.start : caution.place.end] == "送选"


def test_a_picture_without_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(lambda picture, strip: []))
    with pytest.raises(UnreadableError, match="no text was found"):
        ocr.read_image(encoded(paper()), "空.png")


# The choice of an engine


def test_engines_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no engine named"):
        Options(ocr="paddle")
    with pytest.raises(UnreadableError, match="is off: leave out --ocr off"):
        ocr.engine_named("off", "a.png")
    monkeypatch.setattr(ocr, "available", lambda: ("tesseract",))
    assert ocr.engine_named("auto") is tesseract
    with pytest.raises(UnreadableError, match="needs rapidocr"):
        ocr.engine_named("rapidocr")
    monkeypatch.setattr(ocr, "available", lambda: ("rapidocr", "tesseract"))
    assert ocr.engine_named("auto") is rapid
    monkeypatch.setattr(ocr, "available", lambda: ())
    with pytest.raises(UnreadableError) as caught:
        ocr.engine_named("auto", "a.png")
    assert install_command("ocr") in caught.value.advice
    assert ocr.missing() == ("rapidocr or tesseract with chi_sim",)


# PDF and OFD


def pictures_pdf(*pages: Image.Image) -> bytes:
    return encoded(*pages, kind="PDF", resolution=200)


def test_pages_of_a_pdf_that_are_pictures_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = use(monkeypatch, Fake(lambda p, strip: [] if strip else one_line("推进合作", 0.6)(p, strip)))
    source = scans.read_pdf(pictures_pdf(bars(), bars(3)), "扫描.pdf")
    assert (source.format, source.pages) == ("pdf", 2)
    assert [(line.page, source.text[line.start : line.end]) for line in source.lines] == [
        (1, "推进合作"),
        (2, "推进合作"),
    ]
    assert [c.rule for c in source.cautions] == ["ocr-unsure", "ocr-unsure"]
    assert [c.place.page for c in source.cautions if c.place] == [1, 2]
    box = source.lines[0].box
    assert box is not None
    assert box[0] == pytest.approx(220 * 0.36, abs=1)
    assert all(size == pytest.approx(A4, abs=2) for size, strip in engine.asked if not strip)


def test_a_page_of_a_pdf_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, failing(OSError("broken pipe")))
    data = encoded(bars(), paper("L", (800, 1131)), kind="PDF", resolution=200)
    source = scans.read_pdf(data)
    assert {c.rule for c in source.cautions} >= {"ocr-page"}
    assert source.text == "推进合作"


def test_without_an_engine_a_scanned_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: ())
    with pytest.raises(UnreadableError) as caught:
        scans.read_pdf(pictures_pdf(bars()), "扫描.pdf")
    assert install_command("ocr") in caught.value.advice
    with pytest.raises(UnreadableError, match="leave out --ocr off"):
        scans.read_pdf(pictures_pdf(bars()), None, Options(ocr="off"))


def picture_ofd(data: bytes) -> bytes:
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    res = element("Res", media + "</ofd:MultiMedias>").replace("<ofd:Res ", '<ofd:Res BaseLoc="Res" ')
    image = '<ofd:ImageObject ID="8" ResourceID="7" Boundary="10 20 190 257" CTM="190 0 0 257 0 0"/>'
    return ofd(
        document(
            [page(image)],
            common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
            parts={"DocumentRes.xml": res, "Res/a.png": data},
        )
    )


def test_a_page_of_an_ofd_that_is_a_picture_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(one_line("推进合作", 0.6)))
    source = read_ofd(picture_ofd(encoded(paper("L", (1496, 2024)))))
    assert source.text == "推进合作"
    box = source.lines[0].box
    assert box is not None
    assert box[0] == pytest.approx((10 + 220 / 200 * 25.4) * 72 / 25.4, abs=2)
    assert [c.rule for c in source.cautions] == ["ocr-unsure"]


def test_a_picture_in_an_ofd_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Fake(one_line("推进合作")))
    with pytest.raises(UnreadableError, match="pictures"):
        read_ofd(picture_ofd(b"no picture"))
    with pytest.raises(UnreadableError, match="pictures"):
        read_ofd(picture_ofd(encoded(bars())), None, Options(ocr="off"))


# The engines themselves


def alike(got: str, wanted: str) -> float:
    def squeezed(text: str) -> str:
        return "".join(text.split())

    return difflib.SequenceMatcher(None, squeezed(got), squeezed(wanted), autojunk=False).ratio()


def stamped(sheet: Image.Image) -> Image.Image:
    from PIL import ImageChops

    seal = paper("RGB")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((600, 450, 920, 770), outline=(205, 32, 36), width=7)
    pen.polygon(
        [
            (
                760 + (60 if k % 2 == 0 else 24) * math.sin(math.pi * k / 5),
                610 - (60 if k % 2 == 0 else 24) * math.cos(math.pi * k / 5),
            )
            for k in range(10)
        ],
        fill=(205, 32, 36),
    )
    return ImageChops.multiply(sheet, seal)


SPOILT: dict[str, Callable[[], Image.Image]] = {
    "as it is": drawn,
    "askew": lambda: drawn().rotate(1.4, Image.Resampling.BICUBIC, fillcolor=255),
    "in black and white": lambda: drawn().convert("1"),
    "under a seal": lambda: stamped(drawn(mode="RGB")),
    "pale": lambda: drawn().point(lambda v: 255 - (255 - v) * 35 // 100),
}


@NEEDS_FONT
@WITH_ENGINE
@pytest.mark.parametrize("name", SPOILT)
def test_a_scan_is_read(name: str, engine: str) -> None:
    source = ocr.read_image(encoded(SPOILT[name](), dpi=(200, 200)), None, Options(ocr=engine))
    wanted = "\n".join(line.strip("　") for line in PLAN)
    assert alike(source.text, wanted) > 0.96
    assert len(source.lines) == len(PLAN)
    assert all(line.size == pytest.approx(16, abs=2) for line in source.lines)
    lefts = [line.box[0] for line in source.lines if line.box]
    assert lefts[1] - lefts[2] == pytest.approx(32, abs=6), "the indent of two characters"


@NEEDS_FONT
@WITH_ENGINE
def test_a_red_head_is_read(engine: str) -> None:
    sheet = drawn(mode="RGB", top=900)
    ImageDraw.Draw(sheet).text((330, 300), "某省人民政府文件", fill=(220, 20, 20), font=font(120))
    source = ocr.read_image(encoded(sheet, dpi=(200, 200)), None, Options(ocr=engine))
    assert source.text.split("\n")[0] == "某省人民政府文件"
    assert len(source.lines) == len(PLAN) + 1


@NEEDS_FONT
@NEEDS_TESSERACT
def test_the_paragraphs_of_a_scan_are_whole() -> None:
    source = ocr.read_image(encoded(drawn(), dpi=(200, 200)), None, Options(ocr="tesseract"))
    got = [p.text for p in duikou.clean(source).paragraphs]
    wanted = ["".join(x.strip("　") for x in part) for part in (PLAN[:1], PLAN[1:4], PLAN[4:5], PLAN[5:])]
    assert len(got) == len(wanted)
    assert all(alike(a, b) > 0.9 for a, b in zip(got, wanted, strict=True))


@NEEDS_FONT
@NEEDS_TESSERACT
def test_a_picture_is_recognised_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: ("tesseract",))
    path = tmp_path / "扫描件.dat"
    path.write_bytes(encoded(drawn(), drawn(PLAN[:2]), kind="TIFF", dpi=(200, 200)))
    source = read(path)
    assert (source.format, source.pages, source.path) == ("image", 2, str(path))
    assert {line.page for line in source.lines} == {1, 2}


@NEEDS_TESSERACT
def test_a_page_that_takes_too_long_is_given_up() -> None:
    done = onepage.read_picture(page_pictures.PagePicture(1, bars(20), 200), SimpleNamespace(**vars(tesseract)), 0.01)  # type: ignore[arg-type]
    assert done.failed
    assert "longer than" in done.remarks[0].message


# The degrader of evaluation/


def test_the_degrader_gives_the_same_scan_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parent.parent / "evaluation"))
    import degrade

    for variant in degrade.VARIANTS.values():
        small = paper("RGB", (300, 420))
        ImageDraw.Draw(small).rectangle((40, 60, 250, 80), fill=(0, 0, 0))
        first, second = (degrade.spoil(small, variant, 7) for _ in range(2))
        assert first.tobytes() == second.tobytes()
        assert first.size == small.size
        assert degrade.as_pdf([first], variant.dpi) == degrade.as_pdf([second], variant.dpi)
    assert "degrade" in sys.modules


@NEEDS_RAPIDOCR
def test_an_engine_keeps_and_tells_nothing(tmp_path: Path) -> None:
    """onnxruntime keeps a device's number and what it will send below the home folder, unless it is told not to."""
    home, scan = tmp_path / "home", tmp_path / "scan.png"
    home.mkdir()
    Image.new("L", (400, 200), "white").save(scan)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    command = [sys.executable, "-m", "duikou", "clean", "--ocr", "rapidocr", str(scan)]
    assert b"no text was found" in subprocess.run(command, env=environment, capture_output=True, check=False).stderr
    assert list(home.rglob("*")) == []

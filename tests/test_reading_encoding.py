"""Encodings are told apart by content; what can't be decoded is one clear error."""

from __future__ import annotations

import pytest

from duikou.errors import UnreadableError
from duikou.reading import read
from duikou.reading.plain.encoding import decode

SIMPLIFIED = "各县（市、区）人民政府，市政府各部门：\n　　为推进节约用水，现就有关事项通知如下。\n一、加强组织领导\n"
TRADITIONAL = (
    "各縣（市、區）人民政府，市政府各部門：\r\n　　為推進節約用水，現就有關事項通知如下。\r\n一、加強組織領導\r\n"
)
SHORT = ["关于防汛工作的通知", "二、保障措施", "加强组织领导。", "到2025年基本建成", "市财政局、市水利局"]


@pytest.mark.parametrize("text", [SIMPLIFIED, "通知\n" + SIMPLIFIED * 3])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_encodings_of_simplified_text(text: str, encoding: str) -> None:
    source = read(text.encode(encoding))
    assert source.text == text
    assert source.encoding == encoding


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "utf-16-le", "gb18030"])
def test_encodings_of_traditional_text(encoding: str) -> None:
    source = read(TRADITIONAL.encode(encoding))
    assert source.text == TRADITIONAL
    assert source.encoding == encoding


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
def test_short_texts(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


def test_big5_with_marks_that_windows_wrote() -> None:
    text = TRADITIONAL + "１～２月"
    source = read(text.encode("cp950"))
    assert source.text == text
    assert source.encoding == "cp950"


def test_rare_characters_and_four_byte_sequences() -> None:
    text = SIMPLIFIED + "镕喆䶮𠮷、\u2002２．５％\ue010\n"
    assert read(text.encode("gb18030")).text == text


def test_a_mark_in_a_str_stays_in_the_text() -> None:
    source = read("\ufeff通知")
    assert source.text == "\ufeff通知"
    assert source.encoding is None


def test_plain_ascii_that_looks_like_utf_16_is_ascii() -> None:
    assert read(b"Bush hid the facts").text == "Bush hid the facts"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SIMPLIFIED.encode()[:12] + b"\xff" + SIMPLIFIED.encode()[12:], "damaged bytes, the first at offset 12"),
        (SIMPLIFIED.encode("gb18030")[:40] + b"\xff" + SIMPLIFIED.encode("gb18030")[40:], "GB18030 text with damaged"),
        (SIMPLIFIED.encode()[:-2], "UTF-8 text with damaged bytes"),
        (b"\xff\xfe\x00\xd8" + "通知".encode("utf-16-le"), "begins with the mark of utf-16"),
        ("R\u00e9sum\u00e9 fran\u00e7ais, d\u00e9j\u00e0 vu \u00e0 No\u00ebl.".encode("latin-1"), "can't be decoded"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x01\x02\x03\x04abc" * 50, "binary"),
    ],
)
def test_undecodable(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data)
    assert said in str(caught.value)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (SIMPLIFIED.encode().decode("latin-1"), "Western"),
        (SIMPLIFIED.encode().decode("cp1252", "ignore"), "Western"),
        (SIMPLIFIED.encode("gb18030").decode("latin-1"), "Western"),
        (SIMPLIFIED.encode().decode("gb18030", "ignore"), "GBK"),
        ("锟斤拷" * 40 + "通知", "gave up"),
        ("\ufffd" * 40 + "通知", "gave up"),
    ],
)
def test_text_that_was_read_in_a_wrong_encoding_before(wrong: str, what: str) -> None:
    with pytest.raises(UnreadableError, match=what):
        read(wrong.encode())
    # A text is never refused, nor is a file that is damaged in part.
    assert [c.rule for c in read(wrong).cautions] == ["mojibake"]
    source = read((SIMPLIFIED * 8 + wrong).encode())
    assert source.text == SIMPLIFIED * 8 + wrong
    assert [what in c.message for c in source.cautions] == [True]


@pytest.mark.parametrize(
    "text", ["René、François 和 Ångström，10°C±5，§3，100×20。", "价格€100—200 ‘引号’ “引号”……", "铜锛与銆字。"]
)
def test_letters_that_are_no_damage(text: str) -> None:
    assert read(text.encode()).cautions == ()


@pytest.mark.parametrize("text", ["通知", "通知\n", "通知、"])
def test_a_few_hanzi_that_are_valid_utf_8_by_chance(text: str) -> None:
    assert decode(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize("text", ["Москва", "Αθήνα", "שלום", "3·15", "±5", "Café", "привет\n"])
def test_letters_of_other_scripts_stay_utf_8(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "utf-8")

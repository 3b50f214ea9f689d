"""The guarantees of cleaning over random texts: reversible, idempotent, nothing lost, spans that lead back."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou.cleaning import RULES, Selection
from duikou.cleaning.paragraphs import wrapping
from duikou.cleaning.paragraphs.rows import rows_of
from duikou.cleaning.rules.registry import Rule
from duikou.model import Cleaned
from duikou.model.edits import make_pass
from duikou.notation.characters import near, width
from duikou.notation.patterns import patterns

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))

PIECES = st.sampled_from(
    [
        *(
            "一、总体要求",
            "（一）强化对接。",
            "(二)",
            "1.",
            "1．",
            "２﹒",
            "11.121人才",
            "第三条",
            "第三十－条",
            "①",
            "——",
            "附件",
            "一是",
        ),
        *(
            "关于印发",
            "实施方案",
            "的通知",
            "国发[2016]62 号",
            "〔2018〕",
            "国务院办公厅",
            "2018年3月17日",
            "(此件公开发布)",
        ),
        *(
            "推进产业合作,加快发展",
            "到2020年,建成1 -2个园区",
            "协调不少于",
            "50 家企业",
            "PPP",
            "5G",
            "http://a.cn/x?y=1,2",
            "方案(2018),终稿.docx",
            "f(甲)=1",
            'The "plan" of 合作 (2017), says it is',
            "8 000套",
            "１，０００",
            "10-20,30-40人",
            "〔2016j62号",
            "2016一2020年",
            "〈四)",
        ),
        *(
            "，",
            "。",
            "；",
            "：",
            "、",
            "”",
            "“",
            '"',
            "'",
            "(",
            ")",
            "《",
            "》",
            "〈",
            "-",
            "—",
            "~",
            "%",
            "％",
            "+",
            "．",
            "﹒",
        ),
        *(
            "— 3 —",
            "－3－",
            "3",
            "第3页",
            "浏览次数：12",
            "打印",
            "【字体：大 中 小】",
            "分享到：",
            "首页 > 政策 > 正文",
            "大",
            "中",
            "小",
        ),
        *(
            "\n",
            "\n\n",
            "\r\n",
            "\f",
            "\u2028",
            "\u3000\u3000",
            " ",
            "    ",
            "\t",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "\ue010",
            "\ud800",
            "\x00",
        ),
        *(
            "# ",
            "**",
            "**发布日期**: ",
            "*文*",
            "[^1]",
            "\n- ",
            "<u>",
            "&nbsp;",
            "<br>",
            "|",
            "---",
            "<!-- ",
            " -->",
            "[文](a.pdf)",
            "\\*",
            "⼯",
            "﹐",
            "㈠",
            "⒉",
            "〇",
            "○",
            "張",
            "𠮷",
        ),
    ]
)
GRAMMAR = st.lists(PIECES, max_size=60).map("".join)
WRAPPED = st.tuples(
    st.lists(st.text("推进产业合作加快发展，。；、到二〇年（）对口", min_size=1, max_size=90), min_size=1, max_size=8),
    st.integers(16, 40),
    st.booleans(),
    st.booleans(),
).map(lambda t: _wrap(*t))
TEXTS = st.one_of(GRAMMAR, WRAPPED, st.text(max_size=200))


def _wrap(paragraphs: list[str], width: int, indented: bool, blank: bool) -> str:
    lines = []
    for paragraph in paragraphs:
        whole = ("　　" if indented else "") + paragraph
        lines += [whole[i : i + width] for i in range(0, len(whole), width)]
        lines += [""] * blank
    return "\n".join(lines)


# Furniture and markup go with their letters; plain forms replace a letter by its plain one.
MAY_CHANGE_LETTERS = {
    *("markdown", "plain-forms", "metadata-table", "front-matter", "page-numbers", "running-heads", "site-chrome"),
    *("misread-year", "misread-range"),
}


def letters(text: str) -> list[str]:
    """The letters, digits and hanzi of a text, in order, in their plain form."""
    return [c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN"]


def check(cleaned: Cleaned) -> None:
    source = cleaned.source.text
    assert cleaned.restore() == source
    assert "\n".join(p.text for p in cleaned.paragraphs) == cleaned.text
    for paragraph in cleaned.paragraphs:
        assert cleaned.text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.text.strip()
        place = paragraph.place
        assert 0 <= place.start <= place.end <= len(source)
        assert 1 <= place.line <= len(cleaned.source.lines)
    replayed = source
    for made in cleaned.log.passes:
        assert all(a.end <= b.start for a, b in zip(made.edits, made.edits[1:], strict=False))
        assert all(replayed[e.start : e.end] == e.old for e in made.edits)
        replayed = made.apply(replayed)
    assert replayed == cleaned.text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_restores_the_source_and_keeps_its_spans(text: str) -> None:
    check(duikou.clean(text))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, unsafe: bool) -> None:
    selection = Selection(unsafe=unsafe)
    once = duikou.clean(text, selection)
    assert duikou.clean(once.text, selection).text == once.text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_only_named_rules_take_or_change_letters(text: str) -> None:
    """Whatever another rule edits has the same letters, digits and hanzi before and after, in their plain form."""
    for made in duikou.clean(text).log.passes:
        for edit in made.edits:
            if edit.rule not in MAY_CHANGE_LETTERS:
                assert letters(edit.old) == letters(edit.new), edit


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_places_of_many_are_the_places_of_each(text: str) -> None:
    cleaned = duikou.clean(text)
    for paragraph in cleaned.paragraphs:
        assert paragraph.place == cleaned.log.place(cleaned.source, paragraph.start, paragraph.end)


SIGNED = [rule for rule in RULES.values() if rule.signs]


@pytest.mark.parametrize("rule", SIGNED, ids=lambda rule: rule.name)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_a_rule_finds_nothing_without_its_signs(rule: Rule, text: str) -> None:
    assert rule.find is not None
    assert list(rule.find(rule.example[0])), "its own example shows that the rule finds something"
    assert re.search(f"[{rule.signs}]", rule.example[0])
    assert not list(rule.find(re.sub(f"[{rule.signs}]", "", text)))


NUMBERS, SIGNS, PRINTED = map(patterns, ("cleaning/numbers", "cleaning/punctuation", "cleaning/printed"))
NEAR = {
    "document-number": (NUMBERS.hao, NUMBERS.doc_number),
    "misread-year": (NUMBERS.hao, NUMBERS.bad_bracket),
    "groups": (NUMBERS.group, NUMBERS.grouped),
    "commas": (NUMBERS.comma_ahead, NUMBERS.commas),
    "chains": (SIGNS.link, SIGNS.chain),
    "ranges": (NUMBERS.dashed, NUMBERS.dashed_range),
    "misread-range": (NUMBERS.yi, NUMBERS.yi_range),
}
DIGITS = st.text(alphabet="012 0,，国号〔〕[](第一二—-~20A个\u3000\n", max_size=40)


@pytest.mark.parametrize("name", NEAR)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS | DIGITS)
def test_a_sign_leads_to_every_line_of_its_form(name: str, text: str) -> None:
    sign, form = NEAR[name]
    text = re.sub("[\r\f\v\x85\u2028\u2029]", "\n", text)
    assert [m.span() for m in near(sign, form, text)] == [m.span() for m in form.finditer(text)]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_letters_among_digits_are_found_by_the_letter(text: str) -> None:
    """Without a letter what is found is a number, which the rule leaves."""
    found = {m.span() for m in near(PRINTED.letter_for_digit, PRINTED.number_with_letters, text)}
    assert all(m.span() in found or m.group().isdigit() for m in PRINTED.number_with_letters.finditer(text))


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
def test_the_corpus_keeps_the_guarantees(path: Path) -> None:
    cleaned = duikou.clean(path)
    check(cleaned)
    assert cleaned.source.text == path.read_bytes().decode(cleaned.source.encoding or "utf-8")
    assert duikou.clean(cleaned.text).text == cleaned.text
    kept = letters(cleaned.text)
    removed = letters("".join(r.text for r in cleaned.removed))
    assert sorted(kept + removed) == sorted(letters(cleaned.source.text))


@pytest.mark.parametrize("rule", SIGNED, ids=lambda rule: rule.name)
def test_hanzi_of_a_class_stand_in_it_one_by_one(rule: Rule) -> None:
    found = re.findall(f"[{rule.signs}]", "".join(map(chr, range(0x4E00, 0xA000))))
    assert set(found) <= set(rule.signs)


@given(text=st.text("推进合作，。a1 \u2013\u0101ｱ𠮷％\t", max_size=20))
def test_a_narrow_character_is_half_as_wide(text: str) -> None:
    narrow = [char for char in text if char <= "\u2013" or "\uff61" <= char <= "\uffdc"]
    assert width(text) == len(text) - len(narrow) / 2


@given(
    text=st.text("甲乙丙", min_size=1, max_size=30),
    changes=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 3), st.text("丁", max_size=3)), max_size=6),
)
def test_positions_go_back_alike_together_and_one_by_one(text: str, changes: list[tuple[int, int, str]]) -> None:
    spans = [(min(start, len(text)), min(start + size, len(text)), new) for start, size, new in changes]
    made = make_pass(text, spans, "rule")
    positions = list(range(len(made.apply(text)) + 1))
    assert made.befores(positions) == [made.before(position) for position in positions]


@given(lengths=st.lists(st.integers(1, 200), min_size=2, max_size=16), mark=st.sampled_from("，。作"))
def test_what_is_told_at_once_to_be_unwrapped_is_found_so(lengths: list[int], mark: str) -> None:
    rows = rows_of("\n".join(("推进合作" * 50)[: length - 1] + mark for length in lengths), None)
    told = wrapping._is_unwrapped(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrapping, "_is_unwrapped", lambda texts: False)
        assert not told or wrapping._wrap_of(rows, [None] * len(rows)) is None


def test_long_paragraphs_tell_at_once_that_a_text_is_not_wrapped() -> None:
    assert wrapping._is_unwrapped(rows_of("\n".join(["推进合作，" * 30] * 3), None))
    assert not wrapping._is_unwrapped(rows_of("\n".join(["推进合作，" * 6] * 3), None))

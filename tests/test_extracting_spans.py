"""Fields of long paragraphs and of other formats: they lead to the source, and cost what the text is long."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import cleaned

import duikou
from duikou.exporting.ledger.record import fields
from duikou.extracting import extract_document
from duikou.extracting.fields.spans import blank
from duikou.model import Extracted
from duikou.outlining import outline

# Each says something of another field; a measure is made of some of them.
CLAUSES = (
    "到2025年，建设3个园区",
    "培育不少于10家企业，产值增长百分之十五",
    "在沈阳、大连、抚顺等市试点",
    "推进沈阳市与无锡市、大连市与常州市结对合作",
    "按照《甲意见》（某政发〔2019〕3号）落实",
    "自2026年起，每年安排资金1,500万元",
    "鼓励企业参与",
)
ITEMS = st.lists(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4), min_size=1, max_size=5)
TAIL = "（牵头单位：省商务厅；责任单位：省财政厅、各市政府）"


def lines(items: list[list[str]]) -> Iterator[str]:
    """A plan with one measure an item."""
    yield "某省行动方案"
    yield "一、重点任务"
    for number, clauses in enumerate(items, 1):
        yield f"{number}.推进工作。{'，'.join(clauses)}。{TAIL}"


def page(items: list[list[str]]) -> bytes:
    """The plan as a web page, every comma half-width, with blanks between hanzi and digits."""
    text = "".join(f"<p>&emsp;&emsp;{line.replace('，', ',').replace('3个', '3 个')}</p>\n" for line in lines(items))
    return f"<html><head><meta charset='utf-8'></head><body><div class='content'>{text}</div></body></html>".encode()


def word(items: list[list[str]]) -> bytes:
    """The plan as Word."""
    made, document = io.BytesIO(), docx.Document()
    for line in lines(items):
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def check(found: Extracted, count: int) -> None:
    """Every field is its span of the clean text, and what stands at its place in the source has the same letters."""
    clean = found.document.cleaned
    assert len(found.measures) == count
    seen: set[str] = set()
    for measure in found.measures:
        for field in fields(measure):
            seen.add(type(field).__name__)
            assert clean.text[field.start : field.end] == field.text != ""
            place = clean.place(field.start, field.end)
            assert letters(clean.source.text[place.start : place.end]) == letters(field.text)
            line = clean.source.lines[place.line - 1]
            assert line.start <= place.start <= line.end
    assert "Unit" in seen


@pytest.mark.parametrize("form", [page, word], ids=["html", "docx"])
@settings(max_examples=25, deadline=None)
@given(items=ITEMS)
def test_every_field_leads_to_its_place(form: Callable[[list[list[str]]], bytes], items: list[list[str]]) -> None:
    check(duikou.extract(form(items)), len(items))


@pytest.mark.parametrize("form", [page, word], ids=["html", "docx"])
def test_all_kinds_of_fields_are_found_in_other_formats(form: Callable[[list[list[str]]], bytes]) -> None:
    (measure,) = duikou.extract(form([list(CLAUSES)])).measures
    assert [d.text for d in measure.deadlines] == ["到2025年", "自2026年起", "每年"]
    assert [q.text for q in measure.quantities] == ["3个", "不少于10家", "百分之十五", "1,500万元"]
    assert [(p.left, p.right) for p in measure.pairs] == [("沈阳市", "无锡市"), ("大连市", "常州市")]
    assert [(c.title, c.doc_number) for c in measure.citations] == [("甲意见", "某政发〔2019〕3号")]
    assert measure.places == ("沈阳市", "大连市", "抚顺市", "无锡市", "常州市")
    assert measure.lead_units == ("省商务厅",)


@given(st.text("甲乙丙", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_blanked_text_keeps_its_length(text: str, spans: list[tuple[int, int]]) -> None:
    cut = [(min(s, len(text)), min(e, len(text))) for s, e in spans if s <= e]
    inside = {at for start, end in cut for at in range(start, end)}
    assert blank(text, cut) == "".join("·" if at in inside else c for at, c in enumerate(text))


LONG = {
    "sentences": lambda n: f"一、任务\n（一）推进。{('。'.join(CLAUSES) + '。') * n}",
    "one sentence": lambda n: f"一、任务\n（一）推进。{('，'.join(CLAUSES) + '，') * n}完成。",
    "places": lambda n: f"一、任务\n（一）推进合作。{'沈阳、大连和市场与' * (10 * n)}。",
    "numerals": lambda n: f"一、任务\n（一）推进。{'一二三十百1234567' * (8 * n)}。",
    "titles": lambda n: f"一、任务\n（一）推进。{'《甲〈乙〉（以下简称《丙》）' * (5 * n)}。",
    "brackets": lambda n: f"一、任务\n（一）推进。{'（市商务局、' * (10 * n)}。",
    "chapters": lambda n: "一、中。\n" * (10 * n),
}


@pytest.mark.parametrize("name", LONG)
def test_twice_the_text_costs_no_more_than_about_twice(name: str) -> None:
    """The cost by character does not grow with the text: a ratio within one run, generous, and tried again, since a
    machine may be busy. A cost that grows as the square would be four times, and a search run wild far more."""
    given_text = LONG[name]

    def taken(size: int) -> float:
        document = outline(cleaned("某省方案", *given_text(size).split("\n")))
        least = []
        for _ in range(2):
            began = time.perf_counter()
            extract_document(document)
            least.append(time.perf_counter() - began)
        return min(least)

    taken(5)
    ratios = []
    for _ in range(4):
        ratios.append(taken(120) / max(taken(30), 0.002))
        if ratios[-1] < 9:
            return
    raise AssertionError(f"four times the text cost {min(ratios):.1f} times as much")

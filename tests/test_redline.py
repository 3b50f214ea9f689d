"""Tracked changes in Word: accepting all gives the new version, rejecting all the old one, and the file is sound."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import document as typed
from builders_compare import plan
from builders_diff import by_hand, compared, replaced
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import SOFFICE, settle
from test_comparing_properties import SENTENCES, versions
from wordchanges import W, body, name, read

import duikou
from duikou.comparing import compare
from duikou.comparing.sifting import sift
from duikou.exporting.changes.redline import DATE, write_docx
from duikou.model import Comparison, Document
from duikou.reading.word.reader import read_docx

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
PAIRS = [
    ("liaoning-jiangsu-2018-web.txt", "liaoning-jiangsu-2018-scan.txt"),
    ("liaoning-strategies-2021-web.txt", "tianjin-changchun-2018-web.txt"),
    ("tianjin-changchun-2018-web.txt", "liaoning-jiangsu-2018-web.txt"),
]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.cleaned.paragraphs]


def unspaced(found: list[str]) -> list[str]:
    """Paragraphs without the space behind 第一条 that they are printed with."""
    return [re.sub(r"^(第[^　]{1,8})　", r"\1", text) for text in found]


def assert_both(comparison: Comparison, data: bytes | None = None) -> None:
    """An empty version may be one empty paragraph: a file can hardly hold fewer."""
    data = write_docx(comparison) if data is None else data
    for accepted, document in ((True, comparison.new), (False, comparison.old)):
        found = unspaced(read(data, accepted))
        assert found == texts(document) or (found == [""] and not texts(document))


@settings(max_examples=400, deadline=None)
@given(versions())
def test_accepting_gives_the_new_version_and_rejecting_the_old(pair: tuple[Document, Document]) -> None:
    assert_both(compare(*pair))


CELLS = st.lists(st.sampled_from(["任务", "责任单位", "2025年", "", "共建园区"]), min_size=2, max_size=3).map("\t".join)
LINES = st.lists(
    st.one_of(st.tuples(st.just("row"), CELLS), st.tuples(st.just("text"), st.sampled_from(SENTENCES))), max_size=7
)


@st.composite
def tables(draw):
    """A document with tables, and the same with lines dropped, added, moved or edited."""
    old = draw(LINES)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(("drop", "add", "move", "edit")))
        at = draw(st.integers(0, max(0, len(new) - 1)))
        if kind == "add":
            new[at:at] = draw(LINES)[:2]
        elif new and kind == "drop":
            del new[at]
        elif new and kind == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif new:
            role, text = new[at]
            new[at] = (role, text.replace("任务", "工作任务").replace("年", "年底"))
    return typed(*old), typed(*new)


@settings(max_examples=300, deadline=None)
@given(tables())
def test_tables_are_given_back_too(pair: tuple[Document, Document]) -> None:
    assert_both(compare(*pair))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_real_pairs(old: str, new: str) -> None:
    comparison = duikou.diff(CORPUS / old, CORPUS / new)
    data = write_docx(comparison)
    assert_both(comparison, data)
    source = read_docx(data)
    lines = [source.text[x.start : x.end] for x in source.lines if x.role not in ("header", "footer")]
    assert lines == texts(comparison.new)


# (old, new): every change of the structure of paragraphs, also at both ends of the document.
STRUCTURE = {
    "inserted first": (["乙。"], ["甲。", "乙。"]),
    "inserted last": (["甲。"], ["甲。", "乙。"]),
    "several inserted last": (["甲。"], ["甲。", "乙。", "丙。"]),
    "deleted first": (["甲。", "乙。"], ["乙。"]),
    "deleted last": (["甲。", "乙。"], ["甲。"]),
    "split": (["甲乙丙丁。戊己庚辛。"], ["甲乙丙丁。", "戊己庚辛。"]),
    "joined": (["甲乙丙丁。", "戊己庚辛。"], ["甲乙丙丁。戊己庚辛。"]),
    "all replaced": (["甲乙丙丁。"], ["一二三四五。", "六七八九十。"]),
    "nothing before": ([], ["甲。"]),
    "nothing after": (["甲。"], []),
    "the same": (["甲。"], ["甲。"]),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_the_structure_of_paragraphs(case: str) -> None:
    old, new = STRUCTURE[case]
    assert_both(compare(plan(*old), plan(*new)))
    assert_both(by_hand(tuple(old), tuple(new)))


def test_a_change_that_is_wrong_does_no_harm() -> None:
    crossed = replaced("乙乙。", "甲甲。", (("delete", "乙乙。"), ("insert", "甲甲。")), (4, 0))
    lying = replaced("甲甲。", "乙乙。", (("equal", "丙"),))
    assert_both(by_hand(("甲甲。", "乙乙。"), ("甲甲。", "丁丁。"), crossed, lying))


def elements(data: bytes, *names: str) -> list[ElementTree.Element]:
    return [element for element in body(data).iter() if name(element) in names]


CHANGES = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "pPrChange", "rPrChange")


ARTICLES = [
    "第一条推动两地园区共建，培育一批合作示范项目，完善利益分享机制。",
    "第二条开行直达货运班列，完善多式联运体系，降低企业的综合物流成本，按时报送情况。",
    "第三条每年互派干部挂职锻炼，组织企业家互访交流，加强技能人才培训。",
    "第四条联合推介冰雪与温泉线路，互设旅游推广窗口，培育跨省游客市场。",
    "第五条建立联席会议制度，定期会商重大事项，协调解决合作中的困难。",
    "第六条本办法自公布之日起施行，由省发展改革委负责解释。",
]


def test_a_move_is_a_move_with_its_range_marked() -> None:
    comparison = compare(plan(*ARTICLES), plan(*ARTICLES[:1], *ARTICLES[2:5], ARTICLES[1], ARTICLES[5]))
    assert [change.type for change in comparison.changes] == ["move"]
    data = write_docx(comparison)
    for kind in ("From", "To"):
        starts, ends = elements(data, f"move{kind}RangeStart"), elements(data, f"move{kind}RangeEnd")
        assert [start.get(f"{W}name") for start in starts] == ["move1"]
        assert [end.get(f"{W}id") for end in ends] == [start.get(f"{W}id") for start in starts]
        moved = [element for element in elements(data, f"move{kind}") if len(element)]
        assert unspaced(["".join("".join(run.itertext()) for run in moved)]) == [ARTICLES[1]]
    marks = [mark for mark in body(data).findall(f"{W}p/{W}pPr/{W}rPr/*") if name(mark).startswith("move")]
    assert [name(mark) for mark in marks] == ["moveFrom", "moveTo"]


@pytest.mark.parametrize("at", [0, 3, 5])
def test_a_move_with_edits_keeps_them_apart(at: int) -> None:
    moved = ARTICLES[1].replace("按时报送情况", "按季度报送情况，并抄送有关部门")
    rest = [ARTICLES[0], *ARTICLES[2:]]
    comparison = compare(plan(*ARTICLES), plan(*rest[:at], moved, *rest[at:]))
    assert "move" in [change.type for change in comparison.changes]
    data = write_docx(comparison)
    assert_both(comparison, data)
    assert "抄送" in "".join("".join(run.itertext()) for run in elements(data, "ins"))


def test_every_change_has_its_number_author_and_date() -> None:
    data = write_docx(compared(), author='赵"&<某>', date="2026-03-01T08:00:00Z")
    found = elements(data, *CHANGES)
    assert len(found) > 20
    assert {element.get(f"{W}author") for element in found} == {'赵"&<某>'}
    assert {element.get(f"{W}date") for element in found} == {"2026-03-01T08:00:00Z"}
    numbers = [element.get(f"{W}id") for element in found]
    assert len(set(numbers)) == len(numbers)
    assert_both(compared(), data)


def test_the_same_comparison_gives_the_same_bytes() -> None:
    data = write_docx(compared())
    assert data == write_docx(compared())
    assert {element.get(f"{W}date") for element in elements(data, *CHANGES)} == {DATE}


@settings(max_examples=150, deadline=None)
@given(versions())
def test_the_file_is_sound(pair: tuple[Document, Document]) -> None:
    """The last mark is not tracked, deleted text is w:delText alone, properties stand in the order of the schema."""
    data = write_docx(compare(*pair))
    paragraphs = [element for element in body(data) if name(element) == "p"]
    assert not {name(mark) for mark in paragraphs[-1].findall(f"{W}pPr/{W}rPr/*")} & set(CHANGES)
    for deleted in elements(data, "del"):
        assert not deleted.findall(f".//{W}t")
    assert all(f"{W}delText" not in [x.tag for x in run.iter()] for run in elements(data, "ins", "moveFrom", "moveTo"))
    order = ("pStyle", "pageBreakBefore", "spacing", "ind", "rPr", "pPrChange")
    for properties in elements(data, "pPr"):
        places = [order.index(name(child)) for child in properties]
        assert places == sorted(places)
    for properties in elements(data, "rPr"):
        assert all(name(child) != "rPrChange" for child in list(properties)[:-1])


def test_what_is_ignored_stands_as_in_the_new_version() -> None:
    kept = sift(compared(), only=("number", "date"))
    data = write_docx(kept)
    assert read(data, accepted=True) == texts(compared().new)
    rejected = "\n".join(read(data, accepted=False))
    assert "到2025年建成合作园区3个" in rejected
    assert "应当根据实际" in rejected
    assert "优化营商环境" in rejected
    none = write_docx(sift(compared(), only=("place",)))
    assert not elements(none, "ins", "del", "moveFrom", "moveTo")
    assert read(none, accepted=False) == texts(compared().new)


def test_a_style_that_changes_is_a_change_of_format() -> None:
    old, new = typed(("text", "工作任务。")), typed(("item", "一、工作任务。", "dun", 7))
    data = write_docx(duikou.diff(old, new))
    assert_both(compare(old, new), data)
    changed = elements(data, "pPrChange")
    assert len(changed) == 1
    assert body(data).find(f"{W}p/{W}pPr/{W}pStyle").get(f"{W}val") == "chapter"  # type: ignore[union-attr]
    assert changed[0].find(f"{W}pPr/{W}pStyle") is None


def test_what_xml_forbids_is_dropped_and_markup_is_text() -> None:
    data = write_docx(by_hand(("甲\x00<w:p>&",), ("甲\x0b<w:p>&\ufffe乙",)))
    assert read(data, accepted=True) == ["甲<w:p>&乙"]
    assert read(data, accepted=False) == ["甲<w:p>&"]
    for part in zipfile.ZipFile(io.BytesIO(data)).namelist():
        ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))


def test_python_docx_opens_it() -> None:
    docx = pytest.importorskip("docx")
    opened = docx.Document(io.BytesIO(write_docx(compared())))
    assert opened.core_properties.title == compared().new.title
    assert [p.style.name for p in opened.paragraphs[:1]] == ["Title"]


def edited(seed: int) -> Comparison:
    """A comparison of a plan made by chance with the same after some edits; the same for the same seed."""
    rng = random.Random(seed)
    numerals = "一二三四五六七八九十"
    old = ["title:某省合作条例"]
    for k in range(14):
        mark = rng.choice(["", f"第{numerals[k % 10]}条" if k < 10 else "", f"（{numerals[k % 10]}）", ""])
        old.append(mark + "".join(rng.sample(SENTENCES, rng.randint(1, 4))))
    new = list(old)
    for _ in range(rng.randint(3, 9)):
        at, kind = rng.randrange(len(new)), rng.choice(("drop", "add", "move", "cut", "join", "edit", "end"))
        if kind == "drop":
            del new[at]
        elif kind == "add":
            new.insert(at, "".join(rng.sample(SENTENCES, 2)))
        elif kind == "move":
            moved = new.pop(at)
            new.insert(rng.randrange(len(new)), moved)
        elif kind == "cut" and len(new[at]) > 12:
            cut = rng.randint(8, len(new[at]) - 1)
            new[at : at + 1] = [new[at][:cut], new[at][cut:]]
        elif kind == "join" and at + 1 < len(new):
            new[at : at + 2] = [new[at] + new[at + 1]]
        elif kind == "edit":
            cut = rng.randint(0, len(new[at]))
            new[at] = new[at][:cut] + rng.choice(SENTENCES) + new[at][cut + rng.randint(0, 3) :]
        else:
            new[at] += rng.choice(SENTENCES)
    return compare(plan(*old), plan(*new))


@pytest.mark.skipif(not SOFFICE, reason="needs soffice")
def test_libreoffice_accepts_and_rejects_as_we_do(tmp_path: Path) -> None:
    cases = {f"seed{seed}": edited(seed) for seed in range(12)}
    cases |= {f"pair{k}": duikou.diff(CORPUS / old, CORPUS / new) for k, (old, new) in enumerate(PAIRS)}
    cases["every"] = compared()
    settled = settle(tmp_path, {key: write_docx(comparison) for key, comparison in cases.items()})
    # What an empty paragraph at the end was, a text file does not tell.
    wrong = {
        key: how
        for key, comparison in cases.items()
        for how, got, document in zip(
            ("accepted", "rejected"), settled[key], (comparison.new, comparison.old), strict=True
        )
        if unspaced(got) != texts(document)
    }
    assert wrong == {}


def test_the_title_may_be_missing() -> None:
    bare = replace(compared(), old=replace(compared().old, title=None), new=replace(compared().new, title=None))
    assert_both(bare)


def test_articles_stand_apart_from_what_follows() -> None:
    old = "某某条例\n第一章 总则\n第一条 为了规范管理，制定本条例。\n第二条 各市应当安排资金500万元。\n"
    new = old.replace("第二条 各市", "第二条 省级统筹。\n第三条 各市").replace("500", "800")
    data = write_docx(duikou.diff(old, new))
    assert read(data, accepted=True)[1:] == [line.replace(" ", "　") for line in new.splitlines()[1:]]
    assert read(data, accepted=False)[1:] == [line.replace(" ", "　") for line in old.splitlines()[1:]]

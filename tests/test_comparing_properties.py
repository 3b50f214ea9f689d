"""What holds for any two documents: ops give back both texts, swapping mirrors, a document equals itself."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from builders_compare import articles, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.comparing import compare
from duikou.comparing.aligning import similar
from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.similar import Budget, heaviest, in_sequence
from duikou.comparing.telling.inline import ISLAND, regions
from duikou.model import Change
from duikou.notation.words import kind_of, tokens, words

SENTENCES = (
    "各级人民政府应当加强组织领导，明确专人负责。",
    "到2025年，建成合作园区10个，总投资100亿元。",
    "由省财政厅、省商务厅按照职责分工负责；",
    "不得擅自变更登记事项，",
    "鼓励企业在两省之间自由投资！",
    "违反本条例第三条规定的，责令改正。",
    "其他情形。",
    "主管部门应当每年公布一次检查结果。",
    "工作人员应当佩戴统一制发的证件。",
)
pieces = st.one_of(
    st.sampled_from(SENTENCES), st.text("一二三十百条款项已己人入0158年月元，。、；（）\t a.", max_size=12)
)
heads = st.sampled_from(
    (
        "",
        "",
        "一、",
        "二、",
        "（一）",
        "（二）",
        "（三）",
        "1.",
        "2.",
        "第一条",
        "第二条",
        "第三条",
        "title:",
        "summary:",
        "date:",
    )
)
paragraphs = st.tuples(heads, st.lists(pieces, min_size=1, max_size=4)).map(lambda p: p[0] + "".join(p[1]))
lines = st.lists(st.one_of(paragraphs, st.just("===")), max_size=9)


@st.composite
def versions(draw):
    """A document, and the same with lines dropped, added, moved, cut, joined or edited, or a sentence carried away."""
    old = draw(lines)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        if not new:
            break
        k = draw(st.integers(0, len(new) - 1))
        kind = draw(st.sampled_from(("drop", "add", "move", "cut", "join", "edit", "carry")))
        if kind == "drop":
            del new[k]
        elif kind == "add":
            new.insert(k, draw(paragraphs))
        elif kind == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(k))
        elif kind == "cut" and len(new[k]) > 2:
            at = draw(st.integers(1, len(new[k]) - 1))
            new[k : k + 1] = [new[k][:at], new[k][at:]]
        elif kind == "join" and k + 1 < len(new):
            new[k : k + 2] = [new[k] + new[k + 1]]
        elif kind == "carry":
            sentence, _, rest = new[k].rpartition("，")[2].partition("。")
            to = draw(st.integers(0, len(new) - 1))
            if rest and to != k:
                new[k] = new[k].replace(f"{sentence}。", "", 1)
                new[to] += f"{sentence}。"
        elif kind == "edit":
            at = draw(st.integers(0, len(new[k])))
            new[k] = new[k][:at] + draw(pieces) + new[k][at + draw(st.integers(0, 3)) :]
    return plan(*old), plan(*new)


def joined(change: Change, kinds: tuple[str, str]) -> str:
    return "".join(text for kind, text in change.ops if kind in kinds)


@settings(max_examples=300, deadline=None)
@given(versions())
def test_ops_give_back_both_texts(pair):
    for change in compare(*pair).changes:
        assert joined(change, ("equal", "delete")) == (change.old.text if change.old else "")
        assert joined(change, ("equal", "insert")) == (change.new.text if change.new else "")
        assert (change.old is None) == (change.type == "insert")
        assert (change.new is None) == (change.type == "delete")


@settings(max_examples=300, deadline=None)
@given(versions())
def test_swapping_mirrors(pair):
    swapped = {"insert": "delete", "delete": "insert"}
    there = compare(*pair).changes
    back = compare(*reversed(pair)).changes

    def sides(change: Change) -> tuple[object, object]:
        return tuple((side.path, side.text, side.place) if side else None for side in (change.old, change.new))  # type: ignore[return-value]

    seen = Counter((c.klass, c.type, c.zone, c.score, *sides(c)) for c in there)
    mirrored = Counter((c.klass, swapped.get(c.type, c.type), c.zone, c.score, *reversed(sides(c))) for c in back)
    assert seen == mirrored


@settings(max_examples=100, deadline=None)
@given(lines)
def test_a_document_against_itself_is_empty(texts):
    assert compare(plan(*texts), plan(*texts)).changes == ()


@settings(max_examples=60, deadline=None)
@given(versions())
def test_the_same_documents_give_the_same_changes(pair):
    assert compare(*pair).changes == compare(*pair).changes


@settings(max_examples=200, deadline=None)
@given(versions())
def test_nothing_is_lost(pair):
    """What is on one side only, character for character, is told by some change; a move tells both numbers. (A blank
    alone behind a number is none of the text: cleaning leaves none.)"""
    told = compare(*pair).changes
    for document, kind in zip(pair, ("delete", "insert"), strict=True):
        other = pair[1] if kind == "delete" else pair[0]
        missing = set(document.cleaned.text) - set(other.cleaned.text) - {"\n", " "}
        marked = {char for change in told for name, text in change.ops if name == kind for char in text}
        moved = [change.old if kind == "delete" else change.new for change in told if change.type == "move"]
        marked |= {char for side in moved if side for label in side.path for char in f"{label}、（）."}
        assert missing <= marked


@settings(max_examples=300, deadline=None)
@given(st.text("一二三人入0158年月元，。、a", max_size=60), st.text("一二三人入0158年月元，。、a", max_size=60))
def test_regions_are_apart_and_leave_equal_text(old, new):
    at_old = at_new = 0
    for region in regions(old, new, Budget()):
        assert old[at_old : region.o0] == new[at_new : region.n0]
        assert region.o0 >= at_old
        assert region.n0 >= at_new
        at_old, at_new = region.o1, region.n1
    assert old[at_old:] == new[at_new:]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=9))
def test_heaviest_rises_and_is_best(pairs):
    kept = heaviest([(i, j, float(w)) for i, j, w in pairs])
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(kept))
    best: dict[int, float] = {}
    for k, (i, j, w) in sorted(enumerate(pairs), key=lambda p: p[1]):
        below = [best[m] for m in best if pairs[m][0] < i and pairs[m][1] < j]
        best[k] = w + max(below, default=0)
    weight: dict[tuple[int, int], int] = {}
    for i, j, w in pairs:
        weight[i, j] = max(w, weight.get((i, j), 0))
    assert sum(weight[pair] for pair in kept) == max(best.values(), default=0)


NOISE = {
    "half width": lambda text: text.replace("，", ",").replace("；", ";").replace("（", "(").replace("）", ")"),
    "spaces": lambda text: text.replace("应当", "应 当").replace("条", "条 "),
    "full width": lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
}


@pytest.mark.parametrize("name", NOISE)
def test_noise_hides_no_edit_and_makes_none(name):
    texts = [f"第{k}类事项由主管部门负责；{s}" for k, s in zip("甲乙丙丁", SENTENCES, strict=False)]
    new = [NOISE[name](text) for text in texts]
    quiet = compare(plan(*articles(*texts)), plan(*articles(*new)))
    assert {change.klass for change in quiet.changes} <= {"editorial"}
    edited = [text.replace("合作园区", "产业园区") for text in new]
    found = [c for c in compare(plan(*articles(*texts)), plan(*articles(*edited))).changes if c.klass != "editorial"]
    assert len(found) == 1
    assert "合作" in joined(found[0], ("delete", "delete"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("甲乙丙"), max_size=40), st.lists(st.sampled_from("甲乙丙"), max_size=40))
def test_a_sequence_seen_through_windows_is_a_common_one(left, right):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similar, "_WINDOW", 6)
        found = in_sequence(left, right)
    assert all(left[i] == right[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


def test_long_runs_of_one_word_are_told_exactly():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similar, "_WINDOW", 8)
        old = ["中"] * 60
        new = [*old[:20], *old[22:40], "国", *old[41:]]
        assert len(in_sequence(old, new)) == 57
        assert in_sequence(old, old) == [(k, k) for k in range(60)]


WORDING = (
    "县级以上人民政府",
    "林业主管部门",
    "应当",
    "按照规定",
    "划定并公布",
    "保护范围",
    "在十日内",
    "报告",
    "第三条第二款",
    "，",
    "、",
    "的",
    "和",
)
worded = st.lists(st.sampled_from(WORDING), min_size=1, max_size=12).map("".join)


def phrase_left(gone: str, come: str) -> str | None:
    """A run of words that both stretches hold, longer than what a rewritten phrase may take in; names and
    references apart."""
    runs = []
    for text in (gone, come):
        cut = [[word] if kind_of(word) else words(word) for word in tokens(text)]
        cut = [word for one in cut for word in one]
        found = {"".join(cut[i:k]) for i in range(len(cut)) for k in range(i + 1, len(cut) + 1)}
        runs.append({run for run in found if len(fold(run)) > ISLAND and kind_of(run) is None})
    return next(iter(sorted(runs[0] & runs[1])), None)


@settings(max_examples=300, deadline=None)
@given(worded, worded)
def test_no_phrase_is_struck_and_set_again(old, new):
    for change in compare(plan(*articles(old)), plan(*articles(new))).changes:
        gone = ""
        for kind, text in (*change.ops, ("equal", "")):
            if kind == "insert" and gone:
                assert phrase_left(gone, text) is None, (gone, text)
            gone = text if kind == "delete" else ""

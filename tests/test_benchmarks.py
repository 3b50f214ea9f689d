"""The benchmarks measure what they say, and duikou does not get worse by them: gates on a small sample, no timing."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterator
from typing import Any

import bench
import copies
import cost
import differs
import diffing
import edits
import evaluate
import measuring
import noise
import profiling
import programs
import pytest
import rejoining
import report
import sidebyside
from layouts import Layout, layouts, typeset
from traced import Traced, folded, unspaced

TEXTS = diffing.documents()
EACH_KIND = pytest.mark.parametrize("kind", edits.KINDS)
EACH_LAYER = pytest.mark.parametrize("layer", noise.LAYERS)


def told(text: str, gone: frozenset[int] = frozenset()) -> str:
    """The letters, digits and hanzi of a text, without those at some offsets."""
    return "".join(char for k, char in enumerate(text) if char.isalnum() and k not in gone)


# -- the edits are what they say


@EACH_KIND
def test_outside_its_truths_an_edit_changes_nothing(kind: str) -> None:
    for name, text in TEXTS.items():
        for number in range(4):
            edit = edits.make(text, kind, f"{name}{number}")
            gone = frozenset(o for truth in edit.truths for o in (truth.spots[0][0] if truth.spots else ()))
            come = frozenset(o for truth in edit.truths for o in (truth.spots[0][1] if truth.spots else ()))
            assert told(edit.old, gone) == told(edit.new, come)
            assert (edit.old == edit.new) == (kind == "none")
            assert bool(edit.truths) == (kind != "none")
            assert all(truth.names for truth in edit.truths)


@EACH_KIND
def test_the_same_seed_gives_the_same_pair(kind: str) -> None:
    name, text = next(iter(TEXTS.items()))
    assert diffing.pair(text, name, kind, "all", 1) == diffing.pair(text, name, kind, "all", 1)


def test_ordinals_count_on() -> None:
    assert [edits.label("一", n) for n in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]
    assert all(edits.value(edits.label("一", n)) == n for n in range(1, 99))
    assert edits.label("7", 8) == "8"


# -- the noise says nothing else


@EACH_LAYER
def test_noise_keeps_every_character_but_those_it_tells(layer: str) -> None:
    for name, text in TEXTS.items():
        traced, slips = noise.noisy(text, layer, name, frozenset(), "某某省人民政府公报")
        kept = [(char, origin) for char, origin in traced.pairs() if origin is not None and char.isalnum()]
        assert [o for _, o in kept] == sorted({o for _, o in kept})
        assert len(kept) >= len(told(text))
        read = {o: unicodedata.normalize("NFKC", char) for char, o in kept}
        wrong = {o for o, char in read.items() if char != unicodedata.normalize("NFKC", text[o])}
        assert wrong == set(slips)
        assert bool(slips) == (layer in ("slips", "all"))


def test_misreadings_are_of_other_characters() -> None:
    seen = noise.misreadings()
    assert len(seen) > 100
    assert all(char not in others and sum(counts) > 0 for char, (others, counts) in seen.items())


@pytest.mark.parametrize("layout", list(layouts("某某公报"))[::11], ids=lambda layout: layout.name)
def test_a_layout_breaks_lines_at_its_width(layout: Layout) -> None:
    text = TEXTS["tianjin-changchun-2018-web"]
    traced = typeset(Traced.of(text), layout)
    lines = [line for line in traced.text.split("\n") if line.strip()]
    assert max(sum(map(rejoining.em, line)) for line in lines) <= layout.width + 1
    assert told(text) == "".join(c for c, o in traced.pairs() if o is not None and c.isalnum())
    assert ("某某公报" in lines) == bool(layout.head)


def test_preparing_for_peers_keeps_origins() -> None:
    traced = folded(unspaced(Traced.of("（一） ２０2５年\n㈠")))
    assert traced.text == "(一)2025年(一)"
    assert traced.origins == (0, 1, 2, 4, 5, 6, 7, 8, 10, 10, 10)
    assert traced.came_from(0, 5) == {1, 4, 5}


# -- what programs report is read rightly

PEER = pytest.mark.parametrize(
    "peer",
    [
        pytest.param(p, marks=pytest.mark.skipif(not p.present, reason=f"{p.needs} is not installed"), id=p.name)
        for p in differs.PEERS
    ],
)


@PEER
def test_what_a_peer_marks_holds_the_edit(peer: differs.Peer) -> None:
    old = Traced.of("一、总则\n加强协作，投资100亿元。\n二、附则")
    new = Traced.of("一、总则\n加强协作，投资120亿元。\n二、附则")
    (report,) = peer.reports(old, new)
    at = old.text.index("00亿")
    assert at in report.old
    assert at in report.new
    assert peer.reports(old, old) == []


def test_what_duikou_marks_holds_the_edit_through_noise() -> None:
    given = diffing.pair(TEXTS["liaoning-jiangsu-2018-web"], "liaoning-jiangsu-2018-web", "number", "all", 3)
    reports, _ = differs.by_duikou(given.old.text, given.new.text, (given.old, given.new))
    tally = diffing.judged(given, reports)
    assert (tally.truths, tally.found, tally.named) == (1, 1, 1)
    assert diffing.judged(given, []).recall == 0.0
    assert diffing.judged(given, [differs.Report(frozenset(), frozenset())]).precision == 0.0


# -- gates: shares of a small sample; the full run is `make bench`

FOUND = dict.fromkeys(edits.KINDS, 1.0) | {"renumbering": 0.97, "move": 0.95, "split": 0.8, "merge": 0.8}
NAMED = FOUND | {"place": 0.8, "misreading": 0.0}
PRECISION = dict.fromkeys(edits.KINDS, 0.95)


@pytest.fixture(scope="module")
def results() -> Iterator[Any]:
    return diffing.measure(diffing.sample(7, list(edits.KINDS), list(noise.LAYERS)))


@EACH_KIND
def test_edits_are_found_and_named_and_nothing_else_is_reported(results: Any, kind: str) -> None:
    tally = results.over(diffing.DUIKOU, kind)
    assert tally.pairs == 7
    assert tally.recall >= FOUND[kind]
    assert tally.named_right >= NAMED[kind]
    assert tally.precision >= PRECISION[kind]


def test_nothing_is_reported_where_nothing_changed(results: Any) -> None:
    still = results.over(diffing.DUIKOU, "none")
    assert still.quiet == still.pairs


def test_two_copies_of_one_plan_do_not_differ() -> None:
    old, new = (rejoining.body(path.read_text("utf-8")) for path in (rejoining.SCAN, rejoining.WEB))
    assert copies.by_duikou(old, new) == 0
    assert copies.lines_of_diff(old, new) > 100


def test_the_scan_comes_out_whole() -> None:
    paragraphs = rejoining.scan_paragraphs()
    lines = rejoining.by_duikou(rejoining.body(rejoining.SCAN.read_text("utf-8")))
    assert len(paragraphs) == 44
    assert rejoining.whole(paragraphs, lines) == 44
    assert len(lines) == 44


def test_pages_of_many_layouts_come_out_whole() -> None:
    found = rejoining.over_settings((rejoining.DUIKOU, *rejoining.RULES), every=29)
    values = found[rejoining.DUIKOU.name]
    assert statistics.mean(values["all"]) >= 0.985
    assert statistics.mean(values["indents kept"]) >= 0.995
    assert min(values["all"]) >= 0.8
    # The measure can tell: plain rules are far from it.
    assert all(statistics.mean(found[rule.name]["all"]) < 0.9 for rule in rejoining.RULES)


def test_made_up_plans_repeat_no_paragraph_and_are_edited_as_asked() -> None:
    text = cost.plan(20_000)
    items = [line for line in text.split("\n") if len(line) > 30]
    assert len(set(items)) == len(items)
    assert 19_000 < len(text) <= 20_000
    changed = cost.edited(text)
    assert text != changed
    assert abs(len(changed) - len(text)) < 400


def test_comparing_large_texts_ends_nothing_early() -> None:
    (found,) = cost.growth((50_000,), rounds=1)
    assert not found.ended
    assert found.changes > 50


# -- the page


ROW = measuring.Row("clean", "`clean`", "another 1.2", 1.5, 2.0, 20.0, 30.0)
LATER = measuring.Row("PDF", "a page", "another 1.2", 0.5)


def test_what_is_not_measured_anew_stays_on_the_page() -> None:
    page = report.renewed(report.Page(), "clean", "All of it.", [ROW], "2001-01")
    page = report.renewed(page, "pdf", "Pages.", [LATER], "2001-02")
    page = report.renewed(page, "archive", "Two.", (), "2001-03")
    again = report.parsed(report.written(page))
    assert (again.rows, again.sections) == (page.rows, page.sections)
    newer = report.renewed(again, "pdf", "More pages.", [LATER, LATER], "2002-01")
    assert newer.rows["clean"] == page.rows["clean"]
    assert newer.sections["archive"] == page.sections["archive"]
    assert len(newer.rows["pdf"]) == 2
    assert newer.sections["pdf"].startswith("More pages.\n\nMeasured 2002-01 on ")
    assert "Not measured: What starting costs, " in report.written(newer)


def test_the_page_begins_with_the_table_and_what_it_does_not_show() -> None:
    page = report.renewed(report.renewed(report.Page(), "clean", "All.", [ROW]), "archive", "None.")
    head = report.written(page).split("\n## ")[0]
    assert "| clean | `clean` | another 1.2 | 1.5 | 2 | met | 20 MB | 30 MB |" in head
    assert head.index("| clean |") < head.index("What the table does not show")


def test_every_part_has_a_heading_and_a_program() -> None:
    for parts, book in ((bench.PARTS, report.COST), (evaluate.PARTS, report.QUALITY)):
        assert list(parts) == list(book.titles)
        assert set(book.tasks) <= set(book.titles)


def test_a_target_is_met_or_missed() -> None:
    assert [measuring.Row("clean", "", "", ratio, 2.0).verdict for ratio in (1.9, 2.1, None)] == ["met", "missed", ""]
    assert (
        measuring.line(measuring.Row("clean", "a", "b")) == f"| clean | a | b | {measuring.NOT_MEASURED} |  |  |  |  |"
    )
    assert [measuring.number(value) for value in (0.0042, 0.424, 4.24, 42.4, 4242)] == [
        "0.0042",
        "0.424",
        "4.24",
        "42.4",
        "4,242",
    ]


def test_a_program_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    own, *others = programs.TASKS["extract"]
    absent = [
        programs.Program(name, others[0].run, needs) for name, needs in (("x", "no_such_module"), ("y", "$no-such"))
    ]
    monkeypatch.setitem(programs.TASKS, "extract", (own, *absent))
    rows = programs.measured("extract", ["一、总则".encode()], 1, "all")
    assert [(row.beside, row.ratio) for row in rows] == [("x", None), ("y", None)]
    assert all(measuring.NOT_MEASURED in measuring.line(row) for row in rows)


def test_all_run_in_turn_and_what_takes_long_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, seen = [0.0], []

    def taking(name: str, seconds: float) -> Any:
        def run() -> None:
            seen.append(name)
            clock[0] += seconds

        return run

    monkeypatch.setattr(measuring, "spent", lambda: clock[0])
    tasks = {"a": taking("a", 0.5), "b": taking("b", 60.0), "c": taking("c", 5.0)}
    assert measuring.in_turn(tasks, 3) == {"a": 0.5, "b": 60.0, "c": 5.0}
    assert "".join(seen) == "abcacaca"


@pytest.mark.parametrize("part", ["extract", "xlsx", "pdf"])
def test_a_part_measures_every_program_or_names_it(part: str) -> None:
    text, rows = bench.PARTS[part](True)
    task = report.COST.tasks[part]
    assert [row.beside for row in rows] == [program.called for program in programs.TASKS[task][1:]]
    assert all(
        (row.ratio is None) == (not program.present) or row.note
        for row, program in zip(rows, programs.TASKS[task][1:], strict=True)
    )
    assert all(row.memory > 1 for row in rows if row.ratio is not None)
    assert "{" not in text


def test_openpyxl_is_given_every_cell() -> None:
    book = programs.TASKS["XLSX"][1].run(None, [("甲", [["一", 2], ["=三", None]])])
    assert sidebyside._cells(book) == [("甲", [["一", 2], ["=三", None]])]


def test_a_profile_names_the_modules_that_work() -> None:
    text = sidebyside.corpus(40_000)
    found = profiling.shares(lambda: sidebyside._clean(text), 0.3)
    assert abs(sum(found.values()) - 1) < 1e-6
    assert sum(share for name, share in found.items() if name.startswith("duikou.cleaning")) > 0.3

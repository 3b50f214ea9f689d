"""The page of the ledger and the tables of plans in a real browser: search, filters, charts, keys, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import BROWSER, Chromium

import duikou
from duikou.exporting import load
from duikou.exporting.ledger.record import record

pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")

PLAN = (
    "甲省产业发展实施方案\n一、重点任务\n"
    "1.建设园区。到2025年底前建成3个园区。（牵头单位：省商务厅；责任单位：省财政厅）\n"
    "2.发展旅游。支持沈阳市与南京市结对，2027年6月底前开通线路5条。（牵头单位：省文化和旅游厅）\n"
)
OTHER = "乙市人才工作方案\n一、重点任务\n1.引进人才。每年引进人才100人。（责任单位：市财政局）\n2.办好<b>论坛</b>。\n"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = [record(duikou.extract(text)) for text in (PLAN, OTHER)]
    path = tmp_path_factory.mktemp("page") / "ledger.html"
    path.write_text("".join(load("ledger.page:write_html")(records, ())), "utf-8")
    return path


def shown(browser: Chromium) -> list[str]:
    """The headings of the measures that can be seen."""
    return browser.eval("[...document.querySelectorAll('.measure:not([hidden]) .name')].map(n => n.textContent)")


def choose(browser: Chromium, name: str, value: str) -> None:
    browser.eval(
        f"(() => {{ const c = document.getElementById('{name}'); c.value = '{value}'; "
        "c.dispatchEvent(new Event('input')); })()"
    )


ALL = ["建设园区", "发展旅游", "引进人才", "办好<b>论坛</b>。"]


def test_search_and_filters_show_what_fits(browser: Chromium, page: Path) -> None:
    browser.open(page)
    assert shown(browser) == ALL
    for name, value, expected in (
        ("search", "园区 商务厅", ["建设园区"]),
        ("unit", "财政", ["建设园区", "引进人才"]),
        ("role", "lead", ["建设园区", "发展旅游"]),
        ("year", "2027", ["发展旅游"]),
        ("plan", "乙市人才工作方案", ["引进人才", "办好<b>论坛</b>。"]),
    ):
        choose(browser, name, value)
        assert shown(browser) == expected
        browser.eval("document.getElementById('clear').click()")
    assert shown(browser) == ALL


def test_a_measure_opens_beside_its_source_with_its_fields_marked(browser: Chromium, page: Path) -> None:
    browser.open(page)
    browser.eval("document.querySelector('.measure summary').click()")
    assert browser.eval("document.querySelector('.measure').open")
    passage = browser.eval("document.querySelector('.measure .passage').textContent")
    assert passage.startswith("1.建设园区。")
    assert passage.endswith("责任单位：省财政厅）")
    marks = browser.eval(
        "[...document.querySelectorAll('.measure:first-of-type mark')].map(m => [m.className, m.textContent])"
    )
    assert ["unit", "省商务厅"] in marks
    titles = browser.eval("[...document.querySelectorAll('.measure:first-of-type mark')].map(m => m.title)")
    assert {"单位", "时限", "指标"} <= set(titles)
    assert ["deadline", "2025年底前"] in [[name, text.removeprefix("到")] for name, text in marks]


def test_charts_lead_back_to_the_list(browser: Chromium, page: Path) -> None:
    browser.open(page)
    browser.eval("document.querySelector('[data-tab=units]').click()")
    bars = browser.eval("[...document.querySelectorAll('.bar')].map(b => b.textContent)")
    assert any("财政" in bar for bar in bars)
    browser.eval("document.querySelector('.bar').click()")
    assert browser.eval("!document.getElementById('list').hidden")
    assert 0 < len(shown(browser)) < len(ALL)
    browser.eval("document.getElementById('clear').click(); document.querySelector('[data-tab=places]').click()")
    tiles = browser.eval(
        "[...document.querySelectorAll('.tiles button')].filter(t => t.dataset.count !== '0').map(t => t.title)"
    )
    assert sorted(tiles) == ["江苏", "辽宁"]
    assert "沈阳市" in browser.eval("document.querySelector('.chart table').textContent")
    # A tile counts what lies in its province, and leads to that.
    browser.eval("document.querySelector('.tiles button[title=辽宁]').click()")
    assert shown(browser) == ["发展旅游"]


def test_thousands_of_measures_are_laid_out_only_where_they_are_seen(browser: Chromium, tmp_path: Path) -> None:
    """5,000 measures: what is out of sight is skipped, and every one can be found, counted, reached and opened."""
    body = "\n".join(f"{n}.办好第{n}件事。到2025年底前办成。（责任单位：省商务厅）" for n in range(1, 101))
    records = [record(duikou.extract(f"甲省第{n}号实施方案\n一、重点任务\n{body}\n")) for n in range(1, 51)]
    path = tmp_path / "many.html"
    path.write_text("".join(load("ledger.page:write_html")(records, ())), "utf-8")
    browser.open(path)
    assert browser.eval("document.querySelectorAll('.measure').length") == 5000
    skipped = (
        "[...document.querySelectorAll('section.plan')]"
        ".filter(s => !s.querySelector('.measure').checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert browser.eval(skipped) > 40
    choose(browser, "search", "第37号 第64件")
    assert len(shown(browser)) <= 1
    choose(browser, "search", "第64件")
    assert len(shown(browser)) == 50
    browser.eval("document.getElementById('clear').click()")
    assert len(shown(browser)) == 5000
    browser.eval(
        "document.querySelector('#m50-100 summary').focus(); document.querySelector('#m50-100').scrollIntoView()"
    )
    browser.eval("document.querySelector('#m50-100 summary').click()")
    assert browser.eval("document.getElementById('m50-100').open")
    assert browser.eval("document.querySelector('#m50-100 .passage').getBoundingClientRect().height") > 0


def test_keys_go_down_the_list(browser: Chromium, page: Path) -> None:
    browser.open(page)
    for _ in range(2):
        browser.key("j")
    assert "发展旅游" in browser.eval("document.activeElement.textContent")
    browser.key("/")
    assert browser.eval("document.activeElement.id") == "search"


def test_only_the_script_of_the_page_runs(browser: Chromium, page: Path) -> None:
    browser.open(page)
    assert browser.eval("document.querySelectorAll('script:not([type])').length") == 1
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith("file:")] == []
    errors = [e for e in browser.events if e.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded")]
    assert errors == []


def test_without_scripts_every_measure_can_be_read(browser: Chromium, page: Path) -> None:
    browser.open(page, scripts=False)
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    assert size["height"] > 200
    browser.open(page)
    assert len(shown(browser)) == 4


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_overflows(browser: Chromium, page: Path, width: int) -> None:
    browser.open(page, width=width)
    assert browser.eval("document.documentElement.scrollWidth") <= width


def test_the_table_of_plans_is_filtered_and_searched(browser: Chromium, tmp_path: Path) -> None:
    found = duikou.align([PLAN, OTHER])
    path = tmp_path / "aligned.html"
    path.write_text(load("relations.aligned:write_html")(found, ()), "utf-8")
    browser.open(path)
    count = "[...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).length"
    whole = browser.eval(count)
    browser.eval(
        "(() => { const b = document.querySelector('input[type=search]'); b.value = '园区'; "
        "b.dispatchEvent(new Event('input')); })()"
    )
    assert 0 < browser.eval(count) < whole


@pytest.mark.parametrize("count", [2, 5])
def test_a_table_of_plans_is_whole_on_paper(browser: Chromium, tmp_path: Path, count: int) -> None:
    text = "1.建设园区。推动有关部门加快建设产业园区，完善配套设施，支持企业入驻，形成产业集群，带动区域发展。\n"
    found = duikou.align([f"{place}省产业发展实施方案\n一、重点任务\n{text}" for place in "甲乙丙丁戊"[:count]])
    path = tmp_path / "aligned.html"
    path.write_text(load("relations.aligned:write_html")(found, ()), "utf-8")
    paper = 1030  # pixels of a sheet of A4 on its side, within its margins
    browser.open(path, width=paper)
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert browser.eval("document.querySelector('table').scrollWidth") <= paper
        assert browser.eval("document.documentElement.scrollWidth") <= paper
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")

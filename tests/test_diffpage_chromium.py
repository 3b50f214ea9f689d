"""The page of a comparison in a real Chromium: filters, keys, links, widths, paper, no scripts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_diff import NEW, OLD, compared
from chromium import BROWSER, Chromium

import duikou
from duikou.exporting.changes.page import write_html, write_several

pytestmark = pytest.mark.skipif(not BROWSER, reason="needs chromium")
WIDTHS = (375, 1024, 1600)
# Words that no line can hold, a table of many cells, markup as text.
HOSTILE = (
    OLD
    + "\n（三）"
    + "supercalifragilistic" * 30
    + "</p><script>document.title='x'</script><img src=x onerror=alert(1)>。\n\n附件\n\n"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "比较.html"
    path.write_text(write_html(compared()), "utf-8")
    return path


def shown(browser: Chromium) -> list[str]:
    """The numbers of the changes that are seen; an article may have several."""
    script = "[...document.querySelectorAll('.change .tag:not(.off)')].filter(a => a.offsetParent)"
    return browser.eval(f"{script}.map(a => a.querySelector('b').textContent)")


def tick(browser: Chromium, key: str, value: str) -> None:
    browser.eval(f"document.querySelector('input[data-{key}={json.dumps(value)}]').click()")


def complaints(browser: Chromium) -> list[object]:
    return [e["params"] for e in browser.events if e.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded")]


def test_everything_but_what_is_editorial_is_shown_at_first(browser: Chromium, page: Path) -> None:
    browser.open(page)
    numbers = {change: str(k) for k, change in enumerate(compared().changes, 1)}
    editorial = {k for change, k in numbers.items() if change.klass == "editorial" and change.type != "renumber"}
    assert editorial
    assert set(shown(browser)) == set(numbers.values()) - editorial
    tick(browser, "group", "editorial")
    assert set(shown(browser)) == set(numbers.values())
    assert complaints(browser) == []


@pytest.mark.parametrize("key", ["group", "category"])
def test_each_box_takes_its_changes_away_and_brings_them_back(browser: Chromium, page: Path, key: str) -> None:
    browser.open(page)
    tick(browser, "group", "editorial")
    everything = shown(browser)
    names = browser.eval(f"[...document.querySelectorAll('input[data-{key}]')].map(x => x.dataset.{key})")
    assert len(names) > 3
    for name in names:
        tick(browser, key, name)
        own = browser.eval(
            "[...document.querySelectorAll('.tag')].filter(t => t.dataset."
            f"{key} === {json.dumps(name)}).map(t => t.querySelector('b').textContent)"
        )
        assert not set(own) & set(shown(browser))
        marks = browser.eval(
            f"[...document.querySelectorAll('.tag[data-{key}={json.dumps(name)}]')].flatMap(t => "
            "[...t.closest('.comparison').querySelectorAll(`ins[data-change=\"${t.dataset.change}\"], "
            "del[data-change=\"${t.dataset.change}\"]`)]).filter(m => !m.classList.contains('off')).length"
        )
        assert marks == 0
        tick(browser, key, name)
        assert shown(browser) == everything


def test_with_no_box_ticked_the_page_says_so_and_the_reset_brings_all_back(browser: Chromium, page: Path) -> None:
    browser.open(page)
    everything = shown(browser)
    browser.eval("document.querySelectorAll('input[data-group]:checked').forEach(x => x.click())")
    assert shown(browser) == []
    assert browser.eval("!document.querySelector('main > .none').hidden")
    browser.eval("new Promise(done => { document.querySelector('.filters button').click(); setTimeout(done, 50); })")
    assert len(shown(browser)) > len(everything)
    assert browser.eval("document.querySelector('main > .none').hidden")


CURRENT = "document.querySelector('.change.current .tag b')?.textContent ?? null"


def test_n_and_p_go_from_change_to_change(browser: Chromium, page: Path) -> None:
    browser.open(page)
    first = "[...document.querySelectorAll('.change')].map(a => a.querySelector('.tag b').textContent)"
    expected = [number for number in browser.eval(first) if number in shown(browser)]
    assert browser.eval(CURRENT) is None
    visited = []
    for _ in expected:
        browser.key("n")
        visited.append(browser.eval(CURRENT))
        top = browser.eval("document.activeElement.getBoundingClientRect().top")
        assert browser.eval("document.activeElement === document.querySelector('.change.current')")
        assert -1 <= top <= 900
    assert visited == expected
    browser.key("n")
    assert browser.eval(CURRENT) == expected[-1]
    tags = "[...document.querySelectorAll('.change:not([hidden]) .tag[data-change]:not(.off)')]"
    count = browser.eval(f"new Set({tags}.map(t => t.dataset.change)).size")
    said = browser.eval("document.querySelector('.steps output').textContent")
    assert said in (f"{count} / {count}", f"{count - 1}–{count} / {count}")
    browser.key("p")
    assert browser.eval(CURRENT) == expected[-2]
    tick(browser, "group", "substantive")
    browser.key("n")
    assert browser.eval(CURRENT) in shown(browser)


def test_n_goes_over_what_is_filtered_out(browser: Chromium, page: Path) -> None:
    browser.open(page)
    tick(browser, "group", "substantive")
    expected = shown(browser)
    assert expected
    visited = []
    for _ in expected:
        browser.key("n")
        visited.append(browser.eval(CURRENT))
    assert visited == expected


def test_the_places_of_a_move_lead_to_each_other(browser: Chromium, page: Path) -> None:
    browser.open(page)
    links = browser.eval("[...document.querySelectorAll('a.moved')].map(a => a.getAttribute('href'))")
    assert len(links) == 2
    for link in links:
        browser.eval(f"document.querySelector('a.moved[href=\"{link}\"]').click()")
        browser.eval("new Promise(done => setTimeout(done, 50))")
        assert browser.eval("location.hash") == link
        assert browser.eval(f"!!document.querySelector('{link}').closest('.change.current')")
    assert len(set(links)) == 2


def test_the_tree_leads_to_each_item_and_opens_what_is_folded(browser: Chromium, page: Path) -> None:
    browser.open(page, 1600)
    links = browser.eval("[...document.querySelectorAll('.tree li a')].map(a => a.getAttribute('href'))")
    assert len(links) > 12
    for link in links:
        browser.eval(f"location.hash = {json.dumps(link)}")
        browser.eval("new Promise(done => setTimeout(done, 20))")
        seen = (
            f"(e => e.offsetParent !== null && e.getBoundingClientRect().height > 0)(document.querySelector('{link}'))"
        )
        assert browser.eval(seen), link


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_overflows(browser: Chromium, tmp_path: Path, width: int, lang: str) -> None:
    other = HOSTILE.replace("30", "31").replace("20名", "30名")
    comparisons = (duikou.diff(HOSTILE, NEW), duikou.diff(NEW, other))
    path = tmp_path / "page.html"
    for text in (write_html(comparisons[0], lang), write_several(comparisons, lang)):
        path.write_text(text, "utf-8")
        browser.open(path, width)
        browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)")
        browser.eval("document.querySelectorAll('.filters input').forEach(x => x.checked || x.click())")
        assert browser.eval("document.documentElement.scrollWidth") == browser.eval("innerWidth") == width
        # Nothing sticks out of its column either.
        out = browser.eval(
            "[...document.querySelectorAll('main p, main header, main summary, .top > *')].filter(e => e.offsetParent"
            " && (e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1)"
            " && !e.matches('.scroll, .skip, .absent')).map(e => e.outerHTML.slice(0, 80))"
        )
        assert out == []
        assert browser.eval("document.title") != "x"
        assert complaints(browser) == []


def test_columns_stack_where_there_is_no_room(browser: Chromium, page: Path) -> None:
    script = (
        "(([a, b]) => [a.left === b.left, a.bottom <= b.top])"
        "([...document.querySelector('.pair:not(:has(.empty))').children].map(e => e.getBoundingClientRect()))"
    )
    browser.open(page, 375)
    assert browser.eval(script) == [True, True]
    browser.open(page, 1024)
    assert browser.eval(script) == [False, False]


def test_without_scripts_everything_can_be_read(browser: Chromium, page: Path) -> None:
    browser.open(page, scripts=False)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert len(set(shown(browser))) == len(compared().changes) > 8
    assert browser.eval("getComputedStyle(document.querySelector('.steps')).display") == "none"
    assert browser.eval(
        "[...document.querySelectorAll('details.same')].every(d => d.querySelector('summary').offsetParent)"
    )


def test_only_the_script_of_the_page_runs_and_nothing_is_asked_for(browser: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        write_html(duikou.diff(HOSTILE, NEW)).replace("</main>", "<script>document.title='x'</script></main>")
    )
    browser.open(path)
    assert browser.eval("document.title") != "x"
    assert browser.eval("document.documentElement.className") == "live"
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert {url.split(":", 1)[0] for url in asked} == {"file"}
    assert len(asked) == 1


def test_both_lights_have_enough_contrast(browser: Chromium, page: Path) -> None:
    """WCAG 2.1, 1.4.3: 4.5 to 1 for text, of the marks too."""
    script = """
    (() => {
      const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
      const light = (c) => c.map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, k) => sum + v * [.2126, .7152, .0722][k], 0);
      const ground = (e) => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor;
        if (!/rgba\\(0, 0, 0, 0\\)|transparent/.test(b)) return rgb(b); } return [255, 255, 255]; };
      return ['main p', 'main ins.substantive', 'main del.substantive', 'main ins.suspect', 'main ins.moved', 'h1',
        '.crumbs', '.tag', '.same summary', '.stood', '.tree li.same a', 'footer'].map((s) => {
        const e = document.querySelector(s); const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
        return [s, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)]; });
    })()
    """
    for dark in (False, True):
        browser.open(page, 1600, dark=dark)
        low = {name: round(ratio, 2) for name, ratio in browser.eval(script) if ratio < 4.5}
        assert low == {}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_it_prints_on_a4_with_all_changes(browser: Chromium, page: Path, tmp_path: Path) -> None:
    browser.open(page)
    browser.paper(tmp_path / "page.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    said = "".join(text.split())
    for words in ("优化营商环境", "健全工作专班", "做好宣传引导", "共建物流通道"):
        assert words in said
    size = subprocess.run(["pdfinfo", str(tmp_path / "page.pdf")], check=True, capture_output=True).stdout.decode()
    assert "(A4)" in size
    assert "上一处" not in said

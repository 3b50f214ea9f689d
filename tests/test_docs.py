"""The pages say what the program does: their commands, their Python and their links are tried."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
runner = importlib.import_module("run_console_blocks")
reference = importlib.import_module("reference")

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
LINK_BY_NAME = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
HTML_LINK = re.compile(r"<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)=\"([^\"]+)\"")


@EACH_PAGE
def test_commands_and_python_give_what_the_page_says(page: Path) -> None:
    failures = runner.check(page)
    assert not failures, "\n\n".join(f"{page.name}:{failure.line}: {failure.message}" for failure in failures)


def links(page: str) -> list[str]:
    text = runner.prose(page)
    return [target for pattern in (LINK, LINK_BY_NAME, HTML_LINK) for target in pattern.findall(text)]


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them; a second heading of one name ends in -1."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)(?: +#+)?$", _without_blocks(page), re.MULTILINE):
        bare = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        slug = base = bare.replace(" ", "-")
        count = 0
        while slug in found:
            count += 1
            slug = f"{base}-{count}"
        found.add(slug)
    return found | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", page))


def _without_blocks(page: str) -> str:
    lines = page.split("\n")
    for block in runner.blocks(page):
        lines[block.first : block.first + len(block.lines)] = [""] * len(block.lines)
    return "\n".join(lines)


@EACH_PAGE
def test_local_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in links(page.read_text("utf-8")):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        file = (page.parent / target).resolve() if target else page
        there = file.exists() and file.is_relative_to(ROOT)
        if not there or (anchor and file.suffix == ".md" and anchor not in anchors(file.read_text("utf-8"))):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    committed = (ROOT / name).read_text("utf-8")
    assert committed == reference.PAGES[name](), f"{name} is out of date: run `make docs`"


def names_in(schema: object) -> set[str]:
    """The names of all fields that a JSON Schema describes, at any depth."""
    if isinstance(schema, list):
        return set().union(*map(names_in, schema))
    if not isinstance(schema, dict):
        return set()
    fields = schema.get("properties", {})
    return set(fields).union(*map(names_in, schema.values()))


SCHEMAS = sorted((ROOT / "src" / "duikou" / "data" / "schemas").glob("*.json"))


@pytest.mark.parametrize("folder", [ROOT / "docs", ROOT / "docs" / "zh"], ids=lambda path: path.name)
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_the_page_on_json_names_every_field(schema: Path, folder: Path) -> None:
    page = (folder / "json.md").read_text("utf-8")
    fields = names_in(json.loads(schema.read_text("utf-8")))
    assert len(fields) > 10
    assert sorted(name for name in fields if not re.search(rf"[`\"]{name}[`\"]", page)) == []


# The pages for those who work on duikou are in English alone.
FOR_DEVELOPERS = {"architecture.md"}


def test_every_page_has_its_sister_in_chinese() -> None:
    """docs/zh holds all pages of docs/ but those for developers (docs/adr among them), and a guide of its own."""
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - FOR_DEVELOPERS
    sisters = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "zh").glob("*.md")}
    assert pages == set(sisters) - {"guide.md"}
    assert [name for name in sorted(pages) if f"../{name}" not in sisters[name]] == [], "name the English page"


@pytest.mark.parametrize("name", ["queries.md", "json.md"])
def test_programs_and_fields_are_the_same_in_both_languages(name: str) -> None:
    both = [(folder / name).read_text("utf-8") for folder in (ROOT / "docs", ROOT / "docs" / "zh")]
    programs = [[b.lines for b in runner.blocks(page) if b.language not in ("sh", "text")] for page in both]
    assert programs[0] == programs[1]
    # The first cell of a row names a table or a field.
    rows = [re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE) for page in both]
    assert len(rows[0]) > 10
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", ["comparing.md", "threats.md"])
def test_figures_are_the_same_in_both_languages(name: str) -> None:
    both = [(folder / name).read_text("utf-8") for folder in (ROOT / "docs", ROOT / "docs" / "zh")]
    rows = [
        [re.findall(r"\d[\d.,]*(?<![.,])", row) for row in re.findall(r"^\|.*\|$", page, re.MULTILINE)] for page in both
    ]
    assert len(rows[0]) > 5
    assert [sorted(row) for row in rows[0]] == [sorted(row) for row in rows[1]]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_figures_of_a_readme_are_those_that_were_measured(name: str) -> None:
    measured = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    copies = dict(re.findall(r"^\| ([^|]+) \| (?:changes|marked lines) (\|.*\|)$", measured, re.MULTILINE))
    whole = dict(re.findall(r"^\| ([^|]+) \| (\d+) of 44 \|", measured, re.MULTILINE))
    page = (ROOT / name).read_text("utf-8")
    shown = {row: cells for row, cells in re.findall(r"^\| ([^|]+) (\|.*\|)$", page, re.MULTILINE) if row in copies}
    assert len(shown) == 5
    assert shown == {row: copies[row] for row in shown}
    among = "共 44 个" if "zh" in name else "of 44"
    table = page[page.index(f"| {among} |") :].split("\n\n")[0]
    figures = [int(found) for found in re.findall(r"\| \D*(\d+)[^|]*\|$", table, re.MULTILINE)][1:]
    counts = {int(count) for count in whole.values()}
    assert len(figures) > 3
    assert (figures[0], set(figures) - counts) == (max(counts), set())


def commands_shown() -> list[tuple[str, str]]:
    """The duikou commands that the pages show and do not run: those in blocks of a shell, and within a line."""
    shown = []
    for page in PAGES:
        if page.name in ("CHANGELOG.md", "CONTRIBUTING.md") or "adr" in page.parts:
            continue
        text = page.read_text("utf-8")
        lines = [line for block in runner.blocks(text) if block.language == "sh" for line in block.lines]
        lines += re.findall(r"`(duikou [^`]+)`", _without_blocks(text))
        shown += [(str(page.relative_to(ROOT)), line) for line in lines if line.startswith("duikou ")]
    return shown


def test_commands_that_are_only_shown_have_their_options() -> None:
    """A page may show what can't be run here (an archive, an address): its command and its options must be there."""
    import shlex

    import typer

    from duikou.app.cli import app

    known = {
        name: {option for parameter in command.params for option in (*parameter.opts, "-h", "--help")}
        for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
    }
    shown = commands_shown()
    assert len(shown) > 50
    unknown = []
    for page, line in shown:
        words = shlex.split(line, comments=True)[1:]
        while words and words[0] in ("--lang", "zh", "en", "--quiet"):
            words.pop(0)
        if not words or words[0] in ("--help", "--version", "-V", "命令", "COMMAND"):
            continue
        options = {word.partition("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
        missing = {"command"} if words[0] not in known else options - known[words[0]]
        unknown += [(page, line, sorted(missing))] if missing else []
    assert unknown == []


# The runner itself. (expected, printed, whether they match)
MATCHES = [
    ("a\nb", "a\nb", True),
    ("a\nb", "a", False),
    ("a", "a\nb", False),
    ("a  \nb", "a\nb ", True),
    ("…", "", True),
    ("…", "a\nb", True),
    ("a\n…", "a", True),
    ("a\n…\nc", "a\nb\nc", True),
    ("a\n…\na", "a", False),
    ("…\nb\n…", "a\nb\nc", True),
    ("…\nb\n…\nb", "a\nb", False),
    ("…\nb\nc\n…\nd", "b\nb\nc\nd", True),
    ("a…", "ab", False),
]


@pytest.mark.parametrize(("expected", "printed", "same"), MATCHES)
def test_an_ellipsis_stands_for_any_number_of_lines(expected: str, printed: str, same: bool) -> None:
    assert runner.matches(tuple(expected.split("\n")), tuple(printed.split("\n") if printed else ())) is same


PAGE = """\
# A page

```console
$ echo 一; echo 二 >&2
一
二
$ ls corpus | head -1
wrong
$ printf '%s\\n' \\
    a b
a
b
$ exit 3
$ echo $?
3
```

```python
>>> 1 + 1
2
>>> 1 + 1
3
```

````text
```console
$ not run
```
````

1. In a list:

   ```console
   $ echo indented
   indented
   ```
"""


def test_the_runner_finds_what_is_wrong_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    failures = runner.check(page)
    assert [failure.message.split("\n")[0] for failure in failures[:1]] == ["$ ls corpus | head -1"]
    assert len(failures) == 2
    assert "Expected:\n    3\nGot:\n    2" in failures[1].message


def test_the_runner_mends_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    assert runner.update(page) == 1
    assert page.read_text("utf-8") == PAGE.replace("wrong", "catalog.toml")


def test_a_block_that_prints_before_a_command_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 2: a console block begins"):
        runner.commands(runner.blocks("```console\nno command\n```")[0])


def test_links_in_code_are_no_links() -> None:
    assert links('[a](b.md) `[c](d.md)` ![e](f.png "g")\n```\n[h](i.md)\n```\n') == ["b.md", "f.png"]


def test_anchors_are_those_of_github() -> None:
    page = "# How cleaning decides\n## `clean`, and why?\n## 标题 A\n## 标题 A\n```\n# none\n```\n"
    assert anchors(page) == {"how-cleaning-decides", "clean-and-why", "标题-a", "标题-a-1"}

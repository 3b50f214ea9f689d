"""What is said is said in the user's language, wholly: catalogues, help, errors, warnings."""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from duikou.app import language
from duikou.errors import DuikouError, Text, UnreadableError, UsageError, advised, several, t
from duikou.exporting.wording import problem, told

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "corpus" / "liaoning-jiangsu-2018-web.txt"


def test_the_catalogue_holds_what_can_be_said_and_nothing_else() -> None:
    pytest.importorskip("babel")
    import messages

    catalogue = messages.read()
    known = {(entry.context or "", entry.id) for entry in catalogue if entry.id}
    wanted = messages.messages()
    assert wanted - known == set(), "run `make messages` and translate what is new"
    assert known - wanted == set(), "run `make messages`: nothing says these any more"
    assert [entry.id for entry in catalogue if entry.id and not entry.string] == []
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == messages.compiled(messages.CATALOGUE.read_bytes())


def test_a_translation_has_the_places_of_its_message() -> None:
    pytest.importorskip("babel")
    import messages

    for entry in messages.read():
        if entry.id:
            places = set(re.findall(r"\{\w+\}", entry.id)) - {"{label}"}
            assert places <= set(re.findall(r"\{\w+\}", entry.string)), entry.id


def test_no_message_is_put_together_before_it_is_one() -> None:
    """An f-string has no entry in a catalogue: `t("... {name}", name=...)` has."""
    import messages

    found = []
    for path in sorted(messages.SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for position in messages.TAKES.get(name, ()):
                    if any(isinstance(one, ast.JoinedStr) for one in node.args[position : position + 1]):
                        found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_a_message_is_its_english_text_and_knows_its_parts() -> None:
    text = t("there is no rule named {name}", name="{x}")
    assert text == "there is no rule named {x}"
    assert told(text, "zh") == "没有名为 {x} 的规则"
    assert told(text, "en") == text


def test_a_message_goes_to_other_processes() -> None:
    text = several(t("{count} picture"), 3)
    again = pickle.loads(pickle.dumps(DuikouError(text, "Check the address", "甲.txt")))
    assert (str(text), told(again.cause, "zh")) == ("3 pictures", "3 张图片")
    assert isinstance(again.cause, Text)


def test_lists_and_messages_within_messages() -> None:
    cause = t(
        "is {format}, and reading it needs {names}", format=t("a {label}", label=t("picture")), names=("甲", "乙")
    )
    assert cause == "is a picture, and reading it needs 甲, 乙"
    assert (
        problem(UnreadableError(cause, "Check the address", "a.png"), "zh")
        == "a.png：是图片，读取需要 甲、乙。请核对地址。"
    )


def test_an_advice_keeps_its_command() -> None:
    advice = advised("Install it: {install cluster}")
    assert "{" not in advice
    assert told(advice, "zh") == advice.replace("Install it: ", "请安装：")


@pytest.mark.parametrize(
    ("env", "messages", "labels"),
    [
        ({}, "en", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh", "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en", "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en", "zh"),
        ({"LANG": "zh_CN.UTF-8", "DUIKOU_LANG": "en"}, "en", "en"),
        ({"DUIKOU_LANG": "zh"}, "zh", "zh"),
    ],
)
def test_which_language(env: dict[str, str], messages: str, labels: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "DUIKOU_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    language.take(None)
    assert (language.messages(), language.labels()) == (messages, labels)
    language.note_language(["clean", "--lang", "en"])
    assert (language.messages(), language.labels()) == ("en", "en")
    language.take(None)


# Names, options, formats and commands that are the same in Chinese, as words of a line.
KEPT = re.compile(
    r"\bduikou(?: [a-z]+)?\b|--?[A-Za-z][\w-]*|\b[A-Z][A-Z_+0-9]+\b(?:\.\.\.)?|\[[A-Z]+\]|<[\w|]+>|\{[^}]*\}"
    r"|[\w./:~*+-]*[./\\:_][\w./:*+-]*"
    r"|`[^`]*`|'[^']*'|\\\w+|\bapt-get install [\w-]+|\bbrew install [\w-]+|\S*pip install .*"
)


def english(text: str) -> list[str]:
    """The English words of a Chinese text: two or more in a row."""
    return re.findall(r"[A-Za-z]{2,} (?:[A-Za-z]{1,} ?)+", KEPT.sub("·", text))


def run(*arguments: str, lang: str = "zh_CN.UTF-8") -> str:
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "DUIKOU_LANG")}
    command = [sys.executable, "-m", "duikou", *arguments]
    env |= {"LANG": lang, "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, env=env, encoding="utf-8", cwd=ROOT, check=False)
    return done.stdout + done.stderr


COMMANDS = ("clean", "diff", "extract", "group", "align", "search", "rules", "doctor")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language(command: str) -> None:
    arguments = (*filter(None, (command,)), "--help")
    assert english(run(*arguments)) == []
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"发文字号", "", run(*arguments, lang="C")))


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean",),
        ("clean", "--nosuch"),
        ("clean", "没有.txt"),
        ("clean", str(WEB), "--select", "spces"),
        ("clean", str(WEB), "--timeout", "x"),
        ("extract", str(WEB), "-f", "foo"),
        ("extract", str(WEB), "--kind", "foo"),
        ("extract", str(WEB), "--limit", "foo"),
        ("diff", str(WEB)),
        ("diff", str(WEB), str(WEB), "--only", "foo"),
        ("foo",),
        ("clean", str(WEB), "--explain", "--check"),
        ("group", "-"),
    ],
)
def test_messages_are_in_one_language(arguments: tuple[str, ...]) -> None:
    assert english(run(*arguments)) == []


# Commands that fail, or say something, each in its own way; the files are those of `wrong`.
SAYING = ROOT / "tests" / "data" / "messages" / "commands.txt"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A folder of files that are wrong in all ways."""
    import sqlite3

    plan = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2O25年，建成2个园区。\n"
    for name, content in {
        **{
            "a.txt": plan.encode(),
            "b.txt": plan.replace("2个", "3个").encode(),
            "empty.txt": b"",
            "f": b"x",
            "o.json": b"{}",
        },
        **{"r.docx": b"\x93" * 300, "d.pdf": b"%PDF-1.4\nx", "i.png": b"\x89PNG\r\n\x1a\nxx", "p.xlsx": b"PK\3\4"},
        **{"b.dat": b"\0\1\2\3", "s.sqlite": b"SQLite format 3\0", "bad.toml": b"jobs = \n"},
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "empty").mkdir()
    with sqlite3.connect(tmp_path / "other.sqlite") as base:
        base.execute("CREATE TABLE t (a)")
    return tmp_path


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "C"])
def test_whatever_goes_wrong_is_said_in_one_language(wrong: Path, lang: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    cases = [line.split() for line in SAYING.read_text("utf-8").splitlines()]
    with ThreadPoolExecutor(2) as pool:
        said = [*pool.map(lambda case: stderr(case, wrong, lang), cases), stderr(["config"], wrong, lang, "bad.toml")]
    assert all(text.strip() for text in said)
    for case, text in zip([*cases, ["config"]], said, strict=True):
        # Names of documents, and what stands around a doubt in one.
        bare = re.sub("某省工作方案|园区|“[^”]*”", "", text)
        foreign = english(text) if lang.startswith("zh") else re.findall(r"[\u4e00-\u9fff]+", bare)
        assert (case, foreign) == (case, [])


# Commands that do their work, and say something of it.
DONE = ROOT / "tests" / "data" / "messages" / "successes.txt"
OTHER = "甲市行动方案\n\n一、重点任务\n\n（一）建设园区。到2O26年，建成5个园区。（责任单位：市商务局）\n"


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "C"])
def test_what_is_done_is_told_in_one_language(wrong: Path, lang: str) -> None:
    """In English the only Chinese words on standard error are those of the documents; in Chinese results are, too."""
    pytest.importorskip("openpyxl")
    first, second = ((wrong / name).read_text("utf-8") for name in ("a.txt", "b.txt"))
    (wrong / "c.txt").write_text(OTHER, "utf-8")
    for folder, texts in {"plans": (first, second), "others": (second, OTHER)}.items():
        (wrong / folder).mkdir()
        for name, text in zip(("a.txt", "b.txt"), texts, strict=True):
            (wrong / folder / name).write_text(text, "utf-8")
    assert main(["extract", "a.txt", "-o", "kept.xlsx"], wrong, lang).returncode == 0
    assert main(["extract", "a.txt", "-o", "kept.sqlite"], wrong, lang).returncode == 0
    for case in (line.split() for line in DONE.read_text("utf-8").splitlines()):
        done = main(case, wrong, lang)
        told = done.stderr.decode("utf-8")
        assert (case, done.returncode in (0, 1)) == (case, True), told
        if lang.startswith("zh"):
            assert (case, english(told + done.stdout.decode("utf-8"))) == (case, [])
        else:
            of_documents = first + second + OTHER
            foreign = [words for words in re.findall(r"[\u4e00-\u9fff]+", told) if words not in of_documents]
            assert (case, foreign) == (case, [])


def stderr(arguments: list[str], folder: Path, lang: str, settings: str = "") -> str:
    return main(arguments, folder, lang, settings).stderr.decode("utf-8", "replace")


def main(arguments: list[str], folder: Path, lang: str, settings: str = "") -> subprocess.CompletedProcess[bytes]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "DUIKOU_"))}
    env |= {"LANG": lang, "PYTHONUTF8": "1", **({"DUIKOU_CONFIG": settings} if settings else {})}
    command = [sys.executable, "-m", "duikou", *arguments]
    return subprocess.run(command, capture_output=True, env=env, cwd=folder, check=False, stdin=subprocess.DEVNULL)


def test_warnings_of_a_chinese_ledger_are_chinese(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    file = tmp_path / "方案.txt"
    file.write_text("某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2O25年，建成2个园区。\n", "utf-8")
    run("extract", str(file), "-o", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    said = [str(cell.value) for sheet in book for row in sheet for cell in row if "unsafe" in str(cell.value)]
    assert said == ["'O' 应为 '0'；加 --unsafe 可修正"]


def test_kinds_and_changes_are_asked_for_by_their_labels() -> None:
    from duikou.app.extract import known_kinds
    from duikou.comparing.sifting import checked

    assert known_kinds(("任务", "principle")) == ("task", "principle")
    assert checked(("编辑性", "数字", "疑似")) == ("editorial", "number", "suspect")
    assert checked(("正文之外", "正文")) == ("front", "body")


def test_names_of_changes_are_told_by_their_labels() -> None:
    from duikou.comparing.sifting import checked

    with pytest.raises(UsageError) as wrong:
        checked(("数子",))
    assert not re.search("[a-z]", problem(wrong.value, "zh"))

"""The cache: the same results as without, whatever lies in it."""

from __future__ import annotations

import os
import pickle
import zlib
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath

import pytest
from test_cli import run

from duikou.app import cache as caching
from duikou.app.clean import clean_one
from duikou.app.extract import extract_one
from duikou.app.inputs import Input, gather
from duikou.errors import OutputError, UnreadableError
from duikou.reading.options import Options

PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。共建园区{n}个。（责任单位：省商务厅）\n"


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(PLAN.format(n=number), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def entries(cache: Path) -> list[Path]:
    return sorted(path for path in cache.glob("*/??/*"))


COMMANDS = [
    ("clean",),
    ("clean", "-f", "json"),
    ("clean", "-f", "jsonl"),
    ("clean", "--explain"),
    ("clean", "--unsafe"),
    ("clean", "--check"),
    ("extract",),
    ("extract", "-f", "csv"),
    ("extract", "--unit", "省商务厅"),
    ("extract", "-f", "markdown", "--lang", "en"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_bytes_are_those_of_a_run_without(archive, tmp_path, command):
    name, *options = command
    want = run(name, archive, *options)
    for _ in range(2):
        got = run(name, archive, *options, "--cache", tmp_path / "cache")
        assert (got.stdout_bytes, got.stderr, got.exit_code) == (want.stdout_bytes, want.stderr, want.exit_code)
    assert len(entries(tmp_path / "cache")) == 6, "one a document, none for an error"


def counted(item: Input, counts: Path) -> tuple[str, ...]:
    with counts.open("a") as file:
        file.write("x")
    return (item.name,)


def renamed(value: tuple[str, ...], name: str) -> tuple[str, ...]:
    return (name, *value[1:])


@pytest.fixture
def work(tmp_path):
    return caching.keep(partial(counted, counts=tmp_path / "counts"), str(tmp_path / "cache"), renamed)


def times(tmp_path) -> int:
    return (tmp_path / "counts").stat().st_size


def test_what_is_unchanged_is_not_done_again(archive, tmp_path, work):
    items = gather([str(archive)])
    first = [work(item) for item in items]
    assert [work(item) for item in items] == first
    assert times(tmp_path) == len(items)
    (archive / "3.txt").write_text("别的内容", "utf-8")
    assert [work(item) for item in items] == first
    assert times(tmp_path) == len(items) + 1


def test_the_same_content_under_another_name_is_done_once(archive, tmp_path, work):
    (archive / "copy.txt").write_bytes((archive / "1.txt").read_bytes())
    names = [work(item)[0] for item in gather([str(archive / "1.txt"), str(archive / "copy.txt")])]
    assert names == [str(archive / "1.txt"), str(archive / "copy.txt")]
    assert times(tmp_path) == 1
    (archive / "copy.md").write_bytes((archive / "1.txt").read_bytes())
    work(gather([str(archive / "copy.md")])[0])
    assert times(tmp_path) == 2, "the ending of a name is part of what a document is"


def test_standard_input_is_kept_by_its_content(tmp_path, work):
    for content in (b"one", b"one", b"two"):
        work(Input("-", PurePath("stdin"), content=content))
    assert times(tmp_path) == 2


DAMAGE = {
    "cut short": lambda data: data[:-5],
    "empty": lambda data: b"",
    "a bit turned": lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
    "no mark": lambda data: b"x" + data,
    "noise": lambda data: os.urandom(len(data)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_entry_is_ignored_and_mended(archive, tmp_path, work, damage):
    item = gather([str(archive / "1.txt")])[0]
    good = work(item)
    (entry,) = entries(tmp_path / "cache")
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))
    assert work(item) == good
    assert times(tmp_path) == 2
    assert entry.read_bytes() == sound


def test_an_entry_in_the_place_of_another_is_ignored(archive, tmp_path, work):
    one, two = (gather([str(archive / name)])[0] for name in ("1.txt", "2.txt"))
    work(one)
    (first,) = entries(tmp_path / "cache")
    work(two)
    (second,) = set(entries(tmp_path / "cache")) - {first}
    second.write_bytes(first.read_bytes())
    assert work(two) == (str(archive / "2.txt"),)
    assert times(tmp_path) == 3


class Evil:
    def __reduce__(self):
        return (os.mkdir, ("evil",))


# Programs of pickle that set attributes of a class: by its slots, by its dictionary, through a value of it.
CHANGES = {
    "slots": b"\x80\x04cduikou.commands\nCleaning\n(N}(\x8c\x07changed\x88utb.",
    "dictionary": b"\x80\x04cduikou.commands\nCleaning\n}(\x8c\x07changed\x88ub.",
    "dataclass": b"\x80\x04cduikou.exporting.record\nRecord\n(N}(\x8c\x07changed\x88utb.",
}
FORGED = {"a function": pickle.dumps(Evil()), **CHANGES}


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_an_entry_can_name_no_function_and_change_no_class(archive, tmp_path, work, monkeypatch, content):
    from duikou.app.clean import Cleaning
    from duikou.exporting.ledger.record import Record

    before = dict(vars(Cleaning)), dict(vars(Record))
    monkeypatch.chdir(tmp_path)
    item = gather([str(archive / "1.txt")])[0]
    work(item)
    (entry,) = entries(tmp_path / "cache")
    key = bytes.fromhex(entry.parent.name + entry.name)
    content = zlib.compress(content)
    entry.write_bytes(caching._MARK + sha256(key + content).digest() + content)
    assert work(item) == (str(archive / "1.txt"),)
    assert not (tmp_path / "evil").exists()
    assert (dict(vars(Cleaning)), dict(vars(Record))) == before


def test_programs_are_part_of_the_key_of_what_they_read(archive, tmp_path, work, monkeypatch):
    (archive / "scan.pdf").write_bytes(b"\n%PDF-1.7")
    (archive / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    items = gather([str(archive / name) for name in ("1.txt", "scan.pdf", "old.doc")])
    for programs in (b"one", b"other"):
        monkeypatch.setattr(caching, "programs", lambda said=programs: said)
        for _ in range(2):
            assert [work(item) for item in items] == [(item.name,) for item in items]
    assert times(tmp_path) == 1 + 2 + 2


def test_another_program_is_told_by_its_file(tmp_path, monkeypatch):
    from duikou.reading.files import programs as reading_programs

    program = tmp_path / "tesseract"
    program.write_text("one", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def told():
        reading_programs.find_program.cache_clear()
        caching.programs.cache_clear()
        return caching.programs()

    first = told()
    assert told() == first
    program.write_text("two, and longer", "utf-8")
    assert told() != first
    monkeypatch.undo()
    told()


def test_a_file_that_changes_while_it_is_read_is_not_kept(archive, tmp_path):
    def changing(item: Input) -> tuple[str, ...]:
        item.path.write_text("更长的别的内容" * 9, "utf-8")
        return ("x",)

    work = caching.keep(changing, str(tmp_path / "cache"), renamed)
    work(gather([str(archive / "1.txt")])[0])
    assert entries(tmp_path / "cache") == []


def test_errors_are_not_kept(archive, tmp_path):
    work = caching.keep(partial(extract_one, choice=None, keywords=False), str(tmp_path / "cache"))
    with pytest.raises(UnreadableError):
        work(gather([str(archive / "empty.txt")])[0])
    assert entries(tmp_path / "cache") == []


def test_options_and_rules_are_part_of_the_key(monkeypatch):
    from duikou.cleaning import Selection

    works = [
        partial(clean_one, selection=Selection((), (), unsafe), lang=lang) for unsafe in (0, 1) for lang in ("zh", "en")
    ]
    stamps = {caching.stamp(work) for work in (*works, partial(extract_one, keywords=True), extract_one)}
    assert len(stamps) == 6
    monkeypatch.setattr(caching, "rules", lambda: "other rules")
    assert caching.stamp(works[0]) not in stamps


def test_every_file_of_the_package_is_part_of_the_rules(monkeypatch):
    caching.rules.cache_clear()
    one = caching.rules()
    caching.rules.cache_clear()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read(self) + b"#" * (self.name == "furniture.toml"))
    assert caching.rules() != one
    caching.rules.cache_clear()


def test_a_cache_among_the_inputs_is_no_document(archive):
    want = run("clean", archive).stdout_bytes
    for _ in range(2):
        assert run("clean", archive, "--cache", archive / "cache").stdout_bytes == want


def test_a_folder_that_only_looks_like_a_cache_is_read(archive):
    (archive / "more").mkdir()
    (archive / "more" / "CACHEDIR.TAG").write_text("something else", "utf-8")
    names = [found.name for found in gather([str(archive)])]
    assert str(archive / "more" / "CACHEDIR.TAG") in names


@pytest.mark.parametrize("what", ["a file", "/proc/x"])
def test_a_folder_that_can_not_be_used_is_one_error(archive, tmp_path, what):
    place = archive / "1.txt" if what == "a file" else what
    with pytest.raises(OutputError, match="can't be used as a cache"):
        caching.keep(extract_one, str(place))
    assert run("extract", archive, "--cache", place).exit_code == 2


def test_no_room_in_the_cache_costs_nothing_but_time(archive, tmp_path, work, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    item = gather([str(archive / "1.txt")])[0]
    assert work(item) == (str(archive / "1.txt"),)
    assert entries(tmp_path / "cache") == []


# Whose it is


@pytest.mark.skipif(os.name == "nt", reason="modes are of another kind on Windows")
def test_a_cache_is_for_its_owner_alone(tmp_path):
    plan, cache = tmp_path / "plan.txt", tmp_path / "a" / "cache"
    plan.write_text("某省方案\n一、任务\n（一）建设园区。", "utf-8")
    before = os.umask(0)
    try:
        assert run("clean", plan, "--cache", cache).exit_code == 0
    finally:
        os.umask(before)
    found = [cache, *cache.rglob("*")]
    assert len(found) > 3
    assert {path.stat().st_mode & 0o777 for path in found if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in found if path.is_file() and path.name != "CACHEDIR.TAG"} == {0o600}


def test_no_name_in_a_cache_tells_a_password(tmp_path):
    def named(password, folder):
        work = partial(extract_one, options=Options(password=password))
        caching.keep(work, str(tmp_path / folder))
        stamps = {path.name for path in (tmp_path / folder).iterdir() if path.is_dir()}
        assert caching.stamp(work) not in stamps
        return stamps

    first = named("123456", "a")
    assert named("123456", "a") == first
    assert len(named("654321", "a")) == 2
    assert named("123456", "b") != first

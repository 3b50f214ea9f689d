"""What the user names becomes documents: zip containers in one another, files behind an address; each read when its
turn comes, within bounds."""

from __future__ import annotations

import io
import json
import os
import pickle
import unicodedata
import zipfile
from pathlib import Path

import pytest
from test_cli import PLAN, run

from duikou.app import addresses, inputs
from duikou.app.inputs import gather
from duikou.errors import UnreadableError, UsageError, install_command
from duikou.reading.options import Limits, Options

PLANS = {f"{n}.txt": PLAN + f"（二）共建园区{n}个。\n" for n in range(5)}


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return stream.getvalue()


def test_tables_that_a_folder_keeps_unread_are_told(tmp_path, capsys) -> None:
    """A table of tasks is often a .csv, which a folder has as data."""
    (tmp_path / "below").mkdir()
    for name in ("a.txt", "below/b.txt"):
        (tmp_path / name).write_text(PLAN, "utf-8")
    told: list[str] = []
    gather([str(tmp_path)], None, False, Options(), told.append)
    assert told == []
    for name in ("分工.csv", "below/分工.TSV", "below/data.json"):
        (tmp_path / name).write_text("1,2", "utf-8")
    gather([str(tmp_path)], None, False, Options(), told.append)
    assert [": 2 .csv and .tsv files are left out" in one for one in told] == [True]


# Zip containers


@pytest.fixture
def nest(tmp_path) -> Path:
    place = tmp_path / "通知.zip"
    deepest = packed({"deep.txt": PLANS["3.txt"], "data.csv": "1,2"})
    inner = packed({"plan.txt": PLANS["2.txt"], "deeper.zip": deepest, "notes.md": "# 方案\n\n推进合作。\n"})
    place.write_bytes(packed({"a.txt": PLANS["1.txt"], "附件.zip": inner, "z.txt": PLANS["4.txt"]}))
    return place


NESTED = ["a.txt", "附件.zip/plan.txt", "附件.zip/deeper.zip/deep.txt", "附件.zip/notes.md", "z.txt"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_zip_containers_in_a_zip_container_are_opened(nest, jobs):
    result = run("clean", nest, "--recurse", "-f", "json", "--jobs", jobs)
    documents = json.loads(result.stdout)["documents"]
    assert [found["source"]["path"].removeprefix(f"{nest}/") for found in documents] == NESTED
    assert ["共建园区4个" in str(found) for found in documents] == [False] * 4 + [True]
    assert documents[3]["source"]["format"] == "markdown", "the name in the container counts"


def test_the_folders_of_the_outputs_are_the_containers(nest, tmp_path):
    out = tmp_path / "out"
    assert run("clean", nest, "--recurse", "-d", out).exit_code == 0
    found = {path.relative_to(out).as_posix() for path in out.rglob("*.txt")}
    assert found == {f"通知/{name.replace('.zip', '').replace('.md', '.txt')}" for name in NESTED}


def test_files_of_one_name_are_all_written(tmp_path):
    from hostile import twins

    (tmp_path / "x.zip").write_bytes(twins())
    out = tmp_path / "out"
    assert run("clean", tmp_path / "x.zip", "--recurse", "-d", out).exit_code == 0
    names = sorted(path.relative_to(out).as_posix().casefold() for path in out.rglob("*.txt"))
    assert len({unicodedata.normalize("NFC", name) for name in names}) == 7
    assert all(name.startswith("x/") for name in names)


def test_only_names_are_held_until_a_document_is_read(nest):
    items = gather([str(nest)], recurse=True)
    assert [item.content for item in items] == [None] * 5
    assert len(pickle.dumps(items)) < 4_000
    assert [pickle.loads(pickle.dumps(item)).load().decode() for item in items[:2]] == [PLANS["1.txt"], PLANS["2.txt"]]


def test_a_container_from_a_pipe_is_read_from_memory(nest):
    items = list(inputs._unpacked(inputs.Input("-", Path("stdin"), content=nest.read_bytes()), None))
    assert [item.name for item in items] == [f"-/{name}" for name in NESTED]
    assert items[2].content.decode() == PLANS["3.txt"]


def test_a_container_that_changed_meanwhile_is_told(nest):
    items = gather([str(nest)], recurse=True)
    assert items[0].load()
    nest.write_bytes(packed({"other.txt": PLAN}))
    with pytest.raises(UnreadableError, match="the zip container changed"):
        items[0].load()


def test_containers_deeper_than_the_bound_are_one_error(tmp_path):
    data = packed({"a.txt": PLAN})
    for _ in range(6):
        data = packed({"in.zip": data, "beside.txt": PLAN})
    (tmp_path / "a.zip").write_bytes(data)
    bad, *good = gather([str(tmp_path / "a.zip")], recurse=True)
    assert [(item.name.count("in.zip"), item.error) for item in good] == [(2, None), (1, None), (0, None)]
    assert bad.name.endswith("in.zip/in.zip/in.zip")
    assert "lies in 3 other zip containers" in str(bad.error)


def test_all_containers_in_one_share_its_limit(tmp_path):
    inner = packed({"a.txt": os.urandom(400_000).hex()})
    (tmp_path / "a.zip").write_bytes(packed({f"{n}.zip": inner for n in range(3)}))
    # The containers have 1.4 MB, what is in each of them .8 MB: the third is beyond 3 MB.
    found = gather([str(tmp_path / "a.zip")], recurse=True, options=Options(limits=Limits(unpacked=3)))
    assert [item.error is None for item in found] == [True, True, False]
    assert str(found[2].error).startswith(f"{tmp_path / 'a.zip'}/2.zip: holds 4 MB when unpacked")
    assert all(item.error is None for item in gather([str(tmp_path / "a.zip")], recurse=True))


def test_an_encrypted_container_in_a_container_is_one_error(tmp_path):
    inner = bytearray(packed({"a.txt": PLAN}))
    outer = bytearray(packed({"in.zip": bytes(inner), "b.txt": PLAN}))
    for at in (outer.index(b"PK\x03\x04") + 6, outer.index(b"PK\x01\x02") + 8):
        outer[at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(outer))
    result = run("clean", tmp_path / "a.zip", "--recurse")
    assert result.exit_code == 2
    assert "a.zip/in.zip: is encrypted in its zip container. Give its password with --password." in result.stderr


def test_an_output_is_never_the_container(nest):
    before = nest.read_bytes()
    result = run("clean", nest, "--recurse", "-f", "text", "-o", nest)
    assert "inputs are never written over" in result.stderr
    assert nest.read_bytes() == before


def test_what_lies_in_containers_is_kept_in_the_cache(nest, tmp_path):
    want = run("extract", nest, "--recurse")
    for _ in range(2):
        got = run("extract", nest, "--recurse", "--cache", tmp_path / "cache")
        assert (got.stdout_bytes, got.stderr) == (want.stdout_bytes, want.stderr)
    assert sum(1 for _ in (tmp_path / "cache").glob("*/??/*")) == 5


# Addresses


@pytest.fixture
def archive(tmp_path) -> Path:
    folder = tmp_path / "archive"
    (folder / "more").mkdir(parents=True)
    for name, text in PLANS.items():
        (folder / ("more" if name < "2" else ".") / name).write_text(text, "utf-8")
    (folder / "table.csv").write_text("1,2", "utf-8")
    (folder / ".hidden.txt").write_text(PLAN, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def memory():
    fsspec = pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name, text in PLANS.items():
        system.pipe_file(f"/plans/{name}", text.encode())
    yield system
    system.store.clear()


def test_an_address_is_told_from_a_name():
    assert all(map(inputs.is_address, ("s3://b/a.txt", "file:///a", "memory://x", "https://a.b/c", "zip://a::s3://b")))
    assert not any(map(inputs.is_address, ("a.txt", "-", "C://a", "/a/b:/c", "://a", "http:", "方案://甲", "a b://c")))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_behind_an_address_is_read_as_a_folder_is(archive, memory, jobs):
    here = run("clean", archive, "-f", "json", "--jobs", 1)
    there = run("clean", f"file://{archive}", "-f", "json", "--jobs", jobs)
    assert there.stdout.replace("file://", "") == here.stdout
    assert there.stderr.replace("file://", "") == here.stderr
    assert there.exit_code == here.exit_code == 2


def test_files_behind_addresses(memory):
    want = [f"memory://plans/{n}.txt" for n in range(5)]
    assert [item.name for item in gather(["memory://plans"])] == want
    assert [item.name for item in gather(["memory://plans/1.txt", "memory://plans/3.txt"])] == [want[1], want[3]]
    (found,) = gather(["memory://plans/3*.txt"])
    assert found.load().decode() == PLANS["3.txt"]
    result = run("extract", "memory://plans", "-f", "csv", "--jobs", 1)
    assert result.exit_code == 0
    assert all(name in result.stdout for name in want)


def test_containers_behind_addresses_are_opened(memory, nest):
    memory.pipe_file("/plans/a.zip", nest.read_bytes())
    items = gather(["memory://plans/a.zip"], recurse=True)
    assert [item.name for item in items] == [f"memory://plans/a.zip/{name}" for name in NESTED]
    assert items[2].load().decode() == PLANS["3.txt"]


def test_diff_reads_addresses(memory):
    result = run("diff", "memory://plans/1.txt", "memory://plans/2.txt")
    assert (result.exit_code, "园区" in result.stdout) == (1, True)
    result = run("diff", "memory://plans", "memory://plans/2.txt")
    assert (result.exit_code, "memory://plans: is a folder" in result.stderr) == (2, True)


def test_what_is_not_behind_an_address_is_one_error_each(memory):
    result = run("clean", "memory://plans/none.txt", "memory://plans/1.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("duikou: memory://plans/none.txt: can't be read (it does not exist)")
    assert "共建园区1个" in result.stdout


def test_a_store_that_refuses_costs_its_own_document_only(memory, monkeypatch):
    opened = type(memory)._open

    def refusing(self, path, *given, **more):
        if path.endswith("3.txt"):
            raise RuntimeError("403 no access")
        return opened(self, path, *given, **more)

    monkeypatch.setattr(type(memory), "_open", refusing)
    result = run("clean", "memory://plans", "--jobs", 1)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "memory://plans/3.txt: can't be read (403 no access)" in result.stderr


def test_a_file_behind_an_address_has_the_limits_of_a_file(memory):
    memory.pipe_file("/plans/large.txt", b" " * 2**21)
    result = run("clean", "memory://plans/large.txt", "--limit", "size=1")
    assert "memory://plans/large.txt: has 2 MB, and at most 1 MB are read" in result.stderr


@pytest.mark.parametrize("output", ["{place}.jsonl", "{place}.csv", "{place}.xlsx", "{place}.sqlite"])
def test_results_go_to_an_address(memory, tmp_path, output, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    name = output.format(place="memory://results/new/x")
    assert run("extract", "memory://plans", "-o", name, "--jobs", 1).exit_code == 0
    local = tmp_path / name.rpartition("/")[2]
    assert run("extract", "memory://plans", "-o", local, "--jobs", 1).exit_code == 0
    assert memory.cat_file(name.removeprefix("memory:/")) == local.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [local.name], "temporary files are left"


def test_a_folder_of_results_may_be_an_address(memory, archive):
    assert run("clean", archive, "-d", "memory://out", "--jobs", 1).exit_code == 2
    assert sorted(memory.find("/out")) == sorted(
        [*(f"/out/more/{n}.txt" for n in (0, 1)), *(f"/out/{n}.txt" for n in (2, 3, 4))]
    )


def test_no_input_behind_an_address_is_written_over(memory, archive):
    for given, output in (("memory://plans/1.txt",) * 2, (f"file://{archive}/2.txt", str(archive / "2.txt"))):
        result = run("clean", given, "-f", "text", "-o", output)
        assert (result.exit_code, "inputs are never written over" in result.stderr) == (2, True)
    assert (archive / "2.txt").read_text("utf-8") == PLANS["2.txt"]


def test_an_output_that_is_refused_is_one_error(memory, monkeypatch):
    def refused(self, *given, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(memory), "put_file", refused)
    result = run("extract", "memory://plans", "-o", "memory://out/x.jsonl", "--jobs", 1)
    assert result.exit_code == 2
    assert "memory://out/x.jsonl: can't be written (Permission denied)" in result.stderr


def test_links_behind_a_file_address_are_not_followed(archive):
    pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
    (archive / "up").symlink_to("..", target_is_directory=True)
    assert [found for found, _ in addresses.listed(f"file://{archive}") if "/up/" in found] == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense://x/a.txt", "the protocol nonsense is not known"),
        ("gcs://bucket/a.txt", "gcsfs"),
        ("sftp://x/a.txt", "aramiko"),
    ],
)
def test_what_a_protocol_needs_is_one_error(memory, address, says):
    for arguments in (("clean", address), ("extract", "memory://plans", "-o", address, "-f", "csv")):
        result = run(*arguments)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.stderr
        assert says in result.stderr


def test_without_fsspec_the_error_says_what_to_install(monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.partition(".")[0] == "fsspec"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match="needs fsspec") as caught:
        gather(["s3://bucket/a.txt"])
    assert install_command("cluster") in caught.value.advice


def test_a_cache_is_a_folder(memory):
    result = run("clean", "memory://plans", "--cache", "memory://cache")
    assert result.exit_code == 2
    assert "--cache takes a folder" in result.stderr


@pytest.mark.parametrize(
    ("given", "output"),
    [
        ("file://a.txt", ("-o", "a.txt")),
        ("a.txt", ("-o", "file://a.txt")),
        ("a.txt", ("-o", "simplecache::file://{here}/a.txt")),
        ("simplecache::file://{here}/a.txt", ("-o", "a.txt")),
        ("file://a.txt", ("-d", ".")),
        ("memory://plans/1.txt", ("-o", "memory:///plans/1.txt")),
        ("memory:///plans/1.txt", ("-d", "memory://plans")),
        ("simplecache::memory://plans/1.txt", ("-o", "memory://plans/1.txt")),
        ("zip://1.txt::file://{here}/q.zip", ("-o", "q.zip")),
        ("zip://1.txt::{here}/q.zip", ("-o", "file://q.zip")),
        ("zip://1.txt::memory://plans/q.zip", ("-o", "memory:///plans/q.zip")),
    ],
)
def test_an_input_is_known_by_any_address(memory, tmp_path, monkeypatch, given, output):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(PLAN, "utf-8")
    Path("q.zip").write_bytes(packed({"1.txt": PLAN}))
    memory.pipe_file("/plans/q.zip", packed({"1.txt": PLAN}))
    before = dict.fromkeys(memory.find("/")), {path: path.read_bytes() for path in tmp_path.iterdir()}
    result = run("clean", given.format(here=tmp_path), "-f", "text", *(word.format(here=tmp_path) for word in output))
    assert result.exit_code == 2, result.stderr
    assert "never written over" in result.stderr or "is a chain" in result.stderr
    assert (dict.fromkeys(memory.find("/")), {path: path.read_bytes() for path in tmp_path.iterdir()}) == before


def test_a_container_behind_an_address_is_no_output(memory):
    memory.pipe_file("/plans/q.zip", packed({"1.txt": PLAN}))
    result = run("clean", "memory://plans/q.zip", "--recurse", "-f", "text", "-o", "memory:///plans/q.zip")
    assert (result.exit_code, "never written over" in result.stderr) == (2, True)


@pytest.mark.parametrize("option", ["-o", "-d"])
def test_a_chain_is_no_output(memory, tmp_path, option):
    result = run("clean", "memory://plans/1.txt", option, f"simplecache::memory://out/{tmp_path.name}")
    assert (result.exit_code, "is a chain of addresses" in result.stderr) == (2, True)


def test_one_path_on_two_hosts_is_two_files(monkeypatch):
    class Server:
        protocol = ("sftp", "ssh")

        def __init__(self, host):
            self.storage_options = {"host": host}

    def system(address):
        host, _, path = address.partition("://")[2].partition("/")
        return Server(host), f"/{path}"

    monkeypatch.setattr(addresses, "_system", system)
    one = addresses.identity("sftp://one.example/a.txt")
    assert one == addresses.identity("ssh://one.example//a.txt")
    assert one != addresses.identity("sftp://two.example/a.txt")


def test_brackets_in_a_name_are_no_pattern(memory, tmp_path):
    name = "国发[2016]62号.txt"
    (tmp_path / name).write_text(PLAN, "utf-8")
    (tmp_path / "国发2号.txt").write_text(PLAN, "utf-8")
    result = run("clean", f"file://{tmp_path}/{name}", "-f", "text")
    assert (result.exit_code, result.stderr) == (0, "")
    found = [inner for _, inner in addresses.listed(f"file://{tmp_path}/国发[2016]*.txt")]
    assert found == [name]


def test_a_file_that_exists_is_no_pattern(memory):
    for name in ("/odd/a?.txt", "/odd/ab.txt"):
        memory.pipe_file(name, PLAN.encode())
    assert addresses.listed("memory://odd/a?.txt") == [("memory://odd/a?.txt", "a?.txt")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_chains_are_read(memory, tmp_path, jobs):
    (tmp_path / "x.zip").write_bytes(packed(PLANS))
    names = [f"zip://{name}::file://{tmp_path}/x.zip" for name in PLANS]
    result = run("clean", *names, "-f", "text", "--jobs", jobs)
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(f"共建园区{n}个" in result.stdout for n in range(5))
    memory.pipe_file("/plans/x.zip", packed({"inner.zip": packed(PLANS)}))
    items = gather(["zip://inner.zip::memory://plans/x.zip"], recurse=True)
    assert [item.load().decode() for item in items] == list(PLANS.values())


@pytest.mark.parametrize("address", ["memory://*.txt", "memory:///?.txt", "memory://", "memory:///"])
def test_the_root_of_a_store_is_a_folder(memory, address):
    memory.store.clear()
    memory.pipe_file("/a.txt", PLAN.encode())
    (found,) = gather([address])
    assert (str(found.relative), found.load().decode()) == ("a.txt", PLAN)


class Listing:
    """A store whose listings hold the folder itself, as a folder and as a file."""

    protocol = "fake"

    def ls(self, path, detail=True):
        own = [{"name": f"{path}/", "type": "directory"}, {"name": path, "type": "file"}]
        below = [{"name": "b/plans/more", "type": "directory"}] if path == "b/plans" else []
        return [*own, *below, {"name": f"{path}/a.txt", "type": "file"}]

    def isdir(self, path):
        return True

    def isfile(self, path):
        return False


def test_a_store_that_lists_the_folder_itself(monkeypatch):
    monkeypatch.setattr(addresses, "_system", lambda address: (Listing(), "b/plans"))
    assert addresses.listed("fake://b/plans") == [
        ("fake://b/plans/a.txt", "a.txt"),
        ("fake://b/plans/more/a.txt", "more/a.txt"),
    ]


def test_a_store_that_fails_in_the_middle_costs_its_own_document_only(memory, monkeypatch):
    opened = type(memory)._open

    class Failing(io.BytesIO):
        def read(self, *given):
            raise RuntimeError("connection reset")

    def failing(self, path, *given, **more):
        return Failing() if path.endswith("3.txt") else opened(self, path, *given, **more)

    monkeypatch.setattr(type(memory), "_open", failing)
    result = run("clean", "memory://plans", "--recurse", "--jobs", 1, "-f", "text")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "memory://plans/3.txt: can't be read (connection reset)" in result.stderr
    assert "共建园区4个" in result.stdout


def test_only_folders_below_the_first_are_made(memory, monkeypatch):
    """The first element of a path may be a bucket."""
    made = []
    monkeypatch.setattr(type(memory), "makedirs", lambda self, path, exist_ok=False: made.append(path))
    for name in ("bukket/x.txt", "bukket/new/x.txt", "plans/x.txt", "plans/new/x.txt"):
        monkeypatch.setattr(type(memory), "put_file", lambda *given, **more: None)
        addresses.put(__file__, f"memory://{name}")
    assert made == ["/plans/new"]

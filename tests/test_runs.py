"""Long runs: documents over their time, workers that are killed, interrupts, and what is left behind."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import signal
import subprocess
import sys
import time
import types
from functools import partial
from multiprocessing import Pipe, active_children
from pathlib import Path

import pytest
from test_batch import Item, told

from duikou.app import outputs
from duikou.app.progress import line
from duikou.app.signals import Interrupts
from duikou.workers import alarm, pool, spawned
from duikou.workers import crew as workers
from duikou.workers.letters import Letters

PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。共建园区{n}个。（责任单位：省商务厅）\n"
posix = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")


def slow(item: Item, *, which: int, folder: str) -> int:
    if item.value == which:
        with _left_behind(folder):
            time.sleep(60)
    return item.value


@contextlib.contextmanager
def _left_behind(folder: str):
    place = Path(folder, "temporary")
    place.touch()
    try:
        yield
    finally:
        place.unlink()


def stuck(item: Item) -> int:
    """Does not come back, whatever rings."""
    if item.value == 2:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    return item.value


@posix
@pytest.mark.parametrize(("count", "jobs"), [(1, 1), (3, 1), (12, 2)])
def test_a_document_over_its_time_costs_itself_only(tmp_path, count, jobs):
    items = [Item(f"{value}.txt", value) for value in range(count)]
    work = partial(slow, which=0, folder=str(tmp_path))
    results = told(pool.run(work, items, jobs, 0.3))
    assert results[0][0] == "0.txt"
    assert "took longer than the 0.3 s it may take" in results[0][1]
    assert results[1:] == list(range(1, count))
    assert list(tmp_path.iterdir()) == [], "what it held was not given back"


@posix
def test_work_that_does_not_come_back_is_ended_with_its_process(monkeypatch):
    monkeypatch.setattr(workers, "GRACE", 0.2)
    items = [Item(f"{value}.txt", value) for value in range(4)]
    results = told(pool.run(stuck, items, 2, 0.3))
    assert "took longer than" in results[2][1]
    assert [value for value in results if isinstance(value, int)] == [0, 1, 3]


def half_sent(item: Item, *, then: str) -> bytes:
    """Leaves its process when only a part of its result is in the pipe."""

    def half(self, buf):
        os.write(self.fileno(), bytes(buf)[: len(buf) // 2])
        if then != "sleeps":
            os.kill(os.getpid(), {"dies": signal.SIGKILL, "stops": signal.SIGSTOP}[then])
        time.sleep(60)

    if item.value == 3:
        from multiprocessing.connection import Connection

        Connection._send = half
    return bytes([item.value]) * 1000


@posix
def test_a_worker_that_dies_with_half_a_result_sent_costs_its_document_only():
    items = [Item(f"{value}.txt", value) for value in range(12)]
    results = list(pool.run(partial(half_sent, then="dies"), items, 2))
    assert "its worker process died" in str(results[3])
    assert [found[0] for found in results if isinstance(found, bytes)] == [v for v in range(12) if v != 3]


@posix
def test_a_worker_that_is_stopped_with_half_a_result_sent_is_given_up_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(workers, "GRACE", 0.2)
    items = [Item(f"{value}.txt", value) for value in range(12)]
    results = list(pool.run(partial(half_sent, then="stops"), items, 2, 0.5))
    assert "took longer than the 0.5 s" in str(results[3])
    assert [found[0] for found in results if isinstance(found, bytes)] == [v for v in range(12) if v != 3]
    assert not active_children()


def large(item: Item) -> bytes:
    return bytes([item.value]) * (item.value * 700_000)


@posix
def test_results_larger_than_a_pipe_come_whole():
    items = [Item(f"{value}.txt", value) for value in range(12)]
    assert list(pool.run(large, items, 2, 30)) == [large(item) for item in items]


# What a file holds that comes from `multiprocessing` itself, cut at each byte.
@posix
@pytest.mark.parametrize("sizes", [(0,), (5, 0, 3), (20_000, 1)])
def test_letters_are_whole_however_they_come(sizes):
    reading, writing = Pipe(duplex=False)
    come, feed = Letters(reading), os.dup(writing.fileno())
    sent = [bytes([number]) * size for number, size in enumerate(sizes)]
    whole, writer = Pipe(duplex=False)
    for message in sent:
        writer.send_bytes(message)
    packed = os.read(whole.fileno(), 1 << 20)
    found = []
    for at in range(0, len(packed), 7):
        os.write(feed, packed[at : at + 7])
        found += come.come()
    assert found == sent
    writing.close()
    os.close(feed)
    with pytest.raises(EOFError):
        come.come()


# Where no worker is needed


@posix
def test_a_few_documents_are_held_to_the_usual_time_too(tmp_path):
    items = [Item(f"{value}.txt", value) for value in range(3)]
    results = told(pool.run(partial(slow, which=1, folder=str(tmp_path)), items, None, None, 0.3))
    assert "took longer than the 0.3 s it may take. Give more time with --timeout" in results[1][1]
    assert [results[0], results[2]] == [0, 2]
    assert list(tmp_path.iterdir()) == [], "what it held was not given back"


ENDS = """
import signal, sys, time
from duikou.workers import alarm, pool
alarm.GRACE = 0.2
def work(item):
    if item == 1:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    return item
for found in pool.run(work, [0, 1, 2], usual=0.2):
    print(found)
"""


@posix
def test_a_process_that_does_not_come_back_ends_with_its_last_words():
    done = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "0\n")
    assert done.stderr.startswith("duikou: took longer than the 0.2 s it may take. Give more time with --timeout")
    assert done.stderr.count("\n") == 1


@posix
def test_a_run_that_waits_for_half_a_result_can_be_interrupted():
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(pool.run(partial(half_sent, then="sleeps"), [Item(f"{n}.txt", n) for n in range(40)], 2))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not active_children()


def with_a_program(item: Item, *, folder: str) -> int:
    from duikou.reading.files import programs

    programs.run(["sh", "-c", f"echo $$ > {folder}/{item.value}; sleep 100"], 100)
    return item.value


@posix
@pytest.mark.parametrize("start", [workers.started, spawned.started], ids=["a copy", "apart"])
def test_programs_end_with_the_process_that_is_killed(tmp_path, start):
    employer = os.fork()
    if employer == 0:
        crew = workers.Crew(partial(with_a_program, folder=str(tmp_path)), 1, None, start)
        list(crew.results([Item("a.txt", 1)]))
        os._exit(0)
    place, until = tmp_path / "1", time.monotonic() + 30
    while not (place.exists() and place.read_text("utf-8").strip()):
        assert time.monotonic() < until
        time.sleep(0.05)
    program = int(place.read_text("utf-8"))
    os.kill(employer, signal.SIGKILL)
    os.waitpid(employer, 0)
    while alive(program):
        assert time.monotonic() < until, "it is left"
        time.sleep(0.05)


def test_no_time_is_up_for_work_in_time():
    assert list(pool.run(partial(slow, which=-1, folder=""), [Item("a", 1)] * 9, 2, 30)) == [1] * 9


def test_the_line_of_progress_tells_rate_and_time_left():
    assert line(120, 3000, 14.23) == "120 of 3000 documents, 14 a second, about 3 min left"
    assert line(1, 3, 0.5) == "1 of 3 documents, 0.5 a second, about 4 s left"
    assert line(1, 10_000_001, 100) == "1 of 10000001 documents, 100 a second, about 27.8 h left"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, monkeypatch):
    from duikou import api
    from duikou.app import runs as running
    from duikou.app.inputs import gather

    place = tmp_path / "plan.txt"
    place.write_text(PLAN.format(n=1), "utf-8")
    read = api.read

    def changing(path, options=None):
        source = read(path, options)
        place.write_text(PLAN.format(n=1) * 2, "utf-8")
        return source

    monkeypatch.setattr(api, "read", changing)
    (caution,) = running.load_source(gather([str(place)])[0]).cautions
    assert caution.rule == "changed-while-read"


def test_standard_output_that_takes_a_part_at_a_time_gets_all(monkeypatch):
    class Narrow(io.RawIOBase):
        def __init__(self):
            self.taken = b""

        def write(self, data):
            self.taken += bytes(data[:7])
            return len(data[:7])

    stream = types.SimpleNamespace(buffer=Narrow(), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdout", stream)
    with outputs.StandardOutput() as sink:
        sink.write("共建园区。" * 9)
        sink.write(b"x")
    assert stream.buffer.taken == ("共建园区。" * 9 + "x").encode()


@posix
def test_a_limit_of_time_uses_nothing_that_a_fork_leaves_locked():
    # faulthandler's own thread is not there in a process that is forked off: waiting for it there never ends.
    faulthandler.dump_traceback_later(60)
    try:
        assert list(pool.run(partial(slow, which=-1, folder=""), [Item("a", 1)] * 9, 2, 1)) == [1] * 9
    finally:
        faulthandler.cancel_dump_traceback_later()


class Swallowed:
    """Destroyed when the time is up: what is raised there goes nowhere."""

    def __del__(self):
        time.sleep(0.3)


def unlucky(item: Item) -> int:
    if item.value == 1:
        Swallowed()
        time.sleep(60)
    return item.value


@posix
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_end_that_is_swallowed_comes_again():
    results = told(pool.run(unlucky, [Item(f"{value}.txt", value) for value in range(3)], 1, 0.1))
    assert "took longer than" in results[1][1]
    assert [results[0], results[2]] == [0, 2]


def tidying(folder: str, after: list[str]) -> None:
    """Gives back what it holds more slowly than the alarm rings, and with errors of its own."""
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(after.append, "stack")
            stack.callback(time.sleep, 0.5)
            time.sleep(60)
    finally:
        try:
            raise OSError
        except OSError:
            time.sleep(0.5)
        Path(folder, "tidy").touch()


@posix
def test_nothing_rings_while_what_is_held_is_given_back(tmp_path):
    after: list[str] = []
    with pytest.raises(alarm.OverTime), alarm.limited(0.1):
        tidying(str(tmp_path), after)
    assert (after, [path.name for path in tmp_path.iterdir()]) == (["stack"], ["tidy"])
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


# The command from outside


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.txt").write_text(PLAN.format(n=number) * 40, "utf-8")
    return folder


def start(*args: object, **options) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "duikou", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def begun(process: subprocess.Popen[bytes], count: int = 100_000) -> bytes:
    """The first bytes that come out, so that work is known to be under way."""
    head = b""
    while len(head) < count and (more := os.read(process.stdout.fileno(), 500)):
        head += more
    return head


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listing = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in listing.read_text().split()]


def kept(cache: Path) -> int:
    """How many results are in a cache."""
    return sum(1 for _ in cache.glob("*/??/[!.]*"))


on_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


def alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (OSError, ProcessLookupError):
        return False


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not any(map(alive, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_completes_what_streams(archive, number, code):
    process = start("clean", archive, "-f", "json", "--jobs", 2)
    head = begun(process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    value = json.loads(head + out)
    assert process.returncode == code
    assert 0 < len(value["documents"]) < 120
    assert f"interrupted after {len(value['documents'])} of 120 documents" in value["errors"][-1]["cause"]
    assert b"Traceback" not in err


@on_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["old.json", "old.csv", "old.xlsx"])
def test_an_interrupted_run_leaves_a_file_as_it_was(archive, tmp_path, number, name):
    old = tmp_path / name
    old.write_text("old", "utf-8")
    cache = tmp_path / "cache"
    process = start("extract", archive, "-o", old, "--force", "--jobs", 2, "--cache", cache)
    while kept(cache) < 5 and process.poll() is None:
        time.sleep(0.01)
    workers = children(process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number, err
    assert b"of 120 documents, and nothing was written" in err
    assert (out, old.read_text("utf-8")) == (b"", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "cache", name]
    assert workers
    assert gone(workers)


@on_linux
def test_a_run_that_is_killed_takes_its_workers_with_it(archive, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = start("clean", archive, "--jobs", 2, env={**os.environ, "TMPDIR": str(temporary)})
    begun(process)
    workers = children(process)
    assert list(temporary.iterdir())
    process.kill()
    process.communicate(timeout=60)
    assert workers
    assert gone(workers)
    assert list(temporary.iterdir()) == []


@on_linux
def test_a_killed_worker_costs_nothing_that_can_be_done_again(archive):
    want = start("clean", archive, "--jobs", 1).communicate(timeout=120)[0]
    process = start("clean", archive, "--jobs", 2)
    head = begun(process)
    os.kill(children(process)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, head + out, err) == (0, want, b"")


def test_a_stopped_run_goes_on_to_the_same_bytes(archive, tmp_path):
    want = start("extract", archive, "--quiet").communicate(timeout=120)[0]
    cache = tmp_path / "cache"
    process = start("extract", archive, "-o", tmp_path / "out.json", "--cache", cache, "--jobs", 2)
    while kept(cache) < 5 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert 5 <= kept(cache) < 120
    process = start("extract", archive, "-o", tmp_path / "out.json", "--cache", cache, "--jobs", 2)
    assert process.wait(120) == 0
    assert (tmp_path / "out.json").read_bytes() == want


def test_interrupts_are_as_they_were_afterwards():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        assert list(interrupts.before_each(iter([1, 2]))) == [1, 2]
    assert (interrupts.code, signal.getsignal(signal.SIGINT)) == (None, before)


def test_an_interrupt_while_a_result_is_handled_waits_for_it():
    handled = []
    with Interrupts() as interrupts:
        for item in interrupts.before_each(iter([1, 2, 3])):
            if item == 2:
                signal.raise_signal(signal.SIGINT)
            handled.append(item)
    assert (handled, interrupts.code) == ([1, 2], 130)


def test_a_second_interrupt_stops_anything():
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert interrupts.code == 130

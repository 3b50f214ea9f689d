"""The command line: outputs, messages, exit codes, and every kind of bad input."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from duikou import exporting
from duikou.app import cli, starting
from duikou.app import runs as running
from duikou.app.outputs import File, encoded
from duikou.app.progress import Progress
from duikou.errors import DuikouError
from duikou.version import __version__

PLAN = """某省关于推进两地协作的实施方案

一、重点任务

（一）深化产业协作。推动甲市与丙市建立产业协作机制,共建园区 2 个。（牵头单位：省发展改革委；责任单位：甲市政府）

（二）加强人才交流。每年互派干部20名，开展培训。（责任单位：省人力资源社会保障厅）

二、保障措施

（一）加强组织领导。各地各部门要高度重视，抓好落实。
"""
CHANGED = PLAN.replace("20名", "30名")
runner = CliRunner()


def run(*args: object, stdin: bytes | None = None):
    """Run a command in this process; gives its result with `.exit_code`, `.stdout_bytes`, `.stdout`, `.stderr`."""
    return runner.invoke(cli.app, [str(arg) for arg in args], input=stdin, prog_name="duikou", catch_exceptions=False)


def spawn(*args: object, **options):
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "duikou", *map(str, args)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **options)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with documents in folders, one empty file, one binary, one hidden."""
    top = tmp_path / "docs"
    for name, content in {
        "b.txt": PLAN.encode(),
        "a/c.txt": CHANGED.encode("gb18030"),
        "a/empty.txt": b"",
        "z.bin": bytes(range(256)) * 20,
        ".hidden.txt": PLAN.encode(),
        ".git/config.txt": PLAN.encode(),
    }.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return top


# Help, version, start-up


def test_version():
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"duikou {__version__}\n")


@pytest.mark.parametrize("command", ["clean", "diff", "extract", "rules", "doctor"])
def test_help_is_plain_ascii(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.isascii()


@pytest.mark.parametrize("command", ["clean", "diff", "extract"])
def test_help_names_every_format(command):
    text = " ".join(run(command, "--help").stdout.split())
    names = list(exporting.formats(command))
    assert f"{names[0]} (the default)" in text
    assert all(name in text for name in names)


def test_help_names_every_kind():
    from duikou.exporting.labels import labels

    text = run("extract", "--help").stdout
    assert all(kind in text for kind in labels("en", "kinds"))


def imported_by(*args: object) -> set[str]:
    done = spawn(*args, env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    lines = [line for line in done.stderr.decode().splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip() for line in lines}


HEAVY = {"rich", "lxml", "docx", "selectolax", "xlsxwriter", "rapidfuzz", "jieba", "pdfplumber", "multiprocessing"}


def test_version_imports_nothing_of_the_floors():
    loaded = imported_by("--version")
    # The registry of outputs is there, since the help of -f names them; no writer is.
    assert not {name for name in loaded if name.startswith("duikou.exporting.")}
    assert not loaded & (HEAVY | {"json", "tomllib", "duikou.app.clean", "duikou.reading"})


def test_cleaning_a_text_imports_nothing_heavy(plan):
    assert not imported_by("clean", plan, "--quiet") & (HEAVY | {"concurrent.futures", "duikou.outlining"})


# Results and where they go


def test_clean_writes_the_text_and_nothing_else(plan):
    result = run("clean", plan)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "某省关于推进两地协作的实施方案"
    assert "机制，共建园区2个。" in result.stdout
    assert result.stderr == ""


def test_standard_input_gives_the_same_as_the_file(plan):
    assert run("clean", "-", stdin=PLAN.encode()).stdout_bytes == run("clean", plan).stdout_bytes


def test_standard_input_is_named_by_a_dash(plan):
    value = json.loads(run("clean", "-", "-f", "json", stdin=PLAN.encode()).stdout)
    assert value["documents"][0]["source"]["path"] == "-"
    assert value["documents"][0]["source"]["sha256"] == hashlib.sha256(PLAN.encode()).hexdigest()
    assert run("clean", "-", stdin=b"").stderr.startswith("duikou: -: ")


def test_standard_input_into_a_file(tmp_path):
    assert run("clean", "-", "-o", tmp_path / "out.md", stdin=PLAN.encode()).exit_code == 0
    assert (tmp_path / "out.md").read_text("utf-8").startswith("# 某省")


def test_output_is_utf_8_whatever_the_locale(plan):
    done = spawn("clean", plan, env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.stdout.decode("utf-8").startswith("某省")
    done = spawn("clean", "没有.txt", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert "没有.txt: there is no such file" in done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("o.txt", "某省".encode()),
        ("o.md", "# 某省".encode()),
        ("o.json", b'{\n  "schema": "duikou.clean/1"'),
        ("o.html", b"<!DOCTYPE html>"),
        ("o.docx", b"PK\x03\x04"),
    ],
)
def test_the_name_chooses_the_format(plan, tmp_path, name, start):
    assert run("clean", plan, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_several_documents_in_one_text_are_apart_by_an_empty_line(plan, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("乙\n", "utf-8")
    text = run("clean", other, plan).stdout
    assert text.startswith("乙\n\n某省")
    assert text.count("\n\n") == 1


@pytest.mark.parametrize("format", ["docx", "html"])
def test_one_file_holds_one_document_of_word_or_html(plan, tmp_path, format):
    result = run("clean", plan, plan, "-o", tmp_path / f"o.{format}")
    assert result.exit_code == 2
    assert "-d DIR" in result.stderr


def test_bytes_are_not_sent_to_a_terminal(plan, monkeypatch):
    import os
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "duikou", "clean", str(plan), "-f", "docx"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"not for a terminal" in done.stderr


def test_bytes_go_to_a_pipe(plan):
    assert spawn("clean", plan, "-f", "docx").stdout.startswith(b"PK")


def test_a_closed_pipe_is_no_error(plan, tmp_path):
    (tmp_path / "many").mkdir()
    for number in range(30):
        (tmp_path / "many" / f"{number}.txt").write_text(PLAN * 20, "utf-8")
    command = [sys.executable, "-m", "duikou", "clean", str(tmp_path / "many"), "--jobs", "1", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline()
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_no_room_for_the_output_is_an_error(plan):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "duikou", "clean", str(plan)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"duikou: standard output can't be written")
    assert b"Traceback" not in done.stderr


# Folders


def test_a_folder_is_taken_whole_in_a_stable_order(folder):
    result = run("clean", folder, "-f", "json")
    value = json.loads(result.stdout)
    assert [d["source"]["path"] for d in value["documents"]] == [str(folder / "b.txt"), str(folder / "a/c.txt")]
    assert [e["path"] for e in value["errors"]] == [str(folder / "z.bin"), str(folder / "a/empty.txt")]
    assert result.exit_code == 2
    assert result.stderr.count("duikou: ") >= 2


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_the_bytes_are_the_same_with_any_number_of_workers(tmp_path, format):
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(PLAN.replace("20", str(number)), "utf-8")
    (tmp_path / "5.txt").write_bytes(b"")
    one, two = (spawn("clean", tmp_path, "-f", format, "--jobs", jobs) for jobs in (1, 2))
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr
    assert (one.returncode, two.returncode) == (2, 2)


def test_a_folder_keeps_its_structure_below_the_output_folder(folder, tmp_path):
    out = tmp_path / "out"
    assert run("clean", folder, "-d", out, "-f", "markdown").exit_code == 2
    assert sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()) == ["a/c.md", "b.md"]


def test_an_output_folder_inside_the_inputs_is_not_an_input(folder):
    for _ in range(2):
        run("clean", folder, "-d", folder / "out", "-f", "markdown")
    assert not (folder / "out" / "out").exists()


def test_outputs_do_not_meet(tmp_path):
    for name in ("plan.txt", "plan.md", "2016.12.txt"):
        (tmp_path / name).write_text(PLAN, "utf-8")
    out = tmp_path / "out"
    assert run("clean", tmp_path / "plan.txt", tmp_path / "plan.md", tmp_path / "2016.12.txt", "-d", out).exit_code == 0
    assert sorted(p.name for p in out.iterdir()) == ["2016.12.txt", "plan.md.txt", "plan.txt"]


def test_outputs_that_would_meet_get_numbers(tmp_path):
    for number, name in enumerate(("one", "two", "three")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_text(PLAN + "甲" * number, "utf-8")
    (tmp_path / "plan-2.txt").write_text(PLAN + "乙", "utf-8")
    files = [tmp_path / name for name in ("one/plan.txt", "two/plan.txt", "plan-2.txt", "three/plan.txt")]
    out = tmp_path / "out"
    assert run("clean", *files, "-d", out).exit_code == 0
    wanted = {"plan.txt": "one", "plan-3.txt": "two", "plan-4.txt": "three"}
    assert {p.name for p in out.iterdir()} == {*wanted, "plan-2.txt"}
    for name, source in wanted.items():
        assert (out / name).read_text("utf-8") == run("clean", tmp_path / source / "plan.txt").stdout


def test_an_input_that_is_named_twice_is_refused(tmp_path):
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    result = run("clean", tmp_path / "plan.txt", tmp_path / "plan.txt", "-d", tmp_path / "out")
    assert result.exit_code == 2
    assert "is named twice" in result.stderr
    assert not (tmp_path / "out").exists()


def test_links_to_folders_are_not_followed_and_broken_links_are_told(folder):
    (folder / "loop").symlink_to(folder)
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    result = run("clean", folder, "-f", "json")
    assert len(json.loads(result.stdout)["documents"]) == 2
    assert "lost.txt: there is no such file" in result.stderr


# Bad input


def damaged_docx() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as box:
        box.writestr("[Content_Types].xml", "<Types")
        box.writestr("word/document.xml", "<w:document")
    return content.getvalue()


BAD = {
    "missing.txt": None,
    "empty.txt": b"",
    "blank.txt": b" \n\t\r\n",
    "binary.txt": bytes(range(256)) * 40,
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "damaged.docx": damaged_docx(),
    "cut.docx": damaged_docx()[:60],
    "undecodable.txt": bytes([0x81, 0xFF, 0xFE, 0x00, 0x80, 0xFF, 0x01, 0x02]) * 50,
}


@pytest.mark.parametrize("command", ["clean", "extract"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_error_and_the_others_are_done(tmp_path, plan, command, name):
    if (content := BAD[name]) is not None:
        (tmp_path / name).write_bytes(content)
    result = run(command, tmp_path / name, plan, "-f", "json", "--quiet")
    value = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [d["source"]["path"] for d in value["documents"]] == [str(plan)]
    assert [e["path"] for e in value["errors"]] == [str(tmp_path / name)]
    assert value["errors"][0]["advice"]
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"duikou: {tmp_path / name}: ")


@pytest.mark.parametrize("name", BAD)
def test_diff_of_bad_input_gives_one_error(tmp_path, plan, name):
    if (content := BAD[name]) is not None:
        (tmp_path / name).write_bytes(content)
    result = run("diff", tmp_path / name, plan)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_diff_tells_of_both_sides(tmp_path):
    result = run("diff", tmp_path / "a", tmp_path / "b")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 2)


def test_a_folder_without_documents_is_an_error_and_the_others_are_done(tmp_path, plan):
    (tmp_path / "none").mkdir()
    result = run("clean", tmp_path / "none", plan)
    assert result.exit_code == 2
    assert "holds no documents" in result.stderr
    assert result.stdout.startswith("某省")


def test_diff_takes_no_folder(folder, plan):
    result = run("diff", folder, plan)
    assert result.exit_code == 2
    assert "is a folder" in result.stderr


@pytest.mark.parametrize("args", [("clean", "-", "-"), ("diff", "-", "-"), ("extract", "-", "-")])
def test_standard_input_can_be_named_once(args):
    result = run(*args, stdin=b"x")
    assert result.exit_code == 2
    assert "named twice" in result.stderr


@pytest.mark.parametrize("args", [("clean",), ("diff", "x"), ("extract",), ("nosuch",), ("clean", "x", "--jobs", "0")])
def test_wrong_usage_exits_with_2(args):
    assert run(*args).exit_code == 2


def test_a_file_name_cannot_steer_the_terminal(tmp_path):
    result = run("clean", tmp_path / "x\x1b[2J\ny")
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_fault_in_one_document_is_its_error(monkeypatch, plan):
    from duikou import api

    def broken(source, selection=None):
        raise ZeroDivisionError("of no use")

    monkeypatch.setattr(api, "clean", broken)
    result = run("clean", plan)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"duikou: {plan}: a fault of duikou's own (ZeroDivisionError: of no use")
    assert "Traceback" not in result.stderr


def test_a_fault_outside_of_a_document_has_no_traceback(monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError

    assert running.guarded(broken) == 2


def test_an_interrupt_exits_with_130():
    def interrupted():
        raise KeyboardInterrupt

    assert running.guarded(interrupted) == 130


def test_an_interrupt_from_outside_leaves_no_traceback(tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "duikou", "clean", str(pipe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    # Opening for writing waits until the command is there and reads.
    with open(pipe, "wb"):
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (stdout, stderr) == (b"", b"duikou: interrupted\n")


def test_a_pipe_is_an_input(tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen([sys.executable, "-m", "duikou", "clean", str(pipe)], stdout=subprocess.PIPE)
    pipe.write_text(PLAN, "utf-8")
    assert process.communicate(timeout=60)[0].decode().startswith("某省")


# Outputs: whole or not at all, never over an input


def links(tmp_path: Path, plan: Path) -> list[Path]:
    symbolic, hard = tmp_path / "symbolic.txt", tmp_path / "hard.txt"
    symbolic.symlink_to(plan)
    os.link(plan, hard)
    return [plan, symbolic, hard, tmp_path / "x" / ".." / "plan.txt"]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("command", ["clean", "extract", "diff"])
def test_an_input_is_never_written_over(tmp_path, plan, command, which):
    (tmp_path / "x").mkdir()
    output = links(tmp_path, plan)[which]
    inputs = [plan, plan] if command == "diff" else [plan]
    format = "json" if command == "extract" else {"clean": "text", "diff": "terminal"}[command]
    result = run(command, *inputs, "-o", output, "-f", format)
    assert result.exit_code == 2
    assert "never written over" in result.stderr
    assert plan.read_text("utf-8") == PLAN


def test_a_file_in_a_folder_is_never_written_over(folder):
    for args in (("-d", folder), ("-o", folder / "b.txt")):
        result = run("clean", folder, *args)
        assert result.exit_code == 2
        assert "never written over" in result.stderr
    assert (folder / "b.txt").read_text("utf-8") == PLAN


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "missing/out.txt"), "does not exist"),
        (("-o", "."), "is a folder"),
        (("-o", "plan.txt/out.txt"), "is not a folder"),
        (("-d", "missing/out"), "does not exist"),
        (("-d", "plan.txt"), "is not a folder"),
        (("-o", "out.txt", "-d", "out"), "can't go together"),
        (("-o", "out.txt", "--check"), "--check writes nothing"),
    ],
)
def test_an_output_that_cannot_be_is_told_before_the_work(tmp_path, plan, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    before = sorted(os.listdir())
    result = run("clean", "plan.txt", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert sorted(os.listdir()) == before


def test_a_folder_that_is_not_writable_is_told(tmp_path, plan, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    for args in (("-o", tmp_path / "out.txt"), ("-d", tmp_path / "out")):
        result = run("clean", plan, *args)
        assert result.exit_code == 2
        assert "is not writable" in result.stderr


def test_nothing_is_left_behind_when_nothing_could_be_read(tmp_path):
    for format in ("text", "markdown", "docx", "html"):
        assert run("clean", tmp_path / "missing", "-o", tmp_path / "out", "-f", format).exit_code == 2
    for format in ("markdown", "csv", "xlsx"):
        assert run("extract", tmp_path / "missing", "-o", tmp_path / "out", "-f", format).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_json_tells_of_errors_even_when_nothing_could_be_read(tmp_path):
    assert run("clean", tmp_path / "missing", "-o", tmp_path / "out.json").exit_code == 2
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["errors"]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    old = tmp_path / "out.txt"
    old.write_text("old", "utf-8")
    file = File(str(old))
    file.write("new")
    assert len(list(tmp_path.iterdir())) == 2
    file.discard()
    assert old.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_a_written_file_keeps_its_mode_and_its_link(tmp_path):
    old, link = tmp_path / "out.txt", tmp_path / "link.txt"
    old.write_text("old", "utf-8")
    old.chmod(0o640)
    link.symlink_to(old)
    with File(str(link)) as file:
        file.write("new")
    assert link.is_symlink()
    assert old.read_text("utf-8") == "new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_a_device_is_written_into(plan):
    assert run("clean", plan, "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_lone_surrogates_are_written_as_escapes():
    assert encoded("甲\udc80") == "甲\\udc80".encode()
    assert json.loads(encoded(json.dumps("\udc80", ensure_ascii=False))) == "\udc80"


# clean: --check, --explain, rules


def test_check_names_what_would_change(tmp_path, plan):
    clean = tmp_path / "clean.txt"
    run("clean", plan, "-o", clean)
    result = run("clean", plan, clean, "--check")
    assert (result.exit_code, result.stdout) == (1, f"{plan}\n")
    assert "1 of 2 documents would change" in result.stderr
    assert run("clean", clean, "--check", "--quiet").exit_code == 0
    assert run("clean", clean, tmp_path / "missing", "--check").exit_code == 2


def test_explanations_go_where_the_result_does_not(plan, tmp_path):
    to_stdout = run("clean", plan, "--explain", "--lang", "zh")
    assert "改动" in to_stdout.stderr
    assert "改动" not in to_stdout.stdout
    to_file = run("clean", plan, "--explain", "-o", tmp_path / "out.txt", "--lang", "en")
    assert "edits" in to_file.stdout
    assert to_file.stderr == ""


def test_rules_are_chosen_by_name(plan):
    assert "机制,共建" in run("clean", plan, "--ignore", "marks").stdout
    assert "园区 2 个" in run("clean", plan, "--ignore", "marks,spaces").stdout
    assert "机制，共建园区 2 个" in run("clean", plan, "--select", "marks").stdout


def test_an_unknown_rule_is_one_error(folder):
    result = run("clean", folder, "--ignore", "mark")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "marks" in result.stderr


def test_warnings_are_told_unless_quiet(tmp_path):
    path = tmp_path / "guess.txt"
    path.write_text("".join(f"第{n}章\n笫{n}条 各级部门应当抓好落实。\n" for n in "一二三四五"), "utf-8")
    told = run("clean", path).stderr
    assert f"duikou: {path}, line 2: warning: " in told
    assert "more warnings; duikou clean --explain lists them" in told
    assert run("clean", path, "--quiet").stderr == ""


def test_clean_text_written_as_markdown_is_clean_text_again(plan, tmp_path):
    run("clean", plan, "-o", tmp_path / "out.md")
    assert run("clean", tmp_path / "out.md").stdout == run("clean", plan).stdout


# extract


def test_extract_gives_the_measures(plan):
    value = json.loads(run("extract", plan).stdout)
    assert value["schema"] == "duikou.extract/1"
    first = value["documents"][0]["measures"][0]
    assert first["path"] == ["一", "（一）"]
    assert first["lead_units"] == ["省发展改革委"]


def test_extract_keeps_the_kinds_asked_for(plan):
    value = json.loads(run("extract", plan, "--kind", "safeguard").stdout)
    assert {m["kind"] for m in value["documents"][0]["measures"]} == {"safeguard"}
    assert "task, principle" in run("extract", plan, "--kind", "wish").stderr


def test_extract_says_when_there_is_nothing(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("来信收悉。\n", "utf-8")
    result = run("extract", path)
    assert result.exit_code == 0
    assert "no measures found" in result.stderr
    assert "Measures are numbered items" in result.stderr
    assert "duikou search" in result.stderr


def test_extract_writes_a_spreadsheet(plan, tmp_path):
    out = tmp_path / "ledger.xlsx"
    assert run("extract", plan, "-o", out).exit_code == 0
    names = openpyxl.load_workbook(out).sheetnames
    assert names[:3] == ["任务台账", "单位汇总", "单位分工"]
    assert names[-2:] == ["文件", "所列"]


def test_extract_puts_many_documents_into_one_ledger(folder, tmp_path):
    out = tmp_path / "ledger.xlsx"
    assert run("extract", folder, "-o", out).exit_code == 2
    book = openpyxl.load_workbook(out)
    ledger = list(book["任务台账"].iter_rows(values_only=True))
    assert [row[0] for row in ledger[1:]] == list(range(1, 7))
    files = [row[ledger[0].index("出处文件")] for row in ledger[1:]]
    assert files == [str(folder / "b.txt")] * 3 + [str(folder / "a" / "c.txt")] * 3
    assert len(list(book["文件"].iter_rows(min_row=2))) == 4


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        (("--kind", "task"), ["一·（一）", "一·（二）"]),
        (("--kind", "task,safeguard"), ["一·（一）", "一·（二）", "二·（一）"]),
        (("--unit", "省发展改革委"), ["一·（一）"]),
        (("--unit", "省发展改革委", "--unit", "省人力资源社会保障厅"), ["一·（一）", "一·（二）"]),
        (("--unit", "甲市政府", "--kind", "safeguard"), []),
        (("--chapter", "保障"), ["二·（一）"]),
        (("--unit", "没有这个单位"), []),
    ],
)
def test_extract_chooses_measures(plan, options, paths):
    result = run("extract", plan, "-f", "csv", *options)
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [row["编号"] for row in rows] == paths
    assert result.exit_code == 0
    assert f"{len(paths)} of 3 measures chosen, in {bool(paths):d} documents" in result.stderr


def test_extract_has_one_row_a_unit_when_asked(plan):
    result = run("extract", plan, "-f", "csv", "--tidy")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [(row["单位"], row["角色"]) for row in rows] == [
        ("省发展改革委", "牵头"),
        ("甲市政府", "责任"),
        ("省人力资源社会保障厅", "责任"),
        ("", ""),
    ]


def test_extract_adds_the_columns_of_a_template(plan, tmp_path):
    out = tmp_path / "ledger.xlsx"
    assert run("extract", plan, "-o", out, "--template", "ledger").exit_code == 0
    heads = [cell.value for cell in openpyxl.load_workbook(out)["任务台账"][1]]
    assert {"进展情况", "完成情况", "备注"} <= set(heads)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--tidy", "-f", "json"), "--tidy is for CSV"),
        (("--template", "ledger", "-f", "csv"), "--template is for spreadsheets"),
        (("--template", "other"), "ledger"),
    ],
)
def test_options_of_one_format_are_refused_elsewhere(plan, options, said):
    result = run("extract", plan, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_extract_finds_keywords_only_when_asked(plan):
    def keywords(*options):
        measures = json.loads(run("extract", plan, *options).stdout)["documents"][0]["measures"]
        return [measure["keywords"] for measure in measures]

    assert not any(keywords())
    assert all(keywords("--keywords"))


def test_extract_gives_the_same_bytes_with_any_number_of_workers(tmp_path):
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(PLAN.replace("20", str(number)), "utf-8")
    for format in ("json", "csv", "xlsx"):
        one, two = (spawn("extract", tmp_path, "-f", format, "--jobs", jobs).stdout for jobs in (1, 2))
        assert one == two


# diff


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.txt"
    path.write_text(CHANGED, "utf-8")
    return path


def test_diff_exits_with_1_when_there_is_a_difference(plan, changed):
    result = run("diff", plan, changed)
    assert result.exit_code == 1
    assert "[-" in result.stdout
    assert "\x1b" not in result.stdout


def test_diff_exits_with_0_when_there_is_none(plan, tmp_path):
    spaced = tmp_path / "spaced.txt"
    spaced.write_text(PLAN.replace("每年互派", "每年 互派").replace("，", ","), "utf-8")
    assert run("diff", plan, plan).exit_code == 0
    assert run("diff", plan, spaced).exit_code == 0


def test_diff_takes_one_side_from_standard_input(plan):
    assert run("diff", "-", plan, stdin=CHANGED.encode()).exit_code == 1


@pytest.mark.parametrize(
    ("name", "start"), [("d.md", "# 文本比较"), ("d.json", "{\n"), ("d.txt", "旧版"), ("d.html", "<!DOCTYPE")]
)
def test_diff_writes_its_formats(plan, changed, tmp_path, name, start):
    assert run("diff", plan, changed, "-o", tmp_path / name).exit_code == 1
    assert (tmp_path / name).read_text("utf-8").startswith(start)


@pytest.mark.parametrize("format", ["pdf", "csv", "xml"])
def test_diff_says_which_formats_there_are(plan, format):
    result = run("diff", plan, plan, "-f", format)
    assert result.exit_code == 2
    assert "terminal, markdown, json, html, docx or xlsx" in result.stderr


# rules, doctor, progress


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_rules_are_listed(format):
    result = run("rules", "-f", format)
    assert result.exit_code == 0
    assert "page-numbers" in result.stdout


def test_the_doctor_answers():
    result = run("doctor")
    assert result.exit_code == 0
    assert "Word (.docx)" in result.stdout
    assert "LibreOffice" in result.stdout


class Terminal:
    def __init__(self, on: bool) -> None:
        self.on, self.text = on, ""

    def isatty(self) -> bool:
        return self.on

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("on", "quiet", "total", "shown"),
    [(True, False, 3, True), (True, True, 3, False), (True, False, 1, False), (False, False, 3, False)],
)
def test_progress_is_shown_on_a_terminal_only(monkeypatch, on, quiet, total, shown):
    terminal = Terminal(on)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(Progress(total, quiet).over(range(total))) == list(range(total))
    assert ("documents" in terminal.text) is shown
    assert bool(terminal.text) is shown
    assert not terminal.text or terminal.text.endswith("\r\x1b[K")


def test_errors_read_as_prose():
    assert str(DuikouError("holds no text", "Fetch it again", "a.txt")) == "a.txt: holds no text. Fetch it again."


def test_data_and_program_files_in_a_folder_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("一、总则\n", "utf-8")
    (tmp_path / "catalog.toml").write_text("a = 1\n", "utf-8")
    done = run("clean", tmp_path)
    assert done.stdout == "一、总则\n"
    assert run("clean", tmp_path / "catalog.toml").stdout == "a = 1\n"
    (tmp_path / "plan.txt").unlink()
    assert "holds no documents" in run("clean", tmp_path).stderr


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        (["clean", "-"], {"clean"}),
        (["config"], {"config"}),
        (["help", "clean"], None),
        (["claen"], None),
        (["--help"], None),
        (["-V"], None),
        ([], None),
    ],
    ids=str,
)
def test_only_the_command_that_is_called_is_looked_at(arguments: list[str], commands: set[str] | None) -> None:
    every = set(typer.main.get_command(cli.app).commands)
    narrowed = starting.with_what_is_called(cli.app, arguments)
    assert set(typer.main.get_command(narrowed).commands) == (commands or every)
    assert set(typer.main.get_command(cli.app).commands) == every

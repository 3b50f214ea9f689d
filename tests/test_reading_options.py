"""How files are read as the user says: limits, passwords, engines, what zip containers and web archives hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest
from builders_pdf import lines, pdf
from PIL import Image
from typer.testing import CliRunner

import duikou
from duikou.app import cli, progress
from duikou.errors import UnreadableError, UsageError
from duikou.reading import ocr, read
from duikou.reading.budget import Budget
from duikou.reading.files import zipped
from duikou.reading.ocr.text_boxes import TextBox
from duikou.reading.options import Limits, Options, limits_of

PROSE = ["推进两地协作，完善工作机制，形成合力。"]


def run(*args: object) -> Any:
    return CliRunner().invoke(cli.app, [str(arg) for arg in args], prog_name="duikou", catch_exceptions=False)


def packed(files: dict[str, bytes | str], **how: Any) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **how) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return stream.getvalue()


def picture(*sizes: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    pages = [Image.new("L", size, 255) for size in sizes]
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])
    return stream.getvalue()


# Limits

# (limit, a file that passes it)
BEYOND: dict[str, tuple[str, Callable[[], bytes]]] = {
    "size of a text": ("size=1", lambda: "合作。\n".encode() * 120_000),
    "pages of a PDF": ("pages=1", lambda: pdf(lines(PROSE), lines(PROSE))),
    "pages of a picture": ("pages=1", lambda: picture((10, 10), (10, 10))),
    "dots of a picture": ("pixels=1", lambda: picture((1100, 1000))),
    "unpacked": ("unpacked=1", lambda: packed({"[Content_Types].xml": "", "word/document.xml": _noise(1_100_000)})),
    "ratio": ("ratio=50", lambda: packed({"[Content_Types].xml": "", "word/document.xml": " " * 5_000_000})),
}


def _noise(length: int) -> str:
    return "".join(chr(33 + i * i % 89) for i in range(length))


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_a_limit_names_the_option_that_allows_it(name: str, tmp_path: Path) -> None:
    limit, made = BEYOND[name]
    path = tmp_path / "方案.txt"
    path.write_bytes(made())
    result = run("clean", path, "--limit", limit)
    assert result.exit_code == 2
    assert result.stdout == ""
    allowed = result.stderr.partition(f"--limit {limit.partition('=')[0]}=")[2].split(".")[0]
    assert allowed.isdigit(), result.stderr
    after = run("clean", path, "--limit", f"{limit.partition('=')[0]}={allowed}")
    assert f"--limit {limit.partition('=')[0]}=" not in after.stderr


def test_a_batch_goes_on_after_a_file_beyond_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(lines(PROSE), lines(PROSE)))
    (tmp_path / "b.txt").write_text("推进合作。", "utf-8")
    result = run("clean", tmp_path, "--limit", "pages=1")
    assert (result.exit_code, result.stdout.strip()) == (2, "推进合作。")
    assert "a.pdf: has 2 pages" in result.stderr


def test_a_limit_of_the_library(tmp_path: Path) -> None:
    data = pdf(lines(PROSE), lines(PROSE))
    with pytest.raises(UnreadableError, match="--limit pages=2"):
        duikou.clean(data, options=duikou.Options(limits=duikou.Limits(pages=1)))
    for function in (duikou.extract, duikou.outline, duikou.read):
        with pytest.raises(UnreadableError, match="--limit pages=2"):
            function(data, options=Options(limits=Limits(pages=1)))
    with pytest.raises(UnreadableError, match="--limit pages=2"):
        duikou.diff(data, data, Options(limits=Limits(pages=1)))


# (what is given, what the error says)
WRONG = [("page=3", "no limit named"), ("pages", "whole number"), ("pages=0", "whole number"), ("pages=x", "--limit")]


@pytest.mark.parametrize(("word", "said"), WRONG)
def test_a_limit_that_is_none(word: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        limits_of([word])


def test_several_limits() -> None:
    assert limits_of(["pages=3", "size = 7"]) == Limits(pages=3, size=7)


# (what is counted, how it is counted: each spends it all, or says that it is deeper than before)
COUNTED = [("cells", "spend"), ("visits", "spend"), ("nesting", "reach"), ("fields", "reach"), ("chain", "reach")]


@pytest.mark.parametrize(("name", "how"), COUNTED)
def test_a_budget_ends_at_its_limit(name: str, how: str) -> None:
    budget = Budget(replace(Limits(), **{name: 7}), "方案.docx")
    count = getattr(budget, how)
    for step in range(1, 8):
        count(name, 1 if how == "spend" else step)
    with pytest.raises(UnreadableError, match=f"方案.docx: has more than 7 .*--limit {name}=14") as caught:
        count(name, 1 if how == "spend" else 8)
    assert limits_of([f"{name}=14"]) == replace(Limits(), **{name: 14})
    assert caught.value.path == "方案.docx"


def test_a_budget_is_asked_before_a_great_number_is_made() -> None:
    budget = Budget(Limits(cells=100))
    with pytest.raises(UnreadableError, match="--limit cells=1000000000"):
        budget.spend("cells", 10**9)


# Passwords and engines


def test_a_password_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "密.pdf"
    path.write_bytes(pdf(lines(PROSE), password="secret"))
    for command in (("clean",), ("extract",), ("diff", path)):
        result = run(*command, path)
        assert result.exit_code == 2
        assert "Give it with --password" in result.stderr
        assert "密.pdf" in result.stderr
    assert run("clean", path, "--password", "secret").stdout.strip() == PROSE[0]
    assert run("diff", path, path, "--password", "secret").exit_code == 0
    assert "Check what --password gives" in run("clean", path, "--password", "other").stderr


def test_a_password_need_not_stand_in_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, word = tmp_path / "密.pdf", tmp_path / "word"
    path.write_bytes(pdf(lines(PROSE), password="secret"))
    word.write_text("secret\n别的\n", "utf-8")
    for command in (("clean",), ("extract",), ("diff", path)):
        assert run(*command, path, "--password-file", word).exit_code == 0
    assert run("clean", path, "--password-file", tmp_path / "fehlt").exit_code == 2
    monkeypatch.setattr("getpass.getpass", lambda prompt: "secret")
    assert run("clean", path, "--password-file", "-").stdout.strip() == PROSE[0]
    monkeypatch.setenv("DUIKOU_PASSWORD", "other")
    assert run("clean", path).exit_code == 2
    assert run("clean", path, "--password-file", word).exit_code == 0
    monkeypatch.setenv("DUIKOU_PASSWORD", "secret")
    assert run("clean", path).exit_code == 0


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Options(password="secret"))
    assert Options(password="secret") != Options(password="other")


class Engine:
    """Reads one line on every page."""

    UNSURE, DPI, PARALLEL = 0.8, 72, False

    def read(self, picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[TextBox]:
        return [] if strip else [TextBox("推进合作。", (20.0, 30.0, 100.0, 46.0), 0.6)]


def test_the_engine_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def named(choice: str, path: str | None = None) -> Engine:
        asked.append(choice)
        return Engine()

    monkeypatch.setattr(ocr, "engine_named", named)
    monkeypatch.setattr(ocr, "available", lambda: ("tesseract",))
    path = tmp_path / "扫描.tiff"
    path.write_bytes(picture((595, 842), (595, 842)))
    result = run("clean", path, "--ocr", "tesseract")
    assert result.stdout.split() == ["推进合作。"] * 2
    assert asked == ["tesseract"]
    assert "page 1, line 1: warning: read from a scan with confidence 0.60" in result.stderr
    scan = tmp_path / "扫描.pdf"
    Image.new("L", (595, 842), 255).save(scan, "PDF")
    assert run("clean", scan).stdout.split() == ["推进合作。"]
    assert asked == ["tesseract", "auto"]


def test_without_recognition_a_scan_says_how_to_have_it(tmp_path: Path) -> None:
    scan = tmp_path / "扫描.pdf"
    Image.new("L", (595, 842), 255).save(scan, "PDF")
    result = run("clean", scan, "--ocr", "off")
    assert result.exit_code == 2
    assert "leave out --ocr off" in result.stderr
    assert result.stderr.count("\n") == 1


def test_pages_tell_how_far_they_are_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress.pages() is None  # no terminal
    written: list[str] = []
    now = iter([10.0, 14.0, 18.0, 22.0])
    monkeypatch.setattr(progress, "_write", written.append)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    tell = progress.Pages()
    for done in range(4):
        tell(done, 3)
    assert [text.removeprefix(progress._WIPE) for text in written] == [
        "page 1 of 3",
        "page 2 of 3, about 8 s left",
        "page 3 of 3, about 4 s left",
        "",
    ]


# Zip containers of files


def test_the_files_of_a_zip_are_read(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    inside = {
        "通知.txt": "推进合作。",
        "附件/方案.txt": "完善机制。",
        "附件/表.json": "{}",
        ".hidden.txt": "甲",
        "__MACOSX/通知.txt": "乙",
        "../up.txt": "加强领导。",
    }
    path.write_bytes(packed(inside))
    assert "--recurse" in run("clean", path).stderr
    result = run("clean", path, "--recurse", "-f", "json")
    assert [d["source"]["path"].removeprefix(f"{path}/") for d in json.loads(result.stdout)["documents"]] == [
        "通知.txt",
        "附件/方案.txt",
        "up.txt",
    ]
    out = tmp_path / "out"
    assert run("clean", path, "--recurse", "-d", out).exit_code == 0
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.txt")) == [
        "附件/up.txt",
        "附件/通知.txt",
        "附件/附件/方案.txt",
    ]


def test_a_document_that_is_a_zip_container_is_no_folder(tmp_path: Path) -> None:
    assert not zipped.is_zip_of_files(packed({"[Content_Types].xml": "", "word/document.xml": ""}), "a.docx")
    assert not zipped.is_zip_of_files(packed({"OFD.xml": ""}), "a.ofd")
    assert zipped.is_zip_of_files(packed({"a.txt": "甲"}), "a.zip")


def test_names_of_chinese_windows() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("AAAA.txt", "甲")
    data = stream.getvalue().replace(b"AAAA.txt", "通知.txt".encode("gb18030"))
    assert [name for name, _ in zipped.files(data, "a.zip")] == ["通知.txt"]


def test_files_of_one_name_get_numbers_in_linear_time() -> None:
    names = ["a.txt", "a (2).txt", "b/c", *["a.txt"] * 9_000, "b/c", "a (2).txt"]
    taken: dict[str, int] = {}
    found = [zipped._other(name, taken) for name in names]
    assert len(set(found)) == len(names)
    assert found[:4] == ["a.txt", "a (2).txt", "b/c", "a (3).txt"]
    assert found[-2:] == ["b/c (2)", "a (2) (2).txt"]


def test_a_file_of_a_zip_that_cannot_be_unpacked_costs_itself_only(tmp_path: Path) -> None:
    damaged = bytearray(packed({"a.txt": "推进合作。" * 50, "b.txt": "完善机制。"}))
    damaged[45] ^= 0xFF
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(damaged))
    result = run("clean", path, "--recurse")
    assert (result.exit_code, result.stdout.strip()) == (2, "完善机制。")
    assert "a.zip/a.txt: can't be unpacked" in result.stderr
    bomb = packed({"a.txt": " " * 8_000_000, "b.txt": "完善机制。"})
    ((_, first), (_, second)) = zipped.files(bomb, "a.zip")
    assert isinstance(first, UnreadableError)
    assert "--limit ratio=" in first.advice
    assert second == "完善机制。".encode()
    with pytest.raises(UnreadableError, match="--limit unpacked=8"):
        list(zipped.files(bomb, "a.zip", Options(limits=Limits(unpacked=1))))
    with pytest.raises(UnreadableError, match="damaged zip"):
        list(zipped.files(b"PK\x03\x04rubbish", "a.zip"))


# Web archives

PAGE = """<html><head><title>某省方案</title></head><body><p>　　一、总体要求</p><p>　　推进合作。</p></body></html>"""


def archive(charset: str = "gb2312", encoding: str = "base64") -> bytes:
    message = MIMEMultipart("related")
    page = MIMEText(PAGE, "html", charset) if encoding == "base64" else EmailMessage()
    if isinstance(page, EmailMessage):
        page.set_content(PAGE, "html", charset, cte=encoding)
    message.attach(MIMEText("p {}", "css"))
    message.attach(page)
    return b"From: <saved>\r\n" + message.as_bytes()


@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "base64"), ("utf-8", "quoted-printable")])
def test_a_web_archive_gives_its_page(charset: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "网页.mht"
    path.write_bytes(archive(charset, encoding))
    source = read(path)
    assert (source.format, source.text.split()) == ("mhtml", ["一、总体要求", "推进合作。"])


def test_a_web_archive_without_a_page() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\ntext\r\n--x--\r\n"
    with pytest.raises(UnreadableError, match="without a page"):
        read(data)

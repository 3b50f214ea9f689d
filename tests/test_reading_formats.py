"""Formats are told by content first, by name second; what is not read gives one clear error."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from duikou.errors import UnreadableError
from duikou.reading import read
from duikou.reading.files.detect import Content
from duikou.reading.formats import FORMATS, of_bytes

PLAN = "关于防汛工作的通知\n一、加强领导，落实责任。\n"


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name, content in members.items():
            container.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
CASES = [
    (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
    (zipped(xl__workbook_xml="<x/>"), "spreadsheet"),
    (zipped(a_txt="x"), "zip container"),
    (b"PK\x03\x04" + b"\x07" * 60, "zip container"),
    (b"\x1f\x8b\x08" + b"\x00" * 20, "archive"),
    (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "XML"),
]

# Content without anything to read in it: the reader of its format was asked, or what it needs is named.
BROKEN = [
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
    (b"\r\n %PDF-1.4\n1 0 obj", "pdf"),
    (OLE + "WordDocument".encode("utf-16-le"), "doc"),
    (zipped(OFD_xml="<x/>"), "ofd"),
    (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "image"),
    (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "image"),
    (b"II*\x00" + b"\x00" * 20, "image"),
    (b"GIF89a" + b"\x00" * 20, "image"),
    (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", "mhtml"),
    (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00" + b"\x00" * 20, "image"),
]


@pytest.mark.parametrize(("data", "name"), BROKEN)
def test_broken_files_of_a_format_that_is_read(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    record = of_bytes(Content(data, str(path)))
    assert record is not None
    assert record.name == name
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.path == str(path)
    assert caught.value.advice


@pytest.mark.parametrize(("data", "said"), CASES)
def test_formats_that_are_not_read(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert said in caught.value.cause
    if "spreadsheet" not in said:
        assert "which is not read as a document" in caught.value.cause
    assert caught.value.advice
    assert caught.value.path == str(path)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (PLAN, "a.txt", "text"),
        (PLAN, "a.md", "markdown"),
        (PLAN, "a", "text"),
        (PLAN, "a.html", "text"),
        ("# 通知\n\n正文。\n", "a.txt", "markdown"),
        ("通知\n**一、总体要求**\n正文。\n", "a.txt", "markdown"),
        ("**第一条** 为了规范，制定本法。\n", "a.txt", "markdown"),
        ("---\ntitle: 通知\n---\n正文。\n", "a.txt", "markdown"),
        ("见[附件](https://example.org/a.pdf)。\n", "a.txt", "markdown"),
        ("|任务|单位|\n|---|:-:|\n|甲|乙|\n", "a.txt", "markdown"),
        ("# 通知\n\n<!-- INFO END -->\n\n<table><tr><td>甲</td></tr></table>\n", "a.txt", "markdown"),
        ("<div align=center>\n\n# 通知\n\n</div>\n", "a.md", "markdown"),
        ("注：*为必填。\n面积3*4米，见〔2019〕(1)。\n", "a.txt", "text"),
        ("---\n正文一。\n---\n", "a.txt", "text"),
        ("指标<50，要求>30；<关于防汛>的通知。\n", "a.txt", "text"),
        ("<关于防汛的通知>\n<p是什么>\n", "a.txt", "text"),
        ("#号文件\n1#楼、2# 楼\n", "a.txt", "text"),
        ("<p>甲。</p>", "a.txt", "html"),
        ("\ufeff\n<!-- x -->\n<DIV CLASS=a>甲。</DIV>", "a.doc", "html"),
        ("<!DOCTYPE html>\n<title>x</title><body>甲。", "a.md", "html"),
        ("<?xml version='1.0'?><!DOCTYPE html><html><body>甲。</body></html>", "a.txt", "html"),
        ("标题<br>一、甲。<br>二、乙。<p>丙</p><p>丁</p><p>戊</p>", "a", "html"),
    ],
)
def test_text_formats(text: str, name: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    source = read(path)
    assert source.format == expected
    assert source.path == str(path)
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_str_is_always_text() -> None:
    assert read("<html><p>甲。</p></html>").format == "text"
    assert read("").text == ""
    assert read("%PDF-1.7").format == "text"
    assert read("通知").sha256 == hashlib.sha256("通知".encode()).hexdigest()


def test_a_file_whose_name_promises_more(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(os.urandom(8) + b"\x00\x01" * 100)
    with pytest.raises(UnreadableError, match=r"named as a Word \(\.docx\), but its content is none"):
        read(path)


def test_files_that_can_not_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(UnreadableError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(UnreadableError, match="can't be opened"):
        read(Path("a\x00b"))
    with pytest.raises(UnreadableError, match="can't be opened"):
        read(tmp_path / ("x" * 5000))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(tmp_path / "pipe")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(PLAN, "utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableError, match="may not be read"):
        read(path)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\u3000\n\u200b".encode(), b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        read(data)


def test_a_page_without_text() -> None:
    with pytest.raises(UnreadableError, match="shows no text"):
        read(b"<html><body><script>document.write('x')</script></body></html>")


def test_a_reader_whose_module_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UnreadableError, match="needs selectolax") as caught:
        read(b"<html><p>x</p></html>")
    assert "pip install" in caught.value.advice


def test_the_registry_is_whole() -> None:
    names = [record.name for record in FORMATS]
    assert len(set(names)) == len(names)
    for record in FORMATS:
        assert bool(record.recognise) != bool(record.recognise_text), record.name
        assert bool(record.reader) != bool(record.advice), record.name
        if record.readable:
            assert callable(record.load())

"""Web addresses as inputs: what is asked for, what is believed of the answer, and what is not taken."""

from __future__ import annotations

import io
import json
import re
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from duikou.app import cli, web
from duikou.app.inputs import gather, is_web
from duikou.errors import UsageError, install_command

runner = CliRunner()
TEXT = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2025年，建成2个园区。（责任单位：省商务厅）\n"
PAGE = (
    "<html><head>{meta}<title>某省工作方案</title></head><body><h1>某省工作方案</h1>"
    + "".join(f"<p>{line}</p>" for line in TEXT.split()[1:])
    + '<p><a href="/asked-for-by-nobody">附件</a><img src="/asked-for-by-nobody"></p></body></html>'
)
META = '<meta charset="{0}">'


class Handler(BaseHTTPRequestHandler):
    """What each path answers: (status, headers, body)."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        status, headers, body = answers(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.path == "/slow":
            for _ in range(100):
                self.wfile.write(b"x" * 10)
                time.sleep(0.02)
            return
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Nothing is logged."""


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in ("a.txt", "b.txt"):
            container.writestr(name, TEXT)
    return out.getvalue()


def answers(path: str) -> tuple[int, dict[str, str], bytes]:
    html = {"content-type": "text/html"}
    table: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/utf-8.html": (200, html, PAGE.format(meta=META.format("utf-8")).encode()),
        "/meta.html": (200, html, PAGE.format(meta=META.format("gb2312")).encode("gbk")),
        "/header": (200, {"content-type": "text/html; charset=GBK"}, PAGE.format(meta="").encode("gbk")),
        "/usual": (
            200,
            {"content-type": "text/html; charset=ISO-8859-1"},
            PAGE.format(meta=META.format("big5")).encode("gbk").replace(b"big5", b"gbk "),
        ),
        "/%E6%96%B9%E6%A1%88.txt?id=1": (200, {"content-type": "text/plain"}, TEXT.encode()),
        "/moved": (302, {"location": "/utf-8.html"}, b""),
        "/round": (302, {"location": "/round"}, b""),
        "/elsewhere": (302, {"location": "file:///etc/hostname"}, b""),
        "/large": (200, {"content-type": "text/plain", "content-length": str(2**21)}, b" " * 2**21),
        "/large-untold": (200, {"content-type": "text/plain"}, b" " * 2**21),
        "/film": (200, {"content-type": "video/mp4"}, b"\0" * 100),
        "/style": (200, {"content-type": "text/css; charset=utf-8"}, b"a {}"),
        "/slow": (200, {"content-type": "text/plain"}, b""),
        "/empty": (200, html, b""),
        "/plans.zip": (200, {"content-type": "application/zip"}, packed()),
        "/refused": (403, html, b"no"),
    }
    return table.get(path, (404, html, b"<p>not here</p>"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpx", reason="the extra `web` is not installed")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUIKOU_LANG", "en")


class Server(ThreadingHTTPServer):
    """A server that says nothing when whom it serves has heard enough and hangs up: its words would be the command's,
    since both write to one standard error here."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture
def server() -> Iterator[Any]:
    found: Any = Server(("127.0.0.1", 0), Handler)
    found.asked, found.daemon_threads = [], True
    found.address = f"http://127.0.0.1:{found.server_address[1]}"
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def run(*args: object) -> Any:
    return runner.invoke(cli.app, [str(arg) for arg in args], prog_name="duikou", catch_exceptions=False)


@pytest.mark.parametrize("page", ["/utf-8.html", "/meta.html", "/header", "/usual", "/%E6%96%B9%E6%A1%88.txt?id=1"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_is_read_in_its_encoding(server: Any, page: str, jobs: int) -> None:
    result = run("clean", server.address + page, "--jobs", jobs)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "（一）建设园区。到2025年，建成2个园区。（责任单位：省商务厅）" in result.stdout
    assert server.asked == [page], "nothing else is asked for"


def test_a_server_leads_on(server: Any) -> None:
    assert "建设园区" in run("clean", f"{server.address}/moved").stdout
    assert server.asked == ["/moved", "/utf-8.html"]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/none", "can't be fetched (its server answers 404 Not Found)"),
        ("/refused", "can't be fetched (its server answers 403 Forbidden)"),
        ("/round", "can't be fetched (its server leads on more than 5 times)"),
        ("/elsewhere", "can't be fetched (it leads to what is no web address)"),
        ("/large", "has 2 MB, and at most 1 MB are read"),
        ("/large-untold", "has 2 MB, and at most 1 MB are read"),
        ("/film", "holds no document: its server calls it video/mp4"),
        ("/style", "holds no document: its server calls it text/css"),
        ("/empty", "holds no text"),
        (":x/a", "can't be fetched (it leads to what is no web address)"),
    ],
)
def test_what_can_not_be_fetched_is_one_error(server: Any, page: str, says: str) -> None:
    result = run("clean", server.address + page, f"{server.address}/utf-8.html", "--limit", "size=1")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"duikou: {server.address}{page}: {says}")
    assert "建设园区" in result.stdout


def test_a_server_that_is_slow_or_not_there(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "WHOLE", 0.1)
    assert "it takes longer than 0.1 seconds" in run("clean", f"{server.address}/slow", "--jobs", 1).stderr
    result = run("clean", "http://127.0.0.1:1/a.html", "--jobs", 1)
    assert (result.exit_code, "can't be fetched (no connection" in result.stderr) == (2, True)


def test_the_net_does_not_lead_into_this_network() -> None:
    import httpx

    def answer(url: str, to: str) -> Any:
        response = httpx.Response(302, request=httpx.Request("GET", url))
        response.next_request = httpx.Request("GET", to)
        return response

    for to in ("http://127.0.0.1/", "http://localhost:80/", "http://[::1]/", "http://192.168.0.1/", "http://10.1.1.1/"):
        with pytest.raises(web.UnreadableError, match="leads into this network"):
            web._check_redirect(answer("https://www.example.com/", to))
    web._check_redirect(answer("http://192.168.0.1/a", "http://192.168.0.2/b"))
    web._check_redirect(answer("https://www.example.com/", "https://example.org/"))


def test_the_ledger_says_address_and_time(server: Any, tmp_path: Path) -> None:
    address = f"{server.address}/utf-8.html"
    (document,) = json.loads(run("extract", address, "-f", "json").stdout)["documents"]
    assert document["source"]["path"] == address
    assert len(document["source"]["retrieved"]) == len("2026-01-31T09:30:00+08:00")
    cache = tmp_path / "cache"
    for name in ("a", "b"):
        assert run("extract", address, "-o", tmp_path / f"{name}.xlsx", "--cache", cache, "--lang", "zh").exit_code == 0
    head, row = load_workbook(tmp_path / "a.xlsx")["文件"].iter_rows(values_only=True)
    said = dict(zip(head, row, strict=True))
    assert said["出处文件"] == address
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", said["取得时间"])
    assert server.asked == ["/utf-8.html"] * 3, "the cache keeps nothing of the web"


def test_other_commands_and_outputs(server: Any, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text(TEXT.replace("2个", "3个"), "utf-8")
    assert "3个" in run("diff", old, f"{server.address}/utf-8.html").stdout
    result = run("group", f"{server.address}/utf-8.html", f"{server.address}/meta.html", "-f", "csv")
    assert result.stdout.count("127.0.0.1") == 2
    assert "建设园区" in run("align", old, f"{server.address}/utf-8.html").stdout
    run(
        "clean", f"{server.address}/utf-8.html", f"{server.address}/%E6%96%B9%E6%A1%88.txt?id=1", "-d", tmp_path / "out"
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["utf-8.txt", "方案.txt"]
    result = run("clean", old, "-o", f"{server.address}/new.txt")
    assert (result.exit_code, "nothing is written to one" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.gov.cn/2024/content_1.htm", "content_1.htm"),
        ("https://a.gov.cn/", "document"),
        ("http://[::1]:80/a.htm", "a.htm"),
        ("http://[::1", "document"),
        ("https://a.gov.cn", "document"),
        ("https://a.gov.cn/x/%2e%2e%2f%2e%2e%2fetc?a=b", "etc"),
        ("https://a.gov.cn/..%5c..%5ca.doc", "a.doc"),
    ],
)
def test_the_name_of_an_output(address: str, name: str) -> None:
    assert is_web(address)
    assert web.name_of(address) == name


def test_without_httpx_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "httpx" else sys.modules.get(name))
    with pytest.raises(UsageError, match="needs httpx") as caught:
        gather(["https://www.example.com/a.html"])
    assert install_command("web") in caught.value.advice


def test_a_container_is_fetched_once(server: Any) -> None:
    result = run("clean", f"{server.address}/plans.zip", "--recurse", "--jobs", 1)
    assert (result.exit_code, result.stdout.count("建设园区")) == (0, 2)
    assert server.asked == ["/plans.zip"]
    result = run("clean", f"{server.address}/none.zip", "--recurse")
    assert (result.exit_code, "404" in result.stderr) == (2, True)

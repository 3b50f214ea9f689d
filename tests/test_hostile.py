"""Hostile inputs: bounded time and memory, one clear error or a result, the others done, nothing left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hostile import CASES, GOOD, Case
from test_cli import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "threats.md").read_text("utf-8")
# What one run may take: address space, seconds of a core.
MEMORY, SECONDS = 3 * 2**30, 100


def limit(written: int) -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, written)):
        resource.setrlimit(what, (most, most))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_input(case: Case, tmp_path: Path) -> None:
    if not case.fits():
        pytest.skip("can't be tried on this machine, or as this user")
    folder, out, temporary = (tmp_path / name for name in ("in", "out", "tmp"))
    for place in (folder, out, temporary):
        place.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    case.make(folder)
    options = [option.format(out=out, folder=folder) for option in case.extra]
    done = subprocess.run(
        [sys.executable, "-m", "duikou", case.command, str(folder), *options, "--jobs", "1", "--ocr", "off"],
        capture_output=True,
        timeout=300,
        check=False,
        preexec_fn=lambda: limit(case.written),
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    told = done.stderr.decode("utf-8")
    assert done.returncode == case.code, told[-2000:]
    assert "Traceback" not in told
    assert "a fault of duikou's own" not in told
    assert case.says in told
    if not case.says:
        assert [line for line in told.splitlines() if "warning" not in line and "no measures" not in line] == []
    assert all(line.startswith("duikou: ") for line in told.splitlines())
    assert case.holds in done.stdout.decode("utf-8")
    assert list(temporary.iterdir()) == [], "temporary files are left"
    assert not any((*folder.glob(".*"), *out.glob(".*"))), "half a file is left"
    for path in out.iterdir() if os.access(out, os.R_OK) else ():
        assert path.stat().st_size


BITES = (
    "=1+1某省关于推进合作的实施方案<script>alert(1)</script>\n一、=cmd|' /C calc'!A0\n"
    "（一）+1共建园区。@建设2个园区 <img src=x onerror=alert(1)> \\![甲](http://127.0.0.1:9/x.png) "
    "[乙](javascript:alert(1)) <http://127.0.0.1:9/y> | ` *&lt;script&gt;*\n[丙]: http://127.0.0.1:9/z\n"
    "（责任单位：=省商务厅、-<b>省教育厅</b>、@![丁](http://127.0.0.1:9/u)厅）\n"
    "（二）-2推进{}合作。（责任单位：+省交通厅）\n"
)
HANDED_ON = [
    *(("clean", kind) for kind in ("md", "html", "docx", "json")),
    *(("extract", kind) for kind in ("csv", "md", "xlsx", "json")),
    *(("diff", kind) for kind in ("md", "html", "docx", "xlsx", "json")),
]


@pytest.mark.parametrize(("command", "kind"), HANDED_ON, ids=lambda given: given)
def test_what_is_handed_on_can_not_bite(command: str, kind: str, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("=1 ![甲](javascript:1)<script>.txt", "@2 <img src=x onerror=y>.txt")]
    for file, word in zip(files, ("两地", "三地"), strict=True):
        file.write_text(BITES.format(word), "utf-8")
    given = files if command == "diff" else files[:1]
    assert run(command, *given, "-o", tmp_path / f"out.{kind}").exit_code in (0, 1)
    content = (tmp_path / f"out.{kind}").read_bytes()
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
        assert any(cell.startswith("'=") for cell in cells)
    elif kind in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        assert {found.strip() for found in re.findall(r"<w:instrText[^>]*>([^<]*)<", xml)} <= {"PAGE"}
        # A ledger leads to the files that it is of, and to nothing else.
        outside = re.findall(r'Target="([^"]*)" TargetMode="External"', xml)
        assert {urlsplit(target).scheme for target in outside} <= ({"", "file"} if kind == "xlsx" else set())
        own = re.compile(r"""HYPERLINK\("#'[^'"]+'![A-Z]"&amp;MATCH\(\$[A-Z]\d+,'[^'"]+'!\$[A-Z]:\$[A-Z],0\),"→"\)""")
        assert [formula for formula in re.findall("<f>(.*?)</f>", xml) if not own.fullmatch(formula)] == []
        assert not re.search(r"<w:hyperlink|<script|fldSimple|oleObject", xml)
    elif kind == "html":
        assert not re.search("<script>alert|<img|<b>省".encode(), content)
        tags = re.findall(r"<[a-z][^>]*>", content.decode("utf-8"))
        assert not [tag for tag in tags if re.search(r"\son\w+=|(?:href|src)=(?![\"']?#)", tag)]
    elif kind == "md":
        text = re.sub(r"\\.", "", content.decode("utf-8"))  # what is escaped is text
        text = re.sub(r"</?(?:sub|br)>|&lt;", "", text)  # duikou's own
        assert not re.search(r"<[a-zA-Z!/]|\]\(|\]:|!\[", text), text
    else:
        json.loads(content)


def table() -> str:
    """The table of docs/threats.md, one line a case."""
    lines = ["| | What comes in | What comes of it | Exit code |", "|---|---|---|---:|"]
    groups = dict.fromkeys(case.group for case in CASES)
    for group in groups:
        own = [case for case in CASES if case.group == group]
        lines += [f"| {group} | {case.name} | {case.outcome.replace('|', '')} | {case.code} |" for case in own]
    return "\n".join(lines)


def test_the_page_lists_every_case() -> None:
    assert table() in PAGE, "copy the table: python -m tests.test_hostile"


def test_every_case_has_its_own_name() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[^|\n]+", name) for name in names)


if __name__ == "__main__":
    print(table())

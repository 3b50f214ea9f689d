"""A release installs and works: tests run on a bare machine, the wheel holds everything, its advice can be followed."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from duikou import errors
from duikou.errors import DuikouError, advised, install_command

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
dist: ModuleType = importlib.import_module("dist")

# What the extras bring, by the names that are imported.
EXTRAS = {
    "rapidocr",
    "onnxruntime",
    "rjieba",
    "opencc",
    "pyarrow",
    "distributed",
    "dask",
    "fsspec",
    "httpx",
    "duckdb",
    "atheris",
}
EXTRAS |= {"autocorrect_py", "diff_match_patch", "ftfy", "markitdown", "pangu", "pypdf", "redlines", "typst"}
COLLECT = """
import sys, pytest
code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider"])
print("|".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def test_no_extra_is_imported_when_tests_are_collected() -> None:
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert set(done.stdout.splitlines()[-1].split("|")) & EXTRAS == set()


# What is built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    paths: tuple[Path, Path] = dist.build(tmp_path_factory.mktemp("dist"))
    return paths


def test_the_source_distribution_and_the_wheel_hold_the_package(built: tuple[Path, Path]) -> None:
    sdist, wheel = built
    assert dist.wrong_in_sdist(sdist) == []
    assert dist.wrong_in_wheel(wheel) == []


def test_a_file_that_is_not_in_the_wheel_is_seen(built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    there = dist.expected()
    assert any(name.endswith(".toml") for name in there)
    monkeypatch.setattr(dist, "expected", lambda: {*there, "duikou/data/notation/new.toml"})
    sdist, wheel = built
    assert dist.wrong_in_sdist(sdist) == [f"{sdist.name} lacks duikou/data/notation/new.toml"]
    assert dist.wrong_in_wheel(wheel) == [f"{wheel.name} lacks duikou/data/notation/new.toml"]


def environment(place: Path) -> Path:
    """A new environment that sees the libraries of this one, but not its duikou; its Python."""
    venv.create(place, with_pip=True)
    folder = next((place / "lib").glob("python*/site-packages"))
    # A .pth file in a folder that is named by one is not read: so the sources of this environment's duikou stay out.
    libraries = [path for path in sys.path if Path(path).name == "site-packages"]
    (folder / "libraries.pth").write_text("".join(f"{path}\n" for path in libraries), "utf-8")
    return place / "bin" / "python"


@pytest.mark.skipif(sys.platform == "win32", reason="environments lie elsewhere on Windows")
@pytest.mark.parametrize("what", ["the wheel", "the folder"])
def test_what_is_installed_runs_alone(built: tuple[Path, Path], tmp_path: Path, what: str) -> None:
    python = environment(tmp_path / "env")
    source = built[1] if what == "the wheel" else ROOT
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation", source]
    subprocess.run(install, check=True)
    plan = tmp_path / "plan.txt"
    plan.write_text("某省方案\n一、任务\n(一)建设园区。推动合作,完善机制。(责任单位:省商务厅)\n", "utf-8")
    alone = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    said = subprocess.run(
        [python, "-c", "import duikou; print(duikou.__file__)"], capture_output=True, text=True, env=alone, check=True
    )
    assert Path(said.stdout.strip()).is_relative_to(tmp_path)
    command = [python.parent / "duikou", "extract", plan, "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True, env=alone, check=True, cwd=tmp_path)
    (measure,) = json.loads(done.stdout)["documents"][0]["measures"]
    assert measure["responsible_units"] == ["省商务厅"]


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_uv_installs_it_as_a_tool(tmp_path: Path) -> None:
    places = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    done = subprocess.run(
        ["uv", "tool", "install", "-q", "--python", sys.executable, str(ROOT)],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and ("fetch" in done.stderr or "network" in done.stderr.lower()):
        pytest.skip("uv reaches no index")
    assert done.returncode == 0, done.stderr
    said = subprocess.run([tmp_path / "bin" / "duikou", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("duikou ")


# Advice


def test_an_advice_names_what_an_extra_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_requirements", lambda extra: {"ocr": ["rapidocr>=3,<4", "onnxruntime"]}[extra])
    monkeypatch.setattr(errors, "_has_pip", lambda: True)
    monkeypatch.setattr(sys, "executable", "/opt/my tools/python")
    want = "Install it: '/opt/my tools/python' -m pip install 'rapidocr>=3,<4' onnxruntime, or leave it"
    assert DuikouError("x", "Install it: {install ocr}, or leave it").advice == want
    assert advised(want) == want


# (what makes the environment, how the command begins)
MADE_BY: list[tuple[str, list[str]]] = [
    ("pipx_metadata.json", ["pipx", "inject", "duikou"]),
    ("uv-receipt.toml", ["uv", "pip", "install", "--python", sys.executable]),
    ("", ["uv", "pip", "install", "--python", sys.executable]),
    ("pyvenv.cfg", [sys.executable, "-m", "pip", "install"]),
]


@pytest.mark.parametrize(("mark", "begins"), MADE_BY)
def test_an_advice_goes_by_how_it_was_installed(
    mark: str, begins: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "duikou"
    place.mkdir()
    if mark:
        (place / mark).touch()
    monkeypatch.setattr(sys, "prefix", str(place))
    monkeypatch.setattr(errors, "_has_pip", lambda: bool(mark))
    assert install_command("zh").split()[: len(begins)] == begins


@pytest.mark.parametrize("extra", ["ocr", "zh", "parquet", "cluster", "fast", "duikou"])
def test_every_extra_is_known_to_the_metadata(extra: str) -> None:
    wanted = errors._requirements(extra)
    assert wanted
    assert not any(line.startswith("duikou") for line in wanted)


def test_every_advice_names_an_extra_that_is_there() -> None:
    named = set()
    for path in (ROOT / "src").rglob("*.py"):
        named |= set(re.findall(r"\{install (\w+)\}", path.read_text("utf-8"))) - {"extra"}
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {"ocr", "cluster"} <= named <= {*project["optional-dependencies"], "duikou"}

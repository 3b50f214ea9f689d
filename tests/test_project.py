"""House rules that no tool checks: the order of the floors, what an import costs, what no file may hold."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import floors
import pytest

import duikou

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "duikou"
MODULES = sorted(PACKAGE.rglob("*.py"))
EACH_MODULE = pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))

# Data flows one way (docs/architecture.md): the list of floors is tools/floors.py.
FLOORS = floors.RANKS
# At the package's door: `duikou.x` looks into the library, `python -m duikou` into the command line.
DOOR = {"__init__": {"version", "api", "reading", "cleaning", "errors"}, "__main__": {"app"}}
# Type checkers see the functions that the package's door loads when they are asked for.
ONLY_FOR_TYPES = {("__init__", "api")}

LINES_OF_A_MODULE = 400


def floor_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.Module, package: str) -> Iterator[tuple[str, int, bool]]:
    """The floors of duikou that a module imports, each with its line and whether only type checkers see it.

    `package` is the dotted name of the package that the module lies in, against which relative imports count.
    """
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "duikou" else [base]
        for name in names:
            parts = name.split(".")
            if parts[0] == "duikou" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1], getattr(node, "lineno", 0), id(node) in typing_only


def against_the_order(source: str, module: str, package: str) -> list[str]:
    """The imports of a module (named by its floor) that go up or across."""
    wrong = []
    for imported, line, for_types in imports(ast.parse(source), package):
        if imported == module or (for_types and (module, imported) in ONLY_FOR_TYPES):
            continue
        allowed = imported in DOOR[module] if module in DOOR else FLOORS[imported] < FLOORS[module]
        if not allowed:
            wrong.append(f"line {line}: {module} imports {imported}")
    return wrong


def test_every_floor_has_its_place() -> None:
    there = {floor_of(module) for module in MODULES}
    assert there <= FLOORS.keys() | DOOR.keys(), "say in FLOORS where the new floor stands"


@EACH_MODULE
def test_floors_import_only_earlier_floors(module: Path) -> None:
    package = ".".join(["duikou", *module.relative_to(PACKAGE).parts[:-1]])
    assert against_the_order(module.read_text("utf-8"), floor_of(module), package) == []


def asked_modules(source: str, known: frozenset[str]) -> frozenset[str]:
    """The modules of duikou that one asks, wherever in it they are imported: in a function, or for types only."""
    froms = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ImportFrom) and n.module and not n.level]
    named = {(n.module, f"{n.module}.{alias.name}") for n in froms for alias in n.names}
    return frozenset(whole if whole in known else base for base, whole in named if base) & known


def test_no_module_asks_back() -> None:
    names = {m: ".".join(["duikou", *m.relative_to(PACKAGE).with_suffix("").parts]) for m in MODULES}
    known = frozenset(name.removesuffix(".__init__") for name in names.values())
    graph = {
        name.removesuffix(".__init__"): asked_modules(m.read_text("utf-8"), known) - {name.removesuffix(".__init__")}
        for m, name in names.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_check_for_circles_sees() -> None:
    known = frozenset(["duikou.a", "duikou.b"])
    sources = {
        "duikou.a": "def f():\n    from duikou.b import g",
        "duikou.b": "if TYPE_CHECKING:\n    from duikou import a",
    }
    with pytest.raises(CycleError):
        TopologicalSorter({name: asked_modules(source, known) for name, source in sources.items()}).prepare()


# (source, its floor, its package, how many imports go against the order)
ORDER = [
    ("from duikou.model import Line", "reading", "duikou.reading", 0),
    ("import duikou.reading.plain.text", "cleaning", "duikou.cleaning", 0),
    ("from duikou.comparing import compare", "extracting", "duikou.extracting", 1),
    ("def f():\n    from duikou import exporting", "cleaning", "duikou.cleaning", 1),
    ("from ..outlining import outline", "cleaning", "duikou.cleaning", 1),
    ("from .log import EditLog", "cleaning", "duikou.cleaning", 0),
    ("from . import app", "api", "duikou", 1),
    ("if TYPE_CHECKING:\n    from duikou.api import read", "__init__", "duikou", 0),
    ("from duikou.cleaning import clean_source", "model", "duikou", 1),
    ("if TYPE_CHECKING:\n    from duikou.exporting import x", "cleaning", "duikou.cleaning", 1),
]


@pytest.mark.parametrize(("source", "floor", "package", "count"), ORDER)
def test_the_check_of_the_order_sees(source: str, floor: str, package: str, count: int) -> None:
    assert len(against_the_order(source, floor, package)) == count


@EACH_MODULE
def test_every_module_says_what_it_is_and_is_small(module: Path) -> None:
    text = module.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= LINES_OF_A_MODULE, "make two modules of it"


# What a start must not load. The values are names in sys.modules.
HEAVY = {
    "rich",
    "lxml",
    "docx",
    "jieba",
    "rjieba",
    "rapidfuzz",
    "selectolax",
    "pdfplumber",
    "pypdfium2",
    "xlsxwriter",
    "opencc",
    "pydantic",
    "multiprocessing",
}
CALL = "import sys; sys.argv = ['duikou', *sys.argv[1:]]; from duikou.app.cli import main; main()"


def loaded_by(code: str, *arguments: str) -> set[str]:
    """The modules in sys.modules at the end of `code`, run with `arguments` in a Python of its own."""
    told = "import atexit, sys; atexit.register(lambda: print('|'.join(sys.modules), file=sys.stderr))\n"
    command = [sys.executable, "-c", told + code, *arguments]
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT, env=usual)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.splitlines()[-1].split("|"))


def packages(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def test_importing_duikou_loads_nothing_heavy() -> None:
    assert packages(loaded_by("import duikou")) & (HEAVY | {"typer"}) == set()


WEB, SCAN = "corpus/liaoning-jiangsu-2018-web.txt", "corpus/liaoning-jiangsu-2018-scan.txt"
# (arguments of duikou, what of HEAVY it may load, how many modules it may load beyond those of typer)
START_UP: list[tuple[list[str], set[str], int]] = [
    (["--version"], set(), 14),
    (["--help"], set(), 15),
    (["clean", "--help"], set(), 15),
    (["clean", WEB], set(), 110),
    (["extract", WEB], set(), 196),
    (["diff", WEB, SCAN], {"rapidfuzz", "rich"}, 263),
]


@pytest.fixture(scope="module")
def of_typer() -> set[str]:
    return loaded_by("import typer")


@pytest.mark.parametrize(
    ("arguments", "allowed", "most"), START_UP, ids=lambda value: " ".join(value) if isinstance(value, list) else "-"
)
def test_a_command_loads_only_what_it_needs(
    arguments: list[str], allowed: set[str], most: int, of_typer: set[str]
) -> None:
    loaded_by(CALL, *arguments)  # the first start keeps data files parsed
    loaded = loaded_by(CALL, *arguments)
    assert packages(loaded) & HEAVY <= allowed
    assert len(loaded - of_typer) <= most, "more is loaded at a start than was: load it where it is used"


def project_files() -> list[Path]:
    """The files of the project: those git knows or would add; without git, all that are not ignored."""
    try:
        command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
        listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        ignored = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
        files = [
            path
            for path in ROOT.rglob("*")
            if not any(Path(part).match(name) for part in path.relative_to(ROOT).parts for name in ignored if name)
            and ".git" not in path.relative_to(ROOT).parts
        ]
    return sorted(path for path in files if path.is_file())


# What no file of the project may hold: folders of one machine, and where it fetches packages from.
UNWANTED = {
    "a folder of one machine": re.compile(r"(?<![\w.:/])/(?:work|root|home|Users)/\w"),
    "a sibling of the repository": re.compile(r"(?:^|[\s\"'(`])\.\./(?:shared|main)\b", re.MULTILINE),
    "the host of a package registry": re.compile(r"(?:pypi|pythonhosted|npmjs|anaconda)\.(?:org|com|python)\b"),
    "the address of a package index": re.compile(r"(?:index[-_]url|find[-_]links|trusted[-_]host)\b", re.IGNORECASE),
}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a document, not a text of ours
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {what}" for what, bad in UNWANTED.items() if bad.search(text)]
    assert found == []


@pytest.mark.parametrize("text", ["see /root/x", '"/home/someone"', "../shared/a", "https://pypi.org/simple"])
def test_the_check_for_machines_sees(text: str) -> None:
    assert any(bad.search(text) for bad in UNWANTED.values())


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert len(text.splitlines()) > 190, "the licence is cut short"


def test_the_change_log_has_this_version() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert duikou.__version__ in headings


DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_when_to_look_again(page: Path) -> None:
    text = page.read_text("utf-8")
    sections = re.findall(r"^## (.+)\n+([^#]+)", text, re.MULTILINE)
    assert [name for name, _ in sections] == ["Context", "Decision", "Consequences", "Revisit when"]
    assert all(body.strip() for _, body in sections)
    assert text.startswith(f"# {page.stem[:4]} ")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [page.stem[:4] for page in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def requirements() -> set[str]:
    """The packages that pyproject.toml asks for to run and to develop, by name in lower case with hyphens."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    return {re.split(r"[\s<>=!~\[;]", line)[0].lower().replace("_", "-") for line in wanted}


def test_the_constraints_name_one_version_of_everything_and_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!+]*", pin)] == []
    names = [pin.split("==")[0].lower().replace("_", "-") for pin in pins]
    assert len(set(names)) == len(names)
    assert requirements() <= set(names)
    assert "duikou" not in names


def test_make_prints_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)[0].split()
    told = subprocess.run(["make", "--no-print-directory"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert [line.split()[0] for line in told.stdout.splitlines()[1:]] == phony


def test_the_ci_script_is_executable_and_parses() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)

"""Build what a release consists of, the source distribution and the wheel, and check what is in them.

What holds here: the wheel is built from the source distribution, so that this is known to hold all that building needs.
Both must hold every file of the package, its data among them, and the wheel nothing else. Nothing is fetched.

    python tools/dist.py [FOLDER]      (dist/ when none is named)
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "duikou"


def build(folder: Path) -> tuple[Path, Path]:
    """Build both into a folder, which is made; their paths. Raises `CalledProcessError` when building fails."""
    folder.mkdir(parents=True, exist_ok=True)
    sdist = _built(ROOT, folder, "sdist")
    with tempfile.TemporaryDirectory(prefix="duikou-") as place:
        with tarfile.open(sdist) as packed:
            packed.extractall(place, filter="data")
        (unpacked,) = Path(place).iterdir()
        return sdist, _built(unpacked, folder, "wheel")


def _built(source: Path, folder: Path, what: str) -> Path:
    hook = f"import sys; from hatchling import build; print(build.build_{what}(sys.argv[1]))"
    command = [sys.executable, "-c", hook, str(folder.absolute())]
    done = subprocess.run(command, cwd=source, check=True, stdout=subprocess.PIPE, text=True)
    return folder / done.stdout.split()[-1]


def expected() -> set[str]:
    """The files of the package, by their paths below the folder that holds it."""
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(PACKAGE.parent).as_posix() for path in found}


def wrong_in_wheel(wheel: Path) -> list[str]:
    """What a wheel lacks of the package, and what it has besides; [] when it is right."""
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if not PurePosixPath(name).parts[0].endswith(".dist-info")}
    lacks = [f"{wheel.name} lacks {name}" for name in sorted(expected() - held)]
    return lacks + [f"{wheel.name} holds {name}, which is no file of the package" for name in sorted(held - expected())]


def wrong_in_sdist(sdist: Path) -> list[str]:
    """What a source distribution lacks of the package; [] when it is right."""
    with tarfile.open(sdist) as packed:
        held = {"/".join(PurePosixPath(name).parts[1:]) for name in packed.getnames()}
    return [f"{sdist.name} lacks {name}" for name in sorted(expected()) if f"src/{name}" not in held]


def main() -> int:
    """Build, say what is wrong, and name what was built."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    sdist, wheel = build(folder)
    wrong = wrong_in_sdist(sdist) + wrong_in_wheel(wheel)
    for line in wrong:
        print(line, file=sys.stderr)
    for path in (sdist, wheel):
        print(f"{path}  ({path.stat().st_size // 1024} KB)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The wheel, in an empty environment: whether it makes a book in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that knows nothing of this repository; it must end well."""
    ours = ("PYTHON", "VIRTUAL_ENV", "ISGPRESS")
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        cwd=folder,
        env={name: text for name, text in os.environ.items() if not name.startswith(ours)},
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, (
        f"{command} ended with {done.returncode}: {done.stderr[-3000:]}"
    )
    return done


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a wheel, built from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    hatchling = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    run(*hatchling, "--directory", folder, folder=repository)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def commands(wheel: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of a new environment that holds the wheel and its needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "--quiet"]
    pip.append("--no-compile")  # most of it is not run
    lock = repository / "locks/build.txt"
    run(*pip, "--require-hashes", "--requirement", lock, folder=folder)
    # Without --no-deps: what the wheel asks for must be what the lock gives.
    run(*pip, "--no-index", wheel, folder=folder)
    return folder / "bin"


def test_the_wheel_holds_what_a_build_reads(wheel: Path, repository: Path) -> None:
    """Themes, standards, rules, schemas and the veraPDF driver are in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    source = repository / "src"
    files = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - packed == set()
    assert any(name.endswith("licenses/LICENSE") for name in packed)


def test_a_new_press_and_a_new_book_are_built(commands: Path, tmp_path: Path) -> None:
    """In an empty folder: a press, its sample, a new title, all of them built."""
    isgpress = commands / "isgpress"
    press = tmp_path / "press"
    run(isgpress, "doctor", folder=tmp_path)
    run(isgpress, "init", press, folder=tmp_path)
    run(isgpress, "new", "book", "second-title", folder=press)
    run(isgpress, "build", folder=press)
    for slug in [path.parent.name for path in press.glob("books/*/book.yaml")]:
        epub, pdf = (press / "dist" / slug / f"{slug}{end}" for end in (".epub", ".pdf"))
        assert zipfile.is_zipfile(epub)
        assert pdf.read_bytes().startswith(b"%PDF-")
    assert (press / "dist/second-title/second-title.epub").exists()

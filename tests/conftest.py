"""What all tests share: the repository, the corpus beside it, the samples, the validators."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from filelock import FileLock

REPOSITORY = Path(__file__).parents[1]
SAMPLES = tuple(
    sorted(
        path.parent.name
        for pattern in ("books/*/book.yaml", "issues/*/issue.yaml")
        for path in REPOSITORY.glob(pattern)
    )
)
PRESS_FILES = ("press.yaml", "books", "issues", "templates")


@dataclass(frozen=True)
class Sample:
    """A title of this repository, built: its sources and its editions in ``dist``."""

    slug: str
    press: Path
    dist: Path

    def edition(self, ending: str) -> Path:
        """Give a finished file by what follows its slug: ``.epub``, ``-print.pdf``."""
        return self.dist / f"{self.slug}{ending}"


@pytest.fixture(scope="session")
def repository() -> Path:
    """Give the folder of this repository, which is a press."""
    return REPOSITORY


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real works; tests that ask for it are skipped where it is absent."""
    folder = Path(os.environ.get("ISGPRESS_CORPUS", REPOSITORY.parent / "shared/corpus"))
    if not folder.is_dir():
        pytest.skip(f"the corpus is not here ({folder})")
    return folder


@pytest.fixture(scope="session")
def build_sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sample]:
    """Give a function that builds a title of ours, once for all workers of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return lambda slug: _built(slug, shared / "samples" / slug)


@pytest.fixture(scope="session", params=SAMPLES)
def sample(request: pytest.FixtureRequest, build_sample: Callable[[str], Sample]) -> Sample:
    """Give each title of ours in turn, built."""
    return build_sample(request.param)


@pytest.fixture(scope="session")
def need_validator() -> Callable[[ModuleType], None]:
    """Give a function that skips a test whose validator is missing on this machine.

    Where ISGPRESS_VALIDATORS is ``required``, as in ``make test``, the test fails instead.
    """

    def need(validator: ModuleType) -> None:
        missing = [need.what for need in validator.needs()]
        if not missing:
            return
        message = f"missing on this machine: {', '.join(missing)}; see `isgpress doctor`"
        if os.environ.get("ISGPRESS_VALIDATORS") == "required":
            pytest.fail(message)
        pytest.skip(message)

    return need


def _built(slug: str, folder: Path) -> Sample:
    """Build a title in a folder that several processes may ask for at once."""
    folder.parent.mkdir(exist_ok=True)
    with FileLock(f"{folder}.lock"):
        log = folder / "build.log"
        if not log.exists():
            _copy_press(folder, PRESS_FILES)
            command = [sys.executable, "-m", "isgpress", "--press", str(folder), "build", slug]
            done = subprocess.run(command, check=False, capture_output=True, timeout=600)
            log.write_bytes(b"%d\n%b%b" % (done.returncode, done.stdout, done.stderr))
    status, _, said = log.read_text("utf-8", "replace").partition("\n")
    if status != "0":
        pytest.fail(f"isgpress build {slug} ended with status {status}:\n{said}", pytrace=False)
    return Sample(slug, folder, folder / "dist" / slug)


def _copy_press(folder: Path, names: Iterable[str]) -> None:
    folder.mkdir()
    for name in names:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.exists():
            shutil.copy(source, folder / name)

"""What all tests share: the repository, the corpus beside it, the samples, the validators."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from filelock import FileLock

from isgpress.check.validators import ace, axe, epubcheck, verapdf
from isgpress.check.validators.tools import browser
from tests import judges
from tests.warm import isgpress

REPOSITORY = Path(__file__).parents[1]
SAMPLES = tuple(
    sorted(
        path.parent.name
        for pattern in ("books/*/book.yaml", "issues/*/issue.yaml")
        for path in REPOSITORY.glob(pattern)
    )
)
QUICK = "--js-flags='--no-opt --no-maglev --min-semi-space-size=32'"
PRESS_FILES = ("press.yaml", "books", "issues", "templates")


Once = Callable[[str, Callable[[Path], None]], Path]


@dataclass(frozen=True)
class Sample:
    """A title of this repository, built: its sources and its editions in ``dist``.

    All samples lie in one press. ``said`` is what the build printed.
    """

    slug: str
    press: Path
    dist: Path
    said: str = ""

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
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all workers of a test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def cache(shared: Path) -> Iterator[Path]:
    """Let all presses of a test run share a cache, as those of an editor may."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISGPRESS_CACHE", str(shared / "cache"))
        yield shared / "cache"


@pytest.fixture
def own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each press of a test keep its own cache, in its folder."""
    monkeypatch.delenv("ISGPRESS_CACHE")


@pytest.fixture(scope="session")
def once(shared: Path) -> Once:
    """Give a function that makes a folder of a name, once for all workers of a test run.

    The folder is not to be changed by others than its maker.
    """

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not (shared / f"{name}.done").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                (shared / f"{name}.done").touch()
        return folder

    return make


@pytest.fixture(scope="session")
def build_sample(once: Once) -> Callable[[str], Sample]:
    """Give a function that builds a title of ours, once for all workers of a test run."""

    def build(slug: str) -> Sample:
        press = once("samples", _copy_press)
        log = (
            once(f"samples-{slug}", lambda folder: _build(slug, press, folder / "log")) / "log"
        )
        status, _, said = log.read_text("utf-8").partition("\n")
        if status != "0":
            reason = f"isgpress build {slug} ended with status {status}:\n{said}"
            pytest.fail(reason, pytrace=False)
        return Sample(slug, press, press / "dist" / slug, said)

    return build


@pytest.fixture(scope="session", params=SAMPLES)
def sample(request: pytest.FixtureRequest, build_sample: Callable[[str], Sample]) -> Sample:
    """Give each title of ours in turn, built."""
    return build_sample(request.param)


@pytest.fixture(scope="session", autouse=True)
def warm_judges() -> Iterator[None]:
    """Let the drivers of EPUBCheck and veraPDF find machines that have read their rules."""
    with pytest.MonkeyPatch.context() as patch:
        for validator in (epubcheck, verapdf):
            patch.setattr(validator, "run_script", judges.run_script)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_browser(once: Once) -> Iterator[None]:
    """Let Ace and axe find a Chromium that runs scripts as they are compiled first.

    Theirs do not run for long enough to be worth compiling better: that would take another
    core for a seventh of the time.
    """
    found = browser()

    def fill(folder: Path) -> None:
        (folder / "chromium").write_text(f'#!/bin/sh\nexec "{found}" {QUICK} "$@"\n')
        (folder / "chromium").chmod(0o755)

    def quick() -> Path | None:
        return once("browser", fill) / "chromium" if browser() == found else browser()

    with pytest.MonkeyPatch.context() as patch:
        for validator in (ace, axe) if found else ():
            patch.setattr(validator, "browser", quick)
        yield


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


def _build(slug: str, press: Path, log: Path) -> None:
    done = isgpress("--press", press, "build", slug)
    log.write_text(f"{done.returncode}\n{done.stdout}{done.stderr}", "utf-8")


def _copy_press(folder: Path) -> None:
    for name in PRESS_FILES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.exists():
            shutil.copy(source, folder / name)

"""A release is complete, stays as it is, and is there whole or not at all."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from isgpress.release.making import Wishes, release
from isgpress.release.verifying import verify
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from conftest import Sample

    from .conftest import Press

PAPER, EBOOK = "9780306406157", "9783161484100"
NAMES = {
    f"{PAPER}_cover.pdf",
    f"{PAPER}_text.pdf",
    f"{EBOOK}.epub",
    f"{EBOOK}_sample.epub",
    f"{EBOOK}_cover.jpg",
    f"{EBOOK}_cover-thumb.jpg",
    "small.pdf",
    "small_sample.pdf",
    "README.txt",
    "release.json",
    "SHA256SUMS",
}


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of all files by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_has_all_that_leaves_the_house(press: Press) -> None:
    """Editions, covers, extract and lists stand in one flat folder, by ISBN."""
    assert {path.name for path in press.released.iterdir()} >= NAMES
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=press.released, check=False
    )
    assert done.returncode == 0
    assert [p.name for p in press.released.parent.iterdir()] == ["1.1"]


def test_the_list_says_what_the_files_are(press: Press) -> None:
    """release.json has pages, sizes and identifiers as other programs read them."""
    told = json.loads((press.released / "release.json").read_text())
    files = {row["name"]: row for row in told["files"]}

    for name, row in files.items():
        assert row["size"] == (press.released / name).stat().st_size
    with pikepdf.open(press.released / f"{PAPER}_text.pdf") as pdf:
        assert files[f"{PAPER}_text.pdf"]["pages"] == len(pdf.pages)
    assert files[f"{EBOOK}.epub"]["identifier"] == f"urn:isbn:{EBOOK}"
    assert files[f"{EBOOK}_cover.jpg"]["height"] == 2560
    assert "books/small/01-first.md" in told["sources"]
    assert told["made-by"]["isgpress"]
    assert told["version"] == "1.1"


def test_covers_are_as_shops_take_them(press: Press) -> None:
    """The front cover is the picture in the EPUB, RGB and larger; the small one has 300 px."""
    with zipfile.ZipFile(press.released / f"{EBOOK}.epub") as epub:
        inside = epub.read("EPUB/images/cover.jpg")
    with (
        Image.open(press.released / f"{EBOOK}_cover.jpg") as picture,
        Image.open(io.BytesIO(inside)) as embedded,
    ):
        assert picture.mode == "RGB"
        assert max(picture.size) == 2560
        same = ImageChops.difference(picture.resize(embedded.size), embedded.convert("RGB"))
        assert max(ImageStat.Stat(same).mean) < 2
    with Image.open(press.released / f"{EBOOK}_cover-thumb.jpg") as picture:
        assert picture.width == 300


def test_the_extract_has_the_first_chapter_alone(press: Press) -> None:
    """It names itself an extract, has an identifier of its own, and no link to nothing."""
    with zipfile.ZipFile(press.released / f"{EBOOK}_sample.epub") as epub:
        pages = {name: epub.read(name).decode() for name in epub.namelist() if "xhtml" in name}
        package = epub.read("EPUB/content.opf").decode()
    text = "".join(pages.values())

    assert "read it twice" in text
    assert "longer than the first" not in text
    assert "Extract from A Small Book" in package
    assert EBOOK not in package
    assert "https://lantern.example/small/" in text  # where the second chapter is
    with pikepdf.open(press.released / "small_sample.pdf") as pdf:
        assert "Extract from A Small Book" in str(pdf.docinfo["/Title"])


@pytest.mark.slow
def test_a_published_release_is_never_changed(press: Press) -> None:
    """Asked again it stays; with other sources there is an error, with a printing a new one."""
    before = contents(press.released)
    again = press.release()
    assert (again.returncode, contents(press.released)) == (0, before)

    press.change("01-first.md", "read it twice", "read it three times")
    changed = press.release()
    assert changed.returncode == 1
    assert "error[release-exists]" in changed.stderr
    assert "printing: 2" in changed.stderr
    assert contents(press.released) == before

    press.change("book.yaml", "printing: 1\n", "printing: 2\n")
    silent = press.release()
    assert silent.returncode == 1
    assert "error[unsaid-changes]" in silent.stderr

    said = "printings: [{number: 2, date: 2026-06-01, changes: Read three times.}]\n"
    press.change("book.yaml", "printing: 2\n", f"printing: 2\n{said}")
    second = press.release()
    assert second.returncode == 0, second.stderr
    assert contents(press.released) == before
    readme = (press.released.parent / "1.2/README.txt").read_text()
    assert "Read three times." in readme


def test_a_title_with_errors_is_not_released(new_press: Callable[[str], Press]) -> None:
    """What is wrong is told, and nothing is left behind."""
    press = new_press("faulty")
    press.change("01-first.md", "02-second.md", "03-third.md")
    done = press.release()

    assert done.returncode == 1
    assert "small: not released" in done.stderr
    assert not (press.folder / "releases").exists()


def test_text_that_nobody_wrote_stays_in_the_house(new_press: Callable[[str], Press]) -> None:
    """A title with words of its skeleton can be built, not released."""
    press = new_press("unwritten")
    chapter = press.folder / "books/small/02-second.md"
    chapter.write_text("# The second chapter\n\nThe text of this title belongs here.\n")
    result = press.run("release", "small")

    assert result.returncode == 1
    assert "error[placeholder-text]" in result.stderr
    assert "books/small/02-second.md:3" in result.stderr
    assert not (press.folder / "releases").exists()


def test_web_pages_alone_are_no_release(new_press: Callable[[str], Press]) -> None:
    """There is no file for a shop; that is told before anything is built."""
    press = new_press("web")
    text = (press.folder / "books/small/book.yaml").read_text()
    start, end = text.index("editions:"), text.index("contents:")
    press.write("books/small/book.yaml", f"{text[:start]}editions: {{web: {{}}}}\n{text[end:]}")
    done = press.release()

    assert done.returncode == 1
    assert "error[nothing-to-release]" in done.stderr
    assert not (press.folder / "dist").exists()


@pytest.mark.slow
def test_an_issue_is_named_by_its_periodical(
    build_sample: Callable[[str], Sample], tmp_path: Path
) -> None:
    """Its files begin with its designation, and one article is the extract."""
    sample = build_sample("gn7")

    def others(folder: str, names: list[str]) -> list[str]:
        """Leave out other titles' editions, and what other workers are writing."""
        dist = Path(folder) == sample.dist.parent
        return [n for n in names if n.startswith(".new-") or (dist and n != sample.slug)]

    press = shutil.copytree(sample.press, tmp_path / "press", ignore=others)
    world = DiskWorld(press)
    made = release(world, "gn7", Wishes(validators=False, jobs=2))
    folder = world.root / made.path

    assert made.path == "releases/gn7/1.1"
    assert verify(folder) == ()
    lists = {"README.txt", "SHA256SUMS", "release.json"}
    assert {name.startswith("gn7") for name in set(made.files) - lists} == {True}
    with zipfile.ZipFile(folder / "gn7_sample.epub") as epub:
        titles = epub.read("EPUB/content.opf").decode()
    assert "Extract from Galley Notes, GN7" in titles


@pytest.mark.slow
def test_two_clones_give_the_same_bytes(
    new_press: Callable[[str], Press], released_once: Path
) -> None:
    """The folder and what was built before leave no mark."""
    other = new_press("another clone")
    assert other.run("build", "small", "--edition", "epub").returncode == 0
    assert other.release().returncode == 0

    assert contents(other.released) == contents(released_once / "releases/small/1.1")


KILLED_AT_EACH_STEP = """
import os, signal, sys
from pathlib import Path
from isgpress.folders import write_folder

source, place = map(Path, sys.argv[1:])
files = {path.name: path.read_bytes() for path in source.iterdir()}
STEPS = ("open", "os.", "shutil.", "tempfile.")

def attempt(target, last):
    seen = 0
    def hook(event, _arguments):
        nonlocal seen
        seen += event.startswith(STEPS)
        if seen > last:
            os.kill(os.getpid(), signal.SIGKILL)
    child = os.fork()
    if child == 0:
        sys.addaudithook(hook)
        write_folder(target, files, replace=False)
        os._exit(0)
    return os.waitpid(child, 0)[1]

for last in range(10_000):
    target = place / str(last) / "1.1"
    target.parent.mkdir(parents=True)
    ended = attempt(target, last)
    if target.exists():
        assert {p.name: p.read_bytes() for p in target.iterdir()} == files, last
    if ended == 0:
        assert target.exists()
        print(last)
        break
"""


def test_a_release_killed_at_any_step_is_none_or_whole(
    released_once: Path, tmp_path: Path
) -> None:
    """Killed before each thing that it does to the disk, one after the other."""
    command = [sys.executable, "-c", KILLED_AT_EACH_STEP]
    command += [str(released_once / "releases/small/1.1"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 40


@pytest.mark.slow
def test_an_interrupted_release_can_be_made_again(press: Press) -> None:
    """Killed while it is built, nothing stands under its name, and the next one is whole."""
    whole = contents(press.released)
    shutil.rmtree(press.released)
    command = [sys.executable, "-m", "isgpress", "--press", str(press.folder)]
    command += ["release", "small", "--no-validators"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(2)
        process.send_signal(signal.SIGKILL)
    assert not press.released.exists() or contents(press.released) == whole
    assert press.release().returncode == 0
    assert contents(press.released) == whole

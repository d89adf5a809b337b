"""The press's site: whole, without dead links, open to everybody, and nothing given away."""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import tinyhtml5

from isgpress.check.validators import axe
from isgpress.folders import write_folder
from isgpress.release.site.writing import site
from isgpress.sources import load_press
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from .conftest import Press

XHTML = "{http://www.w3.org/1999/xhtml}"
EBOOK = "9783161484100"
HOSTILE = 'A "<script>alert(1)</script>" & Co'


def made(folder: Path) -> dict[str, bytes | Path]:
    """Give the files of a press's site."""
    world = DiskWorld(folder)
    press, _ = load_press(world)
    return site(world, press).files


@pytest.fixture(scope="session")
def small(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of one book, written."""
    folder = tmp_path_factory.mktemp("site") / "site"
    write_folder(folder, made(released_once))
    return folder


def pages(folder: Path) -> Iterator[tuple[str, object]]:
    """Give every page as browsers read it, by its path."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), tinyhtml5.parse(path.read_text("utf-8"))


def test_no_link_is_dead(small: Path) -> None:
    """Every address within the site is a file of it, or a place on a page."""
    found = 0
    for name, root in pages(small):
        ids = {e.get("id") for e in root.iter() if e.get("id")}
        for element in root.iter():
            for address in filter(None, (element.get("href"), element.get("src"))):
                parts = urlsplit(address)
                if parts.scheme:
                    continue
                found += 1
                if not parts.path:
                    assert parts.fragment in ids, (name, address)
                    continue
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
                assert (small / target).is_file(), (name, address)
    assert found > 50


def test_a_page_tells_all_of_a_title(small: Path, released_once: Path) -> None:
    """Editions with ISBN and pages, the file with its sum, contents, extract, references."""
    text = (small / "title/small.html").read_text("utf-8")
    listed = json.loads((released_once / "releases/small/1.1/release.json").read_text())
    book = next(row for row in listed["files"] if row["role"] == "e-book")

    for words in (
        "A Small Book",
        "978-0-306-40615-7",
        book["sha256"],
        "The second chapter",
        f"{EBOOK}_sample.epub",
        "Certified by Dale Access",
        "12.99 GBP",
    ):
        assert words in text, words
    assert (small / f"releases/small/1.1/{EBOOK}.epub").read_bytes() == (
        released_once / f"releases/small/1.1/{EBOOK}.epub"
    ).read_bytes()
    data = json.loads(
        text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    )
    assert (data["@type"], data["workExample"][1]["isbn"]) == ("Book", EBOOK)


def test_references_are_for_programs(small: Path) -> None:
    """BibTeX, RIS and CSL-JSON name the same people and title."""
    bib = (small / "title/small.bib").read_text()
    ris = (small / "title/small.ris").read_text()
    [csl] = json.loads((small / "title/small.csl.json").read_text())

    assert bib.startswith("@book{Calder2026,")
    assert "author = {Calder, Ruth}" in bib
    assert "TY  - BOOK" in ris
    assert "A4  - Silva, Ana" in ris
    assert csl["author"] == [{"family": "Calder", "given": "Ruth"}]
    assert csl["issued"] == {"date-parts": [[2026, 5, 1]]}


def test_what_is_sold_is_not_on_the_site(released_once: Path) -> None:
    """The printer's files never, and no priced e-book; its page leads to where it is sold."""
    files = made(released_once)
    assert not any(name.endswith(("_text.pdf", "9780306406157_cover.pdf")) for name in files)


@pytest.fixture
def changed(released_once: Path, tmp_path: Path) -> Callable[..., dict[str, bytes | Path]]:
    """Give a function that changes what the release says of its title, and makes the site."""

    def make(language: str = "en-GB", **title: str) -> dict[str, bytes | Path]:
        folder = Path(shutil.copytree(released_once, tmp_path / "press"))
        path = folder / "releases/small/1.1/release.json"
        told = json.loads(path.read_text())
        told["title"] |= title
        book = next(p for p in told["products"] if p["form"] == "epub")
        book |= {"free": False, "price": {"amount": "6.00", "currency": "GBP"}}
        path.write_text(json.dumps(told))
        press = (folder / "press.yaml").read_text()
        (folder / "press.yaml").write_text(press.replace("en-GB", language))
        return made(folder)

    return make


def test_words_of_a_title_are_only_words(
    changed: Callable[..., dict[str, bytes | Path]],
) -> None:
    """Markup in a title is shown as it is written, on pages and in their data."""
    files = changed(name=HOSTILE, description=HOSTILE)
    for name, data in files.items():
        if name.endswith(".html") and isinstance(data, bytes):
            assert b"<script>alert" not in data, name
    assert f"releases/small/1.1/{EBOOK}.epub" not in files
    assert f"releases/small/1.1/{EBOOK}_sample.epub" in files


def test_the_site_speaks_the_language_of_the_press(
    changed: Callable[..., dict[str, bytes | Path]],
) -> None:
    """A press in French has French pages; the title keeps its own language."""
    files = changed(language="fr")
    page = files["title/small.html"]
    assert isinstance(page, bytes)
    text = page.decode()
    assert '<html lang="fr"' in text
    assert "Pour citer" in text
    assert '<article lang="en-GB"' in text


@pytest.mark.validators
@pytest.mark.slow
def test_axe_finds_nothing(small: Path, need_validator: Callable[[ModuleType], None]) -> None:
    """Light and dark, wide and narrow, every page is as WCAG 2.2 AA wants it."""
    need_validator(axe)
    for folder in sorted({path.parent for path in small.rglob("*.html")}):
        assert axe.check(folder) == (), folder


def test_the_command_never_writes_over_other_files(press: Press) -> None:
    """It makes the site again and again, and refuses a folder with something else in it."""
    for _ in range(2):
        done = press.run("site")
        assert done.returncode == 0, done.stderr
    assert (press.folder / "site/sitemap.xml").is_file()
    assert press.run("site", "--output", press.folder / "books").returncode == 2
    assert (press.folder / "books/small/book.yaml").is_file()

"""The press's site: whole, without dead links, open to everybody, and nothing given away."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import tinyhtml5

from isgpress.check.validators import axe
from isgpress.check.validators.tools import browser, java
from isgpress.folders import write_folder
from isgpress.release.memo import Memo, memo_of, press_of
from isgpress.release.site import searching
from isgpress.release.site.writing import Files, site
from isgpress.sources import load_press
from isgpress.world import DiskWorld
from tests.warm import isgpress
from tests.web.alike import leave_out_alike

if TYPE_CHECKING:
    from .conftest import Press

XHTML = "{http://www.w3.org/1999/xhtml}"
EBOOK = "9783161484100"
HOSTILE = 'A "<script>alert(1)</script>" & Co'


def made(folder: Path) -> Files:
    """Give the files of a press's site."""
    world = DiskWorld(folder)
    press, _ = load_press(world)
    return site(world, press).files


@pytest.fixture(scope="session")
def small(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of one book and one issue in English and French, written.

    The issue is a copy of the book's release under another name; its web pages were built.
    """
    top = tmp_path_factory.mktemp("site")
    press = Path(shutil.copytree(released_once, top / "press"))
    text = (press / "press.yaml").read_text()
    (press / "press.yaml").write_text(text + "site-languages: [fr]\n")
    add_issue(press)
    write_folder(top / "site", made(press))
    return top / "site"


ISSUE = """\
periodical: lamp
number: "7"
date: 2026-06
editions: {epub: {}, web: {}}
contents:
  - article: 01-light.md
"""


def add_issue(press: Path) -> None:
    """Add the issue ``l7`` to a press: sources, web pages, and the list of a release."""
    issue = press / "issues/l7"
    issue.mkdir(parents=True)
    (issue / "issue.yaml").write_text(ISSUE)
    (issue / "01-light.md").write_text("# On Light\n\nParaffin burns with a yellow flame.\n")
    isgpress("--press", press, "build", "l7", "--edition", "web").check_returncode()
    release = Path(shutil.copytree(press / "releases/small/1.1", press / "releases/l7/1.1"))
    told = json.loads((release / "release.json").read_text())
    del told["title"]["series"]
    told["title"] |= {
        "slug": "l7",
        "name": "The Lamp, L7",
        "kind": "issue",
        "periodical": {
            "key": "lamp",
            "title": "The Lamp",
            "issn": "9999-0008",
            "volume": "",
            "number": "7",
            "whole-number": "",
        },
    }
    (release / "release.json").write_text(json.dumps(told))


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
                place = "index.html" if parts.path.endswith("/") else ""
                path = posixpath.join(posixpath.dirname(name), parts.path + place)
                target = posixpath.normpath(path)
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
        "£12.99",
    ):
        assert words in text, words
    assert (small / f"releases/small/1.1/{EBOOK}.epub").read_bytes() == (
        released_once / f"releases/small/1.1/{EBOOK}.epub"
    ).read_bytes()
    data = json.loads(
        text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    )
    assert (data["@type"], data["workExample"][1]["isbn"]) == ("Book", EBOOK)


def test_back_issues_stand_with_their_contents(small: Path) -> None:
    """A periodical's page lists each issue with what is in it, and leads to its pages."""
    text = (small / "periodical/the-lamp.html").read_text("utf-8")
    for words in ("ISSN 9999-0008", "The Lamp, L7", "The second chapter", 'href="../l7/"'):
        assert words in text, words
    assert "yellow flame" in (small / "l7/light.html").read_text("utf-8")
    issue = (small / "title/l7.html").read_text("utf-8")
    assert '<a href="../l7/"' in issue
    subject = (small / "subject/proofs.html").read_text("utf-8")
    assert "A Small Book" in subject
    assert '<a href="../subject/proofs.html">proofs</a>' in issue


def test_the_site_has_every_language_it_is_asked_for(small: Path) -> None:
    """The same pages again in French, each telling of the other."""
    english = (small / "title/small.html").read_text("utf-8")
    french = (small / "fr/title/small.html").read_text("utf-8")

    assert (
        '<link rel="alternate" hreflang="fr" href="https://lantern.example/fr/title' in english
    )
    assert '<html lang="fr"' in french
    assert "Pour citer" in french
    assert 'href="../../title/small.html"' in french
    listed = {p.relative_to(small / "fr") for p in (small / "fr").rglob("*.html")}
    assert listed >= {Path("index.html"), Path("all.html"), Path("periodical/the-lamp.html")}


@pytest.mark.validators
@pytest.mark.slow
def test_readers_find_words(
    small: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    need_validator: Callable[[ModuleType], None],
) -> None:
    """In a real browser, words of an article and of a title; also by an index in parts."""
    need_validator(axe)
    need_validator(searching)
    monkeypatch.setattr(searching, "TITLES", 1)
    write_folder(tmp_path / "parts", made(small.parent / "press"))
    assert (tmp_path / "parts/pagefind/2/pagefind-entry.json").is_file()
    assert not (small / "pagefind/2").exists()

    for folder in (small, tmp_path / "parts"):
        article, title, both, none = in_browser(
            folder, "paraffin", "small book", "chapter", "xylophone"
        )
        assert "l7/light.html" in article
        assert "title/small.html" in title
        assert "title/small.html" in both
        assert "title/l7.html" in both
        assert "Results: 0" in none


def in_browser(folder: Path, *words: str) -> list[str]:
    """Give what the page for searching becomes in Chromium for each words, as HTML."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}/search.html?q="
        addresses = [page + each.replace(" ", "+") for each in words]
        script = Path(__file__).with_name("search.cjs")
        modules = Path(__file__).parents[2] / "tools/validators/node_modules"
        command = ["node", str(script), str(modules), str(browser()), *addresses]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_pages_are_kept_while_nothing_changes(released_once: Path, tmp_path: Path) -> None:
    """What a memory gives is what would be made; a changed title is told anew."""
    press = Path(shutil.copytree(released_once, tmp_path / "press"))
    world = DiskWorld(press)
    house, _ = load_press(world)
    memo = memo_of(world)

    def pages(memo: Memo) -> dict[str, bytes | str]:
        assert press_of(world, memo) == (house, ())
        made = site(world, house, memo).files
        return {n: d if isinstance(d, bytes) else os.fspath(d) for n, d in made.items()}

    plain = pages(Memo())
    assert pages(memo) == plain
    assert pages(memo) == plain

    path = press / "releases/small/1.1/release.json"
    path.write_text(path.read_text().replace("A Small Book", "A Smaller Book"))
    again = pages(memo)
    assert again == pages(Memo())
    assert {n for n in again if plain.get(n) != again[n]} >= {"title/small.html", "all.html"}


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


def test_a_society_is_no_person(changed: Callable[..., dict[str, bytes | Path]]) -> None:
    """Neither for search engines nor in references, though it is sorted without its article."""
    society = {"name": "The Type Society", "role": "aut", "sort-name": "Type Society, The"}
    files = changed(contributors=[society | {"organisation": True}])
    page, bib, csl = (bytes(files[f"title/small.{end}"]) for end in ("html", "bib", "csl.json"))
    assert b'"@type": "Organization",\n   "name": "The Type Society"' in page
    assert b"author = {{The Type Society}}" in bib
    assert json.loads(csl)[0]["author"] == [{"literal": "The Type Society"}]


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
def test_the_pages_are_html(small: Path, tmp_path: Path) -> None:
    """The Nu Html Checker finds nothing on any page, nor in the style sheet; it would."""
    found = java()
    jar = Path(__file__).parents[2] / "tools/validators/node_modules/vnu-jar/build/dist/vnu.jar"
    if found is None or not jar.is_file():
        pytest.skip("Java or the Nu Html Checker is not here")
    command = [str(found), "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", str(jar)]
    command += ["--format", "gnu", "--also-check-css", str(small / "style.css")]
    bad = tmp_path / "bad.html"
    bad.write_text((small / "index.html").read_text().replace("<h1>", "<h1><li>"))
    pages = [str(path) for path in (*small.rglob("*.html"), bad)]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=False)

    told = done.stderr.splitlines()
    assert [line for line in told if str(bad) not in line] == []
    assert any("Element “li” not allowed" in line for line in told), told


@pytest.mark.validators
@pytest.mark.slow
def test_axe_finds_nothing(
    small: Path, tmp_path: Path, need_validator: Callable[[ModuleType], None]
) -> None:
    """Light and dark, wide and narrow: a page of each kind is as WCAG 2.2 AA wants it.

    Pages that show nothing but what others do are left out.
    """
    need_validator(axe)
    shown = Path(shutil.copytree(small, tmp_path / "site"))
    for page in set(shown.glob("fr/**/*.html")) - {shown / "fr/title/small.html"}:
        page.unlink()  # the same in other words
    leave_out_alike(shown)
    assert axe.check(shown) == ()


def test_the_command_never_writes_over_other_files(press: Press) -> None:
    """It makes the site again and again, and refuses a folder with something else in it."""
    for _ in range(2):
        done = press.run("site")
        assert done.returncode == 0, done.stderr
    assert (press.folder / "site/sitemap.xml").is_file()
    assert press.run("site", "--output", press.folder / "books").returncode == 2
    assert (press.folder / "books/small/book.yaml").is_file()


def test_the_command_tells_shops_too(press: Press) -> None:
    """By `--onix`, as `isgpress onix` does; a title that is wrong stops the message alone."""
    moment = {"SOURCE_DATE_EPOCH": "1800000000"}
    both = press.run(
        "site", "--no-search", "--onix", press.folder / "a.xml", "--release", "3.1", env=moment
    )
    assert both.returncode == 0, both.stderr
    press.run("onix", "--release", "3.1", "--output", press.folder / "b.xml", env=moment)
    assert (press.folder / "a.xml").read_bytes() == (press.folder / "b.xml").read_bytes()

    shutil.rmtree(press.folder / "site")
    press.change("book.yaml", "language: en-GB", "language: [en-GB]")
    wrong = press.run("site", "--no-search", "--onix", press.folder / "c.xml")
    assert wrong.returncode == 1
    assert "book.yaml:3" in wrong.stderr
    assert (press.folder / "site/title/small.html").is_file()
    assert not (press.folder / "c.xml").exists()

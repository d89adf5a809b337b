"""The catalogue shows every title with cover, people, editions, prices; and can be edited."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from isgpress.check.validators import epubcheck, verapdf
from isgpress.release.printed.making import listed, sources
from isgpress.sources import load_press
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from .conftest import Press

OTHER = """\
title: Un *autre* livre
language: fr
date: 2027-03
contributors: [{name: Jo Martin, role: author}]
trade: {availability: forthcoming}
editions: {epub: {price: {amount: "6.00", currency: EUR}}}
contents: {body: [01-un.md]}
"""


def written(press: Press) -> dict[str, bytes]:
    """Give the files of the catalogue of all titles."""
    world = DiskWorld(press.folder)
    house, _ = load_press(world)
    titles, covers, wrong = listed(world, house, house.titles)
    assert wrong == ()
    return sources(house, titles, covers, "")


def test_the_sources_say_what_the_titles_say(press: Press) -> None:
    """In a series or not, with the cover that was released, in the title's language."""
    press.write("books/autre/book.yaml", OTHER)
    press.write("books/autre/01-un.md", "# Un\n\nTexte.\n")
    files = written(press)

    assert {name for name in files if name.endswith(".md")} == {
        "01-books.md",
        "02-lights.md",
        "90-ordering.md",
    }
    assert files["images/small.jpg"].startswith(b"\xff\xd8")
    lights, books = files["02-lights.md"].decode(), files["01-books.md"].decode()
    for words in (
        "## A Small Book {#small}",
        "src: images/small.jpg",
        " pages, ISBN 978-0-306-40615-7, 12.99 GBP, 15.00 EUR",
        "E-book (EPUB), ISBN 978-3-16-148410-0, free of charge",
        "{index:Silva, Ana!*A Small Book*}",
    ):
        assert words in lights, words
    assert "## Un *autre* livre {#autre lang=fr}" in books
    assert "2027-03, forthcoming" in books
    assert "Dale Distribution (GB, IE)" in files["90-ordering.md"].decode()
    assert written(press) == files


@pytest.mark.slow
@pytest.mark.validators
def test_the_command_makes_pages_and_an_ebook(
    press: Press, need_validator: Callable[[ModuleType], None]
) -> None:
    """Both say the same, EPUBCheck and veraPDF find nothing, and the same comes out again."""
    done = press.run("catalogue", "--jobs", "2", "--title", "Spring List")
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    folder = press.folder / "dist/catalogue"
    command = ["pdftotext", str(folder / "catalogue.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with zipfile.ZipFile(folder / "catalogue.epub") as epub:
        pages = "".join(epub.read(n).decode() for n in epub.namelist() if "xhtml" in n)
    for words in ("Spring List", "978-0-306-40615-7", "Calder, Ruth", "How to order"):
        assert words in text, words
        assert words in pages, words
    pages_of_text = text.split("\f")[:-1]
    start = next(n for n, page in enumerate(pages_of_text) if "A Small Book" in page)
    assert all(page.strip() for page in pages_of_text[start:]), "a white page"
    assert not (press.folder / "books/catalogue").exists()
    need_validator(epubcheck)
    need_validator(verapdf)
    assert epubcheck.check([folder / "catalogue.epub"]) == ()
    assert verapdf.check([folder / "catalogue.pdf"], ("ua1", "2a")) == ()

    first = [(folder / f"catalogue.{end}").read_bytes() for end in ("pdf", "epub")]
    assert press.run("catalogue", "--title", "Spring List").returncode == 0
    assert [(folder / f"catalogue.{end}").read_bytes() for end in ("pdf", "epub")] == first


def test_it_can_become_a_title(press: Press) -> None:
    """Its sources are written once, are without fault, and never written over."""
    assert press.run("catalogue", "--as", "spring-2027").returncode == 0
    checked = press.run("check", "spring-2027")
    assert (checked.returncode, "no findings" in checked.stdout) == (0, True), checked.stderr
    again = press.run("catalogue", "--as", "spring-2027")
    assert again.returncode == 1
    assert "file-exists" in again.stderr
    assert Path(press.folder / "books/spring-2027/book.yaml").is_file()

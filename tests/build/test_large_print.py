"""The edition in large print: a book of its own, from theme data laid over the book's."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import etree
from pypdfium2 import raw

from isgpress.findings import PressError
from isgpress.render import load_theme, trim_of
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld
from tests.conftest import Sample
from tests.warm import isgpress

ISBN = "9780000000507"
BOOK = """\
title: Lanterns
language: en-GB
date: 2026
trim: a-format
contributors:
  - {name: Ana Silva, role: author}
editions:
  paperback: {isbn: 978-0-306-40615-7, printer: kdp-paperback}
  large-print: {isbn: 978-0-00-000050-7, KEYS}
contents:
  body: [01.md]
"""
FILES = {"press.yaml": "name: Dale Press\n", "books/lanterns/01.md": "# One\n\nText.\n"}


def world(keys: str = "paper: bookwove-70") -> MemoryWorld:
    """Give a press whose book has an edition in large print."""
    return MemoryWorld({**FILES, "books/lanterns/book.yaml": BOOK.replace("KEYS", keys)})


def test_the_edition_has_its_own_trim_paper_and_isbn() -> None:
    """As it is set, the title has what this edition says, not what the paperback says."""
    here = world("trim: b5, paper: bookwove-70")
    press, _ = load_press(here)
    book, findings = load_book(here, press, "lanterns")
    assert book is not None
    assert findings == ()

    large = book.in_large_print()
    assert book.printed is not None
    assert large.printed is not None
    assert (book.printed.isbn, large.printed.isbn) == ("9780306406157", ISBN)
    assert (book.trim.name if book.trim else "", large.trim) != ("", None)
    assert large.trim is not None
    assert (large.trim.width, large.trim.height) == (176, 250)
    assert large.printed.order.paper == "bookwove-70"
    assert large.edition("paperback") is not None  # the imprint lists both


def test_what_the_printer_has_not_is_told_of_this_edition_too() -> None:
    """The place is in its own keys."""
    here = world("paper: papyrus")
    press, _ = load_press(here)
    _, findings = load_book(here, press, "lanterns")

    assert [(f.rule, f.span and f.span.line) for f in findings] == [("unknown-paper", 9)]


@pytest.mark.parametrize("name", ["paperback", "collection", "reprint", "study-guide"])
def test_the_theme_is_laid_over_that_of_the_book(name: str) -> None:
    """16 pt, sans, ragged, royal where nothing else is said; the rest is the book's own."""
    here = world()
    press, _ = load_press(here)
    book, _ = load_book(here, press, "lanterns")
    theme = load_theme(here, name, "large-print")

    assert theme.chain[:2] == ("large-print", name)
    assert (theme.option["text-size"], theme.option["justify"]) == (16, False)
    assert {f.typeface for f in theme.fonts if f.family in {"text", "sans"}} == {
        "Libre Franklin"
    }
    assert theme.print_styles[-1] == "print/large-print.css"
    own = load_theme(here, name)
    assert theme.option["contents-authors"] == own.option["contents-authors"]
    assert book is not None
    assert trim_of(book.in_large_print(), theme).width == 156


def test_a_press_may_set_it_larger() -> None:
    """`templates/large-print/theme.yaml` extends the built-in one."""
    text = "name: large-print\nextends: large-print\noptions: {text-size: 20, least-size: 18}\n"
    here = MemoryWorld({**FILES, "templates/large-print/theme.yaml": text})
    larger = load_theme(here, "paperback", "large-print")

    assert (larger.option["text-size"], larger.option["justify"]) == (20, False)


def test_it_is_no_theme_of_a_title() -> None:
    """It is laid over others, not chosen."""
    with pytest.raises(PressError) as stop:
        load_theme(MemoryWorld(FILES), "larg-print")
    assert "`large-print`" not in stop.value.findings[0].help


@pytest.fixture(scope="session")
def large(build_sample: Callable[[str], Sample]) -> Sample:
    """Give the sample that has an edition in large print."""
    return build_sample("gutter-lane-chapel")


def sizes(path: Path) -> Iterator[float]:
    """Give the size in points of each letter of a PDF."""
    matrix = raw.FS_MATRIX()
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for n in range(text.count_chars()):
                char = chr(raw.FPDFText_GetUnicode(text, n))
                if char.isspace():
                    continue
                raw.FPDFText_GetMatrix(text, n, matrix)
                scale = math.hypot(matrix.c, matrix.d)
                yield raw.FPDFText_GetFontSize(text, n) * scale


@pytest.mark.slow
def test_no_letter_is_smaller_slanted_or_broken(large: Sample) -> None:
    """UKAAF G003: 16 pt at least, notes and folios too; no italics; words whole."""
    path = large.edition("-large-print.pdf")

    found = list(sizes(path))
    assert len(found) > 8000
    assert min(found) >= 15.99
    with pikepdf.open(path) as pdf:
        fonts = {
            str(font.BaseFont)
            for page in pdf.pages
            for font in page.obj.Resources.get("/Font", pikepdf.Dictionary()).values()
        }
        assert pdf.pages[0].trimbox == pytest.approx(pdf.pages[-1].trimbox)
    assert fonts
    assert not any("Italic" in name or "Oblique" in name for name in fonts), fonts
    with pypdfium2.PdfDocument(path) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert not any("\u2010" in text for text in texts)  # the engine's own hyphen
    with pypdfium2.PdfDocument(large.edition("-print.pdf")) as usual:
        assert len(texts) > len(usual)


@pytest.mark.slow
def test_its_cover_is_of_its_own_pages_and_isbn(large: Sample, tmp_path: Path) -> None:
    """KDP's formula for this page count and paper; the bar code is read by zbar."""
    with pikepdf.open(large.edition("-large-print.pdf")) as pages:
        count = len(pages.pages)
        assert ISBN in str(pages.open_metadata()["dc:identifier"])
    with pikepdf.open(large.edition("-large-print-cover.pdf")) as cover:
        left, low, right, high = (float(v) * 25.4 / 72 for v in cover.pages[0].trimbox)
    spine = (count + count % 2) * 0.0572008
    assert right - left == pytest.approx(2 * 189 + spine, abs=0.01)
    assert high - low == pytest.approx(246, abs=0.01)
    with pypdfium2.PdfDocument(large.edition("-large-print-cover.pdf")) as cover:
        assert "Large print" in cover[0].get_textpage().get_text_range()
        shot = tmp_path / "cover.png"
        cover[0].render(scale=300 / 72).to_pil().save(shot)
    command = ["zbarimg", "-q", "--raw", "-S*.disable", "-Sisbn13.enable", "-Sean13.enable"]
    read = subprocess.run([*command, shot], capture_output=True, text=True, check=False)
    assert ISBN in read.stdout


@pytest.mark.slow
def test_a_release_has_it_as_a_product_of_its_own(large: Sample) -> None:
    """Files named by its ISBN; ONIX says large print, the size, and its pages."""
    done = isgpress("--press", large.press, "release", large.slug, "--no-validators")
    assert done.returncode == 0, done.stderr
    folder = large.press / "releases/gutter-lane-chapel/1.1"
    assert (folder / f"{ISBN}_text.pdf").is_file()
    assert (folder / f"{ISBN}_cover.pdf").is_file()
    told = json.loads((folder / "release.json").read_text())
    [row] = [r for r in told["files"] if r["name"] == f"{ISBN}_text.pdf"]
    assert (row["product"], row["text-size"]) == ("large-print", 16.0)

    ns = {"o": "http://ns.editeur.org/onix/3.0/reference"}
    onix = etree.parse(folder / "gutter-lane-chapel_onix-3.0.xml")
    [product] = onix.xpath(
        "//o:Product[o:ProductIdentifier/o:IDValue=$isbn]", namespaces=ns, isbn=ISBN
    )
    detail = product.find("o:DescriptiveDetail", ns)
    assert detail.findtext("o:ProductForm", namespaces=ns) == "BC"
    assert detail.findtext("o:EditionType", namespaces=ns) == "LTE"
    font = detail.find("o:ProductFormFeature[o:ProductFormFeatureType='03']", ns)
    assert font.findtext("o:ProductFormFeatureValue", namespaces=ns) == "16"
    extents = {
        e.findtext("o:ExtentType", namespaces=ns): e.findtext("o:ExtentValue", namespaces=ns)
        for e in detail.findall("o:Extent", ns)
    }
    assert extents["06"] == str(row["pages"])

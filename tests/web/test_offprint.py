"""Offprints: one article as a PDF and a web page of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import html

from isgpress.build.offprint import Offprint, find_section, make_offprint
from isgpress.findings import PressError
from isgpress.typeset import Typesetter
from tests.web.conftest import PRESS, job, without_address

Make = Callable[..., Offprint]


@pytest.fixture(scope="module")
def make() -> Iterator[Make]:
    """Give a function that makes an offprint of a title's article."""
    with Typesetter(1) as typesetter, ThreadPoolExecutor(1) as pool:
        readers: Callable[[], Executor] = lambda: pool  # noqa: E731 - as the desk gives them

        def one(slug: str, article: str, press: str = PRESS) -> Offprint:
            return make_offprint(job(slug, {"press.yaml": press}), article, typesetter, readers)

        yield one


@pytest.fixture(scope="module")
def rags(make: Make) -> Offprint:
    """Give the offprint of an article with all that one can have."""
    return make("gazette-12", "rags")


def page(offprint: Offprint) -> Any:
    """Give the web page's root element."""
    return html.document_fromstring(offprint.page.data.decode())


def pdf_text(offprint: Offprint) -> str:
    """Give the text on the pages of the PDF."""
    with pypdfium2.PdfDocument(offprint.pdf.data) as pdf:
        texts = [each.get_textpage().get_text_range() for each in pdf]
    return " ".join(" ".join(texts).split())


def test_an_offprint_has_the_article_and_says_where_it_is_from(rags: Offprint) -> None:
    """Text, notes and source stand in both; other articles in neither."""
    whole = page(rags).text_content()

    assert rags.name == "rags"
    for text in (pdf_text(rags), " ".join(whole.split())):
        assert "Rags were boiled." in text
        assert "Offprint from The Gazette, No. 12, Spring 2027" in text
        assert "lye" in text
        assert "Monsieur" not in text
    assert rags.findings == ()


def test_the_pdf_is_the_articles_own(rags: Offprint) -> None:
    """Its title and authors are those of the article, not of the issue."""
    with pikepdf.open(io.BytesIO(rags.pdf.data)) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "All paper was rags"
        assert meta["dc:creator"] == ["Ana Silva", "Jo Stone"]
        assert len(pdf.pages) == rags.pdf.pages >= 1


def test_the_page_needs_no_other_file(rags: Offprint) -> None:
    """Styles, typefaces and pictures are inside; nothing is fetched when it opens."""
    root = page(rags)

    assert root.xpath("//link[@rel='stylesheet' or @rel='alternate']") == []
    assert all(src.startswith("data:image/") for src in root.xpath("//@src"))
    assert len(root.xpath("//img")) == 2
    assert 'url("data:font/woff2;base64,' in root.xpath("string(//style)")
    assert "../fonts" not in root.xpath("string(//style)")


def test_links_to_other_articles_lead_to_the_web_edition(rags: Offprint) -> None:
    """On the page and in the PDF, where the address is known."""
    base = "https://gazette.example/gazette-12/"
    links = [a for a in page(rags).xpath("//a/@href") if not a.startswith("#")]

    assert f"{base}type.html#s-03-type-case" in links
    assert f"{base}letters.html" in links
    assert [a for a in links if not a.startswith("https://")] == []
    with pikepdf.open(io.BytesIO(rags.pdf.data)) as pdf:
        notes = [n for p in pdf.pages for n in p.get("/Annots", [])]
        addresses = {str(n.A.URI) for n in notes if "/A" in n and "/URI" in n.A}
    assert f"{base}type.html#s-03-type-case" in addresses


def test_links_to_other_articles_go_where_nothing_is_known(make: Make) -> None:
    """Their words stay."""
    bare = make("gazette-12", "02-rags.md", without_address(PRESS))
    root = page(bare)

    outside = [a for a in root.xpath("//a/@href") if not a.startswith("#")]
    assert set(outside) == {
        "https://museum.example/?a=1&b=2",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    assert "See type, the letters and a museum." in " ".join(root.text_content().split())


def test_a_chapter_of_a_book_can_be_one_too(make: Make) -> None:
    """By the name of its file, with its own notes and figures."""
    ink = make("ink", "01-ink")

    assert ink.name == "ink"
    assert "Boiled, not burnt." in pdf_text(ink)
    assert "Rags" in pdf_text(ink)  # the words of a link to the next chapter


@pytest.mark.parametrize("name", ["rags", "02-rags", "02-rags.md", "s-02-rags"])
def test_names_of_an_article(name: str) -> None:
    """File, file without number, slug: all mean the same."""
    assert find_section(job("gazette-12").publication, name).slug == "s-02-rags"


def test_an_unknown_article() -> None:
    """The message names what comes near, or all there are."""
    title = job("gazette-12").publication
    with pytest.raises(PressError) as near:
        find_section(title, "rag")
    with pytest.raises(PressError) as far:
        find_section(title, "weather")

    assert near.value.findings[0].rule == "unknown-article"
    assert near.value.findings[0].help == "there is one with a similar name: `rags`"
    assert far.value.findings[0].help == "the names are `rags`, `type`, `letters`"

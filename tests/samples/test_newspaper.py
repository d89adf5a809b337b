"""The sample newspaper: its front page, its jumps, its name as a cover."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Sample

pytestmark = pytest.mark.slow

SLUG, PAGES = "stone-hand-12", 8
WHITE = 250  # of 255: paper


@pytest.fixture(scope="module")
def newspaper(build_sample: Callable[[str], Sample]) -> Sample:
    """Give the newspaper, built."""
    return build_sample(SLUG)


def page_texts(sample: Sample) -> list[str]:
    """Give the words of each page of the print PDF."""
    with pypdfium2.PdfDocument(sample.edition("-print.pdf")) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    return [" ".join(text.replace("\u2010", "-").split()) for text in texts]


def test_stories_go_on_where_the_front_page_says(newspaper: Sample) -> None:
    """Both jumps lead to the page that says whence it goes on, with the head of the story."""
    texts = page_texts(newspaper)

    assert len(texts) == PAGES
    assert "continued on page 2" in texts[0]
    assert "Newsboys from page 1" in texts[1]
    assert "continued on page 3" in texts[0]
    assert "Freedom’s Journal from page 1" in texts[2]


def test_references_name_the_pages_of_the_articles(newspaper: Sample) -> None:
    """What "Inside" says on the front page is where the articles stand."""
    texts = page_texts(newspaper)

    assert "A word-cross to solve, page 6" in texts[0]
    assert "A puzzle set wrong" in texts[5]
    assert "swers are on page 8" in texts[5]
    assert "Across: paste" in texts[7]


def test_the_cover_of_the_e_book_is_the_whole_front_page(newspaper: Sample) -> None:
    """The newspaper's name is one slot of it; the stories stand below."""
    with zipfile.ZipFile(newspaper.edition(".epub")) as epub:
        (name,) = [n for n in epub.namelist() if n.endswith("cover.jpg")]
        cover = Image.open(io.BytesIO(epub.read(name))).convert("L")
    width, height = cover.size
    for part in range(4):
        strip = cover.crop((0, height * part // 4, width, height * (part + 1) // 4))
        inked = sum(strip.histogram()[:WHITE]) / (strip.width * strip.height)
        assert inked > 0.05, f"quarter {part + 1} of the cover is nearly empty"

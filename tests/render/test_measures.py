"""Measures: type area, initials, page ranges, balanced lines, the grid of a laid-out page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.urls import URLFetcher, URLFetcherResponse

from isgpress.model.publication import Trim
from isgpress.model.rendered import RenderedSection
from isgpress.render.balance import balanced_width
from isgpress.render.geometry import POINT, FontMetrics, page_setup
from isgpress.render.index import index_of, page_range, sort_key
from isgpress.render.printed import softened
from isgpress.standards import trims

Shop = Any  # the fixture of conftest.py
BOOKS = ("a-format", "b-format", "a5", "demy", "royal", "us-digest", "us-trade-6x9")


@pytest.mark.parametrize("name", BOOKS)
def test_the_type_area_keeps_the_proportions_of_a_book(name: str) -> None:
    """Inner < top < outer < bottom; 28 to 38 lines; 55 to 75 characters."""
    trim = trims()[name]
    page = page_setup(trim, {}, FontMetrics())
    assert page.inner < page.top < page.outer < page.bottom
    assert 28 <= page.lines <= 38
    characters = page.measure / POINT / (page.text_size * 0.405)
    assert 55 <= characters <= 75
    height = page.top + page.depth + page.bottom
    assert height == pytest.approx(trim.height, abs=0.05)


def test_options_overrule_the_rule() -> None:
    """What a theme sets in numbers is taken as it is."""
    options = {"text-size": 12.0, "leading": 16.0, "lines": 30.0, "inner-margin": 20.0}
    page = page_setup(Trim("", 148, 210), options, FontMetrics())
    assert (page.text_size, page.leading, page.lines, page.inner) == (12, 16, 30, 20)


@pytest.mark.parametrize(
    ("first", "last", "short"),
    [
        ("45", "47", "45–7"),
        ("100", "101", "100–1"),
        ("112", "113", "112–13"),
        ("99", "101", "99–101"),
        ("124", "128", "124–8"),
        ("10", "12", "10–12"),
        ("ix", "xi", "ix–xi"),
    ],
)
def test_ranges_of_pages_follow_the_house(first: str, last: str, short: str) -> None:
    """Short ranges drop the figures that repeat, but keep the teens whole."""
    assert page_range(first, last, "short") == short
    assert page_range(first, last, "full") == f"{first}–{last}"


def test_terms_sort_for_their_language() -> None:
    """Accents do not count in English; å, ä, ö come after z in Swedish."""
    terms = ["Zola", "Åland", "<i>Élite</i>", "apple", "‘edge’"]
    english = sorted(terms, key=lambda t: sort_key(t, "en"))
    assert english == ["Åland", "apple", "‘edge’", "<i>Élite</i>", "Zola"]
    assert max(terms, key=lambda t: sort_key(t, "sv")) == "Åland"


def test_korean_terms_stand_under_letters_of_their_own(
    shop_with: Callable[[dict[str, bytes | str]], Shop],
) -> None:
    """A syllable is filed under its first letter, in the form in which that stands alone."""
    shop = shop_with(
        {"books/year/one.md": "# One\n\n{index:다리}{index:가위}{index:뜰} Text.\n"}
    )
    letters = [group.letter for group in index_of(shop.manuscript)]
    assert [letter for letter in letters if letter > "\u1000"] == ["ㄱ", "ㄷ", "ㄸ"]


def test_titles_break_into_lines_of_like_length() -> None:
    """Two lines stay two, and the first is no longer than it must be."""
    title = "The Fall of the Provisional Government"
    width = balanced_width(title, 28, len)
    assert width is not None
    assert 22 <= width < 24
    assert balanced_width("Short", 28, len) is None


def test_addresses_break_at_their_marks() -> None:
    """Nothing of the address changes but for places to break."""
    address = "https://www.example.org/a/b-c?d=e"
    assert softened(address).replace("\u200b", "") == address
    assert "/\u200ba/\u200bb" in softened(address)


@pytest.mark.parametrize("theme", ["paperback", "study-guide", "reprint", "documents"])
def test_all_lines_of_text_stand_on_the_grid(shop_of_everything: Shop, theme: str) -> None:
    """After quotations, lists, tables, notes, initials and headings, lines are level."""
    page = shop_of_everything.render("one", theme)
    setup = page_setup(trims()["b-format"], {}, FontMetrics())
    offsets = list(_offsets(page, setup.leading / 0.75))
    assert len(offsets) > 40
    assert [text for offset, text in offsets if offset > 0.01] == []


@pytest.fixture
def shop_of_everything(shop_with: Callable[[dict[str, bytes | str]], Shop]) -> Shop:
    """Give the press with a chapter that holds every kind of block."""
    return shop_with({"books/year/one.md": EVERYTHING})


SENTENCE = "The compositors came at six, and by eight the first forme was locked. " * 5
EVERYTHING = f"""# Everything

{SENTENCE} A note.[^1] And 4^th^, H~2~O, `code`, свобода, חירות, حرية. {{index:ink}}

## A heading

{SENTENCE}

> {SENTENCE}

{SENTENCE}

### A lower heading

| Year | Sheets |
|------|-------:|
| 1871 | 11,450 |
| 1872 | 28,000 |

{SENTENCE}

- one
- two

{SENTENCE}

---

{SENTENCE}

/// verse
The ink is black,
the sheet is white.
///

{SENTENCE}

/// box | A box
{SENTENCE}
///

{SENTENCE}

[^1]: {SENTENCE}
"""


class Files(URLFetcher):  # type: ignore[misc] # no types
    """Opens what a page lists."""

    def __init__(self, page: RenderedSection) -> None:
        """Take the page's resources."""
        super().__init__(allowed_protocols=("isg",))
        self.files = {r.uri: r for r in page.resources}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give the bytes of a listed file."""
        del headers
        found = self.files[unquote(url)]
        data = Path(found.path).read_bytes()
        return URLFetcherResponse(url, data, {"Content-Type": found.media_type})


def _lines(box: Any) -> Iterator[tuple[Any, Any]]:
    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox):
            yield box, child
        else:
            yield from _lines(child)


def _offsets(page: RenderedSection, leading: float) -> Iterator[tuple[float, str]]:
    """Give the distance of each full-size line from the grid, in lines, with its text.

    Boxes are left out: between their rules they stand half a line lower.
    """
    source = HTML(string=page.html, base_url="isg:page", url_fetcher=Files(page))
    for laid_out in source.render().pages:
        box = laid_out._page_box
        for parent, line in _lines(box.children[0]):
            boxed = parent.style["font_family"][0] == "isg sans"
            if parent.element_tag == "p" and not boxed and abs(line.height - leading) < 0.01:
                offset = ((line.position_y - box.content_box_y()) / leading) % 1
                text = "".join(getattr(d, "text", "") for d in line.descendants())
                yield min(offset, 1 - offset), text

"""A small press in memory, and what the tests of this room ask of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from isgpress.manuscript import link, parse_section
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Press, Section
from isgpress.model.rendered import PageMap, RenderedSection
from isgpress.render import load_theme, render_print
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld

BOOK = """\
title: "The Printer's Year"
subtitle: An account of the trade
language: en-GB
date: 2026-11-23
contributors:
  - {name: Ana Silva, role: author, biography: keeps the archive.}
  - {name: Tomás Reyes, role: translator}
publisher: The House
place: London
original: {title: O ano, language: pt}
licence: CC-BY-4.0
editions:
  paperback: {isbn: 978-0-306-40615-7}
contents:
  front: [half-title, title-page, imprint, contents]
  body:
    - {chapter: one.md, number: "1", short-title: Winter}
    - {chapter: two.md, number: "2"}
  back: [index, about-the-authors]
"""
ONE = """\
# Of the cold months

The first words of the year are cold, and the ink is slow. {index:ink} A note.[^1]

[^1]: Said in 1871.

More text, with a page: {page:two-words}, and H~2~O.

```
a line of code that is much too long for the measure and so is turned over at least
```
"""
TWO = """\
# Of the warm months

## Two words {#two-words}

Text {index:ink} and {index:Élan} and {index:paper!price of}.
"""


@pytest.fixture
def files() -> dict[str, bytes | str]:
    """Give the files of a press with one book."""
    return {
        "press.yaml": "name: The House\nplace: London\n",
        "books/year/book.yaml": BOOK,
        "books/year/one.md": ONE,
        "books/year/two.md": TWO,
    }


class Shop:
    """A press with one book, ready to be rendered."""

    def __init__(self, files: dict[str, bytes | str]) -> None:
        """Read and parse the book."""
        self.world = MemoryWorld(files)
        self.press: Press = load_press(self.world)[0]
        book, findings = load_book(self.world, self.press, "year")
        assert book is not None, findings
        written = [s for s in book.sections if s.file]
        documents = tuple(parse_section(self.world, book, s)[0] for s in written)
        self.manuscript: Manuscript = link(book, documents)

    def section(self, name: str) -> Section:
        """Give a section by its slug or role."""
        sections = self.manuscript.publication.sections
        return next(s for s in sections if name in (s.slug, s.role))

    def render(
        self, name: str, theme: str = "paperback", page_map: PageMap | None = None
    ) -> RenderedSection:
        """Render a section by its slug or role."""
        return render_print(
            self.world,
            self.manuscript,
            self.press,
            load_theme(self.world, theme),
            self.section(name),
            page_map=page_map,
        )


@pytest.fixture
def shop(files: dict[str, bytes | str]) -> Shop:
    """Give the press with its book."""
    return Shop(files)


@pytest.fixture
def shop_with(files: dict[str, bytes | str]) -> Callable[[dict[str, bytes | str]], Shop]:
    """Give a function that makes the press with further files."""
    return lambda more: Shop(files | more)

"""Puts an EPUB together: pages, style sheet, pictures, cover, nav and NCX."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from isgpress.epub.metadata import date_time, describe, identifier
from isgpress.epub.ncx import ncx
from isgpress.epub.writer import Book, Item, Writer
from isgpress.model.accessibility import AccessibilityFacts
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Edition, Press
from isgpress.model.rendered import EpubPage, RenderedEpub
from isgpress.render import plain_line
from isgpress.standards.direction import right_to_left

XHTML = "application/xhtml+xml"
NCX_ID = "ncx"
COVER = "cover.jpg"  # in the folder of pictures


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes into the EPUB as it is: a picture, a font, a licence."""

    name: str  # relative to the package's folder
    media_type: str
    data: bytes


def write_epub(  # noqa: PLR0913, PLR0917 - a file has these parts
    manuscript: Manuscript,
    press: Press,
    edition: Edition,
    rendered: RenderedEpub,
    cover: bytes,
    facts: AccessibilityFacts,
    *,
    files: Sequence[File] = (),
    modified: dt.datetime | None = None,
) -> bytes:
    """Give the bytes of an EPUB 3.3 file.

    ``cover`` is a JPEG, ``facts`` are those of the title's accessibility, ``files`` the
    pictures and fonts that pages and style sheet refer to.
    ``modified`` is when the title was changed last (UTC), else its own date. Raises
    ValueError where a page is not well-formed XML or an id stands twice, which would
    be a fault of a theme's template or of isgpress.
    """
    title = manuscript.publication
    book = Book()
    describe(book, manuscript, press, edition, facts)
    items = list(_items(rendered, cover, files))
    outline = ncx(
        identifier(title, press, edition),
        plain_line(title.title, title.language),
        title.language,
        rendered.contents,
        rendered.page_list,
    )
    items.append(Item(NCX_ID, "toc.ncx", "application/x-dtbncx+xml", outline))
    _guard(rendered.pages, items)
    for item in items:
        book.add_item(item)
    book.spine = [_uid(page) for page in rendered.pages]
    if right_to_left(title.language):
        book.set_direction("rtl")
    changed = f"{modified:%Y-%m-%dT%H:%M:%SZ}" if modified else date_time(title)
    return Writer(book, changed, title.language, NCX_ID).to_bytes()


def _items(rendered: RenderedEpub, cover: bytes, files: Sequence[File]) -> Iterator[Item]:
    for page in rendered.pages:
        yield Item(_uid(page), page.file, XHTML, page.xhtml.encode(), _properties(page))
    yield Item("style", "styles/book.css", "text/css", rendered.stylesheet.encode())
    yield Item("cover-image", f"images/{COVER}", "image/jpeg", cover, ("cover-image",))
    for number, file in enumerate(files, 1):
        yield Item(f"file-{number}", file.name, file.media_type, file.data)


def _uid(page: EpubPage) -> str:
    """Give a page's id in the package, where metadata has ids too."""
    return f"page-{page.id}"


def _properties(page: EpubPage) -> tuple[str, ...]:
    """Give the properties of a page's manifest item. See EPUB 3.3, D.7."""
    found = [p for p, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in page.xhtml]
    return (*page.properties, *found)


def _guard(pages: Sequence[EpubPage], items: Sequence[Item]) -> None:
    """Refuse what EbookLib would write without a word: broken, empty or doubled items."""
    for page in pages:
        try:
            etree.fromstring(page.xhtml.encode())
        except etree.XMLSyntaxError as fault:
            message = f"{page.file} is not well-formed: {fault}"
            raise ValueError(message) from fault
    counts = Counter([i.id for i in items]) + Counter([i.file_name.lower() for i in items])
    twice = sorted(name for name, count in counts.items() if count > 1)
    empty = sorted(i.file_name for i in items if not i.content)
    if twice or empty:
        message = f"items of the EPUB stand twice or are empty: {', '.join(twice + empty)}"
        raise ValueError(message)

"""What the writers need: HTML per section, and every file that it refers to."""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.findings import Finding
from isgpress.model.publication import Section, Trim


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that HTML or CSS refers to, by its ``isg:`` address.

    ``path`` is where its bytes lie on disk (absolute), ``name`` its file name, unique
    in the title; ``sha256`` is of the bytes, of a font of its table directory, in hex.
    """

    uri: str
    name: str
    media_type: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """One section as a whole HTML document, with what it refers to.

    ``starts_on`` is ``recto``, ``verso`` or ``any``; ``folios`` is ``lower-roman`` or
    ``decimal``. ``page_refs`` are the ids whose folios the section prints.
    """

    slug: str
    section: Section
    html: str
    resources: tuple[Resource, ...] = ()
    starts_on: str = "recto"
    folios: str = "decimal"
    page_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of the print edition starts in the manuscript.

    ``index`` counts pages of the whole file from 0; ``folio`` is the printed number
    ("xii", "57"), also for pages on which it does not show. ``offset`` is the number of
    characters of the section's text, white space left out, before the page's first
    one; None on a blank page. ``blank`` pages were added to start a section recto.
    """

    index: int
    folio: str
    section: str
    offset: int | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class PageMap:
    """Every page of the print edition, and the folio on which each id stands."""

    trim: Trim
    pages: tuple[PageStart, ...]
    folios: tuple[tuple[str, str], ...]  # (id, folio), sorted by id

    def folio_of(self, target: str) -> str | None:
        """Give the folio of the page on which the element with that id starts."""
        return dict(self.folios).get(target)


@dataclass(frozen=True, slots=True)
class EpubPage:
    """One XHTML document of an EPUB; ``file`` is relative to the package's folder.

    ``properties`` are those of its manifest item. ``title`` is plain text.
    """

    id: str
    file: str
    title: str
    xhtml: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A line of the table of contents; ``title`` is plain text, ``address`` a file or id."""

    title: str
    address: str
    number: str = ""
    authors: str = ""  # of a collection's chapters
    entries: tuple[NavEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of an edition: its folio, and the file and id where it begins."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class RenderedEpub:
    """What an EPUB is made of, pages in reading order with the nav in its place.

    ``stylesheet`` is CSS. Every picture's ``name`` is its file name in the EPUB.
    ``page_list`` has the pages of ``pages_of``: ``print`` for the print edition, ``source``
    for that which a reprint follows; both are empty where no pages are listed.
    """

    pages: tuple[EpubPage, ...]
    contents: tuple[NavEntry, ...]
    stylesheet: str
    pictures: tuple[Resource, ...] = ()
    page_list: tuple[PageLink, ...] = ()
    pages_of: str = ""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page of the web edition: ``file`` is relative to the edition's folder.

    ``slug`` is the section's, empty for the front page. ``title``, ``summary`` and the
    ``authors``' names are plain text. ``main`` is the HTML that feeds carry: text and
    notes, without the opening.
    """

    file: str
    html: str
    slug: str = ""
    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    main: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RenderedWeb:
    """The web edition's pages, the front page first, and what they show.

    ``base`` is the absolute address at which they will stand, with ``/`` at its end;
    empty where the press has none. ``stylesheet`` is CSS without fonts. Every picture's
    ``name`` is its file name in the edition's images folder; that of the ``assets``, which
    the style sheet shows, its path in the theme folder.
    """

    pages: tuple[WebPage, ...]
    stylesheet: str
    base: str = ""
    pictures: tuple[Resource, ...] = ()
    assets: tuple[Resource, ...] = ()
    findings: tuple[Finding, ...] = ()

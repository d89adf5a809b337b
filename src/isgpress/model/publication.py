"""A press and its titles as the YAML files and front matter describe them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from isgpress.findings import Span


class Kind(StrEnum):
    """What sort of book a title is; themes and labels follow from it."""

    MONOGRAPH = "monograph"
    COLLECTION = "collection"
    STUDY_GUIDE = "study-guide"
    REPRINT = "reprint"
    DOCUMENTS = "documents"


class Matter(StrEnum):
    """The three stretches of a book; front matter has roman folios of its own."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as the source gives it: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Give the date in ISO 8601, no finer than it is known."""
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)]
        return "-".join(parts)

    def first_day(self) -> dt.date:
        """Give the first day that the date covers."""
        return dt.date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who made the title; ``role`` is a MARC relator code (``aut``, ``edt``)."""

    name: str
    role: str = "aut"
    sort_name: str = ""  # "Luxemburg, Rosa"; derived from the name where not given
    biography: str = ""  # Markdown inline text for about-the-authors
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A series and the title's place in it."""

    title: str
    number: str = ""
    issn: str = ""  # with its hyphen, "1234-5679"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subject codes by scheme, and keywords, in the order of the source."""

    thema: tuple[str, ...] = ()
    bisac: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """A retail price; ``currency`` is an ISO 4217 code, ``amount`` a decimal as written."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class Trim:
    """A finished page size in mm, with the name by which the trade knows it."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cover:
    """What the title says of its cover; ``image`` is relative to the press folder."""

    image: str = ""
    alt: str = ""
    blurb: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One form in which the title is made.

    ``name`` is ``epub``, ``pdf`` (for the screen) or ``paperback`` (pages for print).
    ``embed_fonts`` applies to the EPUB.
    """

    name: str
    isbn: str = ""  # 13 digits without hyphens
    price: Price | None = None
    embed_fonts: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of a title that starts a page: chapter, article and preface alike.

    ``role`` is one of the names in ``standards/roles.yaml`` (``chapter``, ``preface``,
    ``half-title``, ``contents``, ``index``, ``part`` ...). ``file`` is the Markdown file,
    relative to the press folder, or empty where the section is generated. ``slug`` is
    unique in the title, ASCII, and begins every id in the section.
    """

    role: str
    matter: Matter
    slug: str
    file: str = ""
    number: str = ""  # as printed: "1", "IV", "A"; empty where unnumbered
    part: str = ""  # slug of the part it belongs to
    title: str = ""  # from the contents list or front matter; else from the # heading
    subtitle: str = ""
    short_title: str = ""  # for running heads
    authors: tuple[Contributor, ...] = ()
    translators: tuple[Contributor, ...] = ()
    epigraphs: tuple[tuple[str, str], ...] = ()  # (text, source), Markdown inline text
    language: str = ""  # BCP 47; the title's where empty
    original_date: str = ""  # reprints and documents, as it is to be printed
    source: str = ""  # where a reprinted text was taken from
    status: str = ""  # "Draft resolution", "Adopted 29 votes to 0"
    body_line: int = 1  # line of the file on which the text after the front matter starts
    span: Span | None = None
    text: str = ""  # of a dedication that is written in the contents list, Markdown inline


@dataclass(frozen=True, slots=True)
class Book:
    """A book as a thing sold, with its sections in reading order."""

    slug: str
    folder: str  # relative to the press folder, "books/handbook"
    title: str
    kind: Kind
    language: str
    date: Date
    subtitle: str = ""
    contributors: tuple[Contributor, ...] = ()
    series: Series | None = None
    edition_statement: str = ""  # "Second, enlarged edition"
    printing: int = 1
    first_published: str = ""  # for reprints, as it is to be printed
    original_title: str = ""
    original_language: str = ""
    publisher: str = ""  # of this title, else the press's imprint
    place: str = ""
    rights: str = ""
    licence: str = ""  # SPDX identifier or a sentence
    licence_url: str = ""
    credits: tuple[str, ...] = ()  # further lines of the imprint page
    printer: str = ""
    description: str = ""
    subjects: Subjects = field(default_factory=Subjects)
    trim: Trim | None = None
    theme: str = "paperback"
    notes: str = "page"  # where notes stand in print: page, chapter or book
    sections: tuple[Section, ...] = ()
    cover: Cover = field(default_factory=Cover)
    editions: tuple[Edition, ...] = ()
    span: Span | None = None

    def edition(self, name: str) -> Edition | None:
        """Give the edition of that name, or None where the title has none."""
        return next((e for e in self.editions if e.name == name), None)


@dataclass(frozen=True, slots=True)
class Press:
    """The publishing house: what press.yaml says, and the slugs of its titles."""

    name: str
    imprint: str = ""
    place: str = ""
    url: str = ""
    email: str = ""
    address: str = ""
    language: str = "en"
    theme: str = "paperback"
    rights: str = ""
    certifier: str = ""
    books: tuple[str, ...] = ()
    span: Span | None = None

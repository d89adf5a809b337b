"""A press and its titles as the YAML files and front matter describe them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from isgpress.findings import Span
from isgpress.model.article import Article, CoverLine
from isgpress.model.date import Date
from isgpress.model.printing import PrinterProfile, PrintOrder
from isgpress.model.references import References
from isgpress.model.trade import Printing, Trade

LARGE_PRINT = "large-print"


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
class Contributor:
    """Somebody who made the title; ``role`` is a MARC relator code (``aut``, ``edt``)."""

    name: str
    role: str = "aut"
    sort_name: str = ""  # "Luxemburg, Rosa"; derived from the name where not given
    biography: str = ""  # Markdown inline text for about-the-authors
    span: Span | None = None
    is_body: bool = False  # a society, a committee, a firm: no surname, no first name


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
    """A retail price; ``currency`` is an ISO 4217 code, ``amount`` a decimal as written.

    ``countries`` are the ISO 3166 codes of where it holds, none for wherever it is sold.
    """

    amount: str
    currency: str
    countries: tuple[str, ...] = ()


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
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One form in which the title is made.

    ``name`` is ``epub``, ``pdf`` (for the screen), ``paperback`` (pages for print) or
    ``web``. ``embed_fonts`` applies to the EPUB, and so does ``page_list``: whose pages it
    lists, ``print``, ``source`` or ``none``; empty where the editor has not chosen.
    ``url`` is where web pages will stand. ``large-print`` has pages of its own, with a
    ``trim`` of its own; None is that of its theme.
    ``attach_sources``: the PDF for the screen holds the files that it was made from.
    """

    name: str
    isbn: str = ""  # 13 digits without hyphens
    price: Price | None = None
    embed_fonts: bool = False
    span: Span | None = None
    url: str = ""
    page_list: str = ""
    page_list_span: Span | None = None
    prices: tuple[Price, ...] = ()  # in further currencies
    replaces: str = ""  # the ISBN of an older edition
    order: PrintOrder = field(default_factory=PrintOrder)  # how the print edition is made
    trim: Trim | None = None
    attach_sources: bool = False


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
    article: Article | None = None  # of an issue's articles and other pieces


@dataclass(frozen=True, slots=True)
class Publication:
    """A title as a thing sold, a book or an issue, with its sections in reading order."""

    slug: str
    folder: str  # relative to the press folder, "books/handbook"
    title: str
    kind: str  # a Kind, or "issue"
    language: str
    date: Date
    subtitle: str = ""
    contributors: tuple[Contributor, ...] = ()
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
    printing: int = 1
    printings: tuple[Printing, ...] = ()  # the first one first
    trade: Trade = field(default_factory=Trade)
    references: References | None = None
    pages_of: str = ""  # the print edition that is being made, where it is not the usual

    def edition(self, name: str) -> Edition | None:
        """Give the edition of that name, or None where the title has none."""
        return next((e for e in self.editions if e.name == name), None)

    @property
    def printed(self) -> Edition | None:
        """The edition whose pages are printed on paper, or None where there is none."""
        return self.edition(self.pages_of or "print") or self.edition("paperback")

    def in_large_print(self) -> Self:
        """Give the title as its large print edition is made: that one's trim and printer."""
        edition = self.edition(LARGE_PRINT)
        return replace(self, pages_of=LARGE_PRINT, trim=edition.trim if edition else None)


@dataclass(frozen=True, slots=True)
class Book(Publication):
    """A book: a monograph, a collection, a study guide, a reprint, a book of documents."""

    series: Series | None = None
    edition_statement: str = ""  # "Second, enlarged edition"
    edition_number: int = 1
    first_published: str = ""  # for reprints, as it is to be printed
    source_edition: str = ""  # whose pages are marked in the text, as one would cite it
    original_title: str = ""
    original_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodical:
    """A magazine or newspaper, as press.yaml defines it once for all its issues.

    ``key`` is its name in press.yaml. ``numbering`` is the pattern of an issue's
    designation, with ``{volume}``, ``{number}``, ``{whole-number}`` and ``{year}``:
    ``IV{number}`` gives "IV391". ``imprint`` and ``contact`` are lines of the masthead
    box, Markdown inline text.
    """

    key: str
    title: str
    subtitle: str = ""
    issn: str = ""  # with its hyphen, "1234-5679"
    frequency: str = ""  # weekly, monthly, bimonthly, quarterly, biannual, annual
    theme: str = ""
    numbering: str = "{number}"
    language: str = ""
    trim: Trim | None = None
    price: Price | None = None
    url: str = ""
    email: str = ""
    imprint: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class IssueDate:
    """The date on an issue's cover: a day, a month, some months, a season or a year.

    ``months`` are 1 to 12, in order, and may run into the next year (12, 1); ``season``
    is ``spring``, ``summer``, ``autumn`` or ``winter``, without months.
    """

    year: int
    months: tuple[int, ...] = ()
    season: str = ""
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Publication):
    """One issue of a periodical. ``title`` is the periodical's, ``subtitle`` its theme's.

    ``pages`` is the page budget of the print edition, 0 where it has none.
    ``designation`` is what the numbering pattern gives.
    """

    kind: str = "issue"
    periodical: Periodical
    issue_date: IssueDate
    volume: str = ""
    number: str = ""
    whole_number: str = ""
    designation: str = ""
    price: Price | None = None
    pages: int = 0
    cover_lines: tuple[CoverLine, ...] = ()
    page_templates: tuple[tuple[int, str], ...] = ()  # (page from 1, the theme's template)
    colour_pages: tuple[int, ...] | None = None  # None: all
    signature: int = 4  # pages to a signature: 4, 8 or 16
    places: tuple[tuple[str, Span], ...] = ()  # where its keys about pages are written

    def place_of(self, key: str) -> Span | None:
        """Give where issue.yaml says that of its pages; its first line where it does not."""
        return dict(self.places).get(key, self.span)


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who vouches for the accessibility of e-books, with a badge and a report.

    ``credential`` is a name or an address, ``report`` an address; both may be empty.
    """

    name: str
    credential: str = ""
    report: str = ""


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
    site_languages: tuple[str, ...] = ()  # those of its web site beside that
    theme: str = "paperback"
    rights: str = ""
    certifier: Certifier | None = None
    trade: Trade = field(default_factory=Trade)
    books: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    periodicals: tuple[Periodical, ...] = ()
    printers: tuple[PrinterProfile, ...] = ()  # its own, beside the built-in ones
    span: Span | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The slugs of all titles: books, then issues."""
        return (*self.books, *self.issues)

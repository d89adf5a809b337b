"""What press.yaml, book.yaml and front matter may say: one class for each mapping.

The field descriptions are what editors read in the JSON Schema and in docs/formats.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, create_model

from isgpress import standards
from isgpress.model.publication import Kind
from isgpress.sources import fields as f
from isgpress.sources.edition_keys import EditionsKeys, PriceKeys, TrimField
from isgpress.sources.mapping import Mapping, form_of
from isgpress.sources.printer_keys import PrinterKeys
from isgpress.sources.trade_keys import PrintingKeys, TradeKeys


class ContributorKeys(Mapping):
    """Somebody who made the title."""

    name: f.Line = Field(description="The name as it is printed.")
    role: f.Relator = Field(
        "aut", description="What they did: author, editor, translator ... or a MARC code."
    )
    sort_name: f.Line | None = Field(
        None, description="The name for lists by surname, such as “Silva, Ana”."
    )
    organisation: bool | None = Field(
        None, description="Whether it is a society, a committee or a firm, not a person."
    )
    biography: f.Text | None = Field(
        None, description="Some lines for the page about the authors; Markdown inline."
    )


Person = Annotated[
    Annotated[f.Line, Tag("<text>")] | Annotated[ContributorKeys, Tag("<keys>")],
    Discriminator(form_of),
]
People = Annotated[list[Person], f.SingleOrList]


class SeriesKeys(Mapping):
    """The series that the title belongs to."""

    title: f.Line = Field(description="The title of the series.")
    number: f.Line | None = Field(None, description="The title's number in it.")
    issn: f.Issn | None = Field(None, description="The ISSN of the series.")


class OriginalKeys(Mapping):
    """What the title was translated from."""

    title: f.Line | None = Field(None, description="The original title.")
    language: f.Language | None = Field(None, description="Its language, such as “ru”.")


class SubjectKeys(Mapping):
    """What the title is about, for shops and libraries."""

    thema: list[f.Thema] = Field([], description="Thema codes, the main one first.")
    bisac: list[f.Bisac] = Field([], description="BISAC codes, the main one first.")
    keywords: list[f.Line] = Field([], description="Words that readers search for.")


class CoverKeys(Mapping):
    """The cover."""

    image: f.Line | None = Field(
        None,
        description="The picture, by its name in the title's folder. None: isgpress draws one.",
    )
    alt: f.Line | None = Field(
        None, description="What the picture shows, for those who do not see it."
    )
    blurb: f.Text | None = Field(None, description="The text of the back cover.")


class EpigraphKeys(Mapping):
    """A quotation before the text."""

    text: f.Text = Field(description="The words; Markdown inline.")
    source: f.Line | None = Field(None, description="Who said it, and where.")


Epigraph = Annotated[
    Annotated[f.Text, Tag("<text>")] | Annotated[EpigraphKeys, Tag("<keys>")],
    Discriminator(form_of),
]


class ChapterKeys(Mapping):
    """The front matter of a Markdown file."""

    title: f.Line | None = Field(
        None, description="The title; else the first “# heading” of the file."
    )
    subtitle: f.Line | None = Field(None, description="The subtitle.")
    short_title: f.Line | None = Field(None, description="The title in running heads.")
    authors: People = Field([], description="Authors of this chapter, in a collection.")
    translators: People = Field([], description="Translators of this chapter.")
    epigraph: Annotated[list[Epigraph], f.SingleOrList] = Field(
        [], description="One quotation before the text, or a list of them."
    )
    language: f.Language | None = Field(
        None, description="The language of this chapter, where it is not the title's."
    )
    date: f.Line | None = Field(
        None, description="Original date of a reprinted text, as it is to be printed."
    )
    source: f.Line | None = Field(None, description="Where a reprinted text comes from.")
    status: f.Line | None = Field(
        None, description="Standing of a document: “Draft”, “Adopted 29 votes to 0”."
    )
    number: f.Line | None = Field(
        None, description="The number as printed, or “none”; else it is counted."
    )


class PartKeys(Mapping):
    """A part with its chapters."""

    part: f.Line = Field(description="The title of the part.")
    number: f.Line | None = Field(None, description="The number as printed, or “none”.")
    file: f.Line | None = Field(None, description="Markdown that introduces the part.")
    chapters: list[Entry] = Field(min_length=1, description="The chapters of the part.")


def _role_field(role: standards.Role) -> tuple[Any, Any]:
    what = "A file, or a line of text" if role.text else "A Markdown file"
    return f.Text | None, Field(None, description=f"{what}: the title's {role.name}.")


if TYPE_CHECKING:

    class EntryKeys(ChapterKeys):
        """A file with its role, and what is to stand instead of its front matter."""

else:
    EntryKeys = create_model(
        "EntryKeys",
        __base__=ChapterKeys,
        __doc__="A file with its role, and what is to stand instead of its front matter.",
        # `epigraph` is both a role and a key of front matter: the role wins here.
        **{
            role.name.replace("-", "_"): _role_field(role)
            for role in standards.roles().values()
            if role.name != "part" and not role.periodical
        },
    )


def _entry_form(value: object) -> str:
    return "<part>" if isinstance(value, dict) and "part" in value else form_of(value)


Entry = Annotated[
    Annotated[f.Line, Tag("<text>")]
    | Annotated[EntryKeys, Tag("<keys>")]
    | Annotated[PartKeys, Tag("<part>")],
    Discriminator(_entry_form),
]
PartKeys.model_rebuild()


class ContentsKeys(Mapping):
    """The title's sections in reading order."""

    front: list[Entry] | None = Field(
        None, description="Before page 1. Default: half-title, title-page, imprint, contents."
    )
    body: list[Entry] = Field(min_length=1, description="Chapters, and parts with chapters.")
    back: list[Entry] = Field([], description="Appendices, notes, bibliography, index ...")


class BookKeys(Mapping):
    """A book: `book.yaml` in the folder of the title."""

    title: f.Line = Field(description="The title.")
    subtitle: f.Line | None = Field(None, description="The subtitle.")
    kind: Kind = Field(Kind.MONOGRAPH, description="What sort of book it is.")
    language: f.Language | None = Field(
        None, description="Its language as a tag, such as “en-GB”; else the press's."
    )
    date: f.DateField = Field(description="Date of publication: 2026-11-23, 2026-11, 2026.")
    contributors: list[ContributorKeys] = Field(
        [], description="Authors, editors, translators, in the order of the title page."
    )
    series: SeriesKeys | None = Field(None, description="The series it belongs to.")
    edition: f.Line | None = Field(
        None, description="The statement of edition, such as “Second, enlarged edition”."
    )
    edition_number: int = Field(1, ge=1, lt=1000, description="The number of the edition.")
    printing: int = Field(1, ge=1, lt=1000, description="The number of the printing.")
    printings: list[PrintingKeys] = Field([], description="The printings and their changes.")
    first_published: f.Line | None = Field(
        None, description="When it first appeared, as it is to be printed."
    )
    source_edition: f.Line | None = Field(
        None, description="The edition whose pages are marked in the text, as one cites it."
    )
    original: OriginalKeys | None = Field(None, description="What it was translated from.")
    publisher: f.Line | None = Field(None, description="Else the press's imprint.")
    place: f.Line | None = Field(None, description="Place of publication; else the press's.")
    rights: f.Line | None = Field(None, description="The copyright line; else the press's.")
    licence: f.Line | None = Field(
        None, description="An SPDX name such as “CC-BY-SA-4.0”, or a sentence."
    )
    licence_url: f.Url | None = Field(None, description="Where the licence can be read.")
    printer: f.Line | None = Field(None, description="Who prints it, and where.")
    credits: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Further lines of the imprint page."
    )
    description: f.Text | None = Field(None, description="What shops and libraries show.")
    subjects: SubjectKeys = Field(
        default_factory=lambda: SubjectKeys.model_validate({}),
        description="Subject codes and keywords.",
    )
    trade: TradeKeys | None = Field(None, description="What shops are told beside that.")
    references: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Files of the works that it cites, BibTeX or CSL-JSON."
    )
    citation_style: f.Line | None = Field(
        None, description="The CSL style of citations: a name, or a .csl file."
    )
    trim: TrimField | None = Field(
        None, description="The trim size by its name, or width and height in mm."
    )
    theme: f.ThemeName | None = Field(None, description="The design; else the press's.")
    numbering: Literal["arabic", "roman", "words", "none"] = Field(
        "arabic", description="How chapters are numbered."
    )
    notes: Literal["page", "chapter", "book"] = Field(
        "page", description="Where notes stand in print: foot of page, end of chapter, of book."
    )
    cover: CoverKeys = Field(
        default_factory=lambda: CoverKeys.model_validate({}),
        description="What stands on the cover.",
    )
    editions: EditionsKeys | None = Field(
        None, description="The editions to make; without this key, all but the web's."
    )
    contents: ContentsKeys = Field(description="The sections in reading order.")


class PeriodicalKeys(Mapping):
    """A magazine or newspaper, said once for all its issues."""

    title: f.Line = Field(description="The title on the masthead.")
    subtitle: f.Line | None = Field(None, description="The line below the title.")
    issn: f.Issn | None = Field(None, description="Its ISSN, such as 1234-5679.")
    frequency: (
        Literal[
            "weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "biannual", "annual"
        ]
        | None
    ) = Field(None, description="How often it appears.")
    theme: f.ThemeName | None = Field(None, description="The design of its issues.")
    numbering: f.Numbering = Field(
        "{number}", description="What an issue is called, such as “No. {number}”."
    )
    language: f.Language | None = Field(None, description="Its language; else the press's.")
    trim: TrimField | None = Field(None, description="The trim size; else the theme's.")
    price: PriceKeys | None = Field(None, description="The price of an issue.")
    url: f.Url | None = Field(None, description="Its web address.")
    email: f.Email | None = Field(None, description="Its e-mail address.")
    imprint: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Lines of the masthead box: who makes it."
    )
    contact: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Lines of the masthead box: how to reach them."
    )


class CertifierKeys(Mapping):
    """Who vouches for the accessibility of the press's e-books."""

    name: f.Line = Field(description="The person or body that has tested them.")
    credential: f.Line | None = Field(
        None, description="What shows that they know how: a badge, or its address."
    )
    report: f.Url | None = Field(None, description="Where their report can be read.")


CertifierField = Annotated[
    Annotated[f.Line, Tag("<text>")] | Annotated[CertifierKeys, Tag("<keys>")],
    Discriminator(form_of),
]


class PressKeys(Mapping):
    """The publishing house: `press.yaml` at the top of the press folder."""

    name: f.Line = Field(description="The name of the press.")
    imprint: f.Line | None = Field(None, description="The name on title pages, if another.")
    place: f.Line | None = Field(None, description="Its place, for title and imprint pages.")
    url: f.Url | None = Field(None, description="Its web address.")
    email: f.Email | None = Field(None, description="Its e-mail address.")
    address: f.Text | None = Field(None, description="Its postal address.")
    language: f.Language = Field("en", description="The language of its titles.")
    site_languages: Annotated[list[f.Language], f.SingleOrList] = Field(
        [], description="Languages that its web site has beside `language`."
    )
    theme: f.ThemeName | None = Field(None, description="The design of its titles.")
    rights: f.Line | None = Field(None, description="The copyright line of its titles.")
    certifier: CertifierField | None = Field(
        None, description="Who vouches for the accessibility of its e-books."
    )
    trade: TradeKeys | None = Field(None, description="What shops are told of its titles.")
    periodicals: dict[f.PeriodicalKey, PeriodicalKeys] = Field(
        {}, description="Its magazines and newspapers, each by a name of its own."
    )
    printers: dict[f.PrinterKey, PrinterKeys] = Field(
        {}, description="Its printers, each by a key of its own."
    )

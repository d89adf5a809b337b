"""What issue.yaml, the front matter of articles and press.yaml's periodicals may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from isgpress.sources import fields as f
from isgpress.sources.edition_keys import (
    EpubKeys,
    PriceKeys,
    PrintKeys,
    ScreenKeys,
    TrimField,
    WebKeys,
)
from isgpress.sources.mapping import KnownKeys, Mapping, form_of
from isgpress.sources.schema import ChapterKeys, ContributorKeys, SubjectKeys
from isgpress.sources.trade_keys import PrintingKeys, TradeKeys

LAYOUTS = ("feature", "news", "review", "interview", "letters", "box", "editorial")
FURNITURE = ("cover", "contents", "masthead", "subscription-form", "back-issues", "next-issue")

Layout = Literal["feature", "news", "review", "interview", "letters", "box", "editorial"]
Size = Literal["full", "half", "quarter", "column"]


class PlaceKeys(Mapping):
    """A place on the pages."""

    page: int = Field(ge=1, lt=1000, description="The page, from 1.")
    slot: f.Line | None = Field(None, description="A slot of that page's template.")


class SpaceKeys(Mapping):
    """Where a piece stands in print, and how much room it has."""

    pages: int | None = Field(None, ge=1, lt=1000, description="How many whole pages.")
    page: int | None = Field(None, ge=1, lt=1000, description="The page it begins on.")
    slot: f.Line | None = Field(None, description="The slot of that page's template.")
    jumps: Annotated[list[PlaceKeys], f.SingleOrList] = Field(
        [], description="Where it goes on, in turn."
    )
    size: Size | None = Field(None, description="The part of a page that it takes.")
    fit: Literal["auto", "none"] | None = Field(
        None, description="Whether small gaps are closed: auto (usual) or none."
    )
    away_from: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Articles that an advert must not face."
    )
    colour: bool | None = Field(None, description="An advert that needs a page in colour.")


class PictureKeys(Mapping):
    """The opening picture of an article."""

    image: f.Line = Field(description="The picture, by its name in the issue's folder.")
    alt: f.Line | None = Field(None, description="What it shows.")
    caption: f.Line | None = Field(None, description="The words below it.")
    credit: f.Line | None = Field(None, description="Who made it.")
    width: Literal["column", "half", "wide"] = Field(
        "wide", description="How wide it stands: a column, half the text, all of it."
    )


class ArticleKeys(SpaceKeys, ChapterKeys):
    """The front matter of an article."""

    kicker: f.Line | None = Field(None, description="The word or two above the headline.")
    headline: f.Line | None = Field(
        None, description="The headline; else the first “# heading” of the file."
    )
    standfirst: f.Text | None = Field(None, description="The sentence or two below it.")
    byline: f.Line | None = Field(
        None, description="Where it says more than the authors' names."
    )
    dateline: f.Line | None = Field(None, description="Where, and when, it was written.")
    about: f.Text | None = Field(None, description="About the author, at the end.")
    layout: Layout | None = Field(None, description="What sort of article it is: feature ...")
    section: f.Line | None = Field(None, description="The section of the issue.")
    picture: PictureKeys | None = Field(None, description="The opening picture.")
    licence: f.Line | None = Field(None, description="Where it is not that of the issue.")
    licence_url: f.Url | None = Field(None, description="Where that licence can be read.")


class PieceKeys(ArticleKeys):
    """A piece of the issue: its role and file, and what stands instead of front matter."""

    article: f.Line | None = Field(None, description="A Markdown file: an article.")
    editorial: f.Line | None = Field(None, description="A Markdown file: the editorial.")
    letters: f.Line | None = Field(None, description="A Markdown file: letters.")
    advert: f.Line | None = Field(None, description="An advert: a picture, or Markdown.")
    alt: f.Text | None = Field(None, description="What an advert's picture shows and says.")
    cover: f.Line | None = Field(None, description="The cover, made from `cover`.")
    contents: f.Line | None = Field(None, description="The contents page.")
    masthead: f.Line | None = Field(None, description="The masthead box.")
    subscription_form: f.Line | None = Field(None, description="The subscription form.")
    back_issues: f.Line | None = Field(None, description="The list of back issues.")
    next_issue: f.Line | None = Field(None, description="What comes in the next issue.")


class DepartmentKeys(Mapping):
    """A section of the issue with its articles."""

    section: f.Line = Field(description="The name of the section.")
    articles: list[Entry] = Field(min_length=1, description="Its articles.")


_ROLES = {"article", "editorial", "letters", "advert", *FURNITURE}


def _entry_form(value: object) -> str:
    """Tell the form of an entry; a section without a piece's role is a department."""
    if not isinstance(value, dict):
        return "<part>" if isinstance(value, DepartmentKeys) else form_of(value)
    department = "articles" in value or ("section" in value and not _ROLES & value.keys())
    return "<part>" if department else "<keys>"


Entry = Annotated[
    Annotated[f.Line, Tag("<text>")]
    | Annotated[PieceKeys, Tag("<keys>")]
    | Annotated[DepartmentKeys, Tag("<part>")],
    Discriminator(_entry_form),
]
DepartmentKeys.model_rebuild()


class CoverLineKeys(Mapping):
    """A line on the cover."""

    text: f.Line = Field(description="The line.")
    below: f.Line | None = Field(None, description="A smaller line below it.")
    article: f.Line | None = Field(None, description="The article that it announces.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str) else data


class IssueCoverKeys(Mapping):
    """The cover of an issue."""

    image: f.Line | None = Field(None, description="The picture, in the issue's folder.")
    alt: f.Line | None = Field(None, description="What the picture shows.")
    caption: f.Line | None = Field(None, description="The words for the picture.")
    credit: f.Line | None = Field(None, description="Who made the picture.")
    lines: list[CoverLineKeys] = Field([], description="Cover lines, the main one first.")


class IssueEditionsKeys(KnownKeys):
    """The editions of an issue that are made."""

    print: PrintKeys | None = Field(None, description="Pages for the printer.")
    pdf: ScreenKeys | None = Field(None, description="Pages for the screen.")
    epub: EpubKeys | None = Field(None, description="The e-book.")
    web: WebKeys | None = Field(None, description="Web pages.")


class IssueKeys(Mapping):
    """An issue of a periodical: `issue.yaml` in its folder."""

    periodical: f.Line = Field(description="The periodical, by its name in press.yaml.")
    volume: f.Line | None = Field(None, description="The volume.")
    number: f.Line | None = Field(None, description="The number in the volume or in all.")
    whole_number: f.Line | None = Field(None, description="The number counted from the first.")
    date: f.IssueDateField = Field(
        description="2027-03, 2027-03-14, 2027-07/08, 2027-spring or 2027."
    )
    title: f.Line | None = Field(None, description="The theme of this issue, if it has one.")
    price: PriceKeys | None = Field(None, description="Else the periodical's.")
    pages: int = Field(0, ge=0, lt=1000, description="The page budget of the print edition.")
    signature: Literal["4", "8", "16"] = Field("4", description="Pages to a signature.")
    language: f.Language | None = Field(None, description="Else the periodical's.")
    trim: TrimField | None = Field(None, description="Else the periodical's.")
    theme: f.ThemeName | None = Field(None, description="Else the periodical's.")
    contributors: list[ContributorKeys] = Field([], description="Editors and others.")
    publisher: f.Line | None = Field(None, description="Else the press's imprint.")
    place: f.Line | None = Field(None, description="Else the press's.")
    rights: f.Line | None = Field(None, description="The copyright line; else the press's.")
    licence: f.Line | None = Field(None, description="An SPDX name, or a sentence.")
    licence_url: f.Url | None = Field(None, description="Where the licence can be read.")
    printer: f.Line | None = Field(None, description="Who prints it, and where.")
    credits: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="Further lines of the masthead box."
    )
    description: f.Text | None = Field(None, description="What shops and libraries show.")
    subjects: SubjectKeys = Field(
        default_factory=lambda: SubjectKeys.model_validate({}),
        description="Subject codes and keywords.",
    )
    printing: int = Field(1, ge=1, lt=1000, description="The number of the printing.")
    printings: list[PrintingKeys] = Field([], description="The printings and their changes.")
    trade: TradeKeys | None = Field(None, description="What shops are told beside that.")
    cover: IssueCoverKeys = Field(
        default_factory=lambda: IssueCoverKeys.model_validate({}),
        description="What stands on the cover.",
    )
    editions: IssueEditionsKeys | None = Field(
        None, description="The editions to make; without this key, all four."
    )
    page_templates: dict[f.PageNumber, f.Line] = Field(
        {}, description="The theme's page template, by page."
    )
    colour_pages: list[f.PageNumber] | None = Field(
        None, description="The pages printed in colour; without this key, all."
    )
    contents: list[Entry] = Field(min_length=1, description="All pieces in reading order.")

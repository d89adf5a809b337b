"""What book.yaml and issue.yaml may say of the editions of a title."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from isgpress.sources import fields as f
from isgpress.sources.mapping import KnownKeys, Mapping, form_of

Binding = Literal["perfect-bound", "flaps", "case", "saddle-stitched", "folded", "loose"]


class TrimKeys(Mapping):
    """A trim size of one's own."""

    width: f.Millimetres = Field(description="Width of the page in mm.")
    height: f.Millimetres = Field(description="Height of the page in mm.")


TrimField = Annotated[
    Annotated[f.TrimName, Tag("<text>")] | Annotated[TrimKeys, Tag("<keys>")],
    Discriminator(form_of),
]


class PriceKeys(Mapping):
    """A retail price."""

    amount: f.Amount = Field(description="Figures with a point, such as 12.99.")
    currency: f.Currency = Field(description="Three letters, such as GBP.")
    countries: Annotated[list[f.Country], f.SingleOrList] = Field(
        [], description="The countries where it holds; else wherever the title is sold."
    )


class EditionKeys(Mapping):
    """One form in which the title is sold."""

    isbn: f.Isbn | None = Field(None, description="The ISBN of this edition, 13 digits.")
    price: PriceKeys | None = Field(None, description="The retail price.")
    prices: list[PriceKeys] = Field([], description="Prices in further currencies.")
    replaces: f.Isbn | None = Field(
        None, description="The ISBN of the older edition that this one replaces."
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {} if data == "" else data


class PrintKeys(EditionKeys):
    """Pages for the printer, and how they are printed and bound."""

    printer: f.Line | None = Field(None, description="The printer, by its key.")
    paper: f.Line | None = Field(None, description="The paper, by the printer's key for it.")
    binding: Binding | None = Field(None, description="The binding; else the printer's usual.")
    spine: float = Field(
        0.0, ge=0, lt=150, description="The width of the spine in mm that the printer names."
    )
    barcode: bool = Field(default=True, description="Whether the cover has a bar code.")
    barcode_add_on: f.AddOn | None = Field(
        None, description="Two or five figures beside the bar code: an issue, a price."
    )


class LargePrintKeys(PrintKeys):
    """Pages for the printer in large type."""

    trim: TrimField | None = Field(
        None, description="The trim size by its name, or width and height in mm; else royal."
    )


class EpubKeys(EditionKeys):
    """The EPUB edition."""

    embed_fonts: bool = Field(default=False, description="Put the theme's fonts into the file.")
    page_list: Literal["print", "source", "none"] | None = Field(
        None, description="Whose pages are marked and listed."
    )


class ScreenKeys(EditionKeys):
    """Pages for the screen."""

    attach_sources: bool = Field(
        default=False, description="Put the files that it was made from into the PDF."
    )


class WebKeys(EditionKeys):
    """The web edition."""

    url: f.Url | None = Field(None, description="Where its pages will stand.")


class EditionsKeys(KnownKeys):
    """The editions that are made; a name without anything after it is enough."""

    paperback: PrintKeys | None = Field(None, description="Pages for the printer.")
    large_print: LargePrintKeys | None = Field(
        None, description="Pages for the printer, in large type."
    )
    epub: EpubKeys | None = Field(None, description="The e-book.")
    pdf: ScreenKeys | None = Field(None, description="Pages for the screen.")
    web: WebKeys | None = Field(None, description="Web pages.")

"""The editions of a title as things sold, and the names that their files have."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from isgpress.model.date import Date
from isgpress.model.publication import Book, Edition, Issue, Press, Publication
from isgpress.standards import licences

FOLDER = "releases"
_OWN_NAME = re.compile(r"[A-Z]{1,8}[ -]?\d+", re.IGNORECASE)  # IV391, GN 7


class Form(StrEnum):
    """What sort of thing is sold."""

    PRINT = "print"
    LARGE_PRINT = "large-print"
    EPUB = "epub"
    SCREEN = "pdf"

    @property
    def is_paper(self) -> bool:
        """Whether it is a thing of paper, not a file."""
        return self in {Form.PRINT, Form.LARGE_PRINT}


_FORMS = {
    "print": Form.PRINT,
    "paperback": Form.PRINT,
    "large-print": Form.LARGE_PRINT,
    "epub": Form.EPUB,
    "pdf": Form.SCREEN,
}
LABELS = {
    Form.PRINT: "print_edition",
    Form.LARGE_PRINT: "large_print_edition",
    Form.EPUB: "ebook",
    Form.SCREEN: "pdf_edition",
}
"""The word of standards/words by which readers are told of each form."""
_USUAL = (Edition("epub"), Edition("pdf"))


@dataclass(frozen=True, slots=True)
class Product:
    """An edition as a thing sold.

    Its files' names begin with ``stem``: its ISBN, else the name of the title.
    ``reference`` names it in messages to shops, and stays the same for ever.
    """

    form: Form
    edition: Edition
    stem: str
    reference: str

    @property
    def isbn(self) -> str:
        """Its ISBN, 13 digits, or nothing."""
        return self.edition.isbn


def products(title: Publication, press: Press) -> tuple[Product, ...]:
    """Give the editions of a title that are sold as files or on paper; web pages are not."""
    name = file_name(title)
    house = ascii_name(press.name)
    return tuple(
        Product(
            form,
            edition,
            edition.isbn or (f"{name}-large-print" if form is Form.LARGE_PRINT else name),
            f"{house}.{title.slug}.{form.value}",
        )
        for edition in title.editions or _USUAL
        if (form := _FORMS.get(edition.name))
    )


def is_free(product: Product, title: Publication) -> bool:
    """Tell whether a product costs nothing: its price is 0, or a free licence says so.

    A file without a price is not free where another file of the title is sold.
    """
    price = product.edition.price
    if price is not None:
        return not Decimal(price.amount)
    known = {url for _, url in licences().values()}
    files = [e for e in title.editions if (f := _FORMS.get(e.name)) and not f.is_paper]
    sold = any(e.price and Decimal(e.price.amount) for e in files)
    return not product.form.is_paper and title.licence_url in known and not sold


def file_name(title: Publication) -> str:
    """Give what the names of a title's files begin with where there is no ISBN.

    A book's slug; an issue's designation where that names the periodical (``iv391``),
    else the periodical's name and the issue's number (``broadside-12``).
    """
    if not isinstance(title, Issue):
        return title.slug
    if _OWN_NAME.fullmatch(title.designation):
        return ascii_name(title.designation).replace("-", "")
    numbers = [title.whole_number] if title.whole_number else [title.volume, title.number]
    if not any(numbers):
        numbers = [str(title.date)]
    return ascii_name("-".join([title.periodical.key, *filter(None, numbers)]))


def ascii_name(text: str) -> str:
    """Give a text as small ASCII letters, figures and hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "title"


def version(title: Publication) -> str:
    """Give the version of a title's release: its edition and its printing, ``2.1``."""
    edition = title.edition_number if isinstance(title, Book) else 1
    return f"{edition}.{title.printing}"


def printed_on(title: Publication) -> Date:
    """Give the date of the title's present printing, else that of its publication."""
    own = (p.date for p in title.printings if p.number == title.printing)
    return next(own, None) or title.date

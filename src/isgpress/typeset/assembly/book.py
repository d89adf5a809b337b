"""The PDF in the making, and what the passes over it need to know."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from isgpress.typeset import pagination
from isgpress.typeset.pagination import Leaf, Place

if TYPE_CHECKING:
    from isgpress.typeset.typesetter import SetSection, Typeset

BOXES = ("/MediaBox", "/TrimBox", "/BleedBox")


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the file: its own PDF, still open, and the index of its first page."""

    set: SetSection
    number: int  # among the sections for which the fonts were gathered
    source: pikepdf.Pdf
    first: int


@dataclass(frozen=True, slots=True)
class Book:
    """``parts`` in reading order; ``leaves`` are the pages after the ``ahead`` of a cover."""

    pdf: pikepdf.Pdf
    title: Typeset
    parts: tuple[Part, ...]
    leaves: tuple[Leaf, ...]
    ahead: int


def merge(title: Typeset, *, cover: bool) -> Book:
    """Put the pages of all sections into one PDF, with blank ones where sections need them.

    The passes over the book follow; sources stay open, since copying is lazy.
    """
    pdf = pikepdf.new()
    parts: list[Part] = []
    ahead = 0
    if cover and title.cover is not None:
        part = Part(title.cover, len(title.sections), _open(title.cover), 0)
        _extend(pdf, part.source)
        parts.append(part)
        ahead = len(pdf.pages)
    places = [Place(s.slug, s.rendered.folios, s.rendered.starts_on) for s in title.sections]
    leaves = pagination.leaves(places, [s.facts.pages for s in title.sections])
    for number, section in enumerate(title.sections):
        source = _open(section)
        for leaf in leaves:
            if leaf.section == number and leaf.page is None:
                _add_blank(pdf, source)
        parts.append(Part(section, number, source, len(pdf.pages)))
        _extend(pdf, source)
    return Book(pdf, title, tuple(parts), leaves, ahead)


def fill(book: Book, count: int) -> None:
    """Add blank pages at the end, like the last one, until there are ``count``."""
    while len(book.pdf.pages) < count:
        _add_blank(book.pdf, book.parts[-1].source)


def _open(section: SetSection) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(section.written.pdf))


def _extend(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    with warnings.catch_warnings():
        # Named destinations are not copied with pages: ``links`` does that.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.pages.extend(source.pages)


def _add_blank(pdf: pikepdf.Pdf, like: pikepdf.Pdf) -> None:
    model = like.pages[0].obj
    page = Dictionary(Type=Name.Page, Resources=Dictionary(), Contents=pdf.make_stream(b""))
    for box in BOXES:
        if box in model:
            page[box] = Array(list(model[box]))
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))

"""Assembly: the PDFs of sections become a book, by a row of small passes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf

from isgpress.typeset import onpress
from isgpress.typeset.assembly import (
    colours,
    fonts,
    labels,
    links,
    metadata,
    outline,
    placing,
    second,
    structure,
)
from isgpress.typeset.assembly.book import fill, merge
from isgpress.typeset.assembly.metadata import Metadata
from isgpress.typeset.assembly.second import Attached, File

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book
    from isgpress.typeset.assembly.structure import Leads
    from isgpress.typeset.composer import ComposedTitle
    from isgpress.typeset.onpress import Sheet
    from isgpress.typeset.typesetter import Typeset

__all__ = ["Attached", "File", "Metadata", "assemble", "assemble_issue", "press_sheet"]


def assemble(
    title: Typeset,
    about: Metadata,
    *,
    screen: bool,
    sheet: Sheet | None = None,
    attached: Attached | None = None,
) -> bytes:
    """Give a title's PDF; the same input gives the same bytes.

    ``screen``: with cover, links, outline and tags, PDF/UA-1 and PDF/A-2a; with files
    attached, PDF/UA-2 and PDF/A-4f. Else for the printer: the same pages with nothing on
    them but ink, made ready as ``sheet`` says.
    """
    book = merge(title, cover=screen)
    if sheet and not screen:
        fill(book, sheet.pages)
    fonts.share(book)
    colours.show_as_they_are(book)
    labels.write(book)
    if screen:
        return _finish(book, about, _make_screen(book), attached)
    links.strip(book)
    structure.strip(book)
    if sheet:
        outline.write(book)
        return onpress.make_ready(book.pdf, sheet, about)
    metadata.write(book.pdf, about)
    return _save(book)


def assemble_issue(
    issue: ComposedTitle,
    about: Metadata,
    *,
    screen: bool,
    sheet: Sheet | None = None,
    attached: Attached | None = None,
) -> bytes:
    """Give the PDF of an issue whose pages are composed, as ``assemble`` does of others."""
    book = merge(issue.title, cover=False)
    fonts.share(book)
    colours.show_as_they_are(book)
    pieces = replace(book, parts=book.parts[issue.pages :])
    leads = _make_screen(pieces) if screen else None
    if leads is None:
        links.strip(book)
        structure.strip(book)
        if sheet:
            outline.write(pieces)
    bleed = sheet.bleed if sheet and not screen else 0.0
    placing.place(book, [p.frames for p in issue.pieces], issue.pages, bleed)
    labels.write(replace(book, leaves=book.leaves[: issue.pages]))
    if leads:
        return _finish(book, about, leads, attached)
    if sheet:
        return onpress.make_ready(book.pdf, sheet, about)
    metadata.write(book.pdf, about)
    return _save(book)


def press_sheet(title: Typeset, sheet: Sheet, about: Metadata) -> bytes:
    """Give the PDF of a cover that was set alone, ready for the press."""
    book = merge(title, cover=True)
    fonts.share(book)
    colours.show_as_they_are(book)
    links.strip(book)
    structure.strip(book)
    return onpress.make_ready(book.pdf, sheet, about)


def _make_screen(book: Book) -> Leads:
    links.name_destinations(book)
    links.join(book)
    links.order_tabs(book)
    leads = structure.join(book)
    outline.write(book, leads)
    colours.intend_srgb(book)
    return leads


def _finish(book: Book, about: Metadata, leads: Leads, attached: Attached | None) -> bytes:
    if attached is None:
        metadata.write(book.pdf, about, claims=metadata.FIRST)
        return _save(book)
    second.raise_to(book, leads, attached)
    metadata.write(book.pdf, about, claims=metadata.SECOND)
    return _save(book, "2.0")


def _save(book: Book, version: str = "1.7") -> bytes:
    target = io.BytesIO()
    book.pdf.save(
        target,
        deterministic_id=True,
        force_version=version,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return target.getvalue()

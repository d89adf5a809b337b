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
    structure,
)
from isgpress.typeset.assembly.book import fill, merge
from isgpress.typeset.assembly.metadata import Metadata

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book
    from isgpress.typeset.composer import ComposedTitle
    from isgpress.typeset.onpress import Sheet
    from isgpress.typeset.typesetter import Typeset

__all__ = ["Metadata", "assemble", "assemble_issue", "press_sheet"]


def assemble(
    title: Typeset, about: Metadata, *, screen: bool, sheet: Sheet | None = None
) -> bytes:
    """Give a title's PDF; the same input gives the same bytes.

    ``screen``: with cover, links, outline and tags, PDF/UA-1 and PDF/A-2a. Else for the
    printer: the same pages with nothing on them but ink, made ready as ``sheet`` says.
    """
    book = merge(title, cover=screen)
    if sheet and not screen:
        fill(book, sheet.pages)
    fonts.share(book)
    colours.show_as_they_are(book)
    labels.write(book)
    if screen:
        _make_screen(book)
    else:
        links.strip(book)
        structure.strip(book)
    if sheet and not screen:
        outline.write(book)
        return onpress.make_ready(book.pdf, sheet, about)
    metadata.write(book, about, tagged=screen)
    return _save(book)


def assemble_issue(
    issue: ComposedTitle, about: Metadata, *, screen: bool, sheet: Sheet | None = None
) -> bytes:
    """Give the PDF of an issue whose pages are composed, as ``assemble`` does of others."""
    book = merge(issue.title, cover=False)
    fonts.share(book)
    colours.show_as_they_are(book)
    pieces = replace(book, parts=book.parts[issue.pages :])
    if screen:
        _make_screen(pieces)
    else:
        links.strip(book)
        structure.strip(book)
        if sheet:
            outline.write(pieces)
    bleed = sheet.bleed if sheet and not screen else 0.0
    placing.place(book, [p.frames for p in issue.pieces], issue.pages, bleed)
    labels.write(replace(book, leaves=book.leaves[: issue.pages]))
    if sheet and not screen:
        return onpress.make_ready(book.pdf, sheet, about)
    metadata.write(book, about, tagged=screen)
    return _save(book)


def press_sheet(title: Typeset, sheet: Sheet, about: Metadata) -> bytes:
    """Give the PDF of a cover that was set alone, ready for the press."""
    book = merge(title, cover=True)
    fonts.share(book)
    colours.show_as_they_are(book)
    links.strip(book)
    structure.strip(book)
    return onpress.make_ready(book.pdf, sheet, about)


def _make_screen(book: Book) -> None:
    links.name_destinations(book)
    links.join(book)
    links.order_tabs(book)
    outline.write(book)
    structure.join(book)
    colours.intend_srgb(book)


def _save(book: Book) -> bytes:
    target = io.BytesIO()
    book.pdf.save(
        target,
        deterministic_id=True,
        min_version="1.7",
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return target.getvalue()

"""Page labels: the folios, as viewers show them beside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book

STYLES = {"lower-roman": Name.r, "decimal": Name.D}


def write(book: Book) -> None:
    """Write a label range wherever the count of folios starts anew (ISO 32000-1, 12.4.2)."""
    ranges: list[object] = []
    if book.ahead:
        ranges += [0, Dictionary(P=String("Cover"))]
    expected: tuple[str, int] | None = None
    for index, leaf in enumerate(book.leaves, start=book.ahead):
        if (leaf.style, leaf.folio) != expected:
            ranges += [index, Dictionary(S=STYLES[leaf.style], St=leaf.folio)]
        expected = (leaf.style, leaf.folio + 1)
    after = book.ahead + len(book.leaves)
    if after < len(book.pdf.pages):  # blank pages that fill up the last sheet have no folio
        ranges += [after, Dictionary()]
    book.pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))

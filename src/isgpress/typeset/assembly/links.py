"""Links: ids become named destinations, links to other sections lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book

ELSEWHERE = "isgx:"
PRINTED = 4  # flag of annotations that archives ask for (ISO 19005-2, 6.3.2)


def name_destinations(book: Book) -> None:
    """Give every id a named destination (ISO 32000-1, 12.3.2.3), sorted by its bytes."""
    found: dict[bytes, Any] = {}
    for part in book.parts:
        root = part.source.Root
        if "/Names" not in root or "/Dests" not in root.Names:
            continue
        names = root.Names.Dests
        copied = book.pdf.copy_foreign(part.source.make_indirect(names))
        entries = list(copied.Names)
        for name, target in zip(entries[::2], entries[1::2], strict=True):
            found.setdefault(bytes(name), target)
    if found:
        flat = [x for name in sorted(found) for x in (String(name), found[name])]
        names = Dictionary(Names=Array(flat))
        book.pdf.Root.Names = Dictionary(Dests=book.pdf.make_indirect(names))


def join(book: Book) -> None:
    """Turn links that left their section into links to named destinations."""
    for page in book.pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            annotation.F = PRINTED
            action = annotation.get("/A")
            uri = str(action.get("/URI", "")) if action is not None else ""
            if uri.startswith(ELSEWHERE):
                del annotation["/A"]
                annotation.Dest = String(unquote(uri.removeprefix(ELSEWHERE)))


def strip(book: Book) -> None:
    """Take out all annotations: a printer's file has none."""
    for page in book.pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]


def order_tabs(book: Book) -> None:
    """Let the tab key follow the structure on pages with links (ISO 14289-1, 7.18.3)."""
    for page in book.pdf.pages:
        page.obj.Tabs = Name.S

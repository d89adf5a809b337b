"""The outline: bookmarks of all sections in one tree, chapters below their part."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book, Part
    from isgpress.typeset.assembly.structure import Leads

OPEN_LEVELS = 1  # deeper entries are folded when the file is opened


@dataclass(slots=True)
class Entry:
    """An entry with those below it; ``page`` counts in the whole file."""

    label: str
    page: int
    x: float
    y: float
    element: Any = None  # of the structure, where there is one
    below: list[Entry] = field(default_factory=list)


def tree(book: Book, leads: Leads | None = None) -> list[Entry]:
    """Give the outline's entries: levels skipped in a section are closed up."""
    root: list[Entry] = []
    slugs = {part.set.slug for part in book.parts}
    for part in book.parts:
        inside = root
        if part.set.rendered.section.part in slugs and root:
            inside = root[-1].below
        _nest(part, inside, leads.bookmarks.get(part.first, []) if leads else [])
    return root


def write(book: Book, leads: Leads | None = None) -> None:
    """Write the outline into the catalogue, and have viewers show it.

    ``leads`` tells the structure elements of a tagged book.
    """
    entries = tree(book, leads)
    if not entries:
        return
    pages = [page.obj for page in book.pdf.pages]
    outlines = book.pdf.make_indirect(Dictionary(Type=Name.Outlines))
    outlines.Count = _write(book, pages, entries, outlines, 1)
    book.pdf.Root.Outlines = outlines
    book.pdf.Root.PageMode = Name.UseOutlines


def _nest(part: Part, inside: list[Entry], elements: list[Any]) -> None:
    open_levels: list[tuple[int, list[Entry]]] = [(0, inside)]
    for mark, element in zip_longest(part.set.facts.bookmarks, elements):
        while open_levels[-1][0] >= mark.level:
            open_levels.pop()
        entry = Entry(mark.label, part.first + mark.page, mark.x, mark.y, element)
        open_levels[-1][1].append(entry)
        open_levels.append((mark.level, entry.below))


def _write(book: Book, pages: list[Any], entries: list[Entry], parent: Any, level: int) -> int:
    """Write entries below ``parent``; give the number of those that show."""
    items = [book.pdf.make_indirect(Dictionary()) for _ in entries]
    shown = len(entries)
    for number, (entry, item) in enumerate(zip(entries, items, strict=True)):
        item.Title, item.Parent = String(entry.label), parent
        item.Dest = Array([pages[entry.page], Name.XYZ, entry.x, entry.y, 0])
        if entry.element is not None:
            item.SE = entry.element
        if number:
            item.Prev = items[number - 1]
        if number + 1 < len(items):
            item.Next = items[number + 1]
        if entry.below:
            below = _write(book, pages, entry.below, item, level + 1)
            is_open = level < OPEN_LEVELS
            item.Count = below if is_open else -below
            shown += below if is_open else 0
    parent.First, parent.Last = items[0], items[-1]
    return shown

"""Where the index of an edition without pages leads: headings, and the marks under them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.rendered import PageMap
from isgpress.render import values, xhtml
from isgpress.render.contents import without_notes
from isgpress.render.flow import Addresses, under_headings
from isgpress.render.index import Term, places
from isgpress.standards import Words


@dataclass(frozen=True)
class Mark:
    """A place in the text; ``emphasis`` where a term's main discussion stands."""

    address: str
    emphasis: bool


@dataclass(frozen=True)
class Passage:
    """The passage under a heading, by the heading's words, with the marks that stand in it."""

    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Number:
    """A page, or a range of pages, of an index: as printed, and where it leads."""

    label: str
    address: str
    emphasis: bool


def numbers(
    pages: PageMap, style: str, address: Callable[[str], str]
) -> Callable[[Term], list[Number]]:
    """Give what finds a term's pages in the print edition; ``style`` as for ``places``.

    ``address`` gives the address of an id, as seen from the index.
    """
    order = {page.folio: page.index for page in pages.pages}

    def of(term: Term) -> list[Number]:
        found = places(term.entries, pages, style, order)
        return [Number(p.label, address(p.ids[0]), p.emphasis) for p in found]

    return of


@dataclass(frozen=True)
class Passages:
    """Finds the passages of a title's index; ``slugs`` are the sections that are shown."""

    manuscript: Manuscript
    slugs: Collection[str]
    words: Words
    addresses: Addresses

    def of(self, term: Term, here: str) -> list[Passage]:
        """Give a term's places by headings, in reading order, as seen from the file ``here``.

        An edition without pages has no numbers that would tell a reader anything.
        """
        found: dict[tuple[str, str], list[Mark]] = {}
        for entry in term.entries:
            if key := self._headings.get(entry.id):
                mark = Mark(self.addresses.of(entry.id, here), entry.emphasis)
                found.setdefault(key, []).append(mark)
        return [Passage(self._title(*key), tuple(marks)) for key, marks in found.items()]

    @cached_property
    def _headings(self) -> dict[str, tuple[str, str]]:
        """The section and the heading (none: its title) under which each mark stands."""
        found: dict[str, tuple[str, str]] = {}
        for document in self._shown:
            under = under_headings(document)
            found |= {id_: (document.section.slug, h) for id_, h in under.items()}
        return found

    @property
    def _shown(self) -> tuple[Document, ...]:
        return tuple(d for d in self.manuscript.documents if d.section.slug in self.slugs)

    def _title(self, slug: str, heading: str) -> str:
        document = next(d for d in self._shown if d.section.slug == slug)
        if heading:
            target = next(t for t in document.targets if t.id == heading)
            return xhtml.plain(without_notes(target.title))
        return xhtml.plain(str(values.title(self.manuscript, document.section, self.words)))

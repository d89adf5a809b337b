"""Where the pages of the print edition begin in an EPUB: markers at the exact word.

See EPUB 3.3, 7.2.3 (page-list), EPUB Accessibility 1.1, 3.3.2, and DPUB-ARIA 1.1,
doc-pagebreak.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import unescape

from isgpress.model.manuscript import Document
from isgpress.model.rendered import PageMap, PageStart
from isgpress.model.vocabulary import UNCOUNTED, UNTOLD
from isgpress.standards import Words

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_CHARACTER = re.compile(r"&[^;]+;|.", re.DOTALL)
_SPACE = re.compile(r"\s")
_PAGE_REF = re.compile(r'(<a class="page-ref" href="#([^"]+)"[^>]*>).*?</a>', re.DOTALL)
NO_BREAK = "\u00a0"
VOID = {"br", "col", "hr", "img", "wbr"}


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page begins: ``label`` is its folio; ``offset`` counts as in PageStart.

    Without an offset it begins with the section, before its heading; ``after`` tells that
    it lies behind all that the section holds.
    """

    label: str
    offset: int | None = None
    after: bool = False

    @property
    def is_before(self) -> bool:
        """Whether it stands before the section's heading."""
        return self.offset is None and not self.after

    @property
    def id(self) -> str:
        """The id of the marker."""
        return f"page-{self.label}"

    def mark(self, tag: str) -> str:
        """Give the marker, as the element ``tag``."""
        return (
            f'<{tag} epub:type="pagebreak" role="doc-pagebreak" id="{self.id}" '
            f'aria-label="{self.label}"></{tag}>'
        )


def page_breaks(
    pages: PageMap, shown: Collection[str], written: Collection[str]
) -> dict[str, tuple[PageBreak, ...]]:
    """Give the page breaks of each section that an EPUB shows, in the order of pages.

    ``shown`` are the slugs of those sections in reading order, ``written`` those whose
    text is the manuscript's. A page that holds nothing of the EPUB (a blank, a half title)
    begins where the next one does; so every page of the print edition can be gone to. Of
    a section that was generated only the first page's place is known; the others lie at
    its end.
    """
    found: dict[str, list[PageBreak]] = defaultdict(list)
    waiting: list[str] = []
    last = ""
    for page in pages.pages:
        waiting.append(page.folio)
        if page.blank or page.section not in shown:
            continue
        place = _place(page, first=page.section != last, written=page.section in written)
        last = page.section
        found[last] += [replace(place, label=label) for label in waiting]
        waiting = []
    if waiting and last:
        found[last] += [PageBreak(label, after=True) for label in waiting]
    return {slug: tuple(breaks) for slug, breaks in found.items()}


def _place(page: PageStart, *, first: bool, written: bool) -> PageBreak:
    if first and not page.offset:
        return PageBreak("")
    return PageBreak("", page.offset) if written else PageBreak("", after=True)


def broken(document: Document, breaks: Iterable[PageBreak]) -> Document:
    """Give a document with a marker before the word with which each page begins.

    A page that begins within a word, behind a hyphen, is marked before that word, so that
    no voice is interrupted in it.
    """
    places = defaultdict(list)
    for page in breaks:
        if page.offset is not None:
            places[page.offset].append(page)
    if not places:
        return document
    return replace(document, body=_marked(document.body, places))


def with_folios(document: Document, pages: PageMap, words: Words) -> Document:
    """Give a document whose references by page say the folio: "page 57"."""
    folios = dict(pages.folios)

    def say(match: re.Match[str]) -> str:
        folio = folios.get(unescape(match[2]))
        if not folio:
            return match[0]
        return f"{match[1]}{words.numbered('page', folio).replace(' ', NO_BREAK)}</a>"

    def change(text: str) -> str:
        return _PAGE_REF.sub(say, text) if "page-ref" in text else text

    notes = tuple(replace(n, xhtml=change(n.xhtml)) for n in document.notes)
    return replace(document, body=change(document.body), notes=notes)


def _marked(body: str, places: Mapping[int, list[PageBreak]]) -> str:
    todo = sorted(places, reverse=True)
    pieces: list[str] = []
    count, hidden = 0, list[str]()
    for token in _TOKEN.findall(body):
        if token.startswith("<"):
            _step(token, hidden)
            pieces.append(token)
            continue
        end = count if hidden else count + len(UNCOUNTED.sub("", unescape(token)))
        at = 0
        while todo and todo[-1] < end:
            where = _before_word(token, todo[-1] - count)
            pieces.append(token[at:where])
            _put(pieces, places[todo.pop()], within=bool(token[:where].strip()))
            at = where
        pieces.append(token[at:])
        count = end
    for offset in reversed(todo):  # a page that holds only what stands behind the text
        pieces[-1] = "".join(p.mark("div") for p in places[offset]) + pieces[-1]
    return "".join(pieces)


def _step(tag: str, hidden: list[str]) -> None:
    """Keep count of the elements whose text does not count."""
    match = _TAG.match(tag)
    if match is None or match[2] in VOID or tag.endswith("/>"):
        return
    if match[1]:
        if hidden:
            hidden.pop()
    elif hidden or UNTOLD.intersection(_classes(tag)):
        hidden.append(match[2])


def _classes(tag: str) -> list[str]:
    found = _CLASS.search(tag)
    return found[1].split() if found else []


def _before_word(text: str, count: int) -> int:
    """Give the index before the word in which the character of that number stands."""
    seen, start = 0, 0
    for match in _CHARACTER.finditer(text):
        character = unescape(match[0])
        if _SPACE.match(character):
            start = match.end()
        elif not UNCOUNTED.match(character):
            if seen == count:
                break
            seen += 1
    return start


def _put(pieces: list[str], breaks: list[PageBreak], *, within: bool) -> None:
    """Add markers; those of a page that begins with a heading stand before the heading."""
    at = len(pieces)
    while not within and at and (pieces[at - 1].startswith("<") or not pieces[at - 1]):
        at -= 1
        if re.match(r"<h[2-6]\b", pieces[at]):
            pieces.insert(at, "".join(p.mark("div") for p in breaks))
            return
    pieces += [p.mark("span") for p in breaks]

"""Whose pages an EPUB lists: those of the print edition, of a reprint's source, or none.

See EPUB 3.3, 7.2.3 (page-list): there is one list at most, so the editor chooses. EPUB
Accessibility 1.1, 3.1.3.1 asks that the edition be named to which the pages belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from isgpress.findings import Finding, Severity, Span
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Book

EPUB = "epub"
PRINT, SOURCE, NONE = "print", "source", "none"
_MARK = re.compile(r'<span class="source-page"[^<>]*>')
_ID, _LABEL = re.compile(r'\sid="([^"]*)"'), re.compile(r'\sdata-page="([^"]*)"')


@dataclass(frozen=True, slots=True)
class PageList:
    """Whose pages are listed: ``print``, ``source`` or ``none``.

    ``edition`` names the source edition, as one would cite it. Findings say why pages
    that were asked for are not listed: ``page-list-of-nothing``, ``unnamed-source-edition``.
    """

    of: str = NONE
    edition: str = ""
    findings: tuple[Finding, ...] = ()


def page_list_of(manuscript: Manuscript) -> PageList:
    """Give what the editor chose, else the print edition's pages, else the source's."""
    title = manuscript.publication
    edition = title.edition(EPUB)
    chosen = edition.page_list if edition else ""
    if chosen == NONE:
        return PageList()
    span = edition.page_list_span if edition and chosen else None
    if chosen == SOURCE or (not chosen and not title.printed):
        return _of_source(manuscript, span)
    if title.printed:
        return PageList(PRINT)
    advice = "list `paperback:` among the editions, or remove `page-list`"
    if any(_is_marked(d) for d in manuscript.documents):
        advice = "write `source`, whose pages are marked in the text"
    message = "there is no print edition whose pages the e-book could list"
    return PageList(findings=(_warning("page-list-of-nothing", message, span, advice),))


def source_marks(manuscript: Manuscript) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give label and id of each page mark in the text, by section in reading order.

    A page that is marked again where the next chapter begins is listed once. Marks in
    notes are left out: a page does not begin there.
    """
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    last = ""
    for document in manuscript.documents:
        here = []
        for label, name in _marks(document.heading + document.body):
            if label != last:
                here.append((label, name))
            last = label
        found[document.section.slug] = tuple(here)
    return found


def with_page_breaks(document: Document, marks: tuple[tuple[str, str], ...]) -> Document:
    """Give a document whose listed page marks are page breaks with a name.

    ``marks`` are label and id, as ``source_marks`` gives them.
    """
    names = {name for _, name in marks}

    def change(match: re.Match[str]) -> str:
        name, label = _ID.search(match[0]), _LABEL.search(match[0])
        if not name or not label or name[1] not in names:
            return match[0]
        what = f'epub:type="pagebreak" role="doc-pagebreak" aria-label="{label[1]}"'
        return match[0].replace("<span ", f"<span {what} ", 1)

    body, heading = _MARK.sub(change, document.body), _MARK.sub(change, document.heading)
    return replace(document, body=body, heading=heading)


def _of_source(manuscript: Manuscript, span: Span | None) -> PageList:
    """Give the list of the source's pages; ``span`` is where it was asked for."""
    marked = [d for d in manuscript.documents if _is_marked(d)]
    if not marked:
        message = "no pages of a source edition are marked in the text"
        advice = "mark where each begins, as in `[p. 47]{.source-page}`, or write `none`"
        found = [_warning("page-list-of-nothing", message, span, advice)] if span else []
        return PageList(findings=tuple(found))
    title = manuscript.publication
    named = title.source_edition if isinstance(title, Book) else ""
    sources = {d.section.source for d in marked}
    edition = named or (sources.pop() if len(sources) == 1 else "")
    if edition:
        return PageList(SOURCE, edition)
    line = next(t.line for t in marked[0].targets if t.kind == "source-page")
    span = span or Span(marked[0].section.file, line)
    message = "the edition whose pages are marked in the text is not named"
    advice = "name it in `source-edition:` of book.yaml, or write `page-list: none`"
    found = [_warning("unnamed-source-edition", message, span, advice)]
    return PageList(findings=tuple(found))


def _is_marked(document: Document) -> bool:
    return any(t.kind == "source-page" for t in document.targets)


def _marks(text: str) -> Iterator[tuple[str, str]]:
    for mark in _MARK.findall(text):
        name, label = _ID.search(mark), _LABEL.search(mark)
        if name and label:
            yield label[1], name[1]


def _warning(rule: str, message: str, span: Span | None, advice: str) -> Finding:
    return Finding(rule, message, span, advice, Severity.WARNING)

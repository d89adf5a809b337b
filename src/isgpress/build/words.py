"""Word conservation: every section of a finished file against the manuscript.

The layout's own account is exact, and so is the EPUB's text; the finished PDF is read
back as any reader of it would, and must hold every word on the section's pages.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from isgpress.check.conservation import among, in_order, report, without_references
from isgpress.check.finished import bare_words, pdf_pages, read_pages
from isgpress.findings import Finding
from isgpress.manuscript.words import plain_words, text_stream, words
from isgpress.model.manuscript import Document, Manuscript
from isgpress.typeset import Typeset

CHUNK = 40  # pages that are read in one go
LAYOUT, PDF = "the laid-out pages", "the PDF"


def check_layout(manuscript: Manuscript, title: Typeset) -> tuple[Finding, ...]:
    """Compare the words that stand on each section's pages with the manuscript's."""
    facts = {s.slug: s.facts for s in title.sections}
    apart = manuscript.book.notes == "book"
    findings: list[Finding] = []
    for document in manuscript.documents:
        known = facts[document.section.slug]
        body = without_references(document.body)
        if loss := in_order(words(body), plain_words(known.text)):
            findings.append(report(loss, LAYOUT, document, body))
        notes = _notes(document)
        if not apart and (loss := in_order(words(notes), plain_words(known.notes))):
            findings.append(report(loss, LAYOUT, document, notes))
    return tuple(findings)


def check_pdf(
    manuscript: Manuscript,
    title: Typeset,
    data: bytes,
    readers: Callable[[], Executor],
    *,
    screen: bool,
) -> tuple[Finding, ...]:
    """Look for every word of each section on its pages of the finished PDF."""
    ahead = title.cover.facts.pages if screen and title.cover else 0
    texts = _read(data, ahead + len(title.page_map.pages), readers)[ahead:]
    pages: dict[str, list[str]] = {}
    for page in title.page_map.pages:
        pages.setdefault(page.section, []).append(texts[page.index])
    back = _notes_section(manuscript)
    findings = []
    for document in manuscript.documents:
        fragment = without_references(document.body) + ("" if back else _notes(document))
        findings += _look(document, fragment, pages[document.section.slug])
        if back:
            findings += _look(document, _notes(document), pages[back])
    return tuple(findings)


def _look(document: Document, fragment: str, texts: list[str]) -> list[Finding]:
    expected = bare_words(text_stream(fragment))
    loss = among(expected, read_pages(texts).lacks(expected))
    return [report(loss, PDF, document, fragment)] if loss else []


def _read(data: bytes, count: int, readers: Callable[[], Executor]) -> list[str]:
    """Read all pages; a long file in several processes."""
    if count <= CHUNK:
        return pdf_pages(data, 0, count)
    starts = range(0, count, CHUNK)
    parts = readers().map(
        pdf_pages, [data] * len(starts), starts, [start + CHUNK for start in starts]
    )
    return [text for part in parts for text in part]


def _notes(document: Document) -> str:
    return "\n".join(f"<div>{note.xhtml}</div>" for note in document.notes)


def _notes_section(manuscript: Manuscript) -> str:
    """Give the slug of the section in which print gathers all notes, or nothing."""
    book = manuscript.book
    if book.notes != "book":
        return ""
    return next((s.slug for s in book.sections if s.role == "notes"), "")

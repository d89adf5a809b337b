"""Word conservation: every section of a finished file against the manuscript.

The layout's own account is exact, and so is the EPUB's text; the finished PDF is read
back as any reader of it would, and must hold every word on the section's pages.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from isgpress.check.conservation import among, in_order, report, without_references
from isgpress.check.finished import Passage, bare_words, missing
from isgpress.findings import Finding
from isgpress.manuscript.words import plain_words, text_stream, words
from isgpress.model.manuscript import Document, Manuscript
from isgpress.typeset import Typeset

ALONE = 15_000  # words that are read faster here than other processes start
SHARES = 4
LAYOUT, PDF = "the pages", "the finished PDF"


def is_long(manuscript: Manuscript) -> bool:
    """Tell whether the title's PDF is read back by several processes."""
    return sum(d.words for d in manuscript.documents) > ALONE


def check_layout(manuscript: Manuscript, title: Typeset) -> tuple[Finding, ...]:
    """Compare the words that stand on each section's pages with the manuscript's."""
    facts = {s.slug: s.facts for s in title.sections}
    apart = manuscript.publication.notes == "book"
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
    fragments = _fragments(manuscript)
    pages = _pages(title, title.cover.facts.pages if screen and title.cover else 0)
    passages = [
        Passage(str(number), text_stream(fragment), pages.get(slug, ()))
        for number, (_, slug, fragment) in enumerate(fragments)
    ]
    findings = []
    for name, lost in sorted(_missing(manuscript, data, passages, readers).items()):
        document, _, fragment = fragments[int(name)]
        if loss := among(bare_words(text_stream(fragment)), lost):
            findings.append(report(loss, PDF, document, fragment))
    return tuple(findings)


def _fragments(manuscript: Manuscript) -> list[tuple[Document, str, str]]:
    """Give each text with the section on whose pages it stands: notes may be apart."""
    back = _notes_section(manuscript)
    found = []
    for document in manuscript.documents:
        body, notes = without_references(document.body), _notes(document)
        slug = document.section.slug
        found.append((document, slug, body if back else body + notes))
        if back and notes:
            found.append((document, back, notes))
    return found


def _pages(title: Typeset, ahead: int) -> dict[str, tuple[int, ...]]:
    """Give the indexes of each section's pages in the file."""
    pages: dict[str, tuple[int, ...]] = {}
    for page in title.page_map.pages:
        pages[page.section] = (*pages.get(page.section, ()), ahead + page.index)
    return pages


def _missing(
    manuscript: Manuscript,
    data: bytes,
    passages: list[Passage],
    readers: Callable[[], Executor],
) -> dict[str, frozenset[str]]:
    """Read a short file here, a long one in several processes."""
    if not is_long(manuscript):
        return missing(data, passages)
    shares = [passages[n::SHARES] for n in range(SHARES)]
    found: dict[str, frozenset[str]] = {}
    for part in readers().map(missing, [data] * SHARES, shares):
        found |= part
    return found


def _notes(document: Document) -> str:
    return "\n".join(f"<div>{note.xhtml}</div>" for note in document.notes)


def _notes_section(manuscript: Manuscript) -> str:
    """Give the slug of the section in which print gathers all notes, or nothing."""
    book = manuscript.publication
    if book.notes != "book":
        return ""
    return next((s.slug for s in book.sections if s.role == "notes"), "")

"""Names that the templates of every medium get: titles, numbers, people."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from isgpress.manuscript import inline_xhtml
from isgpress.model.manuscript import Manuscript, Target
from isgpress.model.publication import Contributor, Publication, Section
from isgpress.render import xhtml
from isgpress.render.contents import without_notes
from isgpress.render.theme import Theme
from isgpress.standards import Words


@lru_cache(maxsize=512)
def inline(text: str, language: str) -> Markup:
    """Give a line of inline Markdown as XHTML."""
    return xhtml.safe(inline_xhtml(text, language)) if text else Markup()


def title(manuscript: Manuscript, section: Section, words: Words) -> Markup:
    """Give a section's title, without links and calls: its own, else its role's word."""
    document = manuscript.document(section.slug)
    if document:
        return xhtml.safe(without_notes(document.title))
    if section.title:
        return inline(section.title, manuscript.publication.language)
    key = section.role.replace("-", "_")
    if section.role == "about-the-authors" and len(people(manuscript.publication)) == 1:
        key = "about_the_author"
    word = words[key] if key in words else section.role.replace("-", " ").capitalize()
    return escape(word)


def number(theme: Theme, words: Words, section: Section) -> str:
    """Give the line above the title: "1", "Chapter 1" or "Session 1" by the theme."""
    if not section.number:
        return ""
    key = str(theme.option["chapter-label"])
    if section.role in ("part", "appendix"):
        key = section.role
    return words.numbered(key, section.number) if key in words else section.number


def people(book: Publication) -> tuple[Contributor, ...]:
    """Give those of whom the title says something: its contributors, then its chapters'."""
    chapters = [a for s in book.sections for a in s.authors]
    described = [c for c in (*book.contributors, *chapters) if c.biography]
    return tuple({c.name: c for c in described}.values())


def labelled(manuscript: Manuscript, kind: str) -> tuple[Target, ...]:
    """Give the figures or tables (``kind``) that have a label, in reading order."""
    targets = (t for d in manuscript.documents for t in d.targets if t.kind == kind)
    return tuple(t for t in targets if t.label)

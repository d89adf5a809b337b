"""A title's text after Markdown: XHTML per section, notes, targets, index entries.

XHTML travels as text, so that values stay frozen, comparable and cheap to pickle. The
vocabulary of elements and classes is in docs/vocabulary.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.findings import Finding
from isgpress.model.publication import Publication, Section


@dataclass(frozen=True, slots=True)
class Note:
    """A note: ``label`` as printed at the call, ``xhtml`` its blocks, one <p> at least."""

    id: str
    call_id: str
    label: str
    xhtml: str
    line: int


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be linked to: ``label`` is "Figure 3", ``title`` its words.

    ``named``: the author gave the id.
    """

    id: str
    section: str  # slug
    kind: str  # section, heading, figure, table, note, box, index, source-page, other
    label: str = ""
    title: str = ""
    level: int = 0  # of a heading: 2 to 6
    line: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A mark for the index: the term's path, and where it stands.

    The parts of a path are XHTML inline text, as a document's title is. ``id`` is the
    element's id, ``end_id`` that of the range's end. A ``see`` or ``see_also`` names
    another term's path instead of a place.
    """

    term: tuple[str, ...]
    id: str = ""
    end_id: str = ""
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    emphasis: bool = False  # the main discussion, set in bold
    line: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a section shows: ``path`` is relative to the press folder."""

    path: str
    alt: str
    decorative: bool
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A section's text.

    ``body`` is a well-formed XHTML fragment in the XHTML namespace: one
    ``<div class="text">`` holding the blocks, without the section's title. Internal
    links are ``#id``; every id is unique in the title. ``words`` is the number of words
    of body and notes. ``heading`` is the title as it stands at the head of the section,
    with links and what else would be out of place in the contents; empty where it is
    the same as ``title``.
    """

    section: Section
    title: str  # XHTML inline text
    body: str
    notes: tuple[Note, ...] = ()
    targets: tuple[Target, ...] = ()
    index: tuple[IndexEntry, ...] = ()
    images: tuple[Image, ...] = ()
    languages: tuple[str, ...] = ()
    words: int = 0
    heading: str = ""  # XHTML inline text


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All of a title's documents in reading order; generated sections have no document."""

    publication: Publication
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()

    def document(self, slug: str) -> Document | None:
        """Give the document of that section, or None for a generated one."""
        return next((d for d in self.documents if d.section.slug == slug), None)

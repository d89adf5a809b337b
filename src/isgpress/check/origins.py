"""From a place in a finished file back to the line of the source that made it.

Finished files carry no lines of their sources. But their blocks stand in the order of the
manuscript and say the same, so the two are laid side by side: a block of the finished
page that says what a block of the manuscript says came from its line, and one that was
changed came from about where its neighbours did.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from isgpress.check.conservation import LINE, line_of, without_references
from isgpress.check.finished import bare_words
from isgpress.check.markup import Node, Page
from isgpress.findings import PressError, Span
from isgpress.manuscript import link, parse_section, text_stream
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Publication
from isgpress.model.vocabulary import UNCOUNTED
from isgpress.sources import front_matter
from isgpress.sources.marks import Keys, read_yaml
from isgpress.world import World

_BLOCKS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("pre", "hr", "div", "section", "aside", "figure", "figcaption", "img", "math"),
    *("table", "caption", "tr", "td", "th"),
}
# of a heading's parts, by class: the key of the front matter that says them
_OPENING = {
    "subtitle": "subtitle",
    "authors": "authors",
    "translators": "translators",
    "date": "date",
    "source": "source",
    "status": "status",
    "epigraph": "epigraph",
}
# of a package document: the key of book.yaml, issue.yaml or press.yaml that says it
_METADATA = {
    "dc:title": "title",
    "dc:creator": "contributors",
    "dc:contributor": "contributors",
    "dc:language": "language",
    "dc:date": "date",
    "dc:publisher": "publisher",
    "dc:description": "description",
    "dc:rights": "rights",
    "dc:subject": "subjects",
    "dc:identifier": "editions",
    "dc:source": "editions",
}
_RUN = 6  # words by which a stretch of text is known again
_TRIES = 60  # words from the top of a page, running head included


@dataclass(frozen=True, slots=True)
class _Row:
    """A block: what it is and says, and the element itself."""

    tag: str
    text: str
    node: Node

    @property
    def key(self) -> tuple[str, str]:
        return self.tag, self.text


class Origins:
    """Knows where the text of one title's finished files came from.

    The sources are read when they are first asked for; a source with faults has no lines.
    """

    def __init__(self, world: World, title: Publication) -> None:
        """Read nothing yet."""
        self._world, self._title = world, title
        self._known: dict[int, tuple[Node, Mapping[int, Span]]] = {}

    def of_element(self, node: Node) -> Span | None:
        """Give the place in the sources of an element of an EPUB's or a web page.

        None where it was made by a theme or from metadata that has no place.
        """
        found = self._section(node)
        if found is None:
            return None
        document, section = found
        if id(section) not in self._known:  # kept with the element, so that ids stay its own
            self._known[id(section)] = section, _pairs(document, section)
        blocks = self._known[id(section)][1]
        for around in node.lineage():
            if id(around) in blocks:
                return blocks[id(around)]
            if around.tag == "h1" or "opening" in around.classes:
                return self._opening(document, node)
        return None

    def of_metadata(self, node: Node) -> Span | None:
        """Give the key of YAML that an element of the package document says."""
        key = next((_METADATA[n.tag] for n in node.lineage() if n.tag in _METADATA), "")
        kind = "issue" if self._title.kind == "issue" else "book"
        for path in (f"{self._title.folder}/{kind}.yaml", "press.yaml"):
            try:
                keys, _ = read_yaml(self._world.read_text(path), path)
            except PressError:
                continue
            if isinstance(keys, Keys) and (found := keys.key(key)):
                return found.span
        return None

    def of_words(self, text: str) -> Span | None:
        """Give about where the words stand that a page of a PDF shows."""
        shown = bare_words(text)
        for start in range(min(len(shown) - _RUN, _TRIES)):
            run = shown[start : start + _RUN]
            for document, words in self._words:
                if (at := _find(words, run)) >= 0:
                    line = line_of(_whole(document), at)
                    return Span(document.section.file, line, near=True)
        return None

    def of_place(self, slug: str, offset: int) -> Span | None:
        """Give about where the text of a section has a character, counted as in PageStart.

        For a section that is made from metadata: the file of these, without a line.
        """
        section = next((s for s in self._title.sections if s.slug == slug), None)
        if section is None or not section.file:
            kind = "issue" if self._title.kind == "issue" else "book"
            return Span(f"{self._title.folder}/{kind}.yaml") if section else None
        document = self._manuscript.document(slug)
        body = without_references(document.body) if document else ""
        marks = list(LINE.finditer(body))
        known = bisect.bisect_right(
            marks, offset, key=lambda m: len(UNCOUNTED.sub("", text_stream(body[: m.start()])))
        )
        line = int(marks[known - 1][1]) if known else 0
        return Span(section.file, line, near=True)

    def pictures(self) -> Iterator[tuple[str, Span]]:
        """Give the pictures of the text, each by its path with where it is named."""
        for document in self._manuscript.documents:
            for image in document.images:
                yield image.path, Span(document.section.file, image.line)

    @cached_property
    def _manuscript(self) -> Manuscript:
        documents = []
        for section in self._title.sections:
            if section.file and self._world.exists(section.file):
                try:
                    document, _ = parse_section(self._world, self._title, section)
                except PressError:
                    continue
                documents.append(document)
        return link(self._title, tuple(documents))

    @cached_property
    def _words(self) -> Sequence[tuple[Document, Sequence[str]]]:
        return [(d, bare_words(text_stream(_whole(d)))) for d in self._manuscript.documents]

    def _section(self, node: Node) -> tuple[Document, Node] | None:
        for around in node.lineage():
            if document := self._manuscript.document(around.attributes.get("id", "")):
                return document, around
        return None

    def _opening(self, document: Document, node: Node) -> Span:
        """Give the key of the front matter, or the line of the title."""
        path = document.section.file
        classes = [name for around in node.lineage() for name in around.classes]
        key = next((_OPENING[name] for name in classes if name in _OPENING), "title")
        try:
            values = front_matter(self._world.read_text(path), path).values
        except PressError:
            values = None
        if values and (found := values.key(key)):
            return found.span
        own = (t for t in document.targets if t.kind == "section")
        return Span(path, next((t.line for t in own), 0), near=key != "title")


def _whole(document: Document) -> str:
    notes = (
        f'<aside id="{n.id}" data-line="{n.line}">{n.xhtml}</aside>' for n in document.notes
    )
    return f"{document.body}{''.join(notes)}"


def _pairs(document: Document, section: Node) -> Mapping[int, Span]:
    """Give the line of each block of a finished section, by the block's identity."""
    ours, theirs = list(_written(document)), list(_finished(section, document))
    matcher = difflib.SequenceMatcher(
        None, [r.key for r in ours], [r.key for r in theirs], autojunk=False
    )
    found = {}
    for _, start, end, begin, stop in matcher.get_opcodes():
        alike = end - start == stop - begin
        for n, row in enumerate(theirs[begin:stop]):
            origin = ours[min(start + n, max(end, start, 1) - 1)]
            if span := _line(origin.node, document.section.file):
                exact = alike and row.tag == origin.tag
                found[id(row.node)] = span if exact else replace(span, near=True)
    return found


def _written(document: Document) -> Iterator[_Row]:
    for node in Page(_whole(document)).root.walk():
        if node.tag in _BLOCKS and "text" not in node.classes:
            yield _Row(node.tag, _said(node), node)


def _finished(section: Node, document: Document) -> Iterator[_Row]:
    notes = {note.id for note in document.notes}
    for node in section.walk():
        if node.tag not in _BLOCKS or node.attributes.get("role") == "doc-pagebreak":
            continue
        for around in node.lineage():
            if around is not node and "text" in around.classes:
                yield _Row(node.tag, _said(node), node)
                break
            if around.attributes.get("id") in notes:
                tag = "aside" if around is node else node.tag
                yield _Row(tag, _said(node), node)
                break


def _said(node: Node) -> str:
    """Give what an element says, without what is different in each edition."""
    parts = [
        "" if isinstance(piece, Node) and _is_made(piece) else _piece(piece)
        for piece in node.pieces
    ]
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _piece(piece: str | Node) -> str:
    return f" {_said(piece)} " if isinstance(piece, Node) else piece


def _is_made(node: Node) -> bool:
    return bool({"note-label", "page-ref"}.intersection(node.classes))


def _line(node: Node, path: str) -> Span | None:
    for around in node.lineage():
        for key in ("data-line", "data-near"):
            line = around.attributes.get(key, "")
            if line.isdigit() and int(line):
                return Span(path, int(line), near=key == "data-near")
    return None


def _find(words: Sequence[str], run: Sequence[str]) -> int:
    """Give where a run of words stands among others, -1 where it does not."""
    first, length = run[0], len(run)
    at = -1
    while True:
        try:
            at = words.index(first, at + 1)
        except ValueError:
            return -1
        if list(words[at : at + length]) == list(run):
            return at

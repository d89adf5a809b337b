"""book.yaml and the front matter of its chapters become a Book."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.model.publication import (
    LARGE_PRINT,
    Book,
    Contributor,
    Cover,
    Edition,
    Kind,
    Press,
    Section,
    Series,
    Subjects,
)
from isgpress.model.references import CITATION_STYLE, References
from isgpress.sources.contents import items, read_contents
from isgpress.sources.editions import licence_url, read_editions
from isgpress.sources.marks import Keys, Node
from isgpress.sources.pictures import picture_path
from isgpress.sources.press import read_file, trim_of
from isgpress.sources.printer_keys import order_faults
from isgpress.sources.schema import BookKeys
from isgpress.sources.sections import Sections, contributor
from isgpress.sources.trade_keys import printings_of, title_trade
from isgpress.sources.wording import validate
from isgpress.world import World

_THEMES = {Kind.MONOGRAPH: "paperback"}  # else the theme has the name of the kind
_EDITIONS = ("paperback", "epub", "pdf")  # where a title names none
_ALL = ("paperback", LARGE_PRINT, "epub", "pdf", "web")
_SIGNED = {Kind.MONOGRAPH, Kind.REPRINT}  # kinds that need somebody's name


def load_book(world: World, press: Press, slug: str) -> tuple[Book | None, tuple[Finding, ...]]:
    """Read a title: ``books/<slug>/book.yaml`` and the front matter of its files.

    Gives all findings at once. With errors among them the book is what could be read,
    so that its text can be checked too; None where too little could.
    """
    path = f"books/{slug}/book.yaml"
    try:
        node, findings = read_file(world, path)
    except PressError as fault:
        return None, fault.findings
    keys, right, more = validate(BookKeys, node)
    if keys is None:
        return None, findings + more
    maker = _Maker(world, press, slug, keys, right)
    book = maker.book()
    return book, (*findings, *more, *maker.findings)


class _Maker:
    """Makes one book from its keys, and collects what is wrong on the way."""

    def __init__(
        self, world: World, press: Press, slug: str, keys: BookKeys, node: Node
    ) -> None:
        self.world = world
        self.press = press
        self.slug = slug
        self.folder = f"books/{slug}"
        self.keys = keys
        self.node = node
        self.findings: list[Finding] = []

    def book(self) -> Book:
        """Give the book."""
        keys, press = self.keys, self.press
        people = self._contributors()
        editions = self._editions()
        sections = self._sections(people)
        self._check(people, sections)
        theme = keys.theme or press.theme or _THEMES.get(keys.kind, keys.kind.value)
        book = Book(
            slug=self.slug,
            folder=self.folder,
            title=keys.title,
            kind=keys.kind,
            language=keys.language or press.language,
            date=keys.date,
            contributors=people,
            series=self._series(),
            publisher=keys.publisher or press.imprint or press.name,
            place=keys.place or press.place,
            rights=keys.rights or press.rights,
            licence_url=self._licence_url(),
            subjects=Subjects(*(tuple(v) for v in self._subjects())),
            trim=trim_of(keys.trim),
            theme=theme,
            sections=sections,
            cover=self._cover(),
            editions=editions,
            span=Span(f"{self.folder}/book.yaml", 1, 1),
            trade=title_trade(keys.trade, press),
            references=self._references(),
            printings=printings_of(keys.printings, self.node),
            **self._texts(),
        )
        self.findings += order_faults(press, book)
        if book.edition(LARGE_PRINT):
            self.findings += order_faults(press, book.in_large_print())
        return book

    def _texts(self) -> dict[str, Any]:
        """Give the fields that stand in the book as they are written."""
        keys = self.keys
        original = keys.original
        return {
            "subtitle": keys.subtitle or "",
            "edition_statement": keys.edition or "",
            "printing": keys.printing,
            "edition_number": keys.edition_number,
            "first_published": keys.first_published or "",
            "source_edition": keys.source_edition or "",
            "original_title": (original and original.title) or "",
            "original_language": (original and original.language) or "",
            "licence": keys.licence or "",
            "credits": tuple(keys.credits),
            "printer": keys.printer or "",
            "description": (keys.description or "").strip(),
            "notes": keys.notes,
        }

    def _references(self) -> References | None:
        """Read the files of the works that are cited, and the style where it is one."""
        keys, files = self.keys, []
        nodes = items(self.node.below("references"))
        for name, node in zip(keys.references, nodes, strict=False):
            path, text = self._text_of(name, node.span)
            if text:
                files.append((path, text))
        place = self.node.below("citation-style")
        style = keys.citation_style or CITATION_STYLE
        own = style.lower().endswith(".csl")
        text = self._text_of(style, place.span)[1] if own and place else ""
        span = place.span if place else Span(f"{self.folder}/book.yaml", 1, 1)
        return References(tuple(files), style, text, span) if files else None

    def _text_of(self, name: str, span: Span | None) -> tuple[str, str]:
        """Give path and text of a file in the title's folder; no text with a finding."""
        path = posixpath.normpath(posixpath.join(self.folder, name))
        if not path.startswith(f"{self.folder}/"):
            message = f"`{name}` lies outside the title's folder"
            advice = "copy the file into the folder and name it from there"
            self.findings.append(Finding("outside-title", message, span, advice))
            return path, ""
        try:
            return path, self.world.read_text(path)
        except PressError as fault:
            self.findings += [replace(f, span=span) for f in fault.findings]
            return path, ""

    def _contributors(self) -> tuple[Contributor, ...]:
        nodes = items(self.node.below("contributors"))
        return tuple(
            contributor(keys, node.span)
            for keys, node in zip(self.keys.contributors, nodes, strict=False)
        )

    def _series(self) -> Series | None:
        series = self.keys.series
        if series is None:
            return None
        return Series(series.title, series.number or "", series.issn or "")

    def _subjects(self) -> Iterator[list[str]]:
        subjects = self.keys.subjects
        yield from (subjects.thema, subjects.bisac, subjects.keywords)

    def _licence_url(self) -> str:
        node = self.node.below("licence")
        url, found = licence_url(
            self.keys.licence, self.keys.licence_url, node.span if node else None
        )
        self.findings += found
        return url

    def _cover(self) -> Cover:
        keys = self.keys.cover
        node = self.node.below("cover")
        span = node.span if node else None
        path = ""
        if keys.image:
            place = node.below("image") if node else None
            where = place.span if place else Span(f"{self.folder}/book.yaml", 1, 1)
            path, fault = picture_path(self.world, self.folder, keys.image, where)
            self.findings += [fault] if fault else []
        return Cover(path, keys.alt or "", (keys.blurb or "").strip(), span)

    def _editions(self) -> tuple[Edition, ...]:
        editions, found = read_editions(self.keys.editions, self.node, _ALL, _EDITIONS)
        self.findings += found
        return editions

    def _sections(self, people: tuple[Contributor, ...]) -> tuple[Section, ...]:
        contents = self.node.below("contents")
        if contents is None:
            return ()
        entries, found = read_contents(self.keys.contents, contents)
        maker = Sections(
            self.world,
            self.folder,
            {who.name: who for who in reversed(people)},
            self.keys.numbering,
            self.keys.language or self.press.language,
        )
        sections = maker.make(entries)
        self.findings += (*found, *maker.findings)
        return sections

    def _check(
        self,
        people: tuple[Contributor, ...],
        sections: tuple[Section, ...],
    ) -> None:
        """Report what no single key is wrong about."""
        roles = {section.role: section for section in sections}
        if self.keys.kind in _SIGNED and not people and not self.node.below("contributors"):
            message = "nobody is named who wrote the book"
            advice = "add `contributors:` with `- name: ...` and `role: author`"
            self._report("missing-author", message, _first(self.node), advice)
        if self.keys.notes == "book" and "notes" not in roles:
            place = self.node.below("notes")
            message = "the notes are to stand at the end of the book, but no place is listed"
            advice = "add `- notes` to `back` in `contents`"
            self._report("notes-without-place", message, (place or self.node).span, advice)
        about = roles.get("about-the-authors")
        known = (*people, *(who for section in sections for who in section.authors))
        if about and not about.file and not any(who.biography for who in known):
            message = "the page about the authors would be empty"
            advice = "add `biography:` to a contributor, or take the page out of `contents`"
            span = about.span or self.node.span
            self._report("no-biography", message, span, advice, Severity.WARNING)

    def _report(
        self,
        rule: str,
        message: str,
        span: Span,
        advice: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.findings.append(Finding(rule, message, span, advice, severity))


def _first(node: Node) -> Span:
    return node.pairs[0][0].span if isinstance(node, Keys) and node.pairs else node.span

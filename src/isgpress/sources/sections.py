"""Entries of the contents list and the front matter of their files become sections."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from isgpress import standards
from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.model.publication import Contributor, Section
from isgpress.sources.chapter import read_chapter
from isgpress.sources.contents import Entry, items
from isgpress.sources.marks import Keys
from isgpress.sources.names import is_body, letter, printed, roman, slug, sort_name, value_of
from isgpress.sources.schema import ChapterKeys, ContributorKeys, EntryKeys
from isgpress.world import World


def contributor(keys: ContributorKeys, span: Span | None) -> Contributor:
    """Give the contributor that the keys describe."""
    body = keys.organisation
    if body is None:
        body = is_body(keys.name, keys.role)
    order = keys.sort_name or sort_name(keys.name, body=body)
    return Contributor(keys.name, keys.role, order, keys.biography or "", span, body)


@dataclass
class Sections:
    """Makes the sections of one book, and collects what is wrong on the way.

    ``folder`` is the title's folder, relative to the press; ``people`` are the
    contributors that chapters may name; ``numbering`` and ``language`` say how chapters
    are numbered.
    """

    world: World
    folder: str
    people: Mapping[str, Contributor]
    numbering: str
    language: str
    findings: list[Finding] = field(default_factory=list)

    def make(self, entries: Sequence[Entry]) -> tuple[Section, ...]:
        """Give the sections in reading order; what is wrong is in ``findings``."""
        sections = [self._section(entry) for entry in entries]
        sections = self._numbered(sections, entries)
        self.find_unlisted(sections)
        return _with_slugs(sections, entries)

    def _section(self, entry: Entry) -> Section:
        section = Section(entry.role, entry.matter, "", span=entry.span)
        if entry.text and entry.role == "epigraph":
            source = getattr(entry.over, "source", None) or ""
            section = replace(section, epigraphs=((entry.text, source),))
        elif entry.text:
            section = replace(section, text=entry.text)
        if not entry.file:
            return self._overridden(section, entry)
        path = posixpath.normpath(posixpath.join(self.folder, entry.file))
        try:
            text = self._text(entry, path)
        except PressError as fault:
            self._report_file(entry, fault)
            inside = path.startswith(f"{self.folder}/")
            return self._overridden(replace(section, file=path if inside else ""), entry)
        keys, tree, body_line, found = read_chapter(text, path, ChapterKeys)
        self.findings += found
        section = replace(section, file=path, body_line=body_line)
        return self._overridden(self.filled(section, keys, tree), entry)

    def _text(self, entry: Entry, path: str) -> str:
        """Give the text of an entry's file. Raises PressError."""
        if not path.startswith(f"{self.folder}/"):
            raise PressError(_outside(entry))
        return self.world.read_text(path)

    def _report_file(self, entry: Entry, fault: PressError) -> None:
        """Report what is wrong with a file where it is listed, if it is not in the file."""
        for finding in fault.findings:
            inside = finding.span and finding.span.line
            self.findings.append(finding if inside else replace(finding, span=entry.span))

    def _overridden(self, section: Section, entry: Entry) -> Section:
        """Put what the contents list says in the place of front matter."""
        if entry.role == "part":
            return replace(section, title=entry.title)
        return self.filled(section, entry.over, None) if entry.over else section

    def filled(self, section: Section, keys: ChapterKeys, tree: Keys | None) -> Section:
        """Give the section with all that the keys say."""
        texts = {
            "title": keys.title,
            "subtitle": keys.subtitle,
            "short_title": keys.short_title,
            "language": keys.language,
            "original_date": keys.date,
            "source": keys.source,
            "status": keys.status,
            "number": keys.number,
        }
        changes: dict[str, Any] = {name: text for name, text in texts.items() if text}
        if keys.authors:
            changes["authors"] = self._people(keys.authors, tree, "authors", "aut")
        if keys.translators:
            changes["translators"] = self._people(keys.translators, tree, "translators", "trl")
        if not isinstance(keys, EntryKeys) and keys.epigraph:
            changes["epigraphs"] = tuple(
                (e, "") if isinstance(e, str) else (e.text, e.source or "")
                for e in keys.epigraph
            )
        return replace(section, **changes)

    def _people(
        self, people: list[Any], tree: Keys | None, key: str, role: str
    ) -> tuple[Contributor, ...]:
        """Give contributors; a bare name takes the rest from the title's contributors."""
        node = tree.get(key) if tree else None
        places: list[Span | None] = [item.span for item in items(node)]
        return tuple(
            self._person(who, place, role)
            for who, place in zip_longest(people, places[: len(people)])
        )

    def _person(self, who: str | ContributorKeys, span: Span | None, role: str) -> Contributor:
        if isinstance(who, ContributorKeys):
            given = who.role if "role" in who.model_fields_set else role
            return replace(contributor(who, span), role=given)
        known = self.people.get(who)
        if known:
            return replace(known, role=role, span=span)
        body = is_body(who, role)
        return Contributor(who, role, sort_name(who, body=body), "", span, body)

    def _numbered(self, sections: list[Section], entries: Sequence[Entry]) -> list[Section]:
        appendices = sum(section.role == "appendix" for section in sections)
        counts = {"part": 0, "chapter": 0, "appendix": 0}
        return [
            replace(s, number=self._number(s, e, counts, appendices))
            for s, e in zip(sections, entries, strict=True)
        ]

    def _number(
        self, section: Section, entry: Entry, counts: dict[str, int], appendices: int
    ) -> str:
        sort = standards.roles()[section.role].numbered
        given = entry.number or section.number
        if given.lower() == "none":
            return ""
        if not sort:
            return given
        counts[sort] = (value_of(given) if given else None) or counts[sort] + 1
        if given:
            return given
        if sort == "part":
            return roman(counts[sort])
        if sort == "appendix":
            return letter(counts[sort]) if appendices > 1 else ""
        return printed(counts[sort], self.numbering, self.language)

    def find_unlisted(self, sections: list[Section]) -> None:
        """Report Markdown files in the folder that no section is made of."""
        used = {section.file for section in sections}
        for path in _markdown_files(self.world, self.folder):
            if path not in used:
                finding = Finding(
                    "unlisted-file",
                    "the file is in the title's folder but not in its contents",
                    Span(path),
                    "add it to `contents`, or start its name with `_` to set it aside",
                    Severity.WARNING,
                )
                self.findings.append(finding)


def _with_slugs(sections: list[Section], entries: Sequence[Entry]) -> tuple[Section, ...]:
    """Give every section its slug, and the slug of its part."""
    used: set[str] = set()
    parts: dict[int, str] = {}
    found = []
    for section, entry in zip(sections, entries, strict=True):
        stem = posixpath.splitext(posixpath.basename(entry.file))[0]
        name = slug(stem) or section.role
        if section.role == "part":
            name = slug(stem) or f"part-{entry.part}"
        unique = _unique(name, used)
        if section.role == "part":
            parts[entry.part] = unique
        part = parts.get(entry.part, "") if section.role != "part" else ""
        found.append(replace(section, slug=unique, part=part))
    return tuple(found)


def _unique(name: str, used: set[str]) -> str:
    """Give the name, with a number where it is taken, and count it as taken."""
    found, n = name, 1
    while found in used:
        n += 1
        found = f"{name}-{n}"
    used.add(found)
    return found


def _markdown_files(world: World, folder: str) -> Iterator[str]:
    """Give the Markdown files in a folder and below; hidden and ``_`` ones left out."""
    for name in world.list(folder):
        path = f"{folder}/{name}"
        if name.startswith((".", "_")) or name.lower() == "readme.md":
            continue
        if name.lower().endswith((".md", ".markdown")):
            yield path
        elif "." not in name:
            yield from _markdown_files(world, path)


def _outside(entry: Entry) -> Finding:
    return Finding(
        "outside-title",
        f"`{entry.file}` lies outside the title's folder",
        entry.span,
        "copy the file into the folder and name it from there",
    )

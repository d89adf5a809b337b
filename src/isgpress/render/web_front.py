"""The front page of a web edition: its contents, by parts or departments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Issue, Publication, Section
from isgpress.render import values
from isgpress.render.names import joined
from isgpress.render.theme import Theme
from isgpress.render.web_text import WebPicture
from isgpress.standards import Words, roles

EMPTY = Markup()


@dataclass(frozen=True)
class Entry:
    """A line of the contents; ``title``, ``standfirst`` and ``kicker`` are HTML.

    ``part`` is the slug of the part that it belongs to, ``department`` the heading over
    an issue's articles. ``listed`` is what the contents name.
    """

    slug: str
    address: str
    title: Markup
    number: str = ""
    authors: str = ""
    kicker: Markup = EMPTY
    standfirst: Markup = EMPTY
    department: str = ""
    part: str = ""
    language: str = ""
    picture: WebPicture | None = None
    picture_alt: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Group:
    """Entries under one heading; a part's own entry is its ``head``."""

    title: Markup
    entries: tuple[Entry, ...]
    head: Entry | None = None


def entries(
    manuscript: Manuscript,
    theme: Theme,
    words: Words,
    files: Mapping[str, str],
    pictures: Mapping[str, WebPicture],
) -> Iterator[Entry]:
    """Give all pages in reading order; ``files`` by slug, ``pictures`` by path."""
    title = manuscript.publication
    for section in title.sections:
        if section.slug not in files:
            continue
        article = section.article
        language = section.language or title.language
        standfirst = (article.standfirst if article else "") or section.subtitle
        byline = article.byline if article else ""
        yield Entry(
            section.slug,
            files[section.slug],
            values.title(manuscript, section, words),
            values.number(theme, words, section),
            values.inline(byline, language).striptags()
            or joined((a.name for a in section.authors), title.language),
            values.inline(article.kicker if article else "", language),
            values.inline(standfirst, language),
            article.department if article else "",
            section.part,
            "" if language == title.language else language,
            pictures.get(article.picture) if article else None,
            article.picture_alt if article else "",
            _listed(section),
        )


def groups(title: Publication, pages: Mapping[str, Entry]) -> list[Group]:
    """Give the contents: an issue's by department, a book's by part, in reading order."""
    listed = [entry for entry in pages.values() if entry.listed]
    if isinstance(title, Issue):
        return _departments(title, listed)
    parts = {entry.part for entry in listed}
    found: list[tuple[Entry | None, list[Entry]]] = []
    for entry in listed:
        if entry.slug in parts:
            found.append((entry, []))
        elif found and (found[-1][0].slug if found[-1][0] else "") == entry.part:
            found[-1][1].append(entry)
        else:
            found.append((None, [entry]))
    return [Group(h.title if h else EMPTY, tuple(below), h) for h, below in found]


def _departments(title: Publication, listed: list[Entry]) -> list[Group]:
    """Give each department once, where its first article stands; others as they come."""
    found: dict[str, list[Entry]] = {}
    for place, (department, run) in enumerate(groupby(listed, key=lambda e: e.department)):
        found.setdefault(department or f"\0{place}", []).extend(run)
    return [
        Group(values.inline(name.partition("\0")[0], title.language), tuple(below))
        for name, below in found.items()
    ]


def _listed(section: Section) -> bool:
    role = roles().get(section.role)
    return role is None or role.listed

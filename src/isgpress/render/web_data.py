"""What a web page says of itself to machines: schema.org as JSON-LD, and Open Graph.

See https://schema.org/PublicationIssue, https://schema.org/Book, https://ogp.me/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from isgpress.model.publication import (
    Book,
    Contributor,
    Issue,
    Periodical,
    Press,
    Publication,
    Section,
)
from isgpress.render import xhtml
from isgpress.render.names import AUTHORS, plain_line
from isgpress.render.web_text import WebPicture
from isgpress.standards import licences

# properties of schema.org for MARC relator codes; others count as contributors
PROPERTIES = {
    **dict.fromkeys(AUTHORS, "author"),
    "edt": "editor",
    "com": "editor",
    "trl": "translator",
    "ill": "illustrator",
}
DRAWING = ".svg"  # what no social network shows

Data = dict[str, Any]
CONTEXT: Data = {"@context": "https://schema.org"}


@dataclass(frozen=True)
class Shown:
    """A page as machines see it; ``url`` is absolute or empty, ``title`` plain text."""

    url: str
    title: str
    summary: str
    picture: WebPicture | None = None
    picture_alt: str = ""


@dataclass(frozen=True)
class Describer:
    """Describes the pages of a title; ``base`` is where they stand, empty if unknown."""

    press: Press
    title: Publication
    base: str

    def front_page(self, page: Shown, parts: Iterable[tuple[Section, Shown]]) -> Markup:
        """Give the JSON-LD of the front page: the title with all its parts."""
        whole = CONTEXT | self._whole(page.url) | self._page(page)
        whole["hasPart"] = [self._part(s, p, short=True) for s, p in parts]
        return _script(whole)

    def section(self, section: Section, page: Shown, place: int, words: int) -> Markup:
        """Give the JSON-LD of a section's page; ``place`` counts from 1."""
        data = CONTEXT | self._part(section, page) | self._page(page)
        data |= {"position": place} | _if("wordCount", words)
        data["isPartOf"] = self._whole(self.base)
        return _script(data)

    def open_graph(self, page: Shown, section: Section | None) -> Iterator[tuple[str, str]]:
        """Give the properties of Open Graph, in order; pictures need a known address."""
        kind = "article" if section else "book" if isinstance(self.title, Book) else "website"
        yield "og:type", kind
        yield "og:title", page.title
        yield "og:site_name", plain_line(self.title.title)
        yield "og:locale", self._language(section).replace("-", "_")
        if page.summary:
            yield "og:description", page.summary
        if page.url:
            yield "og:url", page.url
        if section and section.article and section.article.department:
            yield "article:section", plain_line(section.article.department)
        if section:
            yield "article:published_time", str(self.title.date)
        if page.picture and self.base and not page.picture.name.endswith(DRAWING):
            yield from self._graph_of_picture(page.picture, page.picture_alt)

    def _graph_of_picture(self, picture: WebPicture, alt: str) -> Iterator[tuple[str, str]]:
        yield "og:image", self.base + picture.address
        if picture.width and picture.height:
            yield "og:image:width", str(picture.width)
            yield "og:image:height", str(picture.height)
        if alt:
            yield "og:image:alt", alt

    def _language(self, section: Section | None) -> str:
        return (section.language if section else "") or self.title.language

    def _page(self, page: Shown) -> Data:
        data: Data = {}
        if page.summary:
            data["description"] = page.summary
        if page.url:
            data["mainEntityOfPage"] = page.url
        if page.picture and self.base:
            data["image"] = self.base + page.picture.address
        return data

    def _whole(self, url: str) -> Data:
        """Describe the title itself."""
        if isinstance(self.title, Issue):
            data = self._issue(self.title)
        else:
            data = self._book(self.title)
        data |= _address(url)
        data |= {"inLanguage": self.title.language, "datePublished": str(self.title.date)}
        data |= _people(self.title.contributors)
        data["publisher"] = self._publisher()
        data |= _if("license", licence_url(self.title))
        data |= _if("copyrightNotice", self.title.rights or self.press.rights)
        return data

    def _issue(self, issue: Issue) -> Data:
        data: Data = {"@type": "PublicationIssue"}
        data |= _if("issueNumber", issue.number or issue.designation)
        data |= _if("name", plain_line(issue.subtitle) or _named(issue))
        whole = self._periodical(issue.periodical)
        if issue.volume:
            volume = {"@type": "PublicationVolume", "volumeNumber": issue.volume}
            whole = {**volume, "isPartOf": whole}
        return {**data, "isPartOf": whole}

    def _periodical(self, periodical: Periodical) -> Data:
        data: Data = {"@type": "Periodical", "name": plain_line(periodical.title)}
        data |= _if("issn", periodical.issn)
        data |= _if("url", periodical.url)
        return {**data, "publisher": self._publisher()}

    def _book(self, book: Publication) -> Data:
        data: Data = {"@type": "Book", "name": plain_line(book.title)}
        data |= _if("alternativeHeadline", plain_line(book.subtitle))
        if isinstance(book, Book):
            data |= _if("bookEdition", book.edition_statement)
        data |= _if("keywords", ", ".join(book.subjects.keywords))
        web = book.edition("web")
        return data | _if("isbn", web.isbn if web else "")

    def _publisher(self) -> Data:
        name = self.title.publisher or self.press.imprint or self.press.name
        return {"@type": "Organization", "name": name} | _if("url", self.press.url)

    def _part(self, section: Section, page: Shown, *, short: bool = False) -> Data:
        issue = isinstance(self.title, Issue)
        data: Data = {"@type": "Article" if issue else "Chapter"}
        data["headline" if issue else "name"] = page.title
        data |= _address(page.url)
        data |= _people((*section.authors, *section.translators))
        if short:
            return data
        article = section.article
        if article:
            data |= _if("articleSection", plain_line(article.department))
            data |= _if("locationCreated", plain_line(article.dateline))
        data |= {
            "inLanguage": self._language(section),
            "datePublished": str(self.title.date),
            "publisher": self._publisher(),
        }
        return data | _if("license", licence_url(self.title, section))


def licence_url(title: Publication, section: Section | None = None) -> str:
    """Give the address of the licence's text: a section's own, else the title's; or none."""
    if section and section.article and (section.article.licence or section.article.licence_url):
        own = section.article
        return own.licence_url or licences().get(own.licence, ("", ""))[1]
    return title.licence_url or licences().get(title.licence, ("", ""))[1]


def licence_name(title: Publication, section: Section | None = None) -> str:
    """Give the name of the licence: a section's own, else the title's; or none."""
    own = section.article.licence if section and section.article else ""
    licence = own or title.licence
    return licences().get(licence, (licence, ""))[0]


def _named(issue: Issue) -> str:
    return " ".join(filter(None, (plain_line(issue.title), issue.designation)))


def _address(url: str) -> Data:
    return {"@id": url, "url": url} if url else {}


def _people(people: Iterable[Contributor]) -> Data:
    found: dict[str, list[Data]] = {}
    for person in people:
        kind = "Organization" if person.is_body else "Person"
        entry = {"@type": kind, "name": person.name}
        found.setdefault(PROPERTIES.get(person.role, "contributor"), []).append(entry)
    return dict(found)


def _if(key: str, value: object) -> Data:
    return {key: value} if value else {}


def _script(data: Data) -> Markup:
    """Write JSON that no markup can end; see HTML Standard, 4.12.1.3."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return xhtml.safe(text.replace("&", "\\u0026").replace(">", "\\u003e"))

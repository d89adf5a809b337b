"""The Atom feed of a web edition. See RFC 4287."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from isgpress.model.publication import Issue, Press, Publication
from isgpress.model.rendered import RenderedWeb, WebPage

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
FILE, FRONT = "feed.xml", "index.html"
_ADDRESS = re.compile(r'\s(href|src)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class About:
    """What a feed says of a title: who made it, when it changed, on what terms."""

    press: Press
    title: Publication
    name: str  # plain text, as it stands in lists of feeds
    updated: str  # RFC 3339 date-time
    authors: tuple[str, ...] = ()
    rights: str = ""


def feed(rendered: RenderedWeb, about: About) -> bytes:
    """Give the feed: an entry for each page with text of its own, in reading order.

    An issue's entries carry the whole text, a book's only the beginning. Links are
    absolute where the edition's address is known, else relative to the feed (RFC 4287,
    2, allows that), and the link to the feed itself is left out.
    """
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item] # the stubs forget None
    root.set(f"{{{XML}}}lang", about.title.language)
    front = rendered.pages[0]
    _add(root, "id", _identifier(about))
    _add(root, "title", about.name)
    if front.summary:
        _add(root, "subtitle", front.summary)
    _add(root, "updated", about.updated)
    if rendered.base:
        _link(root, "self", rendered.base + FILE, "application/atom+xml")
    _link(root, "alternate", rendered.base or FRONT, "text/html")
    for name in about.authors or (about.press.imprint or about.press.name,):
        _author(root, name)
    if about.rights:
        _add(root, "rights", about.rights)
    for page in _with_text(rendered.pages):
        _entry(root, page, rendered.base, about)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=False)


def _with_text(pages: Iterable[WebPage]) -> Iterable[WebPage]:
    return (page for page in pages if page.slug and page.main)


def _entry(root: Any, page: WebPage, base: str, about: About) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    if page.language != about.title.language:
        entry.set(f"{{{XML}}}lang", page.language)
    stem = page.file.removesuffix(".html")
    _add(entry, "id", _identifier(about, stem))
    _add(entry, "title", page.title)
    _link(entry, "alternate", base + page.file, "text/html")
    _add(entry, "updated", about.updated)
    _add(entry, "published", about.updated)
    for name in page.authors:
        _author(entry, name)
    if page.summary:
        _add(entry, "summary", page.summary)
    if isinstance(about.title, Issue):
        content = _add(entry, "content", _with_addresses(page, base))
        content.set("type", "html")


def _with_addresses(page: WebPage, base: str) -> str:
    """Make a text's links hold outside the page: readers show it anywhere."""

    def change(match: re.Match[str]) -> str:
        target = urljoin(f"{base}{page.file}", unescape(match[2]))
        return f' {match[1]}="{target.replace("&", "&amp;")}"'

    return _ADDRESS.sub(change, page.main)


def _identifier(about: About, part: str = "") -> str:
    """Give an identifier that stays the same wherever the pages stand (RFC 4287, 4.2.6)."""
    name = f"{about.press.url or about.press.name}/{about.title.slug}/web/{part}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _add(parent: Any, name: str, text: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text
    return element


def _author(parent: Any, name: str) -> None:
    _add(_add(parent, "author", ""), "name", name)


def _link(parent: Any, relation: str, address: str, kind: str) -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link")
    link.set("rel", relation)
    link.set("type", kind)
    link.set("href", address)

"""OPDS 1.2: catalogues in Atom. See https://specs.opds.io/opds-1.2."""

from __future__ import annotations

import uuid
from typing import Any

from lxml import etree

from isgpress.findings import counted
from isgpress.release.feeds.entries import Entry, moment
from isgpress.release.feeds.house import House
from isgpress.release.feeds.pages import KINDS, START, Page

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
THR = "http://purl.org/syndication/thread/1.0"
REL = "http://opds-spec.org/"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
SCHEMES = {
    "thema": "https://ns.editeur.org/thema/",
    "bisac": "https://www.bisg.org/complete-bisac-subject-headings-list",
}
ENDING = ".xml"


def write(page: Page, house: House) -> bytes:
    """Give a page of the catalogue."""
    spaces = {None: ATOM, "dc": DC, "opds": OPDS, "thr": THR}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=spaces)  # type: ignore[arg-type] # the stubs forget None
    kind = ACQUISITION if page.is_list else NAVIGATION
    _add(root, "id", identifier(house, page.path))
    _add(root, "title", page.title)
    _add(root, "updated", house.updated(page))
    author = _add(root, "author")
    _add(author, "name", house.name)
    _add(author, "uri", house.url)
    _link(root, "self", house.opds(page.path, ENDING), kind)
    _link(root, "start", house.opds(START, ENDING), NAVIGATION)
    if page.path != START:
        _link(root, "up", house.opds(START, ENDING), NAVIGATION)
    for relation, path in page.neighbours():
        _link(root, relation, house.opds(path, ENDING), kind)
    _facets(root, page, house)
    for group in page.groups:
        leads = NAVIGATION if group.path.startswith("by/") else ACQUISITION
        entry = _add(root, "entry")
        _add(entry, "id", identifier(house, group.path))
        _add(entry, "title", group.label)
        _add(entry, "updated", max(e.moment for e in group.entries))
        _add(entry, "content", counted(len(group.entries), "title"), type="text")
        relation = f"{REL}sort/new" if not group.kind else "subsection"
        _link(entry, relation, house.opds(group.path, ENDING), leads)
    for item in page.entries:
        _entry(root, item, house)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def identifier(house: House, path: str) -> str:
    """Give an identifier of a page that stays the same (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{house.url}/catalogue/{path}')}"


def _facets(root: Any, page: Page, house: House) -> None:
    for group in page.facets:
        link = _link(root, f"{REL}facet", house.opds(group.path, ENDING), ACQUISITION)
        link.set("title", group.label)
        link.set(f"{{{OPDS}}}facetGroup", KINDS[group.kind])
        link.set(f"{{{THR}}}count", str(len(group.entries)))
        if group.path == page.active:
            link.set(f"{{{OPDS}}}activeFacet", "true")


def _entry(root: Any, item: Entry, house: House) -> None:
    title = item.title
    entry = _add(root, "entry")
    _add(entry, "id", item.identifier)
    _add(entry, "title", item.name)
    _add(entry, "updated", item.moment)
    _add(entry, "published", moment(title["date"]))
    for name, _, _ in item.contributors:
        person = _add(entry, "author" if name in item.authors else "contributor")
        _add(person, "name", name)
    for scheme, address in SCHEMES.items():
        for code in title["subjects"][scheme]:
            _add(entry, "category", scheme=address, term=code, label=code)
    for word in title["keywords"]:
        _add(entry, "category", term=word, label=word)
    if title["rights"]:
        _add(entry, "rights", title["rights"])
    if item.summary:
        _add(entry, "summary", item.summary, type="text")
    if title["description"] and title["description"] != item.summary:
        _add(entry, "content", title["description"], type="text")
    _terms(entry, item)
    _links(entry, item, house)


def _terms(entry: Any, item: Entry) -> None:
    title = item.title
    collection, issn, number = item.collection
    values = [
        ("language", title["language"]),
        ("issued", title["date"]),
        ("publisher", title["publisher"]),
        ("identifier", item.identifier),
        ("isPartOf", " ".join(filter(None, (collection, number)))),
        ("isPartOf", f"urn:issn:{issn}" if issn else ""),
    ]
    for name, value in values:
        if value:
            etree.SubElement(entry, f"{{{DC}}}{name}").text = value


def _links(entry: Any, item: Entry, house: House) -> None:
    for role, relation in (("front-cover", "image"), ("thumbnail", "image/thumbnail")):
        if row := item.file(role):
            _link(entry, f"{REL}{relation}", item.address(row), row["media-type"])
    for purpose, row, price in item.acquisitions():
        relation = f"{REL}acquisition/{purpose}"
        if price is None:
            link = _link(entry, relation, item.address(row), row["media-type"])
            link.set("length", str(row["size"]))
            continue
        link = _link(entry, relation, item.title["shop"] or house.url, "text/html")
        cost = etree.SubElement(link, f"{{{OPDS}}}price", currencycode=price["currency"])
        cost.text = price["amount"]
        etree.SubElement(link, f"{{{OPDS}}}indirectAcquisition", type=row["media-type"])
    if place := house.about(item):
        _link(entry, "alternate", *place)
    if title_licence := item.title["licence-url"]:
        _link(entry, "license", title_licence, "text/html")


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        element.text = text
    return element


def _link(parent: Any, relation: str, address: str, kind: str) -> Any:
    return _add(parent, "link", rel=relation, href=address, type=kind)

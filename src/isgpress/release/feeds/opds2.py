"""OPDS 2.0: catalogues in JSON. See https://drafts.opds.io/opds-2.0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from isgpress.release.feeds.entries import AUTHORS, Entry
from isgpress.release.feeds.house import House, compact
from isgpress.release.feeds.pages import KINDS, LENGTH, START, Page

FEED, PUBLICATION = "application/opds+json", "application/opds-publication+json"
REL = "http://opds-spec.org/"
ENDING = ".json"
SCHEMES = {
    "thema": "https://ns.editeur.org/thema/",
    "bisac": "https://www.bisg.org/complete-bisac-subject-headings-list",
}
# roles of the Readium Web Publication Manifest by MARC relator
ROLES = {
    **dict.fromkeys(AUTHORS, "author"),
    "edt": "editor",
    "com": "editor",
    "trl": "translator",
    "ill": "illustrator",
    "art": "artist",
}


def write(page: Page, house: House) -> bytes:
    """Give a page of the catalogue."""
    links = [_link("self", house.opds(page.path, ENDING))]
    links.append(_link("start", house.opds(START, ENDING)))
    links += [_link(rel, house.opds(path, ENDING)) for rel, path in page.neighbours()]
    value: dict[str, Any] = {
        "metadata": _metadata(page, house),
        "links": links,
    }
    if page.groups:
        value["navigation"] = [
            {
                "href": house.opds(group.path, ENDING),
                "title": group.label,
                "type": FEED,
                "rel": "subsection" if group.kind else f"{REL}sort/new",
                "properties": {"numberOfItems": len(group.entries)},
            }
            for group in page.groups
        ]
    else:
        value["publications"] = [_publication(entry, house) for entry in page.entries]
        if facets := list(_facets(page, house)):
            value["facets"] = facets
    return compact(value)


def write_title(entry: Entry, house: House) -> bytes:
    """Give the page of one title."""
    return compact(_publication(entry, house))


def title_path(entry: Entry) -> str:
    """Give the path of the page of one title."""
    return f"title/{entry.title['slug']}"


def _metadata(page: Page, house: House) -> dict[str, Any]:
    value: dict[str, Any] = {"title": page.title, "modified": house.updated(page)}
    if page.is_list:
        value |= {
            "numberOfItems": page.total,
            "itemsPerPage": LENGTH,
            "currentPage": page.number,
        }
    return value


def _facets(page: Page, house: House) -> Iterable[dict[str, Any]]:
    for kind, label in KINDS.items():
        links = [
            {
                "href": house.opds(group.path, ENDING),
                "type": FEED,
                "title": group.label,
                **({"rel": "self"} if group.path == page.active else {}),
                "properties": {"numberOfItems": len(group.entries)},
            }
            for group in page.facets
            if group.kind == kind
        ]
        if len(links) > 1:
            yield {"metadata": {"title": label}, "links": links}


def _publication(entry: Entry, house: House) -> dict[str, Any]:
    title = entry.title
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/PublicationIssue"
        if entry.is_issue
        else "http://schema.org/Book",
        "identifier": entry.identifier,
        "title": entry.name,
        "language": title["language"],
        "published": title["date"] if len(title["date"]) == len("2026-11-23") else entry.moment,
        "modified": entry.moment,
        "publisher": title["publisher"],
    }
    if title["subtitle"]:
        metadata["subtitle"] = title["subtitle"]
    if title["description"]:
        metadata["description"] = title["description"]
    metadata |= _people(entry)
    subjects = [
        {"name": code, "code": code, "scheme": address}
        for scheme, address in SCHEMES.items()
        for code in title["subjects"][scheme]
    ]
    if found := [*subjects, *({"name": word} for word in title["keywords"])]:
        metadata["subject"] = found
    if collection := _collection(entry):
        metadata["belongsTo"] = collection
    return {"metadata": metadata, "links": _links(entry, house), "images": _images(entry)}


def _people(entry: Entry) -> dict[str, Any]:
    found: dict[str, list[dict[str, str]]] = {}
    for name, role, sort_name in entry.contributors:
        person = {"name": name, **({"sortAs": sort_name} if sort_name else {})}
        found.setdefault(ROLES.get(role, "contributor"), []).append(person)
    return dict(found)


def _collection(entry: Entry) -> dict[str, Any]:
    name, issn, number = entry.collection
    if not name:
        return {}
    value: dict[str, Any] = {"name": name}
    if issn:
        value["identifier"] = f"urn:issn:{issn}"
    if number.isdigit():
        value["position"] = int(number)
    return {"series": value}


def _links(entry: Entry, house: House) -> list[dict[str, Any]]:
    own = {"rel": "self", "href": house.opds(title_path(entry), ENDING), "type": PUBLICATION}
    found: list[dict[str, Any]] = [own]
    for purpose, row, price in entry.acquisitions():
        link: dict[str, Any] = {"rel": f"{REL}acquisition/{purpose}"}
        if price is None:
            link |= {"href": entry.address(row), "type": row["media-type"], "size": row["size"]}
        else:
            cost = {"currency": price["currency"], "value": float(price["amount"])}
            link |= {"href": entry.title["shop"] or house.url, "type": "text/html"}
            indirect = [{"type": row["media-type"]}]
            link["properties"] = {"price": cost, "indirectAcquisition": indirect}
        found.append(link)
    if place := house.about(entry):
        found.append({"rel": "alternate", "href": place[0], "type": place[1]})
    return found


def _images(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "href": entry.address(row),
            "type": row["media-type"],
            "width": row["width"],
            "height": row["height"],
        }
        for role in ("front-cover", "thumbnail")
        if (row := entry.file(role))
    ]


def _link(relation: str, address: str) -> dict[str, Any]:
    return {"rel": relation, "href": address, "type": FEED}

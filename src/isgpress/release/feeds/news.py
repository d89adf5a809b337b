"""News of releases for feed readers: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from isgpress.release.feeds.entries import Entry, Row
from isgpress.release.feeds.house import House, compact
from isgpress.release.feeds.opds1 import ATOM, identifier

MOST = 50  # releases in a feed
ATOM_FILE, JSON_FILE = "feed.atom", "feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def atom(house: House) -> bytes:
    """Give the newest releases as an Atom feed, the files as enclosures."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item] # the stubs forget None
    root.set("{http://www.w3.org/XML/1998/namespace}lang", house.language)
    _add(root, "id", identifier(house, ATOM_FILE))
    _add(root, "title", house.name)
    _add(root, "updated", house.updated())
    _add(_add(root, "author"), "name", house.name)
    _link(root, "self", house.address(ATOM_FILE), "application/atom+xml")
    _link(root, "alternate", house.url, "text/html")
    for item in house.entries[:MOST]:
        entry = _add(root, "entry")
        _add(entry, "id", release_id(item))
        _add(entry, "title", headline(item))
        _add(entry, "updated", item.moment)
        _add(entry, "published", item.moment)
        for name in item.authors:
            _add(_add(entry, "author"), "name", name)
        if text := "\n".join(paragraphs(item)):
            _add(entry, "summary", text).set("type", "text")
        if place := house.about(item):
            _link(entry, "alternate", *place)
        for row in free_files(item):
            link = _link(entry, "enclosure", item.address(row), row["media-type"])
            link.set("length", str(row["size"]))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def json_feed(house: House) -> bytes:
    """Give the newest releases as a JSON Feed, the files as attachments."""
    return compact(
        {
            "version": VERSION,
            "title": house.name,
            "home_page_url": house.url,
            "feed_url": house.address(JSON_FILE),
            "language": house.language,
            "authors": [{"name": house.name, "url": house.url}],
            "items": [_item(entry, house) for entry in house.entries[:MOST]],
        }
    )


def _item(entry: Entry, house: House) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": release_id(entry),
        "title": headline(entry),
        "content_text": "\n".join(paragraphs(entry)) or headline(entry),
        "date_published": entry.moment,
        "language": entry.title["language"],
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.title["keywords"]),
    }
    if place := house.about(entry):
        value["url"] = place[0]
    if row := entry.file("front-cover"):
        value["image"] = entry.address(row)
    files = [
        {
            "url": entry.address(row),
            "mime_type": row["media-type"],
            "size_in_bytes": row["size"],
        }
        for row in free_files(entry)
    ]
    return value | ({"attachments": files} if files else {})


def release_id(entry: Entry) -> str:
    """Give the identifier of a release, of one printing: news tell of each."""
    return f"{entry.identifier}#{entry.told['version']}"


def headline(entry: Entry) -> str:
    """Give the title, of a later printing with its number."""
    printing = entry.told.get("printing", 1)
    return entry.name if printing == 1 else f"{entry.name}, printing {printing}"


def paragraphs(entry: Entry) -> Iterator[str]:
    """Give what the title is about, and what its printing has changed."""
    if entry.summary:
        yield entry.summary
    for printing in entry.told.get("printings", ()):
        if printing["number"] == entry.told.get("printing", 1):
            yield from printing["changes"]


def free_files(entry: Entry) -> Sequence[Row]:
    """Give the files that anybody may have: free editions, and extracts of the others."""
    found = [(purpose, row) for purpose, row, price in entry.acquisitions() if price is None]
    whole = [row for purpose, row in found if purpose == "open-access"]
    return whole or [row for _, row in found]


def _add(parent: Any, name: str, text: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        element.text = text
    return element


def _link(parent: Any, relation: str, address: str, kind: str) -> Any:
    link = _add(parent, "link")
    link.set("rel", relation)
    link.set("type", kind)
    link.set("href", address)
    return link

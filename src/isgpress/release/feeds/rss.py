"""The same news in RSS 2.0, for readers of feeds that know nothing else.

See https://www.rssboard.org/rss-specification.
"""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import Any

from lxml import etree

from isgpress.release.feeds.entries import Entry
from isgpress.release.feeds.house import House
from isgpress.release.feeds.news import MOST, free_files, headline, paragraphs, release_id
from isgpress.release.feeds.opds1 import ATOM

RSS_FILE = "feed.rss"


def rss(house: House) -> bytes:
    """Give the newest releases; of each the first file that anybody may have."""
    root = etree.Element("rss", version="2.0", nsmap={"atom": ATOM})
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", house.name)
    _add(channel, "link", house.url)
    _add(channel, "description", house.name)
    _add(channel, "language", house.language)
    _add(channel, "lastBuildDate", _date(house.updated()))
    own = {"href": house.address(RSS_FILE), "rel": "self", "type": "application/rss+xml"}
    etree.SubElement(channel, f"{{{ATOM}}}link", own)
    for entry in house.entries[:MOST]:
        _item(channel, entry, house)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _item(channel: Any, entry: Entry, house: House) -> None:
    item = etree.SubElement(channel, "item")
    _add(item, "title", headline(entry))
    place = house.about(entry)
    _add(item, "link", place[0] if place else house.url)
    _add(item, "description", "\n".join(paragraphs(entry)) or headline(entry))
    for word in entry.title["keywords"]:
        _add(item, "category", word)
    for file in free_files(entry)[:1]:
        values = {"url": entry.address(file), "length": str(file["size"])}
        etree.SubElement(item, "enclosure", values, type=file["media-type"])
    etree.SubElement(item, "guid", isPermaLink="false").text = release_id(entry)
    _add(item, "pubDate", _date(entry.moment))


def _date(moment: str) -> str:
    """Give a date-time as e-mail has it (RFC 2822), which RSS wants."""
    return format_datetime(dt.datetime.fromisoformat(moment))


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text

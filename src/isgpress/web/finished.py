"""Reads finished pages back: the text of each section, without what isgpress adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree, html


def section_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the XHTML of the text and the notes on each page that has any, by its file."""
    found = {}
    for name, data in files.items():
        if name.endswith(".html") and b'class="text"' in data:
            page: Any = html.document_fromstring(data.decode())
            parts = page.xpath("//div[@class='text'][1] | //ul[@class='notes']/li")
            for label in page.xpath("//ul[@class='notes']//a[@class='note-label']"):
                label.drop_tree()
            found[name] = "".join(
                etree.tostring(part, encoding="unicode", with_tail=False) for part in parts
            )
    return found

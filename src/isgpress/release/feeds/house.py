"""The press as a catalogue names it, and where its pages stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from isgpress.release.feeds.entries import Entry
from isgpress.release.feeds.pages import Page

FOLDER = "catalogue"


def title_page(entry: Entry) -> str:
    """Give the path of a title's page in the site."""
    return f"title/{entry.title['slug']}.html"


@dataclass(frozen=True, slots=True)
class House:
    """Name, address without a final slash, and language of the press; its releases.

    With a ``site`` every title has a page there, else its README is the next best thing.
    """

    name: str
    url: str
    language: str
    entries: tuple[Entry, ...]
    site: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What every page says of the press."""
        return self.name, self.url, self.language, str(self.site)

    def about(self, entry: Entry) -> tuple[str, str] | None:
        """Give where people read of a release, and the media type; None for nowhere."""
        if self.site:
            return f"{self.url}/{title_page(entry)}", "text/html"
        row = entry.file("readme")
        return (entry.address(row), str(row["media-type"])) if row else None

    def address(self, path: str) -> str:
        """Give the address of a file of the catalogue."""
        return f"{self.url}/{FOLDER}/{path}"

    def opds(self, path: str, ending: str) -> str:
        """Give the address of a page of the catalogue."""
        return self.address(f"opds/{path}{ending}")

    def updated(self, page: Page | None = None) -> str:
        """Give when a page changed last: with the newest release on it, or of all."""
        shown = [*page.entries, *(e for g in page.groups for e in g.entries)] if page else []
        return max(entry.moment for entry in (shown or self.entries))


def compact(value: dict[str, Any]) -> bytes:
    """Give a value as JSON without spaces: reading apps fetch it over slow lines."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

"""All files of a catalogue, and what must be said before there can be one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from isgpress.findings import Finding, PressError, Span
from isgpress.release.feeds import opds1, opds2
from isgpress.release.feeds.entries import entries, newest
from isgpress.release.feeds.house import House
from isgpress.release.feeds.news import ATOM_FILE, JSON_FILE, atom, json_feed
from isgpress.release.feeds.pages import Page, pages
from isgpress.release.feeds.rss import RSS_FILE, rss
from isgpress.release.memo import Memo

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.world import World

NOTHING = Memo()


def house_of(world: World, press: Press) -> House:
    """Give the press with all its releases.

    Raises PressError: ``no-web-address`` where press.yaml has no ``url``, and
    ``nothing-released``.
    """
    if not press.url:
        message = "absolute addresses are needed, and press.yaml has no `url`"
        advice = "add `url:` with the address below which `releases` and `catalogue` stand"
        raise PressError(Finding("no-web-address", message, press.span, advice))
    found = entries(world, press.url)
    if not found:
        message = "nothing is released yet, so there is nothing to list"
        advice = "`isgpress release TITLE` makes a release"
        raise PressError(Finding("nothing-released", message, Span("releases"), advice))
    return House(press.imprint or press.name, press.url.rstrip("/"), press.language, found)


def catalogue(
    house: House, memo: Memo = NOTHING, shown: Sequence[Page] = ()
) -> dict[str, bytes]:
    """Give the files of the catalogue by their path in its folder.

    ``shown`` are its pages, where they are known.
    """
    files = {ATOM_FILE: atom(house), JSON_FILE: json_feed(house), RSS_FILE: rss(house)}
    listed = newest(house.entries)
    for entry in listed:
        name = f"opds/{opds2.title_path(entry)}{opds2.ENDING}"
        key = ("opds-title", *house.key, entry.digest)
        files[name] = memo.file(key, partial(opds2.write_title, entry, house))
    for page in shown or pages(house.name, listed):
        files |= memo.files(("opds", *house.key, page.key), partial(_both, page, house))
    return files


def _both(page: Page, house: House) -> dict[str, bytes]:
    """Give a page by both versions of OPDS."""
    return {
        f"opds/{page.path}{opds1.ENDING}": opds1.write(page, house),
        f"opds/{page.path}{opds2.ENDING}": opds2.write(page, house),
    }

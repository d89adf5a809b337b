"""All files of a catalogue, and what must be said before there can be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.findings import Finding, PressError, Span
from isgpress.release.feeds import opds1, opds2
from isgpress.release.feeds.entries import entries, newest
from isgpress.release.feeds.house import House
from isgpress.release.feeds.news import ATOM_FILE, JSON_FILE, atom, json_feed
from isgpress.release.feeds.pages import pages

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.world import World


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


def catalogue(world: World, press: Press) -> dict[str, bytes]:
    """Give the files of the catalogue by their path in its folder. Raises as ``house_of``."""
    house = house_of(world, press)
    files = {ATOM_FILE: atom(house), JSON_FILE: json_feed(house)}
    listed = newest(house.entries)
    for entry in listed:
        files[f"opds/{opds2.title_path(entry)}{opds2.ENDING}"] = opds2.write_title(entry, house)
    for page in pages(house.name, listed):
        files[f"opds/{page.path}{opds1.ENDING}"] = opds1.write(page, house)
        files[f"opds/{page.path}{opds2.ENDING}"] = opds2.write(page, house)
    return files

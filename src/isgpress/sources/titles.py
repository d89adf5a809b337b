"""A title, whatever it is."""

from __future__ import annotations

from isgpress.findings import Finding
from isgpress.model.publication import Press, Publication
from isgpress.sources.book import load_book
from isgpress.world import World


def load_title(
    world: World, press: Press, slug: str
) -> tuple[Publication | None, tuple[Finding, ...]]:
    """Read the book or the issue of that slug, as ``load_book`` and ``load_issue`` do."""
    if slug not in press.issues:
        return load_book(world, press, slug)
    from isgpress.sources.issue import load_issue  # noqa: PLC0415 - a book needs none of it

    return load_issue(world, press, slug)

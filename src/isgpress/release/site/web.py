"""The web editions that stand in the site: built ones whose address is below the press's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress.findings import Finding, Severity, Span
from isgpress.store import store_of

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.world import World

FRONT = "index.html"


@dataclass(frozen=True)
class WebEdition:
    """The pages of a title: where they stand, absolute, and in the site.

    ``path`` is empty and there are no ``files`` where they stand elsewhere.
    """

    address: str
    path: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)


def web_editions(
    world: World, press: Press
) -> tuple[dict[str, WebEdition], tuple[Finding, ...]]:
    """Give the web editions that were built, by slug, and which of them are out of date."""
    found: dict[str, WebEdition] = {}
    old = []
    store = store_of(world.root)
    for slug in press.titles:
        folder = world.root / "dist" / slug / "web"
        if not (folder / FRONT).is_file():
            continue
        from isgpress.build import ledger  # noqa: PLC0415 - slow to import
        from isgpress.render.web_job import web_address  # noqa: PLC0415
        from isgpress.sources import load_title  # noqa: PLC0415

        title, _ = load_title(world, press, slug)
        address = web_address(title, press) if title else ""
        if title is None or title.edition("web") is None or not address:
            continue
        if ledger.is_current(store, world, slug, "web") is False:
            old.append(_older(slug))
        below = f"{press.url.rstrip('/')}/"
        if address.startswith(below):
            path = address.removeprefix(below)
            found[slug] = WebEdition(address, path, dict(_files(folder, path)))
        else:
            found[slug] = WebEdition(address)
    return found, tuple(old)


def _files(folder: Path, path: str) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield path + file.relative_to(folder).as_posix(), file


def _older(slug: str) -> Finding:
    return Finding(
        "older-than-sources",
        f"the sources of `{slug}` have changed since its web pages were built",
        Span(f"dist/{slug}/web"),
        f"`isgpress build {slug} --edition web` makes them anew",
        Severity.WARNING,
    )

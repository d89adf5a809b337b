"""The proofs of a title: files to read and to correct, from its finished pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress.build import pagemaps
from isgpress.check.origins import Origins
from isgpress.proofing.proofs import About, contact_sheet, proof, spreads
from isgpress.render.names import whole_title
from isgpress.store import store_of
from isgpress.world import write_atomic

if TYPE_CHECKING:
    from isgpress.findings import Span
    from isgpress.model.publication import Publication
    from isgpress.proofing.page import Pages
    from isgpress.world import World

KINDS: dict[str, Callable[[Pages, About], bytes]] = {
    "proof": proof,
    "spreads": spreads,
    "contact-sheet": contact_sheet,
}


def origins_of(world: World, title: Publication, pages: Pages) -> dict[int, Span]:
    """Give by page number where in the sources it begins.

    That follows from the page map of the build that made the pages; where that is not
    known any more, from the words, which leaves out pages made from metadata.
    """
    origins = Origins(world, title)
    known = pagemaps.find(store_of(world.root), pages.data)
    if known is None:
        found = ((p.number, origins.of_words(p.text)) for p in pages.pages if p.lines)
    else:
        first = known.pages[0].folio
        # on the screen, a cover stands before it
        ahead = next((n for n, p in enumerate(pages.pages) if p.folio == first), 0)
        found = (
            (start.index + ahead + 1, origins.of_place(start.section, start.offset))
            for start in known.pages
            if start.offset is not None
        )
    return {number: span for number, span in found if span}


def make_proofs(
    pages: Pages, about: About, folder: Path, kinds: Sequence[str]
) -> tuple[Path, ...]:
    """Write ``<folder>/<slug>-<kind>.pdf`` for each of ``KINDS`` that is asked for.

    All are made before the first is written. Raises PressError.
    """
    made = {folder / f"{about.slug}-{kind}.pdf": KINDS[kind](pages, about) for kind in kinds}
    for path, data in made.items():
        write_atomic(path, data)
    return tuple(made)


def about_title(title: Publication, file: str, origins: dict[int, Span]) -> About:
    """Give what the proofs of a title say of themselves."""
    places = {
        number: f"{span.path}, about line {span.line}" if span.line else span.path
        for number, span in origins.items()
    }
    return About(whole_title(title), title.slug, file, places)

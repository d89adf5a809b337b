"""Which page follows which: start folios, blank pages, the page map. Pure arithmetic.

Folios are odd on recto pages. Roman and arabic folios count apart, each from 1; blank
pages before a section are counted, and before a change of numbering one is put where it
keeps odd folios on recto pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.model.rendered import PageMap, PageStart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isgpress.model.publication import Trim
    from isgpress.typeset.facts import Facts

RECTO, VERSO, ANY = "recto", "verso", "any"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A section as the pagination sees it: ``folios`` is the style in which it counts."""

    slug: str
    folios: str
    starts_on: str = RECTO


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the whole file: ``page`` counts in its section from 0, None on a blank.

    A blank page before a change of numbering still counts in the old one (``style``).
    """

    section: int
    page: int | None
    folio: int
    style: str


def first_folios(
    places: Sequence[Place], counts: Sequence[int | None]
) -> tuple[int | None, ...]:
    """Give each section's first folio; None after a section whose page count is unknown."""
    after: dict[str, int | None] = {}
    starts: list[int | None] = []
    for place, count in zip(places, counts, strict=True):
        free = after.get(place.folios, 1)
        start = None if free is None else free + _blanks(place, free)
        starts.append(start)
        after[place.folios] = None if start is None or count is None else start + count
    return tuple(starts)


def side_of(folio: int) -> str:
    """Give the side on which a page with that folio lies."""
    return RECTO if folio % 2 else VERSO


def leaves(places: Sequence[Place], counts: Sequence[int]) -> tuple[Leaf, ...]:
    """Give all pages of the file in order, blank ones with them."""
    found: list[Leaf] = []
    free: dict[str, int] = {}
    last = ""
    for number, (place, count) in enumerate(zip(places, counts, strict=True)):
        folio = free.get(place.folios, 1)
        if last and last != place.folios and side_of(folio) != _next_side(found):
            found.append(Leaf(number, None, free[last], last))
            free[last] += 1
        for _ in range(_blanks(place, folio)):
            found.append(Leaf(number, None, folio, place.folios))
            folio += 1
        found.extend(Leaf(number, p, folio + p, place.folios) for p in range(count))
        free[place.folios] = folio + count
        last = place.folios
    return tuple(found)


def folio_text(folio: int, style: str) -> str:
    """Give a folio as it is printed: ``decimal`` or ``lower-roman``."""
    if style != "lower-roman":
        return str(folio)
    text = ""
    for value, letters in ROMAN:
        text += letters * (folio // value)
        folio %= value
    return text


def folios_of(
    places: Sequence[Place], starts: Sequence[int | None], facts: Mapping[int, Facts]
) -> dict[str, str]:
    """Give the printed folio of each id in the sections whose start is known."""
    found: dict[str, str] = {}
    for number, known in facts.items():
        start, style = starts[number], places[number].folios
        if start is not None:
            for name, page in known.anchors:
                found.setdefault(name, folio_text(start + page, style))
    return found


def page_map(places: Sequence[Place], facts: Sequence[Facts], trim: Trim) -> PageMap:
    """Give the page map of sections in reading order, all of them laid out."""
    counts = [f.pages for f in facts]
    pages = []
    for index, leaf in enumerate(leaves(places, counts)):
        slug, folio = places[leaf.section].slug, folio_text(leaf.folio, leaf.style)
        blank = leaf.page is None
        offset = None if leaf.page is None else facts[leaf.section].texts[leaf.page].offset
        pages.append(PageStart(index, folio, slug, offset, blank))
    starts = first_folios(places, counts)
    folios = folios_of(places, starts, dict(enumerate(facts)))
    return PageMap(trim, tuple(pages), tuple(sorted(folios.items())))


def page_map_json(pages: PageMap) -> str:
    """Give a page map as JSON: ``trim`` in mm, ``pages`` and ``folios`` as in PageMap."""
    raw = {
        "trim": {
            "name": pages.trim.name,
            "width": pages.trim.width,
            "height": pages.trim.height,
        },
        "pages": [
            {
                "index": p.index,
                "folio": p.folio,
                "section": p.section,
                "offset": p.offset,
                "blank": p.blank,
            }
            for p in pages.pages
        ],
        "folios": dict(pages.folios),
    }
    return json.dumps(raw, ensure_ascii=False, indent=1) + "\n"


def _blanks(place: Place, folio: int) -> int:
    return int(place.starts_on != ANY and side_of(folio) != place.starts_on)


def _next_side(found: Sequence[Leaf]) -> str:
    return RECTO if len(found) % 2 == 0 else VERSO

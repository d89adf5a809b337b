"""A flatplan as it is shown: page by page what stands there, on which leaf, what is free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from isgpress.flatplan.leaves import Leaf, leaf, spreads
from isgpress.flatplan.names import label
from isgpress.flatplan.room import cells, free, slots
from isgpress.model.composition import Area, Flatplan, Grid, Layout, Rect
from isgpress.model.publication import Issue


@dataclass(frozen=True, slots=True)
class Block:
    """A piece on a page. ``part`` counts from 1; ``label`` is what an editor calls it.

    ``to_page`` and ``from_page`` are those of its jump lines, 0 where it has none.
    """

    slug: str
    label: str
    role: str
    department: str
    area: Area
    part: int
    parts: int
    to_page: int = 0
    from_page: int = 0

    @property
    def is_advert(self) -> bool:
        """Tell whether it is an advert."""
        return self.role == "advert"


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the flatplan.

    ``free_lines`` is the room that no piece has, in lines across the page.
    ``text_lines`` is known after a build: lines of a column that its text leaves empty,
    less than 0 where so many have no room.
    """

    number: int
    leaf: Leaf
    colour: bool
    template: str
    blocks: tuple[Block, ...]
    free: tuple[Area, ...] = ()
    free_lines: int = 0
    text_lines: int | None = None

    @property
    def side(self) -> str:
        """Which side of its leaf it is."""
        return "recto" if self.leaf.recto else "verso"


@dataclass(frozen=True, slots=True)
class View:
    """A flatplan with its pages as they are shown, and the labels of pieces without place."""

    issue: Issue
    grid: Grid
    signature: int
    pages: tuple[PageView, ...]
    unplaced: tuple[str, ...]

    @property
    def spreads(self) -> tuple[tuple[PageView, ...], ...]:
        """The pages as the reader sees them together."""
        return tuple(
            tuple(self.pages[n - 1] for n in numbers) for numbers in spreads(len(self.pages))
        )


def view(
    issue: Issue,
    plan: Flatplan,
    layout: Layout,
    lines: Mapping[int, int] | None = None,
    *,
    nested: bool = True,
) -> View:
    """Give the view of a plan; ``layout`` is the theme's.

    ``lines`` gives for pages the lines that text leaves empty, as measured in a build.
    ``nested`` signatures lie in one another; see ``leaves.leaf``.
    """
    layout = layout.on(plan.grid.trim)
    blocks = _blocks(issue, plan)
    units = plan.grid.units
    pages = []
    for page in plan.pages:
        rooms = tuple(free(page, slots(layout.template(page.template), plan.grid)))
        pages.append(
            PageView(
                page.number,
                leaf(page.number, len(plan.pages), plan.signature, nested=nested),
                page.colour,
                page.template,
                tuple(blocks[p.slug, p.part] for p in page.placements),
                rooms,
                sum(cells(room) for room in rooms) // units,
                (lines or {}).get(page.number),
            )
        )
    unplaced = tuple(
        label(s) for s in issue.sections if s.article and plan.page_of(s.slug) is None
    )
    return View(issue, plan.grid, plan.signature, tuple(pages), unplaced)


def _blocks(issue: Issue, plan: Flatplan) -> dict[tuple[str, int], Block]:
    found = {}
    for section in issue.sections:
        parts = sorted(
            (p for page in plan.pages for p in page.placements if p.slug == section.slug),
            key=lambda p: p.part,
        )
        leaving = {a.part: b.area.page for a, b in pairwise(parts) if b.jumps}
        coming = {b.part: a.area.page for a, b in pairwise(parts) if b.jumps}
        department = section.article.department if section.article else ""
        for placed in parts:
            found[section.slug, placed.part] = Block(
                section.slug,
                label(section),
                section.role,
                department,
                placed.area,
                placed.part + 1,
                placed.parts,
                leaving.get(placed.part, 0),
                coming.get(placed.part, 0),
            )
    return found


def as_json(shown: View) -> dict[str, Any]:
    """Give a flatplan as values for JSON; docs/flatplan.md says what they mean."""
    issue, grid = shown.issue, shown.grid
    return {
        "issue": issue.slug,
        "title": issue.title,
        "designation": issue.designation,
        "budget": issue.pages,
        "signature": shown.signature,
        "trim": {"width": grid.trim.width, "height": grid.trim.height},
        "grid": {"units": grid.units, "lines": grid.lines},
        "spreads": [list(numbers) for numbers in spreads(len(shown.pages))],
        "pages": [_page(page) for page in shown.pages],
        "unplaced": list(shown.unplaced),
    }


def _page(page: PageView) -> dict[str, Any]:
    return {
        "page": page.number,
        "side": page.side,
        "signature": page.leaf.signature,
        "leaf": page.leaf.leaf,
        "colour": page.colour,
        "template": page.template,
        "free_lines": page.free_lines,
        "text_free_lines": page.text_lines,
        "pieces": [
            {
                "slug": block.slug,
                "title": block.label,
                "role": block.role,
                "department": block.department,
                "part": block.part,
                "parts": block.parts,
                "from_page": block.from_page or None,
                "to_page": block.to_page or None,
                "area": _rect(block.area.rect),
                "holes": [_rect(hole) for hole in block.area.holes],
            }
            for block in page.blocks
        ],
    }


def _rect(rect: Rect) -> dict[str, int]:
    return {"unit": rect.unit, "line": rect.line, "units": rect.units, "lines": rect.lines}

"""The canvas of a composed page: running foot, folio, column rules. Pieces lie on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isgpress.model.composition import Flatplan, Frame, Grid, PlannedPage
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Matter, Press, Section
from isgpress.model.rendered import RenderedSection
from isgpress.render import xhtml
from isgpress.render.environment import fill
from isgpress.render.shop import Shop
from isgpress.render.theme import Theme
from isgpress.world import World

CLOSE = 0.05  # mm
FEWEST_LINES = 3  # of a column rule


@dataclass(frozen=True)
class Rule:
    """A rule between two columns: its place from the trim's upper left corner, in mm."""

    left: float
    top: float
    height: float


def render_canvas(  # noqa: PLR0913, PLR0917 - the values that a page is made of
    world: World,
    manuscript: Manuscript,
    press: Press,
    theme: Theme,
    page: PlannedPage,
    frames: Sequence[Frame],
) -> RenderedSection:
    """Give what lies under the pieces of a page, as one page of the trim size.

    ``frames`` are those of the page, for the rules between columns. A page that a cover or
    an advert fills to its edges is bare. Raises PressError with findings of
    the templates; TypeError for a book or a theme whose text flows.
    """
    if theme.layout is None:
        raise TypeError(theme.name)
    trim = manuscript.publication.trim
    grid = theme.layout.on(trim).grid if trim else theme.layout.grid
    shop = Shop(world, manuscript, press, theme, Flatplan(grid, (page,)))
    sections = _sections(shop, page)
    here = [f for f in frames if f.page == page.number]
    found = {
        **shop.values,
        **shop.inks(colour=page.colour),
        "page": page,
        "verso": page.number % 2 == 0,
        "bare": _bare(here, grid),
        "sections": sections,
        "department": next(
            (s.article.department for s in sections if s.article and s.article.department), ""
        ),
        "rules": list(_rules(here, grid)),
        "plain_title": shop.words.numbered("page", page.number),
        "language": shop.issue.language,
        "direction": "ltr",
        "text_size": shop.theme.option["text-size"],
    }
    slug = f"canvas-{page.number}"
    return RenderedSection(
        slug=slug,
        section=Section("canvas", Matter.BODY, slug),
        html=xhtml.in_print(fill(theme, "frames", "canvas.html", found)),
        resources=theme.resources("frames"),
        starts_on="recto" if page.number % 2 else "verso",
    )


def _sections(shop: Shop, page: PlannedPage) -> list[Section]:
    """Give what stands on a page, in the order of its places."""
    known = {s.slug: s for s in shop.issue.sections}
    return [known[p.slug] for p in page.placements if p.slug in known]


def _bare(frames: Sequence[Frame], grid: Grid) -> bool:
    """Tell whether something fills the page to its edges."""
    return any(f.width >= grid.trim.width - CLOSE for f in frames)


def _rules(frames: Sequence[Frame], grid: Grid) -> Iterator[Rule]:
    """Give a rule in each gutter that has text on both sides, as deep as the shorter."""
    texts = [f for f in frames if f.kind == "text" and f.free < f.lines]
    for left in texts:
        for right in texts:
            gutter = right.left - left.left - left.width
            if abs(gutter - grid.gutter) > CLOSE:
                continue
            top = max(left.top, right.top)
            height = min(_foot(left, grid), _foot(right, grid)) - top
            if height >= FEWEST_LINES * grid.line:
                yield Rule(left.left + left.width + gutter / 2, top, height)


def _foot(frame: Frame, grid: Grid) -> float:
    """Give where the text of a frame ends, in mm from the head of the trim."""
    return frame.top + (frame.lines - frame.free) * grid.line

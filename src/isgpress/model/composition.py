"""Composed pages: the grid, the room that pieces of an issue get on it, and what fills it.

A composed page is not one flow of text: a piece (an article, an advert, a contents list)
has areas on one page or several, and its text runs through frames within them. The unit
across is a unit of the grid, the unit down a line of text, so that the lines of all
columns and of facing pages stand level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from isgpress.model.publication import Section, Trim
from isgpress.model.rendered import Resource

MM_PER_POINT = 25.4 / 72
ROUNDING = 1e-6  # of a line


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of all pages of an issue: lengths in mm, ``leading`` in points.

    The type area is ``units`` wide, with a ``gutter`` between two of them, and ``lines``
    deep. ``inner`` is the margin at the fold.
    """

    trim: Trim
    head: float
    inner: float
    outer: float
    units: int
    gutter: float
    leading: float
    lines: int

    @property
    def line(self) -> float:
        """The depth of a line, in mm."""
        return self.leading * MM_PER_POINT

    @property
    def unit(self) -> float:
        """The width of a unit, in mm."""
        room = self.trim.width - self.inner - self.outer - self.gutter * (self.units - 1)
        return room / self.units

    def left(self, page: int, unit: float) -> float:
        """Give the left edge of a unit (from 0) on a page (from 1), in mm from the trim's."""
        margin = self.inner if page % 2 else self.outer
        return margin + unit * (self.unit + self.gutter)

    def width(self, units: float) -> float:
        """Give the width of that many units with the gutters between them, in mm."""
        return units * self.unit + max(units - 1, 0) * self.gutter

    def top(self, line: float) -> float:
        """Give the top of a line (from 0), in mm from the head of the trim."""
        return self.head + line * self.line


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the grid: its first unit and line, from 0, and how many of each."""

    unit: int
    line: int
    units: int
    lines: int

    @property
    def foot(self) -> int:
        """The line below the last."""
        return self.line + self.lines


@dataclass(frozen=True, slots=True)
class Area:
    """Room on a page (from 1): a rectangle without its ``holes``.

    Holes lie at the rectangle's foot or fill whole units of it: an advert, a box.
    """

    page: int
    rect: Rect
    holes: tuple[Rect, ...] = ()

    @property
    def solid(self) -> Area:
        """The area without holes, for a box: what they leave of its rectangle."""
        rect = self.rect
        for hole in self.holes:
            if hole.lines >= rect.lines and hole.unit > rect.unit:
                rect = replace(rect, units=hole.unit - rect.unit)
            elif hole.lines >= rect.lines:
                units = rect.unit + rect.units - hole.unit - hole.units
                rect = replace(rect, unit=hole.unit + hole.units, units=units)
            elif hole.line > rect.line:
                rect = replace(rect, lines=hole.line - rect.line)
            else:
                rect = replace(rect, line=hole.foot, lines=rect.foot - hole.foot)
        return replace(self, rect=rect, holes=())


@dataclass(frozen=True, slots=True)
class Placement:
    """A piece on a page. ``part`` counts its areas from 0; ``parts`` is how many it has.

    ``jumps`` tells that this part does not follow on the page after the part before.
    """

    slug: str
    area: Area
    part: int = 0
    parts: int = 1
    jumps: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of the flatplan: number from 1, the theme's page template, what stands on it."""

    number: int
    template: str
    placements: tuple[Placement, ...] = ()
    colour: bool = True


@dataclass(frozen=True, slots=True)
class Flatplan:
    """All pages of an issue, in order, and the pages to a signature."""

    grid: Grid
    pages: tuple[PlannedPage, ...]
    signature: int = 4

    def areas(self, slug: str) -> tuple[Area, ...]:
        """Give the areas of a piece, in the order in which its text runs through them."""
        found = [p for page in self.pages for p in page.placements if p.slug == slug]
        return tuple(p.area for p in sorted(found, key=lambda p: p.part))

    def page_of(self, slug: str) -> int | None:
        """Give the page on which a piece begins, None where it has no place."""
        areas = self.areas(slug)
        return areas[0].page if areas else None


@dataclass(frozen=True, slots=True)
class FitBounds:
    """What copyfitting may change to close a gap, as the theme allows it.

    ``tracking`` is in 1/1000 em either way, ``picture`` the share of a picture's height
    that may be cropped or added, ``lines`` the most lines that may be won or lost per
    column. All 0: nothing is changed.
    """

    tracking: float = 0.0
    picture: float = 0.0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """How articles of a layout (``feature``, ``news`` ...) are set.

    ``column_units`` is the width of a text column in units of the grid, ``text_size`` in
    points, 0 for the theme's.
    """

    name: str
    column_units: int = 1
    bounds: FitBounds = FitBounds()
    text_size: float = 0.0


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A page that is divided into slots, by name."""

    name: str
    slots: tuple[tuple[str, Rect], ...]

    def slot(self, name: str) -> Rect | None:
        """Give the slot of that name, or None."""
        return dict(self.slots).get(name)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a theme that composes frames says of its pages.

    ``sizes`` says where an advert, or furniture that shares a page, lies on it. All
    rectangles lie on the grid; none has 0 lines. ``default`` is the template of pages
    that name none. ``budgeted`` tells whether issues are expected to have a page budget.
    """

    grid: Grid
    articles: tuple[ArticleLayout, ...]
    templates: tuple[PageTemplate, ...]
    sizes: tuple[tuple[str, Rect], ...]
    default: str
    budgeted: bool = True

    def article(self, name: str) -> ArticleLayout:
        """Give how a layout is set; one that the theme does not name is set like features."""
        found = {a.name: a for a in self.articles}
        usual = found.get("feature", ArticleLayout(name, self.grid.units))
        return found.get(name) or replace(usual, name=name)

    def template(self, name: str) -> PageTemplate | None:
        """Give the page template of that name, or None; the default for an empty name."""
        return next((t for t in self.templates if t.name == (name or self.default)), None)

    def size(self, name: str) -> Rect | None:
        """Give where a piece of that size lies on its page, or None."""
        return dict(self.sizes).get(name)

    def on(self, trim: Trim) -> Layout:
        """Give the layout on another trim size: margins stay, slots keep their shares."""
        old = self.grid
        if (trim.width, trim.height) == (old.trim.width, old.trim.height):
            return replace(self, grid=replace(old, trim=trim))
        foot = old.trim.height - old.head - old.lines * old.line
        lines = max(1, int((trim.height - old.head - foot) / old.line + ROUNDING))
        share = lines / old.lines

        def moved(rect: Rect) -> Rect:
            line = round(rect.line * share)
            return replace(rect, line=line, lines=max(1, round(rect.foot * share) - line))

        return replace(
            self,
            grid=replace(old, trim=trim, lines=lines),
            templates=tuple(
                replace(t, slots=tuple((n, moved(r)) for n, r in t.slots))
                for t in self.templates
            ),
            sizes=tuple((n, moved(r)) for n, r in self.sizes),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an issue as HTML, and its room.

    ``column_units`` is the width of a text column in units of the grid. ``flows``: text
    runs through columns; else the piece is one box as large as its area, or as the trim
    where it ``bleeds``: its only frame is the whole trim of its page, not the area (a
    cover, an advert of a full page).
    """

    slug: str
    section: Section
    html: str
    areas: tuple[Area, ...]
    column_units: int = 1
    flows: bool = True
    bounds: FitBounds = FitBounds()
    resources: tuple[Resource, ...] = ()
    page_refs: tuple[str, ...] = ()
    bleeds: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that is filled: a page of the piece's own PDF, put on a page of the issue.

    ``index`` counts the piece's frames from 0; ``page`` is from 1; lengths in mm from the
    trim's upper left corner. ``lines`` is what the frame holds, ``free`` how many of them
    stayed empty; ``kind`` is ``head``, ``text``, ``float``, ``jump`` or ``box``. ``part``
    is the area, from 0.
    """

    index: int
    page: int
    part: int
    kind: str
    left: float
    top: float
    width: float
    height: float
    lines: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a piece fits its room, in lines of a column.

    ``over`` lines have no room (``over_words`` words, counted); ``free`` are empty.
    ``pages`` gives (page, lines free on it). ``changes`` says what copyfitting did, in
    words for an editor. ``file`` and ``line`` say where the overset text begins.
    """

    slug: str
    lines: int
    over: int = 0
    over_words: int = 0
    free: int = 0
    words_per_line: float = 0.0
    pages: tuple[tuple[int, int], ...] = ()
    changes: tuple[str, ...] = ()
    line: int = 0

"""What is free of a page: rectangles of the grid, and what others leave of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from isgpress.model.composition import Area, Grid, PageTemplate, PlannedPage, Rect

GAP = 1  # lines between what stands below each other
FEWEST = 3  # lines of a column that are worth setting


def whole(grid: Grid) -> Rect:
    """Give the type area of a page."""
    return Rect(0, 0, grid.units, grid.lines)


def hull(rects: Sequence[Rect]) -> Rect:
    """Give the smallest rectangle around others, of which there is one at least."""
    unit, line = min(r.unit for r in rects), min(r.line for r in rects)
    right, foot = max(r.unit + r.units for r in rects), max(r.foot for r in rects)
    return Rect(unit, line, right - unit, foot - line)


def shared(one: Rect, other: Rect) -> int:
    """Give how many cells of the grid two rectangles share."""
    units = min(one.unit + one.units, other.unit + other.units) - max(one.unit, other.unit)
    lines = min(one.foot, other.foot) - max(one.line, other.line)
    return max(units, 0) * max(lines, 0)


def overlap(one: Rect, other: Rect) -> bool:
    """Tell whether two rectangles share a cell of the grid."""
    return shared(one, other) > 0


def mirrored(rect: Rect, units: int) -> Rect:
    """Give a rectangle as it lies on the other side of the fold."""
    return replace(rect, unit=units - rect.unit - rect.units)


def seats(size: Rect, page: int, grid: Grid) -> Iterator[Rect]:
    """Give where a piece of a size may lie on a page, the theme's place first.

    The theme gives the place on a recto; a verso is its mirror. Then come the side of
    the fold, and both at the head of the page.
    """
    outer = size if page % 2 else mirrored(size, grid.units)
    yield outer
    yield mirrored(outer, grid.units)
    if size.line:
        depth = min(size.lines, size.line - GAP)
        for rect in (outer, mirrored(outer, grid.units)):
            yield replace(rect, line=0, lines=depth)


@dataclass(frozen=True, slots=True)
class _Column:
    """A unit of a page from a line on: ``foot`` is the line below what is free of it."""

    unit: int
    foot: int
    lines: int  # to be filled: none where something follows close below


def rest(bounds: Rect, taken: Sequence[Rect], page: int) -> Area | None:
    """Give the largest room within ``bounds`` that others leave, None where there is none.

    What stands in the way lies at the room's foot, or fills whole units of it: such are
    the holes of an area.
    """
    inside = [r for r in taken if overlap(bounds, r)]
    best: tuple[int, int, list[_Column]] = (0, 0, [])
    for top in sorted({bounds.line, *(r.foot + GAP for r in inside)}):
        columns = [
            _column(unit, top, bounds, inside)
            for unit in range(bounds.unit, bounds.unit + bounds.units)
        ]
        for first in range(len(columns)):
            for last in range(first, len(columns)):
                run = columns[first : last + 1]
                cells = sum(c.lines for c in run)
                if run[0].lines and run[-1].lines and cells > best[0]:
                    best = (cells, top, run)
    cells, top, run = best
    return _area(page, top, run) if cells else None


def _column(unit: int, top: int, bounds: Rect, taken: Sequence[Rect]) -> _Column:
    below = [r for r in taken if r.unit <= unit < r.unit + r.units and r.foot > top]
    if any(r.line - GAP - top < FEWEST for r in below) or bounds.foot - top < FEWEST:
        return _Column(unit, top, 0)
    foot = min((r.line for r in below), default=bounds.foot)
    return _Column(unit, foot, foot - top - (GAP if below else 0))


def _area(page: int, top: int, columns: Sequence[_Column]) -> Area:
    foot = top + max(c.lines for c in columns)
    unit = columns[0].unit
    holes: list[Rect] = []
    for column in columns:
        if top + column.lines >= foot:
            continue
        hole = Rect(column.unit, column.foot, 1, foot - column.foot)
        before = holes[-1] if holes else None
        if before and before.line == hole.line and before.unit + before.units == hole.unit:
            holes[-1] = replace(before, units=before.units + 1)
        else:
            holes.append(hole)
    return Area(page, Rect(unit, top, len(columns), foot - top), tuple(holes))


def filled(area: Area) -> tuple[Rect, ...]:
    """Give the rectangles that make up an area: itself, or its units less its holes."""
    rect = area.rect
    if not area.holes:
        return (rect,)
    feet = dict.fromkeys(range(rect.unit, rect.unit + rect.units), rect.foot)
    for hole in area.holes:
        for unit in range(hole.unit, hole.unit + hole.units):
            feet[unit] = min(feet.get(unit, rect.foot), hole.line)
    return tuple(
        Rect(unit, rect.line, 1, foot - rect.line)
        for unit, foot in feet.items()
        if foot > rect.line
    )


def slots(template: PageTemplate | None, grid: Grid) -> tuple[Rect, ...]:
    """Give the slots of a page, or its whole type area where it has none."""
    return (
        tuple(r for _, r in template.slots) if template and template.slots else (whole(grid),)
    )


def free(page: PlannedPage, bounds: Sequence[Rect]) -> Iterator[Area]:
    """Give the rooms of a page in which nothing stands, slot by slot, the largest first."""
    taken = [rect for p in page.placements for rect in filled(p.area)]
    for slot in bounds:
        while room := rest(slot, taken, page.number):
            yield room
            taken += filled(room)


def cells(area: Area) -> int:
    """Give how many cells of the grid, a unit wide and a line deep, an area has."""
    return sum(r.units * r.lines for r in filled(area))

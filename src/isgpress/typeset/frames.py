"""Frames: the rectangles through which the text of a piece runs. Pure geometry.

A piece's areas are cut into columns; what spans several of them (the headline, wide
pictures, jump lines) takes lines from their heads or feet, and the text gets the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isgpress.model.composition import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isgpress.model.composition import Area, Grid

HEAD, FOOT = "head", "foot"
GAP = 1  # lines between what spans columns and the text


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of an area, in lines of the grid; ``left`` and ``width`` are in mm.

    ``top`` is the first line, ``foot`` the one below the last.
    """

    part: int
    page: int
    column: int
    left: float
    width: float
    top: int
    foot: int

    @property
    def lines(self) -> int:
        """How many lines of text it holds."""
        return max(self.foot - self.top, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """What spans columns: ``key`` names it, ``lines`` is its depth.

    It lies at the ``place`` (head or foot) of ``columns`` columns from ``column`` on, on
    the ``page`` (counted from 0) of the part's area.
    """

    key: str
    kind: str
    lines: int
    part: int
    column: int
    columns: int
    place: str = HEAD
    gap: int = GAP


def column_count(area: Area, column_units: int) -> int:
    """Give how many columns of about that width an area has: one at least."""
    return max(1, area.rect.units // max(column_units, 1))


def column_place(
    area: Area, grid: Grid, count: int, column: int, columns: int
) -> tuple[float, float]:
    """Give left edge and width, in mm, of ``columns`` columns from ``column`` on."""
    units = area.rect.units / count
    left = grid.left(area.page, area.rect.unit + column * units)
    return left, grid.width(columns * units)


def strips(areas: Sequence[Area], grid: Grid, column_units: int) -> list[Strip]:
    """Give the columns of all areas in the order in which text runs through them."""
    found = []
    for part, area in enumerate(areas):
        count = column_count(area, column_units)
        units = area.rect.units / count
        for column in range(count):
            start = area.rect.unit + column * units
            foot = area.rect.foot
            for hole in area.holes:
                if hole.unit < start + units - 0.01 and start < hole.unit + hole.units - 0.01:
                    foot = min(foot, max(hole.line - GAP, area.rect.line))
            left, width = column_place(area, grid, count, column, 1)
            strip = Strip(part, area.page, column, left, width, area.rect.line, foot)
            if strip.lines:
                found.append(strip)
    return found


def cut(
    columns: Sequence[Strip], blocks: Sequence[Block], areas: Sequence[Area], grid: Grid
) -> tuple[list[Frame], list[Strip]]:
    """Give the frames of blocks, in their order, and what is left of the columns.

    A block that finds no room keeps its frame at the head: its text is never dropped.
    """
    left = list(columns)
    frames = []
    for number, block in enumerate(blocks):
        spanned = [
            s
            for s in left
            if s.part == block.part and block.column <= s.column < block.column + block.columns
        ] or [s for s in left if s.part == block.part]
        area = areas[block.part]
        count = len({s.column for s in columns if s.part == block.part}) or 1
        x, width = column_place(area, grid, max(count, 1), block.column, block.columns)
        if block.place == FOOT:
            line = min((s.foot for s in spanned), default=area.rect.foot) - block.lines
        else:
            line = max((s.top for s in spanned), default=area.rect.line)
        frames.append(
            Frame(
                number,
                area.page,
                block.part,
                block.kind,
                x,
                grid.top(line),
                width,
                block.lines * grid.line,
                block.lines,
            )
        )
        left = [_without(s, block, line) if s in spanned else s for s in left]
    return frames, [s for s in left if s.lines]


def _without(strip: Strip, block: Block, line: int) -> Strip:
    if block.place == FOOT:
        return replace(strip, foot=max(line - block.gap, strip.top))
    return replace(strip, top=min(line + block.lines + block.gap, strip.foot))


def text_frames(columns: Sequence[Strip], grid: Grid, first: int) -> list[Frame]:
    """Give the frames of text; ``first`` is the index of the first of them."""
    return [
        Frame(
            first + n,
            s.page,
            s.part,
            "text",
            s.left,
            grid.top(s.top),
            s.width,
            s.lines * grid.line,
            s.lines,
        )
        for n, s in enumerate(columns)
    ]

"""Frames: the rectangles through which the text of a piece runs. Pure geometry.

A piece's areas are cut into columns; what spans several of them (the headline, wide
pictures, jump lines) takes lines from their heads or feet, and the text gets the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isgpress.model.composition import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    It lies at the ``place`` (head or foot) of ``columns`` columns of its part, from the
    one on that is ``column`` (from 0) among those that hold text. ``gap`` is the number of
    lines between it and the text.
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


def column_place(area: Area, grid: Grid, count: int, column: int) -> tuple[float, float]:
    """Give left edge and width, in mm, of one of ``count`` columns of an area."""
    units = area.rect.units / count
    return grid.left(area.page, area.rect.unit + column * units), grid.width(units)


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
            left, width = column_place(area, grid, count, column)
            strip = Strip(part, area.page, column, left, width, area.rect.line, foot)
            if strip.lines:
                found.append(strip)
    return found


def spanned(columns: Sequence[Strip], part: int, first: int, count: int) -> list[Strip]:
    """Give ``count`` columns of a part from the ``first`` on, or the last that there are."""
    own = sorted((s for s in columns if s.part == part), key=lambda s: s.column)
    first = max(min(first, len(own) - count), 0)
    return own[first : first + count]


def extent(columns: Sequence[Strip]) -> tuple[float, float]:
    """Give left edge and width, in mm, of columns beside each other."""
    left = min(s.left for s in columns)
    return left, max(s.left + s.width for s in columns) - left


def cut(
    columns: Sequence[Strip], blocks: Sequence[Block], grid: Grid
) -> tuple[list[Frame], list[Strip], int]:
    """Give the frames of blocks, in their order, what is left of the columns, and lines over.

    Every block keeps its frame; what reaches below the foot of its columns is counted.
    """
    left = {(s.part, s.column): s for s in columns}
    frames = []
    over = 0
    for number, block in enumerate(blocks):
        whole = spanned(columns, block.part, block.column, block.columns)
        own = [left[s.part, s.column] for s in whole]
        top, foot = max(s.top for s in own), min(s.foot for s in own)
        line = foot - block.lines if block.place == FOOT else top
        over += max(line + block.lines - min(s.foot for s in whole), 0)
        x, width = extent(own)
        frames.append(
            Frame(
                index=number,
                page=own[0].page,
                part=block.part,
                kind=block.kind,
                left=x,
                top=grid.top(line),
                width=width,
                height=block.lines * grid.line,
                lines=block.lines,
            )
        )
        for strip in own:
            left[strip.part, strip.column] = _without(strip, block, line)
    return frames, [s for s in left.values() if s.lines], over


def _without(strip: Strip, block: Block, line: int) -> Strip:
    if block.place == FOOT:
        return replace(strip, foot=max(line - block.gap, strip.top))
    return replace(strip, top=min(line + block.lines + block.gap, strip.foot))


def levelled(columns: Sequence[Strip], used: int) -> Iterator[list[Strip]]:
    """Give shorter columns that hold ``used`` lines, all ending on one line, best first.

    Where the lines do not divide, the last columns end a line above the others.
    """
    feet = range(min(s.top for s in columns) + 1, max(s.foot for s in columns) + 1)
    first = next((f for f in feet if _room(columns, f) >= used), feet[-1])
    spare = _room(columns, first) - used
    whole = [_ending(s, first) for s in columns]
    if spare:
        short = [_ending(s, first - 1) for s in columns]
        uneven = [n for n in reversed(range(len(columns))) if short[n].lines < whole[n].lines]
        fewer = set(uneven[:spare])
        yield [short[n] if n in fewer else s for n, s in enumerate(whole)]
    yield whole
    for foot in range(first + 1, feet[-1] + 1):
        yield [_ending(s, foot) for s in columns]


def _ending(strip: Strip, foot: int) -> Strip:
    return replace(strip, foot=max(min(strip.foot, foot), strip.top))


def _room(columns: Sequence[Strip], foot: int) -> int:
    return sum(_ending(s, foot).lines for s in columns)


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

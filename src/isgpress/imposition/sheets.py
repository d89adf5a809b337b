"""Which page stands where on which side of which sheet.

A sheet is printed on both sides and turned over its upright middle ("sheetwise, work and
turn"), so that the left cell of the front has the right cell of the back behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAF = 2  # pages
FOLDED_ONCE = 4  # pages of a sheet
# A sheet that is folded twice or three times, each time across its longer side: rows from
# the head, upside down (less than 0) where the fold brings them the other way up.
_FOLDED = {
    8: (((-5, -4), (8, 1)), ((-3, -6), (2, 7))),
    16: (
        ((-5, -12, -9, -8), (4, 13, 16, 1)),
        ((-7, -10, -11, -6), (2, 15, 14, 3)),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A place for a page: ``page`` from 1, 0 for a blank; turned ``upside_down``.

    ``shift`` is by how much it moves to the right, in mm, to make up for creep.
    """

    page: int
    upside_down: bool = False
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: rows of cells, from the head."""

    rows: tuple[tuple[Cell, ...], ...]


def padded(pages: int, multiple: int) -> int:
    """Give how many pages there are with the blanks at the end that the fold needs."""
    return -(-pages // multiple) * multiple


def booklet(
    pages: int, thickness: float = 0.0, *, first: int = 1, mirrored: bool = False
) -> tuple[Side, ...]:
    """Give the sides of a saddle-stitched booklet, the outer sheet first, front then back.

    ``thickness`` is that of a leaf in mm. Each sheet inside pushes the next one out of the
    fold by as much (creep), so its pages move towards the fold: the outer sheet by
    nothing, the n-th by n - 1 leaves. ``first`` is the number of the first page,
    ``mirrored`` a book that is bound on the right.
    """
    count = padded(pages, FOLDED_ONCE)
    last = first + count - 1
    sides = []
    for sheet in range(count // FOLDED_ONCE):
        creep = sheet * thickness
        outer = (last - 2 * sheet, first + 2 * sheet)
        inner = (first + 2 * sheet + 1, last - 2 * sheet - 1)
        for left, right in (outer, inner):
            pair = (right, left) if mirrored else (left, right)
            row = tuple(
                Cell(number if number < first + pages else 0, shift=shift)
                for number, shift in zip(pair, (creep, -creep), strict=True)
            )
            sides.append(Side((row,)))
    return tuple(sides)


def signatures(
    pages: int, size: int, thickness: float = 0.0, *, mirrored: bool = False
) -> tuple[Side, ...]:
    """Give the sides of signatures of ``size`` pages, one after the other.

    8 and 16 are one sheet each, folded two or three times; all others are booklets of
    sheets that are folded once and laid in one another, which creep.
    """
    sides: list[Side] = []
    for first in range(1, padded(pages, size) + 1, size):
        if size in _FOLDED:
            sides += [_folded(rows, first, pages, mirrored=mirrored) for rows in _FOLDED[size]]
        else:
            here = min(size, max(0, pages - first + 1))
            sides += booklet(here, thickness, first=first, mirrored=mirrored)
    return tuple(sides)


def proof(pages: int, up: int, *, mirrored: bool = False) -> tuple[Side, ...]:
    """Give sheets to read from: 2 pages as the reader sees them, or 4 in two rows."""
    numbers = [0, *range(1, pages + 1)]  # page 1 is a right-hand page
    numbers += [0] * (-len(numbers) % LEAF)
    spreads = [numbers[i : i + LEAF] for i in range(0, len(numbers), LEAF)]
    rows = [tuple(Cell(n) for n in (s[::-1] if mirrored else s)) for s in spreads]
    high = up // LEAF
    empty = (Cell(0), Cell(0))
    return tuple(
        Side(tuple((rows[i : i + high] + [empty] * high)[:high]))
        for i in range(0, len(rows), high)
    )


def _folded(rows: Sequence[Sequence[int]], first: int, pages: int, *, mirrored: bool) -> Side:
    def cell(place: int) -> Cell:
        number = first + abs(place) - 1
        return Cell(number if number <= pages else 0, upside_down=place < 0)

    return Side(tuple(tuple(cell(p) for p in (row[::-1] if mirrored else row)) for row in rows))

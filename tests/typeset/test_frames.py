"""Areas are cut into columns, blocks take room from them, columns are made level."""

from __future__ import annotations

import pytest

from isgpress.model.composition import Area, Rect
from isgpress.typeset.frames import FOOT, Block, Strip, cut, extent, levelled, strips
from tests.typeset.issues import GRID, WHOLE


def columns(*lines: tuple[int, int]) -> list[Strip]:
    """Give columns from a line to another."""
    return [Strip(0, 1, n, n * 60.0, 55.0, top, foot) for n, (top, foot) in enumerate(lines)]


def test_areas_become_columns_in_the_order_of_reading() -> None:
    """As many as find room; what units are left over makes them wider."""
    areas = [Area(2, WHOLE), Area(3, Rect(0, 10, 5, 20))]
    found = strips(areas, GRID, 2)
    assert [(s.page, s.column) for s in found] == [(2, 0), (2, 1), (2, 2), (3, 0), (3, 1)]
    assert found[0].left == pytest.approx(GRID.left(2, 0))
    assert found[3].width == pytest.approx(GRID.width(2.5))
    assert [s.lines for s in found] == [58, 58, 58, 20, 20]


def test_blocks_are_stacked_and_take_lines_from_their_columns() -> None:
    """The head over all, a picture below it over two, a line at the last one's foot."""
    blocks = [
        Block("head", "head", 5, 0, 0, 3),
        Block("float-1", "float", 10, 0, 0, 2),
        Block("jump-to-0", "jump-to", 1, 0, 2, 1, FOOT, 0),
    ]
    frames, left, over = cut(columns((0, 40), (0, 40), (0, 40)), blocks, GRID)
    assert [round((f.top - GRID.head) / GRID.line) for f in frames] == [0, 6, 39]
    assert [f.width for f in frames] == pytest.approx([175, 115, 55])
    assert [(s.top, s.foot) for s in left] == [(17, 40), (17, 40), (6, 39)]
    assert over == 0


def test_what_reaches_below_the_columns_is_counted() -> None:
    """A block of 12 lines in columns of 10 has 2 lines over; no column is left."""
    blocks = [Block("head", "head", 12, 0, 0, 2)]
    frames, left, over = cut(columns((0, 10), (0, 10)), blocks, GRID)
    assert len(frames) == 1
    assert not left
    assert over == 2


@pytest.mark.parametrize(
    ("used", "feet"),
    [(30, [10, 10, 10]), (31, [11, 10, 10]), (32, [11, 11, 10]), (33, [11, 11, 11])],
)
def test_columns_are_made_level(used: int, feet: list[int]) -> None:
    """Lines that do not divide make the first columns longer by one."""
    first = next(levelled(columns((0, 40), (0, 40), (0, 40)), used))
    assert [s.foot for s in first] == feet


def test_columns_below_blocks_end_on_the_same_line() -> None:
    """A column that begins lower gets fewer lines."""
    first = next(levelled(columns((20, 58), (20, 58), (0, 58)), 50))
    assert [s.foot for s in first] == [30, 30, 30]
    assert extent(first) == (0.0, 175.0)

"""Sheets, folded by the test: the pages come in order, and creep is what it should be."""

from __future__ import annotations

import pytest

from isgpress.imposition import Cell, Side, booklet, padded, proof, signatures

EXACT = 0.01  # mm


def numbers(side: Side) -> list[list[int]]:
    """Give the pages of a side, row by row; upside down ones are less than 0."""
    return [[-c.page if c.upside_down else c.page for c in row] for row in side.rows]


def folded_once(sides: tuple[Side, ...]) -> list[int]:
    """Lay sheets in one another, fold them, and read the pages."""
    fronts, backs = sides[0::2], sides[1::2]
    first: list[int] = []
    last: list[int] = []
    for front, back in zip(fronts, backs, strict=True):
        (outer,), (inner,) = front.rows, back.rows
        first += [outer[1].page, inner[0].page]
        last = [inner[1].page, outer[0].page, *last]
    return first + last


def leaves(front: Side, back: Side) -> set[tuple[int, int]]:
    """Give both pages of each leaf of a sheet that was cut: front, and what is behind it."""
    return {
        tuple(sorted((a.page, b.page)))  # type: ignore[misc]
        for one, other in zip(front.rows, back.rows, strict=True)
        for a, b in zip(one, reversed(other), strict=True)
    }


@pytest.mark.parametrize("pages", [4, 8, 32, 64])
def test_a_booklet_that_is_folded_has_its_pages_in_order(pages: int) -> None:
    """Outer sheet first; each sheet has two pages on each side."""
    sides = booklet(pages)

    assert len(sides) == pages // 2
    assert folded_once(sides) == list(range(1, pages + 1))


def test_blanks_are_added_at_the_end() -> None:
    """30 pages take 32 places; the last two are empty."""
    assert padded(30, 4) == 32
    assert folded_once(booklet(30)) == [*range(1, 31), 0, 0]


def test_creep_grows_from_sheet_to_sheet_by_a_leaf() -> None:
    """A booklet of 32 pages in leaves of 0.1 mm: 0 outside, 0.7 mm in the middle."""
    sides = booklet(32, 0.1)

    shifts = [s.rows[0][0].shift for s in sides[::2]]
    assert shifts == pytest.approx([0.1 * n for n in range(8)], abs=EXACT)
    for side in sides:
        left, right = side.rows[0]
        assert left.shift == pytest.approx(-right.shift, abs=EXACT)
        assert left.shift >= 0  # to the fold, which is on its right


def test_a_booklet_from_right_to_left_is_mirrored() -> None:
    """The first page stands on the left of the outer sheet."""
    assert numbers(booklet(8, mirrored=True)[0]) == [[1, 8]]


@pytest.mark.parametrize("size", [8, 16])
def test_each_leaf_of_a_signature_has_pages_that_follow(size: int) -> None:
    """Odd in front of even; all pages are there once; rows at the head stand on theirs."""
    front, back = signatures(size, size)

    assert leaves(front, back) == {(n, n + 1) for n in range(1, size + 1, 2)}
    assert all(c.upside_down for c in front.rows[0])
    assert not any(c.upside_down for c in front.rows[1])


def fold(front: list[list[int]], back: list[list[int]]) -> list[int]:
    """Fold a sheet across its longer side until it is one page large; read the pages.

    The sheet lies with its front below; its head is folded on its foot, its left half on
    its right. Each place holds a stack of leaves, from the bottom: (below, above).
    """
    grid = [
        [[(abs(f), abs(b))] for f, b in zip(row, reversed(other), strict=True)]
        for row, other in zip(front, back, strict=True)
    ]

    def over(
        low: list[tuple[int, int]], turned: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        return low + [(b, a) for a, b in reversed(turned)]

    while len(grid) > 1 or len(grid[0]) > 1:
        if len(grid[0]) > len(grid):
            half = len(grid[0]) // 2
            halves = [(row[half:], row[:half][::-1]) for row in grid]
        else:
            half = len(grid) // 2
            halves = list(zip(grid[half:], grid[:half][::-1], strict=True))
        grid = [[over(a, b) for a, b in zip(*pair, strict=True)] for pair in halves]
    return [page for leaf in grid[0][0] for page in leaf]


@pytest.mark.parametrize("size", [8, 16])
def test_a_sheet_that_is_folded_has_its_pages_in_order(size: int) -> None:
    """Two folds make 8 pages, three make 16."""
    front, back = (numbers(s) for s in signatures(size, size))

    assert fold(front, back) == list(range(1, size + 1))


def test_signatures_follow_each_other() -> None:
    """40 pages in 16s: the third has blanks; in 32s: nested sheets, folded once."""
    sides = signatures(40, 16)
    assert len(sides) == 6
    assert sorted(c.page for s in sides[4:] for row in s.rows for c in row) == [
        0, 0, 0, 0, 0, 0, 0, 0, *range(33, 41),
    ]  # fmt: skip
    assert folded_once(signatures(40, 32)[:16]) == list(range(1, 33))


def test_proofs_show_what_the_reader_sees() -> None:
    """Page 1 is alone on the right; 4-up has two openings to a side."""
    assert [numbers(s) for s in proof(5, 2)] == [[[0, 1]], [[2, 3]], [[4, 5]]]
    assert [numbers(s) for s in proof(5, 4)] == [[[0, 1], [2, 3]], [[4, 5], [0, 0]]]
    assert Cell(0) == Cell(0, upside_down=False)

"""Sheets, folded by the test: the pages come in order, and creep is what it should be."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from isgpress.imposition import Cell, Side, booklet, impose, padded, proof, signatures

EXACT = 0.01  # mm
PT = 72 / 25.4
WIDE, HIGH, AROUND = 150.0, 210.0, 9.0  # mm: trim, and what is outside it
FROM_LEFT = 40.0  # mm, of the number on a page


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


def numbered(pages: int) -> bytes:
    """Give a PDF with marks' room around its trim, and on each page its number."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    font = pdf.make_indirect(font)
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(
            page_size=((WIDE + 2 * AROUND) * PT, (HIGH + 2 * AROUND) * PT)
        )
        box = (AROUND, AROUND, AROUND + WIDE, AROUND + HIGH)
        page.obj.TrimBox = Array([v * PT for v in box])
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        across, up = (AROUND + FROM_LEFT) * PT, (AROUND + HIGH / 2) * PT
        drawn = f"BT /F 20 Tf {across:.5f} {up:.5f} Td ({number:02}) Tj ET"
        page.obj.Contents = pdf.make_stream(drawn.encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def printed(sides: tuple[Side, ...], pages: int) -> tuple[Side, ...]:
    """Impose, and read the sheets as they are printed: number, way up and shift of each page.

    The shift is measured from where the number stands when nothing is shifted.
    """
    usual = first_letter(impose(numbered(1), (Side(((Cell(1),),)),)).data)
    rows, columns = len(sides[0].rows), len(sides[0].rows[0])
    found = []
    with pypdfium2.PdfDocument(impose(numbered(pages), sides).data) as sheets:
        for sheet in sheets:
            text = sheet.get_textpage()
            cells = [[Cell(0)] * columns for _ in range(rows)]
            for n in range(text.count_chars()):
                said = text.get_text_range(n, 2)
                if not (said.isdigit() and len(said) == 2):
                    continue
                one, two = (text.get_charbox(n + k, loose=True) for k in (0, 1))
                column, row = int(one[0] // (WIDE * PT)), int(one[1] // (HIGH * PT))
                shift = one[0] / PT - column * WIDE - usual
                upside = two[0] < one[0]
                cells[rows - 1 - row][column] = Cell(
                    int(said), upside, 0.0 if upside else shift
                )
            found.append(Side(tuple(map(tuple, cells))))
    return tuple(found)


def first_letter(sheet: bytes) -> float:
    """Give where the first letter of a sheet stands, in mm from its left edge."""
    with pypdfium2.PdfDocument(sheet) as pdf:
        return float(pdf[0].get_textpage().get_charbox(0, loose=True)[0]) / PT


def test_printed_sheets_of_a_booklet_fold_into_its_pages() -> None:
    """32 pages, as they are on paper: in order, and each sheet further in by a leaf."""
    sides = printed(booklet(32, 0.1), 32)

    assert folded_once(sides) == list(range(1, 33))
    for number, side in enumerate(sides):
        left, right = side.rows[0]
        assert left.shift == pytest.approx(0.1 * (number // 2), abs=EXACT)
        assert right.shift == pytest.approx(-0.1 * (number // 2), abs=EXACT)


@pytest.mark.parametrize("size", [8, 16])
def test_printed_sheets_of_a_signature_fold_into_its_pages(size: int) -> None:
    """What stands upside down on the plan does so on paper."""
    front, back = (numbers(s) for s in printed(signatures(size, size), size))

    assert fold(front, back) == list(range(1, size + 1))
    assert [n < 0 for row in front for n in row] == [True] * (size // 4) + [False] * (size // 4)


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

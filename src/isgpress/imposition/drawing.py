"""Pages of a PDF on the sides of sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name

from isgpress.imposition.sheets import Cell, Side

PT = 72 / 25.4  # points to the millimetre
FOLD = 6.0  # mm, of a fold mark
THIN = 0.25  # pt, of its line
MARK = 0.55  # of black: seen, and not taken for a rule


@dataclass(frozen=True, slots=True)
class Sheets:
    """The imposed file, and how its sheets are: mm, and by how much pages got smaller."""

    data: bytes
    width: float
    height: float
    scale: float


def impose(
    pdf: bytes, sides: Sequence[Side], sheet: tuple[float, float] | None = None
) -> Sheets:
    """Put the pages of a PDF, cut to their trim, on the sides of sheets.

    ``sheet`` is the paper's width and height in mm, turned as the pages want it; without
    it a sheet is as large as its pages. Pages stand in the middle, and are made smaller,
    never larger, where they have no room. The same input gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as target:
        trim = [float(v) for v in source.pages[0].trimbox]
        page = (trim[2] - trim[0], trim[3] - trim[1])
        columns, rows = len(sides[0].rows[0]), len(sides[0].rows)
        block = (page[0] * columns, page[1] * rows)
        paper = _turned(sheet, block)
        scale = min(1.0, paper[0] / block[0], paper[1] / block[1])
        for side in sides:
            target.add_blank_page(page_size=paper)
            _draw(target, source, side, (block, paper, scale))
        out = io.BytesIO()
        target.docinfo[Name.Title] = source.docinfo.get("/Title", pikepdf.String(""))
        target.save(out, deterministic_id=True, compress_streams=True)
    return Sheets(out.getvalue(), paper[0] / PT, paper[1] / PT, scale)


def _turned(
    sheet: tuple[float, float] | None, block: tuple[float, float]
) -> tuple[float, float]:
    if sheet is None:
        return block
    short, long = sorted(side * PT for side in sheet)
    return (long, short) if block[0] > block[1] else (short, long)


def _draw(
    target: pikepdf.Pdf,
    source: pikepdf.Pdf,
    side: Side,
    measures: tuple[tuple[float, float], tuple[float, float], float],
) -> None:
    block, paper, scale = measures
    left = (paper[0] - block[0] * scale) / 2
    low = (paper[1] - block[1] * scale) / 2
    wide, high = block[0] / len(side.rows[0]) * scale, block[1] / len(side.rows) * scale
    resources, told = Dictionary(), []
    for y, row in enumerate(side.rows):
        for x, cell in enumerate(row):
            if not cell.page:
                continue
            name = f"/P{cell.page}"
            form = source.pages[cell.page - 1].as_form_xobject()
            resources[name] = target.copy_foreign(form)
            place = (left + x * wide, low + block[1] * scale - (y + 1) * high)
            told.append(_placed(name, form, cell, (place, (wide, high), scale)))
    told.append(_folds(side, (left, low, wide, high), paper))
    page = target.pages[-1]
    page.obj.Resources = Dictionary(XObject=resources)
    page.obj.Contents = target.make_stream("\n".join(told).encode())


def cut_page(pdf: pikepdf.Pdf, target: pikepdf.Pdf, number: int) -> pikepdf.Object:
    """Give a page, counted from 1, as something to draw in another file, by ``drawn``."""
    return target.copy_foreign(pdf.pages[number - 1].as_form_xobject())


def drawn(name: str, form: pikepdf.Object, place: tuple[float, float], scale: float) -> str:
    """Give the operators that draw a page cut to its trim, its lower left corner at ``place``.

    ``name`` is that of the ``form`` among the resources, lengths are in points.
    """
    left, low, right, high = (float(v) * scale for v in form.BBox)
    size = (right - left, high - low)
    return _placed(name, form, Cell(0), (place, size, scale))


def _placed(
    name: str,
    form: pikepdf.Object,
    cell: Cell,
    measures: tuple[tuple[float, float], tuple[float, float], float],
) -> str:
    """Give the operators that draw a page in its cell, and nothing of it beyond."""
    (x, y), (wide, high), scale = measures
    box = [float(v) for v in form.BBox]
    shift = cell.shift * PT * scale
    clip = f"q {x:.4f} {y:.4f} {wide:.4f} {high:.4f} re W n"
    if cell.upside_down:
        right, up = x + wide + box[0] * scale - shift, y + high + box[1] * scale
        return f"{clip} {-scale:.6f} 0 0 {-scale:.6f} {right:.4f} {up:.4f} cm {name} Do Q"
    right, up = x - box[0] * scale + shift, y - box[1] * scale
    return f"{clip} {scale:.6f} 0 0 {scale:.6f} {right:.4f} {up:.4f} cm {name} Do Q"


def _folds(
    side: Side, measures: tuple[float, float, float, float], paper: tuple[float, float]
) -> str:
    """Mark the folds at the edges of the sheet, where there is paper beyond the pages."""
    left, low, wide, high = measures
    lines = []
    for n in range(1, len(side.rows[0])):
        x = left + n * wide
        lines += [
            (x, 0, x, min(low, FOLD * PT)),
            (x, paper[1] - min(low, FOLD * PT), x, paper[1]),
        ]
    for n in range(1, len(side.rows)):
        y = low + n * high
        edge = min(left, FOLD * PT)
        lines += [(0, y, edge, y), (paper[0] - edge, y, paper[0], y)]
    drawn = [
        "{:.3f} {:.3f} m {:.3f} {:.3f} l S".format(*line)
        for line in lines
        if abs(line[0] - line[2]) + abs(line[1] - line[3]) > 1
    ]
    return " ".join([f"q 0 0 0 {MARK} K {THIN} w [2 2] 0 d", *drawn, "Q"]) if drawn else ""

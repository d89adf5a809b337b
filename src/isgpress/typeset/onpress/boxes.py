"""Page boxes, and the marks outside them, in the colour that is on every plate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary

from isgpress.typeset.onpress.inks import separation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

    from isgpress.typeset.onpress import Sheet

PT = 72 / 25.4  # points to the millimetre
LENGTH, AROUND, THIN = 5.0, 2.0, 0.25  # mm, mm, pt: of marks, beyond them, of their lines
RADIUS = 1.5  # mm, of a registration mark's circle
KAPPA = 0.5523  # of a circle's radius: how far the handles of its four curves reach
Line = tuple[float, float, float, float]


def write(pdf: pikepdf.Pdf, sheet: Sheet) -> None:
    """Set MediaBox, BleedBox and TrimBox of every page; draw marks where they are wanted."""
    for page in pdf.pages:
        bleed = sheet.bleed * PT
        grown = 0.0 if sheet.bled else bleed
        left, low, right, high = (float(v) for v in page.mediabox)
        left, low, right, high = left - grown, low - grown, right + grown, high + grown
        around = margin(sheet) * PT
        shift = (around - left, around - low)
        page.contents_add(b"q 1 0 0 1 %.4f %.4f cm\n" % shift, prepend=True)
        page.contents_add(b"\nQ", prepend=False)
        width, height = right - left, high - low
        media = (0, 0, width + 2 * around, height + 2 * around)
        outer = (around, around, around + width, around + height)
        inner = (outer[0] + bleed, outer[1] + bleed, outer[2] - bleed, outer[3] - bleed)
        for name in ("/ArtBox", "/CropBox"):
            if name in page.obj:
                del page.obj[name]
        page.obj.MediaBox = _box(media)
        page.obj.BleedBox, page.obj.TrimBox = _box(outer), _box(inner)
        if sheet.marks:
            _draw(page, sheet, inner)


def margin(sheet: Sheet) -> float:
    """Give what the file has beyond the bleed, in mm: the room of the marks."""
    if not sheet.marks:
        return 0.0
    return max(sheet.offset, sheet.bleed) + LENGTH + AROUND - sheet.bleed


def _box(values: tuple[float, ...]) -> Array:
    return Array([round(v, 4) for v in values])


def _draw(page: pikepdf.Page, sheet: Sheet, trim: Line) -> None:
    spaces = page.obj.Resources.get("/ColorSpace", Dictionary())
    spaces["/IsgAll"] = separation("All", (1, 1, 1, 1))
    page.obj.Resources.ColorSpace = spaces
    parts = [b"q /IsgAll CS 1 SCN %.2f w" % THIN]
    parts += [b"%.3f %.3f m %.3f %.3f l S" % line for line in _crops(sheet, trim)]
    parts += [b"[2 1.5] 0 d"]
    parts += [b"%.3f %.3f m %.3f %.3f l S" % line for line in _folds(sheet, trim)]
    parts += [b"[] 0 d"]
    parts += [_target(x, y) for x, y in _centres(sheet, trim)]
    page.contents_add(b"\n".join([*parts, b"Q"]), prepend=False)


def _reach(sheet: Sheet) -> tuple[float, float]:
    near = max(sheet.offset, sheet.bleed) * PT
    return near, near + LENGTH * PT


def _crops(sheet: Sheet, trim: Line) -> Iterator[Line]:
    near, far = _reach(sheet)
    left, low, right, high = trim
    for x, away in ((left, -1), (right, 1)):
        for y in (low, high):
            yield (x + away * near, y, x + away * far, y)
    for y, away in ((low, -1), (high, 1)):
        for x in (left, right):
            yield (x, y + away * near, x, y + away * far)


def _folds(sheet: Sheet, trim: Line) -> Iterator[Line]:
    near, far = _reach(sheet)
    left, low, _, high = trim
    for fold in sheet.folds:
        x = left + fold * PT
        yield (x, low - near, x, low - far)
        yield (x, high + near, x, high + far)


def _centres(sheet: Sheet, trim: Line) -> Iterator[tuple[float, float]]:
    """Give where registration marks stand: half way up both sides, a third along the head."""
    near, far = _reach(sheet)
    half = (near + far) / 2
    left, low, right, high = trim
    yield left - half, (low + high) / 2
    yield right + half, (low + high) / 2
    yield left + (right - left) / 6, high + half
    yield left + (right - left) / 6, low - half


def _target(x: float, y: float) -> bytes:
    """Give a circle with a cross."""
    r, h, arm = RADIUS * PT, RADIUS * PT * KAPPA, (RADIUS + 1) * PT
    curves = (
        b"%.3f %.3f m" % (x + r, y),
        b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (x + r, y + h, x + h, y + r, x, y + r),
        b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (x - h, y + r, x - r, y + h, x - r, y),
        b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (x - r, y - h, x - h, y - r, x, y - r),
        b"%.3f %.3f %.3f %.3f %.3f %.3f c S" % (x + h, y - r, x + r, y - h, x + r, y),
        b"%.3f %.3f m %.3f %.3f l S" % (x - arm, y, x + arm, y),
        b"%.3f %.3f m %.3f %.3f l S" % (x, y - arm, x, y + arm),
    )
    return b"\n".join(curves)

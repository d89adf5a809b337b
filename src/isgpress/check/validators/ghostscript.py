"""Ghostscript: how much ink lies on a page, spot by spot.

It separates pages into the four inks (its device ``tiff32nc``); the sums are Pillow's.
What prints over what is below it is added, as on the press.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isgpress.check.validators.tools import (
    BrokenDownError,
    Missing,
    last_words,
    program,
    run,
)

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 100
SECONDS_PER_PAGE, SECONDS = 10, 60
AT_EDGE = 3  # pixels: marks begin there, and every spot that they touch is painted
FULL = 255  # an ink that is solid
PT = 72 / DPI

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page: the most in one spot in %, and what is over the limit.

    ``area`` is that of all spots over it in mm²; ``box`` is what holds them, in points of
    the page, and None where there are none.
    """

    page: int
    most: float
    area: float = 0.0
    box: Box | None = None


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run Ghostscript."""
    return () if program(*_NAMES) else (Missing("Ghostscript", "apt-get install ghostscript"),)


_NAMES = ("gs", "gswin64c", "gswin32c")


@cache
def version() -> str:
    """Give Ghostscript's version; empty where it is not installed."""
    if needs():
        return ""
    try:
        return run([program(*_NAMES) or "gs", "--version"], SECONDS).stdout.strip()
    except BrokenDownError:
        return ""


def inks(path: Path, pages: Mapping[int, tuple[Box, Box]], limit: float) -> tuple[Ink, ...]:
    """Give the ink of some pages of a PDF.

    ``pages`` has for each page, from 1, its MediaBox and the box that is looked at, in
    points; ``limit`` is in %. Raises BrokenDownError.
    """
    numbers = sorted(pages)
    if not numbers:
        return ()
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        seconds = SECONDS + SECONDS_PER_PAGE * len(numbers)
        done = run(_command(path, numbers, Path(folder)), seconds)
        files = sorted(Path(folder).glob("*.tif"))
        if done.returncode or len(files) != len(numbers):
            raise BrokenDownError(last_words(done))
        return tuple(_measured(zip(numbers, files, strict=True), pages, limit))


def _command(path: Path, numbers: list[int], folder: Path) -> list[str | Path]:
    return [
        program(*_NAMES) or "gs",
        *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{DPI}"),
        f"-sPageList={','.join(map(str, numbers))}",
        f"-sOutputFile={folder / '%06d.tif'}",
        path,
    ]


def _measured(
    files: Iterator[tuple[int, Path]], pages: Mapping[int, tuple[Box, Box]], limit: float
) -> Iterator[Ink]:
    from PIL import Image  # noqa: PLC0415 - only where ink is measured

    for number, file in files:
        media, looked_at = pages[number]
        corners = _pixels(media, looked_at)
        with Image.open(file) as whole:
            yield _ink(number, whole.crop(corners), limit, (media, corners))


def _pixels(media: Box, box: Box) -> tuple[int, int, int, int]:
    """Give a box in pixels from the upper left, less what touches its edge."""
    left, top = (box[0] - media[0]) / PT, (media[3] - box[3]) / PT
    right, low = (box[2] - media[0]) / PT, (media[3] - box[1]) / PT
    near = AT_EDGE
    inside = int(left) + near, int(top) + near, int(right) - near, int(low) - near
    return inside if box != media else (0, 0, round(right), round(low))


def _ink(
    number: int, page: Image, limit: float, place: tuple[Box, tuple[int, int, int, int]]
) -> Ink:
    from PIL import ImageMath  # noqa: PLC0415 - only where ink is measured

    bands = dict(zip("cmyk", page.split(), strict=True))
    most = limit / 100 * FULL + 2  # four inks are each rounded by half a step

    def total(args: Any) -> Any:
        return args["c"] + args["m"] + args["y"] + args["k"]

    def over(args: Any) -> Any:
        return args["convert"]((total(args) > most) * FULL, "L")

    highest = float(ImageMath.lambda_eval(total, **bands).getextrema()[1]) * 100 / FULL
    above = ImageMath.lambda_eval(over, **bands)
    found = above.getbbox()
    if found is None:
        return Ink(number, highest)
    (media, (left, top, _, _)) = place
    spots = above.histogram()[FULL]
    box = (
        media[0] + (left + found[0]) * PT,
        media[3] - (top + found[3]) * PT,
        media[0] + (left + found[2]) * PT,
        media[3] - (top + found[1]) * PT,
    )
    return Ink(number, highest, spots * (25.4 / DPI) ** 2, box)

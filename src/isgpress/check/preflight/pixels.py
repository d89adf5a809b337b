"""The pixels of a file's pictures: whether they have colour, and a small copy of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Stream

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 16  # of a small copy
FAINT = 2  # of 255: less is no colour but a rounding


class Pixels:
    """Reads each picture of a file once."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._known: dict[tuple[int, int], tuple[bytes, bool]] = {}

    def of(self, thing: Stream) -> tuple[bytes, bool]:
        """Give the small copy of a picture, and whether it has other inks than black.

        A picture that cannot be read gives none; whether it has colour then follows from
        its colour space.
        """
        key = thing.objgen
        if key not in self._known:
            self._known[key] = _read(thing)
        return self._known[key]


def small(image: Image) -> bytes:
    """Give a picture as 16 by 16 greys."""
    return image.convert("L").resize((SIDE, SIDE)).tobytes()


def alike(one: bytes, other: bytes) -> float:
    """Give how far two small copies are from each other, 0 to 255."""
    if len(one) != len(other) or not one:
        return 255.0
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def _read(thing: Stream) -> tuple[bytes, bool]:
    if thing.get("/ImageMask", False):
        return b"", False
    space: Any = thing.get("/ColorSpace")
    gray = not isinstance(space, Array) and str(space) in {"/DeviceGray", "/CalGray"}
    try:
        image = pikepdf.PdfImage(thing).as_pil_image()
        return small(image), not gray and has_colour(image)
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError):
        return b"", not gray


def has_colour(image: Image) -> bool:
    """Tell whether any spot of a picture is no grey."""
    if image.mode == "CMYK":
        return any(band.getextrema()[1] > FAINT for band in image.split()[:3])  # type: ignore[operator]
    if image.mode in {"L", "1", "I", "LA"}:
        return False
    bands = image.convert("RGB").split()
    return bands[0].tobytes() != bands[1].tobytes() or bands[1].tobytes() != bands[2].tobytes()

"""How large a picture stands on a page, so that text does not jump while it loads."""

from __future__ import annotations

import io
import re

from PIL import Image, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
DRAWN = 720  # CSS pixels: how wide a drawing stands, which has no pixels of its own
_ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_BOX = re.compile(rb"\bviewBox\s*=\s*[\"']([^\"']+)")
_NUMBER = re.compile(rb"-?\d*\.?\d+(?:e-?\d+)?")


def picture_size(data: bytes, name: str) -> tuple[int, int]:
    """Give width and height of a picture in CSS pixels; 0 and 0 where it says none."""
    if name.lower().endswith(".svg"):
        return _drawn(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return 0, 0


def _drawn(data: bytes) -> tuple[int, int]:
    """Give a drawing's proportions, as wide as a text column."""
    root = _ROOT.search(data)
    if not root:
        return 0, 0
    box = _BOX.search(root[0])
    numbers = [float(n) for n in _NUMBER.findall(box[1])] if box else []
    if len(numbers) == 4:  # noqa: PLR2004 - x, y, width, height
        width, height = numbers[2:]
    else:
        width, height = (_length(root[0], name) for name in (b"width", b"height"))
    if width <= 0 or height <= 0:
        return 0, 0
    return DRAWN, max(round(DRAWN * height / width), 1)


def _length(root: bytes, name: bytes) -> float:
    found = re.search(rb"\s" + name + rb"\s*=\s*[\"']\s*([\d.]+)(?:px|mm|pt)?\s*[\"']", root)
    return float(found[1]) if found else 0.0

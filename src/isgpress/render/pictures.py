"""How large a picture stands on the page, from its own size and the type area."""

from __future__ import annotations

import math
import re

from isgpress.render.geometry import POINT, PageSetup
from isgpress.render.printed import Picture
from isgpress.world import World

PIXELS_PER_MM = 150 / 25.4  # what is coarser than this is set smaller
SHARES = {"half": 0.5, "left": 0.42, "right": 0.42}
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
USUAL_SHARE = 0.62  # of the page's lines, so that a picture finds a place near its text
ROOM_FOR_CAPTION = 5  # lines


def picture_size(
    world: World, setup: PageSetup, path: str, classes: list[str]
) -> Picture | None:
    """Give a figure's size in mm: as wide as its class allows, no coarser than 150 dpi.

    A vector drawing without a size, or one that cannot be read, gives None.
    """
    natural = natural_size(world, path)
    if natural is None:
        return None
    share = next((SHARES[c] for c in classes if c in SHARES), 1.0)
    width = min(natural[0], setup.measure * share)
    height = width * natural[1] / natural[0]
    line = setup.leading * POINT
    tall = {"plate": setup.lines, "wide": setup.lines - ROOM_FOR_CAPTION}
    lines = next((n for c, n in tall.items() if c in classes), int(setup.lines * USUAL_SHARE))
    room = lines * line
    if height > room:
        width, height = width * room / height, room
    return Picture(width, height, math.ceil(height / line - 0.01) * line)


def natural_size(world: World, path: str) -> tuple[float, float] | None:
    """Give a picture's own size in mm, None where it cannot be read.

    A drawing, which has no pixels, is as wide as can be.
    """
    if not world.exists(path):
        return None
    if path.lower().endswith(".svg"):
        return _svg_size(world.read_text(path))
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow to import

    try:
        with Image.open(world.local(path), formats=FORMATS) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    return width / PIXELS_PER_MM, height / PIXELS_PER_MM


def _svg_size(text: str) -> tuple[float, float] | None:
    """Give a drawing's proportions, as wide as can be: it has no pixels to be coarse."""
    root = re.search(r"<svg\b[^>]*>", text, re.DOTALL)
    if not root:
        return None
    box = re.search(r"viewBox\s*=\s*[\"']([^\"']+)", root[0])
    numbers = re.findall(r"-?[\d.]+(?:e-?\d+)?", box[1]) if box else []
    if len(numbers) == 4:  # noqa: PLR2004 - x, y, width, height
        width, height = float(numbers[2]), float(numbers[3])
    else:
        found = [re.search(rf"\b{k}\s*=\s*[\"']([\d.]+)", root[0]) for k in ("width", "height")]
        width, height = (float(m[1]) if m else 0.0 for m in found)
    return (1000.0, 1000 * height / width) if width and height else None

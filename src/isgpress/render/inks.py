"""A theme's colours as inks of the press.

Without a profile of the press there is no exact way; this is the plain one, with as much
black as the colour has grey, so that the sum of inks stays low. Light tints go without, as
dots of black make them dirty.
"""

from __future__ import annotations

NEUTRAL = 0.04  # between the strongest and the weakest of red, green and blue
SOLID = 0.8  # a grey darker than this is black: type is not set in dots
CLEAN, FULL = 0.15, 0.35  # grey below which a tint has no black, and from where all of it


def in_inks(colour: str) -> str:
    """Give a colour of CSS (``#8c1c13``) as ``device-cmyk(...)``; other texts as they are.

    Greys are black alone: one plate prints them without a cast; dark ones are solid black.
    """
    found = inks_of(colour)
    if found is None:
        return colour
    return "device-cmyk({} {} {} {})".format(*(f"{ink:g}" for ink in found))


def inks_of(colour: str) -> tuple[float, float, float, float] | None:
    """Give the inks for a colour of CSS; None where the text is no colour of screens."""
    from PIL import ImageColor  # noqa: PLC0415 - only covers ask for it

    try:
        red, green, blue = (c / 255 for c in ImageColor.getrgb(colour)[:3])
    except ValueError:
        return None
    return inks(red, green, blue)


def inks(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    """Give cyan, magenta, yellow and black for red, green and blue, all 0 to 1."""
    if max(red, green, blue) - min(red, green, blue) < NEUTRAL:
        black = round(1 - (red + green + blue) / 3, 3)
        return 0.0, 0.0, 0.0, black if black < SOLID else 1.0
    grey = 1 - max(red, green, blue)
    black = grey * min(1.0, max(0.0, (grey - CLEAN) / (FULL - CLEAN)))
    cyan, magenta, yellow = (
        round((1 - c - black) / (1 - black), 3) for c in (red, green, blue)
    )
    return cyan, magenta, yellow, round(black, 3)

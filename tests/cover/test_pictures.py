"""Pictures turned into inks."""

from __future__ import annotations

import pytest
from PIL import Image

from isgpress.render.inks import in_inks
from isgpress.typeset.onpress.pictures import held, to_cmyk


def one(colour: tuple[int, int, int], profile: bytes = b"") -> tuple[int, ...]:
    """Give the inks of a colour, 0 to 255."""
    found = to_cmyk(Image.new("RGB", (1, 1), colour), profile).getpixel((0, 0))
    assert isinstance(found, tuple)
    return tuple(int(v) for v in found)


def test_grey_is_black_alone() -> None:
    """A grey has no colour in it, so that no plate gives it a cast."""
    assert one((128, 128, 128)) == (0, 0, 0, 127)
    assert one((0, 0, 0)) == (0, 0, 0, 255)
    assert one((255, 255, 255)) == (0, 0, 0, 0)


def test_a_pure_colour_is_its_inks() -> None:
    """Red is magenta and yellow, blue cyan and magenta."""
    assert one((255, 0, 0)) == (0, 255, 255, 0)
    assert one((0, 0, 255)) == (255, 255, 0, 0)


def test_a_profile_is_followed(cmyk_profile: bytes) -> None:
    """By the press's profile black has colours under it, and white has nothing."""
    assert one((255, 255, 255), cmyk_profile) == (0, 0, 0, 0)
    assert sum(one((0, 0, 0), cmyk_profile)) > 255


def test_too_much_ink_is_taken_off_the_colours() -> None:
    """Black stays, the three colours give way by one share."""
    full = Image.new("CMYK", (1, 1), (255, 255, 128, 200))
    found = held(full, 2.4).getpixel((0, 0))
    assert isinstance(found, tuple)

    assert found[3] == 200
    assert sum(found) <= 2.4 * 255
    assert found[0] == found[1]
    assert found[0] / found[2] == pytest.approx(2, abs=0.05)
    light = Image.new("CMYK", (1, 1), (10, 20, 30, 40))
    assert held(light, 2.4).getpixel((0, 0)) == (10, 20, 30, 40)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        ("#000", "device-cmyk(0 0 0 1)"),
        ("#1b1b1b", "device-cmyk(0 0 0 1)"),
        ("#fff", "device-cmyk(0 0 0 0)"),
        ("#e9e3d5", "device-cmyk(0.086 0.11 0.165 0)"),
        ("#8c1c13", "device-cmyk(0 0.8 0.864 0.451)"),
        ("device-cmyk(0 1 0 0)", "device-cmyk(0 1 0 0)"),
    ],
)
def test_colours_of_themes(colour: str, ink: str) -> None:
    """Type is solid black, light tints have no black, and inks stay what they are."""
    assert in_inks(colour) == ink

"""Pictures and covers as readers and shops take them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from isgpress.findings import PressError
from tests.epub.conftest import BOOK, Opened, made

COVER = BOOK + "cover: {image: cover.%s, alt: A pot}\n"
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 300">
<rect width="200" height="300" fill="#204060"/><rect width="200" height="30" fill="#ff0000"/>
</svg>
"""


def picture(mode: str, size: tuple[int, int], kind: str, **options: object) -> bytes:
    """Give a picture's bytes."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def shown(opened: Opened, name: str) -> Image.Image:
    """Open a picture of the EPUB."""
    return Image.open(io.BytesIO(opened.files[f"EPUB/images/{name}"]))


def test_a_cover_is_drawn_where_none_is_given(opened: Opened) -> None:
    """It has the size that shops advise, the theme's paper and a band of its accent."""
    cover = shown(opened, "cover.jpg")

    assert (cover.size, cover.mode, cover.format) == ((1600, 2400), "RGB", "JPEG")
    assert cover.getpixel((1590, 2390)) == pytest.approx((0xE9, 0xE3, 0xD5), abs=6)
    assert cover.getpixel((10, 1200)) == pytest.approx((0x8C, 0x1C, 0x13), abs=6)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("png", lambda: picture("RGBA", (2400, 3600), "PNG")),
        ("jpg", lambda: picture("CMYK", (2400, 3600), "JPEG")),
    ],
)
def test_a_given_cover_is_made_fit(kind: str, make: Callable[[], bytes]) -> None:
    """It becomes RGB on white, and has at most 4 megapixels in the same proportions."""
    cover = shown(made({f"cover.{kind}": make()}, book_yaml=COVER % kind), "cover.jpg")

    assert cover.mode == "RGB"
    assert cover.width * cover.height <= 4_000_000
    assert cover.width / cover.height == pytest.approx(2 / 3, abs=0.001)
    if kind == "png":
        assert cover.getpixel((9, 9)) == (255, 255, 255)


def test_a_drawn_cover_of_the_title_is_set_as_a_page() -> None:
    """An SVG becomes a JPEG: in the proportions of the page, in its own colours."""
    cover = shown(made({"cover.svg": SVG}, book_yaml=COVER % "svg"), "cover.jpg")

    assert (cover.format, cover.width) == ("JPEG", 1600)
    assert cover.getpixel((800, 1200)) == pytest.approx((0x20, 0x40, 0x60), abs=8)
    assert cover.getpixel((800, 20)) == pytest.approx((0xFF, 0, 0), abs=8)


def test_a_broken_cover_is_a_finding() -> None:
    """A cover that is no picture stops the EPUB by name."""
    with pytest.raises(PressError) as caught:
        made({"cover.png": b"not a picture"}, book_yaml=COVER % "png")

    (finding,) = caught.value.findings
    assert finding.rule == "unreadable-picture"
    assert finding.span is not None
    assert finding.span.path == "books/ink/cover.png"


def test_pictures_of_the_text_are_left_alone_but_for_size_and_colours() -> None:
    """A small one stays byte for byte, one for printers and one too large are made fit."""
    small = picture("L", (40, 30), "PNG")
    large = picture("RGB", (3000, 2000), "PNG")
    printers = picture("CMYK", (40, 30), "JPEG")
    text = "# Of ink\n\n![a](images/pot.png)\n\n![b](images/large.png)\n\n![c](images/p.jpg)\n"
    opened = made(
        {"images/pot.png": small, "images/large.png": large, "images/p.jpg": printers},
        ink_md=text,
    )

    assert opened.files["EPUB/images/pot.png"] == small
    assert shown(opened, "large.png").size == (2449, 1632)
    assert shown(opened, "p.jpg").mode == "RGB"


def test_pictures_of_one_name_keep_apart() -> None:
    """Two files of a name, and one named like the cover, are three pictures in the EPUB."""
    shades = [picture("L", (40 + n, 30), "JPEG") for n in range(3)]
    paths = ("images/cover.jpg", "images/Ä b.jpg", "more/a-b.jpg")
    text = "# Of ink\n\n" + "\n\n".join(f"![x](<{path}>)" for path in paths)
    opened = made(dict(zip(paths, shades, strict=True)), ink_md=text)

    shown_there = opened.find("text/ink.xhtml", "//x:img/@src")
    names = [f"EPUB/{src.removeprefix('../')}" for src in shown_there]
    assert [opened.files[name] for name in names] == shades
    assert all(name.isascii() and " " not in name for name in names)


def test_an_animated_picture_takes_the_claim_of_no_hazard_away() -> None:
    """Nobody has seen whether it flashes: the hazard is unknown, not none."""
    frames = [Image.new("L", (4, 4), shade) for shade in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    text = "# Of ink\n\n![a](images/move.gif)\n"
    opened = made({"images/move.gif": out.getvalue()}, ink_md=text)

    path = "//opf:meta[@property='schema:accessibilityHazard']/text()"
    assert opened.find("content.opf", path) == ["unknown"]

"""The cover that is drawn from a title's metadata."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, ImageChops, features

from isgpress.epub.cover import FOOT, HEIGHT, LEFT, RIGHT, TOP, WIDTH, draw_cover
from isgpress.epub.lettering import broken, font_path
from isgpress.render import Theme, load_theme
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld

BAND = round(WIDTH * 0.07)
LONG = (
    "An Inquiry into the Wages, Hours, Customs and Combinations of the Journeymen "
    "Compositors of London and of Manchester, 1785"
)
SUBTITLE = "With a Selection of Letters, Resolutions and Minutes from the Chapel Books"
MANY = ("Ana Silva", "Jo Stone", "Maria Fernández de la Torre", "Željko Đorđević", "Á. Ő.")
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HOUSE = "The Publishing House of the United Federation of Compositors and of Printers"


def drawn(
    title: str,
    subtitle: str = "",
    names: tuple[str, ...] = ("Ana Silva",),
    language: str = "en-GB",
    house: str = "The Test Press",
) -> bytes:
    """Give the cover of a title with this metadata."""
    people = "\n".join(f"  - {{name: {name}, role: author}}" for name in names)
    book_yaml = (
        f"title: '{title}'\nsubtitle: '{subtitle}'\nkind: monograph\nlanguage: {language}\n"
        f"date: {date(2026, 11, 23)}\ncontributors:\n{people}\n"
        "editions: {epub: {}}\ncontents: {body: [a.md]}\n"
    )
    world = MemoryWorld(
        {
            "press.yaml": f"name: {house}\nplace: London\n",
            "books/x/book.yaml": book_yaml,
            "books/x/a.md": "# A\n\nText.\n",
        }
    )
    press, _ = load_press(world)
    book, findings = load_book(world, press, "x")
    assert book is not None, findings
    return draw_cover(book, press, load_theme(world, book.theme))


def opened(data: bytes) -> Image.Image:
    """Open a cover's bytes."""
    return Image.open(io.BytesIO(data))


def ink_box(data: bytes, *, mirrored: bool = False) -> tuple[int, int, int, int]:
    """Give the box in px around all that is drawn beside the band."""
    cover = opened(data).convert("RGB")
    side = (0, 0, WIDTH - BAND - 9, HEIGHT) if mirrored else (BAND + 9, 0, WIDTH, HEIGHT)
    part = cover.crop(side)
    paper = Image.new("RGB", part.size, part.getpixel((part.width // 2, 9)))
    marks = ImageChops.difference(part, paper).convert("L").point(lambda v: 255 * (v > 60))
    box = marks.getbbox()
    assert box is not None
    return box[0] + side[0], box[1], box[2] + side[0], box[3]


def theme() -> Theme:
    """Give the theme of paperbacks."""
    return load_theme(MemoryWorld({"press.yaml": "name: The Test Press\n"}), "paperback")


@pytest.mark.parametrize(
    "arguments",
    [
        ("Ink",),
        ("Hands at the Case", "A Short History of the Compositor"),
        (LONG, SUBTITLE, MANY),
        (LONG, f"{SUBTITLE}, {SUBTITLE}", MANY * 3),
        (WORD, "", ("Ana Silva",), "de"),
        ("Ink", "", ("Ana Silva",), "en-GB", HOUSE),
        ("Τα χέρια στην κάσα", "Μια ιστορία", ("Ἄννα Σίλβα",), "el"),
    ],
    ids=["short", "usual", "long", "longest", "one-long-word", "long-imprint", "greek"],
)
def test_all_words_stand_inside_the_margins(arguments: tuple[Any, ...]) -> None:
    """From one word to a hundred, nothing runs off the page, into the band or below."""
    data = drawn(*arguments)
    left, top, right, bottom = ink_box(data)

    assert (opened(data).size, opened(data).mode) == ((WIDTH, HEIGHT), "RGB")
    assert len(data) < 500_000
    assert left >= WIDTH * LEFT - 24  # the tail of an italic f hangs out
    assert right <= WIDTH * RIGHT + 4
    assert top >= HEIGHT * TOP - 4
    assert bottom <= HEIGHT * FOOT + 12


def test_a_clear_strip_stands_above_the_imprint() -> None:
    """The longest of titles does not touch the name of the house."""
    cover = opened(drawn(LONG, f"{SUBTITLE}, {SUBTITLE}", MANY * 3)).convert("L")
    words = cover.crop((BAND + 9, 0, WIDTH, HEIGHT))
    rows = [min(words.crop((0, y, words.width, y + 1)).tobytes()) for y in range(HEIGHT)]
    marked = [y for y, darkest in enumerate(rows) if darkest < 150]
    gap = max(b - a for a, b in pairwise(marked) if b > HEIGHT * 0.8)

    assert gap > HEIGHT * 0.03


@pytest.mark.skipif(not features.check("raqm"), reason="no Raqm on this machine")
@pytest.mark.parametrize(
    ("title", "language"), [("ידיים על מגש האותיות", "he"), ("أيدٍ على صندوق الحروف", "ar")]
)
def test_titles_from_right_to_left_start_at_the_right(title: str, language: str) -> None:
    """The band stands at the right, where the book is bound, and the lines begin beside it."""
    data = drawn(title, language=language)
    cover = opened(data)

    assert cover.getpixel((WIDTH - 10, 1200)) == pytest.approx((0x8C, 0x1C, 0x13), abs=6)
    assert ink_box(data, mirrored=True)[2] == pytest.approx(WIDTH * (1 - LEFT), abs=12)
    assert ink_box(data, mirrored=True)[0] > WIDTH * (1 - RIGHT) - 4


@pytest.mark.parametrize(
    ("text", "family"),
    [("Ink", "EB Garamond"), ("Чернила", "EB Garamond"), ("דיו", "Frank Ruhl Libre"),
     ("حبر", "Amiri"), ("Ink דיו", "Frank Ruhl Libre")],
)  # fmt: skip
def test_the_font_is_one_that_has_the_letters(text: str, family: str) -> None:
    """No title is a row of empty boxes where the theme has a font for its script."""
    paths = {f.path for f in theme().fonts if f.typeface == family}

    assert font_path(theme(), text, "normal", 600) in paths


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Hands at the Case", 20, ["Hands at the Case"]),
        ("Paper on Presses", 12, ["Paper", "on Presses"]),
        ("A Case of Type: Three Essays", 18, ["A Case of Type:", "Three Essays"]),
        ("one\u00a0two three", 8, ["one\u00a0two", "three"]),
        ("Mots\u202f: une fin", 9, ["Mots\u202f:", "une fin"]),
        ("overlongword in", 6, ["overlongword", "in"]),
        ("", 9, []),
    ],
)
def test_lines_break_by_sense(text: str, room: float, lines: list[str]) -> None:
    """Small words go with what follows, stops end a line, hard spaces hold."""
    assert broken(text, len, room) == lines


def test_a_title_is_set_by_its_language() -> None:
    """French signs keep to their word on a drawn cover, German marks are German."""
    signed = drawn('Le "Canard" : une histoire', language="fr")
    assert signed == drawn("Le «\u00a0Canard\u00a0»\u00a0: une histoire", language="fr")
    german = drawn('Das "Haus"', language="de")
    assert german == drawn("Das „Haus“", language="de")
    assert german != drawn("Das “Haus”", language="de")


def test_the_same_title_has_the_same_cover() -> None:
    """Two drawings are equal byte by byte, another title's differs."""
    assert drawn("Ink", SUBTITLE) == drawn("Ink", SUBTITLE)
    assert drawn("Ink") != drawn("Type")


def test_a_cover_is_drawn_without_the_shaping_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pillow finds no Raqm there are no small capitals, but there is a cover."""
    monkeypatch.setattr("isgpress.epub.lettering.features.check", lambda _: False)

    assert opened(drawn("Paper", SUBTITLE)).size == (WIDTH, HEIGHT)

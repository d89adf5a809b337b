"""The cover picture of an EPUB: the title's own, or one drawn from its metadata.

The drawn one is the design of the PDF's cover page (themes/base/print/cover.css), so that
all editions look alike. It is drawn here since an EPUB is written without the layout
engine, which takes longer to start than the whole EPUB to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageColor, ImageDraw, ImageFont

from isgpress.epub.pictures import LARGEST, as_jpeg
from isgpress.model.publication import Book, Press
from isgpress.render import Theme, cover_lines

WIDTH, HEIGHT = 1600, 2400  # px; 3.84 megapixels, below the 4 that shops take
UNIT = WIDTH / 26  # px: the size of the text of a cover, as its style sheet has it
LEFT, RIGHT, TOP = 0.15, 0.92, 0.09
PIECES, LONGEST, PIECE = 14, 12, 0.62  # of the forme: words, letters, width of a letter


@dataclass(frozen=True)
class _Type:
    """A typeface at a size in px; ``leading`` in sizes."""

    path: str
    size: float
    weight: int = 400
    features: tuple[str, ...] = ()
    leading: float = 1.3

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _font(self.path, round(self.size), self.weight)

    def width(self, text: str) -> float:
        return self.font.getlength(text, features=list(self.features) or None)


@cache
def _font(path: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    try:
        font.set_variation_by_axes([weight])
    except (OSError, ValueError):  # not a variable font
        return font
    return font


def draw_cover(book: Book, press: Press, theme: Theme) -> bytes:
    """Give a front cover made from the metadata, as an RGB JPEG of 1600 by 2400 px."""
    option = theme.option
    paper, ink, accent = (
        ImageColor.getrgb(str(option[f"cover-{name}"])) for name in ("paper", "ink", "accent")
    )
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, round(WIDTH * 0.07), HEIGHT), fill=accent)
    roman, italic = (_path(theme, style) for style in ("normal", "italic"))
    lines = cover_lines(book, press)
    y = HEIGHT * TOP
    small_caps = _Type(roman, 1.35 * UNIT, 500, ("smcp",), 1.35)
    y = _set(draw, lines.people, small_caps, y, ink)
    title = _fitted(_Type(roman, 3.3 * UNIT, 600, leading=1.06), lines.title)
    y = _set(draw, lines.title, title, y + UNIT * 3, ink)
    if lines.subtitle:
        y = _set(draw, lines.subtitle, _Type(italic, 1.45 * UNIT), y + UNIT * 1.2, ink)
    _forme(draw, f"{lines.title} {lines.subtitle}".split(), y + UNIT * 2, (ink, accent))
    house = _Type(roman, 1.1 * UNIT, 500, ("smcp",))
    _set(draw, lines.house, house, HEIGHT * 0.94 - house.size, ink)
    return as_jpeg(image)


def _path(theme: Theme, style: str) -> str:
    faces = [f for f in theme.fonts if f.family == "text" and f.style == style]
    faces = faces or [f for f in theme.fonts if f.family == "text"]
    return next((f.path for f in faces if f.weight in ("", "400")), faces[0].path)


def _room() -> float:
    return WIDTH * (RIGHT - LEFT)


def _fitted(face: _Type, text: str) -> _Type:
    """Make a title's type smaller until each word fits and the title takes six lines."""
    while face.size > UNIT:
        lines = _broken(text, face, _room())
        if len(lines) <= 6 and max(map(face.width, lines)) <= _room():  # noqa: PLR2004
            return face
        face = replace(face, size=face.size * 0.94)
    return face


def _set(
    draw: ImageDraw.ImageDraw, text: str, face: _Type, y: float, ink: tuple[int, ...]
) -> float:
    """Set a text in balanced lines from ``y`` downwards; give where it ends, in px."""
    if not text:
        return y
    features = list(face.features) or None
    for line in _balanced(text, face):
        draw.text((WIDTH * LEFT, y), line, font=face.font, fill=ink, features=features)
        y += face.size * face.leading
    return y


def _balanced(text: str, face: _Type) -> list[str]:
    """Break into as few lines as there must be, all about as long."""
    count = len(_broken(text, face, _room()))
    low, high = _room() / max(count, 1) * 0.8, _room()
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (
            (low, middle) if len(_broken(text, face, middle)) <= count else (middle, high)
        )
    return _broken(text, face, high)


def _broken(text: str, face: _Type, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _forme(
    draw: ImageDraw.ImageDraw,
    words: Sequence[str],
    below: float,
    colours: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    """Draw a forme of type: a piece for each word, where the words leave room for it."""
    ink, accent = colours
    height, row, gap = 1.25 * UNIT, 2 * UNIT, 0.5 * UNIT
    rows = list(_rows(words[:PIECES], gap))
    y = HEIGHT * 0.83 - row * len(rows)
    if y < below:
        return
    number = 0
    for pieces in rows:
        x = WIDTH * LEFT
        for width in pieces:
            number += 1
            box = (round(x), round(y), round(x + width), round(y + height))
            if number % 5 == 0:
                draw.rectangle(box, outline=ink, width=4)
            else:
                draw.rectangle(box, fill=ink if number % 3 == 0 else accent)
            x += width + gap
        y += row


def _rows(words: Iterable[str], gap: float) -> Iterable[list[float]]:
    row: list[float] = []
    for word in words:
        width = min(len(word), LONGEST) * PIECE * 1.15 * UNIT
        if row and sum(row) + gap * len(row) + width > _room():
            yield row
            row = []
        row.append(width)
    if row:
        yield row


def cover_of_page(pdf: bytes) -> bytes:
    """Give the first page of a PDF as a cover: an RGB JPEG 1600 px wide, if not too high."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - few covers need it

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDTH / width, (LARGEST / (width * height)) ** 0.5)
        return as_jpeg(page.render(scale=scale).to_pil().convert("RGB"))
    finally:
        document.close()

"""The cover picture of an EPUB: the title's own, or one drawn from its metadata.

The drawn one is the design of the PDF's cover page (themes/base/print/cover.css), so that
all editions look alike. It is drawn here since an EPUB is written without the layout
engine, which takes longer to start than the whole EPUB to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageColor, ImageDraw, ImageOps

from isgpress.epub.lettering import Colour, Lettering, broken, font_path
from isgpress.epub.pictures import LARGEST, as_jpeg
from isgpress.model.publication import Press, Publication
from isgpress.render import CoverLines, Theme, cover_lines
from isgpress.standards.direction import right_to_left

WIDTH, HEIGHT = 1600, 2400  # px; 3.84 megapixels, below the 4 that shops take
UNIT = WIDTH / 26  # px: the size of the text of a cover, as its style sheet has it
LEFT, RIGHT, TOP, FOOT = 0.15, 0.92, 0.09, 0.94
ROOM = WIDTH * (RIGHT - LEFT)  # px
MOST_LINES = 6  # of a title, before its type gets smaller
STEP = 0.95  # by which type gets smaller until it fits
LEAST = 0.2  # of its size, below which nobody reads it
CAP = 0.95  # from the head of a line to its baseline, in sizes
CLEAR = 2 * UNIT  # px above the imprint and above the forme
PIECES, LONGEST, PIECE = 14, 12, 0.62  # of the forme: words, letters, width of a letter


@dataclass(frozen=True)
class _Block:
    """Lines of one kind, ``above`` px below what comes before."""

    face: Lettering
    lines: tuple[str, ...]
    above: float = 0.0

    @property
    def height(self) -> float:
        return self.face.size * self.face.leading * len(self.lines)


def draw_cover(book: Publication, press: Press, theme: Theme) -> bytes:
    """Give a front cover made from the metadata, as an RGB JPEG of 1600 by 2400 px.

    Type gets smaller until all words stand inside the margins. A title that runs from
    right to left has the band, its binding, on the right.
    """
    option = theme.option
    paper, ink, accent = (
        ImageColor.getrgb(str(option[f"cover-{name}"])) for name in ("paper", "ink", "accent")
    )
    rtl = right_to_left(book.language)
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, round(WIDTH * 0.07) - 1, HEIGHT), fill=accent)
    words = cover_lines(book, press)
    house = _house(theme, words.house, rtl=rtl)
    top = HEIGHT * FOOT - house.height
    blocks = _fitted(theme, words, top - CLEAR - HEIGHT * TOP, rtl=rtl)
    end = HEIGHT * TOP + sum(b.above + b.height for b in blocks)
    foot = min(HEIGHT * 0.83, top - CLEAR)
    said = f"{words.title} {words.subtitle}".split()
    _forme(draw, said, (end + CLEAR, foot), (ink, accent))
    if rtl:
        image = ImageOps.mirror(image)
        draw = ImageDraw.Draw(image)
    y = HEIGHT * TOP
    for block in blocks:
        y = _set(draw, block, y + block.above, ink)
    _set(draw, house, top, ink)
    return as_jpeg(image, optimize=False)


def _spaced(theme: Theme, text: str, size: float, spacing: float, *, rtl: bool) -> Lettering:
    """Give letterspaced small capitals, where a script has them."""
    path = font_path(theme, text, "normal", 500)
    face = Lettering(path, size, 500, right_to_left=rtl)
    small = replace(face, small_caps=True)
    # a font that has no small capitals of these letters draws the same as without
    bare = rtl or small.width(text.lower()) == face.width(text.lower())
    return face if bare else replace(small, spacing=spacing)


def _house(theme: Theme, text: str, *, rtl: bool) -> _Block:
    face = _spaced(theme, text, 1.1 * UNIT, 0.06, rtl=rtl)
    while (block := _block(face, text)).height > HEIGHT / 8 and face.size > UNIT * LEAST:
        face = replace(face, size=face.size * STEP)
    return block


def _fitted(theme: Theme, words: CoverLines, room: float, *, rtl: bool) -> list[_Block]:
    """Give people, title and subtitle, all smaller until they take no more than ``room``."""
    scale = 1.0
    while True:
        blocks = [b for b in _blocks(theme, words, scale, rtl=rtl) if b.lines]
        if scale < LEAST or sum(b.above + b.height for b in blocks) <= room:
            return blocks
        scale *= STEP


def _blocks(theme: Theme, words: CoverLines, scale: float, *, rtl: bool) -> Iterator[_Block]:
    unit = UNIT * scale
    caps = _spaced(theme, words.people, 1.35 * unit, 0.04, rtl=rtl)
    yield _block(caps, words.people)
    roman = font_path(theme, words.title, "normal", 600)
    title = Lettering(roman, 3.3 * unit, 600, leading=1.3 if rtl else 1.08, right_to_left=rtl)
    yield _block(_shortened(title, words.title), words.title, 3 * unit)
    italic = font_path(theme, words.subtitle, "italic", 400)
    subtitle = Lettering(italic, 1.45 * unit, right_to_left=rtl)
    yield _block(subtitle, words.subtitle, 1.4 * unit)


def _block(face: Lettering, text: str, above: float = 0.0) -> _Block:
    """Break a text into lines, its type made smaller where a word is wider than the room."""
    widest = max(map(face.width, text.split(" ")), default=0)
    if widest * face.size > ROOM:
        face = replace(face, size=ROOM / widest)
    return _Block(face, tuple(broken(text, face.width, ROOM / face.size)), above)


def _shortened(face: Lettering, text: str) -> Lettering:
    """Make a title's type smaller until it takes six lines."""
    least = face.size * 0.45
    while face.size > least and len(_block(face, text).lines) > MOST_LINES:
        face = replace(face, size=face.size * STEP)
    return face


def _set(draw: ImageDraw.ImageDraw, block: _Block, y: float, ink: Colour) -> float:
    """Set a block's lines from ``y`` downwards; give where it ends, in px."""
    face = block.face
    edge = WIDTH * (1 - LEFT if face.right_to_left else LEFT)
    for line in block.lines:
        face.draw(draw, edge, y + face.size * CAP, line, ink)
        y += face.size * face.leading
    return y


def _forme(
    draw: ImageDraw.ImageDraw,
    words: Sequence[str],
    space: tuple[float, float],
    colours: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    """Draw a forme of type: a piece for each word, where the words leave room for it."""
    ink, accent = colours
    height, row, gap = 1.25 * UNIT, 2 * UNIT, 0.5 * UNIT
    rows = list(_rows(words[:PIECES], gap))
    y = space[1] - row * len(rows)
    if y < space[0]:
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
        if row and sum(row) + gap * len(row) + width > ROOM:
            yield row
            row = []
        row.append(width)
    if row:
        yield row


def cover_of_page(pdf: bytes, number: int = 1) -> bytes:
    """Give a page of a PDF as a cover: an RGB JPEG 1600 px wide, if not too high."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - few covers need it

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / width, (LARGEST / (width * height)) ** 0.5)
        return as_jpeg(page.render(scale=scale).to_pil().convert("RGB"))
    finally:
        document.close()

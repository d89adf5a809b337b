"""From a place on a printed page back to the sources: the picture's line, the words' line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from isgpress.check.origins import Origins
from isgpress.check.preflight.facts import Page, Picture, Point
from isgpress.check.preflight.pixels import alike, has_colour, small
from isgpress.check.preflight.wanted import Fault
from isgpress.findings import PressError, Span
from isgpress.model.publication import Publication
from isgpress.world import World

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
SAME_SIZE, OTHER_SIZE = 80.0, 24.0  # how far small copies of one picture may be apart
AROUND = 4  # lines before and after a place whose words tell where it is
CLOSE = 30.0  # pt: a line that is no farther from a place is beside it


@dataclass(frozen=True, slots=True)
class Named:
    """A picture that the title names: its pixels, a small copy, and where it is named.

    ``coloured``: it is RGB, and not grey.
    """

    size: tuple[int, int]
    small: bytes
    span: Span
    coloured: bool


class Sources:
    """Knows the sources of one title; they are read when first asked for."""

    def __init__(self, world: World, title: Publication) -> None:
        """Read nothing yet."""
        self._world, self._title = world, title
        self._origins = Origins(world, title)

    def place(self, fault: Fault, page: Page | None) -> Span | None:
        """Give where the sources say what is wrong; the title's own file at the least."""
        if fault.place or page is None:
            return fault.place or self._title.span
        if fault.picture and (named := self.of_picture(fault.picture)):
            return named.span
        return self._of_words(page, fault.at) or self._of_piece(page) or self._title.span

    def of_picture(self, picture: Picture) -> Named | None:
        """Give the picture of the sources that looks like one in the file."""
        rows = []
        for named in self._pictures:
            far = alike(named.small, picture.small)
            same = named.size == (picture.width, picture.height)
            if far <= (SAME_SIZE if same else OTHER_SIZE):
                rows.append((not same, far, named))
        return min(rows, key=lambda row: row[:2])[2] if rows else None

    def _of_words(self, page: Page, at: Point | None) -> Span | None:
        if at is not None:
            near = min(
                range(len(page.runs)),
                key=lambda n: _far(page.runs[n].box, at),
                default=None,
            )
            if near is not None and _far(page.runs[near].box, at) < CLOSE:
                lines = page.runs[max(0, near - 1) : near + AROUND]
                if span := self._origins.of_words(" ".join(run.text for run in lines)):
                    return span
        return self._origins.of_words(page.text)

    def _of_piece(self, page: Page) -> Span | None:
        """Give the entry of the contents list that has that page of an issue."""
        for section in self._title.sections:
            article = section.article
            if article and article.space.first.page == page.number:
                return section.span
        return None

    @cached_property
    def _pictures(self) -> list[Named]:
        return list(self._read_pictures())

    def _read_pictures(self) -> Iterator[Named]:
        from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow to import

        for path, span in dict.fromkeys(self._named()):
            if path.lower().endswith(".svg"):
                continue
            try:
                with Image.open(self._world.local(path), formats=FORMATS) as image:
                    ground = Image.new("RGBA", image.size, "white")
                    ground.alpha_composite(image.convert("RGBA"))
                    coloured = image.mode != "CMYK" and has_colour(ground)
                    yield Named(image.size, small(ground), span, coloured)
            except (PressError, UnidentifiedImageError, OSError):
                continue

    def _named(self) -> Iterator[tuple[str, Span]]:
        """Give all pictures that the title names, each with its place."""
        yield from self._origins.pictures()
        for section in self._title.sections:
            article = section.article
            if article and article.picture and (span := article.picture_span or section.span):
                yield article.picture, span
        cover = self._title.cover
        if cover.image and (span := cover.span or self._title.span):
            yield cover.image, span


def _far(box: tuple[float, float, float, float], at: Point) -> float:
    across = max(box[0] - at[0], 0.0, at[0] - box[2])
    up = max(box[1] - at[1], 0.0, at[1] - box[3])
    return across + up

"""What a printer's file holds, page by page: all that the rules look at.

Places and boxes are in points of the page (ISO 32000-1, 8.3.2.3), inks are shares of 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
"""Left, low, right, high."""
Point = tuple[float, float]
Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black."""

PT = 72 / 25.4  # points to the millimetre


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it is drawn: ``dpi`` is the lesser of both directions.

    ``space`` is the family of its colours (``DeviceCMYK``, ``DeviceGray``, ``ICC3``),
    ``tones`` 1 for one of two tones. ``coloured`` tells whether any spot has other inks
    than black; ``small`` is the picture in 16 by 16 greys, to know it again by.
    """

    box: Box
    width: int
    height: int
    dpi: float
    space: str
    tones: int = 8  # bits
    coloured: bool = False
    small: bytes = b""


@dataclass(frozen=True, slots=True)
class Type:
    """Letters: the place of the first of a run, their size in points, their inks.

    ``over``: they are printed over what is below them.
    """

    at: Point
    size: float
    inks: Inks
    over: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A line, or an area as thin as one: its middle, and its width in points."""

    at: Point
    width: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a line, as a reader of PDF finds them."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is painted, without layers that are off.

    ``screen`` are families of colours that are none of inks, with where they are first
    used; ``coloured`` is where the first ink other than black is. ``seen_through`` says
    what of the page is transparent, ``annotations`` what kinds there are.
    """

    number: int  # from 1
    media: Box
    trim: Box | None
    bleed: Box | None
    pictures: tuple[Picture, ...] = ()
    types: tuple[Type, ...] = ()
    rules: tuple[Rule, ...] = ()
    screen: tuple[tuple[str, Point], ...] = ()
    coloured: Point | None = None
    seen_through: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    empty: bool = False

    @property
    def finished(self) -> Box:
        """What is left of the page when it is cut."""
        return self.trim or self.media

    @property
    def printed(self) -> Box:
        """The trim with its bleed: outside it there are but marks."""
        return self.bleed or self.finished

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class File:
    """A printer's file: its pages, and what it says of itself.

    ``pdfx`` is ``x4``, ``x1a`` or empty; ``loose_fonts`` are fonts that are not in the
    file, each with the first page that uses it. ``damage``: why it cannot be read.
    """

    pages: tuple[Page, ...] = ()
    pdfx: str = ""
    version: str = ""
    has_intent: bool = False
    has_profile: bool = False
    loose_fonts: tuple[tuple[str, int], ...] = ()
    damage: str = ""


def size_of(box: Box) -> tuple[float, float]:
    """Give width and height of a box in mm."""
    return (box[2] - box[0]) / PT, (box[3] - box[1]) / PT


def is_in(point: Point, box: Box) -> bool:
    """Tell whether a point lies in a box."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def middle(box: Box) -> Point:
    """Give the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@dataclass
class Painted:
    """What was found on a page, in the order of painting."""

    pictures: list[Picture] = field(default_factory=list)
    types: dict[tuple[Any, ...], Type] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    screen: dict[str, Point] = field(default_factory=dict)
    coloured: list[Point] = field(default_factory=list)
    seen_through: dict[str, None] = field(default_factory=dict)
    marks: int = 0

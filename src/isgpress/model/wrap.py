"""The measures of a cover that wraps a book: back, spine, front, flaps; lengths in mm.

Width = two trims + spine + two bleeds, height = trim + two bleeds, as printers state it:
https://kdp.amazon.com/help/topic/G201857950; flaps and a case add to that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.model.printing import CASE, FLAPS, PrinterProfile, Stock

if TYPE_CHECKING:
    from isgpress.model.publication import Trim

BACK, SPINE, FRONT = "back", "spine", "front"
BACK_FLAP, FRONT_FLAP = "back-flap", "front-flap"
LEAST_TYPE = 2.4  # mm: the room that 5.5 points need on a spine


@dataclass(frozen=True, slots=True)
class Panel:
    """One face of the cover; ``left`` counts from the left edge of the trimmed sheet."""

    name: str
    left: float
    width: float

    @property
    def right(self) -> float:
        """Where the panel ends."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Wrap:
    """A cover's sheet: its faces from left to right, and what stands around them.

    ``height`` is that of the faces; ``edge`` what lies between a face and the trim of the
    sheet, a case's turn-in; ``hinge`` what of front and back bends beside the spine of a
    case. The sheet is trimmed to ``sheet_width`` by ``sheet_height`` and bleeds ``bleed``
    beyond. ``spine_text`` tells whether words stand on the spine. ``spine_clear`` is what
    they keep from both folds, ``safe`` what other words keep from folds and edges.
    """

    binding: str
    panels: tuple[Panel, ...]
    height: float
    spine: float
    bleed: float
    safe: float
    spine_clear: float
    spine_text: bool
    edge: float = 0.0
    hinge: float = 0.0
    pages: int = 0

    def panel(self, name: str) -> Panel | None:
        """Give the face of that name, None where the cover has not got it."""
        return next((p for p in self.panels if p.name == name), None)

    @property
    def sheet_width(self) -> float:
        """The width of the trimmed sheet."""
        return sum(p.width for p in self.panels) + 2 * self.edge

    @property
    def sheet_height(self) -> float:
        """The height of the trimmed sheet."""
        return self.height + 2 * self.edge

    @property
    def width_with_bleed(self) -> float:
        """The width of the file without marks."""
        return self.sheet_width + 2 * self.bleed

    @property
    def height_with_bleed(self) -> float:
        """The height of the file without marks."""
        return self.sheet_height + 2 * self.bleed

    @property
    def folds(self) -> tuple[float, ...]:
        """Where the cover is folded, from the left edge of the trimmed sheet."""
        inner = {round(p.left, 4) for p in self.panels[1:]}
        if self.edge:
            inner |= {round(self.edge, 4), round(self.sheet_width - self.edge, 4)}
        return tuple(sorted(inner))


def bound_pages(pages: int, profile: PrinterProfile) -> int:
    """Give the page count as bound: blank pages fill up the printer's multiple."""
    return math.ceil(pages / profile.page_multiple) * profile.page_multiple


def spine_of(
    profile: PrinterProfile, stock: Stock, pages: int, *, binding: str, named: float = 0.0
) -> float:
    """Give the width of the spine; ``named`` is what the printer has said, before any sum."""
    if named:
        return named
    boards = 2 * profile.case.board if binding == CASE else 0.0
    return stock.spine(bound_pages(pages, profile)) + boards


def wrap_of(  # noqa: PLR0913 - all that a cover's measures follow from
    profile: PrinterProfile,
    trim: Trim,
    stock: Stock,
    pages: int,
    *,
    binding: str,
    named_spine: float = 0.0,
    mirrored: bool = False,
) -> Wrap:
    """Give the measures of a cover.

    ``mirrored``: the book is bound on the right, so the front stands on the left.
    """
    spine = spine_of(profile, stock, pages, binding=binding, named=named_spine)
    case = profile.case
    hard = binding == CASE
    width = trim.width + case.overhang if hard else trim.width
    edge = case.turn_in if hard else 0.0
    widths = [(BACK, width), (SPINE, spine), (FRONT, width)]
    if binding == FLAPS:
        widths = [(BACK_FLAP, profile.flap), *widths, (FRONT_FLAP, profile.flap)]
    panels, left = [], edge
    for name, wide in reversed(widths) if mirrored else widths:
        panels.append(Panel(name, left, wide))
        left += wide
    enough = bound_pages(pages, profile) >= profile.spine_text_pages
    return Wrap(
        binding=binding,
        panels=tuple(panels),
        height=trim.height + 2 * case.overhang if hard else trim.height,
        spine=spine,
        bleed=profile.bleed or 3.0,
        safe=profile.cover_safe,
        spine_clear=profile.spine_clear,
        spine_text=enough and spine - 2 * profile.spine_clear >= LEAST_TYPE,
        edge=edge,
        hinge=case.hinge if hard else 0.0,
        pages=bound_pages(pages, profile),
    )

"""What a printer wants of a title's files, put together from its profile and the title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.findings import Finding, Severity, Span
from isgpress.model.printing import CMYK, FOLDED, SADDLE, PrinterProfile, PrintOrder
from isgpress.model.publication import Issue, Press, Publication
from isgpress.render import load_theme, trim_of
from isgpress.standards import printing
from isgpress.standards.direction import right_to_left

if TYPE_CHECKING:
    from isgpress.check.preflight.facts import Picture, Point
    from isgpress.model.wrap import Wrap
    from isgpress.world import World


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a page, or in the file as a whole (``page`` 0).

    ``at`` and ``picture`` tell where on the page; ``place`` is where the sources say what
    should change, where that is not the text on the page.
    """

    rule: str
    message: str
    advice: str
    severity: Severity = Severity.ERROR
    page: int = 0
    at: Point | None = None
    picture: Picture | None = None
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file should be; lengths in mm.

    ``width`` and ``height`` are the trim's. ``mono`` are the pages, from 1, that are
    printed in black alone. ``wrap`` has the measures of a cover, and is None for pages.
    """

    profile: PrinterProfile
    order: PrintOrder
    title: Publication
    width: float
    height: float
    bleed: float
    mono: frozenset[int] = frozenset()
    binding: str = ""
    mirrored: bool = False  # bound on the right
    wrap: Wrap | None = None

    @property
    def is_stitched(self) -> bool:
        """Whether sheets are folded once and laid in one another."""
        return self.binding in {SADDLE, FOLDED}

    def place_of(self, key: str) -> Span | None:
        """Give where the title says that of its printing."""
        if isinstance(self.title, Issue) and dict(self.title.places).get(key):
            return self.title.place_of(key)
        return self.order.place_of(key) or self.title.span


def of_pages(world: World, press: Press, title: Publication, pages: int) -> Wanted:
    """Give what the ``pages`` pages of a title should be. Raises PressError."""
    profile = printing.printer_of(press, title)
    trim = trim_of(title, load_theme(world, title.theme, title.pages_of))
    return Wanted(
        profile,
        printing.order_of(title),
        title,
        trim.width,
        trim.height,
        printing.bleed_of(profile, title),
        _mono(profile, title, pages),
        printing.binding_of(profile, title),
        right_to_left(title.language),
    )


def of_cover(press: Press, title: Publication, wrap: Wrap) -> Wanted:
    """Give what a title's wrap cover should be, by its measures."""
    profile = printing.printer_of(press, title)
    return Wanted(
        profile,
        printing.order_of(title),
        title,
        wrap.sheet_width,
        wrap.sheet_height,
        wrap.bleed,
        binding=wrap.binding,
        mirrored=right_to_left(title.language),
        wrap=wrap,
    )


def _mono(profile: PrinterProfile, title: Publication, pages: int) -> frozenset[int]:
    every = frozenset(range(1, pages + 1))
    if profile.interior != CMYK:
        return every
    coloured = title.colour_pages if isinstance(title, Issue) else None
    return frozenset() if coloured is None else every - frozenset(coloured)


def told(fault: Fault, span: Span | None, file: str) -> Finding:
    """Give a fault as a finding; the message says on which page of which file it is seen."""
    where = f"page {fault.page} of {file}" if fault.page else file
    message = f"{fault.message} (seen in {where})"
    return Finding(fault.rule, message, span, fault.advice, fault.severity)

"""What a printer wants of the files, and what of it follows from paper and binding.

All lengths are in mm. A page is one side of a leaf, so the page count is twice the leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from isgpress.findings import Span

PERFECT, FLAPS, CASE = "perfect-bound", "flaps", "case"
SADDLE, FOLDED, LOOSE = "saddle-stitched", "folded", "loose"
WITH_SPINE = (PERFECT, FLAPS, CASE)  # whose cover is a file of its own: back, spine, front
X4, X1A, PLAIN = "x4", "x1a", ""
BLACK, GREY, CMYK = "black", "grey", "cmyk"


@dataclass(frozen=True, slots=True)
class OutputIntent:
    """The printing condition that colours are meant for.

    ``condition`` is its name in ``registry`` ("FOGRA39"), ``info`` what people call it.
    ``profile`` is an ICC file, relative to the press folder; empty where there is none.
    """

    condition: str
    registry: str = "http://www.color.org"
    info: str = ""
    profile: str = ""
    span: Span | None = None  # where press.yaml names the file


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper by its weight in g/m² and its bulk, the volume in cm³/g."""

    name: str
    grammage: float
    bulk: float
    colour: str = "white"
    source: str = ""
    date: str = ""

    @property
    def per_page(self) -> float:
        """The thickness of a page in mm: half a leaf's, weight times bulk."""
        return self.grammage * self.bulk / 2000


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper as a printer offers it: what a page adds to the spine, and what it begins with.

    ``estimated`` is set where the printer has not published the figures.
    """

    name: str
    per_page: float  # mm
    constant: float = 0.0  # mm
    estimated: bool = False
    source: str = ""

    def spine(self, pages: int) -> float:
        """Give the width of the spine of a paperback, in mm."""
        return pages * self.per_page + self.constant


@dataclass(frozen=True, slots=True)
class CaseMeasures:
    """What a hardback's case adds to the trim, in mm; the binder's template overrides it.

    ``board`` is the thickness of one board, ``overhang`` what boards stand out beyond
    the pages at head, foot and fore edge, ``hinge`` the gap between board and spine,
    ``turn_in`` what is folded over the boards.
    """

    board: float = 2.5
    overhang: float = 3.0
    hinge: float = 8.0
    turn_in: float = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterProfile:
    """What a printer takes: shape of the pages, colours, bounds of the page count.

    ``pdfx`` is ``x4``, ``x1a`` or empty for a plain PDF. ``interior`` is what the pages
    are printed in: ``black`` alone, ``grey`` (pictures in grey, of black ink too) or
    ``cmyk``. ``gutters`` are the least inner margins, each with the highest page count
    that it holds for, rising. ``papers`` and ``bindings`` begin with the usual one.
    """

    key: str
    name: str
    source: str = ""
    date: str = ""
    bleed: float = 3.0
    bleed_at_spine: bool = True  # whether pages bleed at the bound edge too
    safe: float = 5.0  # that text of a page keeps from the trim
    cover_safe: float = 5.0  # that text of a cover keeps from trim and fold
    gutters: tuple[tuple[int, float], ...] = ()
    marks: bool = False
    marks_offset: float = 3.0  # from the trim; never less than the bleed
    pdfx: str = X4
    interior: str = BLACK
    intent: OutputIntent | None = None
    cover_intent: OutputIntent | None = None  # None: the interior's
    ink_limit: int = 300  # % of all four inks together
    picture_dpi: int = 300  # below which a picture is reported
    line_dpi: int = 600  # the same for a picture of two tones
    least_line: float = 0.25  # pt: thinner lines are reported
    page_multiple: int = 2
    pages_min: int = 2
    pages_max: int = 0  # 0: as many as bind
    blank_run: int = 0  # most blank pages in a row; 0: as many as wanted
    last_blank: bool = False  # the printer wants the last page for itself
    papers: tuple[tuple[str, Stock], ...] = ()
    bindings: tuple[str, ...] = (PERFECT,)
    spine_text_pages: int = 80  # below this many pages nothing stands on the spine
    spine_clear: float = 1.5  # that text of the spine keeps from both folds
    flap: float = 80.0  # width of a flap
    case: CaseMeasures = CaseMeasures()

    def stock(self, paper: str = "") -> Stock | None:
        """Give the paper of that key, the usual one without a key; None if not offered."""
        return dict(self.papers).get(paper or next((k for k, _ in self.papers), ""))

    def gutter(self, pages: int) -> float:
        """Give the least inner margin in mm for a page count; 0 where none is asked for."""
        return next((mm for most, mm in self.gutters if pages <= most), 0.0)

    @property
    def for_cover(self) -> OutputIntent | None:
        """The printing condition of the cover."""
        return self.cover_intent or self.intent


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What a print edition says of its making; empty for what is usual.

    ``printer`` is the key of a profile, ``paper`` of one of its papers. ``spine`` is the
    width that the printer has named in mm, 0 where it is to be computed.
    """

    printer: str = ""
    paper: str = ""
    binding: str = ""
    spine: float = 0.0
    barcode: bool = True
    add_on: str = ""  # two or five figures beside the bar code
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False)  # of its keys
    span: Span | None = field(default=None, compare=False)

    def place_of(self, key: str) -> Span | None:
        """Give where the title says that; where its edition stands if it does not."""
        return dict(self.places).get(key, self.span)

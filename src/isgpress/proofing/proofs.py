"""Proofs to read and to correct: numbered lines, spreads, all pages at a glance."""

from __future__ import annotations

import bisect
import hashlib
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from isgpress.imposition import proof as openings
from isgpress.proofing.page import Page, Pages
from isgpress.proofing.paper import A4, BLUE, GREY, MM, PALE, Paper

HEAD, FOOT = 11 * MM, 11 * MM  # of a proof sheet, outside the page
WIDE, NARROW = 58 * MM, 6 * MM  # its margin for corrections, and that at the spine
SMALL, LABEL, FIGURES, FIGURES_BETWEEN = 7.5, 6.0, 6.0, 4.4  # pt
AWAY, BETWEEN = 5.0, 2.0  # pt, from a line to its number: at the side, among columns
COLUMN, INDENT = 4, 15.0  # lines aside that are a column; pt, that a line may be indented
WATERMARK = "PROOF"
EDGE = 12 * MM  # of a contact sheet
THUMBNAIL = 28 * MM  # the least width of a page on it
GAP = 5 * MM


@dataclass(frozen=True, slots=True)
class About:
    """What a proof says of itself: the title, and the file that it shows.

    ``slug`` names it where the font has no letters for the title. ``origins`` give, by
    page number, where in the sources the words of a page begin.
    """

    title: str
    slug: str
    file: str
    origins: Mapping[int, str]


def identity(data: bytes) -> str:
    """Give eight figures by which a proof is known to be of these pages and no others."""
    return hashlib.sha256(data).hexdigest()[:8]


def proof(pages: Pages, about: About) -> bytes:
    """Give each page on a sheet with numbered lines, and a wide margin for corrections.

    The margin is at the fore edge. A sheet is A4 where the page has room on it, else as
    large as it must be: pages are never made smaller.
    """
    paper = Paper(f"{about.title}: proof")
    with pikepdf.open(io.BytesIO(pages.data)) as source:
        for page in pages.pages:
            _proof_sheet(paper, source, page, pages, about)
        return paper.close()


def _proof_sheet(
    paper: Paper, source: pikepdf.Pdf, page: Page, pages: Pages, about: About
) -> None:
    size = (
        max(A4[0], page.width + WIDE + NARROW),
        max(A4[1], page.height + HEAD + FOOT),
    )
    recto = page.number % 2 == 1
    outer_right = recto != pages.mirrored
    x = NARROW if outer_right else size[0] - NARROW - page.width
    y = size[1] - HEAD - page.height
    paper.sheet(size)
    paper.page(source, page, (x, y))
    _watermark(paper, page, (x, y), identity(pages.data))
    _numbers(paper, page, (x, y))
    _heading(paper, page, pages, about, size)
    margin = (x + page.width + GAP, size[0] - NARROW) if outer_right else (NARROW, x - GAP)
    for text, at in (("line", 0.0), ("correction", 0.16)):
        paper.write(
            text, LABEL, (margin[0] + at * (margin[1] - margin[0]), y + page.height - 6), GREY
        )
    paper.rule((margin[0], y + page.height - 9, margin[1], y + page.height - 9))


def _heading(
    paper: Paper, page: Page, pages: Pages, about: About, size: tuple[float, float]
) -> None:
    high = size[1] - HEAD + 9
    known = f"proof {identity(pages.data)}"
    right = f"page {page.number} of {len(pages.pages)}"
    if page.folio and page.folio != str(page.number):
        right += f" · folio {page.folio}"
    room = size[0] - 2 * NARROW - paper.type.width(right, SMALL) - 20
    left = paper.fitting(f"{_name(paper, about)} · {known} · {about.file}", SMALL, room)
    paper.write(left, SMALL, (NARROW, high))
    paper.write(right, SMALL, (size[0] - NARROW, high), by=1)
    low = size[1] - HEAD - page.height - FOOT / 2 - 3
    origin = about.origins.get(page.number, "")
    if origin:
        room = size[0] - 2 * NARROW
        paper.write(
            paper.fitting(f"begins in {origin}", SMALL, room), SMALL, (NARROW, low), GREY
        )


def _watermark(paper: Paper, page: Page, corner: tuple[float, float], known: str) -> None:
    angle = math.atan2(page.height, page.width)
    turn = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle))
    middle = corner[0] + page.width / 2, corner[1] + page.height / 2
    size = 0.62 * math.hypot(page.width, page.height) / paper.type.width(WATERMARK, 1)
    paper.water(WATERMARK, size, middle, turn)
    down = size * 0.62
    below = middle[0] + down * turn[1], middle[1] - down * turn[3]
    paper.water(known, size / 4, below, turn)


def _numbers(paper: Paper, page: Page, corner: tuple[float, float]) -> None:
    """Write the number of each line before it: at the side of the text, or between columns."""
    for rtl in (False, True):
        lines = [(n, o) for n, o in enumerate(page.lines, 1) if o.right_to_left == rtl]
        if not lines:
            continue
        # from the side at which lines begin, so that one rule serves both directions
        begins = [page.width - o.box[2] if rtl else o.box[0] for _, o in lines]
        ends = sorted(page.width - o.box[0] if rtl else o.box[2] for o in page.lines)
        side = min(begins)
        roomy = side - AWAY > paper.type.width("999", FIGURES)
        for (number, line), begin in zip(lines, begins, strict=True):
            alone = bisect.bisect(ends, begin) < COLUMN
            size, away = (FIGURES, AWAY) if alone and roomy else (FIGURES_BETWEEN, BETWEEN)
            own = [o for o in begins if begin - INDENT < o <= begin]
            edge = (side if alone else min(own)) - away
            x = corner[0] + (page.width - edge if rtl else edge)
            place = (x, corner[1] + line.base)
            paper.write(str(number), size, place, BLUE, by=0 if rtl else 1)


def spreads(pages: Pages, about: About) -> bytes:
    """Give pages as the reader sees them: two side by side, the first alone, full size."""
    paper = Paper(f"{about.title}: spreads")
    with pikepdf.open(io.BytesIO(pages.data)) as source:
        for side in openings(len(pages.pages), 2, mirrored=pages.mirrored):
            (pair,) = side.rows
            found = [pages.pages[c.page - 1] if c.page else None for c in pair]
            _spread_sheet(paper, source, found, pages, about)
        return paper.close()


def _spread_sheet(
    paper: Paper, source: pikepdf.Pdf, pair: Sequence[Page | None], pages: Pages, about: About
) -> None:
    shown = [page for page in pair if page]
    wide, high = max(p.width for p in shown), max(p.height for p in shown)
    size = (2 * wide + 2 * NARROW, high + HEAD + NARROW)
    paper.sheet(size)
    for n, page in enumerate(pair):
        if page is None:
            continue
        x = NARROW + (wide if n else wide - page.width)
        paper.page(source, page, (x, HEAD))
        origin = about.origins.get(page.number, "")
        label = paper.fitting(" · ".join(filter(None, (_named(page), origin))), LABEL, wide - 8)
        edge = NARROW + n * 2 * wide
        paper.write(label, LABEL, (edge, HEAD / 2 - 2), GREY, by=n)
    known = f"{_name(paper, about)} · proof {identity(pages.data)}"
    paper.write(known, LABEL, (NARROW, size[1] - NARROW / 2 - 2), GREY)


def contact_sheet(pages: Pages, about: About) -> bytes:
    """Give all pages small on sheets of A4, in spreads, with their numbers below."""
    paper = Paper(f"{about.title}: contact sheet")
    wide = max(p.width for p in pages.pages)
    high = max(p.height for p in pages.pages)
    room = A4[0] - 2 * EDGE + GAP, A4[1] - 2 * EDGE - HEAD
    across = max(1, int(room[0] // (2 * THUMBNAIL + GAP)))
    scale = (room[0] / across - GAP) / (2 * wide)
    step = high * scale + LABEL + 3 * MM
    down = max(1, int(room[1] // step))
    sides = openings(len(pages.pages), 2, mirrored=pages.mirrored)
    sheets = -(-len(sides) // (across * down))
    with pikepdf.open(io.BytesIO(pages.data)) as source:
        for n, side in enumerate(sides):
            place = n % (across * down)
            if place == 0:
                paper.sheet(A4)
                _contact_heading(paper, pages, about, (n // (across * down) + 1, sheets))
            row, column = divmod(place, across)
            if pages.mirrored:
                column = across - 1 - column
            x = EDGE + column * (2 * wide * scale + GAP)
            y = A4[1] - EDGE - HEAD - row * step - high * scale
            for half, cell in enumerate(side.rows[0]):
                if cell.page:
                    page = pages.pages[cell.page - 1]
                    left = x + (half * wide + (0 if half else wide - page.width)) * scale
                    paper.page(source, page, (left, y + (high - page.height) * scale), scale)
                    middle = left + page.width * scale / 2
                    paper.write(_named(page), LABEL, (middle, y - LABEL - 1), GREY, by=0.5)
        return paper.close()


def _contact_heading(paper: Paper, pages: Pages, about: About, sheet: tuple[int, int]) -> None:
    high = A4[1] - EDGE - SMALL
    right = f"{len(pages.pages)} pages · sheet {sheet[0]} of {sheet[1]}"
    room = A4[0] - 2 * EDGE - paper.type.width(right, SMALL) - 20
    left = f"{_name(paper, about)} · proof {identity(pages.data)} · {about.file}"
    paper.write(paper.fitting(left, SMALL, room), SMALL, (EDGE, high))
    paper.write(right, SMALL, (A4[0] - EDGE, high), by=1)
    paper.rule((EDGE, high - 5, A4[0] - EDGE, high - 5), PALE)


def _name(paper: Paper, about: About) -> str:
    return about.title if paper.type.knows(about.title) else about.slug


def _named(page: Page) -> str:
    """Name a page by its number, and its folio where that is another."""
    if not page.folio or page.folio == str(page.number):
        return str(page.number)
    return f"{page.number} ({page.folio})"

"""The flatplan as a picture: spreads as the reader sees them, as SVG."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from isgpress.findings import counted
from isgpress.flatplan.room import filled
from isgpress.flatplan.view import Block, PageView, View
from isgpress.model.composition import Area, Grid

FONTS = "Libre Franklin, Arial, Helvetica, sans-serif"
INK, PAPER, QUIET, FAINT = "#1d1d1b", "#ffffff", "#6b6b66", "#c9c7c0"
TINTS = ("#cfe0ec", "#f3dcc2", "#d5e5cd", "#ead3dc", "#e9e3bd", "#d6d3ea", "#cce4e1")
FURNITURE = "#e9e7e1"
SIGNATURES = ("#b3372c", "#2d6a8e", "#5b7a2f", "#8a5a9e", "#b9801d", "#3f7f78")
COLOURS = ("#00a0d6", "#d6007f", "#f2d500", "#1d1d1b")  # the four inks, as a sign

PAGE = 150.0  # the width of a page; all lengths are in px
MARGIN, GUTTER = 28.0, 26.0  # around the picture, between spreads
HEAD, FOOT = 64.0, 40.0  # above the first row, for the legend below the last
CAPTION = 38.0  # between rows: folios and sheets
ACROSS = 5  # spreads in a row at most
HATCH = 7.0
EDGE = 1.4  # white around a block
TYPE, SMALL, TINY = 8.0, 6.6, 5.0
LETTER = 0.54  # the mean width of a letter, in its size
LEAD = 1.22


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


def svg(shown: View, thumbnails: Mapping[int, str] | None = None) -> str:
    """Give a flatplan as an SVG document.

    ``thumbnails`` gives the address of a picture for pages that have been built; such a
    page is shown as it is, without its blocks.
    """
    return _Picture(shown, thumbnails or {}).svg()


def size(shown: View) -> tuple[float, float]:
    """Give the width and height of the picture, in px of CSS."""
    picture = _Picture(shown, {})
    return picture.width, picture.height


@dataclass(frozen=True)
class _Picture:
    shown: View
    thumbnails: Mapping[int, str]

    @property
    def grid(self) -> Grid:
        return self.shown.grid

    @property
    def scale(self) -> float:
        return PAGE / self.grid.trim.width

    @property
    def depth(self) -> float:
        return self.grid.trim.height * self.scale

    @property
    def across(self) -> int:
        return max(1, min(ACROSS, len(self.shown.spreads)))

    @property
    def rows(self) -> int:
        return -(-len(self.shown.spreads) // self.across)

    @property
    def width(self) -> float:
        return 2 * MARGIN + self.across * 2 * PAGE + (self.across - 1) * GUTTER

    @property
    def height(self) -> float:
        return HEAD + self.rows * (self.depth + CAPTION) + FOOT + MARGIN

    def svg(self) -> str:
        """Give the document."""
        w, h = f"{self.width:g}", f"{round(self.height, 2):g}"
        title = self._title()
        root = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
            f'viewBox="0 0 {w} {h}" role="img" font-family={quoteattr(FONTS)} fill="{INK}">'
        )
        parts = [
            root,
            f"<title>{escape(title)}</title>",
            f'<rect width="{w}" height="{h}" fill="#f6f5f1"/>',
            _text(MARGIN, 36, title, 17, weight=700),
            _text(MARGIN, 52, self._below(), 9, colour=QUIET),
        ]
        for index, pages in enumerate(self.shown.spreads):
            row, column = divmod(index, self.across)
            left = MARGIN + column * (2 * PAGE + GUTTER)
            top = HEAD + row * (self.depth + CAPTION)
            for page in pages:
                recto = PAGE if page.number % 2 else 0.0
                parts += self._page(page, left + recto, top)
            if len(pages) == 2:  # noqa: PLR2004 - the fold of a spread
                parts.append(_rect(_Box(left + PAGE - 0.4, top, 0.8, self.depth), QUIET))
        parts += self._legend()
        parts.append("</svg>")
        return "\n".join(parts) + "\n"

    def _title(self) -> str:
        issue = self.shown.issue
        return " ".join(dict.fromkeys(t for t in (issue.title, issue.designation) if t))

    def _below(self) -> str:
        trim = self.grid.trim
        sheets = max((p.leaf.signature for p in self.shown.pages), default=0)
        said = [
            counted(len(self.shown.pages), "page"),
            f"{counted(sheets, 'signature')} of {self.shown.signature}",
            f"{trim.width:g} × {trim.height:g} mm",
        ]
        if self.thumbnails:
            said.append("pages as last built")
        if self.shown.unplaced:
            said.append("without a place: " + "; ".join(self.shown.unplaced))
        return "   ·   ".join(said)

    # A page

    def _page(self, page: PageView, left: float, top: float) -> Iterator[str]:
        blocks = "; ".join(b.label for b in page.blocks) or "empty"
        yield f'<g id="page-{page.number}"><title>Page {page.number}: {escape(blocks)}</title>'
        yield _rect(_Box(left, top, PAGE, self.depth), PAPER, stroke=FAINT)
        if page.number in self.thumbnails:
            yield (
                f'<image x="{left:g}" y="{top:g}" width="{PAGE:g}" height="{self.depth:.2f}" '
                f'preserveAspectRatio="none" href={quoteattr(self.thumbnails[page.number])}/>'
            )
            box = _Box(left, top, PAGE, self.depth)
            yield _rect(box, "none", stroke=FAINT)
        else:
            for area in page.free:
                box = self._box(area, left, top)
                yield _rect(box, "none", stroke=QUIET, dashes="3 3")
                letters = max(int((box.width - 6) / (SMALL * LETTER)), 5)
                lines = textwrap.wrap(f"{area.rect.lines} lines free", letters)
                for n, line in enumerate(lines):
                    y = box.top + 11 + n * SMALL * LEAD
                    yield _text(box.left + 3.5, y, line, SMALL, colour=QUIET)
            for block in sorted(page.blocks, key=lambda b: not b.area.holes):
                yield from self._block(block, left, top)
        yield from self._caption(page, left, top + self.depth)
        yield "</g>"

    def _box(self, area: Area, left: float, top: float) -> _Box:
        grid, rect, scale = self.grid, area.rect, self.scale
        return _Box(
            left + grid.left(area.page, rect.unit) * scale,
            top + grid.top(rect.line) * scale,
            grid.width(rect.units) * scale,
            rect.lines * grid.line * scale,
        )

    def _block(self, block: Block, left: float, top: float) -> Iterator[str]:
        area = block.area
        alone = (area.rect.units, area.rect.lines) == (self.grid.units, self.grid.lines)
        box = self._box(area, left, top)
        if block.role == "cover" or (block.is_advert and alone):
            box = _Box(left + 3, top + 3, PAGE - 6, self.depth - 6)
        yield _rect(box, PAPER if block.is_advert else self._tint(block))
        if block.is_advert:
            yield f'<path d="{_hatch(box)}" stroke="{FAINT}" stroke-width="1" fill="none"/>'
            yield _rect(box, "none", stroke=QUIET)
        for hole in area.holes:
            gone = self._box(Area(area.page, hole), left, top)
            edge = self.grid.line * self.scale
            yield _rect(
                _Box(
                    gone.left - EDGE,
                    gone.top - edge,
                    gone.width + 2 * EDGE,
                    gone.height + edge + 0.5,
                ),
                PAPER,
            )
        start = min(filled(area), key=lambda r: (r.line, r.unit))
        inside = self._box(Area(area.page, start), left, top) if area.holes else box
        yield from _label(
            block, _Box(inside.left, inside.top, box.left + box.width - inside.left, box.height)
        )

    def _tint(self, block: Block) -> str:
        if block.role != "article":
            return FURNITURE
        articles = [s.slug for s in self.shown.issue.sections if s.role == "article"]
        return TINTS[articles.index(block.slug) % len(TINTS)]

    def _caption(self, page: PageView, left: float, top: float) -> Iterator[str]:
        recto = page.number % 2 == 1
        outer, inner = (left + PAGE, left) if recto else (left, left + PAGE)
        colour = SIGNATURES[(page.leaf.signature - 1) % len(SIGNATURES)]
        yield _rect(_Box(left + 0.5, top + 2.5, PAGE - 1, 2.6), colour)
        anchor, other = ("end", "start") if recto else ("start", "end")
        yield _text(outer, top + 17, str(page.number), 11, weight=700, anchor=anchor)
        inside = inner + (5 if recto else -5)
        sheet = f"sig. {page.leaf.signature}, leaf {page.leaf.leaf}"
        yield _text(inside, top + 14, sheet, SMALL, colour=colour, anchor=other)
        if page.text_lines:
            what = "short" if page.text_lines > 0 else "over"
            said = f"{counted(abs(page.text_lines), 'line')} {what}"
            over = SIGNATURES[0] if page.text_lines < 0 else QUIET
            yield _text(inside, top + 23, said, SMALL, colour=over, anchor=other)
        inks = COLOURS if page.colour else COLOURS[-1:]
        step = -6.0 if recto else 6.0
        start = outer + step * 3.6
        for n, ink in enumerate(inks):
            yield _dot(start + n * step, top + 13.2, ink)

    def _legend(self) -> Iterator[str]:
        top = self.height - MARGIN - 6
        left = MARGIN
        for words, sign in (
            ("article", _rect(_Box(0, 0, 16, 10), TINTS[0])),
            ("furniture", _rect(_Box(0, 0, 16, 10), FURNITURE, stroke=FAINT)),
            ("advert", _hatched(_Box(0, 0, 16, 10))),
            ("free", _rect(_Box(0, 0, 16, 10), "none", stroke=QUIET, dashes="3 3")),
            ("prints in colour", _inks(COLOURS)),
            ("prints in black", _inks(COLOURS[-1:])),
        ):
            yield f'<g transform="translate({left:g} {top - 9:g})">{sign}</g>'
            yield _text(left + 30, top, words, 9, colour=QUIET)
            left += 30 + len(words) * 9 * LETTER + 26
        for number in sorted({p.leaf.signature for p in self.shown.pages}):
            colour = SIGNATURES[(number - 1) % len(SIGNATURES)]
            yield _rect(_Box(left, top - 5, 16, 3), colour)
            yield _text(left + 22, top, f"signature {number}", 9, colour=QUIET)
            left += 100


def _label(block: Block, box: _Box) -> Iterator[str]:
    """Give the lines of a block's label, as many as have room."""
    size = _fitting(max(block.label.split(), key=len, default=""), TYPE, box)
    letters = max(int((box.width - 6) / (size * LETTER) + 0.01), 3)
    rows = max(int((box.height - 5) / (size * LEAD)), 1)
    below = _below(block)
    lines = textwrap.wrap(block.label, letters, break_long_words=True)
    room = max(rows - len(below), 1)
    if len(lines) > room:
        lines = [
            *lines[: room - 1],
            textwrap.shorten(" ".join(lines[room - 1 :]), letters, placeholder="…"),
        ]
    y = box.top + size + 3.5
    said = [(line, size, 600, INK) for line in lines]
    if len(lines) + len(below) <= rows:
        said += [(line, _fitting(line, SMALL, box), 400, QUIET) for line in below]
    for line, body, weight, colour in said:
        if block.is_advert:
            width = min(len(line) * body * LETTER + 4, box.width - 5)
            yield _rect(_Box(box.left + 2.5, y - body, width, body * LEAD), PAPER)
        yield _text(box.left + 3.5, y, line, body, weight=weight, colour=colour)
        y += size * LEAD


def _fitting(words: str, size: float, box: _Box) -> float:
    """Give the size at which words fit a box's width, within reason."""
    return round(max(min(size, (box.width - 6) / (max(len(words), 1) * LETTER)), TINY), 2)


def _below(block: Block) -> list[str]:
    said = []
    if block.from_page:
        said.append(f"← from page {block.from_page}")
    if block.to_page:
        said.append(f"→ to page {block.to_page}")
    if block.parts > 1 and not said:
        said.append(f"{block.part} of {block.parts}")
    return said


def _hatch(box: _Box) -> str:
    """Give slanting lines that end at the edges of a box, as a path."""
    path = []
    count = math.ceil((box.width + box.height) / HATCH)
    for n in range(1, count):
        start = n * HATCH - box.height
        low, high = max(0.0, -start), min(box.height, box.width - start)
        if high > low:
            x, foot = box.left + start, box.top + box.height
            path.append(f"M{x + low:.1f} {foot - low:.1f}L{x + high:.1f} {foot - high:.1f}")
    return "".join(path)


def _hatched(box: _Box) -> str:
    lines = f'<path d="{_hatch(box)}" stroke="{FAINT}" stroke-width="1" fill="none"/>'
    return _rect(box, PAPER) + lines + _rect(box, "none", stroke=QUIET)


def _inks(inks: Sequence[str]) -> str:
    return "".join(_dot(3 + n * 6, 5, ink) for n, ink in enumerate(inks))


def _dot(x: float, y: float, ink: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="2.3" fill="{ink}"/>'


def _rect(box: _Box, fill: str, stroke: str = "", dashes: str = "") -> str:
    line = f' stroke="{stroke}" stroke-width="0.7"' if stroke else ""
    line += f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{max(box.width, 0):.2f}" '
        f'height="{max(box.height, 0):.2f}" fill="{fill}"{line}/>'
    )


def _text(  # noqa: PLR0913 - what a line of text has
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
    )

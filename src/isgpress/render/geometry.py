"""The type area of a page: margins, text size and leading from the trim and the theme.

The proportions are the old rule of the trade, inner < top < outer < bottom, with a
measure of 55 to 75 characters and 28 to 38 lines of text.
See J. Tschichold, "Consistent Correlation Between Book Page and Type Area" (1962);
R. Bringhurst, The Elements of Typographic Style, 2.1.2 and 8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from isgpress.model.publication import Trim

POINT = 25.4 / 72  # mm
MEASURE_SHARE = 0.752  # of the trim's width
INNER_SHARE = 0.43  # of the white beside the type area, inner and outer
DEPTH_SHARE = 0.818  # of the trim's height, before it is rounded to whole lines
TOP_SHARE = 0.43  # of the white above and below
LEAST_INNER = 12.5  # mm, so that a glued back does not swallow the text
LEADING_RATIO = 1.283
MOST_CHARACTERS = 74  # to a line
CHARACTER = 0.405  # em, a character with its share of space in a Garamond
FEWEST_LINES, MOST_LINES = 24, 38


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """A font's heights as parts of its size (em)."""

    cap_height: float = 0.65
    ascent: float = 1.0
    descent: float = 0.3


@dataclass(frozen=True, slots=True)
class PageSetup:
    """A page's measures: lengths in mm, ``text_size`` and ``leading`` in points."""

    width: float
    height: float
    inner: float
    outer: float
    top: float
    bottom: float
    text_size: float
    leading: float
    lines: int
    cap_height: float
    baseline: float

    @property
    def measure(self) -> float:
        """The width of the type area, in mm."""
        return self.width - self.inner - self.outer

    @property
    def depth(self) -> float:
        """The height of the type area, in mm."""
        return self.lines * self.leading * POINT

    def drop_cap(self, lines: int) -> tuple[float, float]:
        """Give size and line height, in points, of an initial ``lines`` lines deep.

        Its foot stands on the last of these lines' baselines; its head is level with
        the capitals of the first one.
        """
        size = ((lines - 1) * self.leading + self.cap_height * self.text_size) / self.cap_height
        foot = (lines - 0.5) * self.leading + self.baseline * self.text_size
        return size, 2 * (foot - self.baseline * size)


def page_setup(trim: Trim, options: Mapping[str, object], metrics: FontMetrics) -> PageSetup:
    """Give the page's measures: what the theme's options leave at ``auto`` by rule.

    Options read: ``text-size`` and ``leading`` (points), ``lines``, ``inner-margin``,
    ``outer-margin`` and ``top-margin`` (mm).
    """
    size = _number(options, "text-size") or _text_size(trim.width)
    leading = _number(options, "leading") or _quarter(size * LEADING_RATIO)
    line = leading * POINT
    lines = round(_number(options, "lines") or _lines(trim.height, line))
    measure = min(trim.width * MEASURE_SHARE, MOST_CHARACTERS * CHARACTER * size * POINT)
    white = trim.width - measure
    inner = _number(options, "inner-margin") or max(LEAST_INNER, white * INNER_SHARE)
    outer = _number(options, "outer-margin") or white - white * INNER_SHARE
    top = _number(options, "top-margin") or (trim.height - lines * line) * TOP_SHARE
    return PageSetup(
        width=trim.width,
        height=trim.height,
        inner=round(inner, 2),
        outer=round(outer, 2),
        top=round(top, 2),
        # a hair less than what is left, so that rounding never costs the last line
        bottom=round(trim.height - round(top, 2) - lines * line - 0.02, 3),
        text_size=size,
        leading=leading,
        lines=lines,
        cap_height=metrics.cap_height,
        # from the middle of a line down to its baseline, in em
        baseline=(metrics.ascent - metrics.descent) / 2,
    )


def _number(options: Mapping[str, object], name: str) -> float | None:
    value = options.get(name)
    return float(value) if isinstance(value, int | float) else None


def _quarter(points: float) -> float:
    return round(points * 4) / 4


def _text_size(width: float) -> float:
    """Give the size for about 64 characters on the measure, 10 to 12 points."""
    return _quarter(min(12.0, max(10.0, 10.0 + (width - 111) / 31)))


def _lines(height: float, line: float) -> int:
    return max(FEWEST_LINES, min(MOST_LINES, math.floor(height * DEPTH_SHARE / line)))

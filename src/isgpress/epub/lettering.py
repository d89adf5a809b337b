"""Display lines drawn as pixels: which font has the letters, where lines break, how wide.

A line is measured in em first, so that a size is found without setting it many times.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from PIL import ImageDraw, ImageFont, features

from isgpress.render import Theme
from isgpress.render.fonts import FontFace

Colour = tuple[int, ...]

MEASURED = 200  # px: the size at which text is measured
TRIED = 32  # px: the size at which it is seen whether a font has a letter
NO_CHARACTER = "\U0010ffff"  # no font has it
NARROW, NO_BREAK = "\u202f", "\u00a0"  # spaces: few fonts have the narrow one
BOLD = 600  # from here on the bold file of a typeface without a weight axis
SHORT = 3  # letters: articles, prepositions and conjunctions, bound to what follows
STRANDED, PAUSE = 0.09, 0.08  # against the square of a line's lack, in rooms


@dataclass(frozen=True)
class Lettering:
    """A font file at a size in px; ``spacing`` and ``leading`` are parts of the size."""

    path: str
    size: float
    weight: int = 400
    small_caps: bool = False
    spacing: float = 0.0
    leading: float = 1.3
    right_to_left: bool = False

    @property
    def _shaping(self) -> dict[str, Any]:
        return _shaping(self.small_caps, self.right_to_left, bool(self.spacing))

    def width(self, text: str) -> float:
        """Give the width of a line in em."""
        text = text.replace(NARROW, NO_BREAK)
        style = (self.small_caps, self.right_to_left, bool(self.spacing))
        return _advance(self.path, self.weight, style, text) + self.spacing * len(text)

    def draw(
        self, draw: ImageDraw.ImageDraw, edge: float, y: float, text: str, ink: Colour
    ) -> None:
        """Set a line on the baseline ``y``, its first letter's stem at ``edge``, in px.

        ``edge`` is the right one where the line runs from right to left.
        """
        text = text.replace(NARROW, NO_BREAK)
        font = _font(self.path, round(self.size), self.weight)
        anchor = "rs" if self.right_to_left else "ls"
        box = font.getbbox(text, anchor=anchor, **self._shaping)
        x = edge - (min(box[2], 0) if self.right_to_left else max(box[0], 0))
        for offset, piece in self._pieces(text, font):
            draw.text((x + offset, y), piece, ink, font, anchor, **self._shaping)

    def _pieces(self, text: str, font: ImageFont.FreeTypeFont) -> Iterator[tuple[float, str]]:
        """Give what is drawn at once: the line, or letter by letter where it is spaced."""
        if not self.spacing:
            yield 0.0, text
            return
        start = 0
        for number, cluster in enumerate(_clusters(text)):
            before = font.getlength(text[: start + len(cluster)], **self._shaping)
            own = font.getlength(cluster, **self._shaping)
            yield before - own + number * self.spacing * self.size, cluster
            start += len(cluster)


def font_path(theme: Theme, text: str, style: str, weight: int) -> str:
    """Give the theme's font file that has the most letters of ``text``.

    The text's own family comes first, then those for other scripts; the style gives way
    where a script has no italic.
    """
    wanted = frozenset(c for c in text if not c.isspace())
    static = "700" if weight >= BOLD else "400"

    def fitness(face: FontFace) -> tuple[bool, bool, bool]:
        return face.family == "text", face.style == style, face.weight in ("", static)

    running = [f for f in theme.fonts if f.family not in ("sans", "mono")]
    found: dict[str, int] = {}
    for face in sorted(running, key=fitness, reverse=True):
        found[face.path] = _letters_in(face.path, wanted)
        if found[face.path] == len(wanted):
            return face.path
    return max(found, key=found.__getitem__)


def broken(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """Break a text into the fewest lines that fit, alike in length, by sense where it can.

    ``width`` and ``room`` are of one unit. Lines end at spaces that may break alone;
    rather after a stop, rather not after a short word. A word wider than the room has
    a line to itself.
    """
    words = [w for w in unicodedata.normalize("NFC", text).split(" ") if w]
    if not words:
        return []
    widths, space = [width(word) for word in words], width(" ")
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # lines, badness, start of the last
    ideal = _ideal(widths, space, room)
    for end in range(1, len(words) + 1):
        found = []
        for start in range(end - 1, -1, -1):
            used = sum(widths[start:end]) + space * (end - start - 1)
            if used > room and start < end - 1:
                break
            lack = ((ideal - used) / room) ** 2
            lines, badness, _ = best[start]
            last = end == len(words)
            found.append(
                (lines + 1, badness + lack + (0 if last else _cost(words[end - 1])), start)
            )
        best.append(min(found))
    return list(_lines(words, best))


def _ideal(widths: Sequence[float], space: float, room: float) -> float:
    """Give the length of a line if all were alike, in as few lines as there must be."""
    lines, used = 1, 0.0
    for width in widths:
        if used and used + space + width > room:
            lines, used = lines + 1, width
        else:
            used += width + (space if used else 0.0)
    return (sum(widths) + space * (len(widths) - lines)) / lines


def _cost(word: str) -> float:
    if not word[-1].isalnum():
        return -PAUSE
    return STRANDED if len(word) <= SHORT else 0.0


def _lines(words: Sequence[str], best: Sequence[tuple[int, float, int]]) -> Iterator[str]:
    starts, end = [], len(words)
    while end:
        starts.append((best[end][2], end))
        end = best[end][2]
    for start, stop in reversed(starts):
        yield " ".join(words[start:stop])


def _clusters(text: str) -> Iterator[str]:
    """Give letters, each with the marks on it."""
    cluster = ""
    for character in text:
        if cluster and not unicodedata.combining(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _shaping(small_caps: bool, right_to_left: bool, spaced: bool) -> dict[str, Any]:  # noqa: FBT001
    """Say how letters are shaped; without Raqm there are neither features nor bidi."""
    if not features.check("raqm"):
        return {}
    chosen = [name for name, on in (("smcp", small_caps), ("-liga", spaced)) if on]
    chosen += ["onum", "pnum"]  # as the theme's style sheet has them
    return {"features": chosen, "direction": "rtl" if right_to_left else None}


@lru_cache(maxsize=4096)
def _advance(path: str, weight: int, style: tuple[bool, bool, bool], text: str) -> float:
    return _font(path, MEASURED, weight).getlength(text, **_shaping(*style)) / MEASURED


@cache
def _font(path: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    try:
        axes = font.get_variation_axes()
    except OSError:  # not a variable font
        return font
    places = [_place(axis, weight) for axis in axes]
    font.set_variation_by_axes(places)
    return font


def _place(axis: Mapping[str, Any], weight: int) -> float:
    if axis["name"] != b"Weight":
        return float(axis["default"])
    return float(min(max(weight, axis["minimum"]), axis["maximum"]))


@cache
def _letters_in(path: str, wanted: frozenset[str]) -> int:
    """Count the characters that a font has: a missing one is drawn as no other is.

    Reading the font's own table takes many times as long.
    """
    font = ImageFont.truetype(path, TRIED, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask(NO_CHARACTER))
    return sum(bytes(font.getmask(character)) != missing for character in wanted)

"""Pages as a reader sees them: words with their places, in lines.

Lengths are in points (1/72 in), measured from the lower left corner of the trim.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

Box = tuple[float, float, float, float]
HYPHENS = "\u2010\ufffe\u0002-\u00ad"  # PDFium gives U+FFFE or U+0002 for a typed one
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_INSIDE = re.compile(r"[-\u2010\u2011'\u2019\ufffe\u0002]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is printed, and the box of its letters."""

    text: str
    box: Box

    @property
    def key(self) -> str:
        """What is compared: no marks of form, nothing that the end of a line may add."""
        return unicodedata.normalize("NFKC", _INSIDE.sub("", _UNSEEN.sub("", self.text)))


@dataclass(frozen=True)
class Line:
    """A line as it is seen: its words from its beginning, where it stands, how large."""

    words: tuple[Word, ...]
    base: float  # of its letters, above the lower edge of the trim
    size: float  # from ascent to descent
    of_text: bool = True  # no running head, no folio

    @cached_property
    def box(self) -> Box:
        """The box around its words."""
        left, low, right, high = zip(*(w.box for w in self.words), strict=True)
        return min(left), min(low), max(right), max(high)

    @cached_property
    def text(self) -> str:
        """Its words with spaces between."""
        return " ".join(w.text for w in self.words)

    @cached_property
    def right_to_left(self) -> bool:
        """Whether most of its letters run from right to left."""
        kinds = [unicodedata.bidirectional(c) for w in self.words for c in w.text]
        return sum(k in {"R", "AL"} for k in kinds) > sum(k == "L" for k in kinds)


@dataclass(frozen=True)
class Page:
    """A page: its size, its folio as the file names it, lines of text in reading order.

    ``number`` counts from 1. ``around`` are running heads, folios and what else is not of
    the text; all is of the text where a file does not tell them apart.
    """

    number: int
    folio: str
    width: float
    height: float
    lines: tuple[Line, ...]
    around: tuple[Line, ...] = ()

    @cached_property
    def text(self) -> str:
        """The words of its text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF that was read; ``mirrored`` where it is bound on the right."""

    data: bytes
    pages: tuple[Page, ...]
    mirrored: bool

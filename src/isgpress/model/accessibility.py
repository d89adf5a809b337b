"""What was found of a title's accessibility: facts, and what stands in their way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from isgpress.findings import Span

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What an e-book claims to conform to, in the words of EPUB Accessibility 1.1, 2.4.2."""


class Fact(StrEnum):
    """What must hold of a title so that its e-book may claim ``CONFORMANCE``."""

    PICTURES = "pictures"  # each has an alternative text, or is decoration
    STILL = "still"  # none of them moves
    HEADINGS = "headings"  # none skips a level
    LANGUAGES = "languages"  # each passage is in a script of the language it is marked with
    TABLES = "tables"  # each has header cells
    CONTRAST = "contrast"  # text stands out from what it stands on


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A place at which something does not hold: ``message`` says what, ``help`` what to do."""

    fact: Fact
    message: str
    help: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class AccessibilityFacts:
    """What a title's e-book has, and what keeps it from being read by everybody.

    ``pages_of`` tells whose pages it lists: ``print``, ``source`` or, where none are,
    nothing.
    """

    pictures: bool = False  # beside the cover
    notes: bool = False
    tables: bool = False
    formulas: bool = False  # as MathML
    other_languages: bool = False
    index: bool = False
    pages_of: str = ""
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing was found that keeps the e-book from ``CONFORMANCE``."""
        return not self.obstacles

    def holds(self, fact: Fact) -> bool:
        """Tell whether nothing stands in the way of a fact."""
        return all(o.fact is not fact for o in self.obstacles)

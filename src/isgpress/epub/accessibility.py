"""What an EPUB says of its accessibility, in the vocabularies of its metadata.

See EPUB Accessibility 1.1, 2.2 and 2.4, and the schema.org accessibility properties,
https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20230718/
"""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.model.accessibility import AccessibilityFacts, Fact
from isgpress.model.publication import Press
from isgpress.render import claims, statements
from isgpress.standards import words


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties, in their order."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility(facts: AccessibilityFacts, press: Press, language: str) -> Accessibility:
    """Give what is true of a title: its pictures, their alternatives, its structure.

    The summary is in the title's ``language``. The cover always has an alternative text
    and counts as a picture; nobody has seen whether pictures that move flash.
    """
    described = facts.holds(Fact.PICTURES)
    features = {
        "structuralNavigation": facts.holds(Fact.HEADINGS),
        "tableOfContents": True,
        "readingOrder": True,
        "alternativeText": described,
        "displayTransformability": True,
        "MathML": facts.formulas,
        "pageBreakMarkers": bool(facts.pages_of),
        "pageNavigation": bool(facts.pages_of),
        "index": facts.index,
    }
    said = words(language)
    return Accessibility(
        modes=("textual", "visual"),
        sufficient=("textual",) if described else ("textual,visual",),
        features=tuple(name for name, holds in features.items() if holds),
        hazards=("none",) if facts.holds(Fact.STILL) else ("unknown",),
        summary=" ".join((*statements(facts, said), *claims(facts, press, said))),
    )

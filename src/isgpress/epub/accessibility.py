"""What an EPUB may say of its accessibility: computed from what is in it.

See EPUB Accessibility 1.1, 2.2, and the schema.org accessibility properties,
https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20230718/
"""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.model.manuscript import Manuscript
from isgpress.standards import words


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties, in their order."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility(manuscript: Manuscript, *, moving: bool, pages_of: str) -> Accessibility:
    """Give what is true of a title: its pictures, their alternatives, its structure.

    ``moving`` tells whether a picture is animated: nobody has seen whether it flashes.
    ``pages_of`` tells whose pages are marked and listed: ``print``, ``source`` or empty.
    The cover always has an alternative text and counts as a picture.
    """
    images = [i for d in manuscript.documents for i in d.images]
    described = all(i.decorative or i.alt.strip() for i in images)
    features = ["structuralNavigation", "tableOfContents", "readingOrder"]
    features += ["alternativeText"] if described else []
    features += ["displayTransformability"]
    features += ["pageBreakMarkers", "pageNavigation"] if pages_of else []
    features += (
        ["index"] if any(s.role == "index" for s in manuscript.publication.sections) else []
    )
    return Accessibility(
        modes=("textual", "visual"),
        sufficient=("textual",) if described else ("textual,visual",),
        features=tuple(features),
        hazards=("unknown",) if moving else ("none",),
        summary=_summary(manuscript, described=described, pages_of=pages_of),
    )


def _summary(manuscript: Manuscript, *, described: bool, pages_of: str) -> str:
    """Say the same in sentences of the title's language."""
    state = "pictures" if described else "missing"
    if not any(d.images for d in manuscript.documents):
        state = "no_pictures"
    notes = ["notes"] if any(d.notes for d in manuscript.documents) else []
    notes += {"print": ["pages"], "source": ["source_pages"]}.get(pages_of, [])
    said = words(manuscript.publication.language)
    return " ".join(said[f"access_{key}"] for key in ("text", "order", *notes, state))

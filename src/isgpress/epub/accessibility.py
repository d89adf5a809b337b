"""What an EPUB may say of its accessibility: computed from what is in it.

See EPUB Accessibility 1.1, 2.2, and the schema.org accessibility properties,
https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20230718/
"""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.model.manuscript import Manuscript

SUMMARY = {
    "words": "The text can be read aloud, enlarged and set in any typeface and colours.",
    "order": "Headings, contents and landmarks follow the reading order; notes are linked "
    "with their calls both ways.",
    "pictures": "Every picture has a description or is marked as decoration.",
    "missing": "Some pictures have no description.",
    "none": "There are no pictures in the text.",
}


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties, in their order."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility(manuscript: Manuscript) -> Accessibility:
    """Give what is true of a title: its pictures, their alternatives, its structure.

    The cover always has an alternative text and counts as a picture.
    """
    images = [i for d in manuscript.documents for i in d.images]
    told = [i for i in images if not i.decorative]
    described = all(i.alt.strip() for i in told)
    features = ["structuralNavigation", "tableOfContents", "readingOrder"]
    features += ["alternativeText"] if described else []
    features += ["displayTransformability"]
    features += ["index"] if any(s.role == "index" for s in manuscript.book.sections) else []
    state = "none" if not images else "pictures" if described else "missing"
    return Accessibility(
        modes=("textual", "visual"),
        sufficient=("textual",) if described else ("textual,visual",),
        features=tuple(features),
        hazards=("none",),  # text and still pictures: nothing flashes, moves or sounds
        summary=" ".join(SUMMARY[key] for key in ("words", "order", state)),
    )

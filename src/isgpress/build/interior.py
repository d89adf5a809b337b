"""How the pages of a print edition are finished for its printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.model.printing import CMYK, WITH_SPINE
from isgpress.model.publication import Issue
from isgpress.model.wrap import bound_pages
from isgpress.standards import printing

if TYPE_CHECKING:
    from isgpress.build.job import Job
    from isgpress.typeset.onpress import Sheet


def interior_sheet(job: Job, pages: int) -> Sheet:
    """Give how the ``pages`` pages of a title are finished, by its printer's profile.

    Where they get a spine, blank pages fill up the last sheet: the file has the page count
    that is bound. Pages to be folded are left as they are; what is on them is planned.
    """
    from isgpress.typeset.onpress import Sheet  # noqa: PLC0415 (slow import)

    title = job.publication
    profile = printing.printer_of(job.press, title)
    intent = profile.intent
    icc = intent.profile if intent else ""
    spine = printing.binding_of(profile, title) in WITH_SPINE
    return Sheet(
        bleed=printing.bleed_of(profile, title),
        pdfx=profile.pdfx,
        marks=profile.marks,
        offset=profile.marks_offset,
        intent=intent,
        profile=job.world.read_bytes(icc) if icc else b"",
        ink_limit=profile.ink_limit,
        bled=False,
        mono=_mono(job, profile.interior, pages),
        pages=bound_pages(pages, profile) if spine else pages,
    )


def _mono(job: Job, interior: str, pages: int) -> frozenset[int] | None:
    """Give the pages in black alone: all of them, those that are not in colour, or none."""
    if interior != CMYK:
        return frozenset()
    title = job.publication
    if not isinstance(title, Issue) or title.colour_pages is None:
        return None
    return frozenset(range(1, pages + 1)) - frozenset(title.colour_pages) or None

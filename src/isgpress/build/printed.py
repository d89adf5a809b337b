"""The files of a title for its printer, as they stand in dist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.build.standing import complaints, standing
from isgpress.build.wrap import WRAP, has_wrap
from isgpress.check.preflight import Printed
from isgpress.findings import Finding

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication
    from isgpress.world import World

PAGES = ("paperback", "print")


def printed(
    world: World, press: Press, title: Publication
) -> tuple[Printed, tuple[Finding, ...]]:
    """Give the files that a printer gets of a title, and what keeps others from being judged.

    Findings: ``not-built``, ``older-than-sources``.
    """
    editions = [s for s in standing(world, title) if s.edition in {*PAGES, WRAP}]
    good = {s.edition: s.path for s in editions if s.is_to_be_judged}
    pages = next((good[name] for name in PAGES if name in good), None)
    findings = complaints(title, editions)
    wrapped = has_wrap(press, title)
    if pages and wrapped and not any(s.edition == WRAP for s in editions):
        message = "the cover for the printer is not built"
        advice = f"run `isgpress build {title.slug}`"
        findings = (*findings, Finding("not-built", message, title.span, advice))
    return Printed(title, pages, good.get(WRAP) if wrapped else None), findings

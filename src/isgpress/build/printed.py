"""The files of a title for its printer, as they stand in dist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.build.standing import complaints, standing
from isgpress.build.title import LARGE_COVER
from isgpress.build.wrap import WRAP, has_wrap
from isgpress.check.preflight import Printed
from isgpress.findings import Finding
from isgpress.model.publication import LARGE_PRINT

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication
    from isgpress.world import World

PAGES = ("paperback", "print")


def printed(
    world: World, press: Press, title: Publication
) -> tuple[tuple[Printed, ...], tuple[Finding, ...]]:
    """Give the files that a printer gets of a title, and what keeps others from being judged.

    Those of the edition in large print come after the usual ones. Findings:
    ``not-built``, ``older-than-sources``.
    """
    made = [_files(world, press, title, PAGES, WRAP)] if title.printed else []
    if title.edition(LARGE_PRINT):
        large = title.in_large_print()
        made.append(_files(world, press, large, (LARGE_PRINT,), LARGE_COVER))
    return tuple(files for files, _ in made), tuple(f for _, found in made for f in found)


def _files(
    world: World, press: Press, title: Publication, names: tuple[str, ...], cover: str
) -> tuple[Printed, tuple[Finding, ...]]:
    editions = [s for s in standing(world, title) if s.edition in {*names, cover}]
    good = {s.edition: s.path for s in editions if s.is_to_be_judged}
    pages = next((good[name] for name in names if name in good), None)
    findings = complaints(title, editions)
    wrapped = has_wrap(press, title)
    if pages and wrapped and not any(s.edition == cover for s in editions):
        message = "the cover for the printer is not built"
        advice = f"run `isgpress build {title.slug}`"
        findings = (*findings, Finding("not-built", message, title.span, advice))
    return Printed(title, pages, good.get(cover) if wrapped else None), findings

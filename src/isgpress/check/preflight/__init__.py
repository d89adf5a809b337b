"""Preflight: what a printer would send back, found before the files leave the house.

The pages and the cover of a title are read as a machine paints them (``reading``,
``painting``), compared with what the printer's profile wants (``rules``, ``whole``),
their ink is measured by Ghostscript, and each fault is told by its place in the sources
(``sources``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from isgpress.check.preflight.facts import File, Page
from isgpress.check.preflight.matrices import overlap
from isgpress.check.preflight.reading import read
from isgpress.check.preflight.rules import page_faults
from isgpress.check.preflight.sources import Sources
from isgpress.check.preflight.turned import turned
from isgpress.check.preflight.wanted import Fault, Wanted, of_cover, of_pages, told
from isgpress.check.preflight.whole import file_faults
from isgpress.check.validators import ghostscript
from isgpress.check.validators.tools import BrokenDownError, failed
from isgpress.findings import Finding, PressError
from isgpress.model.publication import Press, Publication
from isgpress.render import load_theme
from isgpress.render.wrap import measures
from isgpress.standards import printing
from isgpress.world import World

__all__ = ["Printed", "preflight"]

SQUARE_CM = 100.0  # mm²
ALL = 1000.0  # mm: of a cover, words may stand beside a fold anywhere


@dataclass(frozen=True, slots=True)
class Printed:
    """The files of a title for its printer: pages, and a cover where it has one of its own.

    Both are absolute; None where it is not there.
    """

    title: Publication
    pages: Path | None = None
    cover: Path | None = None


def preflight(world: World, press: Press, printed: Printed) -> tuple[Finding, ...]:
    """Give what a printer would send back of a title's files, each with page and source."""
    sources = Sources(world, printed.title)
    profile = printing.printer_of(press, printed.title)
    near = max(profile.safe, *(mm for _, mm in profile.gutters), 0.0)
    findings: list[Finding] = []
    try:
        pages = read(printed.pages, near) if printed.pages else None
        if printed.pages and pages:
            wanted = of_pages(world, press, printed.title, len(pages.pages))
            findings += _judged(world, sources, printed.pages, pages, wanted)
        if printed.cover and pages and not pages.damage:
            theme = load_theme(world, printed.title.theme, printed.title.pages_of)
            wrap, _ = measures(press, printed.title, theme, len(pages.pages))
            wanted = of_cover(press, printed.title, wrap)
            cover = read(printed.cover, ALL)
            findings += _judged(world, sources, printed.cover, cover, wanted)
    except PressError as stop:
        return (*findings, *stop.findings)
    return tuple(findings)


def _judged(
    world: World, sources: Sources, path: Path, file: File, wanted: Wanted
) -> Iterator[Finding]:
    name = path.relative_to(world.root).as_posix()
    if file.damage:
        message = f"`{name}` cannot be read: {file.damage}"
        help_ = f"run `isgpress build {wanted.title.slug}`"
        yield Finding("unreadable-file", message, wanted.title.span, help_)
        return
    pages = {page.number: page for page in file.pages}
    theme = load_theme(world, wanted.title.theme, wanted.title.pages_of)
    faults = chain(
        file_faults(file, wanted),
        page_faults(file, wanted),
        turned(file, wanted, sources, theme),
    )
    for fault in faults:
        yield told(fault, sources.place(fault, pages.get(fault.page)), name)
    if ghostscript.needs():
        return
    try:
        for fault in _ink(path, pages, wanted):
            yield told(fault, sources.place(fault, pages.get(fault.page)), name)
    except BrokenDownError as broken:
        yield failed("Ghostscript", Path(name), broken)


def _ink(path: Path, pages: Mapping[int, Page], wanted: Wanted) -> Iterator[Fault]:
    """No spot has more ink than the paper holds; pages in black alone cannot."""
    limit = wanted.profile.ink_limit
    measured = {n: (p.media, p.printed) for n, p in pages.items() if p.coloured}
    for ink in ghostscript.inks(path, measured, limit):
        if ink.box is None:
            continue
        page = pages[ink.page]
        message = (
            f"there is up to {ink.most:.0f} % of ink, and the printer's limit is {limit}; "
            f"{ink.area / SQUARE_CM:.2f} cm² are over it"
        )
        advice = "use less ink in the dark colours, or name the printer's profile in press.yaml"
        yield Fault(
            "too-much-ink",
            message,
            advice,
            page=ink.page,
            at=(ink.box[0], ink.box[3]),
            picture=next((p for p in page.pictures if overlap(p.box, ink.box)), None),
        )

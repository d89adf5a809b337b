"""The PDF editions of an issue whose pages are composed: planned, fitted, put together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isgpress import flatplan
from isgpress.build.attaching import attached
from isgpress.build.events import Stage
from isgpress.build.fitting import fit_issue
from isgpress.build.job import Job, Made
from isgpress.build.pages import SCREEN, about
from isgpress.check.conservation import in_order, report, without_references
from isgpress.epub import cover_of_page
from isgpress.findings import Finding, PressError, has_errors
from isgpress.manuscript.words import plain_words, words
from isgpress.model.composition import Flatplan
from isgpress.model.publication import Issue
from isgpress.render import render_canvas, render_piece
from isgpress.typeset import ComposedTitle, Composer, FittedPiece, Typesetter

if TYPE_CHECKING:
    from isgpress.model.composition import Frame, Piece
    from isgpress.model.rendered import PageMap, RenderedSection


_INSIDE = re.compile(r'\shref="#[^"]*"')
_SLOT = re.compile(r'<span class="page-slot[^>]*data-target="([^"]*)"[^>]*>[^<]*</span>')


@dataclass(frozen=True, slots=True)
class ComposedPages:
    """An issue that is composed, its flatplan, what was found, and the seconds it took."""

    title: ComposedTitle
    plan: Flatplan
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def page_map(self) -> PageMap:
        """The page map of the print edition."""
        return self.title.page_map


def compose_pages(job: Job, typesetter: Typesetter) -> ComposedPages:
    """Plan, fit and compose all pages of an issue.

    Raises PressError: the flatplan's findings, overset text, words that were lost.
    """
    start = time.perf_counter()
    issue = job.publication
    composer = Composer(typesetter)
    found = fit_issue(job, composer, lambda pieces: _listen(job, pieces))
    plan, fitted, findings = found.plan, found.pieces, found.findings
    if has_errors(findings):
        raise PressError(*findings)
    frames = [f for p in fitted for f in p.frames]
    canvases = _canvases(job, plan, frames)
    title = composer.compose(fitted, canvases, plan, f"{issue.folder}/issue.yaml")
    findings += title.findings
    if lost := _losses(job, fitted):
        raise PressError(*findings, *lost)
    return ComposedPages(title, plan, findings, time.perf_counter() - start)


def composed_cover(job: Job, typesetter: Typesetter) -> bytes:
    """Give the cover page of an issue as a JPEG; nothing where it has none.

    Raises PressError.
    """
    from isgpress.typeset.assembly import assemble_issue  # noqa: PLC0415 (slow import)

    issue, layout = job.publication, job.theme.layout
    section = next((s for s in issue.sections if s.role == "cover"), None)
    if not isinstance(issue, Issue) or layout is None or section is None:
        return b""
    plan, _ = flatplan.plan(issue, layout)
    page = plan.page_of(section.slug) or 1
    # a newspaper's cover is a slot of its front page, beside the news
    pieces = [
        _alone(render_piece(job.world, job.manuscript, job.press, job.theme, s, plan), plan)
        for s in issue.sections
        if plan.page_of(s.slug) == page
    ]
    composer = Composer(typesetter)
    fitted = composer.fit(pieces, plan.grid)
    canvases = _canvases(job, plan, [f for p in fitted for f in p.frames])
    title = composer.compose(fitted, canvases, plan, f"{issue.folder}/issue.yaml")
    return cover_of_page(assemble_issue(title, about(job, SCREEN), screen=False), page)


def _alone(piece: Piece, plan: Flatplan) -> Piece:
    """Give a piece with nothing that leads to others."""
    html = _SLOT.sub(lambda slot: str(plan.page_of(slot[1]) or ""), piece.html)
    return replace(piece, html=_INSIDE.sub("", html))


def make_composed_pdfs(
    job: Job, pages: ComposedPages, editions: tuple[str, ...]
) -> dict[str, Made]:
    """Give the PDF editions asked for."""
    from isgpress.build.interior import interior_sheet  # noqa: PLC0415 (slow import)
    from isgpress.typeset.assembly import assemble_issue  # noqa: PLC0415

    made = {}
    before = pages.seconds
    for edition in editions:
        job.say(Stage.PDF)
        start = time.perf_counter()
        screen = edition == SCREEN
        sheet = None if screen else interior_sheet(job, pages.title.pages)
        more = attached(job) if screen else None
        data = assemble_issue(
            pages.title, about(job, edition), screen=screen, sheet=sheet, attached=more
        )
        seconds = before + time.perf_counter() - start
        made[edition] = Made(data, pages.title.pages, seconds, pages.findings)
        before = 0.0
    return made


def _canvases(job: Job, plan: Flatplan, frames: Sequence[Frame]) -> list[RenderedSection]:
    return [
        render_canvas(job.world, job.manuscript, job.press, job.theme, page, frames)
        for page in plan.pages
    ]


def _losses(job: Job, fitted: Sequence[FittedPiece]) -> tuple[Finding, ...]:
    """Compare the words in the frames of each article with the manuscript's."""
    found = {p.slug: p.composed for p in fitted}
    lost = []
    for document in job.manuscript.documents:
        composed = found.get(document.section.slug)
        if composed is None:
            continue
        body = without_references(document.body)
        if loss := in_order(words(body), plain_words(composed.text)):
            lost.append(report(loss, "the pages", document, body))
        notes = "\n".join(f"<div>{note.xhtml}</div>" for note in document.notes)
        if loss := in_order(words(notes), plain_words(composed.notes)):
            lost.append(report(loss, "the pages", document, notes))
    return tuple(lost)


def _listen(job: Job, pieces: Sequence[Piece]) -> Callable[[str, str], None]:
    titles = {p.slug: p.section.title or p.section.role for p in pieces}
    ended: set[str] = set()

    def listen(_what: str, slug: str) -> None:
        ended.add(slug)
        job.say(Stage.PAGES, titles.get(slug, slug), len(ended), len(pieces))

    job.say(Stage.PAGES, "", 0, len(pieces))
    return listen

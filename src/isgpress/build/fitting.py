"""The text of an issue in the rooms of its flatplan, before pages are put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isgpress import flatplan
from isgpress.build.job import Job
from isgpress.check.copyfit import copyfit
from isgpress.findings import Finding, has_errors
from isgpress.model.article import Place
from isgpress.model.composition import Area, Flatplan, Layout, Placement, PlannedPage, Rect
from isgpress.model.publication import Issue, Publication, Section
from isgpress.render import render_piece

if TYPE_CHECKING:
    from isgpress.model.composition import Piece
    from isgpress.typeset import Composer, FittedPiece

Listen = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class FittedIssue:
    """An issue whose text is set; no ``pieces`` where the plan has errors.

    In ``issue`` every article says how many pages it takes. ``findings`` are those of
    the plan and of copyfitting.
    """

    issue: Issue
    plan: Flatplan
    pieces: tuple[FittedPiece, ...]
    findings: tuple[Finding, ...]

    @property
    def free_lines(self) -> dict[int, int]:
        """The lines of a column that stay empty, by page.

        Less than 0 is what has no room; it counts on the last page of its piece.
        """
        lines: Counter[int] = Counter()
        for piece in self.pieces:
            free = dict(piece.fit.pages)
            if piece.fit.over:
                free[self.plan.areas(piece.slug)[-1].page] = -piece.fit.over
            lines.update(free)
        return dict(lines)


def fit_issue(
    job: Job, composer: Composer, listen: Callable[[Sequence[Piece]], Listen] | None = None
) -> FittedIssue:
    """Plan an issue and set its text. Open-ended articles get the pages they need.

    ``listen`` takes the pieces, and gives what hears of each as it is done. Raises
    PressError where a piece cannot be rendered or set, TypeError for a title whose text
    flows.
    """
    issue, layout = job.publication, job.theme.layout
    if not isinstance(issue, Issue) or layout is None:
        raise TypeError(issue.slug)
    issue = _with_pages(job, issue, layout, composer)
    plan, findings = flatplan.plan(issue, layout)
    if has_errors(findings):
        return FittedIssue(issue, plan, (), findings)
    pieces = [_piece(job, s, plan) for s in issue.sections if plan.areas(s.slug)]
    heard = {"report": listen(pieces)} if listen else {}
    fitted = composer.fit(pieces, plan.grid, **heard)
    open_ended = set() if layout.budgeted else _open_ended(job.publication)
    found = tuple(f for p in fitted for f in _findings(p, ends_anywhere=p.slug in open_ended))
    return FittedIssue(issue, plan, tuple(fitted), (*findings, *found))


def _piece(job: Job, section: Section, plan: Flatplan) -> Piece:
    return render_piece(job.world, job.manuscript, job.press, job.theme, section, plan)


def _open_ended(title: Publication) -> set[str]:
    return {s.slug for s in title.sections if flatplan.is_open_ended(s)}


def _findings(piece: FittedPiece, *, ends_anywhere: bool) -> Iterator[Finding]:
    texts = [f.page for f in piece.frames if f.kind == "text"]
    columns = texts.count(max(texts, default=0))
    section = piece.piece.section
    return copyfit(piece.fit, section, columns=max(columns, 1), ends_anywhere=ends_anywhere)


def _with_pages(job: Job, issue: Issue, layout: Layout, composer: Composer) -> Issue:
    """Give the issue with whole pages for its open-ended articles.

    They are set alone, on as many pages as their text needs. One that names its page
    ends before the next page that another piece names.
    """
    open_ended = [s for s in issue.sections if flatplan.is_open_ended(s)]
    if not open_ended:
        return issue
    grid = (layout.on(issue.trim) if issue.trim else layout).grid
    area = Area(1, Rect(0, 0, grid.units, grid.lines))
    pieces = []
    for section in open_ended:
        alone = PlannedPage(1, layout.default, (Placement(section.slug, area),))
        pieces.append(_piece(job, section, Flatplan(grid, (alone,))))
    wanted = dict(
        zip((s.slug for s in open_ended), composer.pages_needed(pieces, grid), strict=True)
    )
    named = sorted({p.page for s in issue.sections for p in _named(s)})
    sections = tuple(
        _of_pages(s, wanted[s.slug], named) if s.slug in wanted else s for s in issue.sections
    )
    return replace(issue, sections=sections)


def _named(section: Section) -> Iterator[Place]:
    if section.article:
        yield section.article.space.first
        yield from section.article.space.jumps


def _of_pages(section: Section, pages: int, named: Sequence[int]) -> Section:
    article = section.article
    if article is None:
        return section
    first = article.space.first.page
    after = next((n for n in named if n > first), first + pages)
    count = min(pages, after - first) if first else pages
    return replace(section, article=replace(article, space=replace(article.space, pages=count)))

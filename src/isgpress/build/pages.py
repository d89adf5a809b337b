"""The PDF editions of a title: rendered, set in workers, put together, read back."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from isgpress.build.attaching import attached
from isgpress.build.events import Stage
from isgpress.build.job import Job, Made
from isgpress.build.words import check_layout, check_pdf, is_long
from isgpress.findings import PressError
from isgpress.model.publication import Publication, Section, Trim
from isgpress.render import Theme, folios, render_cover, render_print, starts_on, trim_of
from isgpress.typeset import Late, Typesetter

if TYPE_CHECKING:
    from isgpress.model.rendered import PageMap, RenderedSection
    from isgpress.typeset import Typeset
    from isgpress.typeset.assembly import Metadata

Report = Callable[[str, str], None]  # what happened to a section, and its slug
SCREEN, PRINT = "pdf", "paperback"
GENERATED_WORDS = 150  # what a page made by us weighs in the progress, beside a chapter


@dataclass(frozen=True, slots=True)
class Pages:
    """A title that is set, and the seconds it took."""

    title: Typeset
    seconds: float

    @property
    def page_map(self) -> PageMap:
        """The page map of the print edition."""
        return self.title.page_map


def set_pages(job: Job, typesetter: Typesetter, readers: Callable[[], Executor]) -> Pages:
    """Set all sections of a title; ``readers`` as for ``make_pdfs``. Raises PressError."""
    start = time.perf_counter()
    listen = _listen(job)
    if is_long(job.manuscript):
        listen = _then(readers, listen)  # they import while the pages are set
    title = typesetter.run(_sections(job), _trim(job.publication, job.theme), listen)
    if lost := check_layout(job.manuscript, title):
        raise PressError(*lost)
    return Pages(title, time.perf_counter() - start)


def make_pdfs(
    job: Job, pages: Pages, editions: tuple[str, ...], readers: Callable[[], Executor]
) -> dict[str, Made]:
    """Give the PDF editions asked for.

    ``readers`` gives workers that read finished pages back. Raises PressError.
    """
    made = {}
    title, laid_out = pages.title, pages.seconds
    for edition in editions:
        job.say(Stage.PDF)
        start = time.perf_counter()
        data, count = _assemble(job, title, edition)
        job.say(Stage.WORDS)
        lost = check_pdf(job.manuscript, title, data, readers, screen=edition == SCREEN)
        seconds = laid_out + time.perf_counter() - start
        made[edition] = Made(data, count, seconds, (*title.findings, *lost))
        laid_out = 0.0  # the pages are set once for both editions
    return made


def _trim(book: Publication, theme: Theme) -> Trim:
    return trim_of(book, theme)


def _sections(job: Job) -> list[RenderedSection | Late]:
    """Give the cover and all sections, the cover also where no screen edition is made.

    Its letters are in the fonts, so the print file's bytes would change without it.
    """
    cover = render_cover(job.world, job.manuscript, job.press, job.theme)
    return [
        cover,
        *(
            Late(
                s,
                partial(_render, job, s),
                starts_on(s, job.theme),
                folios(s),
                needs_map=s.role == "index" and not s.file,
            )
            for s in job.publication.sections
        ),
    ]


def _render(job: Job, section: Section, pages: PageMap | None) -> RenderedSection:
    return render_print(
        job.world, job.manuscript, job.press, job.theme, section, page_map=pages
    )


def _then(
    start: Callable[[], object], listen: Callable[[str, str], None]
) -> Callable[[str, str], None]:
    """Start something when the first section is done: workers for the pages go first."""
    started: list[object] = []

    def heard(what: str, slug: str) -> None:
        if not started:
            started.append(start())
        listen(what, slug)

    return heard


def _listen(job: Job) -> Report:
    """Give what turns the typesetter's reports into steps, counted in words."""
    words = {d.section.slug: d.words for d in job.manuscript.documents}
    titles = {s.slug: s.title or s.role.replace("-", " ") for s in job.publication.sections}
    total = sum(words.get(slug, 0) + GENERATED_WORDS for slug in titles)
    ended: set[str] = set()

    def listen(_what: str, slug: str) -> None:
        ended.add(slug)  # a section may be set again, when folios do not fit their slots
        done = sum(words.get(s, 0) + GENERATED_WORDS for s in ended & titles.keys())
        job.say(Stage.PAGES, titles.get(slug, slug), done, total)

    job.say(Stage.PAGES, "", 0, total)
    return listen


def _assemble(job: Job, title: Typeset, edition: str) -> tuple[bytes, int]:
    """Give the PDF of an edition, and its page count."""
    from isgpress.build.interior import interior_sheet  # noqa: PLC0415 (slow import)
    from isgpress.typeset.assembly import assemble  # noqa: PLC0415

    pages = len(title.page_map.pages)
    if edition == SCREEN:
        ahead = title.cover.facts.pages if title.cover is not None else 0
        data = assemble(title, about(job, edition), screen=True, attached=attached(job))
        return data, ahead + pages
    sheet = interior_sheet(job, pages)
    return assemble(title, about(job, edition), screen=False, sheet=sheet), sheet.pages


def about(job: Job, edition: str) -> Metadata:
    """Give what the PDF of an edition says of itself."""
    from isgpress.typeset.assembly import Metadata  # noqa: PLC0415 (slow import)

    book = job.publication
    known = book.edition(edition)
    return Metadata(
        title=f"{book.title}: {book.subtitle}" if book.subtitle else book.title,
        language=book.language,
        date=str(book.date),
        authors=tuple(c.name for c in book.contributors if c.role == "aut"),
        subject=book.description,
        keywords=book.subjects.keywords,
        publisher=book.publisher,
        rights=book.rights,
        identifier=f"urn:isbn:{known.isbn}" if known and known.isbn else "",
    )

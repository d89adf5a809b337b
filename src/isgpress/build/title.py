"""One title, from its sources to its files: parse, link, make, count the words, write."""

from __future__ import annotations

import contextvars
import hashlib
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from isgpress.build import ledger, pagemaps
from isgpress.build.job import Job, Made, Report, Site
from isgpress.build.ledger import Entry
from isgpress.build.texts import Reader, parse
from isgpress.build.tools import tools
from isgpress.build.wrap import COVERS, JPG, PNG, WRAP, has_wrap, make_front, make_wrap
from isgpress.check.characters import placed
from isgpress.findings import Finding, PressError, has_errors, has_warnings
from isgpress.folders import digest_of_files, write_folder
from isgpress.manuscript import link
from isgpress.model.artifact import Artifact
from isgpress.model.publication import LARGE_PRINT, Issue
from isgpress.world import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from isgpress.build.composed import ComposedPages
    from isgpress.build.desk import Desk
    from isgpress.build.pages import Pages
    from isgpress.model.manuscript import Manuscript
    from isgpress.model.publication import Publication
    from isgpress.model.rendered import PageMap
    from isgpress.render import Theme
    from isgpress.world import Record

T = TypeVar("T")

LARGE_COVER = "large-print-cover"
EPUB, SCREEN, PRINT, PAPERBACK, WEB = "epub", "pdf", "print", "paperback", "web"
FILES = {
    EPUB: "{0}.epub",
    SCREEN: "{0}.pdf",
    PRINT: "{0}-print.pdf",
    PAPERBACK: "{0}-print.pdf",
    WEB: "web",
    LARGE_PRINT: "{0}-large-print.pdf",
    LARGE_COVER: "{0}-large-print-cover.pdf",
    WRAP: "{0}-cover.pdf",
    JPG: "{0}-cover.jpg",
    PNG: "{0}-cover.png",
}
# pages for the printer are named by what they are bound as
OTHER_NAMES = {(True, PAPERBACK): PRINT, (False, PRINT): PAPERBACK}
OFFPRINT = "offprint"
MEDIA_TYPES = {
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "html": "text/html",
    "web": "text/html",
}
WITH_COVER = {EPUB, WEB}
LARGE = {LARGE_PRINT, LARGE_COVER}  # set by themselves, in their own type
PICTURED = {*WITH_COVER, JPG, PNG}  # of which the front cover is a picture


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made while chapters were parsed; no cover where it must be set."""

    theme: Theme
    cover: bytes


def make(desk: Desk, slug: str, *, last: bool) -> Report:
    """Make what is wanted of a title and not yet made; errors are in the report.

    After the ``last`` title nothing more is loaded.
    """
    with desk.world.recording() as reads:
        desk.world.replay(desk.press_reads)
        try:
            book, findings = desk.loader.title(slug)
            if last:
                desk.loader.close()
            make_it = _make_offprint if desk.order.article else _make
            return make_it(desk, book, findings, reads)
        except PressError as fault:
            return Report(slug, (), placed(desk.world, fault.findings, tuple(reads)))


def _make(
    desk: Desk, book: Publication | None, findings: tuple[Finding, ...], reads: Record
) -> Report:
    if book is None:
        raise PressError(*findings)
    slug = book.slug
    editions = _wanted(desk, book)
    known = {e: k for e in editions if (k := desk.known(slug, e))}
    new = tuple(e for e in editions if e not in known)
    if new:
        job, cover, findings = read_title(desk, book, new, findings)
        made = _make_all(desk, job, new, cover)
        findings = (*findings, *(f for m in made.values() for f in m.findings))
        _stop_at(desk, findings)
        for edition, file in made.items():
            artifact = _write(desk, book, edition, file)
            known[edition] = Entry(artifact, findings, dict(reads))
            ledger.keep(desk.store, desk.world, slug, known[edition])
    found = [f for entry in known.values() for f in entry.findings]
    artifacts = tuple(known[e].artifact for e in editions)
    return Report(slug, artifacts, tuple(dict.fromkeys((*findings, *found))))


def _make_offprint(
    desk: Desk, book: Publication | None, findings: tuple[Finding, ...], _reads: Record
) -> Report:
    """Make one article's PDF and web page; they are not entered, since pages are."""
    if book is None:
        raise PressError(*findings)
    from isgpress.build.offprint import make_offprint  # noqa: PLC0415 - slow to import

    job, _, findings = read_title(desk, book, (OFFPRINT,), findings)
    made = make_offprint(job, desk.order.article, desk.typesetter(), desk.readers)
    findings = (*findings, *made.findings)
    _stop_at(desk, findings)
    files = (f"offprints/{made.name}.pdf", made.pdf), (f"offprints/{made.name}.html", made.page)
    artifacts = tuple(_write(desk, book, OFFPRINT, file, name) for name, file in files)
    return Report(book.slug, artifacts, tuple(dict.fromkeys(findings)))


def _wanted(desk: Desk, book: Publication) -> tuple[str, ...]:
    """Give the editions to make: those asked for, else those of the book, else both."""
    listed = [e.name for e in book.editions] or [EPUB, SCREEN]
    chosen = desk.order.editions or listed
    chosen = [OTHER_NAMES.get((book.kind == "issue", e), e) for e in chosen]
    if {PAPERBACK, WRAP}.intersection(chosen):
        chosen = [*chosen, *COVERS]
    wrapped = has_wrap(desk.press, book)
    large = LARGE_PRINT in chosen and has_wrap(desk.press, book.in_large_print())
    chosen = [*chosen, *([LARGE_COVER] if large else ())]
    return tuple(e for e in FILES if e in chosen and (wrapped or e not in COVERS))


def read_title(
    desk: Desk, book: Publication, editions: tuple[str, ...], findings: tuple[Finding, ...]
) -> tuple[Job, bytes, tuple[Finding, ...]]:
    """Parse and link the title, and draw its cover; stop where an error was found."""
    prepared: list[Prepared | PressError] = []
    reader = Reader(desk.world, book, desk.store, tools())
    parsed = parse(
        reader,
        desk.order.workers,
        desk.report,
        meanwhile=lambda: prepared.append(_prepare(desk, book, editions)),
    )
    for part in parsed:
        findings += part.findings
    manuscript = link(book, tuple(p.document for p in parsed if p.document))
    findings += manuscript.findings
    _stop_at(desk, findings)
    ready = prepared[0]
    if isinstance(ready, PressError):
        raise ready
    job = Job(desk.world, desk.press, manuscript, ready.theme, desk.report, desk.store)
    return job, ready.cover, findings


def _prepare(desk: Desk, book: Publication, editions: tuple[str, ...]) -> Prepared | PressError:
    """Do what needs no text; what is wrong with it is told after the text's faults."""
    from isgpress.render import get_ready, load_theme  # noqa: PLC0415 - while others parse

    try:
        theme = load_theme(desk.world, book.theme)
        if isinstance(book, Issue) and theme.layout is None:
            from isgpress.check.titles import flowing_theme  # noqa: PLC0415 - for a fault

            return PressError(flowing_theme(book))
        cover = _draw_cover(desk, book, theme) if PICTURED.intersection(editions) else b""
        if EPUB in editions:
            get_ready(theme, book)
    except PressError as fault:
        return fault
    return Prepared(theme, cover)


def _draw_cover(desk: Desk, book: Publication, theme: Theme) -> bytes:
    """Give the cover picture, where it need not be set as a page."""
    from isgpress.build.cover import cover_picture, is_set  # noqa: PLC0415 - only for an EPUB

    if theme.layout is not None or is_set(book, theme):
        return b""
    return cover_picture(desk.world, book, desk.press, theme)


def _stop_at(desk: Desk, findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    strict = desk.order.strict and has_warnings(found)
    if strict or has_errors(found):
        raise PressError(*found)


def _make_all(
    desk: Desk, job: Job, editions: tuple[str, ...], cover: bytes
) -> dict[str, Made | Site]:
    """Make the files: EPUB and web pages are written while workers set the pages.

    An EPUB that lists the pages of a print edition has to wait until they are set.
    """
    apart = {*WITH_COVER, *COVERS, *LARGE}
    pdfs = tuple(e for e in editions if e not in apart)
    if PICTURED.intersection(editions) and not cover:
        cover = page_cover(desk, job)
    paged = EPUB in editions and _lists_print(job.manuscript)
    with ThreadPoolExecutor(1) as beside:
        flowing: dict[str, Future[Made] | Future[Site]] = {}
        if EPUB in editions and not paged:
            flowing[EPUB] = _beside(beside, partial(_epub, job, cover))
        if WEB in editions:
            flowing[WEB] = _beside(beside, partial(_website, job, cover))
        pages = _set_pages(desk, job) if pdfs or paged or WRAP in editions else None
        if pages and paged:
            flowing[EPUB] = _beside(beside, partial(_epub, job, cover, pages.page_map))
        made = _pdfs(desk, job, pages, pdfs) if pages and pdfs else {}
        if pages:
            for file in made.values():
                pagemaps.keep(desk.store, file.data, pages.page_map)
        made |= _covers(desk, job, pages, editions, cover)
        if LARGE.intersection(editions):
            made |= _large_print(desk, job)
    return {edition: future.result() for edition, future in flowing.items()} | made


def _large_print(desk: Desk, job: Job) -> dict[str, Made]:
    from isgpress.build.large_print import make_large_print  # noqa: PLC0415 - slow to import

    return make_large_print(job, desk.typesetter(), desk.readers)


def _covers(
    desk: Desk,
    job: Job,
    pages: Pages | ComposedPages | None,
    editions: tuple[str, ...],
    picture: bytes,
) -> dict[str, Made]:
    """Make the covers of a printed book, the wrap for as many pages as were set."""
    made = {e: make_front(picture, e) for e in (JPG, PNG) if e in editions}
    if pages and WRAP in editions:
        count = len(pages.page_map.pages)
        made[WRAP] = make_wrap(job, desk.typesetter(), count)
    return made


def _lists_print(manuscript: Manuscript) -> bool:
    from isgpress.render import page_lists  # noqa: PLC0415 - only for an EPUB

    return page_lists.page_list_of(manuscript).of == page_lists.PRINT


def page_cover(desk: Desk, job: Job) -> bytes:
    """Set the cover picture, where it must be, before the pages: one thing at a time."""
    if job.theme.layout is not None:
        from isgpress.build.composed import composed_cover  # noqa: PLC0415 - for issues

        if cover := composed_cover(job, desk.typesetter()):
            return cover
    from isgpress.build.cover import set_cover  # noqa: PLC0415 - only for an EPUB

    return set_cover(job, desk.typesetter)


def _beside(executor: Executor, make: Callable[[], T]) -> Future[T]:
    """Make something in a thread that records what it reads where this one does."""
    context = contextvars.copy_context()
    return executor.submit(lambda: context.run(make))


def _epub(job: Job, cover: bytes, pages: PageMap | None = None) -> Made:
    from isgpress.build.ebook import make_epub  # noqa: PLC0415 - only where one is made

    return make_epub(job, cover, pages)


def _website(job: Job, cover: bytes) -> Site:
    from isgpress.build.website import make_website  # noqa: PLC0415 - only where one is made

    return make_website(job, cover)


def _set_pages(desk: Desk, job: Job) -> Pages | ComposedPages:
    from isgpress.build.pages import set_pages  # noqa: PLC0415 - slow to import

    if job.theme.layout is not None:
        from isgpress.build.composed import compose_pages  # noqa: PLC0415 - for issues

        return compose_pages(job, desk.typesetter())
    return set_pages(job, desk.typesetter(), desk.readers)


def _pdfs(
    desk: Desk, job: Job, pages: Pages | ComposedPages, editions: tuple[str, ...]
) -> dict[str, Made]:
    from isgpress.build.pages import Pages, make_pdfs  # noqa: PLC0415 - slow to import

    if not isinstance(pages, Pages):
        from isgpress.build.composed import make_composed_pdfs  # noqa: PLC0415 - for issues

        return make_composed_pdfs(job, pages, editions)
    return make_pdfs(job, pages, editions, desk.readers)


def _write(
    desk: Desk, book: Publication, edition: str, made: Made | Site, name: str = ""
) -> Artifact:
    """Put a file, or a folder of files, in its place."""
    start = time.perf_counter()
    name = name or FILES[edition].format(book.slug)
    path = f"dist/{book.slug}/{name}"
    if isinstance(made, Site):
        write_folder(desk.world.root / path, made.files)
        size, digest = sum(map(len, made.files.values())), digest_of_files(made.files)
    else:
        write_atomic(desk.world.root / path, made.data)
        size, digest = len(made.data), hashlib.sha256(made.data).hexdigest()
    return Artifact(
        edition,
        path,
        MEDIA_TYPES[name[name.rfind(".") + 1 :]],
        size,
        digest,
        made.pages or None,
        made.seconds + time.perf_counter() - start,
    )

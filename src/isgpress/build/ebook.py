"""The EPUB of a title: rendered, put together, read back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

from isgpress.build.cover import cover_picture
from isgpress.build.events import Stage
from isgpress.build.job import Job, Made
from isgpress.build.tools import moment
from isgpress.check.conservation import in_order, report
from isgpress.epub import COVER, File, fit_picture, write_epub
from isgpress.epub.finished import section_texts
from isgpress.findings import Finding, PressError, Severity
from isgpress.manuscript.words import text_stream, words
from isgpress.model.accessibility import CONFORMANCE, AccessibilityFacts
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Edition
from isgpress.model.rendered import PageMap, RenderedEpub
from isgpress.render import facts_of, render_epub
from isgpress.render.page_lists import page_list_of

EPUB = "epub"
MOST = 8  # further obstacles that one finding tells
# says a page where there are pages, else what stands there
_PAGE_REF = re.compile(r'<a class="page-ref".*?</a>', re.DOTALL)


def make_epub(job: Job, cover: bytes = b"", pages: PageMap | None = None) -> Made:
    """Give the EPUB of a title; ``cover`` is a JPEG, where one was made before.

    ``pages`` is the page map of the print edition, where there is one.
    Raises PressError, also where words were lost.
    """
    start = time.perf_counter()
    job.say(Stage.EPUB)
    edition = job.publication.edition(EPUB) or Edition(EPUB)
    rendered = render_epub(job.world, job.manuscript, job.press, job.theme, COVER, pages)
    facts = facts_of(job.world, job.manuscript, job.theme)
    files = tuple(_pictures(job, rendered))
    if edition.embed_fonts:
        from isgpress.epub.embedding import embedded_fonts  # noqa: PLC0415 - slow to import

        fonts = embedded_fonts(rendered, job.theme.fonts)
        files += fonts.files
        rendered = replace(rendered, stylesheet=fonts.stylesheet)
    data = write_epub(
        job.manuscript,
        job.press,
        edition,
        rendered,
        cover or cover_picture(job.world, job.publication, job.press, job.theme),
        facts,
        files=files,
        modified=job.world.now() if moment() else None,
    )
    if lost := tuple(_losses(job.manuscript, data)):
        raise PressError(*lost)
    findings = (*page_list_of(job.manuscript).findings, *unclaimed(job, facts))
    return Made(data, 0, time.perf_counter() - start, findings)


def unclaimed(job: Job, facts: AccessibilityFacts) -> tuple[Finding, ...]:
    """Tell why an e-book claims no accessibility, where somebody would vouch for it."""
    if job.press.certifier is None or facts.conforms:
        return ()
    first, *others = facts.obstacles
    places = [f"{o.message} ({o.span})" if o.span else o.message for o in others]
    more = f"; also: {'; '.join(places[:MOST])}" if places else ""
    more += f"; and {len(places) - MOST} more" if len(places) > MOST else ""
    message = f"the e-book does not claim {CONFORMANCE}: {first.message}{more}"
    rule = "no-accessibility-claim"
    return (Finding(rule, message, first.span, first.help, Severity.WARNING),)


def _pictures(job: Job, rendered: RenderedEpub) -> Iterator[File]:
    for picture in rendered.pictures:
        path = picture.uri.removeprefix("isg:file/")
        data = fit_picture(job.world.read_bytes(path), path)
        yield File(f"images/{picture.name}", picture.media_type, data)


def _losses(manuscript: Manuscript, data: bytes) -> Iterator[Finding]:
    """Compare the words of each section, in order, with the manuscript's."""
    found = section_texts(data)
    for document in manuscript.documents:
        expected = _PAGE_REF.sub("", _whole(document))
        text = _PAGE_REF.sub("", found.get(document.section.slug, ""))
        # The texts are nearly always the same, which is quicker to see than the words.
        if text_stream(expected).split() == text_stream(text).split():
            continue
        if loss := in_order(words(expected), words(text)):
            yield report(loss, "the EPUB", document, expected)


def _whole(document: Document) -> str:
    return document.body + "".join(f"<div>{note.xhtml}</div>" for note in document.notes)

"""Offprints: one article of an issue, or one chapter, as a PDF and a web page of its own."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from isgpress.build.events import Stage
from isgpress.build.job import Job, Made
from isgpress.build.website import assets, cut_font, fitted, web_job
from isgpress.build.words import check_layout, check_pdf
from isgpress.findings import Finding, PressError
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Publication, Section
from isgpress.render import load_theme, plain_line, render_print, trim_of
from isgpress.render.flow import addresses
from isgpress.render.names import whole_title
from isgpress.render.web import render_offprint
from isgpress.render.web_job import has_page, page_files, web_address
from isgpress.standards import words
from isgpress.typeset import Typeset, Typesetter
from isgpress.web import web_fonts
from isgpress.web.offprint import one_file

FLOWING = "offprint"  # the theme for an article of an issue whose pages are composed
_LINK = re.compile(r'<a\b[^<>]*\shref="#([^"]+)"[^<>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Offprint:
    """An article by itself, not yet written: PDF and web page; ``name`` for their files."""

    name: str
    pdf: Made
    page: Made

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found while both were made."""
        return (*self.pdf.findings, *self.page.findings)


def make_offprint(
    job: Job, article: str, typesetter: Typesetter, readers: Callable[[], Executor]
) -> Offprint:
    """Give an article or chapter by itself.

    ``article`` is the section's slug, or its file's name without number and ending. The
    PDF flows from page to page, also where the issue's pages are composed; links to
    other sections lead to the web edition where its address is known. Raises PressError:
    ``unknown-article``, and where words were lost.
    """
    section = find_section(job.publication, article)
    name = page_files(tuple(filter(has_page, job.publication.sections)))[section.slug]
    return Offprint(
        name.removesuffix(".html"), _pdf(job, section, typesetter, readers), _page(job, section)
    )


def find_section(title: Publication, name: str) -> Section:
    """Give the section that an editor means by a name. Raises PressError."""
    sections = tuple(s for s in title.sections if s.file and has_page(s))
    files = page_files(tuple(filter(has_page, title.sections)))
    wanted = name.removesuffix(".md").rpartition("/")[2]
    for section in sections:
        bare = files[section.slug].removesuffix(".html")
        stem = section.file.rpartition("/")[2].removesuffix(".md")
        if wanted in (section.slug, stem, bare):
            return section
    known = [files[s.slug].removesuffix(".html") for s in sections]
    near = difflib.get_close_matches(wanted, known, 1)
    advice = (
        f"there is one with a similar name: `{near[0]}`"
        if near
        else "the names are " + ", ".join(f"`{n}`" for n in known)
    )
    message = f"`{title.slug}` has no article or chapter `{name}`"
    raise PressError(Finding("unknown-article", message, title.span, advice))


def _pdf(
    job: Job, section: Section, typesetter: Typesetter, readers: Callable[[], Executor]
) -> Made:
    start = time.perf_counter()
    job.say(Stage.PAGES)
    part = _by_itself(job, section)
    [only] = part.publication.sections
    page = render_print(part.world, part.manuscript, part.press, part.theme, only)
    title = typesetter.run([page], trim_of(part.publication, part.theme))
    if lost := check_layout(part.manuscript, title):
        raise PressError(*lost)
    data = _assemble(part, title)
    lost = check_pdf(part.manuscript, title, data, readers, screen=True)
    findings = (*title.findings, *lost)
    return Made(data, len(title.page_map.pages), time.perf_counter() - start, findings)


def _by_itself(job: Job, section: Section) -> Job:
    """Give the job with that section alone, by a theme whose text flows."""
    title, theme = job.publication, job.theme
    if theme.layout is not None:
        theme = load_theme(job.world, FLOWING)
        title = replace(title, trim=None, theme=FLOWING)
    document = job.manuscript.document(section.slug)
    whence = words(title.language)["offprint"].format(title=whole_title(title))
    section = replace(section, source=section.source or whence, part="")
    title = replace(title, sections=(section,), notes="chapter")
    documents = (without_others(job, document, section),) if document else ()
    return replace(job, manuscript=Manuscript(title, documents), theme=theme)


def without_others(
    job: Job, document: Document, section: Section, kept: Iterable[Document] = ()
) -> Document:
    """Lead links to sections that are not ``kept`` to the web edition, or make them text."""
    files = page_files(tuple(filter(has_page, job.publication.sections)))
    where = addresses(job.manuscript, files)
    base = web_address(job.publication, job.press)
    own: set[str] = set()
    for one in (document, *kept):
        texts = (one.body, one.heading, *(n.xhtml for n in one.notes))
        own |= {one.section.slug}.union(*(_ID.findall(text) for text in texts))
        own |= {i for n in one.notes for i in (n.id, n.call_id)}

    def change(match: re.Match[str]) -> str:
        if match[1] in own:
            return match[0]
        if not base:
            return f"<span>{match[2]}</span>"
        return f'<a class="external" href="{base}{where.of(match[1], "")}">{match[2]}</a>'

    return replace(
        document,
        section=section,
        heading=_LINK.sub(change, document.heading),
        body=_LINK.sub(change, document.body),
        notes=tuple(replace(n, xhtml=_LINK.sub(change, n.xhtml)) for n in document.notes),
    )


def _assemble(job: Job, title: Typeset) -> bytes:
    from isgpress.typeset.assembly import Metadata, assemble  # noqa: PLC0415 (slow import)

    [section] = job.publication.sections
    known = job.manuscript.document(section.slug)
    name = plain_line(section.title) or (known.title if known else section.slug)
    about = Metadata(
        title=name,
        language=section.language or job.publication.language,
        date=str(job.publication.date),
        authors=tuple(a.name for a in section.authors),
        subject=plain_line(section.article.standfirst) if section.article else "",
        publisher=job.publication.publisher or job.press.imprint or job.press.name,
        rights=job.publication.rights or job.press.rights,
    )
    return assemble(title, about, screen=True)


def _page(job: Job, section: Section) -> Made:
    start = time.perf_counter()
    job.say(Stage.WEB)
    pictures = fitted(job)
    rendered = render_offprint(web_job(job, pictures, b""), section.slug)
    shown = {
        p.name: (p.media_type, pictures[p.uri.removeprefix("isg:file/")])
        for p in rendered.pictures
    }
    fonts = web_fonts(rendered, job.theme.fonts, partial(cut_font, job))
    kinds = {a.name: a.media_type for a in rendered.assets}
    looks = {n: (kinds[n], data) for n, data in assets(job, rendered).items()}
    data = one_file(rendered, fonts, shown, looks)
    return Made(data, 0, time.perf_counter() - start, rendered.findings)

"""An extract of a title for readers to try: its first chapters as an EPUB and a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isgpress.build.desk import Desk
from isgpress.build.ebook import make_epub
from isgpress.build.job import Job, Made
from isgpress.build.offprint import FLOWING, without_others
from isgpress.build.pages import make_pdfs, set_pages
from isgpress.build.shortened import shortened
from isgpress.build.title import EPUB, SCREEN, page_cover, read_title
from isgpress.findings import Finding, PressError
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Edition, Issue, Matter, Section, Subjects
from isgpress.render import load_theme
from isgpress.render.names import plain_line
from isgpress.standards import words

SHARE = 0.1  # of a title's words; shops show a tenth of it
MOST = 0.5  # a chapter that has more of the words is not shown whole
FRONT = {"title-page", "imprint", "dedication", "epigraph"}
NO_ARTICLES = {"advert", "cover", "masthead", "subscription-form", "back-issues", "next-issue"}
TELLING = {"feature", "interview", "news", "review"}  # layouts of articles
SUFFIX = "-sample"


@dataclass(frozen=True, slots=True)
class Extract:
    """The extract of a title, not yet written."""

    epub: Made
    pdf: Made
    sections: tuple[str, ...]  # slugs

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found while both were made."""
        return (*self.epub.findings, *self.pdf.findings)


def make_extract(desk: Desk, slug: str) -> Extract:
    """Give an extract: title page, imprint page and the first tenth, in whole chapters.

    At least the first chapter; of an issue, its first article. One that is more than half
    of the text is cut after that tenth, in whole paragraphs. Both files have the title
    "Extract from ..." and an identifier of their own; links to what they leave out lead
    to the web edition where its address is known. Raises PressError.
    """
    desk.press, found = desk.loader.press()
    title, findings = desk.loader.title(slug)
    if title is None:
        raise PressError(*found, *findings)
    job, cover, _ = read_title(desk, title, (EPUB, SCREEN), findings)
    cover = cover or page_cover(desk, job)
    part = _part(job)
    epub = make_epub(part, cover)
    part = _flowing(part)
    pages = set_pages(part, desk.typesetter(), desk.readers)
    pdf = make_pdfs(part, pages, (SCREEN,), desk.readers)[SCREEN]
    return Extract(epub, pdf, tuple(s.slug for s in part.publication.sections))


def _part(job: Job) -> Job:
    """Give the job with the first sections alone."""
    title = job.publication
    sections = tuple(_first(job.manuscript))
    slugs = {section.slug for section in sections}
    size = sum(d.words for d in job.manuscript.documents)
    kept = tuple(
        shortened(d, int(SHARE * size)) if d.words > MOST * size else d
        for d in job.manuscript.documents
        if d.section.slug in slugs
    )
    documents = tuple(without_others(job, d, d.section, kept) for d in kept)
    name = words(title.language)["extract"].format(title=plain_line(title.title))
    known = title.edition(EPUB) or Edition(EPUB)
    extract = replace(
        title,
        title=name,
        slug=f"{title.slug}{SUFFIX}",
        sections=sections,
        notes="chapter" if title.notes == "book" else title.notes,
        editions=(replace(known, isbn="", page_list="none"), Edition(SCREEN)),
        subjects=Subjects(keywords=title.subjects.keywords),
    )
    if isinstance(extract, Issue):
        extract = replace(extract, cover_lines=())
    return replace(job, manuscript=Manuscript(extract, documents))


def _first(manuscript: Manuscript) -> Iterator[Section]:
    """Give the sections of the extract, in their order."""
    title = manuscript.publication
    if isinstance(title, Issue):
        yield _article(title)
        return
    known = {d.section.slug: d for d in manuscript.documents}
    room = SHARE * sum(d.words for d in known.values())
    taken = chapters = 0
    for section in title.sections:
        if section.matter is Matter.FRONT:
            if section.role in FRONT:
                yield section
        elif section.matter is Matter.BODY:
            size = _words(known.get(section.slug))
            if chapters and taken + size > room:
                return
            yield section
            taken += size
            chapters += section.role != "part"


def _article(issue: Issue) -> Section:
    """Give the first article that is more than an editorial or letters."""
    written = [s for s in issue.sections if s.file and s.role not in NO_ARTICLES]
    told = (s for s in written if s.article and s.article.layout in TELLING)
    return next(told, written[0])


def _words(document: Document | None) -> int:
    return document.words if document else 0


def _flowing(job: Job) -> Job:
    """Give the job by a theme whose text flows from page to page."""
    if job.theme.layout is None:
        return job
    theme = load_theme(job.world, FLOWING)
    title = replace(job.publication, trim=None, theme=FLOWING)
    return replace(job, manuscript=replace(job.manuscript, publication=title), theme=theme)

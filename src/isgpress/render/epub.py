"""A title as the pages of an EPUB, by the theme's templates.

Half title, contents page and the gathered notes are left out: an EPUB has no opening
that needs a half title, its nav is the contents, and notes stand with their calls, since
some readers show only notes of the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Issue, Matter, Press, Publication, Section
from isgpress.model.rendered import (
    EpubPage,
    NavEntry,
    PageLink,
    PageMap,
    RenderedEpub,
    Resource,
)
from isgpress.render import values, xhtml
from isgpress.render.accessible import told
from isgpress.render.contents import listed, without_notes
from isgpress.render.contrast import faint_text
from isgpress.render.environment import compile_templates, fill, has_template
from isgpress.render.flow import (
    Addresses,
    addresses,
    file_names,
    flowing,
    heading,
)
from isgpress.render.fonts import FontFace
from isgpress.render.imprint import imprint_of
from isgpress.render.index import index_of
from isgpress.render.names import authors, credit_lines, date_label, joined, plain_line
from isgpress.render.page_breaks import PageBreak, broken, page_breaks, with_folios
from isgpress.render.page_lists import (
    PRINT,
    SOURCE,
    page_list_of,
    source_marks,
    with_page_breaks,
)
from isgpress.render.passages import Passages, numbers
from isgpress.render.theme import Theme, media_type
from isgpress.standards import Role, Words, licences, roles, words
from isgpress.standards.direction import direction
from isgpress.world import World

TEMPLATES = ("page.xhtml", "section.xhtml", "nav.xhtml", "cover.xhtml")  # of every EPUB
LEFT_OUT = {"half-title", "contents", "notes"}
# of an issue: what says nothing without pages of paper
FURNITURE = {"cover", "advert", "subscription-form", "back-issues", "next-issue"}
_LIST_TITLES = {SOURCE: "source_page_list"}
NAV_FILE, COVER_FILE = "nav.xhtml", "text/cover.xhtml"
BODY_TYPES = {
    Matter.FRONT: "frontmatter",
    Matter.BODY: "bodymatter",
    Matter.BACK: "backmatter",
}
# landmarks beside cover, contents and the start of the text: by role, in reading order
LANDMARKS = {
    "title-page": "titlepage",
    "list-of-figures": "loi",
    "list-of-tables": "lot",
    "glossary": "glossary",
    "bibliography": "bibliography",
    "index": "index",
}


@dataclass(frozen=True)
class _Landmark:
    type: str
    address: str
    title: str


@dataclass(frozen=True)
class _Job:
    """What one call of ``render_epub`` works on."""

    world: World
    manuscript: Manuscript
    press: Press
    theme: Theme
    cover: str  # file name of the cover picture
    pages: PageMap | None = None  # of the print edition, where they are listed
    pages_of: str = ""  # print, source or none

    @property
    def publication(self) -> Publication:
        return self.manuscript.publication

    @cached_property
    def words(self) -> Words:
        return words(self.publication.language)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        left_out = LEFT_OUT | FURNITURE
        return tuple(s for s in self.publication.sections if s.role not in left_out or s.file)

    @cached_property
    def files(self) -> dict[str, str]:
        return {s.slug: f"text/{s.slug}.xhtml" for s in self.sections}

    @cached_property
    def addresses(self) -> Addresses:
        return addresses(self.manuscript, self.files)

    @cached_property
    def passages(self) -> Passages:
        return Passages(self.manuscript, self.files, self.words, self.addresses)

    @cached_property
    def breaks(self) -> Mapping[str, tuple[PageBreak, ...]]:
        written = {d.section.slug for d in self.manuscript.documents}
        return page_breaks(self.pages, tuple(self.files), written) if self.pages else {}

    @cached_property
    def source_marks(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        return source_marks(self.manuscript) if self.pages_of == SOURCE else {}

    @cached_property
    def pictures(self) -> dict[str, str]:
        openings = (s.article.picture for s in self.sections if s.article)
        paths = (i.path for d in self.manuscript.documents for i in d.images)
        return file_names([*filter(None, openings), *paths], kept=[self.cover])


def get_ready(theme: Theme, book: Publication) -> None:
    """Do what can be done for an EPUB before the manuscript is there."""
    own = dict.fromkeys(f"{section.role}.xhtml" for section in book.sections)
    names = (*TEMPLATES, *(n for n in own if has_template(theme, "epub", n)))
    compile_templates(theme, "epub", names)
    faint_text(theme)


def render_epub(  # noqa: PLR0913, PLR0917 - a page map is the one thing not always there
    world: World,
    manuscript: Manuscript,
    press: Press,
    theme: Theme,
    cover: str,
    pages: PageMap | None = None,
) -> RenderedEpub:
    """Give the XHTML documents of an EPUB in reading order, its contents and pictures.

    ``cover`` is the cover picture's file name in the EPUB's images folder; ``pages`` the
    print edition's page map, which gives the EPUB a page list and references by page,
    unless the editor chose the source's pages, or none (see ``page_list_of``).
    Raises PressError with findings of templates and of pictures.
    """
    of = page_list_of(manuscript).of
    job = _Job(world, manuscript, press, theme, cover, pages if of == PRINT else None, of)
    contents = tuple(_contents(job))
    files = [_cover(job), *(_page(job, s) for s in job.sections)]
    files.insert(_place_of_nav(job), _nav(job, contents))
    page_list = tuple(_page_list(job))
    return RenderedEpub(
        pages=tuple(files),
        contents=contents,
        stylesheet="\n".join(_styles(theme)),
        pictures=tuple(_picture(job, path) for path in job.pictures),
        page_list=page_list,
        pages_of=of if page_list else "",
    )


def _page_list(job: _Job) -> Iterator[PageLink]:
    for slug, file in job.files.items():
        for page in job.breaks.get(slug, ()):
            yield PageLink(page.label, f"{file}#{page.id}")
        for label, name in job.source_marks.get(slug, ()):
            yield PageLink(label, f"{file}#{name}")


def _styles(theme: Theme) -> Iterator[str]:
    for name in theme.epub_styles:
        if file := theme.file(name):
            yield file.text


def _picture(job: _Job, path: str) -> Resource:
    name = job.pictures[path]
    digest, local = job.world.digest(path), str(job.world.local(path))
    return Resource(f"isg:file/{path}", name, media_type(name), local, digest)


def _place_of_nav(job: _Job) -> int:
    """Give the nav's place among the pages: where the contents stand, else after the title."""
    order = [s.role for s in job.publication.sections]
    marker = next((r for r in ("contents", "title-page") if r in order), None)
    before = (
        {s.slug for s in job.publication.sections[: order.index(marker) + 1]} if marker else ()
    )
    return 1 + sum(s.slug in before for s in job.sections)


def _cover(job: _Job) -> EpubPage:
    alt = (
        job.publication.cover.alt
        or f"{job.words['cover']}: {plain_line(job.publication.title)}"
    )
    extra = {"picture": f"../images/{job.cover}", "alt": alt, "body_type": ""}
    section = Section("cover", Matter.FRONT, "cover", title=job.words["cover"])
    html = fill(job.theme, "epub", "cover.xhtml", {**_values(job, section), **extra})
    return EpubPage("cover", COVER_FILE, job.words["cover"], html)


def _nav(job: _Job, contents: tuple[NavEntry, ...]) -> EpubPage:
    title = job.words["contents"]
    section = Section("contents", Matter.FRONT, "nav", title=title)
    extra = {
        "entries": contents,
        "landmarks": tuple(_landmarks(job)),
        "page_list": tuple(_page_list(job)),
        "page_list_title": job.words[_LIST_TITLES.get(job.pages_of, "page_list")],
        "up": "",
        "body_type": "",
    }
    html = fill(job.theme, "epub", "nav.xhtml", {**_values(job, section), **extra})
    return EpubPage("nav", NAV_FILE, title, html, ("nav",))


def _page(job: _Job, section: Section) -> EpubPage:
    found = _values(job, section)
    document = job.manuscript.document(section.slug)
    breaks = job.breaks.get(section.slug, ())
    found["breaks_before"] = [xhtml.safe(b.mark("div")) for b in breaks if b.is_before]
    found["breaks_after"] = [xhtml.safe(b.mark("div")) for b in breaks if b.after]
    if document:
        file = job.files[section.slug]
        if job.pages:
            document = with_folios(broken(document, breaks), job.pages, job.words)
        document = with_page_breaks(document, job.source_marks.get(section.slug, ()))
        body, notes = flowing(document, file, job.addresses, job.pictures)
        found |= {"text": xhtml.safe(body), "notes": notes}
        if document.heading:
            found |= {"heading": xhtml.safe(heading(document, file, job.addresses))}
    found |= _generated(job, section)
    name = f"{section.role}.xhtml"
    if not has_template(job.theme, "epub", name) or (section.file and found["role"].generated):
        name = "section.xhtml"
    html = fill(job.theme, "epub", name, found)
    title = found["plain_title"]
    return EpubPage(section.slug, job.files[section.slug], title, html)


def _values(job: _Job, section: Section) -> dict[str, Any]:
    """Give the names that every template of the EPUB gets."""
    book = job.publication
    document = job.manuscript.document(section.slug)
    language = section.language or book.language
    title = values.title(job.manuscript, section, job.words)
    role = roles().get(section.role) or Role(section.role, (Matter.FRONT,))
    own = section.article.licence if section.article else ""
    return {
        "press": job.press,
        "publication": book,
        "book_title": values.inline(book.title, book.language),
        "section": section,
        "document": document,
        "role": role,
        "title": title,
        "heading": title,
        "plain_title": xhtml.plain(str(title)) or plain_line(book.title),
        "number": values.number(job.theme, job.words, section),
        "words": job.words,
        "option": job.theme.option,
        "language": language,
        "direction": direction(language),
        "body_type": BODY_TYPES[section.matter],
        "up": "../",
        "section_authors": joined((a.name for a in section.authors), book.language),
        "translators": joined((t.name for t in section.translators), book.language),
        "authors": joined(authors(book), book.language),
        "author_names": authors(book),
        "credit_lines": credit_lines(book, job.words),
        "inline": partial(values.inline, language=language),
        "address": lambda target: job.addresses.of(target, job.files.get(section.slug, "")),
        "article": section.article,
        "picture": job.pictures.get(section.article.picture) if section.article else None,
        "licence": licences().get(own, (own, ""))[0],
        "date_label": date_label(book),
        "text": "",
        "notes": (),
        "breaks_before": (),
        "breaks_after": (),
    }


_OF_THE_TITLE: Mapping[str, Callable[[_Job], dict[str, Any]]] = {
    "about-the-authors": lambda job: {"people": values.people(job.publication)},
    "accessibility": lambda job: told(job.world, job.manuscript, job.press, job.theme),
}


def _generated(job: _Job, section: Section) -> Mapping[str, Any]:
    """Give what the template of a generated section needs."""
    if section.role in ("imprint", "masthead"):
        return {"imprint": imprint_of(job.press, job.publication, job.words, _embedded(job))}
    if make := _OF_THE_TITLE.get(section.role):
        return make(job)
    if section.role in ("list-of-figures", "list-of-tables"):
        kind = section.role.removeprefix("list-of-").removesuffix("s")
        return {"targets": values.labelled(job.manuscript, kind)}
    if section.role == "index":
        find = partial(job.passages.of, here=job.files[section.slug])
        letters = index_of(job.manuscript)
        if job.pages is None:
            return {"letters": letters, "passages": find, "numbers": None}
        style = str(job.theme.option["index-ranges"])
        here = partial(job.addresses.of, here=job.files[section.slug])
        return {"letters": letters, "numbers": numbers(job.pages, style, here)}
    return {}


def _embedded(job: _Job) -> tuple[FontFace, ...]:
    """Give the fonts of the running text, where they come along."""
    edition = job.publication.edition("epub")
    embeds = edition is not None and edition.embed_fonts
    return tuple(f for f in job.theme.fonts if embeds and f.family == "text")


def _plain_title(job: _Job, slug: str) -> str:
    section = next(s for s in job.sections if s.slug == slug)
    return xhtml.plain(str(values.title(job.manuscript, section, job.words)))


def _contents(job: _Job) -> Iterator[NavEntry]:
    """Give the contents: parts hold their chapters, sections their headings."""
    sections = [s for s in listed(job.manuscript) if s.slug in job.files]
    if isinstance(job.publication, Issue):
        yield from _departments(job, sections)
        return
    for section in sections:
        if section.part and any(s.slug == section.part for s in sections):
            continue
        below = [s for s in sections if s.part == section.slug]
        yield _entry(job, section, tuple(_entry(job, s) for s in below))


def _departments(job: _Job, sections: Sequence[Section]) -> Iterator[NavEntry]:
    """Give the articles of an issue below the heading of their department."""
    for name, run in groupby(sections, key=lambda s: s.article.department if s.article else ""):
        entries = tuple(_entry(job, s) for s in run)
        if name:
            yield NavEntry(plain_line(name), "", entries=entries)
        else:
            yield from entries


def _entry(job: _Job, section: Section, below: tuple[NavEntry, ...] = ()) -> NavEntry:
    document = job.manuscript.document(section.slug)
    headings = [t for t in document.targets if t.kind == "heading"] if document else []
    depth = int(job.theme.option["nav-depth"])
    found = tuple(
        NavEntry(xhtml.plain(without_notes(t.title)), job.addresses.of(t.id, NAV_FILE))
        for t in headings
        if t.level == depth == 2  # noqa: PLR2004 - h2, the first below a section's title
    )
    return NavEntry(
        _plain_title(job, section.slug),
        job.files[section.slug],
        values.number(job.theme, job.words, section),
        joined((a.name for a in section.authors), job.publication.language),
        (*found, *below),
    )


def _landmarks(job: _Job) -> Iterator[_Landmark]:
    """Give the landmarks: cover, contents, start of the text, and what readers look up.

    See EPUB 3.3, 5.4.2.3 and EPUB Accessibility Techniques 1.1, 3.2.
    """
    yield _Landmark("cover", COVER_FILE, job.words["cover"])
    yield _Landmark("toc", "#toc", job.words["contents"])
    start = next((s for s in job.sections if s.matter is Matter.BODY), None)
    if start:
        yield _Landmark("bodymatter", job.files[start.slug], job.words["start_of_text"])
    for section in job.sections:
        if kind := LANDMARKS.get(section.role):
            yield _Landmark(kind, job.files[section.slug], _plain_title(job, section.slug))

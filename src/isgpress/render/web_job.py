"""A title's web pages: which there are, where they stand, and what their names are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Issue, Press, Publication, Section
from isgpress.render.flow import Addresses, addresses, file_names
from isgpress.render.names import whole_title
from isgpress.render.passages import Passages
from isgpress.render.theme import Theme
from isgpress.render.web_data import Describer
from isgpress.render.web_front import Entry, entries
from isgpress.render.web_text import Weaver, WebPicture
from isgpress.standards import Words, words
from isgpress.world import World

FRONT = "index.html"
# with a file of their own these are pages like others
WITHOUT_PAGE = {
    "half-title",
    "series-page",
    "title-page",
    "contents",
    "notes",
    "cover",
    "advert",
    "masthead",
    "subscription-form",
    "back-issues",
    "next-issue",
}
_ORDER = re.compile(r"^(?:s-)?\d+-(?=[a-z])")  # 02-storm.md is storm.html, wherever it stands


@dataclass(frozen=True)
class WebJob:
    """What is rendered: a title by a theme.

    ``sizes`` are those of the ``web_pictures`` in CSS pixels, by path; ``cover`` is the
    cover picture. ``alone``: a page of its own, without the others (an offprint).
    """

    world: World
    manuscript: Manuscript
    press: Press
    theme: Theme
    sizes: Mapping[str, tuple[int, int]]
    cover: WebPicture
    alone: bool = False

    @property
    def title(self) -> Publication:
        """The title."""
        return self.manuscript.publication

    @cached_property
    def words(self) -> Words:
        """The words of the title's language."""
        return words(self.title.language)

    @cached_property
    def base(self) -> str:
        """The address at which the pages will stand; may be empty."""
        return web_address(self.title, self.press)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have pages, in reading order."""
        return tuple(s for s in self.title.sections if has_page(s))

    @cached_property
    def files(self) -> dict[str, str]:
        """The file of each section by slug."""
        return page_files(self.sections)

    @cached_property
    def addresses(self) -> Addresses:
        """Where every id stands."""
        return addresses(self.manuscript, self.files)

    @cached_property
    def pictures(self) -> dict[str, WebPicture]:
        """The pictures that pages show, by path."""
        names = file_names(web_pictures(self.manuscript), kept=[self.cover.name])
        sizes = self.sizes
        return {p: WebPicture(n, *sizes.get(p, (0, 0))) for p, n in names.items()}

    def words_of(self, section: Section | None) -> Words:
        """Give the words of a section's language; the title's where there are none."""
        language = section.language if section else ""
        own = words(language) if language else self.words
        known = own.language.partition("-")[0] == language.partition("-")[0]
        return own if known else self.words

    def weaver(self, section: Section) -> Weaver:
        """Give what turns the section's text into HTML."""
        return Weaver(self.addresses, self.pictures, self.words_of(section))

    @cached_property
    def passages(self) -> Passages:
        """What finds the places of the index."""
        return Passages(self.manuscript, self.files, self.words, self.addresses)

    @cached_property
    def describer(self) -> Describer:
        """What describes pages to machines."""
        return Describer(self.press, self.title, self.base)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The pages as lines of the contents, by slug."""
        found = entries(self.manuscript, self.theme, self.words, self.files, self.pictures)
        return {entry.slug: entry for entry in found}


def web_pictures(manuscript: Manuscript) -> tuple[str, ...]:
    """Give the paths of all pictures that web pages show, each once, in reading order."""
    found: dict[str, None] = {}
    for section in filter(has_page, manuscript.publication.sections):
        if section.article and section.article.picture:
            found[section.article.picture] = None
        document = manuscript.document(section.slug)
        found |= dict.fromkeys(i.path for i in document.images) if document else {}
    return tuple(found)


def web_address(title: Publication, press: Press) -> str:
    """Give the address of the front page's folder, with ``/`` at its end; or nothing.

    It is the web edition's own ``url``, else a folder of the title's name below the
    periodical's or the press's.
    """
    edition = title.edition("web")
    if edition and edition.url:
        return edition.url.rstrip("/") + "/"
    whole = title.periodical.url if isinstance(title, Issue) else ""
    above = (whole or press.url).rstrip("/")
    return f"{above}/{title.slug}/" if above else ""


def page_files(sections: tuple[Section, ...]) -> dict[str, str]:
    """Give the file of each section by slug: its name without the number that orders it.

    So an article keeps its address when others are put before it.
    """
    bare = {s.slug: _ORDER.sub("", s.slug) for s in sections}
    often = Counter(bare.values())
    names = {slug: name if often[name] == 1 else slug for slug, name in bare.items()}
    kept = FRONT.removesuffix(".html")
    return {s: f"{'subject-index' if n == kept else n}.html" for s, n in names.items()}


def has_page(section: Section) -> bool:
    """Tell whether a section has a page of its own."""
    return bool(section.file) or section.role not in WITHOUT_PAGE


def cover_alt(job: WebJob) -> str:
    """Give what the cover picture shows, in words."""
    return job.title.cover.alt or f"{job.words['cover']}: {whole_title(job.title)}"

"""A title as web pages, by the theme's templates: a front page, and one for each section.

The front page does what cover, half title, title page and contents do in print, and notes
stand with their calls; so these parts have no pages of their own. Adverts and furniture
that only paper has use for (a form to cut out) are left out where they have no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from isgpress.manuscript import text_stream
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Issue, Matter, Press, Publication, Section
from isgpress.model.rendered import RenderedWeb, Resource, WebPage
from isgpress.render import values, xhtml
from isgpress.render.colours import palettes
from isgpress.render.environment import fill, has_template
from isgpress.render.flow import Addresses, addresses, file_names
from isgpress.render.imprint import imprint_of
from isgpress.render.index import index_of
from isgpress.render.names import authors, credit_lines, joined, plain_line
from isgpress.render.passages import Passages
from isgpress.render.theme import Theme, media_type
from isgpress.render.web_data import Describer, Shown, licence_name, licence_url
from isgpress.render.web_front import Entry, entries, groups
from isgpress.render.web_text import Weaver, WebPicture, WebText
from isgpress.standards import Role, Words, roles, words
from isgpress.world import World

FRONT, FEED, STYLES = "index.html", "feed.xml", "styles/site.css"
# with a file of their own these are pages like others
WITHOUT_PAGE = {
    "half-title",
    "series-page",
    "title-page",
    "contents",
    "notes",
    "cover",
    "masthead",
    "subscription-form",
    "back-issues",
    "next-issue",
}
NEVER = {"advert"}
SUMMARY = 200  # characters
_ORDER = re.compile(r"^(?:s-)?\d+-(?=[a-z])")  # 02-storm.md is storm.html, wherever it stands
_SENTENCE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Job:
    """What one call of ``render_web`` works on."""

    world: World
    manuscript: Manuscript
    press: Press
    theme: Theme
    sizes: Mapping[str, tuple[int, int]]
    cover: WebPicture

    @property
    def title(self) -> Publication:
        return self.manuscript.publication

    @cached_property
    def words(self) -> Words:
        return words(self.title.language)

    @cached_property
    def base(self) -> str:
        return web_address(self.title, self.press)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(s for s in self.title.sections if _has_page(s))

    @cached_property
    def files(self) -> dict[str, str]:
        return page_files(self.sections)

    @cached_property
    def addresses(self) -> Addresses:
        return addresses(self.manuscript, self.files)

    @cached_property
    def pictures(self) -> dict[str, WebPicture]:
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
        return Passages(self.manuscript, self.files, self.words, self.addresses)

    @cached_property
    def describer(self) -> Describer:
        return Describer(self.press, self.title, self.base)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        found = entries(self.manuscript, self.theme, self.words, self.files, self.pictures)
        return {entry.slug: entry for entry in found}


def render_web(  # noqa: PLR0913, PLR0917 - what is shown, and how
    world: World,
    manuscript: Manuscript,
    press: Press,
    theme: Theme,
    sizes: Mapping[str, tuple[int, int]],
    cover: WebPicture,
) -> RenderedWeb:
    """Give the pages of a web edition, its style sheet and the pictures that it shows.

    ``sizes`` are those of the ``web_pictures`` in CSS pixels, by path; ``cover`` is the
    cover picture. Raises PressError with findings of templates and of pictures. Findings:
    ``low-contrast``, ``bad-theme-option``.
    """
    job = _Job(world, manuscript, press, theme, sizes, cover)
    light, dark, findings = palettes(theme)
    colours = (
        f":root {{ color-scheme: light dark; {light.css()} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark.css()} }} }}"
    )
    return RenderedWeb(
        pages=(_front(job), *(_page(job, n) for n in range(len(job.sections)))),
        stylesheet="\n".join([colours, *_styles(theme)]),
        base=job.base,
        pictures=tuple(_picture(job, path) for path in job.pictures),
        findings=findings,
    )


def web_pictures(manuscript: Manuscript) -> tuple[str, ...]:
    """Give the paths of all pictures that web pages show, each once, in reading order."""
    found: dict[str, None] = {}
    for section in filter(_has_page, manuscript.publication.sections):
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


def _has_page(section: Section) -> bool:
    if section.role in NEVER:
        return False
    return bool(section.file) or section.role not in WITHOUT_PAGE


def _styles(theme: Theme) -> Iterator[str]:
    for name in theme.web_styles:
        if file := theme.file(name):
            yield file.text


def _picture(job: _Job, path: str) -> Resource:
    name = job.pictures[path].name
    digest, local = job.world.digest(path), str(job.world.local(path))
    return Resource(f"isg:file/{path}", name, media_type(name), local, digest)


def _front(job: _Job) -> WebPage:
    title = job.title
    shown = Shown(job.base, _whole_title(job), _cut(title.description), job.cover, _alt(job))
    parts = [(s, _shown(job, s)) for s in job.sections if job.entries.get(s.slug)]
    found = _values(job, None, shown)
    following = next(iter(job.sections), None)
    found |= {
        "cover": job.cover,
        "cover_alt": _alt(job),
        "groups": groups(job.title, job.entries),
        "author_names": authors(title),
        "credit_lines": credit_lines(title, job.words),
        "description": [p.strip() for p in title.description.split("\n\n") if p.strip()],
        "cover_lines": tuple(_cover_lines(job)),
        "json_ld": job.describer.front_page(shown, parts),
    }
    start = next((s for s in job.sections if s.matter is Matter.BODY), following)
    found["start"] = job.files[start.slug] if start else ""
    html = fill(job.theme, "web", "front-page.html", found)
    language = title.language
    names = authors(title)
    return WebPage(FRONT, html, "", shown.title, shown.summary, names, "", language)


def _cover_lines(job: _Job) -> Iterator[tuple[Markup, Markup, str]]:
    """Give an issue's cover lines: text, what is below it, the page that it announces."""
    if isinstance(job.title, Issue):
        for line in job.title.cover_lines:
            text, below = (
                values.inline(t, job.title.language) for t in (line.text, line.below)
            )
            yield text, below, job.files.get(line.article, "")


def _page(job: _Job, place: int) -> WebPage:
    section = job.sections[place]
    document = job.manuscript.document(section.slug)
    shown = _shown(job, section)
    found = _values(job, section, shown)
    text = job.weaver(section).text(document, job.files[section.slug]) if document else None
    if text:
        found |= {"text": xhtml.safe(text.body), "notes": text.notes}
        found |= {"heading": xhtml.safe(text.heading)} if text.heading else {}
    found |= _generated(job, section)
    found |= _neighbours(job, place)
    count = document.words if document else 0
    found["json_ld"] = job.describer.section(section, shown, place + 1, count)
    html = fill(job.theme, "web", _template(job, section, found["role"]), found)
    names = tuple(a.name for a in section.authors)
    return WebPage(
        job.files[section.slug],
        html,
        section.slug,
        shown.title,
        shown.summary,
        names,
        _main(job, found, text) if text else "",
        section.language or job.title.language,
    )


def _template(job: _Job, section: Section, role: Role) -> str:
    name = f"{section.role}.html"
    if not has_template(job.theme, "web", name) or (section.file and role.generated):
        return "article.html" if section.article else "section.html"
    return name


def _main(job: _Job, found: Mapping[str, Any], text: WebText) -> str:
    """Give what a feed carries of a section: its text and its notes."""
    notes = fill(job.theme, "web", "notes.html", found) if text.notes else ""
    return text.body + notes


def _values(job: _Job, section: Section | None, page: Shown) -> dict[str, Any]:
    """Give the names that every template of the web gets."""
    language = (section.language if section else "") or job.title.language
    name = licence_name(job.title, section)
    return {
        "press": job.press,
        "publication": job.title,
        "book_title": values.inline(job.title.title, job.title.language),
        "site_title": _whole_title(job),
        "date_label": _date_label(job.title),
        "words": job.words_of(section),
        "site_words": job.words,
        "option": job.theme.option,
        "language": language,
        "direction": _direction(language),
        "site_language": job.title.language,
        "site_direction": _direction(job.title.language),
        "page_title": page.title,
        "summary": page.summary,
        "canonical": page.url,
        "graph": tuple(job.describer.open_graph(page, section)),
        "front_page": FRONT,
        "feed": FEED,
        "styles": STYLES,
        "house": job.title.publisher or job.press.imprint or job.press.name,
        "rights": job.title.rights or job.press.rights,
        "licence": _licence_line(job, name),
        "licence_url": licence_url(job.title, section),
        "inline": partial(values.inline, language=language),
        "authors": joined(_author_names(job, section), job.title.language),
        "previous": None,
        "following": None,
        **(_values_of_section(job, section) if section else {}),
    }


def _values_of_section(job: _Job, section: Section) -> dict[str, Any]:
    language = job.title.language
    role = roles().get(section.role) or Role(section.role, (Matter.FRONT,))
    article = section.article
    return {
        "section": section,
        "article": article,
        "role": role,
        "heading": values.title(job.manuscript, section, job.words),
        "document": job.manuscript.document(section.slug),
        "number": values.number(job.theme, job.words, section),
        "section_authors": joined((a.name for a in section.authors), language),
        "translators": joined((t.name for t in section.translators), language),
        "picture": job.pictures.get(article.picture) if article else None,
        "address": lambda target: job.addresses.of(target, job.files[section.slug]),
        "text": "",
        "notes": (),
    }


def _neighbours(job: _Job, place: int) -> dict[str, Any]:
    """Give the pages before and after; the front page comes before the first."""
    before = job.entries.get(job.sections[place - 1].slug) if place else None
    after = job.sections[place + 1 : place + 2]
    return {"previous": before, "following": job.entries[after[0].slug] if after else None}


def _generated(job: _Job, section: Section) -> Mapping[str, Any]:
    """Give what the template of a generated section needs."""
    if section.role == "imprint":
        return {"imprint": imprint_of(job.press, job.title, job.words, ())}
    if section.role == "about-the-authors":
        return {"people": values.people(job.title)}
    if section.role == "part":
        below = [s for s in job.sections if s.part == section.slug]
        return {"entries": [job.entries[s.slug] for s in below]}
    if section.role in ("list-of-figures", "list-of-tables"):
        kind = section.role.removeprefix("list-of-").removesuffix("s")
        return {"targets": values.labelled(job.manuscript, kind)}
    if section.role == "index":
        find = partial(job.passages.of, here=job.files[section.slug])
        return {"letters": index_of(job.manuscript), "passages": find}
    return {}


def _shown(job: _Job, section: Section) -> Shown:
    title = values.title(job.manuscript, section, job.words)
    url = job.base + job.files[section.slug] if job.base else ""
    plain = xhtml.plain(str(title)) or _whole_title(job)
    summary = _summary(section, job.manuscript.document(section.slug))
    picture, alt = job.cover, _alt(job)
    if section.article and section.article.picture:
        picture = job.pictures[section.article.picture]
        alt = section.article.picture_alt
    return Shown(url, plain, summary, picture, alt)


def _summary(section: Section, document: Document | None) -> str:
    """Give the standfirst, else the subtitle, else how the text begins."""
    own = (section.article.standfirst if section.article else "") or section.subtitle
    if own:
        return plain_line(own)
    return _cut(text_stream(document.body[: SUMMARY * 20]) if document else "")


def _cut(text: str) -> str:
    """Give a text's beginning, whole words with an ellipsis."""
    whole = _SENTENCE.sub(" ", text).strip()
    if len(whole) <= SUMMARY:
        return whole
    return whole[: whole.rfind(" ", 0, SUMMARY)].rstrip(",;:–— ") + "…"


def _author_names(job: _Job, section: Section | None) -> tuple[str, ...]:
    if section and section.authors:
        return tuple(a.name for a in section.authors)
    return () if section and section.article else authors(job.title)


def _whole_title(job: _Job) -> str:
    """Give the title, an issue's with its number and date, as plain text."""
    title = plain_line(job.title.title)
    if not isinstance(job.title, Issue):
        return title
    more = ", ".join(filter(None, (job.title.designation, _date_label(job.title))))
    return f"{title}, {more}" if more else title


def _date_label(title: Publication) -> str:
    if not isinstance(title, Issue):
        return ""
    return str(title.date)


def _alt(job: _Job) -> str:
    return job.title.cover.alt or f"{job.words['cover']}: {_whole_title(job)}"


def _licence_line(job: _Job, name: str) -> str:
    return job.words["licensed_under"].format(title=name) if name else ""


def _direction(language: str) -> str:
    return "rtl" if values.right_to_left(language) else "ltr"

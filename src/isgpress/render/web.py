"""A title as web pages, by the theme's templates: a front page, and one for each section.

The front page does what cover, half title, title page and contents do in print, and notes
stand with their calls; so these parts have no pages of their own. Adverts and furniture
that only paper has use for (a form to cut out) are left out where they have no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from isgpress.manuscript import text_stream
from isgpress.model.manuscript import Document
from isgpress.model.publication import Issue, Matter, Section
from isgpress.model.rendered import RenderedWeb, Resource, WebPage
from isgpress.render import values, xhtml
from isgpress.render.accessible import told
from isgpress.render.colours import palettes
from isgpress.render.environment import fill, has_template
from isgpress.render.imprint import imprint_of
from isgpress.render.index import index_of
from isgpress.render.names import (
    authors,
    credit_lines,
    date_label,
    joined,
    plain_line,
    whole_title,
)
from isgpress.render.theme import Theme, media_type
from isgpress.render.web_data import Shown, licence_name, licence_url
from isgpress.render.web_front import groups
from isgpress.render.web_job import FRONT, WebJob, cover_alt
from isgpress.render.web_text import WebText, alone
from isgpress.standards import Role, roles
from isgpress.standards.direction import direction

FEED, STYLES = "feed.xml", "styles/site.css"
SUMMARY = 200  # characters
OF_THEME = "isg:theme/"
_ASSET = re.compile(r"isg:theme/([^\"')\s]+)")
_SPACE = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)


def render_web(job: WebJob) -> RenderedWeb:
    """Give the pages of a web edition, its style sheet and the pictures that it shows.

    Raises PressError with findings of templates and of pictures. Findings:
    ``low-contrast``, ``bad-theme-option``.
    """
    pages = (_front(job), *(_page(job, n) for n in range(len(job.sections))))
    return _rendered(job, pages, tuple(job.pictures))


def render_offprint(job: WebJob, slug: str) -> RenderedWeb:
    """Give one section's page alone: links to others lead to the web edition, or go.

    ``slug`` is that of a section with a page. Raises and finds as ``render_web``.
    """
    job = replace(job, alone=True)
    place = next(n for n, s in enumerate(job.sections) if s.slug == slug)
    page = _page(job, place)
    page = replace(page, html=alone(page.html, job.base))
    shown = tuple(p for p in job.pictures if f'src="{job.pictures[p].address}"' in page.html)
    return _rendered(job, (page,), shown)


def _rendered(job: WebJob, pages: tuple[WebPage, ...], shown: tuple[str, ...]) -> RenderedWeb:
    light, dark, findings = palettes(job.world, job.theme)
    colours = (
        f":root {{ color-scheme: light dark; {light.css()} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark.css()} }} }}"
    )
    styles = "\n".join([colours, *_styles(job.theme)])
    return RenderedWeb(
        pages=pages,
        stylesheet=styles.replace(OF_THEME, "../theme/"),
        assets=tuple(_assets(job.theme, styles)),
        base=job.base,
        pictures=tuple(_picture(job, path) for path in shown),
        findings=findings,
    )


def _styles(theme: Theme) -> Iterator[str]:
    for name in theme.web_styles:
        if file := theme.file(name):
            yield file.text


def _assets(theme: Theme, styles: str) -> Iterator[Resource]:
    """Give the theme's files that its style sheets name, each once."""
    for name in dict.fromkeys(_ASSET.findall(styles)):
        if file := theme.file(name):
            yield Resource(OF_THEME + name, name, media_type(name), file.path, file.sha256)


def _picture(job: WebJob, path: str) -> Resource:
    name = job.pictures[path].name
    digest, local = job.world.digest(path), str(job.world.local(path))
    return Resource(f"isg:file/{path}", name, media_type(name), local, digest)


def _front(job: WebJob) -> WebPage:
    title = job.title
    shown = Shown(
        job.base, whole_title(job.title), _cut(title.description), job.cover, cover_alt(job)
    )
    parts = [(s, _shown(job, s)) for s in job.sections if job.entries.get(s.slug)]
    found = _values(job, None, shown)
    following = next(iter(job.sections), None)
    found |= {
        "cover": job.cover,
        "cover_alt": cover_alt(job),
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


def _cover_lines(job: WebJob) -> Iterator[tuple[Markup, Markup, str]]:
    """Give an issue's cover lines: text, what is below it, the page that it announces."""
    if isinstance(job.title, Issue):
        for line in job.title.cover_lines:
            text, below = (
                values.inline(t, job.title.language) for t in (line.text, line.below)
            )
            yield text, below, job.files.get(line.article, "")


def _page(job: WebJob, place: int) -> WebPage:
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


def _template(job: WebJob, section: Section, role: Role) -> str:
    name = f"{section.role}.html"
    if not has_template(job.theme, "web", name) or (section.file and role.generated):
        return "article.html" if section.article else "section.html"
    return name


def _main(job: WebJob, found: Mapping[str, Any], text: WebText) -> str:
    """Give what a feed carries of a section: its text and its notes."""
    notes = fill(job.theme, "web", "notes.html", found) if text.notes else ""
    return text.body + notes


def _values(job: WebJob, section: Section | None, page: Shown) -> dict[str, Any]:
    """Give the names that every template of the web gets."""
    language = (section.language if section else "") or job.title.language
    name = licence_name(job.title, section)
    return {
        "press": job.press,
        "publication": job.title,
        "book_title": values.inline(job.title.title, job.title.language),
        "site_title": whole_title(job.title),
        "date_label": date_label(job.title),
        "words": job.words_of(section),
        "site_words": job.words,
        "option": job.theme.option,
        "language": language,
        "direction": direction(language),
        "site_language": job.title.language,
        "site_direction": direction(job.title.language),
        "page_title": page.title,
        "summary": page.summary,
        "canonical": page.url,
        "graph": tuple(job.describer.open_graph(page, section)),
        "front_page": job.base if job.alone else FRONT,
        "feed": "" if job.alone else FEED,
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


def _values_of_section(job: WebJob, section: Section) -> dict[str, Any]:
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


def _neighbours(job: WebJob, place: int) -> dict[str, Any]:
    """Give the pages before and after; the front page comes before the first."""
    if job.alone:
        return {}
    before = job.entries.get(job.sections[place - 1].slug) if place else None
    after = job.sections[place + 1 : place + 2]
    return {"previous": before, "following": job.entries[after[0].slug] if after else None}


_OF_THE_TITLE: Mapping[str, Callable[[WebJob], dict[str, Any]]] = {
    "about-the-authors": lambda job: {"people": values.people(job.title)},
    "accessibility": lambda job: told(job.world, job.manuscript, job.press, job.theme),
}


def _generated(job: WebJob, section: Section) -> Mapping[str, Any]:
    """Give what the template of a generated section needs."""
    if section.role == "imprint":
        return {"imprint": imprint_of(job.press, job.title, job.words, ())}
    if make := _OF_THE_TITLE.get(section.role):
        return make(job)
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


def _shown(job: WebJob, section: Section) -> Shown:
    title = values.title(job.manuscript, section, job.words)
    url = job.base + job.files[section.slug] if job.base else ""
    plain = xhtml.plain(str(title)) or whole_title(job.title)
    summary = _summary(section, job.manuscript.document(section.slug))
    picture, alt = job.cover, cover_alt(job)
    if section.article and section.article.picture:
        picture = job.pictures[section.article.picture]
        alt = section.article.picture_alt
    return Shown(url, plain, summary, picture, alt)


def _summary(section: Section, document: Document | None) -> str:
    """Give the standfirst, else the subtitle, else how the text begins."""
    own = (section.article.standfirst if section.article else "") or section.subtitle
    if own:
        return plain_line(own)
    beginning = document.body[: SUMMARY * 20] if document else ""
    return _cut(" ".join(text_stream(p) for p in _PARAGRAPH.findall(beginning)))


def _cut(text: str) -> str:
    """Give a text's beginning, whole words with an ellipsis."""
    whole = _SPACE.sub(" ", text).strip()
    if len(whole) <= SUMMARY:
        return whole
    return whole[: whole.rfind(" ", 0, SUMMARY)].rstrip(",;:–— ") + "…"


def _author_names(job: WebJob, section: Section | None) -> tuple[str, ...]:
    if section and section.authors:
        return tuple(a.name for a in section.authors)
    return () if section and section.article else authors(job.title)


def _licence_line(job: WebJob, name: str) -> str:
    return job.words["licensed_under"].format(title=name) if name else ""

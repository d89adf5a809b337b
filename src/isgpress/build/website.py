"""The web edition of a title: rendered, put together, read back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial

from isgpress.build.cover import cover_picture
from isgpress.build.events import Stage
from isgpress.build.job import Job, Site
from isgpress.build.tools import moment, tools
from isgpress.check.conservation import in_order, report
from isgpress.epub import fit_picture
from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.manuscript.words import text_stream, words
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Issue
from isgpress.model.rendered import RenderedWeb
from isgpress.render.cutting import WOFF2, Font
from isgpress.render.web import render_web
from isgpress.render.web_job import WebJob, web_pictures
from isgpress.render.web_text import WebPicture
from isgpress.store import key_of
from isgpress.web import COVER, About, picture_size, section_texts, web_fonts, write_site
from isgpress.world import package_path

FONT = "web-font"


def make_website(job: Job, cover: bytes = b"") -> Site:
    """Give the web edition of a title; ``cover`` is a JPEG, where one was made before.

    Raises PressError, also where words were lost. Findings: ``no-web-address``,
    ``low-contrast``.
    """
    start = time.perf_counter()
    job.say(Stage.WEB)
    cover = cover or cover_picture(job.world, job.publication, job.press, job.theme)
    pictures = fitted(job)
    rendered = render_web(web_job(job, pictures, cover))
    named = {p.name: pictures[p.uri.removeprefix("isg:file/")] for p in rendered.pictures}
    fonts = web_fonts(rendered, job.theme.fonts, partial(cut_font, job))
    files = write_site(
        rendered, _about(job, rendered), fonts, {**named, COVER: cover}, assets(job, rendered)
    )
    if lost := tuple(_losses(job.manuscript, rendered, files)):
        raise PressError(*lost)
    findings = (*rendered.findings, *_without_address(job, rendered))
    return Site(files, time.perf_counter() - start, findings)


def assets(job: Job, rendered: RenderedWeb) -> dict[str, bytes]:
    """Give the theme's files that web pages show, by their paths in the theme."""
    found = {}
    for asset in rendered.assets:
        file = job.theme.file(asset.name)
        if file is not None and file.own:
            found[asset.name] = job.world.read_bytes(file.shown)
        elif file is not None:
            found[asset.name] = package_path(file.shown).read_bytes()
    return found


def cut_font(job: Job, font: Font, codes: frozenset[int]) -> bytes:
    """Cut a font, or take it as it was cut before: few changes bring new letters."""
    key = key_of(tools(), font.face.sha256, ",".join(map(str, sorted(codes & font.codes))))
    data = job.store.get(FONT, key) if job.store else None
    if data is None:
        data = font.cut(codes, WOFF2)
        if job.store:
            job.store.put(FONT, key, data)
    return data


def web_job(job: Job, pictures: Mapping[str, bytes], cover: bytes) -> WebJob:
    """Give what is to be rendered; ``pictures`` by path, as they will be shown."""
    sizes = {path: picture_size(data, path) for path, data in pictures.items()}
    shown = WebPicture(COVER, *picture_size(cover, COVER))
    return WebJob(job.world, job.manuscript, job.press, job.theme, sizes, shown)


def fitted(job: Job) -> dict[str, bytes]:
    """Give all pictures that web pages show, by path, no larger than they need be."""
    read = job.world.read_bytes
    return {p: fit_picture(read(p), p) for p in web_pictures(job.manuscript)}


def _about(job: Job, rendered: RenderedWeb) -> About:
    title = job.publication
    changed = job.world.now() if moment() else None
    day = title.date.first_day().isoformat()
    return About(
        job.press,
        title,
        rendered.pages[0].title,
        changed.strftime("%Y-%m-%dT%H:%M:%SZ") if changed else f"{day}T00:00:00Z",
        rendered.pages[0].authors,
        title.rights or job.press.rights,
    )


def _losses(
    manuscript: Manuscript, rendered: RenderedWeb, files: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Compare the words of each section, in order, with the manuscript's."""
    found = section_texts(files)
    names = {page.slug: page.file for page in rendered.pages}
    for document in manuscript.documents:
        expected = _whole(document)
        text = found.get(names.get(document.section.slug, ""), "")
        if text_stream(expected).split() == text_stream(text).split():
            continue
        if loss := in_order(words(expected), words(text)):
            yield report(loss, "the web pages", document, expected)


def _whole(document: Document) -> str:
    return document.body + "".join(f"<div>{note.xhtml}</div>" for note in document.notes)


def _without_address(job: Job, rendered: RenderedWeb) -> Iterator[Finding]:
    if rendered.base:
        return
    whole = "or to the periodical " if isinstance(job.publication, Issue) else ""
    yield Finding(
        "no-web-address",
        "web pages have no address, so links in the feed and for search engines are left out",
        Span("press.yaml"),
        f"add `url: https://...` to press.yaml {whole}or to the title's edition `web`",
        Severity.WARNING,
    )

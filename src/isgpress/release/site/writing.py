"""All files of the site."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from isgpress.findings import Finding, PressError, Span
from isgpress.release.feeds.entries import Entry, newest
from isgpress.release.feeds.house import FOLDER as CATALOGUE
from isgpress.release.feeds.house import House, title_page
from isgpress.release.feeds.pages import Page, pages
from isgpress.release.feeds.writing import catalogue, house_of
from isgpress.release.lists import NAME as LIST
from isgpress.release.memo import Memo
from isgpress.release.site import searching, titles
from isgpress.release.site.maker import Maker, pages_of_titles
from isgpress.release.site.web import WebEdition, web_editions
from isgpress.release.sums import UNLISTED
from isgpress.render import load_theme
from isgpress.render.site import SCRIPT, site_script, site_styles

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.render.theme import Theme
    from isgpress.world import World

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
THEME = "paperback"
PUBLIC = {"front-cover", "thumbnail", "sample-epub", "sample-pdf", "readme", "onix", "table"}
NOTHING = Memo()
Files = dict[str, bytes | os.PathLike[str]]


@dataclass(frozen=True)
class Site:
    """The files by their path, bytes or files to copy, and what must be said of them."""

    files: Files
    findings: tuple[Finding, ...] = ()


def site(world: World, press: Press, memo: Memo = NOTHING, *, search: bool = True) -> Site:
    """Give the site; ``search`` asks for the page for searching, where Pagefind is there.

    Raises PressError as ``house_of``, ``site-path-taken`` where a web edition would stand
    in the place of something else, and where the theme's templates are faulty.
    """
    house = replace(house_of(world, press), site=True)
    theme = load_theme(world, press.theme or THEME)
    web, findings = web_editions(world, press)
    lacking = searching.fault_of_search() if search else None
    listed = newest(house.entries)
    shown = tuple(pages(house.name, listed))
    searched = search and not lacking
    files: Files = _pages(press, house, theme, web, shown, listed, memo, searched=searched)
    with searching.Indexer(press.language) as indexer:
        parts = _indexes(files, listed, web, indexer, memo) if searched else ()
        lists = catalogue(house, memo, shown)
        files |= {f"{CATALOGUE}/{name}": data for name, data in lists.items()}
        for entry in house.entries:
            files |= _public(world, entry)
        _add_web(files, web)
        names = [name for name in files if name.endswith(".html")]
        files["sitemap.xml"] = _sitemap(house, names)
        for ended in parts:
            files |= ended()
    return Site(files, (*findings, *((lacking,) if lacking else ())))


def _pages(  # noqa: PLR0913, PLR0917 - all that pages are made from
    press: Press,
    house: House,
    theme: Theme,
    web: Mapping[str, WebEdition],
    shown: tuple[Page, ...],
    listed: tuple[Entry, ...],
    memo: Memo,
    *,
    searched: bool,
) -> Files:
    """Give the pages in every language with what stands beside them."""
    languages = [(press.language, ""), *((tag, f"{tag}/") for tag in press.site_languages)]
    files: Files = {"style.css": site_styles(theme)}
    if searched:
        files[SCRIPT] = site_script(theme, searching.count(len(listed)))
    makers = [
        Maker(press, house, theme, shown, web, languages, searched, language, prefix, memo)
        for language, prefix in languages
    ]
    for maker in makers:
        files |= maker.lists(listed)
    files |= pages_of_titles(makers, listed, memo)
    return files


def _add_web(files: Files, web: Mapping[str, WebEdition]) -> None:
    for slug, edition in web.items():
        if taken := next((name for name in edition.files if name in files), None):
            message = f"the web pages of `{slug}` would stand in the place of `{taken}`"
            advice = "give the web edition another `url`, or rename the title's folder"
            raise PressError(
                Finding("site-path-taken", message, Span(f"dist/{slug}/web"), advice)
            )
        files |= edition.files


def _indexes(
    files: Mapping[str, bytes | os.PathLike[str]],
    listed: Sequence[Entry],
    web: Mapping[str, WebEdition],
    indexer: searching.Indexer,
    memo: Memo,
) -> list[Callable[[], Mapping[str, bytes]]]:
    """Begin the indexes of the titles' pages and of the web editions; give what ends each."""
    number = searching.count(len(listed))
    parts: list[dict[str, bytes]] = [{} for _ in range(number)]
    for entry in listed:
        slug = entry.title["slug"]
        part = parts[searching.place(slug, number)]
        part[title_page(entry)] = _bytes(files[title_page(entry)])
        if edition := web.get(slug):
            pages = {n: d for n, d in edition.files.items() if n.endswith(".html")}
            part |= {name: _bytes(data) for name, data in pages.items()}
    tool = (searching.version(), indexer.language)
    return [
        memo.later(
            ("search", *tool, str(place), *_named(pages)),
            partial(indexer.begin, pages, place),
        )
        for place, pages in enumerate(parts)
    ]


def _named(pages: Mapping[str, bytes]) -> Iterator[str]:
    """Give the names of pages, and what is in each as a digest."""
    for name, data in pages.items():
        yield from (name, hashlib.sha256(data).hexdigest())


def _bytes(data: bytes | os.PathLike[str]) -> bytes:
    return data if isinstance(data, bytes) else Path(data).read_bytes()


def _public(world: World, entry: Entry) -> Files:
    """Give the files of a release that anybody may have, and the lists of all its files."""
    base = titles.folder(entry)
    folder = f"{world.root}/{base}"
    with os.scandir(folder) as found:  # none that is only a link
        there = {file.name: file for file in found if file.is_file(follow_symlinks=False)}
    names = [row["name"] for row in entry.told["files"] if row["role"] in PUBLIC]
    names += [row["name"] for what, row, _ in entry.acquisitions() if what == "open-access"]
    chosen = dict.fromkeys((*names, LIST, *sorted(UNLISTED)))
    return {base + name: there[name] for name in chosen if name in there}


def _sitemap(house: House, names: Iterable[str]) -> bytes:
    """Give the list of all pages for search engines (sitemaps.org, 0.9)."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})  # type: ignore[dict-item] # the stubs forget None
    for name in names:
        place = etree.SubElement(root, f"{{{SITEMAP}}}url")
        address = etree.SubElement(place, f"{{{SITEMAP}}}loc")
        address.text = f"{house.url}/{name}".removesuffix("index.html")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")

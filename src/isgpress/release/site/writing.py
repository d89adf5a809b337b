"""All files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree
from markupsafe import Markup

from isgpress.release.feeds.entries import Entry, newest
from isgpress.release.feeds.house import FOLDER as CATALOGUE
from isgpress.release.feeds.house import House
from isgpress.release.feeds.pages import ALL, START, Group, Page, pages
from isgpress.release.feeds.writing import catalogue, house_of
from isgpress.release.manifest import NAME as LIST
from isgpress.release.site import citing, titles
from isgpress.release.sums import NAME as SUMS
from isgpress.release.sums import SIGNATURE
from isgpress.render import load_theme
from isgpress.render.site import site_page, site_styles
from isgpress.standards import words

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.render.theme import Theme
    from isgpress.world import World

FIRST = 12  # titles on the first page
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
THEME = "paperback"
WORDS = {
    "periodical": "periodicals",
    "series": "series_list",
    "contributor": "contributors_list",
    "language": "languages_list",
}
PUBLIC = {"front-cover", "thumbnail", "sample-epub", "sample-pdf", "readme", "onix", "table"}


def site(world: World, press: Press) -> dict[str, bytes | Path]:
    """Give the files of the site by their path: bytes, or files of releases to copy.

    Raises PressError as ``catalogue``, and where the theme's templates are faulty.
    """
    house = house_of(world, press)
    theme = load_theme(world, press.theme or THEME)
    listed = newest(house.entries)
    maker = _Maker(press, house, theme, tuple(pages(house.name, listed)))
    files: dict[str, bytes | Path] = dict(maker.pages(listed))
    files["style.css"] = site_styles(theme)
    files["sitemap.xml"] = _sitemap(house, [n for n in files if n.endswith(".html")])
    files |= {f"{CATALOGUE}/{n}": data for n, data in catalogue(world, press).items()}
    for entry in house.entries:
        files |= _public(world, entry)
    return files


class _Maker:
    """Makes the pages; knows what stands on each of them."""

    def __init__(
        self, press: Press, house: House, theme: Theme, listed: tuple[Page, ...]
    ) -> None:
        self.press, self.house, self.theme, self.listed = press, house, theme, listed
        self.words = words(press.language)

    def pages(self, entries: tuple[Entry, ...]) -> Iterator[tuple[str, bytes]]:
        """Give all pages by their path, and the references beside those of titles."""
        for page in self.listed:
            name = f"{page.path}.html"
            yield name, self._filled("list.html", name, self._list(page, entries))
        for entry in entries:
            name = titles.path(entry)
            values = titles.page(entry, "../", self.house.url, self.press.language)
            values["json_ld"] = Markup(values["json_ld"])  # noqa: S704 - escaped there
            yield name, self._filled("title.html", name, {**values, "title": entry.name})
            for ending, data in citing.files(entry).items():
                yield f"title/{entry.title['slug']}.{ending}", data

    def _filled(self, template: str, path: str, values: Mapping[str, Any]) -> bytes:
        canonical = f"{self.house.url}/{path}".removesuffix("index.html")
        shared = {
            "house": self.house.name,
            "place": self.press.place,
            "email": self.press.email,
            "menu": self._menu(),
            "path": path,
            "root": "../" * path.count("/"),
            "canonical": canonical,
            "is_home": False,
            "summary": "",
        }
        return site_page(self.theme, template, self.press.language, {**shared, **values})

    def _menu(self) -> list[dict[str, str]]:
        return [
            {"address": f"{group.path}.html", "label": self._label(group)}
            for group in self.listed[0].groups
        ]

    def _label(self, group: Group) -> str:
        if group.path == ALL:
            return self.words["all_titles"]
        return self.words[WORDS[group.kind]] if group.path.startswith("by/") else group.label

    def _list(self, page: Page, entries: tuple[Entry, ...]) -> dict[str, Any]:
        home = page.path == START
        shown = entries[:FIRST] if home else page.entries
        return {
            "title": self.house.name if home else self._heading(page),
            "heading": self.house.name if home else self._heading(page),
            "is_home": home,
            "entries": [titles.card(entry) for entry in shown],
            "groups": [
                {
                    "address": f"{group.path}.html",
                    "label": self._label(group),
                    "count": len({id(e) for e in group.entries}),
                }
                for group in page.groups
            ],
            "neighbours": [
                {
                    "rel": {"previous": "prev"}.get(rel, rel),
                    "address": f"{path}.html",
                    "label": label,
                }
                for rel, path in page.neighbours()
                if (label := self._turn(rel))
            ],
        }

    def _turn(self, relation: str) -> str:
        return self.words[relation] if relation in {"previous", "next"} else ""

    def _heading(self, page: Page) -> str:
        if page.stem == ALL:
            return self.words["all_titles"]
        for kind, key in WORDS.items():
            if page.groups and page.groups[0].kind == kind:
                return self.words[key]
        return page.title


def _public(world: World, entry: Entry) -> dict[str, bytes | Path]:
    """Give the files of a release that anybody may have, and the lists of all its files."""
    base = titles.folder(entry)
    names = [row["name"] for row in entry.told["files"] if row["role"] in PUBLIC]
    names += [row["name"] for what, row, _ in entry.acquisitions() if what == "open-access"]
    names += [LIST, SUMS, SIGNATURE]
    return {
        base + name: world.local(base + name) for name in names if world.exists(base + name)
    }


def _sitemap(house: House, names: list[str]) -> bytes:
    """Give the list of all pages for search engines (sitemaps.org, 0.9)."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})  # type: ignore[dict-item] # the stubs forget None
    for name in names:
        place = etree.SubElement(root, f"{{{SITEMAP}}}url")
        address = etree.SubElement(place, f"{{{SITEMAP}}}loc")
        address.text = f"{house.url}/{name}".removesuffix("index.html")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")

"""The pages of the site in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isgpress.release.feeds.entries import Entry
from isgpress.release.feeds.house import House, title_page
from isgpress.release.feeds.pages import ALL, START, Group, Page, language_name
from isgpress.release.memo import Memo
from isgpress.release.site import citing, titles
from isgpress.release.site.searching import PAGE as SEARCH
from isgpress.release.site.web import WebEdition
from isgpress.render.site import site_page
from isgpress.standards import Words, words
from isgpress.standards.direction import direction
from isgpress.store import key_of

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.render.theme import Theme

KIND_OF = {True: "periodical", False: "series"}
FIRST = 12  # titles on the first page
WORDS = {
    "periodical": "periodicals",
    "series": "series_list",
    "contributor": "contributors_list",
    "subject": "subjects_list",
    "language": "languages_list",
}


@dataclass(frozen=True)
class Maker:
    """Makes the pages in ``language``, below ``prefix`` (``fr/``; nothing for the main one).

    ``languages`` are all of the site with their prefixes; ``listed`` the pages of the
    catalogue.
    """

    press: Press
    house: House
    theme: Theme
    listed: tuple[Page, ...]
    web: Mapping[str, WebEdition]
    languages: Sequence[tuple[str, str]]
    searched: bool
    language: str
    prefix: str = ""
    memo: Memo = field(default_factory=Memo)

    @cached_property
    def words(self) -> Words:
        """The words of the language."""
        return words(self.language)

    @cached_property
    def _places(self) -> dict[tuple[str, str], str]:
        """The pages of groups by kind and name."""
        groups = (group for page in self.listed for group in page.groups)
        return {(g.kind, g.label): g.path for g in groups if not g.path.startswith("by/")}

    @cached_property
    def _key(self) -> str:
        """What every page says and looks like."""
        shared = (self.press.name, self.press.place, self.press.email, self.language)
        menu = [entry["address"] + entry["label"] for entry in self._menu]
        others = [f"{tag} {prefix}" for tag, prefix in self.languages]
        return key_of(*self.house.key, *shared, self.prefix, self.theme.digest, *menu, *others)

    def lists(self, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
        """Give all pages but those of titles, by their path in the site.

        ``entries`` has each title once.
        """
        for page in self.listed:
            shown = entries[:FIRST] if page.path == START else page.entries
            yield f"{self.prefix}{page.path}.html", self._list(page, shown)
        if self.searched:
            values = {"title": self.words["search"]}
            yield self.prefix + SEARCH, self._filled(SEARCH, SEARCH, values)

    def title_key(self, entry: Entry) -> tuple[str, ...]:
        """Give all that a title's page says, beside what its release does."""
        web = self.web.get(entry.title["slug"])
        found = [titles.links(entry, k, self._places) for k in ("contributor", "subject")]
        series = self._places.get((KIND_OF[entry.is_issue], entry.collection[0]), "")
        return (self._key, web.address if web else "", str(found), series)

    def title(self, entry: Entry) -> tuple[str, bytes]:
        """Give the page of a title, and its path in the site."""
        values = titles.page(entry, self.house.url, self.language, self._places)
        values["json_ld"] = Markup(values["json_ld"])  # noqa: S704 - escaped there
        more = {"title": entry.name, "online": self._online(entry)}
        data = self._filled("title.html", title_page(entry), {**values, **more})
        return self.prefix + title_page(entry), data

    def _online(self, entry: Entry) -> str:
        """Give the address of a title's web pages from any page of the site, or nothing."""
        web = self.web.get(entry.title["slug"])
        if web is None:
            return ""
        return web.path or web.address

    def _filled(self, template: str, path: str, values: Mapping[str, Any]) -> bytes:
        """Fill a template; ``path`` is that of the page below the prefix."""
        full = self.prefix + path
        root = "../" * full.count("/")
        shared = {
            "house": self.house.name,
            "place": self.press.place,
            "email": self.press.email,
            "menu": self._menu,
            "path": path,
            "root": root,
            "home": root + self.prefix,
            "canonical": self._address(full),
            "others": [
                {
                    "tag": tag,
                    "label": language_name(tag),
                    "path": f"{root}{prefix}{path}",
                    "address": self._address(prefix + path),
                }
                for tag, prefix in self.languages
            ],
            "searched": self.searched,
            "is_home": False,
            "summary": "",
        }
        return site_page(self.theme, template, self.language, {**shared, **values})

    def _address(self, path: str) -> str:
        return f"{self.house.url}/{path}".removesuffix("index.html")

    @cached_property
    def _menu(self) -> list[dict[str, str]]:
        found = [
            {"address": f"{group.path}.html", "label": self._label(group)}
            for group in self.listed[0].groups
        ]
        if self.searched:
            found.append({"address": SEARCH, "label": self.words["search"]})
        return found

    def _label(self, group: Group) -> str:
        if group.path == ALL:
            return self.words["all_titles"]
        return self.words[WORDS[group.kind]] if group.path.startswith("by/") else group.label

    def _list(self, page: Page, shown: Sequence[Entry]) -> bytes:
        online = [self.web[s].address for e in shown if (s := e.title["slug"]) in self.web]
        key = ("list", self._key, page.key, *(e.digest for e in shown), *online)
        return self.memo.file(key, lambda: self._list_made(page, shown))

    def _list_made(self, page: Page, shown: Sequence[Entry]) -> bytes:
        home = page.path == START
        heading = self.house.name if home else self._heading(page)
        values = {
            "title": heading,
            "heading": heading,
            "is_home": home,
            "entries": [
                {**titles.card(entry, self.language), "online": self._online(entry)}
                for entry in shown
            ],
            "groups": [
                {
                    "address": f"{group.path}.html",
                    "label": self._label(group),
                    "count": len({id(e) for e in group.entries}),
                    "direction": direction(self.language),
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
        if page.active.startswith("periodical/"):
            return self._filled("periodical.html", f"{page.path}.html", self._issues(values))
        return self._filled("list.html", f"{page.path}.html", values)

    def _issues(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add what press.yaml says of the periodical that a page lists."""
        known = {p.title: p for p in self.press.periodicals}
        found = known.get(values["heading"])
        return {
            **values,
            "subtitle": found.subtitle if found else "",
            "issn": found.issn if found else "",
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


def pages_of_titles(
    makers: Sequence[Maker], entries: Sequence[Entry], memo: Memo
) -> Iterator[tuple[str, bytes]]:
    """Give the pages of titles in every language, and the references beside them."""
    for entry in entries:
        key = (part for maker in makers for part in maker.title_key(entry))
        make = partial(_of_title, makers, entry)
        yield from memo.files(("title", entry.digest, *key), make).items()


def _of_title(makers: Sequence[Maker], entry: Entry) -> dict[str, bytes]:
    files = dict(maker.title(entry) for maker in makers)
    for ending, data in citing.files(entry).items():
        files[f"title/{entry.title['slug']}.{ending}"] = data
    return files

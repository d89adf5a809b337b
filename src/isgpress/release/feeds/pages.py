"""The pages of a catalogue: a start, lists of titles in stretches, lists of groups.

A page knows its place and its neighbours; OPDS 1.2 and 2.0 write the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from isgpress.release.feeds.entries import Entry
from isgpress.release.products import ascii_name
from isgpress.store import key_of

LENGTH = 50  # entries on a page
FACETS = 20  # most of a group that a page offers to narrow it
START, ALL = "index", "all"


@dataclass(frozen=True)
class Group:
    """Titles that have something in common: ``kind`` is what, ``label`` its name."""

    kind: str
    label: str
    path: str
    entries: tuple[Entry, ...]

    @cached_property
    def key(self) -> str:
        """One text for what a link to it says."""
        newest = max(entry.moment for entry in self.entries)
        return key_of(self.kind, self.label, self.path, str(len(self.entries)), newest)


@dataclass(frozen=True)
class Page:
    """A page: its path without ending, its title, its entries or the groups it leads to.

    ``number`` is its place among ``count`` pages of one list of ``total`` titles; ``stem``
    the path of the first of them. ``facets`` are the groups that narrow the whole list.
    """

    path: str
    title: str
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    facets: tuple[Group, ...] = ()
    active: str = ""  # path of the group that it shows
    stem: str = ""
    number: int = 1
    count: int = 1
    total: int = 0

    @cached_property
    def key(self) -> str:
        """One text for all that the page shows."""
        links = (group.key for group in (*self.groups, *self.facets))
        numbers = (self.number, self.count, self.total, len(self.groups))
        return key_of(
            *(self.path, self.title, self.active, self.stem, str(numbers)),
            *(entry.digest for entry in self.entries),
            *links,
        )

    @property
    def is_list(self) -> bool:
        """Whether it lists titles, not groups."""
        return not self.groups

    def neighbours(self) -> Iterator[tuple[str, str]]:
        """Give the other pages of the list: ``first``, ``previous``, ``next``, ``last``."""
        if self.count == 1:
            return
        yield "first", numbered(self.stem, 1)
        if self.number > 1:
            yield "previous", numbered(self.stem, self.number - 1)
        if self.number < self.count:
            yield "next", numbered(self.stem, self.number + 1)
        yield "last", numbered(self.stem, self.count)


def numbered(stem: str, number: int) -> str:
    """Give the path of a page of a list."""
    return stem if number == 1 else f"{stem}-{number}"


KINDS = {
    "periodical": "Periodicals",
    "series": "Series",
    "contributor": "Contributors",
    "subject": "Subjects",
    "language": "Languages",
}
# paths of the lists of groups
LISTS = {kind: label.lower() for kind, label in KINDS.items()}


def pages(name: str, listed: Sequence[Entry]) -> Iterator[Page]:
    """Give all pages of a catalogue; the first one is where readers begin."""
    found = {kind: _groups(kind, listed) for kind in KINDS}
    facets = tuple(g for groups in found.values() for g in _largest(groups))
    everything = Group("", "All titles", ALL, tuple(listed))
    kinds = tuple(
        Group(
            kind, KINDS[kind], f"by/{LISTS[kind]}", tuple(e for g in groups for e in g.entries)
        )
        for kind, groups in found.items()
        if groups
    )
    yield Page(START, name, (everything, *kinds))
    yield from _list(everything, facets, name)
    for kind, groups in found.items():
        if groups:
            yield Page(f"by/{LISTS[kind]}", KINDS[kind], groups)
        for group in groups:
            yield from _list(group, facets, group.label)


def _list(group: Group, facets: tuple[Group, ...], title: str) -> Iterator[Page]:
    stretches = [
        group.entries[n : n + LENGTH] for n in range(0, max(len(group.entries), 1), LENGTH)
    ]
    for number, stretch in enumerate(stretches, 1):
        yield Page(
            numbered(group.path, number),
            title,
            entries=stretch,
            facets=facets,
            active=group.path,
            stem=group.path,
            number=number,
            count=len(stretches),
            total=len(group.entries),
        )


def _groups(kind: str, listed: Sequence[Entry]) -> tuple[Group, ...]:
    """Give the groups of a kind, by name, of people by surname.

    Names that are alike as paths are numbered.
    """
    members: dict[str, list[Entry]] = {}
    for entry in listed:
        for label in _labels(kind, entry):
            members.setdefault(label, []).append(entry)
    order = {name: sort for e in listed for name, _, sort in e.contributors if sort}
    taken: set[str] = set()
    found = []
    for label in sorted(members, key=lambda name: (order.get(name) or name).casefold()):
        path = _free(f"{kind}/{ascii_name(label)}", taken)
        name = language_name(label) if kind == "language" else label
        found.append(Group(kind, name, path, tuple(members[label])))
    return tuple(found)


def language_name(tag: str) -> str:
    """Give the name of a language in itself; the tag where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _free(path: str, taken: set[str]) -> str:
    """Give a path that is not taken; two hyphens keep it apart from pages of a list."""
    name, number = path, 1
    while name in taken:
        number += 1
        name = f"{path}--{number}"
    taken.add(name)
    return name


def _labels(kind: str, entry: Entry) -> tuple[str, ...]:
    collection = entry.collection[0]
    match kind:
        case "periodical":
            return (collection,) if entry.is_issue else ()
        case "series":
            return (collection,) if collection and not entry.is_issue else ()
        case "contributor":
            return tuple(dict.fromkeys(name for name, _, _ in entry.contributors))
        case "subject":
            return tuple(dict.fromkeys(map(str, entry.title["keywords"])))
        case _:
            return (str(entry.title["language"]),)


def _largest(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Give the groups with most titles, by name; of all, if there are few."""
    chosen = sorted(groups, key=lambda g: -len(g.entries))[:FACETS]
    return tuple(g for g in groups if g in chosen) if len(groups) > 1 else ()

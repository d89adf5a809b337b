"""The releases of a press as entries of a catalogue: what was released, and where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isgpress.release.products import FOLDER
from isgpress.release.shelf import versions
from isgpress.store import key_of

if TYPE_CHECKING:
    from isgpress.world import World

AUTHORS = ("aut", "cre", "isb", "art", "ive")
NEXT = ("edt", "com", "trl")  # who stands for a title without authors, in turn
DIGITAL = ("epub", "pdf")
MAIN = {"e-book", "screen-pdf"}
SAMPLES = {"sample-epub", "sample-pdf"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One release: what its list says, and the address of its folder, with a slash.

    ``mark`` is one text for what the list says.
    """

    told: Row
    base: str
    mark: str

    @property
    def title(self) -> Row:
        """What the list says of the title."""
        found: Row = self.told["title"]
        return found

    @property
    def name(self) -> str:
        """The title as it is listed."""
        return str(self.title["name"])

    @cached_property
    def identifier(self) -> str:
        """The URN of its first edition for screens, else of the first one."""
        sold = self.told["products"]
        first = [p for form in DIGITAL for p in sold if p["form"] == form]
        return str((first or sold)[0]["identifier"])

    @cached_property
    def digest(self) -> str:
        """One text for all that is known of it."""
        return key_of(self.base, self.mark)

    @property
    def released(self) -> str:
        """The date of the release as it is known, ISO 8601."""
        return str(self.told["released"])

    @cached_property
    def moment(self) -> str:
        """The date of the release as a full date-time."""
        return moment(self.released)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Who made it: the authors, else the editors, else the translators."""
        people = self.title["contributors"]
        for roles in (AUTHORS, *((role,) for role in NEXT)):
            if found := tuple(p["name"] for p in people if p["role"] in roles):
                return found
        return ()

    @property
    def contributors(self) -> tuple[tuple[str, str, str], ...]:
        """All who are named, with MARC role and sort name."""
        people = self.title["contributors"]
        return tuple((p["name"], p["role"], p["sort-name"]) for p in people)

    @property
    def bodies(self) -> frozenset[str]:
        """The names of those who are societies or firms, not persons."""
        people = self.title["contributors"]
        return frozenset(p["name"] for p in people if p.get("organisation"))

    @property
    def summary(self) -> str:
        """What it is about, in short where the title says so."""
        return str(self.title.get("short-description") or self.title["description"])

    @property
    def collection(self) -> tuple[str, str, str]:
        """The periodical or series, its ISSN, and the number in it; empty for none."""
        if found := self.title.get("periodical"):
            number = found["whole-number"] or found["number"]
            return found["title"], found["issn"], number
        found = self.title.get("series") or {"title": "", "issn": "", "number": ""}
        return found["title"], found["issn"], found["number"]

    @property
    def is_issue(self) -> bool:
        """Whether it is an issue of a periodical."""
        return "periodical" in self.title

    def file(self, role: str, product: str = "") -> Row | None:
        """Give the first file of that role, or that of a product (by its form), or None."""
        return next(
            (
                row
                for row in self.told["files"]
                if row["role"] == role and product in ("", row.get("product"))
            ),
            None,
        )

    def address(self, row: Row) -> str:
        """Give where a file of the release can be had."""
        return f"{self.base}{row['name']}"

    def acquisitions(self) -> Iterator[tuple[str, Row, Row | None]]:
        """Give how a reader gets it: what for, the file, the price.

        ``open-access`` and ``sample`` lead to files, ``buy`` to where it is sold.
        """
        order = sorted(self.told["products"], key=lambda p: p["form"] != DIGITAL[0])
        for product in order:
            row = self._main(product)
            if row is None:
                continue
            if product["free"]:
                yield "open-access", row, None
            elif product["price"]:
                yield "buy", row, product["price"]
        for row in self.told["files"]:
            if row["role"] in SAMPLES:
                yield "sample", row, None

    def _main(self, product: Row) -> Row | None:
        names = product["files"]
        files = (r for r in self.told["files"] if r["name"] in names and r["role"] in MAIN)
        return next(files, None)


def moment(date: str) -> str:
    """Give a date of ISO 8601, as exact as it is known, as a date-time in UTC."""
    parts = [*date.split("-"), "01", "01"][:3]
    return f"{'-'.join(parts)}T00:00:00Z"


def entries(world: World, url: str) -> tuple[Entry, ...]:
    """Give every release below ``releases/``, the newest first; ``url`` is the press's."""
    base = url.rstrip("/")
    found = [
        Entry(listed.told, f"{base}/{listed.path}/", listed.mark)
        for slug in world.list(FOLDER)
        for listed in versions(world, slug)
        if _is_complete(listed.told)
    ]
    return tuple(sorted(found, key=_order))


def newest(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give the newest release of each title, in the order given."""
    known: dict[str, Entry] = {}
    for entry in found:
        slug = entry.title["slug"]
        if slug not in known or _version(entry) > _version(known[slug]):
            known[slug] = entry
    chosen = {id(entry) for entry in known.values()}
    return tuple(entry for entry in found if id(entry) in chosen)


def _version(entry: Entry) -> tuple[int, ...]:
    parts = str(entry.told["version"]).split(".")
    return tuple(int(part) for part in parts if part.isdigit())


def _order(entry: Entry) -> tuple[str, ...]:
    """Sort by date, the newest first, then by name."""
    backwards = "".join(chr(0x10FFF - ord(c)) for c in entry.moment)
    return backwards, entry.name, entry.told["version"]


def _is_complete(told: Row) -> bool:
    """Tell whether a list has what an entry needs; older ones may lack some of it."""
    keys = {"title", "products", "released", "version"}
    return told.keys() >= keys and all("free" in p for p in told["products"])

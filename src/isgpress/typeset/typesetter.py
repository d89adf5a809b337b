"""The typesetter: sections in, their pages, the page map and the fonts out."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from isgpress.findings import Finding, PressError, has_errors
from isgpress.model.rendered import RenderedSection
from isgpress.store import Store
from isgpress.typeset import pagination, references
from isgpress.typeset.facts import Facts, Limits
from isgpress.typeset.fontset import FontSet, gather
from isgpress.typeset.messages import Font, Ready, Settings, Subset
from isgpress.typeset.pagination import Place
from isgpress.typeset.pool import Died, Pool, warm_up
from isgpress.typeset.schedule import Item, Round, file_of
from isgpress.typeset.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from isgpress.model.publication import Section, Trim
    from isgpress.model.rendered import PageMap
    from isgpress.typeset.facts import FontUse, Written

ROUNDS = 4  # until folios wider than their slots have settled
COVER = "cover"


@dataclass(frozen=True, slots=True)
class Late:
    """A section that is rendered when its turn comes, while those before it are laid out.

    An index ``needs_map``: its ``render`` gets the page map of all sections before it, and
    so has to wait for them. Others get None.
    """

    section: Section
    render: Callable[[PageMap | None], RenderedSection]
    starts_on: str = pagination.RECTO
    folios: str = "decimal"
    needs_map: bool = True


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section that is set: its facts, its PDF, and its first folio as a number."""

    rendered: RenderedSection
    facts: Facts
    written: Written
    start: int

    @property
    def slug(self) -> str:
        """The section's slug."""
        return self.rendered.slug


@dataclass(frozen=True, slots=True)
class Typeset:
    """A title that is set: all that ``assemble`` needs, and the page map.

    The cover, where there is one, is not among the ``sections``: it has no folios.
    ``findings`` are warnings and notes; errors were raised.
    """

    sections: tuple[SetSection, ...]
    cover: SetSection | None
    page_map: PageMap
    fonts: FontSet
    findings: tuple[Finding, ...]


class Typesetter:
    """Lays out titles in worker processes; a context manager, which ends them.

    ``jobs`` is the number of workers, ``store`` the cache (none: nothing is kept),
    ``limits`` what one section may take, ``languages`` the BCP 47 tags whose hyphenation
    is loaded before there is work. Pages do not depend on the number of workers.
    """

    def __init__(
        self,
        jobs: int = 0,
        store: Store | None = None,
        limits: Limits | None = None,
        languages: Sequence[str] = (),
    ) -> None:
        """Start nothing yet."""
        self._jobs = jobs or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="isgpress-")
        self.shelf = Shelf(store or Store(Path(self._folder.name) / "store"))
        fonts = Path(self._folder.name) / "fonts"
        if store is not None:
            fonts = store.folder / "layout-whole-font"
        self._fonts = fonts
        self._settings = Settings(limits or Limits(), tuple(languages), str(fonts))
        self._pool: Pool | None = None

    def __enter__(self) -> Self:
        """Give the typesetter itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whatever they do."""
        if self._pool is not None:
            self._pool.close()
        self._folder.cleanup()

    def warm_up(self) -> None:
        """Start to import what the workers need, while other work is done.

        Call it as soon as it is known that something is to be laid out; it does not wait.
        """
        warm_up()

    def run(
        self,
        sections: Iterable[RenderedSection | Late],
        trim: Trim,
        report: Callable[[str, str], None] = lambda _what, _slug: None,
    ) -> Typeset:
        """Lay out a title's sections, in reading order.

        A section whose role is ``cover`` stands first, in the screen edition only.
        ``report`` is called with ``done`` or ``failed`` and the slug, as sections end.
        Raises PressError with the findings of all sections that failed.
        """
        given = list(sections)
        items = _items(given, trim)
        done = self._settle(items, lambda what, n: report(what, given[n].section.slug))
        starts = done.starts()
        found = [
            SetSection(done.section(n), done.facts[n], done.written[n], starts[n] or 1)
            for n in range(len(items))
        ]
        body = tuple(s for s in found if s.rendered.section.role != COVER)
        covers = [s for s in found if s.rendered.section.role == COVER]
        places = [i.place for i in items if i.place.folios != COVER]
        return Typeset(
            sections=body,
            cover=covers[0] if covers else None,
            page_map=pagination.page_map(places, [s.facts for s in body], trim),
            fonts=self.make_fonts([s.written for s in (*body, *covers[:1])]),
            findings=tuple(done.findings),
        )

    def _settle(self, items: list[Item], report: Callable[[str, int], None]) -> Round:
        """Lay out until the folios that were set in advance are the real ones."""
        values: dict[int, dict[str, str]] = {}
        for _ in range(ROUNDS):
            done = Round(items, self.shelf, values, self._jobs, report)
            done.run(self.workers)
            findings = [*done.findings, *_warnings(done)]
            if has_errors(tuple(findings)):
                raise PressError(*dict.fromkeys(findings))
            done.findings[:] = dict.fromkeys(findings)
            wanted = _values(done, {*done.values, *done.overfull})
            if wanted == done.values and not done.moved:
                return done
            values = wanted
        raise PressError(
            *(references.unsettled(file_of(done.section(n))) for n in sorted(values))
        )

    def workers(self) -> Pool:
        """Give the pool, its workers started."""
        if self._pool is None:
            Path(self._settings.fonts).mkdir(parents=True, exist_ok=True)
            self._pool = Pool(self._jobs, self._settings)
        return self._pool

    def make_fonts(self, written: Sequence[Written]) -> FontSet:
        """Make one font file of all glyphs used of each font, in the workers."""
        fonts = gather([w.fonts for w in written])
        files = [self.shelf.font(use) for use in fonts.programs]
        missing = [n for n, data in enumerate(files) if data is None]
        if missing:
            made = self._subset([(n, fonts.programs[n]) for n in missing])
            for number, data in made.items():
                self.shelf.keep_font(fonts.programs[number], data)
                files[number] = data
        return replace(fonts, files=tuple(data for data in files if data is not None))

    def _subset(self, wanted: list[tuple[int, FontUse]]) -> dict[int, bytes]:
        pool, made = self.workers(), dict[int, bytes]()
        queue = list(reversed(wanted))
        while len(made) < len(wanted):
            for worker in pool.workers:
                if worker.idle and queue:
                    number, use = queue.pop()
                    path = Path(self._settings.fonts) / use.file
                    worker.busy = number
                    worker.begin()
                    worker.send(Subset(number, str(path), use))
            for worker, message in pool.hear():
                if isinstance(message, Ready):
                    continue
                if not isinstance(message, Font):
                    raise PressError(_font_failed(_family(wanted, worker.busy), message))
                worker.busy = None
                worker.pause()
                made[message.number] = message.data
        return made


def _items(given: list[RenderedSection | Late], trim: Trim) -> list[Item]:
    items: list[Item] = []
    for section in given:
        style = COVER if section.section.role == COVER else section.folios
        place = Place(section.section.slug, style, section.starts_on)
        if isinstance(section, Late):
            items.append(Item(place, _later(section, list(items), trim), section.needs_map))
        else:
            items.append(Item(place, _ready(section)))
    return items


def _ready(section: RenderedSection) -> Callable[[Sequence[Facts]], RenderedSection]:
    return lambda _facts: section


def _later(
    late: Late, before: list[Item], trim: Trim
) -> Callable[[Sequence[Facts]], RenderedSection]:
    def render(facts: Sequence[Facts]) -> RenderedSection:
        if not late.needs_map:
            return late.render(None)
        kept = [(i.place, f) for i, f in zip(before, facts, strict=True)]
        kept = [(place, f) for place, f in kept if place.folios != COVER]
        return late.render(
            pagination.page_map([p for p, _ in kept], [f for _, f in kept], trim)
        )

    return render


def _values(done: Round, numbers: set[int]) -> dict[int, dict[str, str]]:
    """Give the folios that the slots of those sections need."""
    folios = done.folios()
    return {
        n: {target: folios.get(target, "") for target in done.facts[n].slots}
        for n in sorted(numbers)
    }


def _warnings(done: Round) -> list[Finding]:
    """Give what was found in sections, and what leads nowhere where all are laid out."""
    found: list[Finding] = []
    folios = done.folios()
    for number, facts in sorted(done.facts.items()):
        found.extend(facts.findings)
        if number in done.written:
            found.extend(done.written[number].findings)
        if not done.has_failed:
            file = file_of(done.section(number))
            found.extend(
                references.no_page(file, target)
                for target in facts.slots
                if target not in folios
            )
            found.extend(
                references.no_place(file, target)
                for target in facts.links
                if target not in folios
            )
    return found


def _font_failed(name: str, message: object) -> Finding:
    findings = getattr(message, "findings", ())
    told = findings[0].message if findings else "the process ended"
    if isinstance(message, Died):
        told = "it took too long" if message.late else "the process ended"
    return Finding(
        "font-not-made",
        f"the font {name} cannot be put into the PDF: {told}",
        help="use another font, or another file of it, in the theme",
    )


def _family(wanted: list[tuple[int, FontUse]], number: int | None) -> str:
    """Give the family name of the font with that number."""
    return next((use.family for n, use in wanted if n == number), "")

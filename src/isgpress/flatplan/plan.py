"""Gives every piece of an issue its room on numbered pages.

Pieces with a page or a slot come first, then what shares a page by its size; the others
take, in reading order, the next pages that are free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from isgpress.findings import Finding, Severity, Span
from isgpress.model.composition import (
    Area,
    Flatplan,
    Layout,
    Placement,
    PlannedPage,
    Rect,
)
from isgpress.model.publication import Article, Issue, Place, Section

GAP = 1  # lines above what lies at the foot of a page


def plan(issue: Issue, layout: Layout) -> tuple[Flatplan, tuple[Finding, ...]]:
    """Give the flatplan of an issue, and what is wrong with it.

    A budget of 0 pages takes as many as there are. Every piece gets a place: those for
    which there is none stand behind the last page, and a finding says so.
    """
    planner = _Planner(issue, layout.on(issue.trim) if issue.trim else layout)
    planner.place_all()
    return planner.flatplan(), tuple(planner.findings)


@dataclass
class _Page:
    """A page in the making: what shares it by size or slot, and what takes the rest."""

    number: int
    template: str
    parts: list[tuple[Section, Rect, int, bool]] = field(default_factory=list)
    whole: list[tuple[Section, int, bool]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.whole


class _Planner:
    """Places the pieces of one issue."""

    def __init__(self, issue: Issue, layout: Layout) -> None:
        self.issue, self.layout = issue, layout
        self.findings: list[Finding] = []
        self.pages: dict[int, _Page] = {}
        self.areas: dict[str, list[tuple[int, bool]]] = {}
        for number in range(1, issue.pages + 1):
            self.page(number)

    def page(self, number: int) -> _Page:
        if number not in self.pages:
            template = dict(self.issue.page_templates).get(number, self.layout.default)
            self.pages[number] = _Page(number, template)
        return self.pages[number]

    # Placing

    def place_all(self) -> None:
        sections = [s for s in self.issue.sections if s.article]
        fixed = [s for s in sections if self._first(s).page]
        for section in sorted(fixed, key=self._takes_the_rest):
            self._place(section, self._first(section))
        last = 0
        for section in sections:
            first = self._first(section)
            if first.page:
                last = first.page
                continue
            place = replace(first, page=self._next_page(section, last))
            self._place(section, place)
            last = place.page
        self._check_budget()

    def _first(self, section: Section) -> Place:
        first = _article(section).space.first
        if section.role == "cover" and not first.page:
            return replace(first, page=1)
        return first

    def _takes_the_rest(self, section: Section) -> bool:
        space = _article(section).space
        return not space.size and not space.first.slot

    def _next_page(self, section: Section, after: int) -> int:
        """Give the page for a piece that names none: the next with enough room."""
        space = _article(section).space
        wanted = max(space.pages, 1)
        number = max(after, 1)
        while True:
            run = range(number, number + wanted)
            inside = not self.issue.pages or run[-1] <= self.issue.pages
            if inside and all(self._has_room(n, section) for n in run):
                return number
            if not inside:
                self._report(
                    section,
                    "piece-without-place",
                    "no page is left for this piece",
                    "give the issue more pages, or take something out",
                )
                return max(self.pages, default=0) + 1
            number += 1

    def _has_room(self, number: int, section: Section) -> bool:
        page = self.pages.get(number)
        if page is None or page.is_empty:
            return True
        size = _article(section).space.size
        if not size or size == "full":
            return not page.whole and not any(
                r.units == self._units and not r.line for _, r, _, _ in page.parts
            )
        rect = self._sized(size, number)
        return not any(_overlap(rect, r) for _, r, _, _ in page.parts)

    @property
    def _units(self) -> int:
        return self.layout.grid.units

    def _place(self, section: Section, first: Place) -> None:
        space = _article(section).space
        places = [first]
        if not first.slot and not space.size:
            more = range(1, max(space.pages, 1))
            places = [replace(first, page=first.page + n) for n in more]
            places.insert(0, first)
        part = 0
        before = first.page - 1
        for place in (*places, *space.jumps):
            jumps = part > 0 and (place in space.jumps or place.page != before + 1)
            self._put(section, place, part, jumps=jumps)
            before, part = place.page, part + 1

    def _put(self, section: Section, place: Place, part: int, *, jumps: bool) -> None:
        page = self.page(place.page)
        size = _article(section).space.size
        if place.slot:
            template = self.layout.template(page.template)
            rect = template.slot(place.slot) if template else None
            if rect is None:
                self._unknown_slot(section, page, place.slot)
                page.whole.append((section, part, jumps))
            else:
                page.parts.append((section, rect, part, jumps))
        elif size and size != "full" and part == 0:
            rect = self._sized(size, place.page)
            if any(_overlap(rect, r) for _, r, _, _ in page.parts):
                rect = _mirrored(rect, self._units)
            page.parts.append((section, rect, part, jumps))
        else:
            page.whole.append((section, part, jumps))

    def _sized(self, size: str, number: int) -> Rect:
        """Give where a size lies: at the outer edge, so mirrored on verso pages."""
        found = self.layout.size(size) or Rect(0, 0, self._units, self.layout.grid.lines)
        return found if number % 2 else _mirrored(found, self._units)

    # The flatplan

    def flatplan(self) -> Flatplan:
        pages = tuple(self._planned(self.pages[n]) for n in sorted(self.pages))
        counts: dict[str, int] = {}
        for page in pages:
            for found in page.placements:
                counts[found.slug] = counts.get(found.slug, 0) + 1
        pages = tuple(
            replace(
                page,
                placements=tuple(replace(p, parts=counts[p.slug]) for p in page.placements),
            )
            for page in pages
        )
        return Flatplan(self.layout.grid, pages, self.issue.signature)

    def _planned(self, page: _Page) -> PlannedPage:
        colours = self.issue.colour_pages
        return PlannedPage(
            page.number,
            page.template,
            tuple(self._placements(page)),
            colour=colours is None or page.number in colours,
        )

    def _placements(self, page: _Page) -> Iterator[Placement]:
        for section, rect, part, jumps in page.parts:
            yield Placement(section.slug, Area(page.number, rect), part, jumps=jumps)
        rest = self._rest(page)
        for number, (section, part, jumps) in enumerate(page.whole):
            if number:
                self._report(
                    section,
                    "page-asked-for-twice",
                    f"page {page.number} is already given to `{page.whole[0][0].slug}`",
                    "give one of them a `size` or a `slot`, or another page",
                )
            yield Placement(section.slug, rest, part, jumps=jumps)

    def _rest(self, page: _Page) -> Area:
        """Give what of a page is free: its type area without what shares it."""
        grid = self.layout.grid
        rect = Rect(0, 0, grid.units, grid.lines)
        holes = [r for _, r, _, _ in page.parts]
        for hole in sorted(holes, key=lambda r: -r.units):
            if hole.unit <= rect.unit and hole.unit + hole.units >= rect.unit + rect.units:
                rect = replace(rect, lines=max(hole.line - GAP - rect.line, 1))
                holes.remove(hole)
            elif hole.line <= rect.line and hole.foot >= rect.foot:
                left = hole.unit - rect.unit
                right = rect.unit + rect.units - hole.unit - hole.units
                if left >= right:
                    rect = replace(rect, units=max(left, 1))
                else:
                    rect = replace(rect, unit=hole.unit + hole.units, units=max(right, 1))
                holes.remove(hole)
        return Area(page.number, rect, tuple(holes))

    # Findings

    def _check_budget(self) -> None:
        budget, signature = self.issue.pages, self.issue.signature
        if budget % signature:
            less, more = budget - budget % signature, budget + signature - budget % signature
            self.findings.append(
                Finding(
                    "page-budget",
                    f"{budget} pages do not make whole signatures of {signature}",
                    self.issue.span,
                    f"plan {more} pages, or {less}" if less else f"plan {more} pages",
                )
            )
        for page in self.pages.values():
            if page.is_empty:
                self.findings.append(
                    Finding(
                        "empty-page",
                        f"page {page.number} is empty",
                        self.issue.span,
                        "give it an article, an advert or a piece of furniture",
                        Severity.WARNING,
                    )
                )

    def _unknown_slot(self, section: Section, page: _Page, slot: str) -> None:
        template = self.layout.template(page.template)
        known = ", ".join(f"`{name}`" for name, _ in template.slots) if template else ""
        message = f"page {page.number} has no slot `{slot}`"
        advice = f"the slots of `{page.template}` are {known}"
        self._report(section, "unknown-slot", message, advice)

    def _report(self, section: Section, rule: str, message: str, advice: str) -> None:
        span = _article(section).space.span or section.span or Span(section.file)
        self.findings.append(Finding(rule, message, span, advice))


def _article(section: Section) -> Article:
    return section.article or Article()


def _mirrored(rect: Rect, units: int) -> Rect:
    return replace(rect, unit=units - rect.unit - rect.units)


def _overlap(one: Rect, other: Rect) -> bool:
    across = one.unit < other.unit + other.units and other.unit < one.unit + one.units
    return across and one.line < other.foot and other.line < one.foot

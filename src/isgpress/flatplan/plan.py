"""Gives every piece of an issue its room on numbered pages.

First come pieces that say their page: those with a size, then those with a slot, and
what is left of a page is for the piece that says no more than the page. All others take,
in reading order, the next room that is free.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from isgpress.findings import Finding
from isgpress.flatplan.judge import judge
from isgpress.flatplan.names import BACK, CENTRE, name, place_of, space_of
from isgpress.flatplan.room import hull, overlap, rest, seats, shared, slots
from isgpress.model.composition import (
    Area,
    Flatplan,
    Layout,
    PageTemplate,
    Placement,
    PlannedPage,
    Rect,
)
from isgpress.model.publication import Issue, Section

FULL = "full"


def plan(issue: Issue, layout: Layout) -> tuple[Flatplan, tuple[Finding, ...]]:
    """Give the flatplan of an issue, and what is wrong with it.

    A piece that finds no room has no place in the plan, and a finding says so. Without a
    page budget there are as many pages as the pieces take. An article that is open-ended
    gets one page: whoever has set its text can give it more. Findings of placing:
    ``page-asked-for-twice``, ``page-beyond-budget``, ``piece-without-place``,
    ``space-said-twice``, ``unknown-slot``, ``unknown-size``, ``off-centre``; of the
    finished plan: see ``judge``.
    """
    planner = _Planner(issue, layout.on(issue.trim) if issue.trim else layout)
    planner.place_all()
    made = planner.flatplan()
    return made, (*planner.findings, *judge(issue, planner.layout, made))


@dataclass(frozen=True, slots=True)
class _Want:
    """A piece's wish for room on a page: a slot, a size, or else what is left of it.

    ``part`` counts the wishes of the piece from 0; ``jumps`` as in ``Placement``.
    """

    section: Section
    part: int
    page: int
    slot: str = ""
    size: str = ""
    jumps: bool = False

    @property
    def is_alone(self) -> bool:
        """Tell whether nothing else may stand on the page."""
        return self.section.role == "cover" or self.size == FULL


@dataclass
class _Sheet:
    """A page in the making: rooms that are given, and the piece that gets the rest."""

    number: int
    template: str
    given: list[tuple[_Want, Area]] = field(default_factory=list)
    asked: list[Rect] = field(default_factory=list)  # slots that pieces ask for
    heir: _Want | None = None

    @property
    def taken(self) -> list[Rect]:
        return [area.rect for _, area in self.given]


class _Planner:
    """Places the pieces of one issue."""

    def __init__(self, issue: Issue, layout: Layout) -> None:
        self.issue, self.layout = issue, layout
        self.findings: list[Finding] = []
        self.sheets: dict[int, _Sheet] = {}
        for number in range(1, issue.pages + 1):
            self._sheet(number)

    def place_all(self) -> None:
        """Give all pieces their rooms."""
        sections = [s for s in self.issue.sections if s.article]
        fixed = [w for s in sections for w in self._wants(s, self._page_of(s)) if w.page]
        fixed = [w for w in fixed if self._exists(w)]
        for want in fixed:
            if slot := self._slot_of(want):
                self._sheet(want.page).asked.append(slot)
        for rank in (self._seat, self._slot, self._inherit):
            for want in fixed:
                if self._way(want) == rank:
                    rank(want)
        after = 1
        for section in sections:
            after = self._page_of(section) or self._follow(section, after)
        for sheet in list(self.sheets.values()):
            self._settle(sheet)

    # What a piece wants

    def _page_of(self, section: Section) -> int:
        """Give the page on which a piece is to begin, 0 where it is the next free one."""
        first = space_of(section).first
        if section.role == "cover" and not first.page:
            return 1
        named = {CENTRE: self.issue.pages // 2, BACK: self.issue.pages}
        if first.slot in named and not self._has_slot(first.page, first.slot):
            page = named[first.slot]
            if first.page and page and first.page != page:
                self._off_centre(section, first.page, page)
                return first.page
            return page
        return first.page

    def _wants(self, section: Section, page: int) -> Iterator[_Want]:
        """Give a piece's wishes; those at the next free page have page 0."""
        space = space_of(section)
        slot, size, count = space.first.slot, space.size, max(space.pages, 1)
        if slot in {CENTRE, BACK} and not self._has_slot(page, slot):
            count = space.pages or (2 if slot == CENTRE else 1)
            slot = ""
        elif slot or _is_part(size):
            self._check_space(section, slot, size, count)
            count = 1
        for part in range(count):
            yield _Want(section, part, page + part if page else 0, slot, "" if slot else size)
        for part, place in enumerate(space.jumps, count):
            yield _Want(section, part, place.page, place.slot, jumps=True)

    def _check_space(self, section: Section, slot: str, size: str, count: int) -> None:
        said = [f"`slot: {slot}`"] if slot else []
        said += [f"`size: {size}`"] if size else []
        said += [f"`pages: {count}`"] if count > 1 else []
        if len(said) > 1:
            message = f"{said[0]} and {said[1]} do not go together: {name(section)}"
            advice = f"remove one of them; now {said[0]} counts"
            self._report("space-said-twice", section, message, advice)

    def _exists(self, want: _Want) -> bool:
        budget = self.issue.pages
        if not budget or want.page <= budget:
            return True
        message = f"{name(want.section)} wants page {want.page} of {budget}"
        advice = "give it an earlier page or fewer pages, or raise the page budget (`pages`)"
        self._report("page-beyond-budget", want.section, message, advice)
        return False

    # Rooms that are asked for

    def _seat(self, want: _Want) -> None:
        """Give a piece the room of its size."""
        sheet = self._sheet(want.page)
        size = self._size(want.section)
        if size is None:
            self._inherit(want)
        elif room := self._free_seat(size, sheet):
            sheet.given.append((want, Area(want.page, room)))
        else:
            message = f"page {want.page} has no room for {name(want.section)} ({want.size})"
            who = ", ".join(dict.fromkeys(name(w.section) for w, _ in sheet.given))
            advice = f"give it another page; {who} stand there" if who else ""
            self._report("page-asked-for-twice", want.section, message, advice)

    def _slot(self, want: _Want) -> None:
        """Give a piece its slot, less what adverts take of it."""
        sheet = self._sheet(want.page)
        template = self._template(sheet.number)
        slot = self._slot_of(want)
        if slot is None:
            self._unknown_slot(want, template)
            if sheet.heir is None:
                self._inherit(want)
            return
        room = rest(slot, sheet.taken, want.page)
        others = [w for w, area in sheet.given if overlap(area.rect, slot)]
        rivals = [w for w in others if w.slot] or ([] if room else others)
        if rivals:
            [rival, *_] = rivals
            message = (
                f"slot `{want.slot}` of page {want.page} is given to {name(rival.section)}"
            )
            advice = f"give {name(want.section)} another slot{self._others(sheet, template)}"
            self._report("page-asked-for-twice", want.section, message, advice)
        elif room:
            sheet.given.append((want, room))

    def _inherit(self, want: _Want) -> None:
        """Let a piece have what of a page is left in the end."""
        sheet = self._sheet(want.page)
        if sheet.heir is None:
            sheet.heir = want
            return
        if sheet.heir.section is want.section:
            message = f"{name(want.section)} jumps to page {want.page}, where it stands"
            self._report("jumps-to-itself", want.section, message, "jump to a later page")
            return
        message = f"page {want.page} is given to {name(sheet.heir.section)}"
        template = self._template(sheet.number)
        several = template is not None and len(template.slots) > 1
        ways = "a `slot`" + self._others(sheet, template) if several else "a `size`"
        advice = f"give {name(want.section)} another page, or one of the two {ways}"
        self._report("page-asked-for-twice", want.section, message, advice)

    def _settle(self, sheet: _Sheet) -> None:
        """Give what is left of a page to the piece that stands there."""
        want = sheet.heir
        if want is None:
            return
        others = [w for w, _ in sheet.given]
        room = rest(self._bounds(sheet.number), sheet.taken, sheet.number)
        if room and not (want.is_alone and others):
            sheet.given.append((want, room))
            return
        who = ", ".join(dict.fromkeys(name(w.section) for w in others))
        message = f"{name(want.section)} finds no room on page {sheet.number} beside {who}"
        advice = "give it a page of its own, or move the others"
        self._report("page-asked-for-twice", want.section, message, advice)

    # Rooms that are looked for

    def _follow(self, section: Section, after: int) -> int:
        """Give a piece the next room that is free; give the page on which it begins."""
        wants = [w for w in self._wants(section, 0) if not w.jumps]
        most = self.issue.pages or max((after, *self.sheets)) + len(wants)
        pages: list[int] = [*range(after, most + 1), *range(1, after)]
        for page in pages:
            run = [replace(w, page=page + n) for n, w in enumerate(wants)]
            if run[-1].page <= most and all(self._is_free(w) for w in run):
                for want in run:
                    self._way(want)(want)
                return page
        if wants[0].slot:
            what = f"no free slot `{wants[0].slot}` is left"
        elif len(wants) > 1:
            what = f"no {len(wants)} free pages in a row are left"
        else:
            what = "no free page is left"
        message = f"{what} for {name(section)}"
        advice = "raise the page budget (`pages`), shorten another piece, or take it out"
        self._report("piece-without-place", section, message, advice)
        return after

    def _way(self, want: _Want) -> Callable[[_Want], None]:
        """Give how a wish is met."""
        if want.slot:
            return self._slot
        return self._seat if _shares(want) else self._inherit

    def _is_free(self, want: _Want) -> bool:
        sheet = self.sheets.get(want.page)
        if sheet is not None and sheet.heir is not None:
            return False
        taken = sheet.taken if sheet else []
        if want.slot:
            slot = self._slot_of(want)
            return slot is not None and not any(overlap(slot, r) for r in taken)
        if _is_part(want.size) and (size := self.layout.size(want.size)):
            return self._free_seat(size, self._sheet(want.page)) is not None
        if want.is_alone:
            return not taken
        divided = sheet is not None and any(w.slot for w, _ in sheet.given)
        return not divided and rest(self._bounds(want.page), taken, want.page) is not None

    # The finished plan

    def flatplan(self) -> Flatplan:
        """Give the plan of all that has a place."""
        order = {s.slug: n for n, s in enumerate(self.issue.sections)}
        rooms: dict[str, list[_Want]] = {}
        for sheet in self.sheets.values():
            for want, _ in sheet.given:
                rooms.setdefault(want.section.slug, []).append(want)
        for wants in rooms.values():
            wants.sort(key=lambda w: w.part)

        def placed(want: _Want, area: Area) -> Placement:
            wants = rooms[want.section.slug]
            part = wants.index(want)
            return Placement(want.section.slug, area, part, len(wants), want.jumps and part > 0)

        colours = self.issue.colour_pages
        pages = tuple(
            PlannedPage(
                number,
                sheet.template,
                tuple(
                    placed(want, area)
                    for want, area in sorted(
                        sheet.given, key=lambda g: (order[g[0].section.slug], g[0].part)
                    )
                ),
                colour=colours is None or number in colours,
            )
            for number, sheet in sorted(self.sheets.items())
        )
        return Flatplan(self.layout.grid, pages, self.issue.signature)

    # Pages, templates, sizes

    def _sheet(self, number: int) -> _Sheet:
        for new in range(1, number + 1):
            if new not in self.sheets:
                template = self._template(new)
                self.sheets[new] = _Sheet(new, template.name if template else "")
        return self.sheets[number]

    def _template(self, number: int) -> PageTemplate | None:
        given = dict(self.issue.page_templates).get(number, "")
        return self.layout.template(given) or self.layout.template("")

    def _bounds(self, number: int) -> Rect:
        """Give the room of a page: what its slots enclose."""
        return hull(slots(self._template(number), self.layout.grid))

    def _slot_of(self, want: _Want) -> Rect | None:
        template = self._template(want.page)
        return template.slot(want.slot) if template else None

    def _has_slot(self, number: int, slot: str) -> bool:
        template = self._template(number) if number else None
        return template is not None and template.slot(slot) is not None

    def _size(self, section: Section) -> Rect | None:
        """Give where a size lies on a recto, None with a finding where there is none."""
        size = space_of(section).size
        found = self.layout.size(size)
        if found is None:
            known = [n for n, _ in self.layout.sizes]
            message = f"the theme has no size `{size}` for {name(section)}"
            self._report("unknown-size", section, message, _near(size, known, "size"))
        return found

    def _free_seat(self, size: Rect, sheet: _Sheet) -> Rect | None:
        """Give where a size fits: the first place that takes the least of slots."""
        found = seats(size, sheet.number, self.layout.grid)
        left = [r for r in found if not any(overlap(r, t) for t in sheet.taken)]
        return min(left, key=lambda r: sum(shared(r, s) for s in sheet.asked), default=None)

    # Findings

    def _unknown_slot(self, want: _Want, template: PageTemplate | None) -> None:
        known = [n for n, _ in template.slots] if template else []
        which = f" (template `{template.name}`)" if template else ""
        message = f"page {want.page}{which} has no slot `{want.slot}`"
        self._report("unknown-slot", want.section, message, _near(want.slot, known, "slot"))

    def _off_centre(self, section: Section, page: int, right: int) -> None:
        if space_of(section).first.slot == BACK:
            message = f"the last page is {right}; {name(section)} stands on page {page}"
        else:
            spread = f"{right} and {right + 1}"
            message = f"the centre spread is pages {spread}; {name(section)} begins on {page}"
        advice = f"write `page: {right}`, or leave `page` out"
        found = Finding("off-centre", message, place_of(section), advice)
        if found not in self.findings:
            self.findings.append(found)

    def _others(self, sheet: _Sheet, template: PageTemplate | None) -> str:
        taken = sheet.taken
        free = [
            f"`{slot}`"
            for slot, rect in (template.slots if template else ())
            if not any(overlap(rect, t) for t in taken)
        ]
        return f" (free: {', '.join(free)})" if free else " on another page"

    def _report(self, rule: str, section: Section, message: str, advice: str) -> None:
        found = Finding(rule, message, place_of(section), advice)
        if found not in self.findings:
            self.findings.append(found)


def _is_part(size: str) -> bool:
    return bool(size) and size != FULL


def _shares(want: _Want) -> bool:
    return not want.slot and not want.jumps and _is_part(want.size)


def _near(word: str, known: Sequence[str], what: str) -> str:
    near = difflib.get_close_matches(word, known, 1)
    if near:
        return f"there is a {what} with a similar name: `{near[0]}`"
    return f"the {what}s are " + ", ".join(f"`{k}`" for k in known)

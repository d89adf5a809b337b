"""What is wrong with a finished flatplan, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from isgpress.findings import Finding, Severity, counted
from isgpress.flatplan.leaves import facing, rounded, spread
from isgpress.flatplan.names import name, place_of, space_of
from isgpress.flatplan.room import cells, free, slots
from isgpress.model.composition import Flatplan, Layout, Placement, PlannedPage
from isgpress.model.publication import Issue, Section

HALF = Fraction(1, 2)
JUMPS = 1  # of a story: the reader is sent on once


def judge(issue: Issue, layout: Layout, plan: Flatplan) -> tuple[Finding, ...]:
    """Give the findings of a plan.

    ``no-page-budget``, ``page-budget``, ``page-beyond-budget``,
    ``unknown-page-template``, ``cover-inside``, ``empty-page``, ``half-empty-page``,
    ``advert-faces-article``, ``colour-on-mono-page``, ``jumps-too-often``,
    ``jumps-back``, ``jumps-to-itself``.
    """
    return (
        *_budget(issue, layout, plan),
        *_templates(issue, layout),
        *_cover(issue, plan),
        *_room(issue, layout, plan),
        *_adverts(issue, plan),
        *(f for section in issue.sections for f in _jumps(section, plan)),
    )


def _budget(issue: Issue, layout: Layout, plan: Flatplan) -> Iterator[Finding]:
    signature, budget = issue.signature, issue.pages
    if not budget and layout.budgeted:
        wanted = rounded(len(plan.pages), signature)
        message = f"the issue has no page budget; its pieces take {len(plan.pages)} pages"
        advice = f"write `pages: {wanted}` in issue.yaml"
        yield Finding("no-page-budget", message, issue.span, advice, Severity.WARNING)
    elif budget % signature and layout.budgeted:
        more = rounded(budget, signature)
        fewer = more - signature
        message = f"{budget} pages do not make whole signatures of {signature} pages"
        pages = f"`pages: {more}`" + (f" or `pages: {fewer}`" if fewer else "")
        smaller = [n for n in (8, 4) if n < signature and not budget % n]
        advice = f"write {pages}" + (f", or `signature: {smaller[0]}`" if smaller else "")
        yield Finding("page-budget", message, issue.place_of("pages"), advice)
    for key, pages_said in (
        ("page-templates", [n for n, _ in issue.page_templates]),
        ("colour-pages", issue.colour_pages or ()),
    ):
        beyond = [n for n in pages_said if budget and n > budget]
        if beyond:
            numbers = ", ".join(str(n) for n in beyond)
            message = f"`{key}` names page {numbers} of {budget}"
            advice = "name pages of the issue, or raise the page budget (`pages`)"
            yield Finding("page-beyond-budget", message, issue.place_of(key), advice)


def _templates(issue: Issue, layout: Layout) -> Iterator[Finding]:
    known = [t.name for t in layout.templates]
    for page, given in issue.page_templates:
        if given in known:
            continue
        near = difflib.get_close_matches(given, known, 1)
        listed = "the templates are " + ", ".join(f"`{k}`" for k in known)
        advice = f"there is one with a similar name: `{near[0]}`" if near else listed
        message = f"the theme has no page template `{given}` (page {page})"
        place = issue.place_of("page-templates")
        yield Finding("unknown-page-template", message, place, advice)


def _cover(issue: Issue, plan: Flatplan) -> Iterator[Finding]:
    for section in issue.sections:
        page = plan.page_of(section.slug)
        if section.role == "cover" and page not in {None, 1}:
            message = f"the cover stands on page {page}"
            advice = "leave its `page` out, and give what is on page 1 another"
            yield Finding("cover-inside", message, place_of(section), advice)


def _room(issue: Issue, layout: Layout, plan: Flatplan) -> Iterator[Finding]:
    advice = "give it an article, an advert or a piece of furniture"
    for page in plan.pages:
        taken = share(layout, page)
        if not taken:
            message = f"page {page.number} is empty"
            place = issue.place_of("pages")
            yield Finding("empty-page", message, place, advice, Severity.WARNING)
        elif taken < HALF:
            percent = round(taken * 100)
            message = f"page {page.number} is filled to {percent} per cent"
            names = ", ".join(f"`{n}`" for n in free_slots(layout, page))
            more = f"fill its slots {names}" if names else advice
            slug = page.placements[0].slug
            span = next((place_of(s) for s in issue.sections if s.slug == slug), issue.span)
            yield Finding("half-empty-page", message, span, more, Severity.WARNING)


def share(layout: Layout, page: PlannedPage) -> Fraction:
    """Give the share of a page's slots, or of its type area, that pieces take."""
    room = slots(layout.template(page.template), layout.grid)
    left = sum(cells(area) for area in free(page, room))
    return 1 - Fraction(left, sum(r.units * r.lines for r in room))


def free_slots(layout: Layout, page: PlannedPage) -> tuple[str, ...]:
    """Give the slots of a page's template, where it has several, in which nothing stands."""
    template = layout.template(page.template)
    if template is None or len(template.slots) < 2:  # noqa: PLR2004 - else it is the page
        return ()
    rects = [p.area.rect for p in page.placements]
    tops = {(r.unit, r.line) for r in rects}
    return tuple(n for n, slot in template.slots if (slot.unit, slot.line) not in tops)


def _adverts(issue: Issue, plan: Flatplan) -> Iterator[Finding]:
    for section in issue.sections:
        page = plan.page_of(section.slug)
        if section.article is None or page is None:
            continue
        yield from _facing(issue, plan, section, page)
        if section.article.colour and not plan.pages[page - 1].colour:
            colours = ", ".join(str(p.number) for p in plan.pages if p.colour)
            message = f"{name(section)} needs colour, and page {page} prints in black only"
            move = f"move it to a page in colour ({colours}), or " if colours else ""
            advice = f"{move}add {page} to `colour-pages`"
            yield Finding("colour-on-mono-page", message, place_of(section), advice)


def _facing(issue: Issue, plan: Flatplan, advert: Section, page: int) -> Iterator[Finding]:
    for other in issue.sections:
        if not advert.article or not _is_meant(other, advert.article.away_from):
            continue
        pages = [a.page for a in plan.areas(other.slug)]
        near = [p for p in pages if p in spread(page, len(plan.pages))]
        if not near:
            continue
        how = f"faces page {near[0]} of" if near[0] == facing(page) else "stands beside"
        message = f"{name(advert)} on page {page} {how} {name(other)}"
        taken = {n for p in pages for n in spread(p, len(plan.pages))}
        swaps = [
            f"{name(s)} (page {n})"
            for s in issue.sections
            if s.role == "advert"
            and space_of(s).size == space_of(advert).size
            and (n := plan.page_of(s.slug))
            and n not in taken
        ]
        where = " and ".join(str(n) for n in spread(near[0], len(plan.pages)))
        swap = f", such as by changing places with {swaps[0]}" if swaps else ""
        advice = f"move it to another spread than pages {where}{swap}"
        yield Finding("advert-faces-article", message, place_of(advert), advice)


def _is_meant(section: Section, names: tuple[str, ...]) -> bool:
    stem = section.file.rpartition("/")[2].rpartition(".")[0]
    return section.slug in names or (bool(stem) and stem in names)


def _jumps(section: Section, plan: Flatplan) -> Iterator[Finding]:
    parts = sorted(
        (p for page in plan.pages for p in page.placements if p.slug == section.slug),
        key=lambda p: p.part,
    )
    span = place_of(section)
    count = sum(p.jumps for p in parts)
    if count > JUMPS:
        message = f"{name(section)} jumps {counted(count, 'time')}"
        advice = "let it go on in one place: readers do not follow a second time"
        yield Finding("jumps-too-often", message, span, advice, Severity.WARNING)
    for before, after in pairwise(parts):
        yield from _jump(section, before, after)


def _jump(section: Section, before: Placement, after: Placement) -> Iterator[Finding]:
    start, end = before.area.page, after.area.page
    if not after.jumps or end > start:
        return
    span = place_of(section)
    if end == start:
        message = f"{name(section)} jumps from page {start} to the same page"
        advice = "jump to a later page, or choose one slot that is large enough"
        yield Finding("jumps-to-itself", message, span, advice)
    else:
        message = f"{name(section)} jumps back, from page {start} to page {end}"
        advice = "let it go on on a later page"
        yield Finding("jumps-back", message, span, advice, Severity.WARNING)

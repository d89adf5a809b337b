"""issue.yaml and the front matter of its articles become an Issue."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from isgpress.findings import Finding, PressError, Span
from isgpress.model.article import CoverLine
from isgpress.model.date import Date
from isgpress.model.publication import (
    Contributor,
    Cover,
    Issue,
    IssueDate,
    Periodical,
    Press,
    Section,
    Subjects,
)
from isgpress.sources.contents import items
from isgpress.sources.editions import licence_url, read_editions
from isgpress.sources.faults import offer
from isgpress.sources.issue_schema import IssueKeys
from isgpress.sources.marks import Node, find
from isgpress.sources.pictures import picture
from isgpress.sources.pieces import Pieces
from isgpress.sources.press import ISSUES, price_of, read_file, trim_of
from isgpress.sources.printer_keys import order_faults
from isgpress.sources.sections import contributor
from isgpress.sources.trade_keys import printings_of, title_trade
from isgpress.sources.wording import validate
from isgpress.world import World

EDITIONS = ("print", "pdf", "epub", "web")
FIRST_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
THEME = "magazine"
_PLACED = ("date", "number", "whole-number", "pages", "page-templates", "colour-pages")


def load_issue(
    world: World, press: Press, slug: str
) -> tuple[Issue | None, tuple[Finding, ...]]:
    """Read an issue: ``issues/<slug>/issue.yaml`` and the front matter of its articles.

    Gives all findings at once, as ``load_book`` does.
    """
    try:
        node, findings = read_file(world, f"{ISSUES}/{slug}/issue.yaml")
    except PressError as fault:
        return None, fault.findings
    keys, right, more = validate(IssueKeys, node)
    if keys is None:
        return None, findings + more
    periodical = next((p for p in press.periodicals if p.key == keys.periodical), None)
    if periodical is None:
        return None, (*findings, *more, _unknown_periodical(press, keys, right))
    maker = _Maker(world, press, periodical, slug, keys, right)
    issue = maker.issue()
    return issue, (*findings, *more, *maker.findings)


class _Maker:
    """Makes one issue from its keys, and collects what is wrong on the way."""

    def __init__(  # noqa: PLR0913, PLR0917 - all of them are the issue's
        self,
        world: World,
        press: Press,
        periodical: Periodical,
        slug: str,
        keys: IssueKeys,
        node: Node,
    ) -> None:
        self.world, self.press, self.periodical = world, press, periodical
        self.slug, self.folder = slug, f"{ISSUES}/{slug}"
        self.keys, self.node = keys, node
        self.findings: list[Finding] = []

    def issue(self) -> Issue:
        """Give the issue."""
        keys, press, periodical = self.keys, self.press, self.periodical
        people = self._contributors()
        language = keys.language or periodical.language or press.language
        pieces = Pieces(
            self.world, self.folder, {who.name: who for who in reversed(people)}, language
        )
        sections = pieces.make(keys.contents, self.node.below("contents"))
        self.findings += pieces.findings
        editions, found = read_editions(keys.editions, self.node, EDITIONS, EDITIONS)
        self.findings += found
        issue = Issue(
            slug=self.slug,
            folder=self.folder,
            title=periodical.title,
            language=language,
            date=first_day(keys.date),
            contributors=people,
            publisher=keys.publisher or press.imprint or press.name,
            place=keys.place or press.place,
            rights=keys.rights or press.rights,
            subjects=_subjects(keys),
            trim=trim_of(keys.trim) or periodical.trim,
            theme=keys.theme or periodical.theme or THEME,
            notes="chapter",
            sections=sections,
            cover=self._cover(),
            editions=editions,
            licence_url=self._licence_url(),
            span=Span(f"{self.folder}/issue.yaml", 1, 1),
            periodical=periodical,
            issue_date=keys.date,
            designation=designation(periodical, keys),
            price=price_of(keys.price) or periodical.price,
            pages=keys.pages,
            signature=int(keys.signature),
            printing=keys.printing,
            printings=printings_of(keys.printings, self.node),
            trade=title_trade(keys.trade, press),
            places=tuple(self._places()),
            cover_lines=tuple(self._cover_lines(sections)),
            page_templates=tuple(sorted(keys.page_templates.items())),
            colour_pages=tuple(keys.colour_pages) if keys.colour_pages is not None else None,
            **_texts(keys),
        )
        self.findings += order_faults(press, issue)
        return issue

    def _contributors(self) -> tuple[Contributor, ...]:
        nodes = items(self.node.below("contributors"))
        return tuple(
            contributor(keys, node.span)
            for keys, node in zip(self.keys.contributors, nodes, strict=False)
        )

    def _licence_url(self) -> str:
        node = self.node.below("licence")
        url, found = licence_url(
            self.keys.licence, self.keys.licence_url, node.span if node else None
        )
        self.findings += found
        return url

    def _places(self) -> Iterator[tuple[str, Span]]:
        for key in _PLACED:
            if place := self.node.below(key):
                yield key, place.span

    def _cover(self) -> Cover:
        keys, node = self.keys.cover, self.node.below("cover")
        span = node.span if node else None
        place = node.below("image") if node else None
        path = ""
        if keys.image and place:
            path, fault = picture(self.world, self.folder, keys.image, keys.alt, place.span)
            self.findings += [fault] if fault else []
        return Cover(path, keys.alt or "", "", span, keys.caption or "", keys.credit or "")

    def _cover_lines(self, sections: tuple[Section, ...]) -> Iterator[CoverLine]:
        place = self.node.below("cover")
        lines = place.below("lines") if place else None
        slugs = {s.file: s.slug for s in sections if s.file}
        names = {posixpath.splitext(posixpath.basename(f))[0]: s for f, s in slugs.items()}
        for number, keys in enumerate(self.keys.cover.lines):
            name = posixpath.splitext(keys.article or "")[0]
            if name and name not in names:
                at = find(lines, (number, "article")) if lines else self.node
                message = f"no article of this issue is `{keys.article}`"
                advice = offer(name, names, "file")
                self.findings.append(Finding("unknown-section", message, at.span, advice))
            yield CoverLine(keys.text, keys.below or "", names.get(name, ""))


def first_day(date: IssueDate) -> Date:
    """Give the first month or day that an issue's date covers."""
    month = date.months[0] if date.months else FIRST_MONTHS.get(date.season)
    return Date(date.year, month, date.day)


def designation(periodical: Periodical, keys: IssueKeys) -> str:
    """Give what the issue is called by its periodical's pattern: "IV391"."""
    fields = {
        "volume": keys.volume or "",
        "number": keys.number or "",
        "whole-number": keys.whole_number or "",
        "year": str(keys.date.year),
    }
    return periodical.numbering.format(**fields).strip()


def _subjects(keys: IssueKeys) -> Subjects:
    given = keys.subjects
    return Subjects(tuple(given.thema), tuple(given.bisac), tuple(given.keywords))


def _texts(keys: IssueKeys) -> dict[str, Any]:
    """Give the fields that stand in the issue as they are written."""
    return {
        "subtitle": keys.title or "",
        "volume": keys.volume or "",
        "number": keys.number or "",
        "whole_number": keys.whole_number or "",
        "licence": keys.licence or "",
        "credits": tuple(keys.credits),
        "printer": keys.printer or "",
        "description": (keys.description or "").strip(),
    }


def _unknown_periodical(press: Press, keys: IssueKeys, node: Node) -> Finding:
    place = node.below("periodical")
    known = [p.key for p in press.periodicals]
    advice = "describe it in press.yaml, below `periodicals`"
    return Finding(
        "unknown-periodical",
        f"press.yaml has no periodical `{keys.periodical}`",
        (place or node).span,
        offer(keys.periodical, known, "periodical") if known else advice,
    )

"""Whole titles checked without building them: their YAML, front matter and text."""

from __future__ import annotations

from collections.abc import Sequence

from isgpress import flatplan
from isgpress.check.skeletons import left_over
from isgpress.findings import Finding, PressError
from isgpress.manuscript import link, parse_section
from isgpress.model.publication import Issue, Press, Publication
from isgpress.render import load_theme
from isgpress.sources import load_title, repeats
from isgpress.world import World


def check_titles(world: World, press: Press, slugs: Sequence[str]) -> tuple[Finding, ...]:
    """Give all that is wrong in the sources of those titles.

    The other titles of the press are read as far as needed to find a repeated ISBN or number.
    """
    findings: list[Finding] = []
    books = []
    for slug in press.titles:
        book, found = load_title(world, press, slug)
        if slug in slugs:
            findings += found
            findings += (*check_text(world, book), *left_over(world, book)) if book else ()
            findings += check_places(world, book) if isinstance(book, Issue) else ()
        books += [book] if book else []
    folders = tuple(f"{kind}/{slug}/" for kind in ("books", "issues") for slug in slugs)
    for finding in repeats(books):
        if finding.span and finding.span.path.startswith(folders):
            findings.append(finding)
    return tuple(findings)


def check_places(world: World, issue: Issue) -> tuple[Finding, ...]:
    """Give what is wrong with the flatplan of an issue whose pages are composed.

    Where an article takes as many pages as its text needs, only a build knows the plan.
    """
    try:
        layout = load_theme(world, issue.theme).layout
    except PressError as stop:
        return stop.findings
    if layout is None:
        return (flowing_theme(issue),)
    if any(flatplan.is_open_ended(s) for s in issue.sections):
        return ()
    return flatplan.plan(issue, layout)[1]


def flowing_theme(issue: Issue) -> Finding:
    """Give the finding for an issue whose theme makes the flowing pages of a book."""
    message = f"the theme `{issue.theme}` makes books: it has no room for furniture"
    advice = "choose a theme that composes pages: magazine, newspaper, online, pamphlet"
    return Finding("flowing-theme", message, issue.place_of("theme"), advice)


def check_text(world: World, book: Publication) -> tuple[Finding, ...]:
    """Give all that is wrong in the text of a title, chapter by chapter and across them."""
    findings: list[Finding] = []
    documents = []
    for section in book.sections:
        if not section.file or not world.exists(section.file):
            continue
        try:
            document, found = parse_section(world, book, section)
        except PressError as stop:
            findings += stop.findings
            continue
        documents.append(document)
        findings += found
    return (*findings, *link(book, tuple(documents)).findings)

"""A title, whatever it is; and what two titles must not both say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isgpress.findings import Finding
from isgpress.model.publication import Issue, Press, Publication
from isgpress.sources.book import load_book
from isgpress.sources.editions import repeated_isbns
from isgpress.world import World


def load_title(
    world: World, press: Press, slug: str
) -> tuple[Publication | None, tuple[Finding, ...]]:
    """Read the book or the issue of that slug, as ``load_book`` and ``load_issue`` do."""
    if slug not in press.issues:
        return load_book(world, press, slug)
    from isgpress.sources.issue import load_issue  # noqa: PLC0415 - a book needs none of it

    return load_issue(world, press, slug)


def repeats(titles: Sequence[Publication]) -> tuple[Finding, ...]:
    """Report what two of the titles share: an ISBN, or the number of an issue."""
    issues = [title for title in titles if isinstance(title, Issue)]
    return (*repeated_isbns(titles), *_repeated_numbers(issues))


def _repeated_numbers(issues: Sequence[Issue]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Issue] = {}
    for issue in issues:
        firsts = [
            (key, name[0], seen.setdefault((issue.periodical.key, key, *name), issue))
            for key, name in _names(issue)
        ]
        for key, said, first in [f for f in firsts if f[2] is not issue][:1]:
            message = f"`{first.folder}` has the same {key.replace('-', ' ')}, {said}"
            advice = "compare both; `isgpress list` shows all issues with their numbers"
            yield Finding("repeated-number", message, issue.place_of(key), advice)


def _names(issue: Issue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what names an issue among those of its periodical, by the key that says it.

    A number names it within its volume, or, without volumes, within its year.
    """
    if issue.whole_number:
        yield "whole-number", (issue.whole_number,)
    if issue.number:
        yield "number", (issue.number, issue.volume or str(issue.date.year))
    if not issue.whole_number and not issue.number:
        date = issue.issue_date
        said = f"{date.year}-{date.season}" if date.season else str(issue.date)
        yield "date", (said, *map(str, date.months))

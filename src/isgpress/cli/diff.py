"""``isgpress diff``: which pages two printings do not share, and in what words."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isgpress.proofing.comparing import Comparison, Pair
    from isgpress.proofing.wording import Change, Token

SHOWN = 12  # changes of a page in the terminal
LONG = 24  # words of a change that are shown


@click.command(
    "diff",
    epilog="""\b
Examples:
  isgpress diff handbook
  isgpress diff releases/handbook/1.1 releases/handbook/1.2
  isgpress diff old.pdf new.pdf --output changes.pdf
""",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a PDF too: each page with changes before and now, side by side.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="For reading, or for tools.",
)
def command(old: str, new: str | None, output: Path | None, form: str) -> None:
    """Show what changed between two printings.

    OLD and NEW are folders of releases, PDF files, or titles as they are built. A title
    alone is compared with its newest release.

    Pages are paired by their words, so that new pages do not make all others different.
    For each the command tells whether words changed, whether the same words only stand in
    other lines or pages, or whether something looks other though no word changed.
    """
    from isgpress.cli.printings import newest_and_built, printing  # noqa: PLC0415
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.proofing import report  # noqa: PLC0415
    from isgpress.proofing.comparing import compared  # noqa: PLC0415
    from isgpress.world import write_atomic  # noqa: PLC0415

    before, now = (printing(old), printing(new)) if new else newest_and_built(old)
    comparison = compared(before.pages, now.pages)
    if output:
        write_atomic(output, report.changed_pages(comparison, f"{before.name} › {now.name}"))
    if form == "json":
        values = report.as_values(comparison, before.name, now.name)
        click.echo(json.dumps(values, indent=2, ensure_ascii=False))
        return
    finish((*before.findings, *now.findings))
    counts = len(before.pages.pages), len(now.pages.pages)
    click.echo(f"{before.name} → {now.name}: {counts[0]} → {counts[1]} pages")
    click.echo("\n".join(_table(comparison)))
    for pair in comparison.pairs:
        if pair.changes or pair.drawn:
            click.echo("\n" + "\n".join(_page(pair)))
    if output:
        click.echo(f"\nwrote {output}")


def _table(comparison: Comparison) -> Iterator[str]:
    """Give a line for each state with its pages, by their numbers in the new printing."""
    from isgpress.proofing.report import TOLD  # noqa: PLC0415

    for state, count in comparison.counts.items():
        pages = [p.new or p.old for p in comparison.pairs if p.state is state]
        if count:
            told = ", ".join(_ranges([page.number for page in pages if page]))
            yield f"{count:>6}  {TOLD[state]:<34} {told}"


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def _page(pair: Pair) -> Iterator[str]:
    from isgpress.proofing.report import TOLD  # noqa: PLC0415

    page = pair.new or pair.old
    if page is None:
        return
    name = f"page {page.number}"
    if page.folio and page.folio != str(page.number):
        name += f" (folio {page.folio})"
    if pair.old and pair.new and pair.old.number != pair.new.number:
        name += f", before page {pair.old.number}"
    yield click.style(f"{name}: {TOLD[pair.state]}", bold=True)
    if pair.drawn:
        left, low, right, high = (v * 25.4 / 72 for v in pair.drawn)
        down, page_high = page.height * 25.4 / 72 - high, high - low
        yield (
            f"  {pair.share:.1%} of the page, {left:.0f} mm from its left and {down:.0f} mm "
            f"from its head, {right - left:.0f} × {page_high:.0f} mm"
        )
    for change in pair.changes[:SHOWN]:
        yield f"  {_told(change)}"
    if len(pair.changes) > SHOWN:
        yield f"  and {len(pair.changes) - SHOWN} more"


def _told(change: Change) -> str:
    """Give a change as wdiff does, so that it is clear without colours too."""
    parts = [f"{change.before} "] if change.before else []
    if change.old:
        parts.append(click.style(f"[-{_words(change.old)}-]", fg="red"))
    if change.new:
        parts.append(click.style(f"{{+{_words(change.new)}+}}", fg="green"))
    return "".join(parts)


def _words(said: Sequence[Token]) -> str:
    from isgpress.proofing.report import words  # noqa: PLC0415

    text = words(said[:LONG])
    return f"{text} …" if len(said) > LONG else text

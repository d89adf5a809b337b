"""``isgpress catalogue``: the titles of the press as a printed catalogue."""

from __future__ import annotations

import sys

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.titles import wanted


@click.command(
    "catalogue",
    epilog="""\b
Examples:
  isgpress catalogue
  isgpress catalogue --title "Spring 2027" handbook letters
  isgpress catalogue --as spring-2027
""",
)
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--title", "name", metavar="TEXT", help="Its title; else the word and the year.")
@click.option(
    "--as",
    "slug",
    metavar="SLUG",
    help="Only write its sources, to books/SLUG, to be edited and built like any title.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes that set pages.")
@click.pass_context
def command(
    ctx: click.Context,
    titles: tuple[str, ...],
    name: str | None,
    slug: str | None,
    jobs: int | None,
) -> None:
    """Make the catalogue of the press, PDF and EPUB: each TITLE, else all.

    Books stand by series, issues by periodical, each with its cover, who made it, what it
    is about, its editions with ISBN and price; at the end how to order, and an index.
    Covers and pages are those of the newest release, else of what was built.
    """
    from isgpress.cli.progress import progress_on  # noqa: PLC0415 - not for `--help`
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.findings import has_errors  # noqa: PLC0415
    from isgpress.release.printed.making import SLUG, listed, make, sources  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415
    from isgpress.sources.scaffold import write_new  # noqa: PLC0415

    world = open_press()
    press, findings = load_press(world)
    shown, covers, more = listed(world, press, wanted(press.titles, titles))
    findings += more
    if has_errors(findings):
        ctx.exit(finish(findings))
    files = sources(press, shown, covers, name or "")
    if slug:
        own = {f"books/{slug}/{path}": data for path, data in files.items()}
        for written in write_new(world.root, own):
            click.echo(f"wrote {written.relative_to(world.root)}")
        ctx.exit(finish(findings) or ExitCode.OK)
    folder = SLUG if SLUG not in press.titles else f"press-{SLUG}"
    with progress_on(sys.stderr) as progress:
        paths, wrong = make(world, files, folder, jobs or 0, progress)
    for path in paths:
        click.echo(path)
    ctx.exit(finish((*findings, *wrong)) or ExitCode.OK)

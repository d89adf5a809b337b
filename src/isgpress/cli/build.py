"""``isgpress build``: the editions of titles."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.titles import wanted
from isgpress.findings import Finding, counted, has_errors, has_warnings

if TYPE_CHECKING:
    from isgpress.build import Report
    from isgpress.model.artifact import Artifact

KB, MB = 1000, 1_000_000
EDITIONS = ("epub", "pdf", "paperback", "print", "large-print", "web", "cover")


@click.command(
    "build",
    epilog="""\b
Examples:
  isgpress build
  isgpress build handbook --edition epub
  isgpress build handbook --edition pdf --edition paperback --jobs 2
  isgpress build broadside-12 --article storm
""",
)
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(EDITIONS),
    help="Only this one; may be given again. Else those that the title lists.",
)
@click.option(
    "--article",
    metavar="NAME",
    default="",
    help="An offprint: this article or chapter alone, as a PDF and a web page.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes that set pages; else one for each core. Files do not depend on it.",
)
@click.option("--force", is_flag=True, help="Build all anew, also what has not changed.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="The summary for people, or for tools (JSON).",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    titles: tuple[str, ...],
    editions: tuple[str, ...],
    article: str,
    jobs: int | None,
    force: bool,  # noqa: FBT001 - click passes by name
    strict: bool,  # noqa: FBT001
    form: str,
) -> None:
    """Make the editions of each TITLE (the name of its folder in books/); else of all.

    Finished files are in dist/TITLE/: an EPUB, a PDF for the screen, PDFs of the
    paperback's pages and of its cover, and a folder of web pages. Only what has changed
    is built again. A title with errors leaves its old files as they are.
    """
    from isgpress.build import Order, build  # noqa: PLC0415 - not for `--help`
    from isgpress.cli.progress import progress_on  # noqa: PLC0415

    start = time.perf_counter()
    world = open_press()
    if article and (editions or len(titles) != 1):
        raise click.UsageError("--article goes with one TITLE, and without --edition")
    order = Order(editions, jobs or 0, force, strict, article)
    with progress_on(sys.stderr) as progress:
        reports = build(world, titles, order, lambda known: wanted(known, titles), progress)
    seconds = time.perf_counter() - start
    ctx.exit(_tell(reports, form, seconds, strict=strict))


def _tell(reports: tuple[Report, ...], form: str, seconds: float, *, strict: bool) -> ExitCode:
    """Print findings and summary; give the exit status."""
    findings = tuple(f for report in reports for f in report.findings)
    if form == "json":
        click.echo(_as_json(reports, seconds))
    else:
        _tell_people(reports, findings, seconds)
    failed = has_errors(findings) or (strict and has_warnings(findings))
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _tell_people(
    reports: tuple[Report, ...], findings: tuple[Finding, ...], seconds: float
) -> None:
    if findings:
        from isgpress.cli.report import finish  # noqa: PLC0415 - only where there are any

        finish(findings)
    artifacts = [a for report in reports for a in report.artifacts]
    width = max((len(a.path) for a in artifacts), default=0)
    for artifact in artifacts:
        click.echo(_line(artifact, width))
    for report in reports:
        if not report.artifacts and report.slug:
            click.echo(f"{report.slug}: not built", err=True)
    if artifacts:
        new = sum(not a.cached for a in artifacts)
        click.echo(f"{counted(len(artifacts), 'file')}, {new} built, in {seconds:.1f} s")


def _line(artifact: Artifact, width: int) -> str:
    pages = counted(artifact.pages, "page") if artifact.pages else ""
    spent = "not changed" if artifact.cached else f"{artifact.seconds:.1f} s"
    return f"{artifact.path:{width}}  {_size(artifact.size):>8}  {pages:>11}  {spent:>11}"


def _size(size: int) -> str:
    """Give a size in kB or MB of the SI, as file managers do."""
    return f"{size / KB:,.0f} kB" if size < MB else f"{size / MB:,.1f} MB"


def _as_json(reports: tuple[Report, ...], seconds: float) -> str:
    from isgpress.cli.report import as_json, in_order  # noqa: PLC0415 - for this form only

    titles = [
        {
            "title": report.slug,
            "files": [asdict(artifact) for artifact in report.artifacts],
            **json.loads(as_json(in_order(report.findings))),
        }
        for report in reports
    ]
    whole = {"titles": titles, "seconds": round(seconds, 2)}
    return json.dumps(whole, indent=2, ensure_ascii=False)

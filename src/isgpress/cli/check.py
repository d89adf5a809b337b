"""``isgpress check``: findings without building."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import open_press
from isgpress.cli.titles import wanted
from isgpress.findings import counted

if TYPE_CHECKING:
    from isgpress.check.outside import Verdicts
    from isgpress.findings import Finding
    from isgpress.model.publication import Press
    from isgpress.world import DiskWorld


@click.command(
    "check",
    epilog="""\b
Examples:
  isgpress check
  isgpress check handbook
  isgpress check --format sarif > findings.sarif
  isgpress build handbook && isgpress check --validators handbook
  isgpress check --require
  isgpress build handbook && isgpress check --print handbook
""",
)
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option(
    "--validators",
    is_flag=True,
    help="Also let EPUBCheck, Ace, axe, veraPDF and qpdf judge the editions in dist/; one "
    "that is missing on this machine is a note.",
)
@click.option(
    "--require",
    is_flag=True,
    help="As --validators, and end with 3 where one is missing; for CI.",
)
@click.option(
    "--print",
    "printed",
    is_flag=True,
    help="Also look at the pages and covers for the printer in dist/, by the printer's "
    "profile: resolution, ink, boxes, fonts, page count.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "sarif"]),
    default="terminal",
    help="For people, for tools (JSON), for code hosts (SARIF 2.1.0).",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    titles: tuple[str, ...],
    validators: bool,  # noqa: FBT001 - click passes by name
    require: bool,  # noqa: FBT001
    printed: bool,  # noqa: FBT001
    form: str,
) -> None:
    """Find what is wrong in the sources, without building.

    Reads press.yaml, and of each TITLE (the name of its folder in books/) book.yaml, the
    front matter and the text. Without TITLE, all titles are checked.

    With --validators the programs that shops and libraries run judge the finished
    editions as well; build them first. What they find is told by the line of the
    Markdown file where that is known.

    With --print the files for the printer are looked at as the printer will do, so that
    they are not sent back; build them first. Ink is measured by Ghostscript.
    """
    from isgpress.check.titles import check_titles  # noqa: PLC0415
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    world = open_press()
    press, findings = load_press(world)
    slugs = wanted(press.titles, titles)
    findings += check_titles(world, press, slugs)
    judges: tuple[str, ...] = ()
    if validators or require:
        verdicts = _judged(world, press, slugs, required=require)
        findings += verdicts.findings
        judges = verdicts.judges
    if printed:
        verdicts = _preflighted(world, press, slugs, required=require)
        findings += verdicts.findings
        judges += verdicts.judges
    if form == "terminal":
        if not findings:
            click.echo(f"no findings in {counted(len(slugs), 'title')}")
        if judges:
            click.echo(f"judged by {', '.join(judges)}")
    ctx.exit(finish(findings, form))


def _judged(
    world: DiskWorld, press: Press, slugs: Sequence[str], *, required: bool
) -> Verdicts:
    """Let the outside validators judge the editions of titles that stand in dist."""
    from isgpress.build.standing import complaints, standing  # noqa: PLC0415
    from isgpress.check.outside import Finished, Verdicts, judge  # noqa: PLC0415
    from isgpress.sources import load_title  # noqa: PLC0415

    files: list[Finished] = []
    findings: list[Finding] = []
    for slug in slugs:
        title, _ = load_title(world, press, slug)  # what is wrong there was told before
        if title is None:
            continue
        editions = standing(world, title)
        findings += complaints(title, editions)
        files += [Finished(title, e.edition, e.path) for e in editions if e.is_to_be_judged]

    def say(judge: str, paths: Sequence[Path]) -> None:
        names = [path.relative_to(world.root).as_posix() for path in paths]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        click.echo(f"{judge}: {names[0]}{more}", err=True)

    verdicts = judge(world, files, say, required=required)
    return Verdicts((*findings, *verdicts.findings), verdicts.judges)


def _preflighted(
    world: DiskWorld, press: Press, slugs: Sequence[str], *, required: bool
) -> Verdicts:
    """Look at the files for the printer that stand in dist."""
    from isgpress.build.printed import printed  # noqa: PLC0415
    from isgpress.check.outside import Verdicts, ghostscript_missing  # noqa: PLC0415
    from isgpress.check.preflight import preflight  # noqa: PLC0415
    from isgpress.check.validators import ghostscript  # noqa: PLC0415
    from isgpress.sources import load_title  # noqa: PLC0415

    findings: list[Finding] = []
    files = 0
    for slug in slugs:
        title, _ = load_title(world, press, slug)  # what is wrong there was told before
        if title is None:
            continue
        made, wrong = printed(world, press, title)
        findings += wrong
        for found in made:
            if found.pages:
                click.echo(f"preflight: {found.pages.name}", err=True)
                files += 1 + bool(found.cover)
                findings += preflight(world, press, found)
    if files and (missing := ghostscript_missing(files, required=required)):
        return Verdicts((*findings, missing))
    judges = (f"Ghostscript {ghostscript.version()}",) if files else ()
    return Verdicts(tuple(findings), judges)

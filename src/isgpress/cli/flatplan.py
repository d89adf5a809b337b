"""``isgpress flatplan``: which piece of an issue stands on which page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.titles import wanted
from isgpress.findings import Finding, has_errors
from isgpress.world import write_atomic

if TYPE_CHECKING:
    from isgpress.build.planned import Planned
    from isgpress.flatplan import View
    from isgpress.world import World

WIDTH = 100  # cells, where there is no terminal


@click.command(
    "flatplan",
    epilog="""\b
Examples:
  isgpress flatplan broadside-12
  isgpress flatplan broadside-12 --fit
  isgpress flatplan broadside-12 --format pdf --output flatplan.pdf
""",
)
@click.argument("issue", metavar="ISSUE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "svg", "pdf"]),
    default="terminal",
    help="A table to read, JSON for tools, a picture of all spreads.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the terminal.",
)
@click.option("--fit", is_flag=True, help="Set the text too, and say where lines are free.")
@click.option(
    "--binding",
    type=click.Choice(["saddle", "glued"]),
    default="saddle",
    help="Whether signatures lie in one another (saddle) or one after the other (glued).",
)
@click.option(
    "--blocks", is_flag=True, help="In pictures, draw blocks for pages that are built, too."
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    issue: str,
    form: str,
    output: Path | None,
    fit: bool,  # noqa: FBT001 - click passes by name
    binding: str,
    blocks: bool,  # noqa: FBT001
) -> None:
    """Show which piece of ISSUE stands on which page.

    For every page: what stands on it, its leaf and signature, colour or mono, adverts and
    free room. The pictures show the pages themselves where dist/ISSUE/ISSUE.pdf has been
    built. What is wrong with the plan is reported with how to mend it.
    """
    from isgpress import flatplan  # noqa: PLC0415 - not for `--help`
    from isgpress.build.planned import NotComposedError, plan_issue  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    if form == "pdf" and output is None:
        raise click.UsageError("a PDF needs a file: add --output FILE")
    world = open_press()
    press, findings = load_press(world)
    [slug] = wanted(press.titles, [issue])
    try:
        planned = plan_issue(world, press, slug, fit=fit)
    except NotComposedError as why:
        raise click.UsageError(str(why)) from why
    findings += planned.findings
    shown = flatplan.view(
        planned.issue, planned.plan, planned.layout, planned.lines, nested=binding == "saddle"
    )
    data = _as_bytes(world, planned, shown, form, findings, blocks=blocks)
    if output:
        write_atomic(output, data)
        click.echo(f"wrote {output}", err=form == "json")
    else:
        click.echo(data.decode(), nl=False)
    ctx.exit(_end(findings, form))


def _as_bytes(  # noqa: PLR0913 - what is shown, and how
    world: World,
    planned: Planned,
    shown: View,
    form: str,
    findings: tuple[Finding, ...],
    *,
    blocks: bool,
) -> bytes:
    from isgpress import flatplan  # noqa: PLC0415
    from isgpress.build.planned import as_pdf, as_svg, thumbnails  # noqa: PLC0415
    from isgpress.cli.report import as_json, in_order  # noqa: PLC0415

    if form == "terminal":
        width = shutil.get_terminal_size((WIDTH, 0)).columns
        return (flatplan.text(shown, width) + "\n").encode()
    if form == "json":
        values = {**flatplan.as_json(shown), **json.loads(as_json(in_order(findings)))}
        return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()
    pictures = {} if blocks else thumbnails(world, planned)
    return as_pdf(shown, pictures) if form == "pdf" else as_svg(shown, pictures).encode()


def _end(findings: tuple[Finding, ...], form: str) -> ExitCode:
    """Report findings, where they are not in the JSON; give the exit status."""
    from isgpress.cli.report import finish  # noqa: PLC0415

    if form == "json":
        return ExitCode.FINDINGS if has_errors(findings) else ExitCode.OK
    return finish(findings)

"""``isgpress impose``: pages on sheets to fold, stitch and cut."""

from __future__ import annotations

import sys

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.report import finish
from isgpress.cli.titles import wanted
from isgpress.findings import PressError, counted, has_errors

NEARLY = 0.995  # of their size: what nobody sees need not be said


@click.command(
    "impose",
    epilog="""\b
Examples:
  isgpress impose chapel-rules --paper a4
  isgpress impose handbook --signature 16
  isgpress impose handbook --as 4-up --paper a4
""",
)
@click.argument("title", metavar="TITLE")
@click.option(
    "--as",
    "way",
    type=click.Choice(["booklet", "2-up", "4-up"]),
    default="booklet",
    show_default=True,
    help="Sheets to fold into a booklet, or pages beside each other to read from.",
)
@click.option(
    "--signature",
    type=click.Choice(["4", "8", "16", "32"]),
    help="Signatures of so many pages, to sew or glue; 8 and 16 are one sheet each.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "a3", "letter"]),
    help="The paper in the machine; else sheets as large as their pages.",
)
@click.option(
    "--thickness",
    type=click.FloatRange(0, 2),
    metavar="MM",
    help="Of a leaf, for the creep; else that of the edition's paper.",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    title: str,
    way: str,
    signature: str | None,
    paper: str | None,
    thickness: float | None,
) -> None:
    """Put the finished pages of a title on sheets to fold.

    Writes dist/TITLE/TITLE-booklet.pdf (-signatures-16.pdf, -2-up.pdf, -4-up.pdf). Print
    it on both sides, turned over the short edge for a booklet on office paper, at 100 %.
    Build the title first.
    """
    from isgpress.build.imposed import Order, impose_title  # noqa: PLC0415 - not for `--help`
    from isgpress.sources import load_press, load_title  # noqa: PLC0415

    if signature and way != "booklet":
        raise click.UsageError("--signature goes without --as")
    world = open_press()
    try:
        press, findings = load_press(world)
        (slug,) = wanted(press.titles, (title,))
        found, more = load_title(world, press, slug)
        if found is None or has_errors((*findings, *more)):
            ctx.exit(finish((*findings, *more)))
        order = Order(way, int(signature or 0), paper or "", thickness)
        made = impose_title(world, press, found, order)
    except PressError as fault:
        finish(fault.findings)
        click.echo(f"{title}: not imposed", err=True)
        ctx.exit(ExitCode.FINDINGS)
    if made.findings:
        finish(made.findings)
    sheets = counted(made.sheets, "sheet")
    what = [f"{sheets} of {made.width:.0f} × {made.height:.0f} mm"]
    what += [f"pages at {made.scale:.0%}"] if made.scale < NEARLY else []
    what += [f"{counted(made.blanks, 'blank page')} added"] if made.blanks else []
    what += [f"creep up to {made.creep:.2f} mm"] if made.creep else []
    click.echo(f"{made.path}  {', '.join(what)}", file=sys.stdout)
